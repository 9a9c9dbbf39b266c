"""The pairs to compare: a side with its partners, several sides, or all states."""

from collections.abc import Iterator, Sequence
from math import comb
from typing import Any, NamedTuple

import numpy as np

from unvote.analysis.actors import pair_positions, position, positions_toward
from unvote.analysis.joint_votes import joint, joint_in_slices
from unvote.analysis.measures import PairCounts
from unvote.analysis.slices import Slices
from unvote.codes import Vote
from unvote.memory import must_fit
from unvote.progress import steps
from unvote.record import Array, Record
from unvote.world.groups import Group
from unvote.world.states import State

# About the memory of a pair in a slice if all rows are shown at once; CSV is written piece by
# piece, and takes a tenth.
BYTES = 400


class Pairs(NamedTuple):
    """Many pairs, slice by slice: who they are, how they voted, and their counts.

    `a` and `b` are places in `codes`; the votes of a pair are the column `first` of `left` and
    the column `second` of `right`.
    """

    codes: Sequence[str]
    slices: Array
    a: Array
    b: Array
    counts: PairCounts
    left: Array
    right: Array
    first: Array
    second: Array


def pairs_of_sides(
    record: Record, pairs: Sequence[tuple[Any, Any]], slices: Slices
) -> tuple[Pairs, list[str]]:
    """Return the counts of some pairs, slice by slice, and notes on what was left out."""
    positions, notes = [], []
    for a, b in pairs:
        first, second, more = pair_positions(record, a, b)
        notes += more
        positions.append((first, second))
    left, right = (
        np.array(positions, np.int8).reshape(len(pairs), 2, len(record)).transpose(1, 2, 0)
    )
    sides = list(dict.fromkeys(side.code for pair in pairs for side in pair))
    places = np.array([[sides.index(side.code) for side in pair] for pair in pairs])
    # Sorted by pair, then by slice.
    pair_of = np.repeat(np.arange(len(pairs)), len(slices.names))
    slice_of = np.tile(np.arange(len(slices.names)), len(pairs))
    counts = joint_in_slices(left, right, slices)
    found = Pairs(
        codes=sides,
        slices=slice_of,
        a=places[pair_of, 0],
        b=places[pair_of, 1],
        counts=PairCounts(counts.joint[:, :, slice_of, pair_of], counts.absent[slice_of, pair_of]),
        left=left,
        right=right,
        first=pair_of,
        second=pair_of,
    )
    return found, list(dict.fromkeys(notes))


def pairs_with(
    record: Record, a: State | Group, partners: Sequence[str], slices: Slices
) -> tuple[Pairs, list[str]]:
    """Count a side with every partner, slice by slice; return notes on what was left out too.

    A slice lists the partners that were members in it; none if A was not a member.
    """
    partners = [code for code in partners if code != a.code]
    votes = record.votes_of(partners)
    positions, notes = positions_toward(record, a, partners)
    here = slices.sums(votes != Vote.NOT_A_MEMBER) > 0
    if len(slices.names) > 1:
        here &= slices.sums(position(record, a)[0][:, np.newaxis] != Vote.NOT_A_MEMBER) > 0
    slice_of, partner_of = np.nonzero(here)
    counts = joint_in_slices(positions, votes, slices)
    found = Pairs(
        codes=[a.code, *partners],
        slices=slice_of,
        a=np.zeros_like(partner_of),
        b=partner_of + 1,
        counts=PairCounts(counts.joint[:, :, here], counts.absent[here]),
        left=positions,
        right=votes,
        first=partner_of,
        second=partner_of,
    )
    return found, notes


def pairs_of_all(
    record: Record, states: Sequence[str], slices: Slices
) -> tuple[int, Iterator[Pairs]]:
    """Return the number of pairs over all slices, and their counts, slice by slice."""
    votes = record.votes_of(states)
    members = (slices.sums(votes != Vote.NOT_A_MEMBER) > 0).sum(axis=1)
    height = sum(comb(count, 2) for count in members.tolist())
    must_fit(
        height * BYTES,
        f"{height:,} pairs in {len(slices.names):,} slices",
        "ask for some states, fewer roll calls (--from) or larger slices (--by year)",
    )
    return height, _slice_by_slice(states, votes, slices)


def _slice_by_slice(states: Sequence[str], votes: Array, slices: Slices) -> Iterator[Pairs]:
    # If there are no slices, there is one empty piece.
    for place in steps(range(max(len(slices.names), 1)), "counting pairs"):
        part = votes[slices.rows_of(place)]
        here = np.flatnonzero((part != Vote.NOT_A_MEMBER).any(axis=0))
        part = part[:, here]
        upper = np.triu_indices(len(here), 1)
        first, second = here[upper[0]], here[upper[1]]
        yield Pairs(
            codes=states,
            slices=np.full(len(first), place),
            a=first,
            b=second,
            counts=joint(part, part, upper),
            left=votes,
            right=votes,
            first=first,
            second=second,
        )
