"""How states vote: their votes, how often they are there, with the majority, or alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors, undated_note
from unvote.analysis.cohesion import share_of
from unvote.analysis.coverage import doubts_of, measured, told
from unvote.analysis.ranking import enough, few_note
from unvote.analysis.slices import UNORDERED, Slices, slices_of
from unvote.answer import FORMULA, Answer, Column, Kind, noted, question
from unvote.codes import CAST, Vote
from unvote.listing import listing_of
from unvote.record import Matrix, Record, count_of
from unvote.selection.positions import membership, plurality
from unvote.world.groups import Group
from unvote.world.organs import EVERY
from unvote.world.states import State, all_states

STATE, NAME = Column("state", key=True), Column("name", Kind.TEXT, key=True)
PROFILE = (
    *(Column("by", Kind.SLICE, key=True), STATE, NAME, Column("n", Kind.COUNT)),
    *(Column(name, Kind.COUNT) for name in ("yes", "no", "abstain", "not_voting")),
    Column("attendance", Kind.SHARE, "voted"),
    *(Column("with_majority", Kind.SHARE), Column("alone", Kind.COUNT)),
)
# The columns of which the line of a group has the means of its members.
_COUNTS = ("n", "yes", "no", "abstain", "not_voting", "alone")
_SHARES = ("attendance", "with_majority")
FORMULAS = (
    "n = roll calls in which it was a member; attendance = share of them in which it voted yes,"
    " no or abstain",
    "with_majority = share of its votes that are what most of all that voted chose; alone ="
    " roll calls in which nobody else cast its vote",
)


@dataclass(frozen=True)
class Profiled:
    """What a drawing of how states vote needs beside the rows.

    Attributes
    ----------
    by : str or None
        By what the roll calls are taken apart.
    names : tuple of str
        The codes of the states and groups that were named; none: all states.
    """

    by: str | None
    names: tuple[str, ...]


@question
def profile(
    record: Record,
    *names: str,
    by: str | None = None,
    least: int | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Count how states vote: how often yes, how often they are there, and how often alone.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    *names : str
        States, in the order in which they are named. A group stands for its members, with the
        roll calls of the days on which they belonged to it, and below them for their mean.
        None: every state.
    by : str, optional
        Counts each "year", "decade", "session", "organ", "subject" or "resolution" apart.
        A roll call counts under each of its subjects.
    least : int, optional
        Of every state those with a smaller n stand at the end. None: a twentieth of the roll
        calls, at least 5. 0: none.
    organ, parts
        As for `align`.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a state, those of a group and of all states by their attendance, the greatest
        first; with `by` first the column `by`, and one row for each slice in which the state
        was a member: `state, name`; `n`, the roll calls in which it was a member: it voted
        `yes`, `no` or `abstain`, or was `not_voting`; `attendance` = (yes + no + abstain) / n;
        `with_majority`, the share of the votes it cast that are what most of all that voted
        chose (where two choices had as many, a roll call is left out of it); `alone`, in how
        many nobody else cast its vote. After the members of a group a row with its code as
        `state` has the means over them, each counting alike: the counts are no whole numbers
        then. Where a list lacks the state, and nobody knows whether it voted, n lacks the
        roll call, and `not_voting` and `attendance` are missing. Shares of nothing are missing.
        `frame.attrs["notes"]` says what is doubtful, and what was left out.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If `by` is none.

    Examples
    --------
    >>> import unvote
    >>> unvote.profile(unvote.load("embedded"), "US").round(3).to_dict("records")
    [{'state': 'USA', 'name': 'United States', 'n': 21, 'yes': 4, 'no': 15, 'abstain': 2,
      'not_voting': 0, 'attendance': 1.0, 'with_majority': 0.19, 'alone': 0}]
    """
    record = measured(record, EVERY if by == "organ" else organ, parts)
    slices, undated = slices_of(record, by)
    sides = list({side.code: side for side in actors(names, groups)}.values())
    rollcalls = _RollCalls.of(record)
    few: list[str] = []
    if sides:
        pieces = [
            piece
            for side in sides
            for piece in _rows(record, rollcalls, slices, side, every=by is None)
        ]
        frame = pd.concat(pieces, ignore_index=True)
        frame = frame.sort_values("by", kind="stable", ignore_index=True)
    else:
        frame, few = _ranked(record, rollcalls, slices, least)
    if by is None:
        frame = frame.drop(columns="by")
    else:
        kind = "int64" if by in ("year", "decade") else "str"
        frame["by"] = pd.array(list(slices.names), dtype=kind).take(frame["by"])
    one = len(sides) == 1 and isinstance(sides[0], State)
    hidden = (STATE.name, NAME.name) if one and by else (STATE.name,)
    return Answer(
        frame,
        [column.hidden() if column.name in hidden else column for column in PROFILE],
        record,
        notes=told(
            record,
            [*slices.doubts, *doubts_of(record), *rollcalls.doubts],
            [*undated, *few, *(note for side in sides for note in undated_note(record, side))],
            frame["state"].unique(),
        ),
        basis=[
            *noted("reason", [*_ties_note(rollcalls), *_means_note(sides)]),
            *noted(FORMULA, [*([f"profile of {sides[0].name}"] if one and by else []), *FORMULAS]),
        ],
        facts=Profiled(by, tuple(side.code for side in sides)),
        newest=bool(sides) and by not in UNORDERED,
    )


class _RollCalls(NamedTuple):
    """What all states made of each roll call.

    Attributes
    ----------
    counts : array of int, 3 by roll calls
        How many voted yes, abstained and voted no.
    majority : array of int8
        What most of those that voted chose; NOT_A_MEMBER in a tie.
    tied : array of truths
        Where two choices had as many votes.
    lacking : array of truths, roll calls by states, or None
        Of whom it is not known whether they voted; None: of nobody.
    doubts : list of str
        A note on the lists that are not whole.
    """

    counts: Matrix
    majority: Matrix
    tied: Matrix
    lacking: Matrix | None
    doubts: list[str]

    @classmethod
    def of(cls, record: Record) -> "_RollCalls":
        matrix = record.matrix
        counts = np.array([np.count_nonzero(matrix == kind, axis=1) for kind in CAST])
        counts = counts.reshape(len(CAST), -1)
        majority, tied = plurality(counts, np.ones(len(record), dtype=bool))
        return cls(counts, majority, tied, *_lists(record))


def _lists(record: Record) -> tuple[Matrix | None, list[str]]:
    """Return of whom it is not known whether they voted, and a note on lists that are not whole.

    None: of nobody. Else an array of truths, roll calls by states.
    """
    listing, voters_only = listing_of(record), record.without_absences
    unsure = voters_only & record.rollcalls["missing"].isna().to_numpy()
    if not (listing.missing.any() or unsure.any()):
        return None, []
    lacking = listing.missing[:, [listing.states.index(code) for code in record.votes.columns]]
    lacking |= unsure[:, np.newaxis] & (record.matrix == Vote.NOT_A_MEMBER)
    cut = int(((listing.unlisted > 0) & ~voters_only).sum())
    note = (
        f"{count_of(cut, 'roll call')} with only some of the members of the day listed, of whom"
        " all numbers are; not_voting and attendance of the others are empty"
    )
    return lacking, [note] if cut else []


def _rows(
    record: Record, rollcalls: _RollCalls, slices: Slices, side: State | Group, *, every: bool
) -> Iterator[pd.DataFrame]:
    """Yield the rows of a state, or those of the members of a group and of their mean.

    `every` has a state in each slice, also where it was no member.
    """
    belongs = membership(record, side)
    matrix = np.where(belongs, record.matrix, Vote.NOT_A_MEMBER)
    there = belongs.any(axis=0)
    if isinstance(side, Group):
        there &= (matrix != Vote.NOT_A_MEMBER).any(axis=0)
    codes = [str(code) for code in record.votes.columns[there]]
    lacking = rollcalls.lacking
    if lacking is not None:
        lacking = (lacking & belongs)[:, there]
    if isinstance(side, State) and not codes:  # no list has it
        codes, there, lacking = [side.code], np.zeros(1, dtype=bool), None
        matrix = np.zeros((len(record), 1), dtype=np.int8)
    else:
        matrix = matrix[:, there]
    rows = _counted(matrix, lacking, rollcalls, slices, codes)
    if isinstance(side, State):
        yield rows if every else rows[rows["n"] > 0]
        return
    rows = _by_attendance(rows[rows["n"] > 0])
    yield rows
    yield _means(rows, side)


def _ranked(
    record: Record, rollcalls: _RollCalls, slices: Slices, least: int | None
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of all states, and a note on those with too few roll calls."""
    codes = [str(code) for code in record.votes.columns]
    rows = _counted(record.matrix, rollcalls.lacking, rollcalls, slices, codes)
    rows = rows[rows["n"] > 0]
    sizes = np.bincount(slices.codes, minlength=len(slices.names))[rows["by"]]
    ranked = enough(rows["n"], sizes, least)
    what = "state" if len(slices.names) == 1 else "row"
    note = few_note(ranked, least, sizes, what, "roll calls")
    rows = _by_attendance(rows.assign(few=~ranked))
    rows = rows.sort_values(["by", "few"], kind="stable", ignore_index=True)
    return rows.drop(columns="few"), note


def _by_attendance(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each slice, the greatest attendance first."""
    order = ["by", "attendance", "n", "state"]
    return rows.sort_values(order, ascending=[True, False, False, True])


def _counted(
    matrix: Matrix,
    lacking: Matrix | None,
    rollcalls: _RollCalls,
    slices: Slices,
    codes: Sequence[str],
) -> pd.DataFrame:
    """Return a row a slice and state, in the column `by` the place of the slice."""
    cast = {kind: matrix == kind for kind in CAST}
    alone = np.zeros(matrix.shape, dtype=bool)
    for kind, count in zip(CAST, rollcalls.counts, strict=True):
        alone |= cast[kind] & (count == 1)[:, np.newaxis]
    decided = ~rollcalls.tied[:, np.newaxis] & np.isin(matrix, CAST)
    majority = decided & (matrix == rollcalls.majority[:, np.newaxis])
    yes, abstain, no = (slices.sums(votes).ravel() for votes in cast.values())
    not_voting = slices.sums(matrix == Vote.NOT_VOTING).ravel()
    voted = yes + no + abstain
    n = voted + not_voting
    unknown = np.zeros(len(n), dtype=bool)
    if lacking is not None:
        unknown = slices.sums(lacking).ravel() > 0
    height, names = len(slices.names), [all_states()[code].name for code in codes]
    return pd.DataFrame(
        {
            "by": np.repeat(np.arange(height), len(codes)),
            "state": pd.array(list(codes) * height, dtype="str"),
            "name": pd.array(names * height, dtype="str"),
            "n": n,
            "yes": yes,
            "no": no,
            "abstain": abstain,
            "not_voting": pd.array(not_voting, dtype="Int64"),
            "attendance": np.where(unknown, np.nan, share_of(voted, n)),
            "with_majority": share_of(slices.sums(majority).ravel(), slices.sums(decided).ravel()),
            "alone": slices.sums(alone).ravel(),
        }
    ).assign(not_voting=lambda rows: rows["not_voting"].mask(unknown))


def _means(rows: pd.DataFrame, group: Group) -> pd.DataFrame:
    """Return for each slice the means over the members of a group."""
    means: Any = rows.groupby("by")[[*_COUNTS, *_SHARES]].mean().astype("float64").reset_index()
    means["state"] = pd.array([group.code] * len(means), dtype="str")
    sizes = rows.groupby("by").size().tolist()
    means["name"] = pd.array([f"mean of {size}" for size in sizes], dtype="str")
    return pd.DataFrame(means[[column.name for column in PROFILE]])


def _ties_note(rollcalls: _RollCalls) -> list[str]:
    tied = int(rollcalls.tied.sum())
    what = "in which two choices had as many votes, which with_majority leaves out"
    return [f"{count_of(tied, 'roll call')} {what}"] if tied else []


def _means_note(sides: Sequence[State | Group]) -> list[str]:
    named = [side.code for side in sides if isinstance(side, Group)]
    if not named:
        return []
    return [
        f"members of {', '.join(named)}: the roll calls of the days on which they belonged to it;"
        " in the mean each member counts alike"
    ]
