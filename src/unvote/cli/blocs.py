"""unvote blocs."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Among, Output, OwnGroups, Selecting
from unvote.errors import ArgumentError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from unvote.analysis.measures import Measure
    from unvote.output.figures.picture import Picture

EXAMPLES = """\
  unvote blocs --from 2020
  unvote blocs -k 6
  unvote blocs --fit
  unvote blocs --among EU --csv
  unvote blocs --session ES-11 -k 5 --group five=BY,ER,KP,RU,SY
"""
# How long the longest bar of a fit is.
BAR = 40


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
            help="Every two states need N joint votes, or one is left out (default: a tenth of"
            " the roll calls). In rankings --least leaves no state out, only unranked.",
            show_default=False,
        ),
    ] = None,
    among: Among = None,
) -> None:
    """Ward's method joins the states that vote most alike, until k blocs are left.

    A silhouette says how much nearer a state is to its own bloc than to the nearest other,
    from +1 to -1; their mean, how well k blocs fit. A bloc has the name of a group if three
    quarters of its states are members; else of its most typical states.
    x and y place the states on a map.
    """
    import unvote
    from unvote.analysis.measures import find_measure

    groups, formula = own.groups(), find_measure(measure)
    record, coverage = selecting.measured(), selecting.coverage
    made = {"measure": [formula.name], "least": least}
    footer = [
        f"distance = 1 - {formula.name}; silhouette from +1 (fits) to -1 (fits elsewhere)",
        formula.note,
    ]
    if fit:
        if k != "auto":
            raise ArgumentError(f"--fit shows every number of blocs: leave out -k {k}")
        table = unvote.bloc_fit(
            record, measure=measure, least=least, among=among, groups=groups, **coverage
        )
        emit_frame(table, output, record=record, made=made, footer=footer)
        return
    number = int(k) if k.isdecimal() and len(k) < 10 else k
    frame = unvote.blocs(
        record, number, measure=measure, least=least, among=among, groups=groups, **coverage
    )
    emit_frame(
        frame,
        output,
        record=record,
        made={"k": number, **made},
        percent=["overlap"],
        footer=footer,
        drawing=lambda console: _draw(console, frame),
        picture=lambda _: _picture(frame, formula),
    )


def _picture(frame: "pd.DataFrame", measure: "Measure") -> "Picture":
    from unvote.output.figures.points import points

    picture = points(frame, "States by how they vote: the nearer, the more alike")
    return picture._replace(about=[f"distance = 1 - {measure.name}", measure.note])


def _draw(console: "Console", frame: "pd.DataFrame") -> None:
    """Draw how well each number of blocs fits, and the blocs with their states."""
    from unvote.output.terminal.charts import bar
    from unvote.output.terminal.rollcalls import print_lists
    from unvote.world.spelling import plain

    fit = frame.attrs["fit"]
    best, chosen = max(fit, key=lambda row: row[1]), int(frame["bloc"].max())
    console.print("how well k blocs fit (mean silhouette; > shown below)\n", style="bold")
    for k, silhouette, _, _ in fit:
        line = f"  {k:>2}{'>' if k == chosen else ' '} {silhouette:+.2f}  "
        length = max(min(BAR, console.width - len(line) - len("  best")), 1)
        drawn = bar(max(round(silhouette * 1000), 0), max(round(best[1] * 1000), 1), length)
        console.print((line + drawn + ("  best" if k == best[0] else "")).rstrip())
    console.print()
    lists = {}
    for (bloc, label), rows in frame.groupby(["bloc", "label"]):
        names = rows["name"].where(rows["silhouette"] >= 0, rows["name"] + " *")
        lists[f"{bloc} {label}"] = sorted(names, key=plain)
    print_lists(console, lists)
    if (frame["silhouette"] < 0).any():
        console.print("\n* nearer to another bloc than to its own (silhouette below 0)")
