"""Draws citations."""

from rich.console import Console

from unvote.answer import Answer


def draw(console: Console, answer: Answer) -> None:
    """Print each citation, or each entry for BibTeX."""
    bibtex = answer.facts.always_drawn
    for text in answer.frame["bibtex" if bibtex else "citation"]:
        console.print(text, soft_wrap=bibtex)
        console.print()
