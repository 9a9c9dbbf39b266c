"""What the rules say about each roll call: its count, the rule that applies, and the verdict."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.counts import (
    COUNTS,
    count_votes,
    counts_of,
    parts_note,
    uncounted,
    unlike_published_note,
    voters_only_note,
    without_list_note,
)
from unvote.answer import Column, Kind
from unvote.errors import ArgumentError
from unvote.listing import listing_of, notes_on_listing
from unvote.record import Record, count_of
from unvote.world.modality import is_vetoed
from unvote.world.organs import organ_name
from unvote.world.rules import (
    OPEN,
    Change,
    Count,
    Rule,
    Taken,
    Verdict,
    default_rule,
    find_rule,
    judge,
    votes_to_switch,
)
from unvote.world.words import first_of

WITHOUT_A_VOTE = "without a vote"
# The columns of a verdict.
VERDICT = (
    Column("rule"),
    Column("needed", Kind.COUNT),
    Column("margin", Kind.COUNT),
    Column("passed", Kind.TRUTH),
    Column("outcome", known_by="rule_known"),
    Column("rule_known", Kind.TRUTH, shown=False),
    Column("outcome_otherwise", shown=False),
)
SWITCH = Column("switch", Kind.COUNT)
# The most doubts that a note names.
FEW = 5
# The columns of a roll call that may show its rule.
_TELLING = ("organ", "symbol", "session", "draft", "title", "agenda")
_IF_OPEN = "an outcome that this could change is open (--as-listed: the list is the whole body)"


class Judged(NamedTuple):
    """A roll call under its rule."""

    rule: Rule | None  # None for a text adopted without a vote
    why: str  # why this rule was taken
    votes: Count  # the count that decides; it counts unlisted members as not voting
    day: date | None  # the day
    verdict: Verdict | None  # what the rule says about it
    changes: tuple[Change, ...] = ()  # how the unlisted members may change the count
    # The rule that may have applied instead; None if it is known which one did.
    other: Rule | None = None
    # Whether the count is known: there is a list of states, or totals are published.
    counted: bool = True

    def by(self, rule: Rule) -> Verdict:
        """Return what another rule says about it."""
        return judge(rule, self.votes, self.changes)

    @property
    def reason(self) -> str:
        """Say which rule was taken, and why."""
        return f"rule {self.rule.name}: {self.why}" if self.rule else ""

    @property
    def otherwise(self) -> str:
        """Return the outcome by the rule that may have applied instead; "" if it is the same."""
        if self.other is None or self.verdict is None:
            return ""
        outcome = self.by(self.other).outcome
        return outcome if outcome != self.verdict.outcome else ""

    @property
    def needed(self) -> int | None:
        """Return the yes votes needed; None if that depends on votes that are not known."""
        fixed = self.counted and self.rule is not None and self.rule.base != "voting"
        return self.verdict.needed if self.verdict and (self.decided or fixed) else None

    @property
    def margin(self) -> int | None:
        """Return how many more yes votes there were; None if votes that are not known matter."""
        return self.verdict.margin if self.verdict and self.decided else None

    @property
    def switch(self) -> int | None:
        """Return how many votes would have to switch for another outcome; None: none would do."""
        return votes_to_switch(self.rule, self.votes) if self.rule and self.decided else None

    @property
    def decided(self) -> bool:
        """Return whether the outcome is certain, however the unlisted members voted."""
        return self.counted and self.verdict is not None and self.verdict.outcome != OPEN


class Outcomes(NamedTuple):
    """What the rules say about each roll call, which were taken and why, and what is doubtful."""

    judged: list[Judged]
    reasons: list[str]
    notes: list[str]


def judge_rollcalls(
    record: Record, rule: str | None = None, *, as_listed: bool = False
) -> Outcomes:
    """Judge each roll call by the rule asked for, or by the usual ones.

    `as_listed` treats the states listed as the whole body, whoever else was a member.

    Raises ArgumentError if the rule is unknown, or one of the roll calls is of another organ than
    the rule.
    """
    asked = None if rule is None else find_rule(rule)
    table = record.rollcalls
    # Only the Council has rules of its own; the other bodies may use each other's.
    if asked and (strange := int(((table["organ"] == "SC") != (asked.organ == "SC")).sum())):
        raise ArgumentError(
            f"rule '{rule}' is for the {organ_name(asked.organ)}, and"
            f" {count_of(strange, 'roll call')} selected {'is' if strange == 1 else 'are'} of"
            f" another organ: add --organ {asked.organ}"
        )
    judged = [
        Judged(None, "", count, day, None)
        if without
        else _under(_rule_of(about, day, asked), count, day, changes, modality)._replace(
            counted=not unknown
        )
        for (count, changes), day, without, unknown, modality, *about in zip(
            counts_of(record, as_listed=as_listed),
            table["date"].to_numpy().astype("datetime64[D]").tolist(),
            record.without_vote,
            uncounted(record),
            *(table[name].tolist() for name in ("modality", *_TELLING)),
            strict=True,
        )
    ]
    doubts = [*_without_date(judged), *_not_adopted(table, judged)][:FEW]
    unknown = otherwise_note(table.index.tolist(), judged)
    listed = notes_on_listing(record, missing=not as_listed)
    unsure = (one.verdict and not one.decided for one in judged)
    # If the organ is in doubt, the list is hardly its whole body; and a vote may have no list.
    if listed and any(compress(unsure, ~listing_of(record).strange & ~record.unlisted)):
        listed = [f"{listed[0]}; {_IF_OPEN}", *listed[1:]]
    listed += [*without_list_note(record), *parts_note(record)]
    notes = [*unknown, *listed, *voters_only_note(record), *unlike_published_note(record), *doubts]
    return Outcomes(judged, _why_taken(judged), notes)


def _rule_of(about: Sequence[str], day: date | None, asked: Rule | None) -> Taken:
    """Return the rule of a roll call, and why; `about` has the columns in _TELLING."""
    if asked:
        return Taken(asked.name, "as asked")
    organ, symbol, session, draft, title, agenda = about
    return default_rule(organ, symbol, session, draft, f"{title} {agenda}", day)


def _under(
    taken: Taken, votes: Count, day: date | None, changes: tuple[Change, ...], modality: str
) -> Judged:
    held = find_rule(taken.name, day)
    verdict = judge(held, votes, changes)
    # For a draft without lists of votes, the source says that a permanent member defeated it.
    if held.veto and verdict.outcome == OPEN and votes.permanent_no and is_vetoed(modality):
        verdict = verdict._replace(outcome="vetoed")
    other = find_rule(taken.other, day) if taken.other else None
    return Judged(held, taken.why, votes, day, verdict, changes, other)


def otherwise_note(ids: Sequence[str], judged: Sequence[Judged]) -> list[str]:
    """Return a line on the roll calls for which two thirds may have been needed."""
    doubtful = {
        str(id_): one.otherwise
        for id_, one in zip(ids, judged, strict=True)
        if one.other and one.other.name == "two-thirds" and one.otherwise
    }
    if not doubtful:
        return []
    one = len(doubtful) == 1
    some = first_of(doubtful)
    which = some if one else f"{len(doubtful):,} roll calls ({some})"
    return [
        f"* not known whether two thirds applied to {which}: if so,"
        f" {'it is' if one else 'they are'} {' or '.join(dict.fromkeys(doubtful.values()))}"
    ]


def _why_taken(judged: Sequence[Judged]) -> list[str]:
    """Return a line for each rule that was taken, the most frequent first."""
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
    """Return a note on each resolution of the Security Council that by its rule was not adopted."""
    return [
        f"{id_} is the symbol of an adopted resolution, though {one.rule.name} makes it"
        f" {one.verdict.outcome}: was it procedural (--rule security-council-procedural)?"
        for id_, symbol, one in zip(table.index, table["symbol"], judged, strict=True)
        if one.rule and one.verdict and one.verdict.passed is False and symbol.startswith("S/RES/")
    ]


def count_columns(record: Record, judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the columns yes, no, abstain, not_voting and members.

    If only some of the members are listed, `members` counts those of the day, and `not_voting` is
    missing unless the list has some that did not vote. If nobody is listed, the counts are the
    published ones, or missing. A text adopted without a vote has no counts.
    """
    votes, table, columns = count_votes(record.matrix), record.rollcalls, dict[str, Any]()
    uncast = record.without_vote & ~record.matrix.any(axis=1)
    for name in COUNTS[:3]:
        listed, published = pd.Series(votes[name], table.index), table[f"published_{name}"]
        counts = listed.astype("Int64").mask(record.unlisted, published)
        columns[name] = counts.mask(uncast).array
    members = np.array([one.votes.members for one in judged], dtype=np.int64)
    absent = votes["not_voting"]
    unknown = record.without_absences | ((members > votes["members"]) & (absent == 0))
    columns["not_voting"] = pd.arrays.IntegerArray(absent.astype(np.int64), unknown | uncast)
    return columns | {"members": pd.arrays.IntegerArray(members, uncast)}


def verdict_columns(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the columns rule, needed, margin, passed, outcome, and two on the other rule."""
    verdicts = [one.verdict for one in judged]
    otherwise = [one.otherwise for one in judged]
    return {
        "rule": pd.array([one.rule.name if one.rule else "" for one in judged], dtype="str"),
        "needed": pd.array([one.needed for one in judged], dtype="Int64"),
        "margin": pd.array([one.margin for one in judged], dtype="Int64"),
        "passed": pd.array([found is None or found.passed for found in verdicts], dtype="boolean"),
        "outcome": pd.array(
            [found.outcome if found else WITHOUT_A_VOTE for found in verdicts], dtype="str"
        ),
        "rule_known": np.array([not outcome for outcome in otherwise], dtype=bool),
        "outcome_otherwise": pd.array(otherwise, dtype="str"),
    }


def switch_column(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the column switch."""
    return {SWITCH.name: pd.array([one.switch for one in judged], dtype="Int64")}


def close(record: Record, switches: int) -> Record:
    """Return the roll calls that would have had another outcome if this many votes had switched.

    Parameters
    ----------
    record : Record
        The roll calls.
    switches : int
        The most noes that had to become yes for the text to pass, or yes that had to become no for
        it to fail, by the usual rule: the column `switch` of `tally` and `check`.

    Returns
    -------
    Record
        Only roll calls in which the votes of all are known; a note says what is doubtful.

    Raises
    ------
    ArgumentError
        If it is less than 1.

    Examples
    --------
    >>> import unvote
    >>> close(unvote.load("embedded"), 1).rollcalls.index.tolist()
    ['S/2022/155', 'S/2022/720', 'S/RES/2774(2025)']
    """
    if switches < 1:
        raise ArgumentError(f"close {switches}: at least one vote would have to switch")
    judged = judge_rollcalls(record).judged

    def turned(one: Judged) -> bool:
        return one.switch is not None and one.switch <= switches

    near = np.array([turned(one) for one in judged], dtype=bool)
    otherwise = sum(
        one.other is not None and turned(one._replace(rule=one.other))
        for one in compress(judged, ~near)
    )
    found = record.narrowed(near, f"close {switches}", "close", str(switches))
    more = f"{count_of(otherwise, 'more roll call')} would be as close by two thirds, if it applied"
    return found.with_facts(notes=(*record.notes, more)) if otherwise else found
