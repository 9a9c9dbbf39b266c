"""unvote breaks."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import A, Output, OwnGroups, Selecting

EXAMPLES = """\
  unvote breaks US
  unvote breaks US --with NATO --from 2025
  unvote breaks Hungary --with EU
  unvote breaks US --title embargo --csv
"""


def breaks(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    a: A,
    bloc: Annotated[
        str | None,
        typer.Option(
            "--with",
            metavar="GROUP",
            help="Also where A did not vote as most of the others in this group, on the days on"
            " which A belonged to it.",
        ),
    ] = None,
) -> None:
    """Lists the roll calls in which A changed its vote on a text that came back, newest first.

    A text comes back under the same title in a later session; in an emergency special session
    all texts are on one item, and the previous voting day counts. Earlier votes are looked up
    in the whole record, whatever --from, --session or --title select. vote: how A voted; was:
    the position that it left; of: the earlier roll call, or the group, that had that position;
    since: the day of the earlier roll call. An absence is not a position.
    """
    import unvote

    groups = own.groups()
    whole = selecting.whole()
    record = selecting.measured_of(whole)
    emit(
        unvote.breaks.answer(
            record, a, group=bloc, within=whole, groups=groups, **selecting.coverage
        ),
        output,
    )
