"""Records of the released format, and of newer versions of the program."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import unvote
from merging import call, record, same
from unvote.store.importing import FileFacts, import_records
from unvote.store.index import full
from unvote.store.info import disagreements, info
from unvote.store.own_files import remove
from unvote.store.parquet import from_parquet, to_parquet
from unvote.store.read import open_record
from unvote.store.versions import FORMAT

# The records below as the first program with this format wrote them. Until a format is released,
# `python tests/test_store_versions.py` writes them anew.
WRITTEN = Path(__file__).parent / "data" / f"format-{FORMAT}"
UNDL = record(
    "undl",
    call("USA:Y FRA:N", "A/RES/1/1", "1946-02-01", number="3", session="1", title="Eins"),
    call("USA:X FRA:A", number="1", session="ES-11", published_yes=1),
)
UNXML = record("unxml", call("USA:Y FRA:A", title="Aggression"), call("DDR:Y", "A/RES/3/9"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def put(*records: unvote.Record, filled: bool = False) -> None:
    files = [(one, FileFacts(one.name, one.name, filled)) for one in records]
    import_records(files, when="2026-06-30")


def rewrite(home: Path, **changes: Any) -> bytes:
    """Give the record other facts, and seal it."""
    path = home / "record.parquet"
    file, facts = from_parquet(path.read_bytes(), "")
    path.write_bytes(to_parquet(file.read(), facts | changes))
    return path.read_bytes()


def filled() -> list[bool]:
    return [file.filled for source in info().sources for file in source.files]


def test_a_record_of_the_released_format_gives_the_same_numbers(home: Path) -> None:
    put(UNDL, UNXML)
    now, differing, names, told = open_record(), disagreements(), full(), info()
    shutil.rmtree(home)
    shutil.copytree(WRITTEN, home)
    old = open_record()
    same(old, now)
    assert old.edition == now.edition
    assert disagreements().equals(differing)
    assert full() == names
    assert replace(info(), size=told.size) == replace(told, program="0.1.0")
    put(UNXML)  # nothing new
    same(open_record(), now)


def test_whether_absences_were_filled_in_is_kept(home: Path) -> None:
    put(UNXML)
    put(UNXML, filled=True)
    assert filled() == [False]  # nothing has changed: nothing was filled in
    put(UNDL, filled=True)
    assert filled() == [True, False]


@pytest.mark.parametrize("number", [FORMAT + 1, 1000])
def test_a_record_of_a_newer_version(home: Path, number: int) -> None:
    put(UNDL)
    written = rewrite(home, format=number, program="9.0", sources="of another kind")
    for ask in (open_record, info, disagreements, lambda: put(UNDL)):
        with pytest.raises(unvote.DataError, match=r"by a newer unvote \(9\.0\): update unvote$"):
            ask()
    assert (home / "record.parquet").read_bytes() == written
    assert remove()


@pytest.mark.parametrize("number", [0, -1])
def test_a_format_that_is_none(home: Path, number: int) -> None:
    put(UNDL)
    rewrite(home, format=number)
    expected = (
        rf"has the format {number}, which does not exist: 'unvote data remove', and import the"
    )
    for ask in (open_record, info, disagreements, lambda: put(UNDL)):
        with pytest.raises(unvote.DataError, match=expected):
            ask()
    assert remove()


if __name__ == "__main__":
    shutil.rmtree(WRITTEN, ignore_errors=True)
    os.environ["UNVOTE_DATA"] = str(WRITTEN)
    put(UNDL, UNXML)
    (WRITTEN / "import.lock").unlink()
