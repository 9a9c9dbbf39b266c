"""Roll calls that have fewer votes in a newer edition: they keep the votes of the older one."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.codes import CAST, Vote
from unvote.merge.rollcalls import Rollcalls, days_of
from unvote.record import Array, Matrix

# What such a roll call is called among the disagreements.
FEWER_VOTES = "fewer votes"

# The key that finds a roll call of a source again: its number, its symbol and its day.
Key = tuple[str, str, str]


class Fewer(NamedTuple):
    """A roll call that a newer edition does not replace, since it would lose votes."""

    # They identify the roll call; the date is text, empty if there is none.
    source: str
    number: str
    symbol: str
    date: str
    # How many states it lists, and how many the newer edition does.
    used: int
    other: int
    other_from: str  # the newer edition

    @property
    def key(self) -> Key:
        """The key that finds the roll call again in its source."""
        return self.number, self.symbol, self.date


def keys_of(table: pd.DataFrame) -> list[Key]:
    """Return the key of each roll call of a source."""
    columns = (table["number"].tolist(), table["symbol"].tolist(), days_of(table))
    return list(zip(*columns, strict=True))


def keep_absences(newer: Matrix, rows: Array, older: Matrix) -> None:
    """Keep the states that did not vote if a newer edition lists only those that voted.

    `newer`: the votes of the newer edition, which are changed.
    `rows`: the row of each roll call that the older edition has too.
    `older`: the votes of the older edition, in that order.
    """
    votes = newer[rows]
    voters_only = ~(votes == Vote.NOT_VOTING).any(axis=1) & votes.any(axis=1)
    absent = voters_only[:, None] & (votes == Vote.NOT_A_MEMBER) & (older == Vote.NOT_VOTING)
    newer[rows] = np.where(absent, np.int8(Vote.NOT_VOTING), votes)


def loses_votes(newer: Matrix, older: Matrix) -> Matrix:
    """Return which roll calls of a newer edition lack a state of the older, or votes cast."""
    unlisted = ((newer == Vote.NOT_A_MEMBER) & (older != Vote.NOT_A_MEMBER)).any(axis=1)
    fewer = np.isin(newer, CAST).sum(axis=1) < np.isin(older, CAST).sum(axis=1)
    return np.asarray(unlisted | fewer)


def fewer_of(older: Rollcalls, newer: Matrix, edition: str) -> tuple[Fewer, ...]:
    """Note that these roll calls stay, with the number of votes in the newer edition."""
    sources, keys = older.table["source"].tolist(), keys_of(older.table)
    used, other = (np.count_nonzero(matrix, axis=1).tolist() for matrix in (older.matrix, newer))
    rows = zip(sources, keys, used, other, strict=True)
    return tuple(Fewer(source, *key, one, two, edition) for source, key, one, two in rows)


def found_in(
    fewer: Iterable[Fewer], source: str, table: pd.DataFrame, place: Sequence[int]
) -> list[tuple[int, Fewer]]:
    """Return those whose roll call is in the table of a source, each with its place."""
    own = [one for one in fewer if one.source == source]
    if not own:
        return []
    places = dict(zip(keys_of(table), place, strict=True))
    return [(places[one.key], one) for one in own if one.key in places]
