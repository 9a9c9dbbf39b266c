"""unvote show."""

from dataclasses import replace
from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Among, Output, OwnGroups, Selecting
from unvote.cli.outcomes import AsListed, one_named

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
        str | None,
        typer.Argument(
            metavar="RESOLUTION",
            help="As people write it: ES-11/7; none: the only one that is selected.",
        ),
    ] = None,
    among: Among = None,
    as_listed: AsListed = False,
) -> None:
    """Draws the roll call, in a pipe too; --csv lists its votes, one row per state.

    A star marks a state that the note on the roll call mentions.
    """
    import unvote

    record, groups = (one_named(selecting, resolution), own.groups())
    answer = unvote.show.answer(record, among=among, groups=groups)
    emit(replace(answer, facts=replace(answer.facts, as_listed=as_listed)), output)
