"""Takes in newer editions of a source: their roll calls replace the same ones of the older."""

from collections import Counter
from collections.abc import Hashable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.errors import ArgumentError
from unvote.merge.authority import source_of
from unvote.merge.fewer import Fewer, fewer_of, keep_absences, loses_votes
from unvote.merge.fill import fill, swap_unlisted
from unvote.merge.ids import record_of
from unvote.merge.match import NEW, match
from unvote.merge.rollcalls import (
    SAID,
    Rollcalls,
    aligned,
    days_of,
    in_order,
    order_of,
    union,
    votes_of,
)
from unvote.merge.traits import Traits, traits_of
from unvote.record import TOTALS, Array, Record


class Edition(NamedTuple):
    """The changes that a newer edition of a source made."""

    # How many roll calls of the newer edition are new, differ from those of the older, and are
    # equal to them.
    new: int
    replaced: int
    unchanged: int
    stayed: int  # how many roll calls of the older edition the newer one does not have
    changed: bool  # whether the source differs from what it was before
    # The roll calls that would have lost votes, and stayed as they were.
    fewer: tuple[Fewer, ...] = ()


def newer_editions(
    old: Record, newer: Sequence[Record], *, replace_votes: bool = False
) -> tuple[Record, list[Edition]]:
    """Return a source after newer editions of it came in, and what each of them did.

    If none of them changed anything, it is the same record as before.

    The roll calls of a newer edition replace the same ones of the older; the others stay. Two are
    the same if they have the same number, organ and year, and the same symbol or votes; or by
    the rules for two sources (`unvote.merge.several.merge`). The numbers in files from
    elsewhere ("own") are ignored. Two roll calls with neither number nor symbol are the same if
    their date and every vote are.

    No edition makes the source poorer. If the newer edition lacks texts or published totals, or
    lists only the states that voted, these are filled in from the older. A roll call that would
    still lose votes stays as it was.

    `newer`: at least one, the newest last.
    `replace_votes`: the newer votes count even if they are fewer.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> whole, editions = newer_editions(record.select(end="2024"), [record.select(start="2024")])
    >>> editions
    [Edition(new=5, replaced=0, unchanged=3, stayed=16, changed=True, fewer=())]
    >>> len(whole)
    24
    """
    there = [one for one in (old, *newer) if len(one)]
    for one in there[1:]:
        if source_of(one) != source_of(there[0]):
            raise ArgumentError(
                f"{one.name} is not an edition of {there[0].name}: its source is {source_of(one)},"
                f" not {source_of(there[0])}"
            )
    states = union([old, *newer])
    growing = _Growing(aligned(old, states))
    editions = [growing.add(aligned(one, states), one.name, replace=replace_votes) for one in newer]
    if not any(edition.changed for edition in editions):
        return old, editions
    return record_of(in_order(growing.whole()), states, newer[-1].name), editions


class _Growing:
    """A source that grows edition by edition.

    Each edition is compared only with the roll calls that it may have too, so that a hundred small
    files cost no more than a large one.
    """

    def __init__(self, oldest: Rollcalls) -> None:
        self.parts = [oldest]
        # The traits and keys of all parts but the newest: its own wait for another edition.
        self.traits: list[Traits] = []
        self.keys: list[frozenset[Hashable]] = []
        self.newest: list[Traits] | None = None

    def whole(self) -> Rollcalls:
        """Return the roll calls that are there."""
        if len(self.parts) > 1:
            tables = [part.table for part in self.parts]
            matrices = [part.matrix for part in self.parts]
            self.parts = [Rollcalls(pd.concat(tables, ignore_index=True), np.vstack(matrices))]
        return self.parts[0]

    def add(self, after: Rollcalls, name: str, *, replace: bool) -> Edition:
        """Take in a newer edition."""
        newest = traits_of(self.parts[-1]) if self.newest is None else self.newest
        self.traits += newest
        self.keys += map(_keys, newest)
        traits = traits_of(after) if self.traits else None
        rows = self._related(traits or ())
        place = np.full(len(after.table), NEW)
        before = after.take([])
        if traits and rows:
            before = self.whole().take(rows)
            order = order_of(before)
            rows, before = [rows[row] for row in order], before.take(order)
            numbers = {} if (after.table["source"] == "own").any() else rows_by_number(before.table)
            known = [self.traits[row] for row in rows], traits
            place = match(before, after, numbers, editions=True, traits=known).place
        count = len(self.traits)
        now, place = _one_each(after, place)
        fewer: tuple[Fewer, ...] = ()
        if not replace:
            now, place, fewer = _none_poorer(now, place, before, name)
            traits = None if fewer else traits
        same = np.flatnonzero(place != NEW)
        older = before.take(place[same])
        fingerprints = Counter(_fingerprints(older))
        if len(same):
            swap_unlisted(now, same, older)
            fill(now.table, same, older.table, editions=True)
            replaced = {rows[row] for row in place[same].tolist()}
            stays = [row for row in range(count) if row not in replaced]
            self.parts = [self.whole().take(stays)]
            self.traits = [self.traits[row] for row in stays]
            self.keys = [self.keys[row] for row in stays]
        self.newest = None if len(same) else traits
        unchanged = sum((fingerprints & Counter(_fingerprints(now.take(same)))).values())
        stayed = len(self.traits)
        self.parts.append(now)
        return Edition(
            new=len(place) - len(same),
            replaced=len(same) - unchanged,
            unchanged=unchanged,
            stayed=stayed,
            changed=not unchanged == len(place) == count - stayed,
            fewer=fewer,
        )

    def _related(self, theirs: Sequence[Traits]) -> list[int]:
        """Return the rows of the roll calls that may be the same as one of theirs."""
        known: set[Hashable] = set().union(*map(_keys, theirs))
        rows = {row for row, keys in enumerate(self.keys) if not known.isdisjoint(keys)}
        # If several have the same number, all of them are needed to decide which one it is.
        numbers = {self.traits[row].number for row in rows} - {""}
        return sorted(rows | {row for row, one in enumerate(self.traits) if one.number in numbers})


def _keys(one: Traits) -> frozenset[Hashable]:
    """Return the keys of a roll call; two roll calls that match have one in common."""
    texts = {"number": one.number, "form": one.form, "stem": one.stem}
    drafts = (("draft", draft) for draft in one.drafts)
    return frozenset([(one.month, one.cast), *filter(itemgetter(1), texts.items()), *drafts])


def rows_by_number(table: pd.DataFrame) -> dict[str, int]:
    """Return the row of each number of a source."""
    return {number: row for row, number in enumerate(table["number"].tolist()) if number}


def _one_each(after: Rollcalls, place: Array) -> tuple[Rollcalls, Array]:
    """Return the newer roll calls, merging those that match the same one of the older edition."""
    again = pd.Series(place).duplicated().to_numpy() & (place != NEW)
    if again.any():
        first = {row: at for at, row in reversed(list(enumerate(place.tolist())))}
        rows = np.array([first[row] for row in place[again].tolist()])
        fill(after.table, rows, after.table[again], editions=True)
        after, place = after.take(np.flatnonzero(~again)), place[~again]
    return after, place


def _none_poorer(
    newer: Rollcalls, place: Array, before: Rollcalls, name: str
) -> tuple[Rollcalls, Array, tuple[Fewer, ...]]:
    """Leave out newer roll calls that would take votes from the older; report those left out."""
    same = np.flatnonzero(place != NEW)
    older, told = before.take(place[same]), newer.matrix[same]
    keep_absences(newer.matrix, same, older.matrix)
    votes = newer.matrix[same]
    poorer = loses_votes(votes, older.matrix) & votes.any(axis=1)
    if not poorer.any():
        return newer, place, ()
    stays = np.setdiff1d(np.arange(len(place)), same[poorer])
    rows = np.flatnonzero(poorer)
    return newer.take(stays), place[stays], fewer_of(older.take(rows), told[rows], name)


def _fingerprints(rollcalls: Rollcalls) -> list[tuple[Any, ...]]:
    """Return all that is known about each roll call, as values that can be compared."""
    table, matrix = rollcalls
    totals = [table[name].fillna(-1).tolist() for name in TOTALS]
    texts = [table[name].tolist() for name in SAID]
    return list(zip(*texts, *totals, days_of(table), votes_of(matrix), strict=True))
