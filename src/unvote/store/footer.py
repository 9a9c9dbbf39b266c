"""The end of the record's files: the seal, which tells any damage, and where the footer starts."""

import hashlib

from unvote.errors import DataError

# The key of the Parquet metadata under which our facts stand, as JSON.
KEY = b"unvote"
TAIL = 8  # the length of the footer, and the magic bytes
_MAGIC = b"PAR1"
_SEAL = hashlib.sha256().digest_size


def footer_of(data: bytes) -> int:
    """Return where the footer of Parquet data starts."""
    return len(data) - TAIL - int.from_bytes(data[-TAIL:-4], "little")


def is_whole(data: bytes) -> bool:
    """Return whether the seal of Parquet data holds: not one byte may differ."""
    footer = footer_of(data) if data[-4:] == _MAGIC else 0
    seal = footer - _SEAL
    if seal < 0:
        return False
    digest = hashlib.sha256(memoryview(data)[:seal])
    digest.update(memoryview(data)[footer:])
    return data[seal:footer] == digest.digest()


def damaged(name: str) -> DataError:
    """Return the error that says of a file that it is damaged, and how to go on."""
    return DataError(
        f"{name} is damaged or cut short: 'unvote data remove', and import the files again"
    )
