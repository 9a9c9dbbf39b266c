"""How some states vote with each other, as a square table."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors, among_note, among_states
from unvote.analysis.coverage import doubts_of, measurable, measure_notes, measured
from unvote.analysis.joint_votes import joint
from unvote.analysis.measures import Measure, find_measure
from unvote.answer import FORMULA, Answer, Column, Note, noted, question
from unvote.codes import Vote
from unvote.record import Record
from unvote.world.groups import Group
from unvote.world.states import name_of


@dataclass(frozen=True)
class Squared:
    """What a drawing of a square table needs besides the rows."""

    measure: Measure  # the measure of voting together
    names: tuple[str, ...]  # the states and groups, as a title names them; none: all states


@question
def align_matrix(
    record: Record,
    *names: str,
    measure: str = "agreement",
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Measure how some states vote with each other, as a square table.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    *names : str
        States, and groups, which mean all that were members on any of the days; none: all states.
    measure : str
        The name of a measure (`measures`).
    organ, parts, groups
        As for `align`.

    Returns
    -------
    DataFrame
        One row per state, `state` (its code), and a column per state: the measure of the two,
        missing if they have no joint vote. A state with itself is on the diagonal.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the measure is unknown.

    Examples
    --------
    >>> import unvote
    >>> unvote.align_matrix(unvote.load("embedded"), "US", "RU").round(3).to_dict("records")
    [{'state': 'USA', 'USA': 1.0, 'RUS': 0.071}, {'state': 'RUS', 'USA': 0.071, 'RUS': 1.0}]
    """
    formula = find_measure(measure)
    whole = measured(record, organ, parts)
    record, notes = measurable(whole, [formula])
    codes: list[str] = []
    reasons: list[str] = []
    for name in names:
        [actor] = actors([name], groups)
        if isinstance(actor, Group):
            codes += among_states(record, name, groups)
            reasons += among_note(name, groups)
        else:
            codes.append(actor.code)
    listed = list(dict.fromkeys(codes)) if names else record.states
    votes = record.votes.reindex(columns=listed, fill_value=Vote.NOT_A_MEMBER).to_numpy(np.int8)
    values = formula(joint(votes, votes))
    frame = pd.DataFrame(values, columns=listed)
    frame.insert(0, "state", pd.Series(listed, dtype="str"))
    return Answer(
        frame,
        [Column("state", key=True), *(formula.column._replace(name=code) for code in listed)],
        whole,
        notes=measure_notes(record, doubts_of(record), notes, listed),
        basis=[*noted("reason", dict.fromkeys(reasons)), Note(FORMULA, formula.note)],
        facts=Squared(formula, tuple(name_of(actors([name], groups)[0].code) for name in names)),
        made={"measure": [formula.name]},
    )
