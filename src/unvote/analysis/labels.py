"""What a bloc is called: after a group and those beside it, or after its typical members."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from unvote.analysis.actors import Groups
from unvote.analysis.distances import Measured
from unvote.record import Matrix, Record
from unvote.world.groups import all_groups
from unvote.world.states import all_states
from unvote.world.words import listed

# Blocs so small are called after their members.
SMALL = 2
# After so many members a larger one is called that is like no group.
TYPICAL = 3


class Label(NamedTuple):
    """What a bloc is called, and how like a group it is, if it is called after one.

    Attributes
    ----------
    name : str
        The group, with those of the bloc that are not in it, or members of the bloc.
    overlap : float
        The states in both bloc and group to those in either; missing where there is no group.
    group : str
        The code of the group.
    """

    name: str
    overlap: float = np.nan
    group: str = ""


def labels_of(
    measured: Measured, blocs: Matrix, fits: Matrix, groups: Groups | None
) -> dict[int, Label]:
    """Return what each bloc is called; no group names two blocs."""
    members = {
        place: {measured.states[row] for row in np.flatnonzero(blocs == place)}
        for place in range(int(blocs.max()) + 1)
    }
    labels = {
        place: Label(listed(sorted(map(_name, codes))))
        for place, codes in members.items()
        if len(codes) <= SMALL
    }
    alike = []
    for order, (name, group) in enumerate(_groups_of_the_day(measured.record, groups).items()):
        for place, codes in members.items():
            if place not in labels and _is_like(codes, group):
                overlap = len(codes & group) / len(codes | group)
                others = sorted(_name(code) for code in codes - group)
                alike.append((-overlap, min(codes), order, place, name, others))
    for overlap, _, _, place, name, others in sorted(alike):
        if place not in labels and name not in {label.group for label in labels.values()}:
            beside = [f"{len(others)} others"] if len(others) > 1 else others
            labels[place] = Label(listed([name, *beside]), -overlap, name)
    for place in members.keys() - labels.keys():
        rows = np.flatnonzero(blocs == place)
        typical = rows[np.lexsort((-measured.joint[rows], -fits[rows]))[:TYPICAL]]
        names = [_name(measured.states[row]) for row in typical]
        labels[place] = Label(listed([*names, "others"] if len(rows) > TYPICAL else names))
    return labels


def _is_like(bloc: set[str], group: set[str]) -> bool:
    """Return whether a bloc may be called after a group.

    Three quarters of the bloc are in it, and more states are in both than in one alone.
    """
    both = len(bloc & group)
    return 4 * both >= 3 * len(bloc) and 2 * both > len(bloc | group)


def _name(code: str) -> str:
    return all_states()[code].name


def _groups_of_the_day(record: Record, groups: Groups | None) -> dict[str, set[str]]:
    """Return the members of every group on the last day of a record, the user's groups first."""
    every = {group.code: group for group in [*(groups or {}).values(), *all_groups().values()]}
    return {code: set(group.members(record.last_day)) for code, group in every.items()}


def overlaps_note(labels: Sequence[Label]) -> list[str]:
    """Return a line on how like the groups the blocs are that are called after them."""
    shares = [f"{label.group} {label.overlap:.0%}" for label in labels if label.group]
    if not shares:
        return []
    return [f"overlap, states in both bloc and group to those in either: {', '.join(shares)}"]
