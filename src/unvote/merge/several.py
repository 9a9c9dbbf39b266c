"""Merges several sources into one record.

The sources, the most authoritative first: the UN Digital Library, the UN's extract, Voeten, the R
package unvotes, and any other file. For each roll call the most authoritative source counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unvote.codes import FULL
from unvote.errors import ArgumentError
from unvote.merge.authority import source_of
from unvote.merge.disagreements import differing_totals, differing_votes, disagreements_of, notes_on
from unvote.merge.fewer import FEWER_VOTES, Fewer, found_in
from unvote.merge.fill import fill, swap_unlisted
from unvote.merge.ids import record_of
from unvote.merge.likely import likely_within
from unvote.merge.match import NEW, match
from unvote.merge.rollcalls import COLUMNS, Rollcalls, aligned, in_order, union
from unvote.merge.traits import Traits, cast_in, traits_of
from unvote.record import Array, Record
from unvote.world.sources import ALIKE, AUTHORITY

COUNTS = ("source", "rollcalls", "used", "same", "possible_duplicates", "disagreements")


@dataclass(frozen=True)
class Merged:
    """Several sources as one record, and what was decided on the way."""

    record: Record  # every roll call once, oldest first, the undated last
    # `rollcall, date, what, used, used_from, other, other_from`: what was used and what another
    # source says. `what` is the code of a state (`used` and `other` are Y, N, A, X or, for not a
    # member, empty); yes, no, abstain, not_voting or members for a published total that differs
    # from the sum of the votes; "possible duplicate" for two roll calls of the record that are
    # likely, but not certain, to be the same; or "fewer votes" for a roll call that has fewer
    # states or votes in an edition of its source, which are not used.
    disagreements: pd.DataFrame
    # One row per source, the most authoritative first. It counts its `rollcalls`, those `used` in
    # the record, those that are the `same` as one of a more authoritative source, its
    # `possible_duplicates` of what is used, and all its `disagreements` with it.
    counts: pd.DataFrame


def merge(records: Iterable[Record], fewer: Sequence[Fewer] = ()) -> Merged:
    """Return one record of several sources; their order makes no difference.

    The sources are merged from the most to the least authoritative. Each roll call is compared
    with those that are there already. Two of one organ are the same by the first of these rules
    that fits:

    - They have the same number in the same numbering (Voeten and unvotes share one), the same
      year, and the same symbol or votes.
    - The normal form of the symbol and the day agree. Before 2004 the month is enough, since
      the days of one source are unreliable; if one has no date, the symbol is enough. Several with
      the same symbol are paired by tally, then by the votes.
    - The number of the resolution and the month agree, the letters differ but may only number
      the votes, and the votes are more alike than in any other pair.
    - One has only a draft, which is the draft of the other, on the same day.
    - A symbol is missing or is that of a page, and the month and every vote cast agree. At
      least five have to be in the minority, or the titles agree. Twins are paired in their
      order if both sides have as many.

    Whole texts match whole texts, and parts of texts match parts. Two different symbols of
    resolutions are never the same. Two roll calls that are likely, but not certain, to be the
    same stay apart, and are listed as a possible duplicate: nothing is left out.

    If two are the same, the votes and the attributes of the more authoritative one are used.
    Date, title, draft, meeting, agenda, subjects, note and link are filled in from the other; so
    is the symbol, if there is none or only that of a draft or a page. Organ, part, modality,
    number and totals are not filled in. If a less authoritative source lacks a state that did not
    vote, that is not a disagreement: such sources omit absences.

    The id of a roll call is its symbol if that is unique, else SYMBOL#NUMBER, or SYMBOL#DATE if
    the source has no number; without a symbol it is #NUMBER. The id names the source
    (#unvotes-123) if a more authoritative source gives the same id to another roll call.

    `records`: at least one, each of one source, and no two of the same.
    `fewer`: the roll calls that have fewer votes in newer editions of these sources.
    Raises ArgumentError if there is none, or several are of the same source.

    Examples
    --------
    >>> import unvote
    >>> ours = unvote.load("embedded")
    >>> some = ours.rows(slice(3))
    >>> theirs = some.with_facts(rollcalls=some.rollcalls.assign(source="unxml"))
    >>> merge([ours, theirs]).counts[["source", "rollcalls", "used", "same"]]
          source  rollcalls  used  same
    0      unxml          3     3     0
    1  reference         24    21     3
    """
    parts = sorted(records, key=lambda record: AUTHORITY.index(source_of(record)))
    names = [source_of(part) for part in parts]
    if not parts:
        raise ArgumentError("there is no record to merge: give one at least")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise ArgumentError(f"two records of the source {twice[0]}: make one edition of them first")
    states = union(parts)
    building = _Building(states, fewer)
    for part in parts:
        # The order of the roll calls in a file must not matter.
        building.add(source_of(part), in_order(aligned(part, states)))
    return building.finish()


class _Building:
    """A record that grows source by source, the most authoritative first."""

    def __init__(self, states: Sequence[str], fewer: Sequence[Fewer]) -> None:
        self.states = states
        self.fewer = fewer
        self.poorer: list[tuple[int, Fewer]] = []
        self.rollcalls = Rollcalls(
            pd.DataFrame(columns=list(COLUMNS)), np.zeros((0, len(states)), dtype=np.int8)
        )
        self.traits: list[Traits] = []
        # The row of each number of a numbering that sources share.
        self.numbered: dict[str, dict[str, int]] = {name: {} for name in ALIKE.values()}
        # What differs, and what is likely the same; rows are those of the roll calls here.
        self.differing: list[pd.DataFrame] = []
        self.likely: list[tuple[int, int, str]] = []
        self.counts: list[tuple[str, int, int, int, int, int]] = []

    def add(self, source: str, theirs: Rollcalls) -> None:
        """Match the roll calls of the next source, add the new ones, and note differences."""
        ours, numbering = self.rollcalls, ALIKE.get(source, "")
        traits = traits_of(theirs)
        numbers = self.numbered.get(numbering, {})
        place, doubtful = match(ours, theirs, numbers, traits=(self.traits, traits))
        same = np.flatnonzero(place != NEW)
        rows = place[same]
        others = theirs.take(same)
        swapped = swap_unlisted(ours, rows, others)
        differing = differing_votes(source, rows, ours.matrix[rows], others.matrix, self.states)
        self.differing.append(differing)
        self._fill(rows, others.table, swapped)
        new = np.flatnonzero(place == NEW)
        place[new] = len(ours.table) + np.arange(len(new))
        known = [ours.table] if len(ours.table) else []
        self.rollcalls = Rollcalls(
            pd.concat([*known, theirs.table.iloc[new]], ignore_index=True),
            np.vstack([ours.matrix, theirs.matrix[new]]),
        )
        self.traits += [traits[row] for row in new.tolist()]
        if numbering:
            for number, row in zip(theirs.table["number"].tolist(), place.tolist(), strict=True):
                if number:
                    self.numbered[numbering].setdefault(number, row)
        self.poorer += found_in(self.fewer, source, theirs.table, place.tolist())
        pairs = [(our, int(place[their])) for their, our in doubtful]
        pairs += [(int(place[one]), int(place[other])) for one, other in _within(theirs, traits)]
        pairs = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
        likely = sorted(set(pairs) - {(one, other) for one, other, _ in self.likely})
        self.likely += [(*pair, source) for pair in likely]
        self.counts.append(
            (source, len(place), len(new), len(same), len(likely), len(differing) + len(likely))
        )

    def _fill(self, rows: Array, theirs: pd.DataFrame, swapped: Array) -> None:
        """Fill in what the roll calls here lack, and update their traits."""
        table = self.rollcalls.table
        names = ["symbol", "draft", "date", "title"]
        before = [table[name] for name in names]
        fill(table, rows, theirs)
        changed = np.zeros(len(table), dtype=bool)
        changed[swapped] = True
        for name, old in zip(names, before, strict=True):
            now = table[name]
            changed |= (now.notna() & (now != old)).to_numpy(dtype=bool)
        at = np.flatnonzero(changed)
        for row, one in zip(at.tolist(), traits_of(self.rollcalls.take(at)), strict=True):
            self.traits[row] = one

    def finish(self) -> Merged:
        """Return the merged record, and what was decided on the way."""
        # Each source is in its order, and a more authoritative one comes first on a day.
        dates = self.rollcalls.table["date"].to_numpy()
        order = np.argsort(dates, kind="stable")  # no date: last
        record = record_of(self.rollcalls.take(order), self.states, FULL)
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        differing = [differing_totals(self.rollcalls), _poorer(self.poorer), *self.differing]
        likely = [
            (int(place[one]), int(place[other]), source) for one, other, source in self.likely
        ]
        disagreements = disagreements_of(record, place, differing, likely)
        ids = record.rollcalls.index
        return Merged(
            record=replace(
                record,
                notes=tuple(notes_on(disagreements)),
                possible_duplicates=tuple((ids[one], ids[other]) for one, other, _ in likely),
            ),
            disagreements=disagreements,
            counts=pd.DataFrame(self.counts, columns=list(COUNTS)).astype({"source": "str"}),
        )


def _poorer(found: Sequence[tuple[int, Fewer]]) -> pd.DataFrame:
    """Return as disagreements the roll calls that have fewer votes in newer editions."""
    rows = [(row, FEWER_VOTES, str(one.used), str(one.other), one.other_from) for row, one in found]
    frame = pd.DataFrame(rows, columns=["row", "what", "used", "other", "other_from"])
    return frame.astype({"row": np.int64})


def _within(rollcalls: Rollcalls, traits: list[Traits]) -> list[tuple[int, int]]:
    """Return the roll calls of one source that are likely, but not certain, to be the same."""
    cast = cast_in(rollcalls.matrix)
    return likely_within([(row, one, cast[row]) for row, one in enumerate(traits)])
