"""Records of older and of newer versions of the program."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unvote
from test_merge import call, record, same
from unvote.store.importing import FileFacts, import_records
from unvote.store.index import full
from unvote.store.info import disagreements, info
from unvote.store.parquet import from_parquet, to_parquet
from unvote.store.place import remove
from unvote.store.read import open_record
from unvote.store.versions import FORMAT

# The records below as programs of their time wrote them, to the byte.
WRITTEN = Path(__file__).parent / "data"
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


def lay(home: Path, number: int) -> bytes:
    """Put the record there which the program wrote when it wrote that format."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(WRITTEN / f"format-{number}", home)
    return (home / "record.parquet").read_bytes()


def filled() -> list[bool | None]:
    return [file.filled for source in info().sources for file in source.files]


@pytest.mark.parametrize(("number", "known"), [(1, None), (2, False), (3, False)])
def test_a_record_of_an_older_format_gives_the_same_numbers(
    home: Path, number: int, known: bool | None
) -> None:
    put(UNDL, UNXML)
    now, differing, names = open_record(), disagreements(), full()
    written = lay(home, number)
    old = open_record()
    same(old, now)
    assert old.edition == now.edition
    assert disagreements().equals(differing)
    assert (info().format, info().program, filled()) == (number, "0.1.0", [known, known])
    assert full() == names
    np.testing.assert_array_equal(open_record(["USA"]).matrix[:, 0], now.votes["USA"])
    assert (home / "record.parquet").read_bytes() == written  # reading changes nothing


def test_a_record_of_every_format_is_kept() -> None:
    kept = {path.name for path in WRITTEN.glob("format-*")}
    assert kept == {f"format-{number}" for number in range(1, FORMAT + 1)}, (
        "UNDL and UNXML as the first program with this format writes them, by put(UNDL, UNXML)"
    )


def test_an_import_writes_todays_format(home: Path) -> None:
    put(UNDL, UNXML, filled=True)
    now, differing = open_record(), disagreements()
    lay(home, 1)
    put(UNXML, filled=True)
    assert (info().format, info().program) == (FORMAT, unvote.__version__)
    assert filled() == [None, True]
    put(UNDL, filled=True)
    assert filled() == [True, True]
    same(open_record(), now)
    assert disagreements().equals(differing)


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
    expected = rf"has the format {number}, which is none: 'unvote data remove', and import the"
    for ask in (open_record, info, disagreements, lambda: put(UNDL)):
        with pytest.raises(unvote.DataError, match=expected):
            ask()
    assert remove()
