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
            help="States or groups that are listed, a group as its members of the day; none: all,"
            " the newest session first. All states are estimated, whichever are listed.",
            show_default=False,
        ),
    ] = None,
    estimate: Annotated[
        Literal["published", "posterior"],
        typer.Option(
            metavar="published|posterior",
            help="published: as the code does that the authors released, to stand beside their"
            " points; posterior: the posterior distribution of the model.",
        ),
    ] = "published",
    links: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="A CSV file of roll calls on the same text, which share their parameters: columns"
            " rcid1 and rcid2, as in the list of the authors, or a and b (ids). After its newest"
            " session those are linked that are found by wording and votes.",
            show_default=False,
        ),
    ] = None,
    onto: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Put the points on the scale of those in a CSV file (iso3c, session, IdealPoint;"
            " or an answer of this command), by one shift and one factor.",
            show_default=False,
        ),
    ] = None,
    sweeps: Annotated[
        int | None,
        typer.Option(
            min=2,
            metavar="N",
            help="How many draws of each of the two chains are kept: more agree better, and take"
            " longer (default: 240 of the full record, up to 1,000 of fewer votes; three times as"
            " many of the posterior).",
            show_default=False,
        ),
    ] = None,
    distance: Annotated[
        bool,
        typer.Option(
            "--distance",
            help="The distances of these states from each other instead of their points; without"
            " names those of all pairs.",
        ),
    ] = False,
    seed: Seed = 0,
) -> None:
    """Estimates ideal points by session: one number a state, higher nearer the US.

    The model is that of Bailey, Strezhnev and Voeten (2017): an ordinal probit of yes, abstain
    and no with a random walk from session to session. Options that select say which roll
    calls are estimated on, and points have mean 0 and variance 1 over those: estimates on
    different roll calls are on different scales. With one --issue they begin with the session
    from which its points are published, and are smoothed as those. Unanimous roll calls, and
    amendments and paragraphs after 1989 are always left out; before, these count with or without
    --parts. low and high hold 95% of the draws, sd is their standard deviation; n counts the
    votes of the state. Under the answer stands how far the chains agree (R-hat).
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
