"""unvote votes."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output, OwnGroups, Selecting

EXAMPLES = """\
  unvote votes US RU FR
  unvote votes US RU CN --on 'ES-11/*'
  unvote votes NORDIC --on ES-11/7 --csv
  unvote votes US --organ SC
"""


def votes(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    names: Annotated[
        list[str], typer.Argument(metavar="STATE", help="States; a group means its members.")
    ],
    on: Annotated[
        list[str] | None,
        typer.Option(
            "--on",
            metavar="RESOLUTION",
            help="Only this roll call or pattern; may be given several times.",
        ),
    ] = None,
) -> None:
    """Y yes, N no, A abstain, X not voting; empty if a state was not a member."""
    import unvote

    record = selecting.record(*(on or ()))
    emit(unvote.votes.answer(record, *names, groups=own.groups()), output)
