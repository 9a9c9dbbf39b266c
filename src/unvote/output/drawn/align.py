"""Draws how states vote together: a ranking or pairs as dots, years or months as lines."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from rich.console import Console

from unvote.analysis.align import Aligned, interval_note
from unvote.answer import Answer
from unvote.errors import NothingSelectedError
from unvote.output.figures.axes import Scale
from unvote.output.figures.dots import dots
from unvote.output.figures.lines import lines
from unvote.output.figures.picture import UNRANKED, Picture
from unvote.output.figures.style import COLOURS
from unvote.output.figures.text import shortened
from unvote.output.figures.time_axis import IN_TIME, coded, on_the_line, over_time
from unvote.output.sheet import Sheet
from unvote.output.table import print_table
from unvote.output.terminal.charts import print_chart, print_sparklines
from unvote.world.states import name_of

# The most roll calls in which a pair differs that are printed below its table: the newest.
NEWEST = 5


def under(console: Console, answer: Answer, most: int) -> None:
    """Print the newest roll calls in which a pair differs, or the measure over time."""
    if answer.facts.differences is not None:
        _print_differences(console, answer.facts.differences())
    elif _in_time(answer.facts):
        _print_over_time(console, answer, most)


def picture(answer: Answer, most: int) -> Picture:
    """Draw the measure by year or in windows of months as lines, everything else as dots.

    Only the first measure is drawn, with its interval if there is a seed.
    """
    facts, frame = answer.facts, answer.frame
    by, measure = facts.by, facts.measures[0]
    if "rank" in frame and by is None and len(frame):
        frame = frame[frame["rank"].notna()].reset_index(drop=True)
        if not len(frame):
            raise NothingSelectedError(UNRANKED)
    pairs, title = _pairs(facts, frame)
    about, scale = _about(facts, len(pairs.categories)), Scale.of(measure)
    limits = {f"{measure.name}_{limit}": limit for limit in ("low", "high")}
    rows = frame.rename(columns={measure.name: "y", **limits}).assign(name=pairs)
    if _in_time(facts):
        when = f", in the {by} months up to each" if isinstance(by, int) else f" by {by}"
        _, left_out = on_the_line(rows["by"].drop_duplicates().tolist())
        picture = lines(over_time(rows, "by"), title + when, scale)
        return picture._replace(about=[*filter(None, [left_out]), *about])
    if by is not None:
        title += f" by {by}"
        if by == "subject" and len(rows) > most:  # the most frequent slices come first
            about.insert(0, f"drawn: the first {most:,} of {len(rows):,} rows")
            rows = rows.head(most)

    def called(some: pd.DataFrame) -> list[str]:
        names = some["name"].tolist()
        if by is None:
            return names
        slices = [shortened(str(one)) for one in some["by"]]
        if len(pairs.categories) == 1:
            return slices
        return [", ".join(both) for both in zip(names, slices, strict=True)]

    return dots(rows, title, scale, most, called)._replace(about=about)


def _in_time(facts: Aligned) -> bool:
    return isinstance(facts.by, int) or facts.by in IN_TIME


def _about(facts: Aligned, pairs: int) -> list[str]:
    """Return the note that explains the one measure drawn for this many pairs."""
    measure = facts.measures[0]
    many = _in_time(facts) and pairs > len(COLOURS)
    about = [measure.note]
    if facts.seed is not None and not many:
        about.append(interval_note([measure], facts.seed))
    if len(facts.measures) > 1:
        about.insert(0, f"drawn: {measure.name}, the first of {len(facts.measures)} measures")
    return about


def _pairs(facts: Aligned, frame: pd.DataFrame) -> tuple["pd.Categorical[str]", str]:
    """Return the name of each row, and the title."""
    measure, one = facts.measures[0], len(facts.names) == 1
    pairs = _by_pair(frame, lambda a, b: name_of(b) if one else f"{name_of(a)} and {name_of(b)}")
    title = measure.title
    if one and len(frame):
        title += f" with {name_of(frame['a'].iloc[0])}"
    elif len(pairs.categories) == 1:
        title += f" of {pairs.categories[0]}"
    return pairs, title


def _by_pair(frame: pd.DataFrame, called: Callable[[str, str], str]) -> "pd.Categorical[str]":
    """Return the name of each row's pair; all pairs make millions of rows."""
    (a, left), (b, right) = coded(frame["a"]), coded(frame["b"])
    both = a.astype(np.int32) * len(right) + b
    pairs = pd.unique(both)
    names = [called(left[pair // len(right)], right[pair % len(right)]) for pair in pairs.tolist()]
    place = np.zeros(len(left) * len(right), dtype=np.int32)
    place[pairs] = np.arange(len(pairs))
    return pd.Categorical.from_codes(place[both], pd.Index(names, dtype="str"))


def _print_differences(console: Console, differing: Answer) -> None:
    """Print the newest roll calls in which a pair differs."""
    if len(differing.frame):
        console.print("\nThe newest roll calls in which they differ:\n")
        print_table(console, Sheet.of(differing).limit(NEWEST, last=True))


def _print_over_time(console: Console, answer: Answer, most: int) -> None:
    """Print one pair over time as a chart, several as sparklines, the newest slice first."""
    frame, measure = answer.frame, answer.facts.measures[0]
    order, left_out = on_the_line(frame["by"].drop_duplicates().tolist())
    rows = frame[["by", measure.name]].set_axis(["by", "y"], axis="columns")
    rows = rows.assign(name=_by_pair(frame, "{} {}".format))
    series = over_time(rows, "by")
    first = rows.loc[rows["by"] == order[-1], "name"] if order else rows["name"]
    places = {name: place for place, name in enumerate(series.names)}
    names = [*dict.fromkeys([*first, *sorted(places)])][: most or None]
    lines_of = {name: series.y[places[name]].tolist() for name in names}
    if len(places) == 1 and len(order) > 1:
        [(name, values)] = lines_of.items()
        console.print(f"\n{measure.name} of {name}:\n")
        print_chart(console, order, values, percent=measure.is_share)
    elif lines_of:
        scale = "0% to 100%" if measure.is_share else "-1 to +1"
        console.print(f"\n{measure.name} from {scale}, {order[0]} to {order[-1]}:\n")
        print_sparklines(console, lines_of, 0 if measure.is_share else -1, 1)
    if left_out:
        console.print(f"\n{left_out}", style="dim")
