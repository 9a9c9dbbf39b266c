"""Reads tables that tests write; returns the messages about those that cannot be read."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

import unvote
from unvote.codes import LETTERS, Vote
from unvote.world.groups import Membership
from unvote.world.states import all_states, find_state, members_on

HEADER = "undl_id,ms_code,ms_vote,date,resolution,title,total_yes\n"
ROW = "1,FRA,Y,2025-02-24,A/RES/79/1,One,1\n"
TABLE = HEADER + ROW
# The members at the end of 2024, by their names.
EVERYONE = [all_states()[code].name for code in sorted(members_on(date(2024, 12, 1)))]
JUNES = [f"{year}-06-01" for year in range(2001, 2007)]
UNTOLD_PARTS = (
    "no column (vote_note, amend, para) tells votes on amendments and paragraphs from those on"
    " whole texts: all are taken for votes on whole texts"
)


def read(table: str | bytes, *, organ: str | None = None) -> unvote.Record:
    """Read a table written in a test."""
    data = table.encode() if isinstance(table, str) else table
    return unvote.read(io.BytesIO(data), organ=organ)


def message(table: str | bytes, *, organ: str | None = None) -> str:
    """Return the message about a table that cannot be read; it is one line."""
    with pytest.raises(unvote.DataError) as caught:
        read(table, organ=organ)
    text = str(caught.value)
    assert text.splitlines() == [text]
    return text


def letters(record: unvote.Record) -> dict[str, dict[str, str]]:
    """Return the votes as letters, by roll call and state."""
    return {
        str(rollcall): {
            str(state): LETTERS[code] for state, code in votes.items() if code != Vote.NOT_A_MEMBER
        }
        for rollcall, votes in record.votes.iterrows()
    }


def no_state(name: str) -> str:
    """Return the message about a name of no state, with the names that it suggests."""
    with pytest.raises(unvote.UnknownNameError) as caught:
        find_state(name)
    assert "is not a member state" in str(caught.value)
    return str(caught.value)


def record_of(
    votes: Mapping[str, str],
    dates: str | Sequence[str] = "2025-01-01",
    *,
    symbols: Sequence[str] = (),
    **columns: Sequence[str],
) -> unvote.Record:
    """Return a record from one text per state, one letter per roll call; a dot is not a member.

    If there are several dates, they alternate; other columns have a text for each roll call.
    """
    days = [dates] if isinstance(dates, str) else dates
    rows = [["ms_code", "ms_vote", "resolution", "date", *columns]]
    for state, cast in votes.items():
        for place, letter in enumerate(cast):
            symbol = symbols[place] if symbols else f"A/RES/79/{place + 1}"
            about = [column[place] for column in columns.values()]
            if letter != ".":
                rows.append([state, letter, symbol, days[place % len(days)], *about])
    return read("\n".join(map(",".join, rows)))


def june_votes(votes: Mapping[str, str]) -> unvote.Record:
    """Return a record of votes in June 2001, 2002 and so on, and after 2006 from 2001 again."""
    return record_of(votes, JUNES)


def group_of(*spells: tuple[str, str, str]) -> unvote.Group:
    """Return the group G, made of spells: state, first day, last day; an empty text is open."""
    return unvote.Group(
        code="G",
        name="G",
        about="",
        source="",
        aliases=(),
        memberships=tuple(
            Membership(
                state,
                date.fromisoformat(first) if first else None,
                date.fromisoformat(last) if last else None,
            )
            for state, first, last in spells
        ),
    )
