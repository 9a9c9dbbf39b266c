"""Writes R data in XDR as R does, for tests and fuzzing."""

import struct
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

NOTHING = struct.pack(">i", 254)
MISSING = bytes.fromhex("7ff00000000007a2")  # R's missing number
_ATTRIBUTES, _TAG, _CLASS = 1 << 9, 1 << 10, 1 << 8
_UTF_8, _ASCII = 1 << 15, 1 << 18
_EPOCH = date(1970, 1, 1)


def file(objects: Mapping[str, bytes], *, version: int = 3, encoding: str = "UTF-8") -> bytes:
    """Return the bytes of an .rda file with some objects."""
    return f"RDX{version}\n".encode() + start(version, encoding) + pairs(objects)


def start(version: int = 3, encoding: str = "UTF-8") -> bytes:
    """Return the bytes before the object of an .rds file."""
    native = struct.pack(">i", len(encoding)) + encoding.encode() if version == 3 else b""
    return b"X\n" + struct.pack(">iii", version, 0x040301, 0x020300) + native


def frame(columns: Mapping[str, bytes], **attributes: bytes) -> bytes:
    """Return a data frame of columns already written."""
    rows = {"row.names": integers([])}
    said = {"names": texts(list(columns)), "class": texts(["data.frame"]), **rows, **attributes}
    return vector(list(columns.values()), said)


def vector(items: Sequence[bytes], attributes: Mapping[str, bytes]) -> bytes:
    """Return a list of items; a data frame is a list of its columns."""
    said = pairs(attributes)
    return struct.pack(">ii", 19 | _ATTRIBUTES | _CLASS, len(items)) + b"".join(items) + said


def column(values: Sequence[Any]) -> bytes:
    """Return a column of texts, days or numbers; None is R's missing value."""
    if any(isinstance(value, str) for value in values):
        return texts(values)
    if any(isinstance(value, date) for value in values):
        return days([value and (value - _EPOCH).days for value in values])
    return reals(values)


def reals(values: Sequence[float | None], **attributes: bytes) -> bytes:
    """Return numbers with a fraction."""
    each = (MISSING if value is None else struct.pack(">d", value) for value in values)
    return _with(14, len(values), b"".join(each), attributes)


def integers(values: Sequence[int | None], kind: int = 13, **attributes: bytes) -> bytes:
    """Return whole numbers; truth values with the kind 10."""
    each = [-(2**31) if value is None else value for value in values]
    return _with(kind, len(values), struct.pack(f">{len(values)}i", *each), attributes)


def days(values: Sequence[float | None]) -> bytes:
    """Return days that are counted from 1970 on."""
    return reals(values, **{"class": texts(["Date"])})


def factor(values: Sequence[str | None]) -> bytes:
    """Return a factor."""
    levels = list(dict.fromkeys(value for value in values if value is not None))
    codes = [None if value is None else levels.index(value) + 1 for value in values]
    return integers(codes, levels=texts(levels), **{"class": texts(["factor"])})


def texts(values: Sequence[str | None]) -> bytes:
    """Return a vector of texts."""
    return struct.pack(">ii", 16, len(values)) + b"".join(map(text, values))


def text(value: str | bytes | None, marks: int | None = None) -> bytes:
    """Return one text, with R's mark of its encoding or another."""
    if value is None:
        return struct.pack(">ii", 9, -1)
    data = value.encode() if isinstance(value, str) else value
    marked = (_ASCII if data.isascii() else _UTF_8) if marks is None else marks
    return struct.pack(">ii", 9 | marked, len(data)) + data


def symbol(name: str) -> bytes:
    """Return a name."""
    return struct.pack(">i", 1) + text(name)


def pairs(values: Mapping[str, bytes]) -> bytes:
    """Return items with names, as attributes and the objects of a file are written."""
    each = (struct.pack(">i", 2 | _TAG) + symbol(name) + value for name, value in values.items())
    return b"".join(each) + NOTHING


def alternative(kind: str, state: bytes) -> bytes:
    """Return R's short form of a vector, which lists fewer than its items."""
    about = [symbol(kind), symbol("base"), integers([13])]
    listed = b"".join(struct.pack(">i", 2) + item for item in about) + NOTHING
    return struct.pack(">i", 238) + listed + state + NOTHING


def _with(kind: int, length: int, data: bytes, attributes: Mapping[str, bytes]) -> bytes:
    flags = kind | (_ATTRIBUTES | _CLASS if attributes else 0)
    said = pairs(attributes) if attributes else b""
    return struct.pack(">ii", flags, length) + data + said
