"""Draws ideal points: named states over time; all states in the newest session."""

from unvote.answer import Answer
from unvote.output.figures.axes import Scale
from unvote.output.figures.dots import dots
from unvote.output.figures.lines import lines
from unvote.output.figures.picture import Picture
from unvote.output.figures.time_axis import over_time
from unvote.world.states import name_of
from unvote.world.symbols import SESSION_YEAR


def picture(answer: Answer, most: int) -> Picture:
    """Draw the named states over time; without names, all states in the newest session."""
    rows = answer.frame.rename(columns={"ideal": "y"}).dropna(subset="session")
    rows = rows.assign(name=rows["state"].map(name_of), year=rows["session"] + SESSION_YEAR)
    scale = Scale("ideal point, higher nearer the US")
    if answer.facts.some:
        return lines(over_time(rows.sort_values("session"), "year"), "Ideal points by year", scale)
    newest = rows[rows["session"] == rows["session"].max()]
    title = f"Ideal points in session {rows['session'].max()}"
    return dots(newest, title, scale, most)
