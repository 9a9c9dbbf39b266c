"""Draws a ranking as dots, one per row."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from unvote.errors import NothingSelectedError
from unvote.output.figures.axes import Scale, set_range
from unvote.output.figures.picture import NOTHING, Picture
from unvote.output.figures.style import COLOURS, PALE, QUIET, ROWS, height_of
from unvote.output.figures.text import LABEL, shortened


def dots(
    rows: pd.DataFrame,
    title: str,
    scale: Scale,
    most: int = ROWS,
    called: Callable[[pd.DataFrame], Sequence[str]] | None = None,
) -> Picture:
    """Draw a ranking: one dot per row, with a line for its interval, or from its earlier value.

    `rows`: `name`, `y`; if known, `low` and `high`, or `before`.
    `most`: the most rows drawn: the first and the last ones.
    `called`: names the rows that are drawn, if they have no `name`.
    """
    rows = rows[rows["y"].notna()]
    if rows.empty:
        raise NothingSelectedError(NOTHING)
    left_out = max(len(rows) - most, 0)
    first = -(-most // 2)
    some = rows if not left_out else rows.iloc[[*range(first), *range(first - most, 0)]]
    names = called(some) if called else some["name"]

    def draw(axes: Any) -> None:
        places = np.arange(len(some), dtype=float)
        if left_out:
            places[first:] += 1
            axes.text(
                0.5,
                first,
                f"… {left_out:,} more …",
                transform=axes.get_yaxis_transform(),
                color=QUIET,
                ha="center",
                va="center",
                fontsize=7,
            )
        values = some["y"].to_numpy(float)
        if "before" in some:
            before = some["before"].to_numpy(float)
            axes.hlines(places, before, values, color=PALE, lw=2, zorder=1)
            axes.plot(before, places, "o", color="white", mec=QUIET, ms=4, zorder=2)
        elif "low" in some:
            axes.hlines(places, some["low"], some["high"], color=PALE, lw=2, zorder=1)
        axes.plot(values, places, "o", color=COLOURS[0], ms=4, zorder=3)
        axes.set_yticks(places, [shortened(name, LABEL) for name in names], fontsize=7)
        axes.set_ylim(places.max(initial=0) + 0.7, -0.7)
        axes.tick_params(axis="y", length=0)
        set_range(axes, scale, upright=False)

    return Picture(title, max(0.8, height_of(len(some) + 1, 0.145)), draw, below=0.5)
