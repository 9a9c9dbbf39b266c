"""Slices of the roll calls: years, sessions, subjects, windows of months, counted separately."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.errors import ArgumentError
from unvote.record import Array, Record, count_of
from unvote.remembered import remembered
from unvote.world.groups import first_day, last_day
from unvote.world.issues import coded_until, issues, must_be_coded, on_issues, without_issue
from unvote.world.sources import REFERENCE
from unvote.world.spans import day_named
from unvote.world.subjects import without_subject
from unvote.world.words import first_of

BY = ("year", "decade", "session", "organ", "subject", "issue", "resolution")
# Slices that have no order in time.
UNORDERED = (None, "subject", "issue")
# A decade with fewer years is covered in part: the Assembly did not vote in every year.
DECADE_YEARS = 9
MONTHS = 12
# Conditions that leave out no vote within a time or a session.
_WHOLE = {"organ", "parts", "session"}
# The number of values summed at once.
ROOM = 1 << 24


class Slices(NamedTuple):
    """Slices by name, in order, and their roll calls; a roll call may be in several."""

    names: Sequence[Any]  # the name of each slice: a whole number for years, else a text
    # Array: the place of a roll call, and of a slice that has it; sorted by slice.
    rows: Array
    codes: Array
    doubts: Sequence[str] = ()  # what is doubtful about the slices: until when roll calls are coded

    @classmethod
    def of(cls, names: Sequence[Any], codes: Array) -> "Slices":
        """Make slices where each roll call is in one, or in none (-1)."""
        rows = np.argsort(codes, kind="stable")
        rows = rows[codes[rows] >= 0]
        return cls(names, rows, codes[rows])

    def only(self, kept: Array) -> "Slices":
        """Keep the same slices, with only some of the roll calls (an array of bool)."""
        some = kept[self.rows]
        return Slices(self.names, (np.cumsum(kept) - 1)[self.rows[some]], self.codes[some])

    @property
    def column(self) -> Any:
        """The names, as a column."""
        whole = bool(self.names) and isinstance(self.names[0], int)
        return pd.array(list(self.names), dtype="int64" if whole else "str")

    def called(self, places: Array) -> Any:
        """Return the names of slices at some places, as a column."""
        return self.column.take(places)

    def rows_of(self, place: int) -> Array:
        """Return the places of the roll calls in a slice, in order."""
        start, end = np.searchsorted(self.codes, [place, place + 1])
        return self.rows[start:end]

    def largest_first(self, counted: Array) -> "Slices":
        """Return the slices by the number of counted roll calls in each, the largest first."""
        sizes = np.bincount(self.codes[counted[self.rows]], minlength=len(self.names))
        order = np.argsort(-sizes, kind="stable")
        codes = np.argsort(order, kind="stable")[self.codes]
        by_slice = np.argsort(codes, kind="stable")
        names = [self.names[place] for place in order]
        return Slices(names, self.rows[by_slice], codes[by_slice])

    def sums(self, values: Array) -> Array:
        """Sum the rows of a matrix in each slice: an array of slices by columns."""
        width = values.shape[1]
        sums = np.zeros((len(self.names), width), dtype=np.int64)
        if not len(self.codes):
            return sums
        starts = np.flatnonzero(np.diff(self.codes, prepend=-1))
        places, block = self.codes[starts], max(ROOM // len(self.codes), 1)
        for column in range(0, width, block):
            part = values[self.rows, column : column + block]
            sums[places, column : column + block] = np.add.reduceat(part, starts, dtype=np.int64)
        return sums


@remembered
def slices_of(
    record: Record, by: str | None = None, rolling: int | None = None
) -> tuple[Slices, list[str]]:
    """Slice the roll calls; return also a note on those in no slice.

    `by`: the kind of slice; None: one slice with all. Years and decades are named by whole numbers.
    A roll call may have several subjects or issues. Subjects are in capitals, the most frequent
    first; issues in the order of their table; organs and sessions in the order of their first vote;
    all others in order of time.
    `rolling`: instead of `by`: a slice for every month (named as 2025-02), with the roll calls of
    this many months, ending with that month; from the first full window on.
    Raises ArgumentError if `by` is not valid, `by` and `rolling` are both given, or the record has
    fewer months.
    """
    if by is not None and by not in BY:
        raise ArgumentError(f"by '{by}': it is one of {', '.join(BY)}")
    if by is not None and rolling is not None:
        raise ArgumentError(f"--rolling {rolling} and --by {by}: choose one of them")
    if rolling is not None:
        return _windows(record, rolling)
    table = record.rollcalls
    if by is None:
        return Slices.of([""], np.zeros(len(record), dtype=np.int64)), []
    if by == "resolution":
        return Slices.of(list(table.index), np.arange(len(table))), []
    if by == "subject":
        return _subjects(record)
    if by == "issue":
        return _issues(record)
    if by in ("year", "decade"):
        years = table["date"].dt.year.astype("Int64")
        codes, names = pd.factorize(years if by == "year" else years // 10 * 10)
        notes = [*_undated(codes < 0), *_partly(record, codes, names, by)]
        return Slices.of([int(name) for name in names], codes), notes
    codes, names = pd.factorize(table[by])
    return Slices.of([str(name) for name in names], codes), []


def _undated(missing: Array) -> list[str]:
    count = int(missing.sum())
    return [f"{count_of(count, 'roll call')} without a date left out"] if count else []


def _partly(record: Record, codes: Array, names: Sequence[Any], by: str) -> list[str]:
    """Return a line on the years or decades that the roll calls cover only in part.

    A decade is partly covered with fewer than nine years, a year as `_cut` says. If the roll calls
    were chosen, the line says so.
    """
    if (record.rollcalls["source"] == REFERENCE).all():
        return []
    cut = _cut(record) if by == "year" else set()
    days, told = record.rollcalls["date"], []
    for code, name in enumerate(names):
        if by == "year" and name not in cut:
            continue
        here = days[codes == code]
        years = here.dt.year.nunique()
        span = f"{here.min():%Y-%m-%d} to {here.max():%Y-%m-%d}"
        if by == "year":
            told.append(f"{name} ({span})")
        elif years < DECADE_YEARS:
            told.append(f"decade {name} ({years} of 10 years, {span})")
    return [f"covered only in part: {first_of(told)}"] if told else []


def _cut(record: Record) -> set[int]:
    """Return the years that the selection cuts, or in which the record begins or breaks off.

    In many years the first vote was as late as October, but every year had one in December. So the
    months show where the record begins only if nothing else was selected.
    """
    days = record.rollcalls["date"].dropna()
    if days.empty:
        return set()
    about = {one.about: one.value for one in record.selection}
    start = day_named(about["from"], first_day) if "from" in about else None
    end = day_named(about["to"], last_day) if "to" in about else None
    until = next((one.until for one in record.selection if one.until), days.max().date())
    cut = {start.year} if start and (start.month, start.day) != (1, 1) else set()
    cut |= {end.year} if end and (end.month, end.day) != (12, 31) else set()
    cut |= {until.year} if until.month < MONTHS else set()
    if about.keys() <= _WHOLE and days.min().month > MONTHS // 2:
        cut.add(days.min().year)
    if "session" in about and days.max().month < MONTHS:
        cut.add(days.max().year)
    return cut


def _subjects(record: Record) -> tuple[Slices, list[str]]:
    entries = [
        (row, term)
        for row, text in enumerate(record.rollcalls["subjects"])
        for term in dict.fromkeys(map(_term, text.upper().split("|")))
        if term
    ]
    rows = np.array([row for row, _ in entries], dtype=np.int64)
    codes, names = pd.factorize(np.array([subject for _, subject in entries], dtype=object))
    counts = np.bincount(codes, minlength=len(names))
    order = sorted(range(len(names)), key=lambda place: (-counts[place], names[place]))
    place = np.argsort(np.array(order, dtype=np.int64))[codes] if len(names) else codes
    by_slice = np.argsort(place, kind="stable")
    slices = Slices([str(names[code]) for code in order], rows[by_slice], place[by_slice])
    return slices, [f"left out: {note}" for note in without_subject(record.rollcalls)]


def _issues(record: Record) -> tuple[Slices, list[str]]:
    """Return one slice per issue, and until when roll calls are coded for it."""
    must_be_coded(record.rollcalls, record.name)
    on_it = {code: np.flatnonzero(on_issues(record.rollcalls, [code])) for code in issues()}
    there = [code for code, rows in on_it.items() if len(rows)]
    rows = np.concatenate([on_it[code] for code in there])
    codes = np.repeat(np.arange(len(there)), [len(on_it[code]) for code in there])
    doubts = [coded_until(record.rollcalls, there)]
    return Slices(there, rows, codes, doubts), [without_issue(record.rollcalls)]


def _term(subject: str) -> str:
    """Return the term of a subject in capitals, as in the UN's thesaurus: sources differ in case.

    The narrower term is left out: AFRICA--REGIONAL SECURITY counts under AFRICA.
    """
    return subject.partition("--")[0].strip()


def _windows(record: Record, months: int) -> tuple[Slices, list[str]]:
    if months < 1:
        raise ArgumentError(f"--rolling {months}: it is a number of months, 1 or more")
    days = record.rollcalls["date"].to_numpy().astype("datetime64[M]")
    dated = np.flatnonzero(~np.isnat(days))
    if not len(dated):
        return Slices([], dated, dated), _undated(np.isnat(days))
    month = days[dated].astype(np.int64)
    first, last = int(month.min()), int(month.max())
    if months > last - first + 1:
        raise ArgumentError(
            f"--rolling {months}: the roll calls span {count_of(last - first + 1, 'month')};"
            " choose fewer"
        )
    ends = np.arange(first + months - 1, last + 1)
    lag = np.arange(months)
    codes = (month[:, np.newaxis] + lag - ends[0]).ravel()
    rows = np.repeat(dated, months)
    inside = (codes >= 0) & (codes < len(ends))
    codes, rows = codes[inside], rows[inside]
    order = np.lexsort((rows, codes))
    names = [str(end) for end in ends.astype("datetime64[M]")]
    return Slices(names, rows[order], codes[order]), _undated(np.isnat(days))
