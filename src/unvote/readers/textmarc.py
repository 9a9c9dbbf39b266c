"""Voting records of the UN Digital Library as TextMARC: `000004029942 245__ $$aTitle$$b…`."""

import re

from unvote.errors import DataError
from unvote.readers.document import text_of
from unvote.readers.marc import MOST_FIELDS, TAGS, Field, Marc, record_of
from unvote.readers.stream import Source, brief
from unvote.record import Record

# The number of the record may be missing if there is only one.
_LINE = re.compile(r"(?:(?P<number>\d{9,})\s+)?(?P<tag>\d{3})(?P<marks>[\w ]{0,2})\s*(?P<rest>.*)")
_LEADERS = ("LDR", "FMT")


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read voting records into a Record.

    `source`: the records, a line per field, with $$ before the code of each subfield.
    Raises DataError if a line is not a field, or holds an impossible value.
    """
    records: list[tuple[int, Marc]] = []
    current = None
    for line, text in enumerate(text_of(source).splitlines(), 1):
        if not text.strip() or any(mark in text[:24] for mark in _LEADERS):
            continue
        found = _LINE.match(text.strip())
        if found is None:
            raise DataError(
                f"{source.name}, line {line}: '{brief(text)}' is not a field of TextMARC"
            )
        tag, number = found["tag"], found["number"]
        if not records or number != current or (tag == "001" and tag in records[-1][1]):
            records.append((line, {}))
            current = number
        if tag in TAGS:
            fields = records[-1][1].setdefault(tag, [])
            fields.append(_field(tag, found["marks"], found["rest"].strip()))
            if len(fields) > MOST_FIELDS:
                what = f"a record with more than {MOST_FIELDS:,} fields {tag}"
                raise DataError(f"{source.name}, line {line}: {what}")
    return record_of(source.name, records, organ=organ)


def _field(tag: str, marks: str, text: str) -> Field:
    """Return a field; those under 010 have a text and no subfields."""
    texts: dict[str, list[str]] = {"a": [text]} if tag < "010" else {}
    for part in text.split("$$")[1:]:
        if part:
            texts.setdefault(part[0], []).append(" ".join(part[1:].split()))
    return Field(marks[:1].strip("_ "), texts)
