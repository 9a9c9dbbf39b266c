"""What a bloc is called: after a group, or after its typical members."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from unvote.analysis.actors import Groups
from unvote.analysis.distances import Measured
from unvote.record import Matrix, Record
from unvote.world.groups import all_groups
from unvote.world.states import all_states
from unvote.world.words import listed

# Blocs of so few are called after their members.
SMALL = 2
# A larger bloc that is like no group is called after so many of its members.
TYPICAL = 3
# Where a group names a bloc, no more than one in so many of either may be missing in the other.
ONE_IN = 10


class Label(NamedTuple):
    """What a bloc is called, and how close it is to the group it is called after, if any.

    Attributes
    ----------
    name : str
        The group, with those of the bloc that are not in it, or members of the bloc.
    overlap : float
        The states in both bloc and group to those in either, of the states sorted into blocs;
        missing where there is no group.
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
    every = _groups_of_the_day(measured.record, groups)
    sorted_states = set(measured.states)
    known = set(all_groups()["P5"].members(measured.record.last_day))
    alike = []
    for order, (name, group) in enumerate(every.items()):
        present = group & sorted_states
        for place, codes in members.items():
            if place not in labels and _is_like(codes, group, present, known):
                overlap = len(codes & group) / len(codes | present)
                words = name if present <= codes else f"most of {name}"
                called = listed([words, *_beside(codes - group, known)])
                alike.append((-overlap, min(codes), order, place, Label(called, overlap, name)))
    for *_, place, label in sorted(alike):
        if place not in labels and label.group not in {one.group for one in labels.values()}:
            labels[place] = label
    for place in members.keys() - labels.keys():
        rows = np.flatnonzero(blocs == place)
        typical = rows[np.lexsort((-measured.joint[rows], -fits[rows]))]
        names = [_name(measured.states[row]) for row in typical]
        if len(names) > TYPICAL + 1:
            names[TYPICAL:] = ["others"]
        labels[place] = Label(listed(names))
    return labels


def _is_like(bloc: set[str], group: set[str], present: set[str], known: set[str]) -> bool:
    """Return whether a bloc may be called after a group.

    At most a tenth of the bloc is not in the group. At most a tenth of those of the group that
    are sorted into blocs is elsewhere, and no permanent member of the Security Council. And the
    bloc has most of the whole group: where only three states of the EU are sorted they are not
    called the EU.
    """
    elsewhere = present - bloc
    return (
        len(bloc - group) * ONE_IN <= len(bloc)
        and len(elsewhere) * ONE_IN <= len(present)
        and not elsewhere & known
        and 2 * len(bloc & group) > len(group)
    )


def _beside(others: set[str], known: set[str]) -> list[str]:
    """Return those of a bloc that are not in its group.

    One or two are named; of more, only the permanent members, with the number of others.
    """
    named = sorted(_name(code) for code in (others if len(others) <= SMALL else others & known))
    left = len(others) - len(named)
    return [*named, f"{left} other{'s' * (left > 1)}"] if left else named


def _name(code: str) -> str:
    return all_states()[code].name


def _groups_of_the_day(record: Record, groups: Groups | None) -> dict[str, set[str]]:
    """Return the members of every group on the last day of a record, the user's groups first."""
    every = {group.code: group for group in [*(groups or {}).values(), *all_groups().values()]}
    return {code: set(group.members(record.last_day)) for code, group in every.items()}


def overlaps_note(labels: Sequence[Label]) -> list[str]:
    """Return a line on how close each bloc is to the group it is called after."""
    shares = [f"{label.group} {label.overlap:.0%}" for label in labels if label.group]
    if not shares:
        return []
    return [
        "overlap = states in both bloc and group / states in either, of the states sorted:"
        f" {', '.join(shares)}"
    ]
