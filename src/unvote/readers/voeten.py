"""Voeten's United Nations voting data: a row a vote, states by Correlates of War numbers."""

from functools import cache, partial
from typing import Any

import numpy as np

from unvote.codes import Vote
from unvote.errors import DataError
from unvote.readers import build
from unvote.readers.header import header_of, places
from unvote.readers.organs import organ_told
from unvote.readers.stream import Source, brief
from unvote.readers.table import Table, no_state, rollcalls, second_vote
from unvote.record import Record
from unvote.world.states import match_state
from unvote.world.tables import read_table

Array = np.ndarray[Any, Any]

COLUMNS = {
    "number": ("rcid",),
    "code": ("ccode",),
    "name": ("countryname", "country"),
    "vote": ("vote",),
    "date": ("date",),
    "session": ("session",),
    "symbol": ("unres", "resolution"),
    "amendment": ("amend",),
    "paragraph": ("para",),
    "title": ("short",),
    "agenda": ("descr",),
    "published_yes": ("yes",),
    "published_no": ("no",),
    "published_abstain": ("abstain",),
}
NEEDED = (("number",), ("code", "name"), ("vote",))
_VOTES = {
    "1": Vote.YES,
    "2": Vote.ABSTAIN,
    "3": Vote.NO,
    "8": Vote.NOT_VOTING,
    "9": Vote.NOT_A_MEMBER,
}
_TAIWAN = ("713", "Taiwan", "TWN")
_NO_STATE = -1
# R writes so what is missing; Namibia is 565 here, or has its name.
_MISSING = ("", "NA")


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read Voeten's table into a Record.

    Parameters
    ----------
    source : Source
        The table, UTF-8.
    organ : str, optional
        The organ of the roll calls whose symbol and session do not tell it.

    Raises
    ------
    DataError
        If the table cannot be read or holds what cannot be; the message names file, line
        and column.
    """
    header = header_of(source)
    table = Table(source, header, places(source, header, COLUMNS, NEEDED))
    vote = _votes(table)
    if not vote.any():
        raise DataError(f"{source.name}: no state of the table is a member in any of its rows")
    table.keep(vote != Vote.NOT_A_MEMBER)
    rollcall, first = rollcalls(table, "rcid")
    columns = _attributes(table, first)
    columns["organ"] = [
        organ_told(symbol, "", session, else_of=organ)
        for symbol, session in zip(columns["symbol"], columns["session"], strict=True)
    ]
    days = np.array(columns["date"], dtype="datetime64[s]")[rollcall]
    cast = build.Cast(rollcall, _states(table, days), vote[vote != Vote.NOT_A_MEMBER])
    return build.make_record(
        source.name, columns, cast, notes=table.notes, second_vote=partial(_second_vote, table)
    )


def _votes(table: Table) -> Array:
    """Return the code of the vote of each row, also that of not being a member."""
    codes = []
    for place, text in enumerate(table.values["vote"]):
        code = _VOTES.get(text.removesuffix(".0"))
        if code is None and (rows := table.codes["vote"] == place).any():
            what = (
                f"'{brief(text)}' is no vote: it is 1 (yes), 2 (abstain), 3 (no), 8 (absent) or 9"
            )
            raise table.error(int(rows.argmax()), "vote", f"{what} (no member)")
        codes.append(code or Vote.NOT_A_MEMBER)
    by_text: Array = np.array(codes, dtype=np.int8)
    return by_text[table.codes["vote"]]


def _states(table: Table, days: Array) -> Array:
    """Return the place of the state of each row: by its number, else by its name."""
    known = {code: place for place, code in enumerate(build.known_states())}
    numbered = np.zeros(len(table), dtype=bool)
    if "code" in table.columns:
        numbered |= table.where("code", lambda text: text not in _MISSING)
        numbered |= "name" not in table.columns
    state = np.full(len(table), _NO_STATE)
    from_taipei = np.zeros(len(table), dtype=bool)
    for column, rows, code_of in (("code", numbered, _by_number), ("name", ~numbered, _by_name)):
        if rows.any():
            codes = [code_of(text) for text in table.values[column]]
            meant = np.array([known.get(code, _NO_STATE) for code in codes])
            state[rows] = meant[table.codes[column][rows]]
            from_taipei |= rows & table.where(column, _is_taiwan)
    if (unknown := state == _NO_STATE).any():
        row = int(unknown.argmax())
        if not numbered[row]:
            raise no_state(table, row, "name")
        what = f"'{brief(table.text('code', row))}' is no Correlates of War number"
        raise table.error(row, "code", f"{what} of a member state")
    if from_taipei.any():
        table.notes.append(build.seat_of_china(days[from_taipei], table.source.name))
    return state


@cache
def _numbered() -> dict[str, str]:
    """Return the code of the state of every Correlates of War number."""
    return {row["number"]: row["code"] for row in read_table("correlates_of_war")}


def _number(text: str) -> str:
    return text.removesuffix(".0").lstrip("0")


def _by_number(text: str) -> str:
    return _numbered().get(_number(text), "")


def _by_name(text: str) -> str:
    if _is_taiwan(text):
        return "CHN"
    state = None if text in _MISSING else match_state(text, official=True)
    return state.code if state else ""


def _is_taiwan(text: str) -> bool:
    return _number(text) in _TAIWAN


def _second_vote(table: Table, first: int, again: int) -> DataError:
    column = "code" if table.text("code", again) not in _MISSING else "name"
    return second_vote(
        table, first, again, column, "", f"rcid {brief(table.text('number', first))}"
    )


def _attributes(table: Table, first: Array) -> dict[str, list[Any]]:
    """Return the attributes of the roll calls, in the order of the file."""

    def texts(name: str) -> list[str]:
        return ["" if text in _MISSING else text for text in table.texts(name, first)]

    rows = len(first)
    amendments, paragraphs = (
        [text.removesuffix(".0") == "1" for text in texts(name)]
        for name in ("amendment", "paragraph")
    )
    columns: dict[str, list[Any]] = {
        "number": [text.removesuffix(".0") for text in texts("number")],
        "symbol": [build.symbol_of_page(text) for text in texts("symbol")],
        "session": [text.removesuffix(".0") for text in texts("session")],
        "title": texts("title"),
        "agenda": texts("agenda"),
        "part": [
            "amendment" if amendment else "paragraph" if paragraph else ""
            for amendment, paragraph in zip(amendments, paragraphs, strict=True)
        ],
        "source": ["voeten"] * rows,
        "date": table.parsed("date", first, _or_missing(build.day)),
    }
    for name in ("published_yes", "published_no", "published_abstain"):
        columns[name] = table.parsed(name, first, _or_missing(build.total))
    return columns


def _or_missing(parse: Any) -> Any:
    return lambda text: None if text in _MISSING else parse(text)
