"""unvote show."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Among, Output, OwnGroups, Selecting
from unvote.cli.outcomes import AsListed

if TYPE_CHECKING:
    from rich.console import Console

    from unvote.output.figures.picture import Picture

EXAMPLES = """\
  unvote show ES-11/7
  unvote show ES-11/7 --among EU
  unvote show 'S/RES/2774 (2025)'
  unvote show ES-11/8 --csv
  unvote show ES-11/8 -o map.svg
"""


def show(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    resolution: Annotated[
        str,
        typer.Argument(
            metavar="RESOLUTION", help="As people write it: ES-11/7.", show_default=False
        ),
    ],
    among: Among = None,
    as_listed: AsListed = False,
) -> None:
    """Draws the roll call, also into a pipe; --csv lists its votes, one row per state.

    A star marks a state of which the note on the roll call speaks.
    """
    import unvote

    record, groups = selecting.record(resolution, texts=["title", "note", "link"]), own.groups()
    frame = unvote.show(record, among=among, groups=groups)

    def draw(console: "Console") -> None:
        from unvote.output.terminal.rollcalls import print_rollcalls

        dated = record.rollcalls["date"].notna().any()
        regions = unvote.tally(record, "region") if dated else None
        print_rollcalls(console, record, frame, unvote.check(record, as_listed=as_listed), regions)

    def picture(_: int) -> "Picture":
        from unvote.output.figures.tiles import vote_map

        return vote_map(record, frame, unvote.check(record, as_listed=as_listed))

    emit(frame, output, record=record, drawing=draw, always_draw=True, picture=picture)
