"""A table whose columns are known, as dictionaries: every distinct text once."""

from collections import Counter
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from unvote.errors import DataError, UnknownNameError
from unvote.readers.build import some
from unvote.readers.columns import folded
from unvote.readers.grid import EXCEL_ROWS, NO_VOTES, Grid
from unvote.readers.stream import brief
from unvote.record import TOTALS, Array, count_of
from unvote.world.dates import day, order_of
from unvote.world.states import find_state
from unvote.world.symbols import normal


class Table:
    """The columns of a table as dictionaries: every distinct text once, and codes of rows.

    `grid`: the table as it is in the file.
    `columns`: the place of each column that is read, by our name for it.
    Raises DataError if the file is not such a table.

    Attributes
    ----------
    values : dict of str to list of str
        The distinct texts of each column.
    codes : dict of str to array of int
        For each column the place of each row's text in `values`.
    notes : list of str
        What is odd about the file.
    """

    def __init__(self, grid: Grid, columns: Mapping[str, int]) -> None:
        self.grid, self.columns = grid, dict(columns)
        self.values: dict[str, list[str]] = {}
        self.codes: dict[str, Array] = {}
        for name, (values, codes) in grid.columns(columns).items():
            self.values[name], self.codes[name] = values, codes
        # Where the rows stand among those of the file, to find their lines.
        self._places = np.arange(len(next(iter(self.codes.values()), ())))
        self.notes = self._oddities()
        self.how_read = [f"read with {', '.join(odd)}"] if (odd := self._odd()) else []
        self._drop_blank_rows()

    def __len__(self) -> int:
        return len(self._places)

    def _odd(self) -> list[str]:
        decimals = any(
            "." in text for name in TOTALS if name in self.columns for text in self.values[name]
        )
        return [*self.grid.notes, *(['totals written as decimals ("120.0")'] if decimals else [])]

    def _oddities(self) -> list[str]:
        notes = []
        if len(self) == EXCEL_ROWS:
            notes.append(
                f"exactly {EXCEL_ROWS:,} rows: a spreadsheet cuts files there, and the rest is lost"
            )
        return notes

    def _drop_blank_rows(self) -> None:
        """Skip the rows with no text in any column that is read, as spreadsheets leave them."""
        blank = np.ones(len(self), dtype=bool)
        for name in self.columns:
            if not blank.any():
                return
            blank &= self.where(name, lambda text: not text)
        if blank.all():
            raise DataError(f"{self.grid.name}: {NO_VOTES}")
        if blank.any():
            self.keep(~blank)
            self.notes.append(f"{count_of(blank.sum(), 'empty row')} skipped")

    def keep(self, rows: Array) -> None:
        """Keep some of the rows, given as a mask."""
        self._places = self._places[rows]
        self.codes = {name: codes[rows] for name, codes in self.codes.items()}

    def add(self, name: str, texts: Sequence[str], codes: Array) -> None:
        """Add a column that the file lacks, by its distinct texts and the code of each row."""
        self.values[name], self.codes[name] = list(texts), codes
        self.rewrite(name, str)

    def rewrite(self, name: str, meaning: Callable[[str], str]) -> None:
        """Replace the texts of a column."""
        if name not in self.codes:
            return
        texts = [meaning(text) for text in self.values[name]]
        known = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        self.values[name] = list(known)
        if len(known) < len(texts):
            self.codes[name] = np.array([known[text] for text in texts])[self.codes[name]]

    def where(self, name: str, is_so: Callable[[str], bool]) -> Array:
        """Return the rows in which the text of a column meets a condition."""
        return np.array([is_so(text) for text in self.values[name]], dtype=bool)[self.codes[name]]

    def text(self, name: str, row: int) -> str:
        """Return the text of a column in a row; empty if there is no such column."""
        return self.values[name][self.codes[name][row]] if name in self.codes else ""

    def texts(self, name: str, rows: Array) -> list[str]:
        """Return the texts of a column in some rows; empty if there is no such column."""
        if name not in self.codes:
            return [""] * len(rows)
        return [self.values[name][code] for code in self.codes[name][rows].tolist()]

    def parsed(self, name: str, rows: Array, parse: Callable[[str], Any]) -> list[Any]:
        """Return what the texts of a column mean in some rows; None if they are empty.

        Raises DataError if `parse` raises a ValueError, which says why, for any text of the column.
        """
        if name not in self.codes:
            return [None] * len(rows)
        meanings = []
        for code, text in enumerate(self.values[name]):
            try:
                meanings.append(parse(text) if text else None)
            except ValueError as error:
                rows_of_it = self.codes[name] == code
                if not rows_of_it.any():
                    meanings.append(None)
                    continue
                row = int(rows_of_it.argmax())
                raise self.error(row, name, f"'{brief(text)}' {error}") from error
        return [meanings[code] for code in self.codes[name][rows].tolist()]

    def days(self, rows: Array) -> list[date | None]:
        """Return the days of some rows; other dates of the column settle what is ambiguous."""
        if "date" not in self.codes:
            return [None] * len(rows)
        order = order_of(self.values["date"])
        if order.settled:
            row = int(self.where("date", lambda text: text == order.told_by).argmax())
            self.notes.append(
                f"dates as {order.settled[0]} are read with the"
                f" {'day' if order.day_first else 'month'} first, as {order.told_by} in"
                f" {self.at(row)} has it"
            )
        return self.parsed("date", rows, partial(day, day_first=order.day_first))

    def title(self, name: str) -> str:
        """Return the name of a column in the file, to quote it in a message."""
        return brief(self.grid.names[self.columns[name]]) if name in self.columns else name

    def at(self, row: int) -> str:
        """Return the place of a row in the file: its line."""
        return self.grid.where(int(self._places[row]))

    def error(self, row: int, name: str, what: str) -> DataError:
        """Return the error about one value."""
        where = f"{self.grid.name}, {self.at(row)}, {self.grid.axis} {self.title(name)}"
        return DataError(f"{where}: {what}")


def not_read(
    grid: Grid, read: Collection[int], known: Container[str] = (), why: str = ""
) -> list[str]:
    """Return a note on the columns of a table that are not read, except those with known names."""
    left = [
        name
        for place, name in enumerate(grid.names)
        if name and place not in read and folded(name) not in known
    ]
    return [f"{count_of(len(left), grid.axis)} not read{why}: {some(left, 30)}"] if left else []


def take_ids(table: Table) -> None:
    """Take symbol and number from the ids that unvote writes in the column `rollcall`.

    An id is a symbol, SYMBOL#NUMBER, or #NUMBER; other programs write a number alone.
    """
    if "id" not in table.codes:
        return
    ids, codes = table.values["id"], table.codes["id"]
    parted = [("", "", text) if text.isdecimal() else text.partition("#") for text in ids]
    if "number" not in table.codes and any(number for *_, number in parted):
        table.add("number", [number for *_, number in parted], codes)
    if "symbol" not in table.codes:
        table.add("symbol", [symbol for symbol, *_ in parted], codes)
        table.columns["symbol"] = table.columns["id"]


def rollcalls(table: Table, hint: str) -> tuple[Array, Array]:
    """Return the roll call of each row of a table of votes, and the first row of each roll call.

    The source's own number, in the column `number`, identifies a roll call. Without it the symbol
    and date do, or the symbol alone, however it is written; in a table without symbols it is
    the title, session and date.

    `hint`: what the column of the source's own number is called, for messages.
    Raises DataError if a row has neither number nor symbol.
    """
    key = np.zeros(len(table), dtype=np.int64)
    unnamed = not table.codes.keys() & {"symbol", "number"}
    wanted = ("title", "session", "date") if unnamed else ("symbol", "date")
    known = {name: _meant(table, name) for name in wanted if name in table.codes}
    for name, meant in known.items():
        key = key * len(table.values[name]) + meant
    numbered = np.zeros(len(table), dtype=bool)
    if "number" in table.codes:
        numbered = table.where("number", bool)
        key = np.where(numbered, table.codes["number"], key + len(table.values["number"]))
    if not (unnamed or numbered.all()):
        nameless = ~numbered
        if "symbol" in table.codes:
            nameless = table.where("symbol", lambda text: not text) & ~numbered
        if nameless.any():
            row, name = int(nameless.argmax()), "symbol" if "symbol" in table.codes else "number"
            raise table.error(row, name, f"empty, and no {hint} says which roll call it is")
    rollcall, first = factorized(key)
    told = {name: table.codes[name] for name in ("title", "session") if name in table.codes}
    for name, meant in (told | known).items():
        odd = meant != meant[first][rollcall]
        if odd.any():
            row = int(odd.argmax())
            number = table.text("number", row)
            which = f"{hint} {brief(number)}" if number else brief(table.text("symbol", row))
            table.notes.append(
                f"{count_of(len(np.unique(rollcall[odd])), 'roll call')} with more than one"
                f" {table.title(name).casefold()} ({which}): the first is taken"
            )
    return rollcall, first


def _meant(table: Table, name: str) -> Array:
    """Return for each row what its text means in a column: the spellings of a symbol are one.

    So are those of a day.
    """
    if name == "date":
        day_first = order_of(table.values[name]).day_first
        days: dict[date | str, int] = {}
        known = (_day_or_text(text, day_first) for text in table.values[name])
        codes = [days.setdefault(meaning, len(days)) for meaning in known]
        return np.array(codes, dtype=np.int64)[table.codes[name]]
    if name != "symbol":
        return table.codes[name]
    forms: dict[str, int] = {}
    texts = table.values[name]
    meant = [forms.setdefault(normal(text), len(forms)) for text in texts]
    if again := sorted({texts[meant.index(form)] for form, n in Counter(meant).items() if n > 1}):
        named = ", ".join(map(brief, again[:3]))
        table.notes.append(f"{count_of(len(again), 'symbol')} written in several ways: {named}")
    return np.array(meant, dtype=np.int64)[table.codes[name]]


def _day_or_text(text: str, day_first: bool | None) -> date | str:
    try:
        return day(text, day_first=day_first)
    except ValueError:  # it is refused where days are read, with its line
        return text


def factorized(key: Array) -> tuple[Array, Array]:
    """Return the number of the group of each entry, and the first entry of each group."""
    import pandas as pd

    group, uniques = pd.factorize(key)
    first = np.empty(len(uniques), dtype=np.int64)
    first[group[::-1]] = np.arange(len(key))[::-1]
    return group, first


def no_state(table: Table, row: int, name: str) -> DataError:
    """Return the error about a text that names no state, or about a state that is missing."""
    text = table.text(name, row)
    if not text:
        return table.error(row, name, "empty where a state is expected")
    try:
        find_state(brief(text), official=True)
    except UnknownNameError as error:
        return table.error(row, name, str(error))
    return table.error(row, name, f"'{brief(text)}' is not a member state")


def second_vote(
    table: Table, first: int, again: int, state: str, hint: str, known_by: str
) -> DataError:
    """Return the error about two rows with a vote of one state in one roll call.

    `hint`: what to do if the rows may be of two roll calls; or "".
    """
    text, before = table.text(state, again), table.text(state, first)
    other = f", as {brief(before)}," if before and before != text else ""
    where = f"the first{other} is in {table.at(first)}"
    what = f"a second vote of {brief(text)} in {known_by} ({where}){hint}"
    return table.error(again, state, what)
