"""Draws how states vote: bars beside the table, and their shares as a picture."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from rich.console import Console

from unvote.answer import Answer, Column
from unvote.codes import WORDS
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.output.figures.axes import Scale
from unvote.output.figures.picture import Picture
from unvote.output.figures.stacks import stacks
from unvote.output.figures.text import shortened
from unvote.output.figures.time_axis import IN_TIME, on_the_line, places_of
from unvote.output.palette import VOTES
from unvote.output.sheet import Sheet
from unvote.output.table import room_beside
from unvote.world.states import name_of

# The marks of yes, abstain, no and not voting in a bar of text, and its columns.
MARKS = {"yes": "█", "abstain": "▒", "no": "░", "not_voting": "·"}
SHORTEST, LONGEST = 8, 30
# At most this many rows have bars below them, if there is no room next to them.
FEW = 20


def rows(answer: Answer) -> Answer:
    """Return the rows with a bar beside each.

    If the terminal has no room for it, the bars of a few rows go into a block below the table, and
    a long list has none.
    """
    shown = [column.name for column in answer.columns if column.shown]
    room = min(room_beside(Sheet.of(answer).pick(shown), SHORTEST), LONGEST)
    if not len(answer.frame) or (room < SHORTEST and len(answer.frame) > FEW):
        return answer
    room = SHORTEST if room < SHORTEST else room
    counts = (answer.frame[name] for name in MARKS)
    bars = [_bar(row, room) for row in zip(*counts, strict=True)]
    return replace(
        answer, frame=answer.frame.assign(votes=bars), columns=[*answer.columns, Column("votes")]
    )


def under(console: Console, answer: Answer, most: int) -> None:
    """Print what the marks of the bars mean, if there are bars."""
    if "votes" in answer.frame:
        marks = (f"{mark} {name.replace('_', ' ')}" for name, mark in MARKS.items())
        console.print(f"\n{'   '.join(marks)}")


def _bar(counts: "tuple[float, ...]", length: int) -> str:
    """Return a bar of this many characters, each kind as long as its share.

    Examples
    --------
    >>> _bar((5, 1, 2, 0), 8)
    '█████▒░░'
    """
    known = [0.0 if pd.isna(count) else float(count) for count in counts]
    total, done, drawn = sum(known), 0.0, ""
    for count, mark in zip(known, MARKS.values(), strict=True):
        done += count
        drawn += mark * (round(done * length / total) - len(drawn) if total else 0)
    return drawn


def picture(answer: Answer, most: int) -> Picture:
    """Draw the shares of one state or group over time; otherwise a bar per row."""
    facts, frame = answer.facts, answer.frame
    frame = frame[frame["n"] > 0]
    if not len(frame):
        raise NothingSelectedError("there is nothing to draw: nobody voted")
    one = name_of(facts.names[0]) if len(facts.names) == 1 else ""
    title = f"Votes of {one}" if one else "How states vote"
    if facts.by is None:
        return _bars(frame, frame["name"], title, most)
    title += f", by {facts.by}"
    if facts.by not in IN_TIME:
        names = frame["by"].astype("str").map(shortened)
        if one and facts.names[0] in set(frame["state"]):
            frame = frame[frame["state"] == facts.names[0]]
            return _bars(frame, names[frame.index], title, most)
        return _bars(frame, frame["name"] + ", " + names, title, most)
    if not one:
        raise ArgumentError(
            f"a picture by {facts.by} is of one state or group: name one, or leave --by out"
        )
    frame = frame[frame["state"] == facts.names[0]]
    _, left_out = on_the_line(frame["by"].tolist())
    places = places_of(frame["by"].tolist())
    drawn = _stacks(frame.set_index("by").loc[places.index], title, places.tolist())
    return drawn._replace(remarks=[*filter(None, [left_out])])


def _bars(frame: pd.DataFrame, names: "pd.Series[str]", title: str, most: int) -> Picture:
    """Draw a bar per row, of the shares of its votes; at most the first rows are drawn."""
    counted = [f"{name}, {n:,.0f}" for name, n in zip(names, frame["n"], strict=True)]
    some = frame.set_axis(counted, axis="index").head(most)
    cut = [f"drawn: the first {len(some):,} of {len(frame):,} rows"] * (len(some) < len(frame))
    remarks = [*cut, "behind each name the number of roll calls"]
    return _stacks(some, title)._replace(remarks=remarks)


def _stacks(frame: pd.DataFrame, title: str, places: "Sequence[float] | None" = None) -> Picture:
    """Draw the shares of the votes of each row; the small print explains only these columns."""
    shares = frame[list(MARKS)].astype("Float64").fillna(0).div(frame["n"], axis="index")
    shares.columns = [name.replace("_", " ") for name in MARKS]
    paints = {words: VOTES[letter] for letter, words in WORDS.items()}
    scale = Scale("share of the roll calls", 0, 1, percent=True)
    drawn = stacks(shares.astype(float), paints, title, scale, places)
    return drawn._replace(about=["shares of the roll calls in which the state was a member"])
