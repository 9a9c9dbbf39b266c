"""The reader of tables of votes: its errors, what it reads, and its notes."""

import bz2
import csv
import gc
import gzip
import io
import lzma
import os
import random
import sqlite3
import threading
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import complete, run_unvote
from reading import HEADER, ROW, TABLE, UNTOLD_PARTS, letters, message, no_state, read
from strategies import CODES, DAYS, TITLES
from unvote.codes import Vote
from unvote.readers.stream import HEAD
from unvote.world.states import all_states

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "gzip": gzip.compress,
    "zstd": lambda data: pa.compress(data, "zstd", asbytes=True),
    "xz": lzma.compress,
    "bz2": bz2.compress,
}


# What cannot be read ---------------------------------------------------------------------

FOUND_UNDL = "undl_id, ms_code, ms_vote, date, resolution, title, total_yes"
BINARY = (
    "the data: this is a binary file and no text: a CSV file is expected"
    " (save a sheet of a workbook as CSV UTF-8)"
)
WEB_PAGE = (
    "the data: this is a web page and no data: open its address in a browser and save the file"
    " there (the UN Digital Library answers programs with a page)"
)
HEADER_ALONE = "the data: the file holds a header and no votes"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "the data: the file is empty"),
        ("\ufeff\n \r\n\t\n", "the data: the file is empty"),
        (HEADER, HEADER_ALONE),
        (HEADER.rstrip(), HEADER_ALONE),
        (HEADER + "\n\n,,,,,,\n , ,,,,,\n", HEADER_ALONE),
        (
            "ms_code,resolution,date\nFRA,A/RES/79/1,2025-02-24\n",
            "the data, line 1: no column says the vote (ms_vote, vote), and none is a state's"
            " name (found: ms_code, resolution, date)",
        ),
        (
            "ms_vote,resolution\nY,A/RES/79/1\n",
            "the data, line 1: no column says the state (ms_code, country), and none is a state's"
            " name (found: ms_vote, resolution)",
        ),
        (
            "ms_code,ms_vote,resolution,MS_Vote \nFRA,Y,A/RES/79/1,N\n",
            "the data, line 1, column ms_vote: the header names the column twice",
        ),
        (
            "hello\nworld\n",
            "the data, line 1: no known layout begins like this: 'hello' (needed: a"
            " column of states and one of votes, such as country and vote, or one column for each"
            " state)",
        ),
    ],
)
def test_a_file_without_what_is_needed(table: str, said: str) -> None:
    assert message(table) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,DEU,Q,,,,", "column ms_vote: 'Q' is not a vote: it is Y, N, A or X"),
        ("1,DEU,NA,,,,", "column ms_vote: 'NA' is not a vote: it is Y, N, A or X"),
        ("1,FRX,Y,,,,", f"column ms_code: {no_state('FRX')}"),
        ("1,QQ9Q,Y,,,,", "column ms_code: 'QQ9Q' is not a member state"),
        (f"1,FRA{'.' * 60}x,Y,,,,", f"column ms_code: 'FRA{'.' * 56}…' is not a member state"),
        ("1,,Y,,,,", "column ms_code: empty where a state is expected"),
        (
            "1,DEU,Y,24.2025,,,",
            "column date: '24.2025' is not a date: it is written as 2025-02-24",
        ),
        (
            "1,DEU,Y,2025-02-30,,,",
            "column date: '2025-02-30' is not a date: it is written as 2025-02-24",
        ),
        ("1,DEU,Y,,,,many", "column total_yes: 'many' is not a number of votes"),
        ("1,DEU,Y,,,,120.5", "column total_yes: '120.5' is not a number of votes"),
        ("1,DEU,Y,,,,-1", "column total_yes: '-1' is not a number of votes"),
        (
            "1,FRA,Y,,,,",
            "column ms_code: a second vote of FRA in A/RES/79/1 (the first is in line 2)",
        ),
        (
            ",DEU,Y,,,,",
            "column resolution: empty, and no undl_id says which roll call it is",
        ),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_line(row: str, said: str) -> None:
    assert message(f"{TABLE}{row}\n") == f"the data, line 3, {said}"

    # The line of a file, not the number of a row: blank lines, a title of three lines, an
    # empty row, CRLF.
    before = '\n\n1,USA,Y,2025-02-24,A/RES/79/1,"One,\n""two""\n",1\n,,,,,,\n\n'
    table = f"\ufeff\n{TABLE}{before}{row}\n".replace("\n", "\r\n")
    said = said.replace("line 2", "line 3")
    assert message(table) == f"the data, line 11, {said}"


def test_a_long_value_is_quoted_in_one_short_line() -> None:
    value = "no\nvote " * 40
    assert message(f'{TABLE}1,DEU,"{value}",,,,\n') == (
        "the data, line 3, column ms_vote: 'no vote no vote no vote no vote no vote no vote no"
        " vote no…' is not a vote: it is Y, N, A or X"
    )


def test_two_votes_of_one_state() -> None:
    soviet = f"{HEADER}1,SUN,Y,1946-12-14,A/RES/41(I),One,1\n1,RUS,Y,1946-12-14,A/RES/41(I),One,1\n"
    assert message(soviet) == (
        "the data, line 3, column ms_code: a second vote of RUS in A/RES/41(I)"
        " (the first, as SUN, is in line 2)"
    )
    # In another roll call it is not a second vote.
    assert letters(read(soviet.replace("\n1,RUS,Y", "\n2,RUS,N"))) == {
        "A/RES/41(I)#1": {"RUS": "Y"},
        "A/RES/41(I)#2": {"RUS": "N"},
    }

    without_number = "ms_name,ms_vote,resolution\nFrance,Y,A/RES/79/1\nFRANCE,N,A/RES/79/1\n"
    assert message(without_number) == (
        "the data, line 3, column ms_name: a second vote of FRANCE in A/RES/79/1 (the first, as"
        " France, is in line 2); roll calls that share a symbol need an undl_id"
    )


def test_a_name_that_is_none() -> None:
    assert message("ms_name,ms_vote,resolution\nFrnace,Y,A/RES/79/1\n") == (
        f"the data, line 2, column ms_name: {no_state('Frnace')}"
    )
    # The name must be known only if the code is empty.
    assert message(
        "ms_code,ms_name,ms_vote,resolution\nFRA,Frnace,Y,A/RES/79/1\n,Wonderlnd,Y,A/RES/79/1\n"
    ).startswith("the data, line 3, column ms_name: 'Wonderlnd' is not a member state")


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ("1,DEU,Y", "3 values"),
        ("DEU", "1 value"),
        ("1,DEU,Y,2025-02-24,A/RES/79/1,a,b,1", "8 values"),
    ],
)
def test_rows_of_another_length_than_the_header(row: str, count: str) -> None:
    title = '1,USA,Y,2025-02-24,A/RES/79/1,"One\n\ntwo",1\n'
    assert message(f"{TABLE}\n{title}{row}\n{row}\n") == (
        f"the data, line 7: {count} where the header names 7 columns"
    )


@pytest.mark.parametrize("rows_after", [0, 3, 200_000])
@pytest.mark.parametrize(
    "row",
    [
        '1,DEU,Y,2025-02-24,A/RES/79/1,"Two,1\n',
        '1,DEU,Y,2025-02-24,A/RES/79/1,Two,"1\n',  # pyarrow reads on to the end and is content
    ],
)
def test_a_quoted_field_that_never_ends(row: str, rows_after: int) -> None:
    table = f"{TABLE}\n{row}{ROW * rows_after}"
    assert message(table) == "the data, line 4: a quoted field here never ends: correct the quotes"


def test_a_quoted_field_that_never_ends_in_a_last_column_that_is_not_read() -> None:
    table = 'ms_code,ms_vote,resolution,x\nFRA,Y,S/1,1\nUSA,Y,S/1,"\nDEU,Y,S/1,\n'
    assert message(table) == "the data, line 3: a quoted field here never ends: correct the quotes"
    ended = 'ms_code,ms_vote,resolution,x\nFRA,Y,S/1,1\nUSA,Y,S/1,"\nDEU,Y,S/1,\n"\n'
    assert letters(read(ended)) == {"S/1": {"FRA": "Y", "USA": "Y"}}


@pytest.mark.parametrize("name", ['"title', '"ti"tle'])
def test_a_header_with_wrong_quotes(name: str) -> None:
    table = f"ms_code,ms_vote,resolution,{name}\nUSA,Y,A/RES/79/1,Peace\n"
    assert message(table) == (
        "the data, line 1: a quoted field of the header never ends, or text follows it: correct"
        " the quotes"
    )


def test_text_after_a_closing_quote() -> None:
    table = f'{TABLE}1,DEU,Y,2025-02-24,A/RES/79/1,"Two" and, 3,1\n'
    assert message(table) == "the data, line 3: text follows a closing quote: correct the quotes"


def test_text_in_other_encodings() -> None:
    late = ROW.replace("FRA", "{}").replace("One", "Résolution")
    codes = sorted(all_states())[:150]
    rows = "".join(late.format(code) for code in codes)
    said = "the text is not UTF-8: save the file as UTF-8"
    one_stray = (HEADER + rows).encode() + late.format("USA").encode("latin-1")
    assert message(one_stray) == f"the data, line 152, column title: {said}"
    assert len(read((HEADER + rows).encode())) == 1

    accented = HEADER.replace("title", "title,intitulé") + "1,FRA,Y,,A/RES/79/1,One,Un,1\n"
    assert message(accented.encode("latin-1")) == f"the data, line 1: {said}"
    assert len(read(accented.encode())) == 1

    for encoding in ("utf-16", "utf-16-be"):
        marked = ("\ufeff" * (encoding != "utf-16") + TABLE).encode(encoding)
        assert message(marked) == "the data: the text is UTF-16: save it as UTF-8"


def test_binary_files(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    assert message(png) == BINARY
    assert message(gzip.compress(png)) == BINARY

    pa.parquet.write_table(pa.table({"ms_code": ["FRA"]}), tmp_path / "votes.parquet")
    said = "the data: no column says the vote (ms_vote, vote), and none is a state's name"
    assert message((tmp_path / "votes.parquet").read_bytes()) == f"{said} (found: ms_code)"

    database = sqlite3.connect(tmp_path / "votes.db")
    database.execute("CREATE TABLE votes (ms_code)")
    database.commit()
    database.close()
    assert message((tmp_path / "votes.db").read_bytes()) == BINARY


@pytest.mark.parametrize("place", ["column", "cell"])
def test_parquet_with_text_that_is_no_utf_8_is_damaged(place: str) -> None:
    columns = {
        "ms_code": ["FRA"],
        "ms_vote": ["Y"],
        "resolution": ["A/RES/79/7"],
        "title": ["Peace"],
    }
    file = io.BytesIO()
    pa.parquet.write_table(pa.table(columns), file, use_dictionary=False, compression="none")
    before = b"title" if place == "column" else b"Peace"
    broken = file.getvalue().replace(before, b"\xa0" + before[1:])
    assert "the Parquet file is damaged: write it again" in message(broken)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("votes.csv", "the data: this is a zip archive: unpack it, and name the file in it"),
        (
            "[Content_Types].xml",
            "the data: this is a workbook that is not Excel's: save the sheet as CSV UTF-8",
        ),
    ],
)
def test_an_archive_is_told_from_a_workbook(inside: str, said: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, TABLE)
    assert message(packed.getvalue()) == said


def test_no_name_of_a_file() -> None:
    with pytest.raises(unvote.DataError, match="no file is named: '' is given for its name"):
        unvote.read("")


def test_the_name_of_a_file_may_be_no_utf8(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/donn\xe9es.csv")
    Path(name).write_text(TABLE, encoding="utf-8")
    assert letters(unvote.read(name)) == letters(unvote.read(io.BytesIO(TABLE.encode())))
    assert run_unvote("data", "import", name).code == 0
    assert "donn\N{REPLACEMENT CHARACTER}es.csv" in run_unvote("data", "info").out


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>", "\ufeff\n  <!doctype HTML PUBLIC '-'>", "<HTML>"]
)
def test_a_web_page_is_no_data(start: str) -> None:
    page = f"{start}\n<html lang='en'><title>Human Verification</title></html>\n"
    assert message(page) == WEB_PAGE
    assert message(gzip.compress(page.encode())) == WEB_PAGE


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "votes").mkdir()
    (tmp_path / "votes.csv").touch()
    for name, said in {
        "votes": "votes is a directory: name a file in it",
        "none.csv": "none.csv: there is no such file",
        "votes.csv": "votes.csv: the file is empty",
    }.items():
        with pytest.raises(unvote.DataError) as caught:
            unvote.read(name)
        assert str(caught.value) == said


@pytest.mark.parametrize(
    "kind", ["gzip", *complete(*(kind for kind in COMPRESSIONS if kind not in ("plain", "gzip")))]
)
def test_compressed_files_cut_short_or_damaged(kind: str) -> None:
    # Random digits, which hardly compress, so that the cut is beyond the first bytes read.
    chance = Random(1)
    rows = "".join(
        f"{number},FRA,Y,2025-02-24,A/RES/79/{number},{chance.getrandbits(320)},1\n"
        for number in range(5_000)
    )
    whole = COMPRESSIONS[kind]((HEADER + rows).encode())
    assert len(read(whole)) == 5_000
    assert len(whole) > 2 * HEAD
    cut = [whole[: len(whole) // 2], whole[:-5], whole[:9]]
    wrong_checksum = [whole[:-8] + bytes(8)] if kind != "zstd" else []  # pyarrow writes none
    for broken in cut + wrong_checksum:
        assert message(broken) == (
            f"the data: the {kind} data are damaged or cut short: fetch the file again"
        )


@pytest.mark.complete
@pytest.mark.parametrize("kind", [kind for kind in COMPRESSIONS if kind != "plain"])
def test_damaged_files_leave_no_memory_behind(kind: str) -> None:
    whole = COMPRESSIONS[kind](TABLE.encode() * 500)
    message(whole[:-9])
    tracemalloc.start()
    try:
        for _ in range(20):
            message(whole[:-9])
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 100_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", list(COMPRESSIONS))
def test_what_is_compressed_is_told_from_the_content(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "votes.txt"
    path.write_bytes(COMPRESSIONS[kind](TABLE.encode()))
    record = unvote.read(path)
    assert record.name == str(path)
    assert letters(record) == {"A/RES/79/1": {"FRA": "Y"}}

    path.write_bytes(COMPRESSIONS[kind](b"hello\nworld\n"))
    with pytest.raises(unvote.DataError) as caught:
        unvote.read(str(path))
    assert str(caught.value) == (
        f"{path}, line 1: no known layout begins like this: 'hello' (needed: a"
        " column of states and one of votes, such as country and vote, or one column for each"
        " state)"
    )
    path.write_bytes(COMPRESSIONS[kind](b""))
    with pytest.raises(unvote.DataError, match="the file is empty"):
        unvote.read(str(path))
    if kind != "plain":
        path.write_bytes(COMPRESSIONS[kind](TABLE.encode())[:9])
        with pytest.raises(unvote.DataError, match=f"the {kind} data are damaged or cut short"):
            unvote.read(path)


@pytest.mark.parametrize("kind", list(COMPRESSIONS))
def test_the_line_is_found_in_a_compressed_file_too(kind: str) -> None:
    data = COMPRESSIONS[kind](f"{TABLE}\n1,DEU,Q,,,,\n".encode())
    assert (
        message(data) == "the data, line 4, column ms_vote: 'Q' is not a vote: it is Y, N, A or X"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_that_can_be_read_only_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(gzip.compress(TABLE.encode()),))
    writer.start()
    record = unvote.read(pipe)
    writer.join()
    assert letters(record) == {"A/RES/79/1": {"FRA": "Y"}}


def test_a_file_that_its_opener_cannot_read_to_the_end() -> None:
    with gzip.open(io.BytesIO(gzip.compress(TABLE.encode())[:-5])) as cut:
        with pytest.raises(unvote.DataError) as caught:
            unvote.read(cut)
        assert str(caught.value).endswith(
            ": the compressed data are damaged or cut short: fetch the file again"
        )


def test_an_organ_that_is_none() -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        read(TABLE, organ="Human Rights")
    assert str(caught.value) == (
        "organ 'Human Rights': write one of GA, SC, HRC, ECOSOC, C1, C2, C3, C4, C5, C6, or the"
        " first letters of another body's symbols, in capitals; all means every organ"
    )


# The editions of the UN Digital Library --------------------------------------------------

LINK = "https://digitallibrary.un.org/record/4049837"
EDITION_2024 = (
    "undl_id,ms_codes,ms_names,ms_votes,date,session,resolutions,draft,committee_report,meeting,"
    "title,agenda_title,subjects,yes,no,abstentions,non-voting,total_ms,undl_link\n"
) + "".join(
    f"4049837,{state},{vote},2024-10-30,79,A/RES/79/7,A/79/L.6,,A/79/PV.30,"
    f"Embargo,CUBA--UNITED STATES,EMBARGO|CUBA,187,2,1,3,193,{LINK}\n"
    for state, vote in {
        "CUB,CUBA": "Y",
        "USA,UNITED STATES": "N",
        "MDA,REPUBLIC OF MOLDOVA": "NV",
    }.items()
)
EDITION_2025 = (
    EDITION_2024.replace("ms_codes,ms_names,ms_votes", "ms_code,ms_name,ms_vote")
    .replace("resolutions", "resolution")
    .replace(
        "yes,no,abstentions,non-voting", "total_yes,total_no,total_abstentions,total_non_voting"
    )
    .replace("NV", "X")
)
EDITION_2026 = EDITION_2025.replace("subjects,", "subjects,vote_note,").replace(
    "|CUBA,", "|CUBA,Paragraph,"
)


@pytest.mark.parametrize(
    ("table", "note"),
    [(EDITION_2024, ""), (EDITION_2025, ""), (EDITION_2026, "Paragraph")],
    ids=["2024", "2025", "2026"],
)
def test_the_editions_of_the_general_assembly(table: str, note: str) -> None:
    record = read(table)
    assert letters(record) == {"A/RES/79/7": {"CUB": "Y", "MDA": "X", "USA": "N"}}
    listed = record.rollcalls.loc["A/RES/79/7", ["missing", "unexpected"]]
    assert listed.map(lambda text: text.count("|")).tolist() == [189, 0]
    assert record.rollcalls.loc["A/RES/79/7"].drop(listed.index).to_dict() == {
        "symbol": "A/RES/79/7",
        "date": pd.Timestamp("2024-10-30"),
        "session": "79",
        "organ": "GA",
        "title": "Embargo",
        "draft": "A/79/L.6",
        "meeting": "A/79/PV.30",
        "agenda": "CUBA--UNITED STATES",
        "subjects": "EMBARGO|CUBA",
        "sponsors": "",
        **dict.fromkeys(("issues", "same_text", "added"), ""),
        "note": note,
        "part": note.casefold(),
        "modality": "",
        "link": LINK,
        "number": "4049837",
        "source": "undl",
        "published_yes": 187,
        "published_no": 2,
        "published_abstain": 1,
        "published_not_voting": 3,
        "published_members": 193,
    }
    assert list(record.rollcalls.columns) == list(unvote.load().rollcalls.columns)
    assert record.rollcalls.dtypes.equals(unvote.load().rollcalls.dtypes)
    assert record.notes == (
        *(["1 vote written NV: read as not voting (X)"] if table == EDITION_2024 else []),
        *([] if table == EDITION_2026 else [UNTOLD_PARTS]),
        "1 roll call whose published totals differ from the votes; the votes count:"
        " A/RES/79/7 (yes: 187 published, 1 listed)",
    )


def test_the_security_council() -> None:
    record = read(
        "undl_id,ms_code,ms_name,permanent_member,ms_vote,date,resolution,meeting,description,"
        "agenda,subjects,modality,total_yes,total_no,total_abstentions,total_non_voting,total_ms\n"
        "7,FRA,FRANCE,True,A,2025-02-24,S/RES/2774(2025),S/PV.9866,Path to peace : resolution 2774"
        " (2025) / adopted by the Security Council,UKRAINE,,recorded,0,0,1,0,1\n"
        "8,FRA,FRANCE,True,X,1998-06-30,S/RES/1248(1999),S/PV.1,Admission,MEMBERS,,without vote,"
        "0,0,0,1,1\n"
        "9,FRA,FRANCE,True,N,1998-07-01,,S/PV.2,Procedure,,,recorded,0,1,0,0,1\n"
    )
    assert letters(record) == {
        "S/RES/1248(1999)": {"FRA": "X"},
        "#9": {"FRA": "N"},
        "S/RES/2774(2025)": {"FRA": "A"},
    }
    assert record.rollcalls["organ"].tolist() == ["SC", "SC", "SC"]
    assert record.rollcalls["session"].tolist() == ["", "", ""]
    assert record.rollcalls["modality"].tolist() == ["without vote", "recorded", "recorded"]
    assert record.without_vote.tolist() == [True, False, False]
    assert record.rollcalls["agenda"].tolist() == ["MEMBERS", "", "UKRAINE"]
    assert record.notes == ()


def test_the_library_catalogue_s_ending_is_no_part_of_a_title() -> None:
    title = "Embargo : resolution / adopted by the General Assembly"
    assert read(TABLE.replace("One", title)).rollcalls["title"].tolist() == ["Embargo"]


# What is odd and legal -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "notes"),
    [
        (TABLE, ()),
        (f"\ufeff{TABLE}", ("read with a byte-order mark",)),
        (TABLE.replace("\n", "\r\n"), ("read with CRLF line ends",)),
        (TABLE.replace("\n", "\r"), ()),
        (TABLE.replace(",", ";"), ("read with semicolons between the columns",)),
        (TABLE.replace(",", "\t"), ("read with tabs between the columns",)),
        (TABLE.replace("1\n", "1.0\n"), ('read with totals written as decimals ("120.0")',)),
        (
            f"\ufeff{TABLE}".replace(",", ";").replace("\n", "\r\n"),
            ("read with a byte-order mark, CRLF line ends, semicolons between the columns",),
        ),
        (f"\n\n{TABLE}\n\n", ()),
        (f"{TABLE},,,,,,\n , ,\t,,,,\n", ("2 empty rows skipped",)),
        (TABLE.upper().replace("FRA,Y", "fra,y").replace("ONE", "One"), ()),
        (TABLE.replace(",", " , "), ()),
        (
            TABLE.replace("One,1", "One,5"),
            (
                "1 roll call whose published totals differ from the votes; the votes count:"
                " A/RES/79/1 (yes: 5 published, 1 listed)",
            ),
        ),
        (TABLE.replace("One,1", "One,"), ()),
    ],
)
def test_odd_tables_are_read_alike_and_noted(table: str, notes: tuple[str, ...]) -> None:
    record = read(table)
    assert letters(record) == {"A/RES/79/1": {"FRA": "Y"}}
    assert record.rollcalls["title"].tolist() == ["One"]
    assert record.rollcalls["date"].tolist() == [pd.Timestamp("2025-02-24")]
    assert [note for note in record.notes if note != UNTOLD_PARTS] == list(notes)


def test_columns_in_any_order_and_columns_that_are_not_read() -> None:
    table = (
        "x,resolution,x,,ms_vote,,notes,ms_code\n"
        "1,A/RES/79/1,2,3,Y,,not\xe9,FRA\n"
        "never,A/RES/79/1,2024-99-99,3,N,,,USA\n"
    )
    record = read(table.encode("latin-1"))
    assert letters(record) == {"A/RES/79/1": {"FRA": "Y", "USA": "N"}}
    assert record.notes == ("3 columns not read: x, x, notes",)
    last = "ms_code,ms_vote,resolution,notes\nFRA,Y,A/RES/79/1,\xe9\n".encode("latin-1")
    assert letters(read(last)) == {"A/RES/79/1": {"FRA": "Y"}}


def test_every_spelling_of_a_vote() -> None:
    states = ["FRA", "USA", "CHN", "NAM", "CUB", "IND", "DEU", "POL", "ITA", "IRN", "MLI"]
    votes = ["y", "n", "a", "x", "nv", "", "Yes", "NO", "Abstain", "abstention", " Y "]
    rows = [f"{s},{v},A/RES/79/1\n" for s, v in zip(states, votes, strict=True)]
    record = read("ms_code,ms_vote,resolution\n" + "".join(rows))
    read_as = [letters(record)["A/RES/79/1"][state] for state in states]
    assert read_as == ["Y", "N", "A", "X", "X", "X", "Y", "N", "A", "A", "Y"]
    assert record.notes == (
        "1 vote written nv: read as not voting (X)",
        "1 vote left blank: read as not voting (X)",
    )


def test_states_as_official_files_name_them() -> None:
    names = {
        "CONGO": "COG",
        "DEMOCRATIC REPUBLIC OF THE CONGO": "COD",
        "GUINEA": "GIN",
        "TÜRKIYE": "TUR",
        "USSR": "RUS",
        "NAMIBIA": "NAM",
    }
    rows = "".join(f"{name},Y,A/RES/79/1\n" for name in names)
    record = read("ms_name,ms_vote,resolution\n" + rows)
    assert list(record.votes.columns) == sorted(names.values())
    codes = ["NA", "SUN", "SCG", "GER", "EAT", "fr"]
    rows = "".join(f"{code},Y,A/RES/79/1\n" for code in codes)
    record = read("ms_code,ms_vote,resolution\n" + rows)
    assert list(record.votes.columns) == ["DEU", "FRA", "NAM", "RUS", "SRB", "TZA"]
    assert record.notes == ()


def test_the_name_counts_where_the_code_is_empty() -> None:
    record = read(
        "ms_code,ms_name,ms_vote,resolution\n"
        "FRA,FRANCE,Y,A/RES/79/1\n,GUINEA,N,A/RES/79/1\nUSA,,A,A/RES/79/1\n"
    )
    assert letters(record) == {"A/RES/79/1": {"FRA": "Y", "GIN": "N", "USA": "A"}}
    assert record.notes == ()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "ms_code,ms_name,ms_vote,resolution\nUS,USA,N,A/RES/79/1\nGM,GERMANY,Y,A/RES/79/1\n",
            "line 3, column ms_code: the code GM and the name 'GERMANY' are of different states",
        ),
        (
            "rcid,ccode,countryname,vote,unres\n1,2,USA,1,R/79/1\n1,840,Poland,3,R/79/1\n",
            "line 3, column ccode: the code 840 and the name 'Poland' are of different states",
        ),
    ],
)
def test_a_code_and_a_name_of_two_states_are_refused(table: str, said: str) -> None:
    more = ": correct one of them, or leave out the column of the codes"
    assert message(table) == f"the data, {said}{more}"


def test_a_code_counts_before_a_name_that_may_mean_several_states_or_none() -> None:
    record = read(
        "ms_code,ms_name,ms_vote,resolution\nCOD,CONGO,A,A/RES/79/1\nSUN,USSR,Y,A/RES/79/1\n"
        "USA,Wonderland,Y,A/RES/79/1\nGIN,GUINEA,Y,A/RES/79/1\n276,Germany,N,A/RES/79/1\n"
    )
    assert letters(record) == {
        "A/RES/79/1": {"COD": "A", "DEU": "N", "GIN": "Y", "RUS": "Y", "USA": "Y"}
    }
    assert record.notes == ("1 vote with a code that is not a state's (276): the name counts",)


def test_yugoslavia_of_2000_and_later_is_the_federal_republic() -> None:
    rows = [
        ("YUG", "YUGOSLAVIA", "Y", "A/RES/47/1", "1992-09-22", "YUG"),
        ("YUG", "YUGOSLAVIA", "Y", "A/RES/55/1", "2000-10-31", "YUG"),
        ("YUG", "YUGOSLAVIA", "N", "A/RES/55/2", "2000-11-01", "SRB"),
        ("", "YUGOSLAVIA", "A", "A/RES/55/3", "2001-05-01", "SRB"),
        ("SRB", "YUGOSLAVIA", "Y", "A/RES/55/4", "2001-05-02", "SRB"),
        ("YUG", "SERBIA", "Y", "A/RES/55/5", "2001-05-03", "SRB"),
        ("SCG", "SERBIA AND MONTENEGRO", "Y", "A/RES/58/1", "2003-10-01", "SRB"),
    ]
    table = "ms_code,ms_name,ms_vote,resolution,date\n" + "".join(
        ",".join(row[:5]) + "\n" for row in rows
    )
    record = read(table)
    assert letters(record) == {row[3]: {row[5]: row[2]} for row in rows}
    assert record.notes == (
        "3 votes of YUG from 2000-11-01 on read as SRB, the Federal Republic of Yugoslavia",
    )
    both = f"{table}SRB,SERBIA,Y,A/RES/55/2,2000-11-01\n"
    assert message(both) == (
        "the data, line 9, column ms_code: a second vote of SRB in A/RES/55/2 (the first, as YUG,"
        " is in line 4); roll calls that share a symbol need an undl_id"
    )


def spreadsheet(rows: int) -> str:
    """Return a table of this many rows, at most 165 states times 6,355 roll calls."""
    states = list(all_states())[:165]
    one = "".join(f"{state},Y,S/#\n" for state in states)
    lines = "".join(one.replace("#", str(number)) for number in range(6355))
    short = 165 * 6355 - rows
    kept = lines.rsplit("\n", short + 1)[0] + "\n"
    return "ms_code,ms_vote,resolution\n" + kept


@pytest.mark.complete
def test_a_table_as_long_as_a_spreadsheet_is_a_doubt() -> None:
    record = read(spreadsheet(1_048_575))
    assert record.votes.shape == (6355, 165)
    assert (record.matrix == Vote.YES).all()
    assert record.notes == (
        "exactly 1,048,575 rows: a spreadsheet cuts files there, and the rest is lost",
    )
    assert read(spreadsheet(1_048_574)).notes == ()


@pytest.mark.complete
def test_an_error_in_the_last_of_many_rows() -> None:
    table = spreadsheet(1_048_575)
    assert message(table[:-7] + "Q,S/6354\n").startswith("the data, line 1048576")
    assert message(table + "FRA,Q,S/1\n") == (
        "the data, line 1048577, column ms_vote: 'Q' is not a vote: it is Y, N, A or X"
    )


# What the source repeats -----------------------------------------------------------------


def repeated(second: str, *, votes: str = "YN", part: str = "") -> str:
    """Return a table that has a roll call of two votes under two numbers."""
    first = "A/RES/75/290,2021-06-25,Review"
    return "undl_id,ms_code,ms_vote,resolution,date,title,vote_note\n" + "".join(
        f"{number},{state},{vote},{what},{part}\n"
        for number, what, cast in ((1, first, "YN"), (2, second, votes))
        for state, vote in zip(("FRA", "USA"), cast, strict=True)
    )


def test_a_roll_call_that_the_source_repeats_is_kept_once() -> None:
    record = read(repeated("A/RES/75/290,2021-06-25,Review"))
    assert letters(record) == {"A/RES/75/290": {"FRA": "Y", "USA": "N"}}
    assert record.notes == ("1 roll call that the source repeats kept once: A/RES/75/290",)

    # A third vote under the same symbol is another roll call: the number tells them apart.
    third = repeated("A/RES/75/290,2021-06-25,Review") + "3,FRA,A,A/RES/75/290,2021-06-25,Review,\n"
    record = read(third)
    assert letters(record) == {
        "A/RES/75/290#1": {"FRA": "Y", "USA": "N"},
        "A/RES/75/290#3": {"FRA": "A"},
    }


@pytest.mark.parametrize(
    "table",
    [
        repeated("A/RES/75/290,2021-06-25,Review", votes="YA"),
        repeated("A/RES/75/290,2021-06-25,Review", part="paragraph"),
        repeated("A/RES/75/290,2021-06-25,Review", part="Amendment"),
        repeated("A/RES/75/290,2021-06-25,Revision"),
        repeated("A/RES/75/290,2021-06-26,Review"),
        repeated("A/RES/75/290,2021-06-25,").replace("Review", ""),
        repeated("A/RES/75/290,2021-06-25,Review").replace("Review,\n", "Review,op 1\n", 2),
    ],
    ids=["votes", "paragraph", "amendment", "title", "date", "no title", "note"],
)
def test_equal_votes_alone_are_no_repeat(table: str) -> None:
    record = read(table)
    assert record.rollcalls.index.tolist() == ["A/RES/75/290#1", "A/RES/75/290#2"]
    assert not any("repeats" in note for note in record.notes)


def test_no_symbol_is_not_a_symbol_in_common() -> None:
    table = repeated(",2021-06-25,Review").replace("A/RES/75/290", "")
    record = read(table, organ="GA")
    assert record.rollcalls.index.tolist() == ["#1", "#2"]
    assert record.notes == ()


def test_repeats_are_left_out_wherever_they_stand_in_time() -> None:
    later = repeated("A/RES/75/290,2021-06-25,Review") + "".join(
        f"{number},FRA,{vote},A/RES/75/{number},2020-01-0{number},Other,\n"
        for number, vote in ((3, "N"), (4, "A"), (5, "X"))
    )
    assert letters(read(later)) == {
        "A/RES/75/3": {"FRA": "N"},
        "A/RES/75/4": {"FRA": "A"},
        "A/RES/75/5": {"FRA": "X"},
        "A/RES/75/290": {"FRA": "Y", "USA": "N"},
    }


def test_a_number_with_two_symbols_is_a_doubt() -> None:
    record = read(f"{TABLE}1,USA,N,2025-02-25,A/RES/79/2,One,1\n")
    assert letters(record) == {"A/RES/79/1": {"FRA": "Y", "USA": "N"}}
    assert record.notes == (
        "1 roll call with more than one resolution (undl_id 1): the first is taken",
        "1 roll call with more than one date (undl_id 1): the first is taken",
        UNTOLD_PARTS,
    )


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("undl_id,ms_code,ms_vote,resolution\n1,FRA,Y,A/RES/79/1\n", True),
        ("undl_id,ms_code,ms_vote,resolution,vote_note\n1,FRA,Y,A/RES/79/1,\n", False),
        ("undl_id,ms_code,ms_vote,resolution,permanent_member\n1,FRA,Y,S/RES/1,1\n", False),
        ("rcid,ccode,vote,session\n3,2,1,1\n", True),
        ("rcid,ccode,vote,session,amend,para\n3,2,1,1,0,1\n", False),
        ("state,vote,resolution\nFRA,Y,A/RES/79/1\nUSA,Y,A/RES/79/1\n", False),
        ("resolution,France,USA\nA/RES/79/1,Y,N\nA/RES/79/2,Y,N\n", False),
        ("resolution,France,USA\nA/RES/79/1,Y,N\nA/RES/79/1,N,N\n", True),
    ],
)
def test_that_parts_cannot_be_told_is_noted(table: str, told: bool) -> None:
    assert (UNTOLD_PARTS in read(table).notes) == told


# Roll calls ------------------------------------------------------------------------------


def test_ids_and_order() -> None:
    rows = [
        ("11", "A/RES/61/77", "2006-12-06"),
        ("12", "A/RES/61/77", "2006-12-06"),
        ("13", "", "2006-12-05"),
        ("14", "A/RES/61/1", ""),
        ("15", "A/RES/79/1", "2024-10-30"),
        ("16", "", ""),
        ("17", "A/RES/1/1", "1946-01-24"),
    ]
    record = read(
        "undl_id,ms_code,ms_vote,session,resolution,date\n"
        + "".join(f"{number},FRA,Y,61,{symbol},{day}\n" for number, symbol, day in rows)
    )
    assert record.rollcalls.index.tolist() == [
        "A/RES/1/1",
        "#13",
        "A/RES/61/77#11",
        "A/RES/61/77#12",
        "A/RES/79/1",
        "A/RES/61/1",
        "#16",
    ]
    assert record.rollcalls["date"].isna().tolist() == [False] * 5 + [True] * 2
    assert set(record.rollcalls["organ"]) == {"GA"}


def test_roll_calls_of_one_day_stay_in_the_order_of_the_file() -> None:
    symbols = [
        f"A/RES/79/{number}" for number in (7, 3, 11, 5) for number in range(number, 200, 13)
    ]
    rows = "".join(f"FRA,Y,{symbol},2024-12-03\n" for symbol in symbols)
    record = read("ms_code,ms_vote,resolution,date\n" + rows)
    assert record.rollcalls.index.tolist() == symbols


def test_some_roll_calls_with_a_number_and_some_without() -> None:
    record = read(
        "undl_id,ms_code,ms_vote,resolution\n"
        ",FRA,Y,A/RES/79/1\n7,FRA,N,A/RES/79/2\n,FRA,A,A/RES/79/2\n,USA,X,A/RES/79/2\n"
    )
    assert letters(record) == {
        "A/RES/79/1": {"FRA": "Y"},
        "A/RES/79/2#7": {"FRA": "N"},
        "A/RES/79/2#3": {"FRA": "A", "USA": "X"},
    }


@pytest.mark.complete
def test_titles_of_many_lines_beyond_what_is_read_at_once() -> None:
    titles = ["".join(f"{number}, {line}\n" for line in range(9000)) for number in range(120)]
    table = "ms_code,ms_vote,resolution,title\n" + "".join(
        f'FRA,Y,S/{number},"{title}"\n' for number, title in enumerate(titles)
    )
    assert len(table) > 8 << 20
    assert read(table).rollcalls["title"].tolist() == [title.strip() for title in titles]


def test_without_numbers_symbol_and_date_tell_roll_calls_apart() -> None:
    record = read(
        "ms_code,ms_vote,resolution,date\n"
        "FRA,Y,A/RES/79/1,2024-01-02\nFRA,N,A/RES/79/1,2024-01-01\nFRA,A,A/RES/79/2,2024-01-01\n"
        "USA,A,A/RES/79/1,2024-01-01\n"
    )
    assert letters(record) == {
        "A/RES/79/1#2": {"FRA": "N", "USA": "A"},
        "A/RES/79/2": {"FRA": "A"},
        "A/RES/79/1#1": {"FRA": "Y"},
    }
    assert record.rollcalls["number"].tolist() == ["", "", ""]
    assert record.rollcalls["source"].tolist() == ["own", "own", "own"]
    undated = read("ms_code,ms_vote,resolution\nFRA,Y,A/RES/79/1\nUSA,N,A/RES/79/1\n")
    assert letters(undated) == {"A/RES/79/1": {"FRA": "Y", "USA": "N"}}
    assert undated.rollcalls["date"].isna().all()


@pytest.mark.parametrize(
    ("symbol", "column", "session", "organ"),
    [
        ("A/RES/ES-11/7", "", "ES-11", "GA"),
        ("A/RES/ES-11/7", "11", "ES-11", "GA"),
        ("A/RES/79/7", "", "79", "GA"),
        ("A/RES/2758(XXVI)", "", "26", "GA"),
        ("A/RES/S-10/2", "10", "S-10", "GA"),
        ("A/79/L.6", "", "79", "GA"),
        ("A/RES/10/65", "9", "9", "GA"),
        ("S/RES/2774 (2025)", "", "", "SC"),
        ("S/2022/155", "", "", "SC"),
        ("R/77/5", "77", "77", "GA"),
    ],
)
def test_session_and_organ_are_told_from_the_symbol(
    symbol: str, column: str, session: str, organ: str
) -> None:
    record = read(f"ms_code,ms_vote,resolution,session\nFRA,Y,{symbol},{column}\n")
    assert record.rollcalls["session"].tolist() == [session]
    assert record.rollcalls["organ"].tolist() == [organ]


@pytest.mark.parametrize(
    ("symbol", "organ"),
    [
        ("A/HRC/RES/50/1", "HRC"),
        ("A/HRC/50/L.6", "HRC"),
        ("E/RES/2022/1", "ECOSOC"),
        ("A/C.3/79/L.30", "C3"),
        ("GC(66)/RES/9", "GC"),
        ("WHA75.8", "WHA"),
        ("T/RES/5(II)", "TC"),
        ("The motion on Cuba", ""),
    ],
)
def test_the_organ_follows_from_the_symbol_whatever_else_the_file_says(
    symbol: str, organ: str
) -> None:
    table = f"ms_code,ms_vote,resolution,session\nFRA,Y,{symbol},50\nUSA,N,{symbol},50\n"
    record = read(table)
    assert record.rollcalls["organ"].tolist() == [organ]
    voeten = f"rcid,ccode,vote,unres\n1,2,3,{symbol}\n"
    assert read(voeten).rollcalls["organ"].tolist() == [organ]
    wide = f"resolution,FRA,USA\n{symbol},Y,N\n"
    assert read(wide).rollcalls["organ"].tolist() == [organ]
    # The option selects; it assigns an organ only if the symbol does not tell it.
    assert read(table, organ="GA").rollcalls["organ"].tolist() == [organ or "GA"]
    assert len(record.select(organ="GA")) == 0
    [answer] = unvote.tally(record, as_listed=True).to_dict("records")
    assert (answer["members"], answer["rule"], answer["needed"]) == (2, "simple-majority", 2)


def test_a_body_that_nothing_names() -> None:
    table = "ms_code,ms_vote,resolution\nFRA,Y,Our motion\nUSA,Y,Our motion\n"
    record = read(table)
    assert record.notes == (
        "1 roll call of an unknown body (Our motion): --organ GA, SC or HRC names the body",
    )
    assert read(table, organ="IAEA").rollcalls["organ"].tolist() == ["IAEA"]
    assert read(table, organ="IAEA").notes == ()
    assert read(table, organ="all").rollcalls["organ"].tolist() == [""]


def test_the_organ_that_a_column_says() -> None:
    own = "ms_code,ms_vote,resolution,organ\nFRA,Y,Motion,security council\nFRA,Y,A/RES/79/1,\n"
    assert read(own).rollcalls["organ"].tolist() == ["SC", "GA"]
    assert message(own.replace("security council", "a court")) == (
        "the data, line 2, column organ: 'a court' is not an organ: it is GA, SC, HRC, ECOSOC, C1"
        " to C6 or another body's letters"
    )
    unlike = read("ms_code,ms_vote,resolution,organ\nFRA,Y,A/HRC/RES/50/1,GA\n")
    assert unlike.rollcalls["organ"].tolist() == ["HRC"]
    assert unlike.notes == (
        "1 roll call whose symbol and column organ name different organs: the symbol counts:"
        " A/HRC/RES/50/1 (GA)",
    )
    draft = "ms_code,ms_vote,resolution,undl_id,draft\nFRA,N,,5,S/2022/155\n"
    assert read(draft).rollcalls["organ"].tolist() == ["SC"]


@pytest.mark.parametrize(
    ("session", "organ"), [("1", "GA"), ("99", "GA"), ("ES-11", "GA"), ("2022", ""), ("", "")]
)
def test_a_session_without_a_symbol_is_the_assembly_s(session: str, organ: str) -> None:
    record = read(f"rcid,ccode,vote,session\n7,220,1,{session}\n")
    assert record.rollcalls["organ"].tolist() == [organ]


# Any record ------------------------------------------------------------------------------


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw the rows of a table, shuffled: few symbols, so that several roll calls share one."""
    states = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    named = draw(st.sampled_from([{"ms_code"}, {"ms_name"}, {"ms_code", "ms_name"}]))
    numbered = draw(st.booleans())
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(["A/RES/79/1", "A/RES/79/2", "S/RES/1"]), st.none() | DAYS),
            min_size=1,
            max_size=6,
            unique_by=None if numbered else lambda key: key,
        )
    )
    rows = []
    for number, (symbol, day) in enumerate(keys, start=4_000_000):
        about = {
            "resolution": symbol,
            "date": day.isoformat() if day else "",
            "title": f"{number}: {draw(TITLES)}".strip(),
        }
        if numbered:
            about["undl_id"] = str(number)
        for state in draw(st.lists(st.sampled_from(states), min_size=1, unique=True)):
            names = {"ms_code": state, "ms_name": all_states()[state].un_name}
            spelt = {column: names[column] for column in named}
            rows.append({**spelt, "ms_vote": draw(st.sampled_from("YNAX")), **about})
    return draw(st.permutations(rows))


def expected(rows: list[dict[str, str]]) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the title and the votes of each roll call by its id, oldest first, in plain Python."""
    codes = {state.un_name: state.code for state in all_states().values()}
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row.get("undl_id") or row["resolution"] + row["date"], []).append(row)
    symbols = [votes[0]["resolution"] for votes in found.values()]
    result = []
    for place, votes in enumerate(found.values(), start=1):
        symbol, number = votes[0]["resolution"], votes[0].get("undl_id", place)
        id_ = symbol if symbols.count(symbol) == 1 else f"{symbol}#{number}"
        cast = {row.get("ms_code") or codes[row["ms_name"]]: row["ms_vote"] for row in votes}
        result.append((votes[0]["date"] or "undated", id_, votes[0]["title"], cast))
    result.sort(key=lambda rollcall: rollcall[0])
    return {id_: (title, cast) for _, id_, title, cast in result}


@given(
    rows=tables(),
    order=st.randoms(use_true_random=False),
    delimiter=st.sampled_from(",;\t"),
    ending=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    kind=st.sampled_from(list(COMPRESSIONS)),
)
def test_any_record_written_as_a_table_is_read_back(
    rows: list[dict[str, str]],
    order: random.Random,
    delimiter: str,
    ending: str,
    mark: str,
    kind: str,
) -> None:
    columns = sorted(rows[0])
    order.shuffle(columns)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator=ending)
    writer.writeheader()
    writer.writerows(rows)
    record = read(COMPRESSIONS[kind]((mark + text.getvalue()).encode()))
    wanted = expected(rows)
    titles = record.rollcalls["title"].to_dict()
    assert letters(record) == {id_: cast for id_, (_, cast) in wanted.items()}
    assert list(titles.items()) == [(id_, title) for id_, (title, _) in wanted.items()]


def test_repeats_are_found_without_a_title_and_however_the_symbol_is_written() -> None:
    table = "resolution,date,USA,FRA\n" + "A/RES/79/1,2024-12-05,N,Y\n79/1,2024-12-05,N,Y\n"
    record = unvote.read(io.BytesIO(table.encode()))
    assert len(record) == 1
    assert "1 roll call that the source repeats kept once: 79/1" in record.notes
    thrice = unvote.read(io.BytesIO((table + "79/1,2024-12-05,N,Y\n").encode()))
    assert "2 roll calls that the source repeats kept once: 79/1" in thrice.notes
    # A roll call with another vote or day, or on a paragraph, is not a repeat.
    others = "A/RES/79/1,2024-12-05,Y,Y\nA/RES/79/1,2024-12-06,N,Y\n"
    assert len(unvote.read(io.BytesIO((table + others).encode()))) == 3
    numbered = "undl_id,ms_code,ms_vote,resolution,date\n" + "".join(
        f"{number},USA,N,A/RES/79/1,2024-12-05\n" for number in (1, 2)
    )
    assert len(unvote.read(io.BytesIO(numbered.encode()))) == 2


def test_a_number_of_two_files_counts_once_only_with_its_symbol() -> None:
    table = "undl_id,ms_code,ms_vote,resolution,date\n7,USA,{},{},2024-12-05\n"
    files = [table.format("N", "A/RES/79/1"), table.format("Y", "79/1"), table.format("Y", "79/2")]
    [record] = unvote.read_files([io.BytesIO(text.encode()) for text in files])
    assert record.rollcalls["symbol"].tolist() == ["79/1", "79/2"]
