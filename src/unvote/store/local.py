"""The full record on this machine.

`record.parquet` is the record, one column a state, and the one file that is replaced in one
step: what it does not name does not count. Beside it lie the sources from which it is merged,
each as it came in, under the hash of its content, and what they disagree on. So the record is
made from its sources alone, in whatever order they were imported. A record of one source is
that source, and has nothing beside it.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from unvote._version import __version__
from unvote.errors import DataError
from unvote.record import AUTHORITY, TOTALS, Record
from unvote.store.alignment import COLUMNS
from unvote.store.disagreements import DISAGREEMENTS
from unvote.store.editions import Edition, newer_edition
from unvote.store.files import from_parquet, to_parquet
from unvote.store.merge import Merged, merge
from unvote.store.opening import FORMAT, ID, opened, read_record
from unvote.store.opening import open_record as open_record
from unvote.store.place import RECORD, folder
from unvote.store.sources import known_source
from unvote.writing import leftovers, whole_file, writing

SOURCES = "sources"
LOCK = "import.lock"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class FileFacts:
    """A file that is imported: its name, and the SHA-256 of its content as hexadecimal digits."""

    name: str
    sha256: str

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> "FileFacts":
        """Return the facts of a file.

        Raises
        ------
        DataError
            If it cannot be read.
        """
        try:
            with Path(path).open("rb") as file:
                return cls(Path(path).name, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise DataError(f"{path} cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True)
class ImportedFile:
    """A file of which the record is made, and the day on which it was imported."""

    name: str
    sha256: str
    when: str


@dataclass(frozen=True)
class SourceFacts:
    """One source of the record: its files, the first imported first, and what it has itself.

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
    """The full record on this machine.

    Attributes
    ----------
    folder, file : Path
        Where it lies.
    size : int
        Bytes of all its files.
    format : int
        The version of the layout of the files.
    program : str
        The version of unvote that wrote it.
    sources : tuple of SourceFacts
        The most authoritative first.
    rollcalls, votes, states : int
        How many it has; a vote is a state's yes, no, abstention or not voting.
    first, last : date or None
        The days of the first and the last roll call.
    gaps : tuple of str
        The regular sessions of the General Assembly, up to the last one there is a roll call
        of, that have none.
    disagreements, left_out : int
        How many disagreements there are, and how many roll calls were left out.
    """

    folder: Path
    file: Path
    size: int
    format: int
    program: str
    sources: tuple[SourceFacts, ...]
    rollcalls: int
    votes: int
    states: int
    first: date | None
    last: date | None
    gaps: tuple[str, ...]
    disagreements: int
    left_out: int


@dataclass(frozen=True)
class Report:
    """What an import did.

    Attributes
    ----------
    changed : bool
        Whether the record is another one now.
    table : DataFrame
        One row a source of the record: `source`; of what was imported now, how many roll calls
        are `new` in the source, `replaced` and `unchanged`; of the source as it is now, how
        many `rollcalls` it has, of which `used` in the record, `same` as one of a more
        authoritative source, `left_out`; and its `disagreements` with what is used.
    disagreements, left_out : DataFrame
        As in `Merged`.
    record : Record
        The record as it is now.
    """

    changed: bool
    table: pd.DataFrame
    disagreements: pd.DataFrame
    left_out: pd.DataFrame
    record: Record


def disagreements() -> pd.DataFrame:
    """Return on what the sources of the full record disagree; see `unvote.store.merge.Merged`.

    Raises
    ------
    DataError
        If there is no full record, or it is damaged, or a newer unvote has written it.
    """
    while True:
        _, facts = opened()
        name = facts["disagreements"]["file"]
        try:
            data = (folder() / SOURCES / name).read_bytes() if name else b""
        except FileNotFoundError as error:
            if opened()[1] != facts:
                continue  # an import has just replaced it
            raise _lost(name) from error
        return _frame_of(from_parquet(data, name)[0]) if name else _no_disagreements()


def info() -> Info:
    """Return what the full record on this machine is made from, and what it holds.

    Raises
    ------
    DataError
        If there is no full record, or it is damaged, or a newer unvote has written it.
    """
    home = folder()
    _, facts = opened()
    files = [home / RECORD, *(home / SOURCES / name for name in _named(facts))]
    return Info(
        folder=home,
        file=home / RECORD,
        size=sum(file.stat().st_size for file in files if file.exists()),
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
        first=_date(facts["first"]),
        last=_date(facts["last"]),
        gaps=tuple(facts["gaps"]),
        disagreements=facts["disagreements"]["count"],
        left_out=facts["left_out"],
    )


def import_records(
    records: Iterable[tuple[Record, FileFacts]],
    *,
    when: str,
    progress: Progress | None = None,
) -> Report:
    """Import what was read from files into the full record, all of it in one step.

    What comes later is the newer edition. Importing the same files again changes nothing, to
    the byte. Whatever happens on the way, the record is the old one, whole, or the new one.

    Parameters
    ----------
    records : iterable of (Record, FileFacts)
        What was read, and from which file.
    when : str
        The day of the import, as 2026-06-30.
    progress : function, optional
        It is told what is done next: "merging", "writing".

    Raises
    ------
    DataError
        If another import is under way, or the record that is there is damaged or was written
        by a newer unvote.
    OutputError
        If the record cannot be written; the one that was there stays.
    """
    tell = progress or (lambda _: None)
    home = folder()
    with _locked(home):
        _sweep(home)
        sources = _sources(home)
        incoming: dict[str, list[int]] = {}
        tell("merging")
        for record, file in records:
            for name in sorted(set(record.rollcalls["source"].map(known_source))):
                rows = _of_source(record, name)
                source = sources.setdefault(name, _SourceNow(rows.rows(slice(0))))
                edition = source.take(rows, file, when)
                counts = incoming.setdefault(name, [0, 0, 0])
                for place, count in enumerate((edition.new, edition.replaced, edition.unchanged)):
                    counts[place] += count
        merged = merge(source.record for source in sources.values())
        tell("writing")
        changed = _write(home, sources, merged)
        _sweep(home)
    table = merged.counts.copy()
    for place, name in enumerate(("new", "replaced", "unchanged")):
        counted = [incoming.get(source, [0, 0, 0])[place] for source in table["source"]]
        table.insert(1 + place, name, counted)
    return Report(changed, table, merged.disagreements, merged.left_out, merged.record)


def remove() -> bool:
    """Remove the full record from this machine, and return whether there was one.

    Raises
    ------
    DataError
        If an import is under way.
    OutputError
        If it cannot be removed.
    """
    home = folder()
    with writing(home):
        if not home.is_dir():
            return False
    with _locked(home), writing(home):
        there = (home / RECORD).exists()
        (home / RECORD).unlink(missing_ok=True)
        _sweep(home)
        if (home / SOURCES).is_dir() and not any((home / SOURCES).iterdir()):
            (home / SOURCES).rmdir()
    return there


class _SourceNow:
    """A source while an import goes on."""

    def __init__(self, record: Record, files: Iterable[ImportedFile] = (), name: str = "") -> None:
        self.record = record
        self.files = list(files)
        self.name = name  # of its file, where it has one that still holds

    def take(self, record: Record, file: FileFacts, when: str) -> Edition:
        """Take in a newer edition."""
        edition = newer_edition(self.record, record)
        if edition.changed:
            self.record, self.name = edition.record, ""
            self.files = [] if not edition.stayed else self.files
            self.files = [known for known in self.files if known.sha256 != file.sha256]
        if file.sha256 not in {known.sha256 for known in self.files}:
            self.files.append(ImportedFile(file.name, file.sha256, when))
        return edition


def _of_source(record: Record, name: str) -> Record:
    sources = record.rollcalls["source"].map(known_source)
    return record.rows((sources == name).to_numpy(dtype=bool))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Let only one process change the record; a killed one leaves no lock."""
    from filelock import FileLock, Timeout

    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise DataError("another import is under way: try again when it is done") from error
    try:
        yield
    finally:
        lock.release()


def _sweep(home: Path) -> None:
    """Remove the files that the record does not name, and what killed imports left."""
    with writing(home):
        named = _named(opened()[1]) if (home / RECORD).exists() else set()
        for path in leftovers(home / RECORD):
            path.unlink(missing_ok=True)
        for path in (home / SOURCES).glob("*.parquet*") if (home / SOURCES).is_dir() else ():
            if path.name not in named:
                path.unlink(missing_ok=True)


def _named(facts: dict[str, Any]) -> set[str]:
    """Return the names of the files beside the record that belong to it."""
    names = [facts["disagreements"]["file"], *(source["file"] for source in facts["sources"])]
    return {name for name in names if name}


def _lost(name: str) -> DataError:
    return DataError(
        f"{folder() / SOURCES / name} is missing: 'unvote data remove', and import the files again"
    )


def _sources(home: Path) -> dict[str, _SourceNow]:
    """Return the sources of the record that is there."""
    if not (home / RECORD).exists():
        return {}
    record, facts = opened()
    found = {}
    for source in facts["sources"]:
        file = record
        if source["file"]:
            try:
                data = (home / SOURCES / source["file"]).read_bytes()
            except OSError as error:
                raise _lost(source["file"]) from error
            file = from_parquet(data, source["file"])[0]
        files = [ImportedFile(**facts) for facts in source["files"]]
        name = source["source"]
        found[name] = _SourceNow(read_record(file, name), files, source["file"])
    return found


def _write(home: Path, sources: dict[str, _SourceNow], merged: Merged) -> bool:
    """Write what has changed, the record last, and return whether anything has."""
    alone = len(sources) == 1
    facts: dict[str, Any] = {
        "format": FORMAT,
        "program": __version__,
        **_extent(merged.record),
        "states": len(merged.record.states),
        "gaps": _gaps(merged.record.rollcalls),
        "left_out": len(merged.left_out),
        "disagreements": {"count": len(merged.disagreements), "file": ""},
        "sources": [],
    }
    for name in sorted(sources, key=AUTHORITY.index):
        source = sources[name]
        if alone:
            source.name = ""  # it is the record
        elif not source.name:
            source.name = _put(home, name, to_parquet(_table_of(source.record), {}))
        files = [asdict(file) for file in source.files]
        facts["sources"].append(
            {"source": name, "file": source.name, "files": files, **_extent(source.record)}
        )
    if len(merged.disagreements):
        table = pa.Table.from_pandas(merged.disagreements, preserve_index=False)
        table = table.replace_schema_metadata(None)
        facts["disagreements"]["file"] = _put(home, "disagreements", to_parquet(table, {}))
    data = to_parquet(_table_of(merged.record), facts)
    path = home / RECORD
    if path.exists() and path.read_bytes() == data:
        return False
    with whole_file(path) as file:
        file.write(data)
    return True


def _put(home: Path, kind: str, data: bytes) -> str:
    """Write a file under the hash of its content, if it is not there, and return its name."""
    path = home / SOURCES / f"{kind}-{hashlib.sha256(data).hexdigest()[:16]}.parquet"
    with writing(path):
        path.parent.mkdir(exist_ok=True)
    # A file of that name that is not whole has been damaged since.
    if not (path.exists() and path.read_bytes() == data):
        with whole_file(path) as file:
            file.write(data)
    return path.name


def _extent(record: Record) -> dict[str, Any]:
    days = record.rollcalls["date"].dropna()
    return {
        "rollcalls": len(record),
        "votes": int(np.count_nonzero(record.matrix)),
        "first": days.min().date().isoformat() if len(days) else None,
        "last": days.max().date().isoformat() if len(days) else None,
    }


def _gaps(rollcalls: pd.DataFrame) -> list[str]:
    """Return the regular sessions of the General Assembly that have no roll call."""
    sessions = rollcalls["session"][rollcalls["organ"] == "GA"].unique()
    numbers = {int(session) for session in sessions if session.isdecimal()}
    return [str(number) for number in range(1, max(numbers, default=0)) if number not in numbers]


def _table_of(record: Record) -> Any:
    """Return a record as a pyarrow table: the ids, the columns of the roll calls, the states."""
    rollcalls = record.rollcalls
    columns = {ID: pa.array(rollcalls.index, pa.string())}
    for name in COLUMNS:
        if name == "date":
            columns[name] = pa.array(rollcalls[name].to_numpy().astype("datetime64[D]"))
        else:
            kind = pa.int64() if name in TOTALS else pa.string()
            columns[name] = pa.array(rollcalls[name].array, kind)
    # One after the other in memory, a column lies as it is written.
    matrix = np.ascontiguousarray(record.matrix.T)
    columns |= {code: pa.array(matrix[place]) for place, code in enumerate(record.votes.columns)}
    fields = [
        pa.field(name, array.type, nullable=name == "date" or name in TOTALS)
        for name, array in columns.items()
    ]
    return pa.table(list(columns.values()), schema=pa.schema(fields))


def _frame_of(file: Any) -> pd.DataFrame:
    frame = file.read().to_pandas()
    frame["date"] = frame["date"].astype("datetime64[s]")
    return frame.astype({name: "str" for name in frame.columns if name != "date"})


def _no_disagreements() -> pd.DataFrame:
    frame = pd.DataFrame({name: pd.Series(dtype="str") for name in DISAGREEMENTS})
    return frame.astype({"date": "datetime64[s]"})
