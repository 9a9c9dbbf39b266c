"""Tables as people have them: names of columns, words for votes, days, layouts, containers."""

import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pytest

import unvote
from conftest import run_unvote
from reading import letters, message, read

CUBA = {"A/RES/79/7": {"FRA": "Y", "USA": "N"}}


@pytest.mark.parametrize(
    "table",
    [
        "country,vote,resolution\nUSA,no,A/RES/79/7\nFrance,yes,A/RES/79/7\n",
        "ISO3,Position,Symbol\nUSA,Against,A/RES/79/7\nFRA,In favour,A/RES/79/7\n",
        "Nation;Votes;Roll Call\nUSA;Nay;A/RES/79/7\nFrance;Yea;A/RES/79/7\n",
        "Pays,Vote,Résolution\nÉtats-Unis,Contre,A/RES/79/7\nFrance,Pour,A/RES/79/7\n",
        "País,Voto,Resolución\nEstados Unidos,En contra,A/RES/79/7\nFrancia,A favor,A/RES/79/7\n",
        "sep=;\nSTATE;VOTE;RESOLUTION\nUSA;VOTED AGAINST;A/RES/79/7\nFRA;FOR;A/RES/79/7\n",
        "code,name,member,vote\nA/RES/79/7,Cuba,USA,N\nA/RES/79/7,Cuba,FRA,Y\n",
        "country,vote,votes,resolution\nUSA,no,120,A/RES/79/7\nFRA,yes,120,A/RES/79/7\n",
        "Country,A/RES/79/7\nUSA,No\nFrance,Yes\n",
        "iso,region,A/RES/79/7\nUSA,WEOG,N\nFRA,WEOG,Y\n",
        "Author,Pages,Theme,Resolution,Note,USA,FRA\nx,1,y,A/RES/79/7,z,Against,For\n",
    ],
)
def test_columns_and_votes_in_the_words_that_people_use(table: str) -> None:
    assert letters(read(table)) == CUBA


@pytest.mark.parametrize(
    "tree",
    [
        [
            {"country": "USA", "vote": "no", "resolution": "A/RES/79/7"},
            {"country": "FRA", "vote": "yes", "resolution": "A/RES/79/7"},
        ],
        [{"code": "A/RES/79/7", "name": "Cuba", "approve": ["France"], "against": ["USA"]}],
        [{"resolution": "A/RES/79/7", "in_favour": ["France"], "no": ["USA"], "abstain": []}],
        {"symbol": "A/RES/79/7", "votes": {"USA": "N", "France": "Y"}},
        [
            {"symbol": "A/RES/79/7", "votes": [{"state": "USA", "vote": "N"}]},
            {"symbol": "A/RES/79/7", "votes": [{"state": "FRA", "vote": "Y"}]},
        ],
        [{"resolution": "A/RES/79/7", "USA": "N", "FRA": "Y"}],
    ],
)
def test_rows_and_lists_of_json(tree: Any) -> None:
    assert letters(read(json.dumps(tree))) == CUBA


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-10-30 00:00:00+00", "2024-10-30"),
        ("2024-10-30T00:00:00Z", "2024-10-30"),
        ("30 October 2024", "2024-10-30"),
        ("October 30, 2024", "2024-10-30"),
        ("30 octobre 2024", "2024-10-30"),
        ("30 de octubre de 2024", "2024-10-30"),
        ("10/30/2024", "2024-10-30"),
        ("3.4.2025", "2025-04-03"),
        ("24-Feb-25", "2025-02-24"),
        ("31 Dec 45", "2045-12-31"),
        ("10-Jan-46", "1946-01-10"),
        ("2025/4/3", "2025-04-03"),
        ("20250403", "2025-04-03"),
    ],
)
def test_days_as_people_write_them(text: str, day: str) -> None:
    record = read(f'country,vote,resolution,date\nUSA,no,A/RES/79/7,"{text}"\n')
    assert record.rollcalls["date"].astype(str).tolist() == [day]


@pytest.mark.parametrize(
    ("table", "notes"),
    [
        (
            "group,country,vote,resolution,my note\n,USA,no,A/RES/79/1,\n",
            ("2 columns not read: group, my note",),
        ),
        (
            "country,region,A/RES/79/1,A/RES/79/2\nUSA,WEOG,Y,N\nFRA,WEOG,Y,\n",
            ("1 column not read: region",),
        ),
        (
            '[{"country": "USA", "vote": "no", "symbol": "79/1", "sort": "1"}]',
            ("1 field not read: sort",),
        ),
        ("iso3,name,vote,resolution,committee_report\nUSA,America,no,A/RES/79/1,\n", ()),
    ],
)
def test_columns_that_are_not_read_are_told(table: str, notes: tuple[str, ...]) -> None:
    assert read(table).notes == notes


def test_a_column_of_a_resolution_with_a_cell_that_is_no_vote_is_not_left_out() -> None:
    assert message("country,A/RES/79/1,A/RES/79/2\nUSA,Y,N\nFRA,Y,Q\n") == (
        "the data, line 3, column A/RES/79/2: 'Q' is not a vote: it is Y, N, A or X, and empty for"
        " no member (take the column out if it holds no votes)"
    )


@pytest.mark.parametrize("command", ["show ES-11/7", "map ES-11/7", "votes US RU", "tally"])
def test_our_own_files_are_read_without_a_word_on_columns(command: str) -> None:
    own = run_unvote(*command.split(), "--csv").out
    record = read(own) if command != "tally" else read(run_unvote("show", "79/7", "--csv").out)
    assert not [note for note in record.notes if "not read" in note]
    assert set(record.rollcalls["title"]) <= {*unvote.load("embedded").rollcalls["title"], ""}


def test_one_day_written_in_several_ways_is_one_day() -> None:
    days = ['"February 24, 2025"', "24-Feb-25", "2025/02/24", "20250224", "2025-02-24 10:15"]
    states = ["FRA", "TCD", "MLI", "NER", "USA"]
    rows = [f"{state},Y,A/RES/79/907,{day}" for state, day in zip(states, days, strict=True)]
    record = read("\n".join(["country,vote,resolution,date", *rows]) + "\n")
    assert letters(record) == {"A/RES/79/907": dict.fromkeys(states, "Y")}
    assert record.notes == ()


def test_another_day_of_the_file_settles_which_number_is_the_month() -> None:
    table = "country,vote,resolution,date\nUSA,no,A/RES/79/1,03/04/2025\n"
    assert message(table) == (
        "the data, line 2, column date: '03/04/2025' may be 2025-04-03 or 2025-03-04: write it as"
        " one of these"
    )
    for other, day in (("24/04/2025", "2025-04-03"), ("04/24/2025", "2025-03-04")):
        record = read(f"{table}USA,no,A/RES/79/2,{other}\n")
        order = "day" if other.startswith("24") else "month"
        assert record.notes == (
            f"dates as 03/04/2025 are read with the {order} first, as {other} in line 3 has it",
        )
        assert record.rollcalls["date"].astype(str).tolist() == [day, "2025-04-24"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "country,vote,resolution\nUSA,1,A/RES/79/1\nFRA,0,A/RES/79/1\n",
            ", line 2, column vote: '1' is not a vote: it is Y, N, A or X; what a number"
            " means differs by source (1 is yes; 0 abstain, absent or no; in Voeten's table,"
            " known by its column rcid, 2 is abstain and 3 no)",
        ),
        (
            "country,vote,position,resolution\nUSA,yes,no,A/RES/79/1\n",
            ", line 1: the columns vote and position may both be the vote: take one of them out",
        ),
        (
            "country,vote\nUSA,yes\nUSA,no\n",
            ", line 3, column country: a second vote of USA in one roll call (the first is in line"
            " 2); a column resolution tells roll calls apart",
        ),
        (
            "code,vote,resolution\n840,N,A/RES/79/1\n",
            ", line 2, column code: '840' is a number: write ISO codes or names, or"
            " call the column ccode if these are Correlates of War numbers",
        ),
        (
            "country,vote,resolution,date\nUSA,no,A/RES/79/1,2204-12-01\n",
            ", line 2, column date: '2204-12-01' is not a day of the years 1945 to 2099",
        ),
        (
            "rollcall,date,title,yes,no,abstain\nA/RES/79/1,2024-12-01,x,1,2,3\n",
            ", line 1: no column says the state and the vote, and none is a state's name"
            " (found: rollcall, date, title, yes, no, abstain)",
        ),
    ],
)
def test_what_is_ambiguous_or_missing_is_told(table: str, said: str) -> None:
    assert message(table) == f"the data{said}"


def test_totals_that_count_the_empty_cells_of_a_wide_table() -> None:
    table = (
        "resolution,USA,FRA,RUS,YES COUNT,NO COUNT,ABSTAIN COUNT,NO-VOTE COUNT\n"
        "A/RES/79/1,NO,YES,,1.0,1.0,0.0,1.0\nS/RES/2999(2025),YES,YES,,2.0,0.0,0.0,0.0\n"
        "A/RES/79/2,NO,,,2.0,1.0,0.0,2.0\n"
    )
    record = read(table)
    assert letters(record) == {
        "A/RES/79/1": {"FRA": "Y", "RUS": "X", "USA": "N"},
        "S/RES/2999(2025)": {"FRA": "Y", "USA": "Y"},
        "A/RES/79/2": {"USA": "N"},  # its totals are not those of its votes
    }
    assert record.rollcalls["published_yes"].tolist() == [1, 2, 2]


def test_voeten_s_numbers_are_votes_where_the_roll_calls_have_his() -> None:
    table = "session,rc_id,state_code,vote\n1,3,2,1\n1,3,220,3\n1,3,31,9\n1,3,365,8\n1,4,2,2\n"
    record = read(table)
    assert letters(record) == {"#3": {"FRA": "N", "RUS": "X", "USA": "Y"}, "#4": {"USA": "A"}}
    assert record.rollcalls["organ"].tolist() == ["GA", "GA"]
    assert record.rollcalls["source"].tolist() == ["voeten", "voeten"]


def workbook(*sheets: list[list[Any]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet{place}")
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


ROWS = [
    ["Country", "Vote", "Resolution"],
    ["USA", "No", "A/RES/79/7"],
    ["France", "Yes", "A/RES/79/7"],
]


def test_a_sheet_of_a_workbook() -> None:
    assert letters(unvote.read(workbook(ROWS, [["a", "b"], [1, 2]]))) == CUBA
    assert letters(unvote.read(workbook([["My votes"], [], *ROWS]))) == CUBA


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (
            workbook(ROWS, ROWS),
            ": the sheets Sheet1 and Sheet2 hold votes: keep one of them, or save it as CSV",
        ),
        (workbook([]), ": the workbook is empty"),
        (
            workbook([*ROWS, ["a", "b", "c", "d"]]),
            ", sheet Sheet1, row 4: 4 cells where the header names 3 columns",
        ),
        (
            workbook([*ROWS, ["Frnace", "Yes", "A/RES/79/7"]]),
            ", sheet Sheet1, row 4, column Country: 'Frnace' is not a member state; did you mean",
        ),
        (
            workbook([*ROWS, ["Chad", '=IF(1=1,"Y","N")', "A/RES/79/7"]]),
            ", sheet Sheet1, cell B4: the formula has no stored result: open the workbook in Excel,"
            " and save it",
        ),
        (io.BytesIO(workbook(ROWS).read()[:500]), ": the workbook is damaged or cut short"),
    ],
)
def test_a_workbook_that_cannot_be_read(file: io.BytesIO, said: str) -> None:
    assert message(file.getvalue()).startswith(f"the data{said}")


def with_results(file: io.BytesIO, kind: bytes, result: bytes) -> io.BytesIO:
    """Store a result in the formulas of a workbook, as Excel does."""
    new = io.BytesIO()
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(new, "w") as copy:
        for name in archive.namelist():
            cells = re.sub(
                rb"<c r=\"(\w+)\"><f>(.*?)</f><v ?/>",
                rb'<c r="\1" t="%s"><f>\2</f><v>%s</v>' % (kind, result),
                archive.read(name).replace(b"<v></v>", b"<v />"),
            )
            copy.writestr(name, cells)
    new.seek(0)
    return new


@pytest.mark.parametrize(("result", "vote"), [(b"Y", "Y"), (b"", "X")])
def test_the_stored_result_of_a_formula_is_read(result: bytes, vote: str) -> None:
    file = workbook([*ROWS, ["Chad", '=IF(1=1,"Y","N")', "A/RES/79/7"]])
    record = unvote.read(with_results(file, b"str", result))
    assert letters(record) == {"A/RES/79/7": {**CUBA["A/RES/79/7"], "TCD": vote}}


def test_a_workbook_that_unfolds_beyond_measure() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", b"0" * (65 << 20))
    assert "bytes of a workbook unpack to 68,157,441, more than any table of votes" in message(
        file.getvalue()
    )


def test_a_code_that_is_also_a_vote_is_the_state() -> None:
    table = b"code,A/RES/79/1,A/RES/79/2\nNO,Y,N\nUS,N,N\n"
    record = unvote.read(io.BytesIO(table))
    assert record.votes["NOR"].tolist() == [unvote.Vote.YES, unvote.Vote.NO]
    with pytest.raises(unvote.DataError):
        unvote.read(io.BytesIO(b",,,,,,,,,,\n,e,,,,,,NO,,x,"))


@pytest.mark.parametrize("dash", ["-", "–", "—", "--"])
@pytest.mark.parametrize(
    "table",
    [
        "country,vote,resolution\nUSA,N,A/RES/79/7\nFRA,Y,A/RES/79/7\nTCD,{},A/RES/79/7\n",
        "resolution,USA,FRA,TCD\nA/RES/79/7,N,Y,{}\n",
        "country,A/RES/79/7\nUSA,N\nFRA,Y\nTCD,{}\n",
    ],
)
def test_a_dash_is_not_voting_in_every_table_and_noted(table: str, dash: str) -> None:
    record = read(table.format(dash))
    assert letters(record) == {"A/RES/79/7": {"USA": "N", "FRA": "Y", "TCD": "X"}}
    written = dash if table.startswith("country,vote") else "-"
    assert record.notes == (f"1 vote written {written}: read as not voting (X)",)


@pytest.mark.parametrize(
    ("above", "lines"),
    [("Votes of 2024\n", 1), ('"My votes, by hand",,\n,,\nDownloaded 2025-03-01,,\n\n', 3)],
)
@pytest.mark.parametrize(
    "table",
    [
        "Country,Vote,Resolution\nUSA,No,A/RES/79/7\nFrance,Yes,A/RES/79/7\n",
        "Resolution,USA,FRA\nA/RES/79/7,N,Y\n",
        "Country,A/RES/79/7\nUSA,N\nFrance,Y\n",
        "Country,Resolution,Yes,No\nUSA,A/RES/79/7,,x\nFrance,A/RES/79/7,x,\n",
    ],
)
def test_titles_above_the_header(table: str, above: str, lines: int) -> None:
    record = read(above + table)
    assert letters(record) == CUBA
    counted = f"{lines} line{'s' if lines > 1 else ''}"
    assert record.notes == (f"read with {counted} above the header skipped",)


def test_an_error_below_titles_names_its_line() -> None:
    assert message("Votes\n\nCountry,Vote,Resolution\nUSA,No,A/RES/79/7\nFRA,Q,A/RES/79/7\n") == (
        "the data, line 5, column Vote: 'Q' is not a vote: it is Y, N, A or X"
    )
