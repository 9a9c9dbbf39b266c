"""A sheet: rows of plain values in named columns, the input of every output format."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from unvote.answer import Column
from unvote.errors import ArgumentError
from unvote.world.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from unvote.answer import Answer

_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def printable(text: str) -> str:
    r"""Return a text that cannot affect a terminal: no control characters, no change of direction.

    Examples
    --------
    >>> printable("A\tB \x1b[31mred")
    'A B �[31mred'
    """
    if text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) in _UNPRINTABLE else letter
        for letter in _SPACES.sub(" ", text)
    )


class Sheet(NamedTuple):
    """Named columns of the same length, as lists of plain values or as series of a frame.

    Plain values are texts that cannot affect a terminal, whole numbers, floats, bools, dates, and
    None for a missing value. The columns of a frame become plain when they are asked for.
    """

    columns: Sequence[Column]
    data: Sequence[Any]

    @classmethod
    def of(cls, answer: "Answer") -> "Sheet":
        """Return the sheet of an answer, with all its columns."""
        columns = [column._replace(name=printable(column.name)) for column in answer.columns]
        return cls(columns, [answer.frame[name] for name in answer.frame])

    @classmethod
    def from_frame(cls, frame: "pd.DataFrame", columns: Iterable[Column] = ()) -> "Sheet":
        """Return the sheet of a frame; the declarations of its columns say how to show them."""
        known = {column.name: column for column in columns}
        names = [printable(str(name)) for name in frame]
        return cls([known.get(name, Column(name)) for name in names], [frame[n] for n in frame])

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.data[0]) if self.data else 0

    @property
    def plain(self) -> list[list[Any]]:
        """The columns as lists of plain values."""
        return [_plain(column) for column in self.data]

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows of plain values."""
        return list(zip(*self.plain, strict=True))

    def pick(self, columns: Sequence[str]) -> "Sheet":
        """Return the sheet with some of its columns, in the order asked for."""
        places = [self._place(name) for name in columns]
        return Sheet([self.columns[at] for at in places], [self.data[at] for at in places])

    def sort(self, column: str) -> "Sheet":
        """Return the sheet sorted by a column; "-column": greatest first; missing values last."""
        values = _plain(self.data[self._place(column.removeprefix("-"))])
        known = [row for row, value in enumerate(values) if value is not None]
        known.sort(key=values.__getitem__, reverse=column.startswith("-"))
        return self._take([*known, *(row for row, value in enumerate(values) if value is None)])

    def starred(self) -> "Sheet":
        """Return the sheet with a star behind each text that is not certain."""
        data = list(self.data)
        for place, column in enumerate(self.columns):
            if column.known_by in self.names:
                known = _plain(self.data[self._place(column.known_by)])
                data[place] = [
                    f"{value} *" if sure is False else value
                    for value, sure in zip(_plain(data[place]), known, strict=True)
                ]
        return self._replace(data=data)

    def limit(self, count: int, *, last: bool) -> "Sheet":
        """Return the sheet with its first or its last rows only; 0 means all."""
        if not count or self.height <= count:
            return self
        return self.part(-count, None) if last else self.part(0, count)

    def part(self, start: int, end: int | None) -> "Sheet":
        """Return the sheet with the rows from one place up to, not including, another."""
        return self._replace(data=[column[start:end] for column in self.data])

    def emptied(self) -> "Sheet":
        """Return the sheet without its rows; the columns of a frame keep their types."""
        return self._replace(data=[column[:0] for column in self.data])

    def _take(self, rows: Sequence[int]) -> "Sheet":
        return self._replace(
            data=[
                column.iloc[rows] if hasattr(column, "iloc") else [column[row] for row in rows]
                for column in self.data
            ]
        )

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise ArgumentError(
                f"there is no column '{name}'{did_you_mean(name, self.names)}"
                f" (the columns: {', '.join(self.names)})"
            )
        return self.names.index(name)


def _plain(column: Any) -> list[Any]:
    """Return a column as a list of plain values."""
    if hasattr(column, "iloc"):
        if column.dtype.kind == "M":
            column = column.dt.date
        if column.dtype.kind == "f":  # most cells are numbers: these two cases are fast
            numbers = column.to_numpy("float64", na_value=float("nan")).tolist()
            return [None if value != value else value for value in numbers]
        if column.dtype.kind in "iub" and not column.hasnans:
            return list(column.tolist())
        column = column.astype(object).where(column.notna(), None).tolist()
    # Make each text plain once: most are in many rows.
    shown = {value: printable(value) for value in {*column} if isinstance(value, str)}
    return [shown[value] if isinstance(value, str) else value for value in column]
