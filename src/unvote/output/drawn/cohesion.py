"""Draws how united groups vote: as lines over time, else as dots."""

from unvote.answer import Answer
from unvote.output.figures.axes import Scale
from unvote.output.figures.dots import dots
from unvote.output.figures.lines import lines
from unvote.output.figures.picture import Picture
from unvote.output.figures.text import shortened
from unvote.output.figures.time_axis import IN_TIME, on_the_line, over_time


def picture(answer: Answer, most: int) -> Picture:
    """Return how groups agree."""
    by, about = answer.facts.by, [*answer.facts.drawn]
    rows = answer.frame.rename(columns={"group": "name", "agreement": "y"})
    scale = Scale("agreement of all pairs of members", 0, 1, True)
    one = rows["name"].nunique() == 1
    title = f"How united {rows['name'].iloc[0]} votes" if one else "How united groups vote"
    title += f", by {by}" if by else ""
    if by in IN_TIME:
        _, left_out = on_the_line(rows["by"].drop_duplicates().tolist())
        about = [*filter(None, [left_out]), *about]
        return lines(over_time(rows, "by"), title, scale)._replace(about=about)
    if by is not None:
        slices = rows["by"].astype("str").map(shortened)
        rows["name"] = slices if one else rows["name"] + ", " + slices
    return dots(rows, title, scale, most)._replace(about=about)
