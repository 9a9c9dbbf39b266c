"""unvote versus."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import A, Among, By, Consensus, Least, Output, OwnGroups, Selecting
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote versus US EU ES-11/7
  unvote versus US EU ES-11/7 -o sides.svg
  unvote versus US EU --from 2025
  unvote versus US allies --by year -o eighty-years.svg
  unvote versus US CN --by decade --of regions
  unvote versus US allies --among NATO
  unvote versus US CN --opposed --csv
"""
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
        ),
    ] = None,
    by: By = None,
    of: Annotated[
        str | None,
        typer.Option(
            metavar="regions|GROUPS",
            help="Count separately the members of each regional group, or of these groups:"
            " EU,NATO.",
        ),
    ] = None,
    opposed: Annotated[
        bool, typer.Option("--opposed", help="Only where one voted yes and the other no.")
    ] = False,
    among: Among = None,
    least: Least = None,
    consensus: Consensus = False,
) -> None:
    """Counts the roll calls in which A and B took different positions.

    lean = (with A - with B) / n, from +1 (always with A) to -1 (always with B); n counts the
    roll calls in which the state voted yes, no or abstain. A group takes the position that
    most of its members of the day took; its members are listed, each as itself. With --by or
    --of: how many states stood more often with A, and how many with B.
    """
    import unvote
    from unvote.world.groups import find_actor

    groups = own.groups()
    for name in (a, b):  # checked before the resolution: with one word too many it is none
        find_actor(name, groups)
    if resolution is not None and (by or of):
        raise ArgumentError("--by and --of need several roll calls: leave them out")
    if resolution is not None:
        record = selecting.record(resolution)
        answer = unvote.sides.answer(record, a, b, opposed=opposed, among=among, groups=groups)
    else:
        answer = unvote.versus.answer(
            selecting._replace(parts=True).record(),
            a,
            b,
            by=by,
            of=of,
            opposed=opposed,
            among=among,
            least=least,
            consensus=consensus,
            groups=groups,
            **selecting.coverage,
        )
    emit(answer, output)
