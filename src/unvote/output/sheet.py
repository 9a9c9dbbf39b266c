"""A sheet: rows of plain values under named columns, as every output format takes them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from unvote.errors import ArgumentError
from unvote.world.spelling import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def printable(text: str) -> str:
    r"""Return a text that does nothing to a terminal: no control, no change of direction.

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
    """Columns and rows; the values are texts, whole numbers, floats, truths, dates, or None."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    @classmethod
    def of(cls, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> "Sheet":
        """Return a sheet of rows that are there, their texts made printable."""
        return cls(columns, [[_clean(value) for value in row] for row in rows])

    @classmethod
    def from_frame(cls, frame: "pd.DataFrame") -> "Sheet":
        """Return the sheet of a frame; missing values are None, days are dates."""
        columns = []
        for name in frame.columns:
            column = frame[name]
            if column.dtype.kind == "M":
                column = column.dt.date
            values = column.astype(object)
            columns.append([_clean(value) for value in values.where(column.notna(), None)])
        rows = list(zip(*columns, strict=True)) if columns else []
        return cls([printable(str(name)) for name in frame.columns], rows)

    def pick(self, columns: Sequence[str]) -> "Sheet":
        """Return the sheet with some of its columns, in the order asked for."""
        places = [self._place(name) for name in columns]
        return Sheet(list(columns), [[row[place] for place in places] for row in self.rows])

    def sort(self, column: str) -> "Sheet":
        """Return the sheet sorted by a column, "-column" the greatest first; missing last."""
        place = self._place(column.removeprefix("-"))
        known = [row for row in self.rows if row[place] is not None]
        missing = [row for row in self.rows if row[place] is None]
        key: Callable[[Sequence[Any]], Any] = lambda row: row[place]  # noqa: E731
        known.sort(key=key, reverse=column.startswith("-"))
        return self._replace(rows=[*known, *missing])

    def limit(self, count: int, *, last: bool) -> "Sheet":
        """Return the sheet with its first or its last rows only; 0 means all."""
        if not count or len(self.rows) <= count:
            return self
        return self._replace(rows=self.rows[-count:] if last else self.rows[:count])

    def _place(self, name: str) -> int:
        if name not in self.columns:
            raise ArgumentError(
                f"there is no column '{name}'{did_you_mean(name, self.columns)}"
                f" (the columns: {', '.join(self.columns)})"
            )
        return self.columns.index(name)


def _clean(value: Any) -> Any:
    """Return a value as plain Python, a text without what a terminal obeys."""
    if isinstance(value, str):
        return printable(value)
    return value.item() if hasattr(value, "item") else value
