"""Which roll call of one source is which of another."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from unvote.codes import Vote
from unvote.merge.rollcalls import Rollcalls, days_of, forms_of, votes_of
from unvote.record import Matrix

# Sources that number the roll calls alike, and the name of that numbering.
NUMBERING = {"voeten": "rcid", "unvotes": "rcid"}
# Before this day sources agree on the month at best.
DAYS_AGREE_FROM = pd.Timestamp("2004-01-01")
# What stands for a row where a roll call is the same as none, or where that is undecided.
NEW, UNDECIDED = -1, -2

# The row of each roll call by its number in a numbering that several sources share.
Numbered = dict[tuple[str, str], int]


def match(
    ours: Rollcalls, theirs: Rollcalls, source: str, numbered: Numbered
) -> tuple[Matrix, dict[int, list[int]]]:
    """Return which of ours each of theirs is, and which each might be that is undecided.

    Parameters
    ----------
    ours : Rollcalls
        Those of the more authoritative sources, with the columns of theirs.
    theirs : Rollcalls
        Those of the next source.
    source : str
        The name of that.
    numbered : dict
        The rows of ours that have a number, by numbering and number.

    Returns
    -------
    place : array, one number a roll call of theirs
        The row of ours, NEW or UNDECIDED.
    candidates : dict
        By the rows of theirs that have the symbol and date of one of ours, all of ours that do.
    """
    place = np.full(len(theirs.table), NEW)
    numbering = NUMBERING.get(source)
    for row, number in enumerate(theirs.table["number"] if numbering else ()):
        place[row] = numbered.get((str(numbering), number), NEW)
    # What has a number of this numbering is one of this source or none of them.
    taken = {row for (shared, _), row in numbered.items() if shared == numbering}

    undated = _undated(ours.table) | _undated(theirs.table)
    free = [row not in taken for row in range(len(ours.table))]
    our_rows = _rows_by_key(ours.table, undated, free)
    their_rows = _rows_by_key(theirs.table, undated, (place == NEW).tolist())
    candidates = {}
    for key in our_rows.keys() & their_rows.keys():
        pairs = _pairs(our_rows[key], their_rows[key], ours.matrix, theirs.matrix)
        for row in their_rows[key]:
            place[row] = pairs.get(row, UNDECIDED)
            candidates[row] = our_rows[key]
    return place, candidates


def _rows_by_key(
    table: pd.DataFrame, undated: set[tuple[str, bool]], free: list[bool]
) -> dict[Any, list[int]]:
    """Return the rows that are free to be matched, by symbol and date."""
    rows: dict[Any, list[int]] = defaultdict(list)
    for row, key in enumerate(_keys(table, undated)):
        if key and free[row]:
            rows[key].append(row)
    return rows


def _pairs(
    ours: list[int], theirs: list[int], our_matrix: Matrix, their_matrix: Matrix
) -> dict[int, int]:
    """Return which of theirs is which of ours, all of one symbol and date."""
    if len(ours) == len(theirs) == 1:
        return {theirs[0]: ours[0]}
    pairs: dict[int, int] = {}
    our_votes, their_votes = cast_in(our_matrix[ours]), cast_in(their_matrix[theirs])
    our_tallies, their_tallies = tallies_of(our_votes), tallies_of(their_votes)
    for tally in set(our_tallies) & set(their_tallies):
        fitting = _by_votes(ours, our_votes, our_tallies, tally)
        others = _by_votes(theirs, their_votes, their_tallies, tally)
        for votes in fitting.keys() & others.keys():
            pairs |= zip(others[votes], fitting[votes], strict=False)
            # One too many of theirs stays undecided, and is no candidate for the rest.
            count = min(len(others[votes]), len(fitting[votes]))
            fitting[votes], others[votes] = fitting[votes][count:], others[votes][count:]
        left = [rows for rows in fitting.values() if rows]
        right = [rows for rows in others.values() if rows]
        if len(left) == len(right) == 1:
            pairs |= zip(right[0], left[0], strict=False)
    return pairs


def _undated(table: pd.DataFrame) -> set[tuple[str, bool]]:
    """Return the symbols, with whole or part, that a roll call without a date has."""
    rows = table[table["date"].isna()]
    return set(zip(forms_of(rows), rows["part"] != "", strict=True))


def _keys(table: pd.DataFrame, undated: set[tuple[str, bool]]) -> Iterable[Any]:
    """Yield that by which two sources mean the same roll call; None without a symbol."""
    if not len(table):
        return
    days = days_of(table)
    early = (table["date"] < DAYS_AGREE_FROM).tolist()
    for form, part, day, in_month in zip(forms_of(table), table["part"], days, early, strict=True):
        key = (form, part != "")
        dated = (*key, day[:7] if in_month else day)
        yield (key if key in undated else dated) if form else None


def cast_in(matrix: Matrix) -> Matrix:
    """Return the votes that were cast; sources differ in whether they list the absent."""
    return np.where(matrix == Vote.NOT_VOTING, np.int8(Vote.NOT_A_MEMBER), matrix)


def tallies_of(cast: Matrix) -> list[tuple[int, int, int]]:
    """Return yes, no and abstain of each roll call."""
    kinds = (Vote.YES, Vote.NO, Vote.ABSTAIN)
    counts = [np.count_nonzero(cast == kind, axis=1).tolist() for kind in kinds]
    return list(zip(*counts, strict=True))


def _by_votes(
    rows: list[int], cast: Matrix, tallies: list[tuple[int, int, int]], tally: tuple[int, int, int]
) -> dict[bytes, list[int]]:
    """Return the roll calls with a tally, by the votes that were cast."""
    found: dict[bytes, list[int]] = defaultdict(list)
    for row, votes, counted in zip(rows, votes_of(cast), tallies, strict=True):
        if counted == tally:
            found[votes].append(row)
    return found
