"""What tests share: running the program as a user does, in a pipe or in a terminal."""

import io
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.style import Style

import unvote
from unvote.cli import app

# A shell has what it starts in the background ignore interrupts, and so would what tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What an answer from the chosen roll calls of the embedded record begins with.
CHOSEN = "from 24 chosen roll calls, not a sample: 'unvote data pull' gets all"
# What measures of it leave out.
COUNCIL = "left out: 3 roll calls not of the General Assembly (--organ all)"

# The whole record, for tests that are skipped where it is not named.
FULL_RECORD = os.environ.get("UNVOTE_TEST_RECORD", "")


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


def run_unvote(*arguments: str, stdin: bytes = b"", terminal: bool = False) -> Result:
    """Run the program in this process, into a pipe or on a terminal."""
    for kept in (Style.parse, Style._add):  # with the codes of the first terminal that they met
        kept.cache_clear()
    out, err = Stream(terminal=terminal), Stream(terminal=terminal)
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = Stream(stdin), out, err
    try:
        app(list(arguments), prog_name="unvote")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    return Result(code, out.text(), err.text())


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give every test a terminal of 80 columns without colour, and folders of its own."""
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "unvote-data"))
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
