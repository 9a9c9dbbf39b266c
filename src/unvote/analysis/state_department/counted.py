"""Which roll calls count in the State Department's tables of a year."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.consensus import as_agreement, must_be_known
from unvote.analysis.coverage import absences_note, measure_notes
from unvote.analysis.state_department.methods import Method, find_method, in_words
from unvote.answer import FORMULA, Answer, Column, noted
from unvote.codes import CAST, Vote
from unvote.record import EMBEDDED, Array, Record, count_of
from unvote.world.symbols import SESSION_YEAR, session_number
from unvote.world.tables import read_table

US = "USA"
_ELSE = "the Security Council, and failed drafts that the record lacks"
NOT_COUNTED = f"not counted: texts adopted by consensus, {_ELSE}"
AND_CONSENSUS = f"not counted: {_ELSE}"


class Counted(NamedTuple):
    """The roll calls that count in the tables of a year, with their notes.

    `texts` are the texts adopted without a vote, if they count.
    """

    method: Method
    record: Record
    notes: list[str]
    reasons: list[str]
    texts: Record | None = None
    consensus: bool = False

    def answer(
        self, frame: pd.DataFrame, columns: Sequence[Column], year: int, *more: str
    ) -> Answer:
        """Return a table of the year as an answer, with its notes."""
        return Answer(
            frame,
            columns,
            self.record,
            notes=measure_notes(
                self.record, absences_note(self.record), self.notes, frame.get("state", ())
            ),
            basis=[
                *noted("method", self.reasons),
                *noted(FORMULA, [AND_CONSENSUS if self.consensus else NOT_COUNTED, *more]),
            ],
            made={"measure": [self.method.measure], "year": year, "method": self.method.since},
        )


def counted(
    record: Record, year: int, method: int | None = None, consensus: bool = False
) -> Counted:
    """Return the roll calls that go into the tables of a year.

    Returns the method and the roll calls that it takes. A roll call in which the United States did
    not vote is left out: there is no vote to coincide with.
    Raises ArgumentError if no report existed yet for the year, the method is unknown, or texts
    without a vote are asked for but not known.
    """
    chosen = find_method(year, method)
    start = f"{year}-09" if chosen.autumn else str(year)
    rows = record.select(organ="GA", start=start, end=str(year))
    notes = [] if len(rows) else _nothing_in(record, year, autumn=chosen.autumn)
    left_out: list[str] = []
    texts = None
    if consensus and chosen.autumn:
        must_be_known(rows)
        texts = rows.rows(rows.without_vote & ~_of_session_before(rows, year))
        rows = rows.rows(~rows.without_vote)
    elif consensus:
        rows = as_agreement(rows)
    steps: list[tuple[Callable[[Record], Array], str, str, list[str]]] = [
        (
            _without_any if consensus else lambda rows: rows.without_vote,
            "adopted without a vote",
            "put to a vote",
            notes,
        ),
        (_us_not_voting, "the United States did not vote", "the United States voted", notes),
    ]
    if chosen.autumn:
        yes_or_no = "the United States voted yes or no"
        steps += [
            (
                lambda rows: _of_session_before(rows, year),
                "of an earlier session",
                "of the new session",
                left_out,
            ),
            (_us_abstaining, "the United States abstained", yes_or_no, left_out),
        ]
    else:
        steps.append((_on_a_part, "on amendments and paragraphs", "whole texts", left_out))
    for mask_of, why, kept, lines in steps:
        mask = mask_of(rows)
        if mask.any():
            lines.append(f"{count_of(int(mask.sum()), 'roll call')} left out: {why}")
            rows = rows.narrowed(~mask, kept)
    doubts = _doubts(record, year, own=method is None) if len(rows) else []
    reasons = [in_words(chosen)]
    if texts is not None:
        reasons.append(
            f"{count_of(len(texts), 'text')} adopted without a vote: each counts as identical by"
            " the share of the roll calls in which the country voted (the column consensus)"
        )
    if chosen is find_method(year):
        reasons += _as_reported(year, len(rows))
    return Counted(chosen, rows, [*doubts, *notes], [*reasons, *left_out], texts, consensus)


def _without_any(record: Record) -> Array:
    """Mark the texts that were adopted without a vote and do not count as agreement."""
    return record.without_vote & ~record.matrix.any(axis=1)


def us_votes(record: Record) -> Array:
    """Return what the United States voted in each roll call, as codes of `Vote`."""
    if US not in record.votes.columns:
        return np.zeros(len(record), dtype=np.int8)
    return np.asarray(record.votes[US])


def _us_not_voting(record: Record) -> Array:
    return ~np.isin(us_votes(record), CAST)


def _us_abstaining(record: Record) -> Array:
    return np.asarray(us_votes(record) == Vote.ABSTAIN)


def _on_a_part(record: Record) -> Array:
    return np.asarray(record.rollcalls["part"] != "", dtype=bool)


def _of_session_before(record: Record, year: int) -> Array:
    """Mark the roll calls of a regular session older than the one that opened in the autumn."""
    numbers = map(session_number, record.rollcalls["session"])
    return np.array(
        [number is not None and number < year - SESSION_YEAR for number in numbers], dtype=bool
    )


def _as_reported(year: int, here: int) -> list[str]:
    """Return a line with the number of roll calls in the report itself, and its average."""
    for row in read_table("state_department"):
        if int(row["year"]) == year:
            average = f" and prints {row['overall']}% for all countries" if row["overall"] else ""
            return [f"the report for {year} counts {row['votes']} roll calls{average}; here {here}"]
    return []


def _nothing_in(record: Record, year: int, *, autumn: bool) -> list[str]:
    """Return a note that the record has no roll call of a year, and on which days it has some."""
    days = record.rollcalls.loc[np.asarray(record.rollcalls["organ"] == "GA"), "date"].dropna()
    if record.selection or days.empty:
        return []
    when = f"the autumn of {year}" if autumn else str(year)
    hint = "; 'unvote data pull' fetches the full record since 1946"
    return [
        f"{record.name} has no roll call of the General Assembly of {when}: it has those of"
        f" {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}{hint if record.name == EMBEDDED else ''}"
    ]


def _doubts(record: Record, year: int, *, own: bool) -> list[str]:
    """Return notes on a year that has no known report, or is not over."""
    notes = []
    last_report = max(int(row["year"]) for row in read_table("state_department"))
    if own and year > last_report:
        since = find_method(year).since
        notes.append(f"no report for {year} is known: made by the method in use since {since}")
    days = record.rollcalls.loc[np.asarray(record.rollcalls["organ"] == "GA"), "date"]
    end = days.max()
    if not pd.isna(end) and end.year == year and end.month < 12:
        notes.append(f"the roll calls end on {end:%Y-%m-%d}, before the end of the year")
    return notes
