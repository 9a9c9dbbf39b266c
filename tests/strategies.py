"""Hypothesis strategies for whole records, and for the parts that files have of them."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st

import unvote
from unvote.codes import LETTERS, Vote
from unvote.readers import build
from unvote.world.rules import permanent_members
from unvote.world.states import all_states

# "Yugoslavia" of 2000 and later is read as Serbia, so not every vote of it is read back.
CODES = sorted(all_states().keys() - {"YUG"})

TITLES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n,;\"<&|'=\u202e\u200b")
)
# With closed ends, so that no white space is lost; or empty.
CLOSED_TITLES = st.just("") | TITLES.map(lambda title: f"{title}.".strip())
DAYS = st.integers(0, 29_000).map(lambda days: date(1946, 1, 10) + timedelta(days))
# Few, so that several roll calls share one; none is empty.
SYMBOLS = ("A/RES/79/1", "A/RES/79/2", "A/RES/ES-11/7", "S/RES/2774 (2025)", "A/79/L.2", "")


def votes_by_state(
    letters: str, states: list[str] = CODES, **sizes: int
) -> st.SearchStrategy[dict[str, str]]:
    """Return the votes of some states in a roll call, as letters."""
    return st.dictionaries(st.sampled_from(states), st.sampled_from(letters), **sizes)


@st.composite
def records(draw: st.DrawFn, *, numbered: bool | None = None, plain: bool = False) -> unvote.Record:
    """Draw a record as the readers make them.

    Parameters
    ----------
    draw : callable
        Hypothesis's own.
    numbered : bool, optional
        Whether the source has its own numbers, so that several roll calls may share symbol and
        date.
    plain : bool
        Leave out what a table with one column per state has no room for.
    """
    numbered = draw(st.booleans()) if numbered is None else numbered
    states = sorted(draw(st.sets(st.sampled_from(CODES), min_size=2, max_size=9)))
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(SYMBOLS if numbered else SYMBOLS[:-1]), st.none() | DAYS),
            min_size=1,
            max_size=6,
            # Without numbers, the id of a roll call that shares its symbol contains its place.
            unique_by=None if numbered else lambda key: key[0],
        )
    )
    row = {"min_size": len(states), "max_size": len(states)}
    matrix = [draw(st.lists(st.sampled_from("YYNAX"), **row))]  # every state votes at least once
    cells = st.lists(st.sampled_from(["", *"YYNAX"]), **row).filter(any)
    nobody = st.just(["X"] * len(states))
    matrix += [draw(cells | nobody) for _ in keys[1:]]
    columns: dict[str, list[Any]] = {
        "symbol": [symbol for symbol, _ in keys],
        "date": [day for _, day in keys],
        "number": [str(4_000_000 + place) if numbered else "" for place, _ in enumerate(keys)],
        "source": ["undl" if numbered else "own"] * len(keys),
        "organ": ["SC" if symbol.startswith("S/") else "GA" for symbol, _ in keys],
        "title": [draw(CLOSED_TITLES) for _ in keys],
    }
    if not plain:
        columns |= draw(_described(len(keys)))
    return _made(columns, states, matrix)


@st.composite
def councils(draw: st.DrawFn) -> unvote.Record:
    """Draw a record of the Security Council: eleven members until 1965, then fifteen."""
    others = st.sampled_from(sorted({*CODES} - permanent_members()))
    elected = draw(st.lists(others, min_size=10, max_size=10, unique=True))
    states = [*sorted(permanent_members()), *elected]
    days = draw(st.lists(DAYS, min_size=1, max_size=4))
    sizes = [11 if day < date(1966, 1, 1) else 15 for day in days]
    votes = st.lists(st.sampled_from("YYYYNAX"), min_size=15, max_size=15)
    columns = {
        "symbol": [f"S/RES/{number} ({day.year})" for number, day in enumerate(days, 1)],
        "date": days,
        "source": ["own"] * len(days),
        "organ": ["SC"] * len(days),
        "title": [draw(CLOSED_TITLES) for _ in days],
    }
    return _made(columns, states, [draw(votes)[:size] + [""] * (15 - size) for size in sizes])


def _made(
    columns: dict[str, list[Any]], states: list[str], matrix: list[list[str]]
) -> unvote.Record:
    """Make a record like the readers, from letters by roll calls and states."""
    places = {code: place for place, code in enumerate(build.known_states())}
    cast = [
        (row, places[state], LETTERS.index(letter))
        for row, letters in enumerate(matrix)
        for state, letter in zip(states, letters, strict=True)
        if letter
    ]
    entries = np.array(cast)
    return build.make_record(
        "drawn",
        columns,
        build.Cast(entries[:, 0], entries[:, 1], entries[:, 2].astype(np.int8)),
        second_vote=lambda first, again: unvote.DataError(f"{first} and {again}"),
    )


def _described(rows: int) -> st.SearchStrategy[dict[str, list[Any]]]:
    """Return what else a source may say about this many roll calls."""

    def each(one: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
        return st.lists(one, min_size=rows, max_size=rows)

    text = st.sampled_from(["", "A/79/L.7", 'A "quoted", text', "=1+1", "one|two"])
    total = st.none() | st.integers(0, 200)
    return st.fixed_dictionaries(
        {
            **dict.fromkeys(("meeting", "agenda", "subjects", "link"), each(text)),
            "note": each(
                st.sampled_from(["", "Amendment", "RECORDED - No machine generated vote"])
            ),
            "part": each(st.sampled_from(["", "amendment", "paragraph"])),
            "modality": each(st.sampled_from(["", "", "recorded vote", "without vote"])),
            **dict.fromkeys(("published_yes", "published_no", "published_members"), each(total)),
        }
    )


def reordered(record: unvote.Record, rows: list[int], columns: list[int]) -> unvote.Record:
    """Return a record with its roll calls and its states in another order."""
    votes = record.votes.iloc[rows, columns]
    return unvote.Record(record.rollcalls.iloc[rows], votes, record.name)


def with_absent(record: unvote.Record, code: str) -> unvote.Record:
    """Return a record in which one more state is a member and never votes."""
    votes = record.votes.assign(**{code: np.int8(Vote.NOT_VOTING)})
    return unvote.Record(record.rollcalls, votes, record.name)


def with_votes(record: unvote.Record, code: str, vote: Vote) -> unvote.Record:
    """Return a record in which a state casts this vote wherever it was a member."""
    votes = record.votes.copy()
    votes[code] = votes[code].mask(votes[code] != Vote.NOT_A_MEMBER, np.int8(vote)).astype("int8")
    return unvote.Record(record.rollcalls, votes, record.name)
