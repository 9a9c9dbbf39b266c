"""Draws roll calls in full."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from unvote.answer import Answer
    from unvote.output.figures.picture import Picture


def draw(console: "Console", answer: "Answer") -> None:
    """Print the subject of each roll call, its outcome, the regions, and the states by vote."""
    from unvote.output.terminal.rollcalls import print_rollcalls

    facts = answer.facts
    print_rollcalls(console, facts.record, answer.frame, facts.checked, facts.regions)


def picture(answer: "Answer", most: int) -> "Picture":
    """Return the one roll call on the tile map."""
    from unvote.output.figures.tiles import vote_map

    return vote_map(answer.facts.record, answer.frame, answer.facts.checked.frame)
