"""Draws who stood on which side of a roll call."""

from rich.console import Console

from unvote.analysis.versus import Sided
from unvote.answer import Answer
from unvote.codes import WORDS
from unvote.errors import ArgumentError
from unvote.output.figures.picture import Picture
from unvote.output.figures.tiles import tiles
from unvote.output.palette import day_of, side_paints
from unvote.output.terminal.rollcalls import print_lists
from unvote.output.terminal.tilemap import map_width, print_sides
from unvote.world.spelling import plain
from unvote.world.states import all_states, members_on

# At most this many roll calls are drawn in a terminal: nobody reads hundreds of maps.
MOST = 12


def draw(console: Console, answer: Answer) -> None:
    """Draw the three sides and the absent: on the map if it fits, as bars, as lists.

    If there are many roll calls, the last are drawn.
    """
    facts, frame = answer.facts, answer.frame
    placed: dict[str, list[tuple[str, str, str]]] = {}
    columns = (frame[name].tolist() for name in ("rollcall", "state", "name", "side"))
    for id_, *row in zip(*columns, strict=True):
        placed.setdefault(id_, []).append((row[0], row[1], row[2]))
    titles = {
        "with_a": f"with {facts.a}",
        "with_b": f"with {facts.b}",
        "neither": "with neither",
        "absent": "absent",
    }
    if (more := len(facts.positions) - MOST) > 0:
        console.print(f"the last {MOST} of {MOST + more} roll calls; --csv has all of them\n")
    for id_ in list(facts.positions)[-MOST:]:
        rows = list(placed.get(id_, []))
        console.print(f"{_title(facts, id_)}\n", style="bold")
        if console.width >= map_width():
            sides = {state: side for state, _, side in rows}
            print_sides(console, sides, facts.a, facts.b, facts.states, facts.dates[id_])
            console.print()
        # The members of a group are listed, so a state as a side is listed too.
        rows += [(code, all_states()[code].name, side) for code, side in facts.states.items()]
        lists = {
            title: sorted((name for _, name, one in rows if one == side), key=plain)
            for side, title in titles.items()
        }
        print_lists(console, lists)


def picture(answer: Answer, most: int) -> Picture:
    """Return the map of who stood where in the one roll call."""
    facts, frame = answer.facts, answer.frame
    if len(facts.positions) != 1:
        raise ArgumentError("a picture is of one roll call, and several are named")
    [id_] = facts.positions
    placed = dict(zip(frame["state"], frame["side"], strict=True))
    paints, legend = side_paints(placed, facts.a, facts.b, facts.states)
    others = members_on(day_of(facts.dates[id_])) - set(paints)
    return tiles(paints, legend, _title(facts, id_), others)


def _title(facts: Sided, id_: str) -> str:
    first, second = facts.positions[id_]
    return f"{id_}: {facts.a} {WORDS[first]}, {facts.b} {WORDS[second]}, each counted with itself"
