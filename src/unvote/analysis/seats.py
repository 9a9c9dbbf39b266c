"""What a reader must know about a state in earlier years: who held its seat, and other changes."""

from collections.abc import Iterable

import numpy as np

from unvote.codes import Vote
from unvote.record import Record
from unvote.world.tables import read_table


def seats(record: Record, states: Iterable[str]) -> list[str]:
    """Return a note on states that, on some days of a record, were not what they are now.

    Returns one note, or none.

    Examples
    --------
    >>> import unvote
    >>> seats(unvote.load("embedded"), ["CHN", "DEU"])
    []
    """
    named = set(states)
    days = record.rollcalls["date"].to_numpy()
    facts = []
    for row in read_table("seats"):
        if row["state"] in named and row["state"] in record.votes.columns:
            then = days <= np.datetime64(row["until"])
            if (record.votes[row["state"]].to_numpy()[then] != Vote.NOT_A_MEMBER).any():
                facts.append(row["fact"])
    return ["; ".join(facts)] if facts else []
