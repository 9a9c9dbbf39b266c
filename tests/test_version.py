"""The version of the program and of Python, and the record in use; whole outputs."""

import io
import platform
import subprocess
import sys
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote
from unvote.store import location
from unvote.store.importing import FileFacts, import_records
from unvote.store.parquet import from_parquet, to_parquet

HEAD = f"unvote {unvote.__version__}\nPython {platform.python_version()}\n"
TABLE = "ms_code,ms_vote,resolution,date\nUSA,N,A/RES/1/1,1946-01-24\n"


def put(table: str, when: str, name: str = "x.csv") -> Path:
    """Import a table and return the file of the full record."""
    record = unvote.read(io.BytesIO(table.encode()))
    import_records([(record, FileFacts(name, name.encode().hex()))], when=when)
    return location.folder() / location.RECORD


def told() -> str:
    """Return what the output says about the record."""
    long, short = run_unvote("--version"), run_unvote("-V")
    assert long == short
    assert (long.code, long.err) == (0, "")
    head, record, about = long.out.partition("record: ")
    assert (head + record, about[-1:]) == (HEAD + "record: ", "\n")
    return about[:-1]


def test_without_a_full_record() -> None:
    assert told() == "the embedded record, 24 roll calls, 2014-03-27 to 2025-12-03"


def test_with_a_full_record() -> None:
    put(TABLE, "2026-01-31")
    whole = "the full record, 1 roll call, 1946-01-24 to 1946-01-24"
    assert told() == f"{whole} (own, imported 2026-01-31)"
    put(TABLE + "USA,Y,A/RES/2/1,1947-09-20\n", "2026-02-28", "y.csv")
    whole = "the full record, 2 roll calls, 1946-01-24 to 1947-09-20"
    assert told() == f"{whole} (own, imported 2026-02-28)"


def test_a_record_without_dates() -> None:
    put("ms_code,ms_vote,resolution\nUSA,N,A/RES/1/1\n", "2026-01-31")
    assert told() == "the full record, 1 roll call, without dates (own, imported 2026-01-31)"


def test_a_record_that_cannot_be_used() -> None:
    path = put(TABLE, "2026-01-31")
    whole = path.read_bytes()
    unusable = "the record on this machine, which cannot be used: "
    again = "'unvote data remove', and import the files again"
    for damaged in (whole[:-1], whole[:100], b"", bytes([whole[0] ^ 1]) + whole[1:]):
        path.write_bytes(damaged)
        assert told() == f"{unusable}{path} is damaged or cut short: {again}"
    file, facts = from_parquet(whole, "")
    path.write_bytes(to_parquet(file.read(), facts | {"format": 99, "program": "9.0"}))
    assert told() == f"{unusable}{path} was written by a newer unvote (9.0): update unvote"


@pytest.mark.parametrize("full", [False, True])
def test_it_is_told_without_what_reads_parquet(full: bool) -> None:
    if full:
        put(TABLE, "2026-01-31")
    program = (
        "import sys; from unvote.cli import app\n"
        "try: app(['--version'])\n"
        "except SystemExit: pass\n"
        "sys.exit(bool({'pandas', 'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True).returncode == 0
