"""unvote tally."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output, OwnGroups, Resolutions, Selecting
from unvote.cli.outcomes import AsListed

EXAMPLES = """\
  unvote tally ES-11/7
  unvote tally --from 2025 --organ GA
  unvote tally ES-11/7 --by region
  unvote tally ES-11/7 ES-11/8 --by EU,NATO,BRICS --csv
  unvote tally --organ GA --by session
"""


def tally(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    resolutions: Resolutions = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="region|GROUPS|session|year|decade",
            help="Count separately the regional groups, or these groups and states: EU,NATO; or the"
            " texts of each session: adopted without a vote, unanimously, by less than two thirds.",
        ),
    ] = None,
    as_listed: AsListed = False,
) -> None:
    """One row per roll call, oldest first.

    The outcome is by the rule that usually applies: two thirds of those present and voting
    in emergency special sessions, a simple majority in other votes of the General Assembly,
    nine yes votes without a veto in the Security Council. The rule and the reason for
    it stand below the table. To apply another rule, use `unvote check --rule`.
    """
    import unvote

    record = selecting.record(*(resolutions or ()))
    emit(unvote.tally.answer(record, by, groups=own.groups(), as_listed=as_listed), output)
