"""Draws the tile map: one square per state."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from unvote.errors import ArgumentError
from unvote.output.figures.picture import Picture
from unvote.output.figures.style import INK, MARGIN, PALE, WIDTH
from unvote.output.figures.text import shortened
from unvote.output.palette import OTHERS, OWN, Paint, day_of, vote_paints
from unvote.record import Record
from unvote.world.states import members_on
from unvote.world.tiles import grid, tile_label


def tiles(
    paints: Mapping[str, Paint],
    legend: Sequence[tuple[Paint, str]],
    title: str,
    others: Collection[str] = (),
) -> Picture:
    """Draw the tile map: one square per state, with its code and its mark.

    `legend`: the lines below the map: each way of drawing, and its meaning.
    `others`: states that are drawn as outlines.
    """
    if others:
        legend = [*legend, (OTHERS, f"other members {len(others)}")]
    side = WIDTH * (1 - 2 * MARGIN) / len(grid()[0])
    columns = 4 if all(len(words) <= 22 for _, words in legend) else 3
    wide = len(grid()[0]) / columns
    height = len(grid()) + 0.6 + 1.3 * -(-len(legend) // columns)

    def draw(axes: Any) -> None:
        for row, codes in enumerate(grid()):
            for column, code in enumerate(codes):
                if code in paints or code in others:
                    _tile(axes, column, row, paints.get(code, OTHERS), tile_label(code))
        for place, (paint, words) in enumerate(legend):
            left, top = place % columns * wide, len(grid()) + 0.6 + place // columns * 1.3
            _tile(axes, left, top, paint, "")
            axes.text(left + 1.2, top + 0.5, shortened(words), fontsize=8, va="center")
        axes.set_xlim(0, len(grid()[0]))
        axes.set_ylim(height, 0)
        axes.set_aspect("equal", anchor="NW")
        axes.axis("off")

    return Picture(title, height * side, draw, below=0.1)


def vote_map(record: Record, votes: pd.DataFrame, checked: pd.DataFrame) -> Picture:
    """Return the tile map of one roll call.

    `votes`, `checked`: the answers of `show` (or `map`) and `check` for it.
    """
    if len(record) != 1:
        raise ArgumentError(f"a picture is of one roll call, and {len(record):,} are named")
    [about] = record.rollcalls.to_dict("records")
    paints, legend = vote_paints(votes, absences=not record.without_absences.any())
    star = "" if checked["rule_known"].item() else " *"
    title = f"{record.rollcalls.index[0]}, {checked['outcome'].item()}{star}"
    title += f": {about['title'] or 'no title'}"
    return tiles(paints, legend, title, members_on(day_of(about["date"])) - set(paints))


def _tile(axes: Any, column: float, row: float, paint: Paint, code: str) -> None:
    from matplotlib.patches import Rectangle

    edge = INK if paint == OWN else paint.fill or PALE
    axes.add_patch(
        Rectangle(
            (column + 0.04, row + 0.04), 0.92, 0.92, fc=paint.fill or "white", ec=edge, lw=0.7
        )
    )
    place = (column + 0.5, row + 0.5)
    axes.text(*place, f"{code}{paint.mark}", fontsize=6, color=paint.text, ha="center", va="center")
