"""The full record under faults of the system that need strace, root, or a crowd."""

import hashlib
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from test_merge import same
from test_store_faults import CHILD, content, outcome_of, put, some_record
from unvote.record import Record
from unvote.store.importing import FileFacts
from unvote.store.info import disagreements
from unvote.store.read import open_record

pytestmark = pytest.mark.complete

OLD = (some_record("undl", 1, 40), some_record("unxml", 2, 40))
NEW = (some_record("undl", 3, 40), some_record("unxml", 4, 40))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def pickled(records: tuple[Record, ...], path: Path) -> Path:
    path.write_bytes(pickle.dumps([(one, FileFacts(one.name, one.name)) for one in records]))
    return path


def watched(name: str, fault: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Import NEW in a process of its own in which a system call goes wrong."""
    records = str(pickled(NEW, tmp_path / "records"))
    return run(name, fault, [sys.executable, "-c", CHILD.format(before=""), records])


def run(name: str, fault: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in which a system call goes wrong."""
    if not shutil.which("strace"):
        pytest.skip("there is no strace to let a system call go wrong")
    inject = f"inject={name}:{fault}"
    watch = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={name}", "-e", inject]
    ran = subprocess.run(
        [*watch, *command], input="\n", capture_output=True, text=True, check=False
    )
    if "ptrace" in ran.stderr:
        pytest.skip("strace may not watch processes here")
    return ran


# Two sources, the disagreements and then the record come to their places: each by a rename,
# between an fsync of the file and one of the folder.
@pytest.mark.parametrize(
    ("name", "count", "which"),
    [
        ("rename", 1, "old"),
        ("rename", 4, "old"),
        ("fsync", 8, "new"),
        ("unlink", 3, "new"),
    ],
)
def test_a_kill_at_a_system_call(
    home: Path, tmp_path: Path, name: str, count: int, which: str
) -> None:
    put(*NEW)
    new = content(home)
    shutil.rmtree(home)
    put(*OLD)
    old = content(home)
    ran = watched(name, f"signal=KILL:when={count}", tmp_path)
    assert (ran.returncode, ran.stdout) == (-signal.SIGKILL, "ready\n")
    there = (home / "record.parquet").read_bytes()
    assert there == {"old": old, "new": new}[which]["record.parquet"]
    assert len(open_record()) == 40
    assert len(disagreements())
    put(*NEW)
    assert content(home) == new


def test_a_lock_that_cannot_be_given_back_ends_with_the_process(home: Path, tmp_path: Path) -> None:
    put(*OLD)
    ran = watched("flock", "error=ENOLCK:when=2", tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "ready\ndone\n", "")
    there = content(home)
    put(*NEW)
    assert content(home) == there


# The old folder is put aside, and the new one takes its place.
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
    ran = run("rename", f"signal=INT:when={count}", [*export, "--session", "79"])
    assert (ran.returncode, ran.stderr) == (130, "")
    assert {path.name for path in folder.iterdir()} == {
        f"session={session}.parquet" for session in sessions
    }
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """Give the folder of the record on a disk of 300 kB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of Linux makes small disks")
    home.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(home)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    yield home
    subprocess.run(["umount", str(home)], check=True)


def test_a_disk_without_room(small_disk: Path) -> None:
    put(*OLD)
    before, whole = content(small_disk), open_record()
    ballast = small_disk / "ballast"
    size = shutil.disk_usage(small_disk).free
    for left in (0, 8_000, 30_000, 60_000):
        ballast.write_bytes(b"0" * (size - left))
        refused = outcome_of(lambda: put(*NEW))
        assert refused.endswith(".parquet cannot be written: No space left on device")
        ballast.unlink()
        assert content(small_disk) == before
        same(open_record(), whole)
    put(*NEW)


# Imports by turns, or reads; what came of each time is a line.
ONE_OF_A_CROWD = """
import hashlib, pickle, sys
from unvote.errors import UnvoteError
from unvote.store.importing import import_records
from unvote.store.info import disagreements, info
from unvote.store.read import open_record

def reading():
    record = open_record()
    disagreements()
    info()
    return hashlib.sha256(record.matrix.tobytes()).hexdigest()

def importing():
    try:
        for path in sys.argv[1:]:
            import_records(pickle.load(open(path, "rb")), when="2026-06-30")
        return "imported"
    except UnvoteError as error:
        return str(error)

for _ in range(6):
    print(importing() if len(sys.argv) > 1 else reading())
"""


def test_ten_read_while_two_import(home: Path, tmp_path: Path) -> None:
    whole = set()
    paths = []
    for number, records in enumerate((OLD, NEW)):
        put(*records)
        whole.add(hashlib.sha256(open_record().matrix.tobytes()).hexdigest())
        paths.append(str(pickled(records, tmp_path / f"records-{number}")))
    one = [sys.executable, "-c", ONE_OF_A_CROWD]
    crowd = [
        subprocess.Popen(
            [*one, *files], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for files in [paths] * 2 + [[]] * 10
    ]
    said = [process.communicate()[0].splitlines() for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 12
    assert [len(lines) for lines in said] == [6] * 12
    busy = "another import is under way: try again when it is done"
    imports = {line for lines in said[:2] for line in lines}
    assert {"imported"} <= imports <= {"imported", busy}
    assert {line for lines in said[2:] for line in lines} <= whole
