"""Who votes with whom: pairs of states and groups, and who stands alongside whom."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis import bootstrap
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
    positions_toward,
    voted,
)
from unvote.analysis.slices import Slices, slices_of
from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError
from unvote.record import Matrix, Record, count_of, is_contested
from unvote.world.groups import Group
from unvote.world.states import State, all_states

# How many roll calls are multiplied at once: memory grows with the block, not with the record.
BLOCK = 8192
PAIR = ("a", "b", "n", "same", "opposite", "partial", "absent")


def align(
    record: Record,
    *names: str,
    by: str | None = None,
    rolling: int | None = None,
    all_pairs: bool = False,
    among: str | None = None,
    measures: Sequence[str] = ("agreement",),
    interval: bool = False,
    seed: int = 0,
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
    by : {"year", "decade", "session", "organ", "subject", "resolution"}, optional
        Measures each year (decade, session, organ, subject, roll call) apart. A roll call
        counts under each of its subjects.
    rolling : int, optional
        Measures, for every month, the roll calls of so many months that end with it.
    all_pairs : bool
        Every unordered pair of the states in the record; takes no names.
    among : str, optional
        Lists only the states of this group.
    measures : sequence of str
        Names of measures (`measures`); a ranking is by the first of them.
    interval : bool
        Adds the 95 % interval of each measure: Wilson's for shares that count successes
        (identical, votes-only), for others the percentiles of 1,000 resamples of the roll
        calls of a slice, the same for all pairs; missing where n is below 5.
    seed : int
        Of the resamples: the same seed gives the same interval.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a pair: with one name `rank` (1 is nearest); with `by` the column `by`; `a`
        and `b`; `n`, the roll calls in which both voted yes, no or abstain, which are
        `same`, `opposite` (yes against no) or `partial` (exactly one abstained); `absent`,
        in which both were members and at least one did not vote; a column a measure
        (missing where n is 0), with its interval as `low` and `high` (of several measures
        `NAME_low` and `NAME_high`); by resolution also `a_vote` and `b_vote` (Y, N, A or X).
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
    if all_pairs and names:
        raise ArgumentError("all pairs (--all) or those named: ask for one of them")
    if not all_pairs and not names:
        raise ArgumentError("name a state or a group, or ask for all pairs (--all)")
    if among is not None and len(names) > 1:
        raise ArgumentError("--among lists the partners of one state or all pairs: name only one")
    if interval and by == "resolution":
        raise ArgumentError("a single roll call has no interval: ask by year or session instead")
    formulas = list({(one := find_measure(name)).name: one for name in measures}.values())
    record, notes = voted(record)
    record, more = measurable(record, formulas)
    sides = parties(names, groups)
    if len(sides) > 2:  # each once, however often it is named
        sides = list({side.code: side for side in sides}.values())
    slices, undated = slices_of(record, by, rolling)
    notes += more + undated
    ranked = len(sides) == 1
    if ranked:
        partners = among_states(record, among, groups)
        pairs, more = _ranking(record, sides[0], partners, slices)
    elif sides:
        pairs, more = _pairs(record, list(combinations(sides, 2)), slices)
    else:
        pairs, more = _all_pairs(record, among_states(record, among, groups), slices), []
    frame = _frame(pairs, slices.names)
    for measure in formulas:
        frame[measure.name] = measure(pairs.counts)
        if interval:
            prefix = f"{measure.name}_" if len(formulas) > 1 else ""
            frame[f"{prefix}low"], frame[f"{prefix}high"] = _interval(measure, pairs, slices, seed)
    if ranked:
        frame = _ranked(frame, formulas[0].name)
    if by == "resolution":
        frame = _with_votes(record, frame, sides)
    if by is None and rolling is None:
        frame = frame.drop(columns="by")
    frame.attrs["notes"] = [*notes, *parts_note(record), *more]
    frame.attrs["reasons"] = [*absences_note(record), *among_note(among, groups)]
    return frame


def align_matrix(
    record: Record,
    *names: str,
    measure: str = "agreement",
    groups: Groups | None = None,
) -> pd.DataFrame:
    """Measure how all of some states vote with each other, as a square table.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    *names : str
        States, and groups, which stand for their members on one of the days; none: all states.
    measure : str
        The name of a measure (`measures`).
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a state, `state` (its code), and a column a state: the measure of the two,
        missing where they have no joint vote. A state with itself is on the diagonal.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the measure is none.

    Examples
    --------
    >>> import unvote
    >>> unvote.align_matrix(unvote.load("embedded"), "US", "RU").round(3).to_dict("records")
    [{'state': 'USA', 'USA': 1.0, 'RUS': 0.104}, {'state': 'RUS', 'USA': 0.104, 'RUS': 1.0}]
    """
    formula = find_measure(measure)
    record, notes = voted(record)
    record, more = measurable(record, [formula])
    codes: dict[str, None] = {}
    reasons: list[str] = []
    for name, party in zip(names, parties(names, groups), strict=True):
        if isinstance(party, Group):
            codes |= dict.fromkeys(among_states(record, name, groups))
            reasons += among_note(name, groups)
        else:
            codes[party.code] = None
    listed = list(codes) if names else record.states
    votes = record.votes.reindex(columns=listed, fill_value=Vote.NOT_A_MEMBER).to_numpy(np.int8)
    values = formula(joint(votes, votes))
    frame = pd.DataFrame(values, columns=pd.Index(listed, dtype="str"))
    frame.insert(0, "state", pd.array(listed, dtype="str"))
    frame.attrs["notes"] = [*notes, *more, *parts_note(record)]
    frame.attrs["reasons"] = [*absences_note(record), *dict.fromkeys(reasons)]
    return frame


def measurable(record: Record, formulas: Sequence[Measure]) -> tuple[Record, list[str]]:
    """Return the roll calls that measures are of, and a note on those that they leave out."""
    strict = [measure.name for measure in formulas if measure.contested]
    if not strict:
        return record, []
    contested = is_contested(record.matrix)
    unanimous = int((~contested).sum())
    note = f"{count_of(unanimous, 'unanimous roll call')} left out, as {strict[0]} does"
    return record.rows(contested), [note] if unanimous else []


class _Pairs(NamedTuple):
    """Many pairs, slice by slice: who they are, how they voted, and their counts.

    `a` and `b` are places in `codes`; the votes of a pair are the column `first` of `left` and
    the column `second` of `right`.
    """

    codes: Sequence[str]
    slices: Matrix
    a: Matrix
    b: Matrix
    counts: PairCounts
    left: Matrix
    right: Matrix
    first: Matrix
    second: Matrix


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
    twice = left is right
    shape = (left.shape[1], right.shape[1]) if pairs is None else (len(pairs[0]),)
    cells = np.zeros((3, 3, *shape), dtype=np.int64)
    members = np.zeros(shape, dtype=np.int64)
    for start in range(0, len(left), BLOCK):
        ours = _indicators(left[start : start + BLOCK])
        theirs = ours if twice else _indicators(right[start : start + BLOCK])
        for a, b in product(range(3), repeat=2):
            if not twice or a <= b:
                # Exact: single precision holds all whole numbers up to 16,777,216.
                both = ours[a].T @ theirs[b]
                cells[a, b] += (both if pairs is None else both[pairs]).astype(np.int64)
                if twice and a < b:
                    turned = both.T if pairs is None else both[pairs[::-1]]
                    cells[b, a] += turned.astype(np.int64)
        both = ours[3].T @ theirs[3]
        members += (both if pairs is None else both[pairs]).astype(np.int64)
    return PairCounts(cells, members - cells.sum(axis=(0, 1)))


def _indicators(votes: Matrix) -> list[Matrix]:
    """Return matrices of zeros and ones, roll calls by states: yes, abstain, no, member."""
    kinds = [votes == vote for vote in (Vote.YES, Vote.ABSTAIN, Vote.NO)]
    return [where.astype(np.float32) for where in (*kinds, votes != Vote.NOT_A_MEMBER)]


def _sliced(left: Matrix, right: Matrix, slices: Slices) -> PairCounts:
    """Return the joint votes of each column of one matrix with that of another, slice by slice.

    Parameters
    ----------
    left, right : array of int8, roll calls by p
        Codes of `Vote`; NOT_A_MEMBER where a roll call does not count.

    Returns
    -------
    PairCounts
        Whole numbers, arrays of slices by p: sums of comparisons, vote by vote.
    """
    votes = (Vote.YES, Vote.ABSTAIN, Vote.NO)
    counts = [[slices.sums((left == a) & (right == b)) for b in votes] for a in votes]
    absent = (left != Vote.NOT_A_MEMBER) & (right != Vote.NOT_A_MEMBER) & ~both_cast(left, right)
    return PairCounts(np.array(counts), slices.sums(absent))


def _interval(measure: Measure, pairs: _Pairs, slices: Slices, seed: int) -> tuple[Matrix, Matrix]:
    """Return the limits of the 95 % interval of a measure of every pair."""
    if measure.counts_successes:
        return bootstrap.wilson(*measure.parts(pairs.counts))
    low, high = np.full((2, len(pairs.slices)), np.nan)
    for place in range(len(slices.names)):
        rows = slices.rows_of(place)
        weights = bootstrap.resamples(len(rows), seed=seed)
        here = np.flatnonzero(pairs.slices == place)
        for start in range(0, len(here), bootstrap.BLOCK):
            block = here[start : start + bootstrap.BLOCK]
            left = pairs.left[np.ix_(rows, pairs.first[block])]
            right = pairs.right[np.ix_(rows, pairs.second[block])]
            drawn = measure(bootstrap.resampled(left, right, weights))
            low[block], high[block] = bootstrap.limits(drawn)
    few = pairs.counts.n < bootstrap.LEAST
    return np.where(few, np.nan, low), np.where(few, np.nan, high)


def _pairs(
    record: Record, pairs: Sequence[tuple[Any, Any]], slices: Slices
) -> tuple[_Pairs, list[str]]:
    """Return the counts of some pairs, slice by slice, and what was left out."""
    positions, notes = [], []
    for a, b in pairs:
        first, second, more = pair_positions(record, a, b)
        notes += more
        positions.append((first, second))
    left, right = (
        np.array(positions, np.int8).reshape(len(pairs), 2, len(record)).transpose(1, 2, 0)
    )
    sides = list(dict.fromkeys(side.code for pair in pairs for side in pair))
    places = np.array([[sides.index(side.code) for side in pair] for pair in pairs])
    # Pair by pair, and the slices of each in their order.
    pair_of, slice_of = np.divmod(np.arange(len(pairs) * len(slices.names)), len(slices.names) or 1)
    counts = _sliced(left, right, slices)
    found = _Pairs(
        codes=sides,
        slices=slice_of,
        a=places[pair_of, 0],
        b=places[pair_of, 1],
        counts=PairCounts(counts.joint[:, :, slice_of, pair_of], counts.absent[slice_of, pair_of]),
        left=left,
        right=right,
        first=pair_of,
        second=pair_of,
    )
    return found, list(dict.fromkeys(notes))


def _ranking(
    record: Record, a: State | Group, partners: Sequence[str], slices: Slices
) -> tuple[_Pairs, list[str]]:
    """Return the counts of a side with every partner, slice by slice, and what was left out.

    A slice lists the partners that were members in it; one in which A was none lists nobody.
    """
    partners = [code for code in partners if code != a.code]
    votes = record.matrix[:, record.votes.columns.get_indexer(pd.Index(partners))]
    positions, notes = positions_toward(record, a, partners)
    here = slices.sums(votes != Vote.NOT_A_MEMBER) > 0
    if len(slices.names) > 1:
        here &= slices.sums(position(record, a)[0][:, np.newaxis] != Vote.NOT_A_MEMBER) > 0
    slice_of, partner_of = np.nonzero(here)
    counts = _sliced(positions, votes, slices)
    found = _Pairs(
        codes=[a.code, *partners],
        slices=slice_of,
        a=np.zeros_like(partner_of),
        b=partner_of + 1,
        counts=PairCounts(counts.joint[:, :, here], counts.absent[here]),
        left=positions,
        right=votes,
        first=partner_of,
        second=partner_of,
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


def _all_pairs(record: Record, states: Sequence[str], slices: Slices) -> _Pairs:
    """Return the counts of all pairs of states that were members in a slice, slice by slice."""
    votes = record.matrix[:, record.votes.columns.get_indexer(pd.Index(states))]
    pieces: list[tuple[Matrix, ...]] = []
    for place in range(len(slices.names)):
        part = votes[slices.rows_of(place)]
        here = np.flatnonzero((part != Vote.NOT_A_MEMBER).any(axis=0))
        part = part[:, here]
        upper = np.triu_indices(len(here), 1)
        counts = joint(part, part, upper)
        where = np.full(len(upper[0]), place)
        pieces.append((where, here[upper[0]], here[upper[1]], counts.absent, counts.joint))
    if not pieces:
        none = np.zeros(0, dtype=np.int64)
        pieces.append((none, none, none, none, np.zeros((3, 3, 0), dtype=np.int64)))
    slice_of, first, second, absent, counted = (
        np.concatenate(kind, axis=-1) for kind in zip(*pieces, strict=True)
    )
    return _Pairs(
        codes=states,
        slices=slice_of,
        a=first,
        b=second,
        counts=PairCounts(counted, absent),
        left=votes,
        right=votes,
        first=first,
        second=second,
    )


def _frame(pairs: _Pairs, names: Sequence[Any]) -> pd.DataFrame:
    """Return the rows of pairs, under the names of their slices, with their counts."""
    codes = pd.array(list(pairs.codes), dtype="str")
    years = bool(names) and isinstance(names[0], int)
    columns = {
        "by": pd.array(list(names), dtype="int64" if years else "str").take(pairs.slices),
        "a": codes.take(pairs.a),
        "b": codes.take(pairs.b),
    }
    return pd.DataFrame(columns | {name: getattr(pairs.counts, name) for name in PAIR[2:]})


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
    sides = parties([a, b], groups)
    first, second, _ = pair_positions(record, *sides)
    rows = both_cast(first, second) & (first != second)
    letters = np.array(LETTERS, dtype=object)
    frame = record.rollcalls[rows].reset_index()[["rollcall", "date", "title"]]
    frame = frame.assign(a_vote=letters[first[rows]], b_vote=letters[second[rows]])
    frame.attrs["sides"] = sides
    return frame
