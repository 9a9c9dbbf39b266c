"""unvote rules."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output

EXAMPLES = """\
  unvote rules
  unvote rules two-thirds
  unvote rules --json
"""


def rules(
    output: Output,
    name: Annotated[
        str | None, typer.Argument(metavar="RULE", help="Only this one, with all details.")
    ] = None,
) -> None:
    """Members present and voting are those that cast a yes or a no; abstentions do not count."""
    import unvote

    emit(unvote.rules.answer(name), output)
