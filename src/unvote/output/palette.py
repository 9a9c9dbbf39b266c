"""The colours and marks of votes, sides and shades, the same in every drawing.

The fills differ in lightness as well as in hue, so they stay apart for people who see no
red, no green or no blue, and on black-and-white paper; the text on each has a contrast of at
least 4.5, as WCAG asks. A mark says the same again where there is no colour at all.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

BLACK, WHITE = "#000000", "#ffffff"


class Paint(NamedTuple):
    """How one kind of state is drawn.

    Attributes
    ----------
    mark : str
        One character beside the state's code.
    fill : str
        The colour of the tile; empty for an outline without a fill.
    text : str
        The colour of the code on it.
    ansi : str
        Text and fill as rich names them, for terminals of sixteen colours.
    """

    mark: str
    fill: str
    text: str
    ansi: str

    def style(self, color_system: str | None) -> str:
        """Return the style for a terminal: `truecolor`, `256` or `standard`."""
        if not self.fill:
            return self.ansi
        return self.ansi if color_system == "standard" else f"{self.text} on {self.fill}"


BLUE = Paint("+", "#0f4c8a", WHITE, "bright_white on blue")
ORANGE = Paint("-", "#dc6f24", BLACK, "black on yellow")
PALE = Paint("o", "#ecd99b", BLACK, "black on bright_white")
EMPTY = Paint(".", "", BLACK, "dim")

# By the letter of the vote.
VOTES = {"Y": BLUE, "N": ORANGE, "A": PALE, "X": EMPTY}
# By the side that a state took between two others.
SIDES = {
    "with_a": ORANGE._replace(mark="<"),
    "with_b": BLUE._replace(mark=">"),
    "neither": PALE,
    "absent": EMPTY,
}
# Five classes from the lowest to the highest.
SHADES = (
    Paint("1", "#fff6cf", BLACK, "black on bright_white"),
    Paint("2", "#a9d196", BLACK, "black on bright_cyan"),
    Paint("3", "#53a6b2", BLACK, "black on cyan"),
    Paint("4", "#22689f", WHITE, "bright_white on bright_blue"),
    Paint("5", "#172a5c", WHITE, "bright_white on blue"),
)
# The state that all others are compared with, and the others that are not drawn.
OWN = Paint("*", WHITE, BLACK, "bold reverse")
OTHERS = Paint("·", "", BLACK, "dim")


def limits(*, share: bool) -> tuple[float, ...]:
    """Return the four limits between the five classes, of a share or of a coefficient."""
    return (0.2, 0.4, 0.6, 0.8) if share else (-0.6, -0.2, 0.2, 0.6)


def shade(value: float, *, share: bool) -> Paint:
    """Return the shade of a measure; a limit counts to the class above it, nan is empty.

    Examples
    --------
    >>> [shade(value, share=True).mark for value in (0, 0.2, 0.599, 1, float("nan"))]
    ['1', '2', '3', '5', '.']
    """
    if value != value:
        return EMPTY
    return SHADES[sum(value >= limit for limit in limits(share=share))]


def shade_names(*, share: bool) -> Sequence[str]:
    """Return the five classes in words, from the lowest.

    Examples
    --------
    >>> shade_names(share=True)[1], shade_names(share=False)[0]
    ('20-40%', '-1.0 to -0.6')
    """
    if share:
        return [f"{low}-{low + 20}%" for low in range(0, 100, 20)]
    ends = [-1.0, *limits(share=False), 1.0]
    return [f"{low:+.1f} to {high:+.1f}" for low, high in pairwise(ends)]
