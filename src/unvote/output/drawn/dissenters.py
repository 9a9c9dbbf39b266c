"""Draws who breaks ranks in a group."""

from unvote.answer import Answer
from unvote.output.figures.axes import Scale
from unvote.output.figures.dots import dots
from unvote.output.figures.picture import Picture


def picture(answer: Answer, most: int) -> Picture:
    """Return the members with enough votes, those that dissent most first."""
    frame = answer.frame
    title = f"Who breaks ranks in {' and '.join(frame['group'].unique())}"
    rows = frame[frame["rank"].notna()].rename(columns={"dissent": "y"})
    if frame["group"].nunique() > 1:
        rows["name"] = rows["name"] + ", " + rows["group"]
        rows = rows.sort_values("y", ascending=False, kind="stable")
    return dots(rows, title, Scale("share of votes unlike the group's", 0, 1, True), most)
