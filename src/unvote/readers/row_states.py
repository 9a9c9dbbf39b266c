"""Finds the state that each row of a table means: by code, by number, by name."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from unvote.errors import DataError
from unvote.readers import build
from unvote.readers.stream import brief
from unvote.readers.table import Table, no_state
from unvote.record import Array, count_of
from unvote.world.states import match_state, states_called
from unvote.world.tables import read_table

_NO_STATE = -1
_TAIWAN = ("713", "Taiwan", "TWN", "TAW", "TW")
# R writes this for a missing value; it is also the code of Namibia.
MISSING = "NA"


def states_of(table: Table, days: Array, *, numbered: bool, from_taipei: bool) -> Array:
    """Return the state of each row, as its place among the known states.

    The code counts; if it is empty, no state's code, or missing from the file, the name counts.

    `table`: with a column `code`, `name`, or both.
    `numbered`: the codes may be Correlates of War numbers.
    `from_taipei`: Taiwan may vote for China while it held the seat of China.
    Raises DataError if a row means no state, or its code and its name mean different states.
    """
    column = "code" if "code" in table.codes else "name"
    coded = _meant(table, column, numbered, missing=from_taipei and column == "name")
    state, doubtful = coded, np.zeros(len(table), dtype=bool)
    blank = doubtful
    if column == "code" and "name" in table.codes:
        named = _meant(table, "name", numbered=False, missing=from_taipei)
        namibia = build.known_states().index("NAM")
        blank = table.where("code", lambda text: not text)
        # R writes NA for a missing code: it means Namibia only if the name agrees.
        missing = table.where("code", lambda text: text == MISSING)
        nameless = table.where("name", lambda text: text in ("", MISSING))
        blank = blank | (missing & (from_taipei | ((named != namibia) & ~nameless)))
        strange = ~blank & (coded == _NO_STATE) & (named != _NO_STATE)
        if numbered:
            strange &= ~table.where("code", lambda text: _number(text).isdecimal())
        if strange.any() and not from_taipei:  # Voeten's and unvotes' codes are known to be so
            code = brief(table.text("code", int(strange.argmax())))
            table.notes.append(
                f"{count_of(strange.sum(), 'vote')} with a code that is not a state's ({code}):"
                " the name counts"
            )
        state = np.where(blank | strange, named, coded)
        late = days >= np.datetime64(build.FEDERAL_REPUBLIC)
        doubtful = build.federal(named, late) != build.federal(state, late)
        doubtful &= (named != _NO_STATE) & (state != _NO_STATE)
    taipei = np.zeros(len(table), dtype=bool)
    if from_taipei:
        for name in {column, "name"} & table.codes.keys():
            taipei |= table.where(name, lambda text: _number(text) in _TAIWAN)
        state = np.where(taipei, build.known_states().index("CHN"), state)
        doubtful &= ~taipei
    if doubtful.any():
        _refuse_contradictions(table, doubtful)
    if (unknown := state == _NO_STATE).any():
        row = int(unknown.argmax())
        raise _no_state(table, row, "name" if blank[row] else column, numbered=numbered)
    if taipei.any():
        table.notes.append(build.seat_of_china(days[taipei], table.grid.name))
    return state


def _meant(table: Table, name: str, numbered: bool, *, missing: bool) -> Array:
    """Return the state that each row means, as its place among the known states.

    `missing`: NA is not a name here, but R's sign for a missing one.
    """
    place = {code: place for place, code in enumerate(build.known_states())}
    codes = [
        "" if missing and text == MISSING else _code_of(text, numbered)
        for text in table.values[name]
    ]
    return np.array([place.get(code, _NO_STATE) for code in codes])[table.codes[name]]


def _code_of(text: str, numbered: bool) -> str:
    if numbered and (number := _number(text)).isdecimal():
        return _numbered().get(number, "")
    state = match_state(text, official=True) if text else None
    return state.code if state else ""


@cache
def _numbered() -> dict[str, str]:
    """Return the code of the state of every Correlates of War number: the first that has it."""
    found: dict[str, str] = {}
    for row in read_table("correlates_of_war"):
        found.setdefault(row["number"], row["code"])
    return found


def _number(text: str) -> str:
    return text.removesuffix(".0").lstrip("0")


def _refuse_contradictions(table: Table, doubtful: Array) -> None:
    """Refuse rows with the code of one state and the (unambiguous) name of another."""
    pairs = table.codes["code"].astype(np.int64) * len(table.values["name"]) + table.codes["name"]
    for row in np.unique(pairs[doubtful], return_index=True)[1]:
        place = int(np.flatnonzero(doubtful)[row])
        name, code = table.text("name", place), table.text("code", place)
        if len(states_called(name)) == 1:
            raise table.error(
                place,
                "code",
                f"the code {brief(code)} and the name '{brief(name)}' are of different states:"
                " correct one of them, or leave out the column of the codes",
            )


def _no_state(table: Table, row: int, name: str, *, numbered: bool) -> DataError:
    text = table.text(name, row)
    if name == "code" and _number(text).isdecimal():
        if numbered:
            what = f"'{brief(text)}' is not a Correlates of War number of a member state"
        else:
            what = (
                f"'{brief(text)}' is a number: write ISO codes or names, or call the"
                " column ccode if these are Correlates of War numbers"
            )
        return table.error(row, name, what)
    return no_state(table, row, name)


def are_states(texts: Sequence[str], *, numbers: bool = False) -> bool:
    """Return whether at least half of some texts mean states, and one of them does.

    `numbers`: numbers count as states.
    """
    there = {text for text in texts if text}
    known = [text for text in there if _is_state(text) or (numbers and _number(text).isdecimal())]
    return bool(known) and 2 * len(known) >= len(there)


def _is_state(text: str) -> bool:
    return text in _TAIWAN or match_state(text, official=True) is not None
