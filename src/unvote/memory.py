"""How much memory there is, and whether an answer would fit into it."""

import os
from contextlib import suppress
from pathlib import Path

from unvote.errors import ArgumentError

# Where Linux says how much memory a container may use: cgroup 2, and the older cgroup 1.
_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def memory_of_the_machine() -> int | None:
    """Return the bytes of memory that the machine or its container has; None: not known."""
    known = []
    with suppress(AttributeError, ValueError, OSError):  # Windows has neither
        known.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for path in _LIMITS:
        with suppress(OSError, ValueError):  # there is no limit, or it says "max"
            known.append(int(path.read_text(encoding="ascii")))
    return min(known, default=None)


def must_fit(needed: int, what: str, instead: str) -> None:
    """Refuse a computation that needs more memory than there is, before it begins.

    `needed`: about how many bytes it needs.
    `what`, `instead`: what is asked for, and what to ask instead.
    """
    there = memory_of_the_machine()
    if there is not None and needed > there:
        raise ArgumentError(
            f"{what} would take about {needed / 1e9:,.0f} GB of memory, and this machine has"
            f" {there / 1e9:,.1f}: {instead}"
        )
