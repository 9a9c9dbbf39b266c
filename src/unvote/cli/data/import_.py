"""unvote data import."""

from typing import Annotated

import typer

from unvote.cli.data.common import FileOrgan, Replace, import_and_report
from unvote.cli.options import FillAbsent, GivenDay, GivenSymbol, Output

EXAMPLES = """\
  unvote data import 2026_02_06_ga_voting.csv
  unvote data import ga_voting.csv.gz sc_voting.csv.gz
  unvote data import un_votes.rda un_roll_calls.rda --fill-absent
  unvote data import tonight.txt --resolution A/RES/80/1 --date 2025-11-27
"""


def import_(
    output: Output,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Files of votes, in any known layout.")
    ],
    organ: FileOrgan = None,
    fill_absent: FillAbsent = False,
    resolution: GivenSymbol = None,
    date: GivenDay = None,
    replace: Replace = False,
) -> None:
    """All files are imported in one step, or none: the record is the old one or the new one.

    A newer edition replaces the roll calls that it has. What it lacks stays. If it has fewer votes
    for a roll call, the old votes stay too: a line says so, `unvote data disagreements` lists them,
    and the exit code is 1. If two sources have the same roll call, the more authoritative one
    counts: the UN Digital Library, the UN's extract, Voeten, the R package unvotes, other files.
    What differs is kept and listed by `unvote data disagreements`.

    The table says for each source how many roll calls of the files are new, replaced or unchanged,
    and how many kept their old votes. For the source as it is now, it says how many roll calls the
    record uses, how many are the same as one of a more authoritative source, and how many are
    likely, but not certain, to be the same.
    """
    code = import_and_report(
        files,
        output,
        fill=fill_absent,
        replace=replace,
        organ=organ,
        resolution=resolution,
        date=date,
    )
    if code:
        raise typer.Exit(code)
