"""Tables with states down and resolutions across, and votes on parts of texts in tables."""

import pytest

from reading import letters, message, read

VOTES = "France,Y,N,Y\nChad,N,Y,A\n"


@pytest.mark.parametrize(
    ("header", "symbol", "title", "organ"),
    [
        ("Gaza ceasefire", "", "Gaza ceasefire", ""),
        ("WHA78.1", "WHA78.1", "", "WHA"),
        ("Res. A/RES/79/909 Gaza", "A/RES/79/909", "Res. A/RES/79/909 Gaza", "GA"),
        ("A/RES/79/909: Gaza", "A/RES/79/909", "A/RES/79/909: Gaza", "GA"),
        ("S/RES/2774 (2025) Ukraine", "S/RES/2774", "S/RES/2774 (2025) Ukraine", "SC"),
        ("A/RES/217 (III) A", "A/RES/217 (III) A", "", "GA"),
        ("Syria", "", "Syria", ""),
    ],
)
def test_every_column_of_votes_is_a_roll_call(
    header: str, symbol: str, title: str, organ: str
) -> None:
    record = read(f"Country,A/RES/79/907,{header},A/RES/79/908\n{VOTES}")
    assert list(letters(record).values()) == [
        {"FRA": "Y", "TCD": "N"},
        {"FRA": "N", "TCD": "Y"},
        {"FRA": "Y", "TCD": "A"},
    ]
    middle = record.rollcalls.iloc[1]
    assert [middle["symbol"], middle["title"], middle["organ"]] == [symbol, title, organ]
    said = (
        "1 column of votes without a symbol in the header read as 1 roll call with that title:"
        f" {header}"
    )
    assert (said in record.notes) == (not symbol)


def test_titles_that_are_names_of_states_are_no_states_that_voted() -> None:
    record = read(f"Country,Syria,Iran,DPRK\n{VOTES}")
    assert record.rollcalls["title"].tolist() == ["Syria", "Iran", "DPRK"]
    assert [*letters(record).values()][2] == {"FRA": "Y", "TCD": "A"}


def test_columns_without_votes_are_named() -> None:
    record = read(
        "Country,ISO,Region,Population,A/RES/79/907\nFrance,FRA,Europe,68,Y\nChad,TCD,Africa,18,N\n"
    )
    assert record.notes == ("2 columns not read: Region, Population",)
    asia = read("Country,Region,A/RES/79/907\nFrance,,Y\nChad,A,N\n")
    assert list(letters(asia)) == ["A/RES/79/907"]
    assert asia.notes == ("1 column not read: Region",)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "Country,A/RES/79/907,Gaza\nFrance,Y,N\nChad,Y,12\n",
            "line 3, column Gaza: '12' is not a vote: it is Y, N, A or X, and empty for no member"
            " (take the column out if it holds no votes)",
        ),
        (
            "Country,A/RES/79/907,A/RES/79/908\nFrance,1,0\nChad,1,1\n",
            "line 2, column A/RES/79/907: '1' is not a vote: it is Y, N, A or X, and empty for no"
            " member (take the column out if it holds no votes)",
        ),
        (",WHA78.1\nFrance,0\n", "the data: no column of the table holds votes"),
        (
            "Country,A/RES/79/907,Absent\nFrance,Y,\nChad,,x\n",
            "column Absent: the header is a word for a vote and no resolution: write the symbol or"
            " the title there, or take the column out",
        ),
    ],
)
def test_columns_that_are_partly_votes_are_refused(table: str, said: str) -> None:
    assert message(table).removeprefix("the data, ") == said


PARTS = [
    ["A/RES/79/907", "", ""],
    ["A/RES/79/907", "A/RES/79/907 OP5", "paragraph"],
    ["A/RES/79/907", "A/RES/79/907 US amendment", "amendment"],
]


@pytest.mark.parametrize(
    "table",
    [
        f"Country,{','.join(row[1] or row[0] for row in PARTS)}\n{VOTES}",
        "resolution,FRA,TCD\nA/RES/79/907,Y,N\nA/RES/79/907 OP5,N,Y\n"
        "A/RES/79/907 US amendment,Y,A\n",
        "resolution,country,vote\nA/RES/79/907,FRA,Y\nA/RES/79/907 OP5,FRA,N\n"
        "A/RES/79/907 US amendment,FRA,Y\n",
    ],
)
def test_votes_on_parts_of_a_text(table: str) -> None:
    record = read(table)
    assert record.rollcalls[["symbol", "title", "part"]].values.tolist() == PARTS
    assert record.notes == (
        "2 roll calls read as on a part of a text: A/RES/79/907 OP5 (paragraph), A/RES/79/907 US"
        " amendment (amendment)",
    )


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Paragraph 5 of the text", "paragraph"),
        ("Separate vote on operative paragraph 5", "paragraph"),
        ("Amendment A/79/L.7", "amendment"),
        ("Motion to adjourn the debate", "motion"),
        ("Amendment to the Charter", ""),
        ("Implementation of paragraph 5 of resolution 60/1", ""),
        ("A motion picture", ""),
    ],
)
def test_a_title_tells_a_vote_on_a_part(title: str, part: str) -> None:
    record = read(f"country,vote,resolution,title\nFRA,Y,A/RES/79/907,{title}\n")
    assert record.rollcalls["part"].tolist() == [part]


@pytest.mark.parametrize(
    ("rows", "line", "name"),
    [
        ("Total,1,1,2\n", 4, "Total"),
        ("Yes,1,1,1\nNo,1,1,0\nAbstain,0,0,1\nAbsent,0,0,0\n", 4, "Yes"),
        ("Mali,Y,,\nVotes in favour,2,1,1\nVotes against,1,1,0\n", 5, "Votes in favour"),
    ],
)
@pytest.mark.parametrize(
    "header", ["Country,A/RES/79/907,A/RES/79/908,A/RES/79/909", "Country,Gaza,Syria,Iran"]
)
def test_rows_of_totals_are_refused_with_their_line(
    header: str, rows: str, line: int, name: str
) -> None:
    assert message(f"{header}\n{VOTES}{rows}") == (
        f"the data, line {line}: '{name}' heads a row of totals, not of a state: take the row out"
    )
