"""Voting records of the UN Digital Library as MARCXML, one or a collection of them.

A document type, with which XML can be made to grow without end or to fetch other files, is
refused, and so is what is deeper or longer than any record.
"""

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

import numpy as np

from unvote.codes import CODES, Vote
from unvote.errors import DataError, UnknownNameError
from unvote.readers import build
from unvote.readers.organs import organ_told
from unvote.readers.stream import Source, brief
from unvote.record import Record, count_of
from unvote.world.states import find_state, match_state

# Tag and subfield of what is read, by the name used here.
_FIELDS = {
    ("791", "a"): "symbol",
    ("269", "a"): "date",
    ("245", "a"): "title",
    ("993", "a"): "draft",
    ("952", "a"): "meeting",
    ("991", "c"): "agenda",
    ("991", "d"): "agenda_heading",
    ("650", "a"): "subjects",
    ("591", "a"): "note",
}
_TOTALS = dict(zip("bcdef", ("yes", "no", "abstain", "not_voting", "members"), strict=True))
# The totals in words, as older records have them: "Yes: 93, No: 18, …".
_TOTALS_IN_WORDS = {
    "yes": "yes",
    "no": "no",
    "abstain": "abst",
    "not_voting": "non",
    "members": "total",
}
_VOTE = "967"
_TOTAL = "996"
# collection, record, datafield, subfield; some wrap the collection once or twice.
_DEEPEST = 12
_LONGEST = 1 << 20
_MOST_FIELDS = 5000
_WANTED = {tag for tag, _ in _FIELDS} | {"001", _VOTE, _TOTAL}

WITHOUT = "without vote"

Field = dict[str, str]
Marc = dict[str, list[Field]]


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read voting records into a Record.

    Parameters
    ----------
    source : Source
        The XML, with or without MARC's namespace.
    organ : str, optional
        The organ of the roll calls of which symbol and draft do not tell it.

    Raises
    ------
    DataError
        If the XML is broken or hostile, or holds what cannot be; the message names the line
        on which the record starts, its symbol and the field.
    """
    records = _Parser(source).records()
    if not records:
        raise DataError(f"{source.name}: the XML holds no MARC record")
    known = {code: place for place, code in enumerate(build.known_states())}
    columns: dict[str, list[Any]] = {}
    cast: list[tuple[int, int, Vote]] = []
    named: list[str] = []
    without: list[str] = []
    for place, (line, marc) in enumerate(records):
        row = _described(marc)
        where = f"{source.name}, line {line}, {brief(row['symbol']) or 'no symbol'}"
        row["organ"] = organ_told(row["symbol"], row["draft"], "", else_of=organ)
        row["date"] = _parsed(build.day, row["date"], f"{where}, field 269")
        for name in _TOTALS.values():
            row[f"published_{name}"] = _parsed(
                build.total, row.get(f"published_{name}") or "", f"{where}, field {_TOTAL}"
            )
        cast += [
            (place, known[_state(field, where)], _vote(field, where))
            for field in marc.get(_VOTE, ())
        ]
        named.append(where)
        if _VOTE not in marc:
            without.append(row["symbol"] or f"#{row['number']}")
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
    entries = np.array(cast, dtype=np.int64).reshape(-1, 3)

    def second_vote(first: int, again: int) -> DataError:
        code = build.known_states()[entries[again, 1]]
        return DataError(f"{named[entries[again, 0]]}, field {_VOTE}: a second vote of {code}")

    notes = [f"{count_of(len(without), 'record')} without votes: {build.some(without)}"]
    return build.make_record(
        source.name,
        columns,
        build.Cast(entries[:, 0], entries[:, 1], entries[:, 2].astype(np.int8)),
        notes=notes if without else (),
        second_vote=second_vote,
    )


def _described(marc: Marc) -> dict[str, Any]:
    """Return the attributes of one roll call, as texts."""
    texts: dict[str, list[str]] = {name: [] for name in _FIELDS.values()}
    for (tag, code), name in _FIELDS.items():
        texts[name] += [field[code] for field in marc.get(tag, ()) if field.get(code)]
    number = "".join(field.get("a", "") for field in marc.get("001", ())[:1])
    first = {name: found[0] if found else "" for name, found in texts.items()}
    row: dict[str, Any] = {
        "number": number,
        "symbol": first["symbol"] or first["draft"],
        "date": first["date"],
        # The catalogue goes on: "Embargo : / resolution / adopted by …" in other subfields.
        "title": first["title"].rstrip(" :/"),
        "draft": first["draft"],
        "meeting": first["meeting"],
        "agenda": first["agenda"] or first["agenda_heading"],
        "subjects": "|".join(texts["subjects"]),
        "note": first["note"],
        "modality": WITHOUT if _is_without(marc) else "",
        "link": f"https://digitallibrary.un.org/record/{number}" if number else "",
        "source": "undl" if number else "own",
    }
    for field in marc.get(_TOTAL, ()):
        row |= _totals(field)
    return row


def _is_without(marc: Marc) -> bool:
    said = [
        text for tag in (_TOTAL, "591") for field in marc.get(tag, ()) for text in field.values()
    ]
    return _VOTE not in marc and any("without" in text.casefold() for text in said)


def _totals(field: Field) -> dict[str, str]:
    """Return the published totals: each in a subfield of its own, or in words."""
    coded = {
        f"published_{name}": field[code].lstrip("0") or "0"
        for code, name in _TOTALS.items()
        if field.get(code, "").isdecimal()
    }
    if coded:
        return coded
    import re

    text = " ".join(field.values()).casefold()
    return {
        f"published_{name}": found[1].lstrip("0") or "0"
        for name, word in _TOTALS_IN_WORDS.items()
        if (found := re.search(rf"\b{word}[^\d,;|]{{0,40}}:\s*(\d+)", text))
    }


def _parsed(parse: Any, text: str, where: str) -> Any:
    try:
        return parse(text) if text else None
    except ValueError as error:
        raise DataError(f"{where}: '{brief(text)}' {error}") from error


def _state(field: Mapping[str, str], where: str) -> str:
    """Return the state that voted: its code counts, else its name."""
    code, name = field.get("c", ""), field.get("e", "")
    state = match_state(code, official=True) if code else None
    try:
        return (state or find_state(code or name, official=True)).code
    except UnknownNameError as error:
        what = brief(str(error), 200) if code or name else "empty where a state is expected"
        raise DataError(f"{where}, field {_VOTE}: {what}") from error


def _vote(field: Mapping[str, str], where: str) -> Vote:
    text = field.get("d", "")
    if (vote := CODES.get(text.upper())) is not None:
        return vote
    state = brief(field.get("c") or field["e"])
    what = f"'{brief(text)}' is no vote of {state}: it is Y, N, A, or nothing for not voting"
    raise DataError(f"{where}, field {_VOTE}: {what}")


class _Parser:
    """Reads MARC records from XML, piece by piece, and holds no more than their fields."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[tuple[int, Marc]] = []
        self.depth = 0
        self.marc: Marc | None = None
        self.line = 0
        self.field: Field | None = None
        self.code: str | None = None
        self.text: list[str] = []
        self.length = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.EntityDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def records(self) -> list[tuple[int, Marc]]:
        """Return the fields of each record by their tags, and the line on which it starts."""
        try:
            given = 0
            for piece in self.source.pieces():
                given += len(piece)
                self.parser.Parse(piece, False)
                if given - self.parser.CurrentByteIndex > 2 * _LONGEST:
                    raise self._error("a tag without end, which no record has")
            self.parser.Parse(b"", True)
        except DataError:
            raise
        except (LookupError, ValueError) as error:
            raise DataError(
                f"{self.source.name}: {brief(str(error))}: save the file as UTF-8"
            ) from error
        except expat.ExpatError as error:
            what = f"the XML is broken or cut short here ({expat.ErrorString(error.code)})"
            raise DataError(
                f"{self.source.name}, line {error.lineno}: {what}: fetch the file again"
            ) from error
        return self.found

    def _error(self, what: str) -> DataError:
        return DataError(f"{self.source.name}, line {self.parser.CurrentLineNumber}: {what}")

    def _refuse_doctype(self, *_: Any) -> None:
        raise self._error(
            "the XML declares a document type, which no voting record has and which is not read"
        )

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._error(f"the XML is nested deeper than the {_DEEPEST} levels that are read")
        element = name.rpartition(" ")[2]
        if element == "record":
            self.marc, self.line = {}, self.parser.CurrentLineNumber
        elif element in ("datafield", "controlfield") and self.marc is not None:
            self._start_field(attributes.get("tag", ""))
            self.code = "a" if element == "controlfield" else None
        elif element == "subfield":
            self.code = attributes.get("code")
        self.text, self.length = [], 0

    def _start_field(self, tag: str) -> None:
        self.field = {}
        if self.marc is not None and tag in _WANTED:
            fields = self.marc.setdefault(tag, [])
            fields.append(self.field)
            if len(fields) > _MOST_FIELDS:
                raise self._error(f"a record with more than {_MOST_FIELDS:,} fields {tag}")

    def _end(self, name: str) -> None:
        self.depth -= 1
        element = name.rpartition(" ")[2]
        if element == "record" and self.marc is not None:
            self.found.append((self.line, self.marc))
            self.marc = None
        elif element in ("subfield", "controlfield") and self.field is not None and self.code:
            self.field.setdefault(self.code, " ".join("".join(self.text).split()))
            self.code = None

    def _characters(self, text: str) -> None:
        self.length += len(text)
        if self.length > _LONGEST:
            raise self._error(f"a field of more than {_LONGEST:,} letters, which no record has")
        if self.code:
            self.text.append(text)
