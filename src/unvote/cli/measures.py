"""unvote measures."""

from typing import Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Output

EXAMPLES = """\
  unvote measures
  unvote measures coincidence
  unvote measures --json
"""
SHOWN = ("measure", "formula", "abstention", "absence")


def measures(
    output: Output,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="MEASURE", help="Only this one, with all details.", show_default=False
        ),
    ] = None,
) -> None:
    """same: both yes, both no or both abstain; partial: exactly one abstains; n: both voted."""
    from unvote.analysis.world import measure_rows

    emit_frame(measure_rows(name), output, shown=SHOWN if name is None else ())
