"""unvote shift."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Among, Output, OwnGroups, Seed, Selecting
from unvote.cli.rankings import Least
from unvote.errors import ArgumentError

if TYPE_CHECKING:
    import pandas as pd

    from unvote.analysis.measures import Measure
    from unvote.output.figures.picture import Picture
    from unvote.record import Record
    from unvote.world.groups import Group
    from unvote.world.states import State

EXAMPLES = """\
  unvote shift US --at 2025-01-20
  unvote shift US --at 2025-01-20 --matched --among NATO
  unvote shift US --at 2025-01-20 --sort -change
  unvote shift US --at 2025-01-20 --why FR
  unvote shift Hungary --at 2022-02-24 --before 5y --after 18m --csv
"""


def _length(period: str) -> Any:
    return typer.Option(metavar="TIME", help=f"How long the time {period} is: 2y, 18m or 90d.")


def shift(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    a: Annotated[str, typer.Argument(metavar="A", help="A state or a group.")],
    at: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="The first day of the time after: a date, or a month or a year."
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
            show_default=False,
        ),
    ] = None,
    seed: Seed = 0,
    least: Least = None,
) -> None:
    """Measures how A votes with every state before a day and from it on, greatest fall first.

    change = after - before; low and high are its 95 % interval. --sort -change puts the
    greatest rise first. The agenda changes too: --matched compares like with like.
    """
    import unvote
    from unvote.analysis.bootstrap import LEAST, TIMES
    from unvote.analysis.measures import find_measure
    from unvote.world.groups import find_party, members_of

    groups, formula = own.groups(), find_measure(measure)
    periods: dict[str, Any] = {"at": at, "before": before, "after": after, "matched": matched}
    texts = ["title", "agenda"] if matched or why else []
    if why is not None:
        if among is not None or formula.name != "agreement":
            raise ArgumentError("--why explains agreement with one: without --among and --measure")
        record = selecting.measured(texts=texts, states=members_of([a, why], groups))
        votes = unvote.shift_votes(record, a, why, **periods, groups=groups, **selecting.coverage)
        _emit_votes(votes, output, record, periods, a, why)
        return
    record = selecting.measured(texts=texts)
    frame = unvote.shift(
        record,
        a,
        **periods,
        measure=measure,
        among=among,
        seed=seed,
        least=least,
        groups=groups,
        **selecting.coverage,
    )
    points = " in percentage points" if formula.is_share else ""
    emit_frame(
        frame,
        output,
        record=record,
        made={**periods, "measure": [formula.name], "seed": seed},
        percent=["before", "after", "change", "low", "high"] if formula.is_share else (),
        footer=[
            formula.note,
            f"change = after - before{points}; low, high: its 95 % interval ({TIMES:,} resamples"
            f" of the roll calls of each period, seed {seed}; none below n = {LEAST})",
        ],
        picture=lambda most: _picture(frame, find_party(a, groups), at, formula, most),
    )


def _emit_votes(
    votes: "pd.DataFrame",
    output: Output,
    record: "Record",
    periods: dict[str, Any],
    a: str,
    why: str,
) -> None:
    """Write the roll calls behind a change of agreement."""
    emit_frame(
        votes,
        output,
        record=record,
        made=periods,
        shown=[name for name in votes.columns if name != "score"],
        percent=["effect", "text_effect"],
        footer=[
            f"a: {a}, b: {why}; effect in percentage points, text effect: of all roll calls"
            " on the text or of the emergency special session"
        ],
    )


def _picture(
    frame: "pd.DataFrame", a: "State | Group", at: str, measure: "Measure", most: int
) -> "Picture":
    """Return each state with what it was before (a ring) and is after (a dot)."""
    from unvote.analysis.ranking import ranked_rows
    from unvote.output.figures.axes import Scale
    from unvote.output.figures.dots import dots
    from unvote.world.states import name_of

    rows = ranked_rows(frame).dropna(subset="change").rename(columns={"after": "y"})
    title = f"{measure.title} with {name_of(a.code)}: a ring before {at}, a dot after"
    picture = dots(rows[["name", "before", "y"]], title, Scale.of(measure), most)
    return picture._replace(about=[measure.note])
