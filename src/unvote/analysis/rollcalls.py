"""The columns that lists of roll calls share, and a note on their days."""

import pandas as pd

from unvote.answer import Column, Kind, Note
from unvote.record import Record, count_of
from unvote.world.members import DAYS_RELIABLE_FROM

ABOUT = (
    Column("rollcall", key=True),
    Column("date", Kind.DATE),
    Column("organ", shown=False),
    Column("session", shown=False),
    Column("title", Kind.TEXT),
)


def about(record: Record) -> pd.DataFrame:
    """Return `rollcall, date, organ, session, title` of each roll call."""
    return record.rollcalls.reset_index()[[column.name for column in ABOUT]]


def days_note(record: Record) -> list[Note]:
    """Return a note on the roll calls before 2004: of their days, only the months are reliable."""
    old = int((record.rollcalls["date"] < pd.Timestamp(DAYS_RELIABLE_FROM)).sum())
    what = f"{count_of(old, 'roll call')} before {DAYS_RELIABLE_FROM.year}"
    one = "the day may be wrong, the month is right"
    words = one if old == 1 else "their days may be wrong, the months are right"
    return [Note("day", f"{what}: {words}", old)] if old else []
