"""Ideal points of one issue: from which session on they are published, and how smoothed."""

from typing import NamedTuple

from unvote.analysis.ideal.sampler import SMOOTHING
from unvote.analysis.ideal.usable import sessions_of
from unvote.record import Record


class Published(NamedTuple):
    """How the points of an issue are published.

    Attributes
    ----------
    first : int
        The first session that is estimated on.
    smoothing : float
        The variance of a step, before it is weighted.
    """

    first: int
    smoothing: float = SMOOTHING


# First sessions as in the released code. The published points on nuclear weapons are met with
# steps of variance 0.1, not with those of the others.
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

    A record that is selected by no issue, or by several, is estimated on whole.
    """
    named = [one.value for one in record.selection if one.about == "issue"]
    how = PUBLISHED.get(named[0]) if len(named) == 1 else None
    if how is None:
        return record, SMOOTHING
    late = sessions_of(record.rollcalls) >= how.first
    words = f"published from session {how.first} on"
    return (record if late.all() else record.narrowed(late, words)), how.smoothing
