"""unvote --version: the program, Python, and the record in use; needs no Parquet reader."""

import platform
from typing import Any

from unvote._version import __version__
from unvote.codes import HERE
from unvote.errors import OutputError


def version() -> list[str]:
    """Return the lines of `unvote --version`; an unreadable record is a line, not an error."""
    return [f"unvote {__version__}", f"Python {platform.python_version()}", f"record: {_record()}"]


def _record() -> str:
    from unvote.output.sheet import printable
    from unvote.store import index, location

    try:
        there = location.exists()
    except OutputError as error:  # a user without a home
        return f"none: {printable(str(error))}"
    if not there:
        known = index.embedded()
        days = sorted(one.date for one in known)
        return f"the embedded record, {_extent(len(known), days[0], days[-1])}"
    if seen := index.summary():
        from unvote.store.versions import record_name

        facts = seen.facts
        extent = _extent(facts["rollcalls"], facts["first"], facts["last"])
        return f"{record_name(facts)}, {extent} ({printable(_sources(facts['sources']))})"
    return f"{HERE}, which cannot be used: {printable(_why())}"


def _extent(rollcalls: int, first: str | None, last: str | None) -> str:
    days = f"{first} to {last}" if first else "without dates"
    return f"{rollcalls:,} roll call{'' if rollcalls == 1 else 's'}, {days}"


def _sources(sources: list[dict[str, Any]]) -> str:
    """Return the sources, each with the day on which its newest file was imported."""
    days = {one["source"]: max(file["when"] for file in one["files"]) for one in sources}
    return "; ".join(f"{name}, imported {day}" for name, day in days.items())


def _why() -> str:
    """Return the error on opening the full record."""
    from unvote.errors import DataError
    from unvote.store.read import open_file

    try:
        open_file()
    except DataError as error:
        return str(error)
    return "it was written by another program"
