"""With whom agreement changed between two periods."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors, among_note, among_states, positions_toward
from unvote.analysis.bootstrap import LEAST, TIMES, limits_of_change, resampled, resamples
from unvote.analysis.coverage import doubts_of, measure_notes, measured
from unvote.analysis.lists import NAME, STATE
from unvote.analysis.measures import Measure, find_measure
from unvote.analysis.periods import periods_of
from unvote.analysis.ranking import enough, few_note, unranked_last
from unvote.answer import FORMULA, Answer, Column, Kind, noted, question
from unvote.errors import ArgumentError
from unvote.record import Array, Record, count_of
from unvote.world.groups import Group
from unvote.world.states import State, all_states

SHIFT = ("state", "name", "n_before", "before", "n_after", "after", "change", "low", "high")


@dataclass(frozen=True)
class Shifted:
    """What a picture of changes needs besides the rows."""

    actor: State | Group  # the side whose agreement changed
    at: str | date  # the day of the change, as the user wrote it
    measure: Measure  # the measure of agreement
    ranked: int  # the number of rows with enough votes to be ranked


def _columns(measure: Measure) -> list[Column]:
    """Return the columns of changes: shares, if the measure is a share."""
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
    """Measure with whom A's agreement changed from the time before a day to the time after it.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    a : str
        A state or a group. A group takes the position that most of its members took; a partner that
        is a member does not count among them.
    at : str or date
        The first day of the time after: a date; a month or a year means its first day.
    before, after : str
        The lengths of the two periods: "2y", "18m", "90d". They end where the record ends.
    matched : bool
        Counts only the texts that were voted on in both periods: roll calls whose title,
        or emergency special session, occurs in both.
    measure : str
        The name of a measure (`measures`).
    among : str, optional
        Lists only the states of this group.
    seed : int
        Seeds the draws for the interval: the same seed gives the same interval.
    least : int, optional
        States with fewer joint votes in one of the periods come last, outside the ranking. None: a
        twentieth of the roll calls of the period, at least 5. 0: none.
    organ, parts, groups
        As for `align`.

    Returns
    -------
    DataFrame
        One row per state that was a member in both periods, the greatest fall first: `state, name`;
        `n_before` and `n_after`, the roll calls in which both voted yes, no or abstain; `before`
        and `after`, the measure; `change` = after - before; `low` and `high`, its 95 % interval by
        a bootstrap: the roll calls of each period are drawn a thousand times with replacement, and
        the interval runs from the 2.5 to the 97.5 percentile (Efron 1979, Annals of Statistics
        7:1-26); missing if a period has fewer than 5 joint votes. If all resamples of a period are
        alike, the interval is that of a difference (`bootstrap.of_difference`), with the limits
        that this number of equal votes allows. If the measure is missing in a period, so are the
        change and its interval, and the row comes last. `frame.attrs["notes"]` says how many rows
        at the end have fewer votes than `least`, what was left out, and which roll calls the
        periods have.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the day, a length or the measure is not valid.
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
    [actor] = actors([a], groups)
    record = measured(record, organ, parts)
    periods = periods_of(record, at, before, after, matched=matched, formulas=[formula])
    listed = among_states(periods.record, among, groups)
    partners = [code for code in listed if code in periods.members and code != actor.code]
    first, notes = positions_toward(periods.record, actor, partners)
    places = periods.record.places(partners)
    second = periods.record.matrix[:, places]
    columns = (
        pd.array(partners, dtype="str"),
        pd.array([all_states()[code].name for code in partners], dtype="str"),
        *_changes(formula, first, second, periods.late, seed),
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
    reasons = [*_outcome(frame.head(int(ranked.sum()))), *periods.reasons]
    return Answer(
        frame,
        _columns(formula),
        periods.record,
        notes=measure_notes(
            periods.record,
            doubts_of(periods.record),
            [*few_note(ranked, least, sizes), *periods.notes, *notes],
            [actor.code, *partners],
        ),
        basis=[
            *noted("reason", [*reasons, *among_note(among, groups)]),
            *noted(FORMULA, [formula.note, _change_note(formula, seed)]),
        ],
        facts=Shifted(actor, at, formula, int(ranked.sum())),
        made={
            **{"at": at, "before": before, "after": after, "matched": matched},
            **{"measure": [formula.name], "seed": seed},
        },
    )


def _changes(
    formula: Measure, first: Array, second: Array, late: Array, seed: int
) -> tuple[Array, ...]:
    """Return n and the measure before, then after, the change, and the limits of its interval."""
    n, values, drawn = [], [], []
    for number, rows in enumerate((~late, late)):
        # The two periods are drawn independently of each other.
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
    return n[0], values[0], n[1], values[1], change, low, high


def _change_note(measure: Measure, seed: int) -> str:
    points = " in percentage points" if measure.is_share else ""
    return (
        f"change = after - before{points}; low, high: its 95 % interval ({TIMES:,} resamples"
        f" of the roll calls of each period, seed {seed}; none below n = {LEAST})"
    )


def _outcome(frame: pd.DataFrame) -> list[str]:
    """Return a line that counts the rises and falls, and how many of them are certain."""
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
