"""The number of the format of the record's files.

The facts of a record give the number of its format. Whatever a later format changes, the seal and
the place of the number stay, so that every program can tell a newer record from a damaged one. A
program reads every format up to its own; so far there is one.
"""

from typing import Any

from unvote.codes import FULL, HERE
from unvote.errors import DataError
from unvote.store.fact_checks import as_damage, check_facts, require

# Raise it when a program that knows only the lower number would read the files wrongly.
FORMAT = 1

Facts = dict[str, Any]


def facts_of_today(facts: Facts, name: str) -> Facts:
    """Return the facts of a record, checked.

    Raises DataError if a newer unvote has written the record, or its format does not exist.
    """
    with as_damage(name):
        number = facts["format"]
        require(type(number) is int)
    if number > FORMAT:
        raise DataError(f"{name} was written by a newer unvote ({facts['program']}): update unvote")
    if number != FORMAT:
        raise DataError(
            f"{name} has the format {number}, which does not exist: 'unvote data remove', and"
            " import the files again"
        )
    check_facts(facts, name)
    return facts


def record_name(facts: Facts) -> str:
    """Return the name of the record: full only if it covers the sessions since 1946.

    The roll calls that come with unvote cover no session.
    """
    return FULL if facts["whole"] else HERE
