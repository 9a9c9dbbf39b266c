"""Issues: from the files that code roll calls, into selections and slices."""

from pathlib import Path

import pandas as pd
import pytest

import unvote
from conftest import run_unvote
from merging import call, record
from unvote.merge.several import merge
from unvote.readers import read_files

HEADER = "rcid,ccode,vote,session,date,unres,importantvote,me,nu,di,hr,co,ec\n"
# Number, session, date, symbol, and the codes in the order of the header.
ROLLCALLS = [
    ("1", "38", "1983-11-01", "A/RES/38/1", "NA,1,0,0,1,0,0"),
    ("2", "73", "2018-11-01", "A/RES/73/1", "1.0,0,0,0,1,0,0"),
    ("3", "73", "2018-12-01", "A/RES/73/2", "0,0,0,0,0,0,0"),
    ("4", "75", "2020-12-01", "A/RES/75/1", "NA,NA,NA,NA,NA,NA,NA"),
]
VOTES = {"1": ("1", "1"), "2": ("1", "3"), "3": ("2", "2"), "4": ("3", "3")}
CODED = "".join(
    f"{number},{state},{vote},{session},{day},{symbol},{codes}\n"
    for number, session, day, symbol, codes in ROLLCALLS
    for state, vote in zip(("2", "220"), VOTES[number], strict=True)
)


@pytest.fixture
def coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> unvote.Record:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    Path("coded.csv").write_text(HEADER + CODED)
    [one] = read_files(["coded.csv"])
    return one


def test_voetens_columns_are_issues_and_no_subjects(coded: unvote.Record) -> None:
    table = coded.rollcalls
    assert table["issues"].tolist() == [
        "middle-east|human-rights",
        "human-rights|important",
        "",
        "",
    ]
    assert set(table["subjects"]) == {""}


def test_without_numbers_of_voetens_a_column_me_is_montenegro(coded: unvote.Record) -> None:
    Path("wide.csv").write_text("resolution,ME,CO,US,FR\nA/RES/79/1,Y,N,A,Y\n")
    [wide] = read_files(["wide.csv"])
    assert wide.votes.columns.tolist() == ["COL", "FRA", "MNE", "USA"]
    assert wide.rollcalls["issues"].tolist() == [""]


def test_an_export_has_the_issues(coded: unvote.Record) -> None:
    run_unvote("data", "export", "--votes", "coded.csv", "-o", "out.csv", "--parts", "-q")
    [back] = read_files(["out.csv"])
    assert back.rollcalls["issues"].tolist() == coded.rollcalls["issues"].tolist()
    text = Path("out.csv").read_text().replace("human-rights|important", "weather")
    Path("out.csv").write_text(text)
    [odd] = read_files(["out.csv"])
    assert "unknown issues left out: weather" in odd.notes


def test_a_more_authoritative_source_takes_the_issues_and_keeps_its_subjects() -> None:
    library = record(
        "undl", call("USA:Y FRA:N", "A/RES/73/1", "2018-11-01", session="73", subjects="PEACE")
    )
    voeten = record(
        "voeten", call("USA:Y FRA:N", "A/RES/73/1", "2018-11-01", session="73", issues="nuclear")
    )
    table = merge([library, voeten]).record.rollcalls
    assert table[["source", "subjects", "issues"]].values.tolist() == [["undl", "PEACE", "nuclear"]]


@pytest.mark.parametrize(
    ("issue", "symbols"),
    [
        ("human-rights", ["A/RES/38/1", "A/RES/73/1"]),
        ("Human rights", ["A/RES/38/1", "A/RES/73/1"]),
        ("Palestine", ["A/RES/38/1"]),
        ("hr", ["A/RES/38/1", "A/RES/73/1"]),
        ("important", ["A/RES/73/1"]),
        ("important, middle-east", ["A/RES/38/1", "A/RES/73/1"]),
        ("nuclear", []),
    ],
)
def test_roll_calls_are_selected_by_issue(
    coded: unvote.Record, issue: str, symbols: list[str]
) -> None:
    assert coded.select(issue=issue).rollcalls["symbol"].tolist() == symbols


def test_a_selection_says_until_when_roll_calls_are_coded(coded: unvote.Record) -> None:
    told = "coded by issue: human-rights in sessions 38 to 73; none after 2018-11-01"
    assert told in coded.select(issue="human-rights").notes
    late = run_unvote("tally", "--votes", "coded.csv", "--issue", "human-rights", "--from", "2020")
    assert late.code == 3
    assert told in late.err
    assert "'from 2020' leaves no roll call" in late.err


def test_an_issue_that_is_none_names_those_that_are(coded: unvote.Record) -> None:
    with pytest.raises(
        unvote.ArgumentError, match=r"'peace' is not an issue \(known: middle-east, "
    ):
        coded.select(issue="peace")
    with pytest.raises(unvote.ArgumentError, match="did you mean nuclear"):
        coded.select(issue="nuclaer")


def test_a_record_that_is_not_coded_says_so_and_what_to_do() -> None:
    for line in (["tally", "--issue", "nuclear"], ["align", "US", "RU", "--by", "issue"]):
        result = run_unvote(*line)
        assert (result.code, result.out) == (4, "")
        assert "no roll call is coded by issue: 'unvote data pull' fetches the codes" in result.err


def test_a_roll_call_counts_under_each_of_its_issues(coded: unvote.Record) -> None:
    answer = unvote.align.answer(coded, "US", "FR", by="issue")
    assert answer.frame[["by", "n", "same", "opposite"]].values.tolist() == [
        ["middle-east", 1, 1, 0],
        ["human-rights", 2, 1, 1],
        ["important", 1, 0, 1],
    ]
    lines = answer.lines
    assert lines[0] == (
        "coded by issue: middle-east in session 38, human-rights in sessions 38 to 73, important in"
        " session 73; none after 2018-11-01"
    )
    assert "2 of 4 roll calls have no issue" in lines


@pytest.mark.parametrize(
    "line",
    [
        ["cohesion", "P5", "--by", "issue"],
        ["versus", "US", "FR", "--by", "issue"],
        ["profile", "US", "--by", "issue"],
    ],
)
def test_every_command_that_slices_does_so_by_issue(coded: unvote.Record, line: list[str]) -> None:
    result = run_unvote(*line, "--votes", "coded.csv", "--csv", "-c", "by")
    assert result.code == 0
    assert [*dict.fromkeys(result.out.split()[1:])] == ["middle-east", "human-rights", "important"]
    assert "coded by issue: middle-east in session 38" in result.err


def test_the_columns_of_issues_hold_whatever_the_frame_is() -> None:
    own = unvote.load("embedded")
    bare = own.with_facts(rollcalls=own.rollcalls.drop(columns=["issues", "added"]))
    with pytest.raises(unvote.DataError, match="no roll call is coded by issue"):
        bare.select(issue="nuclear")
    with pytest.raises(unvote.DataError, match="does not say when its roll calls were added"):
        bare.select(added="last")
    assert isinstance(merge([bare]).record.rollcalls["issues"].dtype, pd.StringDtype)
