"""Checks that a fetched file has the end that its format needs: half a file is refused."""

import bz2
import csv
import json
import lzma
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_RDA, _RDA_END = b"RDX", b"\x00\x00\x00\xfe"
_CHUNK = 1 << 16
# If a file unpacks to more, its reader does the check.
_MOST_UNFOLDED = 1 << 30
_PACKED = {
    b"\x1f\x8b": lambda: zlib.decompressobj(31),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lzma.LZMADecompressor,
}
_SPACE = re.compile(r"\s+")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)[\s/>]")


def cut_short(path: Path, kind: str) -> str:
    """Say what a file lacks at its end; empty if it is complete.

    `kind`: the kind in the table of downloads: json, listing, contents, rda, csv, listed, xml.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if any(head.startswith(magic) for magic in _PACKED):
        return _cut_packed(path, head)
    if head.startswith(_RDA):
        return "" if _tail(path).endswith(_RDA_END) else "its R data have no end"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if kind in ("json", "listing", "contents") and start in (b"[", b"{"):
        return (
            "" if _is_json(path.read_bytes()) else "its JSON is cut short or goes on after its end"
        )
    if kind == "xml" and start == b"<":
        root = _ROOT.search(head)
        closed = root and _tail(path).rstrip().endswith(b"</" + root[1] + b">")
        return "" if closed else "its XML does not close"
    return _cut_table(path) if kind in ("csv", "listed") else ""


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _CHUNK))
        return file.read()


def _is_json(data: bytes) -> bool:
    """Return whether bytes are JSON, or several JSON values in a row."""
    decoder = json.JSONDecoder()
    try:
        text, place = data.decode("utf-8-sig").strip(), 0
        while place < len(text):
            place = decoder.raw_decode(text, place)[1]
            place = _after_space(text, place)
    except RecursionError:
        return True  # the reader says what is wrong
    except ValueError:
        return False
    return True


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _cut_packed(path: Path, head: bytes) -> str:
    """Unpack compressed data, and return what they lack; R data have an end inside too."""
    new = next(make for magic, make in _PACKED.items() if head.startswith(magic))
    first = tail = b""
    unfolded = 0
    try:
        for part in _unpacked(path, new):
            first = first or part[:8]
            tail = (tail + part)[-8:]
            unfolded += len(part)
            if unfolded > _MOST_UNFOLDED:
                return ""
    except (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError):
        return "its compressed data are cut short or damaged"
    if first.startswith(_RDA) and not tail.endswith(_RDA_END):
        return "its R data have no end"
    return ""


def _unpacked(path: Path, new: Any) -> Iterator[bytes]:
    """Yield what data unpack to, one stream after the other, piece by piece."""
    with path.open("rb") as file:
        unpacker, data = new(), file.read(_CHUNK)
        while data:
            yield unpacker.decompress(data, _CHUNK)
            data = getattr(unpacker, "unconsumed_tail", b"")
            while not unpacker.eof and not data and not getattr(unpacker, "needs_input", True):
                yield unpacker.decompress(b"", _CHUNK)
            if unpacker.eof:
                data = unpacker.unused_data or file.read(_CHUNK)
                if data:
                    unpacker = new()
            else:
                data = data or file.read(_CHUNK)
        if not unpacker.eof:
            raise EOFError


def _cut_table(path: Path) -> str:
    """Say whether the last line of a table lacks fields; a line with a line end is complete."""
    with path.open("rb") as file:
        header = file.readline(_CHUNK).decode("utf-8", "replace")
    tail = _tail(path).decode("utf-8", "replace")
    if tail.endswith(("\n", "\r")):
        return ""
    if not header.endswith("\n"):
        return "its last line is cut short"
    comma = max("\t,;", key=header.count)
    fields = [
        len(next(csv.reader([line], delimiter=comma), []))
        for line in (header.strip("\r\n"), tail.splitlines()[-1] if tail else "")
    ]
    return "" if fields[0] == fields[1] else "its last line is cut short"
