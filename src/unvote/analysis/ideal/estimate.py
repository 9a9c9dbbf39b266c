"""Ideal points: where states stand on the one dimension that explains their votes best."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors
from unvote.analysis.coverage import measure_notes, measured
from unvote.analysis.ideal.convergence import convergence, convergence_notes
from unvote.analysis.ideal.distance import Drawn, as_distances, distances, must_be_several
from unvote.analysis.ideal.given import Table, links_in
from unvote.analysis.ideal.issues import as_published
from unvote.analysis.ideal.layout import Ballots
from unvote.analysis.ideal.links import Pair, items_of, listed, recurring
from unvote.analysis.ideal.sampler import CHAINS, Draws, Estimate, sample
from unvote.analysis.ideal.scale import Onto, put_onto
from unvote.analysis.ideal.start import direction
from unvote.analysis.ideal.usable import Used, cast_in, usable, voters
from unvote.answer import FORMULA, Answer, Column, Kind, noted, question
from unvote.codes import Vote
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.record import Array, Record, count_of
from unvote.selection.positions import membership
from unvote.world.groups import Group
from unvote.world.states import State

COLUMNS = (
    *(Column("state", key=True), Column("session", Kind.SLICE), Column("ideal", Kind.POINT)),
    *(Column("low", Kind.POINT), Column("high", Kind.POINT), Column("sd", Kind.POINT)),
    *(Column("n", Kind.COUNT), Column("note", Kind.TEXT)),
)
FORMULAS = (
    "ideal = place on one dimension, higher nearer the US, the mean of the draws; mean 0 and"
    " variance 1 over all states and sessions of these roll calls",
    "low to high = 95% of the draws, sd = their standard deviation; n = votes used; year ="
    " 1945 + session",
)
ESTIMATES = ("published", "posterior")
# Below the first numbers there is no estimate; below the last one the points are doubtful.
LEAST_ROLLCALLS, LEAST_STATES, FEW_ROLLCALLS = 10, 3, 100
# A point on fewer votes is marked, with only the decimals that the draws support.
FEW_VOTES, FEW_DECIMALS, DECIMALS = 5, 1, 4
# The bounds of the interval, in percent.
BOUNDS = (2.5, 97.5)
# How many draws of a chain are kept: more if there are fewer votes, since a draw then takes less
# time; and this many times as many for the posterior, which moves more slowly.
SWEEPS, MOST_SWEEPS, VOTES, SLOW = 300, 1000, 2e8, 3
POLE = "USA"


@dataclass(frozen=True)
class Estimated:
    """What a picture of ideal points needs besides the rows."""

    # Whether states are named; if not, the picture shows all states in the newest session.
    some: bool


@question
def ideal(
    record: Record,
    *states: str,
    organ: str = "GA",
    groups: Groups | None = None,
    estimate: Estimate = "published",
    links: Table | None = None,
    onto: Table | None = None,
    sweeps: int | None = None,
    seed: int = 0,
    distance: bool = False,
) -> Answer:
    """Estimate ideal points: where each state stood in each session, higher nearer the US.

    The model is that of Bailey, Strezhnev and Voeten (2017): one dimension, an ordinal probit (yes,
    abstain, no) with a slope and two cut points for each roll call, and a random walk for each
    state from session to session. All states of the record are estimated together, whichever are
    listed, with mean 0 and variance 1 over all states and sessions of the record. The points of a
    record of some sessions or subjects are on a scale of their own.

    Parameters
    ----------
    record : Record
        The roll calls. Unanimous ones, the one of session 19, and votes on amendments and
        paragraphs after 1989 are left out and counted; those until 1989 count, as in the published
        estimates. If one issue was selected (`record.select(issue="nuclear")`), roll calls count
        from the first session for which its points are published. A special session, or a roll call
        without a session, counts as part of the regular session that opens in its year.
    *states : str
        The states to list; a group means its members of the day. None: all.
    organ : str
        As for `align`.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).
    estimate : {"published", "posterior"}
        "published" follows the code that the authors released, so that the points compare with
        theirs; "posterior" draws from the posterior distribution of the model.
    links : DataFrame or path of a CSV file, optional
        Which roll calls are on the same text and share their parameters: two columns, `rcid1` and
        `rcid2` (as in the list of the authors) or `a` and `b` (ids, as in the column `rollcall`).
        None: the links in the record (`same_text`), which `unvote data pull` puts there. They are
        used up to the newest session among them; later links, or all if there are none, are found
        by wording and votes.
    onto : DataFrame or path of a CSV file, optional
        Other points, on whose scale the new ones are put, by one shift and one factor fitted to the
        state-sessions that both have: `state, session, ideal` or `iso3c, session, IdealPoint`.
        `ideal.answer(…).made["onto"]` has shift, factor and fit.
    sweeps : int, optional
        How many draws of each of the two chains are kept: more draws agree better. None: 300 for
        the full record, up to 1,000 for fewer votes, and three times as many for the posterior,
        which moves more slowly.
    seed : int
        Seeds the random draws: the same seed gives the same numbers.
    distance : bool
        Returns the distances between these states instead of their points.

    Returns
    -------
    DataFrame
        One row per state and session, oldest session first, in it the highest first: `state,
        session` (year = 1945 + session), `ideal` (the mean of the draws), `low` and `high`
        (their 2.5 and 97.5 percentiles), `sd` (their standard deviation), `n` (votes of that
        state used), `note` ("few votes": fewer than 5, rounded to one decimal; "at the
        bound": some draws were cut off at 5). A member that cast no vote has n = 0 and no
        point. `frame.attrs["notes"]` says what is doubtful, how far the chains agree, and what
        was left out; `ideal.answer(…).made["convergence"]` has it as numbers. With `distance`
        one row per session and pair: `session, a, b, distance` (the mean of |a - b| over the
        draws), `low, high`; with one decimal if one of the points rests on few votes.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If the estimate is unknown, or sweeps is less than 2.
    DataError
        If a given table cannot be read, or shares nothing with the record.
    NothingSelectedError
        If too few roll calls or states are left.

    Notes
    -----
    Michael A. Bailey, Anton Strezhnev and Erik Voeten, "Estimating Dynamic State Preferences
    from United Nations Voting Data", Journal of Conflict Resolution 61 (2017), 430-456, and
    the code that they released.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.ideal(unvote.load("embedded"), "US", "CU", sweeps=50)
    >>> (frame.groupby("state")["ideal"].mean() > 0).to_dict()
    {'CUB': False, 'USA': True}
    """
    if estimate not in ESTIMATES:
        raise ArgumentError(f"'{estimate}' is not an estimate (known: {', '.join(ESTIMATES)})")
    if sweeps is not None and sweeps < 2:
        raise ArgumentError(f"sweeps is {sweeps}: at least 2 are needed")
    sides = actors(states, groups)
    if distance:
        must_be_several(sides)
    record = measured(record, organ, parts=True)
    answer = _answer(record, bool(sides), {"seed": seed, "estimate": estimate})
    answer = as_distances(answer) if distance else answer
    if not len(record):
        return replace(answer, notes=measure_notes(record))
    record, smoothing = as_published(record)
    used, reasons, doubts = usable(record)
    _enough(used.record, doubts)
    pairs, linked = _links(used, links)
    points = _points(used, pairs, estimate, smoothing, sweeps, seed)
    known, scale, moved = _summary(used.record, points), None, []
    if onto is not None:
        known, scale, how = put_onto(known, onto)
        moved.append(how)
    rows = _rows(used, known if distance else _decimals(known), sides)
    reasons += linked
    silent = rows.loc[rows["session"].isna(), "state"]
    reasons += [
        f"{code} cast no vote in these roll calls: a row without a session" for code in silent
    ]
    agreed, held = convergence(points.draws.points), estimate == "published"
    made = points.draws.points.shape[1]
    notes = [
        *convergence_notes(agreed, CHAINS, made, held=held),
        *moved,
        *_meaning_of_marks(rows, distance),
    ]
    how_far = {"chains": CHAINS, "sweeps": made, **agreed._asdict(), "levels_held": held}
    moved_by = {} if scale is None else {"onto": scale._asdict()}
    doubts = [*([] if agreed.reached else [notes.pop(0)]), *doubts, *_doubts(used.record)]
    return replace(
        answer,
        frame=_distances(rows, known, points, scale, sides) if distance else _frame(rows),
        notes=measure_notes(used.record, doubts, notes, rows["state"]),
        basis=[*noted("reason", reasons), *answer.basis],
        made={**answer.made, "convergence": how_far, **moved_by},
    )


def _answer(record: Record, some: bool, made: dict[str, Any]) -> Answer:
    """Return the answer without its rows."""
    return Answer(
        _frame(pd.DataFrame()),
        COLUMNS,
        record,
        basis=[*noted(FORMULA, FORMULAS)],
        facts=Estimated(some),
        made=made,
        newest=some,
    )


class _Points(NamedTuple):
    """The draws of the points, one column per state and session that has one."""

    states: Array  # places of columns of votes
    sessions: Array
    number: Array  # of votes
    draws: Draws


def _enough(record: Record, doubts: Sequence[str]) -> None:
    """Refuse a record with too few roll calls or states; say what was left out."""
    there = len(voters(record))
    if len(record) < LEAST_ROLLCALLS or there < LEAST_STATES:
        raise NothingSelectedError(
            f"ideal points need {LEAST_ROLLCALLS} roll calls of one organ that are not"
            f" unanimous and {LEAST_STATES} states that vote; {len(record)} and"
            f" {there} are left{''.join(f' ({doubt})' for doubt in doubts)}: select more"
        )


def _doubts(record: Record) -> list[str]:
    doubts = []
    if POLE not in voters(record):
        doubts.append("the US casts no vote in these roll calls: the direction is arbitrary")
    if len(record) < FEW_ROLLCALLS:
        doubts.append(f"{len(record)} roll calls are few: the points are uncertain")
    return doubts


def _links(used: Used, given: Table | None) -> tuple[list[Pair], list[str]]:
    """Return the roll calls that share their parameters, and say how they were found."""
    pairs, told, after = list[Pair](), list[str](), ""
    found = recurring(used)
    if given is not None:
        pairs, words = links_in(given, used)
        told.append(words)
    elif pairs := listed(used):
        rolls = count_of(len(pairs), "roll call")
        told.append(f"{rolls} linked with one before by the authors' list of the same texts")
    if pairs:
        last = int(max(used.sessions[place] for pair in pairs for place in pair))
        found = [pair for pair in found if used.sessions[pair[0]] > last]
        after = f", after session {last}"
    if found:
        rolls = count_of(len(found), "roll call")
        told.append(f"{rolls} taken for the same text as one of the session before{after}")
    return [*pairs, *found], told


def _points(
    used: Used,
    pairs: list[Pair],
    estimate: Estimate,
    smoothing: float,
    sweeps: int | None,
    seed: int,
) -> _Points:
    """Return the draws of the points, given which roll calls share parameters."""
    matrix = used.record.matrix
    items = items_of(pairs, len(matrix))
    names, place = np.unique(used.sessions, return_inverse=True)
    rows, columns = np.nonzero(cast_in(matrix))
    cells, cell, number = np.unique(
        place[rows] * matrix.shape[1] + columns, return_inverse=True, return_counts=True
    )
    session, state = np.divmod(cells, matrix.shape[1])
    vote = matrix[rows, columns].astype(np.int64)
    if sweeps is None:
        most = MOST_SWEEPS if len(matrix) >= FEW_ROLLCALLS else SWEEPS
        sweeps = int(np.clip(VOTES / len(vote), SWEEPS, most))
        sweeps *= SLOW if estimate == "posterior" else 1
    draws = sample(
        Ballots(rows, cell, vote, items, session, state),
        direction(used.record, POLE)[state],
        sweeps=sweeps,
        estimate=estimate,
        smoothing=smoothing,
        seed=seed,
    )
    pole = np.isin(state, np.flatnonzero(used.record.votes.columns == POLE))
    if pole.any():
        up = np.where(draws.points[:, :, pole].mean(axis=(1, 2)) < 0, -1, 1)
        draws.points[:] *= up[:, np.newaxis, np.newaxis]
    return _Points(state, names[session], number, draws)


def _meaning_of_marks(rows: pd.DataFrame, distance: bool) -> list[str]:
    """Say what the marks in the rows mean; distances have no marks."""
    few, bound = (int(rows["note"].str.contains(mark).sum()) for mark in ("few", "bound"))
    first, last = ("", "") if distance else ("marked, and ", ": marked")
    lines = []
    if few:
        on_few = f"{count_of(few, 'point')} on fewer than {FEW_VOTES} votes"
        lines.append(f"{on_few}: {first}rounded to one decimal")
    if bound:
        at = "with draws at the bound of 5, where they are cut off"
        lines.append(f"{count_of(bound, 'point')} {at}{last}")
    return lines


def _summary(record: Record, points: _Points) -> pd.DataFrame:
    """Return the summary of the draws of each point, in full precision."""
    draws = points.draws.points.reshape(-1, len(points.number))
    low, high = np.percentile(draws, BOUNDS, axis=0)
    few, bound = points.number < FEW_VOTES, points.draws.clipped > 0
    note = [
        "; ".join(name for name, so in (("few votes", one), ("at the bound", other)) if so)
        for one, other in zip(few, bound, strict=True)
    ]
    return pd.DataFrame(
        {
            "state": record.votes.columns[points.states],
            "session": points.sessions,
            "ideal": draws.mean(axis=0, dtype=np.float64),
            "low": low.astype(np.float64),
            "high": high.astype(np.float64),
            "sd": draws.std(axis=0, ddof=1, dtype=np.float64),
            "n": points.number,
            "note": note,
        }
    )


def _decimals(points: pd.DataFrame) -> pd.DataFrame:
    """Round each point to the decimals that its votes support."""
    few = points["n"] < FEW_VOTES
    numbers = points[["ideal", "low", "high", "sd"]]
    numbers = numbers.round(DECIMALS).where(~few, numbers.round(FEW_DECIMALS), axis=0)
    return points.assign(**{str(name): numbers[name] for name in numbers})


def _rows(used: Used, points: pd.DataFrame, sides: Sequence[State | Group]) -> pd.DataFrame:
    """Return the rows of the listed states, including members that cast no vote."""
    matrix = used.record.matrix
    listed = np.full(matrix.shape, not sides)
    for side in sides:
        listed |= membership(used.record, side)
    listed &= matrix != Vote.NOT_A_MEMBER
    names = np.unique(used.sessions)
    there = np.array([listed[used.sessions == name].any(axis=0) for name in names])
    session, state = np.nonzero(there)
    rows = pd.DataFrame({"state": used.record.votes.columns[state], "session": names[session]})
    rows = rows.merge(points, how="left", on=["state", "session"])
    rows = rows.assign(n=rows["n"].fillna(0), note=rows["note"].fillna(""))
    rows = rows.sort_values(["session", "ideal", "state"], ascending=[True, False, True])
    absent = [side.code for side in sides if isinstance(side, State)]
    absent = [code for code in dict.fromkeys(absent) if code not in set(rows["state"])]
    if not absent:
        return rows
    return pd.concat([rows, pd.DataFrame({"state": absent, "n": 0, "note": ""})])


def _distances(
    rows: pd.DataFrame,
    known: pd.DataFrame,
    points: _Points,
    scale: Onto | None,
    sides: Sequence[State | Group],
) -> pd.DataFrame:
    """Return the distances between the listed states."""
    factor = 1.0 if scale is None else scale.factor
    rows = rows.assign(digits=np.where(rows["n"] < FEW_VOTES, FEW_DECIMALS, DECIMALS))
    draws = points.draws.points.reshape(-1, len(known))
    drawn = Drawn(draws, pd.MultiIndex.from_frame(known[["state", "session"]]), factor)
    named = [side.code for side in sides if isinstance(side, State)]
    return distances(rows, drawn, list(dict.fromkeys(named)), BOUNDS)


def _frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as a frame with the columns of this answer, each in its type."""
    kinds = {"state": "str", "session": "Int64", "n": "int64", "note": "str"}
    names = [column.name for column in COLUMNS]
    frame = rows.reindex(columns=names).astype({name: kinds.get(name, "float64") for name in names})
    return frame.reset_index(drop=True)
