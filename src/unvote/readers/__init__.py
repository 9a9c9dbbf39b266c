"""Reads files of votes into Records; the layout is told from the content, not from the name."""

import os
from pathlib import Path
from typing import IO

from unvote.errors import ArgumentError, DataError
from unvote.readers import undl
from unvote.readers.source import Source, brief
from unvote.record import ORGANS, Record

# Each is a module with detect(source) and read(source, organ=…); the first that fits reads.
READERS = (undl,)

_PACKAGED = Path(__file__).parents[1] / "data" / "votes.csv"
_CHECKED_OUT = Path(__file__).parents[3] / "data" / "votes.csv"


def read(origin: str | os.PathLike[str] | IO[bytes], *, organ: str | None = None) -> Record:
    r"""Read a file of votes, plain or compressed (.gz, .zst, .xz), into a Record.

    Parameters
    ----------
    origin : path or binary file
        A table with a row a vote: the UN Digital Library's columns, of which `ms_code` (or
        `ms_name`), `ms_vote` and `resolution` are enough.
    organ : {"GA", "SC"}, optional
        The organ of roll calls of which neither symbol nor columns tell it.

    Returns
    -------
    Record
        Its `notes` say what is odd about the file and how it was read.

    Raises
    ------
    DataError
        If the file cannot be read or holds what cannot be; the message names file, line
        and column.
    ArgumentError
        If the organ is none.

    Examples
    --------
    >>> import io, unvote
    >>> table = b"ms_code,ms_vote,resolution\nUSA,N,A/RES/ES-11/7\nFRA,Y,A/RES/ES-11/7\n"
    >>> unvote.tally(unvote.read(io.BytesIO(table)))[["yes", "no", "members"]].values.tolist()
    [[1, 1, 2]]
    """
    if organ is not None and organ not in ORGANS:
        raise ArgumentError(f"organ '{organ}': it is GA or SC")
    source = Source(origin)
    for reader in READERS:
        if reader.detect(source):
            record: Record = reader.read(source, organ=organ)
            return record
    line, first = source.first_line()
    raise DataError(
        f"{source.name}, line {line}: no layout that is known begins like this: '{brief(first)}'"
        " (needed: the columns ms_code or ms_name, ms_vote, resolution)"
    )


def load(name: str = "embedded") -> Record:
    """Return a record that comes with unvote.

    Parameters
    ----------
    name : {"embedded"}
        The reference record: 21 roll calls of the General Assembly and 3 of the Security
        Council, 2014 to 2025.

    Raises
    ------
    DataError
        If there is no record of that name on this machine.

    Examples
    --------
    >>> import unvote
    >>> len(unvote.load())
    24
    """
    if name != "embedded":
        raise DataError(f"there is no record '{name}' on this machine: name a file, or 'embedded'")
    path = _PACKAGED if _PACKAGED.exists() else _CHECKED_OUT
    source = Source(path, name="the embedded record")
    return undl.read(source)
