"""Recognizes the layout of a source by its first bytes, without importing its reader."""

import re
from collections.abc import Callable

from unvote.readers.stream import BOM, PARQUET, Source, is_r_data, is_workbook


def layout_of(source: Source) -> str | None:
    """Return the name of the module that reads a source, or None if no layout fits.

    Raises DataError if the source is empty, or has no layout of votes: a web page, say.
    """
    found = next((name for name, is_so in READERS.items() if is_so(source)), None)
    return found or ("text" if _is_text_further_on(source) else None)


def _start(source: Source) -> bytes:
    return source.head.removeprefix(BOM).lstrip()


def _is_extract(source: Source) -> bool:
    source.check_text()
    names = (b'"MS_in_favour"', b'"MS_against"', b'"MS_abstaining"', b'"adoption_type"')
    return _start(source).startswith((b"[", b"{")) and any(name in source.head for name in names)


def _is_marc_json(source: Source) -> bool:
    start = _start(source)
    return start.startswith((b"[", b"{")) and b'"subfields"' in start and b'"indicators"' in start


def _is_webpage(source: Source) -> bool:
    start = _start(source)[:1024].lower()
    return start.startswith(b"<") and (b"<html" in start or b"<!doctype html" in start)


def _is_text(source: Source) -> bool:
    """Return whether a source is a text with votes, not a table with the same words in a cell."""
    source.check_text()
    if not _PRINTED.search(source.head) or _start(source).startswith(b"{"):
        return False
    from unvote.readers.grid import TextGrid
    from unvote.readers.sheet import kind_of_table

    grid = TextGrid(source, strict=False)
    kind = kind_of_table(grid) if len(grid.names) > 1 else ""
    heads = not _PRINTED.search(source.first_line()[1].encode(errors="replace"))
    if kind == "rows" or (heads and kind):
        return False
    from unvote.readers.text import has_votes

    return has_votes(source.head.decode("utf-8", errors="replace"))


def _is_text_further_on(source: Source) -> bool:
    """Return whether votes are printed further down in a source that is not a table."""
    from unvote.readers.document import MOST_TEXT

    return _PRINTED.search(source.beginning(MOST_TEXT)) is not None


def _is_resolutions(source: Source) -> bool:
    from unvote.readers.grid import TextGrid
    from unvote.readers.sheet import is_list_of_texts

    return is_list_of_texts(TextGrid(source, strict=False))


def _is_part(source: Source) -> bool:
    """Return whether a source is R data, or a CSV table that has to be read with others."""
    if is_r_data(source.head):
        return True
    source.check_text()
    if _start(source).startswith((b"[", b"{", b"<")):
        return False
    from unvote.readers.grid import TextGrid
    from unvote.readers.sheet import is_part

    return is_part(TextGrid(source, strict=False))


def _is_table(source: Source) -> bool:
    from unvote.readers.sheet import is_table

    return is_table(source)


# A field of TextMARC: the number of the record, the tag, and the first subfield.
_FIELD = re.compile(rb"(?m)(?:\d{9,}\s+)?(?:LDR|FMT|\d{3}[\w ]{2}\s+(?:\$\$|\d+\s*$))")
# Words with printed votes: over a list, in the record of a meeting, on a page of the library.
_PRINTED = re.compile(
    rb"(?im)in\s?favou?r[^:\n]{0,20}:|^[ \t\[(]*(?:against|absten|abstain|absent|yes|no|pour|contre"
    rb"|votent pour|votos a favor|voted|voting|opposed|vetoe?d?|votes? summary|vote date)\b"
    rb"|recorded vote|votes? to|^[ \t]*[YNA][ \t]+[A-Z]"
    rb"|^[AES]/[^\n]{0,40}(?:PV|SR)\.\d"
    rb"|^[ \t]*[A-Z][\w ]{2,60}[\t:][ \t]*(?:[YNAX]|yes|no)[ \t\r]*$"
)

# Each module has `read(source, organ=…)`: the organ is that of roll calls whose source does not
# tell it. The first layout that fits is taken: narrow ones come before those that take any table.
READERS: dict[str, Callable[[Source], bool]] = {
    "parquet": lambda source: source.head.startswith(PARQUET),
    "workbook": lambda source: is_workbook(source.head),
    "pdf": lambda source: b"%PDF-" in source.head[:1024],
    "r_data": _is_part,
    "webpage": _is_webpage,
    "un_json": _is_extract,
    "marc_json": _is_marc_json,
    "json_rows": lambda source: _start(source).startswith((b"[", b"{")),
    "akn": lambda source: _start(source).startswith(b"<") and b"<akomaNtoso" in source.head,
    "marcxml": lambda source: _start(source).startswith(b"<"),
    "textmarc": lambda source: _FIELD.match(_start(source)) is not None,
    "resolutions": _is_resolutions,
    "text": _is_text,
    "sheet": _is_table,
}
