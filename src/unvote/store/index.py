"""A quick look at a record: its facts and the names of its roll calls.

It imports nothing that reads Parquet, so that --version and the completion in a shell are quick.
"""

import csv
import json
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from unvote.codes import HERE
from unvote.errors import DataError
from unvote.store.location import RECORD, folder
from unvote.store.seal import unsealed
from unvote.store.versions import facts_of_today, record_name
from unvote.world.tables import embedded_votes

if TYPE_CHECKING:
    from unvote.record import Record


class RollCall(NamedTuple):
    """The id, day, session and title of a roll call; empty where unknown."""

    id: str
    date: str
    session: str
    title: str


class Summary(NamedTuple):
    """The facts about the full record, and its roll calls."""

    facts: dict[str, Any]
    rollcalls: list[RollCall]


def summary() -> Summary | None:
    """Return the facts and the roll calls of the full record on this machine.

    None if there is no record, if it is damaged, or if a newer unvote has written it; the error on
    opening it says which.
    """
    path = folder() / RECORD
    try:
        facts, names = unsealed(path.read_bytes()) or (b"{}", b"")
        lines = zlib.decompress(names).decode().splitlines()
        known = facts_of_today(json.loads(facts), str(path))
        return Summary(known, [RollCall(*line.split("\t")) for line in lines])
    except (OSError, DataError, LookupError, TypeError, ValueError, zlib.error):
        return None


def name() -> str:
    """Return the name of the record on this machine."""
    seen = summary()
    return record_name(seen.facts) if seen else HERE


def embedded() -> list[RollCall]:
    """Return the roll calls of the record that comes with unvote."""
    with embedded_votes().open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        places = [header.index(name) for name in ("resolution", "date", "session", "title")]
        found = {row[places[0]]: RollCall(*(row[place] for place in places)) for row in rows}
    return list(found.values())


def full() -> list[RollCall]:
    """Return the roll calls of the full record on this machine."""
    if seen := summary():
        return seen.rollcalls
    from unvote.store.read import open_record

    return _rollcalls(open_record())


def packed(record: "Record") -> bytes:
    """Return the names of all roll calls of a record, packed, to be written beside the facts."""
    lines = map("\t".join, _rollcalls(record))
    return zlib.compress("\n".join(lines).encode(), 9)


def _rollcalls(record: "Record") -> list[RollCall]:
    table = record.rollcalls
    days = table["date"].dt.strftime("%Y-%m-%d").fillna("")
    columns = [table.index, days, table["session"], table["title"]]
    # A tab or a line end in a title would break its line.
    rows = zip(*columns, strict=True)
    return [RollCall(*(" ".join(text.split()) for text in row)) for row in rows]
