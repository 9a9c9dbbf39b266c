"""Checks the record on this machine: its files, and whether its sources still give it."""

from unvote.listing import notes_on_listing
from unvote.merge.disagreements import notes_on
from unvote.merge.fewer import Fewer
from unvote.merge.several import merge
from unvote.record import Record
from unvote.store.info import disagreements
from unvote.store.location import RECORD
from unvote.store.read import open_file, open_record, open_sources


def check_record() -> tuple[Record, list[list[str]]]:
    """Return the record on this machine, and what is odd in it: a file and a note each.

    It reads every file of the record, checks the seals, and merges the sources again: the result
    has to equal the record.

    Raises DataError if there is none, or a file of it is damaged.
    """
    record = open_record()
    fewer = [Fewer(*one) for one in open_file()[1]["fewer"]]
    made = merge(open_sources(), fewer)
    found = [*notes_on(made.disagreements), *notes_on_listing(record)]
    if not (made.record.rollcalls.equals(record.rollcalls) and _alike(made.record, record)):
        found.append("it differs from what its sources give: import the files again")
    if len(disagreements()) != len(made.disagreements):
        found.append("its disagreements differ from those of its sources: import the files again")
    return record, [[RECORD, note] for note in found]


def _alike(one: Record, other: Record) -> bool:
    return bool(
        one.votes.columns.equals(other.votes.columns) and (one.matrix == other.matrix).all()
    )
