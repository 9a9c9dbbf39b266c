"""The time axis: the times that have a place on it, and the values drawn along it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.arrays import occurring

# Slices that follow each other in time, so that a line can be drawn.
IN_TIME = ("year", "decade", "session")


def on_the_line(times: Sequence[Any]) -> tuple[list[Any], str]:
    """Return the times that have a place on a line, and a note on those that have none.

    Emergency special sessions lie within others; if no time is a number, all are kept.

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


class TimeSeries(NamedTuple):
    """What `lines` draws: one row of values per name, one column per time; NaN breaks a line."""

    names: list[str]  # the names of the lines
    x: "pd.Series[float]"  # the place of each time on the axis, by time
    y: Any  # array of float, names by times: the values
    # Array of float, names by times, or None: the interval, if there is one.
    low: Any = None
    high: Any = None


def over_time(rows: pd.DataFrame, column: str) -> TimeSeries:
    """Return what `lines` draws from rows with `name`, a time and `y`, `low`, `high`.

    `rows`: in order of time.
    `column`: the time: years, sessions or months ("2025-02"). A time that is no number, such as an
    emergency special session, is left out; if no time is a number, all are placed in their order.
    """
    # All pairs of states make millions of rows, so nothing is done row by row.
    when, moments = coded(rows[column])
    told = occurring(when, len(moments)).tolist()
    times = places_of([moments[moment] for moment in told])
    place = times.index.get_indexer(pd.Index(moments)).astype(np.int32)[when]
    codes, names = coded(rows["name"])
    there = place >= 0
    # Where all have a place, nothing is copied.
    kept = slice(None) if there.all() else there
    values = {}
    for name in ("y", "low", "high"):
        if name in rows:
            values[name] = np.full((len(names), len(times)), np.nan)
            found = rows[name].to_numpy(float, na_value=np.nan)
            values[name][codes[kept], place[kept]] = found[kept]
    return TimeSeries([*map(str, names)], times, **values)


def coded(column: "pd.Series[Any]") -> tuple[Any, list[Any]]:
    """Return the different values of a column, and for each row the place of its value.

    Categories are taken as they are: all of them, in their order.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), column.cat.categories.tolist()
    codes, values = pd.factorize(column)
    return codes, list(values)


def places_of(times: Sequence[Any]) -> "pd.Series[float]":
    """Return the places of different times on the axis, by time; see `over_time`."""
    numbers = [_moment(str(time)) for time in times]
    if all(number is None for number in numbers):
        numbers = [float(place) for place in range(len(times))]
    return pd.Series(np.array(numbers, dtype=float), index=list(times)).dropna()


def _moment(time: str) -> float | None:
    """Return a year, a session, or a month as a number."""
    year, _, month = time.partition("-")
    if not year.isdecimal() or not (month.isdecimal() or not month):
        return None
    return int(year) + ((int(month) - 0.5) / 12 if month else 0)
