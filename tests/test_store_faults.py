"""The full record when things go wrong: damage, killed imports, two at once, no permission."""

import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import faults
import unvote
from faults import FAULTS, content, some_votes
from merging import call, record, same
from unvote.record import Record
from unvote.store import location
from unvote.store.importing import FileFacts, import_records
from unvote.store.info import disagreements, info
from unvote.store.own_files import locked, remove
from unvote.store.read import open_record

SEED = 20250224
VOTES = unvote.read(io.StringIO(some_votes("undl", 20, random.Random(SEED))))
BUSY = "DataError another import is under way: try again when it is done"
SMALL = [
    record("undl", call("USA:Y FRA:N", number="1"), call("USA:N", "A/RES/1/1", "1946-02-01")),
    record("unxml", call("USA:Y FRA:A", title="Aggression"), call("DDR:Y", "A/RES/3/9")),
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def put(*records: Record) -> None:
    import_records([(one, FileFacts(one.name, one.name)) for one in records], when="2026-06-30")


def half_files(home: Path) -> list[str]:
    return [path.name for path in home.rglob(".*")]


def outcome_of(change: Callable[[], Any]) -> str:
    """Return the error, which is one line."""
    with pytest.raises(unvote.UnvoteError) as caught:
        change()
    text = str(caught.value)
    assert text.splitlines() == [text]
    return f"{type(caught.value).__name__} {text}"


# --- damage


def outcome(ask: Any) -> Any:
    """Return the record, or None if one line reports that it is damaged."""
    try:
        return ask()
    except unvote.DataError as error:
        text = str(error)
    assert text.endswith(
        " is damaged or cut short: 'unvote data remove', and import the files again"
    )
    return None


def test_damage_is_told_and_never_another_number(home: Path) -> None:
    put(*SMALL)
    whole = open_record()
    chance = random.Random(SEED)
    for name, good in content(home).items():
        path, ask, times = home / name, open_record, 200
        if path.parent != home:
            ask, times = disagreements if "disagreements" in name else put, 5
        places = {*range(min(8, times)), *range(len(good) - times // 4, len(good))}
        for where in sorted(places | {*chance.sample(range(len(good)), times)}):
            bad = bytearray(good)
            bad[where] ^= chance.randrange(1, 256)
            path.write_bytes(bad)
            assert outcome(ask) is None
        for length in [*range(times // 10), *chance.sample(range(len(good)), times // 5)]:
            for bad in (good[:length], good[:length].ljust(len(good), b"\0"), good + good[:length]):
                path.write_bytes(bad)
                assert bad == good or outcome(ask) is None
        path.write_bytes(good)
    same(open_record(), whole)


def test_a_damaged_source_is_told_and_the_record_stands(home: Path) -> None:
    put(*SMALL)
    whole = open_record()
    for path in sorted((home / "sources").iterdir()):
        good = path.read_bytes()
        path.write_bytes(good[:-9] + bytes([good[-9] ^ 1]) + good[-8:])
        ask = disagreements if path.name.startswith("dis") else lambda: put(SMALL[0])
        assert outcome(ask) is None
        path.unlink()
        with pytest.raises(unvote.DataError, match=f"{path.name} is missing: 'unvote data remove'"):
            ask()
        path.write_bytes(good)
    same(open_record(), whole)
    put(SMALL[0])


def test_a_damaged_record_can_be_removed_and_made_again(home: Path) -> None:
    put(*SMALL)
    whole = open_record()
    (home / "record.parquet").write_bytes(b"PAR1")
    assert outcome(lambda: put(*SMALL)) is None
    assert remove()
    put(*SMALL)
    same(open_record(), whole)


# --- two at once


def test_the_second_of_two_imports_is_refused(home: Path) -> None:
    put(SMALL[0])
    before = open_record()
    with locked(home):
        for change in (lambda: put(SMALL[1]), remove):
            assert outcome_of(change) == BUSY
        same(open_record(), before)  # reading goes on
    put(SMALL[1])
    assert [source.source for source in info().sources] == ["undl", "unxml"]


# --- interrupted


# The number of tries for each; `python tests/faults.py` makes as many as asked.
TIMES = {"kill": 2, "term": 1, "calls": 2, "errors": 2, "short": 2, "full": 2, "crowd": 3}


@pytest.mark.complete
@pytest.mark.skipif(sys.platform != "linux", reason="the faults are those of Linux")
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_happens_the_record_is_the_old_or_the_new(fault: str) -> None:
    command = [sys.executable, faults.__file__, fault, "--times", str(TIMES[fault])]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.stderr.endswith(" here\n"):
        pytest.skip(ran.stderr.strip())
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout


def test_ctrl_c_leaves_the_old_record(home: Path) -> None:
    put(SMALL[0])
    before = content(home)

    def interrupted() -> Iterator[tuple[Record, FileFacts]]:
        yield SMALL[1], FileFacts("x", "x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_records(interrupted(), when="2026-06-30")
    assert content(home) == before
    put(SMALL[1])


# The old folder is put aside, and the new one takes its place.
@pytest.mark.complete
@pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace")
@pytest.mark.parametrize(("count", "sessions"), [(1, {"79", "ES-11"}), (2, {"79"})])
def test_an_interrupt_between_two_folders_leaves_one(
    tmp_path: Path, count: int, sessions: set[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    names = {f"session={session}.parquet" for session in ("79", "ES-11")}
    for name in names:
        (folder / name).touch()
    export = [sys.executable, "-m", "unvote", "data", "export", "-q", "-o", str(folder)]
    inject = ["-e", "trace=rename", "-e", f"inject=rename:signal=INT:when={count}"]
    watch = ["strace", "-f", "-qq", "-o", os.devnull, *inject, *export, "--session", "79"]
    ran = subprocess.run(watch, capture_output=True, text=True, check=False)
    if "ptrace" in ran.stderr:
        pytest.skip("strace may not watch processes here")
    assert (ran.returncode, ran.stderr) == (130, "")
    assert {path.name for path in folder.iterdir()} == {
        f"session={session}.parquet" for session in sessions
    }
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# --- no right


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a record in a folder that can be read but not written; root becomes nobody."""
    if os.name != "posix":
        pytest.skip("rights of another kind")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        monkeypatch.setenv("UNVOTE_DATA", str(folder))
        put(*SMALL)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        yield folder
        os.seteuid(user)
        folder.chmod(0o755)


def test_a_folder_without_the_right_to_write(guarded: Path) -> None:
    before = open_record()
    (refused,) = {outcome_of(lambda: put(SMALL[0])), outcome_of(remove)}
    assert refused == f"OutputError {guarded} cannot be written: Permission denied"
    same(open_record(), before)
    assert info().rollcalls == 3


def test_a_right_that_is_lost_midway(guarded: Path) -> None:
    nobody, user = os.geteuid(), guarded.stat().st_uid
    os.seteuid(user)
    for path in [guarded, *guarded.rglob("*")]:
        os.chown(path, nobody, -1)
    os.seteuid(nobody)
    folders = (guarded, guarded / "sources")
    for folder in folders:
        folder.chmod(0o755)
    before = content(guarded)

    def losing() -> Iterator[tuple[Record, FileFacts]]:
        yield VOTES, FileFacts("x", "x")
        for folder in folders:
            folder.chmod(0o555)

    refused = outcome_of(lambda: import_records(losing(), when="2026-06-30"))
    assert refused.startswith(f"OutputError {guarded / 'sources' / 'undl-'}")
    assert refused.endswith(".parquet cannot be written: Permission denied")
    assert content(guarded) == before
    for folder in folders:
        folder.chmod(0o755)
    put(VOTES)
    assert content(guarded) != before
    assert half_files(guarded) == []


def test_a_folder_without_the_right_to_read(guarded: Path) -> None:
    os.seteuid(guarded.stat().st_uid)
    guarded.chmod(0o000)
    if os.geteuid() == 0:
        os.seteuid(65534)
    assert location.exists()  # it may exist, and the error says why it does not open
    for ask in (open_record, info, disagreements):
        expected = f"DataError {guarded / 'record.parquet'} cannot be read: Permission denied"
        assert outcome_of(ask) == expected
    (refused,) = {outcome_of(lambda: put(SMALL[0])), outcome_of(remove)}
    assert refused == f"OutputError {guarded} cannot be written: Permission denied"


def test_a_place_that_cannot_be_a_folder(home: Path) -> None:
    home.write_text("a file")
    assert outcome_of(lambda: put(*SMALL)) == f"OutputError {home} cannot be written: File exists"
    assert home.read_text() == "a file"
