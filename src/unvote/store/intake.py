"""From files to the full record: read them, and import them in one step."""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from unvote.readers import fill_absent, read_files, together
from unvote.record import Record
from unvote.store.local import FileFacts, Report, import_records

Progress = Callable[[str], None]


def import_files(
    paths: Sequence[str | os.PathLike[str]],
    *,
    when: str,
    organ: str | None = None,
    fill: bool = False,
    progress: Progress | None = None,
) -> tuple[Report, list[str]]:
    """Read files of votes and import them into the full record, all of them or none.

    Parameters
    ----------
    paths : sequence of path
        The files, in any of the layouts that `unvote.read_files` reads.
    when : str
        The day of the import, as 2026-06-30.
    organ : {"GA", "SC"}, optional
        The organ of roll calls of which neither symbol nor columns tell it.
    fill : bool
        Take members of the day that a source does not list as not voting (`fill_absent`).
    progress : function, optional
        It is told what is done next: "reading NAME", "merging", "writing".

    Returns
    -------
    report : Report
        What the import did.
    notes : list of str
        What is odd about the files, each with the name of the file.

    Raises
    ------
    DataError
        If a file cannot be read or another import is under way.
    OutputError
        If the record cannot be written; the one that was there stays.
    """
    tell = progress or (lambda _: None)
    records: list[tuple[Record, FileFacts]] = []
    notes: list[str] = []
    for group in together(paths):
        facts = _facts(group)
        tell(f"reading {facts.name}")
        for record in read_files(group, organ=organ):
            whole = fill_absent(record) if fill else record
            records.append((whole, facts))
            notes += [f"{facts.name}: {note}" for note in whole.notes]
    return import_records(records, when=when, progress=progress), notes


def _facts(paths: Sequence[str | os.PathLike[str]]) -> FileFacts:
    """Return the name and the hash of files that say something only together."""
    each = [FileFacts.of(path) for path in sorted(paths, key=lambda path: Path(path).name)]
    if len(each) == 1:
        return each[0]
    together = hashlib.sha256("".join(one.sha256 for one in each).encode())
    return FileFacts(" + ".join(one.name for one in each), together.hexdigest())
