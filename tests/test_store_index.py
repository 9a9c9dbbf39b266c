"""A quick look at a record tells the same as opening it."""

import zlib
from pathlib import Path

import pytest

import unvote
from unvote.store import index, location, versions
from unvote.store.importing import FileFacts, import_records
from unvote.store.parquet import from_parquet, to_parquet
from unvote.store.read import open_file, open_record

# A title that would break a line, one that looks like the facts, and no title.
TITLES = ["A\ttab and\na line", "\x18\x06unvote\x18\x02{}", "", "Été, naïve", "x" * 20_000]


def rollcalls(record: unvote.Record) -> list[index.RollCall]:
    table = record.rollcalls
    return [
        index.RollCall(str(symbol), f"{day:%Y-%m-%d}", session, " ".join(title.split()))
        for symbol, day, session, title in zip(
            table.index, table["date"], table["session"], table["title"], strict=True
        )
    ]


@pytest.fixture
def path() -> Path:
    """Import a record of hostile titles, and return its file."""
    record = unvote.load("embedded")
    titles = [TITLES[row % len(TITLES)] for row in range(len(record))]
    table = record.rollcalls.assign(title=titles)
    hostile = unvote.Record(table, record.votes, "x")
    import_records([(hostile, FileFacts("x.csv", "0" * 64))], when="2026-01-01")
    return location.folder() / location.RECORD


def test_a_summary_has_what_opening_gives(path: Path) -> None:
    seen = index.summary()
    assert seen is not None
    assert seen.facts == open_file()[1]
    assert seen.rollcalls == index.full() == rollcalls(open_record())
    assert len(seen.rollcalls) == 24


def test_the_record_that_comes_with_the_program() -> None:
    assert sorted(index.embedded()) == sorted(rollcalls(unvote.load("embedded")))


@pytest.mark.parametrize(
    "names", [b"", b"x", zlib.compress(b"one\ttoo\tfew"), zlib.compress(b"\xff")]
)
def test_a_record_whose_list_of_names_is_none(path: Path, names: bytes) -> None:
    before = index.full()
    file, facts = from_parquet(path.read_bytes(), "")
    path.write_bytes(to_parquet(file.read(), facts, names))
    assert index.summary() is None
    assert index.full() == before


def test_what_must_be_opened_to_be_told(path: Path) -> None:
    whole = path.read_bytes()
    for place_of_error in (0, len(whole) // 3, -400, -9, -5, -1):
        damaged = bytearray(whole)
        damaged[place_of_error] ^= 1
        path.write_bytes(damaged)
        assert index.summary() is None, place_of_error
    for length in (0, 3, 8, 50, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert index.summary() is None, length
    file, facts = from_parquet(whole, "")
    path.write_bytes(to_parquet(file.read(), facts | {"format": versions.FORMAT + 1}))
    assert index.summary() is None
    path.unlink()
    assert index.summary() is None
