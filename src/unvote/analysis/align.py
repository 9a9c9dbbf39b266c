"""Who votes with whom: pairs of states and groups, and rankings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, compress
from typing import Any

import numpy as np
import pandas as pd

from unvote.analysis import bootstrap
from unvote.analysis.actors import Groups, actors, among_note, among_states
from unvote.analysis.counts import absences
from unvote.analysis.coverage import doubts_of, measurable, measure_notes, measured
from unvote.analysis.differences import differences
from unvote.analysis.measures import Measure, find_measures
from unvote.analysis.pairs import Pairs, pairs_of_all, pairs_of_sides, pairs_with
from unvote.analysis.ranking import enough, few_note
from unvote.analysis.slices import UNORDERED, Slices, slices_of
from unvote.answer import FORMULA, Answer, Column, Kind, noted, question
from unvote.arrays import distinct
from unvote.codes import LETTERS
from unvote.errors import ArgumentError
from unvote.progress import tell
from unvote.record import Array, Record
from unvote.world.organs import EVERY

PAIR = ("a", "b", "n", "same", "opposite", "partial", "absent")
_LEAD = (
    *(Column("rank", Kind.COUNT, key=True), Column("by", Kind.SLICE, key=True)),
    *(Column("a", Kind.ACTOR, key=True), Column("b", Kind.ACTOR, key=True)),
    Column("n", Kind.COUNT),
)
# The parts of n, and the absences: a table with intervals shows them only with -c.
_COUNTS = tuple(Column(name, Kind.COUNT) for name in PAIR[3:])
_VOTES = (Column("a_vote"), Column("b_vote"))


@dataclass(frozen=True)
class Aligned:
    """What a drawing of how states vote together needs besides the rows."""

    names: tuple[str, ...]  # the states and groups, as they were named; none: all pairs
    measures: tuple[Measure, ...]  # the first one ranks, and is drawn
    # How the roll calls are split: the kind of slice, or the months in a window.
    by: str | int | None
    seed: int | None  # the seed of the resamples, if there are intervals
    # For a pair, a function that returns the roll calls in which the two differ.
    differences: Callable[[], Answer] | None


@question
def align(
    record: Record,
    *names: str,
    by: str | None = None,
    rolling: int | None = None,
    all_pairs: bool = False,
    among: str | None = None,
    measures: str | Sequence[str] = ("agreement",),
    interval: bool = False,
    seed: int = 0,
    least: int | None = None,
    organ: str = "GA",
    parts: bool = False,
    consensus: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Measure how states and groups vote with each other.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out, unless `consensus` is true.
    *names : str
        Two: the pair. One: every state is ranked by how it votes with it. Several: every
        unordered pair of them. A group takes the position that most of its members took.
    by : str, optional
        Measures each "year", "decade", "session", "organ" (all organs), "subject",
        "issue" or "resolution" separately. A roll call counts under each of its subjects or issues.
    rolling : int, optional
        Measures a window for every month: this many months, ending with that month.
    all_pairs : bool
        Every unordered pair of the states in the record; takes no names.
    among : str, optional
        Lists only the states of this group.
    measures : str or sequence of str
        Names of measures (`measures`); a ranking is by the first of them.
    interval : bool
        Adds the 95 % interval of each measure: Wilson's for shares that count successes (identical,
        votes-only), for others the percentiles of 1,000 resamples of the roll calls of a slice, the
        same for all pairs. If all resamples are alike, the interval follows from Wilson's
        (`bootstrap.of_alike`). Missing if n is below 5.
    seed : int
        Seeds the resamples: the same seed gives the same interval.
    least : int, optional
        A ranking puts those with fewer joint votes at its end, without a rank. None: a twentieth of
        the roll calls of a slice, at least 5 (by resolution all are ranked). 0 ranks all.
    organ : str
        "GA" (the General Assembly), "SC" (the Security Council), or "all". Roll calls of other
        organs are left out. By default, if all roll calls are of one organ, it is that organ.
    parts : bool
        Takes votes on amendments and paragraphs too.
    consensus : bool
        Counts texts adopted without a vote as agreement of all members of the day (Häge and
        Hug 2016, International Interactions 42:503-529).
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row per pair: with one name `rank` (1 is nearest, missing below `least`); with `by` the
        column `by`; `a` and `b`; `n`, the roll calls in which both voted yes, no or abstain: the
        `same`, `opposite` (yes against no) or `partial` (exactly one abstained); `absent`, in which
        both were members and at least one did not vote (missing if a source lists only who voted);
        a column per measure (missing if n is 0), with its interval as `low` and `high` (with
        several measures `NAME_low` and `NAME_high`); by resolution also `a_vote` and `b_vote` (Y,
        N, A or X). With all pairs in slices, the names are categories and the counts have four
        bytes. `frame.attrs["notes"]` says what is doubtful or was left out.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If a measure or `by` is unknown, or names are too few or too many.

    Examples
    --------
    >>> import unvote
    >>> unvote.align(unvote.load("embedded"), "US", "RU").round(3).to_dict("records")
    [{'a': 'USA', 'b': 'RUS', 'n': 21, 'same': 1, 'opposite': 19, 'partial': 1, 'absent': 0,
      'agreement': 0.071}]
    """
    _check_names(names, all_pairs, among)
    if interval and by == "resolution":
        raise ArgumentError("a single roll call has no interval: ask by year or session instead")
    formulas = find_measures(measures)
    record = measured(record, EVERY if by == "organ" else organ, parts, consensus)
    whole = record
    record, notes = measurable(record, formulas)
    sides = actors(names, groups)
    if len(sides) > 2:  # each once, however often it is named
        sides = list({side.code: side for side in sides}.values())
    slices, undated = slices_of(record, by, rolling)
    notes, doubts = [*notes, *undated], [*slices.doubts, *doubts_of(record)]
    ranked = len(sides) == 1
    if ranked:
        partners = among_states(record, among, groups)
        pairs, more = pairs_with(record, sides[0], partners, slices)
    elif sides:
        pairs, more = pairs_of_sides(record, list(combinations(sides, 2)), slices)
    facts = Aligned(names, tuple(formulas), by or rolling, seed if interval else None, None)
    if sides:
        frame = _frame(pairs, slices, formulas, facts)
    else:
        states, more = among_states(record, among, groups), []
        frame = _frame_of_all(record, states, slices, formulas, facts)
    if ranked:
        least = 0 if by == "resolution" and least is None else least
        frame, few = _ranked(frame, formulas[0].name, pairs, slices, least)
        more = [*few, *more]
    frame = _known_absences(record, slices, frame)
    frame = frame if facts.by else frame.drop(columns="by")
    if len(sides) == 2 and facts.by is None:
        differing = partial(
            differences.answer, whole, *names, organ=EVERY, parts=True, groups=groups
        )
        facts = replace(facts, differences=differing)
    return Answer(
        frame,
        _columns(facts),
        whole,
        notes=measure_notes(
            record, doubts, [*notes, *more], {*distinct(frame["a"]), *distinct(frame["b"])}
        ),
        basis=[
            *noted("reason", among_note(among, groups)),
            *noted(FORMULA, _formula_notes(names, formulas, facts.seed)),
        ],
        facts=facts,
        made={"measure": [formula.name for formula in formulas], "seed": facts.seed},
        newest=len(sides) == 2 and facts.by not in UNORDERED,
    )


def _known_absences(record: Record, slices: Slices, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without `absent` in the slices with roll calls that list only who voted."""
    unknown = slices.sums(record.without_absences[:, np.newaxis])[:, 0] > 0
    if not unknown.any():
        return frame
    names = [*compress(slices.names, unknown)]
    return frame.assign(absent=absences(frame["absent"], frame["by"].isin(names)))


def _columns(facts: Aligned) -> list[Column]:
    """Return the possible columns; a line below them says whom a ranking is about."""
    formulas, names = facts.measures, facts.names
    limits = [
        Column(f"{formula.name}_{limit}" if len(formulas) > 1 else limit, formula.column.kind)
        for formula in formulas
        for limit in ("low", "high")
    ]
    below = {1: ["a"], 2: ["a", "b"] if facts.by else []}.get(len(names), [])
    lead = [column.hidden() if column.name in below else column for column in _LEAD]
    counts = [column.hidden() if facts.seed is not None else column for column in _COUNTS]
    return [*lead, *counts, *(formula.column for formula in formulas), *limits, *_VOTES]


def _formula_notes(
    names: Sequence[str], formulas: Sequence[Measure], seed: int | None
) -> list[str]:
    """Return the lines under a table: who is ranked, the formulas, and the intervals."""
    notes = [formula.note for formula in formulas]
    if len(names) == 1:
        notes[0] = f"b is ranked by how it votes with {names[0]}: {notes[0]}"
    elif len(names) == 2:
        notes[0] = f"a: {names[0]}, b: {names[1]}; {notes[0]}"
    if seed is not None:
        notes.append(interval_note(formulas, seed))
    return notes


def interval_note(formulas: Sequence[Measure], seed: int) -> str:
    """Say in one line how the intervals of some measures are made."""
    successes = [formula.counts_successes for formula in formulas]
    how = [
        "Wilson's interval" if any(successes) else "",
        ""
        if all(successes)
        else f"{bootstrap.TIMES:,} resamples of the roll calls, seed {seed}; none below"
        f" n = {bootstrap.LEAST}",
    ]
    return f"low, high: 95 % interval ({'; '.join(filter(None, how))})"


def _check_names(names: Sequence[str], all_pairs: bool, among: str | None) -> None:
    """Refuse too few or too many names for the question."""
    if all_pairs and names:
        raise ArgumentError("all pairs (--all) or those named: ask for one of them")
    if not all_pairs and not names:
        raise ArgumentError("name a state or a group, or ask for all pairs (--all)")
    if among is not None and len(names) > 1:
        raise ArgumentError("--among lists the partners of one state or all pairs: name only one")


def _measured(
    formulas: Sequence[Measure], pairs: Pairs, slices: Slices, seed: int | None
) -> Iterator[tuple[str, Array]]:
    """Return the columns of measures; with a seed, also those of their limits."""
    for measure in formulas:
        yield measure.name, measure(pairs.counts)
        if seed is not None:
            prefix = f"{measure.name}_" if len(formulas) > 1 else ""
            low, high = _interval(measure, pairs, slices, seed)
            yield from ((f"{prefix}low", low), (f"{prefix}high", high))


def _interval(measure: Measure, pairs: Pairs, slices: Slices, seed: int) -> tuple[Array, Array]:
    """Return the limits of the 95 % interval of a measure of every pair."""
    if measure.counts_successes:
        return bootstrap.wilson(*measure.parts(pairs.counts))
    low, high = np.full((2, len(pairs.slices)), np.nan)
    some = pairs.counts.n >= bootstrap.LEAST
    of, done = int(np.count_nonzero(some)), 0
    for place in np.unique(pairs.slices[some]):
        rows = slices.rows_of(place)
        weights = bootstrap.resamples(len(rows), seed=seed)
        left, right = (votes[rows].T.copy() for votes in (pairs.left, pairs.right))
        here = np.flatnonzero(some & (pairs.slices == place))
        for start in range(0, len(here), bootstrap.BLOCK):
            block = here[start : start + bootstrap.BLOCK]
            tell("resampling", done, of)
            done += len(block)
            first, second = left[pairs.first[block]].T, right[pairs.second[block]].T
            drawn = bootstrap.drawn(measure, first, second, weights)
            low[block], high[block] = bootstrap.limits(drawn)
    value, n = measure(pairs.counts), pairs.counts.n
    return bootstrap.of_alike(low, high, value, n, measure.bounds)


def _ranked(
    frame: pd.DataFrame, measure: str, pairs: Pairs, slices: Slices, least: int | None
) -> tuple[pd.DataFrame, list[str]]:
    """Return a ranking of each slice, and a note on those with too few votes.

    The nearest come first and equals share a rank; those with too few votes come last.
    """
    sizes = np.bincount(slices.codes)[pairs.slices]
    rankable = enough(pairs.counts.n, sizes, least)
    note = few_note(rankable, least, sizes, "state" if len(slices.names) == 1 else "row")
    places = frame["by"].map({name: i for i, name in enumerate(frame["by"].unique())})
    counted = frame[measure].where(rankable)
    ranks = counted.groupby(places).rank(method="min", ascending=False).astype("Int64")
    frame = frame.assign(slice=places, few=~rankable)
    frame.insert(0, "rank", ranks)
    frame = frame.sort_values(
        ["slice", "few", measure, "n", "b"],
        ascending=[True, True, False, False, True],
    )
    return frame.drop(columns=["slice", "few"]).reset_index(drop=True), note


def _frame(
    pairs: Pairs, slices: Slices, formulas: Sequence[Measure], facts: Aligned
) -> pd.DataFrame:
    """Return the rows of pairs, slice by slice."""
    names, frame = _names(pairs.codes, slices), {}
    for name, values in _values(pairs, slices, formulas, facts):
        frame[name] = names[name].take(values) if name in names else values
    return pd.DataFrame(frame)


def _frame_of_all(
    record: Record,
    states: Sequence[str],
    slices: Slices,
    formulas: Sequence[Measure],
    facts: Aligned,
) -> pd.DataFrame:
    """Return the rows of all pairs of states, made one slice at a time.

    Many slices make millions of rows, so names are categories and counts take four bytes.
    """
    height, pieces = pairs_of_all(record, states, slices)
    names, columns, done = _names(states, slices), {}, 0
    for pairs in pieces:
        there = slice(done, done + len(pairs.slices))
        for name, values in _values(pairs, slices, formulas, facts):
            if name not in columns:
                small = facts.by and values.dtype.kind == "i"
                columns[name] = np.empty(height, np.int32 if small else values.dtype)
            columns[name][there] = values
        done = there.stop
    frame: dict[str, Any] = {}
    for name, values in columns.items():
        if name not in names:
            frame[name] = values
        elif facts.by and names[name].dtype == "str":
            frame[name] = pd.Categorical.from_codes(values, names[name])
        else:
            frame[name] = names[name].take(values)
    return pd.DataFrame(frame, copy=False)


def _names(codes: Sequence[str], slices: Slices) -> dict[str, Any]:
    """Return the names that the places in some columns mean."""
    sides, votes = pd.array(list(codes), dtype="str"), pd.array(LETTERS, dtype="str")
    return {"by": slices.column, "a": sides, "b": sides, "a_vote": votes, "b_vote": votes}


def _values(
    pairs: Pairs, slices: Slices, formulas: Sequence[Measure], facts: Aligned
) -> Iterator[tuple[str, Array]]:
    """Return the columns of pairs; names are given as places in the list of names."""
    yield from (("by", pairs.slices), ("a", pairs.a), ("b", pairs.b))
    yield from ((name, getattr(pairs.counts, name)) for name in PAIR[2:])
    yield from _measured(formulas, pairs, slices, facts.seed)
    if facts.by == "resolution":  # a slice is one roll call
        rows = slices.rows[pairs.slices]
        yield "a_vote", pairs.left[rows, pairs.first]
        yield "b_vote", pairs.right[rows, pairs.second]
