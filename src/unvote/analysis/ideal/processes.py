"""Runs a chain in a process of its own, next to another chain.

In threads of one process the chains would wait for each other: a sweep is many short steps, and
Python runs only one at a time. Unlike a process that multiprocessing starts, this one does not
import the user's program.
"""

import pickle
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import IO, Any

_SERVE = (
    "import sys; sys.path[:] = sys.argv[1:];"
    " from unvote.analysis.ideal.processes import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"
)


class OtherProcess:
    """An object in a process of its own, which ends with the `with` block."""

    def __init__(self, one: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Only this process takes an interrupt; it then ends the other.
            start_new_session=True,
        )
        self._send(one)

    def __enter__(self) -> "OtherProcess":
        """Do nothing more."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def ask(self, method: str, *values: Any) -> None:
        """Call a method in the other process; `answer` waits for the result."""
        self._send((method, values))

    def answer(self) -> Any:
        """Return the result of the method that was called last."""
        assert self._process.stdout  # it is a pipe
        return pickle.load(self._process.stdout)

    def _send(self, what: object) -> None:
        assert self._process.stdin  # it is a pipe
        pickle.dump(what, self._process.stdin)
        self._process.stdin.flush()


class SameProcess:
    """An object in this process with the same methods; it computes only when `answer` is called."""

    def __init__(self, one: object) -> None:
        self._one = one

    def ask(self, method: str, *values: Any) -> None:
        """Keep a method, which `answer` will call."""
        self._asked = method, values

    def answer(self) -> Any:
        """Call the method that was asked for last, and return its result."""
        method, values = self._asked
        return getattr(self._one, method)(*values)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Read an object, then call the methods that are asked for until the pipe ends.

    After an interrupt it may end in the middle of a message.
    """
    with suppress(EOFError, BrokenPipeError, pickle.UnpicklingError):
        one = pickle.load(requests)
        while True:
            method, values = pickle.load(requests)
            pickle.dump(getattr(one, method)(*values), answers)
            answers.flush()
