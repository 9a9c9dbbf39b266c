"""Pages of the UN Digital Library on one vote, copied from a browser: one line per state.

Also the lines of the votes alone: "Y ALBANIA", and a name without a letter for not voting.
"""

import re
from typing import Any

import numpy as np

from unvote.codes import CODES, Vote
from unvote.errors import DataError
from unvote.readers import build
from unvote.readers.document import Document
from unvote.readers.names import state_called
from unvote.readers.stream import brief
from unvote.record import Record
from unvote.world.states import no_member
from unvote.world.symbols import organ_of

# The library's names for the fields of its page, and ours.
_FIELDS = {
    "title": "title",
    "description": "title",
    "agenda": "agenda",
    "agenda information": "agenda",
    "resolution": "symbol",
    "meeting record": "meeting",
    "draft resolution": "draft",
    "draft": "draft",
    "note": "note",
    "vote summary": "summary",
    "vote date": "date",
    "modality": "modality",
    "vote": "vote",
    **dict.fromkeys(("committee report", "subjects", "collections", "access"), "other"),
    **dict.fromkeys(("record created", "record appears in", "browse subjects"), "other"),
}
_LINE = re.compile(
    r"[ \t]*(?:(?P<vote>[YNAX]|(?i:yes|no|abstain|absent))[ \t.:-]+)?"
    r"(?P<name>[^\W\d_].{2,80}?)[ \t]*"
)
_BEHIND = re.compile(
    r"[ \t]*(?P<name>[^\W\d_].{2,80}?)(?:[ \t]*[\t:][ \t]*|[ \t]{2,}|[ \t]+[-–—][ \t]+)"
    r"(?P<vote>[YNAX]|(?i:yes|no|abstain|absent))[ \t]*"
)
_SUMMARY = {
    "yes": r"yes",
    "no": r"no",
    "abstain": r"abst\w*",
    "not_voting": r"non-?\s?voting",
    "members": r"total[^:|]{0,40}",
}
_SYMBOL = re.compile(r"(?:[ASE]/[\w./()\[\]-]{3,40}(?:[ ]?[A-Z]|[ ]?\(\d{4}\))?)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS = {"YES": Vote.YES, "NO": Vote.NO, "ABSTAIN": Vote.ABSTAIN, "ABSENT": Vote.NOT_VOTING}
# The length of text from which the layout is recognized.
_LOOKED_AT = 1 << 16
# A line with a vote and a name is not longer: a search for both would take a long time.
_LONGEST = 200

Lines = list[tuple[int, str]]
Page = dict[str, Lines]


def is_page(text: str) -> bool:
    r"""Return whether a text is such a page, or lines of votes.

    Examples
    --------
    >>> is_page("Y ALBANIA\nN ISRAEL\n FIJI\n"), is_page("In favour: Albania")
    (True, False)
    """
    lines = [line for line in text[:_LOOKED_AT].split("\n") if line.strip()]
    if any(line.strip(" \t:").casefold() in ("vote summary", "vote date") for line in lines):
        return True
    lines = [line for line in lines[:40] if not _is_head(line)]
    cast = [found for found in map(_parsed, lines) if found and state_called(found["name"])]
    return any(found["vote"] for found in cast) and 5 * len(cast) >= 4 * len(lines)


def record_of(document: Document, organ: str | None) -> Record:
    """Return the Record of the votes of a page.

    Raises DataError if the page holds no votes, or a line of them is of no state.
    """
    pages = _pages(document.text)
    if not pages:
        raise DataError(
            f"{document.name}: the page holds no vote, a line such as 'Y ALBANIA': copy all of it"
        )
    rows = [_row(page, organ, document) for page in pages]
    known = {code: place for place, code in enumerate(build.known_states())}
    cast = [
        (number, *_cast(line, place, document), place)
        for number, page in enumerate(pages)
        for place, line in page["vote"]
    ]

    def second_vote(first: int, again: int) -> DataError:
        _, code, _, place = cast[again]
        return DataError(f"{document.where(place)}: a second vote of {code}")

    return build.make_record(
        document.name,
        {name: [row[name] for row in rows] for name in rows[0]},
        build.Cast(
            np.array([number for number, *_ in cast], dtype=np.int64),
            np.array([known[code] for _, code, *_ in cast], dtype=np.int64),
            np.array([vote for _, _, vote, _ in cast], dtype=np.int8),
        ),
        second_vote=second_vote,
    )


def _pages(text: str) -> list[Page]:
    """Return the fields of each page: their lines, and the place of each line."""
    pages: list[Page] = [{}]
    field = ""
    place = 0
    for line in text.split("\n"):
        label, _, value = line.strip().partition("\t")
        known = _FIELDS.get(label.rstrip(" :").casefold())
        if known:
            field = known
            if field in pages[-1] and field in ("title", "vote"):
                pages.append({})
            pages[-1].setdefault(field, [])
        written = value if known else line
        if written.strip():
            said = field or (
                "symbol"
                if _SYMBOL.fullmatch(line.strip())
                else "date"
                if _DAY.fullmatch(line.strip())
                else "vote"
            )
            pages[-1].setdefault(said, []).append((place, written))
        place += len(line) + 1
    return [page for page in pages if page.get("vote")]


def _row(page: Page, organ: str | None, document: Document) -> dict[str, Any]:
    """Return the attributes of a roll call."""
    said = {
        name: " ".join(" ".join(line.split()) for _, line in lines) for name, lines in page.items()
    }
    symbol, draft = said.get("symbol", ""), said.get("draft", "")
    row: dict[str, Any] = {name: said.get(name, "") for name in ("title", "agenda", "note")}
    row |= {name: said.get(name, "") for name in ("meeting", "modality")}
    row |= {"symbol": symbol or draft, "draft": draft, "source": "own", "date": None}
    told = filter(None, map(organ_of, (symbol, draft, row["meeting"])))
    row["organ"] = next(told, organ or "")
    if day := said.get("date"):
        try:
            row["date"] = build.day(day)
        except ValueError as error:
            where = document.where(page["date"][0][0])
            raise DataError(f"{where}, Vote date: '{brief(day)}' {error}") from error
    for name, words in _SUMMARY.items():
        found = re.search(rf"(?i)\b{words}\s*:\s*(\d{{1,4}})\b", said.get("summary", ""))
        row[f"published_{name}"] = int(found[1]) if found else None
    return row


def _cast(line: str, place: int, document: Document) -> tuple[str, Vote]:
    """Return the state and the vote of a line."""
    found = _parsed(line)
    code = state_called(found["name"]) if found else None
    if found is None or code is None:
        name = brief(found["name"] if found else line)
        raise DataError(
            f"{document.where(place)}: {no_member(name)} (a vote is a line such as 'Y ALBANIA')"
        )
    word = (found["vote"] or "").upper()
    return code, _WORDS.get(word) or CODES.get(word) or Vote.NOT_VOTING


def _parsed(line: str) -> re.Match[str] | None:
    """Return the vote and the name of a line; the vote stands before or after the name."""
    if len(line.strip(" \t")) > _LONGEST:
        return None
    return _BEHIND.fullmatch(line.strip(" \t")) or _LINE.fullmatch(line)


def _is_head(line: str) -> bool:
    """Return whether a line above a bare list of votes is a symbol or a date."""
    text = line.strip()
    return _SYMBOL.fullmatch(text) is not None or _DAY.fullmatch(text) is not None
