"""The four walks of docs/architecture.md: nothing on them is computed twice."""

import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import unvote
from commands import server
from conftest import complete, run_unvote
from helpers import ROOT

SOURCE = str(Path(unvote.__file__).parent)
# A function that is called again with the same arguments computes something twice if this many
# calls of functions are made for it again; less is looking something up.
WORK = 1000
# What has changed between the calls.
CHANGES = {"editions._Growing.whole", "read.open_file"}
GENERATOR = 0x20


def same(value: Any) -> Any:
    """Return what is equal for equal plain values, and for one and the same object."""
    if isinstance(value, str | int | float | bytes | None):
        return type(value), value
    return tuple(map(same, value)) if type(value) is tuple else id(value)


class Counted:
    """Counts, while it is the profiler, the calls made below each function of ours."""

    def __init__(self) -> None:
        self.calls = 0
        self.below: dict[Any, list[int]] = defaultdict(list)
        self._open: list[tuple[FrameType, Any, int]] = []
        # What is kept has its own id.
        self._kept: list[Any] = []

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call":
            self.calls += 1
            key = None
            if code.co_filename.startswith(SOURCE) and not code.co_flags & GENERATOR:
                count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4)
                count += bool(code.co_flags & 8)
                values = [frame.f_locals.get(name) for name in code.co_varnames[:count]]
                self._kept.append(values)
                key = code.co_filename, code.co_qualname, tuple(map(same, values))
            self._open.append((frame, key, self.calls))
        elif event == "return":
            while self._open and self._open[-1][0] is not frame:
                self._open.pop()
            if self._open:
                _, key, before = self._open.pop()
                if key:
                    self.below[key].append(self.calls - before)

    def again(self) -> dict[str, int]:
        """Return the functions called again with the same arguments, and the calls below them."""
        again = {
            f"{Path(name).stem}.{function}": sorted(below)[-2]
            for (name, function, _), below in self.below.items()
            if len(below) > 1 and sorted(below)[-2] > WORK
        }
        return {name: below for name, below in again.items() if name not in CHANGES}

    def times(self, called: str) -> int:
        """Return how often a function was called."""
        return sum(
            len(below)
            for (name, function, _), below in self.below.items()
            if f"{Path(name).stem}.{function}" == called
        )


def counted(walk: Callable[[], Any]) -> Counted:
    calls = Counted()
    sys.setprofile(calls)
    try:
        walk()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "line",
    [
        "align US RU --by year",
        *complete(
            "tally --votes votes.csv",
            "report US -o us.html",
            "report ES-11/7 -o vote.html",
            "report --session ES-11 -o session.html",
        ),
    ],
)
def test_a_walk_computes_nothing_twice(line: str, tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_bytes((ROOT / "data" / "votes.csv").read_bytes())
    calls = counted(lambda: run_unvote(*line.split()))
    assert calls.calls > WORK
    assert calls.again() == {}


@pytest.mark.complete
def test_a_pull_computes_nothing_twice() -> None:
    pull = ("data", "pull", "--source", "unxml", "--from-url", server())
    calls = counted(lambda: run_unvote(*pull))
    assert calls.again() == {}
    # Each file is hashed once, recognized once and read once.
    assert calls.times("detect.layout_of") == calls.times("importing.FileFacts.of") > 1
