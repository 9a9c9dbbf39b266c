"""Ideal points: simulated truth comes back, and what is left out is told."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import unvote
from conftest import CHOSEN, run_unvote
from unvote import Record
from unvote.analysis import probit
from unvote.analysis.probit import Ballots, differ
from unvote.record import is_contested

SESSIONS = range(60, 66)
EACH = 60
CODES = ["USA", *[code for code in unvote.load("embedded").votes.columns if code != "USA"][:39]]


class Simulated(NamedTuple):
    """A record drawn from the model, and the points it was drawn from, sessions by states."""

    record: Record
    truth: pd.DataFrame


def record_of(
    matrix: np.ndarray,
    sessions: Sequence[int | str],
    *,
    states: Sequence[str] = CODES,
    **columns: Sequence[str],
) -> Record:
    """Return a record of votes (1 yes, 2 abstain, 3 no, 4 not voting, 0 no member)."""
    index = pd.Index([f"R/{row}" for row in range(len(matrix))], name="rollcall")
    empty = unvote.load("embedded").rollcalls.iloc[:0]
    known = {
        **{name: "" for name in empty if empty[name].dtype == "str"},
        "organ": "GA",
        "session": list(map(str, sessions)),
        "date": pd.Timestamp("2010-10-01"),
    }
    table = empty.reindex(index).assign(**{**known, **columns})
    votes = pd.DataFrame(matrix.astype(np.int8), index=index, columns=list(states))
    return Record(table, votes, "simulated votes")


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    """Draw votes from the model: slopes N(0, 1.5), two cut points, a walk from year to year."""
    random = np.random.default_rng(1)
    first = np.sort(random.standard_normal(len(CODES)))[::-1]
    steps = random.normal(0, 0.2, (len(SESSIONS) - 1, len(CODES)))
    points = first + np.vstack([np.zeros(len(CODES)), steps.cumsum(axis=0)])
    points = (points - points.mean()) / points.std()
    sessions = np.repeat(SESSIONS, EACH)
    slopes = random.normal(0, 1.5, len(sessions))
    cuts = np.sort(random.normal(0, 1, (2, len(sessions))), axis=0)
    z = slopes[:, np.newaxis] * points[sessions - SESSIONS[0]]
    z += random.standard_normal(z.shape)
    votes = 1 + (z > cuts[0][:, np.newaxis]) + (z > cuts[1][:, np.newaxis])
    votes[random.random(votes.shape) < 0.1] = 4
    contested = is_contested(votes)
    record = record_of(votes[contested], sessions[contested])
    return Simulated(record, pd.DataFrame(points, index=SESSIONS, columns=CODES))


@pytest.fixture(scope="module")
def estimated(simulated: Simulated) -> pd.DataFrame:
    return unvote.ideal(simulated.record)


def beside_truth(frame: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    long = truth.stack().rename_axis(["session", "state"]).rename("truth").reset_index()
    return frame.merge(long, on=["session", "state"])


def test_simulated_points_come_back(simulated: Simulated, estimated: pd.DataFrame) -> None:
    both = beside_truth(estimated, simulated.truth)
    assert len(both) == len(SESSIONS) * len(CODES)
    assert np.corrcoef(both["ideal"], both["truth"])[0, 1] > 0.97
    for _, rows in both.groupby("session"):
        assert np.corrcoef(rows["ideal"], rows["truth"])[0, 1] > 0.96
    # The scale comes back too, not only the order.
    assert np.polyfit(both["truth"], both["ideal"], 1)[0] == pytest.approx(1, abs=0.1)


def test_intervals_hold_the_truth_about_as_often_as_they_say(
    simulated: Simulated, estimated: pd.DataFrame
) -> None:
    both = beside_truth(estimated, simulated.truth)
    inside = (both["low"] <= both["truth"]) & (both["truth"] <= both["high"])
    assert 0.88 < inside.mean() < 0.99


def test_points_are_standardised_and_the_us_is_up(estimated: pd.DataFrame) -> None:
    assert estimated["ideal"].mean() == pytest.approx(0, abs=1e-3)
    assert estimated["ideal"].std() == pytest.approx(1, abs=0.05)
    assert (estimated.loc[estimated["state"] == "USA", "ideal"] > 1).all()
    assert (
        (estimated["low"] < estimated["ideal"]) & (estimated["ideal"] < estimated["high"])
    ).all()


def test_n_counts_the_votes_that_a_state_cast(
    simulated: Simulated, estimated: pd.DataFrame
) -> None:
    votes = simulated.record.votes[simulated.record.rollcalls["session"] == "62"]
    row = estimated[(estimated["state"] == "USA") & (estimated["session"] == 62)]
    assert row["n"].item() == int(votes["USA"].isin([1, 2, 3]).sum())


def test_rows_are_oldest_session_first_and_highest_first(estimated: pd.DataFrame) -> None:
    order = estimated.sort_values(["session", "ideal"], ascending=[True, False])
    pd.testing.assert_frame_equal(order.reset_index(drop=True), estimated)


def test_direction_does_not_depend_on_which_side_votes_yes(simulated: Simulated) -> None:
    votes = simulated.record.votes
    mirrored = unvote.ideal(
        record_of(votes.replace({1: 3, 3: 1}).to_numpy(), simulated.record.rollcalls["session"])
    )
    both = beside_truth(mirrored, simulated.truth)
    assert np.corrcoef(both["ideal"], both["truth"])[0, 1] > 0.97


def test_naming_states_only_lists_them(simulated: Simulated, estimated: pd.DataFrame) -> None:
    frame = unvote.ideal(simulated.record, "US", "AF")
    expected = estimated[estimated["state"].isin(["USA", "AFG"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(frame, expected)


def test_an_absent_state_changes_nothing(simulated: Simulated, estimated: pd.DataFrame) -> None:
    votes = simulated.record.votes.assign(ZWE=np.int8(4))
    record = record_of(
        votes.to_numpy(), simulated.record.rollcalls["session"], states=votes.columns
    )
    frame = unvote.ideal(record)
    absent = frame["state"] == "ZWE"
    assert frame[absent]["n"].tolist() == [0] * len(SESSIONS)
    assert frame[absent][["ideal", "low", "high"]].isna().all(axis=None)
    pd.testing.assert_frame_equal(frame[~absent].reset_index(drop=True), estimated)


def test_a_state_has_no_row_before_it_was_a_member(simulated: Simulated) -> None:
    sessions = simulated.record.rollcalls["session"]
    votes = simulated.record.votes.assign(SSD=simulated.record.votes["AFG"])
    votes.loc[sessions.astype(int) < 63, "SSD"] = 0
    frame = unvote.ideal(record_of(votes.to_numpy(), sessions, states=votes.columns), "SSD")
    assert frame["session"].tolist() == [63, 64, 65]
    assert frame["ideal"].notna().all()


def test_a_known_state_that_is_nowhere_is_a_row_without_votes(simulated: Simulated) -> None:
    last = unvote.ideal(simulated.record, "US", "VU").iloc[-1]
    assert (last["state"], last["n"]) == ("VUT", 0)
    assert last[["session", "ideal", "low", "high"]].isna().all()


def test_a_row_without_a_session_is_explained(simulated: Simulated) -> None:
    frame = unvote.ideal(simulated.record, "US", "VU", "DD")
    told = [line for line in frame.attrs["reasons"] if "cast no vote" in line]
    assert told == [
        "VUT cast no vote in these roll calls: a row without a session",
        "DDR cast no vote in these roll calls: a row without a session",
    ]
    everyone = unvote.ideal(simulated.record)
    assert not [line for line in everyone.attrs["reasons"] if "cast no vote" in line]


def test_a_group_is_its_members_of_the_day() -> None:
    frame = unvote.ideal(unvote.load("embedded"), "EU")
    listed = frame.groupby("state")["session"].agg(list)
    assert max(listed["GBR"]) == 74  # it left on 31 January 2020
    assert max(listed["FRA"]) == 80
    assert "NOR" not in listed


def test_what_is_left_out_is_counted(simulated: Simulated) -> None:
    record = simulated.record
    rows = len(record)
    organ = ["GA"] * rows
    organ[0] = organ[1] = "SC"
    part = [""] * rows
    part[2:5] = ["paragraph", "amendment", "paragraph"]
    session = record.rollcalls["session"].tolist()
    session[5], session[6] = "19", "ES-10"
    matrix = record.matrix.copy()
    matrix[7] = 1
    frame = unvote.ideal(record_of(matrix, session, organ=organ, part=part), "US")
    assert frame.attrs["reasons"][:2] == [
        f"{rows - 7} roll calls used; left out: 1 of session 19, 3 on amendments and"
        " paragraphs after 1989, 1 that are unanimous",
        "1 roll call of special sessions counted to the regular session of the year",
    ]
    assert frame.attrs["notes"] == [
        "left out: 2 roll calls not of the General Assembly (--organ all)"
    ]
    assert frame["n"].sum() == int(np.isin(matrix[[6, *range(8, rows)], 0], [1, 2, 3]).sum())


def test_amendments_and_paragraphs_count_until_1989(simulated: Simulated) -> None:
    rows = len(simulated.record)
    sessions = simulated.record.rollcalls["session"].astype(int) - 21  # 39 to 44
    early = record_of(
        simulated.record.matrix,
        sessions,
        part=["paragraph"] * rows,
        date=[pd.Timestamp("1989-12-01")] * rows,
    )
    assert unvote.ideal(early).attrs["reasons"][0] == f"{rows} roll calls used"
    assert unvote.ideal(early)["session"].max() == 44


def test_the_same_text_in_sessions_that_follow_shares_its_parameters(simulated: Simulated) -> None:
    matrix = simulated.record.matrix.copy()
    sessions = simulated.record.rollcalls["session"].tolist()
    titles = [""] * len(matrix)
    # The same title and votes in sessions 60 and 61; in 64 too, but sessions lie between.
    first, second, fifth = (sessions.index(name) for name in ("60", "61", "64"))
    for row in (first, second, fifth):
        titles[row], matrix[row] = "The Syrian Golan", matrix[first]
    # The same title, other votes; and a title that two of one session have.
    titles[first + 1] = titles[second + 1] = "Jerusalem"
    matrix[second + 1] = 4 - matrix[first + 1]
    for row in (first + 2, first + 3, second + 2):
        titles[row], matrix[row] = "Missiles", matrix[first + 2]
    frame = unvote.ideal(record_of(matrix, sessions, title=titles), "US")
    assert (
        "1 roll call taken for the same text as one of the session before" in frame.attrs["reasons"]
    )


@pytest.mark.complete
def test_two_runs_print_the_same_bytes_whatever_the_threads() -> None:
    program = [sys.executable, "-m", "unvote", "ideal", "US", "CU"]
    runs = [
        subprocess.run(program, capture_output=True, env=environment, check=True).stdout
        for environment in (
            None,
            {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
    ]
    assert runs[0] == runs[1]
    assert runs[0].decode() == run_unvote("ideal", "US", "CU").out


def test_the_seed_moves_points_only_a_little(simulated: Simulated, estimated: pd.DataFrame) -> None:
    other = unvote.ideal(simulated.record, seed=1)
    both = estimated.merge(other, on=["state", "session"])
    apart = (both["ideal_x"] - both["ideal_y"]).abs()
    assert 0 < apart.max() < 0.3


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ideal US --organ SC", "ideal points need 10 roll calls of one organ"),
        ("ideal US --title embargo", "are left: select more"),
        ("ideal Atlantis", "'Atlantis' is no member state and no group"),
    ],
)
def test_too_little_is_one_line_and_exit_3(line: str, message: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (3, "")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_chains_that_stand_apart_are_told(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unvote.analysis.ideal.APART", 0.9)
    [note] = unvote.ideal(simulated.record).attrs["notes"]
    assert note.startswith("not converged: the chains stand apart (R-hat 1.0")


def test_without_the_us_the_direction_is_said_to_be_arbitrary(simulated: Simulated) -> None:
    matrix = simulated.record.matrix.copy()
    matrix[:, 0] = 4
    frame = unvote.ideal(record_of(matrix, simulated.record.rollcalls["session"]))
    assert frame.attrs["notes"] == [
        "the US casts no vote in these roll calls: which end is up is arbitrary"
    ]


def test_undated_roll_calls_of_no_session_are_left_out_and_said(simulated: Simulated) -> None:
    sessions = ["", "", *simulated.record.rollcalls["session"][2:]]
    dates = [
        pd.NaT,
        pd.Timestamp("2006-11-01"),
        *[pd.Timestamp("2010-10-01")] * (len(sessions) - 2),
    ]
    frame = unvote.ideal(record_of(simulated.record.matrix, sessions, date=dates))
    assert frame.attrs["notes"] == ["1 roll call with neither a session nor a date left out"]
    assert frame.attrs["reasons"][1].startswith("1 roll call of special sessions counted")
    assert frame["session"].min() == 60


def test_a_terminal_shows_the_newest_session_first_where_no_state_is_named() -> None:
    result = run_unvote("ideal", terminal=True)
    lines = result.out.splitlines()
    assert lines[:2] == [CHOSEN, ""]
    assert lines[2].split() == ["state", "session", "ideal", "low", "high", "n"]
    assert {line.split()[1] for line in lines[4:54]} == {"80"}
    assert "50 of" in result.out


@pytest.mark.complete
def test_draws_of_a_roll_call_have_the_distribution_that_the_model_says() -> None:
    """Slope and cut points given the points, against sums over a fine grid."""
    theta = np.linspace(-2, 2, 10)
    vote = np.array([1, 1, 1, 1, 3, 2, 1, 3, 3, 3])
    slope, low, high = np.meshgrid(
        np.linspace(-2, 5, 71), *[np.linspace(-5, 5, 101)] * 2, indexing="ij"
    )
    weight = -(slope**2) / 2
    latent = []
    for point, kind in zip(theta, vote, strict=True):
        below, up_to = norm.cdf(low - slope * point), norm.cdf(high - slope * point)
        chance = {1: below, 2: up_to - below, 3: 1 - up_to}[int(kind)]
        chance = np.clip(chance, 1e-300, None)
        weight += np.log(chance)
        # What z is within its bounds, in the mean.
        ends = norm.pdf(low - slope * point), norm.pdf(high - slope * point)
        pull = {1: -ends[0], 2: ends[0] - ends[1], 3: ends[1]}[int(kind)]
        latent.append(slope * point + pull / chance)
    weight = np.where(low < high, np.exp(weight - weight.max()), 0)
    grid = np.array([slope, low, high]).reshape(3, -1)
    means = np.average(grid, axis=1, weights=weight.ravel())
    covariance = np.cov(grid, aweights=weight.ravel())

    random = np.random.default_rng(3)
    [block] = probit._blocks(Ballots(np.zeros(10, int), np.arange(10), vote))
    state = probit._State(theta, np.array([1.0]), np.array([[0.0], [1.0]]))
    mirror = np.where(vote[block.cell] == 3, -1, 1)
    draws, z = [], np.zeros(len(vote))
    for _ in range(10000):
        slopes, cuts, drawn = probit._items(block, state, random)
        state = state._replace(slope=slopes, cuts=cuts)
        draws.append([slopes[0], *cuts[:, 0]])
        z[block.cell] += drawn * mirror
    assert np.mean(draws, axis=0) == pytest.approx(means, abs=0.04)
    assert np.cov(np.transpose(draws)) == pytest.approx(covariance, abs=0.02)
    means = [np.average(values, weights=weight) for values in latent]
    assert z / len(draws) == pytest.approx(means, abs=0.04)


@pytest.mark.complete
def test_draws_of_a_walk_have_the_distribution_that_the_model_says() -> None:
    """Points given what votes say of them, against the inverse of the whole matrix."""
    precision, weighted = np.array([2.0, 0.0, 5.0, 1.0]), np.array([3.0, 0.0, -4.0, 1.0])
    # One state in three sessions with 10, 30 and 10 votes, another in one.
    path = probit._path(np.array([0, 0, 0, 1]), np.array([10, 30, 10, 7]))
    inverse = np.diag(precision)
    inverse[0, 0] += 1
    inverse[3, 3] += 1
    for cell, variance in ((1, 0.5 * 30 / 40), (2, 0.5 * 10 / 40)):
        inverse[cell - 1 : cell + 1, cell - 1 : cell + 1] += np.array([[1, -1], [-1, 1]]) / variance
    covariance = np.linalg.inv(inverse)
    random = np.random.default_rng(4)
    draws = np.array([probit._walk(path, precision, weighted, random) for _ in range(20000)])
    assert draws.mean(axis=0) == pytest.approx(covariance @ weighted, abs=0.02)
    assert np.cov(draws.T) == pytest.approx(covariance, abs=0.02)


def test_an_interrupt_ends_the_chains_at_their_next_sweep() -> None:
    item, state = np.indices((40, 5)).reshape(2, -1)
    ballots = Ballots(item, state, 1 + (item + state) % 3)
    main = threading.get_ident()
    threading.Timer(0.3, signal.pthread_kill, (main, signal.SIGINT)).start()

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        probit.sample(ballots, np.arange(5), np.arange(5) - 2.0, sweeps=20_000)

    assert time.monotonic() - start < 3


def test_how_far_chains_differ_by_hand() -> None:
    # Two chains of two draws: variances 2 and 2, means 1 and 3.
    draws = np.array([[0.0, 2.0], [2.0, 4.0]])[:, :, np.newaxis]
    assert differ(draws).tolist() == [pytest.approx(np.sqrt(1 / 2 + 2 / 2))]


# Some of the published points of session 41, in the edition of April 2020.
PUBLISHED = {
    **{"USA": 2.99, "GBR": 2.27, "ISR": 2.11, "FRA": 2.09, "DEU": 1.98, "SWE": 1.00, "GRC": 0.79},
    **{"CHN": 0.19, "BRA": 0.06, "IND": -0.77, "RUS": -0.87, "DDR": -1.26, "CUB": -1.48},
}


def test_points_go_with_the_published_ones(full: Record) -> None:
    frame = unvote.ideal(full.select(sessions="37-44", parts=True), *PUBLISHED)
    assert frame.attrs["notes"] == []
    points = frame[frame["session"] == 41].set_index("state")["ideal"]
    both = pd.DataFrame({"ours": points, "theirs": PUBLISHED})
    assert len(both) == len(PUBLISHED)
    assert both.corr().iloc[0, 1] > 0.99  # the scale is that of the selection
