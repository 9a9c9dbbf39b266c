"""unvote state-department."""

from typing import Annotated, Any, Literal

import typer

from unvote.cli.emit import chosen_format, emit
from unvote.cli.failures import say
from unvote.cli.options import Consensus, Output, Selecting
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote state-department --year 2022
  unvote state-department --year 2022 --by region
  unvote state-department --year 2022 --rollcalls
  unvote state-department --year 2019 --method 2021 --csv
"""


def state_department(
    selecting: Selecting,
    output: Output,
    year: Annotated[
        int, typer.Option("--year", metavar="YEAR", help="The year of the report, from 1984 on.")
    ],
    by: Annotated[
        Literal["region"] | None,
        typer.Option(
            metavar="region", help="The averages of the regional groups and of all countries."
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
        ),
    ] = None,
    consensus: Consensus = False,
) -> None:
    """Uses the method of the report for the year.

    Until 2016 the score is identical / (identical + opposite), over the roll calls of the autumn in
    which the United States voted yes or no. From 2017 on it counts the final votes of the calendar
    year, with half a point if one of the two abstained, and since 2021 also if the country did not
    vote. Averages are pooled until 2016; since then they are means of the countries' scores.
    """
    import unvote
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
    how: Any = {"method": since, "consensus": consensus}
    whole = selecting._replace(parts=True).record()
    if rollcalls:
        answer = unvote.state_department_rollcalls.answer(whole, year, **how)
    elif by:
        answer = unvote.state_department_regions.answer(whole, year, **how)
    else:
        answer = unvote.state_department.answer(whole, year, **how)
    if answer.record is not None and answer.record.emptied_by and chosen_format(output) == "table":
        for note in answer.notes if not output.quiet else ():
            say(note.words)  # there is no table to print them below
    emit(answer, output)
