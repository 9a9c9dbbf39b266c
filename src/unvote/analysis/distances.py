"""Which states can be compared, and how far apart they vote."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np

from unvote.analysis.actors import Groups, among_note, among_states
from unvote.analysis.coverage import left_out_note, measurable
from unvote.analysis.joint_votes import joint
from unvote.analysis.measures import find_measure
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.record import Array, Record, count_of
from unvote.world.spelling import plain
from unvote.world.states import all_states

# Every two states need this share of the roll calls as joint votes, unless a number is given.
SHARE = 0.1


class Measured(NamedTuple):
    """The states that can be compared, sorted by code, and the distances between them."""

    record: Record
    states: list[str]
    distances: Array
    joint: Array
    notes: list[str]
    reasons: list[str]


def measured_states(
    record: Record, measure: str, least: int | None, among: str | None, groups: Groups | None
) -> Measured:
    """Return the states that can be compared, and the distances between them."""
    formula = find_measure(measure)
    if least is not None and least < 1:
        raise ArgumentError(f"least '{least}': two states without a joint vote have no distance")
    record, notes = measurable(record, [formula])
    # Sorted, so that codes decide between equals, not the order of a file.
    states = sorted(among_states(record, among, groups))
    reasons = among_note(among, groups)
    if not len(record):
        if left_out := [*left_out_note(record), *notes]:
            raise NothingSelectedError(f"there are no votes to compare: {left_out[0]}")
        return Measured(record, [], np.zeros((0, 0)), np.zeros(0), notes, reasons)
    votes = record.votes_of(states)
    counts = joint(votes, votes)
    distances = np.maximum(1 - formula(counts), 0)
    np.fill_diagonal(distances, 0)
    enough = max(ceil(SHARE * len(record)), 1) if least is None else least
    kept = comparable((counts.n >= enough) & ~np.isnan(distances), counts.n.diagonal())
    stay = [states[row] for row in np.flatnonzero(kept)]
    if len(stay) < 3:
        raise NothingSelectedError(
            f"blocs need three states: too few of {count_of(len(states), 'state')} have at least"
            f" {count_of(enough, 'joint vote')} with each other; select more roll calls or lower"
            " --least"
        )
    undefined = formula.name if (np.isnan(distances) & (counts.n >= enough)).any() else ""
    gone = [states[row] for row in np.flatnonzero(~kept)]
    notes = [*notes, *_left_out(gone, enough, undefined)]
    distances = distances[np.ix_(kept, kept)]
    if not distances.any():
        raise NothingSelectedError(
            f"there are no blocs: the {len(stay)} states never differ; select more roll calls"
        )
    shared = counts.n[np.ix_(kept, kept)]
    np.fill_diagonal(shared, shared.max())
    return Measured(record, stay, distances, shared.min(axis=0), notes, reasons)


def _left_out(codes: Sequence[str], enough: int, undefined: str) -> list[str]:
    """Return a note on the states that are left out, and why."""
    if not codes:
        return []
    lacking = f"fewer than {enough:,} joint votes" if enough > 1 else "no joint vote"
    if undefined:
        lacking += f", or no {undefined},"
    names = sorted((all_states()[code].name for code in codes), key=plain)
    return [
        f"{count_of(len(codes), 'state')} left out, with {lacking} with one of the others"
        f" (--least): {', '.join(names)}"
    ]


def comparable(known: Array, cast: Array) -> Array:
    """Return the states to keep so that the distance of every pair is known.

    The state with the most unknown distances goes first; if several have as many, the one that cast
    the fewest votes, then the first by its code. At the end, a state whose distances to all that
    are left are known comes back.
    """
    missing = ~known
    np.fill_diagonal(missing, False)
    kept = np.ones(len(known), dtype=bool)
    gone: list[int] = []
    while (lacks := missing[:, kept].sum(axis=1) * kept).any():
        worst = np.flatnonzero(lacks == lacks.max())
        gone.append(worst[cast[worst].argmin()])
        kept[gone[-1]] = False
    for state in reversed(gone):
        kept[state] = not missing[state, kept].any()
    return kept
