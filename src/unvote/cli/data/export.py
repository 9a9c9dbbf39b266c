"""unvote data export."""

from typing import Annotated, Literal

import typer

from unvote.cli.emit import nothing_left
from unvote.cli.failures import say
from unvote.cli.options import Debug, Quiet, Selecting
from unvote.errors import NothingSelectedError

EXAMPLES = """\
  unvote data export -o record.parquet
  unvote data export -o votes.csv --layout wide
  unvote data export -o by_session --from 2000
"""


def export(
    selecting: Selecting,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|FOLDER",
            help="A file .csv or .parquet, or a folder, which gets one Parquet file per session.",
        ),
    ],
    layout: Annotated[
        Literal["tidy", "wide"],
        typer.Option(
            metavar="tidy|wide",
            help="tidy: one row per vote, under the UN Digital Library's column names; wide: one"
            " row per roll call and one column per state.",
        ),
    ] = "tidy",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Writes all roll calls, or those selected, including votes on amendments and paragraphs.

    DuckDB, Polars and R read the files. On another machine, `unvote data import record.parquet`
    makes the same record from the one file, without a network.
    """
    from unvote.store.export import export

    record = selecting._replace(parts=True).record()
    if record.emptied_by:
        raise NothingSelectedError(nothing_left(record))
    export(record, output, layout)
    if not quiet:
        for note in record.notes:
            say(note)
        say(f"{output}: {record.summary}")
