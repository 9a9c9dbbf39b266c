"""Writes a sheet as text or bytes: CSV, JSON, Markdown, Parquet."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from unvote.output.sheet import Sheet
from unvote.output.table import are_numbers, shown
from unvote.progress import tell

# The rows written at once: of CSV or JSON, and of Parquet (a row group).
AT_ONCE = 100_000
ROW_GROUP = 1 << 20
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~&$])")


def to_csv(sheet: Sheet, *, header: bool = True) -> str:
    """Return RFC 4180 text with LF line ends; numbers unrounded, missing empty."""
    return "".join(csv_pieces(sheet, header=header))


def csv_pieces(sheet: Sheet, *, header: bool = True) -> Iterator[str]:
    """Yield the text of `to_csv` in pieces, so that millions of rows fit into memory."""
    for start in _starts(sheet):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if header and not start:
            writer.writerow(sheet.names)
        columns = [
            [_plain(value) for value in column] if bool in {*map(type, column)} else column
            for column in sheet.part(start, start + AT_ONCE).plain
        ]
        writer.writerows(zip(*columns, strict=True))
        yield text.getvalue()


def _plain(value: Any) -> Any:
    """Return a value as text files write it: true and false in small letters."""
    return str(value).lower() if isinstance(value, bool) else value


def _starts(sheet: Sheet) -> Iterator[int]:
    """Yield where each piece of a sheet begins, and tell how much is written."""
    for start in range(0, sheet.height or 1, AT_ONCE):
        tell("writing rows", start, sheet.height)
        yield start


def json_pieces(sheet: Sheet, meta: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Yield in pieces an array of objects, one per row; numbers unrounded, missing null.

    With `meta`, yield that object, with the array as "rows".
    """
    encode = json.JSONEncoder(ensure_ascii=False, default=_iso).encode
    before, after = "", "\n"
    if meta is not None:
        head = json.dumps(meta, ensure_ascii=False, default=_iso, indent=2).removesuffix("\n}")
        before, after = f'{head},\n  "rows": ', "\n}\n"
    if not sheet.height:
        yield f"{before}[]{after}"
        return
    before += "[\n  "
    for start in _starts(sheet):
        rows = sheet.part(start, start + AT_ONCE).rows
        objects = (dict(zip(sheet.names, row, strict=True)) for row in rows)
        yield before + ",\n  ".join(map(encode, objects))
        before = ",\n  "
    yield f"\n]{after}"


def to_markdown(sheet: Sheet, *, header: bool = True, plain: bool = False) -> str:
    """Return a table in GitHub's Markdown; characters of markup are escaped.

    Names, headings and percentages are as in a terminal table; with `plain`, as in a CSV.
    """
    numbers = [are_numbers(column) for column in sheet.plain]
    names, rows = sheet.names, sheet.rows
    if plain:
        rows = [tuple(map(_plain, row)) for row in rows]
    else:
        kinds = [column.kind for column in sheet.columns]
        names = [column.label for column in sheet.columns]
        rows = [tuple(map(shown, kinds, row)) for row in rows]
    lines = [_line(names), "|" + "|".join("--:" if n else "---" for n in numbers) + "|"]
    return "\n".join([*(lines if header else []), *map(_line, rows)]) + "\n"


def to_parquet(sheet: Sheet) -> bytes:
    """Return the bytes of a Parquet file; categories become texts, one row group at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays, fields = {}, []
    for name, column in zip(sheet.names, sheet.data, strict=True):
        array = pa.array(column, from_pandas=True)
        if pa.types.is_timestamp(array.type):
            array = array.cast(pa.date32())
        arrays[name] = array.cast(pa.string()) if pa.types.is_null(array.type) else array
        kind = arrays[name].type
        fields.append(pa.field(name, kind.value_type if pa.types.is_dictionary(kind) else kind))
    table, schema, sink = pa.table(arrays), pa.schema(fields), io.BytesIO()
    with pq.ParquetWriter(sink, schema) as writer:
        for start in range(0, table.num_rows or 1, ROW_GROUP):
            writer.write_table(table.slice(start, ROW_GROUP).cast(schema), ROW_GROUP)
    return sink.getvalue()


def _line(values: Any) -> str:
    cells = ("" if value is None else _iso(value) for value in values)
    return "| " + " | ".join(_MARKDOWN.sub(r"\\\1", str(cell)) for cell in cells) + " |"


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
