"""Conditions on how states voted: US=N, EU=Y, "all NATO=Y", and who stood alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.codes import CAST, LETTERS, WORDS, Vote, vote_called
from unvote.errors import ArgumentError
from unvote.selection.positions import membership, plurality
from unvote.world.groups import Group, find_actor, match_group
from unvote.world.states import State, match_state
from unvote.world.words import QUANTIFIERS, count_of

if TYPE_CHECKING:
    from unvote.record import Array, Record

Groups = Mapping[str, Group]
_LETTERS = ", ".join(f"{letter} ({word})" for letter, word in WORDS.items())


class Cast(NamedTuple):
    """How the members of a group on the day voted; each attribute has one entry per roll call."""

    belongs: "Array"  # array of bool, roll calls by states: who belonged to it
    # Array of int, 3 by roll calls: how many voted yes, abstained and voted no (in the order of
    # `CAST`).
    counts: "Array"
    position: "Array"  # array of int8: what most of them chose, by `plurality`
    tie: "Array"  # array of bool: where there was a tie

    @classmethod
    def by(cls, record: "Record", actor: State | Group) -> "Cast":
        """Find how a state or the members of a group voted."""
        belongs = membership(record, actor)
        columns = np.flatnonzero(belongs.any(axis=0))
        votes = record.matrix[:, columns] * belongs[:, columns]  # 0: not a member
        counts = np.array([np.count_nonzero(votes == kind, axis=1) for kind in CAST])
        position, tie = plurality(counts, (votes != Vote.NOT_A_MEMBER).any(axis=1))
        return cls(belongs, counts, position, tie)


class Voted(NamedTuple):
    """The condition that a state, or some of a group, voted in one of several ways."""

    words: str  # the condition as it was written
    actor: State | Group  # who
    votes: tuple[Vote, ...]  # the votes that meet it
    quantifier: str = ""  # "all", "no", "any" or "most" of the members that voted; "": the position
    apart: tuple[str, ...] = ()  # the codes of states that have a condition of their own

    def met(self, record: "Record") -> tuple["Array", list[str]]:
        """Mark the roll calls that meet it, and say what is doubtful.

        Members that did not vote are ignored; if none voted, the condition is not met.
        """
        cast = Cast.by(record, self.actor)
        some = cast.counts[[CAST.index(vote) for vote in self.votes if vote in CAST]].sum(axis=0)
        total = cast.counts.sum(axis=0)
        notes = self._doubts(record, cast)
        if not self.quantifier:
            return np.isin(cast.position, self.votes), notes
        holds = {"all": some == total, "no": some == 0, "any": some > 0, "most": 2 * some > total}[
            self.quantifier
        ]
        return holds & (total > 0), notes

    def _doubts(self, record: "Record", cast: Cast) -> list[str]:
        """Return the doubts: ties, unknown days and votes, and states that count twice."""
        group, code = self.actor, self.actor.code
        found = []
        if isinstance(group, Group):
            ties = 0 if self.quantifier else int(cast.tie.sum())
            undated = int(record.rollcalls["date"].isna().sum()) if group.dated else 0
            found = [
                (ties, f"in which {code} had no position (a tie), not selected"),
                (
                    undated,
                    f"without a date, not selected: who belongs to {code} depends on the day",
                ),
            ]
        if (lacking := not_listed(record, self.actor)).any():
            found.append(self._unknown(record, lacking))
        place = record.places([*self.apart])
        twice = [
            f"{state} counts in {code} too"
            for state, column in zip(self.apart, place, strict=True)
            if column >= 0 and cast.belongs[:, column].any()
        ]
        told = [f"{count_of(many, 'roll call')} {words}" for many, words in found if many]
        return [*told, *twice]

    def _unknown(self, record: "Record", lacking: "Array") -> tuple[int, str]:
        """Count the roll calls whose list lacks members with an unknown vote."""
        only_voters = record.without_absences  # whoever such a source does not list did not vote
        if isinstance(self.actor, Group):
            words = f"in which not all members of {self.actor.code} are listed"
            return int((lacking & ~only_voters).sum()), words
        lacking &= ~only_voters | (Vote.NOT_VOTING in self.votes)
        hint = " (--fill-absent derives absences)" if (lacking & only_voters).any() else ""
        words = f"in which {self.actor.code} is not listed, not selected{hint}"
        return int(lacking.sum()), words


def votes_asked(texts: str | Sequence[str] | None, groups: Groups | None = None) -> list[Voted]:
    """Read conditions written as US=N or "all EU=Y,RU=NA".

    Raises ArgumentError if a condition is not of that form, or a letter is not a vote.
    Raises UnknownNameError or AmbiguousNameError if a name is neither a state nor a group.
    """
    listed = [texts] if isinstance(texts, str) else texts or []
    asked = [
        _condition(text, *parts, groups) for text in listed for parts in parts_of("voted", text)
    ]
    states = dict.fromkeys(one.actor.code for one in asked if isinstance(one.actor, State))
    return [
        one._replace(apart=tuple(states)) if isinstance(one.actor, Group) else one for one in asked
    ]


def _condition(text: str, name: str, letters: str, groups: Groups | None) -> Voted:
    votes = votes_called("voted", text, letters)
    quantifier, actor = who_called("voted", text, name, groups)
    words = f"{name}={''.join(vote.letter for vote in votes)}"
    if Vote.NOT_VOTING in votes and (quantifier or isinstance(actor, Group)):
        raise ArgumentError(
            f"voted '{words}': X is for states: in a group those that did not vote are ignored"
        )
    return Voted(words, actor, votes, quantifier)


def parts_of(about: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the letters of each part of a text: US=N, RU=YA.

    A comma separates two parts only after an equals sign and letters, since names contain commas.

    Raises ArgumentError if a part is not of that form; the message begins with `about`.
    """
    name, *rest = text.split("=")
    if not rest:
        raise ArgumentError(f"{about} '{text}': write who votes how: US=N")
    for place, piece in enumerate(rest, 1):
        letters, comma, following = piece.partition(",")
        if comma and place == len(rest):
            raise ArgumentError(
                f"{about} '{text}': say how '{following.strip()}' votes, as in US=N"
            )
        if not comma and place < len(rest):
            raise ArgumentError(f"{about} '{text}': put a comma between two: US=N,RU=Y")
        if name.rstrip().endswith(("!", "<", ">")):  # otherwise it could be read as US=N
            raise ArgumentError(f"{about} '{text}': write only =, then the votes that count: US=N")
        if not name.strip() or name.lstrip().startswith(","):
            raise ArgumentError(f"{about} '{text}': a condition is empty: write US=N,RU=Y")
        yield name.strip(), letters.strip()
        name = following


def votes_called(about: str, text: str, letters: str) -> tuple[Vote, ...]:
    """Return the votes that some letters mean, each once."""
    found = dict.fromkeys(letters.upper())
    if found and not found.keys() - WORDS.keys():
        return tuple(Vote(LETTERS.index(letter)) for letter in found)
    vote = vote_called(letters) if letters else None
    hint = f"write {vote.letter}" if vote else f"write {_LETTERS}"
    raise ArgumentError(f"{about} '{text}': '{letters}' is not a vote: {hint}")


def who_called(
    about: str, text: str, name: str, groups: Groups | None
) -> tuple[str, State | Group]:
    """Return the quantifier of a name ("" if it has none), and the state or the group.

    Raises ArgumentError if no name follows a quantifier.
    Raises UnknownNameError or AmbiguousNameError if the name is neither a state nor a group.
    """
    if actor := match_state(name) or match_group(name, groups):
        return "", actor
    word, _, rest = name.partition(" ")
    if word.casefold() not in QUANTIFIERS:
        return "", find_actor(name, groups)
    if not rest.strip():
        raise ArgumentError(f"{about} '{text}': '{word}' of which group? Write all EU=Y")
    return word.casefold(), find_actor(rest.strip(), groups)


def not_listed(record: "Record", actor: State | Group | None = None) -> "Array":
    """Mark the roll calls whose list lacks a state, a member of a group, or (None) any member."""
    texts = record.rollcalls["missing"].fillna("").tolist()
    lacking = np.zeros(len(record), dtype=bool)
    for row, text in enumerate(texts):
        if text:
            lacking[row] = _of_actor(text.split("|"), actor, record.rollcalls["date"].iloc[row])
    return lacking


def _of_actor(codes: Sequence[str], actor: State | Group | None, day: Any) -> bool:
    """Return whether a state is among some codes, or a member of a group on a day."""
    if actor is None or isinstance(actor, State):
        return actor is None or actor.code in codes
    then = [spell for spell in actor.memberships if spell.state in codes]
    if not actor.dated or pd.isna(day):
        return bool(then)
    return any(spell.holds_on(day.date()) for spell in then)


class Alone(NamedTuple):
    """The condition that a state voted alone, or with at most this many others."""

    words: str
    actor: State | Group
    most: int = 0

    def met(self, record: "Record") -> tuple["Array", list[str]]:
        """Mark the roll calls that meet it, and say what is doubtful."""
        cast = Cast.by(record, self.actor)
        alike = (record.matrix == cast.position[:, np.newaxis]) & ~cast.belongs
        holds = np.isin(cast.position, CAST) & (alike.sum(axis=1) <= self.most)
        lacking = holds & not_listed(record)
        if not lacking.any() or not (many := int((lacking & ~record.without_absences).sum())):
            return holds, []
        words = "in which not all members are listed: the others may have voted alike"
        return holds, [f"{count_of(many, 'roll call')} {words}"]


def alone_asked(texts: str | Sequence[str] | None, groups: Groups | None = None) -> list[Alone]:
    """Read conditions written as US, or US:3 for at most three others.

    Raises ArgumentError if no number follows the colon.
    Raises UnknownNameError or AmbiguousNameError if a name is neither a state nor a group.
    """
    found = []
    for text in [texts] if isinstance(texts, str) else texts or []:
        name, colon, most = text.partition(":")
        if colon and not re.fullmatch(r"\s*[0-9]{1,9}\s*", most):
            raise ArgumentError(f"alone '{text}': write US, or US:3 for at most three others")
        found.append(Alone(text, find_actor(name.strip(), groups), int(most) if colon else 0))
    return found
