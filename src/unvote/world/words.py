"""Lists and counts in words, and words that name no state: "and", a time, a resolution."""

import re
from collections.abc import Iterable, Sequence

_JOINING = frozenset(
    ("and", "&", "+", "or", "vs", "vs.", "v", "v.", "versus", "with", "against", "to", "between")
)
# Words that may come before the name of a group; NO alone is Norway.
QUANTIFIERS = ("all", "no", "any", "most")
_TIME = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}")


def joins(word: str) -> bool:
    """Return whether a word joins two names, as in US and RU; AND in capitals is Andorra.

    Examples
    --------
    >>> joins("and"), joins("VS"), joins("AND")
    (True, True, False)
    """
    return word != "AND" and word.casefold() in _JOINING


def is_time(word: str) -> bool:
    """Return whether a word is a year, a month or a day: 2024, 2024-10, 2024-10-30."""
    return bool(_TIME.fullmatch(word))


def is_resolution(word: str) -> bool:
    """Return whether a word looks like a resolution: ES-11/7."""
    return "/" in word and any(letter.isdecimal() for letter in word)


def time_options(word: str) -> str:
    """Return the options that select a year, a month or a day."""
    return f"--from {word} --to {word}"


def listed(names: Sequence[str]) -> str:
    """Join names as in a sentence.

    Examples
    --------
    >>> listed(["Congo", "Togo", "others"]), listed(["Congo"])
    ('Congo, Togo and others', 'Congo')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def first_of(names: Iterable[str], most: int = 3) -> str:
    """Return the first few names, and how many more there are.

    Examples
    --------
    >>> first_of("abcd"), first_of("abc")
    ('a, b, c and 1 more', 'a, b, c')
    """
    every = list(names)
    more = f" and {len(every) - most:,} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def count_of(number: int, thing: str) -> str:
    """Return a number with the thing counted, in the plural if there are several.

    Examples
    --------
    >>> count_of(1, "roll call"), count_of(6846, "roll call")
    ('1 roll call', '6,846 roll calls')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
