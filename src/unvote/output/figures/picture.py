"""A picture: a title, a size and what is drawn on its axes; as SVG, PNG or PDF.

The same input gives the same bytes.
"""

import io
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from unvote.errors import OutputError
from unvote.output.figures.style import MARGIN, METADATA, QUIET, SETTINGS, WIDTH
from unvote.output.figures.text import wrapped

NOTHING = "there is nothing to draw: no row has a value"
UNRANKED = "there is nothing to draw: no state has enough joint votes (--least 0 draws all)"


class Picture(NamedTuple):
    """What is drawn: a title, the height in inches, and a function that fills axes.

    Attributes
    ----------
    title : str
        Above the axes.
    height : float
        Of the axes, in inches.
    draw : callable
        Fills them.
    below : float
        The room in inches for what stands below the axes.
    width : float
        Of the whole picture, in inches.
    remarks : sequence of str
        For the small print: what is not drawn, or not named.
    about : sequence of str, optional
        What the small print explains instead of what stands under a table, where not all
        columns of the answer are drawn.
    """

    title: str
    height: float
    draw: Callable[[Any], None]
    below: float = 0.3
    width: float = WIDTH
    remarks: Sequence[str] = ()
    about: Sequence[str] | None = None


def to_picture(picture: Picture, style: str, source: Sequence[str], caution: str = "") -> bytes:
    """Return a picture as bytes, with its sources in small print below.

    `caution` stands under the title: what has to be known before anything drawn is believed.

    Raises
    ------
    OutputError
        If matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise OutputError(
            f"a picture needs the extra plot ({error}): in the folder of unvote run"
            " pip install '.[plot]'"
        ) from error
    with warnings.catch_warnings(), matplotlib.rc_context(SETTINGS):
        # A sign that the font lacks is drawn as a box.
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        room = picture.width * (1 - 2 * MARGIN)
        lines = wrapped([*picture.remarks, *source], room, 6.5)
        title = wrapped([picture.title[:1].upper() + picture.title[1:]], room, 11, "bold")
        warned = wrapped([caution], room, 8) if caution else []
        below = 0.15 + picture.below + 0.115 * len(lines)
        above = 0.2 + 0.2 * len(title) + 0.15 * len(warned)
        height = picture.height + below + above
        figure = Figure(figsize=(picture.width, height))
        axes = figure.add_axes((MARGIN, below / height, 1 - 2 * MARGIN, picture.height / height))
        picture.draw(axes)
        _fit(figure, axes)
        figure.text(
            MARGIN, 1 - 0.1 / height, "\n".join(title), fontsize=11, weight="bold", va="top"
        )
        if warned:
            under = 1 - (0.12 + 0.2 * len(title)) / height
            figure.text(MARGIN, under, "\n".join(warned), fontsize=8, va="top")
        figure.text(MARGIN, 0.06 / height, "\n".join(lines), fontsize=6.5, color=QUIET, va="bottom")
        content = io.BytesIO()
        figure.savefig(content, format=style, dpi=200, metadata=METADATA[style])
    return content.getvalue()


def _fit(figure: Any, axes: Any) -> None:
    """Widen or narrow the axes so that their labels reach from margin to margin."""
    box = axes.get_tightbbox().transformed(figure.transFigure.inverted())
    place = axes.get_position()
    left, right = MARGIN - box.x0, 1 - MARGIN - box.x1
    if axes.get_adjustable() == "box" and axes.get_aspect() != "auto":
        right = left  # a square stays one
    axes.set_position((place.x0 + left, place.y0, place.width - left + right, place.height))
