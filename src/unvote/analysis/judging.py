"""What the rules say of each roll call: its count, the rule that holds, and the verdict."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.counts import COUNTS, count_votes, unlike_published_note, unlisted_note
from unvote.errors import ArgumentError
from unvote.record import Record, count_of
from unvote.world.organs import organ_name
from unvote.world.rules import (
    Count,
    Rule,
    Verdict,
    default_rule,
    find_rule,
    judge,
    permanent_members,
)
from unvote.world.states import members_on

WITHOUT_A_VOTE = "without a vote"
# How many doubts are told one by one.
FEW = 5


class Judged(NamedTuple):
    """A roll call under its rule; no rule and no verdict for a text adopted without a vote."""

    rule: Rule | None
    why: str
    votes: Count
    day: date | None
    verdict: Verdict | None

    @property
    def reason(self) -> str:
        """Which rule was taken, and why; nothing for a text adopted without a vote."""
        return f"rule {self.rule.name}: {self.why}" if self.rule else ""


class Judging(NamedTuple):
    """What the rules say of each roll call, which were taken and why, and what is doubtful."""

    rollcalls: list[Judged]
    reasons: list[str]
    notes: list[str]


def judge_rollcalls(record: Record, rule: str | None = None) -> Judging:
    """Return what the rules say of each roll call: the one that is asked for, or the usual ones.

    Raises
    ------
    ArgumentError
        If the rule is none, or is of another organ than one of the roll calls.
    """
    asked = None if rule is None else find_rule(rule)
    table = record.rollcalls
    # What is not the Security Council's may be judged by any other body's rule.
    if asked and (strange := int(((table["organ"] == "SC") != (asked.organ == "SC")).sum())):
        raise ArgumentError(
            f"rule '{rule}' is of the {organ_name(asked.organ)}, and of the roll calls"
            f" {strange:,} {'is' if strange == 1 else 'are'} not: add --organ {asked.organ}"
        )
    judged = [
        Judged(None, "", count, day, None)
        if without
        else _under(*_rule_of(about, asked), count, day)
        for count, day, without, *about in zip(
            _counts(record),
            [None if pd.isna(day) else day.date() for day in table["date"]],
            record.without_vote,
            table["organ"],
            table["symbol"],
            table["session"],
            strict=True,
        )
    ]
    doubts = [*_without_date(judged), *_not_adopted(table, judged)][:FEW]
    notes = [*unlisted_note(record), *unlike_published_note(record), *doubts]
    return Judging(judged, _why_taken(judged), notes)


def _rule_of(about: Sequence[str], asked: Rule | None) -> tuple[str, str]:
    """Return the name of the rule of a roll call (its organ, symbol and session), and why."""
    return (asked.name, "as asked") if asked else default_rule(*about)


def _under(name: str, why: str, votes: Count, day: date | None) -> Judged:
    held = find_rule(name, day)
    return Judged(held, why, votes, day, judge(held, votes))


def _why_taken(judged: Sequence[Judged]) -> list[str]:
    """Return a line for each rule that was taken, those of the most roll calls first."""
    taken = Counter(one.reason for one in judged if one.rule)
    return [
        reason + (f" ({count_of(times, 'roll call')})" if len(taken) > 1 else "")
        for reason, times in taken.most_common()
    ]


def _without_date(judged: Sequence[Judged]) -> list[str]:
    """Return a note on the roll calls whose rule has changed, and whose day is not known."""
    undated = sum(
        one.day is None and one.rule is not None and one.rule.since is not None for one in judged
    )
    if not undated:
        return []
    return [
        f"{count_of(undated, 'roll call')} of the Security Council without a date:"
        " judged by the rule since 31 August 1965"
    ]


def _not_adopted(table: pd.DataFrame, judged: Sequence[Judged]) -> list[str]:
    """Return a note on each resolution of the Security Council that its rule did not adopt."""
    return [
        f"{id_} is the symbol of an adopted resolution, though {one.rule.name} makes it"
        f" {one.verdict.outcome}: was it procedural (--rule security-council-procedural)?"
        for id_, symbol, one in zip(table.index, table["symbol"], judged, strict=True)
        if one.rule and one.verdict and not one.verdict.passed and symbol.startswith("S/RES/")
    ]


def _counts(record: Record) -> list[Count]:
    """Return the count of each roll call; permanent members only in the Security Council."""
    columns = np.array([code in permanent_members() for code in record.votes.columns], dtype=bool)
    council = (record.rollcalls["organ"] == "SC").to_numpy()[:, np.newaxis]
    votes = count_votes(record.matrix)
    unknown = record.without_absences & record.rollcalls["date"].notna().to_numpy()
    for row in np.flatnonzero(unknown):
        there = _number_of_members(record.rollcalls["date"].iloc[row].date())
        votes["not_voting"][row] = max(there - votes["members"][row], 0)
    permanent = count_votes(record.matrix, columns & council)
    return [
        Count(*numbers)
        for numbers in zip(
            *(votes[name].tolist() for name in COUNTS[:4]),
            permanent["yes"].tolist(),
            permanent["no"].tolist(),
            (permanent["abstain"] + permanent["not_voting"]).tolist(),
            strict=True,
        )
    ]


@cache
def _number_of_members(day: date) -> int:
    return len(members_on(day))


def count_columns(record: Record, judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the columns yes, no, abstain, not_voting and members.

    Where the source lists only who voted, how many did not is missing, and the members are
    those of the day.
    """
    votes = np.array([one.votes[:4] for one in judged], dtype=np.int64).reshape(-1, 4)
    columns: dict[str, Any] = dict(zip(COUNTS[:4], votes.T, strict=True))
    columns["not_voting"] = pd.arrays.IntegerArray(votes[:, 3].copy(), record.without_absences)
    return columns | {"members": votes.sum(axis=1)}


def verdict_columns(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the columns rule, needed, margin, passed and outcome."""
    verdicts = [one.verdict for one in judged]
    return {
        "rule": pd.array([one.rule.name if one.rule else "" for one in judged], dtype="str"),
        "needed": pd.array([found and found.needed for found in verdicts], dtype="Int64"),
        "margin": pd.array([found and found.margin for found in verdicts], dtype="Int64"),
        "passed": pd.array([found is None or found.passed for found in verdicts], dtype="bool"),
        "outcome": pd.array(
            [found.outcome if found else WITHOUT_A_VOTE for found in verdicts], dtype="str"
        ),
    }
