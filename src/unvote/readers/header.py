"""Reads the header of a table in text: what its columns are called, and what stands between."""

import csv
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from unvote.errors import DataError
from unvote.readers.stream import HEAD, Source, brief

NOT_UTF8 = "the text is not UTF-8: save the file as UTF-8"


class Header(NamedTuple):
    """The first line of a table that is not blank.

    Attributes
    ----------
    names : list of str
        The columns, as they are written.
    delimiter : str
        What stands between them.
    line : int
        The line of the file.
    ending : str
        The end of that line.
    """

    names: list[str]
    delimiter: str
    line: int
    ending: str

    @property
    def folded(self) -> list[str]:
        """The columns in lower case."""
        return [name.casefold() for name in self.names]


def header_of(source: Source, *, strict: bool = True) -> Header:
    """Return the header of a table.

    Parameters
    ----------
    source : Source
        The table.
    strict : bool
        Refuse a header of which the quotes are wrong; not to tell what it is the header of.

    Raises
    ------
    DataError
        If the source is no text.
    """
    source.check_text()
    line, first = source.first_line()
    if len(source.head) == HEAD and not first.endswith(("\n", "\r")):
        what = f"longer than {HEAD:,} bytes, as no line is by which a layout is known"
        raise DataError(f"{source.name}, line {line}: {what}")
    if has_stray_bytes(first):
        raise DataError(f"{source.name}, line {line}: {NOT_UTF8}")
    delimiter = max(",;\t", key=first.count)
    try:
        names = next(csv.reader([first], delimiter=delimiter, strict=strict))
    except csv.Error as error:
        what = "a quoted field of the header never ends, or text follows it: mend the quotes"
        raise DataError(f"{source.name}, line {line}: {what}") from error
    ending = first[len(first.rstrip("\r\n")) :]
    return Header([name.strip() for name in names], delimiter, line, ending)


def places(
    source: Source,
    header: Header,
    known: Mapping[str, tuple[str, ...]],
    needed: Sequence[tuple[str, ...]],
) -> dict[str, int]:
    """Return where each column that is read stands, by the name it has here.

    Parameters
    ----------
    source : Source
        The table.
    header : Header
        Its header.
    known : mapping of str to tuple of str
        What each column is called in files.
    needed : sequence of tuple of str
        The columns of which a table needs one of each tuple.

    Raises
    ------
    DataError
        If a column that is needed is missing, or one that is read stands twice.
    """
    where = f"{source.name}, line {header.line}"
    folded = header.folded
    called = {
        own: there[0]
        for own, names in known.items()
        if (there := [name for name in names if name in folded])
    }
    for name in called.values():
        if folded.count(name) > 1:
            raise DataError(f"{where}, column {name}: the column stands twice")
    for either in needed:
        if not called.keys() & set(either):
            first, *others = (known[own][0] for own in either)
            needs = ", ".join(" or ".join(known[own][0] for own in owns) for owns in needed)
            found = ", ".join(folded[:8]) + (", …" if len(folded) > 8 else "")
            raise DataError(
                f"{where}: the column {first}{f' (or {others[0]})' if others else ''} is missing"
                f" (needed: {needs}; found: {brief(found, 120)})"
            )
    return {own: folded.index(name) for own, name in called.items()}


def has_stray_bytes(text: str) -> bool:
    """Return whether a text holds bytes that are no UTF-8, as Python reads them."""
    return not text.isascii() and any("\udc80" <= letter <= "\udcff" for letter in text)
