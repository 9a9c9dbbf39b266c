"""What a record tells at a glance: its facts and the names of its roll calls.

Nothing that reads Parquet is imported: the version and the completion in a shell answer at
once. Both stand as texts in the footer, in Thrift's compact protocol, as Parquet lays down.
"""

import base64
import csv
import json
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from unvote.codes import HERE
from unvote.errors import DataError
from unvote.store.footer import KEY, TAIL, footer_of, is_whole
from unvote.store.location import RECORD, folder
from unvote.store.versions import called, facts_of_today
from unvote.world.tables import embedded_votes

if TYPE_CHECKING:
    from unvote.record import Record

# The key of the Parquet metadata under which the names stand, packed.
NAMES = b"unvote.names"
_FIELD = b"\x18"  # in Thrift: the next field is a text


class RollCall(NamedTuple):
    """A roll call as it is named: its id, and day, session and title, empty where unknown."""

    id: str
    date: str
    session: str
    title: str


class Glance(NamedTuple):
    """The facts about the full record, and its roll calls; None where it does not list them."""

    facts: dict[str, Any]
    rollcalls: list[RollCall] | None


def glance() -> Glance | None:
    """Look at the full record on this machine.

    None: there is none, or it is damaged, or a newer unvote has written it; to open it says
    which.
    """
    path = folder() / RECORD
    try:
        data = path.read_bytes()
    except OSError:
        return None
    facts, names = (_text(data, key) if is_whole(data) else None for key in (KEY, NAMES))
    try:
        known = facts_of_today(json.loads(facts or b"{}"), str(path))
        return Glance(known, unpacked(names) if names else None)
    except (DataError, LookupError, TypeError, ValueError, zlib.error):
        return None


def name() -> str:
    """Return what the record on this machine is called."""
    seen = glance()
    return called(seen.facts) if seen else HERE


def embedded() -> list[RollCall]:
    """Return the roll calls of the record that comes with unvote."""
    with embedded_votes().open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        places = [header.index(name) for name in ("resolution", "date", "session", "title")]
        found = {row[places[0]]: RollCall(*(row[place] for place in places)) for row in rows}
    return list(found.values())


def full() -> list[RollCall]:
    """Return the roll calls of the full record on this machine.

    Raises
    ------
    DataError
        If there is none, or it is damaged, or a newer unvote has written it.
    """
    seen = glance()
    if seen and seen.rollcalls is not None:
        return seen.rollcalls
    from unvote.store.read import open_record

    return unpacked(packed(open_record(states=[], texts=["title"])))


def packed(record: "Record") -> bytes:
    """Return the names of all roll calls of a record, to be written beside the facts."""
    rollcalls = record.rollcalls
    columns = [
        rollcalls.index,
        rollcalls["date"].dt.strftime("%Y-%m-%d").fillna(""),
        rollcalls["session"],
        rollcalls["title"],
    ]
    # A tab or a line end in a title would tear its line.
    rows = [[" ".join(text.split()) for text in row] for row in zip(*columns, strict=True)]
    lines = "\n".join(map("\t".join, rows))
    return base64.b64encode(zlib.compress(lines.encode(), 9))


def unpacked(names: bytes) -> list[RollCall]:
    """Return the roll calls of which the names were packed."""
    lines = zlib.decompress(base64.b64decode(names)).decode().split("\n")
    return [RollCall(*line.split("\t")) for line in lines if line]


def _text(data: bytes, key: bytes) -> bytes | None:
    """Return what stands under a key of the Parquet metadata."""
    footer = data[footer_of(data) : -TAIL]
    _, found, rest = footer.partition(_FIELD + bytes([len(key)]) + key + _FIELD)
    if not found:
        return None
    length = shift = place = 0
    while True:  # the length has seven bits a byte, the lowest first; the last is below 128
        byte = rest[place]
        length, shift, place = length | (byte & 127) << shift, shift + 7, place + 1
        if byte < 128:
            return rest[place : place + length]
