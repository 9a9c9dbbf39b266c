"""Compares who is listed in a roll call with who was a member on that day."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.frames import LISTING, SEPARATOR
from unvote.record import Matrix, Record, count_of
from unvote.world.sessions import time_told
from unvote.world.states import all_states
from unvote.world.symbols import SESSION_YEAR, session_number

# How many roll calls a note names.
FEW = 3


class Listing(NamedTuple):
    """Who is missing from the lists, and who should not be there.

    Attributes
    ----------
    states : list of str
        The codes of all states that ever were members, the columns of the arrays.
    missing, unexpected : array of truths, roll calls by states
        The members that are not listed, and the states listed that were no members. Both are
        empty where it is not known who the members were, and for a text without a vote.
    listed : array, one number per roll call
        How many states are listed.
    """

    states: list[str]
    missing: Matrix
    unexpected: Matrix
    listed: Matrix

    @property
    def unlisted(self) -> Matrix:
        """Return how many members each list lacks; a wrong state counts for a missing one."""
        lacking = self.missing.sum(axis=1) - self.unexpected.sum(axis=1)
        return np.asarray(lacking.clip(min=0))

    @property
    def strange(self) -> Matrix:
        """Return which lists have more states that were not members than members.

        Most of those listed: the vote is hardly one of that organ.
        """
        lacking, others = self.missing.sum(axis=1), self.unexpected.sum(axis=1)
        return np.asarray((others > lacking) & (2 * others >= self.listed))


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
    states = sorted(all_states())
    missing, unexpected = (_named(record.rollcalls[name], states) for name in LISTING)
    return Listing(states, missing, unexpected, np.count_nonzero(record.matrix, axis=1))


def _named(texts: Any, states: list[str]) -> Matrix:
    """Return which states are named in each of some texts."""
    named = np.zeros((len(texts), len(states)), dtype=bool)
    place = {code: place for place, code in enumerate(states)}
    held = texts.fillna("").to_numpy(dtype=object)
    for row in np.flatnonzero(held != ""):
        named[row, [place[code] for code in held[row].split(SEPARATOR)]] = True
    return named


def notes_on_listing(record: Record, *, missing: bool = True) -> list[str]:
    """Return what is doubtful about the lists and the days of roll calls, in words.

    The members missing come first, unless they are not asked for. That a source lists only who
    voted, if they are the most, is not a doubt about its lists.
    """
    listing, table = listing_of(record), record.rollcalls
    unlisted, listed = listing.unlisted, listing.listed
    unlisted[record.without_absences & (listed >= unlisted)] = 0
    # Of a vote without any list another note says that its totals are those published.
    unlisted[record.unlisted & table["published_yes"].notna().to_numpy(dtype=bool)] = 0
    few = [
        f"{table.index[row]} ({listed[row]} of {listed[row] + unlisted[row]})"
        for row in (np.flatnonzero(unlisted).tolist() if missing else ())
    ]
    foreign = [
        f"{table.index[row]} ({listing.unexpected[row].sum()} of {listed[row]})"
        for row in np.flatnonzero(listing.strange).tolist()
    ]
    strange = [
        f"{table.index[row]} ({_some(_codes(listing, row))}, {_day(record, row)})"
        for row in np.flatnonzero(listing.unexpected.any(axis=1) & ~listing.strange).tolist()
    ]
    late = [
        f"{table.index[row]} ({_day(record, row)}, session {table['session'].iloc[row]})"
        for row in np.flatnonzero(_outside(record)).tolist()
    ]
    told = (
        (few, "with only some of the members listed"),
        (foreign, "probably not of the organ named: most states listed were not members"),
        (strange, "that list states which were not members then"),
        (late, "dated outside of the session"),
    )
    return [
        f"{count_of(len(ones), 'roll call')} {what}: {_some(ones)}" for ones, what in told if ones
    ]


def _codes(listing: Listing, row: Any) -> list[str]:
    return [listing.states[place] for place in np.flatnonzero(listing.unexpected[row])]


def _day(record: Record, row: Any) -> str:
    about = record.rollcalls.iloc[row]
    if not pd.isna(about["date"]):
        return f"{about['date'].date()}"
    if about["organ"] == "GA":
        return f"session {about['session']}"
    told = time_told(*about[["organ", "session", "symbol"]])
    return f"{told[0].year}" if told else "no date"


def _outside(record: Record) -> Matrix:
    """Return which roll calls are dated in a year in which their regular session had no votes."""
    table = record.rollcalls
    numbers = {one: session_number(one) for one in table["session"].unique()}
    opened = [
        SESSION_YEAR + number if number and number < 100 else np.nan
        for number in map(numbers.get, table["session"].tolist())
    ]
    away = np.abs(table["date"].dt.year.to_numpy(dtype=float) - np.array(opened) - 0.5)
    return np.asarray((away > 2) & (table["organ"] == "GA").to_numpy())


def _some(names: Iterable[str]) -> str:
    """Return the first of some names, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - FEW:,} more" if len(every) > FEW else ""
    return ", ".join(every[:FEW]) + more
