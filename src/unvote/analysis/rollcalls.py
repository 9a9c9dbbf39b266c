"""What each roll call is: the columns that lists of roll calls share."""

import pandas as pd

from unvote.record import Record

ABOUT = ("rollcall", "date", "organ", "session", "title")


def about(record: Record) -> pd.DataFrame:
    """Return what each roll call is: `rollcall,date,organ,session,title`."""
    return record.rollcalls.reset_index()[list(ABOUT)]
