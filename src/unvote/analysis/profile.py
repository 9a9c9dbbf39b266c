"""How states vote: their votes, their attendance, how often with the majority, how often alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors, members_note
from unvote.analysis.consensus import known_note, members_then
from unvote.analysis.coverage import doubts_of, eligible, measure_notes, voted
from unvote.analysis.measures import ratio
from unvote.analysis.ranking import enough, few_note
from unvote.analysis.slices import UNORDERED, Slices, slices_of
from unvote.answer import FORMULA, Answer, Column, Kind, noted, question
from unvote.codes import CAST, Vote
from unvote.listing import listing_of
from unvote.record import Array, Matrix, Record, count_of
from unvote.remembered import remembered
from unvote.selection.positions import membership, plurality
from unvote.selection.sponsors import Sponsors
from unvote.world.groups import Group, members_of
from unvote.world.organs import EVERY
from unvote.world.states import State, all_states

STATE, NAME = Column("state", key=True), Column("name", Kind.TEXT, key=True)
PROFILE = (
    *(Column("by", Kind.SLICE, key=True), STATE, NAME, Column("n", Kind.COUNT)),
    *(Column(name, Kind.COUNT) for name in ("yes", "no", "abstain", "not_voting")),
    Column("attendance", Kind.SHARE, "voted"),
    *(Column("with_majority", Kind.SHARE, "with most"), Column("alone", Kind.COUNT)),
    *(Column("sponsored", Kind.COUNT), Column("without_vote", Kind.COUNT)),
)
# The columns in which a group's line has the means of its members.
_TEXTS = ("sponsored", "without_vote")
_COUNTS = ("n", "yes", "no", "abstain", "not_voting", "alone", *_TEXTS)
_SHARES = ("attendance", "with_majority")
FORMULAS = (
    "n = roll calls in which it was a member; attendance = share of them in which it voted yes,"
    " no or abstain",
    "with_majority = share of its votes that were the most common choice; alone = roll calls in"
    " which nobody else cast its vote",
    "sponsored = texts, with or without a vote, that name it as a sponsor; without_vote = texts"
    " adopted without a vote while it was a member",
)


@dataclass(frozen=True)
class Profiled:
    """What a drawing of how states vote needs besides the rows."""

    by: str | None  # how the roll calls are split
    names: tuple[str, ...]  # the codes of the states and groups that were named; none: all states


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
    """Count how states vote: how often yes, how often they attend, and how often alone.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote count only in the last two columns.
    *names : str
        States, in the order in which they are named. A group means its members, each with the roll
        calls of the days on which it belonged to the group, and below them a row with their mean.
        None: every state.
    by : str, optional
        Counts each "year", "decade", "session", "organ", "subject", "issue" or "resolution"
        separately. A roll call counts under each of its subjects or issues.
    least : int, optional
        In a list of all states, those with a smaller n come last. None: a twentieth of the roll
        calls, at least 5. 0: none.
    organ, parts, groups
        As for `align`.

    Returns
    -------
    DataFrame
        One row per state; the members of a group, and all states, are sorted by attendance, the
        greatest first. With `by`, the first column is `by`, and a state has a row for each slice in
        which it was a member. Then `state, name`; `n`, the roll calls in which it was a member: it
        voted `yes`, `no` or `abstain`, or was `not_voting`; `attendance` = (yes + no + abstain) /
        n; `with_majority`, the share of the votes it cast that were the most common choice (a tie
        of two choices leaves the roll call out); `alone`, how often nobody else cast its vote; how
        many texts it `sponsored` by name, with or without a vote; and how many were adopted
        `without_vote` while it was a member: both are missing if the record has no sponsor, or
        no such text. After the members of a group, a row with the group's code as `state` has their
        means; every member counts the same, and the counts need not be whole numbers. If a list
        lacks the state, and nobody knows whether it voted, n leaves out the roll call; `not_voting`
        and `attendance` are then missing, also in the mean. A share of 0 roll calls is missing.
        `frame.attrs["notes"]` says what is doubtful, and what was left out.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If `by` is not valid.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.profile(unvote.load("embedded"), "US").round(3)
    >>> frame.iloc[:, :10].to_dict("records")
    [{'state': 'USA', 'name': 'United States', 'n': 21, 'yes': 8, 'no': 12, 'abstain': 1,
      'not_voting': 0, 'attendance': 1.0, 'with_majority': 0.381, 'alone': 0}]
    """
    texts = eligible(record, EVERY if by == "organ" else organ, parts)
    record = voted(texts)
    slices, undated = slices_of(texts, by)
    if by == "subject":
        slices = slices.largest_first(~texts.without_vote)
    sides = list({side.code: side for side in actors(names, groups)}.values())
    texts = _with_columns(texts, members_of(names, groups))
    rollcalls = _rollcalls(texts)
    few: list[str] = []
    if sides:
        pieces = [
            piece
            for side in sides
            for piece in _rows(texts, rollcalls, slices, side, every=by is None)
        ]
        frame = pd.concat(pieces, ignore_index=True)
        frame = frame.sort_values("by", kind="stable", ignore_index=True)
    else:
        frame, few = _ranked(texts, rollcalls, slices, least)
    if by is None:
        frame = frame.drop(columns="by")
    else:
        frame["by"] = slices.called(frame["by"].to_numpy())
    one = len(sides) == 1 and isinstance(sides[0], State)
    hidden = [STATE.name, *([NAME.name] if one and by else [])]
    hidden += [name for name in _TEXTS if not one or frame[name].isna().all()]
    hidden += ["sponsored"] if by else []  # a terminal has no room for these
    # This question counts them, in columns of their own.
    record = record.with_facts(left_out=record.left_out._replace(without_vote=0))
    return Answer(
        frame,
        [column.hidden() if column.name in hidden else column for column in PROFILE],
        record,
        notes=measure_notes(
            record,
            [*slices.doubts, *doubts_of(record), *rollcalls.doubts],
            [*undated, *few, *(note for side in sides for note in members_note(record, side))],
            frame["state"].unique(),
        ),
        basis=[
            *noted("consensus", known_note(texts)),
            *noted("sponsors", _sponsors_note(rollcalls)),
            *noted("reason", [*_ties_note(rollcalls), *_means_note(sides)]),
            *noted(FORMULA, [*([f"profile of {sides[0].name}"] if one and by else []), *FORMULAS]),
        ],
        facts=Profiled(by, tuple(side.code for side in sides)),
        newest=bool(sides) and by not in UNORDERED,
    )


class _Cells(NamedTuple):
    """What is known about some states in each roll call, as arrays of roll calls by states."""

    # Array of int8: codes of `Vote`; NOT_A_MEMBER also where a text was adopted without a vote.
    votes: Matrix
    # Arrays of bool: who may or may not have voted; who sponsored the text; who was a member when
    # one was adopted without a vote.
    lacking: Matrix
    sponsored: Matrix
    present: Matrix

    def of(self, belongs: Matrix) -> "_Cells":
        """Return the cells that count, for the columns that have any, as an array of bool."""
        there = belongs.any(axis=0)
        return _Cells(*(np.where(belongs, cells, 0)[:, there] for cells in self))


class _RollCalls(NamedTuple):
    """How all states voted in each roll call."""

    cells: _Cells  # of all states of the record
    counts: Array  # array of int, 3 by roll calls: how many voted yes, abstained and voted no
    majority: Array  # array of int8: what most of those that voted chose; NOT_A_MEMBER in a tie
    # Arrays of bool: where two choices had as many votes; where there was no vote; where sponsors
    # are named.
    tied: Array
    without_vote: Array
    sponsors_known: Array
    doubts: list[str]  # a note on incomplete lists


@remembered
def _rollcalls(record: Record) -> _RollCalls:
    """Return how all states voted in each roll call."""
    without, matrix = record.without_vote, record.matrix
    if matrix[without].any():  # the members of the Council are listed as not voting
        matrix = np.where(without[:, np.newaxis], Vote.NOT_A_MEMBER, matrix)
    counts = np.array([np.count_nonzero(matrix == kind, axis=1) for kind in CAST])
    counts = counts.reshape(len(CAST), -1)
    majority, tied = plurality(counts, np.ones(len(record), dtype=bool))
    (lacking, doubts), sponsors = _lists(record), Sponsors.of(record)
    cells = _Cells(matrix, lacking, sponsors.by, members_then(record))
    return _RollCalls(cells, counts, majority, tied, without, sponsors.known, doubts)


def _with_columns(record: Record, states: Sequence[str]) -> Record:
    """Return the record with a column for each of these states, even if no list names it."""
    codes = [*record.votes.columns, *(code for code in states if code not in record.votes)]
    if len(codes) == record.votes.shape[1]:
        return record
    return record.with_facts(
        votes=record.votes.reindex(columns=codes, fill_value=Vote.NOT_A_MEMBER)
    )


def _lists(record: Record) -> tuple[Matrix, list[str]]:
    """Return who may have voted without being listed, and a note on incomplete lists."""
    listing, voters_only = listing_of(record), record.without_absences
    unsure = voters_only & record.rollcalls["missing"].isna().to_numpy()
    columns = [listing.states.index(code) for code in record.votes.columns]
    lacking = listing.missing[:, columns] & ~record.unlisted[:, np.newaxis]
    if unsure.any():
        lacking |= unsure[:, np.newaxis] & (record.matrix == Vote.NOT_A_MEMBER)
    cut = int(((listing.unlisted > 0) & ~voters_only & ~record.unlisted).sum())
    note = (
        f"{count_of(cut, 'roll call')} with only some of the members listed: the numbers are of"
        " those; not_voting and attendance of the others are empty"
    )
    return lacking, [note] if cut else []


def _rows(
    record: Record, rollcalls: _RollCalls, slices: Slices, side: State | Group, *, every: bool
) -> Iterator[pd.DataFrame]:
    """Yield the rows of a state, or the rows of a group's members and of their mean.

    `every` has a row for every slice, even if the state was not a member.
    """
    belongs = membership(record, side)
    codes = [str(code) for code in record.votes.columns[np.flatnonzero(belongs.any(axis=0))]]
    cells = rollcalls.cells.of(belongs)
    rows = _counted(cells, rollcalls, slices, codes)
    if isinstance(side, State) and every:
        yield rows
    elif isinstance(side, State):
        yield rows[_there(rows)]
    else:
        rows = _by_attendance(rows[_there(rows)])
        yield rows
        yield _means(rows, side)


def _ranked(
    record: Record, rollcalls: _RollCalls, slices: Slices, least: int | None
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of all states, and a note on those with too few roll calls."""
    codes = [str(code) for code in record.votes.columns]
    rows = _counted(rollcalls.cells, rollcalls, slices, codes)
    rows = rows[_there(rows)]
    voted = ~rollcalls.without_vote[slices.rows]
    sizes = np.bincount(slices.codes[voted], minlength=len(slices.names))[rows["by"]]
    ranked = enough(rows["n"], sizes, least)
    what = "state" if len(slices.names) == 1 else "row"
    note = few_note(ranked, least, sizes, what, "roll calls")
    rows = _by_attendance(rows.assign(few=~ranked))
    rows = rows.sort_values(["by", "few"], kind="stable", ignore_index=True)
    return rows.drop(columns="few"), note


def _there(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Return the rows in which the state was a member, with or without a vote."""
    return (rows["n"] > 0) | (rows["without_vote"].fillna(0) > 0)


def _by_attendance(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each slice, the greatest attendance first."""
    order = ["by", "attendance", "n", "state"]
    return rows.sort_values(order, ascending=[True, False, False, True])


def _counted(
    cells: _Cells, rollcalls: _RollCalls, slices: Slices, codes: Sequence[str]
) -> pd.DataFrame:
    """Return one row per slice and state; the column `by` has the place of the slice."""
    height, names = len(slices.names), [all_states()[code].name for code in codes]

    def summed(truths: Array) -> Array:
        if not truths.any():
            return np.zeros(height * len(codes), dtype=np.int64)
        return slices.sums(truths).ravel()

    def known(truths: Array, where: Array) -> Any:
        unknown = slices.sums(where[:, np.newaxis]).ravel() == 0
        return pd.arrays.IntegerArray(summed(truths), np.repeat(unknown, len(codes)))

    cast = {kind: cells.votes == kind for kind in CAST}
    alone, voted = np.zeros((2, *cells.votes.shape), dtype=bool)
    for kind, count in zip(CAST, rollcalls.counts, strict=True):
        alone |= cast[kind] & (count == 1)[:, np.newaxis]
        voted |= cast[kind]
    decided = voted & ~rollcalls.tied[:, np.newaxis]
    majority = decided & (cells.votes == rollcalls.majority[:, np.newaxis])
    yes, abstain, no = map(summed, cast.values())
    not_voting, there = summed(cells.votes == Vote.NOT_VOTING), yes + no + abstain
    unknown = summed(cells.lacking) > 0
    return pd.DataFrame(
        {
            "by": np.repeat(np.arange(height), len(codes)),
            "state": pd.array(list(codes) * height, dtype="str"),
            "name": pd.array(names * height, dtype="str"),
            "n": there + not_voting,
            "yes": yes,
            "no": no,
            "abstain": abstain,
            "not_voting": pd.arrays.IntegerArray(not_voting, unknown),
            "attendance": np.where(unknown, np.nan, ratio(there, there + not_voting)),
            "with_majority": ratio(summed(majority), summed(decided)),
            "alone": summed(alone),
            "sponsored": known(cells.sponsored, rollcalls.sponsors_known),
            "without_vote": known(cells.present, rollcalls.without_vote),
        }
    )


def _means(rows: pd.DataFrame, group: Group) -> pd.DataFrame:
    """Return for each slice the means over the members of a group.

    The absences are missing if they are missing for one member: the others alone would be those
    that always attended.
    """
    means: Any = rows.groupby("by")[[*_COUNTS, *_SHARES]].mean().astype("Float64")
    unknown = rows["not_voting"].isna().groupby(rows["by"]).any()
    means.loc[unknown, ["not_voting", "attendance"]] = pd.NA
    means = means.reset_index()
    means["state"] = pd.array([group.code] * len(means), dtype="str")
    sizes = rows.groupby("by").size().tolist()
    means["name"] = pd.array([f"mean of {size}" for size in sizes], dtype="str")
    return pd.DataFrame(means[[column.name for column in PROFILE]])


def _ties_note(rollcalls: _RollCalls) -> list[str]:
    tied = int(rollcalls.tied.sum())
    what = "tied between two choices: with_majority leaves them out"
    return [f"{count_of(tied, 'roll call')} {what}"] if tied else []


def _sponsors_note(rollcalls: _RollCalls) -> list[str]:
    known, texts = int(rollcalls.sponsors_known.sum()), len(rollcalls.sponsors_known)
    return [f"sponsors are known of {known:,} of {texts:,} texts"] if 0 < known < texts else []


def _means_note(sides: Sequence[State | Group]) -> list[str]:
    named = [side.code for side in sides if isinstance(side, Group)]
    if not named:
        return []
    return [
        f"members of {', '.join(named)}: the roll calls of the days on which they belonged to it;"
        " in the mean every member counts the same"
    ]
