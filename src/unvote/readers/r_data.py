"""R data, and tables that have to be read together, as R data or as CSV.

Voeten's table comes as R data (completeVotes), and so do those of the R package unvotes: the
votes, the roll calls, the issues, joined by their numbers.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from unvote.errors import DataError
from unvote.readers import build, rows, sheet
from unvote.readers.attributes import PAIR
from unvote.readers.columns import folded, places_of
from unvote.readers.combine import combined
from unvote.readers.grid import CellGrid, Grid, TextGrid
from unvote.readers.stream import Source, brief, is_r_data
from unvote.readers.table import Table
from unvote.readers.xdr import Frame, Texts, frames
from unvote.record import Record

_HOW = "name un_votes.rda and un_roll_calls.rda"


def read(*sources: Source, organ: str | None = None) -> Record:
    """Read R data, or the tables of the package unvotes, into one Record.

    `*sources`: the files un_votes, un_roll_calls (without it, roll calls are known only by number),
    un_roll_call_issues, and Matches.csv, which says which roll calls are on the same text; or one
    file with a whole table.
    Raises DataError if a file cannot be read, or none of them holds votes.
    """
    name = build.some([source.name for source in sources], most=4096)
    votes: list[Table] = []
    described: dict[str, Table] = {}
    records: list[Record] = []
    for grid in (grid for source in sources for grid in _grids(source)):
        if not sheet.is_part(grid):
            if not sheet.kind_of_table(grid):
                found = brief(", ".join(grid.names), 100)
                raise DataError(f"{grid.name}: no table of votes has the columns {found}: {_HOW}")
            records.append(sheet.record_of(grid, organ=organ))
            continue
        is_votes = bool(places_of("vote", [folded(name) for name in grid.names]))
        table = Table(grid, sheet.places_of_rows(grid) if is_votes else sheet.places_in(grid))
        kind = "votes" if is_votes else _kind(table)
        before = votes[0] if is_votes and votes else described.get(kind)
        if before:
            raise DataError(
                f"{grid.name}: a second table of {kind}, after that in {before.grid.name}: name one"
            )
        if is_votes:
            votes.append(table)
        else:
            described[kind] = table
    if votes:
        records.append(_joined(name, votes[0], list(described.values()), organ))
    elif not records:
        raise DataError(
            f"{name}: no votes, only what describes them: name un_votes.rda too"
            " (unvote data import un_votes.rda un_roll_calls.rda)"
        )
    return combined(records)


def _kind(table: Table) -> str:
    """Return what a table says about roll calls."""
    kinds = {"issue": "issues", PAIR[0]: "pairs of roll calls"}
    return next((kind for name, kind in kinds.items() if name in table.columns), "roll calls")


def _joined(name: str, votes: Table, described: list[Table], organ: str | None) -> Record:
    if not any(_kind(table) == "roll calls" for table in described):
        votes.notes.append("no un_roll_calls.rda: the roll calls are known by their number alone")
    return replace(rows.record_of(votes, organ=organ, described=described), name=name)


def _grids(source: Source) -> Iterator[Grid]:
    """Yield the tables of a source."""
    if not is_r_data(source.head):
        yield TextGrid(source)
        return
    for _, frame in frames(source):
        yield _grid(source.name, frame)


def _grid(name: str, frame: Frame) -> CellGrid:
    cells = [_texts(column) for column in frame.values()]
    if not len(cells[0] if cells else ()):
        raise DataError(f"{name}: a table without a row: fetch the file again")
    return CellGrid(name, list(frame), cells, lambda place: f"row {place + 1}")


def _texts(column: Any) -> Any:
    """Return a column of R as its distinct texts; what is missing in R is empty."""
    if isinstance(column, Texts):
        return pa.DictionaryArray.from_arrays(
            pa.array(column.codes.astype(np.int32)),
            pa.array([text or "" for text in column.labels]),
        )
    values, codes = np.unique(column, return_inverse=True)
    texts = (
        ["" if np.isnat(day) else str(day) for day in values]
        if values.dtype.kind == "M"
        else ["" if np.isnan(number) else f"{number:.15g}" for number in values.tolist()]
    )
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(texts))
