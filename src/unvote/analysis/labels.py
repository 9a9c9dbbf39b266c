"""Names a bloc after a group, or after its typical members."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from unvote.analysis.actors import Groups
from unvote.analysis.distances import Measured
from unvote.record import Array, Record
from unvote.world.groups import all_groups
from unvote.world.states import all_states
from unvote.world.words import listed

# Blocs of at most this many states are named after all their members.
SMALL = 2
# A larger bloc that is like no group is named after this many of its members.
TYPICAL = 3
# A group may name a bloc if at most one in this many of either is missing in the other.
ONE_IN = 10


class Label(NamedTuple):
    """The name of a bloc, and how close the bloc is to the group that gave the name, if any."""

    name: str  # the group, and the states of the bloc that are not in it; or members of the bloc
    # The states in both bloc and group, divided by those in either; only states sorted into blocs
    # count. Missing if there is no group.
    overlap: float = np.nan
    group: str = ""  # the code of the group


def labels_of(
    measured: Measured, blocs: Array, fits: Array, groups: Groups | None
) -> dict[int, Label]:
    """Return the name of each bloc; no group names two blocs."""
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
    """Return whether a bloc may be named after a group.

    At most a tenth of the bloc is not in the group. Of the group's states that are sorted into
    blocs, at most a tenth, and no permanent member of the Security Council, is in another bloc. And
    the bloc has most of the whole group: if only three states of the EU are sorted, they are not
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
    """Name the states of a bloc that are not in its group.

    It names one or two; if there are more, only the permanent members, and the number of others.
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
    """Return a line that says how close each bloc is to the group it is named after."""
    shares = [f"{label.group} {label.overlap:.0%}" for label in labels if label.group]
    if not shares:
        return []
    return [
        "overlap = states in both bloc and group / states in either, of the states sorted:"
        f" {', '.join(shares)}"
    ]
