"""Nothing outside the folder of the full record is written, removed or read."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import unvote
from conftest import run_unvote
from merging import call, record, same
from unvote.store.importing import FileFacts, import_records
from unvote.store.info import disagreements
from unvote.store.own_files import remove
from unvote.store.parquet import from_parquet, to_parquet
from unvote.store.read import open_record
from unvote.writing import whole_file

UNDL = record("undl", call("USA:Y FRA:N", number="1"))
UNXML = record("unxml", call("USA:Y FRA:A", title="Aggression"), call("DDR:Y", "A/RES/3/9"))
links = pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Give somebody else's folder, with a file that has the name of one of ours."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "undl-0123456789abcdef.parquet").write_text("not ours")
    return folder


def put(*records: unvote.Record) -> None:
    import_records([(one, FileFacts(one.name, one.name)) for one in records], when="2026-06-30")


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def refused(change: Any) -> str:
    """Return the error, which is one line."""
    with pytest.raises((unvote.DataError, unvote.OutputError)) as caught:
        change()
    assert str(caught.value).splitlines() == [str(caught.value)]
    return str(caught.value)


@links
def test_a_folder_that_is_a_link_is_the_folder(home: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    home.symlink_to(tmp_path / "disk")
    put(UNDL, UNXML)
    assert home.is_symlink()
    assert (tmp_path / "disk" / "record.parquet").is_file()
    assert len(open_record()) == 2


@links
def test_sources_that_lie_elsewhere_are_not_touched(home: Path, elsewhere: Path) -> None:
    before = content(elsewhere)
    home.mkdir()
    (home / "sources").symlink_to(elsewhere)
    for change in (lambda: put(UNDL, UNXML), remove):
        assert refused(change) == (
            f"{home / 'sources'} is a link to another place, where unvote writes nothing: remove"
            " the link, and import the files again"
        )
    assert content(elsewhere) == before
    (home / "sources").unlink()
    put(UNDL, UNXML)


@links
def test_a_record_that_is_a_link_is_replaced_and_not_followed(home: Path, elsewhere: Path) -> None:
    put(UNDL)
    (home / "record.parquet").rename(elsewhere / "record.parquet")
    (home / "record.parquet").symlink_to(elsewhere / "record.parquet")
    before = content(elsewhere)
    put(UNXML)
    assert len(open_record()) == 2
    assert not (home / "record.parquet").is_symlink()
    assert content(elsewhere) == before


@links
def test_a_lock_that_is_a_link_is_not_followed(home: Path, elsewhere: Path) -> None:
    before = content(elsewhere)
    home.mkdir()
    (home / "import.lock").symlink_to(elsewhere / "undl-0123456789abcdef.parquet")
    assert refused(lambda: put(UNDL)).startswith(f"{home} cannot be written: ")
    assert content(elsewhere) == before


def test_files_of_the_user_among_the_sources_stay(home: Path) -> None:
    put(UNDL, UNXML)
    mine = {"mine.parquet": b"1", ".mine.parquet.x": b"2", "undl-2.parquet": b"3"}
    for name, text in mine.items():
        (home / "sources" / name).write_bytes(text)
    put(UNDL)
    left = content(home / "sources")
    assert {name: left[name] for name in mine} == mine
    remove()
    assert content(home / "sources") == mine


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions there")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_files_have_the_permissions_of_the_umask_in_threads_too(tmp_path: Path, mask: int) -> None:
    def write(number: int) -> int:
        path = tmp_path / f"{number}.csv"
        with whole_file(path) as file:
            file.write(b"1")
        return path.stat().st_mode & 0o777

    before = os.umask(mask)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert {*pool.map(write, range(40))} == {0o666 & ~mask}
        (tmp_path / "0.csv").chmod(0o640)
        assert write(0) == 0o640  # what was there keeps its own
    finally:
        assert os.umask(before) == mask


@pytest.mark.parametrize("source", ["../../evil", "/evil", "..", "undl/../../evil"])
def test_a_source_with_the_name_of_a_path(home: Path, tmp_path: Path, source: str) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(
        "undl_id,ms_code,ms_vote,date,resolution,source\n"
        f"1,USA,Y,1946-02-01,A/RES/1/1,{source}\n"
        "2,USA,Y,1946-02-01,A/RES/1/2,unxml\n"
    )
    assert run_unvote("data", "import", str(path), "-q").code == 0
    names = sorted(name for name in content(tmp_path) if "lock" not in name)
    assert [name.partition("-")[0] for name in names] == [
        "data/record.parquet",
        "data/sources/disagreements",  # the two may be one: on pages of a day, with the same vote
        "data/sources/own",
        "data/sources/unxml",
        "votes.csv",
    ]


@pytest.mark.parametrize("name", ["../outside.parquet", "/etc/passwd", "../record.parquet"])
def test_a_record_that_names_files_elsewhere(home: Path, name: str) -> None:
    put(UNDL, UNXML)
    path = home / "record.parquet"
    (home / "outside.parquet").write_bytes(path.read_bytes())
    file, facts = from_parquet(path.read_bytes(), "")
    facts["disagreements"]["file"] = facts["sources"][0]["file"] = name
    path.write_bytes(to_parquet(file.read(), facts))
    for ask in (disagreements, lambda: put(UNDL)):
        assert refused(ask).startswith(f"{path} is damaged or cut short: 'unvote data remove'")
    assert remove()
    assert (home / "outside.parquet").exists()


def test_a_file_under_the_name_of_another_is_told(home: Path) -> None:
    put(UNDL, UNXML)
    whole = open_record()
    ours, theirs = sorted((home / "sources").glob("un*"))
    ours.write_bytes(theirs.read_bytes())  # complete and sealed, but not what the record is made of
    assert refused(lambda: put(UNXML)).startswith(f"{ours.name} is damaged or cut short: ")
    same(open_record(), whole)
