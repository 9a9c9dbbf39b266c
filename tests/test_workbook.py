"""Files for people: a workbook for Excel, and Markdown."""

import re
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import unvote
from conftest import CHOSEN, COUNCIL, run_unvote
from unvote.answer import Column, Kind
from unvote.output.sheet import Sheet
from unvote.output.workbook import MOST_ROWS, to_xlsx


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(*arguments: str, code: int = 0) -> Any:
    """Return the workbook that a command writes."""
    result = run_unvote(*arguments, "-o", "out.xlsx")
    assert (result.code, result.out) == (code, "")
    return load_workbook("out.xlsx")


def cells(page: Any) -> list[list[tuple[Any, str]]]:
    return [[(cell.value, cell.number_format) for cell in row] for row in page.iter_rows()]


def test_numbers_are_numbers_with_their_format() -> None:
    page = written("align", "US", "RU", "--by", "year")["answer"]
    assert page.freeze_panes == "A2"
    head, first, *_ = cells(page)
    assert [name for name, _ in head] == [
        *("by", "a", "b", "n", "same", "opposite", "partial", "absent", "agreement")
    ]
    assert first[:4] == [
        (2014, "General"),
        ("USA United States", "General"),
        ("RUS Russia", "General"),
        (1, "#,##0"),
    ]
    assert first[-1] == (0, "0.0%")


def test_every_kind_of_number_has_the_format_of_its_table() -> None:
    kinds = [Kind.SHARE, Kind.CHANGE, Kind.COEFFICIENT, Kind.INDEX, Kind.AVERAGE, Kind.POINT]
    columns = [*(Column(kind.value, kind) for kind in kinds), Column("year", Kind.SLICE)]
    data = [*([-0.5, None] for _ in kinds), [2024, 2025]]
    Path("x.xlsx").write_bytes(to_xlsx(Sheet(columns, data), []))
    _, first, second = cells(load_workbook("x.xlsx")["answer"])
    assert (first.pop(), second.pop()) == ((2024, "General"), (2025, "General"))
    assert [code for _, code in first] == [
        *("0.0%", "+0.0%;-0.0%;0.0%", "+0.00;-0.00;0.00", "0.00", "0.0", "+0.00;-0.00;0.00")
    ]
    assert [value for value, _ in first] == [-0.5] * len(kinds)
    assert [value for value, _ in second] == [None] * len(kinds)  # missing is empty, not 0


def test_days_are_days_and_doubtful_outcomes_have_their_star() -> None:
    page = written("tally", "ES-11/7")["answer"]
    head, row = cells(page)
    found = {name: cell for (name, _), cell in zip(head, row, strict=True)}
    assert found["date"] == (datetime(2025, 2, 24), "yyyy-mm-dd")
    assert found["not voting"] == (17, "#,##0")
    assert found["passed"] == (True, "General")
    starred = unvote.load("embedded")
    outcomes = [row[-1].value for row in written("tally", "-c", "rollcall,outcome")["answer"].rows]
    assert "adopted" in outcomes
    assert len(outcomes) == len(starred) + 1


def test_the_second_sheet_says_how_it_was_made_and_how_to_cite_it() -> None:
    page = written("align", "US", "RU", "--session", "ES-11")["about"]
    told = [(row[0].value, row[1].value) for row in page.rows]
    assert told[0] == ("what", "words")
    assert ("program", f"unvote {unvote.__version__}") in told
    assert ("asked", "command: align; names: US, RU; session: ES-11") in told
    assert ("record", "the embedded record") in told
    assert ("selection", "session ES-11") in told
    assert ("measure", "agreement") in told
    assert ("notes", CHOSEN) in told
    assert told[-1][0] == "to cite"
    assert told[-1][1].startswith("The unvote developers (2026)")


ACTING = ["=1+1", '=HYPERLINK("http://x","y")', "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)"]


@pytest.mark.parametrize("text", ACTING)
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    sheet = Sheet([Column("title", Kind.TEXT)], [[text]])
    Path("x.xlsx").write_bytes(to_xlsx(sheet, [("notes", text)]))
    book = load_workbook("x.xlsx")
    for page, place in ((book["answer"], "A2"), (book["about"], "B2")):
        assert (page[place].value, page[place].data_type) == (text, "s")
        assert page[place].quotePrefix  # even after somebody has edited the cell
    with zipfile.ZipFile("x.xlsx") as archive:
        pages = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert not any(b"<f>" in page or b"<f " in page for page in pages)


def test_the_same_question_gives_the_same_bytes() -> None:
    run_unvote("tally", "-o", "one.xlsx")
    run_unvote("tally", "-o", "two.xlsx")
    one, two = Path("one.xlsx").read_bytes(), Path("two.xlsx").read_bytes()
    assert one == two
    with zipfile.ZipFile("one.xlsx") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        days = re.findall(rb"W3CDTF\">([^<]*)<", archive.read("docProps/core.xml"))
    assert set(days) == {b"1980-01-01T00:00:00Z"}


def test_nothing_selected_is_a_header_alone() -> None:
    book = written("tally", "--from", "1999", "--to", "1999", code=3)
    assert [row[0].value for row in book["answer"].rows] == ["rollcall"]


def test_what_a_sheet_does_not_hold_is_refused() -> None:
    sheet = Sheet([Column("n", Kind.COUNT)], [range(MOST_ROWS)])
    with pytest.raises(
        unvote.UnvoteError, match=r"^1,048,576 rows: a sheet of Excel holds 1,048,575"
    ):
        to_xlsx(sheet, [])


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run_unvote("tally", "-o", "out.xlsx", "-q")
    assert (result.code, result.out) == (4, "")
    assert result.err == (
        "unvote: a workbook needs the extra excel: in the folder of unvote run pip install"
        " '.[excel]', or write CSV\n"
    )
    assert not Path("out.xlsx").exists()


def test_the_state_departments_scores_are_rounded_as_printed() -> None:
    answer = ["state-department", "--year", "2024", "-c", "country,coincidence", "-n", "3"]
    _, *rows = cells(written(*answer)["answer"])
    assert [row[1] for row in rows] == [(None, "General"), (0.33, "0%"), (0, "0%")]
    printed = run_unvote(*answer, "-f", "markdown", "--no-header", "-q").out
    assert printed == "| Afghanistan | – |\n| Albania | 33% |\n| Algeria | 0% |\n"


def test_markdown_is_as_people_read_it() -> None:
    line = ["align", "US", "--session", "ES-11", "-n", "2", "-f", "markdown"]
    result = run_unvote(*line)
    assert result.err.startswith(f"unvote: {CHOSEN}\n")
    assert result.out == (
        "| rank | b | n | same | opposite | partial | absent | agreement |\n"
        "|--:|---|--:|--:|--:|--:|--:|--:|\n"
        "| 1 | HUN Hungary | 9 | 9 | 0 | 0 | 0 | 100.0% |\n"
        "| 1 | PLW Palau | 9 | 9 | 0 | 0 | 0 | 100.0% |\n"
    )


def test_plain_markdown_has_all_columns_and_plain_numbers() -> None:
    line = ["align", "US", "RU", "--session", "ES-11", "-q"]
    assert run_unvote(*line, "-f", "markdown", "--plain").out == (
        "| a | b | n | same | opposite | partial | absent | agreement |\n"
        "|---|---|--:|--:|--:|--:|--:|--:|\n"
        "| USA | RUS | 9 | 1 | 7 | 1 | 0 | 0.16666666666666666 |\n"
    )
    truths = ["tally", "ES-11/7", "-q", "-c", "yes,passed"]
    assert run_unvote(*truths, "-f", "markdown", "--plain").out.endswith("| 93 | true |\n")
    result = run_unvote(*line, "--csv", "--plain")
    assert (result.code, result.out) == (2, "")
    assert "--plain goes with Markdown" in result.err


def test_a_workbook_is_no_text_for_a_terminal() -> None:
    result = run_unvote("tally", "-f", "xlsx", terminal=True)
    assert result.code == 2
    assert "xlsx is not text for a terminal: name a file with --output" in result.err
    assert COUNCIL not in result.err


def test_what_is_drawn_beside_a_table_is_in_no_file() -> None:
    line = ["profile", "US", "--by", "year", "--session", "ES-11"]
    head, *_ = cells(written(*line)["answer"])
    assert "votes" not in [name for name, _ in head]
    assert "█" not in run_unvote(*line, "-f", "markdown").out
