"""The uncertainty of a measure: Wilson's interval, and the bootstrap over roll calls."""

import csv
import io
from math import sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats import bootstrap as scipy_bootstrap

import unvote
from conftest import CHOSEN, COUNCIL, complete, run_unvote
from reading import record_of
from unvote.analysis.bootstrap import BLOCK, TIMES, drawn, limits, resampled, resamples, wilson
from unvote.analysis.joint_votes import joint
from unvote.analysis.measures import all_measures, find_measure
from unvote.codes import Vote
from unvote.progress import telling


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilsons_interval_is_that_of_scipy(successes: int, trials: int) -> None:
    successes = min(successes, trials)
    low, high = wilson(successes, trials)
    theirs = binomtest(successes, trials).proportion_ci(method="wilson")
    assert (float(low), float(high)) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_intervals_say_how_far_they_are() -> None:
    votes = {"USA": "YYNNA" * 3, "FRA": "NNNNA" * 3, "BRA": "YYYYA" * 3}
    record = record_of(votes, ["2023-01-01", "2024-01-01", "2025-01-01"])
    told: list[tuple[object, ...]] = []
    with telling(lambda *what: told.append(what)):
        unvote.align(record, "US", by="year", interval=True)
    assert [what for what in told if what[0] == "resampling"] == [
        ("resampling", 0, 6),
        ("resampling", 2, 6),
        ("resampling", 4, 6),
    ]


def test_no_trials_have_no_interval() -> None:
    assert np.isnan(wilson(0, 0)).all()


def test_wilson_is_taken_for_shares_of_successes(embedded: unvote.Record) -> None:
    for measure in ("identical", "votes-only"):
        row = unvote.align(embedded, "US", "FR", measures=[measure], interval=True).iloc[0]
        trials = row["n"] if measure == "identical" else None
        if trials:
            theirs = binomtest(int(row["same"]), int(trials)).proportion_ci(method="wilson")
            assert (row["low"], row["high"]) == pytest.approx((theirs.low, theirs.high))
        assert 0 <= row["low"] < row[measure] < row["high"] <= 1


votes = st.integers(0, max(Vote))


@given(st.lists(st.tuples(votes, votes), max_size=12), st.integers(0, 3))
def test_a_resample_counts_what_its_roll_calls_hold(
    pairs: list[tuple[int, int]], seed: int
) -> None:
    left, right = np.array(pairs, dtype=np.int8).reshape(-1, 2).T
    weights = resamples(len(pairs), seed=seed, times=5)
    assert weights.sum(axis=1).tolist() == [len(pairs)] * 5
    found = resampled(left[:, np.newaxis], right[:, np.newaxis], weights)
    for time, row in enumerate(weights.astype(int)):
        drawn = np.repeat(np.arange(len(pairs)), row)
        literal = joint(left[drawn, np.newaxis], right[drawn, np.newaxis])
        np.testing.assert_array_equal(
            np.array(found.joint)[:, :, time, 0], literal.joint[..., 0, 0]
        )
        assert found.absent[time, 0] == literal.absent[0, 0]


@given(
    st.sampled_from([*all_measures()]),
    st.lists(st.tuples(st.sampled_from(Vote), st.sampled_from(Vote)), min_size=1, max_size=40),
)
def test_a_measure_that_adds_up_is_resampled_as_its_counts_are(
    name: str, votes: list[tuple[Vote, Vote]]
) -> None:
    measure, weights = find_measure(name), resamples(len(votes), times=20)
    left, right = (np.array(side, np.int8)[:, np.newaxis] for side in zip(*votes, strict=True))
    counted = measure(resampled(left, right, weights))
    np.testing.assert_array_equal(drawn(measure, left, right, weights), counted)


def test_limits_are_percentiles() -> None:
    values = np.random.default_rng(1).normal(size=(1000, 3))
    values[:300, 1] = np.nan
    values[:501, 2] = np.nan
    low, high = limits(values)
    np.testing.assert_allclose(low[:2], np.nanpercentile(values[:, :2], 2.5, axis=0))
    np.testing.assert_allclose(high[:2], np.nanpercentile(values[:, :2], 97.5, axis=0))
    assert np.isnan([low[2], high[2]]).all()  # undefined in more than half


def test_the_bootstrap_is_near_that_of_scipy_and_of_the_normal_approximation() -> None:
    rng = np.random.default_rng(7)
    a, b = rng.integers(1, 4, (2, 400, 1)).astype(np.int8)
    weights = resamples(400, seed=3)
    low, high = limits(find_measure("agreement")(resampled(a, b, weights)))
    scores = 1 - np.abs(a - b).ravel() / 2
    theirs = scipy_bootstrap(
        (scores,), np.mean, n_resamples=2000, method="percentile", rng=rng
    ).confidence_interval
    spread = 1.96 * scores.std() / sqrt(400)
    assert low.item() == pytest.approx(theirs.low, abs=0.006)
    assert high.item() == pytest.approx(theirs.high, abs=0.006)
    assert high.item() - low.item() == pytest.approx(2 * spread, rel=0.1)


@pytest.mark.parametrize("measure", ["agreement", *complete(*all_measures())])
def test_the_interval_holds_the_measure_and_its_seed_repeats_it(
    embedded: unvote.Record, measure: str
) -> None:
    def ask(seed: int) -> unvote.Record:
        return unvote.align(embedded, "US", measures=[measure], interval=True, seed=seed)

    frame = ask(0)
    known = frame.dropna()
    assert len(known) > 100
    assert (known["low"] <= known[measure] + 1e-12).all()
    assert (known[measure] <= known["high"] + 1e-12).all()
    assert frame.equals(ask(0))
    assert frame.equals(ask(1)) == find_measure(measure).counts_successes


def test_a_pair_has_the_same_interval_however_it_is_asked_for(embedded: unvote.Record) -> None:
    def of(frame) -> list[list[float]]:
        rows = frame[(frame["a"] == "USA") & (frame["b"] == "RUS")]
        return rows[["by", "kappa", "low", "high"]].fillna(-9).values.tolist()

    settings = {"by": "year", "measures": ["kappa"], "interval": True, "seed": 5}
    pair = of(unvote.align(embedded, "US", "RU", **settings))
    assert pair == of(unvote.align(embedded, "US", **settings))
    assert pair == of(unvote.align(embedded, "US", "FR", "RU", **settings))


@pytest.mark.complete
def test_all_pairs_are_resampled_in_blocks(embedded: unvote.Record) -> None:
    settings = {"measures": ["weighted-pi"], "interval": True}
    every = unvote.align(embedded, all_pairs=True, **settings)
    assert len(every) > BLOCK
    some = every.set_index(["a", "b"]).loc[[("AFG", "ALB"), ("USA", "ZWE"), ("ZMB", "ZWE")]]
    for a, b in some.index:
        alone = unvote.align(embedded, a, b, **settings).iloc[0]
        np.testing.assert_array_equal(
            some.loc[(a, b), ["low", "high"]].astype(float), alone[["low", "high"]].astype(float)
        )


def test_one_measure_needs_no_list() -> None:
    record = unvote.load("embedded")
    one, listed = (unvote.align(record, "US", measures=kappa) for kappa in ("kappa", ["kappa"]))
    pd.testing.assert_frame_equal(one, listed)
    with pytest.raises(unvote.ArgumentError, match="'kapa' is not a measure; did you mean kappa"):
        unvote.align(record, "US", "RU", measures="kapa")


def test_columns_of_one_measure_and_of_several() -> None:
    one = run_unvote("align", "US", "RU", "--interval", "-m", "s").out.splitlines()[0]
    assert one == "a,b,n,same,opposite,partial,absent,s,low,high"
    two = run_unvote("align", "US", "RU", "--interval", "-m", "s,identical").out.splitlines()[0]
    assert two == (
        "a,b,n,same,opposite,partial,absent,s,s_low,s_high,identical,identical_low,identical_high"
    )


def test_a_table_says_how_the_interval_was_made() -> None:
    line = "align US RU --interval -m identical,kappa -c a,b,n,identical_low,kappa,kappa_low"
    result = run_unvote(*line.split(), "--seed", "4", "--meta", terminal=True)
    assert result.out.splitlines()[4] == (
        "USA United States  RUS Russia  21           0.8%  -0.80      -1.00"
    )
    assert (
        "low, high: 95 % interval (Wilson's interval; 1,000 resamples of the roll calls,\n"
        "seed 4; none below n = 5)" in result.out
    )


@pytest.mark.parametrize(
    ("line", "header"),
    [
        ("US RU", "a b n same opposite partial absent agreement"),
        ("US RU --by year", "by n same opposite partial absent agreement"),
        ("US", "rank b n same opposite partial absent agreement"),
        ("US RU --interval", "a b n agreement low high"),
        ("US RU --by year --interval", "by n agreement low high"),
    ],
)
def test_a_table_shows_what_differs_between_its_rows(line: str, header: str) -> None:
    result = run_unvote("align", *line.split(), "-q", terminal=True)
    assert result.out.splitlines()[2].split() == header.split()


@pytest.mark.parametrize(
    ("measures", "how"),
    [
        ("agreement", "1,000 resamples of the roll calls, seed 4; none below n = 5"),
        ("identical", "Wilson's interval"),
    ],
)
def test_the_interval_of_a_measure_is_named(measures: str, how: str) -> None:
    record = unvote.load("embedded")
    answer = unvote.align.answer(record, "US", "RU", measures=measures, interval=True, seed=4)
    assert f"low, high: 95 % interval ({how})" in [note.words for note in answer.basis]


def test_no_joint_vote_has_no_interval() -> None:
    result = run_unvote("align", "US", "CSK", "--interval")
    nowhere = "CSK is in none of these roll calls"
    assert (result.code, result.err) == (
        0,
        f"unvote: {CHOSEN}\nunvote: {COUNCIL}\nunvote: {nowhere}\n",
    )
    assert result.out.splitlines()[1] == "USA,CSK,0,0,0,0,0,,,"


def test_nothing_selected_has_the_header_of_the_interval() -> None:
    result = run_unvote("align", "US", "RU", "--by", "year", "--interval", "--from", "2030")
    assert result.code == 3
    assert result.out == "by,a,b,n,same,opposite,partial,absent,agreement,low,high\n"


def test_intervals_of_windows_and_of_a_ranking_by_year() -> None:
    for line in ("align US RU --rolling 24", "align US --among G7 --by year"):
        out = run_unvote(*line.split(), "--interval", "-q").out
        rows = list(csv.DictReader(io.StringIO(out)))
        assert rows
        for row in rows:
            if row["low"]:
                value, low, high = (float(row[name]) for name in ("agreement", "low", "high"))
                assert low - 1e-12 <= value <= high + 1e-12


def test_resamples_are_a_thousand() -> None:
    assert resamples(3).shape == (TIMES, 3) == (1000, 3)


def test_fewer_than_five_joint_votes_have_no_bootstrap_interval(embedded: unvote.Record) -> None:
    frame = unvote.align(embedded, "US", "RU", by="year", interval=True)
    few = frame["n"] < 5
    assert frame.loc[few, ["low", "high"]].isna().all(axis=None)
    assert frame.loc[~few, ["low", "high"]].notna().all(axis=None)
    assert few.any()
    assert not few.all()
    wilson_of_one = unvote.align(
        embedded, "US", "RU", by="year", measures=["identical"], interval=True
    )
    assert wilson_of_one["low"].notna().all()


def test_limits_stand_beside_their_measure_in_a_terminal() -> None:
    line = "align US --among BENELUX --interval --session ES-11"
    result = run_unvote(*line.split(), terminal=True)
    assert result.out.splitlines()[2:7] == [
        "rank  b                n  agreement    low    high",
        "──────────────────────────────────────────────────",
        "   1  BEL Belgium      9      83.3%  61.1%  100.0%",
        "   1  LUX Luxembourg   9      83.3%  61.1%  100.0%",
        "   1  NLD Netherlands  9      83.3%  61.1%  100.0%",
    ]
    assert "same" in run_unvote(*line.split()).out.splitlines()[0]
