"""Ideal points: simulated points come back, and notes say what is left out."""

import io
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

import unvote
from conftest import CHOSEN, run_unvote
from simulating import (
    CODES,
    SESSIONS,
    SWEEPS,
    Simulated,
    drawn,  # noqa: F401 - the fixture `simulated`
    ideal,
    record_of,
)
from unvote import Record
from unvote.analysis.ideal.convergence import differ, effective
from unvote.analysis.ideal.latent import (
    REACH,
    STEPS,
    between,
    clipped,
    moments_between,
    tables,
)
from unvote.analysis.ideal.layout import Ballots, lay_out
from unvote.analysis.ideal.links import recurring
from unvote.analysis.ideal.processes import OtherProcess, serve
from unvote.analysis.ideal.sampler import Estimate, sample
from unvote.analysis.ideal.state import begin, workspace_for
from unvote.analysis.ideal.sweep import sweep
from unvote.analysis.ideal.usable import usable
from unvote.analysis.ideal.walk import draw_jointly, draw_leaning, walk_of


@pytest.fixture(scope="module")
def estimated(simulated: Simulated) -> pd.DataFrame:
    return ideal(simulated.record, sweeps=100)


@pytest.fixture(scope="module")
def quick(simulated: Simulated) -> pd.DataFrame:
    return ideal(simulated.record, sweeps=SWEEPS)


def told(frame: pd.DataFrame) -> list[str]:
    """Return the notes, except those on how far the chains agree."""
    return [
        note
        for note in frame.attrs["notes"]
        if not note.startswith(("R-hat below", "not converged"))
    ]


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
    mirrored = ideal(
        record_of(votes.replace({1: 3, 3: 1}).to_numpy(), simulated.record.rollcalls["session"]),
        sweeps=SWEEPS,
    )
    both = beside_truth(mirrored, simulated.truth)
    assert np.corrcoef(both["ideal"], both["truth"])[0, 1] > 0.97


def test_naming_states_only_lists_them(simulated: Simulated, quick: pd.DataFrame) -> None:
    frame = ideal(simulated.record, "US", "AF", sweeps=SWEEPS)
    expected = quick[quick["state"].isin(["USA", "AFG"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(frame, expected)


def test_an_absent_state_changes_nothing(simulated: Simulated, quick: pd.DataFrame) -> None:
    votes = simulated.record.votes.assign(ZWE=np.int8(4))
    record = record_of(
        votes.to_numpy(), simulated.record.rollcalls["session"], states=votes.columns
    )
    frame = ideal(record, sweeps=SWEEPS)
    absent = frame["state"] == "ZWE"
    assert frame[absent]["n"].tolist() == [0] * len(SESSIONS)
    assert frame[absent][["ideal", "low", "high"]].isna().all(axis=None)
    pd.testing.assert_frame_equal(frame[~absent].reset_index(drop=True), quick)


def test_a_state_has_no_row_before_it_was_a_member(simulated: Simulated) -> None:
    sessions = simulated.record.rollcalls["session"]
    votes = simulated.record.votes.assign(SSD=simulated.record.votes["AFG"])
    votes.loc[sessions.astype(int) < 63, "SSD"] = 0
    frame = ideal(record_of(votes.to_numpy(), sessions, states=votes.columns), "SSD", sweeps=SWEEPS)
    assert frame["session"].tolist() == [63, 64, 65]
    assert frame["ideal"].notna().all()


def test_a_known_state_that_is_nowhere_is_a_row_without_votes(simulated: Simulated) -> None:
    last = ideal(simulated.record, "US", "VU", sweeps=SWEEPS).iloc[-1]
    assert (last["state"], last["n"]) == ("VUT", 0)
    assert last[["session", "ideal", "low", "high"]].isna().all()


def test_a_row_without_a_session_is_explained(simulated: Simulated) -> None:
    frame = ideal(simulated.record, "US", "VU", "DD", sweeps=SWEEPS)
    told = [line for line in frame.attrs["reasons"] if "cast no vote" in line]
    assert told == [
        "VUT cast no vote in these roll calls: a row without a session",
        "DDR cast no vote in these roll calls: a row without a session",
    ]
    everyone = ideal(simulated.record, sweeps=SWEEPS)
    assert not [line for line in everyone.attrs["reasons"] if "cast no vote" in line]


def test_what_leaves_too_little_is_told() -> None:
    votes = (("FR", "Y"), ("US", "N"), ("RU", "A"), ("DE", "Y"))
    lines = [f"T{item},{state},{vote}" for item in range(12) for state, vote in votes]
    table = "\n".join(["resolution,state,vote", *lines]).encode()
    with pytest.raises(unvote.NothingSelectedError, match="12 roll calls with neither a session"):
        ideal(unvote.read(io.BytesIO(table)), organ="all")


def test_a_group_is_its_members_of_the_day() -> None:
    frame = ideal(unvote.load("embedded"), "EU", sweeps=SWEEPS)
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
    frame = ideal(record_of(matrix, session, organ=organ, part=part), "US", sweeps=SWEEPS)
    assert frame.attrs["reasons"][:2] == [
        f"{rows - 7} roll calls used; left out: 1 of session 19, 3 on amendments and"
        " paragraphs after 1989, 1 that are unanimous",
        "1 roll call of special sessions counted with the regular session of the year",
    ]
    assert told(frame) == ["left out: 2 roll calls not of the General Assembly (--organ all)"]
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
    assert ideal(early, sweeps=SWEEPS).attrs["reasons"][0] == f"{rows} roll calls used"
    assert ideal(early, sweeps=SWEEPS)["session"].max() == 44


def test_the_same_text_in_sessions_that_follow_shares_its_parameters(simulated: Simulated) -> None:
    matrix = simulated.record.matrix.copy()
    sessions = simulated.record.rollcalls["session"].tolist()
    titles = [""] * len(matrix)
    # The same title and votes in sessions 60 and 61; in 64 too, but sessions lie between.
    first, second, fifth = (sessions.index(name) for name in ("60", "61", "64"))
    for row in (first, second, fifth):
        titles[row], matrix[row] = "The Syrian Golan", matrix[first]
    # The same title with other votes; and a title that two of a session share: one is linked.
    titles[first + 1] = titles[second + 1] = "Jerusalem"
    matrix[second + 1] = 4 - matrix[first + 1]
    for row in (first + 2, first + 3, second + 2):
        titles[row], matrix[row] = "Missiles", matrix[first + 2]
    frame = ideal(record_of(matrix, sessions, title=titles), "US", sweeps=SWEEPS)
    assert (
        "2 roll calls taken for the same text as one of the session before"
        in frame.attrs["reasons"]
    )


@pytest.mark.complete
def test_two_runs_print_the_same_bytes_whatever_the_threads() -> None:
    program = [
        sys.executable,
        "-m",
        "unvote",
        "ideal",
        "US",
        "CU",
        "--sweeps",
        "10",
        "--votes",
        "embedded",
    ]
    runs = [
        subprocess.run(program, capture_output=True, env=environment, check=True).stdout
        for environment in (
            os.environ | {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
            for threads in ("1", "2")
        )
    ]
    assert runs[0] == runs[1]
    assert runs[0].decode() == run_unvote("ideal", "US", "CU", "--sweeps", "10").out


def test_the_seed_moves_points_only_a_little(simulated: Simulated, estimated: pd.DataFrame) -> None:
    other = ideal(simulated.record, seed=1, sweeps=40)
    both = estimated.merge(other, on=["state", "session"])
    apart = (both["ideal_x"] - both["ideal_y"]).abs()
    assert 0 < apart.median() < 0.1
    assert apart.max() < 0.6


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ideal US --organ SC", "ideal points need 10 roll calls of one organ"),
        ("ideal US --title embargo", "are left: select more"),
        ("ideal Atlantis", "'Atlantis' is neither a member state nor a group"),
    ],
)
def test_too_little_is_one_line_and_exit_3(line: str, message: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (3, "")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_chains_that_stand_apart_are_told_first(quick: pd.DataFrame) -> None:
    assert quick.attrs["convergence"]["agreed"] < 0.9
    first, second = quick.attrs["notes"]
    assert re.fullmatch(
        r"not converged: the chains agree on \d+% of the points only \(R-hat below 1.05\): make"
        r" more sweeps \(--sweeps 30\)",
        first,
    )
    assert re.fullmatch(
        r"R-hat below 1.05 for \d+% of the points, \d\.\d\d at the 99th percentile; effective draws"
        r" \d+ in the middle, \d+ at the 5th percentile \(2 chains of 10\); the levels of sessions"
        r" are held",
        second,
    )


def test_how_far_the_chains_agree_is_told_as_data_too(estimated: pd.DataFrame) -> None:
    known = estimated.attrs["convergence"]
    assert (known["chains"], known["sweeps"], known["levels_held"]) == (2, 100, True)
    assert 0.8 < known["agreed"] <= 1
    assert 1 < known["rhat_99"] < 1.4
    assert 2 < known["effective_5"] < known["effective_50"]


@pytest.mark.complete
def test_the_posterior_recovers_the_truth_with_wider_intervals(
    simulated: Simulated, estimated: pd.DataFrame
) -> None:
    frame = ideal(simulated.record, estimate="posterior", sweeps=80)
    assert not frame.attrs["convergence"]["levels_held"]
    both = beside_truth(frame, simulated.truth)
    assert np.corrcoef(both["ideal"], both["truth"])[0, 1] > 0.97
    inside = (both["low"] <= both["truth"]) & (both["truth"] <= both["high"])
    assert 0.8 < inside.mean() < 0.99
    assert not frame.drop(columns="n").equals(estimated.drop(columns="n"))


@pytest.mark.complete
def test_the_posterior_holds_the_truth_as_often_as_it_says(simulated: Simulated) -> None:
    frame = ideal(simulated.record, estimate="posterior")
    both = beside_truth(frame, simulated.truth)
    inside = (both["low"] <= both["truth"]) & (both["truth"] <= both["high"])
    assert 0.92 < inside.mean() < 0.98


def test_a_point_on_few_votes_is_marked_and_rounded(simulated: Simulated) -> None:
    matrix = simulated.record.matrix.copy()
    sessions = simulated.record.rollcalls["session"]
    last = np.flatnonzero(sessions == "65")
    matrix[last[4:], CODES.index("AFG")] = 4
    frame = ideal(record_of(matrix, sessions), "AF", "US", sweeps=SWEEPS)
    row = frame[(frame["state"] == "AFG") & (frame["session"] == 65)].iloc[0]
    assert (row["n"], row["note"]) == (4, "few votes")
    for name in ("ideal", "low", "high", "sd"):
        assert row[name] == round(row[name], 1)
    assert told(frame) == ["1 point on fewer than 5 votes: marked, and rounded to one decimal"]
    others = frame.drop(row.name)
    assert set(others["note"]) == {""}
    assert (others["ideal"] != others["ideal"].round(1)).any()


def test_sd_is_that_of_the_draws(estimated: pd.DataFrame) -> None:
    width = estimated["high"] - estimated["low"]
    assert (width / estimated["sd"]).median() == pytest.approx(3.8, abs=0.25)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"estimate": "best"}, "'best' is not an estimate"),
        ({"sweeps": 1}, "sweeps is 1: at least 2"),
    ],
)
def test_what_cannot_be_asked_for_is_one_line(how: dict[str, Any], message: str) -> None:
    with pytest.raises(unvote.ArgumentError, match=message):
        ideal(unvote.load("embedded"), **how)


def test_without_the_us_the_direction_is_said_to_be_arbitrary(simulated: Simulated) -> None:
    matrix = simulated.record.matrix.copy()
    matrix[:, 0] = 4
    frame = ideal(record_of(matrix, simulated.record.rollcalls["session"]), sweeps=SWEEPS)
    assert told(frame) == ["the US casts no vote in these roll calls: the direction is arbitrary"]


def test_undated_roll_calls_of_no_session_are_left_out_and_said(simulated: Simulated) -> None:
    sessions = ["", "", *simulated.record.rollcalls["session"][2:]]
    dates = [
        pd.NaT,
        pd.Timestamp("2006-11-01"),
        *[pd.Timestamp("2010-10-01")] * (len(sessions) - 2),
    ]
    frame = ideal(record_of(simulated.record.matrix, sessions, date=dates), sweeps=SWEEPS)
    assert told(frame) == ["1 roll call with neither a session nor a date left out"]
    assert frame.attrs["reasons"][1].startswith("1 roll call of special sessions counted")
    assert frame["session"].min() == 60


def test_a_terminal_shows_the_newest_session_first_where_no_state_is_named() -> None:
    result = run_unvote("ideal", "--sweeps", "10", terminal=True)
    lines = result.out.splitlines()
    assert lines[:2] == [CHOSEN, ""]
    assert lines[2].split() == ["state", "session", "ideal", "low", "high", "sd", "n", "note"]
    assert {line.split()[1] for line in lines[4:54]} == {"80"}
    assert "50 of" in result.out


@pytest.mark.complete
def test_draws_of_a_roll_call_have_the_distribution_that_the_model_says() -> None:
    """Slope and cut points, given the points, compared with sums over a fine grid."""
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
        # The mean of z within its bounds.
        ends = norm.pdf(low - slope * point), norm.pdf(high - slope * point)
        pull = {1: -ends[0], 2: ends[0] - ends[1], 3: ends[1]}[int(kind)]
        latent.append(slope * point + pull / chance)
    weight = np.where(low < high, np.exp(weight - weight.max()), 0)
    grid = np.array([slope, low, high]).reshape(3, -1)
    means = np.average(grid, axis=1, weights=weight.ravel())
    covariance = np.cov(grid, aweights=weight.ravel())

    cells = np.arange(10)
    ballots = Ballots(0 * cells, cells, vote, np.zeros(1, int), 0 * cells, cells)
    layout = lay_out(ballots)
    walk = walk_of(layout.session, layout.state, layout.number, 0.5)
    random, workspace = np.random.default_rng(3), workspace_for(layout)
    state = begin(layout, theta)._replace(theta=theta)
    draws, along = [], np.zeros(10)
    for _ in range(10000):
        # With no precision the points stay where they are.
        state = state._replace(precision=0 * theta)
        state = sweep(layout, walk, state, workspace, random, released=False)
        draws.append([state.slope[0], *state.cuts[:, 0]])
        along += state.pull
    assert np.mean(draws, axis=0) == pytest.approx(means, abs=0.04)
    assert np.cov(np.transpose(draws)) == pytest.approx(covariance, abs=0.03)
    means = [np.average(values * slope, weights=weight) for values in latent]
    assert along / len(draws) == pytest.approx(means, abs=0.06)


@pytest.mark.complete
def test_draws_of_a_walk_have_the_distribution_that_the_model_says() -> None:
    """Points, given what the votes say, compared with the inverse of the whole matrix."""
    precision, weighted = np.array([2.0, 0.0, 5.0, 1.0]), np.array([3.0, 0.0, -4.0, 1.0])
    # One state in three sessions with 10, 30 and 10 votes, another in one.
    walk = walk_of(np.array([0, 1, 2, 1]), np.array([0, 0, 0, 1]), np.array([10, 30, 10, 7]), 0.5)
    inverse = np.diag(precision)
    inverse[0, 0] += 1
    inverse[3, 3] += 1
    for cell, variance in ((1, 0.5 * 30 / 40), (2, 0.5 * 10 / 40)):
        inverse[cell - 1 : cell + 1, cell - 1 : cell + 1] += np.array([[1, -1], [-1, 1]]) / variance
    covariance = np.linalg.inv(inverse)
    random = np.random.default_rng(4)
    draws = np.array([draw_jointly(walk, precision, weighted, random) for _ in range(5000)])
    assert draws.mean(axis=0) == pytest.approx(covariance @ weighted, abs=0.04)
    assert np.cov(draws.T) == pytest.approx(covariance, abs=0.04)


def test_a_point_leans_on_the_session_before_as_in_the_released_code() -> None:
    # The second state voted in one session only, the first has a gap between its last two.
    walk = walk_of(np.array([0, 1, 5, 5]), np.array([0, 0, 0, 1]), np.array([10, 30, 10, 8]), 0.5)
    assert walk.source[:3].tolist() == [1, 0, 1]
    assert walk.alone.tolist() == [False, False, False, True]
    # The weight is 1 / the variance: (n + n of the other) / (0.5 n).
    assert walk.weight.tolist() == [8.0, pytest.approx(40 / 15), 8.0, 2.0]
    theta, precision, pull = np.array([1.0, -1.0, 0.5, 2.0]), np.full(4, 4.0), np.arange(4.0)
    random = np.random.default_rng(5)
    draws = np.array([draw_leaning(walk, theta, precision, pull, 0.0, random) for _ in range(5000)])
    lag = np.array([-1.0, 1.0, -1.0, 0.0])
    assert draws.mean(axis=0) == pytest.approx(
        (pull + walk.weight * lag) / (precision + walk.weight), abs=0.03
    )
    assert draws.var(axis=0) == pytest.approx(1 / (precision + walk.weight), abs=0.03)


def test_draws_reflected_at_their_mean_have_the_same_distribution() -> None:
    # The draw of the third session of a state: the first two lean on each other.
    walk = walk_of(np.arange(3), np.zeros(3, int), np.array([50, 50, 50]), 0.5)
    theta, draws, random = np.zeros(3), [], np.random.default_rng(6)
    precision, pull = np.array([0.0, 0.0, 2.0]), np.array([0.0, 0.0, 6.0])
    for _ in range(20000):
        theta[:2] = 0
        theta = draw_leaning(walk, theta, precision, pull, -0.8, random)
        draws.append(theta[2])
    assert np.mean(draws) == pytest.approx(6 / 6, abs=0.01)
    assert np.var(draws) == pytest.approx(1 / 6, abs=0.01)


def test_points_that_lean_on_each_other_stay_near() -> None:
    walk = walk_of(np.array([0, 1]), np.zeros(2, int), np.array([1, 1]), 0.5)
    theta, random, most = np.zeros(2), np.random.default_rng(10), 0.0
    for _ in range(500):
        theta = draw_leaning(walk, theta, np.full(2, 1.0), np.zeros(2), -0.8, random)
        most = max(most, float(np.abs(theta).max()))
    assert most < 5


@pytest.mark.parametrize(("slope", "theta"), [(3.0, 2.9), (-4.0, 3.0), (4.0, -1.8), (1.0, 1.0)])
def test_latent_values_are_clipped_as_in_the_released_code(slope: float, theta: float) -> None:
    pull, spread = clipped(9.0, np.array([slope * theta]), np.zeros(1), np.ones(1))
    z = np.random.default_rng(7).normal(slope * theta, 1, 400_000).clip(-9, 9)
    assert slope * theta + pull.item() == pytest.approx(z.mean(), abs=0.01)
    assert spread.item() == pytest.approx(z.var(), abs=0.01)


@pytest.mark.parametrize(("released", "steep"), [(True, False), (False, True)])
@pytest.mark.parametrize("part", [False, True])
# 12 is outside the tables, where values are cut off.
@pytest.mark.parametrize("at", [5.0, 12.0])
def test_a_slope_that_needs_latent_values_far_out_is_drawn_back(
    released: bool, steep: bool, part: bool, at: float
) -> None:
    states = np.repeat([0, 1], 20)
    cells, votes = np.arange(40), np.where(states, 3, 1)
    layout = lay_out(Ballots(0 * cells, cells, votes, np.array([0]), 0 * cells, cells))
    if part:
        layout = layout.part(1.0, np.random.default_rng(0))
    state = begin(layout, 2.0 * states - 1)
    state = state._replace(theta=4.0 * (2 * states - 1), slope=np.array([at]))
    walk = walk_of(layout.session, layout.state, layout.number, 0.5)
    workspace, random = workspace_for(layout), np.random.default_rng(1)
    slope = sweep(layout, walk, state, workspace, random, released=released).slope
    # Near 9 / 4, as far as the clipped values go, or near where it was.
    assert (slope.item() > 0.9 * at) == steep
    assert slope.item() > 2


@given(st.floats(-9, 9), st.floats(0.001, 6))
def test_normal_values_between_two_bounds(low: float, width: float) -> None:
    bounds = np.array([low]), np.array([low + width])
    chance = between(*bounds)
    assert chance.item() == pytest.approx(truth_between(low, low + width), rel=2e-3)
    mean, spread = moments_between(*bounds, chance)
    assert low - 0.05 <= mean.item() <= low + width + 0.05
    assert 0 <= spread.item() <= 1


def truth_between(low: float, high: float) -> float:
    if low > 0:
        low, high = -high, -low
    return float(norm.cdf(high) - norm.cdf(low))


def test_the_tables_have_what_a_normal_value_below_a_bound_has() -> None:
    x = np.array([-8.0, -2.5, 0.0, 1.5, 6.0])
    place = ((x + REACH) * STEPS).astype(int)
    assert tables().chance[place] == pytest.approx(norm.logcdf(x), rel=1e-5)
    ratio = np.exp(norm.logpdf(x) - norm.logcdf(x))
    assert tables().pull[place] == pytest.approx(ratio, rel=1e-5, abs=1e-8)
    assert tables().spread[place] == pytest.approx(1 - ratio * (ratio + x), abs=1e-5)


def test_a_part_of_the_votes_has_steps_of_all() -> None:
    row, state = np.indices((200, 20)).reshape(2, -1)
    twenty = np.arange(20)
    ballots = Ballots(row, state, 1 + (row + state) % 3, np.arange(200), 0 * twenty, twenty)
    whole = lay_out(ballots)
    part = whole.part(0.25, np.random.default_rng(8))
    kept = part.cast.sum() + len(part.middle.by)
    assert kept == pytest.approx(1000, abs=120)
    assert part.size.tolist() == whole.size.tolist()
    assert part.number.tolist() == whole.number.tolist()
    # The others stay as they were.
    left = part.cast > 0
    assert (part.side[left] == whole.side[left]).all()
    assert not part.side[~left].any()


def test_effective_draws_of_independent_ones_and_of_a_slow_chain() -> None:
    random = np.random.default_rng(9)
    free = random.standard_normal((2, 1000, 3))
    assert effective(free) == pytest.approx(2000, rel=0.25)
    slow = np.zeros_like(free)
    for draw in range(1, 1000):
        slow[:, draw] = 0.9 * slow[:, draw - 1] + free[:, draw]
    assert effective(slow) == pytest.approx(2000 * 0.1 / 1.9, rel=0.6)
    # Chains that disagree are worth almost no draws.
    assert effective(free + np.array([0, 5])[:, np.newaxis, np.newaxis]).max() < 10


def few_votes() -> tuple[Ballots, np.ndarray]:
    """Return votes of five states on forty texts, and where their points start."""
    item, state = np.indices((40, 5)).reshape(2, -1)
    five = np.arange(5)
    votes = 1 + (item + state) % 3
    return Ballots(item, state, votes, np.arange(40), 0 * five, five), five - 2.0


@pytest.mark.parametrize("estimate", ["published", "posterior"])
def test_chains_in_two_processes_draw_the_same(
    estimate: Estimate, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = sample(*few_votes(), sweeps=30, estimate=estimate)
    monkeypatch.setattr("unvote.analysis.ideal.sampler.LONG", 0)
    beside = sample(*few_votes(), sweeps=30, estimate=estimate)
    assert np.array_equal(here.points, beside.points)
    assert np.array_equal(here.clipped, beside.clipped)


@pytest.mark.parametrize("long", [0, np.inf])
def test_an_interrupt_ends_the_chains(long: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unvote.analysis.ideal.sampler.LONG", long)
    main = threading.get_ident()
    threading.Timer(0.3, signal.pthread_kill, (main, signal.SIGINT)).start()

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        sample(*few_votes(), sweeps=20_000)

    assert time.monotonic() - start < 3


def test_a_chain_that_ends_too_soon_is_an_error() -> None:
    with OtherProcess(few_votes()[0]) as other:
        other.ask("no_method")
        with pytest.raises(EOFError):
            other.answer()


@pytest.mark.parametrize("sent", [b"", pickle.dumps([1, 2])[:-2], pickle.dumps([1]) + b"\x80"])
def test_a_chain_ends_quietly_if_the_program_is_interrupted_as_it_sends(sent: bytes) -> None:
    serve(io.BytesIO(sent), answers := io.BytesIO())
    assert answers.getvalue() == b""


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
    frame = ideal(full.select(sessions="37-44", parts=True), *PUBLISHED)
    assert not [note for note in told(frame) if not note.startswith("DEU is the Federal Republic")]
    points = frame[frame["session"] == 41].set_index("state")["ideal"]
    both = pd.DataFrame({"ours": points, "theirs": PUBLISHED})
    assert len(both) == len(PUBLISHED)
    assert both.corr().iloc[0, 1] > 0.99  # the scale is that of the selection


def test_a_list_of_links_holds_up_to_its_last_session(simulated: Simulated, tmp_path: Path) -> None:
    matrix = simulated.record.matrix.copy()
    sessions = simulated.record.rollcalls["session"].tolist()
    places = [sessions.index(name) for name in ("60", "61", "62", "63")]
    titles = [""] * len(matrix)
    for row in places:
        titles[row], matrix[row] = "The Syrian Golan", matrix[places[0]]
    number = list(map(str, range(1000, 1000 + len(matrix))))
    record = record_of(matrix, sessions, title=titles, number=number, source="unvotes")
    first, second = (number[row] for row in places[:2])
    links = tmp_path / "Matches.csv"
    links.write_text(f'"","rcid1","rcid2"\n"1",{first},{second}\n"2",{first},7\n')
    frame = ideal(record, "US", links=links, sweeps=SWEEPS)
    assert frame.attrs["reasons"][1:] == [
        f"1 of the 2 links of --links {links} used",
        "2 roll calls taken for the same text as one of the session before, after session 61",
    ]
    named = pd.DataFrame({"a": [f"R/{places[0]}"], "b": [f"R/{places[1]}"]})
    same = ideal(record, "US", links=named, sweeps=SWEEPS)
    pd.testing.assert_frame_equal(same, frame)


@pytest.mark.parametrize(
    ("option", "text", "message"),
    [
        ("--links", "rcid1,rcid2\n1,2\n", "none of its 1 link is in use: it needs the numbers"),
        ("--links", "a,b\nx,y\n", "none of its 1 link is in use: are they ids"),
        ("--links", "x,y\n1,2\n", "it has no columns rcid1 and rcid2, nor a and b"),
        ("--links", "", "it is not a CSV file with a header"),
        ("--onto", "iso3c,session,IdealPoint\nUSA,80,3\n", "1 state-session in common"),
        ("--onto", "iso3c,session,IdealPoint\nUSA,80,x\n", "line 2: 'x' is not a number (point)"),
        ("--onto", "iso3c,session\nUSA,80\n", "it has no column for the point (known: ideal"),
    ],
)
def test_a_table_that_is_of_no_use_is_one_line(
    option: str, text: str, message: str, tmp_path: Path
) -> None:
    given = tmp_path / "given.csv"
    given.write_text(text)
    result = run_unvote("ideal", "US", "--sweeps", "2", option, str(given))
    assert (result.code, result.out) == (4, "")
    assert f"{option} {given}" in result.err
    assert message in result.err
    assert result.err.count("\n") == 1


def test_a_table_that_is_not_there_is_one_line() -> None:
    result = run_unvote("ideal", "US", "--sweeps", "2", "--links", "none.csv")
    assert (result.code, result.out) == (4, "")
    assert "--links none.csv: No such file or directory" in result.err


def test_points_go_onto_the_scale_of_others(quick: pd.DataFrame, simulated: Simulated) -> None:
    others = quick[["state", "session"]].assign(ideal=0.5 - 2 * quick["ideal"])
    frame = ideal(simulated.record, onto=others, sweeps=SWEEPS)
    moved = frame.merge(quick, on=["state", "session"], suffixes=("", "_before"))
    assert moved["ideal"].to_numpy() == pytest.approx(
        0.5 - 2 * moved["ideal_before"].to_numpy(), abs=1e-3
    )
    assert moved["sd"].to_numpy() == pytest.approx(2 * moved["sd_before"].to_numpy(), abs=1e-3)
    assert (moved["low"] < moved["ideal"]).all()
    assert (moved["ideal"] < moved["high"]).all()
    fit = frame.attrs["onto"]
    assert (fit["common"], fit["r"]) == (240, pytest.approx(-1))
    assert (fit["shift"], fit["factor"]) == (
        pytest.approx(0.5, abs=1e-3),
        pytest.approx(-2, abs=1e-3),
    )
    [note] = [note for note in told(frame) if note.startswith("on the scale of")]
    assert note == (
        "on the scale of --onto: +0.500 -2.000 x the point, by the 240 state-sessions that both"
        " have (r -1.000, apart by 0.00)"
    )


@pytest.mark.parametrize(
    ("now", "then", "linked"),
    [
        # A title that names the state differently, and years and numbers that change.
        (
            "Necessity of ending the embargo imposed by the United States against Cuba (2024)",
            "Necessity of ending the embargo imposed by the United States of America against Cuba",
            True,
        ),
        # Titles of different texts, cut at the same words.
        (
            "Work of the Special Committee on decolonization and information",
            "Work of the Special Committee to investigate Israeli practices in the territories",
            False,
        ),
        ("", "", False),
    ],
)
def test_a_text_that_comes_back_is_known_by_its_words(now: str, then: str, linked: bool) -> None:
    titles = ["The Syrian Golan", then, "Arms", "The Syrian Golan", now, "Nuclear tests"]
    votes = np.array([[1, 3, 2], [1, 1, 3], [3, 1, 1]] * 2)
    record = record_of(votes, [60, 60, 60, 61, 61, 61], states=CODES[:3], title=titles)
    used, _, _ = usable(record)
    assert ((4, 1) in recurring(used)) == linked
    assert (3, 0) in recurring(used)


def test_a_text_on_which_states_vote_otherwise_is_another() -> None:
    titles = ["The Syrian Golan", "The Syrian Golan"]
    votes = np.array([[1, 3, 2], [1, 3, 3]])
    record = record_of(votes, [60, 61], states=CODES[:3], title=titles)
    assert recurring(usable(record)[0]) == []


def test_an_issue_is_its_roll_calls_as_they_are_coded(simulated: Simulated) -> None:
    matrix = simulated.record.matrix
    sessions = simulated.record.rollcalls["session"].astype(int) - 33  # 27 to 32
    sessions[sessions == 32] = 75
    issues = np.array(["economic", "middle-east|human-rights"])
    issues = issues[np.arange(len(matrix)) % 2]
    issues[sessions.to_numpy() == 75] = ""
    record = record_of(matrix, sessions, issues=issues)
    selected = record.select(issue="middle-east")
    frame = ideal(selected, "US", sweeps=SWEEPS)
    # Published from session 29 on.
    assert frame["session"].tolist() == [29, 30, 31]
    on_it = (issues == issues[1]) & (sessions.to_numpy() >= 29)
    assert frame["n"].sum() == int(np.isin(matrix[on_it, 0], [1, 2, 3]).sum())
    assert selected.notes == (
        "coded by issue: middle-east in sessions 27 to 31; none after 2010-10-01",
    )
    several = ideal(record.select(issue="middle-east,human-rights"), "US", sweeps=SWEEPS)
    assert several["session"].min() == 27


@pytest.mark.complete
def test_the_smoothing_of_an_issue_is_that_of_the_published_points(simulated: Simulated) -> None:
    sessions = simulated.record.rollcalls["session"]
    record = record_of(simulated.record.matrix, sessions, issues="nuclear|disarmament")
    steps = {
        issue: ideal(record.select(issue=issue), sweeps=30)
        .pivot(index="session", columns="state", values="ideal")
        .diff()
        .abs()
        .mean(axis=None)
        for issue in ("nuclear", "disarmament")
    }
    assert steps["nuclear"] < 0.8 * steps["disarmament"]
