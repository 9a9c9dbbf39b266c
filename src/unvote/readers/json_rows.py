"""JSON other than the UN's extract: rows of a table, or objects with lists of states."""

from collections.abc import Iterator, Mapping
from typing import Any

from unvote.codes import vote_called
from unvote.errors import DataError
from unvote.readers import sheet
from unvote.readers.columns import folded
from unvote.readers.grid import CellGrid
from unvote.readers.json_objects import objects
from unvote.readers.stream import Source, brief
from unvote.record import Record

# The keys under which answers of unvote, or of other programs, hold their rows.
_ROWS = ("rows", "votes", "data", "records", "results")
# A list of states stands under a word for a vote, or under one of these.
_LISTS = {"approve": "yes", "approved": "yes", "favour": "yes", "favor": "yes", "abst": "abstain"}
_STATE, _VOTE = "ms_name", "ms_vote"


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read rows or lists of states into a Record.

    `source`: an array of objects, one object a line, or one object that holds such an array.
    Raises DataError if the JSON holds no votes, or impossible values.
    """
    lines: list[int] = []
    rows: list[dict[str, str]] = []
    for line, entry in objects(source, "a roll call or a vote"):
        for row in _rows(source, line, entry):
            rows.append(row)
            lines.append(line)
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        raise DataError(f"{source.name}: the JSON holds no votes")
    cells = [[row.get(name, "") for row in rows] for name in names]
    grid = CellGrid(source.name, names, cells, lambda place: f"line {lines[place]}", axis="field")
    if not sheet.kind_of_table(grid):
        found = brief(", ".join(names), 120)
        raise DataError(
            f"{source.name}: this is JSON, but not the UN's extract, and no votes are found in it:"
            " a state and a vote in each object are needed, or lists of states called in_favour,"
            f" against, abstaining (found: {found})"
        )
    return sheet.record_of(grid, organ=organ)


def _rows(source: Source, line: int, entry: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield the rows of an object: itself, those in it, or one per state in its lists."""
    plain = {
        name: _text(value) for name, value in entry.items() if not isinstance(value, (list, dict))
    }
    inner = next((name for name in _ROWS if _is_rows(entry.get(name))), None)
    if inner is not None:
        own = {} if inner == "rows" else plain
        for row in entry[inner]:
            yield from _rows(source, line, own | row)
        return
    lists = {name: vote for name, value in entry.items() if (vote := _list_of(name, value))}
    by_state = entry.get("votes")
    if isinstance(by_state, dict):
        yield from (plain | {_STATE: name, _VOTE: _text(vote)} for name, vote in by_state.items())
    for name, vote in lists.items():
        for state in entry[name]:
            if not isinstance(state, str):
                what = f"'{brief(str(state), 30)}' is not a name of a state"
                raise DataError(f"{source.name}, line {line}, field {brief(name)}: {what}")
            yield plain | {_STATE: state, _VOTE: vote}
    if not lists and not isinstance(by_state, dict):
        yield plain


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _list_of(name: str, value: Any) -> str:
    """Return the vote of the states in a list, as a word; "" if it is not a list of states."""
    if not isinstance(value, list):
        return ""
    word = folded(name)
    word = _LISTS.get(word, word)
    return word if vote_called(word) else ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
