"""unvote ideal."""

from dataclasses import replace
from typing import Annotated, Literal

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output, OwnGroups, Seed, Selecting

EXAMPLES = """\
  unvote ideal US RU CN --csv
  unvote ideal FR DE GB --from 2000
  unvote ideal --from 2020 -o ideal.csv
  unvote ideal US RU CN GB FR -o p5.svg
  unvote ideal US RU --estimate posterior
  unvote ideal US RU CN --distance
"""


def ideal(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    states: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STATE",
            help="States or groups to list, a group as its members of the day; none: all, newest"
            " session first.",
        ),
    ] = None,
    estimate: Annotated[
        Literal["published", "posterior"],
        typer.Option(
            metavar="published|posterior",
            help="published: as the authors' code does; posterior: that of the model.",
        ),
    ] = "published",
    links: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="A CSV file of roll calls on the same text: rcid1,rcid2 or a,b (ids), in place of"
            " those in the record; newer ones are found by wording and votes.",
        ),
    ] = None,
    onto: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Put the points on the scale of those in a CSV file (iso3c, session, IdealPoint;"
            " or an answer of this command).",
        ),
    ] = None,
    sweeps: Annotated[
        int | None,
        typer.Option(
            min=2,
            metavar="N",
            help="Draws in each of two chains (default: 300 for the full record, up to 1,000"
            " for fewer votes; posterior: three times that).",
        ),
    ] = None,
    distance: Annotated[
        bool, typer.Option("--distance", help="Distances between these states; none: all.")
    ] = False,
    seed: Seed = 0,
) -> None:
    """Estimates ideal points by session: a number per state, higher nearer the US.

    The model is that of Bailey, Strezhnev and Voeten (2017). Points have mean 0 and variance 1 over
    the roll calls selected: estimates on different roll calls are on different scales. With one
    --issue, they begin and are smoothed like the points published for it. Unanimous roll calls, and
    amendments and paragraphs after 1989, are always left out. 95% of the draws lie from low to
    high; sd is their standard deviation; n counts the votes of the state.
    """
    import unvote

    selecting = selecting._replace(parts=True)
    record, organ = selecting.measured(), selecting.coverage["organ"]
    answer = unvote.ideal.answer(
        record,
        *states or [],
        organ=organ,
        groups=own.groups(),
        estimate=estimate,
        links=links,
        onto=onto,
        sweeps=sweeps,
        seed=seed,
        distance=distance,
    )
    if not states:
        rows = answer.frame.sort_values("session", ascending=False, kind="stable")
        answer = replace(answer, frame=rows)
    emit(answer, output)
