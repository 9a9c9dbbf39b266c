"""unvote states."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output

EXAMPLES = """\
  unvote states
  unvote states US 'Côte d’Ivoire' zaire
  unvote states --csv
"""


def states(
    output: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="STATE", help="Only these, however they are named."),
    ] = None,
) -> None:
    """One row per spell of membership; ended is the first day after it."""
    import unvote

    emit(unvote.states.answer(*(names or ())), output)
