"""Reads what a text says about a vote: its result, the draft, the part, the title, corrections.

White space does not count in sentences, since a text copied from a PDF has it within words.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

# How far before and behind the lists of a vote the text may speak of that vote.
_BEFORE, _ANNOUNCED, _BEHIND = 6000, 1800, 2500
_WORDS = (
    "none|no|nil|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    "|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
)
_NUMBERS = {word: max(place - 3, 0) for place, word in enumerate(_WORDS.split("|"))}
_NUMBERS |= {"aucune": 0, "aucun": 0, "zéro": 0, "ninguno": 0, "ninguna": 0, "cero": 0, "una": 1}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_SIDE = r"(?:votes?)?(?P<{}>infavou?r|against)?"
_DONE = "adopted|approved|rejected|retained|maintained|defeated|deleted|carried|adoptée?|aprobado"

# "was adopted by 113 votes to 10, with 30 abstentions", "by a recorded vote of 5 in favour to 2
# against, with 3 abstentions", "par 28 voix contre 8, avec 11 abstentions".
_BY = re.compile(
    rf"(?i)(?P<no>not|been|être)?(?P<done>{_DONE})(?:[,(][\w,.’'/()-]{{0,60}}?)?,?(?:by|par|por)"
    r"(?:an?|the)?(?:recorded|roll-?call)?(?:vote)?(?:of)?"
    rf"(?P<first>{_NUMBER})(?:voix|votos)?{_SIDE.format('one')}(?:to|contre|contra|-|,)"
    rf"(?P<second>{_NUMBER}){_SIDE.format('two')}"
    rf"(?:,?(?:and|with|avec|et|con|y|-)(?P<third>{_NUMBER})(?:absten|abst|$|[.,(\[]))?"
)
# "There were 11 votes in favour, 1 against and 3 abstentions", as the Council counts.
_WERE = re.compile(
    rf"(?i)(?P<first>{_NUMBER})votes?infavou?r(?:[,;]?(?:and)?(?P<second>{_NUMBER})(?:votes?)?"
    rf"against)?(?:[,;]?(?:and|with)?(?P<third>{_NUMBER})abstention)?"
)
# "Par 28 voix contre 8, avec 11 abstentions", "Por 28 votos contra 8 y 11 abstenciones".
_PAR = re.compile(
    rf"(?i)p[ao]r(?P<first>{_NUMBER})(?:voix|votos)(?:pour|afavor)?,?(?:contre|contra|y)"
    rf"(?P<second>{_NUMBER})(?:encontra)?(?:,?(?:avec|et|y|con)(?P<third>{_NUMBER})absten)?"
)
_COUNCIL = re.compile(
    r"(?i)(?P<no>not|nepas|no)?(?:been)?(?:(?P<done>adopt|approv|aprobad)|reject|rejet|rechazad)"
)
_FOLLOWS = re.compile(r"(?i)asfollows|wascast|resultofthevot")
_SENTENCE = re.compile(r"[.!?:\]](?=[A-Z\[“])|\[")
_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n|(?=The\b|Draft\b|Operative\b|Preambular\b|Paragraph\b))")
_NUMBERED = re.compile(
    r"(?i)\((?:see)?(?P<kind>resolution|decision)(?P<number>(?:E?S-)?\d{1,4}/\d{1,4}(?:[A-Z]\b)?"
    r"|\d{1,4}[A-Z]?\((?:[IVXLC]+|E?S-[IVXLC\d]+)\))"
)
_AS_RESOLUTION = re.compile(r"(?i)asresolution(\d{1,4})\((\d{4})\)")
_DRAFT = re.compile(
    r"(?:A|S|E|TD|CCPR)/(?:[\w.-]{1,8}/){0,4}L\.\d{1,4}(?:/Rev\.\d{1,2})?(?:/Add\.\d{1,2})?"
)
_COUNCIL_DRAFT = re.compile(r"S/\d{4}/\d{1,5}(?:/Rev\.\d{1,2})?")
_LABEL = re.compile(r"(?i:draft(?:resolution|decision))([IVX]+)(?![A-Z])")
_TITLE = re.compile(r"entitled\s*[“\"«]([^”\"»]{3,600}?)[,.]?[”\"»]")
_CAPTION = re.compile(r"(?im)^[ \t]*vote\s+on\s+(.{3,300}?)[ \t]*$")
_RIGHTS = re.compile(
    r"(?m)A/HRC/RES/(?:S-)?\d{1,3}/\d{1,3}|^[ \t]*((?:S-)?\d{1,3}/\d{1,3})\.?\s+(\S.*)$"
)
# "* Brazil later advised the Secretariat that it had intended to abstain." A line that begins with
# a capital may be a name of a list: a footnote does not go on over it.
_ON = r"(?:[^\n.:*\[\]]|\n(?=[ \t]*[a-z])){0,400}?"
_FOOTNOTE = (
    r"\[\s*(?:Subsequently|Later)[^\]]{0,1500}\]"
    r"|^[ \t]*(?:\*{1,3}|[¹²³]|\d{1,2}[.)/]?(?=\s)|(?=The (?:delegation|representative)s? of\b))"
    rf"[ \t]*(?=[A-Z]){_ON}\binten\s?ded\s+to\b(?:[^.\]\n]|\n(?=[ \t]*[a-z])){{0,300}}\.?\]?"
)
_FOOTNOTES = re.compile(_FOOTNOTE, re.MULTILINE)
_LATER = re.compile(
    rf"{_FOOTNOTE}|(?:\*|\[|\()[^\])*]{{0,400}}?inten\s?ded\s+to\s+[^\])*.]{{0,300}}[\]).]?",
    re.MULTILINE,
)
# What a text says between two votes. A title that is "(continued)" belongs to the head of a page.
_CONTINUED = re.compile(r"(?im)^.*\((?:continued|cont[’'.]?d?\.?)\)[ \t]*$")
_OF_A_VOTE = re.compile(
    r"(?i)adopted|approved|rejected|retained|defeated|deleted|carried|rejeté|aprobad|rechazad"
    r"|recordedvote|votewastaken|puttothevote|draft(?:resolution|decision|amendment)|entitled"
    r"|[AS]/RES/|resolution\d"
)
_WHOLE = re.compile(r"(?i)(?:the)?(?:revised)?(?:draft)?(?:resolution|decision|text|proposal)")
_PARTS = {
    "amendment": re.compile(r"(?i)amendment"),
    "motion": re.compile(r"(?i)motion|adjourn"),
    "paragraph": re.compile(r"(?i)paragraph|thewords?|thephrase|sections?|clause|párrafo"),
}
_PUT = re.compile(
    r"(?i)(?:(?:vote|decision|action)on|puttothevote|votefirston|put)(?:the)?(.{0,120})"
)


class Result(NamedTuple):
    """The result of a vote, as a text gives it."""

    words: str  # the sentence, or as much of it as was understood
    # The tally; None if the text does not tell it.
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    passed: bool | None = None  # whether the text was adopted or retained


class About(NamedTuple):
    """What a text says about one vote; empty if it does not say."""

    result: Result  # what came of it
    # The resolution, the draft, the number of the draft in a report, the title, and "amendment",
    # "paragraph" or "motion".
    symbol: str
    draft: str
    label: str
    title: str
    part: str
    later: tuple[str, ...]  # what delegations said later, in brackets


class _Squeezed(NamedTuple):
    """A stretch of a text without white space, and where each of its letters stands."""

    text: str
    places: list[int]


def about(text: str, place: int, end: int, since: int, until: int) -> About:
    """Return what a text says about a vote.

    `text`: the text, without heads of pages.
    `place`, `end`: where the lists of the vote begin and end.
    `since`, `until`: where the lists before it end, and where those behind it begin.
    """
    before = text[max(since, place - _BEFORE) : place]
    near = before[-_ANNOUNCED:]
    behind = text[end : min(until, end + _BEHIND)]
    found = _result_before(near) or _result_behind(behind)
    result, subject, after = found or (Result(""), "", "")
    announced = _squeeze(near).text
    symbol, draft = _symbol_of(after), ""
    named = _DRAFT.findall(subject)[-1:] or _DRAFT.findall(_joined(near))[-1:]
    if named:
        draft = named[0]
    elif council := _council_draft(before):
        draft = council
    label = _LABEL.findall(subject)[-1:] or _LABEL.findall(announced)[-1:]
    title = _title(near)
    if (rights := _of_rights_council(before)) and not symbol:
        symbol, title = rights[0], title or rights[1]
    said = _FOOTNOTES.findall(text[place:end]) + _LATER.findall(behind)
    return About(
        result=result,
        symbol=symbol,
        draft=draft,
        label=draft or (label[0].upper() if label else ""),
        title=title,
        part=_part(subject, result.words, announced),
        later=tuple(" ".join(later.split()) for later in said[:9]),
    )


def states_a_result(text: str) -> bool:
    """Return whether a text tells the result of a recorded vote."""
    squeezed = _squeeze(text).text
    return bool(_BY.search(squeezed) or _PAR.search(squeezed))


def speaks_of_a_vote(text: str) -> bool:
    r"""Return whether a text between two lists says that one vote ended or another began.

    Examples
    --------
    >>> speaks_of_a_vote("The amendment was rejected."), speaks_of_a_vote("Vote on Peace\n")
    (True, True)
    >>> speaks_of_a_vote("Vote on Peace (continued)\n[Page 3]\nThe President: I thank you.")
    False
    """
    rest = _CONTINUED.sub("", text)
    squeezed = _squeeze(rest).text
    if any(pattern.search(squeezed) for pattern in (_OF_A_VOTE, _BY, _WERE, _PAR, _NUMBERED)):
        return True
    symbols = _DRAFT.search(_joined(rest)) or _COUNCIL_DRAFT.search(_joined(rest))
    return symbols is not None or _CAPTION.search(rest) is not None


def without_footnotes(text: str) -> str:
    """Return a text of the same length with blanks for footnotes on how a state meant to vote."""
    return _FOOTNOTES.sub(lambda found: " " * len(found[0]), text)


def inherited(votes: list[About]) -> list[About]:
    """Return votes on parts with the symbol of the vote on the whole text that follows them."""
    result = []
    for place, vote in enumerate(votes):
        whole = next((other for other in votes[place + 1 :] if not other.part), None)
        if vote.part and not vote.symbol and whole and vote.label in ("", whole.label):
            symbol = whole.symbol
            title = vote.title or whole.title
            vote = vote._replace(symbol=symbol, draft=vote.draft or whole.draft, title=title)
        result.append(vote)
    return result


def _squeeze(text: str) -> _Squeezed:
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    return _Squeezed("".join(text.split()), places)


def _joined(text: str) -> str:
    """Return a text without the white space that line breaks leave in symbols."""
    return re.sub(r"(?<=[/.-])\s+(?=[\w.])", "", text)


def _result_before(near: str) -> tuple[Result, str, str] | None:
    """Return the result that introduces the lists ("…, as follows:"), its subject and its end."""
    squeezed = _squeeze(near)
    every = list(_BY.finditer(squeezed.text))
    if not every:
        return None
    found = every[-1]
    rest = squeezed.text[found.end() :]
    if rest.strip(".,:;[(") and not (len(rest) < 200 and _FOLLOWS.search(rest)):
        return None
    return _read(squeezed, found, near)


def _result_behind(behind: str) -> tuple[Result, str, str] | None:
    """Return the result that stands after the lists, its subject and what follows it."""
    squeezed = _squeeze(behind)
    found = _BY.search(squeezed.text, 0, 900)
    counted = _WERE.search(squeezed.text, 0, 500) or _PAR.search(squeezed.text, 0, 500)
    if found and not (counted and counted.start() < found.start() - 40):
        follows = squeezed.text[found.end() : found.end() + 60]
        return None if _FOLLOWS.search(follows) else _read(squeezed, found, behind)
    if counted is None:
        return None
    said = _COUNCIL.search(squeezed.text, counted.end(), counted.end() + 250)
    end = said.end() if said else counted.end()
    passed = None if said is None else bool(said["done"] and not said["no"])
    first, second, third = (_number(counted[name]) for name in ("first", "second", "third"))
    begin = _sentence_start(squeezed, behind, counted.start())
    words = _words(behind, squeezed, begin, end)
    result = Result(words, first, second or 0, third or 0, passed)
    return result, "", squeezed.text[end : end + 200]


def _read(squeezed: _Squeezed, found: re.Match[str], text: str) -> tuple[Result, str, str]:
    """Return the result in a match, the subject of its sentence, and what follows."""
    begin = _sentence_start(squeezed, text, found.start())
    subject = squeezed.text[begin : found.start()]
    first, second, third = (_number(found[name]) for name in ("first", "second", "third"))
    if found["one"] and found["one"].casefold() == "against":
        first, second = second, first
    done = found["done"].casefold()
    negative = (found["no"] or "").casefold() == "not"
    passed = None if done == "deleted" else (done in ("rejected", "defeated")) == negative
    words = _words(text, squeezed, begin, found.end())
    rest = squeezed.text[found.end() : found.end() + 160]
    return Result(words, first, second, third or 0, passed), subject, rest


def _sentence_start(squeezed: _Squeezed, text: str, place: int) -> int:
    """Return the start of the sentence around a place of a squeezed text."""
    first = max(place - 500, 0)
    ends = [found.end() for found in _SENTENCE.finditer(squeezed.text[first:place])]
    paragraph = [found.end() for found in _PARAGRAPH.finditer(text[: squeezed.places[place]])]
    begin = bisect_left(squeezed.places, paragraph[-1]) if paragraph else 0
    return max(begin, first + (ends[-1] if ends else 0))


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else _NUMBERS[text.casefold()]


def _words(text: str, squeezed: _Squeezed, start: int, end: int) -> str:
    """Return the sentence between two places of a squeezed text, as it is written."""
    first = squeezed.places[start]
    last = squeezed.places[min(end, len(squeezed.places)) - 1] + 1
    rest = re.match(r"(?:[^.\n:\]]|\n(?!\s*\n)){0,60}", text[last:])
    return " ".join(f"{text[first:last]}{rest[0] if rest else ''}".split())[-300:].strip(" [(,")


def _symbol_of(rest: str) -> str:
    """Return the symbol of the resolution that follows a result, or ""."""
    if found := _NUMBERED.search(rest):
        kind = "RES" if found["kind"].casefold() == "resolution" else "DEC"
        return f"A/{kind}/{found['number']}"
    if found := _AS_RESOLUTION.search(rest):
        return f"S/RES/{found[1]}({found[2]})"
    return ""


def _council_draft(before: str) -> str:
    """Return the last document of the Council that a text calls a draft resolution."""
    found = [
        match[0]
        for match in _COUNCIL_DRAFT.finditer(_joined(before))
        if "draftresolution"
        in "".join(_joined(before)[max(match.start() - 200, 0) : match.end() + 200].split())
    ]
    return found[-1] if found else ""


def _of_rights_council(before: str) -> tuple[str, str] | None:
    """Return the symbol and the title of a text of the Human Rights Council, if it is one."""
    if "HRC" not in before and "human rights council" not in " ".join(before.split()).casefold():
        return None
    every = list(_RIGHTS.finditer(before))
    if not every:
        return None
    found = every[-1]
    return (f"A/HRC/RES/{found[1]}", found[2].strip()) if found[1] else (found[0], "")


def _title(near: str) -> str:
    """Return the title that is announced, or the caption of an annex."""
    titles = _TITLE.findall(near) or _CAPTION.findall(near)
    return " ".join(titles[-1].split()) if titles else ""


def _part(subject: str, words: str, announced: str) -> str:
    """Return which part of a text a vote was on, or "" for the whole of it."""
    if not subject:
        puts = _PUT.findall(announced[-600:])
        subject = puts[-1] if puts else ""
    if _WHOLE.match(subject):
        return ""
    for part, pattern in _PARTS.items():
        if pattern.search(subject[:60]):
            return part
    return "paragraph" if re.search(r"\b(?:retained|maintained|deleted)\b", words) else ""
