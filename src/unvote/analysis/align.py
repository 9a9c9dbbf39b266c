"""Who votes with whom: pairs of states and groups, and who stands alongside whom."""

from collections.abc import Sequence
from dataclasses import fields
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from unvote.analysis.measures import Measure, PairCounts, find_measure
from unvote.analysis.parties import (
    Groups,
    among_states,
    pair_positions,
    parties,
    parts_note,
    position,
    undated_note,
    voted,
)
from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError
from unvote.record import Matrix, Record, count_of
from unvote.world.groups import Group
from unvote.world.states import State, all_states

BY = ("year", "session", "organ", "resolution")
PAIR = ("a", "b", "n", "same", "opposite", "partial", "absent")
VERSUS = ("state", "name", "n", "with_a", "with_b", "neither", "absent", "lean")
SIDES = ("rollcall", "state", "name", "vote", "side")
SIDE_NAMES = ("with_a", "with_b", "neither", "absent")
DIFFERENCES = ("rollcall", "date", "title", "a_vote", "b_vote")


def align(
    record: Record,
    *names: str,
    by: str | None = None,
    all_pairs: bool = False,
    among: str | None = None,
    measures: Sequence[str] = ("agreement",),
    groups: Groups | None = None,
) -> pd.DataFrame:
    """Measure how states and groups vote with each other.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    *names : str
        Two: the pair. One: every state is ranked by how it votes with it. Several: every
        unordered pair of them. A group takes the position that most of its members took.
    by : {"year", "session", "organ", "resolution"}, optional
        Measures each year (session, organ, roll call) apart.
    all_pairs : bool
        Every unordered pair of the states in the record; takes no names.
    among : str, optional
        Lists only the states of this group.
    measures : sequence of str
        Names of measures (`measures`); a ranking is by the first of them.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a pair: with one name `rank` (1 is nearest); with `by` the column `by`; `a`
        and `b`; `n`, the roll calls in which both voted yes, no or abstain, which are
        `same`, `opposite` (yes against no) or `partial` (exactly one abstained); `absent`,
        in which both were members and at least one did not vote; a column a measure
        (missing where n is 0); by resolution also `a_vote` and `b_vote` (Y, N, A or X).
        `frame.attrs["notes"]` says what was left out.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If a measure or `by` is none, or names are too few or too many.

    Examples
    --------
    >>> import unvote
    >>> unvote.align(unvote.load(), "US", "RU").round(3).to_dict("records")
    [{'a': 'USA', 'b': 'RUS', 'n': 24, 'same': 2, 'opposite': 21, 'partial': 1, 'absent': 0,
      'agreement': 0.104}]
    """
    if by is not None and by not in BY:
        raise ArgumentError(f"by '{by}': it is one of {', '.join(BY)}")
    if all_pairs == bool(names):
        raise ArgumentError("name a state or a group, or ask for all pairs, not both")
    if among is not None and len(names) > 1:
        raise ArgumentError("--among lists the partners of one state or all pairs: name only one")
    formulas = [find_measure(name) for name in measures]
    record, notes = voted(record)
    sides = parties(names, groups)
    slices = _slices(record, by)
    if len(sides) == 1:
        partners = among_states(record, among, groups)
        frame, more = _ranking(record, sides[0], partners, slices, formulas)
    elif sides:
        frame, more = _pairs(record, list(combinations(sides, 2)), slices, formulas)
    else:
        frame, more = _all_pairs(record, among_states(record, among, groups), slices, formulas)
    if by == "resolution":
        frame = _with_votes(record, frame, sides)
    if by is None:
        frame = frame.drop(columns="by")
    frame.attrs["notes"] = [*notes, *parts_note(record), *more]
    return frame


def _slices(record: Record, by: str | None) -> list[tuple[Any, Any]]:
    """Return the name and the rows of each slice of the roll calls, in order of time."""
    if by is None:
        return [("", slice(None))]
    if by == "resolution":
        return [(id_, [row]) for row, id_ in enumerate(record.rollcalls.index)]
    table = record.rollcalls
    keys = table["date"].dt.year.astype("Int64") if by == "year" else table[by]
    codes, names = pd.factorize(keys)
    return [(name, np.flatnonzero(codes == code)) for code, name in enumerate(names)]


def joint(left: Matrix, right: Matrix) -> PairCounts:
    """Return the joint votes of every column of one matrix with every column of another.

    Parameters
    ----------
    left, right : array of int8, roll calls by p and roll calls by q
        Codes of `Vote`; NOT_A_MEMBER where a roll call does not count.

    Returns
    -------
    PairCounts
        Whole numbers, arrays of p by q: sums of products of matrices of zeros and ones.
    """

    def times(first: Matrix, second: Matrix) -> Matrix:
        # Single precision holds every whole number to 16,777,216 exactly.
        return np.rint(first.T.astype(np.float32) @ second.astype(np.float32)).astype(np.int64)

    kinds = (Vote.YES, Vote.ABSTAIN, Vote.NO)
    table = [[times(left == one, right == other) for other in kinds] for one in kinds]
    (both_yes, yes_abstain, yes_no), (abstain_yes, both_abstain, abstain_no), last = table
    no_yes, no_abstain, both_no = last
    cast = sum(sum(row) for row in table)
    members = times(left != Vote.NOT_A_MEMBER, right != Vote.NOT_A_MEMBER)
    return PairCounts(
        both_yes=both_yes,
        both_no=both_no,
        both_abstain=both_abstain,
        opposite=yes_no + no_yes,
        partial=yes_abstain + abstain_yes + no_abstain + abstain_no,
        absent=members - cast,
    )


def _rows(
    counts: PairCounts, where: Any, a: Any, b: Any, by: Any, formulas: Sequence[Measure]
) -> pd.DataFrame:
    """Return the rows of the pairs at some places of the arrays of counts."""
    columns = {"by": by, "a": a, "b": b}
    columns |= {name: getattr(counts, name)[where] for name in PAIR[2:]}
    columns |= {measure.name: measure(counts)[where] for measure in formulas}
    return pd.DataFrame(columns)


def _pairs(
    record: Record, pairs: Sequence[tuple[Any, Any]], slices: Any, formulas: Sequence[Measure]
) -> tuple[pd.DataFrame, list[str]]:
    pieces, notes = [], []
    for a, b in pairs:
        first, second, more = pair_positions(record, a, b)
        notes += more
        for by, rows in slices:
            counts = joint(first[rows][:, np.newaxis], second[rows][:, np.newaxis])
            pieces.append(_rows(counts, ([0], [0]), a.code, b.code, by, formulas))
    return _together(pieces, formulas), list(dict.fromkeys(notes))


def _ranking(
    record: Record, a: Any, partners: Sequence[str], slices: Any, formulas: Sequence[Measure]
) -> tuple[pd.DataFrame, list[str]]:
    partners = [code for code in partners if code != a.code]
    own, ties = position(record, a)
    notes = undated_note(record, a)
    if ties:
        notes.append(
            f"{count_of(ties, 'roll call')} left out in which {a.code} had no position (a tie)"
        )
    columns = record.votes.columns.get_indexer(partners)
    inside = sorted(_members(a) & set(partners))
    without = {code: position(record, a, [code])[0] for code in inside}
    pieces = []
    for by, rows in slices:
        votes = record.matrix[rows][:, columns]
        here = (votes != Vote.NOT_A_MEMBER).any(axis=0)
        counts = joint(own[rows][:, np.newaxis], votes)
        for code, alone in without.items():  # a member is compared with the rest of its group
            place = partners.index(code)
            apart = joint(alone[rows][:, np.newaxis], votes[:, [place]])
            for kind in fields(PairCounts):
                getattr(counts, kind.name)[0, place] = getattr(apart, kind.name)[0, 0]
        piece = _rows(counts, (0, slice(None)), a.code, partners, by, formulas)
        pieces.append(_ranked(piece[here], formulas[0].name))
    return _together(pieces, formulas, ranked=True), notes


def _members(party: State | Group) -> set[str]:
    return {spell.state for spell in party.memberships} if isinstance(party, Group) else set()


def _ranked(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a ranking: nearest first, equals share a rank, those without joint votes last."""
    ranks = frame[measure].rank(method="min", ascending=False).astype("Int64")
    frame = frame.assign(rank=ranks)
    return frame.sort_values(
        [measure, "n", "b"], ascending=[False, False, True], na_position="last"
    )


def _all_pairs(
    record: Record, states: Sequence[str], slices: Any, formulas: Sequence[Measure]
) -> tuple[pd.DataFrame, list[str]]:
    names = np.array(states, dtype=object)
    upper = np.triu_indices(len(names), 1)
    columns = record.votes.columns.get_indexer(pd.Index(states))
    pieces = []
    for by, rows in slices:
        votes = record.matrix[rows][:, columns]
        piece = _rows(joint(votes, votes), upper, names[upper[0]], names[upper[1]], by, formulas)
        here = (votes != Vote.NOT_A_MEMBER).any(axis=0)
        pieces.append(piece[here[upper[0]] & here[upper[1]]])
    return _together(pieces, formulas), []


def _together(
    pieces: Sequence[pd.DataFrame], formulas: Sequence[Measure], *, ranked: bool = False
) -> pd.DataFrame:
    """Return the pieces as one frame, with its columns in their order."""
    columns = ["by", *PAIR, *(measure.name for measure in formulas)]
    columns = ["rank", *columns] if ranked else columns
    if not pieces:
        return pd.DataFrame(columns=columns)
    return pd.concat(pieces, ignore_index=True)[columns]


def _with_votes(record: Record, frame: pd.DataFrame, sides: Sequence[Any]) -> pd.DataFrame:
    """Add what each of a pair voted, to rows that are one roll call each."""
    by_code = {side.code: side for side in sides} | {
        code: all_states()[code]
        for code in set(frame["a"]) | set(frame["b"])
        if code in all_states()
    }
    place = pd.Series(range(len(record)), index=record.rollcalls.index)
    votes = {"a_vote": [""] * len(frame), "b_vote": [""] * len(frame)}
    letters = np.array(LETTERS, dtype=object)
    for (a, b), rows in frame.groupby(["a", "b"], sort=False).indices.items():
        first, second, _ = pair_positions(record, by_code[a], by_code[b])
        at = place[frame["by"].iloc[rows]].to_numpy()
        for name, positions in (("a_vote", first), ("b_vote", second)):
            for row, letter in zip(rows, letters[positions[at]], strict=True):
                votes[name][row] = letter
    return frame.assign(**votes)


def differences(record: Record, a: str, b: str, *, groups: Groups | None = None) -> pd.DataFrame:
    """Return the roll calls in which two sides voted, but not alike, oldest first.

    Parameters
    ----------
    record : Record
        The roll calls.
    a, b : str
        States or groups.
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
    """
    record, _ = voted(record)
    first, second, _ = pair_positions(record, *parties([a, b], groups))
    rows = _both_cast(first, second) & (first != second)
    letters = np.array(LETTERS, dtype=object)
    frame = record.rollcalls[rows].reset_index()[["rollcall", "date", "title"]]
    return frame.assign(a_vote=letters[first[rows]], b_vote=letters[second[rows]])


def _both_cast(first: Matrix, second: Matrix) -> Matrix:
    cast = (Vote.YES, Vote.ABSTAIN, Vote.NO)
    return np.isin(first, cast) & np.isin(second, cast)


def versus(
    record: Record,
    a: str,
    b: str,
    *,
    opposed: bool = False,
    among: str | None = None,
    groups: Groups | None = None,
) -> pd.DataFrame:
    """Say who voted alongside A and who alongside B, where the two differ.

    Parameters
    ----------
    record : Record
        The roll calls; those in which A and B took the same position, or one took none, are
        left out.
    a, b : str
        States or groups; a group takes the position that most of its members took.
    opposed : bool
        Only the roll calls in which one voted yes and the other no.
    among : str, optional
        Lists only the states of this group.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a state, nearest to A first: `state, name`; `n`, the roll calls in which it
        voted, which are `with_a`, `with_b` or `neither`; `absent`, in which it was a member
        and did not vote; `lean` = (with_a - with_b) / n, from 1 (with A) to -1 (with B),
        missing where n is 0. A and B are not listed where they are states; the members of a
        group are, each as itself. `frame.attrs["notes"]` says what was left out.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If A and B are one and the same.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.versus(unvote.load(), "US", "EU")
    >>> frame.head(1).to_dict("records")
    [{'state': 'ISR', 'name': 'Israel', 'n': 13, 'with_a': 13, 'with_b': 0, 'neither': 0,
      'absent': 0, 'lean': 1.0}]
    """
    record, first, second, notes = _opposing(record, a, b, groups, opposed=opposed)
    listed = _listed(record, a, b, among, groups)
    columns = record.votes.columns.get_indexer(pd.Index(listed))
    votes = record.matrix[:, columns]
    with_a = (votes == first[:, np.newaxis]).sum(axis=0)
    with_b = (votes == second[:, np.newaxis]).sum(axis=0)
    absent = (votes == Vote.NOT_VOTING).sum(axis=0)
    n = np.isin(votes, (Vote.YES, Vote.ABSTAIN, Vote.NO)).sum(axis=0)
    lean = np.divide(with_a - with_b, n, out=np.full(len(n), np.nan), where=n > 0)
    frame = pd.DataFrame(
        {
            "state": pd.array(listed, dtype="str"),
            "name": pd.array([all_states()[code].name for code in listed], dtype="str"),
            "n": n,
            "with_a": with_a,
            "with_b": with_b,
            "neither": n - with_a - with_b,
            "absent": absent,
            "lean": lean,
        }
    )
    frame = frame.sort_values(["lean", "n", "state"], ascending=[False, False, True])
    frame = frame.reset_index(drop=True)
    frame.attrs["notes"] = notes
    frame.attrs["rollcalls"] = len(record)
    return frame


def sides(
    record: Record,
    a: str,
    b: str,
    *,
    opposed: bool = False,
    among: str | None = None,
    groups: Groups | None = None,
) -> pd.DataFrame:
    """Say, roll call by roll call, which states stood with A, which with B, and which with neither.

    Parameters
    ----------
    record, a, b, opposed, among, groups
        As for `versus`.

    Returns
    -------
    DataFrame
        One row a roll call and state: `rollcall, state, name, vote` (Y, N, A or X) and
        `side`: "with_a", "with_b", "neither" or "absent", in that order.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If A and B are one and the same.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.sides(unvote.load().select("ES-11/7"), "US", "EU")
    >>> frame["side"].value_counts().to_dict()
    {'with_b': 93, 'neither': 65, 'with_a': 17, 'absent': 17}
    """
    record, first, second, notes = _opposing(record, a, b, groups, opposed=opposed)
    listed = _listed(record, a, b, among, groups)
    columns = record.votes.columns.get_indexer(pd.Index(listed))
    votes = record.matrix[:, columns]
    side = np.full(votes.shape, SIDE_NAMES.index("neither"))
    side[votes == first[:, np.newaxis]] = SIDE_NAMES.index("with_a")
    side[votes == second[:, np.newaxis]] = SIDE_NAMES.index("with_b")
    side[votes == Vote.NOT_VOTING] = SIDE_NAMES.index("absent")
    rows, places = np.nonzero(votes != Vote.NOT_A_MEMBER)
    order = np.lexsort((places, side[rows, places], rows))
    rows, places = rows[order], places[order]
    codes = [listed[place] for place in places]
    frame = pd.DataFrame(
        {
            "rollcall": record.rollcalls.index[rows],
            "state": codes,
            "name": [all_states()[code].name for code in codes],
            "vote": [LETTERS[vote] for vote in votes[rows, places]],
            "side": [SIDE_NAMES[kind] for kind in side[rows, places]],
        },
        columns=list(SIDES),
    )
    frame.attrs["notes"] = notes
    frame.attrs["positions"] = {
        id_: (LETTERS[one], LETTERS[other])
        for id_, one, other in zip(record.rollcalls.index, first, second, strict=True)
    }
    return frame


def _opposing(
    record: Record, a: str, b: str, groups: Groups | None, *, opposed: bool
) -> tuple[Record, Matrix, Matrix, list[str]]:
    """Return the roll calls in which the positions differ, the positions, and what was left out."""
    [one, other] = parties([a, b], groups)
    if one == other:
        raise ArgumentError(f"'{a}' and '{b}' are one and the same: name two sides")
    record, notes = voted(record)
    notes += parts_note(record)
    first, second, more = pair_positions(record, one, other)
    differ = _both_cast(first, second) & (first != second)
    if opposed:
        differ &= (first != Vote.ABSTAIN) & (second != Vote.ABSTAIN)
    both = f"{one.code} and {other.code}"
    cast = _both_cast(first, second)
    for rows, why in (
        (cast & (first == second), f"{both} agree"),
        (cast & (first != second) & ~differ, f"one of {both} abstained"),
        (~cast & (first != 0) & (second != 0), f"one of {both} did not vote"),
    ):
        if rows.any():
            notes.append(f"{count_of(int(rows.sum()), 'roll call')} left out in which {why}")
    return record.rows(differ), first[differ], second[differ], [*notes, *more]


def _listed(record: Record, a: str, b: str, among: str | None, groups: Groups | None) -> list[str]:
    """Return the states that a comparison lists: not A and B themselves."""
    own = {side.code for side in parties([a, b], groups)}
    return [code for code in among_states(record, among, groups) if code not in own]
