"""Who sponsored the texts: finds the states among the names, and selects roll calls by them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from unvote.codes import LETTERS
from unvote.world.groups import Group, find_actor
from unvote.world.states import State, all_states, match_state
from unvote.world.words import count_of

if TYPE_CHECKING:
    from unvote.record import Array, Record


# The words of a state that sponsors for others.
_FOR_GROUP = "on behalf of"


def named_in(sponsors: str) -> dict[str, str]:
    """Return the names in a list of sponsors, each with the code of the state, or "" for no state.

    A state that sponsors on behalf of a group does not count: the group sponsors.

    Examples
    --------
    >>> named_in("FRANCE|Chad (on behalf of the Group of African States)")
    {'FRANCE': 'FRA', 'Chad (on behalf of the Group of African States)': ''}
    """
    return {name: _code(name) for name in sponsors.split("|") if name}


@cache
def _code(name: str) -> str:
    state = match_state(name, official=True)
    return state.code if state else ""


class Sponsors(NamedTuple):
    """Who sponsored each text of a record."""

    # Array of bool, roll calls by states: the states named, in the columns of the votes.
    by: "Array"
    known: "Array"  # array of bool: whether the roll call names any sponsor

    @classmethod
    def of(cls, record: "Record") -> "Sponsors":
        """Find who sponsored the texts of a record."""
        by = np.zeros(record.votes.shape, dtype=bool)
        texts = _texts(record)
        place = {code: column for column, code in enumerate(record.votes.columns)}
        for row in np.flatnonzero(texts != ""):
            columns = [place[code] for code in named_in(texts[row]).values() if code in place]
            by[row, columns] = True
        return cls(by, texts != "")


def _texts(record: "Record") -> "Array":
    if "sponsors" not in record.rollcalls:
        return np.full(len(record), "", dtype=object)
    return np.asarray(record.rollcalls["sponsors"], dtype=object)


def sponsors_and_votes(record: "Record", row: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the states that sponsored a text, and the other sponsors.

    Returns `states`: the name of each and the letter of its vote, in the order of the source; ""
    if the state is not listed.
    `others`: sponsors that are not states, as written: a group, a committee, its chair.
    """
    votes = dict(zip(record.votes.columns, record.matrix[row].tolist(), strict=True))
    named = named_in(_texts(record)[row])
    codes = dict.fromkeys(code for code in named.values() if code)
    states = [(all_states()[code].name, LETTERS[votes.get(code, 0)]) for code in codes]
    return states, [name for name, code in named.items() if not code]


class Sponsored(NamedTuple):
    """The condition that a state, or a member of a group on that day, sponsored the text."""

    words: str
    actors: Sequence[State | Group]

    def met(self, record: "Record") -> tuple["Array", list[str]]:
        """Mark the roll calls that meet it, with notes on those left out."""
        texts, days = _texts(record), record.rollcalls["date"]
        found = np.zeros(len(record), dtype=bool)
        for row in np.flatnonzero(texts != ""):
            day = None if pd.isna(days.iloc[row]) else days.iloc[row].date()
            codes = {*named_in(texts[row]).values()}
            found[row] = any(_among(actor, day, codes) for actor in self.actors)
        unknown = int((texts == "").sum())
        told = {f"{count_of(unknown, 'roll call')} left out: their sponsors are not known": unknown}
        if groups := [actor.code for actor in self.actors if isinstance(actor, Group)]:
            others = sum(_FOR_GROUP in text.casefold() for text in texts[~found])
            words = (
                f"{count_of(others, 'roll call')} left out that a state sponsored on behalf of a"
            )
            told[f"{words} group: {', '.join(groups)} means the members themselves"] = others
        return found, [words for words, many in told.items() if many]


def _among(actor: State | Group, day: date | None, codes: set[str]) -> bool:
    if isinstance(actor, State):
        return actor.code in codes
    if day is None and actor.dated:
        return False
    return not codes.isdisjoint(actor.members(day))


def sponsors_asked(
    names: str | Sequence[str] | None, groups: Mapping[str, Group] | None = None
) -> list[Sponsored]:
    """Return the condition that one of some states or groups sponsored the text."""
    listed = [names] if isinstance(names, str) else list(names or ())
    if not listed:
        return []
    return [Sponsored(" or ".join(listed), [find_actor(name, groups) for name in listed])]
