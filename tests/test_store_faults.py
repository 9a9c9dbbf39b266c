"""The full record when things go wrong: damage, killed imports, two at once, no room, no right."""

import os
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

import unvote
from test_merge import call, record, same
from unvote.record import Record
from unvote.store import location
from unvote.store.importing import FileFacts, import_records
from unvote.store.info import disagreements, info
from unvote.store.place import remove
from unvote.store.read import open_record
from unvote.world.states import all_states

SEED = 20250224
BUSY = "DataError another import is under way: try again when it is done"
SMALL = [
    record("undl", call("USA:Y FRA:N", number="1"), call("USA:N", "A/RES/1/1", "1946-02-01")),
    record("unxml", call("USA:Y FRA:A", title="Aggression"), call("DDR:Y", "A/RES/3/9")),
]
# Reads records from a file and imports them: one line on stdin starts it.
CHILD = """
import pickle, sys
from unvote.errors import UnvoteError
from unvote.store.importing import import_records
records = pickle.loads(open(sys.argv[1], "rb").read())
import filelock
print("ready", flush=True)
sys.stdin.readline()
{before}
try:
    import_records(records, when="2026-06-30")
    print("done", flush=True)
except UnvoteError as error:
    print(type(error).__name__, error, flush=True)
"""
# The same, but it stops in the midst, when it holds the lock, until a second line comes.
STOPPING = """
def stopping(records):
    print("in the midst", flush=True)
    sys.stdin.readline()
    yield from records
records = stopping(records)
"""
# Told a number and a time, it imports that record in a process of its own, and ends that then.
KILLING = """
import os, signal, time
for order in sys.stdin:
    number, seconds = order.split()
    process = os.fork()
    if not process:
        import_records([records[int(number)]], when="2026-06-30")
        os._exit(0)
    if float(seconds):
        time.sleep(float(seconds))
        os.kill(process, (signal.SIGKILL, signal.SIGTERM)[int(number) % 2])
    os.waitpid(process, 0)
    print("over", flush=True)
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def some_record(source: str, seed: int, count: int) -> Record:
    """Return a record of so many roll calls in which all states vote at random.

    Whatever the seed, the same are absent: an import takes a newer edition that lacks no vote.
    """
    chance, absent = random.Random(seed), random.Random(0)
    codes = sorted(all_states())
    return record(
        source,
        *(
            call(
                " ".join(
                    f"{code}:{'X' if absent.random() < 1 / 6 else chance.choice('YYYNA')}"
                    for code in codes
                ),
                f"A/RES/{number // 50}/{number % 50}",
                f"{1950 + number // 50}-03-02",
                title=f"Title {chance.random()}",
            )
            for number in range(count)
        ),
    )


def put(*records: Record) -> None:
    import_records([(one, FileFacts(one.name, one.name)) for one in records], when="2026-06-30")


def content(home: Path) -> dict[str, bytes]:
    """Return all files of the record but the lock."""
    files = [path for path in home.rglob("*") if path.is_file() and path.name != location.LOCK]
    return {str(path.relative_to(home)): path.read_bytes() for path in files}


def half_files(home: Path) -> list[str]:
    return [path.name for path in home.rglob(".*")]


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a process that will import records when it is told to; none outlives the test."""
    children: list[subprocess.Popen[str]] = []

    def started(records: list[Record], before: str = "") -> subprocess.Popen[str]:
        path = tmp_path / f"records-{len(children)}"
        path.write_bytes(pickle.dumps([(one, FileFacts(one.name, one.name)) for one in records]))
        command = [sys.executable, "-c", CHILD.format(before=before), str(path)]
        pipe = subprocess.PIPE
        child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        children.append(child)
        return child

    yield started
    for child in children:
        with child:
            child.kill()


def say(child: subprocess.Popen[str], text: str = "") -> None:
    stream: IO[str] | None = child.stdin
    assert stream is not None
    stream.write(f"{text}\n")
    stream.flush()


def line(child: subprocess.Popen[str]) -> str:
    stream: IO[str] | None = child.stdout
    assert stream is not None
    return stream.readline().strip()


def end(child: subprocess.Popen[str]) -> str:
    """Return all else that a process says."""
    out, err = child.communicate()
    assert err == ""
    return out.strip()


def outcome_of(change: Callable[[], Any]) -> str:
    """Return the error, which is one line."""
    with pytest.raises(unvote.UnvoteError) as caught:
        change()
    text = str(caught.value)
    assert text.splitlines() == [text]
    return f"{type(caught.value).__name__} {text}"


# --- damage


def outcome(ask: Any) -> Any:
    """Return what is read, or None where it is told in one line that it is damaged."""
    try:
        return ask()
    except unvote.DataError as error:
        text = str(error)
    assert text.endswith(
        " is damaged or cut short: 'unvote data remove', and import the files again"
    )
    return None


@pytest.mark.parametrize("states", [None, ["USA"]])
def test_damage_is_told_and_never_another_number(home: Path, states: list[str] | None) -> None:
    put(*SMALL)
    path = home / "record.parquet"
    good = path.read_bytes()
    whole = open_record(states)
    chance = random.Random(SEED)
    places = {*range(8), *range(len(good) - 80, len(good))}
    places |= {*chance.sample(range(len(good)), 300)}
    for where in sorted(places):
        bad = bytearray(good)
        bad[where] ^= chance.randrange(1, 256)
        path.write_bytes(bad)
        assert outcome(lambda: open_record(states)) is None
    for length in [*range(20), *chance.sample(range(len(good)), 100)]:
        path.write_bytes(good[:length])
        assert outcome(lambda: open_record(states)) is None
    path.write_bytes(good)
    same(open_record(states), whole)


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


def test_the_second_of_two_imports_is_refused(home: Path, start: Start) -> None:
    put(SMALL[0])
    before = open_record()
    child = start(SMALL, STOPPING)
    assert line(child) == "ready"
    say(child)
    assert line(child) == "in the midst"
    for change in (lambda: put(SMALL[1]), remove):
        assert outcome_of(change) == BUSY
    same(open_record(), before)  # reading goes on
    say(child)
    assert end(child) == "done"
    assert [source.source for source in info().sources] == ["undl", "unxml"]


def test_a_killed_import_leaves_no_lock(home: Path, start: Start) -> None:
    child = start(SMALL, STOPPING)
    assert line(child) == "ready"
    say(child)
    assert line(child) == "in the midst"
    child.kill()
    child.communicate()
    put(*SMALL)
    assert len(open_record()) == 3


@pytest.mark.complete
def test_many_imports_at_once(home: Path, start: Start) -> None:
    records = [some_record(source, 1, 100) for source in ("undl", "unxml", "unvotes", "own")]
    children = [start([one]) for one in records]
    for child in children:
        assert line(child) == "ready"
    for child in children:
        say(child)
    said = [end(child) for child in children]
    assert "done" in said
    assert set(said) <= {"done", BUSY}
    won = [one.name for one, text in zip(records, said, strict=True) if text == "done"]
    assert [source.source for source in info().sources] == won
    assert half_files(home) == []


# --- interrupted


@pytest.mark.complete
@pytest.mark.skipif(not hasattr(os, "fork"), reason="starts each import by a fork")
def test_a_signal_at_any_moment_leaves_the_old_record_or_the_new(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    chance = random.Random(SEED)
    steps = [some_record(("unxml", "undl")[step // 2 % 2], step, 200) for step in range(21)]
    put(some_record("unxml", 100, 200), some_record("undl", 101, 200))
    path, copy = home / "record.parquet", tmp_path / "copy"
    child = start(steps, KILLING)
    assert line(child) == "ready"
    say(child)
    takes = 0.0  # the first is not killed, and tells how long an import takes
    for number, step in enumerate(steps):
        before = path.read_bytes()
        shutil.copytree(home, copy)
        began = time.perf_counter()
        say(child, f"{number} {chance.uniform(0, 1.2 * takes)}")
        assert line(child) == "over"
        takes = takes or time.perf_counter() - began
        # What the import makes, if it may.
        monkeypatch.setenv("UNVOTE_DATA", str(copy))
        put(step)
        after = (copy / path.name).read_bytes()
        monkeypatch.setenv("UNVOTE_DATA", str(home))
        shutil.rmtree(copy)
        assert before != after
        assert path.read_bytes() in ((before, after) if number else (after,))
        assert len(open_record()) == 200
        assert len(disagreements()) == info().disagreements
    child.kill()
    put(steps[0])
    assert half_files(home) == []
    assert len(list((home / "sources").iterdir())) == 3


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


# --- no room, no right


@pytest.mark.complete
def test_a_full_disk_leaves_the_old_record(home: Path, start: Start) -> None:
    pytest.importorskip("resource")
    put(some_record("undl", 0, 100))
    before = open_record()
    size = (home / "record.parquet").stat().st_size
    for limit in (0, 100, size // 2, size - 100):
        room = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
        child = start([some_record("undl", 1, 100)], room)
        assert line(child) == "ready"
        say(child)
        refused = f"OutputError {home / 'record.parquet'} cannot be written: File too large"
        assert end(child) == refused
        same(open_record(), before)
        assert half_files(home) == []


@pytest.mark.complete
def test_without_room_for_all_nothing_new_is_left(home: Path, start: Start) -> None:
    pytest.importorskip("resource")
    put(some_record("undl", 0, 30), some_record("unxml", 1, 100))
    before = content(home)
    limit = max(map(len, before.values())) - 2000  # there is room for each source, not for all
    room = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
    child = start([some_record("undl", 2, 30)], room)
    assert line(child) == "ready"
    say(child)
    refused = f"OutputError {home / 'record.parquet'} cannot be written: File too large"
    assert end(child) == refused
    assert content(home) == before


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a record in a folder that one may read and not write; root becomes nobody."""
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
        yield some_record("undl", 1, 20), FileFacts("x", "x")
        for folder in folders:
            folder.chmod(0o555)

    refused = outcome_of(lambda: import_records(losing(), when="2026-06-30"))
    assert refused.startswith(f"OutputError {guarded / 'sources' / 'undl-'}")
    assert refused.endswith(".parquet cannot be written: Permission denied")
    assert content(guarded) == before
    for folder in folders:
        folder.chmod(0o755)
    put(some_record("undl", 1, 20))
    assert content(guarded) != before
    assert half_files(guarded) == []


def test_a_folder_without_the_right_to_read(guarded: Path) -> None:
    os.seteuid(guarded.stat().st_uid)
    guarded.chmod(0o000)
    if os.geteuid() == 0:
        os.seteuid(65534)
    assert location.exists()  # for all we know, and the error says why it does not open
    for ask in (open_record, info, disagreements):
        expected = f"DataError {guarded / 'record.parquet'} cannot be read: Permission denied"
        assert outcome_of(ask) == expected
    (refused,) = {outcome_of(lambda: put(SMALL[0])), outcome_of(remove)}
    assert refused == f"OutputError {guarded} cannot be written: Permission denied"


def test_a_place_that_cannot_be_a_folder(home: Path) -> None:
    home.write_text("a file")
    assert outcome_of(lambda: put(*SMALL)) == f"OutputError {home} cannot be written: File exists"
    assert home.read_text() == "a file"
