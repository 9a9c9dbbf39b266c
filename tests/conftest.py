"""What tests share: they run the program as a user does, in a pipe or in a terminal.

`--complete` also runs the tests marked `complete`, and draws all examples of every property.
"""

import gc
import io
import os
import pickle
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from rich.style import Style
from typer.main import get_command

import unvote
from unvote.cli import app

# A process that a shell starts in the background ignores interrupts, and so would its children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# As in the program: the threads of several test processes would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The caution above an answer from the chosen roll calls of the embedded record.
CHOSEN = "from 24 chosen roll calls, not a sample: 'unvote data pull' gets all"
# The note on what measures of it leave out.
COUNCIL = "left out: 3 roll calls not of the General Assembly (--organ all)"

# The variable that names the whole record; without it, tests on that record are skipped.
FULL_RECORD = os.environ.get("UNVOTE_TEST_RECORD", "")


# The number of examples of a property without --complete.
FEW = 4
# The number of tests that each process leaves out without --complete.
LEFT_OUT: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--complete", action="store_true", help="run the tests marked 'complete' too")


@pytest.fixture(autouse=True, scope="session")
def no_bar() -> Iterator[None]:
    """Show no bar in the terminal of a test, however slow the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("unvote.cli.waiting.AFTER", 600.0)
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples are drawn; no example has a deadline, since the machine may be busy.

    Each run draws the same examples, so that only a change of the code changes the result;
    `--hypothesis-seed` draws others.
    """
    same = config.getoption("hypothesis_seed", None) is None
    shared = {"deadline": None, "database": None, "print_blob": True, "derandomize": same}
    settings.register_profile("complete", **shared)
    settings.register_profile("plain", max_examples=FEW, **shared)
    settings.load_profile("complete" if config.getoption("complete") else "plain")


def examples(most: int, *, few: int = FEW) -> settings:
    """Return the settings of a property for which the complete suite draws this many examples.

    `few`: how many are drawn without --complete: as many if they cost next to nothing.
    """
    plain = settings().max_examples == FEW
    return settings(max_examples=min(most, few) if plain else most)


def complete(*values: Any) -> list[Any]:
    """Return values of a parameter that only the complete suite tries."""
    return [pytest.param(value, marks=pytest.mark.complete) for value in values]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("complete"):
        return
    left_out = [item for item in items if item.get_closest_marker("complete")]
    LEFT_OUT["here"] = len(left_out)
    items[:] = [item for item in items if not item.get_closest_marker("complete")]
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """Keep what was collected out of every later search for garbage: a seventh of the time."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # this is a worker of pytest-xdist
        session.config.workeroutput["left out"] = LEFT_OUT["here"]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the number from a worker: each collects all tests."""
    LEFT_OUT["here"] = getattr(node, "workeroutput", {}).get("left out", 0)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if count := LEFT_OUT["here"]:
        terminalreporter.write_line(f"{count} tests are left out: --complete runs them too")


@dataclass(frozen=True)
class Result:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A standard stream that keeps what is written to it."""

    def __init__(self, content: bytes = b"", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8", newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()


PROGRAM = get_command(app)


def run_unvote(*arguments: str, stdin: bytes = b"", terminal: bool = False) -> Result:
    """Run the program in this process, into a pipe or on a terminal."""
    for kept in (Style.parse, Style._add):  # it keeps the codes of the first terminal that it met
        kept.cache_clear()
    out, err = Stream(terminal=terminal), Stream(terminal=terminal)
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = Stream(stdin), out, err
    try:
        PROGRAM(list(arguments), prog_name="unvote")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    return Result(code, out.text(), err.text())


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that answers the same question only once."""
    known: dict[bytes, bytes] = {}

    def asked(*values: Any, **named: Any) -> Any:
        question = pickle.dumps((values, named))
        if question not in known:
            known[question] = pickle.dumps(function(*values, **named))
        return pickle.loads(known[question])

    return asked


@pytest.fixture(scope="session", autouse=True)
def _once() -> Iterator[None]:
    """Read the embedded record only once, and sample ideal points only once from the same votes."""
    from unvote.analysis.ideal import sampler
    from unvote.readers import reference

    with pytest.MonkeyPatch.context() as patch:
        read = cache(reference.reference)
        patch.setattr("unvote.readers.reference.reference", read)
        patch.setattr("unvote.store.importing.reference", read)
        patch.setattr("unvote.analysis.ideal.estimate.sample", remembered(sampler.sample))
        yield


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give every test a terminal of 80 columns without colour, and folders of its own."""
    monkeypatch.delenv("UNVOTE_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-of-user"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def embedded() -> Iterator[unvote.Record]:
    return unvote.load("embedded")


@pytest.fixture(scope="session")
def full() -> unvote.Record:
    if not FULL_RECORD:
        pytest.skip("UNVOTE_TEST_RECORD names no file with the whole record")
    return unvote.read(FULL_RECORD)
