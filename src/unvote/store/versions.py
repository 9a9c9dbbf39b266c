"""The formats of the record's files: which there have been, and how an older one is read.

A record says in its facts which format it has. A program reads every format up to its own: the
facts of an older one are brought to the next, step by step, in memory. The file stays as it is
until an import writes the record anew. Whatever a later format changes, the seal and the place
of the number stay, so that every program can tell a newer record from a damaged one.

======  ==============================================================================
format  what is new in it
======  ==============================================================================
1       votes and attributes as columns; the facts of the sources and their files
2       of every file, `filled`: whether absences that it omits were derived from it
3       the column `sponsors`
======  ==============================================================================
"""

from collections.abc import Callable
from typing import Any

from unvote.codes import FULL, HERE
from unvote.errors import DataError
from unvote.store.checks import as_damage, check_facts, hold

# Raised when a program that knows only the lower number would read the files wrongly.
FORMAT = 3

Facts = dict[str, Any]


def facts_of_today(facts: Facts, name: str) -> Facts:
    """Return the facts of a record of any format up to today's as today's format has them.

    `format` remains the number of the file.

    Raises
    ------
    DataError
        If a newer unvote has written the record, or its format is none.
    """
    with as_damage(name):
        number = facts["format"]
        hold(type(number) is int)
    if number > FORMAT:
        raise DataError(f"{name} was written by a newer unvote ({facts['program']}): update unvote")
    if number not in _STEPS and number != FORMAT:
        raise DataError(
            f"{name} has the format {number}, which is none: 'unvote data remove', and import the"
            " files again"
        )
    with as_damage(name):
        for step in range(number, FORMAT):
            facts = _STEPS[step](facts)
    check_facts(facts, name)
    return facts


def called(facts: Facts) -> str:
    """Return what the record is called: full only where it covers the sessions since 1946.

    What comes with unvote covers none, whatever it has of them.
    """
    return FULL if facts.get("whole", not facts["gaps"]) else HERE


def _to_2(facts: Facts) -> Facts:
    """Say of every file that it is not known whether absences were derived."""
    sources = [
        source | {"files": [file | {"filled": None} for file in source["files"]]}
        for source in facts["sources"]
    ]
    return facts | {"sources": sources}


def _to_3(facts: Facts) -> Facts:
    """Change nothing: a record without the column of sponsors has none."""
    return facts


# What brings the facts of a format to the next.
_STEPS: dict[int, Callable[[Facts], Facts]] = {1: _to_2, 2: _to_3}
