"""The roll calls from which ideal points are estimated, and what is left out."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.codes import Vote
from unvote.record import Array, Record, count_of
from unvote.selection.positions import is_contested
from unvote.world.symbols import SESSION_YEAR, session_number

# Votes on amendments and paragraphs count up to this year, as in the published estimates.
LAST_YEAR_OF_PARTS = 1989
# A session with one roll call: everything else was adopted without objection.
NO_SESSION = 19


class Used(NamedTuple):
    """The roll calls from which points are estimated, and the regular session of each."""

    record: Record
    sessions: Array


def usable(record: Record) -> tuple[Used, list[str], list[str]]:
    """Return the roll calls to use, notes on what was left out and why, and the doubts."""
    table, notes = record.rollcalls, list[str]()
    sessions = sessions_of(table)
    undated = sessions == 0
    if undated.any():
        number = count_of(int(undated.sum()), "roll call")
        notes.append(f"{number} with neither a session nor a date left out")
    late = sessions > LAST_YEAR_OF_PARTS - SESSION_YEAR
    late |= (table["date"].dt.year > LAST_YEAR_OF_PARTS).to_numpy(dtype=bool)
    dropped = {
        f"of session {NO_SESSION}": sessions == NO_SESSION,
        f"on amendments and paragraphs after {LAST_YEAR_OF_PARTS}": late
        & (table["part"] != "").to_numpy(dtype=bool),
        "that are unanimous": ~is_contested(record.matrix),
    }
    keep, counts = ~undated, []
    for why, rows in dropped.items():
        if (keep & rows).any():
            counts.append(f"{int((keep & rows).sum()):,} {why}")
        keep &= ~rows
    regular = table["session"].map(session_number).notna().to_numpy(dtype=bool)
    special = int((keep & ~regular).sum())
    reasons = [f"{count_of(int(keep.sum()), 'roll call')} used"]
    if counts:
        reasons[0] += f"; left out: {', '.join(counts)}"
    if special:
        reasons.append(
            f"{count_of(special, 'roll call')} of special sessions counted with the regular session"
            " of the year"
        )
    return Used(record.rows(keep), sessions[keep]), reasons, notes


def sessions_of(table: pd.DataFrame) -> Array:
    """Return the regular session of each roll call, from its number or its year; 0: not known.

    Special sessions count, as in the published estimates, as part of the regular one of their year.
    """
    numbers = table["session"].map(session_number).astype("float")
    sessions = numbers.fillna(table["date"].dt.year - SESSION_YEAR).fillna(0).clip(lower=0)
    return np.asarray(sessions.to_numpy(), dtype=np.int64)


def voters(record: Record) -> list[str]:
    """Return the states that cast a vote."""
    cast = np.flatnonzero(cast_in(record.matrix).any(axis=0))
    return [str(code) for code in record.votes.columns[cast]]


def cast_in(matrix: Array) -> Array:
    """Return whether each vote is a yes, an abstention or a no."""
    return np.asarray((matrix >= Vote.YES) & (matrix <= Vote.NO))
