"""JSON other than the UN's extract: rows of a table, or objects with lists of states."""

from collections.abc import Mapping
from typing import Any

from unvote.errors import DataError
from unvote.readers import build, sheet
from unvote.readers.grid import CellGrid
from unvote.readers.json_fields import (
    STATE,
    VOTE,
    as_columns,
    is_without_votes,
    may_be_votes,
    text_of,
    vote_of_list,
    votes_by_state,
    within,
)
from unvote.readers.json_objects import objects
from unvote.readers.stream import Source, brief
from unvote.record import Record, count_of

# No file has its votes deeper than this.
_DEEPEST = 8
_FORMS = (
    'a state and a vote in each object, {"votes": {"France": "Y"}}, {"country": […], "vote": […]},'
    " or lists of states called in_favour, against, abstaining, not_voting"
)


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read rows or lists of states into a Record.

    `source`: an array of objects, one object a line, or one object that holds such an array.
    Raises DataError if the JSON holds no votes, or impossible values.
    """
    found = _Rows(source)
    for line, entry in objects(source, "a roll call or a vote"):
        found.add(line, entry)
    names = list(dict.fromkeys(name for row in found.rows for name in row))
    if not (names or found.unread):
        raise DataError(f"{source.name}: the JSON holds no votes")
    cells = [[row.get(name, "") for row in found.rows] for name in names]
    lines = found.lines
    grid = CellGrid(source.name, names, cells, lambda place: f"line {lines[place]}", axis="field")
    if not (names and sheet.kind_of_table(grid)):
        there = brief(", ".join([*names, *found.unread]), 120)
        raise DataError(
            f"{source.name}: this is JSON, but not the UN's extract, and no votes are found in it:"
            f" needed are {_FORMS} (found: {there})"
        )
    record = sheet.record_of(grid, organ=organ)
    return record.with_facts(notes=(*found.notes(), *record.notes))


class _Rows:
    """Collects the rows of a JSON, one for each vote, object after object."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.rows: list[dict[str, str]] = []
        self.lines: list[int] = []
        self.unread: dict[str, None] = {}  # the fields that are not read
        self.bare: list[str] = []  # the roll calls whose lists are empty

    def add(self, line: int, entry: Mapping[str, Any], depth: int = 0) -> None:
        """Take the rows of an object: itself, those in it, or one for each state in its lists."""
        where = f"{self.source.name}, line {line}"
        if depth > _DEEPEST:
            raise DataError(f"{where}: objects nested too deep for any roll call")
        if within("rows", entry.get("rows")):  # the rest is about an answer of unvote
            entry = {"rows": entry["rows"]}
        inner = as_columns(where, entry)
        texts, nested = _parted({} if inner else entry)
        rows, listed = [], False
        for name, value in nested.items():
            place = f"{where}, field {brief(name)}"
            if is_without_votes(name, value):
                listed = True
            elif vote := vote_of_list(name):
                listed = True
                rows += _states(place, value, vote)
            elif by_state := votes_by_state(name, value):
                rows += by_state
            elif objects_in := within(name, value):
                inner = [*inner, *objects_in]
            else:
                self._leave(place, name, value)
        if listed and not (rows or inner):
            self.bare.append(next(iter(texts.values()), "no name"))
        elif texts and not inner:
            rows = rows or [{}]
        self.rows += [texts | row for row in rows]
        self.lines += [line] * len(rows)
        for one in inner:
            self.add(line, {**texts, **one}, depth + 1)

    def _leave(self, place: str, name: str, value: Any) -> None:
        """Note a field that is not read; refuse it if it may hold votes."""
        if may_be_votes(name, value):
            raise DataError(
                f"{place}: it may hold votes, but does not say which: lists of states are called"
                " in_favour, against, abstaining, not_voting, absent (rename it, or take it out)"
            )
        self.unread[name] = None

    def notes(self) -> list[str]:
        """Return the notes on what is left out."""
        left = [
            (list(self.unread), "field", "not read"),
            (self.bare, "roll call", "without any state in its lists left out"),
        ]
        return [
            f"{count_of(len(ones), one)} {what}: {build.some(ones, 30)}"
            for ones, one, what in left
            if ones
        ]


def _parted(entry: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the texts of an object, and its other fields."""
    texts = {name: text_of(name, value) for name, value in entry.items()}
    nested = {name: entry[name] for name, text in texts.items() if text is None}
    return {name: text for name, text in texts.items() if text is not None}, nested


def _states(place: str, value: Any, vote: str) -> list[dict[str, str]]:
    """Return the rows of the states in a list."""
    for state in [value] if isinstance(value, dict) else value:
        if not isinstance(state, str):
            what = f"'{brief(str(state), 30)}' is not a name of a state"
            raise DataError(f"{place}: {what}")
    return [{STATE: state, VOTE: vote} for state in value]
