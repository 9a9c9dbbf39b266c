"""Draws the distances of ideal points: over time as lines, in one session as dots."""

from unvote.answer import Answer
from unvote.output.figures.axes import Scale
from unvote.output.figures.dots import dots
from unvote.output.figures.lines import lines
from unvote.output.figures.picture import Picture
from unvote.output.figures.time_axis import over_time
from unvote.world.states import name_of
from unvote.world.symbols import SESSION_YEAR


def picture(answer: Answer, most: int) -> Picture:
    """Draw the distances over time; for one session, the pairs, the nearest first."""
    rows = answer.frame.rename(columns={"distance": "y"}).dropna(subset="session")
    names = [" and ".join(map(name_of, pair)) for pair in zip(rows["a"], rows["b"], strict=True)]
    rows = rows.assign(name=names, year=rows["session"] + SESSION_YEAR)
    scale, title = Scale("distance of ideal points"), "Distances of ideal points"
    if rows["session"].nunique() > 1:
        return lines(over_time(rows.sort_values("session"), "year"), f"{title} by year", scale)
    if len(rows):
        title += f" in session {rows['session'].iloc[0]}"
    return dots(rows.sort_values("y"), title, scale, most)
