"""Finds the organ of roll calls: by the symbol, never by the layout of the file."""

from functools import partial
from math import nan
from typing import Any

import numpy as np

from unvote.readers import build
from unvote.readers.columns import folded
from unvote.readers.stream import brief
from unvote.readers.table import Table
from unvote.record import Array, count_of
from unvote.world.organs import COMMITTEES, organ_called
from unvote.world.sessions import is_far_from
from unvote.world.spelling import fold
from unvote.world.symbols import (
    is_bare,
    kind_of,
    organ_of,
    session_name,
    session_number,
    session_of,
)

# These words name no body of the United Nations.
_WHOLE = ("un", "united nations", "the united nations")


def find_organ(
    symbol: str,
    draft: str,
    in_session: str,
    *,
    said: str | None = None,
    council: bool = False,
    default: str | None = None,
    year: float = nan,
) -> str:
    """Return the organ of a roll call: by its symbol, or by the other columns; "" if unknown.

    A vote without a symbol is the General Assembly's if it has one of its sessions. Neither a
    session nor a symbol that names no body counts if the Assembly had no such session that year.

    `symbol`, `draft`, `in_session`: what the source says of the roll call.
    `said`: the organ that the source names; "" if it names a body that is not known.
    `council`: the source has columns that only files of the Security Council have.
    `default`: the organ if nothing tells it.
    `year`: the year of the vote; nan if it is not known.

    Examples
    --------
    >>> find_organ("S/2022/155", "", ""), find_organ("", "", "44"), find_organ("Text", "", "44")
    ('SC', 'GA', '')
    >>> find_organ("58/15", "", "", said="HRC"), find_organ("58/15", "", "", year=2025)
    ('HRC', '')
    """
    named = organ_of(symbol)
    # A committee votes on drafts: beside a resolution it is the one that the text came from.
    reported = said in COMMITTEES and _is_adopted(symbol)
    if named and (reported or not is_bare(symbol)):
        return named
    if said is not None:
        return said or default or ""
    text = symbol if named else draft
    if found := organ_of(text):
        far = is_bare(text) and is_far_from(session_of(text), year)
        return (default or "") if far else found
    if council:
        return "SC"
    number = session_number(in_session)
    regular = number is not None and 0 < number < 100
    if not symbol and (regular or in_session.upper().startswith(("ES-", "S-"))):
        return (default or "") if is_far_from(session_name(in_session), year) else "GA"
    return default or ""


def organ_said(text: str) -> str:
    """Return the organ that a text names.

    Raises ValueError if it names none.
    """
    if organ := organ_called(text):
        return organ
    raise ValueError(
        "is not an organ: it is GA, SC, HRC, ECOSOC, C1 to C6 or another body's letters"
    )


def _body_said(text: str) -> str | None:
    """Return the organ that a column such as `body` names; "" for a body that is not known."""
    return None if fold(text) in _WHOLE else organ_called(text) or ""


def leave_out_bodies(table: Table, rollcall: Array) -> None:
    """Leave out a column such as `body` that differs within a roll call: it is about the states.

    `rollcall`: the roll call of each row.
    """
    if not _is_loose(table):
        return
    said = np.unique(np.stack([rollcall, table.codes["organ"]]), axis=1)
    if said.shape[1] > len(np.unique(rollcall)):
        del table.codes["organ"]
        name = table.title("organ")
        table.notes.append(
            f"1 {table.grid.axis} not read, which differs within a roll call: {name}"
        )


def _is_loose(table: Table) -> bool:
    """Return whether the column of the organ has a name that other columns have, too."""
    return "organ" in table.codes and folded(table.title("organ")) != "organ"


def organs_of(
    table: Table,
    rows: Array,
    columns: dict[str, list[Any]],
    *,
    council: bool = False,
    asked: str | None = None,
) -> list[str]:
    """Return the organ of each roll call in some rows."""
    found, unlike, unknown, late = [], [], [], []
    title, loose = table.title("organ"), _is_loose(table)
    # In what `data export` writes, an organ that is left blank is unknown.
    blank = "" if {"source", "part", "organ"} <= table.codes.keys() else None
    described = zip(
        table.parsed("organ", rows, _body_said if loose else organ_said),
        table.texts("organ", rows),
        *(columns[name] for name in ("symbol", "draft", "session", "date")),
        strict=True,
    )
    for named, text, symbol, draft, session, day in described:
        said = blank if named is None else named
        if said == "" and loose and "committee" in folded(title) and _is_adopted(symbol):
            said = None  # the committee that the text came from
        is_of = partial(
            find_organ, symbol, draft, session, said=said, council=council, default=asked
        )
        organ = is_of(year=day.year if day else nan)
        found.append(organ)
        if said and organ != said:
            unlike.append(f"{brief(symbol, 30)} ({said})")
        if named == "":
            unknown.append(brief(text, 40))
        if organ != is_of():
            late.append(f"{brief(symbol or draft or session, 30)} ({day})")
    for ones, what in (
        (unlike, f"whose symbol and column {title} name different organs: the symbol counts"),
        (unknown, f"whose {table.grid.axis} {title} names no body that is known"),
        (late, "dated outside of the General Assembly's session, so not taken for its own"),
    ):
        if ones:
            some = build.some(list(dict.fromkeys(ones)))
            table.notes.append(f"{count_of(len(ones), 'roll call')} {what}: {some}")
    return found


def _is_adopted(symbol: str) -> bool:
    return kind_of(symbol) in ("resolution", "decision")
