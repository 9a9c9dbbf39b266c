"""What an axis shows: its title, its range, and whether it is in percent."""

from typing import Any, NamedTuple

from unvote.analysis.measures import Measure
from unvote.output.figures.style import QUIET


class Scale(NamedTuple):
    """What an axis shows: a title, its range (None: that of the values), and whether in percent."""

    title: str
    low: float | None = None
    high: float | None = None
    percent: bool = False

    @classmethod
    def of(cls, measure: Measure) -> "Scale":
        """Return the scale of a measure."""
        return cls(measure.title, 0 if measure.is_share else -1, 1, measure.is_share)


def set_range(axes: Any, scale: Scale, *, upright: bool = True) -> None:
    """Set the range of a measure on its axis, with a line at zero if it has two signs."""
    set_limits = axes.set_ylim if upright else axes.set_xlim
    if scale.low is not None and scale.high is not None:
        room = 0.02 * (scale.high - scale.low)
        set_limits(scale.low - room, scale.high + room)
    (axes.set_ylabel if upright else axes.set_xlabel)(scale.title)
    axis = axes.yaxis if upright else axes.xaxis
    show_in_percent(axis, scale)
    axis.grid(visible=True, color="#EEEEEE", zorder=0)
    axes.set_axisbelow(True)
    low, high = axes.get_ylim() if upright else axes.get_xlim()
    if low < 0 < high and scale.low != 0:
        (axes.axhline if upright else axes.axvline)(0, color=QUIET, lw=0.6)


def show_in_percent(axis: Any, scale: Scale) -> None:
    """Write the numbers of an axis in percent, if its scale is."""
    from matplotlib.ticker import PercentFormatter

    if scale.percent:
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
