"""Where a chain stands, and where it begins."""

from typing import NamedTuple

import numpy as np

from unvote.analysis.ideal.layout import Layout
from unvote.arrays import Array

# Bounds of the cut points, in all procedures.
CUT = 7.0


class State(NamedTuple):
    """Where a chain stands."""

    theta: Array  # array, one per cell: the points
    slope: Array  # array, one per item
    cuts: Array  # array, 2 by items
    # Arrays, one per cell: what the votes say about each point: the sums of slope^2 and of slope *
    # z.
    precision: Array
    pull: Array
    clipped: Array  # array of bool, one per cell: whether the draw of the point was out of bounds


class WorkingBlock(NamedTuple):
    """A block, and the arrays that a chain writes to in each sweep: roll calls by cells."""

    # The places of these roll calls, and of these cells.
    rows: slice
    cells: slice
    # Arrays of float32: as in the layout.
    side: Array
    cast: Array
    # Arrays of uint16: where in the tables each vote is looked up, for the present cut points and
    # for the proposed ones.
    places: Array
    tried: Array
    # Arrays of float32: what a vote says about z: its mean without slope * theta, and its variance.
    pull: Array
    spread: Array
    # Arrays of float32 and of int64: shared by all blocks, one at a time.
    x: Array
    wide: Array


class Workspace(NamedTuple):
    """All blocks, and their `pull` and `spread`, block after block."""

    blocks: list[WorkingBlock]
    pull: Array
    spread: Array


def workspace_for(layout: Layout) -> Workspace:
    """Return the blocks of a layout, with arrays to write to."""
    every = len(layout.side)
    most = max(block.places.stop - block.places.start for block in layout.blocks)
    places, tried = np.empty((2, every), np.uint16)
    pull, spread = np.empty((2, every), np.float32)
    x, wide = np.empty(most, np.float32), np.empty(most, np.int64)
    blocks = []
    for block in layout.blocks:
        any_one = block._replace(places=slice(block.places.stop - block.places.start))
        blocks.append(
            WorkingBlock(
                block.rows,
                block.cells,
                *map(block.of, (layout.side, layout.cast, places, tried, pull, spread)),
                *map(any_one.of, (x, wide)),
            )
        )
    return Workspace(blocks, pull, spread)


def begin(layout: Layout, start: Array) -> State:
    """Begin a chain: cut points from the shares of votes, slopes from the direction of the votes.

    `start`: array, one per cell: the points; it fixes the direction.
    """
    from scipy.special import ndtri

    items, sides = len(layout.size), np.empty((3, len(layout.item)))
    for block in layout.blocks:
        side = block.of(layout.side)
        sides[0, block.rows] = (side < 0).sum(axis=1)
        sides[1, block.rows] = (side > 0).sum(axis=1)
        sides[2, block.rows] = side @ start[block.cells]
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
