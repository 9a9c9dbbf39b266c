"""Fills gaps of a roll call from a less authoritative source or an older edition."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from unvote.merge.rollcalls import Rollcalls
from unvote.merge.traits import DRAFT, TEXT, kind_of
from unvote.record import TEXTS, TOTALS, Array, Matrix
from unvote.world.modality import is_without_vote

# Never taken from another source: it identifies the roll call, or is a fact about the votes.
_OWN = ("symbol", "session", "organ", "part", "modality", "number", "source", "added")
FILLED = tuple(name for name in TEXTS if name not in _OWN)
# Taken from an older edition of the same source only.
_OF_EDITIONS = ("session", "modality", "number")


def swap_unlisted(ours: Rollcalls, rows: Array, theirs: Rollcalls) -> Matrix:
    """Swap the two roll calls if only theirs lists states; return the rows of ours.

    The library's list of all resolutions has texts alone; who voted how is in other sources.

    `ours`: the roll calls, which are changed.
    `rows`: the row of each that is the same as one of theirs.
    `theirs`: the others, in that order, which are changed too.
    """
    at = np.flatnonzero(~ours.matrix[rows].any(axis=1) & theirs.matrix.any(axis=1))
    swapped, first = np.unique(rows[at], return_index=True)
    at = at[first]
    for name in ours.table.columns if len(at) else ():
        mine, other = ours.table[name].copy(), theirs.table[name].copy()
        kept = mine.iloc[swapped].array.copy()
        mine.iloc[swapped], other.iloc[at] = other.iloc[at].array.copy(), kept
        ours.table[name], theirs.table[name] = mine, other
    ours.matrix[swapped], theirs.matrix[at] = theirs.matrix[at], np.int8(0)
    _fill_modality(ours, rows, theirs)
    return swapped


def _fill_modality(ours: Rollcalls, rows: Array, theirs: Rollcalls) -> None:
    """Fill in how a vote was taken from a source without votes, if the list does not say it."""
    listed = ours.matrix[rows].any(axis=1) & ~theirs.matrix.any(axis=1)
    how = ours.table["modality"].to_numpy(dtype=object).copy()
    others = theirs.table["modality"].to_numpy()[listed]
    for row, other in zip(rows[listed].tolist(), others, strict=True):
        if not how[row] and not is_without_vote(other):
            how[row] = other
    if listed.any():
        ours.table["modality"] = pd.Series(how, dtype="str")


def fill(ours: pd.DataFrame, rows: Array, theirs: pd.DataFrame, *, editions: bool = False) -> None:
    """Fill in the texts and dates that are missing, from the same roll calls of another source.

    The symbol of a text replaces a missing symbol, and that of a draft or a page. The earlier time
    of import counts.

    `ours`: the roll calls, which are changed.
    `rows`: the row of each that is the same as one of theirs.
    `theirs`: the others, in that order; where several are the same as one, the first counts.
    `editions`: whether both are of one source: numbers, sessions, published totals, how the vote
    was taken and whether it was on a part are then filled in too.
    """
    if not len(rows):
        return
    rows, theirs = rows[::-1], theirs.iloc[::-1]
    _fill_symbols(ours, rows, theirs)
    _fill_added(ours, rows, theirs)
    days = ours["date"].to_numpy()
    undated = np.isnat(days[rows])
    if undated.any():
        days = days.copy()
        days[rows[undated]] = theirs["date"].to_numpy()[undated]
        ours["date"] = days
    if editions:
        _fill_totals(ours, rows, theirs)
        # Only an edition with a note says whether the vote was on a part.
        _fill_texts(ours, rows, theirs, ["part"], ours["note"].to_numpy(dtype=object)[rows] == "")
    _fill_texts(ours, rows, theirs, [*FILLED, *_OF_EDITIONS] if editions else FILLED)


def _fill_texts(
    ours: pd.DataFrame,
    rows: Array,
    theirs: pd.DataFrame,
    names: Iterable[str],
    where: Matrix | bool = True,
) -> None:
    """Fill in the texts that are missing, of some of the rows."""
    for name in names:
        texts = ours[name].to_numpy(dtype=object)
        others = theirs[name].to_numpy(dtype=object)
        filled = (texts[rows] == "") & (others != "") & where
        if filled.any():
            texts = texts.copy()
            texts[rows[filled]] = others[filled]
            ours[name] = pd.Series(texts, dtype="str")


def _fill_totals(ours: pd.DataFrame, rows: Array, theirs: pd.DataFrame) -> None:
    """Fill in the published totals that are missing."""
    for name in TOTALS:
        missing = (ours[name].isna().to_numpy()[rows]) & theirs[name].notna().to_numpy()
        if missing.any():
            totals = ours[name].array.copy()
            totals[rows[missing]] = theirs[name].array[missing]
            ours[name] = totals


def _fill_added(ours: pd.DataFrame, rows: Array, theirs: pd.DataFrame) -> None:
    """Take the earlier of the two import times; an empty one is the earliest."""
    earlier = np.flatnonzero(theirs["added"].to_numpy() < ours["added"].to_numpy()[rows])
    if len(earlier):
        texts = ours["added"].to_numpy(dtype=object).copy()
        for row, text in zip(rows[earlier].tolist(), theirs["added"].iloc[earlier], strict=True):
            texts[row] = min(texts[row], text)
        ours["added"] = pd.Series(texts, dtype="str")


def _fill_symbols(ours: pd.DataFrame, rows: Array, theirs: pd.DataFrame) -> None:
    names = ("symbol", "session", "draft")
    texts = {name: ours[name].to_numpy(dtype=object).copy() for name in names}
    others = theirs[list(names)].to_numpy(dtype=object)
    changed = False
    for row, (symbol, session, draft) in zip(rows.tolist(), others, strict=True):
        own = texts["symbol"][row]
        if own == symbol:
            continue
        kind = kind_of(own)
        if kind == TEXT or (own and kind_of(symbol) != TEXT):
            continue
        if kind == DRAFT and not texts["draft"][row]:
            texts["draft"][row] = draft or own
        texts["symbol"][row] = symbol
        texts["session"][row] = texts["session"][row] or session
        changed = True
    for name in names if changed else ():
        ours[name] = pd.Series(texts[name], dtype="str")
