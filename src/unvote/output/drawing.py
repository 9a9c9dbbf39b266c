"""Draws roll calls in text: bars, and names in columns."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from unvote.codes import ORGANS, WORDS
from unvote.output.sheet import Sheet, printable
from unvote.output.table import print_table
from unvote.world.rules import find_rule
from unvote.world.states import states_named_in

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from unvote.record import Record

FULL, PARTS, NEEDED = "█", " ▏▎▍▌▋▊▉", "┃"
SPARKS = "▁▂▃▄▅▆▇█"
# Of a line chart, in lines and columns.
HIGH, MOST_WIDE = 11, 100
INDENT = 2


def bar(number: int, most: int, width: int) -> str:
    """Return a bar whose length is to the width as the number is to the most.

    Examples
    --------
    >>> bar(3, 6, 8), bar(0, 6, 8), bar(1, 160, 8)
    ('████', '', '▏')
    """
    eighths = -(-number * width * 8 // most) if most else 0
    return FULL * (eighths // 8) + PARTS[eighths % 8].strip()


def print_bars(
    console: "Console", counts: Mapping[str, int], needed: Mapping[str, int] | None = None
) -> None:
    """Print a bar for each count, with its name and its number, and a line where one is needed."""
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
        console.print((line + drawn).rstrip())


def sparkline(values: Sequence[float], low: float, high: float, width: int) -> str:
    """Return values as blocks between a low and a high one; a blank where one is missing (nan).

    More values than the width are drawn as the means of so many stretches.

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
    console: "Console", courses: Mapping[str, Sequence[float]], low: float, high: float
) -> None:
    """Print a sparkline for each course, with its name."""
    name_width = max(map(len, courses))
    room = max(console.width - INDENT - name_width - 2, 8)
    for name, values in courses.items():
        line = f"{'':{INDENT}}{name:<{name_width}}  {sparkline(values, low, high, room)}"
        console.print(line.rstrip())


def print_chart(
    console: "Console", times: Sequence[object], values: Sequence[float], *, percent: bool
) -> None:
    """Print the course of one measure as a line chart, broken where a value is missing (nan).

    Its range is from 0 to 1 in percent, or else from -1 to 1.
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


def print_matrix(console: "Console", table: "pd.DataFrame", *, share: bool) -> None:
    """Print a square table as numbers, each on the shade of its class.

    A table that does not fit is printed in blocks of columns under each other.

    Parameters
    ----------
    console : Console
        Where to.
    table : DataFrame
        As `align_matrix` returns it.
    share : bool
        Whether the measure runs from 0 to 1, not from -1.
    """
    from rich.text import Text

    from unvote.output.palette import shade

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


def print_names(console: "Console", names: Sequence[str]) -> None:
    """Print names in as many columns as fit, down each column and then the next."""
    from rich.cells import cell_len, set_cell_size

    width = max(map(cell_len, names), default=0) + INDENT
    columns = max((console.width - INDENT) // width, 1)
    lines = -(-len(names) // columns)
    for line in range(lines):
        row = names[line::lines]
        text = "".join(set_cell_size(name, width) for name in row)
        console.print(f"{'':{INDENT}}{text}".rstrip())


def print_lists(console: "Console", lists: Mapping[str, Sequence[str]]) -> None:
    """Print a bar for each list, and the names of each."""
    print_bars(console, {title: len(names) for title, names in lists.items()})
    for title, names in lists.items():
        if names:
            console.print(f"\n{title} ({len(names)})", style="bold")
            print_names(console, names)


def print_rollcalls(
    console: "Console",
    record: "Record",
    votes: "pd.DataFrame",
    checked: "pd.DataFrame",
    regions: "pd.DataFrame | None",
) -> None:
    """Print roll calls whole: what, when, tally, outcome and why, regions, states, and doubts.

    Parameters
    ----------
    console : Console
        Where to.
    record : Record
        The roll calls.
    votes, checked, regions : DataFrame
        What `show`, `check` and `tally` by region return for them; no regions without a date.
    """
    import pandas as pd

    reasons = checked.attrs["reasons"]
    for place, (id_, about) in enumerate(record.rollcalls.iterrows()):
        if place:
            console.print("\n")
        print_head(console, str(id_), about)
        outcome = checked.iloc[place]
        counts = {name: outcome[name.replace(" ", "_")] for name in WORDS.values()}
        known = {name: int(count) for name, count in counts.items() if not pd.isna(count)}
        print_bars(console, known, {"yes": int(outcome["needed"])} if outcome["rule"] else None)
        console.print()
        print_outcome(console, outcome, reasons, sign=f"{NEEDED}, ")
        if regions is not None:
            _print_regions(console, regions[regions["rollcall"] == id_], regions.attrs["reasons"])
        named = states_named_in(about["note"])
        mine = votes[votes["rollcall"] == id_]
        for letter, title in WORDS.items():
            rows = mine[mine["vote"] == letter]
            if len(rows):
                console.print(f"\n{title} ({len(rows)})", style="bold")
                names = [
                    f"{name} *" if code in named else name
                    for code, name in zip(rows["state"], rows["name"], strict=True)
                ]
                print_names(console, names)
        if about["note"]:
            console.print(
                f"\n* {printable(about['note'])}" if named else f"\n{printable(about['note'])}"
            )
        if about["link"]:
            console.print(f"\n{printable(about['link'])}")


def print_head(console: "Console", id_: str, about: Any) -> None:
    """Print what a roll call was on, where and when; `about` is its row in the record."""
    day = about["date"].strftime("%-d %B %Y") if about["date"] == about["date"] else "no date"
    session = f", session {about['session']}" if about["session"] else ""
    part = f", vote on {'an' if about['part'] == 'amendment' else 'a'} {about['part']}"
    console.print(printable(id_), style="bold")
    console.print(printable(about["title"] or "(no title)"))
    console.print(f"{ORGANS[about['organ']]}{session}, {day}{part if about['part'] else ''}\n")


def print_outcome(
    console: "Console", outcome: Any, reasons: Sequence[str], *, sign: str = ""
) -> None:
    """Print whether a roll call passed, and why.

    `outcome` is its row of `check`; `sign` is how bars above show what was needed.
    """
    import pandas as pd

    if not outcome["rule"]:
        console.print("adopted without a vote")
        return
    rule = find_rule(
        outcome["rule"], outcome["date"].date() if outcome["date"] == outcome["date"] else None
    )
    console.print(
        f"{outcome['outcome']}: {outcome['yes']} yes, {outcome['needed']} needed"
        f" ({sign}{rule.title})",
        style="bold",
    )
    for reason in reasons:
        if reason.startswith(f"rule {rule.name}:"):
            console.print(f"{reason}; {rule.article}")
    turned = "pass" if not outcome["passed"] else "fail"
    if not pd.isna(outcome["switch"]):
        old, new = ("no", "yes") if not outcome["passed"] else ("yes", "no")
        console.print(
            f"to {turned}: {outcome['switch']} would have had to vote {new} instead of {old}"
        )


def _print_regions(console: "Console", regions: "pd.DataFrame", notes: Sequence[str]) -> None:
    columns = ["group", "yes", "no", "abstain", "not_voting", "members"]
    if len(regions):
        console.print()
        print_table(console, Sheet.from_frame(regions[columns]))
        for note in notes:
            console.print(note, style="dim")
