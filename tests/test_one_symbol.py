"""One symbol in many spellings: grouping and matching use the same form of it."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote

ASSEMBLY = "General Assembly, session 26, 25 October 1971"
# The same symbol: as it is, in small letters, with a blank without width, in wide letters, with a
# soft hyphen, and with a fraction stroke.
SPELLINGS = [
    "A/RES/79/1",
    "a/res/79/1",
    "A/RES/79/1\u200b",
    "\uff21/\uff32\uff25\uff33/79/1",
    "A/\u00adRES/79/1",
    "A\u2044RES\u204479\u20441",
]
Row = tuple[str, str, str]  # a symbol, a day, and the votes of the United States and France


def by_votes(rows: list[Row]) -> bytes:
    lines = ["ms_code,ms_vote,resolution,date"]
    for symbol, day, letters in rows:
        lines += [
            f"{code},{vote},{symbol},{day}"
            for code, vote in zip(("USA", "FRA"), letters, strict=True)
        ]
    return "\n".join(lines).encode()


def wide(rows: list[Row]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(
        [["resolution", "date", "USA", "FRA"], *([symbol, day, *v] for symbol, day, v in rows)]
    )
    return file.getvalue().encode()


def extract(rows: list[Row]) -> bytes:
    names = ("UNITED STATES", "FRANCE")
    return "\n".join(
        json.dumps(
            {"symbol": symbol, "adoption_date": day, "adoption_type": "recorded vote"}
            | {
                key: [name for name, vote in zip(names, letters, strict=True) if vote == letter]
                for key, letter in (("MS_in_favour", "Y"), ("MS_against", "N"))
            }
            | {"MS_abstaining": []}
        )
        for symbol, day, letters in rows
    ).encode()


def read(data: bytes) -> unvote.Record:
    return unvote.read(io.BytesIO(data))


def notes_of(record: unvote.Record) -> list[str]:
    return [note for note in record.notes if "symbol" in note or "repeats" in note]


def test_a_row_without_a_date_and_other_titles_under_a_symbol_are_told() -> None:
    header = "ms_code,ms_vote,resolution,date,title,session"
    rows = ["USA,N,A/RES/79/1,{},Peace,79", "FRA,Y,a/res/79/1,{},War,80"]
    undated = read("\n".join([header, rows[0].format("2024-12-01"), rows[1].format("")]).encode())
    assert "1 symbol with several dates: A/RES/79/1 (2024-12-01, no date)" in undated.notes
    same = read("\n".join([header, *(row.format("2024-12-01") for row in rows)]).encode())
    assert [note for note in same.notes if "first is taken" in note] == [
        "1 roll call with more than one title (a/res/79/1): the first is taken",
        "1 roll call with more than one session (a/res/79/1): the first is taken",
    ]


def test_parts_found_with_a_number_are_told_from_whole_texts(tmp_path: Path) -> None:
    rows = ["ms_code,ms_vote,resolution,date,title,agenda_title,vote_note"]
    votes = (("A", "TO POSTPONE", ""), ("B", "TO STRIKE", "paragraph"), ("C", "China", ""))
    for letter, agenda, part in votes:
        about = f"A/RES/26/2758{letter},1971-10-25,CHINA,{agenda},{part}"
        rows += [f"{code},Y,{about}" for code in ("USA", "FRA")]
    (tmp_path / "china.csv").write_text("\n".join(rows) + "\n")
    asked = ("2758", "--votes", "china.csv")
    told = (
        "1 roll call of these (A/RES/26/2758B) is on amendments or paragraphs, not on whole texts"
    )
    for line in (["tally", *asked], ["check", *asked], ["votes", "US", "--on", *asked]):
        assert f"unvote: {told}\n" in run_unvote(*line).err
    heads = [one.splitlines()[:4] for one in run_unvote("show", *asked).out.split("\n\n\n")]
    assert heads == [
        ["A/RES/26/2758A", "CHINA", "agenda: TO POSTPONE", f"{ASSEMBLY}"],
        ["A/RES/26/2758B", "CHINA", "agenda: TO STRIKE", f"{ASSEMBLY}, vote on a paragraph"],
        ["A/RES/26/2758C", "CHINA", f"{ASSEMBLY}", ""],
    ]
    assert told not in run_unvote("tally", "2758A", "--votes", "china.csv").err


@pytest.mark.parametrize("spelling", SPELLINGS[1:])
def test_the_rows_of_one_roll_call_meet_whatever_the_spelling(spelling: str) -> None:
    rows = ["ms_code,ms_vote,resolution,date", "USA,N,A/RES/79/1,2024-12-01"]
    record = read("\n".join([*rows, f"FRA,Y,{spelling},2024-12-01"]).encode())
    assert record.rollcalls["symbol"].tolist() == ["A/RES/79/1"]
    assert record.votes.iloc[0].to_dict() == {"FRA": 1, "USA": 3}


@pytest.mark.parametrize("layout", [wide, extract])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_repeat_is_found_without_a_title(
    layout: Callable[[list[Row]], bytes], spelling: str
) -> None:
    record = read(layout([("A/RES/79/1", "2024-12-01", "NY"), (spelling, "2024-12-01", "NY")]))
    assert record.rollcalls.index.tolist() == ["A/RES/79/1"]
    [note] = notes_of(record)
    assert note.startswith("1 roll call that the source repeats kept once: ")


@pytest.mark.parametrize("layout", [by_votes, wide, extract])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_symbol_with_two_dates_is_told(
    layout: Callable[[list[Row]], bytes], spelling: str
) -> None:
    record = read(layout([("A/RES/79/1", "2024-12-01", "NY"), (spelling, "2024-12-05", "NY")]))
    assert len(record) == 2
    assert "1 symbol with several dates: A/RES/79/1 (2024-12-01, 2024-12-05)" in record.notes
    # Both are roll calls of that symbol: neither has it for an id.
    assert all("#" in id_ for id_ in record.rollcalls.index)
    assert len(record.select("79/1")) == 2


def test_two_votes_of_one_day_under_one_symbol_are_two_of_it() -> None:
    record = read(wide([("A/RES/79/1", "2024-12-01", "NY"), ("a/res/79/1", "2024-12-01", "YY")]))
    assert record.rollcalls.index.tolist() == ["A/RES/79/1#1", "a/res/79/1#2"]
    assert notes_of(record) == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_two_files_with_one_roll_call_are_one(spelling: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(by_votes([("A/RES/79/1", "2024-12-01", "NY")]))
    (tmp_path / "b.csv").write_bytes(by_votes([(spelling, "2024-12-01", "NY")]))
    record = unvote.load(str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert (len(record), len(record.select("79/1"))) == (1, 1)
