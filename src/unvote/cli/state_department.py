"""unvote state-department."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from unvote.cli.emit import chosen_format
from unvote.cli.failures import say
from unvote.cli.frames import emit_frame
from unvote.cli.options import Output, Selecting
from unvote.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from rich.console import Console

EXAMPLES = """\
  unvote state-department --year 2022
  unvote state-department --year 2022 --by region
  unvote state-department --year 2022 --rollcalls
  unvote state-department --year 2019 --method 2021 --csv
"""
SILENT = "–: absent from all of these votes, no score here (in files the method's half)"
NOT_COUNTED = (
    "not counted: texts adopted by consensus, the Security Council, and drafts that failed"
    " where the record has none"
)


def state_department(
    selecting: Selecting,
    output: Output,
    year: Annotated[
        int,
        typer.Option("--year", metavar="YEAR", help="The year of the report, from 1984 on."),
    ],
    by: Annotated[
        Literal["region"] | None,
        typer.Option(
            metavar="region",
            help="The averages of the regional groups and of all countries.",
            show_default=False,
        ),
    ] = None,
    rollcalls: Annotated[
        bool, typer.Option("--rollcalls", help="List the roll calls that are counted.")
    ] = False,
    method: Annotated[
        Literal["1984", "2017", "2021"] | None,
        typer.Option(
            metavar="1984|2017|2021",
            help="Apply the method of the reports since that year (default: that of the year).",
            show_default=False,
        ),
    ] = None,
) -> None:
    """The method is that of the report for the year.

    To 2016 identical / (identical + opposite), in the roll calls of the autumn in which the
    United States voted yes or no. From 2017 on the final votes of the calendar year, with
    half a point where one of the two abstained, since 2021 also where the country did not
    vote. Averages are pooled to 2016 and means of the countries' scores since.
    """
    import unvote
    from unvote.analysis.state_department.counted import counted
    from unvote.analysis.state_department.methods import find_method

    if selecting.parts:
        raise ArgumentError("--parts: the method says whether amendments and paragraphs count")
    if rollcalls and by:
        raise ArgumentError("--rollcalls lists roll calls, --by region averages: name one")
    since = int(method) if method else None
    if selecting.organ not in (None, "GA"):
        raise ArgumentError(
            f"--organ {selecting.organ}: these tables count the General Assembly alone; others:"
            f" 'unvote align US --organ {selecting.organ} --from {year} --to {year} --measure"
            f" {find_method(year, since).measure}'"
        )
    whole = selecting._replace(parts=True).record(texts=["title"] if rollcalls else [])
    found = counted(whole, year, since)
    if found.record.emptied_by and chosen_format(output) == "table" and not output.quiet:
        for note in found.notes:  # there is no table under which they could stand
            say(note)
    made = {"measure": [found.method.measure], "year": year, "method": found.method.since}
    if rollcalls:
        frame = unvote.state_department_rollcalls(whole, year, method=since)
        emit_frame(frame, output, record=found.record, made=made, newest=True, footer=[NOT_COUNTED])
        return
    footer = [NOT_COUNTED, "--rollcalls lists the roll calls that are counted"]
    averages = unvote.state_department_regions(whole, year, method=since)
    if by:
        frame, shown, after = averages, ("name", *averages.columns[2:-2], "coincidence"), None
    else:
        frame = unvote.state_department(whole, year, method=since)
        shown = ("country", *frame.columns[3:])
        after = _under_the_table(averages, found.method.places)
    if chosen_format(output) == "table":
        frame = _for_people(frame, found.method.places)
    emit_frame(
        frame, output, record=found.record, made=made, shown=shown, footer=footer, after=after
    )


def _for_people(frame: "pd.DataFrame", places: int) -> "pd.DataFrame":
    """Return a table as the reports print it, with no score for a country that took no part."""
    silent = _silent(frame)
    frame = _as_printed(frame, places)
    frame["coincidence"] = frame["coincidence"].mask(silent)
    if silent.any():
        frame.attrs["notes"] = [SILENT, *frame.attrs["notes"]]
    return frame


def _silent(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """Return which rows are of a country that took part in none of the votes."""
    # Averages are of several, and up to 2016 such a country has no score in any case.
    own = ("country" in frame) & frame["coincidence"].notna()
    return (frame["votes"] > 0) & (frame["absent"] == frame["votes"]) & own


def _as_printed(frame: "pd.DataFrame", places: int) -> "pd.DataFrame":
    """Return a table with its percentages rounded as the reports print them."""
    from unvote.analysis.state_department.printing import printed

    return frame.assign(coincidence=printed(frame["coincidence"], places))


def _under_the_table(averages: "pd.DataFrame", places: int) -> "Callable[[Console], None]":
    """Return what draws the averages under the table of countries."""

    def draw(console: "Console") -> None:
        from unvote.answer import Column, Kind
        from unvote.output.sheet import Sheet
        from unvote.output.table import print_table

        console.print()
        rows = _as_printed(averages, places)[["name", "countries", "coincidence"]]
        print_table(
            console,
            Sheet.from_frame(rows, [Column("name", Kind.TEXT), Column("coincidence", Kind.SHARE)]),
        )

    return draw
