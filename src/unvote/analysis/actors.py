"""States and groups as sides of a comparison: who belongs to them, and how they voted."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

import numpy as np

from unvote.codes import CAST, Vote
from unvote.errors import ArgumentError
from unvote.record import Array, Record, count_of
from unvote.remembered import remembered
from unvote.selection.positions import membership, plurality
from unvote.world.groups import REGIONS, Group, all_groups, find_actor
from unvote.world.states import State, all_states, former_names

Groups = Mapping[str, Group]
# The words for all regional groups, each counted separately.
_REGIONS = ("region", "regions")
WITH_WEOG = "the United States counts with WEOG, where it is formally an observer"


def actors(names: Iterable[str], groups: Groups | None = None) -> list[State | Group]:
    """Return the states and groups that names mean."""
    every = list(names)
    return [find_actor(name, groups, every) for name in every]


def is_regions(by: str | Sequence[str] | None) -> bool:
    """Return whether the regional groups are asked for, each counted separately."""
    return isinstance(by, str) and by.strip() in _REGIONS


def counted_separately(
    by: str | Sequence[str], groups: Groups | None, option: str = "by"
) -> list[State | Group]:
    """Return the groups and states that are counted separately.

    `by`: "region" or "regions": the regional groups; or groups and states: "EU,NATO".
    `option`: the name of the option for errors.
    Raises UnknownNameError or AmbiguousNameError if a name is unknown, or fits several states.
    Raises ArgumentError if nothing is named, or "region" is named with groups.
    """
    if is_regions(by):
        return [all_groups()[region] for region in REGIONS]
    names = by.split(",") if isinstance(by, str) else by
    if beside := [name.strip() for name in names if is_regions(name)]:
        raise ArgumentError(
            f"{option} '{','.join(names)}': {beside[0]} stands alone; with others, name the"
            f" regional groups ({','.join(REGIONS)})"
        )
    if not (named := [name for name in names if name.strip()]):
        raise ArgumentError(f"{option} '{','.join(names)}': name groups or states, or region")
    return actors(named, groups)


@remembered
def undated_note(record: Record, actor: State | Group) -> list[str]:
    """Return a note on the roll calls left out because membership depends on the day."""
    missing = int(record.rollcalls["date"].isna().sum())
    if isinstance(actor, State) or not actor.dated or not missing:
        return []
    return [
        f"{count_of(missing, 'roll call')} without a date left out: who belongs to {actor.code}"
        " depends on the day"
    ]


def members_note(record: Record, actor: State | Group) -> list[str]:
    """Return a note on a state in no roll call, or a group without a member (known) in any."""
    if isinstance(actor, State):
        nowhere = len(record) and actor.code not in record.states
        return [f"{actor.code} is in none of these roll calls"] if nowhere else []
    undated = undated_note(record, actor)
    if undated or membership(record, actor).any():
        return undated
    return [f"{actor.code} had no member in any of these roll calls"]


def position(
    record: Record, actor: State | Group, without: Iterable[str] = ()
) -> tuple[Array, int]:
    """Return how a state or a group voted in each roll call.

    The position of a group is the plurality of the yes, no and abstain votes that its
    members of the day cast. A tie is no position.

    `without`: the other side of the comparison: its states are left out of the group. A group's
    code here leaves out nothing, since no group has the code of a state.
    Returns `positions`: array of int8: codes of `Vote`, one per roll call; NOT_A_MEMBER where there
    was a tie or no member.
    `ties`: the number of roll calls with a tie.
    """
    mask = membership(record, actor)
    if isinstance(actor, Group):
        mask = mask & ~record.votes.columns.isin([*without])
    votes = np.where(mask, record.matrix, Vote.NOT_A_MEMBER)
    counts = np.array([(votes == kind).sum(axis=1) for kind in CAST])
    chosen, tie = plurality(counts, (votes != Vote.NOT_A_MEMBER).any(axis=1))
    return chosen, int(tie.sum())


def pair_positions(
    record: Record, a: State | Group, b: State | Group
) -> tuple[Array, Array, list[str]]:
    """Return the positions of two sides, each without the other, and notes on what is left out."""
    first, ties_a = position(record, a, [b.code])
    second, ties_b = position(record, b, [a.code])
    ties = [*ties_note(ties_a, a), *ties_note(ties_b, b)]
    outside = [
        *outside_note(record, a, first, ties_a, b.code),
        *outside_note(record, b, second, ties_b, a.code),
    ]
    return first, second, [*undated_note(record, a), *undated_note(record, b), *ties, *outside]


def ties_note(ties: int, actor: State | Group) -> list[str]:
    """Return a note on the roll calls in which a group had no position."""
    if not ties:
        return []
    return [f"{count_of(ties, 'roll call')} left out in which {actor.code} had no position (a tie)"]


def outside_note(
    record: Record, actor: State | Group, positions: Array, ties: int, without: str | None
) -> list[str]:
    """Return a note on the roll calls in which a group had no member, or only the one left out.

    For a state: a note if it is in none of them.
    """
    if isinstance(actor, State):
        return members_note(record, actor)
    undated = int(record.rollcalls["date"].isna().sum()) if actor.dated else 0
    outside = int((positions == Vote.NOT_A_MEMBER).sum()) - ties - undated
    if not outside:
        return []
    others = f" other than {without}" if without in {one.state for one in actor.memberships} else ""
    return [
        f"{count_of(outside, 'roll call')} left out in which {actor.code} had no member{others}"
    ]


def positions_toward(
    record: Record, a: State | Group, partners: Sequence[str]
) -> tuple[Array, list[str]]:
    """Return the position of A towards each of several states, and notes on what is left out.

    Returns `positions`: array of int8, roll calls by partners: a partner that is a member of A is
    compared with the other members.
    `notes`: on ties, and on roll calls for which the members of A are not known.
    """
    own, ties = position(record, a)
    notes = [
        *undated_note(record, a),
        *ties_note(ties, a),
        *outside_note(record, a, own, ties, None),
    ]
    positions = np.repeat(own[:, np.newaxis], len(partners), axis=1)
    members = {spell.state for spell in a.memberships} if isinstance(a, Group) else set()
    for place, code in enumerate(partners):
        if code in members:
            positions[:, place] = position(record, a, [code])[0]
    return positions, notes


def among_states(record: Record, group: str | None, groups: Groups | None = None) -> list[str]:
    """Return the states of a record, or only those that were in a group on one of its days."""
    if group is None:
        return [*record.states]
    [actor] = actors([group], groups)
    belongs = membership(record, actor) & (record.matrix != Vote.NOT_A_MEMBER)
    return [*compress(record.votes.columns, belongs.any(axis=0))]


def both_cast(first: Array, second: Array) -> Array:
    """Mark the roll calls in which both positions are a yes, a no or an abstention."""
    return are_cast(first) & are_cast(second)


def are_cast(votes: Array) -> Array:
    """Mark the votes that are a yes, a no or an abstention."""
    return np.asarray((votes != Vote.NOT_A_MEMBER) & (votes != Vote.NOT_VOTING))


def names_of_the_day(record: Record, codes: Sequence[str]) -> Array:
    """Return the short names that states had on the day of each roll call.

    Returns an array of str, roll calls by states: the Soviet Union's votes stand under RUS and are
    shown as Soviet Union; a roll call without a date has the names of today.
    """
    days = record.rollcalls["date"].to_numpy().astype("datetime64[D]")
    today = [all_states()[code].name for code in codes]
    names = np.tile(np.array(today, dtype=object), (len(record), 1))
    for former in former_names():
        if former.code in codes:
            held = days <= np.datetime64(former.last)
            if former.first is not None:
                held &= days >= np.datetime64(former.first)
            names[held, codes.index(former.code)] = former.name
    return names


def among_note(group: str | None, groups: Groups | None) -> list[str]:
    """Return a line that says what a list of a group's members counts."""
    if group is None:
        return []
    [actor] = actors([group], groups)
    dated = isinstance(actor, Group) and actor.dated
    when = f"; listed: every state that belonged to {actor.code} on any of the days"
    return ["all roll calls of a state count" + when] if dated else []
