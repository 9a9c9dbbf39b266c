"""Texts adopted without a vote: who was a member then, and how they count as agreement."""

import numpy as np
import pandas as pd

from unvote.codes import Vote
from unvote.errors import ArgumentError
from unvote.record import Array, Record, count_of
from unvote.world.members import members_of, periods_of
from unvote.world.words import first_of


def members_then(record: Record) -> Array:
    """Return who was a member on the day of each text adopted without a vote.

    Returns an array of bool, roll calls by states: nobody if there was a vote, or if the members
    are not known.
    """
    there = np.zeros(record.votes.shape, dtype=bool)
    rows = np.flatnonzero(record.without_vote)
    if not len(rows):
        return there
    days = record.rollcalls["date"].to_numpy().astype("datetime64[D]")[rows]
    organs = record.rollcalls["organ"].iloc[rows].tolist()
    members = members_of(organs, periods_of(days), list(record.votes.columns))
    known = members.period >= 0
    there[rows[known]] = members.certain[:, members.period[known]].T
    return there


def as_agreement(record: Record) -> Record:
    """Return a record in which all members of the day say yes to a text without a vote.

    A yes of all is an agreement of all, which is how Häge and Hug count consensus. If the members
    of the day are not known, the text stays without votes.

    Raises ArgumentError if the whole record has no text without a vote for the session of some roll
    call or, outside the regular sessions, for its year.

    References
    ----------
    Häge and Hug 2016, International Interactions 42:503-529.
    """
    must_be_known(record)
    there, without = members_then(record), record.without_vote[:, np.newaxis]
    votes = np.where(without, np.where(there, Vote.YES, Vote.NOT_A_MEMBER), record.matrix)
    frame = pd.DataFrame(
        votes.astype(np.int8), index=record.votes.index, columns=record.votes.columns
    )
    return record.with_facts(votes=frame)


def consensus_note(record: Record) -> list[str]:
    """Return a line on the texts without a vote that are counted, if there are any."""
    counted = int((record.without_vote & record.matrix.any(axis=1)).sum())
    what = f"{count_of(counted, 'text')} adopted without a vote"
    return [f"{what} counted as agreement of all members of the day"] if counted else []


def known_note(record: Record) -> list[str]:
    """Return a line on the days for which texts without a vote are known, unless all are."""
    days, without = record.rollcalls["date"], record.without_vote
    known = days[without].dropna()
    if known.empty or not ((days < known.min()) | (days > known.max())).any():
        return []
    return [
        f"texts adopted without a vote are known only from {known.min():%Y-%m-%d} to"
        f" {known.max():%Y-%m-%d}"
    ]


def must_be_known(record: Record) -> None:
    """Refuse roll calls from a time for which the whole record has no text without a vote."""
    whole = record if record.whole is None else record.whole
    known = {time for times in _times(whole, whole.without_vote) for time in times}
    voted = record.matrix.any(axis=1) & ~record.without_vote
    times = [names for names in _times(record, voted) if known.isdisjoint(names[:1])]
    if not times:
        return
    lacking = list(dict.fromkeys(f"{organ} {time}" for (organ, time), *_ in times))
    since = " (the UN's extract has them from session 74 on: --from 2019-09)"
    of_session = any(first[0] == "GA" and year for first, *year in times)
    hint = since if of_session else ""
    raise ArgumentError(
        f"consensus: {record.name} has no text adopted without a vote in"
        f" {first_of(lacking)}, where {count_of(len(times), 'roll call')}"
        f" {'is' if len(times) == 1 else 'are'} selected: select others{hint}, or import the"
        " library's list of resolutions"
    )


def _times(record: Record, rows: Array) -> list[list[tuple[str, str]]]:
    """Return the organ with the session of some roll calls, and with the year.

    A regular session comes first; a vote of an emergency special session counts by its year.
    """
    table = record.rollcalls[rows]
    years = table["date"].dt.year.astype("Int64").astype("str").tolist()
    found = []
    for organ, session, year in zip(
        table["organ"].tolist(), table["session"].tolist(), years, strict=True
    ):
        of_year = (organ, year)
        found.append([(organ, f"session {session}"), of_year] if session.isdigit() else [of_year])
    return found
