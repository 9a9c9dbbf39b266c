"""Where two sides differ: the roll calls, their positions, and how the others voted."""

from typing import NamedTuple

import numpy as np

from unvote.analysis.actors import Groups, actors, among_states, both_cast, pair_positions
from unvote.codes import Vote
from unvote.errors import ArgumentError
from unvote.record import Array, Matrix, Record, count_of
from unvote.world.groups import Group
from unvote.world.states import State


class Split(NamedTuple):
    """The roll calls in which two sides differ, their positions, and how the others voted."""

    one: State | Group
    other: State | Group
    present: Array
    differ: Array
    record: Record
    first: Array
    second: Array
    listed: list[str]
    votes: Matrix
    reasons: list[str]
    notes: list[str]


def split_of(
    record: Record, a: str, b: str, groups: Groups | None, *, opposed: bool, among: str | None
) -> Split:
    """Return where two sides differ.

    `present` marks the roll calls in which both sides have a member and a position, `differ` those
    in which they differ. `record` has only the roll calls in which they differ, and so have the
    positions `first` and `second` (one row per roll call, one column) and `votes` (one column for
    each state `listed`; A and B themselves are not). `reasons` counts the roll calls in which the
    two do not differ, `notes` says what else was left out.
    """
    [one, other] = actors([a, b], groups)
    if one == other:
        raise ArgumentError(f"'{a}' and '{b}' are one and the same: name two sides")
    first, second, notes = pair_positions(record, one, other)
    cast = both_cast(first, second)
    differ = cast & (first != second)
    if opposed:
        differ &= (first != Vote.ABSTAIN) & (second != Vote.ABSTAIN)
    present = (first != Vote.NOT_A_MEMBER) & (second != Vote.NOT_A_MEMBER)
    both = f"{one.code} and {other.code}"
    reasons = [
        f"{count_of(int(rows.sum()), 'roll call')} in which {why}"
        for rows, why in (
            (cast & (first == second), f"{both} agree"),
            (cast & (first != second) & ~differ, f"one of {both} abstained"),
            (present & ~cast, f"one of {both} did not vote"),
        )
        if rows.any()
    ]
    record = record.rows(differ)
    states = among_states(record, among, groups)
    listed = [code for code in states if code not in (one.code, other.code)]
    votes = record.votes_of(listed)
    columns = (first[differ][:, np.newaxis], second[differ][:, np.newaxis])
    return Split(one, other, present, differ, record, *columns, listed, votes, reasons, notes)
