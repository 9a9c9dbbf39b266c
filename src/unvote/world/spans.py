"""Spans of time as people name them: days, months, years, and sessions."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date

from unvote.errors import ArgumentError
from unvote.world.dates import NO_DATE, day, month
from unvote.world.symbols import SESSION_YEAR, session_name, session_number

# Numbers in this range are years, not sessions.
YEARS = range(1945, 2100)
# Sessions by name, and ranges of their numbers.
Sessions = tuple[set[str], list[tuple[int, int]]]


def day_named(value: int | str | date, edge: Callable[[str], date | None]) -> date:
    """Return a day that people name, or the first or last day of a month or year.

    Of a day with a time, the day counts.
    """
    # NumPy and pandas write months and times as 2025-02 or 2025-02-24T15:30.
    text = value.strip() if isinstance(value, str) else re.split("[T ]", str(value))[0]
    if found := month(text):
        text = f"{found[0]:04}-{found[1]:02}"
    try:
        if isinstance(value, float):  # 2025.5 is no month
            raise ValueError(NO_DATE)
        known = edge(text) if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else day(text)
    except ValueError as error:
        known = None
        if NO_DATE not in str(error) and "-" not in text:
            raise ArgumentError(f"'{value}' {error}") from error
    if known is None:
        raise ArgumentError(f"'{value}' is not a date: write 2025, 2025-02 or 2025-02-24")
    return known


def sessions_named(sessions: str | Iterable[int | str]) -> Sessions:
    """Return the sessions named, and the ranges of them."""
    parts = sessions.split(",") if isinstance(sessions, str) else list(map(str, sessions))
    names: set[str] = set()
    ranges: list[tuple[int, int]] = []
    for part in map(str.strip, parts):
        if found := re.fullmatch(r"(\d{1,9})-(\d{1,9})", part):
            low, high = int(found[1]), int(found[2])
            if low in YEARS and high in YEARS:
                raise ArgumentError(
                    f"session '{part}' is of years: --from {low} --to {high} selects them"
                )
            if low > high:
                raise ArgumentError(f"session '{part}': the range ends before it starts")
            ranges.append((low, high))
        elif re.fullmatch(r"\d+|E?S-\d+", name := session_name(part)):
            names.add(name)
        else:
            raise ArgumentError(f"'{part}' is not a session: write 79, 70-79 or ES-11")
    return names, ranges


def in_sessions(sessions: Collection[str], wanted: Sessions) -> list[bool]:
    """Mark the sessions that are among those wanted.

    Raises ArgumentError if a year is given as a session.
    """
    names, ranges = wanted
    for year in names - {*sessions}:
        if re.fullmatch(r"(19|20)\d\d", year):
            raise ArgumentError(
                f"session '{year}' is a year: --from {year} --to {year} selects it; the session"
                f" that opened in it is {int(year) - SESSION_YEAR}"
            )
    return [
        session.upper() in names
        or (
            (number := session_number(session)) is not None
            and any(low <= number <= high for low, high in ranges)
        )
        for session in sessions
    ]
