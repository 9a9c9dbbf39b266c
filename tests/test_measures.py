"""Measures of a pair: numbers worked by hand, printed ones, and what must hold of any votes."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import unvote
from unvote.analysis.align import joint
from unvote.analysis.measures import _FORMULAS, PairCounts, all_measures, find_measure
from unvote.codes import LETTERS, Vote

MEASURES = list(all_measures())


def shares(pair: PairCounts) -> dict[str, float]:
    return {name: find_measure(name)(pair).item() for name in MEASURES}


def align(a: str, b: str) -> dict[str, Any]:
    """Align the United States and France, whose votes are given as texts of Y, N, A and X."""
    rows = [
        f"{state},{letter},A/RES/79/{number}"
        for state, letters in (("USA", a), ("FRA", b))
        for number, letter in enumerate(letters)
    ]
    record = unvote.read(io.BytesIO("\n".join(["ms_code,ms_vote,resolution", *rows]).encode()))
    return unvote.align(record, "US", "FR", measures=MEASURES).iloc[0].to_dict()


# --- numbers worked by hand


def test_twelve_roll_calls_by_hand() -> None:
    #             same    | opposite | partial | absent
    assert align("YYYYNAYNYAXY", "YYYYNANYANYX") == {
        "a": "USA",
        "b": "FRA",
        "n": 10,
        "same": 6,
        "opposite": 2,
        "partial": 2,
        "absent": 2,
        "agreement": 7 / 10,
        "identical": 6 / 10,
        "votes-only": 5 / 7,
        "coincidence": 8 / 12,
    }


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("YN", "YN", [1, 1, 1, 1]),
        ("YN", "NY", [0, 0, 0, 0]),
        ("AA", "AA", [1, 1, None, 1]),
        ("YA", "AN", [0.5, 0, None, 0.5]),
        ("XX", "YX", [None, None, None, 0.5]),
        ("YX", "YY", [1, 1, 1, 0.75]),
        ("YA", "YA", [1, 1, 1, 1]),
    ],
)
def test_few_roll_calls_by_hand(a: str, b: str, expected: list[float | None]) -> None:
    row = align(a, b)
    found = [None if np.isnan(row[name]) else row[name] for name in MEASURES]
    assert found == expected


@pytest.mark.parametrize(
    ("measure", "pair", "printed"),
    [
        ("votes-only", PairCounts(6459, 0, 0, 6887, 0, 0), 48.4),  # all countries, 2013
        ("agreement", PairCounts(67, 0, 0, 1, 0, 0), 98.5),  # France in the Council, 2017
        ("agreement", PairCounts(59, 0, 0, 3, 6, 0), 91.2),  # China in the Council, 2017
        ("agreement", PairCounts(59, 0, 0, 7, 2, 0), 88.2),  # Russia in the Council, 2017
        ("coincidence", PairCounts(0, 0, 0, 0, 0, 88), 50.0),  # Venezuela, 2023
    ],
)
def test_numbers_that_the_state_department_printed(
    measure: str, pair: PairCounts, printed: float
) -> None:
    assert round(100 * find_measure(measure)(pair).item(), 1) == printed


# --- the table of measures


def test_every_measure_in_the_table_has_its_formula() -> None:
    assert list(_FORMULAS) == MEASURES == unvote.measures()["measure"].tolist()


COUNTS = st.builds(PairCounts, *[st.integers(0, 1000)] * 6)
patient = settings(deadline=None)


@pytest.mark.parametrize("name", MEASURES)
@patient
@given(COUNTS)
def test_formula_is_what_its_words_say(name: str, pair: PairCounts) -> None:
    words = find_measure(name).formula.replace("both ", "both_")
    counts = {kind: getattr(pair, kind) for kind in dir(pair) if not kind.startswith("__")}
    try:
        expected = eval(words, {}, counts)
    except ZeroDivisionError:
        expected = np.nan
    np.testing.assert_equal(shares(pair)[name], expected)


def test_unknown_measure_is_told_the_measures() -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        find_measure("agreemnt")
    assert str(caught.value) == (
        "'agreemnt' is no measure; did you mean agreement?"
        " (the measures: agreement, identical, votes-only, coincidence)"
    )


# --- what holds of any votes


@patient
@given(COUNTS)
def test_measures_are_shares(pair: PairCounts) -> None:
    found = shares(pair)
    assert all(np.isnan(share) or 0 <= share <= 1 for share in found.values())
    assert {name for name in MEASURES if np.isnan(found[name])} == {
        name for name in MEASURES if find_measure(name).parts(pair)[1] == 0
    }


@patient
@given(COUNTS)
def test_identical_votes_are_no_more_than_agreement(pair: PairCounts) -> None:
    assert pair.n == 0 or shares(pair)["identical"] <= shares(pair)["agreement"]


@patient
@given(COUNTS)
def test_absences_draw_coincidence_from_agreement_to_a_half(pair: PairCounts) -> None:
    if pair.n:
        low, high = sorted([shares(pair)["agreement"], 0.5])
        assert low - 1e-12 <= shares(pair)["coincidence"] <= high + 1e-12


def literal(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, ...]:
    """Count the joint votes of every pair, one roll call after the other."""
    kinds = {"YY": 0, "NN": 1, "AA": 2, "NY": 3, "AY": 4, "AN": 4}
    absent = 5
    counts = np.zeros((6, left.shape[1], right.shape[1]), dtype=int)
    for i in range(left.shape[1]):
        for j in range(right.shape[1]):
            for one, other in zip(left[:, i], right[:, j], strict=True):
                votes = "".join(sorted(LETTERS[one] + LETTERS[other]))
                if len(votes) == 2:  # a letter is missing where one was not a member
                    counts[kinds.get(votes, absent), i, j] += 1
    return tuple(counts)


def matrices(rollcalls: int) -> st.SearchStrategy[np.ndarray]:
    shape = st.tuples(st.just(rollcalls), st.integers(1, 4))
    return arrays(np.int8, shape, elements=st.integers(0, max(Vote)))


TWO = st.integers(0, 12).flatmap(lambda rows: st.tuples(matrices(rows), matrices(rows)))


@patient
@given(TWO)
def test_products_of_matrices_count_what_counting_does(
    two: tuple[np.ndarray, np.ndarray],
) -> None:
    np.testing.assert_equal(tuple(joint(*two)), literal(*two))


@patient
@given(TWO)
def test_pair_has_no_order(two: tuple[np.ndarray, np.ndarray]) -> None:
    left, right = two
    there, back = joint(left, right), joint(right, left)
    for name in MEASURES:
        measure = find_measure(name)
        np.testing.assert_equal(measure(there), measure(back).T)


@patient
@given(TWO)
def test_state_agrees_with_itself(two: tuple[np.ndarray, np.ndarray]) -> None:
    votes, _ = two
    pair = joint(votes, votes)
    for name in ("agreement", "identical", "votes-only"):
        own = find_measure(name)(pair).diagonal()
        assert set(own[~np.isnan(own)]) <= {1.0}
    present = pair._replace(absent=np.zeros_like(pair.absent))
    np.testing.assert_equal(
        find_measure("coincidence")(present).diagonal(), find_measure("agreement")(pair).diagonal()
    )
