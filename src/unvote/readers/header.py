"""Reads the header of a text table: the names of its columns, and the delimiter."""

import csv
import re
from typing import NamedTuple

from unvote.errors import DataError
from unvote.readers.stream import HEAD, Source

# Excel writes this line above a header, and reads it there.
_SEPARATOR = re.compile(r"(?i)sep=([,;\t|])?")
# At most this many rows may stand above the header: a title, a note.
MOST_ABOVE = 20
NOT_UTF8 = "the text is not UTF-8: save the file as UTF-8"


class Header(NamedTuple):
    """The first line of a table that is not blank."""

    names: list[str]  # the columns, as they are written
    delimiter: str  # what stands between them
    line: int  # the line of the file
    ending: str  # the end of that line


def header_of(source: Source, *, strict: bool = True, after: int = 0) -> Header:
    """Return the header of a table.

    `strict`: refuse a header with wrong quotes; off when only the kind of table is asked for.
    `after`: the last line above the header.
    """
    source.check_text()
    line, first = source.first_line(after)
    if len(source.head) == HEAD and not first.endswith(("\n", "\r")):
        what = f"longer than {HEAD:,} bytes, too long for any known layout"
        raise DataError(f"{source.name}, line {line}: {what}")
    said = _SEPARATOR.fullmatch(first.strip())
    if said:
        line, first = source.first_line(after=line)
    if has_stray_bytes(first):
        raise DataError(f"{source.name}, line {line}: {NOT_UTF8}")
    delimiter = said[1] if said and said[1] else max(",;\t", key=first.count)
    try:
        names = next(csv.reader([first], delimiter=delimiter, strict=strict))
    except csv.Error as error:
        what = "a quoted field of the header never ends, or text follows it: correct the quotes"
        raise DataError(f"{source.name}, line {line}: {what}") from error
    ending = first[len(first.rstrip("\r\n")) :]
    return Header([name.strip() for name in names], delimiter, line, ending)


def titles_above(source: Source) -> int:
    """Return the last line of titles and notes above a header; 0 if there are none.

    As in a sheet, that is what stands alone in its row.
    """
    last = 0
    for _ in range(MOST_ABOVE):
        header = header_of(source, strict=False, after=last)
        if sum(map(bool, header.names)) > 1:
            return last
        last = header.line
    return 0


def has_stray_bytes(text: str) -> bool:
    """Return whether a text holds bytes that are not UTF-8 (surrogates in Python)."""
    return not text.isascii() and any("\udc80" <= letter <= "\udcff" for letter in text)
