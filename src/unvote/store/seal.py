"""Our facts, the names and the seal: the bytes before the footer of each file of the record.

Readers of Parquet skip these bytes, and nobody needs such a reader to read them.
"""

import hashlib
import struct

from unvote.errors import DataError

_MAGIC = b"PAR1"
_TAIL = 8  # the length of the footer, and the magic bytes
_LENGTHS = struct.Struct("<QQ")  # of the facts and of the names, before the seal
_SEAL = hashlib.sha256().digest_size


def sealed(data: bytes, facts: bytes, names: bytes) -> bytes:
    """Return Parquet data with two texts and the seal: a SHA-256 of all the other bytes."""
    footer = _footer_of(data)
    body = data[:footer] + facts + names + _LENGTHS.pack(len(facts), len(names))
    return body + hashlib.sha256(body + data[footer:]).digest() + data[footer:]


def unsealed(data: bytes) -> tuple[bytes, bytes] | None:
    """Return the two texts of sealed Parquet data; None unless every byte is as it was written."""
    footer = _footer_of(data) if data[-4:] == _MAGIC else 0
    seal = footer - _SEAL
    lengths = seal - _LENGTHS.size
    if lengths < 0:
        return None
    digest = hashlib.sha256(memoryview(data)[:seal])
    digest.update(memoryview(data)[footer:])
    if data[seal:footer] != digest.digest():
        return None
    long, short = _LENGTHS.unpack(data[lengths:seal])
    names = lengths - short
    return data[max(0, names - long) : names], data[names:lengths]


def _footer_of(data: bytes) -> int:
    return len(data) - _TAIL - int.from_bytes(data[-_TAIL:-4], "little")


def damaged(name: str) -> DataError:
    """Return the error that a file is damaged, with how to go on."""
    return DataError(
        f"{name} is damaged or cut short: 'unvote data remove', and import the files again"
    )
