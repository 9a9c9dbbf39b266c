"""unvote cohesion."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import IN_TIME, By, Output, OwnGroups, Selecting
from unvote.cli.rankings import Least

if TYPE_CHECKING:
    import pandas as pd

    from unvote.output.figures.picture import Picture

EXAMPLES = """\
  unvote cohesion EU NATO BRICS
  unvote cohesion EU --by year
  unvote cohesion EU --dissenters
  unvote cohesion ASEAN --attendance 0.5 --csv
  unvote cohesion TRIO --group TRIO=US,GB,FR
"""
FORMULAS: tuple[str, ...] = (
    "rice = |Y - N| / (Y + N); attina = (2 max - M) / M; ai = (3 max - M) / (2 M); means over the"
    " n roll calls in which at least 2 members of the day voted: Y, N and A of them yes, no and"
    " abstain, M in all, max the greatest of the three",
    "agreement = (same + partial / 2) / n over all pairs of members; unanimity = share of the"
    " roll calls in which all that voted did so alike",
    "members that did not vote are ignored, not counted against the group; members = how many"
    " voted, on average",
)
DISSENT: tuple[str, ...] = (
    "dissent = (opposite + partial) / n, against what most of the other members chose; absent:"
    " the member, or all others, did not vote",
    "only the roll calls of the days on which a state belonged to the group count",
)


def cohesion(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    names: Annotated[
        list[str], typer.Argument(metavar="GROUP", help="Groups (see 'unvote groups').")
    ],
    by: By = None,
    dissenters: Annotated[
        bool,
        typer.Option("--dissenters", help="Rank the members by how often they break ranks."),
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

    They are 1 where all members of the day that voted did so alike. n counts the roll calls
    in which at least two voted; members that did not vote are ignored, not counted against
    the group. In a small group the indices are high by chance alone.
    """
    import unvote
    from unvote.errors import ArgumentError
    from unvote.world.groups import members_of

    if dissenters and by is not None:
        raise ArgumentError(
            "--dissenters ranks over all roll calls: leave --by out (--from, --to select years)"
        )
    if least is not None and not dissenters:
        raise ArgumentError("--least is for a ranking: add --dissenters")
    groups = own.groups()
    texts = ["subjects"] if by == "subject" else []
    selecting = selecting.sliced(by)
    record = selecting.measured(texts=texts, states=members_of(names, groups))
    coverage = selecting.coverage
    one = len(set(names)) == 1
    if dissenters:
        frame = unvote.dissenters(
            record, *names, attendance=attendance, least=least, groups=groups, **coverage
        )
        # All columns do not fit side by side in a terminal of 80.
        hidden, percent, footer = "group" if one else "same", "dissent", DISSENT
    else:
        frame = unvote.cohesion(
            record, *names, by=by, attendance=attendance, groups=groups, **coverage
        )
        hidden, percent, footer = "group" if one and by else "", "unanimity", FORMULAS
    if hidden == "group":
        footer = (f"{'dissent in' if dissenters else 'cohesion of'} {names[0]}", *footer)
    emit_frame(
        frame,
        output,
        record=record,
        made={"attendance": attendance or None},
        shown=[column for column in frame.columns if column != hidden],
        newest=by not in (None, "subject"),
        percent=[percent],
        footer=footer,
        picture=lambda most: _picture(frame, by, most, footer),
    )


def _picture(
    frame: "pd.DataFrame", by: str | None, most: int, footer: tuple[str, ...]
) -> "Picture":
    """Return who dissents as dots; how groups agree as lines over time, else as dots."""
    from unvote.output.figures.axes import Scale
    from unvote.output.figures.courses import courses, on_the_line
    from unvote.output.figures.dots import dots
    from unvote.output.figures.lines import lines
    from unvote.output.figures.text import shortened

    if "dissent" in frame:
        title = f"Who breaks ranks in {' and '.join(frame['group'].unique())}"
        rows = frame[frame["rank"].notna()].rename(columns={"dissent": "y"})
        if frame["group"].nunique() > 1:
            rows["name"] = rows["name"] + ", " + rows["group"]
            rows = rows.sort_values("y", ascending=False, kind="stable")
        return dots(rows, title, Scale("share of votes unlike the group's", 0, 1, True), most)
    rows = frame.rename(columns={"group": "name", "agreement": "y"})
    scale = Scale("agreement of all pairs of members", 0, 1, True)
    one = rows["name"].nunique() == 1
    title = f"How united {rows['name'].iloc[0]} votes" if one else "How united groups vote"
    title += f", by {by}" if by else ""
    about = [line for line in footer if not line.startswith("rice")]
    for column in ("unanimity", "members"):
        about = [line.partition(f"; {column} =")[0] for line in about]
    if by in IN_TIME:
        _, left_out = on_the_line(rows["by"].drop_duplicates().tolist())
        about = [*filter(None, [left_out]), *about]
        return lines(courses(rows, "by"), title, scale)._replace(about=about)
    if by is not None:
        slices = rows["by"].astype("str").map(shortened)
        rows["name"] = slices if one else rows["name"] + ", " + slices
    return dots(rows, title, scale, most)._replace(about=about)
