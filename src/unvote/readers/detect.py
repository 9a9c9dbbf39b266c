"""Tells the layout of a source from its first bytes, without the module that reads it."""

from collections.abc import Callable

from unvote.readers.header import header_of
from unvote.readers.stream import BOM, Source, is_r_data

# What every table of the UN Digital Library has, and what a smaller one may begin with.
_VOTES = {"ms_vote", "ms_votes"}
_VOETEN = {"rcid", "ccode"}


def layout_of(source: Source) -> str | None:
    """Return the name of the module that reads a source, or None where no layout fits.

    Raises
    ------
    DataError
        If the source is empty or holds what no layout is: a web page, a workbook.
    """
    return next((name for name, is_so in READERS.items() if is_so(source)), None)


def _start(source: Source) -> bytes:
    return source.head.removeprefix(BOM).lstrip()


def _is_r_data(source: Source) -> bool:
    return is_r_data(source.head)


def _is_extract(source: Source) -> bool:
    source.check_text()
    names = (b'"MS_in_favour"', b'"MS_against"', b'"MS_abstaining"', b'"adoption_type"')
    return _start(source).startswith((b"[", b"{")) and any(name in source.head for name in names)


def _is_marc_json(source: Source) -> bool:
    start = _start(source)
    return start.startswith((b"[", b"{")) and b'"subfields"' in start and b'"indicators"' in start


def _is_xml(source: Source) -> bool:
    return _start(source).startswith(b"<")


def _is_voeten(source: Source) -> bool:
    return bool(_VOETEN & set(header_of(source, strict=False).folded))


def _is_wide(source: Source) -> bool:
    header = header_of(source, strict=False)
    if _VOTES & set(header.folded):
        return False
    from unvote.readers.wide import is_wide

    return is_wide(header.names)


def _is_undl(source: Source) -> bool:
    names = set(header_of(source, strict=False).folded)
    if _VOTES & names:
        return True
    from unvote.readers.undl import COLUMNS

    return any(names & set(known) for known in COLUMNS.values())


# The first that fits reads: a narrow layout goes before one that takes any table.
READERS: dict[str, Callable[[Source], bool]] = {
    "r_data": _is_r_data,
    "un_json": _is_extract,
    "marc_json": _is_marc_json,
    "marcxml": _is_xml,
    "voeten": _is_voeten,
    "wide": _is_wide,
    "undl": _is_undl,
}
