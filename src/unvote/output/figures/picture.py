"""A picture: a title, a size and a drawing on axes; as SVG, PNG or PDF.

The same input gives the same bytes.
"""

import io
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from unvote.answer import CAUTION, FORMULA, Answer
from unvote.errors import OutputError
from unvote.output.figures.style import (
    DOTS,
    DOTS_WIDE,
    LINES,
    MARGIN,
    METADATA,
    QUIET,
    SETTINGS,
    WIDTH,
)
from unvote.output.figures.text import wrapped

NOTHING = "there is nothing to draw: no row has a value"
UNRANKED = "there is nothing to draw: no state has enough joint votes (--least 0 draws all)"


class Picture(NamedTuple):
    """A picture: a title, the height in inches, and a function that draws on axes."""

    title: str  # the title above the axes
    height: float  # the height of the axes, in inches
    draw: Callable[[Any], None]  # draws on the axes
    below: float = 0.3  # the room below the axes, in inches
    width: float = WIDTH  # the width of the whole picture, in inches
    remarks: Sequence[str] = ()  # for the small print: what is not drawn, or not named
    # Explanations for the small print, instead of those below a table, if not all columns of the
    # answer are drawn.
    about: Sequence[str] | None = None


def figure_of(answer: Answer, drawn: Picture) -> Any:
    """Return the figure of an answer, with its notes in small print below.

    Raises OutputError if matplotlib is not installed.
    """
    with house_style():
        return _figure(drawn, small_print(answer, drawn), answer.caution)


def bytes_of(answer: Answer, drawn: Picture, style: str) -> bytes:
    """Return the picture of an answer as SVG, PNG or PDF; the same input gives the same bytes."""
    with house_style():
        figure = _figure(drawn, small_print(answer, drawn), answer.caution)
        content = io.BytesIO()
        dots = DOTS if drawn.width == WIDTH else DOTS_WIDE
        figure.savefig(content, format=style, dpi=dots, metadata=METADATA[style])
    return content.getvalue()


def small_print(answer: Answer, drawn: Picture) -> list[str]:
    """Return the small print of a picture: the lines under a table, and the sources."""
    told = [note for note in answer.notes if note.kind != CAUTION]
    told += [one for one in answer.basis if drawn.about is None or one.kind != FORMULA]
    lines = [*drawn.remarks, *(note.words for note in told), *(drawn.about or ())]
    if answer.record is not None:
        lines.append(f"from {answer.record.summary}")
        if answer.record.edition:
            lines.append(f"edition: {', '.join(answer.record.edition)}")
    return lines


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the style of all pictures, without messages."""
    # If matplotlib cannot write to the home folder, it says so at length, and goes on.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        import matplotlib
    except ImportError as error:
        raise OutputError(
            f"a picture needs the extra plot ({error}): in the folder of unvote run"
            " pip install '.[plot]'"
        ) from error
    with warnings.catch_warnings(), matplotlib.rc_context(SETTINGS):
        # A character that the font lacks is drawn as a box.
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        yield


def _figure(picture: Picture, lines: Sequence[str], caution: str) -> Any:
    """Return a picture as a figure; `caution` stands between the title and the drawing."""
    room = picture.width * (1 - 2 * MARGIN)
    words = picture.title[:1].upper() + picture.title[1:]
    title = wrapped([words], room, 11, LINES["title"], "bold")
    if title[-1:] and title[-1].endswith("…"):
        lines = ["the title is cut", *lines]
    lines, most = wrapped(lines, room, 6.5, LINES["remark"]), LINES["small print"]
    if len(lines) > most:
        lines[most - 1 :] = [f"… and {len(lines) - most + 1:,} lines more"]
    warned = wrapped([caution], room, 8, LINES["caution"]) if caution else []
    below = 0.15 + picture.below + 0.115 * len(lines)
    above = 0.2 + 0.2 * len(title) + 0.15 * len(warned)
    height = picture.height + below + above
    figure = _shown_by_notebooks()(figsize=(picture.width, height))
    axes = figure.add_axes((MARGIN, below / height, 1 - 2 * MARGIN, picture.height / height))
    picture.draw(axes)
    _fit(figure, axes)
    figure.text(MARGIN, 1 - 0.1 / height, "\n".join(title), fontsize=11, weight="bold", va="top")
    if warned:
        under = 1 - (0.12 + 0.2 * len(title)) / height
        figure.text(MARGIN, under, "\n".join(warned), fontsize=8, va="top")
    figure.text(MARGIN, 0.06 / height, "\n".join(lines), fontsize=6.5, color=QUIET, va="bottom")
    return figure


@cache
def _shown_by_notebooks() -> type[Any]:
    """Return the class of figures that a notebook shows by itself."""
    from matplotlib.figure import Figure

    class Shown(Figure):
        def _repr_png_(self) -> bytes:
            content = io.BytesIO()
            with house_style():
                self.savefig(content, format="png", dpi=DOTS)
            return content.getvalue()

    return Shown


def _fit(figure: Any, axes: Any) -> None:
    """Widen or narrow the axes so that their labels reach from margin to margin."""
    box = axes.get_tightbbox().transformed(figure.transFigure.inverted())
    place = axes.get_position()
    left, right = MARGIN - box.x0, 1 - MARGIN - box.x1
    if axes.get_adjustable() == "box" and axes.get_aspect() != "auto":
        right = left  # a square stays one
    axes.set_position((place.x0 + left, place.y0, place.width - left + right, place.height))
