"""Drafts of the Security Council that were not adopted, as the UN marks them up: Akoma Ntoso.

One draft a file; the states stand by name under each vote, in `akn4un:voters`.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from unvote.codes import Vote
from unvote.errors import DataError
from unvote.readers import build, council
from unvote.readers.organs import find_organ
from unvote.readers.stream import Source, brief
from unvote.readers.xml_events import XmlReader
from unvote.record import Record
from unvote.world.states import all_states, match_state

_LISTS = {"inFavour": Vote.YES, "against": Vote.NO, "abstaining": Vote.ABSTAIN}
_TOTALS = {
    "inFavour": "published_yes",
    "against": "published_no",
    "abstaining": "published_abstain",
}
_SUBJECTS = ("UNBIS Thesaurus", "UNBIS", "DHLAUTH")
# The states that vetoed are in brackets after the result of the draft.
_VETOED_BY = re.compile(r"permanent members?\b[^(]{0,80}\(([^()]{1,200})\)")
_MOST_NAMES = 1000
_NO_LISTS = "without lists of votes"
_NAMED_NO = "without lists of votes: only the states that vetoed are listed, as against"
_OTHER = "said to be vetoed by a state that did not vote against"


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read a draft into a Record of one roll call.

    Raises DataError if the XML is broken or hostile, or has no symbol; the message names the line.
    """
    draft = _Draft(source)
    draft.parse()
    symbol = draft.symbol
    if not symbol:
        raise DataError(f"{source.name}: the Akoma Ntoso has no symbol, as S/2023/970 (docNumber)")
    doubts: council.Doubts = {}
    day = draft.day(doubts)
    published = draft.published()
    votes = council.votes_of(draft.lists, day, symbol, doubts)
    draft.add_vetoes(votes, doubts)
    council.add_absent(votes, day, published, symbol, doubts)
    row: dict[str, Any] = {
        "symbol": symbol,
        "organ": find_organ(symbol, "", "", default=organ) or "SC",
        "date": day,
        "title": council.title_in(draft.title),
        "meeting": council.meeting_in(draft.meeting),
        "agenda": "|".join(draft.agenda),
        "subjects": "|".join(draft.subjects),
        "sponsors": "|".join(draft.sponsors),
        "note": draft.came_of_it,
        "modality": f"recorded vote, {'vetoed' if draft.vetoed else 'not adopted'}",
        "source": "unxml",
        **published,
    }
    known = build.known_states()
    cast = build.Cast(
        np.zeros(len(votes), dtype=np.int64),
        np.array([known.index(code) for code in votes], dtype=np.int64),
        np.array(list(votes.values()), dtype=np.int8),
    )
    return build.make_record(
        source.name,
        {name: [value] for name, value in row.items()},
        cast,
        notes=council.notes_of(doubts),
        second_vote=lambda _first, _again: DataError(
            f"{source.name}, {brief(symbol)}: YUGOSLAVIA and SERBIA both vote, but are one member"
        ),
    )


class _Draft(XmlReader):
    """Collects the facts of a draft while its XML is read."""

    deepest = 60

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.symbol, self.title, self.meeting, self.came_of_it = "", "", "", ""
        self.voted_on = self.decided_on = ""
        self.vetoed = False
        self.agenda: dict[str, None] = {}
        self.subjects: dict[str, None] = {}
        self.sponsors: dict[str, None] = {}
        self.lists: dict[Vote, list[str]] = {}
        self.counts: dict[str, str] = {}
        self.under: str | None = None
        self.names = 0
        self.text: list[str] | None = None

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take what the attributes of an element say."""
        self.text = None
        if element == "keyword":
            self._keyword(attributes)
        elif element == "step":
            self._step(attributes)
        elif element == "FRBRdate" and attributes.get("name") == "voting":
            self.voted_on = self.voted_on or attributes.get("date", "")
        elif element == "count":
            self.under = attributes.get("refersTo", "").removeprefix("#")
            if self.under in _TOTALS:
                self.counts[_TOTALS[self.under]] = attributes.get("value", "").strip()
        elif element == "docNumber" and attributes.get("refersTo", "").endswith("symbol"):
            self.text = [] if not self.symbol else None
        elif element == "organization" and self.under in _LISTS:
            self.text = []

    def end(self, element: str) -> None:
        """Store the symbol, or a name under a vote."""
        said = " ".join("".join(self.text or ()).split())
        if element == "docNumber" and self.text is not None:
            self.symbol = said
        elif element == "organization" and self.text is not None and said:
            self.names += 1
            if self.names > _MOST_NAMES:
                raise self.error(f"more than {_MOST_NAMES:,} names, more than any roll call has")
            self.lists.setdefault(_LISTS[self.under or ""], []).append(said)
        elif element == "count":
            self.under = None
        self.text = None

    def characters(self, text: str) -> None:
        """Take a piece of the symbol or of a name."""
        if self.text is not None:
            self.text.append(text)

    def _keyword(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("refersTo", "").removeprefix("#")
        text = " ".join((attributes.get("showAs") or attributes.get("value", "")).split())
        if kind == "title":
            self.title = self.title or text
        elif kind == "agenda":
            self.agenda[text] = None
        elif text and attributes.get("dictionary") in _SUBJECTS:
            self.subjects[text.replace("_", " ")] = None

    def _step(self, attributes: Mapping[str, str]) -> None:
        outcome = attributes.get("outcome", "").casefold()
        text = " ".join(attributes.get("by", "").split())
        if outcome.startswith("draftresolution"):
            self.sponsors |= dict.fromkeys(council.sponsors_in(text))
        elif outcome:
            self.came_of_it, self.vetoed = text[:500], "veto" in outcome
            self.meeting = attributes.get("as", "")
            self.decided_on = attributes.get("date", "")

    def day(self, doubts: council.Doubts) -> date | None:
        """Return the day of the vote."""
        said = [text for text in (self.voted_on, self.decided_on) if text != "0001-01-01"]
        return council.day_of(next(filter(None, said), ""), self.symbol, "", doubts)

    def published(self) -> dict[str, int | None]:
        """Return the totals; if a draft has totals but not of one kind of vote, that one is 0."""
        totals: dict[str, int | None] = {}
        for name, text in self.counts.items():
            try:
                totals[name] = build.total(text)
            except ValueError as error:
                where = f"{self.source.name}, {brief(self.symbol)}"
                raise DataError(f"{where}, count: '{brief(text)}' {error}") from error
        if not totals:
            return {}
        return {name: totals.get(name, 0) for name in _TOTALS.values()}

    def add_vetoes(self, votes: council.Votes, doubts: council.Doubts) -> None:
        """Add a no for each state said to have vetoed, if there are no lists."""
        found = _VETOED_BY.search(self.came_of_it)
        names = council.sponsors_in(found[1]) if found else []
        states = [state for name in names if (state := match_state(name, official=True))]
        if not votes:
            votes |= {state.code: Vote.NO for state in states}
            council.doubt(doubts, _NAMED_NO if states else _NO_LISTS, self.symbol)
            return
        for state in states:
            if votes.get(state.code) is not Vote.NO:
                name = all_states()[state.code].name
                council.doubt(doubts, _OTHER, f"{self.symbol} ({name})")
