"""unvote versus."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Among, Output, OwnGroups, Selecting
from unvote.cli.rankings import Least

EXAMPLES = """\
  unvote versus US EU ES-11/7
  unvote versus US EU ES-11/7 -o sides.svg
  unvote versus US EU --from 2025
  unvote versus US allies --among NATO
  unvote versus US CN --opposed --csv
"""
A = Annotated[str, typer.Argument(metavar="A", help="A state or a group.")]
B = Annotated[str, typer.Argument(metavar="B", help="Another.")]


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
    from unvote.world.groups import find_actor

    groups = own.groups()
    for name in (a, b):  # before the resolution: with a word too many it is none
        find_actor(name, groups)
    if resolution is not None:
        record = selecting.record(resolution)
        answer = unvote.sides.answer(record, a, b, opposed=opposed, among=among, groups=groups)
    else:
        answer = unvote.versus.answer(
            selecting.measured(),
            a,
            b,
            opposed=opposed,
            among=among,
            least=least,
            groups=groups,
            **selecting.coverage,
        )
    emit(answer, output)
