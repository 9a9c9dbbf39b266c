"""Draws how many states stand nearer to each of two sides: over time as bars or lines."""

import pandas as pd
from rich.console import Console

from unvote.answer import Answer
from unvote.output.figures.axes import Scale
from unvote.output.figures.lines import lines
from unvote.output.figures.picture import Picture
from unvote.output.figures.stacks import stacks
from unvote.output.figures.time_axis import IN_TIME, on_the_line, over_time, places_of
from unvote.output.palette import SIDES
from unvote.output.terminal.charts import print_sparklines
from unvote.world.states import name_of

# The parts of a bar: the columns, and the sides in whose colours they are drawn.
PARTS = {"nearer_a": "with_a", "neither_nearer": "neither", "nearer_b": "with_b"}


def picture(answer: Answer, most: int) -> Picture:
    """Draw the states on each side as bars; for groups over time, one side's share as lines."""
    facts, frame = answer.facts, answer.frame
    one, other = name_of(facts.a.code), name_of(facts.b.code)
    by = f", by {facts.by}" if facts.by else ""
    about = [*_sessions_not_drawn(answer), *_differing(answer)]
    if facts.by in IN_TIME and "group" in frame:
        rows = frame.assign(name=frame["group"], y=_share(frame))
        title = f"States nearer to {one} than to {other}{by}"
        scale = Scale("share of a group's states that voted", 0, 1, True)
        return lines(over_time(rows, "by"), title, scale)._replace(about=about)
    titles = (f"nearer to {one}", "as often with each", f"nearer to {other}")
    parts = frame[list(PARTS)].set_axis([*titles], axis="columns")
    places = places_of(frame["by"].tolist()) if facts.by in IN_TIME else None
    if places is not None:
        parts = parts.set_index(frame["by"]).loc[places.index]
    else:
        if len(parts) > most:
            which, some = ("newest", parts.tail) if answer.newest else ("first", parts.head)
            about.insert(0, f"drawn: the {which} {most:,} of {len(parts):,} rows")
            parts = some(most)
        parts = parts.set_axis(_names(frame.loc[parts.index]), axis="index")
    title = f"States nearer to {one}, and nearer to {other}{by}"
    paints = {name: SIDES[side] for name, side in zip(titles, PARTS.values(), strict=True)}
    along = None if places is None else places.tolist()
    return stacks(parts, paints, title, Scale("states"), along)._replace(about=about)


def under(console: Console, answer: Answer, most: int) -> None:
    """Print sparklines: the states nearer to each side, or for groups one side's share."""
    frame, facts = answer.frame, answer.facts
    times = []
    if facts.by in IN_TIME:
        times = places_of(frame["by"].drop_duplicates().tolist()).index.tolist()
    if len(times) < 2:
        return
    span = f"{times[0]} to {times[-1]}"
    if "group" in frame:
        shares = frame.assign(share=_share(frame)).pivot(
            index="group", columns="by", values="share"
        )
        some = shares[times].iloc[: most or None]
        series = {name: row.tolist() for name, row in some.iterrows()}
        title, top = f"share of the states nearer to {facts.a.code}, {span}, from 0% to 100%", 1
    else:
        counts = frame.where(frame["differ"] > 0).set_index(frame["by"]).loc[times]
        sides = {"nearer_a": facts.a.code, "nearer_b": facts.b.code}
        series = {f"nearer {code}": counts[column].tolist() for column, code in sides.items()}
        top = int(frame[[*sides]].max(axis=None))
        title = f"states, {span}, from 0 to {top}"
    if top:
        console.print(f"\n{title}:\n")
        print_sparklines(console, series, 0, top)
        for note in _sessions_not_drawn(answer):
            console.print(f"\n{note}", style="dim")


def _share(frame: pd.DataFrame) -> "pd.Series[float]":
    """Return the share of the states nearer to A, missing if none voted."""
    voted = frame[list(PARTS)].sum(axis=1)
    return (frame["nearer_a"] / voted.where(voted > 0)).astype(float)


def _names(frame: pd.DataFrame) -> list[str]:
    """Return the name of each bar: the group, the slice, or both."""
    keys = [frame[name].astype("str") for name in ("group", "by") if name in frame]
    return [", ".join(filter(None, key)) for key in zip(*keys, strict=True)]


def _sessions_not_drawn(answer: Answer) -> list[str]:
    """Return a line on the sessions that have no place on a time axis."""
    if answer.facts.by not in IN_TIME:
        return []
    return [*filter(None, [on_the_line(answer.frame["by"].drop_duplicates().tolist())[1]])]


def _differing(answer: Answer) -> list[str]:
    """Return a line on the fewest and the most roll calls behind a bar or point."""
    differ = answer.frame["differ"]
    what = "roll calls in which the two differ"
    if differ.min() == differ.max():
        return [f"{what}: {differ.max():,}"]
    return [f"{what}: from {differ.min():,} to {differ.max():,} per {answer.facts.by}"]
