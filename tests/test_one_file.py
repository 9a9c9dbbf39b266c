"""One file with the whole record, which makes the same record on another machine."""

from pathlib import Path

import pandas as pd
import pytest

import unvote
from conftest import complete, run_unvote
from merging import call, record, same
from unvote.readers.reference import reference
from unvote.store.importing import FileFacts, import_records
from unvote.store.read import open_record

LIBRARY = record(
    "undl",
    call(
        *("USA:Y FRA:N RUS:X", "A/RES/61/77", "2006-12-06"),
        **{"number": "7", "organ": "GA", "session": "61", "title": "Peace", "part": "paragraph"},
        **{"subjects": "PEACE|WAR", "issues": "nuclear|important", "note": "paragraph 3"},
        **{"published_yes": 1, "published_members": 193, "link": "https://x/7", "agenda": "9"},
    ),
    call("USA:Y FRA:Y", "A/RES/61/77", "2006-12-06", number="8", organ="GA", session="61"),
)
EXTRACT = record(
    "unxml",
    call("USA:N FRA:A", "A/RES/79/1", "2024-10-01", organ="GA", session="79", sponsors="USA|FRA"),
    call(
        *("", "A/RES/79/2", "2024-10-02"),
        **{"organ": "GA", "session": "79", "title": "Sport", "modality": "without vote"},
    ),
    call(
        *("", "S/RES/2755 (2024)", "2024-10-03"),
        **{"organ": "SC", "title": "Haiti", "modality": "without vote", "draft": "S/2024/700"},
    ),
)
NUMBERED = record(
    "unvotes",
    call("USA:Y FRA:N", "", "1950-02-01", number="90", organ="GA", session="5"),
    call("USA:N FRA:Y", "", None, number="91", organ="GA", session="5"),
)


def put(home: Path, monkeypatch: pytest.MonkeyPatch) -> unvote.Record:
    """Make a record of three sources and the reference record."""
    monkeypatch.setenv("UNVOTE_DATA", str(home))
    sources = [(one, FileFacts(one.name, one.name)) for one in (LIBRARY, EXTRACT, NUMBERED)]
    import_records(sources, when="2026-06-30", base=reference())
    return open_record()


@pytest.mark.parametrize("form", ["parquet", *complete("csv")])
def test_one_file_makes_the_same_record_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    file = str(tmp_path / f"record.{form}")
    before = put(tmp_path / "office", monkeypatch)
    result = run_unvote("data", "export", "-o", file)
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        f"unvote: {file}: the record on this machine: 31 roll calls, 1950-02-01 to 2025-12-03\n"
    )
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "classroom"))
    assert run_unvote("data", "import", file, "-q").code == 0
    after = open_record()
    same(after, before)
    assert (tmp_path / "classroom" / "record.parquet").exists()
    again = run_unvote("data", "import", file, "--csv")
    told = again.err.splitlines()
    assert len(told) == len(set(told))
    assert {row.split(",")[1] for row in again.out.splitlines()[1:]} == {"0"}  # nothing is new


def test_a_roll_call_without_a_list_is_one_row_without_state_and_vote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "data", monkeypatch)
    run_unvote("data", "export", "-o", str(tmp_path / "record.parquet"), "--session", "79", "-q")
    table = pd.read_parquet(tmp_path / "record.parquet")
    rows = table[table["resolution"] == "A/RES/79/2"]
    assert rows[["ms_code", "ms_vote"]].isna().all(axis=None)
    assert rows["modality"].tolist() == ["without vote"]
    assert table["ms_code"].notna().sum() == 2 + 193  # of the extract, and of 79/7


def test_an_empty_vote_in_another_file_is_still_an_error(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("ms_code,ms_vote,resolution\nUSA,Y,A/RES/79/1\n,,A/RES/79/2\n")
    with pytest.raises(unvote.DataError, match="line 3, column ms_code: empty where a state is"):
        unvote.read(path)
