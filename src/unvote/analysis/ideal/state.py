"""Where a chain stands, and where it begins."""

from typing import NamedTuple

import numpy as np

from unvote.analysis.ideal.layout import Layout
from unvote.arrays import Array

# Bounds of the cut points, in all procedures.
CUT = 7.0


class State(NamedTuple):
    """Where a chain stands.

    Attributes
    ----------
    theta : array, one per cell
        The points.
    slope : array, one per item
    cuts : array, 2 by items
    precision, pull : arrays, one per cell
        What the votes say about each point: the sums of slope^2 and of slope * z.
    clipped : array of bool, one per cell
        Whether the draw of the point was out of bounds.
    """

    theta: Array
    slope: Array
    cuts: Array
    precision: Array
    pull: Array
    clipped: Array


class Room(NamedTuple):
    """Arrays that a chain writes to in each sweep, most of them one for each block of the layout.

    Attributes
    ----------
    places, tried : list of array of int
        Where in the tables each vote is looked up, for the present cut points and for the proposed
        ones.
    pull, spread : list of array
        What a vote says about z: its mean without slope * theta, and its variance.
    along, x : array
        Shared by all blocks, one at a time.
    """

    places: list[Array]
    tried: list[Array]
    pull: list[Array]
    spread: list[Array]
    along: Array
    x: Array


def room_for(layout: Layout) -> Room:
    """Return the arrays for a layout."""
    shapes = [block.side.shape for block in layout.blocks]

    def each(kind: type) -> list[Array]:
        return [np.empty(shape, kind) for shape in shapes]

    most = max(rows * columns for rows, columns in shapes)
    single = np.float32
    along, x = np.empty((2, most), single)
    return Room(each(np.int64), each(np.int64), each(single), each(single), along, x)


def begin(layout: Layout, start: Array) -> State:
    """Begin a chain: cut points from the shares of votes, slopes from the direction of the votes.

    Parameters
    ----------
    start : array, one per cell
        The points; it fixes the direction.
    """
    from scipy.special import ndtri

    items, sides = len(layout.size), np.empty((3, len(layout.item)))
    for block in layout.blocks:
        sides[0, block.rows] = (block.side < 0).sum(axis=1)
        sides[1, block.rows] = (block.side > 0).sum(axis=1)
        sides[2, block.rows] = block.over_rows(block.side, start[block.cells])
    yes, no, towards = (np.bincount(layout.item, side, items) for side in sides)
    middle = np.bincount(layout.middle.item, layout.middle.number, items)
    share = np.array([yes + 0.5, yes + middle + 0.6]) / (yes + middle + no + 1.1)
    first, second = np.clip(ndtri(share), 0.1 - CUT, CUT - 0.1)
    cuts = np.array([first, np.clip(second, first + 1e-3, CUT - 0.05)])
    none = np.zeros(len(start))
    return State(standardised(start), np.sign(towards), cuts, none, none, none.astype(bool))


def standardised(theta: Array) -> Array:
    """Return points with mean 0 and variance 1 over all cells."""
    return np.asarray((theta - theta.mean()) / max(theta.std(ddof=1), 1e-300))
