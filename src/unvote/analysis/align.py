"""Who votes with whom: pairs of states and groups, and who stands alongside whom."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.measures import Measure, PairCounts, find_measure
from unvote.analysis.parties import (
    Groups,
    absences_note,
    among_note,
    among_states,
    both_cast,
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

# How many roll calls are multiplied at once: memory grows with the block, not with the record.
BLOCK = 8192
BY = ("year", "session", "organ", "resolution")
PAIR = ("a", "b", "n", "same", "opposite", "partial", "absent")


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
    >>> unvote.align(unvote.load("embedded"), "US", "RU").round(3).to_dict("records")
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
    if len(sides) > 2:  # each once, however often it is named
        sides = list({side.code: side for side in sides}.values())
    slices, undated = _slices(record, by)
    notes += undated
    ranked = len(sides) == 1
    if ranked:
        partners = among_states(record, among, groups)
        pairs, more = _ranking(record, sides[0], partners, slices)
    elif sides:
        pairs, more = _pairs(record, list(combinations(sides, 2)), slices)
    else:
        pairs, more = _all_pairs(record, among_states(record, among, groups), slices), []
    frame = _frame(pairs, slices.names, formulas)
    if ranked:
        frame = _ranked(frame, formulas[0].name)
    if by == "resolution":
        frame = _with_votes(record, frame, sides)
    if by is None:
        frame = frame.drop(columns="by")
    frame.attrs["notes"] = [*notes, *parts_note(record), *more]
    frame.attrs["reasons"] = [*absences_note(record), *among_note(among, groups)]
    return frame


class _Slices(NamedTuple):
    """Slices of the roll calls: the name of each, in order of time, and the slice of each row."""

    names: Sequence[Any]
    codes: Matrix

    def sums(self, values: Matrix) -> Matrix:
        """Return the sums of the rows of a matrix in each slice, slices by columns."""
        sums = np.zeros((len(self.names), values.shape[1]), dtype=np.int64)
        order = np.argsort(self.codes, kind="stable")
        order = order[self.codes[order] >= 0]
        if len(order):
            codes = self.codes[order]
            starts = np.flatnonzero(np.diff(codes, prepend=-1))
            sums[codes[starts]] = np.add.reduceat(values[order].astype(np.int64), starts)
        return sums


class _Pairs(NamedTuple):
    """Many pairs: the places of their slices and of their two sides, and a number a pair."""

    codes: Sequence[str]
    slices: Matrix
    a: Matrix
    b: Matrix
    counts: PairCounts


def _slices(record: Record, by: str | None) -> tuple[_Slices, list[str]]:
    """Return the slices of the roll calls, and a note on those that are in none."""
    if by is None:
        return _Slices([""], np.zeros(len(record), dtype=np.int64)), []
    table = record.rollcalls
    if by == "resolution":
        return _Slices(list(table.index), np.arange(len(table))), []
    years = by == "year"
    codes, names = pd.factorize(table["date"].dt.year.astype("Int64") if years else table[by])
    undated = int((codes < 0).sum())
    note = [f"{count_of(undated, 'roll call')} without a date left out"] if undated else []
    return _Slices([int(name) if years else str(name) for name in names], codes), note


def joint(left: Matrix, right: Matrix, pairs: tuple[Matrix, Matrix] | None = None) -> PairCounts:
    """Return the joint votes of every column of one matrix with every column of another.

    Parameters
    ----------
    left, right : array of int8, roll calls by p and roll calls by q
        Codes of `Vote`; NOT_A_MEMBER where a roll call does not count.
    pairs : two arrays, optional
        The places of some pairs, in p and in q; None: all.

    Returns
    -------
    PairCounts
        Whole numbers, sums of products of matrices of zeros and ones: arrays of p by q, or
        one number for each of the pairs.
    """
    products = _products(left, right)
    return _counted(products if pairs is None else products[:, pairs[0], pairs[1]])


def _products(left: Matrix, right: Matrix) -> Matrix:
    """Return how often both voted yes, both no, both abstained, opposite; both voted; both sat.

    Returns
    -------
    array of float, 6 by p by q
        Whole numbers, exact: single precision holds all up to 16,777,216, far above a block.
    """
    total: Any = 0
    for start in range(0, max(len(left), 1), BLOCK):
        ours = _indicators(left[start : start + BLOCK])
        theirs = ours if left is right else _indicators(right[start : start + BLOCK])
        products = np.empty((6, left.shape[1], right.shape[1]), dtype=np.float32)
        for place, kind in ((0, "yes"), (1, "no"), (2, "abstain"), (4, "cast"), (5, "member")):
            np.matmul(ours[kind].T, theirs[kind], out=products[place])
        yes_no = np.matmul(ours["yes"].T, theirs["no"], out=products[3])
        yes_no += yes_no.T.copy() if left is right else ours["no"].T @ theirs["yes"]
        # Most records are one block, which need not be added to anything.
        total = products if len(left) <= BLOCK else total + products.astype(np.float64)
    return np.asarray(total)


def _indicators(votes: Matrix) -> dict[str, Matrix]:
    """Return matrices of zeros and ones, roll calls by states."""
    kinds = {"yes": Vote.YES, "no": Vote.NO, "abstain": Vote.ABSTAIN}
    found = {name: (votes == vote).astype(np.float32) for name, vote in kinds.items()}
    found["cast"] = found["yes"] + found["no"] + found["abstain"]
    found["member"] = (votes != Vote.NOT_A_MEMBER).astype(np.float32)
    return found


def _counted(products: Matrix) -> PairCounts:
    """Return the counts of pairs from the products that hold them."""
    yes, no, abstain, opposite, cast, member = products.astype(np.int64)
    return PairCounts(
        yes, no, abstain, opposite, cast - yes - no - abstain - opposite, member - cast
    )


def _sliced(left: Matrix, right: Matrix, slices: _Slices) -> PairCounts:
    """Return the joint votes of each column of one matrix with that of another, slice by slice.

    Parameters
    ----------
    left, right : array of int8, roll calls by p (or by 1, the same for all)
        Codes of `Vote`; NOT_A_MEMBER where a roll call does not count.

    Returns
    -------
    PairCounts
        Whole numbers, arrays of slices by p: sums of comparisons, vote by vote.
    """
    yes, abstain, no = Vote.YES, Vote.ABSTAIN, Vote.NO
    cast = both_cast(left, right)
    partial = cast & ((left == abstain) != (right == abstain))
    opposite = cast & ~partial & (left != right)
    absent = (left != Vote.NOT_A_MEMBER) & (right != Vote.NOT_A_MEMBER) & ~cast
    return PairCounts(
        both_yes=slices.sums((left == yes) & (right == yes)),
        both_no=slices.sums((left == no) & (right == no)),
        both_abstain=slices.sums((left == abstain) & (right == abstain)),
        opposite=slices.sums(opposite),
        partial=slices.sums(partial),
        absent=slices.sums(absent),
    )


def _pairs(
    record: Record, pairs: Sequence[tuple[Any, Any]], slices: _Slices
) -> tuple[_Pairs, list[str]]:
    """Return the counts of some pairs, slice by slice, and what was left out."""
    counts, notes = [], []
    for a, b in pairs:
        first, second, more = pair_positions(record, a, b)
        notes += more
        counts.append(_sliced(first[:, np.newaxis], second[:, np.newaxis], slices))
    sides = list(dict.fromkeys(side.code for pair in pairs for side in pair))
    places = [[sides.index(side.code) for side in pair] for pair in pairs]
    first, second = np.repeat(np.array(places).T, len(slices.names), axis=1)
    found = _Pairs(
        codes=sides,
        slices=np.tile(np.arange(len(slices.names)), len(pairs)),
        a=first,
        b=second,
        counts=PairCounts(*(np.concatenate(kind).ravel() for kind in zip(*counts, strict=True))),
    )
    return found, list(dict.fromkeys(notes))


def _ranking(
    record: Record, a: State | Group, partners: Sequence[str], slices: _Slices
) -> tuple[_Pairs, list[str]]:
    """Return the counts of a side with every partner, slice by slice, and what was left out.

    A slice lists the partners that were members in it; one in which A was none lists nobody.
    """
    own, ties = position(record, a)
    notes = undated_note(record, a)
    if ties:
        notes.append(
            f"{count_of(ties, 'roll call')} left out in which {a.code} had no position (a tie)"
        )
    partners = [code for code in partners if code != a.code]
    votes = record.matrix[:, record.votes.columns.get_indexer(pd.Index(partners))]
    positions = np.repeat(own[:, np.newaxis], len(partners), axis=1)
    members = {spell.state for spell in a.memberships} if isinstance(a, Group) else set()
    for place, code in enumerate(partners):
        if code in members:  # compared with the rest of its group
            positions[:, place] = position(record, a, [code])[0]
    here = slices.sums(votes != Vote.NOT_A_MEMBER) > 0
    if len(slices.names) > 1:
        here &= slices.sums(own[:, np.newaxis] != Vote.NOT_A_MEMBER) > 0
    slice_of, partner_of = np.nonzero(here)
    found = _Pairs(
        codes=[a.code, *partners],
        slices=slice_of,
        a=np.zeros_like(partner_of),
        b=partner_of + 1,
        counts=PairCounts(*(kind[here] for kind in _sliced(positions, votes, slices))),
    )
    return found, notes


def _ranked(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a ranking of each slice: nearest first, equals share a rank, without votes last."""
    slices = frame["by"].map({name: i for i, name in enumerate(frame["by"].unique())})
    ranks = frame.groupby(slices)[measure].rank(method="min", ascending=False).astype("Int64")
    frame = frame.assign(slice=slices)
    frame.insert(0, "rank", ranks)
    frame = frame.sort_values(
        ["slice", measure, "n", "b"], ascending=[True, False, False, True], na_position="last"
    )
    return frame.drop(columns="slice").reset_index(drop=True)


def _all_pairs(record: Record, states: Sequence[str], slices: _Slices) -> _Pairs:
    """Return the counts of all pairs of states that were members in a slice, slice by slice."""
    votes = record.matrix[:, record.votes.columns.get_indexer(pd.Index(states))]
    pieces: list[tuple[Matrix, ...]] = []
    for place in range(len(slices.names)):
        part = votes[slices.codes == place]
        here = np.flatnonzero((part != Vote.NOT_A_MEMBER).any(axis=0))
        part = part[:, here]
        upper = np.triu_indices(len(here), 1)
        counts = joint(part, part, upper)
        pieces.append((np.full(len(upper[0]), place), here[upper[0]], here[upper[1]], *counts))
    if not pieces:
        pieces.append((np.zeros(0, dtype=np.int64),) * 9)
    slice_of, first, second, *counted = map(np.concatenate, zip(*pieces, strict=True))
    return _Pairs(states, slice_of, first, second, PairCounts(*counted))


def _frame(pairs: _Pairs, names: Sequence[Any], formulas: Sequence[Measure]) -> pd.DataFrame:
    """Return the rows of pairs, under the names of their slices, with a column a measure."""
    codes = pd.array(list(pairs.codes), dtype="str")
    years = bool(names) and isinstance(names[0], int)
    columns = {
        "by": pd.array(list(names), dtype="int64" if years else "str").take(pairs.slices),
        "a": codes.take(pairs.a),
        "b": codes.take(pairs.b),
    }
    columns |= {name: getattr(pairs.counts, name) for name in PAIR[2:]}
    return pd.DataFrame(columns | {measure.name: measure(pairs.counts) for measure in formulas})


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

    Examples
    --------
    >>> import unvote
    >>> unvote.differences(unvote.load("embedded"), "US", "RU")["rollcall"].tolist()[-2:]
    ['A/RES/80/4', 'A/RES/ES-11/9']
    """
    record, _ = voted(record)
    first, second, _ = pair_positions(record, *parties([a, b], groups))
    rows = both_cast(first, second) & (first != second)
    letters = np.array(LETTERS, dtype=object)
    frame = record.rollcalls[rows].reset_index()[["rollcall", "date", "title"]]
    return frame.assign(a_vote=letters[first[rows]], b_vote=letters[second[rows]])
