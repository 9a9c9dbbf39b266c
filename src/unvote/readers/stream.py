"""Opens what a user names: a file, plain or compressed, or the standard input."""

import csv
import io
import lzma
import os
import re
import select
import stat
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from unvote.errors import ArgumentError, DataError

# The number of bytes at which a reader looks to tell what a source is.
HEAD = 1 << 16
# The record since 1946 has 336 MB in 1,084,053 lines, none longer than 2,000 letters, or 11 MB with
# gzip. A file far beyond that is an accident or a trap.
MOST_PIPED = 1 << 31
LONGEST_LINE = 1 << 22
_UNFOLDS_FREELY = 1 << 26
_UNFOLDS_TIMES = 250
_UNFOLDS_TO = 1 << 32
_PIECE = 1 << 20

_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"\xfd7zXZ\x00": "xz", b"BZh": "bz2"}
_PACKED = {
    b"PK\x03\x04": "this is a zip archive: unpack it, and name the file in it",
    b"7z\xbc\xaf": "this is a 7z archive: unpack it, and name the file in it",
}
PARQUET = b"PAR1"
# The parts of the archive that a workbook is.
_WORKBOOK = (b"[Content_Types].xml", b"xl/", b"docProps/", b"mimetypeapplication/vnd.oasis")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"
_R_DATA = re.compile(rb"RD[XAB][23]\n|X\n\0\0\0[\2\3]")
_LONG_LINE = (
    f"a line of more than {LONGEST_LINE:,} letters, too long for a table: correct the line ends"
)
_LONGEST_NAME = 4096
NO_MEMORY = "more than the memory of this machine holds: split the file"


def _must_be_name(text: str) -> None:
    """Refuse a text that cannot be the name of a file, such as a whole table."""
    long = "\n" in text or len(text) > _LONGEST_NAME
    if long and not os.path.exists(text):  # noqa: PTH110 (of any text)
        raise ArgumentError(
            f"a text of {len(text):,} letters is not the name of a file: give it as io.StringIO(…)"
        )


class Source:
    """Bytes that can be read from the start more than once, decompressed on the way.

    `origin`: a path, or an open file of bytes or text. What can be read only once, an open file or
    a pipe, is kept in memory; all but its start only once `open` asks for it.
    `name`: its name in messages; by default the path.
    Raises DataError if it cannot be opened. Later, while it is read: if compressed data are damaged
    or unpack to far too much, if a pipe does not end, if the file changes meanwhile.
    """

    def __init__(self, origin: str | os.PathLike[str] | IO[Any], name: str | None = None) -> None:
        self.compression: str | None = None
        # A path, or the bytes of a pipe; pyarrow has no types.
        self._content: Any
        self._plain: Any = None
        self._rest: IO[Any] | None = None
        self._stamp: tuple[int, int, int] | None = None
        path = isinstance(origin, (str, os.PathLike))
        if not path and not callable(getattr(origin, "read", None)):
            raise ArgumentError(
                f"a {type(origin).__name__} is not a file: name a path, or give an open file or"
                " io.BytesIO(…)"
            )
        if isinstance(origin, str):
            _must_be_name(origin)
        given = origin if path else getattr(origin, "name", 0)  # that of a pipe may be a number
        self.name = name or ("the data" if isinstance(given, int) else str(given))
        with self._reading():
            if isinstance(origin, (str, os.PathLike)):
                self._find(Path(origin))
            else:
                self._begin(origin)
        with self._reading(), self._raw() as raw:
            self.compression = _compression(raw.read(8))
        self.head = self._read_head()

    def _find(self, path: Path) -> None:
        if path == Path() and not self.name:
            raise DataError("no file is named: '' is given for its name")
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise DataError(f"{self.name} is a directory: name a file in it")
        if stat.S_ISREG(mode):
            self._content, self._stamp = path, _stamp(path)
            return
        pipe = path.open("rb")
        weakref.finalize(self, pipe.close)
        self._begin(pipe)

    def _begin(self, file: IO[Any]) -> None:
        start = io.BytesIO()
        while start.tell() < _PIECE and (piece := _read(file, _PIECE - start.tell())):
            start.write(piece)
        self._content, self._rest = pa.py_buffer(start.getvalue()), file

    def _read_head(self) -> bytes:
        try:
            with self._decompressing() as (_, stream):
                return bytes(stream.read(HEAD))
        except DataError:
            if self._rest is None:
                raise
        # The first bytes of the pipe were too few to decompress anything.
        self._read_rest()
        with self._decompressing() as (_, stream):
            return bytes(stream.read(HEAD))

    def _raw(self) -> Any:
        if isinstance(self._content, Path):
            return pa.OSFile(os.fsencode(self._content))  # a name may be no UTF-8
        return pa.BufferReader(self._content)

    @contextmanager
    def open(self) -> Iterator[Any]:
        """Open the decompressed bytes from their start, as a pyarrow stream."""
        self._read_rest()
        self._check_unchanged()
        if self.compression and self._plain is None:
            self._plain = self._unfolded()
        with (
            self._reading(),
            self._raw() if self._plain is None else pa.BufferReader(self._plain) as stream,
        ):
            yield stream
        self._check_unchanged()

    @contextmanager
    def _decompressing(self) -> Iterator[tuple[Any, Any]]:
        """Open the bytes as they are and as they are decompressed."""
        with self._reading(), self._raw() as raw:
            if self.compression == "xz":
                with lzma.LZMAFile(raw) as plain:
                    yield raw, plain
            elif self.compression:
                yield raw, _Raw(pa.CompressedInputStream(raw, self.compression))
            else:
                yield raw, raw

    def beginning(self, most: int) -> bytes:
        """Return the first decompressed bytes; from a pipe only those that have been read."""
        try:
            with self._decompressing() as (_, stream):
                return bytes(stream.read(most))
        except DataError:  # a compressed pipe has not sent enough yet
            return self.head

    def pieces(self, most: int = MOST_PIPED) -> Iterator[bytes]:
        """Yield the decompressed bytes from their start; refuse too many of them.

        It reads little more than `most` bytes of a pipe; the caller refuses longer ones.
        """
        self._read_rest(most)
        self._check_unchanged()
        unfolded = 0
        with self._decompressing() as (raw, stream):
            while piece := bytes(stream.read(_PIECE)):
                unfolded += len(piece)
                self._check_bounds(raw.tell(), unfolded)
                yield piece
        self._check_unchanged()

    def _check_bounds(self, folded: int, unfolded: int) -> None:
        most = min(max(_UNFOLDS_FREELY, _UNFOLDS_TIMES * folded), _UNFOLDS_TO)
        if self.compression and unfolded > most:
            raise DataError(
                f"{self.name}: {folded:,} bytes of {self.compression} unpack to {unfolded:,} and"
                " more, larger than any record: if it is one, unpack it first"
            )

    def _unfolded(self) -> Any:
        """Return the decompressed bytes.

        They are kept in memory: a pyarrow reader that is given a Python object to read from
        may wait for it forever when the program ends.
        """
        data = io.BytesIO()
        data.writelines(self.pieces())
        return pa.py_buffer(data.getbuffer())

    def _check_unchanged(self) -> None:
        if self._stamp and _stamp(self._content) != self._stamp:
            raise DataError(f"{self.name}: the file changed while it was read: try again")

    def _read_rest(self, most: int = MOST_PIPED) -> None:
        """Read a pipe to its end, without holding the bytes twice as read() does."""
        if self._rest is None:
            return
        rest, self._rest = self._rest, None
        with self._reading():
            self._content = self._to_its_end(rest, most)

    def _to_its_end(self, rest: IO[Any], most: int) -> Any:
        is_table = not (self.compression or _is_other(self.head))
        data = io.BytesIO()
        piece = self._content.to_pybytes()
        since = 0
        while piece and data.tell() <= most:
            data.write(piece)
            since = 0 if b"\n" in piece or b"\r" in piece else since + len(piece)
            if is_table and since > LONGEST_LINE:
                raise DataError(f"{self.name}: {_LONG_LINE}")
            if data.tell() > MOST_PIPED:
                raise DataError(
                    f"{self.name}: more than {MOST_PIPED:,} bytes, too long for a record: if it"
                    " is one, name it as a file"
                )
            piece = _read(rest, _PIECE)
        return pa.py_buffer(data.getbuffer())

    def whole(self) -> bytes:
        """Return all of the decompressed bytes."""
        data = io.BytesIO()
        data.writelines(self.pieces())
        return data.getvalue()

    def first_line(self, after: int = 0) -> tuple[int, str]:
        """Return the number and the text of the first line that is not blank, after a line."""
        text = self.head.decode("utf-8-sig", errors="surrogateescape")
        lines = enumerate(io.StringIO(text, newline=""), start=1)
        return next(
            ((line, text) for line, text in lines if line > after and text.strip()), (after + 1, "")
        )

    def lines(self) -> Iterator[str]:
        """Yield the lines as text, with surrogates for bytes that are not UTF-8; slow."""
        with self.open() as stream:
            text = io.TextIOWrapper(
                io.BufferedReader(_Raw(stream)),
                encoding="utf-8-sig",
                errors="surrogateescape",
                newline="",
            )
            number = 0
            while line := text.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                    raise DataError(f"{self.name}, line {number}: {_LONG_LINE}")
                yield line

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn what the system or a decompressor says into one line for the user."""
        try:
            yield
        except FileNotFoundError as error:
            raise DataError(f"{self.name}: there is no such file") from error
        except PermissionError as error:
            raise DataError(f"{self.name}: no permission to read it") from error
        except (EOFError, lzma.LZMAError) as error:
            raise DataError(f"{self.name}: {self._broken()}") from error
        except MemoryError as error:
            raise DataError(f"{self.name}: {NO_MEMORY}") from error
        except OSError as error:
            what = self._broken() if self.compression else str(error)
            raise DataError(f"{self.name}: {what}") from error

    def _broken(self) -> str:
        kind = self.compression or "compressed"
        return f"the {kind} data are damaged or cut short: fetch the file again"

    def check_text(self) -> None:
        """Refuse a source that cannot be a table in text.

        Raises DataError if the source is empty, binary, or text in another encoding than UTF-8.
        """
        start = self.head.removeprefix(BOM).lstrip()
        if not start:
            raise DataError(f"{self.name}: the file is empty")
        if start.startswith(_UTF16):
            raise DataError(f"{self.name}: the text is UTF-16: save it as UTF-8")
        packed = next((what for magic, what in _PACKED.items() if start.startswith(magic)), None)
        if packed:
            raise DataError(f"{self.name}: {packed}")
        if b"\0" in start:
            raise DataError(
                f"{self.name}: this is a binary file and no text: a CSV file is expected"
                " (save a sheet of a workbook as CSV UTF-8)"
            )


class _Raw(io.RawIOBase):
    """A pyarrow stream as a Python one, which leaks no memory if the data are damaged.

    When pyarrow's own `read` fails, it loses the memory that it has reserved for the bytes.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return int(self._stream.readinto(buffer))


def _read(file: IO[Any], most: int) -> bytes:
    """Return the next bytes of a file, none at its end; wait if there are none yet.

    An open text file gives letters; they are encoded as UTF-8.
    """
    try:
        while (piece := file.read(most)) is None:  # an input that does not block
            select.select([file], [], [])
        return piece.encode() if isinstance(piece, str) else bytes(piece)
    except UnicodeError as error:
        raise OSError(f"it was opened as text, which it is not ({error}): open(…, 'rb')") from error
    except ValueError as error:  # a closed file
        raise OSError(str(error)) from error


def _stamp(path: Path) -> tuple[int, int, int]:
    """Return a value that differs after a file has changed."""
    facts = path.stat()
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _is_other(head: bytes) -> bool:
    """Return whether a source begins like JSON, XML or R data, unlike a text table."""
    return head.removeprefix(BOM).lstrip()[:1] in (b"[", b"{", b"<", b"%") or (
        is_r_data(head) or is_workbook(head) or head.startswith(PARQUET)
    )


def is_workbook(head: bytes) -> bool:
    """Return whether a source begins like a workbook: an archive with its parts."""
    return head.startswith(b"PK\x03\x04") and any(name in head[:4096] for name in _WORKBOOK)


def is_r_data(head: bytes) -> bool:
    """Return whether a source begins as R data: .rda and .RData, or .rds in XDR."""
    return bool(_R_DATA.match(head))


def _compression(magic: bytes) -> str | None:
    return next((kind for start, kind in _MAGIC.items() if magic.startswith(start)), None)


def numbered_rows(
    source: Source, delimiter: str, *, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row of a CSV source starts, and the row; skip blank lines.

    Raises DataError if a quoted field never ends, or strictly if text follows its closing quote.
    """
    reader = csv.reader(source.lines(), delimiter=delimiter, strict=strict)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        # The other two errors are an end within a field, and a field that is too long.
        follows = "expected after" in str(error)
        what = "text follows a closing quote" if follows else "a quoted field here never ends"
        raise DataError(f"{source.name}, line {line}: {what}: correct the quotes") from error


def brief(text: str, most: int = 60) -> str:
    """Return a text as one line, cut to some length, to quote it in a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
