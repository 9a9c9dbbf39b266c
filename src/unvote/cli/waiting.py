"""Shows a bar on the terminal if the program takes more than a moment."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock, Timer
from typing import Any

from unvote.progress import telling

# The seconds after which a bar is shown.
AFTER = 1.0


class _Bar:
    """A bar that appears after a moment, and is gone when the program answers."""

    def __init__(self, doing: str, after: float) -> None:
        self._state: tuple[str, int | None, int | None] = (doing, None, None)
        self._progress: Any = None
        self._over = False
        self._lock = RLock()
        self._timer = Timer(after, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, doing: str, done: int | None = None, total: int | None = None) -> None:
        """Show what is being done, and how much of it."""
        from unvote.output.sheet import printable

        with self._lock:
            self._state = (printable(doing), done, total)
            if self._progress:
                self._show()

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        text = TextColumn("{task.description}", markup=False)
        columns = (text, BarColumn(), TimeElapsedColumn())
        with self._lock:
            if self._over:
                return
            console = Console(file=sys.stderr)
            if console.is_dumb_terminal:  # it cannot remove what is printed
                return
            self._progress = Progress(*columns, console=console, transient=True)
            self._progress.add_task(self._state[0], total=None)
            self._progress.start()
            self._show()

    def _show(self) -> None:
        doing, done, total = self._state
        [task] = self._progress.task_ids
        self._progress.update(task, description=doing, completed=done or 0, total=total)

    def end(self) -> None:
        """Remove the bar for good."""
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._progress:
                self._progress.stop()
                self._progress = None


_shown: list[_Bar] = []


@contextmanager
def waiting(quiet: bool, doing: str = "working", after: float | None = None) -> Iterator[None]:
    """Show a bar if the standard error is a terminal, unless the block ends before.

    `quiet`: shows none.
    `doing`: what is being done, shown until the library says more.
    `after`: after how many seconds; None: `AFTER`.
    """
    if quiet or not sys.stderr.isatty():
        yield
        return
    answer_now()  # one bar at a time: the last one asked for
    bar = _Bar(doing, AFTER if after is None else after)
    _shown.append(bar)
    try:
        with telling(bar.tell):
            yield
    finally:
        bar.end()
        _shown.remove(bar)


def answer_now() -> None:
    """Remove the bar before something is printed."""
    for bar in _shown:
        bar.end()
