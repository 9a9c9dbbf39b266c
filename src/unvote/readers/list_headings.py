"""Finds the headings of lists of states in a text, and says which vote each of them stands for."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from unvote.codes import Vote
from unvote.readers.names import (
    ends_with_name,
    holds_names,
    letters,
    named_in,
    state_called,
    unknown_heading,
)
from unvote.world.spelling import plain

# The headings of a list, in several languages. The first are read wherever a sentence may
# begin; the others only at the start of a line, before a state.
_STRONG = {
    Vote.YES: "In favour|In favor|Voting in favour|Votes in favour|Votes in favor|Votent pour"
    "|Ont voté pour|Votes pour|Votos a favor|Votaron a favor|A favor|Votan a favor",
    Vote.NO: "Against|Voting against|Votes against|Votent contre|Ont voté contre|Votes contre"
    "|Votos en contra|Votaron en contra|En contra|Votan en contra",
    Vote.ABSTAIN: "Abstaining|Abstain|Abstained|Abstentions|Abstention|S’abstiennent"
    "|S'abstiennent|Se sont abstenus|Abstenciones|Abstención|Se abstienen|Se abstuvieron"
    "|Abstienen",
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
# What English puts around these words, letters only: "States that voted in favour of the draft".
_WHO = "(?:the)?(?:following)?(?:memberstates|states|countries|members|delegations|nations)?"
_WHO += "(?:those)?(?:that|who|which)?"
_VOTED = "(?:vot(?:e|ed|es|ing))"
_VOTE = "(?:from|in|on)?(?:the)?vot(?:e|ing)"
_OF = "(?:(?:of|to)?(?:the)?(?:draft)?(?:resolution|decision|text|motion|amendment|proposal)?)"
_PLAIN = {
    Vote.YES: rf"{_VOTED}?infavou?r|{_VOTED}yes|vot(?:ed|es|ing)for|(?:yes|affirmative)votes?"
    "|ayes?|pour",
    Vote.NO: rf"{_VOTED}?against(?:veto)?|{_VOTED}no|oppos(?:ed|ing)|(?:no|negative)votes?|vetoe?s"
    "|veto(?:e?d)?(?:by)?|contre",
    Vote.ABSTAIN: rf"{_VOTED}?abst(?:ain|ained|aining|ention|entions)(?:{_VOTE})?|abstentionvotes?",
    Vote.NOT_VOTING: "(?:did|do|were|was)?not(?:voted?|voting|present|participat(?:e|ed|ing)"
    rf"|tak(?:e|ing)part)(?:{_VOTE})?|(?:were|was)?absent(?:ees)?(?:(?:or|and)notvoting|{_VOTE})?"
    "|nonvot(?:ing|ers)|nonparticipa(?:ting|tion|nts)|present(?:and|but)?(?:didnotvote|notvoting)"
    "|tooknopart(?:inthevote)?",
}
_GOES_ON = "(?P<continued>cont(?:inued|d)?|suite|continuacion)?"
_MEANS = {vote: re.compile(rf"{_WHO}(?:{words}){_OF}{_GOES_ON}") for vote, words in _PLAIN.items()}
_CONTINUED = r"(?P<continued>\s?\((?:continued|cont[’'.]?d?\.?|suite|continuación)\))?"
_COUNT = r"(?:\s{0,2}\(?\s?(?P<before>\d{1,3})\s?(?:votes|States|Member States)?\)?)?"
# A number after a heading is a total, unless a "2." shows that the names are numbered.
_AFTER = (
    r"\*{0,2}(?:\s{0,40}(?P<after>\d{1,3})(?=[\s.;,:–-])(?![.)][^\d]{1,60}2[.)])"
    r"(?:\s?[–—:.-](?=\s))?)?"
)


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
    rf"|(?P<weak>{_either(_WEAK, broken=False)}))\*{{0,2}}\s?{_CONTINUED}{_COUNT}\*{{0,2}}\s{{0,2}}"
    rf"(?:(?P<colon>[:：]|(?<=[\d)])\s?[–—-](?=\s))|(?P<alone>\.?[ \t]*$)){_AFTER}",
    re.MULTILINE,
)
_VOTES = {
    "".join(name.split()).casefold(): vote
    for words in (_STRONG, _WEAK)
    for vote, text in words.items()
    for name in text.split("|")
}
# As many blanks as the heads of pages leave at most before a heading.
_BLANKED = 3000
_BEGINS = re.compile(r"(?:[.:;\])”\"]\s*|\n[ \t]*|\[|\(|\d\s?[.)]\s*)\Z")

# What may stand between a few words and a list of states, and the words before it.
_BEHIND_LABEL = re.compile(
    r"\*{0,2}(?:(?P<colon>[ \t]?[:：]|[ \t][–—-](?=\s)|(?<![ \t])\t)"
    rf"|(?P<alone>(?<![ \t])[ \t]*$)){_AFTER}",
    re.MULTILINE,
)
_LABEL = re.compile(rf"(?P<words>[^\W\d_](?:[^\W\d_]|[ ’',/()-]){{1,80}}?){_COUNT}")
_LONGEST = 120
_SENTENCE = re.compile(r"[.;\])][ \t]+|[ \t]{2,}|\t")
_MARKS = ' \t([“"*•#_-'
# Words that speak of a vote; those that speak of something else; and those that do so if no word
# of a vote is with them.
_OF_VOTE = re.compile(
    r"\b(?:vot|favou?r|against|abst|oppos|object|support|adopt|approv|reject|veto|yes\b|no\b|aye|nay"
    r"|absen|particip|present\b|dissent|disagree|agree|pour\b|contre|contra\b|oui\b|si\b)"
)
_STRICT = re.compile(r"\b(?:favou?r|against|abst|oppos|veto|absent)")
_OTHER = re.compile(
    r"\b(?:spoke|speak|statement|expla|inten[dt]|inform|advis|repl(?:y|ies)|behalf|arrear|request"
    r"|introduc|submi|represent|observer)"
)
_SPONSORS = re.compile(r"sponsor")
_NEUTRAL = re.compile(
    r"\b(?:member|chair|presid|vice|rapporteur|elect|candidat|region|country|group|item|agenda|title"
    r"|source|host|bureau|meeting|penholder)"
)
# How near to a list of votes any list of states has to be one.
_NEAR = 300
# A list and what follows it near to the next list is not longer.
_FAR = 3300


class Heading(NamedTuple):
    """A heading, and what it says of the list under it."""

    vote: Vote
    kind: str  # headings of one kind stand over the same list
    place: int
    end: int
    total: int | None
    weak: bool  # whether it is one only if names of states follow
    continued: bool


class _Label(NamedTuple):
    """A few words at the start of a line or a sentence, before a colon, a dash or a line's end."""

    words: str
    place: int
    end: int
    total: int | None
    colon: bool


def headings_in(text: str) -> Iterator[Heading]:
    """Yield the headings of a text, in their order."""
    found = {heading.place: heading for heading in _plain_headings(text)}
    found |= {heading.place: heading for heading in _set_headings(text)}
    end = 0
    for place in sorted(found):
        if place >= end:
            end = found[place].end
            yield found[place]


def has_headings(text: str) -> bool:
    """Return whether a text has headings as stand over the lists of a recorded vote."""
    return any(
        not heading.weak or holds_names(text, heading.end, len(text))
        for heading in headings_in(text)
    )


def check_labels(text: str, lists: Sequence[tuple[int, int]], where: Callable[[int], str]) -> None:
    """Check that every list of states under a heading that may be of a vote was read.

    `text`: the text, without heads of pages.
    `lists`: where each list that was read begins, with its heading, and ends.
    `where`: what a place of the text is called in messages.
    Raises DataError if one was not: the message names its line.
    """
    behind = 0  # the lists that end before a label
    for label in _labels(text):
        while behind < len(lists) and lists[behind][1] <= label.place:
            behind += 1
        if behind < len(lists) and lists[behind][0] <= label.place:
            continue
        since = lists[behind - 1][1] if behind else None
        until = lists[behind][0] if behind < len(lists) else None
        if _may_be_of_vote(text, label, since, until):
            raise unknown_heading(label.words, where(label.place))


def _set_headings(text: str) -> Iterator[Heading]:
    """Yield the headings of usual words, also within a line or broken by a PDF."""
    for match in _HEADING.finditer(text):
        words = match["strong"] or match["weak"]
        before = text[max(match.start() - _BLANKED, 0) : match.start()]
        at_line = before.rstrip(_MARKS)[-1:] in ("", "\n")
        place = match.start("strong" if match["strong"] else "weak")
        if not words[0].isupper() or (match["alone"] is not None and not at_line):
            continue
        if match["weak"] and (not at_line or match["colon"] is None):
            continue
        if not (at_line or _BEGINS.search(before[-8:]) or ends_with_name(before[-100:])):
            continue
        count = match["before"] or match["after"]
        vote = _VOTES["".join(words.split()).casefold()]
        total, weak = int(count) if count else None, bool(match["weak"])
        continued = match["continued"] is not None
        yield Heading(vote, _kind(vote, words), place, match.end(), total, weak, continued)


def _plain_headings(text: str) -> Iterator[Heading]:
    """Yield the headings of other words with a plain meaning, where a line or sentence begins."""
    for label in _labels(text):
        said = letters(label.words)
        for vote, pattern in _MEANS.items():
            if match := pattern.fullmatch(said):
                continued = match["continued"] is not None
                kind = _kind(vote, label.words)
                yield Heading(vote, kind, label.place, label.end, label.total, True, continued)


def _kind(vote: Vote, words: str) -> str:
    """Return a text that is the same for headings of the same list.

    A text may list the absent and those present who did not vote, and a veto beside other votes.
    """
    said = letters(words)
    if vote is Vote.NOT_VOTING:
        return re.sub(r"(?:continued|contd?|suite|continuacion)$", "", said)
    return "veto" if "veto" in said else vote.name


def _labels(text: str) -> Iterator[_Label]:
    """Yield the few words before a colon, a dash or the end of a line, from their beginning."""
    for found in _BEHIND_LABEL.finditer(text):
        stop = found.start()
        first = max(stop - _LONGEST, 0)
        first = max(text.rfind("\n", first, stop) + 1, first)
        line = text[first:stop]
        parts = [part.end() for part in _SENTENCE.finditer(line)]
        begin = parts[-1] if parts else 0
        begin += len(line[begin:]) - len(line[begin:].lstrip(_MARKS))
        match = _LABEL.fullmatch(line, begin)
        if match is None or not match["words"][0].isupper():
            continue
        begins_line = not line[:begin].strip(_MARKS)
        colon = found["colon"] is not None
        if not (begins_line or (colon and ":" in found["colon"])):
            continue
        count = match["before"] or found["after"]
        total = int(count) if count else None
        yield _Label(match["words"], first + begin, found.end(), total, colon)


def _may_be_of_vote(text: str, label: _Label, since: int | None, until: int | None) -> bool:
    """Return whether the names of states after a label may be a list of a vote.

    `since`, `until`: where the list before it ends, and where the next begins; None without one.
    """
    said = plain(label.words)
    inside = re.search(r"\(([^)]*)\)$", label.words)  # a speaker: "Ms. Smith (Canada):"
    if state_called(label.words) or (inside and state_called(inside[1])) or _OTHER.search(said):
        return False
    strict = _STRICT.search(said) is not None
    of_vote = strict or (_OF_VOTE.search(said) is not None and not _SPONSORS.search(said))
    if not of_vote and (_SPONSORS.search(said) or _NEUTRAL.search(said) or not label.colon):
        return False
    after = since is not None and label.place - since <= _NEAR
    if not (of_vote and label.colon) and not after and (until or len(text)) - label.end > _FAR:
        return False
    names, others, end = named_in(text, label.end, until or len(text))
    if not names or others >= names:
        return False
    if of_vote and label.colon:
        return True
    before = until is not None and until - end <= _NEAR
    touches = after and not letters(text[since : label.place])
    if touches or (before and not letters(text[end:until])):
        return strict or label.colon
    near = (after or before) and label.colon
    return near and names > 1 and not others and _begins_sentence(text, label.place)


def _begins_sentence(text: str, place: int) -> bool:
    """Return whether no sentence goes on from the line before a place of a text."""
    before = text[max(place - _LONGEST, 0) : place].rstrip(_MARKS)
    return before.endswith("\n\n") or before.rstrip()[-1:] in ("", *'.:;!?)]”"')
