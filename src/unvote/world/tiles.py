"""The tile map: one square per member state, all of one size, roughly where the state lies."""

from functools import cache
from typing import NamedTuple

from unvote.world.states import all_states
from unvote.world.tables import read_table


class Tile(NamedTuple):
    """The place of a state on the map, counted from the top left."""

    row: int
    column: int


@cache
def tiles() -> dict[str, Tile]:
    """Return the place of every state that is or was a member, by its code.

    Examples
    --------
    >>> tiles()["CAN"], tiles()["USA"]
    (Tile(row=4, column=1), Tile(row=5, column=1))
    """
    return {row["state"]: Tile(int(row["row"]), int(row["column"])) for row in read_table("tiles")}


@cache
def grid() -> list[list[str]]:
    """Return the map as rows of codes from the top down, with "" for an empty place.

    Examples
    --------
    >>> [len(grid()), len(grid()[0])], grid()[4][:3]
    ([19, 28], ['', 'CAN', ''])
    """
    height = 1 + max(tile.row for tile in tiles().values())
    width = 1 + max(tile.column for tile in tiles().values())
    cells = [[""] * width for _ in range(height)]
    for code, tile in tiles().items():
        cells[tile.row][tile.column] = code
    return cells


def tile_label(code: str) -> str:
    """Return the two letters on the tile of a state, which no other state has.

    Examples
    --------
    >>> tile_label("DEU"), tile_label("CSK")
    ('DE', 'CS')
    """
    return all_states()[code].alpha2 or code[:2]
