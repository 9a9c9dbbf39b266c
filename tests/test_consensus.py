"""Consensus: texts adopted without a vote count as agreement, if the record has them."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import unvote
from conftest import run_unvote
from reading import EVERYONE

SOURCES = os.environ.get("UNVOTE_TEST_SOURCES", "")


def text(symbol: str, day: str, no: str = "", absent: str = "") -> dict[str, Any]:
    """Return a text on which all but some voted yes; adopted without a vote if none voted no."""
    votes = {
        "MS_in_favour": [name for name in EVERYONE if name not in (no, absent)],
        "MS_against": [no],
        "MS_abstaining": [],
    }
    return {
        "symbol": symbol,
        "adoption_date": day,
        "adoption_type": "RECORDED VOTE" if no else "WITHOUT VOTE",
        **(votes if no else {}),
    }


TEXTS = [
    text("A/RES/79/1", "2024-10-01", no="United States"),
    text("A/RES/79/2", "2024-10-02", no="Russia", absent="France"),
    text("A/RES/79/3", "2024-10-03"),
    text("A/RES/79/4", "2024-10-04"),
    text("A/RES/79/5", "2024-12-04"),
]


def record(*texts: dict[str, Any]) -> unvote.Record:
    content = "\n".join(map(json.dumps, texts or TEXTS)).encode()
    return unvote.read(io.BytesIO(content), organ=None)


def pair(frame: pd.DataFrame) -> list[Any]:
    return frame[["n", "same", "opposite"]].iloc[0].tolist()


def test_a_text_without_a_vote_is_agreement_of_all_members() -> None:
    frame = unvote.align(record(), "US", "RU", consensus=True)
    assert pair(frame) == [5, 3, 2]
    assert frame.attrs["notes"][1] == (
        "3 texts adopted without a vote counted as agreement of all members of the day"
    )
    assert pair(unvote.align(record(), "US", "RU")) == [2, 0, 2]
    ranking = unvote.align(record(), "US", consensus=True, least=0).set_index("b")
    assert ranking.loc[["FRA", "RUS", "JPN"], "agreement"].tolist() == [0.75, 0.6, 0.8]


def test_only_members_of_the_day_agree() -> None:
    later = text("A/RES/66/1", "2011-10-01")
    before = text("A/RES/65/1", "2011-06-01")
    votes = [text("A/RES/65/2", "2011-06-01", no="Russia", absent="South Sudan")]
    votes += [text("A/RES/66/2", "2011-10-01", no="Russia")]
    made = record(before, later, *votes)
    sessions = unvote.align(made, "US", "SSD", by="session", consensus=True)
    assert sessions[["by", "n"]].to_numpy().tolist() == [["65", 0], ["66", 2]]


OUTCOMES = b"""undl_id,resolution,session,date,title,modality
1,A/RES/1(I),1,1946-01-24,Atoms,Without a vote
2,A/RES/9(I),1,1946-02-02,Wheat,Without a vote
3,A/RES/39(I),1,1946-12-12,Spain,"Vote, recorded"
"""
VOTES = b"""ms_code,ms_vote,resolution,date,session
USA,Y,A/RES/39(I),1946-12-12,1
ARG,N,A/RES/39(I),1946-12-12,1
USA,Y,A/RES/60(I),1946-12-14,1
ARG,Y,A/RES/60(I),1946-12-14,1
USA,Y,A/RES/110(II),1947-11-03,2
ARG,Y,A/RES/110(II),1947-11-03,2
"""


def test_the_librarys_list_of_resolutions_tells_them_since_1946() -> None:
    made = unvote.load(io.BytesIO(VOTES), io.BytesIO(OUTCOMES))
    first = made.select(sessions=1)
    assert pair(unvote.align(first, "US", "AR", consensus=True)) == [4, 3, 1]
    with pytest.raises(unvote.ArgumentError, match="in GA session 2, where 1 roll call is"):
        unvote.align(made, "US", "AR", consensus=True)


def test_by_itself_and_again_is_the_same() -> None:
    from unvote.analysis.coverage import measured

    once = measured(record(), consensus=True)
    again = measured(once, consensus=True)
    assert once.votes.equals(again.votes)
    assert once.left_out == again.left_out


def test_versus_counts_them_where_the_two_agree() -> None:
    with_them = unvote.versus(record(), "US", "RU", consensus=True)
    assert "3 roll calls in which USA and RUS agree" in " ".join(with_them.attrs["notes"])
    assert with_them.equals(unvote.versus(record(), "US", "RU"))


def test_a_time_of_which_the_record_has_none_is_refused() -> None:
    voted = text("A/RES/78/9", "2023-12-01", no="Russia")
    made = record(*TEXTS, voted, text("A/RES/ES-11/9", "2024-11-01", no="Russia"))
    with pytest.raises(
        unvote.ArgumentError,
        match="has no text adopted without a vote in GA session 78, where 1 roll call is",
    ):
        unvote.align(made, "US", "RU", consensus=True)
    # An emergency special session counts by its year, for which there are some.
    assert pair(unvote.align(made.select(start=2024), "US", "RU", consensus=True))[0] == 6
    # A title that selects none of them is no reason to refuse.
    only = made.select("79/1")
    assert pair(unvote.align(only, "US", "RU", consensus=True)) == [1, 0, 1]
    with pytest.raises(unvote.ArgumentError, match="GA session 78"):
        unvote.versus(made, "US", "RU", consensus=True)
    result = run_unvote("align", "US", "RU", "--consensus")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("unvote: consensus: the embedded record has no text adopted")


def test_the_state_departments_tables_including_consensus() -> None:
    made = unvote.fill_absent(record())
    frame = unvote.state_department(made, 2024, method=1984, consensus=True)
    rows = frame.set_index("state")
    columns = ["identical", "opposite", "absent", "consensus", "coincidence"]
    assert rows.loc["RUS", columns].tolist() == [0, 2, 0, 3, 3 / 5]
    assert rows.loc["JPN", columns].tolist() == [1, 1, 0, 3, 4 / 5]
    # It took part in half of the roll calls, and so of the three texts.
    assert rows.loc["FRA", columns].tolist() == [0, 1, 1, 1.5, 1.5 / 2.5]
    regions = unvote.state_department_regions(made, 2024, method=1984, consensus=True)
    everyone = regions.iloc[-1]
    others = len(EVERYONE) - 3  # except the two and France
    same = others * 4 + 3 + 1.5
    assert everyone["coincidence"] == pytest.approx(same / (same + others + 2 + 1), abs=1e-12)
    since = unvote.state_department(made, 2024, consensus=True).set_index("state")
    columns = ["identical", "opposite", "partial", "absent", "votes", "consensus", "coincidence"]
    assert since.loc["FRA", columns].tolist() == [3, 1, 0, 1, 5, 3, 3.5 / 5]
    assert "consensus" not in unvote.state_department(made, 2024)


def test_the_program_counts_the_same() -> None:
    Path("x.json").write_bytes("\n".join(map(json.dumps, TEXTS)).encode())
    line = ("align", "US", "RU", "--votes", "x.json", "--csv", "-q", "-c", "n,same,opposite")
    assert run_unvote(*line, "--consensus").out == "n,same,opposite\n5,3,2\n"
    assert run_unvote(*line).out == "n,same,opposite\n2,0,2\n"


def test_the_real_texts_of_a_year_are_counted_one_by_one() -> None:
    if not SOURCES:
        pytest.skip("UNVOTE_TEST_SOURCES names no folder with the real files")
    paths = [Path(SOURCES) / f"unxml_{session}.json" for session in (79, 80)]
    made = unvote.load(*map(str, paths))
    symbols = {
        one["symbol"]
        for path in paths
        for one in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if "WITHOUT" in one["adoption_type"].upper()
    }
    without = set(made.rollcalls["symbol"][made.without_vote])
    assert len(without) == len(symbols)
    frame = unvote.align(made, "US", "RU", by="session", consensus=True)
    plain = unvote.align(made, "US", "RU", by="session")
    assert (frame["same"] - plain["same"]).sum() == len(without)
