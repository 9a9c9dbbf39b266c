"""Reads the full record; changes nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from unvote.errors import DataError
from unvote.record import TEXTS, TOTALS, Matrix, Record
from unvote.store.fact_checks import as_damage, require
from unvote.store.location import RECORD, SOURCES, folder
from unvote.store.parquet import NAMED, from_parquet, name_of
from unvote.store.rollcall_checks import check_columns, check_values
from unvote.store.seal import damaged
from unvote.store.versions import facts_of_today, record_name
from unvote.world.sources import AUTHORITY
from unvote.world.states import all_states

# The column of the ids.
ID = "rollcall"

_COUNT: Any = pd.Int64Dtype()
_STR: Any = pd.StringDtype(na_value=np.nan)


def open_record() -> Record:
    """Read the full record.

    Raises DataError if there is no full record, or it is damaged, or a newer unvote has written it.
    """
    file, facts = open_file()
    record = read_record(file, record_name(facts), path=str(folder() / RECORD))
    edition = tuple(text for source in facts["sources"] for text in _edition(source))
    pairs = ((one, other) for one, other in facts["possible_duplicates"])
    return record.with_facts(edition=edition, possible_duplicates=tuple(pairs))


def open_sources() -> list[Record]:
    """Read each source from which the record is made, and the reference record."""
    from unvote.readers.reference import reference

    file, facts = open_file()
    name = record_name(facts)
    sources = [
        replace(read_source(file, source, name), edition=_edition(source))
        for source in facts["sources"]
    ]
    return [*sources, reference()]


def known_numbers(source: str) -> frozenset[str]:
    """Return the numbers of a source's roll calls; none if there is no full record."""
    if not (folder() / RECORD).exists():
        return frozenset()
    tables = (record.rollcalls for record in open_sources())
    return frozenset(
        number for table in tables for number in table["number"][table["source"] == source]
    )


def read_source(file: Any, source: dict[str, Any], name: str) -> Record:
    """Read one source of the record, given its facts and the open file of the record."""
    if source["file"]:
        file = open_beside(source["file"])
        check_columns(file.schema_arrow, source["file"])
    return read_record(file, name, path=source["file"] or str(folder() / RECORD))


def _edition(source: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{one['name']} sha256:{one['sha256'][:12]}" for one in source["files"])


def open_file() -> tuple[Any, dict[str, Any]]:
    """Return the full record as an open pyarrow ParquetFile, and its facts in today's format."""
    path = folder() / RECORD
    data = _bytes_of(
        path,
        "there is no full record on this machine: 'unvote data pull' fetches one,"
        " 'unvote data import FILE' makes one",
    )
    file, facts = from_parquet(data, str(path))
    known = facts_of_today(facts, str(path))
    check_columns(file.schema_arrow, str(path))
    with as_damage(str(path)):
        require(file.metadata.num_rows == known["rollcalls"])
        require({source["source"] for source in known["sources"]} <= {*AUTHORITY})
    return file, known


def names_beside(facts: dict[str, Any]) -> set[str]:
    """Return the names of the files beside the record that belong to it, by its facts."""
    names = [facts["disagreements"]["file"], *(source["file"] for source in facts["sources"])]
    return {name for name in names if name}


def open_beside(name: str) -> Any:
    """Return a file beside the record, of that name, as an open pyarrow ParquetFile."""
    path = folder() / SOURCES / name
    named = NAMED.fullmatch(name)
    if not named:  # nothing outside of the folder is read, whatever a record says
        raise damaged(str(folder() / RECORD))
    data = _bytes_of(path, f"{path} is missing: 'unvote data remove', and import the files again")
    if name != name_of(named["kind"], data):
        raise damaged(name)
    return from_parquet(data, name)[0]


def _bytes_of(path: Path, missing: str) -> bytes:
    """Return the content of a file; `missing` is the message if it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(missing) from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from error


def read_record(file: Any, name: str, *, path: str = "") -> Record:
    """Return the record that an open Parquet file holds.

    An error about a damaged file calls it `path`, or by the name of the record.
    """
    columns = file.schema_arrow.names[1:]  # the first is the id
    known = all_states()
    codes = [code for code in columns if code in known]
    wanted = [column for column in columns if column not in known]
    table = file.read(columns=[ID, *wanted, *codes], use_threads=False)
    check_values(table, path or name)
    index = pd.Index(_STR.__from_arrow__(table[ID]), name=ID)
    rollcalls = pd.DataFrame({name: _column(table[name], name) for name in wanted})
    rollcalls.index = index
    matrix: Matrix = np.empty((len(codes), table.num_rows), dtype=np.int8)
    for place, code in enumerate(codes):
        matrix[place] = table[code].to_numpy()
    votes = pd.DataFrame(matrix.T, index=index, columns=pd.Index(codes, dtype="str"), copy=False)
    try:
        return Record(rollcalls, votes, name)
    except DataError as error:
        raise damaged(path or name) from error


def _column(values: Any, name: str) -> Any:
    if name in TEXTS:
        return _STR.__from_arrow__(values)
    if name in TOTALS:
        return _COUNT.__from_arrow__(values)
    return values.to_numpy().astype("datetime64[s]")
