"""Draws tallies."""

from unvote.answer import Answer
from unvote.output.figures.bars import bars
from unvote.output.figures.picture import Picture


def picture(answer: Answer, most: int) -> Picture:
    """Return tallies as bars."""
    frame = answer.frame
    title = frame["title"].item() if len(frame) == 1 else "How the members voted"
    return bars(frame, title or frame["rollcall"].item(), most)
