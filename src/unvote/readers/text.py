"""Votes in texts: records of meetings, annexes of press releases, texts of a council.

The lists say who voted how; the sentences around them say what was voted on, and the outcome. Text
that belongs to no vote is not read.
"""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from unvote.codes import Vote
from unvote.errors import DataError
from unvote.readers import build, library_page
from unvote.readers.ballots import Ballot, ballots_in
from unvote.readers.document import Document, Head, days_in, lines_of, without_heads
from unvote.readers.given import several
from unvote.readers.list_headings import has_headings
from unvote.readers.results import About, about, inherited, states_a_result
from unvote.readers.stream import Source, brief
from unvote.record import Record, count_of
from unvote.world.symbols import organ_of

_TALLY = {Vote.YES: "yes", Vote.NO: "no", Vote.ABSTAIN: "abstain"}
_HEADINGS = {Vote.YES: "In favour", Vote.NO: "Against", Vote.ABSTAIN: "Abstaining"}
NO_VOTE = (
    "no recorded vote is found in the text: it needs lists of states under 'In favour:',"
    " 'Against:' and 'Abstaining:', or lines such as 'Y ALBANIA'"
)


class _Found(NamedTuple):
    """One vote, as it is found in a document."""

    ballot: Ballot
    about: About
    meeting: str
    day: date | None


def read(source: Source, *, organ: str | None = None, one: bool = False) -> Record:
    """Read the votes of a text into a Record.

    `one`: refuse a text with several votes; those on parts of a text do not count.
    Raises DataError if the text holds no vote, a list holds anything but states, or a list is
    missing; the message names the line.
    """
    return record_of(lines_of(source), organ, one=one)


def record_of(document: Document, organ: str | None, *, one: bool = False) -> Record:
    """Return the Record of the votes in a document; see `read`."""
    if library_page.is_page(document.text):
        return library_page.record_of(document, organ)
    found = _found(document)
    if not found:
        told = states_a_result(document.text)
        what = "the text gives a result, but not who voted how: copy the lists of states too"
        raise DataError(f"{document.name}: {what if told else NO_VOTE}")
    for vote in found:
        _check_lists(document, vote)
    rows = [_row(vote, organ) for vote in found]
    whole = [vote for vote, row in zip(found, rows, strict=True) if not row["part"]]
    if one and len(whole) > 1:
        second = document.where(whole[1].ballot.place).rpartition(", ")[2]
        raise several(document.name, len(whole), second)
    cast = [
        (number, listed, vote)
        for number, (ballot, *_) in enumerate(found)
        for listed, vote in ballot.votes
    ]
    places = {code: place for place, code in enumerate(build.known_states())}

    def second_vote(first: int, again: int) -> DataError:
        _, listed, _ = cast[again]
        where = document.where(listed.place)
        earlier = document.where(cast[first][1].place).rpartition(", ")[2]
        return DataError(f"{where}: a second vote of {listed.state}, which is also on {earlier}")

    return build.make_record(
        document.name,
        {name: [row[name] for row in rows] for name in rows[0]},
        build.Cast(
            np.array([number for number, _, _ in cast], dtype=np.int64),
            np.array([places[listed.state] for _, listed, _ in cast], dtype=np.int64),
            np.array([vote for _, _, vote in cast], dtype=np.int8),
        ),
        notes=_notes(rows, found),
        second_vote=second_vote,
    )


def _found(document: Document) -> list[_Found]:
    text, heads = without_heads(document.text)
    ballots = ballots_in(text, document.where)
    days = days_in(document.text) if ballots else []
    ends = [0, *(ballot.end for ballot in ballots)]
    begins = [*(ballot.place for ballot in ballots[1:]), len(text)]
    said = inherited(
        [
            about(text, ballot.place, ballot.end, since, until)
            for ballot, since, until in zip(ballots, ends, begins, strict=False)
        ]
    )
    return [
        _Found(ballot, about_it, *_when(ballot, heads, days))
        for ballot, about_it in zip(ballots, said, strict=True)
    ]


def _check_lists(document: Document, vote: _Found) -> None:
    """Check that no list is missing of which the text gives the number of votes.

    The stated tally is that of the lists if another of its numbers agrees with its list.
    """
    listed = Counter(cast for _, cast in vote.ballot.votes)
    stated = {code: getattr(vote.about.result, name) or 0 for code, name in _TALLY.items()}
    kinds = set(vote.ballot.kinds.values())
    if not any(stated[code] and stated[code] == listed[code] for code in _TALLY):
        return
    for code, heading in _HEADINGS.items():
        if stated[code] and code not in kinds:
            raise DataError(
                f"{document.where(vote.ballot.place)}: the text counts {stated[code]}"
                f" {heading.casefold()}, but these lists are without '{heading}:': copy that list"
                " too, or correct its heading"
            )


def _when(
    ballot: Ballot, heads: list[Head], days: list[tuple[int, date]]
) -> tuple[str, date | None]:
    """Return the meeting and the day of a vote: the head of its page, else the one before it."""
    on_page = [head for head in heads if ballot.place <= head.place < ballot.end]
    before = [head for head in heads if head.place < ballot.place]
    near = (on_page or before[-1:] or heads)[:1]
    meeting = near[0].meeting if near else ""
    dated = next((head.day for head in [*on_page, *before[::-1]] if head.day), None)
    written = [day for place, day in days if place < ballot.place]
    return meeting, dated or (written[-1] if written else None)


def _row(vote: _Found, organ: str | None) -> dict[str, Any]:
    """Return the attributes of a roll call."""
    said = vote.about
    symbol = said.symbol or said.draft
    told = filter(None, map(organ_of, (said.symbol, said.draft, vote.meeting)))
    of_council = "SC" if "permanentmember" in "".join(said.result.words.split()) else ""
    row: dict[str, Any] = {
        "symbol": symbol,
        "date": vote.day,
        "organ": next(told, of_council or organ or ""),
        "title": said.title,
        "draft": said.draft,
        "meeting": vote.meeting,
        "modality": {None: "", True: "adopted", False: "not adopted"}[said.result.passed],
        "note": " ".join(filter(None, [said.result.words, *said.later])),
        "part": said.part,
        "source": "own",
    }
    for code, name in _TALLY.items():
        told_number = getattr(said.result, name)
        counted = vote.ballot.totals.get(code)
        row[f"published_{name}"] = counted if told_number is None else told_number
    row["published_not_voting"] = vote.ballot.totals.get(Vote.NOT_VOTING)
    return row


def _notes(rows: list[dict[str, Any]], found: list[_Found]) -> list[str]:
    """Return what is doubtful about the votes of a text."""
    notes = []
    later = [
        _called(row, n)
        for n, (row, vote) in enumerate(zip(rows, found, strict=True), 1)
        if vote.about.later
    ]
    if later:
        notes.append(
            f"{count_of(len(later), 'roll call')} in which, the text says, a delegation had"
            f" meant to vote otherwise: the vote counts as cast: {build.some(later)}"
        )
    differing = [
        f"{_called(row, number)} ({name}: {vote.ballot.totals[code]} over the list,"
        f" {getattr(vote.about.result, name)} in the result)"
        for number, (row, vote) in enumerate(zip(rows, found, strict=True), 1)
        for code, name in _TALLY.items()
        if getattr(vote.about.result, name) not in (None, vote.ballot.totals.get(code))
        and code in vote.ballot.totals
    ]
    if differing:
        notes.append(f"the text contradicts itself: {build.some(differing)}")
    return notes


def _called(row: dict[str, Any], number: int) -> str:
    return brief(row["symbol"], 30) or f"#{number}"


def has_votes(text: str) -> bool:
    """Return whether a text has lists or lines of votes, or the result of one."""
    return library_page.is_page(text) or has_headings(text) or states_a_result(text)
