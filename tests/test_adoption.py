"""How texts were adopted, session by session: worked by hand, and counted one by one."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

import unvote
from conftest import run_unvote
from reading import EVERYONE

SOURCES = os.environ.get("UNVOTE_TEST_SOURCES", "")
COLUMNS = ["by", "texts", "without_vote", "adopted", "unanimous", "under_two_thirds", "failed"]


def text(symbol: str, day: str, no: int | None = None, abstain: int = 0) -> dict[str, Any]:
    """Return a text on which this many voted no or abstained, all others yes; None: no vote."""
    first, second = no or 0, (no or 0) + abstain
    votes = {
        "MS_in_favour": EVERYONE[second:],
        "MS_against": EVERYONE[:first],
        "MS_abstaining": EVERYONE[first:second],
    }
    return {
        "symbol": symbol,
        "adoption_date": day,
        "adoption_type": "WITHOUT VOTE" if no is None else "RECORDED VOTE",
        **({} if no is None else votes),
    }


def record() -> unvote.Record:
    texts = [
        text("A/RES/78/1", "2023-10-01", 0),  # 193 of 193
        text("A/RES/78/2", "2023-10-01", 1),
        text("A/RES/79/1", "2024-10-01"),
        text("A/RES/79/2", "2024-10-02"),
        text("A/RES/79/3", "2024-10-03", 0, 1),  # an abstention is not unanimity
        text("A/RES/79/4", "2024-10-04", 65),  # 128 to 65: less than two thirds
        text("A/RES/79/5", "2024-10-05", 64, 1),  # 128 to 64: just two thirds
        text("A/RES/79/6", "2024-10-06", 100),
        text("A/RES/79/7", "2025-01-06", 0),
    ]
    return unvote.read(io.BytesIO("\n".join(map(json.dumps, texts)).encode()))


def test_each_session_by_hand() -> None:
    frame = unvote.tally(record(), "session")
    assert list(frame) == COLUMNS
    assert frame.astype(object).where(frame.notna(), None).to_numpy().tolist() == [
        ["78", 2, None, 2, 1, 0, 0],
        ["79", 7, 2, 4, 1, 1, 1],
    ]
    assert frame.attrs["notes"][0] == (
        "texts adopted without a vote are known only from 2024-10-01 to 2024-10-02"
    )
    years = unvote.tally(record(), "year")
    assert years[["by", "texts", "adopted"]].to_numpy().tolist() == [
        [2023, 2, 2],
        [2024, 6, 3],
        [2025, 1, 1],
    ]
    assert unvote.tally(record(), "decade")[["by", "texts"]].to_numpy().tolist() == [[2020, 9]]


def test_the_outcomes_are_those_of_the_tally(embedded: unvote.Record) -> None:
    outcomes = unvote.tally(embedded)["outcome"].value_counts()
    sums = unvote.tally(embedded, "decade")[COLUMNS[1:]].sum()
    assert sums["adopted"] == outcomes["adopted"]
    assert sums["failed"] == outcomes["vetoed"]
    assert sums["texts"] == len(embedded)


def test_the_program_counts_the_same_and_nothing_of_an_empty_record() -> None:
    result = run_unvote("tally", "--by", "decade", "--csv")
    assert result.out == ",".join(COLUMNS) + "\n2010,3,,3,0,0,0\n2020,21,,19,0,0,2\n"
    assert "unvote: the record has no text adopted without a vote\n" in result.err
    assert "unvote: 3 texts of these not of the General Assembly (--organ GA)\n" in result.err
    assembly = run_unvote("tally", "--by", "decade", "--csv", "--organ", "GA")
    assert assembly.out.endswith("\n2010,3,,3,0,0,0\n2020,18,,18,0,0,0\n")
    assert "not of the General Assembly" not in assembly.err
    nothing = run_unvote("tally", "--by", "session", "--csv", "--from", "2030")
    assert (nothing.code, nothing.out) == (3, ",".join(COLUMNS) + "\n")


def test_the_real_texts_of_a_session_are_counted_one_by_one() -> None:
    if not SOURCES:
        pytest.skip("UNVOTE_TEST_SOURCES names no folder with the real files")
    path = Path(SOURCES) / "unxml_78.json"
    kinds: dict[str, tuple[bool, ...]] = {}
    for one in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        yes, no, abstain = (
            len(set(one.get(f"MS_{name}") or []) - {""})
            for name in ("in_favour", "against", "abstaining")
        )
        without = "WITHOUT" in one["adoption_type"].upper()
        passed = not without and yes > no
        unanimous, small = passed and not no and not abstain, passed and yes < 2 / 3 * (yes + no)
        kinds[one["symbol"]] = (without, passed, unanimous, small)
    [row] = unvote.tally(unvote.read(path), "session").to_dict("records")
    counted = [sum(each) for each in zip(*kinds.values(), strict=True)]
    assert [row[name] for name in COLUMNS[2:6]] == counted
