"""The votes that ideal points are estimated on, laid out for the sampler."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from unvote.arrays import Array

# In a part of the votes, this many sessions make one block.
SESSIONS = 5


class Ballots(NamedTuple):
    """The votes cast, one place per vote: on which roll call, and by whom.

    A cell is a state in a session.

    Attributes
    ----------
    rollcall, cell, vote : arrays of int, one per vote
        The roll call, the cell that voted, and its vote: 1 yes, 2 abstain, 3 no.
    item : array of int, one per roll call
        Which slope and cut points it has; roll calls on the same text share an item.
    session, state : arrays of int, one per cell
        Both counted from 0; the cells are sorted by session, then by state.
    """

    rollcall: Array
    cell: Array
    vote: Array
    item: Array
    session: Array
    state: Array


class Block(NamedTuple):
    """Some roll calls, and the cells that voted on them.

    Attributes
    ----------
    rows : slice
        The places of these roll calls.
    cells : slice, or array of int, roll calls by places
        The cells, one per column; in a part of the votes each row has cells of its own.
    side : array of float32, roll calls by cells
        -1 for a yes, 1 for a no, 0 for all else.
    cast : array of float32, roll calls by cells
        1 for a yes or a no, 0 for all else.
    """

    rows: slice
    cells: Any
    side: Array
    cast: Array

    def over_rows(self, values: Array, weights: Array) -> Array:
        """Return the sum over each row of the block, weighted by values of the cells."""
        how = "ij,j->i" if weights.ndim == 1 else "ij,ij->i"
        return np.asarray(np.einsum(how, values, weights))

    def over_cells(self, values: Array, weights: Array, sums: Array) -> None:
        """Add to the sums of all cells those of the block, weighted by values of its rows.

        Parameters
        ----------
        values : array, rows by cells here
        weights : array, sums by rows here
        sums : array, sums by all cells
        """
        if isinstance(self.cells, slice):
            sums[:, self.cells] += np.einsum("ki,ij->kj", weights, values)
            return
        for sum_of, weight in zip(sums, weights, strict=True):
            weighted = (values * weight[:, np.newaxis]).ravel()
            sum_of += np.bincount(self.cells.ravel(), weighted, len(sum_of))


class Abstentions(NamedTuple):
    """All abstentions, sorted by item.

    Attributes
    ----------
    item, starts, number : arrays of int, one per item that has some
        The item, the place where its abstentions begin, and their number.
    by : array of int, one per abstention
        The cell.
    """

    item: Array
    starts: Array
    number: Array
    by: Array

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
    """All votes: yes and no as dense blocks, abstentions as a list.

    Attributes
    ----------
    blocks : sequence of Block
        One per session.
    item : array of int, one per roll call
        The roll calls are sorted by session.
    middle : Abstentions
    size : array of int
        Votes on each item.
    number : array of int
        Votes of each cell.
    session, state : arrays of int
        The session and the state of each cell.
    first : array of int
        The session in which each item is first voted on.
    """

    blocks: Sequence[Block]
    item: Array
    middle: Abstentions
    size: Array
    number: Array
    session: Array
    state: Array
    first: Array

    def part(self, share: float, random: np.random.Generator) -> "Layout":
        """Return a random part of the votes; `size` and `number` stay those of all votes."""
        side = [block.side * (random.random(block.side.shape) < share) for block in self.blocks]
        kept = random.random(len(self.middle.by)) < share
        on = self.middle.spread(np.arange(len(self.size)))[kept]
        return self._replace(
            blocks=[
                _packed(self.blocks[first : first + SESSIONS], side[first : first + SESSIONS])
                for first in range(0, len(side), SESSIONS)
            ],
            middle=abstentions(on, self.middle.by[kept]),
        )


def _packed(blocks: Sequence[Block], sides: Sequence[Array]) -> Block:
    """Join blocks with few votes into one block that holds only the places with a vote."""
    width = max(int((side != 0).sum(axis=1).max(initial=0)) for side in sides)
    rows = slice(blocks[0].rows.start, blocks[-1].rows.stop)
    packed = np.zeros((rows.stop - rows.start, max(width, 1)), dtype=np.float32)
    cells = np.zeros(packed.shape, dtype=np.int64)
    for block, side in zip(blocks, sides, strict=True):
        row, column = np.nonzero(side)
        place = np.arange(len(row)) - np.searchsorted(row, row)
        row_here = row + block.rows.start - rows.start
        packed[row_here, place] = side[row, column]
        cells[row_here, place] = column + block.cells.start
    return Block(rows, cells, packed, np.abs(packed))


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
    >>> [block.side.tolist() for block in lay_out(ballots).blocks]
    [[[-1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]]
    """
    of_rollcall = np.zeros(len(ballots.item), dtype=np.int64)
    of_rollcall[ballots.rollcall] = ballots.session[ballots.cell]
    order = np.argsort(of_rollcall, kind="stable")
    place = np.argsort(order)
    row, item = place[ballots.rollcall], ballots.item[order]
    one_sided = ballots.vote != 2
    every = np.arange(int(ballots.session.max()) + 1)
    row_ends = np.searchsorted(of_rollcall[order], every, side="right")
    cell_ends = np.searchsorted(ballots.session, every, side="right")
    session_of_vote = ballots.session[ballots.cell]
    blocks = []
    for session, (rows, cells) in enumerate(
        zip(_slices(row_ends), _slices(cell_ends), strict=True)
    ):
        mine = np.flatnonzero((session_of_vote == session) & one_sided)
        side = np.zeros((rows.stop - rows.start, cells.stop - cells.start), dtype=np.float32)
        side[row[mine] - rows.start, ballots.cell[mine] - cells.start] = ballots.vote[mine] - 2.0
        blocks.append(Block(rows, cells, side, np.abs(side)))
    middle = np.flatnonzero(~one_sided)
    middle = middle[np.lexsort((ballots.cell[middle], item[row[middle]]))]
    items = int(ballots.item.max()) + 1
    first = np.full(items, len(blocks))
    np.minimum.at(first, item, of_rollcall[order])
    return Layout(
        blocks=blocks,
        item=item,
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
