"""Puts points on the scale of other points, by one shift and one factor."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.ideal.given import Table, points_in
from unvote.errors import DataError
from unvote.record import count_of

# The number of common points needed to find the scale.
LEAST_COMMON = 10


class Onto(NamedTuple):
    """How points were put on another scale, and how well they fit."""

    # The new point is shift + factor * the old one.
    shift: float
    factor: float
    common: int  # the state-sessions that both have
    # Their correlation, and the root of the mean squared difference on the new scale.
    r: float
    rmse: float


def put_onto(points: pd.DataFrame, given: Table) -> tuple[pd.DataFrame, Onto, str]:
    """Put points on the scale of a table, by least squares over the points that both have.

    `points`: all estimated points: `state, session, ideal, low, high, sd`.
    `given`: as for `points_in`.
    Returns `points`: the same, on the new scale; how they were put there; and a line about it.
    Raises DataError if too few state-sessions are in both, or their points are all the same.
    """
    theirs, name = points_in(given)
    known = points.dropna(subset=["session", "ideal"])
    both = known.merge(theirs, on=["state", "session"])
    if len(both) < LEAST_COMMON:
        raise DataError(
            f"{name}: {count_of(len(both), 'state-session')} in common with this estimate,"
            f" {LEAST_COMMON} are needed"
        )
    ours, wanted = both["ideal"].to_numpy(float), both["point"].to_numpy(float)
    if not ours.std() or not wanted.std():
        raise DataError(f"{name}: the points in common are all the same, and so give no scale")
    r = float(np.corrcoef(ours, wanted)[0, 1])
    factor = r * float(wanted.std() / ours.std())
    shift = float(wanted.mean() - factor * ours.mean())
    apart = float(np.sqrt(np.mean((shift + factor * ours - wanted) ** 2)))
    moved = points.assign(
        **{column: shift + factor * points[column] for column in ("ideal", "low", "high")},
        sd=points["sd"] * abs(factor),
    )
    if factor < 0:
        moved = moved.assign(low=moved["high"], high=moved["low"])
    told = (
        f"on the scale of {name}: {shift:+.3f} {factor:+.3f} x the point, by the {len(both):,}"
        f" state-sessions that both have (r {r:.3f}, apart by {apart:.2f})"
    )
    return moved, Onto(shift, factor, len(both), r, apart), told
