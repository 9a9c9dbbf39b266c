"""Counts how often two states voted in each way, for many pairs at once."""

from itertools import product

import numpy as np

from unvote.analysis.actors import both_cast
from unvote.analysis.measures import PairCounts
from unvote.analysis.slices import Slices
from unvote.codes import CAST, Vote
from unvote.record import Array, Matrix

# How many roll calls are multiplied at once: memory grows with the block, not with the record.
BLOCK = 8192


def joint(left: Matrix, right: Matrix, pairs: tuple[Array, Array] | None = None) -> PairCounts:
    """Return the joint votes of every column of one matrix with every column of another.

    `left`, `right`: array of int8, roll calls by p and roll calls by q: codes of `Vote`;
    NOT_A_MEMBER where a roll call does not count.
    `pairs`: two arrays, optional: the places of some pairs, in p and in q; None: all.
    Returns whole numbers: arrays of p by q, or one number for each of the pairs.
    """
    shape = (left.shape[1], right.shape[1]) if pairs is None else (len(pairs[0]),)
    # To take a cell by one number is four times as fast as by two.
    flat = None if pairs is None else pairs[0] * right.shape[1] + pairs[1]

    def taken(counts: Array) -> Array:
        return (counts if flat is None else counts.take(flat)).astype(np.int64)

    cells = np.zeros((3, 3, *shape), dtype=np.int64)
    members = np.zeros(shape, dtype=np.int64)
    for start in range(0, len(left), BLOCK):
        ours, theirs = (_indicators(votes[start : start + BLOCK]) for votes in (left, right))
        for a, b in product(range(3), repeat=2):
            # Exact: single precision holds all whole numbers up to 16,777,216.
            cells[a, b] += taken(ours[a].T @ theirs[b])
        members += taken(ours[3].T @ theirs[3])
    return PairCounts(cells, members - cells.sum(axis=(0, 1)))


def _indicators(votes: Matrix) -> list[Matrix]:
    """Return matrices of zeros and ones, roll calls by states: yes, abstain, no, member."""
    kinds = [votes == vote for vote in CAST]
    return [where.astype(np.float32) for where in (*kinds, votes != Vote.NOT_A_MEMBER)]


def joint_in_slices(left: Matrix, right: Matrix, slices: Slices) -> PairCounts:
    """Return the joint votes of each column of one matrix with that of another, slice by slice.

    `left`, `right`: array of int8, roll calls by p: codes of `Vote`; NOT_A_MEMBER where a roll call
    does not count.
    Returns arrays of slices by p, of whole numbers.
    """
    counts = [[slices.sums((left == a) & (right == b)) for b in CAST] for a in CAST]
    absent = (left != Vote.NOT_A_MEMBER) & (right != Vote.NOT_A_MEMBER) & ~both_cast(left, right)
    return PairCounts(np.array(counts), slices.sums(absent))
