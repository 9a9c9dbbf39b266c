"""Parquet, as `data export` and every command write it, and other programs too."""

from typing import Any

import pyarrow as pa
import pyarrow.parquet

from unvote.errors import DataError
from unvote.readers import sheet
from unvote.readers.grid import CellGrid
from unvote.readers.stream import Source, brief
from unvote.record import Record

# The record since 1946 has 1.1 million votes, and 600 MB as text.
_MOST_ROWS = 20_000_000
_MOST_BYTES = 1 << 31
_MOST_COLUMNS = 2_000


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read a Parquet file into a Record.

    `source`: the file: a table with a row per vote or with a column per state.
    Raises DataError if it is damaged or too large, or holds impossible values.
    """
    try:
        file = pa.parquet.ParquetFile(pa.py_buffer(bytes(source.whole())))
        facts = file.metadata
        size = sum(facts.row_group(group).total_byte_size for group in range(facts.num_row_groups))
        if facts.num_rows > _MOST_ROWS or size > _MOST_BYTES or facts.num_columns > _MOST_COLUMNS:
            raise DataError(
                f"{source.name}: {facts.num_rows:,} rows of {facts.num_columns:,} columns, more"
                " than any record has: export a part of it"
            )
        table = file.read()
        table.validate(full=True)  # this finds texts that are not UTF-8
        names = [str(name) for name in table.column_names]
        cells = [
            _texts(source, name, column) for name, column in zip(names, table.columns, strict=True)
        ]
    except pa.ArrowException as error:
        what = f"the Parquet file is damaged: write it again ({brief(str(error))})"
        raise DataError(f"{source.name}: {what}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{source.name}: the Parquet file is damaged: write it again") from error
    if not table.num_rows:
        raise DataError(f"{source.name}: the file holds columns and no votes")
    grid = CellGrid(source.name, names, cells, lambda place: f"row {place + 1}")
    return sheet.record_of(grid, organ=organ)


def _texts(source: Source, name: str, column: Any) -> Any:
    """Return a column as text; what is missing is empty."""
    column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("s", kind.tz), safe=False).cast(pa.date32())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        raise DataError(f"{source.name}, column {brief(name)}: {kind}, where texts are expected")
    return column.cast(pa.string()).fill_null("")
