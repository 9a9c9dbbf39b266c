"""What a bloc is called: after a group, after its members, or after the one in its midst."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from unvote.analysis.distances import Measured
from unvote.analysis.parties import Groups
from unvote.record import Matrix, Record
from unvote.world.groups import all_groups
from unvote.world.states import all_states

# A bloc is called after a group only if more states are in both than in one of them alone.
LIKE = 0.5
# Blocs so small are called after their members.
SMALL = 2


class Label(NamedTuple):
    """What a bloc is called, and how like the group of that name it is (missing: no group)."""

    name: str
    overlap: float


def labels_of(
    measured: Measured, blocs: Matrix, fits: Matrix, groups: Groups | None
) -> dict[int, Label]:
    """Return what each bloc is called; no group names two blocs."""
    members = {
        place: {measured.states[row] for row in np.flatnonzero(blocs == place)}
        for place in range(int(blocs.max()) + 1)
    }
    labels = {
        place: Label(" and ".join(sorted(all_states()[code].name for code in codes)), np.nan)
        for place, codes in members.items()
        if len(codes) <= SMALL
    }
    alike = []
    for order, (name, group) in enumerate(_groups_of_the_day(measured.record, groups).items()):
        for place, codes in members.items():
            overlap = len(codes & group) / len(codes | group)
            if place not in labels and overlap > LIKE:
                alike.append((-overlap, min(codes), order, place, name))
    for overlap, _, _, place, name in sorted(alike):
        if place not in labels and name not in {label.name for label in labels.values()}:
            labels[place] = Label(name, -overlap)
    for place in members.keys() - labels.keys():
        rows = np.flatnonzero(blocs == place)
        midst = rows[np.lexsort((-measured.joint[rows], -fits[rows]))[0]]
        labels[place] = Label(f"around {all_states()[measured.states[midst]].name}", np.nan)
    return labels


def _groups_of_the_day(record: Record, groups: Groups | None) -> dict[str, set[str]]:
    """Return the members of every group on the last day of a record, the user's groups first."""
    every = {group.code: group for group in [*(groups or {}).values(), *all_groups().values()]}
    return {code: set(group.members(record.last_day)) for code, group in every.items()}


def overlaps_note(labels: Sequence[Label]) -> list[str]:
    """Return a line on how like the groups the blocs are that are called after them."""
    shares = [f"{label.name} {label.overlap:.0%}" for label in labels if label.overlap > 0]
    if not shares:
        return []
    return [f"overlap, states in both bloc and group to those in either: {', '.join(shares)}"]
