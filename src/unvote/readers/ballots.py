"""Finds the lists of a recorded vote in a text: who was in favour, against, abstaining, absent."""

import re
from collections.abc import Callable, Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

from unvote.codes import Vote
from unvote.errors import DataError
from unvote.readers.names import Listed, ends_with_name, names_in, state_called

# The headings of a list, in several languages. The first are read wherever a sentence may
# begin; the others only at the start of a line, before a state.
_STRONG = {
    Vote.YES: "In favour|In favor|Voting in favour|Votes in favour|Votes in favor|Votent pour"
    "|Ont voté pour|Votes pour|Votos a favor|Votaron a favor|A favor|Votan a favor",
    Vote.NO: "Against|Voting against|Votes against|Votent contre|Ont voté contre|Votes contre"
    "|Votos en contra|Votaron en contra|En contra|Votan en contra",
    Vote.ABSTAIN: "Abstaining|Abstain|Abstained|Abstentions|Abstention|S’abstiennent"
    "|S'abstiennent|Se sont abstenus|Abstenciones|Se abstienen|Se abstuvieron|Abstienen",
    Vote.NOT_VOTING: "Absent|Absent or not voting|Not voting|Non-voting|Did not vote|Absents"
    "|Not participating in the vote|Not participating|Present and not voting"
    "|Present but not voting|Ausentes|No votan|Ne participent pas au vote",
}
_WEAK = {
    Vote.YES: "Yes|Yeas|Yea|For|Pour|Y",
    Vote.NO: "No|Nays|Nay|Contre|Contra|N",
    Vote.ABSTAIN: "A",
    Vote.NOT_VOTING: "X",
}
_COUNT = r"(?:\s{0,2}\(?\s?(?P<before>\d{1,3})\s?(?:votes|States|Member States)?\)?)?"


def _spread(words: str) -> str:
    """Return a pattern for words with a capital that a PDF may have broken."""
    first, *others = (re.escape(letter) for letter in words if letter != " ")
    rest = r"\s{0,3}".join(others)
    return rf"{first}(?i:\s{{0,3}}{rest})"


def _either(words: dict[Vote, str], *, broken: bool) -> str:
    names = [name for text in words.values() for name in text.split("|")]
    if not broken:
        names += [name.upper() for name in names]
    names.sort(key=len, reverse=True)
    return "|".join(map(_spread if broken else re.escape, names))


_HEADING = re.compile(
    rf"(?<![\w’'])(?:(?P<strong>{_either(_STRONG, broken=True)})"
    rf"|(?P<weak>{_either(_WEAK, broken=False)}))\*?\s?(?:\(continued\))?"
    rf"{_COUNT}\s{{0,2}}"
    r"(?:(?P<colon>[:：]|(?<=[\d)])\s?[–—-](?=\s))|(?P<alone>\.?[ \t]*$))"
    r"(?:\s*(?P<after>\d{1,3})(?=[\s.;,:–-])(?:\s?[–—:.-](?=\s))?)?",
    re.MULTILINE,
)
_VOTES = {
    "".join(name.split()).casefold(): vote
    for words in (_STRONG, _WEAK)
    for vote, text in words.items()
    for name in text.split("|")
}
# A meeting votes some twenty times; four lists each.
_MOST_LISTS = 2000
# As many blanks as the heads of pages leave at most before a heading.
_BLANKED = 3000
_BEGINS = re.compile(r"(?:[.:;\])”\"]\s*|\n[ \t]*|\[|\(|\d\s?[.)]\s*)\Z")


class Ballot(NamedTuple):
    """The lists of one vote."""

    # Where in the text the first heading begins, and the last list ends.
    place: int
    end: int
    votes: list[tuple[Listed, Vote]]  # who voted how
    totals: dict[Vote, int]  # the numbers that the headings name
    absent: bool  # whether there is a list of the absent


class _Heading(NamedTuple):
    vote: Vote
    place: int
    end: int
    total: int | None
    weak: bool


def ballots_in(text: str, where: Callable[[int], str]) -> list[Ballot]:
    """Return the recorded votes whose lists a text holds, in their order.

    `text`: the text, without heads of pages.
    `where`: what a place of the text is called in messages.
    """
    headings = list(islice(_headings(text), _MOST_LISTS + 1))
    if len(headings) > _MOST_LISTS:
        raise DataError(f"{where(headings[-1].place)}: more than {_MOST_LISTS:,} lists of votes")
    found: list[Ballot] = []
    current: Ballot | None = None
    stop = 0
    for heading, following in zip_longest(headings, headings[1:]):
        if heading.place < stop:
            continue
        stop = following.place if following else len(text)
        if heading.weak and not _is_list(text[heading.end : stop]):
            stop = 0
            continue
        names = names_in(text, heading.end, stop, where)
        if current is None or _divided(text, current, heading):
            current = Ballot(heading.place, names.end, [], {}, absent=False)
            found.append(current)
        current.votes.extend((listed, heading.vote) for listed in names.states)
        if heading.total is not None:
            current.totals[heading.vote] = heading.total
        absent = current.absent or heading.vote is Vote.NOT_VOTING
        current = found[-1] = current._replace(end=names.end, absent=absent)
        stop = names.end
    return [ballot for ballot in found if ballot.votes]


def has_headings(text: str) -> bool:
    """Return whether a text has headings as stand over the lists of a recorded vote."""
    return any(not heading.weak for heading in _headings(text))


def _headings(text: str) -> Iterator[_Heading]:
    for match in _HEADING.finditer(text):
        words = match["strong"] or match["weak"]
        before = text[max(match.start() - _BLANKED, 0) : match.start()]
        at_line = before.rstrip(' \t[(“"*•-')[-1:] in ("", "\n")
        place = match.start("strong" if match["strong"] else "weak")
        if not words[0].isupper() or (match["alone"] is not None and not at_line):
            continue
        if match["weak"] and (not at_line or match["colon"] is None):
            continue
        if not (at_line or _BEGINS.search(before[-8:]) or ends_with_name(before[-100:])):
            continue
        count = match["before"] or match["after"]
        vote = _VOTES["".join(words.split()).casefold()]
        number = int(count) if count else None
        yield _Heading(vote, place, match.end(), number, bool(match["weak"]))


def _is_list(text: str) -> bool:
    """Return whether a text begins as a list of states does."""
    first = re.split(r"[,;\n]", text.strip()[:200], maxsplit=1)[0]
    return not text.strip() or state_called(first) is not None or first.casefold() == "none"


def _divided(text: str, ballot: Ballot, heading: _Heading) -> bool:
    """Return whether a heading begins another vote: after other text, or a heading like it."""
    between = re.sub(r"[\s.;,\])*]+", "", text[ballot.end : heading.place])
    votes = {vote for _, vote in ballot.votes} | set(ballot.totals)
    again = heading.vote is Vote.YES and heading.vote in votes
    return bool(between) or again
