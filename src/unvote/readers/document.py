"""A document with votes as one text: where each line stands, without heads and feet of pages."""

import re
from bisect import bisect_right
from datetime import date
from itertools import islice
from typing import NamedTuple

from unvote.errors import DataError
from unvote.readers.header import NOT_UTF8
from unvote.readers.stream import Source

# A record of a whole day has 400 kB; a text far larger is an accident or a trap.
MOST_TEXT = 1 << 22

# No meeting is named more often.
_MOST_HEADS = 5000
# No head of a page is longer.
_LONGEST = 300

_BLANKS = {ord(letter): " " for letter in "\u00a0\u2000\u2002\u2003\u2007\u2009\u202f\u3000"}
# Soft hyphens and marks without width; U+FFFE is a hyphen at the end of a line.
_TEXT = {**_BLANKS, **dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"), None)}
_TEXT |= {0xFFFE: "-", 0x2010: "-", 0x2011: "-", 0x0B: "\n"}

MEETING = r"[AES]/(?:[\w.-]{1,12}/){0,4}(?:PV|SR)\.\d{1,5}(?:/[\w.]{1,8})?"
_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
_JOB = r"\d{2}-\d{5}"
_OF = r"\d{1,3}/\d{1,3}"
# What stands alone on the lines at the head and the foot of a page.
_LINE = re.compile(
    rf"""[ \t]*(?:
        (?:{MEETING}|{_DAY}|{_JOB}(?:\s?\([A-Z]\))?|{_OF}|\d{{1,3}}|\*\d{{5,9}}\*|United\ Nations
           |General\ Assembly|Security\ Council|Press\ Release|(?:GA|SC|HRC)(?:/[A-Z]+)?/\d+
           |\(?(?:[Pp]age|PAGE)\ \d{{1,3}}(?:\ (?:of|/)\ \d{{1,3}})?\)?|\(more\)|-\ ?\d{{1,3}}\ ?-
           |https?://\S+|\d{{1,2}}\ [A-Z][a-z]{{2,8}}\ \d{{4}}(?=\s*$))(?:[ \t]+|$))+$
      | [ \t]*{MEETING}[ \t].{{0,200}}[ \t]{_DAY}[ \t]*$
      | [ \t]*{_DAY}[ \t].{{0,200}}[ \t]{MEETING}[ \t]*$""",
    re.VERBOSE,
)
# The same where a copy has lost the ends of lines.
_WITHIN = re.compile(
    rf"(?:{_DAY}[ \t]+{MEETING}|{MEETING}[ \t]+{_DAY})"
    rf"(?:\s+(?:{_JOB}[ \t]+{_OF}|{_OF}[ \t]+{_JOB}))?"
    rf"|(?<!\S)(?:{_JOB}[ \t]+{_OF}|{_OF}[ \t]+{_JOB})(?!\S)"
)
_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split("|"), 1)}
_WRITTEN = re.compile(
    r"(?im)(?:^[ \t]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?[ \t]*)?(\d{1,2})[ \t]+"
    r"([a-z]{3,9})[ \t]+(\d{4})"
    r"(?:,?[ \t]+(?:at[ \t]+)?[\d.:]{1,5}[ \t]*[ap]\.?m\.?|,?[ \t]+noon)?\.?[ \t]*$"
    r"|adopted by the [a-z ]{5,40} on (\d{1,2}) ([a-z]{3,9}) (\d{4}))"
)


class Document(NamedTuple):
    """A document as one text."""

    name: str  # what it is called in messages
    text: str  # the text; every line ends with one line feed
    starts: list[int]  # where in the text each line or page begins
    labels: list[str]  # what each of them is called: "line 3", "page 2"

    def where(self, place: int) -> str:
        """Return the name of the document and of the line or page at a place of the text."""
        return f"{self.name}, {self.labels[max(bisect_right(self.starts, place) - 1, 0)]}"


class Head(NamedTuple):
    """The meeting that the head of a page names, and the place of the head in the text."""

    place: int
    meeting: str
    day: date | None


def text_of(source: Source) -> str:
    """Return the text of a source.

    Raises DataError if it is longer than a document is, or not UTF-8.
    """
    data = bytearray()
    for piece in source.pieces(MOST_TEXT):
        data += piece
        if len(data) > MOST_TEXT:
            raise DataError(
                f"{source.name}: a text of more than {MOST_TEXT:,} bytes, too long for a"
                " record: cut out the votes"
            )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"{source.name}, line {line}: {NOT_UTF8}") from error


def document_of(name: str, pieces: list[tuple[str, str]]) -> Document:
    """Return a document made of pieces of text, each with its name in messages."""
    texts = [piece.replace("\r\n", "\n").replace("\r", "\n") for _, piece in pieces]
    texts = [f"{text.translate(_TEXT)}\n" for text in texts]
    starts, place = [], 0
    for text in texts:
        starts.append(place)
        place += len(text)
    return Document(name, "".join(texts).replace("\f", "\n"), starts, [at for at, _ in pieces])


def lines_of(source: Source) -> Document:
    """Return a source of plain text as a document, its lines numbered."""
    text = text_of(source).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    return document_of(source.name, [(f"line {n}", line) for n, line in enumerate(lines, 1)])


def without_heads(text: str) -> tuple[str, list[Head]]:
    """Return a text of the same length with blanks for the heads and feet of its pages.

    A list goes on over them: the blank lines around them go too.

    Returns the text, and what the heads say, in their order.
    """
    heads: list[Head] = []
    for found in islice(re.finditer(MEETING, text), _MOST_HEADS):
        line = _line_around(text, found)
        if _LINE.match(line) or _is_within(text, found):
            heads.append(Head(found.start(), found[0], _numeric(line)))
    kept: list[str] = []
    run: list[str] = []
    furniture = False
    for line in text.split("\n"):
        is_head = bool(line.strip()) and len(line) < _LONGEST and _LINE.match(line) is not None
        if is_head or not line.strip():
            run.append(line)
            furniture |= is_head
            continue
        kept += _blanked(run, furniture)
        run, furniture = [], False
        kept.append(f"{line}\n")
    kept += _blanked(run, furniture)
    whole = "".join(kept)[: len(text)]
    return _WITHIN.sub(lambda found: " " * len(found[0]), whole), heads


def days_in(text: str) -> list[tuple[int, date]]:
    """Return the dates on lines of their own, and where they are."""
    found = []
    for match in _WRITTEN.finditer(text):
        day, month, year = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        if number := _MONTHS.get(month.casefold()):
            found.append((match.start(), _date(int(year), number, int(day))))
    return [(place, day) for place, day in found if day]


def _blanked(run: list[str], furniture: bool) -> list[str]:
    """Return blank lines as they are; as blanks of the same length if a page head is among them."""
    if not furniture:
        return [f"{line}\n" for line in run]
    return [" " * (len(line) + 1) for line in run]


def _line_around(text: str, found: re.Match[str]) -> str:
    """Return the line of a match, or the part near it if the line is long."""
    before = text[max(found.start() - _LONGEST, 0) : found.start()].rpartition("\n")[2]
    after = text[found.end() : found.end() + _LONGEST].partition("\n")[0]
    return f"{before}{found[0]}{after}"


def _is_within(text: str, found: re.Match[str]) -> bool:
    around = text[max(found.start() - 12, 0) : found.end() + 12]
    return _WITHIN.search(around) is not None


def _numeric(line: str) -> date | None:
    """Return the day on the head of a page, which the UN writes as 24/02/2025."""
    if found := re.search(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})", line):
        return _date(int(found[3]), int(found[2]), int(found[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
