"""Tells how a table holds votes, and reads it: a row per vote, or a column or a row per state."""

from collections.abc import Sequence

from unvote.codes import vote_called
from unvote.errors import DataError
from unvote.readers import across, positions, rows, wide
from unvote.readers.attributes import FLAG, PAIR, is_voeten
from unvote.readers.columns import (
    NEVER_READ,
    VOETEN,
    WAR_NUMBERS,
    every_name,
    folded,
    places_of,
    synonyms,
)
from unvote.readers.grid import Grid, TextGrid
from unvote.readers.header import titles_above
from unvote.readers.header_words import is_symbol
from unvote.readers.row_states import are_states
from unvote.readers.stream import Source, brief
from unvote.readers.table import Table, not_read
from unvote.record import Record
from unvote.world.issues import issues
from unvote.world.organs import organ_called

_STATE = ("code", "name")
_VOETEN_VOTES = ("1", "2", "3", "8", "9", "1.0", "2.0", "3.0", "8.0", "9.0")
# The columns of a table that only describes roll calls, besides their numbers.
_DESCRIPTIONS = ("symbol", "date", "issue", "title")


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read a table in text into a Record.

    Raises DataError if the table cannot be read or holds an impossible value; the message names
    file, line and column.
    """
    return record_of(_grid(source), organ=organ)


def _grid(source: Source, *, strict: bool = True) -> TextGrid:
    """Return the table in a text, which may begin below some lines of titles."""
    grid = TextGrid(source, strict=strict)
    if last := titles_above(source):
        below = TextGrid(source, strict=strict, after=last)
        kind = kind_of_table(below)
        if kind and (kind != "wide" or wide.holds_votes(below)):  # else it may be running text
            return below
    return grid


def record_of(grid: Grid, *, organ: str | None = None) -> Record:
    """Return the Record of a table, in text or in memory."""
    kind = kind_of_table(grid)
    if kind == "rows":
        table = Table(grid, places_of_rows(grid))
        if not is_voeten(table):  # it has many columns, in every edition others
            table.notes += not_read(grid, table.columns.values(), _said_elsewhere())
        return rows.record_of(table, organ=organ)
    if kind == "positions":
        return record_of(positions.as_votes(grid), organ=organ)
    notes: list[str] = []
    if kind == "across":
        grid, notes = across.turned(grid)
    if kind in ("wide", "across"):
        record = wide.record_of(grid, _beside_states(grid), organ=organ)
        return record.with_facts(notes=(*record.notes, *notes))
    raise DataError(f"{_head(grid)}: {_missing(grid)}")


def _said_elsewhere() -> frozenset[str]:
    """Return the names of columns that repeat what others say: a name beside a code, say."""
    return (every_name() | NEVER_READ) - {*synonyms()["organ"]}


def kind_of_table(grid: Grid) -> str:
    """Return how a table holds votes: "rows", "positions", "wide", "across" or ""."""
    names = [folded(name) for name in grid.names]
    votes = places_of("vote", names)
    states = [place for own in _STATE for place in places_of(own, names)]
    if votes and (states or not wide.is_wide(grid)):
        return "rows"
    if positions.has_positions(grid):
        return "positions"
    if wide.is_wide(grid) and not (across.names_rows(grid) and across.is_across(grid)):
        return "wide"
    return "across" if across.is_across(grid) else ""


def is_table(source: Source) -> bool:
    """Return whether a source is a table with votes, or its header is nearly that of one."""
    grid = _grid(source, strict=False)
    return bool(kind_of_table(grid)) or len(places_in(grid)) > 1


def is_part(grid: Grid) -> bool:
    """Return whether a table, of roll calls or votes, has to be read together with another.

    The tables of the R package unvotes have to, and a list of pairs of roll calls on one text.
    """
    names = [folded(name) for name in grid.names]
    if set(PAIR) <= set(names):
        return True
    if not set(names) & set(VOETEN):
        return False
    described = any(places_of(own, names) for own in _DESCRIPTIONS)
    if places_of("vote", names):
        return not (described or places_of("session", names) or set(names) & set(WAR_NUMBERS))
    return described


def is_list_of_texts(grid: Grid) -> bool:
    """Return whether a table is the library's list of resolutions: how each was adopted."""
    names = [folded(name) for name in grid.names]
    known = all(places_of(own, names) for own in ("number", "symbol", "modality"))
    return known and not any(places_of(own, names) for own in ("vote", *_STATE))


def places_in(grid: Grid) -> dict[str, int]:
    """Return the place of each column that is read, by our name for it.

    Raises DataError if a column that is read stands twice, or two may be the vote.
    """
    # A column called No. numbers the rows.
    names = ["" if name.casefold() == "no." else folded(name) for name in grid.names]
    places = {own: there[0] for own in synonyms() if (there := places_of(own, names))}
    if set(names) & set(VOETEN):  # otherwise ME is a state
        flags = {f"{FLAG}{one.code}": one.column for one in issues().values()}
        places |= {own: names.index(name) for own, name in flags.items() if name in names}
    for own, place in places.items():
        if names.count(names[place]) > 1 and own not in ("vote", *_STATE):
            raise _twice(grid, place)
    if "vote" in places:
        places["vote"] = _vote(grid, names)
    for own in _STATE:
        if there := places_of(own, names):
            places[own] = _state(grid, there)
    bodies = places_of("organ", names)
    if known := [place for place in bodies if any(map(organ_called, _cells(grid, place)))]:
        places["organ"] = known[0]
    # A column called name or code may be that of the resolution.
    if "name" in places and places.get("title") == places["name"]:
        del places["name" if _is_state(grid, places.get("code", -1)) else "title"]
    if "title" in places and names[places["title"]] == "name" and _is_state(grid, places["title"]):
        del places["title"]
    return places


def _twice(grid: Grid, place: int) -> DataError:
    title = folded_title(grid, place)
    return DataError(f"{_head(grid)}, column {title}: the header names the column twice")


def folded_title(grid: Grid, place: int) -> str:
    """Return the name of a column in lower case, to quote it in a message."""
    return brief(grid.names[place].casefold())


def _cells(grid: Grid, place: int) -> list[str]:
    return [row[place] for row in grid.sample]


def _vote(grid: Grid, names: Sequence[str]) -> int:
    """Return the column of the votes."""
    there = places_of("vote", names)
    if names[there[0]].startswith("ms vote"):
        there = [place for place in there if names[place] == names[there[0]]]
    voeten = bool(set(names) & set(VOETEN))

    def is_vote(text: str) -> bool:
        return vote_called(text) is not None or (voeten and text in _VOETEN_VOTES)

    fitting = [place for place in there if all(map(is_vote, _cells(grid, place)))]
    fitting = [place for place in fitting if any(_cells(grid, place))] or fitting or there
    if len(fitting) > 1:
        if len({names[place] for place in fitting}) == 1:
            raise _twice(grid, fitting[0])
        either = " and ".join(brief(grid.names[place]) for place in fitting[:2])
        raise DataError(
            f"{_head(grid)}: the columns {either} may both be the vote: take one of them out"
        )
    return fitting[0]


def _state(grid: Grid, there: Sequence[int]) -> int:
    """Return the first of some columns that holds states, else the first."""
    names = [folded(name) for name in grid.names]
    if names.count(names[there[0]]) > 1:
        raise _twice(grid, there[0])
    return next((place for place in there if _is_state(grid, place)), there[0])


def _is_state(grid: Grid, place: int) -> bool:
    if place < 0:
        return False
    names = [folded(name) for name in grid.names]
    numbers = names[place] in WAR_NUMBERS or bool(set(names) & set(VOETEN))
    return are_states(_cells(grid, place), numbers=numbers)


def places_of_rows(grid: Grid) -> dict[str, int]:
    """Return the place of each column of a table with one row per vote.

    It finds the symbol of the resolution even if the name of the column does not tell it.

    Raises DataError if no column says the state.
    """
    places = places_in(grid)
    code = places.get("code", -1)
    if code >= 0 and "symbol" not in places and not _is_state(grid, code) and _symbols(grid, code):
        places["symbol"] = places.pop("code")
    if not places.keys() & set(_STATE):
        raise DataError(f"{_head(grid)}: {_missing(grid)}")
    if "symbol" not in places and "number" not in places:
        taken = set(places.values())
        found = [
            place
            for place in range(len(grid.names))
            if place not in taken and _symbols(grid, place)
        ]
        if len(found) == 1:
            places["symbol"] = found[0]
    return places


def _symbols(grid: Grid, place: int) -> bool:
    """Return whether all cells of a column are symbols of resolutions or drafts."""
    cells = [cell for cell in _cells(grid, place) if cell]
    return bool(cells) and all(map(is_symbol, cells))


def _beside_states(grid: Grid) -> dict[str, int]:
    """Return the columns of a wide table other than states, by the name they have here."""
    beside = places_in(grid)
    return {own: beside[own] for own in beside.keys() - {*_STATE, "vote", "permanent"}}


def _head(grid: Grid) -> str:
    """Return the file and the line of the header."""
    line = f", line {grid.header.line}" if isinstance(grid, TextGrid) else ""
    return f"{grid.name}{line}"


def _missing(grid: Grid) -> str:
    """Say what a table lacks that a reader needs."""
    names = [folded(name) for name in grid.names]
    found = ", ".join(grid.names[:8]) + (", …" if len(grid.names) > 8 else "")
    states = any(places_of(own, names) for own in _STATE)
    votes = bool(places_of("vote", names))
    what = {
        (False, True): "the state (ms_code, country)",
        (True, False): "the vote (ms_vote, vote)",
    }.get((states, votes), "the state and the vote")
    return f"no column says {what}, and none is a state's name (found: {brief(found, 120)})"
