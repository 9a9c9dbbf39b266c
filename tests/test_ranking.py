"""Rankings: states with few joint votes stand unranked at the end, and a note counts them."""

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

import unvote
from conftest import run_unvote
from unvote.analysis.bootstrap import of_alike
from unvote.analysis.measures import all_measures
from unvote.analysis.ranking import enough

# Twelve roll calls of two years. Fiji voted in four of them, Chad in one, Peru in none.
VOTES = {
    "USA": "NNNNNN NNNNNN",
    "FRA": "YYYYYN NNNNNN",
    "BRA": "YYYYYY YYYYAA",
    "FJI": "NN.... NNXXXX",
    "TCD": "XXXXXX NXXXXX",
    "PER": "XXXXXX XXXXXX",
    "ISR": "NNNNNN NNNNNA",
}


def table(votes: Mapping[str, str]) -> str:
    """Return a file of some votes, with six roll calls in each of two years."""
    rows = ["ms_code,ms_vote,resolution,date"]
    for code, letters in votes.items():
        for number, letter in enumerate(letters.replace(" ", "")):
            year, month = 2023 + number // 6, number % 6 + 1
            if letter != ".":
                rows.append(f"{code},{letter},A/RES/{year - 1946}/{number},{year}-0{month}-05")
    return "\n".join(rows)


def record_of(votes: Mapping[str, str] = VOTES) -> unvote.Record:
    return unvote.read(io.BytesIO(table(votes).encode()))


def ranks(frame: pd.DataFrame, name: str = "b") -> list[tuple[int | None, str]]:
    return [
        (None if pd.isna(rank) else int(rank), code)
        for rank, code in zip(frame["rank"], frame[name], strict=True)
    ]


@given(st.integers(0, 400), st.integers(0, 8000))
def test_a_twentieth_of_the_roll_calls_is_enough_and_never_fewer_than_five(
    n: int, rollcalls: int
) -> None:
    assert bool(enough(n, rollcalls, None)) == (n >= 5 and 20 * n >= rollcalls)


def test_states_with_few_joint_votes_stand_unranked_at_the_end() -> None:
    frame = unvote.align(record_of(), "US")
    assert ranks(frame) == [
        *((1, "ISR"), (2, "FRA"), (3, "BRA")),
        *((None, "FJI"), (None, "TCD"), (None, "PER")),
    ]
    assert frame["n"].tolist() == [12, 12, 12, 4, 1, 0]
    assert frame.attrs["notes"][0] == (
        "3 states with fewer than 5 joint votes stand unranked at the end (--least 0 ranks all)"
    )


def test_least_says_how_many_are_enough() -> None:
    record = record_of()
    four = unvote.align(record, "US", least=4)
    assert ranks(four)[:2] == [(1, "FJI"), (2, "ISR")]
    [told] = [note for note in four.attrs["notes"] if "unranked" in note]
    assert "with fewer than 4 joint votes stand" in told
    everyone = unvote.align(record, "US", least=0)
    assert ranks(everyone)[:3] == [(1, "FJI"), (1, "TCD"), (3, "ISR")]
    assert ranks(everyone)[-1] == (None, "PER")  # without a vote there is nothing to rank
    assert everyone.attrs["notes"] == []
    with pytest.raises(unvote.ArgumentError, match="--least -1: it is 0 or more"):
        unvote.align(record, "US", least=-1)


def test_each_slice_has_its_own_ranking_and_a_single_roll_call_ranks_all() -> None:
    record = record_of()
    by_year = unvote.align(record, "US", by="year")
    assert ranks(by_year[by_year["by"] == 2024])[:4] == [
        *((1, "FRA"), (2, "ISR"), (3, "BRA"), (None, "FJI"))
    ]
    assert by_year.attrs["notes"][1:] == [
        "6 rows with fewer than 5 joint votes stand unranked at the end (--least 0 ranks all)"
    ]
    assert unvote.align(record, "US", by="resolution")["rank"].notna().sum() == 12 * 3 + 4 + 1


def test_versus_shift_and_dissenters_put_them_last_too() -> None:
    record = record_of(VOTES | {"GBR": "YYYYYY YYYYYY", "CHN": "YYYYYY NXXXXX"})
    leaning = unvote.versus.answer(record, "US", "GB")
    sides = leaning.table()
    assert sides["state"].tolist() == ["ISR", "FRA", "CHN", "BRA", "FJI", "TCD", "PER"]
    assert leaning.facts.ranked == len(sides) - 3
    # China's agreement rose from 0 to 1, through one later vote.
    shifted = unvote.shift.answer(record, "US", at="2024", before="1y", after="1y")
    moved = shifted.table()
    assert moved["state"].tolist() == ["ISR", "GBR", "BRA", "FRA", "FJI", "CHN", "PER", "TCD"]
    assert shifted.facts.ranked == len(moved) - 4
    assert shifted.basis[0].words.startswith("fell with 1, rose with 2 of 4 states")
    groups = unvote.own_groups([f"G={','.join(VOTES)}"])
    members = unvote.dissenters(record, "G", groups=groups)
    assert [code for rank, code in ranks(members, "state") if rank is None] == ["FJI", "TCD", "PER"]
    for frame in (sides, moved, members):
        assert any("unranked at the end" in note for note in frame.attrs["notes"])


def test_a_table_tells_it_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(table(VOTES))
    asked = ("align", "US", "--votes", "v.csv", "-c", "rank,b,n", "--format", "table")
    assert run_unvote(*asked).out.splitlines()[:10] == [
        "rank  b            n",
        "────────────────────",
        "   1  ISR Israel  12",
        "   2  FRA France  12",
        "   3  BRA Brazil  12",
        "      FJI Fiji     4",
        "      TCD Chad     1",
        "      PER Peru     0",
        "",
        "3 states with fewer than 5 joint votes stand unranked at the end (--least 0",
    ]
    assert "unranked" not in run_unvote(*asked, "--least", "0").out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("align US FR --least 3", "--least is for a ranking: name one state or group"),
        ("cohesion EU --least 3", "--least is for a ranking: add --dissenters"),
    ],
)
def test_what_is_no_ranking_takes_no_least(line: str, message: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"unvote: {message}")


# --- intervals of votes that are all alike


@pytest.mark.parametrize("kind", ["YY", "YN", "YA"])
@pytest.mark.parametrize("measure", list(all_measures()))
def test_an_interval_of_equal_votes_has_a_width(kind: str, measure: str) -> None:
    votes = {"USA": 12 * kind[0], "FRA": 12 * kind[1], "IND": 12 * "N", "BRA": 6 * "YA"}
    [row] = unvote.align(record_of(votes), "US", "FR", measures=[measure], interval=True).to_dict(
        "records"
    )
    least, greatest = all_measures()[measure].bounds
    if not np.isnan(row[measure]):  # a coefficient of one kind of vote is undefined
        assert least <= row["low"] < row["high"] <= greatest
        assert row["low"] <= row[measure] <= row["high"]


@given(st.integers(5, 3000))
def test_equal_votes_have_wilsons_interval(n: int) -> None:
    theirs = binomtest(n, n).proportion_ci(method="wilson")
    same = of_alike(np.ones(1), np.ones(1), np.ones(1), np.array([n]), (0, 1))
    assert (same[0][0], same[1][0]) == pytest.approx((theirs.low, theirs.high))
    opposite = of_alike(np.zeros(1), np.zeros(1), np.zeros(1), np.array([n]), (0, 1))
    assert (opposite[0][0], opposite[1][0]) == pytest.approx((0, 1 - theirs.low))


@given(st.lists(st.sampled_from(["YY", "YN", "YA", "AA"]), min_size=12, max_size=12))
def test_no_interval_of_a_change_is_of_width_zero(pairs: list[str]) -> None:
    votes = {
        code: "".join(pair[side] for pair in pairs) for side, code in enumerate(["USA", "FRA"])
    }
    [row] = unvote.shift(record_of(votes), "US", at="2024", before="1y", after="1y").to_dict(
        "records"
    )
    assert row["low"] < row["high"]
    assert row["low"] <= row["change"] <= row["high"]
