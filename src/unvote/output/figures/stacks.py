"""Draws numbers that add up as stacked bars: upright over time, else one bar per row."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from unvote.errors import NothingSelectedError
from unvote.output.figures.axes import Scale, set_range
from unvote.output.figures.picture import NOTHING, Picture
from unvote.output.figures.style import PALE, height_of
from unvote.output.figures.text import LABEL, shortened
from unvote.output.palette import Paint

# The share of its place that a bar fills.
_FILLED = 0.9
# The least part of a whole that is wide enough for its number.
_WIDE = 0.06


def stacks(
    parts: pd.DataFrame,
    paints: "Mapping[str, Paint]",
    title: str,
    scale: Scale,
    places: Sequence[float] | None = None,
) -> Picture:
    """Return stacked bars, with the names of the parts above them.

    `parts`: one column per part, in the order of the stack; one row per bar, with its name or its
    time in the index.
    `title`, `scale`: as of `lines`; the scale is of the numbers.
    `places`: where on a time axis the bars stand (`places_of`); None: they lie below each other. If
    they lie and are shares, each part that is wide enough shows its number.
    Raises NothingSelectedError if all numbers are 0.
    """
    if not parts.to_numpy().any():
        raise NothingSelectedError(NOTHING)
    upright = places is not None

    def draw(axes: Any) -> None:
        middles = np.array(places if upright else range(len(parts)), dtype=float)
        size = _FILLED * (np.diff(middles).min() if len(middles) > 1 else 1.0)
        start, names = np.zeros(len(parts)), [shortened(str(name), LABEL) for name in parts.index]
        for name, numbers in parts.items():
            paint, height = paints[str(name)].fill or PALE, numbers.to_numpy(float)
            how = {"color": paint, "lw": 0, "label": name, "zorder": 2}
            if upright:
                axes.bar(middles, height, size, start, **how)
            else:
                axes.barh(middles, height, size, start, **how)
                if scale.percent:
                    _write_shares(axes, middles, height, start, paints[str(name)].text)
            start += height
        set_range(axes, scale, upright=upright)
        if upright:
            axes.set_xlim(middles[0] - size, middles[-1] + size)
            axes.set_ylim(0, start.max() * 1.1)  # room for the names of the parts
            axes.xaxis.get_major_locator().set_params(integer=True)
            if len(names) == 1 or not names[0].isdecimal():
                axes.set_xticks(middles, names)
        else:
            axes.set_yticks(middles, names, fontsize=7)
            axes.set_ylim(len(parts) - 0.4, -1.5)
            axes.tick_params(axis="y", length=0)
        axes.legend(
            ncols=len(parts.columns),
            loc="upper left",
            bbox_to_anchor=(0, 1),
            fontsize=7,
            frameon=False,
            handlelength=1,
            borderaxespad=0,
        )

    height = 2.8 if upright else max(0.7, height_of(len(parts) + 1.5, 0.21))
    return Picture(title, height, draw)


def _write_shares(axes: Any, middles: Any, shares: Any, start: Any, colour: str) -> None:
    """Write the share of each part into horizontal bars, if there is room."""
    for place, share, left in zip(middles, shares, start, strict=True):
        if share >= _WIDE:
            axes.text(left + 0.006, place, f"{share:.0%}", va="center", fontsize=6, color=colour)
