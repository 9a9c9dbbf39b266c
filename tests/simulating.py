"""Votes drawn from the model of ideal points, so that the true points are known."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

import unvote
from unvote.answer import FORMULA
from unvote.record import Record
from unvote.selection.positions import is_contested

SESSIONS = range(60, 66)
EACH = 60
# The sweeps of a chain: enough to see the rows and the notes.
SWEEPS = 10
CODES = ["USA", *[code for code in unvote.load("embedded").votes.columns if code != "USA"][:39]]


class Simulated(NamedTuple):
    """A record drawn from the model, and the points it was drawn from, sessions by states."""

    record: Record
    truth: pd.DataFrame


def record_of(
    matrix: np.ndarray,
    sessions: Sequence[int | str],
    *,
    states: Sequence[str] = CODES,
    **columns: Sequence[str],
) -> Record:
    """Return a record of votes (1 yes, 2 abstain, 3 no, 4 not voting, 0 no member)."""
    index = pd.Index([f"R/{row}" for row in range(len(matrix))], name="rollcall")
    empty = unvote.load("embedded").rollcalls.iloc[:0]
    known = {
        **{name: "" for name in empty if empty[name].dtype == "str"},
        "organ": "GA",
        "session": list(map(str, sessions)),
        "date": pd.Timestamp("2010-10-01"),
    }
    table = empty.reindex(index).assign(**{**known, **columns})
    votes = pd.DataFrame(matrix.astype(np.int8), index=index, columns=list(states))
    return Record(table, votes, "simulated votes")


@pytest.fixture(scope="module", name="simulated")
def drawn() -> Simulated:
    """Draw votes from the model: slopes N(0, 1.5), two cut points, a random walk over the years."""
    random = np.random.default_rng(1)
    first = np.sort(random.standard_normal(len(CODES)))[::-1]
    steps = random.normal(0, 0.2, (len(SESSIONS) - 1, len(CODES)))
    points = first + np.vstack([np.zeros(len(CODES)), steps.cumsum(axis=0)])
    points = (points - points.mean()) / points.std()
    sessions = np.repeat(SESSIONS, EACH)
    slopes = random.normal(0, 1.5, len(sessions))
    cuts = np.sort(random.normal(0, 1, (2, len(sessions))), axis=0)
    z = slopes[:, np.newaxis] * points[sessions - SESSIONS[0]]
    z += random.standard_normal(z.shape)
    votes = 1 + (z > cuts[0][:, np.newaxis]) + (z > cuts[1][:, np.newaxis])
    votes[random.random(votes.shape) < 0.1] = 4
    contested = is_contested(votes)
    record = record_of(votes[contested], sessions[contested])
    return Simulated(record, pd.DataFrame(points, index=SESSIONS, columns=CODES))


def ideal(*args: Any, **how: Any) -> pd.DataFrame:
    """Return the rows of an answer, its notes, its basis and its numbers."""
    answer = unvote.ideal.answer(*args, **how)
    frame = answer.table()
    basis = [note.words for note in answer.basis if note.kind != FORMULA]
    notes = [note.words for note in answer.notes]
    assert frame.attrs == {"notes": [*notes, *basis]}
    frame.attrs = {"notes": notes, "reasons": basis, **answer.made}
    return frame
