"""Makes the page of a report."""

from unvote.answer import Answer


def page(answer: Answer) -> str:
    """Return the page in HTML."""
    return str(answer.facts.make())
