"""Compares who is listed in a roll call with who was a member on that day."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.frames import LISTING, SEPARATOR, periods_of_votes
from unvote.record import Array, Matrix, Record, count_of
from unvote.remembered import remembered
from unvote.world.members import size_of
from unvote.world.sessions import is_far_from, time_of_vote
from unvote.world.states import all_states
from unvote.world.words import first_of


class Listing(NamedTuple):
    """Who is missing from the lists, and who should not be there."""

    states: list[str]  # the codes of all states that ever were members, the columns of the arrays
    # Arrays of bool, roll calls by states: the members that are not listed, and the listed states
    # that were not members. All false if the members are not known, and for a text without a vote.
    missing: Matrix
    unexpected: Matrix
    listed: Array  # array, one number per roll call: the number of states listed
    # array, one number per roll call: how many members the body has, if only that is known; else 0
    size: Array
    unknown: Array  # array of bool, one per roll call: whether not even that is known

    @property
    def unlisted(self) -> Array:
        """Return how many members each list lacks; a wrong state stands in for a missing one."""
        lacking = self.missing.sum(axis=1) - self.unexpected.sum(axis=1)
        return np.asarray(np.where(self.size, self.size - self.listed, lacking).clip(min=0))

    @property
    def others(self) -> Array:
        """Return how many of those listed cannot have been members."""
        excess = np.where(self.size, self.listed - self.size, 0).clip(min=0)
        return np.asarray(self.unexpected.sum(axis=1) + excess)

    @property
    def strange(self) -> Array:
        """Mark the lists on which at least half of the states were not members.

        Such a vote is probably of another organ.
        """
        lacking, others = self.missing.sum(axis=1), self.others
        return np.asarray((others > lacking) & (2 * others >= self.listed))


@remembered
def listing_of(record: Record) -> Listing:
    r"""Return who is missing and who should not be there, from the columns of the roll calls.

    Examples
    --------
    >>> import io, unvote
    >>> table = b"ms_code,ms_vote,resolution,date\nDDR,N,79/1,2024-12-01\nFRA,Y,79/1,2024-12-01\n"
    >>> listing = listing_of(unvote.read(io.BytesIO(table)))
    >>> int(listing.missing.sum()), int(listing.unexpected.sum())
    (192, 1)
    """
    states, table = sorted(all_states()), record.rollcalls
    missing, unexpected = (_named(table[name], states) for name in LISTING)
    size = np.zeros(len(table), dtype=np.int64)
    rows = np.flatnonzero(table[LISTING[0]].isna() & ~record.without_vote)
    if len(rows):
        starts, stops = (days[rows].tolist() for days in periods_of_votes(table))
        organs = table["organ"].iloc[rows]
        size[rows] = [size_of(*told) or 0 for told in zip(organs, starts, stops, strict=True)]
    unknown = np.zeros(len(table), dtype=bool)
    unknown[rows] = size[rows] == 0
    listed = np.count_nonzero(record.matrix, axis=1)
    return Listing(states, missing, unexpected, listed, size, unknown)


def _named(texts: Any, states: list[str]) -> Matrix:
    """Mark the states named in each text."""
    named = np.zeros((len(texts), len(states)), dtype=bool)
    place = {code: place for place, code in enumerate(states)}
    held = texts.fillna("").to_numpy(dtype=object)
    for row in np.flatnonzero(held != ""):
        named[row, [place[code] for code in held[row].split(SEPARATOR)]] = True
    return named


@remembered
def notes_on_listing(record: Record, *, missing: bool = True) -> list[str]:
    """Say what is doubtful about the lists and the days of roll calls.

    `missing`: whether to name the lists that lack members, and those of bodies of unknown size. If
    a source lists only who voted in most of its roll calls, its lists are not doubted for it.
    """
    listing, table = listing_of(record), record.rollcalls
    unlisted, listed = listing.unlisted, listing.listed
    unlisted[record.without_absences & (listed >= unlisted)] = 0
    unlisted[record.unlisted] = 0  # another note says that a vote has no list, and what then counts
    few = [
        f"{table.index[row]} ({listed[row]} of {listed[row] + unlisted[row]})"
        for row in (np.flatnonzero(unlisted).tolist() if missing else ())
    ]
    foreign = [
        f"{table.index[row]} ({listing.others[row]} of {listed[row]} listed)"
        for row in np.flatnonzero(listing.strange).tolist()
    ]
    strange = [
        f"{table.index[row]} ({first_of(_codes(listing, row))}, {_day(record, row)})"
        for row in np.flatnonzero(listing.unexpected.any(axis=1) & ~listing.strange).tolist()
    ]
    many = [
        f"{table.index[row]} ({listed[row]} of {listing.size[row]})"
        for row in np.flatnonzero(
            (listing.size > 0) & (listing.size < listed) & ~listing.strange
        ).tolist()
    ]
    late = [
        f"{table.index[row]} ({_day(record, row)}, session {table['session'].iloc[row]})"
        for row in np.flatnonzero(_outside(record)).tolist()
    ]
    whole = [
        f"{table.index[row]} ({listed[row]} listed)"
        for row in (np.flatnonzero(listing.unknown & (listed > 0)).tolist() if missing else ())
    ]
    told = (
        (few, "with only some of the members listed"),
        (
            foreign,
            "whose organ or day is probably wrong, since most states listed were not members"
            " (correct the symbol or the date)",
        ),
        (strange, "with states listed that were not members then"),
        (many, "with more states listed than there were members"),
        (late, "dated outside of the session"),
        (whole, "whose members are not known, so those listed count as all"),
    )
    return [
        f"{count_of(len(ones), 'roll call')} {what}: {first_of(ones)}"
        for ones, what in told
        if ones
    ]


def _codes(listing: Listing, row: Any) -> list[str]:
    return [listing.states[place] for place in np.flatnonzero(listing.unexpected[row])]


def _day(record: Record, row: Any) -> str:
    about = record.rollcalls.iloc[row]
    if not pd.isna(about["date"]):
        return f"{about['date'].date()}"
    if about["organ"] == "GA":
        return f"session {about['session']}"
    told = time_of_vote(*about[["organ", "session", "symbol"]])
    return f"{told[0].year}" if told else "no date"


def _outside(record: Record) -> Array:
    """Mark the roll calls dated in a year in which their session had no votes."""
    table = record.rollcalls
    dated = zip(table["session"].tolist(), table["date"].dt.year.tolist(), strict=True)
    away = np.array([is_far_from(*one) for one in dated], dtype=bool)
    return np.asarray(away & (table["organ"] == "GA").to_numpy())
