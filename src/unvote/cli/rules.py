"""unvote rules."""

from typing import Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Output

EXAMPLES = """\
  unvote rules
  unvote rules two-thirds
  unvote rules --json
"""
SHOWN = ("rule", "title", "organ", "since", "article")


def rules(
    output: Output,
    name: Annotated[
        str | None,
        typer.Argument(metavar="RULE", help="Only this one, with all details.", show_default=False),
    ] = None,
) -> None:
    """Members present and voting are those that cast a yes or a no; abstainers are not."""
    from unvote.analysis.world import rule_rows

    emit_frame(rule_rows(name), output, shown=SHOWN if name is None else ())
