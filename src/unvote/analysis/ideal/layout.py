"""The votes that ideal points are estimated on, laid out for the sampler."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from unvote.arrays import Array


class Ballots(NamedTuple):
    """The votes cast, one place per vote: on which roll call, and by whom.

    A cell is a state in a session.
    """

    # Arrays of int, one per vote: the roll call, the cell that voted, and its vote: 1 yes, 2
    # abstain, 3 no.
    rollcall: Array
    cell: Array
    vote: Array
    # Array of int, one per roll call: which slope and cut points it has; roll calls on the same
    # text share an item.
    item: Array
    # Arrays of int, one per cell: both counted from 0; the cells are sorted by session, then by
    # state.
    session: Array
    state: Array


class Block(NamedTuple):
    """The roll calls of a session, and the cells that voted on them."""

    # The places of these roll calls, and of these cells.
    rows: slice
    cells: slice
    places: slice  # the places of their votes in an array of all blocks

    def of(self, values: Array) -> Array:
        """Return the part of an array of all blocks that is this one: roll calls by cells."""
        rows, cells = (some.stop - some.start for some in (self.rows, self.cells))
        return values[self.places].reshape(rows, cells)


class Abstentions(NamedTuple):
    """All abstentions, sorted by item."""

    # Arrays of int, one per item that has some: the item, the place where its abstentions begin,
    # and their number.
    item: Array
    starts: Array
    number: Array
    by: Array  # array of int, one per abstention: the cell

    def spread(self, values: Array) -> Array:
        """Repeat the value of each item for its abstentions."""
        return np.repeat(values[self.item], self.number)

    def summed(self, values: Array, items: int) -> Array:
        """Return the sum over the abstentions on each item."""
        sums = np.zeros(items)
        if len(values):
            sums[self.item] = np.add.reduceat(values, self.starts)
        return sums


def abstentions(on: Array, by: Array) -> Abstentions:
    """Return abstentions from their items, in order, and their cells."""
    item, starts, number = np.unique(on, return_index=True, return_counts=True)
    return Abstentions(item, starts, number, by)


class Layout(NamedTuple):
    """All votes: yes and no as dense blocks, abstentions as a list."""

    blocks: Sequence[Block]  # one per session
    side: Array  # array of float32, block after block: -1 for a yes, 1 for a no, 0 for all else
    cast: Array  # array of float32, block after block: 1 for a yes or a no, 0 for all else
    item: Array  # array of int, one per roll call: the roll calls are sorted by session
    within: Array  # array of int, one per roll call: its block
    # Array of int, one per roll call: add a cell to it: the place of that vote in `side` and
    # `cast`.
    start: Array
    middle: Abstentions
    size: Array  # array of int: votes on each item
    number: Array  # array of int: votes of each cell
    # Arrays of int: the session and the state of each cell.
    session: Array
    state: Array
    first: Array  # array of int: the session in which each item is first voted on

    def part(self, share: float, random: np.random.Generator) -> "Layout":
        """Return a random part of the votes; `size` and `number` stay those of all votes."""
        kept = random.random(len(self.side)) < share
        left = random.random(len(self.middle.by)) < share
        on = self.middle.spread(np.arange(len(self.size)))[left]
        return self._replace(
            side=self.side * kept,
            cast=self.cast * kept,
            middle=abstentions(on, self.middle.by[left]),
        )


def lay_out(ballots: Ballots) -> Layout:
    """Return the layout of votes.

    Examples
    --------
    >>> import numpy as np
    >>> ballots = Ballots(
    ...     rollcall=np.array([0, 0, 0, 1]),
    ...     cell=np.array([0, 1, 2, 1]),
    ...     vote=np.array([1, 2, 3, 3]),
    ...     item=np.array([0, 1]),
    ...     session=np.array([0, 0, 0]),
    ...     state=np.array([0, 1, 2]),
    ... )
    >>> layout = lay_out(ballots)
    >>> [block.of(layout.side).tolist() for block in layout.blocks]
    [[[-1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]]
    """
    of_rollcall = np.zeros(len(ballots.item), dtype=np.int64)
    of_rollcall[ballots.rollcall] = ballots.session[ballots.cell]
    order = np.argsort(of_rollcall, kind="stable")
    place = np.argsort(order)
    row, item, within = place[ballots.rollcall], ballots.item[order], of_rollcall[order]
    every = np.arange(int(ballots.session.max()) + 1)
    row_ends = np.searchsorted(within, every, side="right")
    cell_ends = np.searchsorted(ballots.session, every, side="right")
    width = np.diff(cell_ends, prepend=0)
    ends = np.cumsum(np.diff(row_ends, prepend=0) * width)
    blocks = [Block(*some) for some in zip(*map(_slices, (row_ends, cell_ends, ends)), strict=True)]
    start = np.cumsum(width[within]) - cell_ends[within]
    side = np.zeros(ends[-1], dtype=np.float32)
    one_sided = ballots.vote != 2
    side[start[row[one_sided]] + ballots.cell[one_sided]] = ballots.vote[one_sided] - 2.0
    middle = np.flatnonzero(~one_sided)
    middle = middle[np.lexsort((ballots.cell[middle], item[row[middle]]))]
    items = int(ballots.item.max()) + 1
    first = np.full(items, len(blocks))
    np.minimum.at(first, item, within)
    return Layout(
        blocks=blocks,
        side=side,
        cast=np.abs(side),
        item=item,
        within=within,
        start=start,
        middle=abstentions(item[row[middle]], ballots.cell[middle]),
        size=np.bincount(ballots.item[ballots.rollcall], minlength=items),
        number=np.bincount(ballots.cell, minlength=len(ballots.state)),
        session=ballots.session,
        state=ballots.state,
        first=first,
    )


def _slices(ends: Array) -> list[slice]:
    starts = [0, *ends[:-1].tolist()]
    return [slice(start, end) for start, end in zip(starts, ends.tolist(), strict=True)]
