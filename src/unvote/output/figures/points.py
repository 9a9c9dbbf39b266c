"""Draws states as points on a map of two coordinates, in the colours of their blocs."""

from typing import Any

import numpy as np
import pandas as pd

from unvote.output.figures.picture import Picture
from unvote.output.figures.style import COLOURS, SHAPES
from unvote.output.figures.text import shortened


def points(rows: pd.DataFrame, title: str) -> Picture:
    """Return a map of states by two coordinates, in the colours of their blocs.

    A state has its code beside its point unless that would cover another code.

    `rows`: as `blocs` returns it.
    """
    x, y = rows["x"].to_numpy(float), rows["y"].to_numpy(float)
    wide, high = (max(float(np.ptp(values)), 1e-9) for values in (x, y))
    inches = 5.9 / wide
    height = min(max(inches * high, 2.5), 6.0)
    blocs = rows["bloc"].to_numpy(int) - 1
    colours = [COLOURS[bloc % len(COLOURS)] for bloc in blocs]
    named = _apart(x * inches, y * inches)
    columns = 1 + (rows["bloc"].nunique() > len(COLOURS))

    def draw(axes: Any) -> None:
        for bloc in sorted(set(blocs)):
            some, colour = blocs == bloc, COLOURS[bloc % len(COLOURS)]
            shape = SHAPES[bloc // len(COLOURS) % len(SHAPES)]
            members = rows["label"][some]
            label = f"{shortened(str(members.iloc[0]))} ({len(members)})"
            axes.scatter(
                x[some], y[some], s=7 + 6 * (shape != "o"), color=colour, lw=0, marker=shape
            )
            axes.plot([], [], shape, ms=4, color=colour, mew=0, label=label)
        for place in named:
            _name(axes, rows["state"].iloc[place], (x[place], y[place]), colours[place])
        axes.update_datalim([(x.max() + 0.35 / inches, y.max())])  # room for the last code
        axes.autoscale_view()
        axes.set_aspect("equal", adjustable="datalim")
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)
        axes.legend(
            fontsize=7,
            frameon=False,
            loc="upper left",
            bbox_to_anchor=(0, -0.02),
            handlelength=1,
            ncols=columns,
        )

    below = 0.15 + 0.14 * -(-rows["bloc"].nunique() // columns)
    remarks = []
    if len(named) < len(rows):
        remarks.append("codes that would cover others are left out")
    if rows["bloc"].nunique() > len(COLOURS) * len(SHAPES):
        remarks.append(f"from bloc {len(COLOURS) * len(SHAPES) + 1} on the signs repeat")
    return Picture(title, height, draw, below, remarks=remarks)


def _name(axes: Any, code: str, point: tuple[float, float], colour: str) -> None:
    axes.annotate(
        code,
        point,
        xytext=(2.5, 0),
        textcoords="offset points",
        fontsize=6,
        color=colour,
        va="center",
    )


def _apart(x: Any, y: Any) -> list[int]:
    """Choose the points (in inches) that have room for their codes, the loneliest first."""
    away = np.hypot(x[:, np.newaxis] - x, y[:, np.newaxis] - y)
    lonely = np.sort(away, axis=1)[:, : min(4, len(x))].sum(axis=1)
    chosen: list[int] = []
    for place in np.argsort(-lonely, kind="stable"):
        near = (abs(x[chosen] - x[place]) < 0.3) & (abs(y[chosen] - y[place]) < 0.1)
        # A code must not cover the points to the right of its own either.
        right = (x - x[place] > 0.02) & (x - x[place] < 0.28) & (abs(y - y[place]) < 0.05)
        if not near.any() and right.sum() <= 2:
            chosen.append(int(place))
    return chosen
