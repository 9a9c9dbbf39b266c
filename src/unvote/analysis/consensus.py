"""Texts adopted without a vote: who was a member then, and counting them as agreement."""

import numpy as np

from unvote.record import Matrix, Record
from unvote.world.members import members_of


def members_then(record: Record) -> Matrix:
    """Return who was a member on the day of each text adopted without a vote.

    Returns
    -------
    array of truths, roll calls by states
        Nobody where there was a vote, or where it is not known who the members were.
    """
    there = np.zeros(record.votes.shape, dtype=bool)
    rows = np.flatnonzero(record.without_vote)
    if not len(rows):
        return there
    days = record.rollcalls["date"].to_numpy().astype("datetime64[D]")[rows]
    organs = record.rollcalls["organ"].iloc[rows].tolist()
    members = members_of(organs, days, list(record.votes.columns))
    known = members.period >= 0
    there[rows[known]] = members.certain[:, members.period[known]].T
    return there
