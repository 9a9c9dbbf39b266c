"""Tables with a column a state and a row a roll call; an empty cell is not a member."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from unvote.codes import CODES
from unvote.errors import DataError
from unvote.readers import build, undl
from unvote.readers.header import Header, header_of, places
from unvote.readers.organs import organs_of
from unvote.readers.stream import Source, brief
from unvote.readers.table import Table
from unvote.record import Record, count_of
from unvote.world.spelling import fold, folded
from unvote.world.states import find_state, match_state, spellings, states_called

Array = np.ndarray[Any, Any]

# Beside the states; a symbol is called so here too.
COLUMNS = {
    own: (*names, "symbol") if own == "symbol" else names
    for own, names in undl.COLUMNS.items()
    if own not in ("code", "name", "vote", "permanent")
}
_KNOWN = {name for names in COLUMNS.values() for name in names}


def states_among(names: Sequence[str]) -> dict[str, str]:
    """Return the codes of the states that columns are called after, by the column.

    Codes of two letters count only in capitals and where most states are written so: "no"
    and "id" are Norway and Indonesia to the ISO, and other things in most tables.

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
        if name.casefold() in _KNOWN and len(name) > 2:
            continue
        if name and (state := match_state(name, official=True)):
            (short if len(name) == 2 else long)[name] = state.code
    return short | long if len(short) > len(long) else long


def is_wide(names: Sequence[str]) -> bool:
    """Return whether at least half of the columns, but for those known by name, are states."""
    others = [name for name in names if name and name.casefold() not in _KNOWN]
    states = states_among(names)
    return len(states) > 1 and 2 * len(states) >= len(others)


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read a table with a column a state into a Record.

    Parameters
    ----------
    source : Source
        The table, UTF-8. Rows without a symbol are numbered.
    organ : str, optional
        The organ of the roll calls whose symbol and columns do not tell it.

    Raises
    ------
    DataError
        If the table cannot be read or holds what cannot be; the message names file, line
        and column.
    """
    header = header_of(source)
    states = _state_columns(source, header)
    others = Header(["" if name in states else name for name in header.names], *header[1:])
    known = places(source, others, COLUMNS, ())
    table = Table(
        source,
        header,
        known | {code: header.names.index(name) for name, code in states.items()},
    )
    _note_others(table, others, set(known.values()))
    matrix = _matrix(table, list(states.values()))
    there: Array = np.any(matrix, axis=1)
    if not there.all():
        if not there.any():
            raise DataError(f"{source.name}: no row of the table holds a vote")
        table.keep(there)
        table.notes.append(f"{count_of((~there).sum(), 'row')} without any vote passed over")
        matrix = matrix[there]
    place = {code: place for place, code in enumerate(build.known_states())}
    rollcall, column = np.nonzero(matrix)
    of_column = np.array([place[code] for code in states.values()])
    cast = build.Cast(rollcall, of_column[column], matrix[rollcall, column])

    def second_vote(first: int, again: int) -> DataError:
        codes = list(states.values())
        what = f"a second vote of SRB beside that in column {table.title(codes[column[first]])}"
        return table.error(int(rollcall[again]), codes[column[again]], what)

    return build.make_record(
        source.name,
        _attributes(table, organ),
        cast,
        notes=table.notes,
        second_vote=second_vote,
    )


def _state_columns(source: Source, header: Header) -> dict[str, str]:
    """Return the state of each column that is one, and refuse what is nearly a state."""
    states = states_among(header.names)
    where = f"{source.name}, line {header.line}, column"
    seen: dict[str, str] = {}
    for name in header.names:
        code = states.get(name)
        if code and code in seen:
            before = brief(seen[code])
            raise DataError(f"{where} {brief(name)}: a second column of {code}, after {before}")
        if code:
            seen[code] = name
    # Only now: there are no more others than there are states, and each takes its time.
    for name in header.names:
        if name and name not in states and name.casefold() not in _KNOWN:
            _refuse_nearly(where, brief(name), list(states))
    return states


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

    forms = {folded(spelling) for spelling in spellings() if len(spelling) > 3}
    return bool(get_close_matches(fold(name), forms, 1, cutoff=0.8))


def _note_others(table: Table, header: Header, known: set[int]) -> None:
    left = [
        brief(name, 30) for place, name in enumerate(header.names) if name and place not in known
    ]
    if left:
        columns = count_of(len(left), "column")
        table.notes.append(f"{columns} not read, as no state is called so: {build.some(left)}")


def _matrix(table: Table, states: Sequence[str]) -> Array:
    """Return the code of each cell, roll calls by states."""
    matrix = np.zeros((len(table), len(states)), dtype=np.int8)
    for place, state in enumerate(states):
        codes = [CODES.get(text.upper()) if text else 0 for text in table.values[state]]
        if None in codes:
            text = table.values[state][codes.index(None)]
            row = int((table.codes[state] == codes.index(None)).argmax())
            what = f"'{brief(text)}' is no vote: it is Y, N, A or X, and empty for no member"
            raise table.error(row, state, what)
        matrix[:, place] = np.array(codes, dtype=np.int8)[table.codes[state]]
    return matrix


def _attributes(table: Table, organ: str | None) -> dict[str, list[Any]]:
    """Return the attributes of the roll calls, in the order of the file."""
    rows = np.arange(len(table))
    columns = undl.attributes(table, rows)
    columns["organ"] = organs_of(table, rows, columns, asked=organ)
    return columns
