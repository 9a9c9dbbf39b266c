"""unvote cohesion."""

from typing import Annotated, Any

import typer

from unvote.cli.emit import emit
from unvote.cli.options import By, Least, Output, OwnGroups, Selecting
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote cohesion EU NATO BRICS
  unvote cohesion EU --by year
  unvote cohesion EU --dissenters
  unvote cohesion ASEAN --attendance 0.5 --csv
  unvote cohesion TRIO --group TRIO=US,GB,FR
"""


def cohesion(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    names: Annotated[
        list[str], typer.Argument(metavar="GROUP", help="Groups (see 'unvote groups').")
    ],
    by: By = None,
    dissenters: Annotated[
        bool, typer.Option("--dissenters", help="Rank the members by how often they break ranks.")
    ] = False,
    attendance: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            help="Leave out roll calls in which fewer than this share of the members of the day"
            " voted, from 0 to 1 (default: 0).",
            show_default=False,
        ),
    ] = 0.0,
    least: Least = None,
) -> None:
    """Measures unity by the indices of Rice, Attinà, and Hix, Noury and Roland (ai).

    They are 1 if all members of the day that voted cast the same vote. n counts the roll calls in
    which at least two voted. Members that did not vote are ignored: they do not count against the
    group. In a small group the indices are high by chance alone.
    """
    import unvote

    if dissenters and by is not None:
        raise ArgumentError(
            "--dissenters ranks over all roll calls: leave --by out (--from, --to select years)"
        )
    if least is not None and not dissenters:
        raise ArgumentError("--least is for a ranking: add --dissenters")
    groups = own.groups()
    selecting = selecting.sliced(by)
    record = selecting.measured()
    how: dict[str, Any] = {"attendance": attendance, "groups": groups, **selecting.coverage}
    if dissenters:
        answer = unvote.dissenters.answer(record, *names, least=least, **how)
    else:
        answer = unvote.cohesion.answer(record, *names, by=by, **how)
    emit(answer, output)
