"""When the Assembly's sessions were held, which bounds the day of a vote without a date."""

import re
from datetime import date
from functools import cache

from unvote.world.organs import COMMITTEES
from unvote.world.spans import YEARS
from unvote.world.symbols import SESSION_YEAR, session_number
from unvote.world.tables import read_table

# Symbols that hold the year of the vote.
_WITH_YEAR = {"SC": r"\((\d{4})\)$|^S/(\d{4})/", "ECOSOC": r"^E/RES/(\d{4})/"}


def time_of_session(session: str) -> tuple[date, date | None] | None:
    """Return the first day of the months of a session, and the day after them; None if unknown.

    A regular session lasts from one September to the next; the first opened in January 1946. A
    session without a last day is not over.

    Examples
    --------
    >>> time_of_session("79")
    (datetime.date(2024, 9, 1), datetime.date(2025, 10, 1))
    >>> time_of_session("ES-11"), time_of_session("ES-99")
    ((datetime.date(2022, 2, 1), None), None)
    """
    if (number := session_number(session)) and number < 100:
        year = SESSION_YEAR + number
        return date(year, 9, 1) if number > 1 else date(year, 1, 1), date(year + 1, 10, 1)
    return _special().get(session)


def is_far_from(session: str, year: float) -> bool:
    """Return whether a session had no votes in a year, nor in the years next to it.

    Examples
    --------
    >>> is_far_from("58", 2005), is_far_from("58", 2025), is_far_from("", 2025)
    (False, True, False)
    """
    first, after = time_of_session(session) or (None, None)
    return bool(first and year < first.year - 1) or bool(after and year > after.year + 1)


def time_of_vote(organ: str, session: str, symbol: str) -> tuple[date, date | None] | None:
    """Return when a roll call was held, from its session or from the year in its symbol.

    Examples
    --------
    >>> time_of_vote("GA", "67", "A/RES/67/183") == time_of_session("67")
    True
    >>> time_of_vote("SC", "", "S/RES/2774 (2025)")
    (datetime.date(2025, 1, 1), datetime.date(2026, 1, 1))
    >>> time_of_vote("ECOSOC", "", "E/RES/2022/1")
    (datetime.date(2022, 1, 1), datetime.date(2023, 1, 1))
    """
    if organ == "GA" or organ in COMMITTEES:
        return time_of_session(session)
    found = re.search(_WITH_YEAR[organ], symbol) if organ in _WITH_YEAR else None
    if not found:
        return None
    year = int(next(filter(None, found.groups())))
    return (date(year, 1, 1), date(year + 1, 1, 1)) if year in YEARS else None


@cache
def _special() -> dict[str, tuple[date, date | None]]:
    """Return when the special and the emergency special sessions were held."""
    return {
        row["session"]: (_month(row["first"]), _month(row["last"], 1) if row["last"] else None)
        for row in read_table("sessions")
    }


def _month(text: str, more: int = 0) -> date:
    """Return the first day of a month, or of the month some months later."""
    year, month = map(int, re.findall(r"\d+", text))
    return date(year + (month - 1 + more) // 12, (month - 1 + more) % 12 + 1, 1)
