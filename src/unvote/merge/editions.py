"""A newer edition of a source: which of its roll calls replace which of the older."""

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.errors import ArgumentError
from unvote.merge.authority import source_of
from unvote.merge.fill import fill, swap_unlisted
from unvote.merge.ids import record_of
from unvote.merge.match import NEW, match
from unvote.merge.rollcalls import Rollcalls, aligned, days_of, in_order, union, votes_of
from unvote.record import TEXTS, TOTALS, Matrix, Record


class Edition(NamedTuple):
    """A source after a newer edition came in, and what the newer edition did.

    Attributes
    ----------
    record : Record
        The source as it is now.
    new, replaced, unchanged : int
        How many roll calls of the newer edition were not there before, were there and differ,
        and were there just so.
    stayed : int
        How many roll calls of the older edition the newer one does not have.
    changed : bool
        Whether the record differs from the older edition.
    """

    record: Record
    new: int
    replaced: int
    unchanged: int
    stayed: int
    changed: bool


def newer_edition(old: Record, new: Record) -> Edition:
    """Return a source after a newer edition of it came in.

    The roll calls of the newer edition replace the same ones of the older, which keeps the
    others. They are the same where the source's own number, organ and year are, and symbol or
    votes agree; else as roll calls of two sources are (`unvote.merge.several.merge`). The
    numbers in files of other origin ("own") say nothing. Roll calls with neither number nor
    symbol are the same where their date and every vote are. What the newer leaves empty is
    filled from the older.

    Parameters
    ----------
    old, new : Record
        Two editions of one source.

    Raises
    ------
    ArgumentError
        If they are not of one source.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> edition = newer_edition(record.select(end="2024"), record.select(start="2024"))
    >>> edition.new, edition.unchanged, edition.stayed, len(edition.record)
    (5, 3, 16, 24)
    """
    if len(old) and len(new) and source_of(old) != source_of(new):
        raise ArgumentError(
            f"{new.name} is no edition of {old.name}: its source is {source_of(new)},"
            f" not {source_of(old)}"
        )
    before, after = (aligned(record, union([old, new])) for record in (old, new))
    named_own = (after.table["source"] == "own").any()
    numbers = {} if named_own else numbers_of(before.table)
    place = match(before, after, numbers, editions=True).place
    now, place = _one_each(after, place)
    same = np.flatnonzero(place != NEW)
    older = before.take(place[same])
    swap_unlisted(now, same, older)
    fill(now.table, same, older.table, number=True)
    known = Counter(_fingerprints(before.take(place[same]))) if len(same) else Counter()
    unchanged = sum((known & Counter(_fingerprints(now.take(same)))).values())
    stays = np.ones(len(before.table), dtype=bool)
    stays[place[same]] = False
    stayed = before.take(np.flatnonzero(stays))
    together = Rollcalls(
        pd.concat([stayed.table, now.table], ignore_index=True),
        np.vstack([stayed.matrix, now.matrix]),
    )
    return Edition(
        record=record_of(in_order(together), union([old, new]), new.name),
        new=len(place) - len(same),
        replaced=len(same) - unchanged,
        unchanged=unchanged,
        stayed=len(stayed.table),
        changed=not unchanged == len(place) == len(before.table) - len(stayed.table),
    )


def numbers_of(table: pd.DataFrame) -> dict[str, int]:
    """Return the row of each number of a source."""
    return {number: row for row, number in enumerate(table["number"]) if number}


def _one_each(after: Rollcalls, place: Matrix) -> tuple[Rollcalls, Matrix]:
    """Return those of a newer edition of which no two are the same one of the older."""
    again = pd.Series(place).duplicated().to_numpy() & (place != NEW)
    if again.any():
        first = {row: at for at, row in reversed(list(enumerate(place.tolist())))}
        rows = np.array([first[row] for row in place[again].tolist()])
        fill(after.table, rows, after.table[again], number=True)
        after, place = after.take(np.flatnonzero(~again)), place[~again]
    return after, place


def _fingerprints(rollcalls: Rollcalls) -> list[tuple[Any, ...]]:
    """Return all that is known of each roll call as something that can be compared."""
    table, matrix = rollcalls
    totals = [table[name].fillna(-1).tolist() for name in TOTALS]
    texts = [table[name].tolist() for name in TEXTS]
    return list(zip(*texts, *totals, days_of(table), votes_of(matrix), strict=True))
