"""Reads the days that files and people name; refuses what is ambiguous."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

_TIME = (
    r"(?:[T ,]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp][Mm])? ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?[ .-]+(?:de )?([^\W\d_]{3,12})\.?,?[ -]+(?:de )?"
    rf"(\d{{4}}){_TIME}"
)
# As Excel writes them: 24-Feb-25. There are no votes before 1946, nor any of 2046 yet.
_SHORT_YEAR = re.compile(r"(\d{1,2})[ -]([^\W\d_]{3,12})[ -](\d\d)")
_FIRST_SHORT = 46
_MONTH_FIRST = re.compile(rf"([^\W\d_]{{3,12}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_TIME}")
_MONTH = re.compile(r"([^\W\d_]{3,12})\.?,? (\d{4})")
_MONTH_IN_FIGURES = re.compile(r"(?:(?P<month>\d{1,2})[-/.](?P<year>\d{4})|(\d{4})[-/.](\d{1,2}))")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MONTHS = (
    ("january", "jan", "janvier", "janv", "enero", "ene"),
    ("february", "feb", "fevrier", "février", "fevr", "févr", "febrero"),
    ("march", "mar", "mars", "marzo"),
    ("april", "apr", "avril", "avr", "abril", "abr"),
    ("may", "mai", "mayo"),
    ("june", "jun", "juin", "junio"),
    ("july", "jul", "juillet", "juil", "julio"),
    ("august", "aug", "aout", "août", "agosto", "ago"),
    ("september", "sept", "sep", "septembre", "septiembre", "setiembre"),
    ("october", "oct", "octobre", "octubre"),
    ("november", "nov", "novembre", "noviembre"),
    ("december", "dec", "decembre", "décembre", "diciembre", "dic"),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
# The United Nations began in 1945; a date outside these years is a mistake in the file.
_FIRST_YEAR, _LAST_YEAR = 1945, 2099
NO_DATE = "is not a date: it is written as 2025-02-24"


def day(text: str, *, day_first: bool | None = None) -> date:
    """Return the day that a text names, as 2025-02-24, 24 February 2025, 24.2.2025.

    `text`: the text; a time behind the day does not count.
    `day_first`: whether the day or the month comes first in 03/04/2025; None: not known.
    Raises ValueError if it names no day, or could name two; the message says what to do.

    Examples
    --------
    >>> day("2 March 2022").isoformat(), day("10/30/2024").isoformat(), day("1-Jun-46").isoformat()
    ('2022-03-02', '2024-10-30', '1946-06-01')
    >>> day("03/04/2025")
    Traceback (most recent call last):
    ...
    ValueError: may be 2025-04-03 or 2025-03-04: write it as one of these
    """
    try:
        if len(text) == 10 and text[4] == text[7] == "-":
            return _of_the_united_nations(date.fromisoformat(text))
        found = _of_figures(text, day_first) or _of_words(" ".join(text.split()))
    except (ValueError, OverflowError) as error:
        raise ValueError(str(error) if str(error).startswith(_SAID) else NO_DATE) from error
    if found is None:
        raise ValueError(NO_DATE)
    return _of_the_united_nations(found)


_SAID = ("may be ", "is not a day")


def _of_the_united_nations(found: date) -> date:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(f"is not a day of the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return found


def _of_figures(text: str, day_first: bool | None) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return date(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(text):
        return date(*map(int, found.groups()))
    if not (found := _YEAR_LAST.fullmatch(text)):
        return None
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or one > 12:  # people who write 24.2.2025 put the day first
        day_first = True
    elif two > 12 or one == two:
        day_first = False
    if day_first is None:
        either = date(year, two, one), date(year, one, two)
        raise ValueError(f"may be {either[0]} or {either[1]}: write it as one of these")
    return date(year, two, one) if day_first else date(year, one, two)


def _of_words(text: str) -> date | None:
    if found := _DAY_FIRST.fullmatch(text):
        number, month, year = found[1], found[2], found[3]
    elif found := _MONTH_FIRST.fullmatch(text):
        month, number, year = found[1], found[2], found[3]
    elif found := _SHORT_YEAR.fullmatch(text):
        number, month = found[1], found[2]
        year = f"{19 if int(found[3]) >= _FIRST_SHORT else 20}{found[3]}"
    else:
        return None
    known = _NUMBER.get(month.casefold())
    return date(int(year), known, int(number)) if known else None


def month(text: str) -> tuple[int, int] | None:
    """Return the year and the month that a text names, as Feb 2025, 02/2025, 2025/2.

    Examples
    --------
    >>> month("Feb 2025"), month("2/2025"), month("13/2025"), month("24 Feb 2025")
    ((2025, 2), (2025, 2), None, None)
    """
    if found := _MONTH.fullmatch(" ".join(text.split())):
        number, year = _NUMBER.get(found[1].casefold(), 0), int(found[2])
    elif found := _MONTH_IN_FIGURES.fullmatch(text.strip()):
        number, year = int(found["month"] or found[4]), int(found["year"] or found[3])
    else:
        return None
    return (year, number) if 1 <= number <= len(_MONTHS) else None


class Order(NamedTuple):
    """Whether the dates of a file have the day before the month, and the texts that matter."""

    day_first: bool | None = None  # None: nothing tells, or the file has both
    told_by: str = ""  # the first date that tells
    settled: tuple[str, ...] = ()  # the dates that could be read otherwise


def order_of(texts: Iterable[str]) -> Order:
    """Return the order of day and month in the dates of a file.

    Examples
    --------
    >>> order_of(["03/04/2025", "24/02/2025"])
    Order(day_first=True, told_by='24/02/2025', settled=('03/04/2025',))
    >>> order_of(["03/04/2025"]).day_first
    """
    told: dict[bool, str] = {}
    open_ = []
    for text in texts:
        if (found := _YEAR_LAST.fullmatch(text)) and found[2] != ".":
            one, two = int(found[1]), int(found[3])
            if (one > 12) != (two > 12):
                told.setdefault(one > 12, text)
            elif one != two:
                open_.append(text)
    return Order(*next(iter(told.items())), tuple(open_)) if len(told) == 1 else Order()
