"""Draws numbers in text: bars, sparklines, a line chart, a square table on shades."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd
from rich.console import Console
from rich.text import Text

from unvote.output.palette import shade
from unvote.output.sheet import printable

FULL, PARTS, NEEDED = "█", " ▏▎▍▌▋▊▉", "┃"
SPARKS = "▁▂▃▄▅▆▇█"
# The size of a line chart, in lines and columns.
HIGH, MOST_WIDE = 11, 100
INDENT = 2


def bar(number: int, most: int, width: int) -> str:
    """Return a bar whose length is the number's share of the most, times the width.

    Examples
    --------
    >>> bar(3, 6, 8), bar(0, 6, 8), bar(1, 160, 8)
    ('████', '', '▏')
    """
    eighths = -(-number * width * 8 // most) if most else 0
    return FULL * (eighths // 8) + PARTS[eighths % 8].strip()


def print_bars(
    console: Console, counts: Mapping[str, int], needed: Mapping[str, int] | None = None
) -> None:
    """Print a bar for each count, with its name and number, and a line at the number needed."""
    needed = needed or {}
    most = max([*counts.values(), *needed.values()], default=0)
    name_width = max(map(len, counts))
    number_width = len(f"{most:,}")
    room = max(console.width - INDENT - name_width - number_width - 5, 8)
    for name, number in counts.items():
        line = f"{'':{INDENT}}{name:<{name_width}}  {number:>{number_width},}  "
        drawn = bar(number, most, min(room, 60))
        if name in needed:
            place = len(bar(needed[name], most, min(room, 60)))
            drawn = f"{drawn[: place - 1]:<{place - 1}}{NEEDED}{drawn[place:]}"
        whole = printable((line + drawn).rstrip())
        if len(whole) <= console.width:
            console.file.write(f"{whole}\n")
        else:
            console.print(whole)  # which breaks it


def sparkline(values: Sequence[float], low: float, high: float, width: int) -> str:
    """Draw values as blocks between low and high; a missing value (nan) is a blank.

    If there are more values than the width, each block is the mean of a stretch.

    Examples
    --------
    >>> sparkline([0, 0.5, float("nan"), 1], 0, 1, 8), sparkline([0, 0, 1, 1], 0, 1, 2)
    ('▁▅ █', '▁█')
    """
    room = min(width, len(values))
    edges = [len(values) * place // room for place in range(room + 1)] if room else []
    blocks = []
    for start, end in pairwise(edges):
        known = [value for value in values[start:end] if value == value]
        share = (sum(known) / len(known) - low) / (high - low) if known else None
        blocks.append(" " if share is None else SPARKS[round(share * (len(SPARKS) - 1))])
    return "".join(blocks)


def print_sparklines(
    console: Console, series: Mapping[str, Sequence[float]], low: float, high: float
) -> None:
    """Print a sparkline for each series of values, with its name."""
    name_width = max(map(len, series))
    room = max(console.width - INDENT - name_width - 2, 8)
    for name, values in series.items():
        line = f"{'':{INDENT}}{name:<{name_width}}  {sparkline(values, low, high, room)}"
        console.print(line.rstrip())


def print_chart(
    console: Console, times: Sequence[object], values: Sequence[float], *, percent: bool
) -> None:
    """Print one measure over time as a line chart, with gaps for missing values (nan).

    Its range is 0 to 1, in percent, or else -1 to 1.
    """
    from plotille import Canvas

    low = 0 if percent else -1
    labels = ["100%", "50%", "0%"] if percent else ["+1", "0", "-1"]
    gutter = max(map(len, labels)) + INDENT
    width = max(min(console.width - gutter - 3, 4 * len(times) + 8, MOST_WIDE), 12)
    canvas = Canvas(width, HIGH, 0, low, max(len(times) - 1, 1), 1)
    for place, value in enumerate(values):
        if value == value:
            follows = place > 0 and values[place - 1] == values[place - 1]
            start = place - follows
            canvas.line(start, values[start], place, value)
    lines = canvas.plot().splitlines()
    named = dict(zip((0, HIGH // 2, HIGH - 1), labels, strict=True))
    for number, line in enumerate(lines):
        axis = "┤" if number in named else "│"
        drawn = line.replace("\u2800", " ").rstrip()
        console.print(f"{named.get(number, ''):>{gutter}} {axis}{drawn}")
    first, last = str(times[0]), str(times[-1]) if len(times) > 1 else ""
    console.print(f"{'':{gutter}} └{'─' * width}")
    console.print(f"{'':{gutter}}  {first}{last:>{width - len(first)}}")


def print_matrix(console: Console, table: pd.DataFrame, *, share: bool) -> None:
    """Print a square table as numbers, each in the shade of its class.

    A table that does not fit is printed in blocks of columns, one below the other.

    `table`: as `align_matrix` returns it.
    `share`: whether the measure runs from 0 to 1, not from -1.
    """
    codes = table["state"].tolist()
    form, width = (".0%", len("100%")) if share else ("+.2f", len("+1.00"))
    gutter = max(map(len, codes), default=0) + 1
    room = max((console.width - gutter) // (width + 1), 1)
    for start in range(0, len(codes), room):
        some = codes[start : start + room]
        if start:
            console.print()
        header = " ".join(f"{code:>{width}}" for code in some)
        console.print(f"{'':{gutter}}{header}", style="bold")
        for code, values in zip(codes, table[some].itertuples(index=False), strict=True):
            cells = []
            for value in values:
                known = value == value
                number = f"{format(value, form) if known else '–':>{width}}"
                style = shade(value, share=share).style(console.color_system) if known else ""
                cells.append(Text(number, style=style))
            console.print(Text(f"{code:<{gutter}}") + Text(" ").join(cells))
