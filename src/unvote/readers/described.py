"""Joins the votes of a table with what other tables say of the roll calls, by their numbers.

The R package unvotes has such tables, as R data or as CSV: the votes, the roll calls, the issues.
The list of pairs of roll calls on the same text belongs to them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from unvote.readers.attributes import PAIR, as_voeten_writes, attributes
from unvote.readers.stream import brief
from unvote.readers.table import Table
from unvote.record import Array, count_of
from unvote.world.issues import issue_called
from unvote.world.issues import joined as joined_issues


def joined(table: Table, first: Array, described: Sequence[Table]) -> dict[str, list[Any]]:
    """Return the attributes of the roll calls whose first rows are given.

    `first`: array of int: the first row of each roll call.
    `described`: what is said of the roll calls, each with the column `number`.
    """
    numbers = table.texts("number", first)
    columns = attributes(table, first)
    columns.setdefault("part", [""] * len(first))
    for other in described:
        if PAIR[0] in other.codes:
            columns["same_text"] = _same_texts(numbers, other, table.notes)
            continue
        as_voeten_writes(other)
        if "issue" in other.codes:
            _code(columns, numbers, other)
        else:
            _fill(columns, numbers, other, table.notes)
    return columns


def _code(columns: dict[str, list[Any]], numbers: Sequence[str], issues: Table) -> None:
    """Add the issues of a table with one row per issue; anything else is a subject."""
    rows = np.arange(len(issues))
    pairs = zip(issues.texts("number", rows), issues.texts("issue", rows), strict=True)
    of: dict[str, dict[str, None]] = {}
    for number, issue in pairs:
        if issue:
            of.setdefault(number, {})[issue] = None
    for place, number in enumerate(numbers):
        named = of.get(number, {})
        known = [code for name in named if (code := issue_called(name))]
        columns["issues"][place] = joined_issues([*columns["issues"][place].split("|"), *known])
        others = [name for name in named if not issue_called(name)]
        if others:
            columns["subjects"][place] = "|".join(others)


def _same_texts(numbers: Sequence[str], pairs: Table, notes: list[str]) -> list[str]:
    """Return for each roll call that a list links the first number of those on the same text."""
    rows, there, unused = np.arange(len(pairs)), set(numbers), 0
    linked: dict[str, list[str]] = {}
    for row, pair in enumerate(zip(*(pairs.texts(name, rows) for name in PAIR), strict=True)):
        for name, number in zip(PAIR, pair, strict=True):
            if not (number.isascii() and number.isdecimal()):
                raise pairs.error(row, name, f"'{brief(number)}' is not a number of a roll call")
        if not there.issuperset(pair):
            unused += 1
            continue
        one, other = (linked.get(number, [number]) for number in pair)
        if one is not other and pair[0] != pair[1]:
            linked |= dict.fromkeys(both := [*one, *other], both)
    if unused:
        notes.append(f"{count_of(unused, 'pair')} of {pairs.grid.name} without votes left out")
    return [min(linked[number], key=int) if number in linked else "" for number in numbers]


def _fill(
    columns: dict[str, list[Any]], numbers: Sequence[str], other: Table, notes: list[str]
) -> None:
    """Put what a table says of the roll calls into their attributes."""
    everything = np.arange(len(other))
    row_of = {number: row for row, number in enumerate(other.texts("number", everything))}
    places = [place for place, number in enumerate(numbers) if number in row_of]
    said = attributes(other, np.array([row_of[numbers[place]] for place in places], dtype=int))
    for place, issues in zip(places, said["issues"], strict=True):
        both = f"{columns['issues'][place]}|{issues}"
        columns["issues"][place] = joined_issues(both.split("|"))
    for name in said.keys() - {"number", "source", "issues"}:
        values = columns[name] = list(columns[name])
        for place, value in zip(places, said[name], strict=True):
            if value not in ("", None):
                values[place] = value
    what = other.grid.name
    if without := len(numbers) - len(places):
        notes.append(f"{count_of(without, 'roll call')} that {what} does not describe")
    if idle := len(row_of.keys() - set(numbers)):
        notes.append(f"{count_of(idle, 'roll call')} of {what} without votes left out")
