"""The roll calls in which two sides both voted, but not alike."""

import pandas as pd

from unvote.analysis.actors import Groups, actors, both_cast, pair_positions
from unvote.analysis.coverage import measured
from unvote.analysis.rollcalls import ABOUT
from unvote.answer import Answer, Column, question
from unvote.codes import LETTERS
from unvote.record import Record

_VOTES = (Column("a_vote"), Column("b_vote"))


@question
def differences(
    record: Record,
    a: str,
    b: str,
    *,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """List the roll calls in which two sides both voted, but not alike, oldest first.

    Parameters
    ----------
    record : Record
        The roll calls.
    a, b : str
        States or groups.
    organ, parts
        As for `align`.
    groups : mapping of str to Group, optional
        Groups of the user's own.

    Returns
    -------
    DataFrame
        `rollcall, date, title, a_vote, b_vote`.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.

    Examples
    --------
    >>> import unvote
    >>> unvote.differences(unvote.load("embedded"), "US", "RU")["rollcall"].tolist()[-2:]
    ['A/RES/80/4', 'A/RES/ES-11/9']
    """
    record = measured(record, organ, parts)
    sides = actors([a, b], groups)
    first, second, _ = pair_positions(record, *sides)
    rows = both_cast(first, second) & (first != second)
    letters = pd.array(LETTERS, dtype="str")
    frame = record.rollcalls[rows].reset_index()[["rollcall", "date", "title"]]
    frame = frame.assign(a_vote=letters[first[rows]], b_vote=letters[second[rows]])
    headings = [
        column._replace(heading=side.code) for column, side in zip(_VOTES, sides, strict=True)
    ]
    return Answer(frame, [ABOUT[0], ABOUT[1], ABOUT[4], *headings], record, newest=True)
