"""Imports: files are read, merged with what is there, and saved in one step."""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from unvote.errors import ArgumentError, DataError
from unvote.listing import notes_on_listing
from unvote.merge.editions import Edition, newer_editions
from unvote.merge.fewer import Fewer, keys_of
from unvote.merge.several import merge
from unvote.merge.union import by_source
from unvote.progress import tell
from unvote.readers import combine, fill_absent, together
from unvote.readers.reference import reference
from unvote.readers.stream import brief
from unvote.record import Record, count_of
from unvote.store.info import ImportedFile
from unvote.store.location import RECORD, folder
from unvote.store.own_files import locked, sweep
from unvote.store.read import open_file, read_source
from unvote.store.versions import record_name
from unvote.store.write import SourceNow, save
from unvote.world.sources import AUTHORITY, REFERENCE

# The format of the time of an import.
_SECOND = "2026-06-30T12:00:00"


@dataclass(frozen=True)
class FileFacts:
    """A file that is imported."""

    # Its name, and the SHA-256 of its content as hexadecimal digits.
    name: str
    sha256: str
    filled: bool = False  # whether absences that it omits were derived

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> "FileFacts":
        """Return the facts of a file.

        Raises DataError if it cannot be read.
        """
        # The record keeps names as UTF-8: other bytes become a question mark.
        name = os.fsencode(Path(path).name).decode(errors="replace")
        try:
            with Path(path).open("rb") as file:
                return cls(name, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise DataError(f"{path} cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True)
class Report:
    """What an import did."""

    changed: bool  # whether the record has changed
    # One row per imported `source`. Four columns count the roll calls of this import: `new` in the
    # source, `replaced`, `unchanged`, or `kept`, which have fewer votes in the file and so keep
    # their old ones. The others are about the source as it is now; see `Merged.counts`.
    table: pd.DataFrame
    disagreements: pd.DataFrame  # as in `Merged`
    record: Record  # the record as it is now
    added: Record  # the roll calls that the record did not have before, from any source
    # How many roll calls the files have, and how many of them are new in their source but were in
    # the record from another source.
    read: int
    known: int
    fewer: tuple[Fewer, ...] = ()  # the roll calls that kept their old votes


def import_files(
    paths: Sequence[str | os.PathLike[str]],
    *,
    when: str,
    organ: str | None = None,
    resolution: str | None = None,
    date: str | None = None,
    fill: bool = False,
    replace_all: bool = False,
) -> tuple[Report, list[str]]:
    """Read files of votes and import them into the full record, all of them or none.

    `paths`: the files, in any of the layouts that `unvote.read_files` reads.
    `when`: the day of the import, as 2026-06-30, or its second, as 2026-06-30T12:00:00.
    `organ`: the organ of roll calls whose symbol and columns do not name it.
    `resolution`, `date`: those of the vote if there is one file, with one vote (`unvote.read`).
    `fill`: count a member that the source omits as not voting (`fill_absent`).
    `replace_all`: replace a roll call even if the newer edition has fewer votes in it.
    Returns `report`: what the import did.
    `notes`: what is odd about the files, each with the name of the file.
    Raises DataError if a file cannot be read twice, or another import is under way.
    Raises OutputError if the record cannot be written; the one that was there stays.
    """
    records: list[tuple[Record, FileFacts]] = []
    notes: list[str] = []
    if (resolution or date) and len(paths) > 1:
        raise ArgumentError("a resolution and a date are for one file with one vote")
    _check_each_stays(paths)
    for files in together(paths):
        facts = _facts([source.name for source in files.sources])
        tell(f"reading {facts.name}")
        for record in combine.by_source([files.read(organ, resolution, date)]):
            _check_organs(record)
            whole = fill_absent(record) if fill else record
            records.append((whole, replace(facts, filled=whole is not record)))
            notes += [f"{facts.name}: {note}" for note in [*whole.notes, *notes_on_listing(whole)]]
    report = import_records(records, when=when, base=reference(), replace_all=replace_all)
    return report, [*dict.fromkeys(notes)]  # each source of a file has the same note


def _check_organs(record: Record) -> None:
    """Refuse roll calls of an unknown body: the record on this machine needs the organ."""
    nameless = record.rollcalls.index[record.rollcalls["organ"] == ""]
    if len(nameless):
        raise DataError(
            f"{record.name}: {count_of(len(nameless), 'roll call')} of a body that neither symbol"
            f" nor file names ('{brief(nameless[0])}'): say which with --organ"
        )


def _check_each_stays(paths: Sequence[str | os.PathLike[str]]) -> None:
    """Refuse pipes and devices, which can be read only once: an import reads a file twice."""
    for path in paths:
        mode = stat.S_IFREG
        with suppress(OSError, ValueError):  # the reader says why
            mode = stat.S_IFMT(Path(path).stat().st_mode)
        if mode not in (stat.S_IFREG, stat.S_IFDIR):
            raise DataError(f"{path} is a pipe or a device: save what it gives to a file first")


def _facts(paths: Sequence[str | os.PathLike[str]]) -> FileFacts:
    """Return one name and one hash for files that are read only together."""
    each = [FileFacts.of(path) for path in sorted(paths, key=lambda path: Path(path).name)]
    if len(each) == 1:
        return each[0]
    of_all = hashlib.sha256("".join(one.sha256 for one in each).encode())
    return FileFacts(" + ".join(one.name for one in each), of_all.hexdigest())


def import_records(
    records: Iterable[tuple[Record, FileFacts]],
    *,
    when: str,
    base: Record | None = None,
    replace_all: bool = False,
) -> Report:
    """Import what was read from files into the full record, all of it in one step.

    A later record is the newer edition. Importing the same files again does not change a byte.
    Whatever happens, the record is complete: the old one or the new one.

    `records`: what was read, and from which file.
    `when`: the day of the import, as 2026-06-30, or its second, as 2026-06-30T12:00:00.
    `base`: the reference record: its roll calls are used unless another source has them; files
    from elsewhere ("own") come after it.
    `replace_all`: replace a roll call even if the newer edition has fewer votes in it.
    Raises DataError if another import is under way, or the record that is there is damaged or was
    written by a newer unvote.
    Raises OutputError if the record cannot be written; the one that was there stays.
    """
    home = folder()
    with locked(home):
        sweep(home)
        sources = _sources(home)
        facts = open_file()[1] if sources else {}
        before = facts["rollcalls"] if sources else len(base) if base else 0
        known = [Fewer(*one) for one in facts.get("fewer", [])]
        when = _after(when, [source.record for source in sources.values()])
        incoming: dict[str, list[tuple[Record, FileFacts]]] = {}
        for record, file in records:
            for name, rows in by_source(_own(record, f"{when} {file.name}")):
                incoming.setdefault(name, []).append((rows, file))
        tell("merging")
        counts: dict[str, list[int]] = {}
        fewer: list[Fewer] = []
        for name, several in incoming.items():
            source = sources.get(name, SourceNow(several[0][0].rows(slice(0))))
            sources[name], editions = _updated(source, several, when, replace_all=replace_all)
            told = [(one.new, one.replaced, one.unchanged, len(one.fewer)) for one in editions]
            counts[name] = [sum(column) for column in zip(*told, strict=True)]
            fewer += [one for edition in editions for one in edition.fewer]
        known = _still_fewer(known, incoming, fewer)
        records_now = [source.record for source in sources.values()]
        merged = merge([*records_now, *([base] if base else [])], known)
        tell("writing")
        try:
            changed = save(home, sources, merged, known)
        finally:
            sweep(home)  # remove the old files, or the new ones if there was no room for all
    table = merged.counts[merged.counts["source"].isin(sources)].reset_index(drop=True)
    for place, name in enumerate(("new", "replaced", "unchanged", "kept")):
        counted = [counts.get(source, [0] * 4)[place] for source in table["source"]]
        table.insert(1 + place, name, counted)
    record = merged.record.with_facts(name=record_name(open_file()[1]))
    read = sum(map(sum, counts.values()))
    new = sum(count[0] for count in counts.values())
    elsewhere = min(new, max(0, new - len(record) + before))
    added = record.rows(record.rollcalls["added"].str.startswith(f"{when} ").to_numpy(dtype=bool))
    return Report(
        changed, table, merged.disagreements, record, added, read, elsewhere, tuple(fewer)
    )


def _after(when: str, sources: Iterable[Record]) -> str:
    """Return the time of an import to the second, later than that of all imports before.

    Another import may have come in the same second, or the clock may have been put back.
    """
    before = max((record.rollcalls["added"].max() for record in sources if len(record)), default="")
    last = before.partition(" ")[0]
    is_later = when > last or len(when) < len(_SECOND)
    return when if is_later else str(np.datetime64(last, "s") + np.timedelta64(1, "s"))


def _still_fewer(
    known: Sequence[Fewer],
    incoming: Mapping[str, Sequence[tuple[Record, FileFacts]]],
    fewer: Sequence[Fewer],
) -> list[Fewer]:
    """Return the roll calls that have fewer votes in their newest edition."""
    if not (known or fewer):
        return []
    seen = {
        (name, key)
        for name, several in incoming.items()
        for record, _ in several
        for key in keys_of(record.rollcalls)
    }
    newest = {(one.source, one.key): one for one in fewer}
    older = {(one.source, one.key): one for one in known}
    return [
        *(one for key, one in older.items() if key not in seen and key not in newest),
        *newest.values(),
    ]


def _updated(
    source: SourceNow, several: Sequence[tuple[Record, FileFacts]], when: str, *, replace_all: bool
) -> tuple[SourceNow, list[Edition]]:
    """Return a source with newer editions of it, the newest last, and what each of them did."""
    newer = [record.with_facts(name=file.name) for record, file in several]
    record, editions = newer_editions(source.record, newer, replace_votes=replace_all)
    files, name = source.files, source.name
    for edition, (_, file) in zip(editions, several, strict=True):
        if len(edition.fewer) and not (edition.new or edition.replaced or edition.unchanged):
            continue  # nothing of this file is in the record
        if edition.changed:
            older = files if edition.stayed else ()
            files, name = tuple(known for known in older if known.sha256 != file.sha256), ""
        if file.sha256 not in {known.sha256 for known in files}:
            files = (*files, ImportedFile(file.name, file.sha256, when[:10], file.filled))
    return SourceNow(record, files, name), editions


def _own(record: Record, added: str) -> Record:
    """Return a record with its time of import; reference roll calls count as the user's own."""
    rollcalls = record.rollcalls
    sources = rollcalls["source"].replace(REFERENCE, AUTHORITY[-1])
    return replace(record, rollcalls=rollcalls.assign(source=sources, added=added))


def _sources(home: Path) -> dict[str, SourceNow]:
    """Return the sources of the record that is there."""
    if not (home / RECORD).exists():
        return {}
    record, facts = open_file()
    found = {}
    for source in facts["sources"]:
        files = tuple(ImportedFile(**facts) for facts in source["files"])
        name = source["source"]
        found[name] = SourceNow(read_source(record, source, name), files, source["file"])
    return found
