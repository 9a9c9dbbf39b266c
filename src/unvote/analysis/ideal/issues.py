"""Ideal points of one issue: which roll calls are on it, and how they are smoothed."""

from typing import NamedTuple

import numpy as np

from unvote.analysis.ideal.sampler import SMOOTHING
from unvote.analysis.ideal.usable import sessions_of
from unvote.errors import ArgumentError, DataError
from unvote.record import Record


class Issue(NamedTuple):
    """An issue as the published estimates have it.

    Attributes
    ----------
    subject : str
        What its roll calls have among their subjects, as the package unvotes calls it.
    first : int
        The first session that is estimated on.
    smoothing : float
        The variance of a step, before it is weighted.
    """

    subject: str
    first: int
    smoothing: float = SMOOTHING


# First sessions as in the released code. The published points on nuclear weapons are met with
# steps of variance 0.1, not with those of the others.
ISSUES = {
    "human-rights": Issue("Human rights", 25),
    "middle-east": Issue("Palestinian conflict", 29),
    "nuclear": Issue("Nuclear weapons and nuclear material", 33, 0.1),
    "disarmament": Issue("Arms control and disarmament", 29),
    "colonialism": Issue("Colonialism", 14),
    "economic": Issue("Economic development", 26),
}


def of_issue(record: Record, name: str) -> tuple[Record, str]:
    """Return the roll calls on an issue, and in words until when a record says what is on it.

    Parameters
    ----------
    record : Record
    name : str
        One of `ISSUES`.

    Raises
    ------
    ArgumentError
        If the issue is none of these.
    DataError
        If no roll call of the record is coded by issue.
    """
    if name not in ISSUES:
        raise ArgumentError(f"'{name}' is no issue (known: {', '.join(ISSUES)})")
    subjects = record.rollcalls["subjects"].str.split("|")
    known = {issue.subject for issue in ISSUES.values()}
    coded = np.array([not known.isdisjoint(some) for some in subjects], dtype=bool)
    if not coded.any():
        raise DataError(
            f"{record.name}: no roll call is coded by issue: read un_votes.rda, un_roll_calls.rda"
            " and un_roll_call_issues.rda together, or use --subject, --agenda or --title"
        )
    issue, sessions = ISSUES[name], sessions_of(record.rollcalls)
    on_it = np.array([issue.subject in some for some in subjects], dtype=bool)
    record = record.narrowed(on_it & (sessions >= issue.first), f"issue {name}", "subject")
    return record, f"roll calls are coded by issue to session {int(sessions[coded].max())} only"
