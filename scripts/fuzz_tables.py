"""Tables in Parquet and workbooks for the fuzzer, and changes that leave the files intact."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet

_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def rows_of(table: bytes) -> list[list[str]]:
    """Return the cells of a table in text."""
    return list(csv.reader(io.StringIO(table.decode())))


def parquet(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table as Parquet."""
    names = [
        f"{name}{place}" if name in rows[0][:place] else name for place, name in enumerate(rows[0])
    ]
    columns = [[row[place] for row in rows[1:]] for place in range(len(names))]
    sink = io.BytesIO()
    pa.parquet.write_table(pa.table(dict(zip(names, columns, strict=True))), sink)
    return sink.getvalue()


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table as a workbook of one sheet."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
    for row in rows:
        book.active.append(list(row))
    sink, same = io.BytesIO(), io.BytesIO()
    book.save(sink)
    # The library writes the time of day into the archive; fix it, so that a seed gives the same
    # files.
    with zipfile.ZipFile(sink) as archive, zipfile.ZipFile(same, "w") as written:
        for name in archive.namelist():
            part = _TIME.sub(b"2026-01-01T00:00:00Z", archive.read(name))
            written.writestr(zipfile.ZipInfo(name), part)
    return same.getvalue()


def parquet_cell(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Replace one cell or name of a table in Parquet."""
    try:
        table = pa.parquet.read_table(io.BytesIO(data))
        columns = [column.to_pylist() for column in table.columns]
    except Exception:
        return data
    return parquet(
        _changed([list(table.column_names), *zip(*columns, strict=True)], random, others)
    )


def workbook_cell(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Replace one cell of a workbook."""
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    except Exception:
        return data
    return workbook(_changed(rows, random, others))


def _changed(
    rows: Sequence[Sequence[str]], random: Random, others: Sequence[bytes]
) -> list[list[str]]:
    changed = [[str(cell or "") for cell in row] for row in rows]
    if not changed or not changed[0]:
        return changed
    row = random.randrange(len(changed)) if random.random() < 0.8 else 0
    text = random.choice(others).decode("utf-8", errors="ignore")[:80]
    letters = [letter for letter in text if letter.isprintable()]
    changed[row][random.randrange(len(changed[row]))] = random.choice(
        ["".join(letters), "", "Y", "USA", "A/RES/79/1", "2025-02-24", "03/04/2025"]
    )
    return changed
