"""unvote groups."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output, OwnGroups

EXAMPLES = """\
  unvote groups
  unvote groups EU NATO
  unvote groups allies --csv
"""


def groups(
    own: OwnGroups,
    output: Output,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="GROUP", help="List the members of these.")
    ] = None,
) -> None:
    """Counts today's members; 'to' is the last day of membership."""
    import unvote

    emit(unvote.groups.answer(*(names or ()), own=own.groups()), output)
