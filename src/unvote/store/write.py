"""Writes the full record; `unvote.store.own_files` lets one process do so at a time.

`record.parquet` is the record, with one column per state; it is replaced in one step. Beside it
lie its sources as they came in, and the list of their disagreements; the name of each file is the
hash of its content, and a file that the record does not name does not count. Every import merges
the sources anew, so that their order makes no difference. A record of a single source has no
other files.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from unvote._version import __version__
from unvote.merge.fewer import Fewer
from unvote.merge.rollcalls import COLUMNS
from unvote.merge.several import Merged
from unvote.record import TOTALS, Record
from unvote.store.index import packed
from unvote.store.info import ImportedFile
from unvote.store.location import RECORD, SOURCES
from unvote.store.parquet import name_of, to_parquet
from unvote.store.read import ID
from unvote.store.versions import FORMAT
from unvote.world.sources import AUTHORITY, REFERENCE
from unvote.world.symbols import session_number
from unvote.writing import whole_file, writing


class SourceNow(NamedTuple):
    """A source of the record that is to be written."""

    record: Record  # what the source has
    files: tuple[ImportedFile, ...] = ()  # the files that it is made of, in the order of import
    name: str = ""  # the name of its file beside the record, if it is there already and intact


def save(
    home: Path, sources: dict[str, SourceNow], merged: Merged, fewer: Sequence[Fewer] = ()
) -> bool:
    """Write what has changed, the record last; return whether anything has."""
    facts: dict[str, Any] = {
        "format": FORMAT,
        "program": __version__,
        **_extent(merged.record),
        "states": len(merged.record.states),
        **_coverage(merged.record, [source.record for source in sources.values()]),
        "reference": int((merged.record.rollcalls["source"] == REFERENCE).sum()),
        "possible_duplicates": merged.record.possible_duplicates,
        "disagreements": {"count": len(merged.disagreements), "file": ""},
        "fewer": fewer,
        "sources": [],
    }
    for name in sorted(sources, key=AUTHORITY.index):
        source = sources[name]
        beside = ""  # a single source is the record itself
        if len(merged.counts) > 1:
            beside = source.name or _put(home, name, to_parquet(_table_of(source.record), {}))
        files = [asdict(file) for file in source.files]
        facts["sources"].append(
            {"source": name, "file": beside, "files": files, **_extent(source.record)}
        )
    if len(merged.disagreements):
        table = pa.Table.from_pandas(merged.disagreements, preserve_index=False)
        table = table.replace_schema_metadata(None)
        facts["disagreements"]["file"] = _put(home, "disagreements", to_parquet(table, {}))
    data = to_parquet(_table_of(merged.record), facts, packed(merged.record))
    path = home / RECORD
    if path.exists() and path.read_bytes() == data:
        return False
    with whole_file(path) as file:
        file.write(data)
    return True


def _put(home: Path, kind: str, data: bytes) -> str:
    """Write a file under the hash of its content, if it is not there, and return its name."""
    path = home / SOURCES / name_of(kind, data)
    with writing(path):
        path.parent.mkdir(exist_ok=True)
    # A file of that name with other content was damaged: write it again.
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


def _coverage(record: Record, sources: Sequence[Record]) -> dict[str, Any]:
    """Return the regular sessions without a roll call in any source; `whole` if there is none."""
    covered = {number for source in sources for number in _sessions(source)}
    gaps = sorted({*range(1, max(_sessions(record), default=0) + 1)} - covered)
    return {"gaps": [str(number) for number in gaps], "whole": bool(covered) and not gaps}


def _sessions(record: Record) -> set[int]:
    """Return the regular sessions of the General Assembly that have a roll call."""
    sessions = record.rollcalls["session"][record.rollcalls["organ"] == "GA"].unique()
    return {number for one in sessions if (number := session_number(one))}


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
    # Column by column in memory, as they are written.
    matrix = np.ascontiguousarray(record.matrix.T)
    columns |= {code: pa.array(matrix[place]) for place, code in enumerate(record.votes.columns)}
    fields = [
        pa.field(name, array.type, nullable=name == "date" or name in TOTALS)
        for name, array in columns.items()
    ]
    return pa.table(list(columns.values()), schema=pa.schema(fields))
