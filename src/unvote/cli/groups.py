"""unvote groups."""

from typing import Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Output, OwnGroups

EXAMPLES = """\
  unvote groups
  unvote groups EU NATO
  unvote groups allies --csv
"""
SHOWN = ("group", "name", "members", "about")


def groups(
    own: OwnGroups,
    output: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="GROUP", help="List the members of these.", show_default=False),
    ] = None,
) -> None:
    """Counts as members those that belong today; 'to' is the last day of membership."""
    from unvote.analysis.world import group_rows

    emit_frame(group_rows(names or (), own.groups()), output, shown=() if names else SHOWN)
