"""Draws blocs of states: how well they fit, who is in which, and the map of the states."""

from rich.console import Console

from unvote.answer import Answer
from unvote.output.figures.picture import Picture
from unvote.output.figures.points import points
from unvote.output.terminal.charts import bar
from unvote.output.terminal.rollcalls import print_lists
from unvote.world.spelling import plain

# The length of the longest bar of a fit.
BAR = 40


def draw(console: Console, answer: Answer) -> None:
    """Draw how well each number of blocs fits, and the blocs with their states."""
    fit, frame = answer.facts.fit, answer.frame
    best, chosen = max(fit, key=lambda row: row[1]), int(frame["bloc"].max())
    console.print("how well k blocs fit (mean silhouette; > shown below)\n", style="bold")
    for k, silhouette, _, _ in fit:
        line = f"  {k:>2}{'>' if k == chosen else ' '} {silhouette:+.2f}  "
        length = max(min(BAR, console.width - len(line) - len("  best")), 1)
        drawn = bar(max(round(silhouette * 1000), 0), max(round(best[1] * 1000), 1), length)
        console.print((line + drawn + ("  best" if k == best[0] else "")).rstrip())
    console.print()
    lists = {}
    for (bloc, label), rows in frame.groupby(["bloc", "label"]):
        names = rows["name"].where(rows["silhouette"] >= 0, rows["name"] + " *")
        lists[f"{bloc} {label}"] = sorted(names, key=plain)
    print_lists(console, lists)
    if (frame["silhouette"] < 0).any():
        console.print("\n* nearer to another bloc than to its own (silhouette below 0)")


def picture(answer: Answer, most: int) -> Picture:
    """Return the map of the states."""
    measure = answer.facts.measure
    picture = points(answer.frame, "States by how they vote: the nearer, the more alike")
    return picture._replace(about=[f"distance = 1 - {measure.name}", measure.note])
