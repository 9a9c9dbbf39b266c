"""Voting records of the UN Digital Library as MARCXML, one or a collection of them.

A document type, with which XML can be made to grow without end or to fetch other files, is
refused, and so is what is deeper or longer than any record.
"""

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from unvote.errors import DataError
from unvote.readers.marc import LONGEST, MOST_FIELDS, TAGS, Field, Marc, record_of
from unvote.readers.stream import Source, brief
from unvote.record import Record

# collection, record, datafield, subfield; some wrap the collection once or twice.
_DEEPEST = 12


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read voting records into a Record.

    Parameters
    ----------
    source : Source
        The XML, with or without MARC's namespace.
    organ : str, optional
        The organ of the roll calls of which neither symbol nor body tells it.

    Raises
    ------
    DataError
        If the XML is broken or hostile, or holds what cannot be; the message names the line
        on which the record starts, its symbol and the field.
    """
    records = _Parser(source).records()
    if not records:
        raise DataError(f"{source.name}: the XML holds no MARC record")
    return record_of(source.name, records, organ=organ)


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
                if given - self.parser.CurrentByteIndex > 2 * LONGEST:
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
            self._start_field(attributes.get("tag", ""), attributes.get("ind1", ""))
            self.code = "a" if element == "controlfield" else None
        elif element == "subfield":
            self.code = attributes.get("code")
        self.text, self.length = [], 0

    def _start_field(self, tag: str, indicator: str) -> None:
        self.field = Field(indicator, {})
        if self.marc is not None and tag in TAGS:
            fields = self.marc.setdefault(tag, [])
            fields.append(self.field)
            if len(fields) > MOST_FIELDS:
                raise self._error(f"a record with more than {MOST_FIELDS:,} fields {tag}")

    def _end(self, name: str) -> None:
        self.depth -= 1
        element = name.rpartition(" ")[2]
        if element == "record" and self.marc is not None:
            self.found.append((self.line, self.marc))
            self.marc = None
        elif element in ("subfield", "controlfield") and self.field is not None and self.code:
            texts = self.field.texts.setdefault(self.code, [])
            texts.append(" ".join("".join(self.text).split()))
            if len(texts) > MOST_FIELDS:
                raise self._error(f"a field with more than {MOST_FIELDS:,} subfields {self.code}")
            self.code = None

    def _characters(self, text: str) -> None:
        self.length += len(text)
        if self.length > LONGEST:
            raise self._error(f"a field of more than {LONGEST:,} letters, which no record has")
        if self.code:
            self.text.append(text)
