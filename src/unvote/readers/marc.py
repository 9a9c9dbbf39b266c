"""Voting records of the UN Digital Library in MARC: what their fields mean.

The fields are those of one record, in whatever form they come: MARCXML, JSON or text.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from unvote.codes import Vote, vote_called
from unvote.errors import DataError, UnknownNameError
from unvote.readers import build
from unvote.readers.organs import find_organ
from unvote.readers.stream import brief
from unvote.record import Record, count_of
from unvote.world.organs import organ_called
from unvote.world.states import find_state, match_state

NUMBER, VOTE = "001", "967"
_SYMBOL, _BODY, _NOTES, _TOTAL = "791", "981", ("591", "996"), "996"
_DATES = ("992", "269")
_DRAFTS = ("2", "6", "")  # the first indicator of 993; 3 is a committee's report
# Every tag that is read.
TAGS = {NUMBER, "245", "590", "591", "650", "791", "952", VOTE, "981", "991", "993", "996", *_DATES}
# A voting record never has more fields of one kind, or a longer text.
MOST_FIELDS = 5000
LONGEST = 1 << 20

_TOTALS = dict(zip("bcdef", ("yes", "no", "abstain", "not_voting", "members"), strict=True))
# The totals in words, as older records have them: "Yes: 93, No: 18, …".
_TOTALS_IN_WORDS = {
    "yes": "yes",
    "no": "no",
    "abstain": "abst",
    "not_voting": "non",
    "members": "total",
}
_NO_NOTES = ("", "recorded", "non-recorded", "voting summary")
WITHOUT = "Without a vote"
UNRECORDED = "Vote, non-recorded"


class Field(NamedTuple):
    """A field: its first indicator, and its texts by the letters of its subfields."""

    indicator: str
    texts: dict[str, list[str]]

    def text(self, code: str) -> str:
        """Return the first text of a subfield, empty if there is none."""
        return next(iter(self.texts.get(code, ())), "")


# The fields of a record by their tags.
Marc = dict[str, list[Field]]


def record_of(
    name: str, records: Sequence[tuple[int, Marc]], *, organ: str | None = None
) -> Record:
    """Return the Record of some voting records.

    `records`: the line on which each starts, and its fields.
    `organ`: the organ of roll calls for which nothing tells it.
    Raises DataError if a field holds an impossible value; the message names the line, the symbol
    and the field.
    """
    reading = _Reading(name)
    for line, marc in records:
        reading.add(line, marc, organ)
    entries = np.array(reading.cast, dtype=np.int64).reshape(-1, 3)

    def second_vote(first: int, again: int) -> DataError:
        code = build.known_states()[entries[again, 1]]
        return DataError(f"{reading.named[entries[again, 0]]}, field 967: a second vote of {code}")

    return build.make_record(
        name,
        reading.columns,
        build.Cast(entries[:, 0], entries[:, 1], entries[:, 2].astype(np.int8)),
        notes=reading.notes(),
        second_vote=second_vote,
    )


class _Reading:
    """Collects the roll calls while the records are read one after the other."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.known = {code: place for place, code in enumerate(build.known_states())}
        self.columns: dict[str, list[Any]] = {}
        self.cast: list[tuple[int, int, Vote]] = []
        self.named: list[str] = []
        self.without: list[str] = []
        self.undated: list[str] = []

    def add(self, line: int, marc: Marc, organ: str | None) -> None:
        row = _described(marc)
        called = row["symbol"] or f"#{row['number']}"
        where = f"{self.name}, line {line}, {brief(row['symbol']) or 'no symbol'}"
        bodies = filter(None, map(organ_called, _texts(marc, _BODY, "a")))
        row["organ"] = find_organ(
            row["symbol"], row["draft"], "", said=next(bodies, None), default=organ
        )
        if row["organ"] == "SC":
            row["session"] = ""
        row["date"] = self._day(marc, called, where)
        for total in _TOTALS.values():
            text = row.get(f"published_{total}") or ""
            row[f"published_{total}"] = _parsed(build.total, text, f"{where}, field {_TOTAL}")
        place = len(self.named)
        self.cast += [
            (place, self.known[self._state(field, where)], _vote(field, where))
            for field in marc.get(VOTE, ())
        ]
        self.named.append(where)
        if VOTE not in marc:
            self.without.append(called)
        for name, value in row.items():
            self.columns.setdefault(name, []).append(value)

    def _day(self, marc: Marc, called: str, where: str) -> date | None:
        """Return the day; none if the record says only a month or a year."""
        tag, text = next(
            ((tag, text) for tag in _DATES for text in _texts(marc, tag, "a")), ("", "")
        )
        if re.fullmatch(r"\d{4}(-?\d\d)?", text):
            self.undated.append(called)
            return None
        if re.fullmatch(r"\d{8}", text):
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        day: date | None = _parsed(build.day, text, f"{where}, field {tag}")
        return day

    def _state(self, field: Field, where: str) -> str:
        """Return the state that voted: by its code, or by its name if it has no code."""
        code, name = field.text("c"), field.text("e")
        state = match_state(code, official=True) if code else None
        try:
            found = (state or find_state(code or name, official=True)).code
        except UnknownNameError as error:
            what = brief(str(error), 200) if code or name else "empty where a state is expected"
            raise DataError(f"{where}, field {VOTE}: {what}") from error
        named = match_state(name, official=True) if code and name else None
        if named and found != named.code and {found, named.code} != {"SRB", "YUG"}:
            raise DataError(
                f"{where}, field {VOTE}: the code {brief(code)} and the name '{brief(name)}' are"
                " of different states: correct one of them"
            )
        return found

    def notes(self) -> list[str]:
        """Return what is odd about the records."""
        said = []
        if self.without:
            said.append(
                f"{count_of(len(self.without), 'record')} without votes: {build.some(self.without)}"
            )
        if self.undated:
            said.append(
                f"{count_of(len(self.undated), 'record')} with a month or a year where a day is"
                f" expected, so without a date: {build.some(self.undated)}"
            )
        return said


def _described(marc: Marc) -> dict[str, Any]:
    """Return the attributes of one roll call, as texts."""
    number = "".join(_texts(marc, NUMBER, "a")[:1])
    drafts = [
        text
        for indicator in _DRAFTS
        for field in marc.get("993", ())
        if field.indicator.strip() == indicator
        for text in field.texts.get("a", ())
    ]
    draft = _joined(drafts)
    row: dict[str, Any] = {
        "number": number,
        "symbol": _joined(_texts(marc, _SYMBOL, "a")) or draft,
        "session": next(iter(_texts(marc, _SYMBOL, "c")), ""),
        "title": _title(marc),
        "draft": draft,
        "meeting": _joined(_texts(marc, "952", "a")),
        "agenda": _joined(_texts(marc, "991", "c")),
        "subjects": _joined([*_texts(marc, "991", "d"), *_texts(marc, "650", "a")]),
        "note": "; ".join(_notes(marc)),
        "modality": _modality(marc),
        "link": f"https://digitallibrary.un.org/record/{number}" if number else "",
        "source": "undl" if number else "own",
    }
    for field in marc.get(_TOTAL, ()):
        row |= _totals(field)
    return row


def _texts(marc: Marc, tag: str, code: str) -> list[str]:
    return [text for field in marc.get(tag, ()) for text in field.texts.get(code, ()) if text]


def _joined(texts: Sequence[str]) -> str:
    return "|".join(dict.fromkeys(filter(None, texts)))


def _title(marc: Marc) -> str:
    """Return the title, which the catalogue has in pieces: "Embargo :", "resolution /"."""
    fields = marc.get("245", ())[:1]
    pieces = [text for field in fields for code in "abc" for text in field.texts.get(code, ())]
    return " ".join(pieces).rstrip(" :/")


def _notes(marc: Marc) -> list[str]:
    """Return the notes on the vote, except how it was taken and totals in words."""
    texts = [text for tag in _NOTES for text in _texts(marc, tag, "a")]
    return [
        text
        for text in dict.fromkeys(texts)
        if text.casefold() not in _NO_NOTES and not _in_words(text)
    ]


def _modality(marc: Marc) -> str:
    said = " ".join(text for tag in ("590", *_NOTES) for text in _texts(marc, tag, "a")).casefold()
    if "without" in said and not any(field.text("d") for field in marc.get(VOTE, ())):
        return WITHOUT
    if "non-recorded" in said:
        return UNRECORDED
    return "Vote, recorded" if "recorded" in said else ""


def _totals(field: Field) -> dict[str, str]:
    """Return the published totals: each in a subfield of its own, or in words."""
    coded = {
        f"published_{name}": field.text(code).lstrip("0") or "0"
        for code, name in _TOTALS.items()
        if field.text(code).isdecimal()
    }
    return coded or _in_words(" ".join(text for texts in field.texts.values() for text in texts))


def _in_words(text: str) -> dict[str, str]:
    return {
        f"published_{name}": found[1].lstrip("0") or "0"
        for name, word in _TOTALS_IN_WORDS.items()
        if (found := re.search(rf"\b{word}[^\d,;|]{{0,40}}:\s*(\d+)", text.casefold()))
    }


def _parsed(parse: Any, text: str, where: str) -> Any:
    try:
        return parse(text) if text else None
    except ValueError as error:
        raise DataError(f"{where}: '{brief(text)}' {error}") from error


def _vote(field: Field, where: str) -> Vote:
    text = field.text("d")
    if (vote := vote_called(text)) is not None:
        return vote
    state = brief(field.text("c") or field.text("e"))
    what = f"'{brief(text)}' is not a vote of {state}: it is Y, N, A, or nothing for not voting"
    raise DataError(f"{where}, field {VOTE}: {what}")
