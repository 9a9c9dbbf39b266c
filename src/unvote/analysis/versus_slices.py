"""How many states stand nearer to each of two sides, over time and group by group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unvote.analysis.actors import (
    WITH_WEOG,
    Groups,
    are_cast,
    counted_separately,
    is_regions,
    undated_note,
)
from unvote.analysis.counts import absences
from unvote.analysis.coverage import doubts_of, measure_notes
from unvote.analysis.slices import UNORDERED, Slices, slices_of
from unvote.analysis.split import Split
from unvote.answer import FORMULA, Answer, Column, Kind, Note, noted
from unvote.codes import Vote
from unvote.errors import ArgumentError
from unvote.record import Record
from unvote.selection.positions import membership
from unvote.world.groups import Group
from unvote.world.states import State

_COUNTS = (
    *("rollcalls", "differ", "nearer_a", "nearer_b", "neither_nearer"),
    *("with_a", "with_b", "neither", "absent"),
)
NEARER = (
    *(Column("by", Kind.SLICE, key=True), Column("group", key=True)),
    *(Column(name, Kind.COUNT) for name in _COUNTS),
)
NEARNESS = (
    "nearer_a, nearer_b: states that stood more often with A, with B; neither_nearer: as often with"
    " the one as with the other; with_a to absent: the votes"
)


@dataclass(frozen=True)
class Nearing:
    """What a drawing of how many states stand nearer to each side needs besides the rows."""

    # The two sides.
    a: State | Group
    b: State | Group
    by: str | None  # how the roll calls are split


def by_slices(
    record: Record,
    split: Split,
    by: str | None,
    of: str | Sequence[str] | None,
    groups: Groups | None,
    reasons: Sequence[str],
) -> Answer:
    """Count the states nearer to each side, in each slice and group.

    `record`: the roll calls, as measures count them.
    `split`: where the two sides differ.
    `by`, `of`, `groups`: as for `versus`.
    `reasons`: what was counted, and what was not.
    """
    slices, notes = slices_of(record, by)
    asked = [] if of is None else counted_separately(of, groups, "of")
    sides = list({side.code: side for side in asked}.values())  # each once, even if named twice
    for side in sides:
        if isinstance(side, State) and side.code in (split.one.code, split.other.code):
            raise ArgumentError(f"--of {side.code}: it is one of the two sides, which do not count")
    wanted: Sequence[State | Group | None] = sides or [None]
    pieces = [_counted(record, split, slices, side) for side in wanted]
    frame = pd.concat(pieces).sort_values("by", kind="stable", ignore_index=True)
    if by is None:
        frame = frame.drop(columns="by")
    else:
        frame["by"] = slices.called(frame["by"].to_numpy())
    if sides:
        notes += [note for side in sides for note in undated_note(record, side)]
    else:
        frame = frame.drop(columns="group")
    weog = is_regions(of) and "USA" in split.listed
    return Answer(
        frame,
        _columns(split, [*frame]),
        record,
        notes=measure_notes(
            record,
            [*slices.doubts, *doubts_of(split.record)],
            [*notes, *split.notes],
            [split.one.code, split.other.code],
        ),
        basis=[
            *noted("reason", [*reasons, *([WITH_WEOG] if weog else [])]),
            Note(FORMULA, NEARNESS),
        ],
        facts=Nearing(split.one, split.other, by),
        newest=by not in UNORDERED,
    )


def _columns(split: Split, there: Sequence[str]) -> list[Column]:
    """Return the columns, with the sides in their headings; for groups, tables hide the votes."""
    sides = {"_a": split.one.code, "_b": split.other.code}
    named = [
        column._replace(heading=f"{column.name[:-2].replace('_', ' ')} {sides[column.name[-2:]]}")
        if column.name[-2:] in sides
        else column
        for column in NEARER
    ]
    votes = _COUNTS[5:] if "group" in there else ()
    return [column.hidden() if column.name in votes else column for column in named]


def _counted(
    record: Record, split: Split, slices: Slices, side: State | Group | None
) -> pd.DataFrame:
    """Return one row per slice (`by` has its place); for a side, only slices with a member of it.

    A slice has no row if in none of its roll calls both A and B have a position.
    """
    differing, votes = slices.only(split.differ), split.votes
    here = split.present
    if side is not None:
        belongs = membership(record, side)
        here = here & (belongs & (record.matrix != Vote.NOT_A_MEMBER)).any(axis=1)
        listed = record.places(split.listed)
        votes = np.where(belongs[split.differ][:, listed], votes, Vote.NOT_A_MEMBER)
    with_a = differing.sums(votes == split.first)
    with_b = differing.sums(votes == split.second)
    cast = differing.sums(are_cast(votes))
    unknown = differing.sums(split.record.without_absences[:, np.newaxis])[:, 0] > 0
    frame = pd.DataFrame(
        {
            "by": np.arange(len(slices.names)),
            "group": pd.array(["" if side is None else side.code] * len(with_a), dtype="str"),
            "rollcalls": np.bincount(slices.codes, minlength=len(with_a)),
            "differ": np.bincount(differing.codes, minlength=len(with_a)),
            "nearer_a": (with_a > with_b).sum(axis=1),
            "nearer_b": (with_b > with_a).sum(axis=1),
            "neither_nearer": ((with_a == with_b) & (cast > 0)).sum(axis=1),
            "with_a": with_a.sum(axis=1),
            "with_b": with_b.sum(axis=1),
            "neither": (cast - with_a - with_b).sum(axis=1),
            "absent": absences(differing.sums(votes == Vote.NOT_VOTING).sum(axis=1), unknown),
        }
    )
    return frame[slices.sums(here[:, np.newaxis])[:, 0] > 0]
