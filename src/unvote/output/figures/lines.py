"""Draws values over time as lines, each named at its end."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from unvote.errors import NothingSelectedError
from unvote.output.figures.axes import Scale, set_range
from unvote.output.figures.picture import NOTHING, Picture
from unvote.output.figures.style import COLOURS, MOST, PALE, ROWS
from unvote.output.figures.text import LABEL, TEXT, shortened
from unvote.output.figures.time_axis import TimeSeries

# If there are more lines than colours, this many of the highest and lowest are named.
NAMED = 3


def lines(series: TimeSeries, title: str, scale: Scale) -> Picture:
    """Return values over time as lines, each named at its end.

    `series`: what is drawn; a line is broken where a value is missing.
    """
    if np.isnan(series.y).all():
        raise NothingSelectedError(NOTHING)
    names, x = series.names, series.x.to_numpy(float)
    few = len(names) <= len(COLOURS)
    named = list(range(len(names))) if few else _outermost(series.y[:, -1])
    drawn = _some(len(names), named)

    def draw(axes: Any) -> None:
        ends: dict[str, tuple[float, float, str]] = {}
        for line in drawn:
            y = series.y[line]
            colour = COLOURS[named.index(line) % len(COLOURS)] if line in named else PALE
            wide, above = (1.6 if line in named else 0.5), 2 + (line in named)
            every = len(x) <= ROWS and few
            marked = None if every else _alone(y)
            marker = "o" if every or marked else None
            axes.plot(
                x, y, color=colour, lw=wide, marker=marker, markevery=marked, ms=3, zorder=above
            )
            if few and series.low is not None:
                low, high = series.low[line], series.high[line]
                axes.fill_between(x, low, high, color=colour, alpha=0.15, lw=0)
                for place in _alone(y):
                    axes.vlines(x[place], low[place], high[place], color=colour, alpha=0.3, lw=3)
            known = np.flatnonzero(~np.isnan(y))
            if line in named and len(known):
                ends[names[line]] = (x[known[-1]], y[known[-1]], colour)
        set_range(axes, scale)
        _name_ends(axes, ends)
        _moments(axes, series.x)

    remarks = []
    if not few:
        remarks.append("named: the three highest and the three lowest at the end")
        if series.low is not None:
            remarks[0] += f"; intervals are not drawn for more than {len(COLOURS)} lines"
    if len(drawn) < len(names):
        remarks.append(
            f"drawn: {len(drawn):,} of {len(names):,} lines, those named and others at equal"
            " steps of the list"
        )
    return Picture(title, 3.4, draw, remarks=remarks)


def _some(count: int, named: Sequence[int]) -> list[int]:
    """Return the lines to draw: if there are too many, those named and some at equal steps."""
    if count <= MOST:
        return list(range(count))
    others = [line for line in range(count) if line not in named]
    step = -(-len(others) // (MOST - len(named)))
    return sorted({*named, *others[::step]})


def _alone(y: Any) -> list[int]:
    """Return the places of values with a gap on either side: no line goes through them."""
    gaps = np.concatenate(([True], np.isnan(y), [True]))
    return np.flatnonzero(gaps[:-2] & ~gaps[1:-1] & gaps[2:]).tolist()


def _moments(axes: Any, moments: "pd.Series[float]") -> None:
    """Set the range of the time; name the moments one by one if it has no whole number."""
    first, last = moments.min(), moments.max()
    if first < last:
        axes.set_xlim(first, last)
    else:
        axes.set_xlim(first - 1, last + 1)
    if last - first >= 2 or (first < last and float(first).is_integer()):
        axes.xaxis.get_major_locator().set_params(integer=True)
        return
    some = moments.iloc[:: -(-len(moments) // 8)]
    axes.set_xticks(some, [str(time) for time in some.index])


def _outermost(last: Any) -> list[int]:
    """Return the lines with the lowest and the highest values at the end."""
    order = [line for line in np.argsort(last, kind="stable").tolist() if last[line] == last[line]]
    return [*order[:NAMED], *order[-NAMED:]]


def _name_ends(axes: Any, ends: Mapping[str, tuple[float, float, str]]) -> None:
    """Name lines at their last point; move names apart if they would touch."""
    low, high = axes.get_ylim()
    right = max((x for x, _, _ in ends.values()), default=0.0)
    wanted = sorted(ends, key=lambda name: ends[name][1])
    places = spread([ends[name][1] for name in wanted], (high - low) / 19, low, high)
    long = any(len(name) > TEXT for name in wanted)
    for name, place in zip(wanted, places, strict=True):
        x, y, colour = ends[name]
        axes.annotate(
            shortened(name, LABEL),
            (x, y),
            xytext=(right, place),
            textcoords=_offset(axes),
            color=colour,
            fontsize=7 if long else 9,
            va="center",
            annotation_clip=False,
        )


def _offset(axes: Any) -> Any:
    from matplotlib.transforms import ScaledTranslation

    return axes.transData + ScaledTranslation(6 / 72, 0, axes.get_figure().dpi_scale_trans)


def spread(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return ascending values moved apart so that neighbours are at least a gap from each other.

    Examples
    --------
    >>> spread([0.5, 0.5, 0.9], 0.1, 0, 1), spread([0.95, 1, 1], 0.25, 0, 1)
    ([0.45, 0.55, 0.9], [0.5, 0.75, 1.0])
    """

    def start(wanted: list[float]) -> float:
        return max(min(sum(wanted) / len(wanted), high - gap * (len(wanted) - 1)), low)

    # Values that touch form a cluster; `kept` is where each member would have it start.
    clusters: list[list[float]] = []
    for value in values:
        clusters.append([value])
        while len(clusters) > 1 and start(clusters[-2]) + gap * len(clusters[-2]) > start(
            clusters[-1]
        ):
            last = clusters.pop()
            clusters[-1] += [wanted - gap * len(clusters[-1]) for wanted in last]
    places = [start(one) + gap * place for one in clusters for place in range(len(one))]
    return [round(place, 9) for place in places]
