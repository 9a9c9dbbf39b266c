"""unvote profile."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import By, Least, Output, OwnGroups, Selecting
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote profile US --from 2025
  unvote profile US --by year
  unvote profile US --by year -o us.svg
  unvote profile EU --from 2025
  unvote profile --sort -alone -n 10
  unvote profile BR IN ZA --by decade --csv
"""


def profile(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STATE|GROUP", help="States and groups; none: every state, by its attendance."
        ),
    ] = None,
    by: By = None,
    least: Least = None,
) -> None:
    """Counts the votes of each state, and ranks states by how often they vote.

    n counts the roll calls in which the state was a member; attendance is the share of them
    in which it voted yes, no or abstain; with_majority the share of its votes that were the
    most common choice; alone the roll calls in which nobody else cast its vote. A group means
    its members of the day, with their mean below.
    """
    import unvote

    if least is not None and names:
        raise ArgumentError("--least is for a ranking of all states: name none")
    selecting = selecting.sliced(by)
    record = selecting._replace(parts=True).record()
    answer = unvote.profile.answer(
        record, *(names or ()), by=by, least=least, groups=own.groups(), **selecting.coverage
    )
    emit(answer, output)
