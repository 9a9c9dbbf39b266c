"""The UN Digital Library's voting data, and every smaller table with the same columns.

One row is one vote of one state. The editions of 2024, 2025 and 2026, of the General
Assembly and of the Security Council, differ in names and in optional columns; three are
enough: the state, the vote and the resolution.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from unvote.codes import CODES
from unvote.errors import DataError
from unvote.readers import build
from unvote.readers.header import header_of, places
from unvote.readers.organs import organs_of
from unvote.readers.stream import Source, brief
from unvote.readers.table import Table, no_state, rollcalls, second_vote
from unvote.record import AUTHORITY, TEXTS, TOTALS, Record, count_of
from unvote.world.states import match_state

Array = np.ndarray[Any, Any]

# What a column is called in one edition or the other, by the name used here.
COLUMNS = {
    "number": ("undl_id",),
    "code": ("ms_code", "ms_codes"),
    "name": ("ms_name", "ms_names"),
    "vote": ("ms_vote", "ms_votes"),
    "date": ("date",),
    "session": ("session",),
    "symbol": ("resolution", "resolutions"),
    "draft": ("draft",),
    "meeting": ("meeting",),
    "title": ("title", "description"),
    "agenda": ("agenda_title", "agenda"),
    "subjects": ("subjects",),
    "sponsors": ("sponsors",),
    "note": ("vote_note",),
    "modality": ("modality",),
    "link": ("undl_link",),
    "organ": ("organ",),
    "part": ("part",),
    "source": ("source",),
    "permanent": ("permanent_member",),
    "published_yes": ("total_yes", "yes"),
    "published_no": ("total_no", "no"),
    "published_abstain": ("total_abstentions", "abstentions"),
    "published_not_voting": ("total_non_voting", "non-voting"),
    "published_members": ("total_ms",),
}
NEEDED = (("code", "name"), ("vote",), ("symbol",))
_NO_STATE = -1


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read a table of votes into a Record.

    Parameters
    ----------
    source : Source
        The table, UTF-8.
    organ : str, optional
        The organ of the roll calls whose symbol and columns do not tell it.

    Raises
    ------
    DataError
        If the table cannot be read or holds what cannot be; the message names file, line
        and column.
    """
    header = header_of(source)
    table = Table(source, header, places(source, header, COLUMNS, NEEDED))
    rollcall, first = rollcalls(table, "undl_id")
    cast = build.Cast(rollcall, _states(table), _votes(table))
    columns = attributes(table, first)
    council = "permanent" in table.columns
    columns["organ"] = organs_of(table, first, columns, council=council, asked=organ)
    return build.make_record(
        source.name, columns, cast, notes=table.notes, second_vote=partial(_second_vote, table)
    )


def _states(table: Table) -> Array:
    """Return the place among the known states of the state of each row.

    The code counts; the name does where the code is empty or the file has none.
    """
    known = build.known_states()
    column = "code" if "code" in table.columns else "name"
    state = _meant(table, column, known)
    if "name" not in table.columns or column == "name":
        return _all_known(table, state, np.zeros(len(table), dtype=bool), column)
    named = _meant(table, "name", known)
    blank = table.where(column, lambda text: not text)
    state = _all_known(table, np.where(blank, named, state), blank, column)
    if "date" in table.columns:
        late = table.where("date", lambda text: text >= build.FEDERAL_REPUBLIC)
        differ = build.federal(named, late) != build.federal(state, late)
    else:
        differ = named != state
    if (doubtful := differ & (named != _NO_STATE)).any():
        table.notes.append(_two_states(table, doubtful))
    return state


def _meant(table: Table, name: str, known: Sequence[str]) -> Array:
    """Return the place among the known states of the one that each row means."""
    place = {code: place for place, code in enumerate(known)}
    states = [match_state(text, official=True) for text in table.values[name]]
    meant = [place[state.code] if state else _NO_STATE for state in states]
    return np.array(meant)[table.codes[name]]


def _all_known(table: Table, state: Array, blank: Array, column: str) -> Array:
    if (unknown := state == _NO_STATE).any():
        row = int(unknown.argmax())
        raise no_state(table, row, "name" if blank[row] else column)
    return state


def _two_states(table: Table, doubtful: Array) -> str:
    """Return the note on codes and names that are of two states."""
    codes, names = table.values["code"], table.values["name"]
    pairs = table.codes["code"].astype(np.int64) * len(names) + table.codes["name"]
    named = [
        f"{codes[pair // len(names)]} '{brief(names[pair % len(names)])}'"
        for pair in dict.fromkeys(pairs[doubtful].tolist())
    ]
    return (
        f"{count_of(doubtful.sum(), 'vote')} with the code of one state and the name of another,"
        f" of which the code counts: {build.some(named)}"
    )


def _votes(table: Table) -> Array:
    """Return the code of the vote of each row."""
    used = np.bincount(table.codes["vote"], minlength=len(table.values["vote"]))
    codes = []
    for place, text in enumerate(table.values["vote"]):
        code = CODES.get(text.upper())
        if code is None:
            row = int((table.codes["vote"] == place).argmax())
            raise table.error(row, "vote", f"'{brief(text)}' is no vote: it is Y, N, A or X")
        if text.upper() in ("", "NV") and used[place]:
            how = f"written {text}" if text else "left blank"
            votes = count_of(int(used[place]), "vote")
            table.notes.append(f"{votes} {how}: read as not voting (X)")
        codes.append(code)
    by_text: Array = np.array(codes, dtype=np.int8)
    return by_text[table.codes["vote"]]


def _second_vote(table: Table, first: int, again: int) -> DataError:
    """Return the error about two votes of one state in one roll call."""
    state = "code" if table.text("code", again) else "name"
    hint = "" if "number" in table.columns else "; roll calls that share a symbol need an undl_id"
    symbol = brief(table.text("symbol", first)) or f"#{brief(table.text('number', first))}"
    return second_vote(table, first, again, state, hint, symbol)


def attributes(table: Table, rows: Array) -> dict[str, list[Any]]:
    """Return the attributes of the roll calls that some rows tell of, but for the organ."""
    columns: dict[str, list[Any]] = {name: table.texts(name, rows) for name in TEXTS}
    # `part` and `source` are no columns of the library, but of what `data export` writes.
    if "part" in table.columns:
        columns["part"] = [text if text in build.PARTS else "" for text in columns["part"]]
    else:
        del columns["part"]
    if "source" in table.columns:
        columns["source"] = [text if text in AUTHORITY else "own" for text in columns["source"]]
    else:
        columns["source"] = ["undl" if "number" in table.columns else "own"] * len(rows)
    columns["date"] = table.parsed("date", rows, build.day)
    for name in TOTALS:
        columns[name] = table.parsed(name, rows, build.total)
    return columns
