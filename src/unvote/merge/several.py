"""Several sources into one record.

The sources in the order of their authority: the UN Digital Library, the UN's extract, Voeten,
the R package unvotes, and any other file. Roll call by roll call the more authoritative counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unvote.codes import FULL
from unvote.errors import ArgumentError
from unvote.merge.authority import source_of
from unvote.merge.disagreements import (
    LEFT_OUT,
    differing_totals,
    differing_votes,
    disagreements_of,
    left_out_of,
    notes_on,
)
from unvote.merge.ids import record_of
from unvote.merge.match import NEW, NUMBERING, UNDECIDED, Numbered, match
from unvote.merge.rollcalls import COLUMNS, Rollcalls, aligned, in_order, union
from unvote.record import AUTHORITY, Matrix, Record

# What a less authoritative source may fill in where the more authoritative says nothing.
FILLED = ("title", "draft", "meeting", "agenda", "subjects", "note", "link")
COUNTS = ("source", "rollcalls", "used", "same", "left_out", "disagreements")


@dataclass(frozen=True)
class Merged:
    """Several sources as one record, and what was decided on the way.

    Attributes
    ----------
    record : Record
        Every roll call once, oldest first, the undated last.
    disagreements : DataFrame
        `rollcall, date, what, used, used_from, other, other_from`: what was used and what
        another source says. `what` is the code of a state (`used` and `other` are Y, N, A, X
        or, for not a member, empty); yes, no, abstain, not_voting or members for a published
        total that is not what the votes add up to; or "roll call" for one that was left out,
        because it cannot be decided which of those used it is.
    left_out : DataFrame
        The roll calls left out: `rollcall, date, source, number, yes, no, abstain`.
    counts : DataFrame
        One row a source, the most authoritative first: its `rollcalls`, of which `used` in the
        record, `same` as one of a more authoritative source, `left_out`; and its
        `disagreements` with what is used.
    """

    record: Record
    disagreements: pd.DataFrame
    left_out: pd.DataFrame
    counts: pd.DataFrame


def merge(records: Iterable[Record]) -> Merged:
    """Return one record of several sources; the order in which they are given does not count.

    From the most to the least authoritative source, each roll call is looked for among those
    that are there already. Two sources mean the same one where

    - they share a numbering (Voeten and unvotes do) and the number is the same, or else
    - the symbol and the date match (before 2004 the year and the month, for one source errs in
      the days); whole texts match whole texts and parts of texts match parts. Where one has no
      date, the symbol alone.

    Where several have that symbol and date in one of the two, the tally of yes, no and abstain
    pairs them, and among those with one tally the votes themselves. What then fits none, or
    several alike, is undecided: the less authoritative one stays out, counted and listed. A
    roll call without a symbol is matched by its number alone. A roll call that only one source
    has goes in.

    Of two that are the same, the votes and the attributes of the more authoritative are used.
    Title, draft, meeting, agenda, subjects, note and link are taken from the less authoritative
    one where the other says nothing; symbol, date, session, organ, part, modality and totals
    never are. Where a less authoritative source has nothing for a state that did not vote, it
    says nothing: such sources omit absences.

    The id of a roll call is its symbol where that is unique, SYMBOL#NUMBER where several share
    it (SYMBOL#DATE where the source has no number), #NUMBER where there is none; the source is
    named (#unvotes-123) where a more authoritative source gives the same id to another.

    Parameters
    ----------
    records : iterable of Record
        At least one, each of one source, and no two of the same.

    Raises
    ------
    ArgumentError
        If there is none, or they are not one a source.

    Examples
    --------
    >>> import unvote
    >>> ours = unvote.load("embedded")
    >>> theirs = ours.rows(slice(3))
    >>> theirs.rollcalls["source"] = "unxml"
    >>> merge([ours, theirs]).counts[["source", "rollcalls", "used", "same"]]
      source  rollcalls  used  same
    0   undl         24    24     0
    1  unxml          3     0     3
    """
    parts = sorted(records, key=lambda record: AUTHORITY.index(source_of(record)))
    names = [source_of(part) for part in parts]
    if not parts:
        raise ArgumentError("there is no record to merge: give one at least")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise ArgumentError(f"two records of the source {twice[0]}: make one edition of them first")
    states = union(parts)
    building = _Building(states)
    for part in parts:
        # The order of the roll calls in a file must not tell.
        building.add(source_of(part), in_order(aligned(part, states)))
    return building.finish()


class _Building:
    """A record that grows source by source, the most authoritative first."""

    def __init__(self, states: Sequence[str]) -> None:
        self.states = states
        self.rollcalls = Rollcalls(
            pd.DataFrame(columns=list(COLUMNS)), np.zeros((0, len(states)), dtype=np.int8)
        )
        self.numbered: Numbered = {}
        # Of what differs and what is left out: their rows are those of the roll calls here.
        self.differing: list[pd.DataFrame] = []
        self.left_out: list[pd.DataFrame] = []
        self.counts: list[tuple[str, int, int, int, int, int]] = []

    def add(self, source: str, theirs: Rollcalls) -> None:
        """Match the roll calls of the next source, use the new ones, note what differs."""
        ours = self.rollcalls
        place, candidates = match(ours, theirs, source, self.numbered)
        same = np.flatnonzero(place >= 0)
        rows = place[same]
        differing = differing_votes(
            source, rows, ours.matrix[rows], theirs.matrix[same], self.states
        )
        self.differing.append(differing)
        _fill(ours.table, rows, theirs.table.iloc[same])
        out = np.flatnonzero(place == UNDECIDED).tolist()
        self.left_out.append(
            left_out_of(source, theirs.take(out), [candidates[row] for row in out])
        )
        new = np.flatnonzero(place == NEW)
        place[new] = len(ours.table) + np.arange(len(new))
        known = [ours.table] if len(ours.table) else []
        self.rollcalls = Rollcalls(
            pd.concat([*known, theirs.table.iloc[new]], ignore_index=True),
            np.vstack([ours.matrix, theirs.matrix[new]]),
        )
        self._number(source, theirs.table["number"].tolist(), place.tolist())
        self.counts.append(
            (source, len(place), len(new), len(same), len(out), len(differing) + len(out))
        )

    def _number(self, source: str, numbers: list[str], rows: list[int]) -> None:
        """Note the numbers that other sources share."""
        numbering = NUMBERING.get(source)
        for number, row in zip(numbers, rows, strict=True) if numbering else ():
            if number and row >= 0:
                self.numbered.setdefault((str(numbering), number), row)

    def finish(self) -> Merged:
        """Return what has been built."""
        # Each source is in its order, and a more authoritative one comes first on a day.
        dates = self.rollcalls.table["date"].to_numpy()
        order = np.argsort(dates, kind="stable")  # no date: last
        record = record_of(self.rollcalls.take(order), self.states, FULL)
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        left_out = pd.concat(self.left_out, ignore_index=True)
        differing = [differing_totals(self.rollcalls), *self.differing]
        disagreements = disagreements_of(record, place, differing, left_out)
        return Merged(
            record=replace(record, notes=tuple(notes_on(disagreements))),
            disagreements=disagreements,
            left_out=left_out[list(LEFT_OUT)],
            counts=pd.DataFrame(self.counts, columns=list(COUNTS)).astype({"source": "str"}),
        )


def _fill(ours: pd.DataFrame, rows: Matrix, theirs: pd.DataFrame) -> None:
    """Take from a less authoritative source, row for row, the texts that are empty."""
    for name in FILLED if len(rows) else ():
        texts = ours[name].to_numpy(dtype=object)
        others = theirs[name].to_numpy(dtype=object)
        empty = texts[rows] == ""
        if (empty & (others != "")).any():
            texts = texts.copy()
            texts[rows[empty]] = others[empty]
            ours[name] = pd.Series(texts, dtype="str")
