"""A newer edition of a source: which of its roll calls replace which of the older."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.errors import ArgumentError
from unvote.merge.authority import source_of
from unvote.merge.ids import record_of
from unvote.merge.rollcalls import Rollcalls, aligned, days_of, forms_of, in_order, union, votes_of
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
    others. They are the same where the source's own numbers are, or, where one of the two has
    none, symbol and date, or, where one has no date, the symbol; whole texts and parts of texts
    are never the same. The numbers in files of other origin ("own") say nothing. Roll calls with
    neither number nor symbol are the same where their date and every vote are.

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
    gone, met = _same_in(before, after), _same_in(after, before)
    known = Counter(_fingerprints(before))
    unchanged = sum((known & Counter(_fingerprints(after))).values()) if known else 0
    stayed = before.take(np.flatnonzero(~gone))
    together = Rollcalls(
        pd.concat([stayed.table, after.table], ignore_index=True),
        np.vstack([stayed.matrix, after.matrix]),
    )
    return Edition(
        record=record_of(in_order(together), union([old, new]), new.name),
        new=int((~met).sum()),
        replaced=int(met.sum()) - unchanged,
        unchanged=unchanged,
        stayed=len(stayed.table),
        changed=not unchanged == len(new) == gone.sum(),
    )


def _fingerprints(rollcalls: Rollcalls) -> list[tuple[Any, ...]]:
    """Return all that is known of each roll call as something that can be compared."""
    table, matrix = rollcalls
    totals = [table[name].fillna(-1).tolist() for name in TOTALS]
    texts = [table[name].tolist() for name in TEXTS]
    return list(zip(*texts, *totals, days_of(table), votes_of(matrix), strict=True))


def _same_in(these: Rollcalls, those: Rollcalls) -> Matrix:
    """Return which of these roll calls of a source are among those of another edition."""
    numbers: set[Any] = set()
    # By the symbol, whole or part: the days of those that have no number, and of all.
    unnumbered: dict[tuple[str, bool], set[str]] = defaultdict(set)
    every: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for number, key, day in _identities(those):
        numbers.add(number)
        every[key].add(day)
        if number is None:
            unnumbered[key].add(day)
    same = []
    for number, key, day in _identities(these):
        days = (every if number is None else unnumbered).get(key, set())
        by_key = bool(key[0] and days) and (not day or day in days or "" in days)
        same.append(by_key or (number is not None and number in numbers))
    return np.array(same, dtype=bool)


def _identities(rollcalls: Rollcalls) -> Iterable[tuple[Any, tuple[str, bool], str]]:
    """Yield the number of each roll call or None, its symbol with whole or part, and its day."""
    table, matrix = rollcalls
    for number, source, form, part, day, votes in zip(
        table["number"],
        table["source"],
        forms_of(table),
        table["part"],
        days_of(table),
        votes_of(matrix),
        strict=True,
    ):
        identity: Any = number if source != "own" else ""
        if not identity and not form:
            identity = (day, votes)
        yield identity or None, (form, bool(part)), day
