"""Draws answers as pictures for paper and screens, in one style: SVG, PNG and PDF.

A picture is a title, a size and what is drawn on its axes. The same input gives the same bytes.
"""

import io
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from unvote.errors import ArgumentError, NothingSelectedError, OutputError
from unvote.output.palette import OTHERS, OWN, VOTES, Paint
from unvote.output.sheet import printable
from unvote.world.tiles import grid, tile_label

if TYPE_CHECKING:
    import pandas as pd

    from unvote.analysis.measures import Measure
    from unvote.record import Record
    from unvote.world.groups import Group

STYLES = ("svg", "png", "pdf")
# Okabe and Ito's colours, told apart by the colour-blind; their yellow is too pale for lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# Beyond so many kinds of points, each colour again with another shape.
SHAPES = ("o", "^", "s", "X")
INK, QUIET, PALE = "#222222", "#666666", "#C8C8C8"
# Votes in the order of a bar, by their letters.
BAR = {"Y": "yes", "A": "abstain", "N": "no", "X": "not voting"}
WIDTH = 7.0
# To the left and to the right, as a share of the width.
MARGIN = 0.02
# How many rows of a ranking are drawn: more are the first and the last of them.
ROWS = 40
# More than so many rows are not drawn, however many are asked for.
MOST = 400
# To how many characters names are cut on the axes.
LABEL, TEXT = 56, 34
# Of more lines than there are colours, so many of the highest and of the lowest are named.
NAMED = 3
# Up to so many states a square table has its numbers, above that a scale.
LABELLED = 16
# The side of such a table in inches; a row needs so much, or the picture grows.
SIDE, ROW = 5.2, 0.1
NOTHING = "there is nothing to draw: no row has a value"
_SETTINGS = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "text.parse_math": False,  # a title is text, whatever signs it holds
    "svg.fonttype": "none",
    "svg.hashsalt": "unvote",
}
# What would differ from run to run, or from version to version.
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


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


class Scale(NamedTuple):
    """What an axis shows: a title, its range (None: as the values are), and whether in percent."""

    title: str
    low: float | None = None
    high: float | None = None
    percent: bool = False

    @classmethod
    def of(cls, measure: "Measure") -> "Scale":
        """Return the scale of a measure."""
        return cls(measure.title, 0 if measure.is_share else -1, 1, measure.is_share)


def to_picture(picture: Picture, style: str, source: Sequence[str]) -> bytes:
    """Return a picture as bytes, with its sources in small print below.

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
            f"a picture needs matplotlib, which is not installed: {error};"
            " pip install 'unvote[plot]'"
        ) from error
    with warnings.catch_warnings(), matplotlib.rc_context(_SETTINGS):
        # A sign that the font lacks is drawn as a box.
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        room = picture.width * (1 - 2 * MARGIN)
        lines = _wrapped([*picture.remarks, *source], room, 6.5)
        title = _wrapped([picture.title[:1].upper() + picture.title[1:]], room, 11, "bold")
        below, above = 0.15 + picture.below + 0.115 * len(lines), 0.2 + 0.2 * len(title)
        height = picture.height + below + above
        figure = Figure(figsize=(picture.width, height))
        axes = figure.add_axes((MARGIN, below / height, 1 - 2 * MARGIN, picture.height / height))
        picture.draw(axes)
        _fit(figure, axes)
        figure.text(
            MARGIN, 1 - 0.1 / height, "\n".join(title), fontsize=11, weight="bold", va="top"
        )
        figure.text(MARGIN, 0.06 / height, "\n".join(lines), fontsize=6.5, color=QUIET, va="bottom")
        content = io.BytesIO()
        figure.savefig(content, format=style, dpi=200, metadata=_METADATA[style])
    return content.getvalue()


def _fit(figure: Any, axes: Any) -> None:
    """Widen or narrow the axes so that their labels reach from margin to margin."""
    box = axes.get_tightbbox().transformed(figure.transFigure.inverted())
    place = axes.get_position()
    left, right = MARGIN - box.x0, 1 - MARGIN - box.x1
    if axes.get_adjustable() == "box" and axes.get_aspect() != "auto":
        right = left  # a square stays one
    axes.set_position((place.x0 + left, place.y0, place.width - left + right, place.height))


def _wrapped(lines: Sequence[str], room: float, size: float, weight: str = "normal") -> list[str]:
    """Return lines broken where they would be wider than the room, in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font, measured = FontProperties(size=size, weight=weight), TextToPath()

    def wide(text: str) -> bool:
        width, _, _ = measured.get_text_width_height_descent(text, font, ismath=False)
        return bool(width / 72 > 0.96 * room)  # drawn in whole pixels, letters are wider

    return [part for line in lines for part in _broken(printable(line), wide)]


def _broken(line: str, wide: Callable[[str], bool]) -> list[str]:
    """Return the parts of a line that are not wide: broken at blanks, or within long words."""
    parts: list[str] = []
    for word in line.split():
        if parts and not wide(longer := f"{parts[-1]} {word}"):
            parts[-1] = longer
            continue
        while wide(word) and len(word) > 1:
            length = next(end for end in range(len(word) - 1, 0, -1) if not wide(word[:end]))
            parts.append(word[:length])
            word = word[length:]
        parts.append(word)
    return parts


def shortened(text: str, most: int = TEXT) -> str:
    """Return a text cut to so many characters.

    Examples
    --------
    >>> shortened("NUCLEAR WEAPONS--ELIMINATION", 16), shortened("short")
    ('NUCLEAR WEAPONS…', 'short')
    """
    text = printable(text)
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' -,')}…"


def titled(names: Sequence[str], own: "Mapping[str, Group] | None" = None) -> list[str]:
    """Return how a title names states and groups: states by name, groups by their code.

    Examples
    --------
    >>> titled(["us", "eu"])
    ['United States', 'EU']
    """
    from unvote.world.groups import find_party
    from unvote.world.states import name_of

    return [name_of(find_party(name, own).code) for name in names]


def rows_drawn(limit: int | None) -> int:
    """Return how many rows are drawn where so many are asked for: 0 is all, None not said."""
    return ROWS if limit is None else min(limit or MOST, MOST)


def on_the_line(times: Sequence[Any]) -> tuple[list[Any], str]:
    """Return the times that have a place on a line, and a word on those that have none.

    Emergency special sessions lie within others; where no time is a number all are kept.

    Examples
    --------
    >>> on_the_line(["76", "ES-11", "77"])
    (['76', '77'], 'special sessions are not on the line: ES-11')
    """
    kept = [time for time in times if _moment(str(time)) is not None]
    if not kept or len(kept) == len(times):
        return list(times), ""
    others = [str(time) for time in times if time not in kept]
    said = [
        f"special sessions are not on the line: {', '.join(filter(None, others))}",
        *(["nor are roll calls without a session"] if "" in others else []),
    ]
    return kept, "; ".join(said)


def courses(rows: "pd.DataFrame", column: str) -> "dict[str, pd.DataFrame]":
    """Return the courses of `lines` from rows with `name`, a time and `y`, `low`, `high`.

    Parameters
    ----------
    rows : DataFrame
        In order of time.
    column : str
        The time: years, sessions or months ("2025-02"). What is no number, as an emergency
        special session, is left out; where none is one, each stands at its place in the order.
    """
    import pandas as pd

    times = list(dict.fromkeys(rows[column]))
    numbers = [_moment(str(time)) for time in times]
    if all(number is None for number in numbers):
        numbers = [float(place) for place in range(len(times))]
    place = pd.Series(numbers, index=times, dtype=float).dropna()
    wanted = [name for name in ("y", "low", "high") if name in rows]
    found = {}
    for name, some in rows.groupby("name", sort=False):
        course = some.set_index(column)[wanted].astype(float).reindex(place.index)
        course.insert(0, "x", place)
        found[str(name)] = course
    return found


def _moment(time: str) -> float | None:
    """Return a year, a session, or a month as a number."""
    year, _, month = time.partition("-")
    if not year.isdecimal() or not (month.isdecimal() or not month):
        return None
    return int(year) + ((int(month) - 0.5) / 12 if month else 0)


def lines(courses: "Mapping[str, pd.DataFrame]", title: str, scale: Scale) -> Picture:
    """Return courses over time, each named at its end.

    Parameters
    ----------
    courses : mapping of str to DataFrame
        By name, with the columns `x` (a number), `y`, and where there is an interval `low`
        and `high`; a line is broken where a value is missing.
    title : str
        Of the picture.
    scale : Scale
        Of what is drawn.

    Raises
    ------
    NothingSelectedError
        If there is no value.
    """
    if all(course["y"].isna().all() for course in courses.values()):
        raise NothingSelectedError(NOTHING)
    few = len(courses) <= len(COLOURS)
    named = list(courses) if few else _outermost(courses)

    def draw(axes: Any) -> None:
        ends: dict[str, tuple[float, float, str]] = {}
        for name, course in courses.items():
            colour = COLOURS[named.index(name) % len(COLOURS)] if name in named else PALE
            x, y = course["x"].to_numpy(float), course["y"].to_numpy(float)
            wide, above = (1.6 if name in named else 0.5), 2 + (name in named)
            every = len(x) <= ROWS and few
            marked = None if every else _alone(y)
            marker = "o" if every or marked else None
            axes.plot(
                x, y, color=colour, lw=wide, marker=marker, markevery=marked, ms=3, zorder=above
            )
            if few and "low" in course:
                low, high = course["low"].to_numpy(float), course["high"].to_numpy(float)
                axes.fill_between(x, low, high, color=colour, alpha=0.15, lw=0)
                for place in _alone(y):
                    axes.vlines(x[place], low[place], high[place], color=colour, alpha=0.3, lw=3)
            known = np.flatnonzero(~np.isnan(y))
            if name in named and len(known):
                ends[name] = (x[known[-1]], y[known[-1]], colour)
        _range(axes, scale)
        _name_ends(axes, ends)
        _moments(axes, next(iter(courses.values()))["x"])

    remarks = []
    if not few:
        remarks.append("named: the three highest and the three lowest at the end")
        if any("low" in course for course in courses.values()):
            remarks[0] += f"; intervals are not drawn for more than {len(COLOURS)} lines"
    return Picture(title, 3.4, draw, remarks=remarks)


def _alone(y: Any) -> list[int]:
    """Return the places of values with a gap on either side, through which goes no line."""
    gaps = np.concatenate(([True], np.isnan(y), [True]))
    return np.flatnonzero(gaps[:-2] & ~gaps[1:-1] & gaps[2:]).tolist()


def _moments(axes: Any, moments: "pd.Series[float]") -> None:
    """Set the range of the time, and name single moments where no whole number is in it."""
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


def _outermost(courses: "Mapping[str, pd.DataFrame]") -> list[str]:
    last = {name: course["y"].iloc[-1] for name, course in courses.items()}
    order = sorted((name for name in last if last[name] == last[name]), key=last.__getitem__)
    return [*order[:NAMED], *order[-NAMED:]]


def _range(axes: Any, scale: Scale, *, upright: bool = True) -> None:
    """Set the range of a measure on its axis, with a line at zero where it has two signs."""
    set_limits = axes.set_ylim if upright else axes.set_xlim
    if scale.low is not None and scale.high is not None:
        room = 0.02 * (scale.high - scale.low)
        set_limits(scale.low - room, scale.high + room)
    (axes.set_ylabel if upright else axes.set_xlabel)(scale.title)
    axis = axes.yaxis if upright else axes.xaxis
    _in_percent(axis, scale)
    axis.grid(visible=True, color="#EEEEEE", zorder=0)
    axes.set_axisbelow(True)
    low, high = axes.get_ylim() if upright else axes.get_xlim()
    if low < 0 < high and scale.low != 0:
        (axes.axhline if upright else axes.axvline)(0, color=QUIET, lw=0.6)


def _in_percent(axis: Any, scale: Scale) -> None:
    from matplotlib.ticker import PercentFormatter

    if scale.percent:
        axis.set_major_formatter(PercentFormatter(1, decimals=0))


def _name_ends(axes: Any, ends: Mapping[str, tuple[float, float, str]]) -> None:
    """Name lines at their last point, the names moved apart where they would touch."""
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

    # Those that touch form a cluster; kept is where each would have it start.
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


def dots(rows: "pd.DataFrame", title: str, scale: Scale, most: int = ROWS) -> Picture:
    """Return a ranking: a dot a row, with a line for its interval, or from where it came.

    Parameters
    ----------
    rows : DataFrame
        `name`, `y`; where there are, `low` and `high`, or `before`.
    title, scale
        As of `lines`.
    most : int
        Of more rows the first and the last are drawn.

    Raises
    ------
    NothingSelectedError
        If no row has a value.
    """
    rows = rows[rows["y"].notna()]
    if rows.empty:
        raise NothingSelectedError(NOTHING)
    left_out = max(len(rows) - most, 0)
    first = -(-most // 2)
    some = rows if not left_out else rows.iloc[[*range(first), *range(first - most, 0)]]

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
        axes.set_yticks(places, [shortened(name, LABEL) for name in some["name"]], fontsize=7)
        axes.set_ylim(places.max(initial=0) + 0.7, -0.7)
        axes.tick_params(axis="y", length=0)
        _range(axes, scale, upright=False)

    return Picture(title, max(0.8, 0.145 * (len(some) + 1)), draw, below=0.5)


def heat(table: "pd.DataFrame", title: str, scale: Scale) -> Picture:
    """Return a square table as shades, with its numbers where there is room.

    Parameters
    ----------
    table : DataFrame
        As `align_matrix` returns it.
    title, scale
        As of `lines`.
    """
    names = [shortened(name) for name in table["state"]]
    values = table.drop(columns="state").to_numpy(float)
    share, numbers = scale.percent, len(names) <= LABELLED
    side = max(min(max(2.2, 0.42 * len(names)), SIDE), ROW * len(names))
    size = min(62 * side / max(len(names), 1), 8)

    def draw(axes: Any) -> None:
        shades = axes.imshow(
            np.ma.masked_invalid(values),
            cmap="cividis" if share else "PuOr",
            vmin=scale.low,
            vmax=scale.high,
        )
        axes.set_xticks(range(len(names)), names, rotation=90, fontsize=size)
        axes.set_yticks(range(len(names)), names, fontsize=size)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_anchor("W")
        if not numbers:
            beside = axes.inset_axes((1 + 0.12 / side, 0.2, 0.15 / side, 0.6))
            bar = axes.get_figure().colorbar(shades, cax=beside, label=scale.title)
            bar.outline.set_visible(False)
            _in_percent(bar.ax.yaxis, scale)
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


def bars(tallies: "pd.DataFrame", title: str, most: int = ROWS) -> Picture:
    """Return tallies as bars of yes, abstain, no and not voting, the newest at the bottom.

    Parameters
    ----------
    tallies : DataFrame
        As `tally` returns it.
    title : str
        Of the picture.
    most : int
        Of more roll calls the newest are drawn.
    """
    some = tallies.tail(most)

    def draw(axes: Any) -> None:
        places, start = np.arange(len(some)), np.zeros(len(some))
        for letter, name in BAR.items():
            paint = VOTES[letter]
            counts = some[name.replace(" ", "_")].astype("Float64").fillna(0).to_numpy(float)
            axes.barh(places, counts, left=start, color=paint.fill or PALE, height=0.72, lw=0)
            for place, count, left in zip(places, counts, start, strict=True):
                if count >= 8:
                    axes.text(
                        left + 2,
                        place,
                        f"{count:.0f}",
                        ha="left",
                        va="center",
                        fontsize=6.5,
                        color=paint.text,
                    )
            start += counts
        needed = some["needed"].astype("Float64").to_numpy(float, na_value=np.nan)
        for colour, wide in (("white", 3), (INK, 1.2)):  # a light edge on a dark bar
            axes.vlines(needed, places - 0.45, places + 0.45, color=colour, lw=wide)
        names = [
            f"{shortened(id_)}, {outcome}"
            for id_, outcome in zip(some["rollcall"], some["outcome"], strict=True)
        ]
        axes.set_yticks(places, names, fontsize=7)
        axes.set_ylim(len(some) - 0.4, -1.2)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xticks([])
        _legend(axes)

    remarks = []
    if len(some) < len(tallies):
        remarks.append(f"drawn: the newest {len(some):,} of {len(tallies):,} roll calls")
    return Picture(title, max(0.7, 0.21 * (len(some) + 1.5)), draw, 0.1, remarks=remarks)


def _legend(axes: Any) -> None:
    """Name the colours of the votes above the bars, each in its own colour, and the line."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Patch(color=VOTES[letter].fill or PALE, label=name) for letter, name in BAR.items()
    ]
    handles.append(Line2D([], [], color=INK, lw=1.2, label="yes votes needed"))
    axes.legend(
        handles=handles,
        ncols=len(handles),
        loc="upper left",
        bbox_to_anchor=(0, 1),
        fontsize=7,
        frameon=False,
        handlelength=1,
        borderaxespad=0,
    )


def points(rows: "pd.DataFrame", title: str) -> Picture:
    """Return a map of states by two coordinates, in the colours of their blocs.

    A state has its code beside its point unless that would cover another code.

    Parameters
    ----------
    rows : DataFrame
        As `blocs` returns it.
    title : str
        Of the picture.
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
            axes.annotate(
                rows["state"].iloc[place],
                (x[place], y[place]),
                xytext=(2.5, 0),
                textcoords="offset points",
                fontsize=6,
                color=colours[place],
                va="center",
            )
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
        remarks.append(f"from the bloc {len(COLOURS) * len(SHAPES) + 1} on signs repeat")
    return Picture(title, height, draw, below, remarks=remarks)


def _apart(x: Any, y: Any) -> list[int]:
    """Return which points, given in inches, have room for their codes: the loneliest first."""
    away = np.hypot(x[:, np.newaxis] - x, y[:, np.newaxis] - y)
    lonely = np.sort(away, axis=1)[:, : min(4, len(x))].sum(axis=1)
    chosen: list[int] = []
    for place in np.argsort(-lonely, kind="stable"):
        near = (abs(x[chosen] - x[place]) < 0.3) & (abs(y[chosen] - y[place]) < 0.1)
        # Nor does a code cover the points to the right of its own.
        right = (x - x[place] > 0.02) & (x - x[place] < 0.28) & (abs(y - y[place]) < 0.05)
        if not near.any() and right.sum() <= 2:
            chosen.append(int(place))
    return chosen


def tiles(
    paints: Mapping[str, Paint],
    legend: Sequence[tuple[Paint, str]],
    title: str,
    others: Collection[str] = (),
) -> Picture:
    """Return the tile map: one square a state, with its code and its mark.

    Parameters
    ----------
    paints : mapping of str to Paint
        How each state is drawn, by its code.
    legend : sequence of (Paint, str)
        What stands under the map: each way of drawing, in words.
    title : str
        Of the picture.
    others : collection of str
        States that are drawn as outlines.
    """
    if others:
        legend = [*legend, (OTHERS, f"other members {len(others)}")]
    side = WIDTH * (1 - 2 * MARGIN) / len(grid()[0])
    columns = 4 if all(len(words) <= 22 for _, words in legend) else 3
    wide = len(grid()[0]) / columns
    height = len(grid()) + 0.6 + 1.3 * -(-len(legend) // columns)

    def draw(axes: Any) -> None:
        for row, codes in enumerate(grid()):
            for column, code in enumerate(codes):
                if code in paints or code in others:
                    _tile(axes, column, row, paints.get(code, OTHERS), tile_label(code))
        for place, (paint, words) in enumerate(legend):
            left, top = place % columns * wide, len(grid()) + 0.6 + place // columns * 1.3
            _tile(axes, left, top, paint, "")
            axes.text(left + 1.2, top + 0.5, shortened(words), fontsize=8, va="center")
        axes.set_xlim(0, len(grid()[0]))
        axes.set_ylim(height, 0)
        axes.set_aspect("equal", anchor="NW")
        axes.axis("off")

    return Picture(title, height * side, draw, below=0.1)


def vote_map(record: "Record", votes: "pd.DataFrame", checked: "pd.DataFrame") -> Picture:
    """Return the tile map of one roll call.

    Parameters
    ----------
    record : Record
        The roll call.
    votes, checked : DataFrame
        What `show` (or `map`) and `check` return for it.

    Raises
    ------
    ArgumentError
        If there are several roll calls.
    """
    from unvote.output.tilemap import day_of, members_on, vote_paints

    if len(record) != 1:
        raise ArgumentError(f"a picture is of one roll call, and {len(record):,} are named")
    [about] = record.rollcalls.to_dict("records")
    paints, legend = vote_paints(votes, absences=not record.without_absences.any())
    title = f"{record.rollcalls.index[0]}, {checked['outcome'].item()}"
    title += f": {about['title'] or 'no title'}"
    return tiles(paints, legend, title, members_on(day_of(about["date"])) - set(paints))


def _tile(axes: Any, column: float, row: float, paint: Paint, code: str) -> None:
    from matplotlib.patches import Rectangle

    edge = INK if paint == OWN else paint.fill or PALE
    axes.add_patch(
        Rectangle(
            (column + 0.04, row + 0.04), 0.92, 0.92, fc=paint.fill or "white", ec=edge, lw=0.7
        )
    )
    place = (column + 0.5, row + 0.5)
    axes.text(*place, f"{code}{paint.mark}", fontsize=6, color=paint.text, ha="center", va="center")
