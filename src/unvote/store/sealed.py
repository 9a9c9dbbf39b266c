"""Tables in Parquet of which any damage is told."""

import hashlib
import json
import re
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from unvote.errors import DataError

# The key of the Parquet metadata under which our facts stand, as JSON.
KEY = b"unvote"
# A file that is named by its content.
NAMED = re.compile(r"(?P<kind>[a-z]+)-[0-9a-f]{16}\.parquet")
# Everything is read at once: a record of eighty years is less than 1 MB.
_MAGIC = b"PAR1"
_TAIL = 8  # the length of the footer, and the magic bytes
_SEAL = hashlib.sha256().digest_size
_LEVEL = 9  # of zstd: a tenth smaller than 1, and as fast to read


def to_parquet(table: Any, facts: dict[str, Any]) -> bytes:
    """Return a pyarrow table and our facts about it as sealed Parquet, always the same bytes.

    The seal is a SHA-256 of all the other bytes and stands just before the footer, where no
    reader of Parquet looks.
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
        writer.add_key_value_metadata({KEY.decode(): text})
    data: bytes = sink.getvalue().to_pybytes()
    footer = _footer(data)
    body, end = data[:footer], data[footer:]
    return body + hashlib.sha256(body + end).digest() + end


def _footer(data: bytes) -> int:
    """Return where the footer of Parquet data starts."""
    return len(data) - _TAIL - int.from_bytes(data[-_TAIL:-4], "little")


def from_parquet(data: bytes, name: str) -> tuple[Any, dict[str, Any]]:
    """Return sealed Parquet as an open pyarrow ParquetFile, and our facts about it.

    Raises
    ------
    DataError
        If the seal does not hold: not one byte may differ from what was written.
    """
    footer = _footer(data) if data[-4:] == _MAGIC else 0
    seal = footer - _SEAL
    if seal < 0 or data[seal:footer] != _digest(data, seal, footer):
        raise damaged(name)
    file = pa.parquet.ParquetFile(pa.BufferReader(data))
    return file, json.loads(file.metadata.metadata[KEY])


def damaged(name: str) -> DataError:
    """Return the error that says of a file that it is damaged, and how to go on."""
    return DataError(
        f"{name} is damaged or cut short: 'unvote data remove', and import the files again"
    )


def name_of(kind: str, data: bytes) -> str:
    """Return the name that the content of a file gives it."""
    return f"{kind}-{hashlib.sha256(data).hexdigest()[:16]}.parquet"


def _digest(data: bytes, seal: int, footer: int) -> bytes:
    digest = hashlib.sha256(memoryview(data)[:seal])
    digest.update(memoryview(data)[footer:])
    return digest.digest()
