"""Draws the tile map in text, or a list by region if the terminal is too narrow for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from unvote.answer import Answer
from unvote.output.palette import OTHERS, Paint, day_of, shade_paints, side_paints, vote_paints
from unvote.output.sheet import printable
from unvote.output.terminal.rollcalls import print_head, print_outcome
from unvote.record import Record
from unvote.world.groups import REGIONS, all_groups
from unvote.world.states import members_on
from unvote.world.tiles import grid, tile_label

# A tile is a code of two letters and a mark.
TILE = 3
GAP = 2


def map_width() -> int:
    """Return the width of the map, in columns of text.

    Examples
    --------
    >>> map_width()
    84
    """
    return TILE * len(grid()[0])


def print_map(
    console: Console,
    paints: Mapping[str, Paint],
    legend: Sequence[tuple[Paint, str]],
    day: date | None,
) -> None:
    """Print states on the map, or by region if the console is narrower than the map.

    `legend`: the lines below it: each way of drawing, and its meaning; a list has this order too.
    `day`: the other members of that day are drawn as dots; its regional groups head the list.
    """
    others = members_on(day) - set(paints)
    if console.width < map_width():
        marks = [paint.mark for paint, _ in legend]
        _print_regions(console, paints, marks, day)
    else:
        _print_tiles(console, paints, others)
        if others:
            legend = [*legend, (OTHERS, f"other members {len(others)}")]
    console.print()
    entries = [
        _piece(console, f" {paint.mark} ", paint).append(printable(words))
        for paint, words in legend
    ]
    _print_wrapped(console, entries, GAP)


def print_vote_maps(console: Console, record: Record, votes: pd.DataFrame, checked: Answer) -> None:
    """Print the map of each roll call, below its subject and outcome.

    `votes`: what `show` returns for them.
    `checked`: of `check`.
    """
    for place, (id_, about) in enumerate(record.rollcalls.iterrows()):
        if place:
            console.print("\n")
        outcome = checked.frame.iloc[place]
        print_head(console, str(id_), about)
        print_outcome(console, outcome, checked.facts.why[str(id_)])
        console.print()
        mine = votes[votes["rollcall"] == id_]
        absences = not pd.isna(outcome["not_voting"])
        paints, legend = vote_paints(mine, absences=absences)
        print_map(console, paints, legend, day_of(about["date"]))
        if not absences:
            console.print("the source lists only who voted (--fill-absent derives the absent)")


def print_shades(
    console: Console, values: Mapping[str, float], day: date | None, *, own: str | None, share: bool
) -> None:
    """Print the map of a measure in five classes, and how many states are in each.

    `values`: the measure by the code of the state; nan if missing.
    `day`: the last day of what was measured; the other members of that day are dots.
    `share`: whether the measure runs from 0 to 1, not from -1.
    """
    paints, legend = shade_paints(values, own=own, share=share)
    print_map(console, paints, legend, day)


def print_sides(
    console: Console, sides: Mapping[str, str], a: str, b: str, own: Mapping[str, str], last: Any
) -> None:
    """Print the map of who stood with A, with B, with neither; A and B themselves are `own`."""
    paints, legend = side_paints(sides, a, b, own)
    print_map(console, paints, legend, day_of(last))


def _print_tiles(console: Console, paints: Mapping[str, Paint], others: Collection[str]) -> None:
    for row in grid():
        line = Text()
        for code in row:
            if code in paints:
                line.append_text(
                    _piece(console, tile_label(code) + paints[code].mark, paints[code])
                )
            elif code in others:
                line.append_text(_piece(console, f" {OTHERS.mark} ", OTHERS))
            else:
                line.append(" " * TILE)
        line.rstrip()
        console.print(line)


def _print_regions(
    console: Console, paints: Mapping[str, Paint], marks: Sequence[str], day: date | None
) -> None:
    """Print the states of each region, grouped by kind."""
    for name, codes in _by_region(paints, day).items():
        console.print(f"{name} ({len(codes)})", style="bold")
        ordered = sorted(codes, key=lambda code: (marks.index(paints[code].mark), tile_label(code)))
        pieces = [
            _piece(console, tile_label(code) + paints[code].mark, paints[code]) for code in ordered
        ]
        _print_wrapped(console, pieces, 1, indent=2)


def _by_region(codes: Iterable[str], day: date | None) -> dict[str, set[str]]:
    """Return the states of each regional group of a day, under its name."""
    left = set(codes)
    if day is None:  # membership of a group depends on the day
        return {"member states": left}
    regions: dict[str, set[str]] = {}
    for region in (all_groups()[code] for code in REGIONS):
        regions[region.name] = left & set(region.members(day))
        left -= regions[region.name]
    regions["no regional group"] = left
    return {name: members for name, members in regions.items() if members}


def _piece(console: Console, text: str, paint: Paint) -> Text:
    return Text().append(text, style=paint.style(console.color_system))


def _print_wrapped(console: Console, pieces: Iterable[Text], gap: int, indent: int = 0) -> None:
    """Print pieces next to each other, each on one line."""
    line = Text()
    for piece in pieces:
        if line and indent + line.cell_len + gap + piece.cell_len > console.width:
            console.print(Text(" " * indent).append_text(line))
            line = Text()
        line = line.append(" " * gap).append_text(piece) if line else piece
    if line:
        console.print(Text(" " * indent).append_text(line))
