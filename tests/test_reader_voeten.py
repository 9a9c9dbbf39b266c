"""Voeten's voting data: what is read from it, what is noted, and what is refused."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from reading import UNTOLD_PARTS, letters, message, no_state, read
from strategies import votes_by_state
from unvote.readers import read_files
from unvote.world.states import all_states
from unvote.world.tables import read_table

HEADER = "rcid,ccode,vote,session,date,unres,amend,para,short,descr,yes,no,abstain,Countryname\n"
FIRST = "3,{},{},1,1946-01-01,R/1/66,1,0,RULES,TO ADOPT AN AMENDMENT,1,1,1,{}\n"
SECOND = "9001,{},{},55,2001-01-02,,NA,1.0,NA,NA,NA,NA,NA,{}\n"
TABLE = HEADER + "".join(
    row.format(*cells)
    for row, cells in [
        (FIRST, (2, 1, "United States")),
        (FIRST, (713, 2, "Taiwan")),
        (FIRST, (365, 3, "Russia")),
        (FIRST, (200, 8, "United Kingdom")),
        (FIRST, (565, 9, "Namibia")),
        (SECOND, (345, 1, "Yugoslavia")),
        (SECOND, (565, 8, "Namibia")),
        (SECOND, (710, 3, "China")),
    ]
)
NOTES = (
    "1 vote of Taiwan read as CHN: the Republic of China held the seat of China until 1971-10-25",
    "1 vote of YUG from 2000-11-01 on read as SRB, the Federal Republic of Yugoslavia",
)

TAIWAN_IN_2001 = (
    "a vote of Taiwan on 2001-01-02, which held the seat of China until 1971-10-25: correct the"
    " state or the date"
)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (TABLE, NOTES),
        (TABLE.replace(",", "\t"), (*NOTES, "read with tabs between the columns")),
        (TABLE.replace("\n3,", "\n3.0,").replace(",1,1946", ",1.0,1946"), NOTES),
        (TABLE.replace("\n3,2,1,", "\n3,NA,1,"), NOTES),
        (TABLE.replace("\n3,713,2,", "\n3,,2,"), NOTES),
        (TABLE.replace("\n3,2,1,", "\n3,002.0,1.0,"), NOTES),
    ],
    ids=["csv", "tab", "floats", "by name", "Taiwan by name", "zeros"],
)
def test_a_table_is_read(text: str, notes: tuple[str, ...]) -> None:
    record = read(text)
    assert letters(record) == {
        "A/RES/1/66": {"USA": "Y", "CHN": "A", "RUS": "N", "GBR": "X"},
        "#9001": {"SRB": "Y", "NAM": "X", "CHN": "N"},
    }
    assert record.notes == notes
    assert record.rollcalls["part"].tolist() == ["amendment", "paragraph"]
    assert record.rollcalls["number"].tolist() == ["3", "9001"]
    assert record.rollcalls["session"].tolist() == ["1", "55"]
    assert record.rollcalls["title"].tolist() == ["RULES", ""]
    assert record.rollcalls["agenda"].tolist() == ["TO ADOPT AN AMENDMENT", ""]
    assert record.rollcalls["source"].tolist() == ["voeten", "voeten"]
    assert record.rollcalls["organ"].tolist() == ["GA", "GA"]
    assert record.rollcalls["published_no"].tolist() == [1, pd.NA]
    assert record.rollcalls["date"].tolist() == [
        pd.Timestamp("1946-01-01"),
        pd.Timestamp("2001-01-02"),
    ]
    assert record.rollcalls.dtypes.equals(unvote.load().rollcalls.dtypes)


def test_three_columns_are_enough() -> None:
    record = read("rcid,ccode,vote\n3,2,1\n3,220,3\n4,2,9\n4,220,2\n")
    assert letters(record) == {"#3": {"USA": "Y", "FRA": "N"}, "#4": {"FRA": "A"}}
    named = read("rcid,Country,vote\n3,USA,1\n3,Taiwan,3\n")
    assert letters(named) == {"#3": {"USA": "Y", "CHN": "N"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{TABLE}\n{SECOND.format(2, 7, '')}",
            "line 11, column vote: '7' is not a vote: it is Y, N, A or X, or 1 (yes), 2"
            " (abstain), 3 (no), 8 (absent) or 9 (no member)",
        ),
        (
            TABLE + SECOND.format(999, 1, ""),
            "line 10, column ccode: '999' is not a Correlates of War number of a member state",
        ),
        (
            TABLE + SECOND.format("NA", 1, "Frnace"),
            f"line 10, column Countryname: {no_state('Frnace')}",
        ),
        (
            TABLE + SECOND.format(713, 1, ""),
            TAIWAN_IN_2001,
        ),
        (
            TABLE + SECOND.format("", 1, "Taiwan"),
            TAIWAN_IN_2001,
        ),
        (
            TABLE + SECOND.format("", 1, ""),
            "line 10, column Countryname: empty where a state is expected",
        ),
        (
            TABLE + SECOND.format("NA", 1, "NA"),
            "line 10, column Countryname: 'NA' is not a member state",
        ),
        (
            TABLE + FIRST.format(2, 3, ""),
            "line 10, column ccode: a second vote of 2 in rcid 3 (the first is in line 2)",
        ),
        (
            TABLE + FIRST.format(710, 3, ""),
            "line 10, column ccode: a second vote of 710 in rcid 3 (the first, as 713, is in"
            " line 3)",
        ),
        (
            TABLE + FIRST.format("", 3, "France") + FIRST.format("NA", 1, "France"),
            "line 11, column Countryname: a second vote of France in rcid 3 (the first is in"
            " line 10)",
        ),
        (
            TABLE.replace("1946-01-01", "1/2/1946"),
            "line 2, column date: '1/2/1946' may be 1946-02-01 or 1946-01-02: write it as one of"
            " these",
        ),
        (
            "rcid,Country,vote\n3,Frnace,1\n",
            f"line 2, column Country: {no_state('Frnace')}",
        ),
        (
            f"rcid,Country,vote\n3,France{'.' * 60}x,1\n",
            f"line 2, column Country: 'France{'.' * 53}…' is not a member state",
        ),
        (
            "rcid,ccode,vote\n3,2,1\n,2,1\n",
            "line 3, column rcid: empty, and no rcid says which roll call it is",
        ),
        (
            "rcid,vote\n3,1\n",
            "line 1: no column says the state (ms_code, country), and none is a state's name"
            " (found: rcid, vote)",
        ),
        (
            "rcid,ccode,vote\n3,2,9\n",
            "no state of the table is a member in any of its rows",
        ),
    ],
)
def test_what_cannot_be_read(text: str, said: str) -> None:
    assert message(text) == f"the data{',' if said.startswith('line') else ':'} {said}"


def test_of_two_files_the_later_counts_where_numbers_are_the_same() -> None:
    Path("old.csv").write_text("rcid,ccode,vote,session\n3,2,1,1\n4,2,1,1\n")
    Path("new.csv").write_text("rcid,ccode,vote,session\n3,2,3,1\n5,2,2,1\n")
    [record] = read_files(["old.csv", "new.csv"])
    assert letters(record) == {"#4": {"USA": "Y"}, "#3": {"USA": "N"}, "#5": {"USA": "A"}}
    assert record.name == "old.csv, new.csv"
    assert record.notes == (
        f"old.csv: {UNTOLD_PARTS}",
        f"new.csv: {UNTOLD_PARTS}",
        "1 roll call that two files hold under one number: the file named later counts",
    )


def test_every_member_state_has_a_number_of_its_own() -> None:
    rows = read_table("correlates_of_war")
    assert {row["code"] for row in rows} == set(all_states())
    owners: dict[str, set[str]] = {}
    for row in rows:
        owners.setdefault(row["number"], set()).add(row["code"])
    assert {number: of for number, of in owners.items() if len(of) > 1} == {"345": {"YUG", "SRB"}}
    several = {code for code in all_states() if sum(code in of for of in owners.values()) > 1}
    assert several == {"CHN", "DEU", "SRB", "YEM"}


NUMBERS = {row["code"]: row["number"] for row in reversed(read_table("correlates_of_war"))}
del NUMBERS["YUG"], NUMBERS["CHN"]


@given(
    st.dictionaries(
        st.integers(1, 9999),
        votes_by_state("YNAX", sorted(NUMBERS), min_size=1),
        min_size=1,
        max_size=6,
    )
)
def test_any_votes_written_as_voeten_s_table_are_read_back(
    votes: dict[int, dict[str, str]],
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["rcid", "ccode", "vote"])
    codes = {"Y": 1, "A": 2, "N": 3, "X": 8}
    for number, cast in votes.items():
        writer.writerows([number, NUMBERS[code], codes[vote]] for code, vote in cast.items())
    assert letters(read(text.getvalue())) == {f"#{n}": cast for n, cast in votes.items()}
