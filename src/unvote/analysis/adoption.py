"""How texts were adopted, by session or year: without a vote, or by which majority."""

import numpy as np
import pandas as pd

from unvote.analysis.consensus import known_note
from unvote.analysis.coverage import ASSEMBLY
from unvote.analysis.outcomes import Judged, judge_rollcalls
from unvote.analysis.slices import slices_of
from unvote.answer import FORMULA, Answer, Column, Kind, noted
from unvote.record import Record, count_of

# The times by which texts are counted.
TIMES = ("year", "decade", "session")
_COUNTS = ("texts", "without_vote", "adopted", "unanimous", "under_two_thirds", "failed")
ADOPTION = (Column("by", Kind.SLICE, key=True), *(Column(name, Kind.COUNT) for name in _COUNTS))
_FORMULAS = (
    "texts = without_vote + adopted (by a vote) + failed; unanimous: nobody who voted voted no or"
    " abstained; under_two_thirds: the yes votes are less than two thirds of yes and no",
)


def adoption(record: Record, by: str, *, as_listed: bool = False) -> Answer:
    """Return how many texts were adopted without a vote, unanimously, and by small majorities.

    `record`, `as_listed`: as for `tally`.
    `by`: one of `TIMES`.
    Returns one row per slice, in order of time. `without_vote` is missing if the record has no such
    text.
    """
    outcomes = judge_rollcalls(record, as_listed=as_listed)
    slices, undated = slices_of(record, by)
    counted = np.array([_kinds(one) for one in outcomes.judged], dtype=bool)
    sums = slices.sums(counted.reshape(len(record), len(_COUNTS)))
    kind = "str" if by == "session" else "int64"
    frame = pd.DataFrame(sums, columns=list(_COUNTS))
    frame.insert(0, "by", pd.Series(list(slices.names), dtype=kind))
    unknown = sums[:, _COUNTS.index("without_vote")] == 0
    without = pd.arrays.IntegerArray(frame["without_vote"].to_numpy(copy=True), unknown)
    frame["without_vote"] = without
    left_out = len(record) - int(counted[:, 0].sum()) if len(record) else 0
    open_ = f"{count_of(left_out, 'vote')} left out: the outcome is open or not published"
    others = int((record.rollcalls["organ"] != ASSEMBLY).sum())
    bodies = f"{count_of(others, 'text')} of these not of the General Assembly (--organ GA)"
    known = ["the record has no text adopted without a vote"] if unknown.all() else []
    return Answer(
        frame,
        ADOPTION,
        record,
        notes=[
            *noted("organ", [bodies] if 0 < others < len(record) else ()),
            *noted("left out", [*([open_] if left_out else []), *undated]),
            *noted("consensus", [*known, *known_note(record)]),
            *noted("doubt", outcomes.notes),
        ],
        basis=[*noted(FORMULA, _FORMULAS), *noted("rule", outcomes.reasons)],
        newest=True,
    )


def _kinds(one: Judged) -> tuple[bool, ...]:
    """Return the columns in which a roll call counts, in their order."""
    if one.rule is None:
        return (True, True, False, False, False, False)
    if not one.decided or one.verdict is None:
        return (False,) * len(_COUNTS)
    yes, no, abstain = one.votes.yes, one.votes.no, one.votes.abstain
    passed = one.verdict.outcome == "adopted"
    small = passed and 3 * yes < 2 * (yes + no)
    return (True, False, passed, passed and not no and not abstain, small, not passed)
