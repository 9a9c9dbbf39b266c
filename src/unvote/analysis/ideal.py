"""Ideal points: where the states stand on the one dimension that tells their votes apart best."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.coverage import describe, measured
from unvote.analysis.parties import Groups, membership, parties
from unvote.analysis.probit import CHAINS, DROPPED, SWEEPS, Ballots, differ, sample
from unvote.analysis.recurring import title_keys
from unvote.codes import Vote
from unvote.errors import NothingSelectedError
from unvote.record import Matrix, Record, count_of, is_contested
from unvote.world.groups import Group
from unvote.world.states import State
from unvote.world.symbols import SESSION_YEAR, session_number

COLUMNS = ("state", "session", "ideal", "low", "high", "n")
# Votes on amendments and paragraphs count up to this year, as in the published estimates.
LAST_YEAR_OF_PARTS = 1989
# A session of one roll call, in which the others were adopted without objection.
NO_SESSION = 19
# Two roll calls on one title are taken for the same text where so many vote as the year before.
SAME = 0.98
# Fewer roll calls or states tell nothing; of few the points are doubtful.
LEAST_ROLLCALLS, LEAST_STATES, FEW_ROLLCALLS = 10, 3, 100
# How far apart the chains may be.
APART = 1.1
# The bounds of the interval, in percent, and the decimals that draws can tell.
BOUNDS, DECIMALS = (2.5, 97.5), 4
POLE = "USA"


def ideal(
    record: Record,
    *states: str,
    organ: str = "GA",
    groups: Groups | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate ideal points: where each state stood in each session, higher nearer the US.

    The model is that of Bailey, Strezhnev and Voeten (2017): one dimension, an ordinal probit
    (yes, abstain, no) with a slope and two cut points a roll call, and a random walk of each
    state from session to session. All states of the record are estimated together, whichever
    are listed. Each draw has mean 0 and variance 1 over all states and sessions of the
    record, and a point is a mean of draws: their variance is a little less. The points of a
    record of some sessions or subjects are on a scale of their own.

    Parameters
    ----------
    record : Record
        The roll calls. Unanimous ones, the one of session 19, and votes on amendments and
        paragraphs after 1989 are left out and counted; those until 1989 count, as in the
        published estimates. A special session counts to the regular session that opens in its
        year, and so does a roll call without a session.
    *states : str
        Which states are listed; a group stands for its members of the day. None: all.
    organ : str
        As for `align`.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).
    seed : int
        Of the random draws; the same seed gives the same numbers.

    Returns
    -------
    DataFrame
        One row a state and session, oldest session first, in it the highest first: `state,
        session` (year = 1945 + session), `ideal` (the mean of the draws), `low` and `high`
        (their 2.5 and 97.5 percentiles), `n` (votes of that state used). A member that cast
        no vote has n = 0 and no point. `frame.attrs["reasons"]` says what was left out and
        how far the chains agree, `frame.attrs["notes"]` what is doubtful.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    NothingSelectedError
        If too few roll calls or states are left to tell anything.

    Notes
    -----
    Michael A. Bailey, Anton Strezhnev and Erik Voeten, "Estimating Dynamic State Preferences
    from United Nations Voting Data", Journal of Conflict Resolution 61 (2017), 430-456, and
    the code that they released.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.ideal(unvote.load("embedded"), "US", "CU")
    >>> (frame.groupby("state")["ideal"].mean() > 0).to_dict()
    {'CUB': False, 'USA': True}
    """
    sides = parties(states, groups)
    record = measured(record, organ, parts=True)
    if not len(record):
        return describe(_frame(pd.DataFrame()), record)
    used, reasons, doubts = _usable(record)
    if len(used.record) < LEAST_ROLLCALLS or len(_voters(used.record)) < LEAST_STATES:
        raise NothingSelectedError(
            f"ideal points need {LEAST_ROLLCALLS} roll calls of one organ that are not"
            f" unanimous and {LEAST_STATES} states that vote; {len(used.record)} and"
            f" {len(_voters(used.record))} are left: select more"
        )
    points, more = _points(used, seed)
    if POLE not in _voters(used.record):
        doubts.append("the US casts no vote in these roll calls: which end is up is arbitrary")
    if len(used.record) < FEW_ROLLCALLS:
        doubts.append(f"{len(used.record)} roll calls are few: the points rest on little")
    rows = _rows(used, points, sides)
    silent = rows.loc[rows["session"].isna(), "state"]
    more += [f"{code} cast no vote in these roll calls: a row without a session" for code in silent]
    middle = float(np.median(points.apart))
    if middle > APART:
        doubts.append(f"not converged: the chains stand apart (R-hat {middle:.2f}): select more")
    reasons += [*more, _agreement(points)]
    return describe(_frame(rows), used.record, doubts=doubts, reasons=reasons)


class _Used(NamedTuple):
    """The roll calls that points are estimated on, and the regular session of each."""

    record: Record
    sessions: Matrix


class _Points(NamedTuple):
    """The draws of the points, one column a state and session that has one."""

    states: Matrix  # places of columns of votes
    sessions: Matrix
    number: Matrix  # of votes
    draws: Matrix
    apart: Matrix


def _usable(record: Record) -> tuple[_Used, list[str], list[str]]:
    """Return the roll calls to estimate on, what was left out and why, and what is doubtful."""
    table, notes = record.rollcalls, list[str]()
    sessions = _sessions(table)
    undated = sessions == 0
    if undated.any():
        number = count_of(int(undated.sum()), "roll call")
        notes.append(f"{number} with neither a session nor a date left out")
    late = sessions > LAST_YEAR_OF_PARTS - SESSION_YEAR
    late |= (table["date"].dt.year > LAST_YEAR_OF_PARTS).to_numpy(dtype=bool)
    dropped = {
        f"of session {NO_SESSION}": sessions == NO_SESSION,
        f"on amendments and paragraphs after {LAST_YEAR_OF_PARTS}": late
        & (table["part"] != "").to_numpy(dtype=bool),
        "that are unanimous": ~is_contested(record.matrix),
    }
    keep, counts = ~undated, []
    for why, rows in dropped.items():
        if (keep & rows).any():
            counts.append(f"{int((keep & rows).sum()):,} {why}")
        keep &= ~rows
    regular = table["session"].map(session_number).notna().to_numpy(dtype=bool)
    special = int((keep & ~regular).sum())
    reasons = [f"{count_of(int(keep.sum()), 'roll call')} used"]
    if counts:
        reasons[0] += f"; left out: {', '.join(counts)}"
    if special:
        reasons.append(
            f"{count_of(special, 'roll call')} of special sessions counted to the regular session"
            " of the year"
        )
    return _Used(record.rows(keep), sessions[keep]), reasons, notes


def _sessions(table: pd.DataFrame) -> Matrix:
    """Return the regular session of each roll call, by its number or its year; 0: not known.

    Special sessions count as in the published estimates: to the regular one of their year.
    """
    numbers = table["session"].map(session_number).astype("float")
    sessions = numbers.fillna(table["date"].dt.year - SESSION_YEAR).fillna(0).clip(lower=0)
    return np.asarray(sessions.to_numpy(), dtype=np.int64)


def _voters(record: Record) -> list[str]:
    """Return the states that cast a vote."""
    cast = np.flatnonzero(_cast(record.matrix).any(axis=0))
    return [str(code) for code in record.votes.columns[cast]]


def _cast(matrix: Matrix) -> Matrix:
    return np.asarray((matrix >= Vote.YES) & (matrix <= Vote.NO))


def _points(used: _Used, seed: int) -> tuple[_Points, list[str]]:
    """Return the draws of the points, and a line on the roll calls that share parameters."""
    matrix = used.record.matrix
    items, linked = _items(used)
    names, place = np.unique(used.sessions, return_inverse=True)
    rows, columns = np.nonzero(_cast(matrix))
    cells, cell, number = np.unique(
        columns * len(names) + place[rows], return_inverse=True, return_counts=True
    )
    states = cells // len(names)
    ballots = Ballots(items[rows], cell, matrix[rows, columns].astype(np.int64))
    draws = sample(ballots, states, _direction(used.record)[states], seed=seed)
    pole = np.isin(states, np.flatnonzero(used.record.votes.columns == POLE))
    if pole.any():
        draws *= np.where(draws[:, :, pole].mean(axis=(1, 2)) < 0, -1, 1)[:, np.newaxis, np.newaxis]
    shared = f"{count_of(linked, 'roll call')} taken for the same text as one of the session before"
    points = _Points(
        states, names[cells % len(names)], number, draws.reshape(-1, len(cells)), differ(draws)
    )
    return points, [shared] if linked else []


def _items(used: _Used) -> tuple[Matrix, int]:
    """Return the item of each roll call, shared by the same text in sessions that follow.

    The same text: one whole text of each of the two sessions has the title, or the agenda item
    where a source puts the title there, and nearly all states that voted on both voted the
    same, since a title may stay while the text changes.
    """
    record, matrix = used.record, used.record.matrix
    table = record.rollcalls
    agenda = replace(record, rollcalls=table.assign(title=table["agenda"]))
    whole = (table["part"] == "").to_numpy(dtype=bool)
    keys = pd.DataFrame(
        {
            "key": np.concatenate([title_keys(record), title_keys(agenda)]),
            "session": np.tile(used.sessions, 2),
            "row": np.tile(np.arange(len(matrix)), 2),
        }
    )
    keys = keys[np.tile(whole, 2) & (keys["key"] != "")].drop_duplicates(["key", "row"])
    keys = keys.drop_duplicates(["key", "session"], keep=False)
    before = keys.assign(session=keys["session"] + 1)
    pairs = keys.merge(before, on=["key", "session"], suffixes=("", "_before"))
    now, then = matrix[pairs["row"]], matrix[pairs["row_before"]]
    both = _cast(now) & _cast(then)
    same = (both & (now == then)).sum(axis=1) >= SAME * np.maximum(both.sum(axis=1), 1)
    pairs = pairs[same].sort_values(["session", "row"]).drop_duplicates("row")
    items = np.arange(len(matrix))
    for row, earlier in zip(pairs["row"], pairs["row_before"], strict=True):
        items[row] = items[earlier]
    return np.unique(items, return_inverse=True)[1], len(pairs)


def _direction(record: Record) -> Matrix:
    """Return where each state stands on the first principal component, up where the US is.

    By power iteration in plain sums, which are the same on any number of processors.
    """
    cast = _cast(record.matrix)
    values = np.where(cast, record.matrix - float(Vote.ABSTAIN), 0.0)
    means = values.sum(axis=1, keepdims=True) / cast.sum(axis=1, keepdims=True)
    values = np.where(cast, values - means, 0.0)
    known = cast.sum(axis=0)
    if POLE in record.votes.columns:
        known[record.votes.columns == POLE] *= len(cast) + 1
    along = values[:, known.argmax()]
    for _ in range(30):
        point = (values * along[:, np.newaxis]).sum(axis=0)
        along = (values * point).sum(axis=1)
        along /= np.sqrt((along**2).sum())
    return np.asarray(point / point.std())


def _agreement(points: _Points) -> str:
    middle, most = np.percentile(points.apart, [50, 95])
    return (
        f"{CHAINS} chains of {SWEEPS} sweeps, the first {DROPPED} not kept; R-hat {middle:.2f} in"
        f" the middle, {most:.2f} at the 95th percentile"
    )


def _rows(used: _Used, points: _Points, sides: Sequence[State | Group]) -> pd.DataFrame:
    """Return the rows of the states that are listed, also of members that cast no vote."""
    matrix = used.record.matrix
    listed = np.full(matrix.shape, not sides)
    for side in sides:
        listed |= membership(used.record, side)
    listed &= matrix != Vote.NOT_A_MEMBER
    names = np.unique(used.sessions)
    there = np.array([listed[used.sessions == name].any(axis=0) for name in names])
    cells = np.searchsorted(names, points.sessions), points.states
    values = {
        "ideal": points.draws.mean(axis=0, dtype=np.float64),
        "low": np.percentile(points.draws, BOUNDS[0], axis=0),
        "high": np.percentile(points.draws, BOUNDS[1], axis=0),
        "n": points.number,
    }
    session, state = np.nonzero(there)
    columns = {"state": used.record.votes.columns[state], "session": names[session]}
    for name, known in values.items():
        dense = np.full(there.shape, 0.0 if name == "n" else np.nan)
        dense[cells] = known
        columns[name] = dense[session, state].round(DECIMALS)
    frame = pd.DataFrame(columns).sort_values(
        ["session", "ideal", "state"], ascending=[True, False, True]
    )
    absent = [side.code for side in sides if isinstance(side, State)]
    absent = [code for code in dict.fromkeys(absent) if code not in set(frame["state"])]
    return pd.concat([frame, pd.DataFrame({"state": absent, "n": 0})]) if absent else frame


def _frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows under the columns of this answer, each of its type."""
    kinds = {"state": "str", "session": "Int64", "n": "int64"}
    frame = rows.reindex(columns=list(COLUMNS)).astype(
        {name: kinds.get(name, "float64") for name in COLUMNS}
    )
    return frame.reset_index(drop=True)
