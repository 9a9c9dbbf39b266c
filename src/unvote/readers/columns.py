"""Recognizes each column of a table by the names that people give to columns."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from unvote.world.spelling import plain
from unvote.world.tables import read_table

# Columns of these names have the Correlates of War numbers of states.
WAR_NUMBERS = ("ccode", "cowcode", "cow code", "cow")
# Columns with the numbers of the roll calls in Voeten's tables.
VOETEN = ("rcid", "rc id")

# Columns of the UN Digital Library and of unvote's own files that say nothing more.
NEVER_READ = frozenset({"committee report", "committee reports", "region", "row", "column"})


def folded(name: str) -> str:
    """Return one form for all spellings of a column's name.

    Examples
    --------
    >>> folded("MS_Code"), folded("NO-VOTE COUNT"), folded("Résolution ")
    ('ms code', 'no vote count', 'resolution')
    """
    return re.sub(r"[\W_]+", " ", plain(name)).strip()


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Return for each of our columns its names in files, folded."""
    return {
        row["column"]: tuple(dict.fromkeys(map(folded, row["names"].split(";"))))
        for row in read_table("file_columns")
    }


@cache
def every_name() -> frozenset[str]:
    """Return all known names of columns, folded."""
    return frozenset(name for names in synonyms().values() for name in names)


def places_of(own: str, names: Sequence[str]) -> list[int]:
    """Return the places of the columns that may be this one of ours, the usual names first."""
    return [place for name in synonyms()[own] for place, there in enumerate(names) if there == name]
