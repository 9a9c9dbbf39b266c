"""Draws with whom agreement changed."""

from unvote.answer import Answer
from unvote.errors import NothingSelectedError
from unvote.output.figures.axes import Scale
from unvote.output.figures.dots import dots
from unvote.output.figures.picture import UNRANKED, Picture
from unvote.world.states import name_of


def picture(answer: Answer, most: int) -> Picture:
    """Draw each state's measure before (a ring) and after (a dot)."""
    facts = answer.facts
    if len(answer.frame) and not facts.ranked:
        raise NothingSelectedError(UNRANKED)
    rows = answer.frame.head(facts.ranked).dropna(subset="change").rename(columns={"after": "y"})
    with_whom = f"{facts.measure.title} with {name_of(facts.actor.code)}"
    title = f"{with_whom}: a ring before {facts.at}, a dot after"
    picture = dots(rows[["name", "before", "y"]], title, Scale.of(facts.measure), most)
    return picture._replace(about=[facts.measure.note])
