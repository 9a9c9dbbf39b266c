"""Tables with one column per state and one row per roll call; an empty cell: not a member."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from unvote.codes import Vote, is_dash, vote_called
from unvote.errors import DataError
from unvote.readers import build
from unvote.readers.attributes import attributes, note_untold_parts
from unvote.readers.columns import every_name, folded
from unvote.readers.grid import CellGrid, Grid
from unvote.readers.organs import organs_of
from unvote.readers.stream import brief
from unvote.readers.table import Table, not_read, take_ids
from unvote.record import Array, Record, count_of
from unvote.world.spelling import fold
from unvote.world.spelling import folded as folded_name
from unvote.world.states import find_state, match_state, spellings, states_called

# R and pandas write an empty cell in these ways.
_EMPTY = ("", "NA", "NAN", "NONE", "NULL")


def states_among(names: Sequence[str]) -> dict[str, str]:
    """Return the columns that have the name of a state, with the code of the state.

    Codes of two letters count only in capitals, and only if most states are written that way: "no"
    and "id" are Norway and Indonesia in ISO codes, but other things in most tables.

    Examples
    --------
    >>> states_among(["id", "France", "USA", "votes"]), states_among(["NO", "ID", "no"])
    ({'France': 'FRA', 'USA': 'USA'}, {'NO': 'NOR', 'ID': 'IDN'})
    """
    short: dict[str, str] = {}
    long: dict[str, str] = {}
    for name in names:
        if len(name) == 2 and not name.isupper():
            continue
        if folded(name) in every_name() and len(name) > 2:
            continue
        if name and (state := match_state(name, official=True)):
            (short if len(name) == 2 else long)[name] = state.code
    return short | long if len(short) > len(long) else long


def is_wide(grid: Grid) -> bool:
    """Return whether columns have the names of states, and hold votes."""
    states = states_among(grid.names)
    if not states or any(":" in name for name in grid.names):  # "In favour: Albania, Andorra"
        return False
    others = [name for name in grid.names if name and folded(name) not in every_name()]
    if len(states) > 1 and 2 * len(states) >= len(others):
        return True
    return holds_votes(grid)


def holds_votes(grid: Grid) -> bool:
    """Return whether all cells of the columns with the names of states are votes or empty."""
    states = states_among(grid.names)
    places = [place for place, name in enumerate(grid.names) if name in states]
    cells = [row[place] for row in grid.sample for place in places]
    return any(cell.upper() not in _EMPTY for cell in cells) and all(map(_is_vote, cells))


def _is_vote(text: str) -> bool:
    return text.upper() in _EMPTY or vote_called(text) is not None


def record_of(grid: Grid, places: dict[str, int], *, organ: str | None = None) -> Record:
    """Return the Record of a table with one column per state.

    `grid`: the table. Rows without a symbol are numbered.
    `places`: the places of the columns besides the states, by our names for them.
    `organ`: the organ of the roll calls whose symbol and columns do not tell it.
    """
    states = _state_columns(grid)
    known = {own: place for own, place in places.items() if grid.names[place] not in states}
    table = Table(grid, known | {code: grid.names.index(name) for name, code in states.items()})
    table.notes += not_read(grid, table.columns.values(), why=": no state has that name")
    matrix = _matrix(table, list(states.values()))
    there: Array = np.any(matrix, axis=1)
    if not there.all():
        if not there.any():
            raise DataError(f"{grid.name}: no row of the table holds a vote")
        table.keep(there)
        table.notes.append(f"{count_of((~there).sum(), 'row')} without any vote skipped")
        matrix = matrix[there]
    take_ids(table)
    rows = np.arange(len(table))
    columns = attributes(table, rows)
    note_untold_parts(table, columns)
    columns["organ"] = organs_of(table, rows, columns, asked=organ)
    _mark_absent(table, matrix, columns)
    place = {code: place for place, code in enumerate(build.known_states())}
    rollcall, column = np.nonzero(matrix)
    of_column = np.array([place[code] for code in states.values()])
    cast = build.Cast(rollcall, of_column[column], matrix[rollcall, column])

    def second_vote(first: int, again: int) -> DataError:
        codes = list(states.values())
        what = (
            f"a second vote of SRB beside that in {grid.axis} {table.title(codes[column[first]])}"
        )
        return table.error(int(rollcall[again]), codes[column[again]], what)

    return build.make_record(
        grid.name,
        columns,
        cast,
        notes=table.notes,
        how_read=table.how_read,
        second_vote=second_vote,
    )


def _state_columns(grid: Grid) -> dict[str, str]:
    """Return the state of each column that is named after one; refuse misspelt names."""
    states = states_among(grid.names)
    where = f"{grid.name}, {_header_line(grid)}{grid.axis}"
    seen: dict[str, str] = {}
    for name in grid.names:
        code = states.get(name)
        if code and code in seen:
            before = brief(seen[code])
            raise DataError(
                f"{where} {brief(name)}: a second {grid.axis} of {code}, after {before}"
            )
        if code:
            seen[code] = name
    others = [name for name in grid.names if name and name not in states]
    others = [name for name in others if folded(name) not in every_name()]
    if len(others) <= len(states):  # each takes its time, and few are meant as states
        for name in others:
            _refuse_nearly(where, brief(name), list(states))
    return states


def _header_line(grid: Grid) -> str:
    return "" if isinstance(grid, CellGrid) else f"line {grid.header.line}, "


def _refuse_nearly(where: str, name: str, states: Sequence[str]) -> None:
    several = states_called(name)
    if len(several) > 1:
        raise DataError(f"{where} {name}: '{name}' may be {' or '.join(several)}: rename it")
    coded = 2 * sum(len(state) == 3 for state in states) > len(states)
    if (coded and len(name) == 3 and name.isupper()) or _is_misspelt(name):
        try:
            find_state(name, official=True)
        except LookupError as error:
            raise DataError(
                f"{where} {name}: {error} (rename the column, or take it out)"
            ) from error


def _is_misspelt(name: str) -> bool:
    from difflib import get_close_matches

    forms = {folded_name(spelling) for spelling in spellings() if len(spelling) > 3}
    return bool(get_close_matches(fold(name), forms, 1, cutoff=0.8))


def _matrix(table: Table, states: Sequence[str]) -> Array:
    """Return the code of each cell, roll calls by states."""
    matrix = np.zeros((len(table), len(states)), dtype=np.int8)
    dashes = 0
    for place, state in enumerate(states):
        texts = table.values[state]
        codes = [
            Vote.NOT_A_MEMBER if text.upper() in _EMPTY else vote_called(text) for text in texts
        ]
        if None in codes:
            text = texts[codes.index(None)]
            row = int((table.codes[state] == codes.index(None)).argmax())
            what = f"'{brief(text)}' is not a vote: it is Y, N, A or X, and empty for no member"
            raise table.error(row, state, what)
        matrix[:, place] = np.array(codes, dtype=np.int8)[table.codes[state]]
        dashes += int(table.where(state, is_dash).sum())
    if dashes:
        table.notes.append(f"{count_of(dashes, 'vote')} written -: read as not voting (X)")
    return matrix


def _mark_absent(table: Table, matrix: Array, columns: dict[str, list[Any]]) -> None:
    """Treat empty cells as absences in rows whose published totals count them as absences."""
    counted = 0
    for row in range(len(matrix)):
        published = [columns[f"published_{name}"][row] for name in ("yes", "no", "abstain")]
        silent = columns["published_not_voting"][row]
        empty = matrix[row] == Vote.NOT_A_MEMBER
        cast = [int((matrix[row] == vote).sum()) for vote in (Vote.YES, Vote.NO, Vote.ABSTAIN)]
        if silent and silent == empty.sum() and cast == published:
            matrix[row, empty] = Vote.NOT_VOTING
            counted += int(empty.sum())
    if counted:
        table.notes.append(
            f"{count_of(counted, 'empty cell')} read as not voting (X), as the totals of the row"
            " count them"
        )
