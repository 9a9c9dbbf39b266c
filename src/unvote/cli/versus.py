"""unvote versus."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Among, Output, OwnGroups, Selecting
from unvote.cli.rankings import Least
from unvote.errors import ArgumentError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from unvote.output.figures.picture import Picture

EXAMPLES = """\
  unvote versus US EU ES-11/7
  unvote versus US EU ES-11/7 -o sides.svg
  unvote versus US EU --from 2025
  unvote versus US allies --among NATO
  unvote versus US CN --opposed --csv
"""
# What the letters of two positions mean in a title.
WORDS = {"Y": "yes", "N": "no", "A": "abstain"}
LEAN = "lean = (with A - with B) / n, from +1 to -1"
A = Annotated[str, typer.Argument(metavar="A", help="A state or a group.")]
B = Annotated[str, typer.Argument(metavar="B", help="Another.")]
LEAN = "lean = (with A - with B) / n, from +1 to -1"


def versus(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    a: A,
    b: B,
    resolution: Annotated[
        str | None,
        typer.Argument(
            metavar="RESOLUTION",
            help="One roll call: list who stood with A, with B, with neither, and the absent.",
            show_default=False,
        ),
    ] = None,
    opposed: Annotated[
        bool, typer.Option("--opposed", help="Only where one voted yes and the other no.")
    ] = False,
    among: Among = None,
    least: Least = None,
) -> None:
    """Counts the roll calls in which A and B took different positions.

    lean = (with A - with B) / n, from +1 (always with A) to -1 (always with B); n counts the
    roll calls in which the state voted yes, no or abstain. A group takes the position that
    most of its members of the day took; its members are listed, each as itself.
    """
    import unvote
    from unvote.world.groups import find_party
    from unvote.world.states import State

    groups = own.groups()
    if resolution is None:
        record = selecting.measured()
        coverage = selecting.coverage
        frame = unvote.versus(
            record, a, b, opposed=opposed, among=among, least=least, groups=groups, **coverage
        )

        def picture(most: int) -> "Picture":
            from unvote.analysis.ranking import ranked_rows
            from unvote.output.figures.axes import Scale
            from unvote.output.figures.dots import dots
            from unvote.output.figures.text import titled

            left, right = titled([b, a], groups)
            scale = Scale(f"lean: −1 always with {left}, +1 always with {right}", -1, 1)
            rows = ranked_rows(frame).rename(columns={"lean": "y"})
            return dots(rows, f"Who voted alongside {right} and who alongside {left}", scale, most)

        emit_frame(frame, output, record=record, footer=[LEAN], picture=picture)
    else:
        parties = [find_party(name, groups) for name in (a, b)]
        record = selecting.record(resolution)
        frame = unvote.sides(record, a, b, opposed=opposed, among=among, groups=groups)
        sided = zip(parties, ("with_a", "with_b"), strict=True)
        states = {party.code: side for party, side in sided if isinstance(party, State)}

        def draw(console: "Console") -> None:
            _split(console, frame, a, b, states, record.rollcalls["date"])

        emit_frame(
            frame,
            output,
            record=record,
            drawing=draw,
            picture=lambda _: _sides_map(frame, a, b, states, record.rollcalls["date"]),
        )


def _sides_map(
    frame: "pd.DataFrame", a: str, b: str, states: dict[str, str], dates: "pd.Series[pd.Timestamp]"
) -> "Picture":
    """Return the map of who stood where in the one roll call."""
    from unvote.output.figures.tiles import tiles
    from unvote.output.paints import day_of, side_paints
    from unvote.world.states import members_on

    if len(frame.attrs["positions"]) != 1:
        raise ArgumentError("a picture is of one roll call, and several are named")
    [(id_, (first, second))] = frame.attrs["positions"].items()
    placed = dict(zip(frame["state"], frame["side"], strict=True))
    paints, legend = side_paints(placed, a, b, states)
    others = members_on(day_of(dates[id_])) - set(paints)
    title = f"{id_}: {a} {WORDS[first]}, {b} {WORDS[second]}, each counted with itself"
    return tiles(paints, legend, title, others)


def _split(
    console: "Console",
    frame: "pd.DataFrame",
    a: str,
    b: str,
    states: dict[str, str],
    dates: "pd.Series[pd.Timestamp]",
) -> None:
    """Draw the three sides and the absent: on the map where it fits, as bars, as lists."""
    from unvote.output.terminal.rollcalls import print_lists
    from unvote.output.terminal.tilemap import map_width, print_sides
    from unvote.world.spelling import plain
    from unvote.world.states import all_states

    placed: dict[str, list[tuple[str, str, str]]] = {}
    columns = (frame[name].tolist() for name in ("rollcall", "state", "name", "side"))
    for id_, *row in zip(*columns, strict=True):
        placed.setdefault(id_, []).append((row[0], row[1], row[2]))
    titles = {
        "with_a": f"with {a}",
        "with_b": f"with {b}",
        "neither": "with neither",
        "absent": "absent",
    }
    for id_, (first, second) in frame.attrs["positions"].items():
        rows = list(placed.get(id_, []))
        head = f"{id_}: {a} {WORDS[first]}, {b} {WORDS[second]}, each counted with itself\n"
        console.print(head, style="bold")
        if console.width >= map_width():
            sides = {state: side for state, _, side in rows}
            print_sides(console, sides, a, b, states, dates[id_])
            console.print()
        # The members of a group are listed, so a state is too.
        rows += [(code, all_states()[code].name, side) for code, side in states.items()]
        lists = {
            title: sorted((name for _, name, one in rows if one == side), key=plain)
            for side, title in titles.items()
        }
        print_lists(console, lists)
