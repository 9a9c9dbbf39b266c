"""Tables that the user gives: which roll calls are on the same text, and points to compare with."""

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from typing import TypeAlias

import numpy as np
import pandas as pd

from unvote.analysis.ideal.links import Pair
from unvote.analysis.ideal.usable import Used
from unvote.errors import DataError
from unvote.record import count_of
from unvote.world.sources import ALIKE

Table: TypeAlias = pd.DataFrame | str | PathLike[str]
_BY_NUMBER, _BY_NAME = ("rcid1", "rcid2"), ("a", "b")


def table_of(given: Table, what: str) -> tuple[pd.DataFrame, str]:
    """Return a table as texts, and its name for messages.

    `what`: the option it was given by.
    """
    if isinstance(given, pd.DataFrame):
        return given.astype("str"), what
    name = fspath(given)
    try:
        table = pd.read_csv(name, dtype="str", keep_default_na=False, skipinitialspace=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not a CSV file with a header"
        raise DataError(f"{what} {name}: {why}") from error
    return table.rename(columns=str.strip), f"{what} {name}"


def links_in(given: Table, used: Used) -> tuple[list[Pair], str]:
    """Return the roll calls that a table says are on the same text.

    `given`: two columns that name roll calls: `rcid1` and `rcid2` hold the numbers of the sources
    voeten and unvotes, or `a` and `b` hold ids, as in the column `rollcall` of answers.
    Returns the pairs of their places among the roll calls used, and a line that says how many of
    the links were found.
    Raises DataError if the table has no such columns, or no pair in it is of two roll calls that
    are used.
    """
    table, name = table_of(given, "--links")
    record = used.record.rollcalls
    if set(_BY_NUMBER) <= {*table.columns}:
        columns, numbered = _BY_NUMBER, record["source"].isin(ALIKE)
        keys = record["number"].where(numbered, "")
        missing = "it needs the numbers (rcid) of the sources voeten or unvotes"
    elif set(_BY_NAME) <= {*table.columns}:
        columns, keys, missing = (
            _BY_NAME,
            record.index.to_series(),
            "are they ids as in 'rollcall'?",
        )
    else:
        raise DataError(f"{name}: it has no columns rcid1 and rcid2, nor a and b")
    places = {key: place for place, key in enumerate(keys) if key}
    both = list(zip(*(table[column].str.strip() for column in columns), strict=True))
    pairs = [(places[a], places[b]) for a, b in both if a in places and b in places and a != b]
    if not pairs:
        raise DataError(f"{name}: none of its {count_of(len(both), 'link')} is in use: {missing}")
    return pairs, f"{len(pairs):,} of the {count_of(len(both), 'link')} of {name} used"


# The names of the columns in files of published points; the first one found is used.
_POINTS: Mapping[str, Sequence[str]] = {
    "state": ("state", "iso3c", "Iso3c", "iso3"),
    "session": ("session",),
    "point": ("ideal", "IdealPoint", "IdealPointAll", "idealpoint"),
}


def points_in(given: Table) -> tuple[pd.DataFrame, str]:
    """Return the points of a table by state and session, and its name for messages.

    `given`: with the columns of an answer of `ideal`, or those of the published points: `iso3c`,
    `session`, `IdealPoint`.
    Raises DataError if the table has no such columns, or a session or a point that is not a number.
    """
    table, name = table_of(given, "--onto")
    found = {
        wanted: next((column for column in names if column in table.columns), None)
        for wanted, names in _POINTS.items()
    }
    for wanted, column in found.items():
        if column is None:
            names = ", ".join(_POINTS[wanted])
            raise DataError(f"{name}: it has no column for the {wanted} (known: {names})")
    table = pd.DataFrame({wanted: table[column] for wanted, column in found.items() if column})
    for wanted in ("session", "point"):
        numbers = pd.to_numeric(table[wanted], errors="coerce")
        blank = table[wanted].str.strip().str.casefold().isin(("", "na", "nan"))
        if (wrong := numbers.isna() & ~blank | np.isinf(numbers)).any():
            row = int(np.flatnonzero(wrong)[0])
            raise DataError(
                f"{name}, line {row + 2}: '{table[wanted].iloc[row]}' is not a number ({wanted})"
            )
        table[wanted] = numbers
    table = table.dropna().drop_duplicates(["state", "session"], keep=False)
    return table.astype({"session": "int64"}), name
