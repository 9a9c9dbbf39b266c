"""unvote measures."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output

EXAMPLES = """\
  unvote measures
  unvote measures coincidence
  unvote measures --json
"""


def measures(
    output: Output,
    name: Annotated[
        str | None, typer.Argument(metavar="MEASURE", help="Only this one, with all details.")
    ] = None,
) -> None:
    """same: both yes, both no or both abstain; partial: exactly one abstains; n: both voted."""
    import unvote

    emit(unvote.measures.answer(name), output)
