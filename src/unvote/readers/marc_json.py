"""Voting records of the UN Digital Library as the UN's metadata service gives them: MARC in JSON.

One object, an array of them, or one after the other: `{"data": {"_id": …, "967": […], …}}`.
"""

from collections.abc import Iterator
from typing import Any

from unvote.errors import DataError
from unvote.readers.json_objects import objects
from unvote.readers.marc import LONGEST, MOST_FIELDS, NUMBER, TAGS, Field, Marc, record_of
from unvote.readers.stream import Source, brief
from unvote.record import Record


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read voting records into a Record.

    Raises DataError if the JSON is broken, or holds an impossible value; the message names the line
    on which the record starts, its symbol and the field.
    """
    return record_of(source.name, list(_records(source)), organ=organ)


def _records(source: Source) -> Iterator[tuple[int, Marc]]:
    for line, value in objects(source, "a MARC record"):
        where = f"{source.name}, line {line}"
        held = value.get("data", value)
        for record in held if isinstance(held, list) else [held]:
            if not isinstance(record, dict):
                raise DataError(f"{where}: 'data' holds no MARC record, an object of fields")
            yield line, _marc(record, where)


def _marc(record: dict[str, Any], where: str) -> Marc:
    """Return the fields of a record; its number is `_id` or, as in MARC, 001."""
    marc: Marc = {}
    for tag in TAGS & record.keys():
        fields = record[tag] if isinstance(record[tag], list) else [record[tag]]
        if len(fields) > MOST_FIELDS:
            raise DataError(f"{where}: a record with more than {MOST_FIELDS:,} fields {tag}")
        marc[tag] = [_field(field, f"{where}, field {tag}") for field in fields]
    number = record.get("_id")
    if isinstance(number, (int, str)) and number and NUMBER not in marc:
        marc[NUMBER] = [Field("", {"a": [_text(number, f"{where}, _id")]})]
    return marc


def _field(field: Any, where: str) -> Field:
    if isinstance(field, (str, int)):  # a control field has no subfields
        return Field("", {"a": [_text(field, where)]})
    if not isinstance(field, dict) or not isinstance(field.get("subfields", []), list):
        raise DataError(f"{where}: no field of MARC, with indicators and subfields")
    indicators = field.get("indicators")
    first = indicators[0] if isinstance(indicators, (list, str)) and indicators else ""
    texts: dict[str, list[str]] = {}
    for subfield in field.get("subfields", []):
        if not isinstance(subfield, dict) or not isinstance(subfield.get("code"), str):
            raise DataError(f"{where}: a subfield without a code")
        value = subfield.get("value")
        texts.setdefault(subfield["code"], []).append(_text(value, where))
    return Field(str(first).strip("_ "), texts)


def _text(value: Any, where: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, (str, int, float)):
        raise DataError(f"{where}: '{brief(str(value))}' where a text is expected")
    text = " ".join(str(value).split())
    if len(text) > LONGEST:
        raise DataError(f"{where}: a text of more than {LONGEST:,} letters, too long for a record")
    return text
