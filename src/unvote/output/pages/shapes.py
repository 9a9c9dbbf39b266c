"""The shapes of the pictures in a page, as plain numbers; the templates write them as SVG."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from unvote.world.tiles import grid, tile_label, tiles

# A tile with the gap around it.
STEP = 24
# A line chart: its width and height, and the room for labels.
WIDTH, HEIGHT = 320, 140
LEFT, RIGHT, TOP, BOTTOM = 36, 16, 8, 22


class Tile(NamedTuple):
    """A tile: its place, how it is drawn (a class and a mark), and its name."""

    code: str
    x: int
    y: int
    kind: str
    mark: str
    label: str
    name: str
    about: str


class TileMap(NamedTuple):
    """A map: its width and height, its tiles in rows from the top left, and its empty tiles."""

    width: int
    height: int
    tiles: Sequence[Tile]
    others: Sequence[tuple[int, int]]


class Piece(NamedTuple):
    """A piece of a bar: its class, its start, its length, and its number."""

    kind: str
    start: float
    length: float
    number: int


class Line(NamedTuple):
    """A line chart: its path, its dots, and the ticks of both axes with their labels."""

    path: str
    dots: Sequence[tuple[float, float]]
    years: Sequence[tuple[float, str]]
    levels: Sequence[tuple[float, str]]


def tile_map(shown: Mapping[str, tuple[str, str, str, str]], others: Iterable[str] = ()) -> TileMap:
    """Return the tile map of some states.

    `shown`: by the code of the state: class, mark, name, and a text about it.
    `others`: codes of states that are shown as empty places.

    Examples
    --------
    >>> tile_map({"CAN": ("Y", "+", "Canada", "yes")}).tiles[0][:6]
    ('CAN', 24, 96, 'Y', '+', 'CA')
    """
    placed = [code for row in grid() for code in row if code in shown]
    found = [
        Tile(
            code,
            STEP * tiles()[code].column,
            STEP * tiles()[code].row,
            *shown[code][:2],
            tile_label(code),
            *shown[code][2:],
        )
        for code in placed
    ]
    empty = [
        (STEP * tiles()[code].column, STEP * tiles()[code].row)
        for code in sorted(set(others) - set(shown))
        if code in tiles()
    ]
    return TileMap(STEP * len(grid()[0]), STEP * len(grid()), found, empty)


def stack(counts: Iterable[tuple[str, int | None]]) -> list[Piece]:
    """Return the pieces of a bar of length 100, one after the other; none if all are 0.

    Examples
    --------
    >>> stack([("Y", 3), ("N", None), ("A", 1)])
    [Piece(kind='Y', start=0.0, length=75.0, number=3), Piece(kind='A', start=75.0, length=25.0,
      number=1)]
    """
    known = [(kind, count) for kind, count in counts if count]
    total = sum(count for _, count in known)
    pieces, start = [], 0
    for kind, count in known:
        pieces.append(
            Piece(kind, round(100 * start / total, 2), round(100 * count / total, 2), count)
        )
        start += count
    return pieces


def line(values: Mapping[int, float], first: int, last: int) -> Line:
    """Return the chart of shares by year; years without a value are gaps.

    `values`: a share from 0 to 1 by year; nan: no value.
    `first`, `last`: the years at the ends of the axis.

    Examples
    --------
    >>> line({2000: 0.5, 2001: 1.0}, 2000, 2001).path
    'M36 63L304 8'
    """
    span, height = max(last - first, 1), HEIGHT - TOP - BOTTOM

    def across(year: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - first) / span, 1)

    def down(share: float) -> float:
        return round(TOP + height * (1 - share), 1)

    known = {year: share for year, share in sorted(values.items()) if share == share}
    path = "".join(
        f"{'L' if year - 1 in known else 'M'}{across(year):g} {down(share):g}"
        for year, share in known.items()
    )
    return Line(
        path=path,
        dots=[(across(year), down(share)) for year, share in known.items()],
        years=[(across(year), str(year)) for year in _ticks(first, last)],
        levels=[(down(level), f"{level:.0%}") for level in (0.0, 0.5, 1.0)],
    )


def _ticks(first: int, last: int) -> list[int]:
    """Return the years written below a chart: the ends, and round ones in between."""
    step = next((step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 4), 20)
    inner = [
        year
        for year in range(first - first % step + step, last, step)
        if min(year - first, last - year) >= step * 0.6
    ]
    return list(dict.fromkeys([first, *inner, last]))
