"""Reads files of votes into Records; the layout is recognised by the content, not the name."""

import datetime
import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import IO, NamedTuple

from unvote.errors import ArgumentError, DataError
from unvote.readers.stream import NO_MEMORY, Source, brief
from unvote.record import Record
from unvote.world.organs import EVERY, find_organ

Origin = str | os.PathLike[str] | IO[bytes] | IO[str]

# The layout of tables that have to be read together.
_PARTS = "r_data"
# The readers of running text, whose lists leave out the states that did not vote.
_TEXTS = ("text", "webpage", "pdf")


def read(
    origin: Origin,
    *,
    organ: str | None = None,
    resolution: str | None = None,
    date: str | datetime.date | None = None,
) -> Record:
    r"""Read a file of votes, plain or compressed (.gz, .zst, .xz, .bz2), into a Record.

    Parameters
    ----------
    origin : path or open file of bytes or text
        A file in one of the layouts of docs/files.md: the UN Digital Library's table or a
        smaller one with `ms_code` (or `ms_name`), `ms_vote` and `resolution`, its MARCXML,
        the General Assembly's JSON extract, Voeten's table, the R package unvotes, a table
        with one column per state, or votes as text: the record of a meeting, the annex of a press
        release, a page of the library.
    organ : str, optional
        The organ of roll calls whose symbol and columns do not tell it: "GA", "SC",
        "HRC", "C1" to "C6", "ECOSOC" or another body. If nothing tells it, the record
        has "", and says so.
    resolution : str, optional
        The symbol of the resolution, for a file with one vote that does not name it.
    date : str or date, optional
        The day of the vote, the same way.

    Returns
    -------
    Record
        Its `notes` say what is odd about the file and how it was read.

    Raises
    ------
    DataError
        If the file cannot be read or holds an impossible value; the message names file, line
        and column.
    ArgumentError
        If the origin is not a file, the organ or the date is invalid, or the file names another
        resolution or day.

    Examples
    --------
    >>> import io, unvote
    >>> table = b"ms_code,ms_vote,resolution\nUSA,N,A/RES/ES-11/7\nFRA,Y,A/RES/ES-11/7\n"
    >>> unvote.tally(unvote.read(io.BytesIO(table)))[["yes", "no", "members"]].values.tolist()
    [[1, 1, 193]]
    """
    [file] = together([origin])
    return file.read(organ, resolution, date)


def read_files(
    origins: Sequence[Origin],
    *,
    organ: str | None = None,
    resolution: str | None = None,
    date: str | datetime.date | None = None,
) -> list[Record]:
    r"""Read several files of votes into one Record for each source that they are from.

    Files of one layout belong together: the sessions of the General Assembly's extract, the
    editions of the UN Digital Library, and the two tables of the R package unvotes, which are
    read together. If two files have a roll call with the same number of the source, the file
    named later counts.

    Parameters
    ----------
    origins : sequence of path or open file
        The files, as for `read`.
    organ : str, optional
        The organ of roll calls whose symbol and columns do not tell it: "GA", "SC",
        "HRC", "C1" to "C6", "ECOSOC" or another body. If nothing tells it, the record
        has "", and says so.
    resolution, date : optional
        As for `read`; only with one file.

    Returns
    -------
    list of Record
        The most authoritative first. All roll calls of a Record have the same `source`: "undl",
        "unxml", "voeten", "unvotes" or "own".

    Raises
    ------
    DataError, ArgumentError
        As `read`.

    Examples
    --------
    >>> import io, unvote
    >>> table = "ms_code,ms_vote,resolution,date\nUSA,N,A/RES/79/{},2024-12-01\n"
    >>> files = [io.BytesIO(table.format(number).encode()) for number in (1, 2)]
    >>> [len(record) for record in unvote.read_files(files)]
    [2]
    """
    if (resolution or date) and len(origins) > 1:
        raise ArgumentError("a resolution and a date are for one file with one vote")
    records = [files.read(organ, resolution, date) for files in together(origins)]
    from unvote.readers.combine import by_source

    return by_source(records)


class Together(NamedTuple):
    """Files of one layout that are read together: the tables of the R package; else one file."""

    layout: str
    sources: list[Source]

    def read(
        self,
        organ: str | None = None,
        resolution: str | None = None,
        date: str | datetime.date | None = None,
    ) -> Record:
        """Read the files, once; the caller's arguments fill in what they lack."""
        reader = import_module(f"unvote.readers.{self.layout}")
        assigned = None if organ in (None, EVERY) else find_organ(organ)
        given = resolution is not None or date is not None
        more = {"one": given} if self.layout in _TEXTS else {}
        try:
            record: Record = reader.read(*self.sources, organ=assigned, **more)
        except MemoryError as error:
            names = ", ".join(source.name for source in self.sources)
            raise DataError(f"{names}: {NO_MEMORY}") from error
        self.sources.clear()  # free the memory of what was unpacked
        if given:
            from unvote.readers.given import completed, day_of

            record = completed(record, resolution, day_of(date))
        if self.layout in _TEXTS:
            from unvote.readers.absent import filled_where_complete
            from unvote.readers.outcome import compared

            record = compared(filled_where_complete(record))
        return record


def together(origins: Iterable[Origin]) -> list[Together]:
    """Recognize the layouts of files, and group those that have to be read together."""
    groups: list[Together] = []
    tables = Together(_PARTS, [])
    for source in map(Source, origins):
        layout = _layout_of(source)
        files = tables if layout == _PARTS else Together(layout, [])
        if not files.sources:
            groups.append(files)
        files.sources.append(source)
    return groups


def fill_absent(record: Record) -> Record:
    r"""Return a record with the absences that a source omits.

    The UN's extract and the R package unvotes list only the states that voted. This function
    counts every member of the day without a vote as not voting (X). It does not change sources
    that write X, the Security Council, texts without any vote, and roll calls without a date.

    Parameters
    ----------
    record : Record
        The record; it is not changed.

    Returns
    -------
    Record
        A record with more columns if a member never voted. A note says how many cells were
        derived.

    Examples
    --------
    >>> import io, unvote
    >>> table = b"ms_code,ms_vote,resolution,date\nUSA,N,A/RES/1/1,1946-01-24\n"
    >>> filled = fill_absent(unvote.read(io.BytesIO(table)))
    >>> int((filled.matrix == unvote.Vote.NOT_VOTING).sum())
    50
    """
    from unvote.readers.absent import filled

    return filled(record)


def _layout_of(source: Source) -> str:
    from unvote.readers.detect import layout_of

    if name := layout_of(source):
        return name
    line, first = source.first_line()
    raise DataError(
        f"{source.name}, line {line}: no known layout begins like this: '{brief(first)}'"
        " (needed: a column of states and one of votes, such as country and vote, or one column for"
        " each state)"
    )
