"""The bodies that vote: their names in records, and other names that people and files use."""

from functools import cache

from unvote.errors import ArgumentError
from unvote.world.spelling import fold
from unvote.world.tables import read_table

COMMITTEES = ("C1", "C2", "C3", "C4", "C5", "C6")
# The word of `--organ` for all organs.
EVERY = "all"


def organ_name(organ: str) -> str:
    """Return the full name of an organ; a code without one stays as it is.

    Examples
    --------
    >>> organ_name("C3"), organ_name("IAEA"), organ_name("")
    ('Third Committee of the General Assembly', 'IAEA', 'a body that is not named')
    """
    return _names().get(organ, organ) or "a body that is not named"


def organ_called(text: str) -> str | None:
    """Return the organ that a text names, or None if it names none.

    A body that the table lacks is named by the beginning of its symbols: two to twelve capital
    letters and digits.

    Examples
    --------
    >>> organ_called("ga"), organ_called("The Security Council"), organ_called("-")
    ('GA', 'SC', None)
    """
    if organ := _called().get(fold(text)):
        return organ
    is_prefix = text.isascii() and text.isalnum() and text[:1].isalpha() and 2 <= len(text) <= 12
    return text if is_prefix and text == text.upper() else None


def find_organ(text: str) -> str:
    """Return the organ that a user names."""
    if organ := organ_called(text):
        return organ
    known = ", ".join(_names())
    raise ArgumentError(
        f"organ '{text}': write one of {known}, or the first letters of another body's symbols, in"
        f" capitals; {EVERY} means every organ"
    )


@cache
def _names() -> dict[str, str]:
    return {row["organ"]: row["name"] for row in read_table("organs")}


@cache
def _called() -> dict[str, str]:
    """Return the organ of every name, with names in the form that spelling.fold gives."""
    return {
        fold(name): row["organ"]
        for row in read_table("organs")
        for name in (row["organ"], row["name"], *row["aliases"].split(";"))
    }
