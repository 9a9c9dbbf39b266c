"""Colours and marks: those of votes, sides and shades, and how each state is drawn.

The fills differ in lightness as well as in hue, so that people who see no red, no green or no blue
can tell them apart, also on black-and-white paper. The text on each has a contrast of at least 4.5,
as WCAG asks. A mark says the same where there is no colour.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from unvote.codes import WORDS
from unvote.world.states import all_states

if TYPE_CHECKING:
    import pandas as pd

BLACK, WHITE = "#000000", "#ffffff"


class Paint(NamedTuple):
    """How one kind of state is drawn."""

    mark: str  # one character next to the state's code
    fill: str  # the colour of the tile; empty for an outline without a fill
    text: str  # the colour of the code on the tile
    ansi: str  # text and fill in rich's names, for terminals with sixteen colours

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
    """Return the four limits between the five classes of a share or a coefficient."""
    return (0.2, 0.4, 0.6, 0.8) if share else (-0.6, -0.2, 0.2, 0.6)


def shade(value: float, *, share: bool) -> Paint:
    """Return the shade of a measure; a limit belongs to the class above it, nan is empty.

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


# How each state is drawn, by its code, and what each way of drawing means.
Painted = tuple[dict[str, Paint], list[tuple[Paint, str]]]


def vote_paints(votes: "pd.DataFrame", *, absences: bool) -> Painted:
    """Return how each state is drawn by its vote, and the legend with the tally."""
    paints = {code: VOTES[vote] for code, vote in zip(votes["state"], votes["vote"], strict=True)}
    counts = votes["vote"].value_counts()
    legend = [
        (VOTES[letter], f"{words} {counts.get(letter, 0)}")
        for letter, words in WORDS.items()
        if letter != "X" or absences
    ]
    return paints, legend


def shade_paints(values: Mapping[str, float], *, own: str | None, share: bool) -> Painted:
    """Return how each state is drawn by a measure, and the legend with the number of each class."""
    paints = {code: shade(value, share=share) for code, value in values.items()}
    counts = Counter(paint.mark for paint in paints.values())
    legend = [
        (paint, f"{words}: {counts[paint.mark]}")
        for paint, words in zip(SHADES, shade_names(share=share), strict=True)
    ]
    if counts[EMPTY.mark]:
        legend.append((EMPTY, f"no joint vote: {counts[EMPTY.mark]}"))
    if own is not None:
        paints[own] = OWN
        legend.append((OWN, all_states()[own].name))
    return paints, legend


def side_paints(sides: Mapping[str, str], a: str, b: str, own: Mapping[str, str]) -> Painted:
    """Return how each state is drawn by its side, and the legend with the number of each.

    If A and B are states, they are `own`, each with the side that it is.
    """
    names = {"with_a": f"with {a}", "with_b": f"with {b}", "neither": "neither", "absent": "absent"}
    counts = Counter([*sides.values(), *own.values()])
    paints = {code: SIDES[side] for code, side in sides.items()} | dict.fromkeys(own, OWN)
    legend = [(SIDES[side], f"{words} {counts[side]}") for side, words in names.items()]
    if own:
        legend.append((OWN, " and ".join(all_states()[code].name for code in own)))
    return paints, legend


def day_of(moment: Any) -> date | None:
    """Return the day of a timestamp that may be missing."""
    return None if moment != moment else moment.date()
