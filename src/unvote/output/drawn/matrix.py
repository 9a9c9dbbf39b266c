"""Draws a square table of states."""

from rich.console import Console

from unvote.answer import Answer
from unvote.output.figures.axes import Scale
from unvote.output.figures.heat import heat
from unvote.output.figures.picture import Picture
from unvote.output.terminal.charts import print_matrix


def draw(console: Console, answer: Answer) -> None:
    """Print the table with its shades."""
    print_matrix(console, answer.frame, share=answer.facts.measure.is_share)


def picture(answer: Answer, most: int) -> Picture:
    """Return the table as a map of shades."""
    measure, names = answer.facts.measure, answer.facts.names
    title = f"{measure.title} of {', '.join(names) or 'all states'}"
    return heat(answer.frame, title, Scale.of(measure))
