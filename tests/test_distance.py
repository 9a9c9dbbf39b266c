"""Distances of ideal points: from the draws of both states, session by session."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

import unvote
from conftest import run_unvote
from unvote.analysis.ideal.distance import Drawn, distances

# Four draws of the points of three states in session 79, and of two of them in session 80.
CELLS = pd.MultiIndex.from_tuples(
    [("RUS", 79), ("USA", 79), ("CHN", 79), ("USA", 80), ("RUS", 80)], names=["state", "session"]
)
DRAWS = np.array(
    [
        [0.0, 2.0, -1.0, 1.0, 1.25],
        [0.5, 2.0, -1.0, 1.0, 0.75],
        [1.0, 2.0, -1.0, 1.0, 1.25],
        [0.5, 2.0, 1.5, 1.0, 0.75],
    ]
)


def rows(*states: str, digits: int = 4) -> pd.DataFrame:
    """Return the listed states, in the sessions in which they have a point or were members."""
    listed = [(state, session) for session in (79, 80) for state in states]
    return pd.DataFrame(listed, columns=["state", "session"]).assign(digits=digits)


def test_the_distance_of_every_draw_counts_not_that_of_the_means() -> None:
    """In session 80 the two have the same mean, but differ in every draw."""
    drawn = Drawn(DRAWS, CELLS, 1.0)
    frame = distances(rows("RUS", "USA"), drawn, ["USA", "RUS"], (0, 100))
    assert frame.values.tolist() == [
        [79, "USA", "RUS", 1.5, 1.0, 2.0],
        [80, "USA", "RUS", 0.25, 0.25, 0.25],
    ]


def test_pairs_stand_in_the_order_in_which_they_are_named() -> None:
    drawn = Drawn(DRAWS, CELLS, 1.0)
    listed = rows("RUS", "USA", "CHN")
    pairs = distances(listed, drawn, ["USA", "RUS", "CHN"], (0, 100))[["a", "b"]].values.tolist()
    assert pairs[:3] == [["USA", "RUS"], ["USA", "CHN"], ["RUS", "CHN"]]
    # States that are not named are sorted by code. China has no point in session 80.
    frame = distances(listed, drawn, [], (0, 100))
    assert frame["a"].str.cat(frame["b"], "-").tolist() == 2 * ["CHN-RUS", "CHN-USA", "RUS-USA"]
    assert frame["distance"].isna().tolist() == [False, False, False, True, True, False]


def test_on_another_scale_distances_are_multiplied_and_few_votes_rounded() -> None:
    drawn = Drawn(DRAWS, CELLS, -2.0)
    frame = distances(rows("RUS", "USA", digits=1), drawn, ["USA", "RUS"], (0, 100))
    assert frame.iloc[:, 3:].values.tolist() == [[3.0, 2.0, 4.0], [0.5, 0.5, 0.5]]


def test_two_that_never_met_have_a_row_without_numbers() -> None:
    drawn = Drawn(DRAWS, CELLS, 1.0)
    frame = distances(rows("RUS"), drawn, ["RUS", "CSK"], (0, 100))
    assert frame.astype(object).where(frame.notna(), "").values.tolist() == [
        ["", "RUS", "CSK", "", "", ""]
    ]


@pytest.fixture(scope="module")
def asked() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the points and distances of the embedded record, from the same draws."""
    record, names = unvote.load("embedded"), ("US", "CU", "FR")
    points = unvote.ideal(record, *names, sweeps=20)
    return points, unvote.ideal(record, *names, sweeps=20, distance=True)


def test_distances_are_those_of_the_points(asked: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    points, apart = asked
    known = points.set_index(["session", "state"])["ideal"].to_dict()
    assert list(apart) == ["session", "a", "b", "distance", "low", "high"]
    pairs = list(combinations(["USA", "CUB", "FRA"], 2))
    assert apart[["a", "b"]].apply(tuple, axis=1).tolist() == pairs * points["session"].nunique()
    for row in apart.dropna().itertuples():
        between = abs(known[row.session, row.a] - known[row.session, row.b])
        assert row.low <= row.distance <= row.high
        if row.low > 0.2:  # where one is certainly above the other
            assert row.distance == pytest.approx(between, abs=0.11)


def test_distance_of_one_state_is_none() -> None:
    result = run_unvote("ideal", "US", "--distance")
    assert (result.code, result.out) == (2, "")
    words = "--distance needs two states or more: name them, or name none for all pairs"
    assert result.err == f"unvote: {words}\n"
