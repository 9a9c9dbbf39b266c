"""Opens what a user names: a file, plain or compressed, or the standard input."""

import csv
import io
import lzma
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from unvote.errors import DataError

# How much of a source is looked at to tell what it is.
HEAD = 1 << 16

_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\xfd7zXZ\x00": "xz",
    b"BZh": "bz2",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"
_WEB_PAGE = (b"<!doctype html", b"<html")


class Source:
    """Bytes that can be read from the start more than once, decompressed on the way.

    Parameters
    ----------
    origin : path or binary file
        A path, or an open binary file. What can be read only once, an open file or a
        pipe, is read to its end at once.
    name : str, optional
        What to call it in messages; the path where none is given.

    Raises
    ------
    DataError
        If it cannot be opened.
    """

    def __init__(self, origin: str | os.PathLike[str] | IO[bytes], name: str | None = None) -> None:
        self.compression: str | None = None
        # A path, or the bytes of what can be read only once; pyarrow has no types.
        self._content: Any
        if isinstance(origin, (str, os.PathLike)):
            self.name = name or str(origin)
            self._content = Path(origin)
            with self._reading():
                if self._content.is_fifo():
                    with self._content.open("rb") as pipe:
                        self._content = _whole(pipe)
        else:
            self.name = name or str(getattr(origin, "name", "the data"))
            with self._reading():
                self._content = _whole(origin)
        with self._reading(), self._raw() as raw:
            self.compression = _compression(raw.read(8))
        with self.open() as stream:
            self.head = bytes(stream.read(HEAD))

    def _raw(self) -> Any:
        if not isinstance(self._content, Path):
            return pa.BufferReader(self._content)
        if self._content.is_dir():
            raise DataError(f"{self.name} is a directory: name a file in it")
        return pa.OSFile(str(self._content))

    @contextmanager
    def open(self) -> Iterator[Any]:
        """Open the decompressed bytes from their start, as a pyarrow stream."""
        with self._reading(), self._raw() as raw:
            if self.compression == "xz":
                with lzma.LZMAFile(raw) as plain:
                    yield pa.PythonFile(plain, mode="r")
            elif self.compression:
                yield pa.CompressedInputStream(raw, self.compression)
            else:
                yield raw

    def first_line(self) -> tuple[int, str]:
        """Return the number and the text of the first line that is not blank."""
        text = self.head.decode("utf-8-sig", errors="surrogateescape")
        lines = enumerate(io.StringIO(text, newline=""), start=1)
        return next(((line, text) for line, text in lines if text.strip()), (1, ""))

    def lines(self) -> Iterator[str]:
        """Yield the lines as text, bytes that are no UTF-8 as surrogates; slow, for messages."""
        with self.open() as stream:
            text = io.TextIOWrapper(
                io.BufferedReader(_Raw(stream)),
                encoding="utf-8-sig",
                errors="surrogateescape",
                newline="",
            )
            yield from text

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
        except OSError as error:
            what = self._broken() if self.compression else str(error)
            raise DataError(f"{self.name}: {what}") from error

    def _broken(self) -> str:
        kind = self.compression or "compressed"
        return f"the {kind} data are damaged or cut short: fetch the file again"

    def check_text(self) -> None:
        """Refuse what cannot be a table in text.

        Raises
        ------
        DataError
            If the source is empty, binary, a web page, or text in another encoding than UTF-8.
        """
        start = self.head.removeprefix(BOM).lstrip()
        if not start:
            raise DataError(f"{self.name}: the file is empty")
        if start.startswith(_UTF16):
            raise DataError(f"{self.name}: the text is UTF-16: save it as UTF-8")
        if b"\0" in start:
            raise DataError(
                f"{self.name}: this is a binary file and no text: a CSV file is expected"
                " (save a sheet of a workbook as CSV UTF-8)"
            )
        if start[:20].lower().startswith(_WEB_PAGE):
            raise DataError(
                f"{self.name}: this is a web page and no data: open its address in a browser and"
                " save the file there (the UN Digital Library answers programs with a page)"
            )


class _Raw(io.RawIOBase):
    """A pyarrow stream as a Python one."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _whole(file: IO[bytes]) -> Any:
    """Return all that is left in a file, without ever holding it twice as read() does."""
    data = io.BytesIO()
    shutil.copyfileobj(file, data, 1 << 20)
    return pa.py_buffer(data.getbuffer())


def _compression(magic: bytes) -> str | None:
    return next((kind for start, kind in _MAGIC.items() if magic.startswith(start)), None)


def numbered_rows(
    source: Source, delimiter: str, *, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row of a CSV source starts, and the row; blank lines not.

    Raises
    ------
    DataError
        If a quoted field never ends, or strictly if text follows its closing quote.
    """
    reader = csv.reader(source.lines(), delimiter=delimiter, strict=strict)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        # The other two errors are an end within a field, and a field beyond all measure.
        follows = "expected after" in str(error)
        what = "text follows a closing quote" if follows else "a quoted field here never ends"
        raise DataError(f"{source.name}, line {line}: {what}: mend the quotes") from error


def brief(text: str, most: int = 60) -> str:
    """Return a text as one line of so many letters at most, to quote it in a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
