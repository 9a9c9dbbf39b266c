"""Finds the source of a record; `unvote.world.sources` lists the most authoritative first."""

from unvote.errors import ArgumentError
from unvote.record import Record
from unvote.world.sources import AUTHORITY


def source_of(record: Record) -> str:
    """Return the one source of a record."""
    sources = record.rollcalls["source"].unique().tolist()
    if len(sources) > 1:
        raise ArgumentError(f"{record.name} has several sources: {', '.join(map(repr, sources))}")
    return known_source(sources[0]) if sources else AUTHORITY[-1]


def known_source(source: str) -> str:
    """Return the name of a source; "own" if it is not one of those in `AUTHORITY`."""
    return source if source in AUTHORITY else AUTHORITY[-1]
