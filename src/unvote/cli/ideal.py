"""unvote ideal."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Output, OwnGroups, Seed, Selecting

if TYPE_CHECKING:
    import pandas as pd

    from unvote.output.figures.picture import Picture

EXAMPLES = """\
  unvote ideal US RU CN --csv
  unvote ideal FR DE GB --from 2000
  unvote ideal --from 2020 -o ideal.csv
  unvote ideal US RU CN GB FR -o p5.svg
  unvote ideal US RU --estimate posterior
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
    issue: Annotated[
        Literal["human-rights", "middle-east", "nuclear", "disarmament", "colonialism", "economic"]
        | None,
        typer.Option(
            metavar="human-rights|middle-east|nuclear|disarmament|colonialism|economic",
            help="Only the roll calls on one issue, as the published points of that issue; of a"
            " record that is coded by issue (un_roll_call_issues.rda).",
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
    seed: Seed = 0,
) -> None:
    """Estimates ideal points by session: one number a state, higher nearer the US.

    The model is that of Bailey, Strezhnev and Voeten (2017): an ordinal probit of yes, abstain
    and no with a random walk from session to session. Options that select say which roll
    calls are estimated on, and points have mean 0 and variance 1 over those: estimates on
    different roll calls are on different scales. Unanimous roll calls, and amendments and
    paragraphs after 1989 are always left out; before, these count with or without --parts.
    low and high hold 95% of the draws, sd is their standard deviation; n counts the votes of
    the state. Under the answer stands how far the chains agree (R-hat).
    """
    import unvote

    selecting = selecting._replace(parts=True)
    texts = ["title", "agenda", *(["subjects"] if issue else [])]
    record, organ = selecting.measured(texts=texts), selecting.coverage["organ"]
    frame = unvote.ideal(
        record,
        *states or [],
        organ=organ,
        groups=own.groups(),
        issue=issue,
        estimate=estimate,
        links=links,
        onto=onto,
        sweeps=sweeps,
        seed=seed,
    )
    if not states:
        frame = frame.sort_values("session", ascending=False, kind="stable")
    footer = [
        "ideal = place on one dimension, higher nearer the US, the mean of the draws; mean 0 and"
        " variance 1 over all states and sessions of these roll calls",
        "low to high = 95% of the draws, sd = their standard deviation; n = votes used; year ="
        " 1945 + session",
    ]
    emit_frame(
        frame,
        output,
        record=record,
        made={"seed": seed, "estimate": estimate, **_convergence(frame)},
        newest=bool(states),
        footer=footer,
        picture=lambda most: _picture(frame, most, some=bool(states)),
    )


def _convergence(frame: "pd.DataFrame") -> dict[str, Any]:
    """Return how far the chains agree, and by what the points were moved, as data."""
    return {name: frame.attrs[name] for name in ("convergence", "onto") if name in frame.attrs}


def _picture(frame: "pd.DataFrame", most: int, *, some: bool) -> "Picture":
    """Return the courses of the states that are named; of all states the newest session."""
    from unvote.output.figures.axes import Scale
    from unvote.output.figures.courses import courses
    from unvote.output.figures.dots import dots
    from unvote.output.figures.lines import lines
    from unvote.world.states import name_of
    from unvote.world.symbols import SESSION_YEAR

    rows = frame.rename(columns={"ideal": "y"}).dropna(subset="session")
    rows = rows.assign(name=rows["state"].map(name_of), year=rows["session"] + SESSION_YEAR)
    scale = Scale("ideal point, higher nearer the US")
    if some:
        return lines(courses(rows.sort_values("session"), "year"), "Ideal points by year", scale)
    newest = rows[rows["session"] == rows["session"].max()]
    title = f"Ideal points in session {rows['session'].max()}"
    return dots(newest, title, scale, most)
