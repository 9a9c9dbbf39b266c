"""unvote map."""

from dataclasses import replace
from typing import Annotated

import typer

from unvote.cli.emit import chosen_format, emit
from unvote.cli.options import Among, Output, OwnGroups, Selecting
from unvote.cli.outcomes import AsListed, one_named
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote map ES-11/7
  unvote map 'S/RES/2774 (2025)'
  unvote map ES-11/7 --among EU
  unvote map --align US --from 2025
  unvote map ES-11/7 --csv
  unvote map ES-11/7 -o map.svg
"""


def map(  # noqa: A001 - the name of the command
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    resolution: Annotated[
        str | None, typer.Argument(metavar="RESOLUTION", help="As people write it: ES-11/7.")
    ] = None,
    align: Annotated[
        str | None,
        typer.Option(
            "--align",
            metavar="A",
            help="Shade every state by how it votes with this state or group.",
        ),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure", "-m", metavar="NAME", help="The measure for --align (default: agreement)."
        ),
    ] = None,
    among: Among = None,
    as_listed: AsListed = False,
) -> None:
    """Draws one tile per member state, all of one size, roughly where the state lies.

    + is yes, - no, o abstain, . not voting. If the terminal is narrower than 84 columns, the states
    are listed by region instead. The drawing goes into a pipe too; --csv lists the tiles.
    """
    import unvote
    from unvote.analysis.tilemap import votes_mapped

    groups = own.groups()
    if align is not None:
        record = selecting.measured(*([] if resolution is None else [resolution]))
        shaded = unvote.map.answer(
            record,
            align=align,
            measure=measure or "agreement",
            among=among,
            groups=groups,
            **selecting.coverage,
        )
        emit(shaded, output)
        return
    if measure is not None:
        raise ArgumentError("--measure goes with --align: add a state or a group to compare with")
    if resolution is None and selecting.votes is None:
        raise ArgumentError("name a resolution, or a state to compare with (--align)")
    record = one_named(selecting, resolution)
    if chosen_format(output, drawn=True) == "table" and not output.chosen:
        answer = votes_mapped(record, among, groups)  # of one or of several
    else:
        answer = unvote.map.answer(record, among=among, groups=groups)
    emit(replace(answer, facts=replace(answer.facts, as_listed=as_listed)), output)
