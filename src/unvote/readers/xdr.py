"""R's data in their XDR form: the data frames of .rda, .RData and .rds files.

The format is described in "R Internals", chapter "Serialization Formats". Numbers, texts,
factors and days are read; functions, environments and byte code are refused.
"""

import re
import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from unvote.errors import DataError
from unvote.readers.stream import Source, brief
from unvote.record import Array, count_of

# A column is an array of float (NaN for R's missing number), an array of datetime64, or Texts.
Frame = dict[str, Any]

# What an item is, in the lowest byte of its flags.
_SYMBOL, _PAIRS, _LANGUAGE, _TEXT, _TEXTS, _LIST, _EXPRESSION = 1, 2, 6, 9, 16, 19, 20
_NUMBERS = {10: ">i4", 13: ">i4", 14: ">f8", 15: ">c16", 24: "u1"}
_POINTER, _ALTERNATIVE, _REFERENCE = 22, 238, 255
_NOTHING = (0, 241, 242, 251, 253, 254)
_REFUSED = {3: "a function", 4: "an environment", 21: "byte code", 25: "an S4 object"}
_HAS_ATTRIBUTES, _HAS_TAG = 1 << 9, 1 << 10
_LATIN_1, _UTF_8 = 1 << 14, 1 << 15
_INTEGER_MISSING = -(2**31)

_ENCODING = re.compile(r"utf-?8|(us-)?ascii|ansi_x3.4-1968|iso-?8859-\d+|(windows-|cp)125\d", re.I)
# A few bytes may claim any depth, and any count of numbers.
_DEEPEST = 60
_MOST_ITEMS = 2_000_000
_MOST_COUNTED = 20_000_000
# The years 1 to 9999, in days from 1970 on.
_DAYS = (-719_162, 2_932_896)
_SECONDS_A_DAY = 86_400
_TWO = struct.Struct(">ii")


@dataclass(frozen=True, eq=False)
class Texts:
    """A column of texts, or of a factor."""

    codes: Array  # array of int: for each row the place of its text among the labels
    labels: list[str | None]  # the texts; None is one that R misses

    def __len__(self) -> int:
        return len(self.codes)

    def each(self) -> list[str | None]:
        """Return the text of every row."""
        return [self.labels[code] for code in self.codes.tolist()]


class _Vector(NamedTuple):
    """An array, Texts, or a list of items, with its attributes in R."""

    values: Any
    attributes: dict[Any, Any]


_Pairs = list[tuple[Any, Any]]


def frames(source: Source) -> Iterator[tuple[str, Frame]]:
    """Yield the data frames of R data, each with its name.

    `source`: the file. The one object of an .rds file has no name: "".
    Raises DataError if the data are damaged, or in R's text form; if they hold no data frame, or
    something unreadable.
    """
    found = False
    for name, value in _objects(source):
        if isinstance(value, _Vector) and isinstance(value.values, list):
            found = True
            yield str(name), _frame(value, source.name)
    if not found:
        raise DataError(f"{source.name}: the R data hold no data frame")


def _objects(source: Source) -> _Pairs:
    """Return all objects of a file, each with its name."""
    data = source.whole()
    start = len(b"RDX2\n") if data.startswith(b"RD") else 0
    if data[start : start + 2] != b"X\n":
        raise DataError(
            f"{source.name}: R data saved as text or for one machine only, which unvote does not"
            " read: save the tables again in R, by save(…, file = …) alone"
        )
    reader = _Reader(data, start + 2, source.name)
    try:
        whole = reader.start()
    except DataError:
        raise
    except (struct.error, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise reader.damaged() from error
    return whole if isinstance(whole, list) else [("", whole)]


# The format ------------------------------------------------------------------------------


class _Reader:
    """Reads one item after the other; None means items that no table has."""

    def __init__(self, data: bytes, at: int, name: str) -> None:
        self.data, self.at, self.name = data, at, name
        self.depth = self.items = self.counted = 0
        self.native = ""
        self.references: list[Any] = []

    def damaged(self) -> DataError:
        return DataError(f"{self.name}: the R data are damaged or cut short: fetch the file again")

    def refused(self, what: str) -> DataError:
        return DataError(
            f"{self.name}: the R data hold {what}, which is not read: save the tables alone in R"
        )

    def start(self) -> Any:
        version, _, _ = (self.integer() for _ in range(3))
        if version not in (2, 3):
            raise self.refused(f"version {version} of the format")
        if version == 3:
            self.native = self.bytes(self.integer()).decode("ascii")
            if not _ENCODING.fullmatch(self.native):
                raise self.refused(f"texts in the encoding '{brief(self.native)}'")
        return self.item()

    def integer(self) -> int:
        return int.from_bytes(self.bytes(4), "big", signed=True)

    def bytes(self, length: int) -> bytes:
        if not 0 <= length <= len(self.data) - self.at:
            raise self.damaged()
        self.at += length
        return self.data[self.at - length : self.at]

    def item(self) -> Any:
        return self.item_of(self.integer())

    def item_of(self, flags: int) -> Any:
        self.items += 1
        self.depth += 1
        if self.depth > _DEEPEST or self.items > _MOST_ITEMS:
            raise self.refused("more than any table does, or lists within lists")
        kind = flags & 0xFF
        found: Any = None
        if kind in _NUMBERS or kind in (_TEXTS, _LIST, _EXPRESSION):
            found = self.vector(kind, flags)
        elif kind in (_PAIRS, _LANGUAGE):
            found = self.pairs(flags)
        elif kind == _TEXT:
            found = self.text(flags)
        elif kind == _SYMBOL:
            found = self.item()
            self.references.append(found)
        elif kind == _REFERENCE:
            found = self.references[max(flags >> 8 or self.integer(), 1) - 1]
        elif kind == _ALTERNATIVE:
            found = self.alternative(self.item(), self.item(), self.item())
        elif kind == _POINTER:
            self.references.append(None)
            _ = self.item(), self.item()
            _ = self.attributes(flags)
        elif kind not in _NOTHING:
            raise self.refused(_REFUSED.get(kind, "something that is not a table"))
        self.depth -= 1
        return found

    def attributes(self, flags: int) -> dict[Any, Any]:
        return dict(self.item() or ()) if flags & _HAS_ATTRIBUTES else {}

    def pairs(self, flags: int) -> _Pairs:
        found: _Pairs = []
        while flags & 0xFF in (_PAIRS, _LANGUAGE):
            _ = self.attributes(flags)
            tag = self.item() if flags & _HAS_TAG else None
            found.append((tag, self.item()))
            flags = self.integer()
        if flags & 0xFF not in _NOTHING:
            found.append((None, self.item_of(flags)))
        return found

    def vector(self, kind: int, flags: int) -> _Vector:
        length = self.integer()
        values: Any
        if kind == _TEXTS:
            values = self.texts(length)
        elif kind in _NUMBERS:
            form = np.dtype(_NUMBERS[kind])
            values = np.frombuffer(self.bytes(max(length, -1) * form.itemsize), form)
            if form.kind in "if":  # R's missing value is a NaN that makes numpy warn
                missing = values == _INTEGER_MISSING if form.kind == "i" else np.isnan(values)
                values = np.where(missing, np.nan, values)
        elif 0 <= length <= len(self.data) - self.at:
            values = [self.item() for _ in range(length)]
        else:
            raise self.damaged()
        return _Vector(values, self.attributes(flags))

    def texts(self, length: int) -> Texts:
        """Read texts, each distinct one only once, since most are repeats."""
        if not 0 <= length <= (len(self.data) - self.at) // 8:
            raise self.damaged()
        known: dict[bytes, int] = {}
        labels: list[str | None] = []
        codes = array("i")
        data, at, two = self.data, self.at, _TWO.unpack_from
        for _ in range(length):
            flags, size = two(data, at)
            end = at + 8 + size if size > 0 else at + 8
            whole = data[at:end]
            code = known.get(whole)
            if code is None:
                if flags & 0xFF != _TEXT:
                    raise self.damaged()
                self.at = at + 4
                labels.append(self.text(flags))
                code = known[whole] = len(known)
            codes.append(code)
            at = end
        self.at = at
        return Texts(np.frombuffer(codes, dtype=np.intc), labels)

    def text(self, flags: int) -> str | None:
        """Read a text. An unmarked text is UTF-8 or, from R on Windows, in its code page."""
        size = self.integer()
        if size == -1:
            return None
        text = self.bytes(size)
        if flags & _LATIN_1:
            return text.decode("cp1252", "replace")
        try:
            return text.decode("utf-8" if flags & _UTF_8 else self.native or "utf-8")
        except UnicodeDecodeError:
            if flags & _UTF_8 or self.native:
                raise
            return text.decode("cp1252")

    def alternative(self, about: Any, state: Any, attributes: Any) -> _Vector:
        """Return the whole vector that R wrote in a short form."""
        kind = str(about[0][1])
        parts = state.values if isinstance(state, _Vector) else [value for _, value in state or ()]
        if kind.startswith("wrap_"):
            values = parts[0].values
        elif kind in ("compact_intseq", "compact_realseq"):
            count, first, step = map(float, parts)
            if count < 0 or not abs(first) <= 2**53 or abs(step) != 1:
                raise self.damaged()
            self.counted += int(count)
            if self.counted > _MOST_COUNTED:
                raise self.refused(f"{self.counted:,} numbers and more in a few bytes")
            values = first + step * np.arange(int(count))
        elif kind == "deferred_string":
            numbers = parts[0].values
            distinct, codes = np.unique(numbers, return_inverse=True)
            values = Texts(codes, [_written(number) for number in distinct.tolist()])
        else:
            raise self.refused(f"'{brief(kind)}'")
        return _Vector(values, dict(attributes or ()))


def _written(number: float) -> str | None:
    """Return a number as R writes it when it turns numbers into text."""
    return None if np.isnan(number) else f"{number:.15g}"


# Data frames -----------------------------------------------------------------------------


def _frame(table: _Vector, where: str) -> Frame:
    names = getattr(table.attributes.get("names"), "values", None)
    if not isinstance(names, Texts) or len(names) != len(table.values):
        raise DataError(f"{where}: a list of R without names, which is no data frame")
    columns: Frame = {}
    first, rows = "", 0
    for name, value in zip(map(str, names.each()), table.values, strict=True):
        what = f"{where}, column {brief(name)}"
        if name in columns:
            raise DataError(f"{what}: a second column of this name: rename one in R")
        column = columns[name] = _column(value, what)
        first, rows = (first, rows) if first else (brief(name), len(column))
        if len(column) != rows:
            raise DataError(f"{what}: {count_of(len(column), 'value')} where {first} has {rows:,}")
    return columns


def _column(value: Any, where: str) -> Any:
    values, attributes = value if isinstance(value, _Vector) else (None, {})
    kinds = getattr(attributes.get("class"), "values", None)
    kind = kinds.each() if isinstance(kinds, Texts) else []
    if isinstance(values, Texts):
        return values
    if not isinstance(values, np.ndarray) or values.dtype.kind != "f" or "integer64" in kind:
        raise DataError(f"{where}: neither numbers nor texts: unvote does not read such a column")
    if "factor" in kind:
        return _factor(values, attributes.get("levels"), where)
    if "Date" in kind or "POSIXct" in kind:
        return _days(values if "Date" in kind else values / _SECONDS_A_DAY, where)
    return values


def _factor(numbers: Array, levels: Any, where: str) -> Texts:
    labels = getattr(levels, "values", None)
    codes = np.nan_to_num(numbers)
    if not isinstance(labels, Texts) or not ((codes >= 0) & (codes <= len(labels))).all():
        raise DataError(f"{where}: a factor without its levels")
    return Texts(codes.astype(np.int32), [None, *labels.each()])


def _days(numbers: Array, where: str) -> Array:
    """Return days that are counted from 1970 on."""
    days = np.full(len(numbers), "NaT", dtype="datetime64[D]")
    there = ~np.isnan(numbers)
    if (odd := there & ~((numbers >= _DAYS[0]) & (numbers <= _DAYS[1]))).any():
        row = int(odd.argmax())
        raise DataError(f"{where}, row {row + 1}: day {numbers[row]:g} from 1970 on is not a date")
    days[there] = np.floor(numbers[there]).astype(np.int64)
    return days
