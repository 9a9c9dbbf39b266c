"""Tables with one column per state: what is read, what is noted, and what is refused."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from reading import UNTOLD_PARTS, letters, message, no_state, read
from strategies import CODES
from unvote.world.states import all_states

HEADER = "resolution,date,title,France,USA,Côte d'Ivoire\n"
ROW = "A/RES/79/1,2024-10-01,One,Y,n,\n"


def test_names_and_codes_head_the_columns() -> None:
    record = read(HEADER + ROW + "S/RES/1,,Two,X,abstain,Yes\n")
    assert letters(record) == {
        "A/RES/79/1": {"FRA": "Y", "USA": "N"},
        "S/RES/1": {"FRA": "X", "USA": "A", "CIV": "Y"},
    }
    assert record.rollcalls["organ"].tolist() == ["GA", "SC"]
    assert record.rollcalls["session"].tolist() == ["79", ""]
    assert record.rollcalls["source"].tolist() == ["own", "own"]
    assert record.rollcalls["title"].tolist() == ["One", "Two"]
    assert record.rollcalls["date"].tolist() == [pd.Timestamp("2024-10-01"), pd.NaT]
    assert record.notes == ()
    assert record.rollcalls.dtypes.equals(unvote.load().rollcalls.dtypes)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ((HEADER + ROW).replace(",", ";"), ("read with semicolons between the columns",)),
        ("\ufeff" + HEADER + ROW, ("read with a byte-order mark",)),
        ((HEADER + ROW).replace("resolution", "SYMBOL"), ()),
        (HEADER + ROW + ",,,,,\n\n", ("1 empty row skipped",)),
        (HEADER + "A/RES/79/2,,Two,,,\n" + ROW, ("1 row without any vote skipped",)),
        (
            HEADER.replace("\n", ",Remarks,year,,no\n") + ROW.replace("\n", ",x,2024,,1\n"),
            ("2 columns not read: no state has that name: Remarks, year",),
        ),
    ],
)
def test_odd_tables_are_read_alike_and_noted(text: str, notes: tuple[str, ...]) -> None:
    record = read(text)
    assert letters(record) == {"A/RES/79/1": {"FRA": "Y", "USA": "N"}}
    assert record.notes == notes


def test_the_source_is_what_the_column_says() -> None:
    record = read("resolution,source,France,USA\nA/RES/79/1,voeten,Y,N\nA/RES/79/2,mine,Y,\n")
    assert record.rollcalls["source"].tolist() == ["voeten", "own"]
    assert record.notes == (UNTOLD_PARTS,)


def test_a_row_without_a_symbol_is_of_no_organ_that_is_known() -> None:
    states = list(all_states())[:16]
    record = read(",".join(states) + "\n" + "Y," * 15 + "N\n")
    assert record.rollcalls.index.tolist() == ["#1"]
    assert record.rollcalls["organ"].tolist() == [""]
    assert record.notes == (
        "1 roll call of an unknown body (#1): --organ GA, SC or HRC names the body",
    )
    named = "organ,title,France,USA\nsc,One,Y,N\nGA,Two,Y,\n"
    assert read(named).rollcalls["organ"].tolist() == ["SC", "GA"]
    assert read(named.replace("sc", ""), organ="HRC").rollcalls["organ"].tolist() == ["HRC", "GA"]


def test_codes_of_two_letters_count_where_states_are_written_so() -> None:
    record = read("resolution,NO,ID,NA,FR\nA/RES/79/1,Y,N,A,X\n")
    assert letters(record) == {"A/RES/79/1": {"NOR": "Y", "IDN": "N", "NAM": "A", "FRA": "X"}}
    other = read("resolution,id,NO,France,USA\nA/RES/79/1,7,0,Y,Y\n")
    assert letters(other) == {"A/RES/79/1": {"FRA": "Y", "USA": "Y"}}
    assert other.rollcalls["published_no"].tolist() == [0]
    assert other.notes == ("1 column not read: no state has that name: id",)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("France,USA,Korea", "Korea: 'Korea' may be KOR or PRK: rename it"),
        ("France,USA,Frnace", f"Frnace: {no_state('Frnace')} (rename the column, or take it out)"),
        ("FRA,USA,fr,France", "France: a second column of FRA, after FRA"),
    ],
)
def test_a_column_that_is_nearly_a_state(header: str, said: str) -> None:
    cells = ",".join("Y" * len(header.split(",")))
    assert message(f"\n{header}\n{cells}\n") == f"the data, line 2, column {said}"


def test_a_column_whose_name_has_a_line_end_and_whose_text_is_no_utf8() -> None:
    assert message(b"USA,France\f!\nY,\xff\n") == (
        "the data, line 2, column France !: the text is not UTF-8: save the file as UTF-8"
    )


def test_a_code_among_codes_that_is_none() -> None:
    assert message("FRA,USA,QQQ\nY,Y,Y\n") == (
        "the data, line 1, column QQQ: 'QQQ' is not a member state (rename the column, or take it"
        " out)"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{HEADER}\n{ROW}A/RES/79/2,,Two,Q,Y,N\n",
            "the data, line 4, column France: 'Q' is not a vote: it is Y, N, A or X, and empty"
            " for no member",
        ),
        (
            f"{HEADER}A/RES/79/2,3 May,Two,Y,Y,N\n",
            "the data, line 2, column date: '3 May' is not a date: it is written as 2025-02-24",
        ),
        (
            f"{HEADER}{ROW}A/RES/79/2,Y\n",
            "the data, line 3: 2 values where the header names 6 columns",
        ),
        (HEADER, "the data: the file holds a header and no votes"),
        (f"{HEADER}A/RES/79/1,,One,,,\n", "the data: no row of the table holds a vote"),
        (
            HEADER.replace("title", "Date") + ROW,
            "the data, line 1, column date: the header names the column twice",
        ),
        (
            f"symbol,France\f!,{'[' * 5000}France\n{ROW}",
            f"the data, line 1, column {'[' * 59}…: a second column of FRA, after France !",
        ),
        (
            f"symbol,{'[' * 5000}\fFrance,USA\nA/RES/79/2,Q,Y\n",
            f"the data, line 2, column {'[' * 59}…: 'Q' is not a vote: it is Y, N, A or X, and"
            " empty for no member",
        ),
        (
            "resolution,date,YUG,SRB\nA/RES/55/9,2001-05-02,Y,N\n",
            "the data, line 2, column SRB: a second vote of SRB beside that in column YUG",
        ),
    ],
)
def test_what_cannot_be_read(text: str, said: str) -> None:
    assert message(text) == said


def test_votes_on_parts_of_a_text_are_told_by_the_column_part() -> None:
    record = read("resolution,part,USA,FRA\nA/RES/79/1,paragraph,Y,N\nA/RES/79/2,,Y,N\n")
    assert record.rollcalls["part"].tolist() == ["paragraph", ""]


@given(
    states=st.lists(st.sampled_from(CODES), min_size=2, max_size=40, unique=True),
    rows=st.lists(st.lists(st.sampled_from(["Y", "N", "A", "X", ""]), min_size=40), min_size=1),
    named=st.booleans(),
)
def test_any_votes_written_as_a_wide_table_are_read_back(
    states: list[str], rows: list[list[str]], named: bool
) -> None:
    heads = [all_states()[code].un_name if named else code for code in states]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["resolution", *heads])
    for number, row in enumerate(rows):
        writer.writerow([f"A/RES/79/{number}", *row[: len(states)]])
    wanted = {
        f"A/RES/79/{number}": {code: vote for code, vote in zip(states, row, strict=False) if vote}
        for number, row in enumerate(rows)
    }
    wanted = {symbol: cast for symbol, cast in wanted.items() if cast}
    if not wanted:
        assert message(text.getvalue()) == "the data: no row of the table holds a vote"
        return
    assert letters(read(text.getvalue())) == wanted
