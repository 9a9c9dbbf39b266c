"""Blocs and the map of states: by hand, against other code, and as a user sees them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform

import unvote
from conftest import CHOSEN, COUNCIL, examples, run_unvote
from reading import record_of
from unvote.analysis.clusters import cut, silhouettes, ward_tree
from unvote.analysis.distances import comparable
from unvote.analysis.scaling import classical

# Seven roll calls: the West and Israel, the East, the rest.
CAMPS = {
    "USA": "NNNNYYA",
    "ISR": "NNNNYYY",
    "GBR": "NNNAYYA",
    "RUS": "YYNNNNA",
    "BLR": "YYNNNNY",
    "PRK": "YYNANNA",
    "IND": "YYYYYAY",
    "BRA": "YYYYYAA",
    "EGY": "YYYYAAY",
    "KEN": "YYYYYAY",
}


def metrics() -> Any:
    """Import scikit-learn, which takes a second, only where it is asked."""
    import sklearn.metrics

    return sklearn.metrics


def partition(frame: pd.DataFrame) -> set[frozenset[str]]:
    return {frozenset(rows["state"]) for _, rows in frame.groupby("bloc")}


def of_camps(*camps: str) -> set[frozenset[str]]:
    return {frozenset(camp.split()) for camp in camps}


# --- by hand


def test_five_states_by_hand() -> None:
    # Distances in eighths: USA-ISR 1, RUS-CHN 1, USA-RUS 8, USA-CHN 7, ISR-RUS 7, ISR-CHN 6;
    # India to USA 6, ISR 5, RUS 2, CHN 1.
    record = record_of({"USA": "NNNN", "ISR": "NNNA", "RUS": "YYYY", "CHN": "YYYA", "IND": "YYAA"})
    frame = unvote.blocs(record, 2).set_index("state")
    assert frame["bloc"].to_dict() == {"CHN": 1, "IND": 1, "RUS": 1, "ISR": 2, "USA": 2}
    assert (
        frame["label"].tolist()
        == ["China, Russia and India"] * 3 + ["Israel and United States"] * 2
    )
    assert frame["overlap"].isna().all()
    assert frame["n"].tolist() == [4] * 5
    assert frame["silhouette"].to_dict() == {
        "CHN": round(1 - 1 / 6.5, 6),
        "IND": round(1 - 1.5 / 5.5, 6),
        "RUS": round(1 - 1.5 / 7.5, 6),
        "ISR": round(1 - 1 / 6, 6),
        "USA": round(1 - 1 / 7, 6),
    }
    fit = unvote.bloc_fit(record)
    assert fit["k"].tolist() == [2, 3, 4]
    assert fit["silhouette"].tolist()[0] == round(frame["silhouette"].mean(), 6)
    assert fit[["smallest", "largest"]].values.tolist() == [[2, 3], [1, 2], [1, 2]]


def test_three_camps_are_found_by_themselves() -> None:
    frame = unvote.blocs(record_of(CAMPS))
    assert partition(frame) == of_camps("USA ISR GBR", "RUS BLR PRK", "IND BRA EGY KEN")
    assert frame["bloc"].tolist() == [1] * 4 + [2] * 3 + [3] * 3
    fit = unvote.bloc_fit(record_of(CAMPS))
    assert fit.loc[fit["silhouette"].idxmax(), "k"] == 3
    facts = unvote.blocs.answer(record_of(CAMPS)).facts
    assert facts.fit == list(fit.itertuples(index=False, name=None))
    # On the map the camps lie apart.
    west, east, rest = (
        frame.loc[frame["state"].isin(camp.split()), ["x", "y"]].mean()
        for camp in ("USA ISR GBR", "RUS BLR PRK", "IND BRA EGY KEN")
    )
    assert west["x"] > 0.2 > -0.1 > rest["x"]
    assert east["y"] > 0.2 > -0.1 > rest["y"]


def test_k_asks_for_more_or_fewer() -> None:
    record = record_of(CAMPS)
    for k in range(2, 10):
        assert unvote.blocs(record, k)["bloc"].max() == k
    # India and Kenya never differ, so they are never separated.
    with pytest.raises(unvote.ArgumentError, match="k 10: these 10 states give at most 9 blocs"):
        unvote.blocs(record, 10)
    for k in (1, 0, -2, "six", "2"):
        with pytest.raises(unvote.ArgumentError, match=f"k '{k}': it is a number of blocs from 2"):
            unvote.blocs(record, k)


def test_the_measure_makes_the_distance() -> None:
    # Equal except for abstentions: votes-only sees no difference among the first three.
    record = record_of({"USA": "YYYN", "GBR": "YAYN", "FRA": "YYAN", "RUS": "NNYY", "CHN": "NNAY"})
    frame = unvote.blocs(record, 2, measure="votes-only")
    assert partition(frame) == of_camps("USA GBR FRA", "RUS CHN")
    assert frame.set_index("state").loc[["USA", "GBR", "FRA"], "silhouette"].tolist() == [1, 1, 1]
    with pytest.raises(unvote.ArgumentError, match="at most 2 blocs"):
        unvote.blocs(record, 3, measure="votes-only")
    with pytest.raises(unvote.ArgumentError, match="'nearness' is not a measure"):
        unvote.blocs(record, measure="nearness")


def test_unanimous_roll_calls_do_not_count_where_the_measure_leaves_them_out() -> None:
    votes = {state: letters + "YYY" for state, letters in CAMPS.items()}
    frame = unvote.blocs(record_of(votes), 3, measure="voeten")
    assert frame.attrs["notes"][:1] == ["3 unanimous roll calls left out, as voeten does"]
    columns = ["state", "n", "silhouette", "x", "y"]
    pd.testing.assert_frame_equal(frame[columns], unvote.blocs(record_of(CAMPS), 3)[columns])
    assert unvote.blocs(record_of(votes), 3)["n"].tolist() == [10] * 10


# --- names


def labels(votes: Mapping[str, str], k: int, *own: str, day: str = "2025-06-01") -> list[str]:
    frame = unvote.blocs(record_of(votes, day), k, groups=unvote.own_groups(own))
    return list(frame.drop_duplicates("bloc")["label"])


# Ten of the East of Europe, and two far away.
TEN = ("POL", "CZE", "HUN", "SVK", "ROU", "BGR", "EST", "LVA", "LTU", "SVN")
FAR = dict.fromkeys(("JPN", "KOR"), "NNNN")
AS_TEN = "Ten=" + ",".join(TEN)


def test_a_bloc_is_called_after_the_group_most_like_it() -> None:
    votes = dict.fromkeys(["BEL", "NLD", "LUX"], "YYYY") | dict.fromkeys(["EST", "LVA"], "NNYY")
    record = record_of({**votes, "LTU": "NNYA", "USA": "NNNN"})
    # Equal overlaps: a group of one's own comes first. France is not listed, so not elsewhere.
    more = unvote.own_groups(["Low=BE,NL,LU,FR"])
    for groups, name in (({}, "BENELUX"), (more, "Low")):
        frame = unvote.blocs(record, 3, groups=groups)
        rows = frame.drop_duplicates("bloc")[["bloc", "label", "overlap"]]
        assert rows.fillna(-1).values.tolist() == [
            [1, "BALTIC", 1.0],
            [2, name, 1.0],
            [3, "United States", -1],
        ]
    assert unvote.blocs(record, 3).attrs["notes"][-1] == (
        "overlap = states in both bloc and group / states in either, of the states sorted: BALTIC"
        " 100%, BENELUX 100%"
    )


def test_states_that_nobody_expects_in_a_group_are_told_beside_its_name() -> None:
    ten = dict.fromkeys(TEN, "YYYY") | FAR
    assert labels(ten, 2, AS_TEN)[0] == "Ten"
    assert labels({**ten, "RUS": "YYYY"}, 2, AS_TEN)[0] == "Ten and Russia"
    # Two of twelve are more than a tenth: no group, but those that fit best.
    alone = labels({**ten, "RUS": "YYYY", "MEX": "YYYY"}, 2, AS_TEN)[0]
    assert alone == "Bulgaria, Czechia, Estonia and others"


@pytest.mark.complete
def test_of_many_the_permanent_members_are_named() -> None:
    """The name is G77, Russia and 7 others: nobody expects Russia in the G77."""
    every = sorted(unvote.find_group("G77").members(date(2025, 6, 1)))[:120]
    own = "Many=" + ",".join(every)
    votes = dict.fromkeys([*every, "RUS", "BLR", "KAZ", "MEX"], "YYYY") | FAR
    assert labels(votes, 2, own)[0] == "Many, Russia and 3 others"
    del votes["KAZ"], votes["MEX"]
    assert labels(votes, 2, own)[0] == "Many, Belarus and Russia"
    assert labels({**votes, "RUS": "NNNN", "KAZ": "YYYY", "MEX": "YYYY"}, 2, own)[0] == (
        "Many and 3 others"
    )


def test_a_group_of_which_more_than_a_tenth_is_elsewhere_names_no_bloc() -> None:
    ten = dict.fromkeys(TEN, "YYYY") | FAR
    assert labels({**ten, "POL": "NNNN"}, 2, AS_TEN)[0] == "most of Ten"
    assert labels({**ten, "POL": "NNNN", "RUS": "YYYY"}, 2, AS_TEN)[0] == "most of Ten and Russia"
    # Two of ten are more, and so is one permanent member.
    typical = "Bulgaria, Czechia, Estonia and others"
    assert labels({**ten, "POL": "NNNN", "HUN": "NNNN"}, 2, AS_TEN)[0] == typical
    assert labels({**ten, "FRA": "NNNN"}, 2, AS_TEN + ",FR")[0] == typical


def test_few_of_a_group_are_not_called_after_it() -> None:
    """The seven of the G7 are sorted: its members of the EU are not the EU."""
    votes = {"DEU": "YYYY", "FRA": "YYYY", "ITA": "YYYY", "JPN": "NNNN", "USA": "NNNN"}
    assert labels({**votes, "GBR": "NNNN", "CAN": "NNNN"}, 2)[1] == "Germany, France and Italy"
    assert labels({**votes, "GBR": "YYYY", "CAN": "YYYY"}, 2)[0] == (
        "Canada, Germany, France and others"
    )
    # One more than three is named, and not called others.
    assert labels({**votes, "CAN": "YYYY"}, 2)[0] == "Canada, Germany, France and Italy"


def test_a_group_of_ones_own_can_name_a_bloc() -> None:
    groups = unvote.own_groups(["Friends=IN,BR,EG,KE,NG", "Half=RU,BY"])
    frame = unvote.blocs(record_of(CAMPS), groups=groups)
    # Two of three of the East are less than nine tenths.
    assert frame.drop_duplicates("bloc")["label"].tolist()[:2] == [
        "Friends",
        "Russia, Belarus and North Korea",
    ]
    # Nigeria is not listed, so it is not elsewhere.
    assert frame["overlap"].iloc[0] == 1
    more = unvote.own_groups(["Half=RU,BY", "Whole=RU,BY,KP"])
    assert set(unvote.blocs(record_of(CAMPS), groups=more)["label"]) & {*more} == {"Whole"}


def test_no_group_names_two_blocs_and_the_groups_are_those_of_the_last_day() -> None:
    votes = dict.fromkeys(("BEL", "FRA", "ITA", "LUX"), "YYYYY")
    votes |= dict.fromkeys(("GBR", "NOR", "DNK"), "NNNNN") | {"USA": "NAAAN"}
    old = unvote.blocs(record_of(votes, "1960-01-01"), 2)
    # Belgium, France, Italy and Luxembourg are four of the six of 1960.
    assert old.drop_duplicates("bloc")[["label", "overlap"]].fillna(0).values.tolist() == [
        ["Denmark, United Kingdom, Norway and United States", 0],
        ["EU", 1.0],
    ]
    assert "EU" not in set(unvote.blocs(record_of(votes), 2)["label"])


# --- who is left out


def test_states_with_too_few_joint_votes_are_left_out_and_named() -> None:
    votes = {**CAMPS, "FRA": "NXXXXXX", "JPN": "XXXXXXX", "DDR": "NNN....", "KOR": "...YYYY"}
    frame = unvote.blocs(record_of(votes))
    # A tenth of seven roll calls is one. South Korea has none in common with two others,
    # East Germany and France each with one: without South Korea all pairs are known.
    assert frame.attrs["notes"][:1] == [
        "2 states left out, with no joint vote with one of the others (--least): Japan, South Korea"
    ]
    assert frame.set_index("state")["n"][["FRA", "DDR", "USA"]].tolist() == [1, 1, 1]
    frame = unvote.blocs(record_of(votes), least=7)
    assert set(frame["state"]) == set(CAMPS)
    assert frame["n"].tolist() == [7] * 10
    assert frame.attrs["notes"][:1] == [
        "4 states left out, with fewer than 7 joint votes with one of the others (--least): East"
        " Germany, France, Japan, South Korea"
    ]
    with pytest.raises(unvote.ArgumentError, match="least '0'"):
        unvote.blocs(record_of(votes), least=0)


def test_states_without_a_measure_are_left_out() -> None:
    record = record_of({**CAMPS, "CHE": "AAAAAAA"})
    frame = unvote.blocs(record, measure="votes-only")
    assert frame.attrs["notes"][:1] == [
        "1 state left out, with no joint vote, or no votes-only, with one of the others (--least):"
        " Switzerland",
    ]


@given(st.integers(3, 7), st.randoms(use_true_random=False))
def test_all_pairs_that_stay_are_known(size: int, chance) -> None:
    known = np.eye(size, dtype=bool)
    for a, b in combinations(range(size), 2):
        known[a, b] = known[b, a] = chance.random() < 0.6
    cast = np.array([chance.randrange(9) for _ in range(size)])
    kept = comparable(known, cast)
    assert known[np.ix_(kept, kept)].all()
    # No state left out has joint votes with all that stay, or it would have stayed too.
    assert not [row for row in np.flatnonzero(~kept) if known[row, kept].all()]


def test_n_is_the_fewest_joint_votes_with_another() -> None:
    record = record_of({"USA": "NNNNNN", "ISR": "NNNNXX", "RUS": "XYYYYY", "CHN": "YYYYYY"})
    frame = unvote.blocs(record, 2).set_index("state")
    assert frame["n"].to_dict() == {"CHN": 4, "ISR": 3, "RUS": 3, "USA": 4}


def test_nothing_to_compare_is_an_error_that_says_how_to_go_on() -> None:
    with pytest.raises(
        unvote.NothingSelectedError, match="blocs need three states: too few of 2 states"
    ):
        unvote.blocs(record_of({"USA": "YN", "RUS": "NY"}))
    with pytest.raises(unvote.NothingSelectedError, match="the 3 states never differ"):
        unvote.blocs(record_of(dict.fromkeys(["USA", "RUS", "CHN"], "YN")))
    record = record_of(CAMPS)
    table = record.rollcalls.assign(modality="without vote")
    with pytest.raises(unvote.NothingSelectedError, match="7 texts adopted without a vote"):
        unvote.blocs(unvote.Record(table, record.votes, "x"))
    empty = record.rows([False] * 7)
    assert unvote.blocs(empty).columns.tolist() == unvote.blocs(record).columns.tolist()
    assert unvote.bloc_fit(empty).columns.tolist() == unvote.bloc_fit(record).columns.tolist()
    assert len(unvote.blocs(empty)) == len(unvote.bloc_fit(empty)) == 0


# --- against others' code


def distances_of(points: np.ndarray) -> np.ndarray:
    return squareform(pdist(points))


@examples(50)
@given(st.integers(3, 30), st.integers(0, 10_000), st.data())
def test_silhouettes_are_those_of_scikit_learn(size: int, seed: int, data) -> None:
    chance = np.random.default_rng(seed)
    upper = np.triu(chance.integers(0, 5, (size, size)), 1)
    distances = (upper + upper.T).astype(float)
    k = data.draw(st.integers(2, size - 1))
    labels = np.concatenate([np.arange(k), chance.integers(0, k, size - k)])
    expected = metrics().silhouette_samples(distances, labels, metric="precomputed")
    np.testing.assert_allclose(silhouettes(distances, labels), expected, atol=1e-12)


def test_the_fit_is_that_of_scikit_learn_on_the_agreement_of_all_pairs(
    embedded: unvote.Record,
) -> None:
    pairs = unvote.align(embedded, all_pairs=True).set_index(["a", "b"])["agreement"]
    frame = unvote.blocs(embedded, 6)
    one = pairs.unstack().reindex(index=frame["state"], columns=frame["state"]).fillna(0)
    distances = 1 - (one + one.T).to_numpy() - np.eye(len(frame))
    expected = metrics().silhouette_samples(distances, frame["bloc"], metric="precomputed")
    np.testing.assert_allclose(frame["silhouette"], expected, atol=1e-6)
    fit = unvote.bloc_fit(embedded).set_index("k")
    assert abs(fit.loc[6, "silhouette"] - expected.mean()) < 1e-6
    sizes = frame["bloc"].value_counts()
    assert fit.loc[6, ["smallest", "largest"]].tolist() == [sizes.min(), sizes.max()]


def literal_ward(distances: np.ndarray, k: int) -> set[frozenset[int]]:
    """Join, step by step, the two blocs that raise the sum of the spreads least."""

    def spread(bloc: frozenset[int]) -> float:
        pairs = combinations(bloc, 2)
        return sum(distances[a, b] ** 2 for a, b in pairs) / len(bloc)

    blocs = {frozenset([place]) for place in range(len(distances))}
    while len(blocs) > k:
        a, b = min(
            combinations(blocs, 2),
            key=lambda pair: spread(pair[0] | pair[1]) - spread(pair[0]) - spread(pair[1]),
        )
        blocs = (blocs - {a, b}) | {a | b}
    return blocs


@examples(30)
@given(st.integers(3, 9), st.integers(0, 10_000))
def test_blocs_are_those_of_ward_taken_at_his_word(size: int, seed: int) -> None:
    upper = np.triu(np.random.default_rng(seed).random((size, size)), 1)
    distances = upper + upper.T  # distances that no points have, like those of states
    for k in range(2, size):
        found = cut(ward_tree(distances), [k])[:, 0]
        blocs = {frozenset(np.flatnonzero(found == place).tolist()) for place in set(found)}
        assert blocs == literal_ward(distances, k)


@examples(30)
@given(st.integers(3, 20), st.integers(0, 10_000))
def test_a_map_of_points_in_a_plane_has_their_distances(size: int, seed: int) -> None:
    points = np.random.default_rng(seed).normal(size=(size, 2)) @ np.diag([3, 1])
    distances = distances_of(points)
    found, eigenvalues = classical(distances)
    np.testing.assert_allclose(distances_of(found), distances, atol=1e-9)
    np.testing.assert_allclose(found.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(eigenvalues[:2], (found**2).sum(axis=0), rtol=1e-9)
    np.testing.assert_allclose(eigenvalues[2:], 0, atol=1e-9)
    assert (np.diff(eigenvalues) < 1e-9).all()


def test_points_on_a_line_have_no_second_dimension() -> None:
    points, eigenvalues = classical(distances_of(np.array([[0.0], [1], [3], [4]])))
    assert np.abs(np.abs(points) - [[2, 0], [1, 0], [1, 0], [2, 0]]).max() < 1e-12
    assert eigenvalues.round(9)[0] == 10
    assert classical(np.zeros((3, 3)))[0].tolist() == [[0, 0]] * 3


def test_the_map_faces_the_same_way_whoever_is_on_it(embedded: unvote.Record) -> None:
    for among, positive in (("P5", "USA"), ("G7", "USA"), ("BRICS", None), ("EU", None)):
        frame = unvote.blocs(embedded, among=among).set_index("state")
        x, y = frame["x"], frame["y"]
        assert (x[positive] if positive else x[x.abs() == x.abs().max()].iloc[0]) > 0
        assert (y["RUS"] if "RUS" in y else y[y.abs() == y.abs().max()].iloc[0]) > 0


# --- whatever the order


@pytest.mark.complete
def test_the_order_of_roll_calls_and_states_does_not_matter(embedded: unvote.Record) -> None:
    chance = np.random.default_rng(3)
    for record, k in ((embedded, 5), (record_of(CAMPS), "auto")):
        rows = chance.permutation(len(record))
        columns = chance.permutation(record.votes.columns)
        mixed = unvote.Record(
            record.rollcalls.iloc[rows], record.votes.iloc[rows][columns], record.name
        )
        frame, other = unvote.blocs(record, k), unvote.blocs(mixed, k)
        pd.testing.assert_frame_equal(frame, other, check_exact=True)
        assert frame.attrs == other.attrs


@examples(15)
@given(st.permutations(list(CAMPS)), st.integers(0, 10_000))
def test_other_names_for_the_states_change_no_bloc(names: list[str], seed: int) -> None:
    chance = np.random.default_rng(seed)
    camps = np.repeat([0, 1, 2], [4, 3, 3])
    lines = chance.choice(list("YNA"), size=(3, 60))[camps]
    noise = chance.random(lines.shape) < 0.1
    votes = np.where(noise, chance.choice(list("YNA"), size=lines.shape), lines)

    def found(states: list[str]) -> dict[str, int]:
        frame = unvote.blocs(record_of(dict(zip(states, map("".join, votes), strict=True))), 3)
        return frame.set_index("state")["bloc"].to_dict()

    first, second = found(list(CAMPS)), found(names)
    assert metrics().adjusted_rand_score([first[s] for s in CAMPS], camps) == 1
    assert metrics().adjusted_rand_score([second[s] for s in names], camps) == 1


@pytest.mark.complete
def test_the_same_question_has_the_same_bytes_for_an_answer() -> None:
    program = [sys.executable, "-m", "unvote", "blocs", "-k", "6", "--votes", "embedded", "-q"]
    first, second = (
        subprocess.run(
            program, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert first.count(b"\n") == 193


# --- on the records


def test_the_embedded_record(embedded: unvote.Record) -> None:
    frame = unvote.blocs(embedded)
    assert len(frame) == 192
    assert frame.attrs["notes"] == [
        CHOSEN,
        COUNCIL,
        "1 state left out, with fewer than 3 joint votes with one of the others (--least):"
        " Venezuela",
        "192 states, joined by Ward's method, cophenetic correlation 0.58",
        "the map: x holds 52% and y 13% of the variation that a map can show; another 38%"
        " fits no map",
    ]
    # Neither bloc is like a group.
    assert frame.drop_duplicates("bloc")["label"].tolist() == [
        "Samoa, Benin, Seychelles and others",
        "Congo, Bolivia, Kyrgyzstan and others",
    ]
    nearest = frame[frame["bloc"] == 2]["state"]
    assert {"RUS", "CHN", "BLR", "PRK", "IRN"} < set(nearest)
    six = unvote.blocs(embedded, 6)
    assert set(six[six["label"] == "Israel and United States"]["state"]) == {"ISR", "USA"}


def test_the_full_record_since_2020(full: unvote.Record) -> None:
    frame = unvote.blocs(full.select(start="2020"))
    of = frame.set_index("state")["bloc"]
    assert of[["USA", "ISR"]].tolist() == [3, 3]
    assert set(of[["FRA", "DEU", "JPN", "UKR"]]) == {2}
    assert set(of[["CHN", "RUS", "IND", "BRA", "NGA"]]) == {1}
    assert frame.drop_duplicates("bloc")["label"].tolist() == [
        "most of G77, Russia and 7 others",
        "Monaco, Denmark, Luxembourg and others",
        "Israel and United States",
    ]


# --- as a user sees it

EU = """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

how well k blocs fit (mean silhouette; > shown below)

   2> +0.65  ████████████████████████████████████████  best
   3  +0.53  ████████████████████████████████▍
   4  +0.52  ████████████████████████████████
   5  +0.49  ██████████████████████████████▏
   6  +0.48  █████████████████████████████▋
   7  +0.45  ███████████████████████████▋
   8  +0.45  ███████████████████████████▉
   9  +0.49  ██████████████████████████████▍
  10  +0.55  █████████████████████████████████▉
  11  +0.56  ██████████████████████████████████▌
  12  +0.55  █████████████████████████████████▋

  1 most of EU and United Kingdom  26  ████████████████████████████████████████
  2 Czechia and Hungary             2  ███▏

1 most of EU and United Kingdom (26)
  Austria         Finland         Lithuania       Slovakia
  Belgium         France          Luxembourg      Slovenia
  Bulgaria        Germany         Malta           Spain
  Croatia         Greece          Netherlands     Sweden
  Cyprus          Ireland         Poland          United Kingdom
  Denmark         Italy           Portugal
  Estonia         Latvia          Romania

2 Czechia and Hungary (2)
  Czechia  Hungary

left out: 3 roll calls not of the General Assembly (--organ all)
all roll calls of a state count; listed: every state that belonged to EU on any
of the days
from the embedded record: 21 of 24 roll calls, 2014-03-27 to 2025-12-03 (organ
GA)
5 more lines with --meta
"""
FIT = """\
k,silhouette,smallest,largest
2,0.473032,38,154
3,0.383664,38,96
4,0.39454,2,96
5,0.31239,2,62
6,0.3208,2,62
7,0.333389,2,62
8,0.338305,2,62
9,0.310733,2,34
10,0.310001,2,34
11,0.312289,1,34
12,0.321002,1,34
"""
G7 = """\
bloc,label,overlap,state,name,n,silhouette,x,y
1,"Germany, United Kingdom, Italy and others",,CAN,Canada,21,0.87619,-0.047158,0.032999
"""


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_a_terminal_gets_the_fit_and_the_blocs() -> None:
    result = run_unvote("blocs", "--among", "EU", terminal=True)
    assert (result.code, result.err) == (0, "")
    assert lines(result.out) == lines(EU)


def test_states_nearer_to_another_bloc_are_marked() -> None:
    result = run_unvote("blocs", terminal=True)
    assert "  Angola *" in result.out
    assert "* nearer to another bloc than to its own (silhouette below 0)" in lines(result.out)
    chosen = run_unvote("blocs", "-c", "state,silhouette,overlap", "-n", "2", terminal=True).out
    assert "AFG         +0.61" in chosen
    assert "*" not in chosen


def test_the_fit_as_csv() -> None:
    result = run_unvote("blocs", "--fit")
    assert (result.code, result.out) == (0, FIT)
    assert "best: k = 2" in run_unvote("blocs", "--fit", "--meta", terminal=True).out
    empty = run_unvote("blocs", "--fit", "--from", "2030", "--csv")
    assert (empty.code, empty.out) == (3, "k,silhouette,smallest,largest\n")


def test_the_blocs_as_csv() -> None:
    result = run_unvote("blocs", "--among", "G7")
    assert (result.code, result.err) == (0, f"unvote: {CHOSEN}\nunvote: {COUNCIL}\n")
    assert result.out.startswith(G7)
    assert result.out.endswith("\n2,United States,,USA,United States,21,0.0,0.452252,0.001808\n")
    assert len(result.out.splitlines()) == 8


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("-k six", 2, "k 'six': it is a number of blocs from 2 on, or auto"),
        ("-k 1", 2, "k '1': it is a number of blocs from 2 on, or auto"),
        ("-k 190", 2, "k 190: these 192 states give at most 117 blocs"),
        ("-k 3 --fit", 2, "--fit shows every number of blocs: leave out -k 3"),
        ("-m nearness", 2, "'nearness' is not a measure"),
        ("--among Narnia", 3, "'Narnia' is neither a member state nor a group"),
        ("--among US", 3, "blocs need three states: too few of 1 state have at least 3 joint"),
        ("--among BENELUX --title Cuba", 3, "there are no blocs: the 3 states never differ"),
        ("--least 25", 3, "too few of 193 states have at least 25 joint votes with each other"),
    ],
)
def test_an_error_is_one_line(line: str, code: int, message: str) -> None:
    result = run_unvote("blocs", *line.split())
    assert (result.code, result.out) == (code, "")
    assert message in result.err
    assert result.err.count("\n") == 1
