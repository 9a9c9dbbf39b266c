"""Draws how states vote: bars beside the table, and their shares as a picture."""

from dataclasses import replace
from typing import TYPE_CHECKING

from unvote.answer import Column
from unvote.errors import ArgumentError, NothingSelectedError

if TYPE_CHECKING:
    from rich.console import Console

    from unvote.answer import Answer
    from unvote.output.figures.picture import Picture

# The marks of yes, abstain, no and not voting in a bar of text, and its columns.
MARKS = {"yes": "█", "abstain": "▒", "no": "░", "not_voting": "·"}
SHORTEST, LONGEST = 8, 30
# So many rows have bars where there is no room beside them.
FEW = 20


def rows(answer: "Answer") -> "Answer":
    """Return the rows with a bar beside each.

    Where the terminal has no room for it, the bars of a few rows stand in a block below, and a
    long list has none.
    """
    from unvote.output.sheet import Sheet
    from unvote.output.table import room_beside

    shown = [column.name for column in answer.columns if column.shown]
    room = min(room_beside(Sheet.of(answer).pick(shown), SHORTEST), LONGEST)
    if not len(answer.frame) or (room < SHORTEST and len(answer.frame) > FEW):
        return answer
    room = SHORTEST if room < SHORTEST else room
    counts = (answer.frame[name] for name in MARKS)
    bars = [_bar(row, room) for row in zip(*counts, strict=True)]
    return replace(
        answer,
        frame=answer.frame.assign(votes=bars),
        columns=[*answer.columns, Column("votes")],
    )


def under(console: "Console", answer: "Answer", most: int) -> None:
    """Print what the marks of the bars are, where there are bars."""
    if "votes" in answer.frame:
        marks = (f"{mark} {name.replace('_', ' ')}" for name, mark in MARKS.items())
        console.print(f"\n{'   '.join(marks)}")


def _bar(counts: "tuple[float, ...]", length: int) -> str:
    """Return a bar of so many characters, each kind as long as its share.

    Examples
    --------
    >>> _bar((5, 1, 2, 0), 8)
    '█████▒░░'
    """
    known = [0.0 if count != count else float(count) for count in counts]
    total, done, drawn = sum(known), 0.0, ""
    for count, mark in zip(known, MARKS.values(), strict=True):
        done += count
        drawn += mark * (round(done * length / total) - len(drawn) if total else 0)
    return drawn


def picture(answer: "Answer", most: int) -> "Picture":
    """Return the shares over time of one state or group, else a bar a row."""
    from unvote.output.figures.shares import shares, shares_over_time
    from unvote.output.figures.text import shortened
    from unvote.output.figures.time_axis import IN_TIME, on_the_line, places_of
    from unvote.world.states import name_of

    facts, frame = answer.facts, answer.frame
    frame = frame[frame["n"] > 0]
    if not len(frame):
        raise NothingSelectedError("there is nothing to draw: nobody voted")
    one = name_of(facts.names[0]) if len(facts.names) == 1 else ""
    title = f"Votes of {one}" if one else "How states vote"
    if facts.by is None:
        return _explained(shares(frame, title, most))
    title += f", by {facts.by}"
    if facts.by not in IN_TIME:
        names = frame["by"].astype("str").map(shortened)
        if one and facts.names[0] in set(frame["state"]):
            frame = frame[frame["state"] == facts.names[0]]
        else:
            names = frame["name"] + ", " + names
        return _explained(shares(frame.assign(name=names), title, most))
    if not one:
        raise ArgumentError(
            f"a picture by {facts.by} is of one state or group: name one, or leave --by out"
        )
    frame = frame[frame["state"] == facts.names[0]].assign(name=one)
    _, left_out = on_the_line(frame["by"].tolist())
    places = places_of(frame["by"].tolist())
    frame = frame.set_index("by").loc[places.index].assign(x=places)
    drawn = _explained(shares_over_time(frame, title))
    return drawn._replace(remarks=[*filter(None, [left_out])])


def _explained(drawn: "Picture") -> "Picture":
    """Return a picture whose small print explains what is drawn, and no other column."""
    return drawn._replace(about=["shares of the roll calls in which the state was a member"])
