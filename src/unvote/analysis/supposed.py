"""What if states had voted differently: the supposed votes, kept separate from those cast."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from unvote.analysis.actors import Groups
from unvote.codes import WORDS, Vote, vote_called
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.listing import listing_of
from unvote.record import Array, Matrix, Record, count_of
from unvote.selection.positions import membership
from unvote.selection.voted import parts_of, votes_called, who_called
from unvote.world.groups import Group, match_group
from unvote.world.states import State, match_state
from unvote.world.words import first_of

# How narrow a supposition is: states named one by one beat groups, and groups beat votes.
_WIDE, _GROUP, _STATE = range(3)
# The most states that a note names.
FEW = 12
# The published totals of each vote.
_PUBLISHED = {
    Vote.YES: "published_yes",
    Vote.NO: "published_no",
    Vote.ABSTAIN: "published_abstain",
    Vote.NOT_VOTING: "published_not_voting",
}


class Supposition(NamedTuple):
    """A supposition: who votes differently, how wide it is, and how they vote."""

    words: str
    who: State | Group | Vote
    vote: Vote

    @property
    def width(self) -> int:
        """How wide it is: about one state, a group, or all who cast one vote."""
        if isinstance(self.who, State):
            return _STATE
        return _GROUP if isinstance(self.who, Group) else _WIDE


class Supposed(NamedTuple):
    """Roll calls with the supposed votes."""

    record: Record  # the roll calls with these votes
    # Array of int8, roll calls by states: the votes as cast and as supposed; the columns are the
    # states by code.
    before: Matrix
    after: Matrix
    states: list[str]  # the codes
    words: list[str]  # the suppositions
    notes: list[str]  # what could not be supposed

    @property
    def changed(self) -> Array:
        """How many states vote differently in each roll call."""
        return np.asarray((self.before != self.after).sum(axis=1))

    def changes(self, row: int) -> dict[tuple[Vote, Vote], list[str]]:
        """Return who votes differently in a roll call, by the vote cast and the vote supposed."""
        found: dict[tuple[Vote, Vote], list[str]] = {}
        for place in np.flatnonzero(self.before[row] != self.after[row]):
            pair = Vote(self.before[row, place]), Vote(self.after[row, place])
            found.setdefault(pair, []).append(self.states[place])
        return found

    def in_words(self, row: int, most: int = FEW) -> str:
        """Say who votes differently in a roll call."""
        parts = [
            f"{WORDS[vote.letter]} in place of {WORDS[cast.letter]}: "
            + (f"{len(codes)} states, " if len(codes) > most else "")
            + first_of(codes, most)
            for (cast, vote), codes in self.changes(row).items()
        ]
        return "; ".join(parts) or "no vote changes"


def supposed(record: Record, texts: Sequence[str], groups: Groups | None = None) -> Supposed:
    """Return roll calls in which some vote as supposed.

    `texts`: what is supposed: "RU=X", "all EU=N" (all its members of the day, also those that did
    not vote), "ABSTAIN=N" (all that abstained). A supposition about a state beats one about a
    group, and that one beats one about a vote.
    Raises ArgumentError if a supposition is not of that form, or two contradict each other about a
    state.
    Raises UnknownNameError or AmbiguousNameError if a name is neither a state, a group nor a vote.
    Raises NothingSelectedError if a state or a group has no vote in any of the roll calls.
    """
    suppositions = [
        _supposition(text, *parts, groups) for text in texts for parts in parts_of("suppose", text)
    ]
    listing = listing_of(record)
    votes = record.votes.reindex(columns=listing.states, fill_value=Vote.NOT_A_MEMBER)
    everyone = record.with_facts(votes=votes)
    before = everyone.matrix.copy()
    only_voters = record.without_absences[:, np.newaxis]
    before[only_voters & listing.missing] = Vote.NOT_VOTING
    here = (before != Vote.NOT_A_MEMBER) & ~record.without_vote[:, np.newaxis]
    after, notes = before.copy(), []
    for width in (_WIDE, _GROUP, _STATE):
        of_width = np.zeros_like(before)
        for one in suppositions:
            if one.width != width:
                continue
            whose = _votes_changed(everyone, one, before)
            notes += _not_there(record, one, whose, whose & here, whose & listing.missing & ~here)
            whose = whose & here
            differing = (whose & (of_width != 0) & (of_width != one.vote)).any(axis=0)
            if differing.any():
                state = listing.states[int(np.flatnonzero(differing)[0])]
                raise ArgumentError(
                    f"suppose '{one.words}': {state} is supposed to vote otherwise too; say"
                    f" {state}={one.vote.letter} or leave one out"
                )
            of_width[whose] = one.vote
        after = np.where(of_width != 0, of_width, after).astype(np.int8)
    words = [one.words for one in suppositions]
    return Supposed(_recorded(everyone, before, after), before, after, listing.states, words, notes)


def _supposition(text: str, name: str, letters: str, groups: Groups | None) -> Supposition:
    """Read what a name and a letter suppose: of a state or group, else of a vote (ABSTAIN=N)."""
    vote, *more = votes_called("suppose", text, letters)
    if more:
        raise ArgumentError(f"suppose '{text}': '{letters}' are several votes: say one")
    words = f"{name}={vote.letter}"
    known = match_state(name) or match_group(name, groups) or not name
    if not known and (cast := vote_called(name)):
        return Supposition(words, cast, vote)
    quantifier, actor = who_called("suppose", text, name, groups)
    if quantifier not in ("", "all"):
        raise ArgumentError(f"suppose '{text}': say who: a state, a group, or ABSTAIN=N")
    return Supposition(words, actor, vote)


def _votes_changed(record: Record, one: Supposition, before: Matrix) -> Matrix:
    """Return whose votes a supposition changes, as roll calls by states."""
    if isinstance(one.who, Vote):
        return np.asarray(before == one.who)
    return membership(record, one.who)


def _not_there(
    record: Record, one: Supposition, whose: Matrix, there: Matrix, unknown: Matrix
) -> list[str]:
    """Return a note on the roll calls without a vote to suppose; refuse if none has one."""
    lacking = int((~there.any(axis=1)).sum())
    if isinstance(one.who, Vote) or not lacking:
        return []
    code = one.who.code
    if lacking == len(record):
        why = (
            f"how {code} voted is not known, as it is not listed"
            if unknown.any()
            else f"{code} has no vote there"
        )
        raise NothingSelectedError(f"suppose '{one.words}': {why}")
    which = f"which {'stays' if lacking == 1 else 'stay'} as cast"
    return [f"{code} has no vote in {count_of(lacking, 'roll call')}, {which}"]


def _recorded(record: Record, before: Matrix, after: Matrix) -> Record:
    """Return a record with other votes; the published totals change as the votes do."""
    matrix = after.copy()
    # If a source lists only who voted, a state that did not vote is not in the list.
    matrix[record.without_absences[:, np.newaxis] & (after == Vote.NOT_VOTING)] = 0
    table = record.rollcalls.copy()
    for vote, name in _PUBLISHED.items():
        more = (after == vote).sum(axis=1) - (before == vote).sum(axis=1)
        table[name] = (table[name] + more).clip(lower=0)
    votes = record.votes.copy()
    votes[:] = matrix
    return replace(record, rollcalls=table, votes=votes)
