"""The records drawn include all the odd features of real ones."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, find, settings

import unvote
from strategies import councils, records
from unvote.codes import CAST, Vote

HISTORIC = {"CSK", "DDR", "YMD", "EAZ"}


def column(name: str, value: str) -> Callable[[unvote.Record], Any]:
    return lambda record: (record.rollcalls[name] == value).any()


def vote(kind: Vote) -> Callable[[unvote.Record], Any]:
    return lambda record: (record.matrix == kind).any()


def rollcall(test: Callable[[list[int]], bool]) -> Callable[[unvote.Record], Any]:
    """Return a test of a record: whether one of its roll calls has such votes."""
    return lambda record: any(map(test, record.matrix.tolist()))


def council(members: int) -> Callable[[unvote.Record], Any]:
    return lambda record: (
        set(record.rollcalls["organ"]) == {"SC"}
        and members in (record.matrix != Vote.NOT_A_MEMBER).sum(axis=1)
    )


ODD = {
    "a member did not vote": vote(Vote.NOT_VOTING),
    "a state was no member": vote(Vote.NOT_A_MEMBER),
    "a historic state": lambda record: HISTORIC & set(record.states),
    "as many yes as no": rollcall(lambda votes: votes.count(Vote.YES) == votes.count(Vote.NO) > 0),
    "unanimous": rollcall(lambda votes: len({*votes} & {*CAST}) == 1),
    "nobody voted": rollcall(lambda votes: {*votes}.isdisjoint(CAST)),
    "vetoed": lambda record: (unvote.tally(record)["outcome"] == "vetoed").any(),
    "without a vote": lambda record: record.without_vote.any(),
    "an amendment": column("part", "amendment"),
    "a paragraph": column("part", "paragraph"),
    "no symbol": column("symbol", ""),
    "no title": column("title", ""),
    "no date": lambda record: record.rollcalls["date"].isna().any(),
    "one symbol several times": lambda record: record.rollcalls["symbol"].duplicated().any(),
    "an emergency special session": column("session", "ES-11"),
    "a Council of eleven": council(11),
    "a Council of fifteen": council(15),
}


@pytest.mark.complete
@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_drawn(odd: str) -> None:
    once = settings(max_examples=500, database=None, derandomize=True, phases=[Phase.generate])
    assert ODD[odd](find(records() | councils(), ODD[odd], settings=once))
