"""The sources of the full record, what it holds, and where its sources disagree."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from unvote.errors import DataError
from unvote.merge.disagreements import DISAGREEMENTS
from unvote.store.location import RECORD, SOURCES, folder
from unvote.store.read import names_beside, open_beside, open_file, open_record
from unvote.store.seal import damaged
from unvote.store.versions import record_name


@dataclass(frozen=True)
class ImportedFile:
    """A file that the record is made from."""

    # Its name, and the SHA-256 of its content as hexadecimal digits.
    name: str
    sha256: str
    when: str  # the day on which it was imported
    filled: bool  # whether absences that it omits were derived (`fill_absent`)


@dataclass(frozen=True)
class SourceFacts:
    """One source of the record: its files, in the order of import, and what it holds.

    `first` and `last` are the days of its first and its last roll call, or None.
    """

    source: str
    files: tuple[ImportedFile, ...]
    rollcalls: int
    votes: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Info:
    """The record on this machine."""

    name: str  # its name: full only if it covers the sessions since 1946
    # Where it lies.
    folder: Path
    file: Path
    size: int  # bytes of all its files
    format: int  # the version of the layout of the files
    program: str  # the version of unvote that wrote it
    sources: tuple[SourceFacts, ...]  # the most authoritative first
    # How many it has; a vote is a state's yes, no, abstention or not voting.
    rollcalls: int
    votes: int
    states: int
    reference: int  # how many of its roll calls are those of the reference record
    # The days of the first and the last roll call.
    first: date | None
    last: date | None
    # The regular sessions of the General Assembly without a roll call in any source, up to the last
    # session that has one.
    gaps: tuple[str, ...]
    # How many disagreements there are, and how many of them are possible duplicates.
    disagreements: int
    possible_duplicates: int


def info() -> Info:
    """Return what the full record on this machine is made from, and what it holds.

    Raises DataError if there is no full record, or it is damaged, or a newer unvote has written it.
    """
    home = folder()
    _, facts = open_file()
    open_record()  # the facts count only if the whole file is sound
    files = [home / RECORD, *(home / SOURCES / name for name in names_beside(facts))]
    return Info(
        name=record_name(facts),
        folder=home,
        file=home / RECORD,
        size=sum(map(_size, files)),
        format=facts["format"],
        program=facts["program"],
        sources=tuple(
            SourceFacts(
                source=source["source"],
                files=tuple(ImportedFile(**file) for file in source["files"]),
                rollcalls=source["rollcalls"],
                votes=source["votes"],
                first=_date(source["first"]),
                last=_date(source["last"]),
            )
            for source in facts["sources"]
        ),
        rollcalls=facts["rollcalls"],
        votes=facts["votes"],
        states=facts["states"],
        reference=facts["reference"],
        first=_date(facts["first"]),
        last=_date(facts["last"]),
        gaps=tuple(facts["gaps"]),
        disagreements=facts["disagreements"]["count"],
        possible_duplicates=len(facts["possible_duplicates"]),
    )


def disagreements() -> pd.DataFrame:
    """Return where the sources of the full record disagree; see `unvote.merge.several.Merged`.

    Raises DataError if there is no full record, or it is damaged, or a newer unvote has written it.
    """
    while True:
        _, facts = open_file()
        name = facts["disagreements"]["file"]
        if not name:
            return _no_disagreements()
        try:
            return _frame_of(open_beside(name))
        except DataError:
            if open_file()[1] == facts:
                raise
            # An import has just replaced both.


def _size(file: Path) -> int:
    """Return the bytes of a file; 0 if an import has just replaced it."""
    try:
        return file.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _frame_of(file: Any) -> pd.DataFrame:
    frame = file.read().to_pandas()
    if tuple(frame.columns) != DISAGREEMENTS:
        raise damaged(str(folder() / RECORD))
    frame["date"] = frame["date"].astype("datetime64[s]")
    texts: pd.DataFrame = frame.astype({name: "str" for name in frame.columns if name != "date"})
    return texts


def _no_disagreements() -> pd.DataFrame:
    frame = pd.DataFrame({name: pd.Series(dtype="str") for name in DISAGREEMENTS})
    return frame.astype({"date": "datetime64[s]"})
