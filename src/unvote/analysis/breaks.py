"""Where a state left its group, or the position that it took before on the same text."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors, both_cast, members_note, position, ties_note
from unvote.analysis.coverage import measure_notes, measured, voted
from unvote.analysis.recurring import Earlier, predecessors, whole_titles
from unvote.analysis.rollcalls import ABOUT, days_note
from unvote.answer import Answer, Column, Kind, noted, question
from unvote.codes import CAST, LETTERS
from unvote.errors import ArgumentError
from unvote.progress import steps
from unvote.record import Array, Record, count_of
from unvote.selection.positions import membership
from unvote.world.groups import Group
from unvote.world.states import State

BREAKS = (
    *ABOUT,
    *(Column("kind", shown=False), Column("vote"), Column("was"), Column("of")),
    Column("since", Kind.DATE),
)
# An earlier roll call further back than this is worth a second look.
FAR_YEARS = 5
FAR = pd.DateOffset(years=FAR_YEARS)


@question
def breaks(
    record: Record,
    a: str,
    *,
    group: str | None = None,
    within: Record | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """List the roll calls in which A left its own earlier position, or that of its group.

    Its own earlier position is the vote that it last cast on the same text in an earlier
    session: a text comes back under its title, and in an emergency special session all texts
    are on one agenda item, so that the last day before counts there. Only yes, no and abstain
    are positions; after an absence the comparison goes further back.

    Parameters
    ----------
    record : Record
        The roll calls to list. Texts adopted without a vote are left out, and votes on amendments
        and paragraphs are never compared with earlier ones.
    a : str
        A state, or a group: it takes the position that most of its members took.
    group : str, optional
        A group: also lists the roll calls in which A did not vote like most of its other members.
        If A ever belonged to it, only the days of its membership count.
    within : Record, optional
        The roll calls to search for earlier ones; None: `record`.
    organ, parts
        As for `align`, for the roll calls to list.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row per break, newest first: `rollcall, date, organ, session, title`; `kind`, "own" or
        "group"; `vote`, how A voted; `was`, the position that it left (Y, N or A), and `of`, which
        had that position: the earlier roll call, or the group; `since`, the day of the earlier roll
        call, missing for the group. A roll call may have two rows. `frame.attrs["notes"]` says what
        was left out, how many roll calls were compared, and how many could not be.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If `group` is not a group, or is A.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.breaks(unvote.load("embedded"), "US", group="NATO")
    >>> frame[["rollcall", "kind", "vote", "was", "of"]].head(2).to_dict("records")
    [{'rollcall': 'A/RES/80/4', 'kind': 'group', 'vote': 'N', 'was': 'Y', 'of': 'NATO'},
     {'rollcall': 'A/RES/ES-11/8', 'kind': 'own', 'vote': 'A', 'was': 'Y', 'of': 'A/RES/ES-11/6'}]
    """
    [actor] = actors([a], groups)
    bloc = _bloc(actor, group, groups)
    record = measured(record, organ, parts)
    whole = record if within is None else voted(within)
    own, ties = position(whole, actor)
    notes = [*members_note(record, actor), *_ties_among_those_listed(record, whole, ties, actor)]
    listed = whole.rollcalls.index.get_indexer(record.rollcalls.index)
    if (listed < 0).any():
        raise ArgumentError("the roll calls listed are not all among those searched")
    found, reasons = _own_breaks(whole, actor, own, listed.tolist())
    if bloc is not None:
        rows, more, reason = _group_breaks(record, actor, bloc, own[listed])
        found, notes, reasons = [*found, *rows], [*notes, *more], [*reasons, *reason]
    return Answer(
        _frame(record, found),
        # Without a group, every break is with an earlier roll call, and `since` is enough.
        [one.hidden() if bloc is None and one.name == "of" else one for one in BREAKS],
        record,
        notes=[
            *measure_notes(record, left_out=notes, named=[actor.code]),
            *days_note(record),
        ],
        basis=[*noted("compared", reasons)],
    )


class _Break(NamedTuple):
    """A break: its roll call, its kind, the votes, and who held the position that A left."""

    row: int
    kind: str
    vote: int
    was: int
    of: str
    since: Any


def _bloc(actor: State | Group, group: str | None, groups: Groups | None) -> Group | None:
    if group is None:
        return None
    [bloc] = actors([group], groups)
    if isinstance(bloc, State):
        raise ArgumentError(
            f"'{group}' is a state ({bloc.name}): name a group ('unvote groups' lists them)"
        )
    if bloc == actor:
        raise ArgumentError(f"'{group}' is compared with itself: name a state, or another group")
    return bloc


def _ties_among_those_listed(
    record: Record, whole: Record, ties: int, actor: State | Group
) -> list[str]:
    if ties and len(record) < len(whole):  # count those listed alone
        ties = position(record, actor)[1]
    return ties_note(ties, actor)


def _own_breaks(
    whole: Record, actor: State | Group, own: Array, listed: Sequence[int]
) -> tuple[list[_Break], list[str]]:
    """Return the breaks with A's own earlier position, and the notes on them."""
    earlier = predecessors(whole)
    days = whole.rollcalls["date"]
    found, taken, compared, mixed, several, far = [], 0, 0, 0, 0, 0
    for row, place in enumerate(steps(listed, "looking for breaks")):
        if own[place] not in CAST:
            continue
        taken += 1
        before = _last_cast(earlier, own, place)
        votes = {int(own[other]) for other in before}
        several += bool(earlier.several[place])
        mixed += len(votes) > 1
        compared += len(votes) == 1
        if len(votes) == 1 and own[place] not in votes:
            name, day = whole.rollcalls.index[before[-1]], days.iloc[before[-1]]
            found.append(_Break(row, "own", own[place], min(votes), name, day))
            far += day < days.iloc[place] - FAR
    what = f"own: {actor.code} took a position in {count_of(taken, 'roll call')}"
    reasons = [
        f"{what}; in {compared:,} of them it had taken one before on the same text,"
        f" and in {len(found):,} it changed"
    ]
    if far:
        reasons.append(
            f"{far:,} of these {'lies' if far == 1 else 'lie'} more than {FAR_YEARS} years after"
            " the earlier one (since): in between the text may have been adopted without a vote"
        )
    for number, why in (
        (several, "several roll calls of one session share the title"),
        (mixed, f"{actor.code} had voted in several ways on the day before"),
    ):
        if number:
            what = f"{count_of(number, 'roll call')} not compared with an earlier one"
            reasons.append(f"{what}: {why}")
    return found, reasons


def _last_cast(earlier: Earlier, own: Array, place: int) -> list[int]:
    """Return the last earlier roll calls on the same text in which A took a position."""
    before = earlier.rows[place]
    while before:
        if cast := [other for other in before if own[other] in CAST]:
            return cast
        before = earlier.rows[before[-1]]
    return []


def _group_breaks(
    record: Record, actor: State | Group, bloc: Group, own: Array
) -> tuple[list[_Break], list[str], list[str]]:
    """Return the breaks with a group, and the notes on them."""
    without = [actor.code] if isinstance(actor, State) else []
    other, ties = position(record, bloc, without)
    notes = members_note(record, bloc)
    both = both_cast(own, other)
    when = ""
    if isinstance(actor, State):
        if any(spell.state == actor.code for spell in bloc.memberships):
            place = record.places([actor.code])[0]
            belongs = membership(record, bloc)[:, place] & (place >= 0)
            both &= belongs
            _, ties = position(record.rows(belongs), bloc, without)
            when = f" while it belonged to {bloc.code}"
        else:
            notes.append(
                f"{actor.code} never belonged to {bloc.code}: all roll calls in which they differ"
            )
    notes += ties_note(ties, bloc)
    rows = np.flatnonzero(both & (own != other))
    found = [_Break(int(row), "group", own[row], other[row], bloc.code, pd.NaT) for row in rows]
    reason = (
        f"group: {actor.code} and {bloc.code}"
        f"{' (the others)' if when else ''} both took a position in"
        f" {count_of(int(both.sum()), 'roll call')}{when}; they differ in {len(found):,}"
    )
    return found, notes, [reason]


def _frame(record: Record, found: Sequence[_Break]) -> pd.DataFrame:
    """Return the rows of breaks, newest first."""
    found = sorted(found, key=lambda one: (-one.row, one.kind != "own"))
    rows = [one.row for one in found]
    table = record.rollcalls.iloc[rows].reset_index()[["rollcall", "date", "organ", "session"]]
    undated = table["date"].isna()
    frame = table.assign(
        title=whole_titles(record)[rows],
        kind=[one.kind for one in found],
        vote=[LETTERS[one.vote] for one in found],
        was=[LETTERS[one.was] for one in found],
        of=[one.of for one in found],
        since=pd.Series([one.since for one in found], table.index, table["date"].dtype),
    )
    text = dict.fromkeys(("title", "kind", "vote", "was", "of"), "str")
    order = np.argsort(undated.to_numpy(), kind="stable")  # those without a date come last
    return frame.astype(text)[[column.name for column in BREAKS]].iloc[order].reset_index(drop=True)
