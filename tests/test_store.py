"""The full record on disk: what goes in comes out, to the byte, and in every layout."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest

import unvote
from conftest import run_unvote
from merging import SYMBOL, UNDL, UNVOTES, UNXML, call, facts, letters, put, record, same
from unvote.merge.several import merge
from unvote.progress import telling
from unvote.record import TEXTS, TOTALS
from unvote.store import location
from unvote.store.export import export
from unvote.store.importing import FileFacts, import_records
from unvote.store.info import ImportedFile, disagreements, info
from unvote.store.own_files import remove
from unvote.store.parquet import name_of
from unvote.store.read import open_record


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a full record of its own."""
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def content(home: Path) -> dict[str, bytes]:
    """Return all files of the full record except the lock."""
    files = [path for path in home.rglob("*") if path.is_file() and path.name != location.LOCK]
    return {str(path.relative_to(home)): path.read_bytes() for path in files}


# --- what goes in comes out


def test_where_it_lies(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (location.folder(), location.exists()) == (home, False)
    monkeypatch.setenv("UNVOTE_DATA", "")
    assert location.folder().name == "unvote"
    assert location.folder().is_absolute()


def test_there_is_none() -> None:
    for ask in (open_record, info, disagreements):
        with pytest.raises(unvote.DataError, match=r"^there is no full record on this machine: "):
            ask()
    assert not remove()


def test_the_record_is_the_merged_one() -> None:
    report = put(UNDL, UNXML, UNVOTES)
    merged = merge([UNDL, UNXML, UNVOTES])
    opened = open_record()
    same(opened, merged.record)
    same(report.record, merged.record)
    assert opened.notes == ()  # they are told at the import, and listed as disagreements
    assert opened.name == "the record on this machine"
    assert opened.rollcalls.index.name == "rollcall"
    pd.testing.assert_frame_equal(disagreements(), merged.disagreements)
    pd.testing.assert_frame_equal(report.disagreements, merged.disagreements)
    assert opened.rollcalls.dtypes.astype(str).to_dict() == (
        dict.fromkeys((*TEXTS, "missing", "unexpected"), "str")
        | {"date": "datetime64[s]"}
        | dict.fromkeys(TOTALS, "Int64")
    )
    assert set(opened.votes.dtypes) == {np.dtype("int8")}


def test_the_embedded_record_comes_back(embedded: unvote.Record) -> None:
    put(embedded)
    opened = open_record()
    assert letters(opened) == letters(embedded)
    frame = unvote.tally(opened).set_index("rollcall")
    pd.testing.assert_frame_equal(
        frame, unvote.tally(embedded).set_index("rollcall").loc[frame.index]
    )


@pytest.mark.parametrize(
    "line", ["align EE LV --by year", "align EE LV --interval", "cohesion EE,LV", "breaks EE"]
)
def test_a_question_on_some_states_is_answered_from_the_whole_record(
    line: str, tmp_path: Path
) -> None:
    """Roll calls that list none of them are not votes without a list; the library agrees."""
    rows = ["ms_code,ms_vote,resolution,date"]
    for place in range(12):
        symbol, states = (f"A/RES/26/27{50 + place}", ("USA", "FRA"))
        if place > 5:
            symbol, states = (f"A/RES/47/{place}", ("USA", "FRA", "EST", "LVA"))
        day = "1971-11-01" if place < 6 else "1992-11-01"
        rows += [
            f"{state},{'YNA'[(place * 7 + len(state) + at) % 3]},{symbol},{day}"
            for at, state in enumerate(states)
        ]
    (tmp_path / "votes.csv").write_text("\n".join(rows))
    assert run_unvote("data", "import", str(tmp_path / "votes.csv")).code == 0
    asked = [*line.replace("EE,LV", "X --group X=EE,LV").split(), "--to", "1999", "--csv"]
    answer = run_unvote(*asked)
    assert "without a list" not in answer.err
    assert answer.out == run_unvote(*asked, "--votes", str(tmp_path / "votes.csv")).out


def test_roll_calls_without_any_vote() -> None:
    put(record("unxml", call("", modality="without vote"), call("", "B", None)))
    opened = open_record()
    assert opened.rollcalls["modality"].tolist() == ["without vote", ""]
    assert opened.votes.shape == (2, 0)
    assert info().states == 0


def test_without_disagreements() -> None:
    put(UNVOTES)
    frame = disagreements()
    assert not len(frame)
    put(UNVOTES, UNDL)
    pd.testing.assert_series_equal(frame.dtypes, disagreements().dtypes)


# --- imports


def test_the_report_and_the_facts(home: Path) -> None:
    first = put(UNDL, when="2026-01-01", name="a.csv")
    assert first.changed
    newer = record("undl", call("FRA:N", "S/RES/1", None, organ="SC"), call("USA:Y", "A/RES/80/4"))
    report = import_records([(newer, facts("b.csv")), (UNXML, facts("c.json"))], when="2026-02-01")
    assert report.changed
    assert report.table.to_dict("list") == {
        "source": ["undl", "unxml"],
        "new": [1, 2],
        "replaced": [1, 0],
        "unchanged": [0, 0],
        "kept": [0, 0],
        "rollcalls": [5, 2],
        "used": [5, 1],
        "same": [0, 1],
        "possible_duplicates": [0, 0],
        "disagreements": [0, 1],
    }
    now = info()
    assert (now.folder, now.file, now.format) == (home, home / "record.parquet", 1)
    assert now.size == sum(map(len, content(home).values()))
    assert (now.rollcalls, now.votes, now.states) == (6, 8, 3)
    assert (now.first, now.last) == (date(1946, 2, 1), date(2022, 3, 2))
    assert (now.program, now.gaps) == (unvote.__version__, ())
    assert (now.disagreements, now.possible_duplicates) == (len(report.disagreements), 0)
    undl, unxml = now.sources
    assert (undl.source, undl.rollcalls, undl.votes) == ("undl", 5, 7)
    assert undl.files == (
        ImportedFile("a.csv", facts("a.csv").sha256, "2026-01-01", False),
        ImportedFile("b.csv", facts("b.csv").sha256, "2026-02-01", False),
    )
    assert (unxml.first, unxml.last) == (date(2022, 3, 2), date(2022, 3, 2))


def test_an_edition_that_covers_another_takes_its_place() -> None:
    put(UNDL, name="a.csv")
    put(UNDL, name="b.csv")
    assert [file.name for file in info().sources[0].files] == ["a.csv", "b.csv"]
    changed = unvote.Record(UNDL.rollcalls.assign(title="another"), UNDL.votes, "x")
    put(changed, name="c.csv")
    assert [file.name for file in info().sources[0].files] == ["c.csv"]


def test_sessions_without_a_roll_call() -> None:
    put(record("undl", *(call("USA:Y", f"A/RES/{n}/1", session=str(n)) for n in (1, 2, 5, 7))))
    assert info().gaps == ("3", "4", "6")


def test_importing_again_changes_nothing_to_the_byte(home: Path) -> None:
    for records in ([UNDL], [UNDL, UNXML, UNVOTES]):
        put(*records, when="2026-01-01")
        before = content(home)
        stamps = {path: path.stat().st_mtime_ns for path in home.rglob("*.parquet")}
        for again in (records, [UNDL], reversed(records)):
            report = put(*again, when="2026-02-02")
            assert not report.changed
            assert report.table[["new", "replaced"]].to_numpy().sum() == 0
        assert content(home) == before
        assert {path: path.stat().st_mtime_ns for path in home.rglob("*.parquet")} == stamps


@pytest.mark.parametrize(
    "order", [(UNDL, UNXML, UNVOTES), (UNVOTES, UNDL, UNXML), (UNXML, UNVOTES, UNDL)]
)
def test_the_order_of_imports_does_not_tell(home: Path, order: Sequence[unvote.Record]) -> None:
    for one in order:
        put(one)
    by_turns = content(home)
    remove()
    assert content(home) == {}
    put(UNDL, UNVOTES, UNXML)
    assert content(home) == by_turns
    assert len(by_turns) == 5  # the record, three sources, their disagreements


def test_a_file_of_several_sources(home: Path) -> None:
    both = record("undl", call("USA:Y", "A"), call("USA:N", "B"), call("FRA:Y", "C"))
    both.rollcalls["source"] = pd.array(["undl", "a friend", "another"], dtype="str")
    report = put(both, name="x")
    assert report.table["new"].tolist() == [1, 2]
    assert [source.source for source in info().sources] == ["undl", "own"]
    assert letters(open_record()) == {"A": "USA:Y", "B": "USA:N", "C": "FRA:Y"}


def test_what_is_not_named_is_removed(home: Path) -> None:
    put(UNDL, UNXML)
    before = content(home)
    (home / "sources" / name_of("undl", b"old")).write_bytes(b"old")
    (home / "sources" / ".unxml-0000000000000000.parquet.0123abcd.part").write_bytes(b"half")
    (home / ".record.parquet.0123abcd.part").write_bytes(b"half")
    foreign = {
        "mine.txt": b"1",
        ".record.parquet.bak": b"2",
        ".record.parquet.20241101": b"3",
        "sources/undl-0123456789abcdef.parquet": b"4",
        "sources/.undl-0123456789abcdef.parquet.bak": b"5",
    }
    for name, text in foreign.items():
        (home / name).write_bytes(text)
    put(UNDL)
    assert content(home) == before | foreign
    assert remove()
    assert content(home) == foreign


def test_remove(home: Path) -> None:
    put(UNDL, UNXML)
    (home / "mine.txt").write_text("not ours")
    assert remove()
    assert content(home) == {"mine.txt": b"not ours"}
    assert not location.exists()
    assert not remove()


def test_the_facts_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_bytes(b"abc")
    assert FileFacts.of(tmp_path / "votes.csv") == FileFacts(
        "votes.csv", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    with pytest.raises(unvote.DataError, match=r"none\.csv cannot be read: No such file"):
        FileFacts.of(tmp_path / "none.csv")


def test_the_progress_is_told() -> None:
    told: list[str] = []
    with telling(lambda doing, *_: told.append(doing)):
        import_records([(UNDL, facts("x"))], when="2026-01-01")
    assert told == ["merging", "writing"]


def test_nothing_to_import(home: Path) -> None:
    with pytest.raises(unvote.ArgumentError, match="no record to merge"):
        import_records([], when="2026-01-01")
    assert content(home) == {}


def test_the_whole_record(full: unvote.Record) -> None:
    report = put(full)
    assert report.table["used"].tolist() == [6846]
    now = info()
    assert (now.rollcalls, now.votes, now.states, now.gaps) == (6846, 1_084_052, 198, ())
    assert now.size < 2_000_000
    differing = disagreements()
    assert differing.drop(columns="date").values.tolist() == [
        ["A/RES/77/293", "abstain", "58", "undl", "59", "published by undl"],
        ["A/RES/77/293", "not_voting", "26", "undl", "25", "published by undl"],
    ]
    opened = open_record()
    assert letters(opened.rows(slice(-3, None))) == letters(full.rows(slice(-3, None)))
    assert opened.rollcalls["date"].tolist() == full.rollcalls["date"].tolist()


# --- other programs


def test_other_programs_read_it(home: Path) -> None:
    put(UNDL, UNXML)
    table = pyarrow.parquet.read_table(home / "record.parquet")
    assert table.num_rows == 5
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql(f"select symbol, USA from '{home}/record.parquet' order by date, number")
    assert found.fetchall()[:2] == [("A/RES/1/1", 1), ("A/RES/1/1", 3)]


TIDY = """\
undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,meeting,title,agenda_title,\
subjects,vote_note,modality,total_yes,total_no,total_abstentions,total_non_voting,total_ms,\
undl_link,organ,issues,sponsors,same_text,part,source
"3","FRA","FRANCE","N",1946-02-01,"1","A/RES/1/1",,,"Eins, zwei",,,,,,,,,,,"GA",,,,,"undl"
"3","USA","UNITED STATES","Y",1946-02-01,"1","A/RES/1/1",,,"Eins, zwei",,,,,,,,,,,\
"GA",,,,,"undl"
"4","USA","UNITED STATES","N",1946-02-01,"1","A/RES/1/1",,,,,,,,,,,,,,"GA",,,,\
"paragraph","undl"
"unvotes-9","CHN","CHINA","Y",1950-01-01,"3",,,,,,,,,,,,,,,"GA",,,,,"unvotes"
"1","FRA","FRANCE","A",2022-03-02,"ES-11","A/RES/ES-11/1",,,"Aggression",,,,,0,,2,,,,"GA",,,,,"undl"
"1","USA","UNITED STATES","X",2022-03-02,"ES-11","A/RES/ES-11/1",,,"Aggression",,,,,\
0,,2,,,,"GA",,,,,"undl"
,"DDR","GERMAN DEMOCRATIC REPUBLIC","Y",2022-03-02,,"A/RES/3/9",,,,,,,,,,,,,,"GA",,,,,"unxml"
,"FRA","FRANCE","Y",,,"S/RES/1",,,"Say ""no""
or not",,,,,,,,,,,"SC",,,,,"undl"
"""

WIDE = """\
rollcall,date,session,organ,resolution,part,title,CHN,DDR,FRA,USA
"A/RES/1/1#3",1946-02-01,"1","GA","A/RES/1/1",,"Eins, zwei",,,"N","Y"
"A/RES/1/1#4",1946-02-01,"1","GA","A/RES/1/1","paragraph",,,,,"N"
"#9",1950-01-01,"3","GA",,,,"Y",,,
"A/RES/ES-11/1",2022-03-02,"ES-11","GA","A/RES/ES-11/1",,"Aggression",,,"A","X"
"A/RES/3/9",2022-03-02,,"GA","A/RES/3/9",,,,"Y",,
"S/RES/1",,,"SC","S/RES/1",,"Say ""no""
or not",,,"Y",
"""


def test_export_to_one_file(tmp_path: Path) -> None:
    put(UNDL, UNXML, UNVOTES)
    whole = open_record()
    for layout, text in (("tidy", TIDY), ("wide", WIDE)):
        export(whole, tmp_path / "out.csv", layout)  # type: ignore[arg-type]
        assert (tmp_path / "out.csv").read_text() == text
        export(whole, tmp_path / "out.parquet", layout)  # type: ignore[arg-type]
        read = pyarrow.parquet.read_table(tmp_path / "out.parquet")
        sink = io.BytesIO()
        pyarrow.csv.write_csv(
            read, sink, pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
        )
        assert sink.getvalue().decode() == text.partition("\n")[2]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out.csv", "out.parquet"]


def test_what_is_exported_is_read_again(tmp_path: Path, embedded: unvote.Record) -> None:
    put(UNDL, UNVOTES, embedded)
    whole = open_record()
    export(whole, tmp_path / "out.csv")
    again = unvote.read(tmp_path / "out.csv")
    np.testing.assert_array_equal(again.matrix, whole.matrix)
    assert again.votes.columns.tolist() == whole.votes.columns.tolist()
    kept = ["symbol", "date", "session", "organ", "draft", "modality", "link", *TOTALS]
    pd.testing.assert_frame_equal(
        again.rollcalls[kept].reset_index(drop=True), whole.rollcalls[kept].reset_index(drop=True)
    )


def test_export_to_a_folder(tmp_path: Path) -> None:
    odd = record("own", call("USA:Y", "B", "2023-01-01", session="a/b"))
    put(UNDL, UNXML, UNVOTES, odd)
    whole = open_record()
    folder = tmp_path / "out"
    names = [f"session={name}.parquet" for name in ("1", "3", "ES-11", "a_b", "none")]
    for layout in ("tidy", "wide"):  # the second replaces the first
        export(whole, folder, layout)  # type: ignore[arg-type]
        assert sorted(path.name for path in folder.iterdir()) == names
    export(whole, folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql(
        f"select ms_code, count(*) from '{folder}/*.parquet'"
        " where ms_vote = 'Y' group by 1 order by 1"
    )
    assert found.fetchall() == [("CHN", 1), ("DDR", 1), ("FRA", 1), ("USA", 2)]


def test_where_nothing_is_exported(tmp_path: Path) -> None:
    put(UNDL)
    whole = open_record()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    (tmp_path / "plain").write_text("dear")
    refused: list[tuple[Any, type[Exception], str]] = [
        ("mine", unvote.OutputError, r"mine holds other files \(letter\.txt\): name a new folder$"),
        ("plain", unvote.OutputError, r"plain is not a folder: a file ends in"),
        ("x.xlsx", unvote.ArgumentError, r"a file ends in \.csv or \.parquet, a folder has no"),
        ("none/x.csv", unvote.OutputError, "cannot be written: No such file or directory$"),
        ("none/x", unvote.OutputError, "cannot be written: No such file or directory$"),
    ]
    for path, error, message in refused:
        with pytest.raises(error, match=message):
            export(whole, tmp_path / path)
    with pytest.raises(unvote.ArgumentError, match="layout 'long': it is tidy or wide"):
        export(whole, tmp_path / "x.csv", "long")  # type: ignore[arg-type]
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "mine", "plain"]


def test_what_no_export_has_written_is_not_replaced(tmp_path: Path) -> None:
    put(UNDL)
    whole = open_record()
    others = {
        "votes.csv": b"ms_code,ms_vote,resolution\nUSA,Y,A/RES/79/1\n",
        "votes.parquet": b"PAR1",
        "notes.csv": b"dear\n",
        "bytes.csv": b"\xff\xfe\n",
        "by_session/session=79.parquet": b"mine",
    }
    (tmp_path / "by_session").mkdir()
    (tmp_path / "folders" / "session=79.parquet").mkdir(parents=True)
    for name, text in others.items():
        (tmp_path / name).write_bytes(text)
    for name in [*others, "by_session", "folders"]:
        with pytest.raises(unvote.OutputError, match=r"(no export has written it|holds other)"):
            export(whole, tmp_path / name)
    assert {name: (tmp_path / name).read_bytes() for name in others} == others
    (tmp_path / "empty.csv").touch()
    export(whole, tmp_path / "empty.csv")
    assert (tmp_path / "empty.csv").read_text().startswith("undl_id,ms_code")


def test_an_empty_record_is_exported_with_its_header(tmp_path: Path) -> None:
    put(UNDL)
    empty = open_record().rows(slice(0))
    export(empty, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == TIDY.partition("\n")[0] + "\n"
    assert SYMBOL in open_record().rollcalls.index
