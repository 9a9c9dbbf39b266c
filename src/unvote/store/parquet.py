"""Writes and reads tables in Parquet, with a seal that reveals any damage."""

import hashlib
import json
import re
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from unvote.store.fact_checks import as_damage
from unvote.store.seal import damaged, sealed, unsealed

# The name of a file is the hash of its content.
NAMED = re.compile(r"(?P<kind>[a-z]+)-[0-9a-f]{16}\.parquet")
# Everything is read at once: a record of eighty years is less than 1 MB.
_LEVEL = 9  # of zstd: a tenth smaller than 1, and as fast to read


def to_parquet(table: Any, facts: dict[str, Any], names: bytes = b"") -> bytes:
    """Return a pyarrow table, our facts and the names as sealed Parquet; the bytes never vary."""
    sink = pa.BufferOutputStream()
    pa.parquet.write_table(
        table,
        sink,
        row_group_size=max(1, table.num_rows),
        compression="zstd",
        compression_level=_LEVEL,
        # Parquet's own types are enough, and nobody needs statistics of votes.
        store_schema=False,
        write_statistics=False,
    )
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return sealed(sink.getvalue().to_pybytes(), text.encode(), names)


def from_parquet(data: bytes, name: str) -> tuple[Any, dict[str, Any]]:
    """Return sealed Parquet as an open pyarrow ParquetFile, and our facts about it.

    Raises DataError if a single byte differs from what was written.
    """
    if not (texts := unsealed(data)):
        raise damaged(name)
    with as_damage(name):
        return pa.parquet.ParquetFile(pa.BufferReader(data)), dict(json.loads(texts[0]))


def name_of(kind: str, data: bytes) -> str:
    """Return the name of a file: the hash of its content."""
    return f"{kind}-{hashlib.sha256(data).hexdigest()[:16]}.parquet"
