"""unvote tally."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output, OwnGroups, Resolutions, Selecting
from unvote.cli.outcomes import AsListed

if TYPE_CHECKING:
    from unvote.output.figures.picture import Picture

EXAMPLES = """\
  unvote tally ES-11/7
  unvote tally --from 2025 --organ GA
  unvote tally ES-11/7 --by region
  unvote tally ES-11/7 ES-11/8 --by EU,NATO,BRICS --csv
"""
SHOWN = ("rollcall", "date", "title", "yes", "no", "abstain", "not_voting", "outcome")


def tally(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    resolutions: Resolutions = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="region|GROUPS",
            help="Count the regional groups apart, or groups and states: EU,NATO.",
            show_default=False,
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

    record = selecting.record(*(resolutions or ()), texts=["title"])
    frame = unvote.tally(record, by, groups=own.groups(), as_listed=as_listed)

    def picture(most: int) -> "Picture":
        from unvote.output.figures.bars import bars

        title = frame["title"].item() if len(frame) == 1 else "How the members voted"
        return bars(frame, title or frame["rollcall"].item(), most)

    shown = () if by else SHOWN
    emit(frame, output, record=record, shown=shown, newest=True, picture=None if by else picture)
