"""With whom agreement changed between two periods, and which roll calls changed it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.bootstrap import LEAST, TIMES, limits_of_change, resampled, resamples
from unvote.analysis.coverage import doubts_of, measurable, measured, parts_note, told
from unvote.analysis.lists import NAME, STATE
from unvote.analysis.measures import Measure, find_measure
from unvote.analysis.parties import (
    Groups,
    among_note,
    among_states,
    both_cast,
    pair_positions,
    parties,
    positions_toward,
)
from unvote.analysis.ranking import enough, few_note, unranked_last
from unvote.analysis.recurring import text_codes, text_names, whole_titles
from unvote.analysis.rollcalls import ABOUT
from unvote.answer import FORMULA, Answer, Column, Kind, Note, noted, question
from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.record import Matrix, Record, count_of
from unvote.world.groups import Group, first_day
from unvote.world.spans import day_named
from unvote.world.states import State, all_states

SHIFT = ("state", "name", "n_before", "before", "n_after", "after", "change", "low", "high")
SHIFT_VOTES = (
    *(ABOUT[0], ABOUT[1], ABOUT[4], Column("period"), Column("a_vote"), Column("b_vote")),
    *(Column("score", Kind.SHARE, shown=False), Column("effect", Kind.CHANGE)),
    Column("text_effect", Kind.CHANGE),
)
# What is nearer to each other differs only by the rounding of sums.
ROUNDING = 1e-12
# The years that a day may be of, and how long a period may be.
FIRST, LAST = 1945, 2999
LONGEST = {"y": 200, "m": 2400, "d": 73000}
_UNITS = {"y": "years", "m": "months", "d": "days"}


@dataclass(frozen=True)
class Shifted:
    """What a picture of changes needs beside the rows.

    Attributes
    ----------
    party : State or Group
        Whose agreement changed.
    at : str or date
        When, as it was asked.
    measure : Measure
        Of agreement.
    ranked : int
        How many rows have votes enough to be ranked.
    """

    party: State | Group
    at: str | date
    measure: Measure
    ranked: int


def _columns(measure: Measure) -> list[Column]:
    """Return what the columns of changes are: with a measure that is a share, shares."""
    kind = measure.column.kind
    change = Kind.CHANGE if measure.is_share else Kind.DIFFERENCE
    kinds = {"n_before": Kind.COUNT, "n_after": Kind.COUNT, "change": change}
    kinds |= dict.fromkeys(("before", "after", "low", "high"), kind)
    return [STATE, NAME, *(Column(name, kinds[name]) for name in SHIFT[2:])]


@question
def shift(
    record: Record,
    a: str,
    *,
    at: str | date,
    before: str = "2y",
    after: str = "2y",
    matched: bool = False,
    measure: str = "agreement",
    among: str | None = None,
    seed: int = 0,
    least: int | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Measure with whom the agreement of A changed between the time before a day and after it.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    a : str
        A state or a group; a group takes the position that most of its members took, a
        partner that is one of them left out.
    at : str or date
        The first day of the time after: a date, or a month or a year, of which it is the
        first.
    before, after : str
        How long the two periods are: "2y", "18m", "90d". They end where the record does.
    matched : bool
        Counts only the texts that were voted on in both periods: roll calls of which the
        title, or the emergency special session, occurs in both.
    measure : str
        The name of a measure (`measures`).
    among : str, optional
        Lists only the states of this group.
    seed : int
        Of the draws for the interval; the same seed gives the same interval.
    least : int, optional
        States with fewer joint votes in one of the periods stand at the end, not in the order
        of the changes. None: a twentieth of the roll calls of the period, at least 5. 0: none.
    organ, parts
        As for `align`.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a state that was a member in both periods, the greatest fall first: `state,
        name`; `n_before` and `n_after`, the roll calls in which both voted yes, no or
        abstain; `before` and `after`, the measure; `change` = after - before; `low` and
        `high`, its 95 % interval by a bootstrap: the roll calls of each period are drawn a
        thousand times with replacement, and the interval is between the 2.5 and the 97.5
        percentile (Efron 1979, Annals of Statistics 7:1-26); none where a period has fewer
        than 5 joint votes. Where all resamples of a period are alike, the interval is that
        of a difference (`bootstrap.of_difference`), with the limits that so many equal votes
        allow. Where the measure is missing in a period, so are the change and its interval,
        and the row comes last. `frame.attrs["notes"]` says how many rows at the end have
        fewer votes than `least`, what was left out, and which roll calls the periods have.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the day, a length or the measure is none.
    NothingSelectedError
        If a period has no roll call.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.shift(unvote.load("embedded"), "US", at="2025-01-20", before="3y")
    >>> frame.set_index("state").loc["RUS", ["n_before", "n_after"]].tolist()
    [13, 4]
    """
    formula = find_measure(measure)
    if seed < 0:
        raise ArgumentError(f"the seed {seed}: it is 0 or more")
    [party] = parties([a], groups)
    record = measured(record, organ, parts)
    periods = _periods(record, at, before, after, matched=matched, formulas=[formula])
    listed = among_states(periods.record, among, groups)
    partners = [code for code in listed if code in periods.members and code != party.code]
    first, notes = positions_toward(periods.record, party, partners)
    places = periods.record.votes.columns.get_indexer(pd.Index(partners))
    second = periods.record.matrix[:, places]
    n, values, drawn = [], [], []
    for number, rows in enumerate((~periods.late, periods.late)):
        # The two periods are drawn apart, so that their draws have nothing in common.
        draws = resamples(int(rows.sum()), seed=2 * seed + number)
        weights = np.concatenate([np.ones_like(draws[:1]), draws])
        counts = resampled(first[rows], second[rows], weights)
        values.append(formula(counts)[0])
        drawn.append(formula(counts)[1:])
        n.append(counts.n[0].astype(np.int64))
    change = values[1] - values[0]
    known = ~np.isnan(change) & (np.minimum(*n) >= LEAST)
    low, high = (
        np.where(known, limit, np.nan)
        for limit in limits_of_change(formula.bounds, values, n, drawn)
    )
    columns = (
        pd.array(partners, dtype="str"),
        pd.array([all_states()[code].name for code in partners], dtype="str"),
        *(n[0], values[0], n[1], values[1], change, low, high),
    )
    frame = pd.DataFrame(dict(zip(SHIFT, columns, strict=True)))
    frame = frame.sort_values(["change", "state"], na_position="last")
    sizes = (int((~periods.late).sum()), int(periods.late.sum()))
    ranked = np.logical_and(
        *(
            enough(frame[name], size, least)
            for name, size in zip(("n_before", "n_after"), sizes, strict=True)
        )
    )
    frame = unranked_last(frame, ranked)
    points = " in percentage points" if formula.is_share else ""
    change_note = (
        f"change = after - before{points}; low, high: its 95 % interval ({TIMES:,} resamples"
        f" of the roll calls of each period, seed {seed}; none below n = {LEAST})"
    )
    reasons = [*_outcome(frame.head(int(ranked.sum()))), *periods.reasons]
    return Answer(
        frame,
        _columns(formula),
        record,
        notes=told(
            periods.record,
            doubts_of(periods.record),
            [*few_note(ranked, least, sizes), *periods.notes, *notes],
            partners,
        ),
        basis=[
            *noted("reason", [*reasons, *among_note(among, groups)]),
            *noted(FORMULA, [formula.note, change_note]),
        ],
        facts=Shifted(party, at, formula, int(ranked.sum())),
        made={
            **{"at": at, "before": before, "after": after, "matched": matched},
            **{"measure": [formula.name], "seed": seed},
        },
    )


@question
def shift_votes(
    record: Record,
    a: str,
    b: str,
    *,
    at: str | date,
    before: str = "2y",
    after: str = "2y",
    matched: bool = False,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """List the roll calls behind the change of agreement between A and B, the weightiest first.

    Agreement is the mean of a score of each roll call: 1 where both voted the same, 1/2 where
    exactly one abstained, 0 where one voted yes and the other no. The effect of a roll call is
    how far its score lies from the middle of the two means, divided by the number of roll
    calls of its period; one before counts the other way round. The effects add up to the
    change, one half of it in each period.

    Parameters
    ----------
    record, a, at, before, after, matched, organ, parts, groups
        As for `shift`.
    b : str
        A state or a group.

    Returns
    -------
    DataFrame
        One row a roll call in which both voted yes, no or abstain: `rollcall, date, title`;
        `period`, "before" or "after"; `a_vote` and `b_vote` (Y, N or A); `score`; `effect`;
        and `text_effect`, the sum of the effects of all roll calls on the same text or of the
        same emergency special session. Those of one text stand together, oldest first; the
        texts that moved agreement most in the direction of the change come first, those that
        moved it most the other way last. Effects are missing where a period has no such
        roll call. `frame.attrs["notes"]` says what was left out, and what they add up to.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the day or a length is none, or A and B are one and the same.
    NothingSelectedError
        If a period has no roll call.

    Examples
    --------
    >>> import unvote
    >>> embedded = unvote.load("embedded")
    >>> frame = unvote.shift_votes(embedded, "US", "FR", at="2025-01-20", before="3y")
    >>> round(float(frame["effect"].sum()), 3), frame["rollcall"].iloc[0]
    (-0.087, 'A/RES/ES-11/1')
    """
    one, other = parties([a, b], groups)
    if one == other:
        raise ArgumentError(f"'{a}' and '{b}' are one and the same: name two sides")
    record = measured(record, organ, parts)
    periods = _periods(record, at, before, after, matched=matched)
    first, second, more = pair_positions(periods.record, one, other)
    cast = both_cast(first, second)
    table, late = periods.record.rows(cast), periods.late[cast]
    first, second = first[cast], second[cast]
    score = 1 - np.abs(_steps(first) - _steps(second)) / 2
    means = [score[rows].mean() if rows.any() else np.nan for rows in (~late, late)]
    sizes = np.where(late, late.sum(), (~late).sum())
    effect = np.where(late, 1, -1) * (score - np.mean(means)) / sizes
    texts = text_codes(table)
    sums = np.bincount(texts, weights=effect, minlength=len(table))
    sums = np.where(np.abs(sums) < ROUNDING, 0.0, sums)[texts]
    letters = np.array(LETTERS, dtype=object)
    columns = (
        table.rollcalls.index,
        table.rollcalls["date"].to_numpy(),
        pd.array(whole_titles(table), dtype="str"),
        pd.array(np.where(late, "after", "before"), dtype="str"),
        *(pd.array(letters[votes], dtype="str") for votes in (first, second)),
        *(score, effect, sums),
    )
    names = (column.name for column in SHIFT_VOTES)
    frame = pd.DataFrame(dict(zip(names, columns, strict=True)))
    # Sums that differ only in rounding are the same: such texts stay in order.
    way = -1 if means[1] < means[0] else 1
    order = np.lexsort((texts, -way * np.round(sums / ROUNDING)))
    frame = frame.iloc[order].reset_index(drop=True)
    summed = f"agreement of {one.code} and {other.code}: {_sum(late, means, effect, texts)}"
    effect_note = (
        f"a: {a}, b: {b}; effect in percentage points, text effect: of all roll calls on the"
        " text or of the emergency special session"
    )
    return Answer(
        frame,
        SHIFT_VOTES,
        record,
        notes=told(periods.record, parts_note(table), [*periods.notes, *more], _codes(one, other)),
        basis=[*noted("reason", [summed, *periods.reasons]), Note(FORMULA, effect_note)],
        made={"at": at, "before": before, "after": after, "matched": matched},
    )


def _codes(*parties: State | Group) -> list[str]:
    """Return the codes of those that are states."""
    return [party.code for party in parties if isinstance(party, State)]


def _steps(votes: Matrix) -> Matrix:
    """Return votes as steps: yes 0, abstain 1, no 2."""
    return np.select([votes == Vote.YES, votes == Vote.ABSTAIN], [0.0, 1.0], 2.0)


class _Periods(NamedTuple):
    """The roll calls of two periods, which of them are late, and who was a member in both."""

    record: Record
    late: Matrix
    members: set[str]
    notes: list[str]
    reasons: list[str]


def _periods(
    record: Record,
    at: str | date,
    before: str,
    after: str,
    *,
    matched: bool,
    formulas: Sequence[Measure] = (),
) -> _Periods:
    """Return the roll calls before a day and those from it on, of which measures are made.

    For `matched` those on texts that are not in both periods are left out.
    """
    middle = pd.Timestamp(day_named(at, first_day))
    if not FIRST <= middle.year <= LAST:
        raise ArgumentError(f"'{at}': write a day of the years {FIRST} to {LAST}")
    start, end = middle - _length("before", before), middle + _length("after", after)
    asked, notes = record, list[str]()
    days = record.rollcalls["date"]
    if undated := int(days.isna().sum()):
        notes.append(f"{count_of(undated, 'roll call')} without a date left out")
    record = record.rows(((days >= start) & (days < end)).to_numpy(dtype=bool))
    record, unanimous = measurable(record, formulas)
    notes += unanimous
    late = (record.rollcalls["date"] >= middle).to_numpy(dtype=bool)
    keep = _in_both(record, late) if matched else np.ones(len(record), dtype=bool)
    reasons = []
    for name, period, first, end_of in (
        ("before", ~late, start, middle),
        ("after", late, middle, end),
    ):
        part = record.rows(period & keep)
        span = f"{first:%Y-%m-%d} to {end_of - pd.Timedelta(days=1):%Y-%m-%d}"
        if not len(part) and len(asked):
            what = "no text was voted on in both periods" if period.any() else "no roll call"
            raise NothingSelectedError(
                f"{name} {middle:%Y-%m-%d} ({span}): {what} of {asked.summary}"
                f"{f', {undated:,} of them without a date' if undated else ''}; take another day"
                f" or a longer --{name}"
            )
        of = f" of {int(period.sum()):,}, on texts of both periods" if matched else ""
        reasons.append(f"{name}: {count_of(len(part), 'roll call')}{of}{_days(part)} ({span})")
    record, late = record.rows(keep), late[keep]
    members = set(record.rows(~late).states) & set(record.rows(late).states)
    return _Periods(record, late, members, notes, ["; ".join(reasons)])


def _days(record: Record) -> str:
    """Return the first and the last day of roll calls, in words."""
    days = record.rollcalls["date"].dt.strftime("%Y-%m-%d")
    return f", the first on {days.min()}, the last on {days.max()}" if len(days) else ""


def _length(name: str, text: str) -> pd.DateOffset:
    """Return a length of time: so many years, months or days."""
    found = re.fullmatch(r"(\d{1,5})([ymd])", text.strip().casefold())
    if found and int(found[1]) > LONGEST[found[2]]:
        raise ArgumentError(f"--{name} '{text}': at most {LONGEST[found[2]]:,}{found[2]}")
    if not found or not int(found[1]):
        raise ArgumentError(f"--{name} '{text}': write a length of time as 2y, 18m or 90d")
    return pd.DateOffset(**{_UNITS[found[2]]: int(found[1])})


def _in_both(record: Record, late: Matrix) -> Matrix:
    """Return which roll calls are on texts of both periods, by any name of the text."""
    names = [
        (session.upper(),) if session.upper().startswith("ES-") else own
        for session, own in zip(record.rollcalls["session"], text_names(record), strict=True)
    ]
    seen = [
        {name for own, there in zip(names, rows, strict=True) if there for name in own}
        for rows in (~late, late)
    ]
    both = seen[0] & seen[1]
    return np.array([not both.isdisjoint(own) for own in names], dtype=bool)


def _outcome(frame: pd.DataFrame) -> list[str]:
    """Return a line on how many changes there are, which way, and how many are sure."""
    known = frame[frame["change"].notna()]
    if not len(known):
        return ["no state has enough votes with it in both periods"]
    sure = int(((known["low"] > 0) | (known["high"] < 0)).sum())
    chance = round(int(known["low"].notna().sum()) * 0.05)
    return [
        f"fell with {int((known['change'] < 0).sum()):,}, rose with"
        f" {int((known['change'] > 0).sum()):,} of {count_of(len(known), 'state')}; the interval"
        f" leaves out 0 for {sure:,} (by chance alone it would for about {chance:,})"
    ]


def _sum(late: Matrix, means: list[float], effect: Matrix, texts: Matrix) -> str:
    """Return what the effects add up to, and through which texts, in words."""
    counts = [int((~late).sum()), int(late.sum())]
    said = [
        f"{mean:.1%} (n = {n:,})" if n else "unknown (n = 0)"
        for mean, n in zip(means, counts, strict=True)
    ]
    if not all(counts):
        return f"{said[0]} before, {said[1]} after"
    both = np.isin(texts, np.intersect1d(texts[late], texts[~late]))
    whole, through, alone = (100 * effect[rows].sum() for rows in (slice(None), both, ~both))
    return (
        f"{said[0]} before, {said[1]} after; the effects add up to {whole:+.1f} points:"
        f" {through:+.1f} on texts of both periods, {alone:+.1f} on texts of one alone"
    )
