"""Files made to do harm: what unvote says about them, and the time and memory that it takes.

    python tests/hostile.py FOLDER          all of them at full size; needs 4 GB there
    python tests/hostile.py FOLDER --only gz

A separate process reads each file with at most 2 GB of memory. If it does not refuse a file within
a minute, in one line that says why, the exit code is 1. tests/test_hostile.py tries small ones.
"""

import argparse
import bz2
import csv
import gzip
import io
import lzma
import os
import resource
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

MEMORY = 2 << 30
HEADER = b"ms_code,ms_vote,resolution\n"
VOTE = b"USA,Y,A/RES/79/1\n"
Pieces = Iterator[bytes]


class Case(NamedTuple):
    """A hostile file.

    Attributes
    ----------
    name : str
        Its name; with `-` before it, it is piped to the standard input.
    made : str
        A description of how it is made.
    pieces : callable
        A function from the bytes that it unpacks to (roughly) to its own bytes.
    size : int
        The bytes that it unpacks to at full size.
    said : str
        A part of the message about it.
    """

    name: str
    made: str
    pieces: Callable[[int], Pieces]
    size: int
    said: str


def bomb(compress: Callable[[bytes], bytes], start: bytes, block: bytes) -> Callable[[int], Pieces]:
    """Return a function that yields one compressed block after the other, as all formats allow."""

    def pieces(size: int) -> Pieces:
        yield compress(start)
        folded = compress(block)
        for _ in range(size // len(block)):
            yield folded

    return pieces


def _zstd(data: bytes) -> bytes:
    return bytes(pa.compress(data, "zstd", asbytes=True))


def _nested(size: int) -> Pieces:
    data = HEADER + VOTE * (size // len(VOTE))
    for _ in range(4):
        data = gzip.compress(data, 9, mtime=0)
    yield data


def _repeated(start: bytes, block: bytes, end: bytes = b"") -> Callable[[int], Pieces]:
    def pieces(size: int) -> Pieces:
        yield start
        for _ in range(size // len(block)):
            yield block
        yield end

    return pieces


def _columns(size: int) -> Pieces:
    names = ",".join(f"c{number}" for number in range(size // 8))
    yield HEADER.rstrip() + b"," + names.encode() + b"\nUSA,Y,A/RES/79/1" + b"," * (size // 8)


def _laughs(size: int) -> Pieces:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(12))
    yield f"<!DOCTYPE x [{lines}]><record>&l11;</record>".encode()


def _workbook(size: int) -> Pieces:
    """Yield a workbook with one sheet that unpacks to this many bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(size // 10**6):
                sheet.write(bytes(10**6))
    yield file.getvalue()


def _cut(size: int) -> Pieces:
    yield gzip.compress(HEADER + VOTE * (size // len(VOTE)), 1, mtime=0)[:-9]


GB = 10**9
ROWS = b",,\n" * 3_000_000
CASES = (
    Case("zeros.gz", "gzip, zeros", bomb(gzip.compress, b"", bytes(10**7)), 10 * GB, "binary"),
    Case("rows.gz", "gzip, empty rows", bomb(gzip.compress, HEADER, ROWS), 10 * GB, "unpack"),
    Case("rows.zst", "Zstandard, empty rows", bomb(_zstd, HEADER, ROWS), 10 * GB, "unpack"),
    Case("rows.xz", "xz, empty rows", bomb(lzma.compress, HEADER, ROWS), 10 * GB, "unpack"),
    Case("rows.bz2", "bzip2, empty rows", bomb(bz2.compress, HEADER, ROWS), 10 * GB, "unpack"),
    Case("line.zst", "Zstandard, one line", bomb(_zstd, HEADER, b"A" * 10**7), 10 * GB, "unpack"),
    Case(
        "array.zst",
        "Zstandard, JSON of lists",
        bomb(_zstd, b'[{"adoption_type": "", "x": [', b"[]," * 10**6),
        10 * GB,
        "unpack",
    ),
    Case(
        "space.zst",
        "Zstandard, XML and spaces",
        bomb(_zstd, b"<record>", b" " * 10**7),
        10 * GB,
        "a field of more than",
    ),
    Case("nested.gz", "gzip, four times", _nested, GB // 10, "binary"),
    Case("cut.gz", "gzip without its end", _cut, GB // 10, "damaged or cut short"),
    Case("line.csv", "one line of a table", _repeated(HEADER, b"A" * 10**6), 2 * GB, "a line of"),
    Case("-line.csv", "the same", _repeated(HEADER, b"A" * 10**6), 2 * GB, "a line of"),
    Case("-first.csv", "one line, no header", _repeated(b"", b"A" * 10**6), 2 * GB, "longer than"),
    Case("-endless", "rows without end", _repeated(HEADER, VOTE * 10**5), 1 << 40, "memory"),
    Case("columns.csv", "a million columns", _columns, 8 * 10**6, "longer than"),
    Case(
        "quote.csv",
        "a quoted field that never ends",
        _repeated(HEADER + b'USA,"', VOTE * 10**5),
        300 * 10**6,
        "never ends",
    ),
    Case("laughs.xml", "entities of entities", _laughs, 1, "document type"),
    Case(
        "file.xml",
        "an entity that names a file",
        _repeated(b'<!DOCTYPE r [<!ENTITY x SYSTEM "/etc/passwd">]><record>&x;</record>', b" "),
        0,
        "document type",
    ),
    Case(
        "draft.xml",
        "entities in Akoma Ntoso",
        _repeated(b'<!DOCTYPE r [<!ENTITY x "y">]><akomaNtoso>&x;</akomaNtoso>', b" "),
        0,
        "document type",
    ),
    Case(
        "text.txt",
        "a text of names without end",
        _repeated(b"In favour:\n", b"Albania, Andorra,\n" * 10**4),
        10**8,
        "a text of more than",
    ),
    Case(
        "names.txt",
        "100,000 names of no state",
        _repeated(b"In favour:\n", b"Atlantis, "),
        10**6,
        "Atlantis",
    ),
    Case("book.xlsx", "a workbook, zeros", _workbook, GB, "unpack"),
    Case("deep.xml", "elements in elements", _repeated(b"", b"<a>"), 3 * 10**5, "nested deeper"),
    Case(
        "deep.json",
        "lists in lists, 100,000 deep",
        _repeated(b'[{"adoption_type": ', b"["),
        10**5,
        "nested too deep",
    ),
    Case(
        "digits.json",
        "a number of a million digits",
        _repeated(b'[{"adoption_type": ', b"9" * 1000, b"}]"),
        10**6,
        "a number too long",
    ),
)
DEVICES = {"/dev/zero": "binary", "/dev/urandom": "", "/tmp": "is a directory"}


class Seen(NamedTuple):
    """What a run wrote to its standard error, and the processor time and memory that it took."""

    code: int
    said: str
    seconds: float
    megabytes: float


def run(argument: str, pieces: Pieces | None = None, memory: int = MEMORY) -> Seen:
    """Let the program read a file, or its standard input, within this much memory."""
    command = [sys.executable, "-m", "unvote", "tally", "--votes", argument, "-n", "1", "--csv"]

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE if pieces else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=limited,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "XDG_DATA_HOME": "/nowhere"},
    )
    if pieces:
        threading.Thread(target=_feed, args=(child.stdin, pieces)).start()
    said = child.stderr.read().decode() if child.stderr else ""
    _, status, used = os.wait4(child.pid, 0)
    took = used.ru_utime + used.ru_stime
    return Seen(os.waitstatus_to_exitcode(status), said.strip(), took, used.ru_maxrss / 1024)


def _feed(pipe: Any, pieces: Pieces) -> None:
    try:
        for piece in pieces:
            pipe.write(piece)
        pipe.close()
    except BrokenPipeError:
        pass


def honest(size: int) -> Pieces:
    """Yield a table of this many bytes from the embedded record: it is only large."""
    import unvote
    from unvote.store.export import export

    path = Path(os.environ.get("TMPDIR", "/tmp"), "unvote-honest.csv")
    export(unvote.load("embedded").select(organ="GA"), path)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    path.unlink()
    yield (",".join(header) + "\n").encode()
    symbol = header.index("resolution")
    made = number = 0
    while made < size:
        number += 1
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows(
            [
                f"{number}-{row[symbol]}",
                *row[1:symbol],
                f"{row[symbol]}/{number}",
                *row[symbol + 1 :],
            ]
            for row in rows
        )
        piece = text.getvalue().encode()
        made += len(piece)
        yield piece


def main() -> None:
    """Make each file, let the program read it, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="those with this in their name")
    given = parser.parse_args()
    given.folder.mkdir(exist_ok=True)
    print("| file | made of | bytes | said | s | MB |\n|---|---|--:|---|--:|--:|")
    refused = [_show(case, given.folder) for case in CASES if given.only in case.name]
    for device in DEVICES:
        if given.only in device:
            _row(device, "", 0, run(device))
    if given.only in "honest.csv":
        path = given.folder / "honest.csv"
        with path.open("wb") as file:
            file.writelines(honest(GB))
        _row("honest.csv", "an honest table", path.stat().st_size, run(str(path), memory=8 << 30))
        path.unlink()
    sys.exit(not all(refused))


def _show(case: Case, folder: Path) -> bool:
    """Let the program read a file, and return whether it refuses it as it should."""
    path, size, pieces = folder / case.name, 0, case.pieces(case.size)
    if case.name.startswith("-"):
        seen = run("-", pieces)
    else:
        with path.open("wb") as file:
            file.writelines(pieces)
        size = path.stat().st_size
        seen = run(str(path))
        path.unlink()
    _row(case.name, case.made, size, seen)
    one_line = case.said in seen.said and len(seen.said.splitlines()) == 1
    return one_line and seen.code == 4 and seen.seconds < 60


def _row(name: str, made: str, size: int, seen: Seen) -> None:
    said = seen.said.replace("|", " ")[:300]
    print(f"| {name} | {made} | {size:,} | {seen.code}: {said} | {seen.seconds:.1f} |", end="")
    print(f" {seen.megabytes:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
