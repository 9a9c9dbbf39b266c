"""Draws a square table as shades."""

from typing import Any

import numpy as np
import pandas as pd

from unvote.output.figures.axes import Scale, show_in_percent
from unvote.output.figures.picture import Picture
from unvote.output.figures.style import WIDTH
from unvote.output.figures.text import shortened

# A square table of at most this many states shows its numbers, a larger one a scale.
LABELLED = 16
# The side of such a table in inches; the picture grows if a row needs more.
SIDE, ROW = 5.2, 0.1


def heat(table: pd.DataFrame, title: str, scale: Scale) -> Picture:
    """Draw a square table as shades, with its numbers if there is room.

    `table`: as `align_matrix` returns it.
    """
    names = [shortened(name) for name in table["state"]]
    values = table.drop(columns="state").to_numpy(float)
    share, numbers = scale.percent, len(names) <= LABELLED
    side = max(min(max(2.2, 0.42 * len(names)), SIDE), ROW * len(names))
    size = min(62 * side / max(len(names), 1), 8)

    def draw(axes: Any) -> None:
        style = {"cmap": "cividis" if share else "PuOr", "vmin": scale.low, "vmax": scale.high}
        known = np.ma.masked_invalid(values)
        if numbers:
            shades = axes.imshow(known, **style)
        else:  # an image this large takes 900 MB
            middles = np.arange(len(names))
            shades = axes.pcolormesh(middles, middles, known, rasterized=True, **style)
            axes.invert_yaxis()
            axes.set_aspect("equal")
        axes.set_xticks(range(len(names)), names, rotation=90, fontsize=size)
        axes.set_yticks(range(len(names)), names, fontsize=size)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_anchor("W")
        if not numbers:
            beside = axes.inset_axes((1 + 0.12 / side, 0.2, 0.15 / side, 0.6))
            bar = axes.get_figure().colorbar(shades, cax=beside, label=scale.title)
            bar.outline.set_visible(False)
            show_in_percent(bar.ax.yaxis, scale)
        else:
            for (row, column), value in np.ndenumerate(values):
                text = "–" if np.isnan(value) else f"{value:.0%}"[:-1] if share else f"{value:.2f}"
                light = value > 0.6 if share else abs(value) < 0.6
                axes.text(
                    column,
                    row,
                    text,
                    ha="center",
                    va="center",
                    fontsize=7,
                    color="black" if light else "white",
                )

    if share and numbers:
        title += ", in percent"
    return Picture(title, side, draw, width=side + WIDTH - SIDE if side > SIDE else WIDTH)
