"""unvote data check."""

from dataclasses import replace
from typing import Annotated

import typer

from unvote.answer import Column, Kind, listed, noted
from unvote.cli.data.common import FileOrgan
from unvote.cli.emit import emit
from unvote.cli.failures import FAILED
from unvote.cli.options import GivenDay, GivenSymbol, Output

EXAMPLES = """\
  unvote data check ga_voting.csv.gz
  unvote data check mine.csv --json
"""


def check(
    output: Output,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Files of votes that belong together; none: the record on this machine.",
        ),
    ] = None,
    organ: FileOrgan = None,
    resolution: GivenSymbol = None,
    date: GivenDay = None,
) -> None:
    """One row for each odd thing. Exits with 0 if there is none, with 1 otherwise.

    Without a file it checks the record on this machine: each file against its seal, and the record
    against its sources.

    If a file cannot be read, or holds impossible data, one line says so; the exit code is 4.
    """
    from unvote.listing import notes_on_listing
    from unvote.readers import read_files
    from unvote.record import count_of

    if files:
        records = read_files(files, organ=organ, resolution=resolution, date=date)
        notes = [
            [record.name, note]
            for record in records
            for note in [*record.notes, *notes_on_listing(record)]
        ]
    else:
        from unvote.store.checking import check_record

        record, notes = check_record()
        records = [record]
    answer = listed((Column("file"), Column("note", Kind.TEXT)), notes)
    summaries = [*noted("record", (record.summary for record in records))]
    checked = count_of(sum(map(len, records)), "roll call")
    sound = noted("sound", [] if notes else [f"nothing odd was found in {checked}"])
    emit(replace(answer, notes=[*sound], basis=summaries), output)
    if notes:
        raise typer.Exit(FAILED)
