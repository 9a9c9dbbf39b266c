"""How each answer is drawn: on a terminal, under its table, and as a picture; a file a command.

What an answer is drawn from are its facts, and the class of the facts says which file draws it.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from rich.console import Console

    from unvote.answer import Answer
    from unvote.output.figures.picture import Picture

    Drawing = Callable[[Console, Answer], None]

# The class of the facts, and the file that draws it.
_DRAWN = {
    "Aligned": "align",
    "Checked": "check",
    "Cited": "cite",
    "Cohesive": "cohesion",
    "Coincided": "state_department",
    "Dissenting": "dissenters",
    "Distanced": "distance",
    "Estimated": "ideal",
    "Imported": "imported",
    "Leaning": "versus",
    "Mapped": "map",
    "Nearing": "nearer",
    "Pulled": "pulled",
    "Profiled": "profile",
    "Reported": "report",
    "Shaded": "map",
    "Shifted": "shift",
    "Shown": "show",
    "Sided": "sides",
    "Sorted": "blocs",
    "Squared": "matrix",
    "Tallied": "tally",
}


def drawing(answer: "Answer") -> "Drawing | None":
    """Return what draws an answer on a terminal instead of its table; None: nothing does."""
    return cast("Drawing | None", _found(answer, "draw"))


def always_drawn(answer: "Answer") -> bool:
    """Return whether a pipe gets the drawing too, unless a format is asked for."""
    return bool(getattr(answer.facts, "always_drawn", False))


def rows_shown(answer: "Answer") -> "Answer":
    """Return an answer with its rows as a table shows them to people."""
    shown = cast("Callable[[Answer], Answer] | None", _found(answer, "rows"))
    return shown(answer) if shown else answer


def under(answer: "Answer") -> "Callable[[Console, Answer, int], None] | None":
    """Return what prints more under the table of an answer of so many rows; None: nothing does."""
    return cast("Callable[[Console, Answer, int], None] | None", _found(answer, "under"))


def picture(answer: "Answer") -> "Callable[[Answer, int], Picture] | None":
    """Return what makes a picture of an answer, of at most so many rows; None: nothing does."""
    return cast("Callable[[Answer, int], Picture] | None", _found(answer, "picture"))


def page(answer: "Answer") -> "Callable[[Answer], str] | None":
    """Return what makes a page in HTML of an answer; None: nothing does."""
    return cast("Callable[[Answer], str] | None", _found(answer, "page"))


def _found(answer: "Answer", name: str) -> Any:
    file = _DRAWN.get(type(answer.facts).__name__)
    return getattr(import_module(f"{__name__}.{file}"), name, None) if file else None
