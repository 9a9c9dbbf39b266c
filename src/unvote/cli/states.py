"""unvote states."""

from typing import Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Output

EXAMPLES = """\
  unvote states
  unvote states US 'Côte d’Ivoire' zaire
  unvote states --csv
"""
SHOWN = ("state", "alpha2", "name", "admitted", "ended", "successor", "region")


def states(
    output: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STATE", help="Only these, however they are named.", show_default=False
        ),
    ] = None,
) -> None:
    """One row per spell of membership; ended is the first day after it."""
    from unvote.analysis.world import state_rows

    emit_frame(state_rows(names or ()), output, shown=SHOWN)
