"""unvote shift."""

from typing import Annotated, Any

import typer

from unvote.cli.emit import emit
from unvote.cli.options import A, Among, Least, Output, OwnGroups, Seed, Selecting
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote shift US --at 2025-01-20
  unvote shift US --at 2025-01-20 --matched --among NATO
  unvote shift US --at 2025-01-20 --sort -change
  unvote shift US --at 2025-01-20 --why FR
  unvote shift Hungary --at 2022-02-24 --before 5y --after 18m --csv
"""


def _length(period: str) -> Any:
    return typer.Option(metavar="TIME", help=f"The length of the time {period}: 2y, 18m or 90d.")


def shift(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    a: A,
    at: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="The first day of the time after: a date, a month or a year."
        ),
    ],
    before: Annotated[str, _length("before")] = "2y",
    after: Annotated[str, _length("after")] = "2y",
    matched: Annotated[
        bool,
        typer.Option(
            "--matched",
            help="Only texts voted on in both periods: the same title, or the same emergency"
            " special session.",
        ),
    ] = False,
    measure: Annotated[
        str, typer.Option("--measure", "-m", metavar="NAME", help="See 'unvote measures'.")
    ] = "agreement",
    among: Among = None,
    why: Annotated[
        str | None,
        typer.Option(
            metavar="STATE",
            help="List the roll calls behind the change of agreement with this state or group.",
        ),
    ] = None,
    seed: Seed = 0,
    least: Least = None,
) -> None:
    """Measures how A votes with every state before a day and from that day on, greatest fall first.

    change = after - before; low and high are its 95 % interval. --sort -change puts the
    greatest rise first. The agenda changes too: --matched compares like with like.
    """
    import unvote
    from unvote.analysis.measures import find_measure

    groups = own.groups()
    how: dict[str, Any] = {"at": at, "before": before, "after": after, "matched": matched}
    how |= {"groups": groups, **selecting.coverage}
    if why is not None:
        if among is not None or find_measure(measure).name != "agreement":
            raise ArgumentError(
                "--why explains agreement with one state or group: leave out --among and --measure"
            )
        answer = unvote.shift_votes.answer(selecting.measured(), a, why, **how)
    else:
        how |= {"measure": measure, "among": among, "seed": seed, "least": least}
        answer = unvote.shift.answer(selecting.measured(), a, **how)
    emit(answer, output)
