"""Reads the objects of a JSON file, each with the line on which it starts."""

import json
import re
from collections.abc import Iterator
from typing import Any

from unvote.errors import DataError
from unvote.readers.header import NOT_UTF8
from unvote.readers.stream import Source, brief

# How JSON writes a letter in two halves.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def objects(source: Source, what: str = "a resolution") -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object of an array, or one after the other, and the line on which it starts.

    `what`: what each object is, for messages.
    Raises DataError if the JSON is broken, or holds anything but objects.
    """
    data = source.whole()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"{source.name}, line {line}: {NOT_UTF8}") from error
    decoder = json.JSONDecoder(object_pairs_hook=_fields)
    place, line, counted = 0, 1, 0
    in_array = text.lstrip().startswith("[")
    # Between the objects of an array stand commas, between those of lines nothing.
    between = " \t\r\n,[]" if in_array else " \t\r\n"
    while place < len(text):
        if text[place] in between:
            place += 1
            continue
        line, counted = line + text.count("\n", counted, place), place
        where = f"{source.name}, line {line}"
        try:
            value, place = decoder.raw_decode(text, place)
            is_text = not _HALF.search(text, counted, place) or _is_text(value)
        except json.JSONDecodeError as error:
            at = text.count("\n", 0, error.pos) + 1
            raise DataError(
                f"{source.name}, line {at}: the JSON is broken or cut short here: fetch the file"
                f" again ({error.msg})"
            ) from error
        except _TwiceError as error:
            name = brief(str(error), 40).encode(errors="replace").decode()  # half a letter, say
            raise DataError(f"{where}: the object has two fields {name}: take one out") from error
        except (ValueError, RecursionError) as error:
            raise DataError(
                f"{where}: a number too long, or lists nested too deep, for any resolution"
            ) from error
        if not is_text:
            raise DataError(f"{where}: half a character, such as \\ud800 alone: correct it")
        if not isinstance(value, dict):
            found = brief(text[counted:place][:100], 30)
            raise DataError(f"{where}: {found} where {what} is expected, an object of fields")
        yield line, value
    if in_array and not text.rstrip().endswith("]"):
        raise DataError(f"{source.name}: the JSON is cut short: fetch the file again")


class _TwiceError(Exception):
    """A field stands twice in an object; Python would silently keep the last one."""


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return fields


def _is_text(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
