"""The UN Digital Library's list of all resolutions of the General Assembly, one row per text.

It says how each text was adopted: by a recorded vote, by one that was not recorded (only its totals
are known), or without a vote. Who voted how is in another file of the library.
"""

from typing import Any

import numpy as np

from unvote.errors import DataError
from unvote.readers import build
from unvote.readers.attributes import attributes
from unvote.readers.grid import TextGrid
from unvote.readers.organs import organs_of
from unvote.readers.sheet import places_in
from unvote.readers.stream import Source
from unvote.readers.table import Table, rollcalls
from unvote.record import TOTALS, Record, count_of
from unvote.world.modality import is_unrecorded, is_without_vote


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read a list of resolutions into a Record, without the votes of states.

    Raises DataError if the table cannot be read or holds an impossible value; the message names
    file, line and column.
    """
    grid = TextGrid(source)
    table = Table(grid, places_in(grid))
    _, first = rollcalls(table, "undl_id")
    columns = attributes(table, first)
    columns["organ"] = organs_of(table, first, columns, asked=organ)
    nobody = np.zeros(0, dtype=np.int64)
    cast = build.Cast(nobody, nobody, nobody.astype(np.int8))
    notes = [*table.notes, *_adoption_note(columns), *table.how_read]

    def second_vote(first: int, again: int) -> DataError:
        return DataError(f"{source.name}: two votes of one state")

    return build.make_record(source.name, columns, cast, notes=notes, second_vote=second_vote)


def _adoption_note(columns: dict[str, list[Any]]) -> list[str]:
    """Return a note on how the texts were adopted, and clear totals where nobody voted."""
    without = [is_without_vote(text) for text in columns["modality"]]
    for name in TOTALS[:-1]:
        columns[name] = [
            None if adopted and not total else total
            for adopted, total in zip(without, columns[name], strict=True)
        ]
    unrecorded = sum(is_unrecorded(text) for text in columns["modality"])
    voted = len(without) - sum(without)
    return [
        f"{count_of(len(without), 'text')} without the votes of states: {sum(without):,} adopted"
        f" without a vote, {unrecorded:,} by a vote that was not recorded, {voted - unrecorded:,}"
        " by a recorded vote (the library's file of votes has the states)"
    ]
