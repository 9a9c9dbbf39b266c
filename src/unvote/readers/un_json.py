"""The UN's machine-readable extract of the resolutions of the General Assembly, as JSON.

An array of objects, or one object after the other. Each is a resolution; the states stand
by name in three lists, and who did not vote stands in none: those cells are left empty.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from unvote.codes import Vote
from unvote.errors import DataError, UnknownNameError
from unvote.readers import build
from unvote.readers.json_objects import objects
from unvote.readers.organs import organ_told
from unvote.readers.stream import Source, brief
from unvote.record import Record, count_of
from unvote.world.states import find_state

LISTS = {"MS_in_favour": Vote.YES, "MS_against": Vote.NO, "MS_abstaining": Vote.ABSTAIN}
_COUNTS = {
    "published_yes": "MS_in_favour_count",
    "published_no": "MS_against_count",
    "published_abstain": "MS_abstaining_count",
}
_TEXTS = {"title": "title", "draft": "originating_document", "agenda": "agenda_item_name"}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
RECORDED = "recorded vote"
WITHOUT = "without vote"
_NONE = ("", "N.A.", "N/A")


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read the extract of one or more sessions into a Record.

    Texts adopted without a vote are in it, without votes.

    Parameters
    ----------
    source : Source
        The JSON, UTF-8.
    organ : str, optional
        The organ of the resolutions whose symbol and draft do not tell it.

    Raises
    ------
    DataError
        If the JSON cannot be read or holds what cannot be; the message names the line on
        which the resolution starts, its symbol and the field.
    """
    extract = _Extract(source, organ)
    for line, resolution in objects(source):
        extract.add(line, resolution)
    return extract.record()


class _Extract:
    """What is found while the resolutions are read one after the other."""

    def __init__(self, source: Source, organ: str | None) -> None:
        self.source, self.organ = source, organ
        self.columns: dict[str, list[Any]] = {
            name: []
            for name in (
                *("symbol", "date", "organ", *_TEXTS, "meeting", "subjects", "modality", "source"),
                *_COUNTS,
            )
        }
        self.lines: list[int] = []
        self.cast: list[tuple[int, int, Vote]] = []
        self.known = {code: place for place, code in enumerate(build.known_states())}
        self.places: dict[str, int] = {}
        self.twice: list[str] = []
        self.unsaid: list[str] = []
        self.unlisted: list[str] = []
        self.contradicted: list[str] = []

    def add(self, line: int, resolution: Mapping[str, Any]) -> None:
        """Take one resolution in."""
        symbol = _text(resolution, "symbol")
        self.where = f"{self.source.name}, line {line}, {brief(symbol) or 'no symbol'}"
        votes = self._votes(resolution, symbol)
        modality = self._modality(resolution, symbol, bool(votes))
        self.cast += [(len(self.lines), place, vote) for place, vote in votes.items()]
        self.lines.append(line)
        meeting = _text(resolution, "pv")
        texts = {name: _text(resolution, field) for name, field in _TEXTS.items()}
        row = {
            "symbol": symbol,
            "date": self._date(resolution),
            "organ": organ_told(symbol, texts["draft"], "", else_of=self.organ),
            **texts,
            "meeting": meeting if "PV" in meeting else _text(resolution, "adoption_meeting"),
            "subjects": self._subjects(resolution),
            "modality": modality,
            "source": "unxml",
            **{
                name: self._count(resolution, field) if modality == RECORDED else None
                for name, field in _COUNTS.items()
            },
        }
        for name, value in row.items():
            self.columns[name].append(value)

    def _error(self, field: str, what: str) -> DataError:
        return DataError(f"{self.where}, {field}: {what}")

    def _votes(self, resolution: Mapping[str, Any], symbol: str) -> dict[int, Vote]:
        """Return the votes of a resolution by the place of the state."""
        votes: dict[int, Vote] = {}
        again = 0
        for field, vote in LISTS.items():
            for name in self._names(resolution, field):
                place = self._place(name, field)
                if votes.setdefault(place, vote) is not vote:
                    other = next(key for key, value in LISTS.items() if value is votes[place])
                    raise self._error(field, f"'{brief(name)}' stands in {other} too: correct one")
                again += 1
        if again > len(votes):
            self.twice.append(symbol)
        return votes

    def _names(self, resolution: Mapping[str, Any], field: str) -> list[str]:
        names = resolution.get(field)
        if names is None or (isinstance(names, str) and names.strip() in _NONE):
            return []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self._error(field, f"'{brief(str(names), 30)}' is no list of names")
        return [name for name in names if name.strip() not in _NONE]

    def _place(self, name: str, field: str) -> int:
        place = self.places.get(name)
        if place is None:
            try:
                state = find_state(" ".join(name.split()), official=True)
            except UnknownNameError as error:
                raise self._error(field, brief(str(error), 200)) from error
            place = self.places[name] = self.known[state.code]
        return place

    def _modality(self, resolution: Mapping[str, Any], symbol: str, voted: bool) -> str:
        said = (_text(resolution, "adoption_type") or _text(resolution, "voting_type")).casefold()
        without = "without" in said
        if voted:
            if without:
                self.contradicted.append(symbol)
            return RECORDED
        if without:
            return WITHOUT
        (self.unlisted if said else self.unsaid).append(symbol)
        return RECORDED if "vote" in said else ""

    def _date(self, resolution: Mapping[str, Any]) -> date | None:
        text = _text(resolution, "adoption_date")
        if not text:
            return None
        words = text.split()
        try:
            if len(words) == 3 and len(words[2]) == 4 and words[1].casefold() in _MONTHS:
                month = _MONTHS.index(words[1].casefold()) + 1
                return date(int(words[2]), month, int(words[0]))
            # 2024-09-10, 2024-09-10 00:00:00, 2024-09-10T00:00:00Z
            return date.fromisoformat(words[0].partition("T")[0])
        except (ValueError, OverflowError) as error:
            what = f"'{brief(text)}' is no date: it is written as 2 March 2022 or 2022-03-02"
            raise self._error("adoption_date", what) from error

    def _subjects(self, resolution: Mapping[str, Any]) -> str:
        """Return the texts of the subjects, each of which stands with its kind."""
        subjects = resolution.get("subjects")
        if not isinstance(subjects, list):
            return ""
        texts = [item[0] if isinstance(item, list) and item else item for item in subjects]
        return "|".join(" ".join(text.split()) for text in texts if isinstance(text, str))

    def _count(self, resolution: Mapping[str, Any], field: str) -> int | None:
        text = _text(resolution, field)
        if text in _NONE:
            return None
        try:
            return build.total(text)
        except ValueError as error:
            raise self._error(field, f"'{brief(text)}' {error}") from error

    def record(self) -> Record:
        """Return the Record of the resolutions taken in."""
        entries = np.array(self.cast, dtype=np.int64).reshape(-1, 3)
        cast = build.Cast(entries[:, 0], entries[:, 1], entries[:, 2].astype(np.int8))
        return build.make_record(
            self.source.name,
            self.columns,
            cast,
            notes=self._notes(),
            second_vote=lambda first, again: self._second_vote(int(entries[again, 0])),
        )

    def _second_vote(self, place: int) -> DataError:
        symbol = self.columns["symbol"][place]
        where = f"{self.source.name}, line {self.lines[place]}, {brief(symbol) or 'no symbol'}"
        return DataError(f"{where}: YUGOSLAVIA and SERBIA both vote, which are one member here")

    def _notes(self) -> list[str]:
        said = {
            "in which names stand twice in one list: counted once": self.twice,
            "of which it is not said how they were adopted, without votes": self.unsaid,
            "adopted by a vote of which the lists are empty": self.unlisted,
            "said to be adopted without a vote and with lists of votes, which count": (
                self.contradicted
            ),
        }
        return [
            f"{count_of(len(symbols), 'resolution')} {words}: {build.some(symbols)}"
            for words, symbols in said.items()
            if symbols
        ]


def _text(resolution: Mapping[str, Any], field: str) -> str:
    """Return a field as one line of text; empty where there is none."""
    value = resolution.get(field)
    if value is None or isinstance(value, (list, dict)):
        return ""
    return " ".join(str(value).split())
