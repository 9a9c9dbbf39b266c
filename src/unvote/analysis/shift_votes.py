"""The roll calls that changed the agreement of two sides between two periods."""

from datetime import date

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors, both_cast, pair_positions
from unvote.analysis.counts import parts_note
from unvote.analysis.coverage import measure_notes, measured
from unvote.analysis.periods import periods_of
from unvote.analysis.recurring import text_codes, whole_titles
from unvote.analysis.rollcalls import ABOUT
from unvote.answer import FORMULA, Answer, Column, Kind, Note, noted, question
from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError
from unvote.record import Array, Record

SHIFT_VOTES = (
    *(ABOUT[0], ABOUT[1], ABOUT[4], Column("period"), Column("a_vote"), Column("b_vote")),
    *(Column("score", Kind.SHARE, shown=False), Column("effect", Kind.CHANGE)),
    Column("text_effect", Kind.CHANGE),
)
# Sums closer than this differ only by rounding.
ROUNDING = 1e-12


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
    exactly one abstained, 0 where one voted yes and the other no. The effect of a roll call is the
    distance of its score from the middle between the two means, divided by the number of roll calls
    in its period; in the period before, the sign is reversed. The effects add up to the change, one
    half of it in each period.

    Parameters
    ----------
    record, a, at, before, after, matched, organ, parts, groups
        As for `shift`.
    b : str
        A state or a group.

    Returns
    -------
    DataFrame
        One row per roll call in which both voted yes, no or abstain: `rollcall, date, title`;
        `period`, "before" or "after"; `a_vote` and `b_vote` (Y, N or A); `score`; `effect`; and
        `text_effect`, the sum of the effects of all roll calls on the same text or of the same
        emergency special session. Roll calls on one text stand together, oldest first. The texts
        that moved agreement most in the direction of the change come first; those that moved it
        most the other way come last. Effects are missing if a period has no such roll call.
        `frame.attrs["notes"]` says what was left out, and what the effects add up to.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the day or a length is not valid, or A and B are the same.
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
    one, other = actors([a, b], groups)
    if one == other:
        raise ArgumentError(f"'{a}' and '{b}' are one and the same: name two sides")
    record = measured(record, organ, parts)
    periods = periods_of(record, at, before, after, matched=matched)
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
    # Sums that differ only by rounding count as equal: such texts keep their order.
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
        periods.record,
        notes=measure_notes(
            periods.record, parts_note(table), [*periods.notes, *more], [one.code, other.code]
        ),
        basis=[*noted("reason", [summed, *periods.reasons]), Note(FORMULA, effect_note)],
        made={"at": at, "before": before, "after": after, "matched": matched},
    )


def _steps(votes: Array) -> Array:
    """Return votes as steps: yes 0, abstain 1, no 2."""
    return np.select([votes == Vote.YES, votes == Vote.ABSTAIN], [0.0, 1.0], 2.0)


def _sum(late: Array, means: list[float], effect: Array, texts: Array) -> str:
    """Say what the effects add up to, on texts of both periods and of one."""
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
