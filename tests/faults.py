"""Breaks imports on purpose, and counts the results; see docs/reliability.md.

    python tests/faults.py                        all faults, on a small random record
    python tests/faults.py kill calls --times 200
    python tests/faults.py --file ga_voting.csv   on the UN Digital Library's own file

Whatever happens to an import, the record is afterwards the old one or the new one, to the byte; it
can be read, no lock is left, and the next import works and leaves only the new record. The script
prints what is not so, and exits with 1. Linux only; `calls` and `errors` need strace, and `full`
needs root to make small disks. tests/test_store_faults.py runs a little of each.
"""

import argparse
import contextlib
import gzip
import importlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from unvote.errors import UnvoteError
from unvote.store.importing import import_files
from unvote.store.info import disagreements, info
from unvote.store.read import open_record
from unvote.world.states import all_states

LOCK = "import.lock"
NEITHER = "it is neither the old nor the new"
Content = dict[str, bytes]
_Item = TypeVar("_Item")
Found = Iterator[tuple[str, str]]  # the results of each fault, and what is wrong


class Ground(NamedTuple):
    """The files on which faults are tried."""

    old: Path  # a folder with the old record
    file: Path  # the edition to import over it
    other: Path  # the edition that the old record is made of
    new: Content  # the content of the folder after the import
    seconds: float  # the time that the import takes
    chance: random.Random
    times: int


def main() -> None:
    """Try the faults named, or all, and print a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("faults", nargs="*", metavar="FAULT", help=", ".join(FAULTS))
    options.add_argument("--file", type=Path, help="a large file, with one row per vote")
    options.add_argument("--times", type=int, default=200, help="how often (default: 200)")
    options.add_argument("--seed", type=int, default=1, help="of all chance (default: 1)")
    given = options.parse_args()
    if unknown := set(given.faults) - set(FAULTS):
        options.error(f"no fault is called {', '.join(sorted(unknown))}")
    wrong = 0
    print(f"{'fault':8} {'times':>6}  what came of it (seed {given.seed})")
    with tempfile.TemporaryDirectory(prefix="unvote-faults-") as name:
        place = Path(name)
        ground = prepared(place, given.file, random.Random(given.seed), given.times)
        for fault in given.faults or FAULTS:
            counts: Counter[str] = Counter()
            with contextlib.suppress(KeyboardInterrupt):  # report the results so far
                for outcome, problem in FAULTS[fault](ground, place / "data"):
                    counts[outcome] += 1
                    if problem:
                        wrong += 1
                        print(f"WRONG  {fault}: {outcome}: {problem}", flush=True)
            if not counts:
                wrong += 1
                print(f"WRONG  {fault}: nothing was tried", flush=True)
            told = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
            print(f"{fault:8} {counts.total():>6}  {told}", flush=True)
    sys.exit(1 if wrong else 0)


# --- the ground


def prepared(place: Path, file: Path | None, chance: random.Random, times: int) -> Ground:
    """Make two editions of one source, and the record of the first and of another source."""
    extract, new, other = place / "extract.csv", place / "new.csv", place / "other.csv"
    extract.write_text(some_votes("unxml", 40, chance))
    votes = file.read_bytes() if file else some_votes("undl", 300, chance).encode()
    new.write_bytes(gzip.decompress(votes) if votes.startswith(b"\x1f\x8b") else votes)
    # The other edition has every second yes as a no.
    pieces = new.read_bytes().split(b",Y,")
    other.write_bytes(b"".join(map(bytes.__add__, pieces, alternating(len(pieces)))))
    old = place / "old"
    imported(old, extract)
    (place / "modules").unlink()
    imported(old, other)
    # Load here what an import loads, so that later ones need not.
    for name in (place / "modules").read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    home = fresh(old, place / "data")
    began = time.perf_counter()
    assert imported(home, new) == (0, "")
    seconds = time.perf_counter() - began
    return Ground(old, new, other, content(home), seconds, chance, times)


def alternating(count: int) -> list[bytes]:
    """Return the joints of the pieces: a yes, a no, and so on."""
    return [(b",Y,", b",N,")[place % 2] for place in range(count - 1)] + [b""]


def some_votes(source: str, count: int, chance: random.Random) -> str:
    """Return a table of roll calls in which all states vote at random."""
    lines = ["undl_id,ms_code,ms_vote,date,session,resolution,title,source"]
    for number in range(count):
        day, symbol = f"{1950 + number // 50}-03-02", f"A/RES/{number // 50 + 1}/{number % 50}"
        lines += [
            f"{number},{code},{chance.choice('YYYNAX')},{day},{number // 50 + 1},{symbol},"
            f"On matter {number},{source}"
            for code in sorted(all_states())
        ]
    return "\n".join(lines) + "\n"


def fresh(old: Path, home: Path) -> Path:
    """Return a copy of the old folder."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(old, home)
    return home


def content(home: Path) -> Content:
    """Return all files of the record but the lock."""
    files = (path for path in home.rglob("*") if path.is_file() and path.name != LOCK)
    return {str(path.relative_to(home)): path.read_bytes() for path in files}


class Import(NamedTuple):
    """An import in its own process, which has loaded everything and waits for the start."""

    pid: int
    go: int
    said: Path

    def begin(self) -> None:
        """Let it begin."""
        os.write(self.go, b"!")
        os.close(self.go)

    def end(self) -> tuple[int, str]:
        """Return its exit code and its message; -15 and -9 are signals."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return code, self.said.read_text(encoding="utf-8")


def waiting(home: Path, file: Path, longest: int = -1) -> Import:
    """Return a waiting import; it ends like the command, with one line and a code.

    No file that it writes grows beyond the longest.
    """
    said = home.parent / "said"
    said.write_bytes(b"")
    wait, go = os.pipe()
    pid = os.fork()
    if pid:
        os.close(wait)
        return Import(pid, go, said)
    os.close(go)
    os.environ["UNVOTE_DATA"] = str(home)
    code, line = 0, ""
    os.read(wait, 1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, -1))
    try:
        import_files([file], when=time.strftime("%Y-%m-%d", time.gmtime()))
        if not (modules := home.parent / "modules").exists():
            modules.write_text("\n".join(sys.modules), encoding="utf-8")
    except UnvoteError as error:
        code, line = 4, f"{error}\n"
    except BaseException as error:
        code, line = 70, f"{error!r}\n"
    resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
    said.write_text(line, encoding="utf-8")
    os._exit(code)


def imported(home: Path, file: Path) -> tuple[int, str]:
    """Import a file, and return the exit code and what is said."""
    process = waiting(home, file)
    process.begin()
    return process.end()


def watched(home: Path, file: Path, *options: str) -> tuple[int, str]:
    """Import a file while strace watches, with these options."""
    process = waiting(home, file)
    watch = ["strace", "-f", "-qq", "-o", os.devnull, *options, "-p", str(process.pid)]
    strace = subprocess.Popen(watch, stderr=subprocess.DEVNULL)
    status = Path(f"/proc/{process.pid}/status")
    while "TracerPid:\t0\n" in status.read_text():
        if strace.poll() is not None:
            raise SystemExit("strace is not there, or may not watch processes here")
        time.sleep(0.001)
    process.begin()
    ended = process.end()
    strace.wait()
    return ended


def settled(ground: Ground, home: Path) -> tuple[str, str]:
    """Return which record is there, and what is wrong now or after the next import."""
    os.environ["UNVOTE_DATA"] = str(home)
    before = {path.name: path.read_bytes() for path in home.glob("record.parquet")}
    which = "neither"
    for name, files in (("old", content(ground.old)), ("new", ground.new)):
        if before.get("record.parquet") == files["record.parquet"]:
            which = name
    try:
        open_record()
        assert len(disagreements()) == info().disagreements
    except Exception as error:
        return f"{which} record", f"it cannot be read: {error}"
    code, said = imported(home, ground.file)
    if code:
        return f"{which} record", f"the next import ends with {code}: {said}"
    if content(home) != ground.new:
        return f"{which} record", f"the next import leaves {sorted(content(home))}"
    return f"{which} record", "" if which != "neither" else NEITHER


# --- faults


def killed(ground: Ground, home: Path, number: int = signal.SIGKILL) -> Found:
    """Send a signal at random moments of the import."""
    for _ in range(ground.times):
        fresh(ground.old, home)
        process = waiting(home, ground.file)
        process.begin()
        time.sleep(ground.chance.uniform(0, 1.1 * ground.seconds))
        os.kill(process.pid, number)
        code, said = process.end()
        outcome, problem = settled(ground, home)
        if code not in (0, -number):
            problem = problem or f"it ended by itself: exit {code}, {said}"
        yield (f"{outcome} after the signal" if code else "done before it"), problem


def terminated(ground: Ground, home: Path) -> Found:
    """Ask the import to end, at random moments."""
    return killed(ground, home, signal.SIGTERM)


class Call(NamedTuple):
    """A system call: its number among those of its name, and whether it is about our folder."""

    name: str
    count: int
    ours: bool


def calls_of(ground: Ground, home: Path) -> list[Call]:
    """Return the system calls of the main thread of an import, in their order.

    Calls before the start are left out: up to the read from the pipe that starts it.
    """
    # The tables that this process has read are not read again in an import, which it forks.
    settled(ground, fresh(ground.old, home))
    fresh(ground.old, home)
    log = home.parent / "calls.log"
    watched(home, ground.file, "-y", "-o", str(log))
    lines = [re.match(r"(\d+) +(\w+)\((.*)", line) for line in log.read_text().splitlines()]
    found = [line for line in lines if line]
    counts: Counter[str] = Counter()
    calls = []
    for line in found:
        if line[1] == found[0][1]:
            counts[line[2]] += 1
            calls.append(Call(line[2], counts[line[2]], str(home) in line[3]))
            if line[2] == "read" and "<pipe:" in line[3]:
                calls.clear()
    return calls


def chosen(ground: Ground, some: list[_Item]) -> list[_Item]:
    """Return all, or a random choice of as many as are to be tried."""
    return ground.chance.sample(some, ground.times) if len(some) > ground.times else some


def killed_at_calls(ground: Ground, home: Path) -> Found:
    """Kill the import at system calls: at those in our folder, and at random others."""
    calls = calls_of(ground, home)
    first = next(place for place, call in enumerate(calls) if call.ours)
    ours = chosen(ground, [call for call in calls if call.ours])
    rest = ground.chance.sample(calls[first:], max(0, (ground.times - len(ours)) * 2 // 3))
    rest += ground.chance.sample(calls[:first], max(0, ground.times - len(ours) - len(rest)))
    for call in [*ours, *rest]:
        fresh(ground.old, home)
        inject = f"inject={call.name}:signal=KILL:when={call.count}"
        code, _ = watched(home, ground.file, "-e", f"trace={call.name}", "-e", inject)
        outcome, problem = settled(ground, home)
        ended = code == -signal.SIGKILL
        yield (f"{outcome} after the kill" if ended else "never came to it"), problem


ERRORS = {
    "openat": ("EACCES", "ENOSPC", "EMFILE"),
    "mkdir": ("EACCES", "ENOSPC"),
    "write": ("ENOSPC", "EIO"),
    "fsync": ("EIO", "ENOSPC"),
    "rename": ("EACCES", "ENOSPC", "EXDEV"),
    "unlink": ("EACCES",),
    "chmod": ("EPERM",),
    "read": ("EIO",),
    "flock": ("ENOLCK", "EIO"),
    "newfstatat": ("EACCES",),
    "getdents64": ("EIO",),
    "close": ("EIO",),
    "lseek": ("EIO",),
}


def failing(ground: Ground, home: Path) -> Found:
    """Let system calls in our folder fail, one at a time: no permission, no room, a broken disk."""
    log = home.parent / "calls.log"
    ours = [
        (call, error)
        for call in calls_of(ground, home)
        if call.ours
        for error in ERRORS.get(call.name, ("EIO",))
    ]
    for call, error in chosen(ground, ours):
        fresh(ground.old, home)
        inject = f"inject={call.name}:error={error}:when={call.count}"
        watch = ("-e", f"trace={call.name}", "-e", inject, "-o", str(log))
        code, said = watched(home, ground.file, *watch)
        outcome, problem = settled(ground, home)
        if "(INJECTED)" not in log.read_text():
            outcome = "never came to it"
        words = wrong_words(code, said, f"{call.name} {call.count} with {error}")
        yield f"{outcome}, exit {code}", problem or words


def wrong_words(code: int, said: str, fault: str) -> str:
    """Return what is wrong with the last words of an import."""
    lines = said.splitlines()
    fine = (code == 0 and not lines) or (code == 4 and len(lines) == 1)
    return "" if fine else f"{fault}: exit {code}, {lines}"


def short(ground: Ground, home: Path) -> Found:
    """Limit the size of files, from nothing to just enough."""
    longest = max(map(len, ground.new.values()))
    for step in range(ground.times):
        size = step * (longest + 1000) // ground.times
        process = waiting(fresh(ground.old, home), ground.file, size)
        process.begin()
        ended = process.end()
        yield _without_room(ground, home, content(home), ended, f"a file of {size}")


def _without_room(
    ground: Ground, home: Path, left: Content, ended: tuple[int, str], fault: str
) -> tuple[str, str]:
    """Return the result of an import without enough room, and what is wrong with it."""
    code, said = ended
    outcome, problem = settled(ground, home)
    if code and left != content(ground.old):
        problem = problem or f"it leaves {sorted(left)}"
    return f"{outcome}, exit {code}", problem or wrong_words(code, said, fault)


def full(ground: Ground, home: Path) -> Found:
    """Import on a disk with no room, or a little, up to just enough."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    held = sum(map(len, content(ground.old).values()))
    room = sum(map(len, ground.new.values()))
    for step in range(ground.times):
        size = held + 40_000 + step * (room + 80_000) // ground.times
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(home)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            raise SystemExit("no small disk may be mounted here")
        try:
            shutil.copytree(ground.old, home, dirs_exist_ok=True)
            ended, left = imported(home, ground.file), content(home)
            subprocess.run(["mount", "-o", "remount,size=2g", str(home)], check=True)
            yield _without_room(ground, home, left, ended, f"a disk of {size}")
        finally:
            subprocess.run(["umount", str(home)], check=True)


READER = """
import hashlib, sys, time
from unvote.errors import UnvoteError
from unvote.store.importing import import_files
from unvote.store.info import disagreements, info
from unvote.store.read import open_record
end = time.monotonic() + float(sys.argv[1])
while time.monotonic() < end:
    try:
        record = open_record()
        told = hashlib.sha256(record.matrix.tobytes()).hexdigest()[:16]
        assert info().rollcalls == len(record)
        disagreements()
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
    print(told, flush=True)
"""
WRITER = """
import sys, time
from unvote.errors import UnvoteError
from unvote.store.importing import import_files
end = time.monotonic() + float(sys.argv[1])
while time.monotonic() < end:
    for path in sys.argv[2:]:
        told = "imported"
        try:
            import_files([path], when=time.strftime("%Y-%m-%d", time.gmtime()))
        except UnvoteError as error:
            told = str(error)
            time.sleep(0.2)
        print(told, flush=True)
"""


def crowd(ground: Ground, home: Path) -> Found:
    """Let two processes import in turn while ten read."""
    import hashlib

    whole = {}
    for file in (ground.other, ground.file):
        fresh(ground.old, home)
        imported(home, file)
        os.environ["UNVOTE_DATA"] = str(home)
        matrix = open_record().matrix
        whole[hashlib.sha256(matrix.tobytes()).hexdigest()[:16]] = "read whole"
    known = whole | {
        "imported": "imported",
        "another import is under way: try again when it is done": "told to wait",
    }
    seconds = str(ground.times / 5)
    turns = [str(ground.file), str(ground.other)]
    programs: list[Sequence[str]] = [[READER, seconds]] * 10 + [[WRITER, seconds, *turns]] * 2
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", *program],
            env=os.environ | {"UNVOTE_DATA": str(home)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for program in programs
    ]
    for process in processes:
        for line in process.communicate()[0].splitlines():
            yield known.get(line, "other"), "" if line in known else line
        if process.returncode:
            yield "another end", f"a process ended with {process.returncode}"
    problem = settled(ground, home)[1]
    # The record says what the last import brought, so it may be a third one.
    yield "at the end", "" if problem == NEITHER else problem


FAULTS: dict[str, Callable[[Ground, Path], Found]] = {
    "kill": killed,
    "term": terminated,
    "calls": killed_at_calls,
    "errors": failing,
    "short": short,
    "full": full,
    "crowd": crowd,
}

if __name__ == "__main__":
    main()
