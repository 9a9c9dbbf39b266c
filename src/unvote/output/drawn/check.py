"""Draws what the rules say about roll calls."""

from rich.console import Console

from unvote.answer import Answer

# For at most this many roll calls, a table gives the outcome by other rules.
FEW = 10


def under(console: Console, answer: Answer, most: int) -> None:
    """Print the outcome of each by other rules, if they are few."""
    if len(answer.frame) > FEW:
        return
    for id_, lines in answer.facts.other_rules.items():
        console.print(f"\n{id_} by other rules:")
        for line in lines:
            console.print(f"  {line}")
