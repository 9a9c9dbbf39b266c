"""Voeten's United Nations voting data: a row a vote, states by Correlates of War numbers."""

from functools import cache, partial
from typing import Any

import numpy as np

from unvote.codes import Vote
from unvote.errors import DataError, UnknownNameError
from unvote.readers import build
from unvote.readers.header import header_of, places
from unvote.readers.source import Source, brief
from unvote.readers.table import Table, rollcalls, second_vote
from unvote.record import Record
from unvote.world.states import find_state
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
_TAIWAN = "713"
# R writes so what is missing; no state is read from here: Namibia's number is 565.
_MISSING = ("", "NA")


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read Voeten's table into a Record.

    Parameters
    ----------
    source : Source
        The table, UTF-8.
    organ : {"GA", "SC"}, optional
        Of no effect: the votes are the General Assembly's.

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
    column = "code" if "code" in table.columns else "name"
    numbers = _numbered()
    state = np.array(
        [_place(known, numbers, text, column) for text in table.values[column]], dtype=np.int64
    )[table.codes[column]]
    if "name" in table.columns and column == "code" and (state < 0).any():
        blank = table.where("code", lambda text: text in _MISSING)
        named = [_place(known, {}, text, "name") for text in table.values["name"]]
        state = np.where(blank, np.array(named)[table.codes["name"]], state)
    if (unknown := state < 0).any():
        row = int(unknown.argmax())
        text = table.text(column, row)
        if column == "code":
            what = f"'{brief(text)}' is no Correlates of War number of a member state"
            raise table.error(row, column, what)
        raise table.error(row, column, _no_state(text))
    if column == "code":
        cast = table.where("code", lambda text: _number(text) == _TAIWAN)
    else:
        cast = table.where("name", lambda text: text in ("Taiwan", "TWN"))
    if cast.any():
        table.notes.append(build.seat_of_china(days[cast], table.source.name))
    return state


@cache
def _numbered() -> dict[str, str]:
    """Return the code of the state of every Correlates of War number."""
    return {row["number"]: row["code"] for row in read_table("correlates_of_war")}


def _number(text: str) -> str:
    return text.removesuffix(".0").lstrip("0")


def _place(known: dict[str, int], numbers: dict[str, str], text: str, column: str) -> int:
    if column == "code":
        return known.get(numbers.get(_number(text), ""), -1)
    if text in ("Taiwan", "TWN"):
        return known["CHN"]
    try:
        return known[find_state(text, official=True).code]
    except UnknownNameError:
        return -1


def _no_state(text: str) -> str:
    try:
        find_state(brief(text), official=True)
    except UnknownNameError as error:
        return str(error)
    return f"'{brief(text)}' is no member state"


def _second_vote(table: Table, first: int, again: int) -> DataError:
    column = "code" if "code" in table.columns else "name"
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
        "organ": ["GA"] * rows,
        "source": ["voeten"] * rows,
        "date": table.parsed("date", first, _or_missing(build.day)),
    }
    for name in ("published_yes", "published_no", "published_abstain"):
        columns[name] = table.parsed(name, first, _or_missing(build.total))
    return columns


def _or_missing(parse: Any) -> Any:
    return lambda text: None if text in _MISSING else parse(text)
