"""Draws roll calls in full."""

from rich.console import Console

from unvote.answer import Answer
from unvote.output.figures.picture import Picture
from unvote.output.figures.tiles import vote_map
from unvote.output.terminal.rollcalls import print_rollcalls


def draw(console: Console, answer: Answer) -> None:
    """Print the subject of each roll call, its outcome, the regions, and the states by vote."""
    facts = answer.facts
    print_rollcalls(console, facts.record, answer.frame, facts.checked, facts.regions)


def picture(answer: Answer, most: int) -> Picture:
    """Return the one roll call on the tile map."""
    return vote_map(answer.facts.record, answer.frame, answer.facts.checked.frame)
