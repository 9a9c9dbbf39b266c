"""unvote map."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.emit import chosen_format, emit
from unvote.cli.options import Among, Output, OwnGroups, Selecting
from unvote.cli.outcomes import AsListed
from unvote.errors import ArgumentError, NothingSelectedError

if TYPE_CHECKING:
    from rich.console import Console

    from unvote.output.figures.picture import Picture

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
        str | None,
        typer.Argument(
            metavar="RESOLUTION", help="As people write it: ES-11/7.", show_default=False
        ),
    ] = None,
    align: Annotated[
        str | None,
        typer.Option(
            "--align",
            metavar="A",
            help="Shade every state by how it votes with this state or group.",
            show_default=False,
        ),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure",
            "-m",
            metavar="NAME",
            help="The measure for --align (default: agreement).",
            show_default=False,
        ),
    ] = None,
    among: Among = None,
    as_listed: AsListed = False,
) -> None:
    """Draws one tile per member state, about where it lies, all of one size.

    + is yes, - no, o abstain, . not voting. In a terminal of less than 84 columns the states
    are listed by region instead. The drawing goes into a pipe too; --csv lists the tiles.
    """
    import unvote

    groups = own.groups()
    if align is not None:
        _aligned(selecting, own, output, resolution, align, measure or "agreement", among)
        return
    if measure is not None:
        raise ArgumentError("--measure goes with --align: add a state or a group to compare with")
    if resolution is None:
        raise ArgumentError("name a resolution, or a state to compare with (--align)")
    record = selecting.record(resolution, texts=["title"])
    if chosen_format(output, drawn=True) == "table" and not output.chosen:
        frame = unvote.show(record, among=among, groups=groups)  # of one or of several
        frame.attrs["reasons"] = []
    else:
        frame = unvote.map(record, among=among, groups=groups)

    def draw(console: "Console") -> None:
        from unvote.output.terminal.tilemap import print_vote_maps

        print_vote_maps(console, record, frame, unvote.check(record, as_listed=as_listed))

    def picture(_: int) -> "Picture":
        from unvote.output.figures.tiles import vote_map

        return vote_map(record, frame, unvote.check(record, as_listed=as_listed))

    emit(frame, output, record=record, drawing=draw, always_draw=True, picture=picture)


def _aligned(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    resolution: str | None,
    side: str,
    measure: str,
    among: str | None,
) -> None:
    import unvote
    from unvote.analysis.measures import find_measure
    from unvote.world.groups import find_party
    from unvote.world.states import State

    groups, formula = own.groups(), find_measure(measure)
    named = [] if resolution is None else [resolution]
    record = selecting.measured(*named)
    frame = unvote.map(
        record,
        align=side,
        measure=measure,
        among=among,
        groups=groups,
        **selecting.coverage,
    )
    party = find_party(side, groups)
    code = party.code if isinstance(party, State) else None
    title = f"{formula.title} with {party.name}"
    values = dict(zip(frame["state"], frame[formula.name], strict=True))

    def draw(console: "Console") -> None:
        from unvote.output.terminal.tilemap import print_shades

        console.print(f"{title}\n", style="bold")
        print_shades(console, values, record.last_day, own=code, share=formula.is_share)

    def picture(_: int) -> "Picture":
        from unvote.output.figures.picture import NOTHING
        from unvote.output.figures.tiles import tiles
        from unvote.output.paints import shade_paints
        from unvote.world.states import members_on

        if frame[formula.name].isna().all():
            raise NothingSelectedError(NOTHING)
        paints, legend = shade_paints(values, own=code, share=formula.is_share)
        others = members_on(record.last_day) - set(paints)
        return tiles(paints, legend, title[:1].upper() + title[1:], others)

    emit(
        frame,
        output,
        record=record,
        made={"measure": [formula.name]},
        footer=["a value on the limit of two classes counts to the higher", formula.note],
        drawing=draw,
        always_draw=True,
        picture=picture,
    )
