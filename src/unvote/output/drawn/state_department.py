"""Draws the State Department's tables as the reports print them."""

from dataclasses import replace

import pandas as pd
from rich.console import Console

from unvote.analysis.state_department.printing import printed
from unvote.answer import Answer, Note
from unvote.output.sheet import Sheet
from unvote.output.table import print_table

SILENT = "–: absent from all of these votes: no score (files have the method's 0.5)"


def rows(answer: Answer) -> Answer:
    """Return a table as the reports print it, with no score for a country that took no part."""
    silent = _took_no_part(answer.frame)
    printable = answer.frame["coincidence"].mask(silent)
    scores = printed(printable, answer.facts.places)
    notes = [Note("silent", SILENT), *answer.notes] if silent.any() else answer.notes
    return replace(answer, frame=answer.frame.assign(coincidence=scores), notes=notes)


def _took_no_part(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Return the rows of countries that took part in none of the votes."""
    # Averages cover several countries; until 2016 such a country has no score anyway.
    own = ("country" in frame) & frame["coincidence"].notna()
    return (frame["votes"] > 0) & (frame["absent"] == frame["votes"]) & own


def under(console: Console, answer: Answer, most: int) -> None:
    """Print the averages under the table of countries."""
    if answer.facts.averages is None:
        return
    console.print()
    averages = rows(replace(answer.facts.averages, facts=answer.facts))
    print_table(console, Sheet.of(averages).pick(["name", "countries", "coincidence"]))
