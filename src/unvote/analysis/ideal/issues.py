"""Ideal points of one issue: the first session with published points, and how they are smoothed."""

from typing import NamedTuple

from unvote.analysis.ideal.sampler import SMOOTHING
from unvote.analysis.ideal.usable import sessions_of
from unvote.record import Record


class Published(NamedTuple):
    """How the points of an issue are published."""

    first: int  # the first session whose votes are used
    # The variance of a step from session to session, before it is weighted.
    smoothing: float = SMOOTHING


# First sessions as in the released code. The published points on nuclear weapons come out with
# steps of variance 0.1, not with the variance of the other issues.
PUBLISHED = {
    "human-rights": Published(25),
    "middle-east": Published(29),
    "nuclear": Published(33, 0.1),
    "disarmament": Published(29),
    "colonialism": Published(14),
    "economic": Published(26),
    "important": Published(39),
}


def as_published(record: Record) -> tuple[Record, float]:
    """Return the part of a record to estimate on, and the smoothing, for the issue selected.

    If no issue was selected, or several, the whole record is used.
    """
    named = [one.value for one in record.selection if one.about == "issue"]
    how = PUBLISHED.get(named[0]) if len(named) == 1 else None
    if how is None:
        return record, SMOOTHING
    late = sessions_of(record.rollcalls) >= how.first
    words = f"published from session {how.first} on"
    return (record if late.all() else record.narrowed(late, words)), how.smoothing
