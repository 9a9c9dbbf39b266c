"""Tables in Parquet of which any damage is told."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from unvote.store.checks import as_damage
from unvote.store.footer import KEY, damaged, footer_of, is_whole

# A file that is named by its content.
NAMED = re.compile(r"(?P<kind>[a-z]+)-[0-9a-f]{16}\.parquet")
# Everything is read at once: a record of eighty years is less than 1 MB.
_LEVEL = 9  # of zstd: a tenth smaller than 1, and as fast to read


def to_parquet(
    table: Any, facts: dict[str, Any], texts: Mapping[bytes, bytes] | None = None
) -> bytes:
    """Return a pyarrow table and our facts about it as sealed Parquet, always the same bytes.

    The seal is a SHA-256 of all the other bytes and stands just before the footer, where no
    reader of Parquet looks. `texts` are further texts under keys of their own.
    """
    sink = pa.BufferOutputStream()
    with pa.parquet.ParquetWriter(
        sink,
        table.schema,
        compression="zstd",
        compression_level=_LEVEL,
        # What Parquet itself says of types is enough, and statistics of votes help nobody.
        store_schema=False,
        write_statistics=False,
    ) as writer:
        writer.write_table(table, row_group_size=max(1, table.num_rows))
        text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
        writer.add_key_value_metadata({KEY: text, **(texts or {})})
    data: bytes = sink.getvalue().to_pybytes()
    footer = footer_of(data)
    body, end = data[:footer], data[footer:]
    return body + hashlib.sha256(body + end).digest() + end


def from_parquet(data: bytes, name: str) -> tuple[Any, dict[str, Any]]:
    """Return sealed Parquet as an open pyarrow ParquetFile, and our facts about it.

    Raises
    ------
    DataError
        If the seal does not hold: not one byte may differ from what was written.
    """
    if not is_whole(data):
        raise damaged(name)
    with as_damage(name):
        file = pa.parquet.ParquetFile(pa.BufferReader(data))
        return file, dict(json.loads(file.metadata.metadata[KEY]))


def name_of(kind: str, data: bytes) -> str:
    """Return the name that the content of a file gives it."""
    return f"{kind}-{hashlib.sha256(data).hexdigest()[:16]}.parquet"
