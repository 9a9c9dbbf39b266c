"""How each answer is drawn: on a terminal, below its table, and as a picture; one file per command.

An answer is drawn from its facts; the class of the facts decides which file draws it.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from rich.console import Console

    from unvote.answer import Answer
    from unvote.output.figures.picture import Picture

    Drawing = Callable[[Console, Answer], None]

# The file that draws each class of facts.
_DRAWN = {
    "Aligned": "align",
    "BlocFacts": "blocs",
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
    "Profiled": "profile",
    "Pulled": "pulled",
    "Reported": "report",
    "Shaded": "map",
    "Shifted": "shift",
    "Shown": "show",
    "Sided": "sides",
    "Squared": "matrix",
    "Tallied": "tally",
}


def drawing(answer: "Answer") -> "Drawing | None":
    """Return the function that draws an answer on a terminal instead of its table, or None."""
    return cast("Drawing | None", _found(answer, "draw"))


def always_drawn(answer: "Answer") -> bool:
    """Return whether a pipe gets the drawing too, if no format is asked for."""
    return bool(getattr(answer.facts, "always_drawn", False))


def rows_shown(answer: "Answer") -> "Answer":
    """Return an answer with its rows as a table shows them to people."""
    shown = cast("Callable[[Answer], Answer] | None", _found(answer, "rows"))
    return shown(answer) if shown else answer


def under(answer: "Answer") -> "Callable[[Console, Answer, int], None] | None":
    """Return the function that prints more below a table with this many rows, or None."""
    return cast("Callable[[Console, Answer, int], None] | None", _found(answer, "under"))


def picture(answer: "Answer") -> "Callable[[Answer, int], Picture] | None":
    """Return the function that makes a picture with at most this many rows, or None."""
    return cast("Callable[[Answer, int], Picture] | None", _found(answer, "picture"))


def page(answer: "Answer") -> "Callable[[Answer], str] | None":
    """Return the function that makes an HTML page of an answer, or None."""
    return cast("Callable[[Answer], str] | None", _found(answer, "page"))


def _found(answer: "Answer", name: str) -> Any:
    file = _DRAWN.get(type(answer.facts).__name__)
    return getattr(import_module(f"{__name__}.{file}"), name, None) if file else None
