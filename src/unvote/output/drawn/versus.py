"""Draws to which of two sides states lean."""

from unvote.answer import Answer
from unvote.errors import NothingSelectedError
from unvote.output.figures.axes import Scale
from unvote.output.figures.dots import dots
from unvote.output.figures.picture import UNRANKED, Picture
from unvote.world.states import name_of


def picture(answer: Answer, most: int) -> Picture:
    """Draw the states from A's side to B's side."""
    if len(answer.frame) and not answer.facts.ranked:
        raise NothingSelectedError(UNRANKED)
    left, right = (name_of(actor.code) for actor in (answer.facts.b, answer.facts.a))
    scale = Scale(f"lean: −1 always with {left}, +1 always with {right}", -1, 1)
    rows = answer.frame.head(answer.facts.ranked).rename(columns={"lean": "y"})
    return dots(rows, f"Who voted alongside {right} and who alongside {left}", scale, most)
