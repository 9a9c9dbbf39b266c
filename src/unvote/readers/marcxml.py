"""Voting records of the UN Digital Library as MARCXML, one or a collection of them."""

from collections.abc import Mapping

from unvote.errors import DataError
from unvote.readers.marc import MOST_FIELDS, TAGS, Field, Marc, record_of
from unvote.readers.stream import Source
from unvote.readers.xml_events import XmlReader
from unvote.record import Record


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read voting records into a Record.

    `source`: the XML, with or without MARC's namespace.
    Raises DataError if the XML is broken or hostile, or holds an impossible value; the message
    names the line on which the record starts, its symbol and the field.
    """
    records = _Parser(source).records()
    if not records:
        raise DataError(f"{source.name}: the XML holds no MARC record")
    return record_of(source.name, records, organ=organ)


class _Parser(XmlReader):
    """Reads MARC records from XML, piece by piece, and holds no more than their fields."""

    # collection, record, datafield, subfield; some wrap the collection once or twice.
    deepest = 12

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.found: list[tuple[int, Marc]] = []
        self.marc: Marc | None = None
        self.begins = 0
        self.field: Field | None = None
        self.code: str | None = None
        self.text: list[str] = []

    def records(self) -> list[tuple[int, Marc]]:
        """Return the fields of each record by their tags, and the line on which it starts."""
        self.parse()
        return self.found

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Begin a record, a field or a subfield."""
        if element == "record":
            self.marc, self.begins = {}, self.line
        elif element in ("datafield", "controlfield") and self.marc is not None:
            self._start_field(attributes.get("tag", ""), attributes.get("ind1", ""))
            self.code = "a" if element == "controlfield" else None
        elif element == "subfield":
            self.code = attributes.get("code")
        self.text = []

    def _start_field(self, tag: str, indicator: str) -> None:
        self.field = Field(indicator, {})
        if self.marc is not None and tag in TAGS:
            fields = self.marc.setdefault(tag, [])
            fields.append(self.field)
            if len(fields) > MOST_FIELDS:
                raise self.error(f"a record with more than {MOST_FIELDS:,} fields {tag}")

    def end(self, element: str) -> None:
        """Put away what has ended."""
        if element == "record" and self.marc is not None:
            self.found.append((self.begins, self.marc))
            self.marc = None
        elif element in ("subfield", "controlfield") and self.field is not None and self.code:
            texts = self.field.texts.setdefault(self.code, [])
            texts.append(" ".join("".join(self.text).split()))
            if len(texts) > MOST_FIELDS:
                raise self.error(f"a field with more than {MOST_FIELDS:,} subfields {self.code}")
            self.code = None

    def characters(self, text: str) -> None:
        """Take the text of a subfield."""
        if self.code:
            self.text.append(text)
