"""The roll calls before a day, and from that day on."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd

from unvote.analysis.coverage import measurable
from unvote.analysis.measures import Measure
from unvote.analysis.recurring import names_since
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.record import Array, Record, count_of
from unvote.world.groups import first_day
from unvote.world.spans import day_named

# The possible years of a day, and the longest period.
FIRST, LAST = 1945, 2999
LONGEST = {"y": 200, "m": 2400, "d": 73000}
_UNITS = {"y": "years", "m": "months", "d": "days"}


class Periods(NamedTuple):
    """The roll calls of two periods, which are in the later one, and who was a member in both."""

    record: Record
    late: Array
    members: set[str]
    notes: list[str]
    reasons: list[str]


def periods_of(
    record: Record,
    at: str | date,
    before: str,
    after: str,
    *,
    matched: bool,
    formulas: Sequence[Measure] = (),
) -> Periods:
    """Return the roll calls to measure: before a day, and from that day on.

    With `matched`, only texts that are in both periods count.
    """
    middle = pd.Timestamp(day_named(at, first_day))
    if not FIRST <= middle.year <= LAST:
        raise ArgumentError(f"'{at}': write a day of the years {FIRST} to {LAST}")
    start, end = middle - _length("before", before), middle + _length("after", after)
    asked, notes = record, list[str]()
    days = record.rollcalls["date"]
    if undated := int(days.isna().sum()):
        notes.append(f"{count_of(undated, 'roll call')} without a date left out")
    record = record.rows(((days >= start) & (days < end)).to_numpy(dtype=bool))
    record, unanimous = measurable(record, formulas)
    notes += unanimous
    late = (record.rollcalls["date"] >= middle).to_numpy(dtype=bool)
    keep = _in_both(record, late) if matched else np.ones(len(record), dtype=bool)
    reasons = []
    for name, period, first, end_of in (
        ("before", ~late, start, middle),
        ("after", late, middle, end),
    ):
        part = record.rows(period & keep)
        span = f"{first:%Y-%m-%d} to {end_of - pd.Timedelta(days=1):%Y-%m-%d}"
        if not len(part) and len(asked):
            what = "no text was voted on in both periods" if period.any() else "no roll call"
            raise NothingSelectedError(
                f"{name} {middle:%Y-%m-%d} ({span}): {what} of {asked.summary}"
                f"{f', {undated:,} of them without a date' if undated else ''}; take another day"
                f" or a longer --{name}"
            )
        of = f" of {int(period.sum()):,}, on texts of both periods" if matched else ""
        reasons.append(f"{name}: {count_of(len(part), 'roll call')}{of}{_days(part)} ({span})")
    record, late = record.rows(keep), late[keep]
    members = set(record.rows(~late).states) & set(record.rows(late).states)
    return Periods(record, late, members, notes, ["; ".join(reasons)])


def _days(record: Record) -> str:
    """Say the first and the last day of roll calls."""
    days = record.rollcalls["date"].dt.strftime("%Y-%m-%d")
    return f", the first on {days.min()}, the last on {days.max()}" if len(days) else ""


def _length(name: str, text: str) -> pd.DateOffset:
    """Read a length of time: years, months or days."""
    found = re.fullmatch(r"(\d{1,5})([ymd])", text.strip().casefold())
    if found and int(found[1]) > LONGEST[found[2]]:
        raise ArgumentError(f"--{name} '{text}': at most {LONGEST[found[2]]:,}{found[2]}")
    if not found or not int(found[1]):
        raise ArgumentError(f"--{name} '{text}': write a length of time as 2y, 18m or 90d")
    return pd.DateOffset(**cast("Any", {_UNITS[found[2]]: int(found[1])}))


def _in_both(record: Record, late: Array) -> Array:
    """Mark the roll calls on texts that occur in both periods, under any name of the text."""
    names = [
        (session.upper(),) if session.upper().startswith("ES-") else own
        for session, own in zip(
            record.rollcalls["session"].tolist(), names_since(record), strict=True
        )
    ]
    seen = [
        {name for own, there in zip(names, rows, strict=True) if there for name in own}
        for rows in (~late, late)
    ]
    both = seen[0] & seen[1]
    return np.array([not both.isdisjoint(own) for own in names], dtype=bool)
