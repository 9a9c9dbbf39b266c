"""The columns that lists of roll calls share."""

import pandas as pd

from unvote.answer import Column, Kind
from unvote.record import Record

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
