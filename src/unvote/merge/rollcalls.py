"""Roll calls of several records, with the same columns; content alone decides their order."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.merge.authority import known_source
from unvote.record import TEXTS, TOTALS, Matrix, Record
from unvote.world.symbols import normal

_NUMBERED = re.compile(r"(\d{0,18})(\D*)")

# The columns of the roll calls, in the order of the readers.
COLUMNS = (TEXTS[0], "date", *TEXTS[1:], *TOTALS)
# The texts that a source has about them, so without the time of import.
SAID = tuple(name for name in TEXTS if name != "added")


class Rollcalls(NamedTuple):
    """Roll calls with a plain index, and their votes, with the same columns for each source."""

    table: pd.DataFrame
    matrix: Matrix

    def take(self, rows: Any) -> "Rollcalls":
        """Return some of them, in that order."""
        return Rollcalls(self.table.iloc[rows].reset_index(drop=True), self.matrix[rows])


def union(records: Sequence[Record]) -> list[str]:
    """Return the codes of all states that have a vote in any record, in alphabetical order."""
    return sorted({code for record in records for code in record.states})


def aligned(record: Record, states: Sequence[str]) -> Rollcalls:
    """Return the roll calls of a record, with the votes of these states."""
    table = record.rollcalls
    # A record that a user made may lack the columns of some texts.
    table = table.assign(**{name: "" for name in TEXTS if name not in table})[list(COLUMNS)]
    table = table.reset_index(drop=True)
    table["source"] = table["source"].map(known_source).astype("str")
    matrix = np.zeros((len(record), len(states)), dtype=np.int8)
    columns = record.places(states)
    matrix[:, columns >= 0] = record.matrix[:, columns[columns >= 0]]
    return Rollcalls(table, matrix)


def days_of(table: pd.DataFrame) -> list[str]:
    """Return the date of each roll call as text, empty if there is none."""
    days = np.datetime_as_string(table["date"].to_numpy().astype("datetime64[D]"))
    return ["" if day == "NaT" else day for day in days.tolist()]


def forms_of(table: pd.DataFrame) -> list[str]:
    """Return the symbol of each roll call in one form, however it is written."""
    return [normal(symbol) for symbol in table["symbol"].tolist()]


def votes_of(matrix: Matrix) -> list[bytes]:
    """Return the votes of each roll call as something that can be compared."""
    return [row.tobytes() for row in matrix]


def in_order(rollcalls: Rollcalls) -> Rollcalls:
    """Return the roll calls of a source in an order that their content alone decides."""
    return rollcalls.take(order_of(rollcalls))


def order_of(rollcalls: Rollcalls) -> list[int]:
    """Return the rows of the roll calls of a source in that order."""
    table = rollcalls.table
    texts = {name: table[name].tolist() for name in SAID}
    keys = list(
        zip(
            [day or "~" for day in days_of(table)],  # the undated last
            map(_natural, texts["number"]),
            [
                () if number else _natural(symbol)
                for number, symbol in zip(texts["number"], texts["symbol"], strict=True)
            ],
            *texts.values(),
            votes_of(rollcalls.matrix),
            strict=True,
        )
    )
    return sorted(range(len(keys)), key=keys.__getitem__)


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a text as something that sorts by its numbers: 79/9 before 79/10."""
    if text.isdecimal() and len(text) <= 18:
        return ((int(text), ""),)
    # Python refuses to make a number of thousands of digits, which a file may hold.
    return tuple((int(digits or 0), rest) for digits, rest in _NUMBERED.findall(text))
