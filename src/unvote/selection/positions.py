"""Who belongs to a group on the day of each roll call, and what most of them chose."""

from typing import TYPE_CHECKING

import numpy as np

from unvote.codes import CAST, Vote
from unvote.errors import NothingSelectedError
from unvote.remembered import remembered
from unvote.world.groups import Group
from unvote.world.states import State

if TYPE_CHECKING:
    from unvote.record import Array, Record


@remembered
def membership(record: "Record", actor: State | Group) -> "Array":
    """Return who belongs to a state (itself) or a group on the day of each roll call.

    Returns an array of bool, roll calls by states: a roll call without a date has no members of a
    group with dated membership.
    Raises NothingSelectedError if membership depends on the day and no roll call has a date.
    """
    place = {code: column for column, code in enumerate(record.votes.columns)}
    mask = np.zeros(record.votes.shape, dtype=bool)
    if isinstance(actor, State):
        if actor.code in place:
            mask[:, place[actor.code]] = True
        return mask
    days = record.rollcalls["date"].to_numpy().astype("datetime64[D]")
    if actor.dated and len(record) and np.isnat(days).all():
        raise NothingSelectedError(
            f"{record.name}: no roll call has a date, and who belongs to {actor.code} depends on"
            " the day: give it (--date, or a column 'date' for several votes)"
        )
    for spell in actor.memberships:
        if spell.state in place:
            holds = np.ones(len(record), dtype=bool)
            if spell.first is not None:
                holds &= days >= np.datetime64(spell.first)
            if spell.last is not None:
                holds &= days <= np.datetime64(spell.last)
            mask[:, place[spell.state]] |= holds
    return mask


def plurality(counts: "Array", present: "Array") -> tuple["Array", "Array"]:
    """Return what most of those that voted chose, and where there was a tie.

    `counts`: array of int, 3 by …: how many voted yes, abstained and voted no (in the order of
    `CAST`).
    `present`: array of bool, …: whether there was any member, voting or not.
    Returns `positions`: array of int8, …: codes of `Vote`; NOT_VOTING where no member voted,
    NOT_A_MEMBER where there was a tie or no member.
    `ties`: array of bool, …: where there was a tie.
    """
    most = counts.max(axis=0)
    tie = (most > 0) & ((counts == most).sum(axis=0) > 1)
    chosen = np.array(CAST, dtype=np.int8)[counts.argmax(axis=0)]
    chosen = np.where(most == 0, np.where(present, Vote.NOT_VOTING, Vote.NOT_A_MEMBER), chosen)
    return np.where(tie, Vote.NOT_A_MEMBER, chosen).astype(np.int8), tie


def is_contested(matrix: "Array") -> "Array":
    """Mark the roll calls that are not unanimous: the votes (Y, N, A) are not all the same."""
    kinds = [(matrix == vote).any(axis=1) for vote in CAST]
    return np.asarray(np.sum(kinds, axis=0) > 1)
