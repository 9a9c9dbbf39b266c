"""When a roll call first came into the record on this machine, and from which file."""

from pathlib import Path

import pytest

import unvote
from conftest import run_unvote
from merging import call, record
from unvote.store.importing import FileFacts, import_records
from unvote.store.read import open_record

MORNING, NOON = "2026-06-30T08:00:00", "2026-06-30T12:00:00"
OLD = record("undl", call("USA:Y FRA:N", "A/RES/79/1", "2024-10-01", number="1"))
NEWER = record(
    "undl",
    call("USA:Y FRA:A", "A/RES/79/1", "2024-10-01", number="1", title="Peace"),
    call("USA:N FRA:Y", "A/RES/79/2", "2024-10-02", number="2"),
)
EXTRACT = record(
    "unxml",
    call("USA:N FRA:Y", "A/RES/79/2", "2024-10-02"),
    call("USA:N FRA:N", "A/RES/79/3", "2024-10-03"),
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path))


def put(one: unvote.Record, file: str, when: str) -> list[str]:
    """Import a record, and return which of its roll calls are new."""
    return list(import_records([(one, FileFacts(file, file))], when=when).added.rollcalls["symbol"])


def added() -> dict[str, str]:
    table = open_record().rollcalls
    return dict(zip(table["symbol"], table["added"], strict=True))


def test_a_roll_call_keeps_the_time_and_the_file_of_its_first_import() -> None:
    assert put(OLD, "old.csv", MORNING) == ["A/RES/79/1"]
    assert put(NEWER, "new.csv", NOON) == ["A/RES/79/2"]
    assert put(EXTRACT, "79.json", "2026-07-01T00:00:00") == ["A/RES/79/3"]
    assert added() == {
        "A/RES/79/1": f"{MORNING} old.csv",  # its newer edition has another vote and a title
        "A/RES/79/2": f"{NOON} new.csv",
        "A/RES/79/3": "2026-07-01T00:00:00 79.json",
    }


def test_what_a_more_authoritative_source_brings_again_is_not_new() -> None:
    put(EXTRACT, "79.json", MORNING)
    assert put(NEWER, "new.csv", NOON) == ["A/RES/79/1"]
    assert added()["A/RES/79/2"] == f"{MORNING} 79.json"


def test_an_import_is_later_than_the_one_before_whatever_the_clock_says() -> None:
    put(OLD, "old.csv", NOON)
    assert put(NEWER, "new.csv", NOON) == ["A/RES/79/2"]  # an import in the same second
    assert put(EXTRACT, "79.json", MORNING) == ["A/RES/79/3"]  # the clock was put back
    assert [text[11:19] for text in added().values()] == ["12:00:00", "12:00:01", "12:00:02"]


def test_an_import_that_brings_nothing_new_changes_no_byte(tmp_path: Path) -> None:
    put(NEWER, "new.csv", MORNING)
    before = (tmp_path / "record.parquet").read_bytes()
    assert put(NEWER, "new.csv", NOON) == []
    assert (tmp_path / "record.parquet").read_bytes() == before


def test_what_comes_with_unvote_was_never_added() -> None:
    known = unvote.load("embedded").select("79/7")
    file = FileFacts("mine.csv", "0")
    report = import_records([(known, file), (OLD, file)], when=NOON, base=unvote.load("embedded"))
    assert list(report.added.rollcalls["symbol"]) == ["A/RES/79/1"]


def test_what_came_is_selected_by_the_import_and_by_the_day() -> None:
    put(OLD, "old.csv", "2026-06-30T08:00:00")
    put(NEWER, "new.csv", "2026-07-15T08:00:00")
    put(NEWER, "new.csv", "2026-08-01T08:00:00")  # nothing new
    whole = open_record()
    for added in ("last", "LAST", "2026-07-01", "2026-07", "15 July 2026"):
        assert whole.select(added=added).rollcalls["symbol"].tolist() == ["A/RES/79/2"]
    assert len(whole.select(added="2026")) == 2
    empty = whole.select(added="2026-08")
    assert empty.emptied_by == "added 2026-08"
    told = "the last import that brought roll calls was on 2026-07-15: new.csv"
    assert told in whole.select(added="last").notes


def test_a_day_that_is_none_and_a_record_that_was_never_imported() -> None:
    put(OLD, "old.csv", MORNING)
    with pytest.raises(unvote.ArgumentError, match="'lately' is not a date"):
        open_record().select(added="lately")
    with pytest.raises(unvote.DataError, match="does not say when its roll calls were added"):
        unvote.load("embedded").select(added="last")


def test_the_program_lists_what_is_new() -> None:
    put(OLD, "old.csv", MORNING)
    put(NEWER, "new.csv", NOON)
    result = run_unvote("votes", "US", "FR", "--added", "last", "--csv", "-c", "rollcall,USA,FRA")
    assert result.out == "rollcall,USA,FRA\nA/RES/79/2,N,Y\n"
    assert run_unvote("tally", "--added", "2026-07", "-q").code == 3


def test_show_says_since_when_a_roll_call_is_there_and_on_which_issues() -> None:
    coded = call(
        *("USA:Y FRA:N", "A/RES/79/1", "2024-10-01"),
        **{"number": "1", "organ": "GA", "issues": "nuclear|important", "link": "https://x/1"},
    )
    put(record("undl", coded), "old.csv", MORNING)
    drawn = run_unvote("show", "79/1", "-f", "table").out
    assert (
        "\nissues: nuclear, important\nin the record since 2026-06-30, from old.csv\nhttps://x/1\n"
        in drawn
    )
    assert "in the record since" not in run_unvote("show", "ES-11/7", "--votes", "embedded").out


def test_the_last_import_is_that_of_the_whole_record() -> None:
    put(OLD, "old.csv", MORNING)
    put(EXTRACT, "79.json", NOON)
    whole = open_record()
    assert len(whole.select("79/1", added="last")) == 0
    assert whole.select("79/*", added="last").rollcalls["symbol"].tolist() == [
        *("A/RES/79/2", "A/RES/79/3")
    ]
    result = run_unvote("tally", "79/1", "--added", "last", "-q")
    assert (result.code, result.err[:45]) == (
        3,
        "unvote: nothing is selected: 'added last' lea",
    )
