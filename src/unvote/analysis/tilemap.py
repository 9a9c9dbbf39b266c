"""What the tile map shows: the votes of one roll call, or the agreement with one side."""

from dataclasses import dataclass

import pandas as pd

from unvote.analysis.actors import Groups, actors
from unvote.analysis.align import align as ranking_by
from unvote.analysis.coverage import absences_note
from unvote.analysis.lists import NAME, STATE, Shown, show
from unvote.analysis.measures import Measure, find_measure
from unvote.answer import FORMULA, Answer, Column, Kind, Note, noted, question
from unvote.errors import ArgumentError
from unvote.record import Record
from unvote.world.groups import Group
from unvote.world.spelling import plain
from unvote.world.states import State, all_states
from unvote.world.tiles import tiles

# The place of a state on the map, counted from 0 at the top left.
PLACE = (Column("row", Kind.COUNT), Column("column", Kind.COUNT))
VOTES = (STATE, NAME, Column("vote"), *PLACE, Column("rollcall"))


@dataclass(frozen=True)
class Mapped(Shown):
    """What a map of votes needs besides them: the same as `Shown`."""


@dataclass(frozen=True)
class Shaded:
    """What a map of a measure needs besides the rows."""

    record: Record  # the roll calls; the map shows the members of the last day
    actor: State | Group  # the side with which all others are compared
    measure: Measure  # by what
    always_drawn = True


@question
def map(  # noqa: A001 - the name of the command
    record: Record,
    *,
    align: str | None = None,
    measure: str = "agreement",
    among: str | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Place the states on the tile map, with their votes or with how they vote with one side.

    Parameters
    ----------
    record : Record
        One roll call; with `align` any number of them.
    align : str, optional
        A state or a group: every state is measured by how it votes with it.
    measure : str
        The name of the measure (`measures`).
    among : str, optional
        Lists only the states of this group.
    organ, parts
        As for the question `align`; only with `align`.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row per member state, in the order of the names: `state, name`, its `vote` (Y, N, A or
        X), its tile: `row` and `column`, counted from 0 at the top left, and the `rollcall`. With
        `align`, instead of vote and roll call, `n`, the roll calls in which both voted yes, no or
        abstain, and the measure, missing if n is 0; if the side is a state, it is not listed
        itself.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the record holds several roll calls and `align` is not given, or the measure is unknown.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> unvote.map(record.select("ES-11/7")).tail(1).values.tolist()
    [['ZWE', 'Zimbabwe', 'A', 16, 15, 'A/RES/ES-11/7']]
    >>> unvote.map(record, align="US").tail(1).round(3).to_dict("records")
    [{'state': 'ZWE', 'name': 'Zimbabwe', 'n': 21, 'agreement': 0.19, 'row': 16, 'column': 15}]
    """
    if align is not None:
        return _aligned(record, align, find_measure(measure), among, organ, parts, groups)
    if len(record) > 1:
        raise ArgumentError(
            f"a map is of one roll call, and {len(record):,} are selected: name one, or ask for"
            " the agreement with a state (--align)"
        )
    return votes_mapped(record, among, groups)


def votes_mapped(record: Record, among: str | None, groups: Groups | None) -> Answer:
    """Return the votes of roll calls, one or several, by the tiles of the states."""
    answer = show.answer(record, among=among, groups=groups)
    shown = answer.frame
    frame = _placed(shown[["state", "name", "vote"]])
    # With these columns the table can be read again.
    frame["rollcall"] = pd.array(shown["rollcall"].to_numpy(), dtype="str")
    return Answer(
        frame,
        VOTES,
        record,
        notes=[
            note for note in answer.notes if note.kind in ("listing", "members", "seats", "day")
        ],
        basis=[*noted("absences", absences_note(record))],
        facts=Mapped(record),
    )


def _aligned(
    record: Record,
    name: str,
    measure: Measure,
    among: str | None,
    organ: str,
    parts: bool,
    groups: Groups | None,
) -> Answer:
    """Return the states of a ranking on their tiles."""
    answer = ranking_by.answer(
        record,
        name,
        measures=[measure.name],
        among=among,
        least=0,
        organ=organ,
        parts=parts,
        groups=groups,
    )
    ranking = answer.frame
    frame = pd.DataFrame(
        {
            "state": ranking["b"],
            "name": pd.array([all_states()[code].name for code in ranking["b"]], dtype="str"),
            "n": ranking["n"],
            measure.name: ranking[measure.name],
        }
    )
    frame = _placed(frame.sort_values("name", key=lambda names: names.map(plain)))
    [actor] = actors([name], groups)
    return Answer(
        frame,
        [STATE, NAME, Column("n", Kind.COUNT), measure.column, *PLACE],
        record,
        notes=answer.notes,
        basis=[
            *(note for note in answer.basis if note.kind != FORMULA),
            Note(FORMULA, "a value on the limit of two classes belongs to the higher class"),
            Note(FORMULA, measure.note),
        ],
        facts=Shaded(record, actor, measure),
        made={"measure": [measure.name]},
    )


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of states with the row and the column of their tiles."""
    places = [tiles()[code] for code in frame["state"]]
    return frame.reset_index(drop=True).assign(
        row=pd.array([place.row for place in places], dtype="int64"),
        column=pd.array([place.column for place in places], dtype="int64"),
    )
