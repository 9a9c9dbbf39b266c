"""The UN's machine-readable extracts of resolutions, as JSON: General Assembly and Council.

The file is an array of objects, or one object after the other. Each is a resolution with three
lists of the names of states. States that did not vote are in none, and their cells are left
empty. For the Security Council the members are known, and only the certain part of a doubtful
resolution is read (`council`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from unvote.codes import Vote
from unvote.errors import DataError, UnknownNameError
from unvote.readers import build, council
from unvote.readers.json_objects import objects
from unvote.readers.organs import find_organ
from unvote.readers.stream import Source, brief
from unvote.record import TEXTS, Record
from unvote.world.states import find_state
from unvote.world.symbols import normal

LISTS = {"MS_in_favour": Vote.YES, "MS_against": Vote.NO, "MS_abstaining": Vote.ABSTAIN}
_COUNTS = {
    "published_yes": "MS_in_favour_count",
    "published_no": "MS_against_count",
    "published_abstain": "MS_abstaining_count",
}
_SUBJECTS = ("UNBIS Thesaurus", "DHLAUTH")
_TEXTS = {"title": "title", "draft": "originating_document", "agenda": "agenda_item_name"}
RECORDED = "recorded vote"
WITHOUT = "without vote"
_TWICE = "with a name twice in one list: counted once"
_UNSAID = "without votes, that do not say how the text was adopted"
_UNLISTED = "adopted by a vote, with empty lists"
_CONTRADICTED = "said to be adopted without a vote, but with lists of votes: the lists count"
_COUNTS_DIFFER = "whose tally differs in words and in figures: the words count"
_STANDS_TWICE = "recorded several times: joined into one"
_ODD = (_TWICE, _UNSAID, _UNLISTED, _CONTRADICTED, _COUNTS_DIFFER, _STANDS_TWICE)
_NONE = ("", "N.A.", "N/A")


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read the extract of one or more sessions into a Record.

    Texts adopted without a vote are in it, without votes.

    Raises DataError if the JSON cannot be read or holds an impossible value; the message names the
    line on which the resolution starts, its symbol and the field.
    """
    extract = _Extract(source, organ)
    for line, resolution in objects(source):
        extract.add(line, resolution)
    return extract.record()


class _Extract:
    """Collects the resolutions while they are read one after the other."""

    def __init__(self, source: Source, organ: str | None) -> None:
        self.source, self.organ = source, organ
        self.rows: list[dict[str, Any]] = []
        self.votes: list[dict[str, Vote]] = []
        self.lines: list[int] = []
        self.states: dict[str, str] = {}
        self.doubts: council.Doubts = {words: [] for words in _ODD}

    def add(self, line: int, resolution: Mapping[str, Any]) -> None:
        """Take one resolution in."""
        symbol = _text(resolution, "symbol")
        self.where = f"{self.source.name}, line {line}, {brief(symbol) or 'no symbol'}"
        texts = {name: _text(resolution, field) for name, field in _TEXTS.items()}
        texts["draft"] = texts["draft"] or _text(resolution, "draft_resolution")
        row: dict[str, Any] = {
            "symbol": symbol,
            "organ": find_organ(symbol, texts["draft"], "", default=self.organ),
            **texts,
            "sponsors": self._sponsors(resolution),
            "source": "unxml",
        }
        take = self._of_council if row["organ"] == "SC" else self._of_assembly
        self.lines.append(line)
        self.votes.append(take(resolution, row))
        if row["date"]:  # 58/15 of 2025 is not the Assembly's
            year = row["date"].year
            row["organ"] = find_organ(symbol, texts["draft"], "", default=self.organ, year=year)
        self.rows.append(row)

    def _of_assembly(self, resolution: Mapping[str, Any], row: dict[str, Any]) -> dict[str, Vote]:
        votes = self._votes(resolution, row["symbol"])
        meeting = _text(resolution, "pv")
        row["date"] = self._date(resolution)
        row["meeting"] = meeting if "PV" in meeting else _text(resolution, "adoption_meeting")
        row["subjects"] = self._subjects(resolution)
        row["modality"] = self._modality(resolution, row["symbol"], bool(votes))
        if row["modality"] == RECORDED:
            row |= self._counts(resolution)
        return votes

    def _of_council(self, resolution: Mapping[str, Any], row: dict[str, Any]) -> dict[str, Vote]:
        symbol, how = row["symbol"], _text(resolution, "adoption_type")
        mail = "mail" in (how + _text(resolution, "outcome")).casefold()
        meetings = (_text(resolution, name) for name in ("outcome_letter", "pv"))
        row["title"] = council.title_in(row["title"] or _text(resolution, "resolution_title"))
        day = council.day_of(_text(resolution, "adoption_date"), symbol, row["draft"], self.doubts)
        row["date"] = day
        row["note"] = "voting by mail" if mail else ""
        row["meeting"] = (
            ""
            if mail
            else council.meeting_in(*meetings, _text(resolution, "adoption_meeting"), how)
        )
        row["subjects"] = self._subjects(resolution, _SUBJECTS)
        lists = {vote: self._names(resolution, field) for field, vote in LISTS.items()}
        votes = council.votes_of(lists, day, symbol, self.doubts)
        row["modality"] = self._modality(resolution, symbol, bool(votes))
        if row["modality"] == RECORDED:
            counts, words = self._counts(resolution), council.tally_in(how)
            if any(
                words.get(name, said) != said for name, said in counts.items() if said is not None
            ):
                figures = "-".join(str(number or 0) for number in counts.values())
                self.doubts[_COUNTS_DIFFER].append(f"{symbol} ({figures})")
            row |= counts | words
            council.add_absent(votes, day, row, symbol, self.doubts)
        return votes

    def _sponsors(self, resolution: Mapping[str, Any]) -> str:
        """Return the names of all sponsors, in the order of the source."""
        names: dict[str, None] = {}
        for field in ("sponsors", "additional_sponsors"):
            found = resolution.get(field)
            for name in found if isinstance(found, list) else ():
                if isinstance(name, str) and name.strip() not in _NONE:
                    names |= dict.fromkeys(council.sponsors_of(" ".join(name.split())))
        return "|".join(names)

    def _error(self, field: str, what: str) -> DataError:
        return DataError(f"{self.where}, {field}: {what}")

    def _votes(self, resolution: Mapping[str, Any], symbol: str) -> dict[str, Vote]:
        """Return the votes of a resolution by the code of the state."""
        self._check_lists(resolution)
        votes: dict[str, Vote] = {}
        again = 0
        for field, vote in LISTS.items():
            for name in self._names(resolution, field):
                code = self._state(name, field)
                if votes.setdefault(code, vote) is not vote:
                    other = next(key for key, value in LISTS.items() if value is votes[code])
                    raise self._error(field, f"'{brief(name)}' is in {other} too: correct one")
                again += 1
        if again > len(votes):
            self.doubts[_TWICE].append(symbol)
        return votes

    def _check_lists(self, resolution: Mapping[str, Any]) -> None:
        """Refuse a resolution that has some lists of states, but lacks or misspells another."""
        if not any(name.casefold().startswith("ms_") for name in resolution):
            return
        for field in LISTS:
            if field not in resolution:
                alike = [name for name in resolution if name.casefold() == field.casefold()]
                hint = f"it is called '{brief(alike[0])}'" if alike else "write [] if it is empty"
                raise self._error(field, f"the list is missing: {hint}")

    def _names(self, resolution: Mapping[str, Any], field: str) -> list[str]:
        names = resolution.get(field)
        if names is None or (isinstance(names, str) and names.strip() in _NONE):
            return []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self._error(field, f"'{brief(str(names), 30)}' is not a list of names")
        return [name for name in names if name.strip() not in _NONE]

    def _state(self, name: str, field: str) -> str:
        if name not in self.states:
            try:
                self.states[name] = find_state(" ".join(name.split()), official=True).code
            except UnknownNameError as error:
                raise self._error(field, brief(str(error), 200)) from error
        return self.states[name]

    def _modality(self, resolution: Mapping[str, Any], symbol: str, voted: bool) -> str:
        said = (_text(resolution, "adoption_type") or _text(resolution, "voting_type")).casefold()
        without = "without" in said or "acclamation" in said
        if voted:
            if without:
                self.doubts[_CONTRADICTED].append(symbol)
            return RECORDED
        if without:
            return f"{WITHOUT}, by acclamation" if "acclamation" in said else WITHOUT
        self.doubts[_UNLISTED if said else _UNSAID].append(symbol)
        return RECORDED if "vote" in said or "adopted" in said else ""

    def _date(self, resolution: Mapping[str, Any]) -> date | None:
        text = _text(resolution, "adoption_date")
        if not text:
            return None
        if day := council.day_named(text):
            return day
        what = f"'{brief(text)}' is not a date: it is written as 2 March 2022 or 2022-03-02"
        raise self._error("adoption_date", what)

    def _subjects(self, resolution: Mapping[str, Any], kinds: Sequence[str] = ()) -> str:
        """Return the texts of the subjects that are of some kinds."""
        subjects = resolution.get("subjects")
        if not isinstance(subjects, list):
            return ""
        texts = [
            item[0] if isinstance(item, list) and item else item
            for item in subjects
            if not kinds or (isinstance(item, list) and len(item) > 1 and item[1] in kinds)
        ]
        return "|".join(" ".join(text.split()) for text in texts if isinstance(text, str))

    def _counts(self, resolution: Mapping[str, Any]) -> dict[str, int | None]:
        return {name: self._count(resolution, field) for name, field in _COUNTS.items()}

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
        self._once()
        known = {code: place for place, code in enumerate(build.known_states())}
        cast = [
            (place, known[code], vote)
            for place, votes in enumerate(self.votes)
            for code, vote in votes.items()
        ]
        entries = np.array(cast, dtype=np.int64).reshape(-1, 3)
        names = ("symbol", "date", "organ", *TEXTS, *_COUNTS, "published_not_voting")
        return build.make_record(
            self.source.name,
            {
                name: [row.get(name, "" if name in TEXTS else None) for row in self.rows]
                for name in dict.fromkeys(names)
                if name != "part"
            },
            build.Cast(entries[:, 0], entries[:, 1], entries[:, 2].astype(np.int8)),
            notes=council.notes_of(self.doubts),
            second_vote=lambda first, again: self._second_vote(int(entries[again, 0])),
        )

    def _once(self) -> None:
        """Keep a Council resolution once if it stands twice, with the facts of both."""
        first: dict[str, int] = {}
        gone: set[int] = set()
        for place, row in enumerate(self.rows):
            form = normal(row["symbol"]) if row["organ"] == "SC" else ""
            if not form.startswith("S/RES/"):
                continue
            other = first.setdefault(form, place)
            if other == place:
                continue
            votes = (self.votes[other], self.votes[place])
            if votes[0] and votes[1] and votes[0] != votes[1]:
                continue
            best, worse = (other, place) if votes[0] else (place, other)
            first[form] = best
            gone.add(worse)
            self.rows[best] |= {
                name: value
                for name, value in self.rows[worse].items()
                if value and not self.rows[best].get(name)
            }
            self.doubts[_STANDS_TWICE].append(row["symbol"])
            unlisted = self.rows[worse]["symbol"]
            if self.votes[best] and unlisted in self.doubts[_UNLISTED]:
                self.doubts[_UNLISTED].remove(unlisted)
        keep = [place for place in range(len(self.rows)) if place not in gone]
        for name in ("rows", "votes", "lines"):
            found = getattr(self, name)
            setattr(self, name, [found[place] for place in keep])

    def _second_vote(self, place: int) -> DataError:
        symbol = self.rows[place]["symbol"]
        where = f"{self.source.name}, line {self.lines[place]}, {brief(symbol) or 'no symbol'}"
        return DataError(f"{where}: YUGOSLAVIA and SERBIA both vote, but are one member here")


def _text(resolution: Mapping[str, Any], field: str) -> str:
    """Return a field as one line of text; empty if there is none."""
    value = resolution.get(field)
    if value is None or isinstance(value, (list, dict)):
        return ""
    return " ".join(str(value).split())
