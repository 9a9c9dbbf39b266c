"""Makes the page of a report."""

from collections.abc import Callable
from dataclasses import dataclass

from unvote.answer import Answer


@dataclass(frozen=True)
class Reported:
    """What makes the page."""

    make: Callable[[], str]


def page(answer: Answer) -> str:
    """Return the page in HTML."""
    return str(answer.facts.make())
