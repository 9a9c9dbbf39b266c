"""What the tile map shows: the votes of one roll call, or the agreement with one side."""

import pandas as pd

from unvote.analysis.align import align as ranking_by
from unvote.analysis.coverage import absences_note
from unvote.analysis.lists import show
from unvote.analysis.measures import find_measure
from unvote.analysis.parties import Groups
from unvote.errors import ArgumentError
from unvote.listing import notes_on_listing
from unvote.record import Record
from unvote.world.spelling import plain
from unvote.world.states import all_states
from unvote.world.tiles import tiles


def map(  # noqa: A001 - the name of the command
    record: Record,
    *,
    align: str | None = None,
    measure: str = "agreement",
    among: str | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> pd.DataFrame:
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
        As for `align`, where it is given.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a member state, in the order of the names: `state, name`, its `vote` (Y, N, A
        or X), its tile: `row` and `column`, counted from 0 at the top left, and the `rollcall`.
        With `align`, instead of vote and roll call, `n`, the roll calls in which both voted yes,
        no or abstain, and the measure, missing where n is 0; the side itself is not listed
        where it is a state.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the record holds several roll calls and `align` is not given, or the measure is none.

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
        formula = find_measure(measure).name
        ranking = ranking_by(
            record, align, measures=[formula], among=among, organ=organ, parts=parts, groups=groups
        )
        return _aligned(ranking, formula)
    if len(record) > 1:
        raise ArgumentError(
            f"a map is of one roll call, and {len(record):,} are selected: name one, or ask for"
            " the agreement with a state (--align)"
        )
    shown = show(record, among=among, groups=groups)
    frame = _placed(shown[["state", "name", "vote"]])
    # So that the table can be read again.
    frame["rollcall"] = pd.array(shown["rollcall"].to_numpy(), dtype="str")
    frame.attrs |= {"notes": notes_on_listing(record), "reasons": absences_note(record)}
    return frame


def _aligned(ranking: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the states of a ranking on their tiles."""
    frame = pd.DataFrame(
        {
            "state": ranking["b"],
            "name": pd.array([all_states()[code].name for code in ranking["b"]], dtype="str"),
            "n": ranking["n"],
            measure: ranking[measure],
        }
    )
    frame = _placed(frame.sort_values("name", key=lambda names: names.map(plain)))
    frame.attrs |= ranking.attrs
    return frame


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of states with the row and the column of their tiles."""
    places = [tiles()[code] for code in frame["state"]]
    return frame.reset_index(drop=True).assign(
        row=pd.array([place.row for place in places], dtype="int64"),
        column=pd.array([place.column for place in places], dtype="int64"),
    )
