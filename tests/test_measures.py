"""Measures of a pair: numbers worked by hand, printed numbers, oracles, and general laws."""

import io
import re
from collections import Counter
from itertools import product
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kendalltau
from sklearn.metrics import cohen_kappa_score

import unvote
from unvote.analysis.joint_votes import joint
from unvote.analysis.measures import _FORMULAS, PairCounts, all_measures, find_measure
from unvote.codes import LETTERS, Vote

MEASURES = list(all_measures())
SHARES = [name for name in MEASURES if find_measure(name).is_share]
CORRECTED = [name for name in MEASURES if re.search("kappa|pi|alpha|tau", name)]
# Measures of one kind of vote, which change if yes and no are swapped.
ONE_SIDED: list[str] = []
# Measures that need not be 1 for a state and itself.
BELOW_ONE: list[str] = []
# Ten joint votes, A's by rows and B's by columns: yes, abstain, no.
TABLE = [[4, 1, 1], [0, 1, 1], [1, 0, 1]]


def counts(
    yes: int = 0,
    no: int = 0,
    abstain: int = 0,
    opposite: int = 0,
    partial: int = 0,
    absent: int = 0,
) -> PairCounts:
    """Return the counts of a pair of which one voted yes wherever they differ."""
    return PairCounts([[yes, partial, opposite], [0, abstain, 0], [0, 0, no]], absent)


def values(pair: PairCounts) -> dict[str, float]:
    return {name: find_measure(name)(pair).item() for name in MEASURES}


def align(a: str, b: str) -> dict[str, Any]:
    """Align the United States and France, whose votes are given as texts of Y, N, A and X.

    Bhutan always votes yes and Chad no, so that no roll call is unanimous.
    """
    rows = [
        f"{state},{letter},A/RES/79/{number}"
        for state, letters in (("USA", a), ("FRA", b), ("BTN", "Y" * len(a)), ("TCD", "N" * len(a)))
        for number, letter in enumerate(letters)
    ]
    record = unvote.read(io.BytesIO("\n".join(["ms_code,ms_vote,resolution", *rows]).encode()))
    return unvote.align(record, "US", "FR", measures=MEASURES).iloc[0].to_dict()


# --- numbers worked by hand


def test_twelve_roll_calls_by_hand() -> None:
    #             same    | opposite | partial | absent
    row = align("YYYYNAYNYAXY", "YYYYNANYANYX")
    # In the ten A voted yes, abstain, no 6, 2, 2 times, and B 5, 2, 3; together 11, 4, 5.
    pi = (0.6 - (0.55**2 + 0.2**2 + 0.25**2)) / (1 - (0.55**2 + 0.2**2 + 0.25**2))
    # Squared distances: 2 opposite and 2 partial are 10; expected 144 and 142 of a hundred pairs.
    weighted_pi = 1 - 100 / 142
    assert row == {
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
        "voeten": 7 / 10,
        "s": 4 / 10,
        "s-squared": 5 / 10,
        "kappa": pytest.approx((0.6 - 0.4) / (1 - 0.4)),
        "weighted-kappa": pytest.approx(1 - 100 / 144),
        "pi": pytest.approx(pi),
        "weighted-pi": pytest.approx(weighted_pi),
        "alpha": pytest.approx(pi + (1 - pi) / 20),
        "weighted-alpha": pytest.approx(weighted_pi + (1 - weighted_pi) / 20),
        # Of the pairs of roll calls A voted differently in 28 and B in 31; both order 15 alike,
        # and 5 the other way round.
        "tau-b": pytest.approx((15 - 5) / sqrt(28 * 31)),
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kappa", 0.3333),
        ("pi", 0.3277),
        ("weighted-kappa", 0.3056),
        ("weighted-pi", 0.2958),
        ("alpha", 0.3613),
        ("tau-b", 0.3394),
        ("agreement", 0.7),
        ("lijphart", 0.7),
        ("identical", 0.6),
        ("votes-only", 0.7143),
        ("s", 0.4),
        ("s-squared", 0.5),
        ("coincidence", 0.6667),
    ],
)
def test_ten_roll_calls_worked_out_elsewhere(name: str, value: float) -> None:
    assert round(find_measure(name)(PairCounts(TABLE, 2)).item(), 4) == value


@pytest.mark.parametrize("name", MEASURES)
def test_the_example_of_a_measure_comes_out(name: str) -> None:
    *_, sum_, result = re.split(r"(?:, |: )(?=[^,:]* = [-0-9.]+$)| = ", find_measure(name).example)
    found = find_measure(name)(PairCounts(TABLE, 2)).item()
    assert round(found, 3) == float(result)
    assert eval(sum_, {"sqrt": sqrt}) == pytest.approx(found, abs=6e-4)


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
    names = ("agreement", "identical", "votes-only", "coincidence")
    assert [None if np.isnan(row[name]) else row[name] for name in names] == expected


@pytest.mark.parametrize(
    ("measure", "pair", "printed"),
    [
        ("votes-only", counts(yes=6459, opposite=6887), 48.4),  # all countries, 2013
        ("agreement", counts(yes=67, opposite=1), 98.5),  # France in the Council, 2017
        ("agreement", counts(yes=59, opposite=3, partial=6), 91.2),  # China, 2017
        ("agreement", counts(yes=59, opposite=7, partial=2), 88.2),  # Russia, 2017
        ("coincidence", counts(absent=88), 50.0),  # Venezuela, 2023
    ],
)
def test_numbers_that_the_state_department_printed(
    measure: str, pair: PairCounts, printed: float
) -> None:
    assert round(100 * find_measure(measure)(pair).item(), 1) == printed


# --- the table of measures


def test_every_measure_in_the_table_has_its_formula() -> None:
    assert list(_FORMULAS) == MEASURES == unvote.measures()["measure"].tolist()
    names = [alias for one in all_measures().values() for alias in (one.name, *one.aliases)]
    assert len(set(names)) == len(names)


def test_shares_are_those_that_run_from_none_to_all() -> None:
    assert find_measure("agreement").is_share
    assert not find_measure("s").is_share


COUNTS = st.builds(
    lambda cells, absent: PairCounts([cells[:3], cells[3:6], cells[6:]], absent),
    st.lists(st.integers(0, 200), min_size=9, max_size=9),
    st.integers(0, 1000),
)


@pytest.mark.parametrize("name", [name for name in MEASURES if name not in CORRECTED])
@given(COUNTS)
def test_formula_is_what_its_words_say(name: str, pair: PairCounts) -> None:
    words = re.sub("(both|a|b) (?=yes|abstain|no)", r"\1_", find_measure(name).formula)
    kinds = ("both_yes", "both_abstain", "both_no", "same", "opposite", "partial", "absent", "n")
    counted = {kind: getattr(pair, kind) for kind in kinds}
    for vote, of_a, of_b in zip(
        ("yes", "abstain", "no"), pair.votes_of_a, pair.votes_of_b, strict=True
    ):
        counted |= {f"a_{vote}": of_a, f"b_{vote}": of_b}
    try:
        expected = eval(words.split(", without")[0], {}, counted)
    except ZeroDivisionError:
        expected = np.nan
    np.testing.assert_allclose(values(pair)[name], expected, rtol=0, atol=1e-14)


def test_unknown_measure_is_told_the_measures() -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        find_measure("agreemnt")
    assert str(caught.value) == (
        f"'agreemnt' is not a measure; did you mean agreement? (the measures:"
        f" {', '.join(MEASURES)})"
    )


# --- other people's programs, and the definitions word by word


def votes_of(pair: PairCounts) -> tuple[list[int], list[int]]:
    """Return the joint votes of a pair as two lists of 1 (yes), 2 and 3 (no)."""
    cells = [(a, b) for a, b in product(range(3), repeat=2) for _ in range(pair.joint[a][b])]
    return [a + 1 for a, _ in cells], [b + 1 for _, b in cells]


SMALL = st.lists(st.integers(0, 12), min_size=9, max_size=9).map(
    lambda cells: PairCounts([cells[:3], cells[3:6], cells[6:]], 0)
)


@given(SMALL)
def test_kappa_is_that_of_scikit_learn(pair: PairCounts) -> None:
    a, b = votes_of(pair)
    for name, weights in (("kappa", None), ("weighted-kappa", "quadratic")):
        ours = find_measure(name)(pair).item()
        if not np.isnan(ours):
            theirs = cohen_kappa_score(a, b, weights=weights, labels=[1, 2, 3])
            assert ours == pytest.approx(theirs, abs=1e-12)
        else:  # both always cast the same one vote
            assert len(set(a + b)) <= 1


@given(SMALL)
def test_tau_b_is_that_of_scipy(pair: PairCounts) -> None:
    a, b = votes_of(pair)
    ours = find_measure("tau-b")(pair).item()
    if len(set(a)) > 1 and len(set(b)) > 1:
        assert ours == pytest.approx(kendalltau(a, b).statistic, abs=1e-12)
    else:
        assert np.isnan(ours)


def literal_pi(a: list[int], b: list[int], power: int) -> float:
    """Scott's pi: observed disagreement, and expected from the pooled shares of both."""
    distance = (
        (lambda x, y: float(x != y)) if not power else (lambda x, y: float(abs(x - y) ** power))
    )
    pooled = Counter(a + b)
    total = 2 * len(a)
    observed = sum(map(distance, a, b)) / len(a)
    expected = sum(
        pooled[x] / total * pooled[y] / total * distance(x, y) for x in pooled for y in pooled
    )
    return 1 - observed / expected


def literal_alpha(a: list[int], b: list[int], power: int) -> float:
    """Krippendorff's alpha from the coincidence matrix of two coders."""
    distance = (
        (lambda x, y: float(x != y)) if not power else (lambda x, y: float(abs(x - y) ** power))
    )
    coincidences: Counter[tuple[int, int]] = Counter()
    for x, y in zip(a, b, strict=True):
        coincidences[x, y] += 1
        coincidences[y, x] += 1
    margins = Counter(a + b)
    total = 2 * len(a)
    observed = sum(times * distance(*pair) for pair, times in coincidences.items()) / total
    expected = sum(
        margins[x] * margins[y] * distance(x, y) for x, y in product(margins, repeat=2)
    ) / (total * (total - 1))
    return 1 - observed / expected


@pytest.mark.parametrize(
    ("name", "literal", "power"),
    [
        ("pi", literal_pi, 0),
        ("weighted-pi", literal_pi, 2),
        ("alpha", literal_alpha, 0),
        ("weighted-alpha", literal_alpha, 2),
    ],
)
@given(SMALL)
def test_pi_and_alpha_are_as_defined(name: str, literal: Any, power: int, pair: PairCounts) -> None:
    a, b = votes_of(pair)
    ours = find_measure(name)(pair).item()
    if len(set(a + b)) > 1:
        assert ours == pytest.approx(literal(a, b, power), abs=1e-12)
    else:
        assert np.isnan(ours)


@given(SMALL)
def test_alpha_is_pi_with_a_term_for_small_samples(pair: PairCounts) -> None:
    for weight in ("", "weighted-"):
        alpha = find_measure(f"{weight}alpha")(pair).item()
        pi = find_measure(f"{weight}pi")(pair).item()
        if not np.isnan(pi):
            assert alpha == pytest.approx(pi + (1 - pi) / (2 * pair.n), abs=1e-12)


# --- what holds of any votes


@given(COUNTS)
def test_measures_are_within_their_range(pair: PairCounts) -> None:
    for name, value in values(pair).items():
        low = 0 if name in SHARES else -1
        assert np.isnan(value) or low - 1e-12 <= value <= 1 + 1e-12, name
    undefined = {name for name, value in values(pair).items() if np.isnan(value)}
    assert undefined == {name for name in MEASURES if find_measure(name).parts(pair)[1] == 0}


@given(COUNTS)
def test_s_is_twice_the_agreement_less_one(pair: PairCounts) -> None:
    found = values(pair)
    np.testing.assert_allclose(found["s"], 2 * found["agreement"] - 1, rtol=0, atol=1e-12)


@given(COUNTS)
def test_identical_votes_are_no_more_than_agreement(pair: PairCounts) -> None:
    assert pair.n == 0 or values(pair)["identical"] <= values(pair)["agreement"]


@given(COUNTS)
def test_absences_draw_coincidence_from_agreement_to_a_half(pair: PairCounts) -> None:
    if pair.n:
        low, high = sorted([values(pair)["agreement"], 0.5])
        assert low - 1e-12 <= values(pair)["coincidence"] <= high + 1e-12


def literal(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count the joint votes of every pair, one roll call after the other."""
    cells = np.zeros((3, 3, left.shape[1], right.shape[1]), dtype=int)
    absent = np.zeros(cells.shape[2:], dtype=int)
    for i in range(left.shape[1]):
        for j in range(right.shape[1]):
            for one, other in zip(left[:, i], right[:, j], strict=True):
                letters = LETTERS[one] + LETTERS[other]
                if len(letters) == 2 and "X" in letters:
                    absent[i, j] += 1
                elif len(letters) == 2:  # a letter is missing where one was not a member
                    cells["YAN".index(letters[0]), "YAN".index(letters[1]), i, j] += 1
    return cells, absent


def matrices(rollcalls: int) -> st.SearchStrategy[np.ndarray]:
    shape = st.tuples(st.just(rollcalls), st.integers(1, 4))
    return arrays(np.int8, shape, elements=st.integers(0, max(Vote)))


TWO = st.integers(0, 12).flatmap(lambda rows: st.tuples(matrices(rows), matrices(rows)))


@given(TWO)
def test_products_of_matrices_count_what_counting_does(
    two: tuple[np.ndarray, np.ndarray],
) -> None:
    for left, right in (two, (two[0], two[0])):
        found = joint(left, right)
        cells, absent = literal(left, right)
        np.testing.assert_equal(found.joint, cells)
        np.testing.assert_equal(found.absent, absent)


@given(TWO)
def test_pair_has_no_order(two: tuple[np.ndarray, np.ndarray]) -> None:
    left, right = two
    there, back = joint(left, right), joint(right, left)
    for name in MEASURES:
        measure = find_measure(name)
        np.testing.assert_allclose(measure(there), measure(back).T, rtol=0, atol=1e-15)


@given(TWO)
def test_state_agrees_with_itself(two: tuple[np.ndarray, np.ndarray]) -> None:
    votes, _ = two
    pair = joint(votes, votes)
    for name in sorted({*MEASURES} - {*BELOW_ONE}):
        own = find_measure(name)(pair._replace(absent=np.zeros_like(pair.absent))).diagonal()
        hint = f"{name}: correct it, or name it in BELOW_ONE"
        np.testing.assert_allclose(own[~np.isnan(own)], 1, rtol=0, atol=1e-12, err_msg=hint)


@example((np.array([[Vote.YES], [Vote.YES], [Vote.NO]]), np.array([[Vote.YES]] * 3)))
@given(TWO)
def test_measures_do_not_change_when_yes_and_no_are_swapped(
    two: tuple[np.ndarray, np.ndarray],
) -> None:
    swap = np.array([0, Vote.NO, Vote.ABSTAIN, Vote.YES, Vote.NOT_VOTING], dtype=np.int8)
    left, right = two
    for name in sorted({*MEASURES} - {*ONE_SIDED}):
        measure = find_measure(name)
        there, back = measure(joint(left, right)), measure(joint(swap[left], swap[right]))
        hint = f"{name}: correct it, or name it in ONE_SIDED"
        np.testing.assert_allclose(there, back, rtol=0, atol=1e-15, err_msg=hint)
