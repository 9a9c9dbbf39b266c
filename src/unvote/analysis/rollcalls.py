"""Which roll calls an answer is of, and what is said of those that it leaves out."""

from collections.abc import Sequence

import pandas as pd

from unvote.analysis.measures import Measure
from unvote.record import Record, count_of, is_contested

ABOUT = ("rollcall", "date", "organ", "session", "title")


def about(record: Record) -> pd.DataFrame:
    """Return what each roll call is: `rollcall,date,organ,session,title`."""
    return record.rollcalls.reset_index()[list(ABOUT)]


def voted(record: Record) -> tuple[Record, list[str]]:
    """Return the roll calls that were put to a vote, and a note on the texts that were not."""
    without = record.without_vote
    if not without.any():
        return record, []
    return record.rows(~without), [
        f"{count_of(int(without.sum()), 'text')} adopted without a vote left out"
    ]


def measurable(record: Record, formulas: Sequence[Measure]) -> tuple[Record, list[str]]:
    """Return the roll calls that measures are of, and a note on those that they leave out."""
    strict = [measure.name for measure in formulas if measure.contested]
    if not strict:
        return record, []
    contested = is_contested(record.matrix)
    unanimous = int((~contested).sum())
    note = f"{count_of(unanimous, 'unanimous roll call')} left out, as {strict[0]} does"
    return record.rows(contested), [note] if unanimous else []


def absences_note(record: Record) -> list[str]:
    """Return a line on the roll calls of which the source lists only who voted."""
    unlisted = int(record.without_absences.sum())
    if not unlisted:
        return []
    what = f"{count_of(unlisted, 'roll call')} of these {'lists' if unlisted == 1 else 'list'}"
    return [f"{what} only who voted, so absences are not known (--fill-absent derives them)"]


def parts_note(record: Record) -> list[str]:
    """Return a note on votes that were not on whole texts, since measures mix them in."""
    parts = int((record.rollcalls["part"] != "").sum())
    if not parts:
        return []
    return [
        f"{count_of(parts, 'roll call')} of these {'is' if parts == 1 else 'are'} on amendments"
        " or paragraphs, not on whole texts"
    ]
