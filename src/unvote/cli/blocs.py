"""unvote blocs."""

from typing import Annotated, Any

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Among, Output, OwnGroups, Selecting
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote blocs --from 2020
  unvote blocs -k 6
  unvote blocs --fit
  unvote blocs --among EU --csv
  unvote blocs --session ES-11 -k 5 --group five=BY,ER,KP,RU,SY
"""


def blocs(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    k: Annotated[
        str,
        typer.Option(
            "-k", metavar="N|auto", help="How many blocs; auto: from 2 to 12, those that fit best."
        ),
    ] = "auto",
    fit: Annotated[
        bool, typer.Option("--fit", help="How well each number of blocs fits, instead.")
    ] = False,
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            "-m",
            metavar="NAME",
            help="The measure of voting together (see 'unvote measures'); distance = 1 - measure.",
        ),
    ] = "agreement",
    least: Annotated[
        int | None,
        typer.Option(
            "--least",
            min=1,
            metavar="N",
            help="Leave out states until every two have N joint votes (default: a tenth of the"
            " roll calls). In rankings --least leaves no state out, only unranked.",
        ),
    ] = None,
    among: Among = None,
) -> None:
    """Ward's method joins the states that vote most alike, until k blocs are left.

    A silhouette says how much nearer a state is to its own bloc than to the nearest other,
    from +1 to -1; their mean, how well k blocs fit. A bloc has the name of a group that is nearly
    the same, else of its most typical states. x and y place the states on a map.
    """
    import unvote

    groups, record = own.groups(), selecting.measured()
    how: dict[str, Any] = {"measure": measure, "least": least, "among": among}
    how |= {"groups": groups, **selecting.coverage}
    if fit:
        if k != "auto":
            raise ArgumentError(f"--fit shows every number of blocs: leave out -k {k}")
        emit(unvote.bloc_fit.answer(record, **how), output)
        return
    number = int(k) if k.isdecimal() and len(k) < 10 else k
    emit(unvote.blocs.answer(record, number, **how), output)
