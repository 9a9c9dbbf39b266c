"""The votes that ideal points are estimated on, laid out for the sampler."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from unvote.arrays import Array

# A block ends with the session with which it has so many roll calls: of fewer, numpy takes longer
# to begin than to count.
ROLLCALLS = 800
# So many rows by 200 states are a product of matrices that is always made by one thread, and so
# to the same last digit.
AT_ONCE = 500


class Ballots(NamedTuple):
    """Votes that were cast, one place a vote, and what they were cast on and by whom.

    A cell is a state in a session.

    Attributes
    ----------
    rollcall, cell, vote : arrays of int, one a vote
        On which roll call, by which cell; 1 yes, 2 abstain, 3 no.
    item : array of int, one a roll call
        The slope and the cut points that it has; roll calls on the same text share theirs.
    session, state : arrays of int, one a cell
        Both counted from 0; the cells stand by session, in it by state.
    """

    rollcall: Array
    cell: Array
    vote: Array
    item: Array
    session: Array
    state: Array


class Block(NamedTuple):
    """The roll calls of some sessions in a row, and the cells that voted on them.

    Attributes
    ----------
    rows : slice
        Which of the roll calls they are.
    sessions : sequence of (slice, slice)
        Of each session its rows here, and its cells, one a column from the first on; a long
        session in parts.
    side : array of float32, roll calls by columns
        -1 for a yes, 1 for a no, 0 for all else.
    cast : array of float32, roll calls by columns
        1 for a yes or a no, 0 for all else.
    places : array of int, roll calls by columns, optional
        Of a part of the votes: where each stands in a block of all, that has one column more for
        those that are none.
    """

    rows: slice
    sessions: Sequence[tuple[slice, slice]]
    side: Array
    cast: Array
    places: Array | None = None

    def _whole(self) -> Array:
        width = max(cells.stop - cells.start for _, cells in self.sessions)
        return np.zeros((len(self.side), width + 1), dtype=np.float32)

    def over_columns(self, values: Array, out: Array) -> None:
        """Write values of all cells to where they vote; what is no cell stays as it is."""
        whole = out if self.places is None else self._whole()
        for rows, cells in self.sessions:
            whole[rows, : cells.stop - cells.start] = values[cells]
        if self.places is not None:
            whole.take(self.places, out=out, mode="wrap")

    def over_cells(self, values: Array, weights: Array, sums: Array) -> None:
        """Add to sums of all cells those of values, weighted by what the rows here have.

        Parameters
        ----------
        values : array, rows by columns
        weights : array, sums by rows here
        sums : array, two or more by all cells
        """
        whole = values
        if self.places is not None:
            whole = self._whole()
            whole.reshape(-1)[self.places] = values
        for rows, cells in self.sessions:
            here = whole[rows, : cells.stop - cells.start]
            sums[:, cells] += weights[:, rows] @ here

    def part(self, share: float, random: np.random.Generator) -> "Block":
        """Return a random part of the votes, those of each row one behind the other."""
        kept = (self.side != 0) & (random.random(self.side.shape) < share)
        row, column = np.nonzero(kept)
        packed = row, np.arange(len(row)) - np.searchsorted(row, row)
        shape = len(kept), max(int(kept.sum(axis=1).max(initial=0)), 1)
        side, width = np.zeros(shape, dtype=np.float32), kept.shape[1] + 1
        places = np.full(shape, width - 1)
        side[packed], places[packed] = self.side[kept], row * width + column
        return self._replace(side=side, cast=np.abs(side), places=places)


class Abstentions(NamedTuple):
    """All abstentions, those on one item together.

    Attributes
    ----------
    item, starts, number : arrays of int, one an item that has some
        The item, where its abstentions begin, how many there are.
    by : array of int, one an abstention
        The cell.
    """

    item: Array
    starts: Array
    number: Array
    by: Array

    def spread(self, values: Array) -> Array:
        """Return values of items, one an abstention; decimal numbers in single precision."""
        here = values[self.item]
        return np.repeat(here.astype(np.float32) if here.dtype == float else here, self.number)

    def summed(self, values: Array, items: int) -> Array:
        """Return the sums of values of abstentions, one an item."""
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
        Of the sessions in order.
    item : array of int, one a roll call
        The roll calls stand by session.
    session_of : array of int, one a roll call
        In which session it was.
    middle : Abstentions
    size : array of int
        Votes on each item.
    number : array of int
        Votes of each cell.
    session, state : arrays of int
        Of each cell.
    first : array of int
        The session in which each item is first voted on.
    """

    blocks: Sequence[Block]
    item: Array
    session_of: Array
    middle: Abstentions
    size: Array
    number: Array
    session: Array
    state: Array
    first: Array

    def part(self, share: float, random: np.random.Generator) -> "Layout":
        """Return a random part of the votes; `size` and `number` stay those of all votes."""
        blocks = [block.part(share, random) for block in self.blocks]
        kept = random.random(len(self.middle.by)) < share
        on = self.middle.spread(np.arange(len(self.size)))[kept]
        return self._replace(
            blocks=blocks,
            middle=abstentions(on, self.middle.by[kept]),
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
    sessions = list(zip(_slices(row_ends), _slices(cell_ends), strict=True))
    side = np.zeros((len(item), max(cells.stop - cells.start for _, cells in sessions)), np.float32)
    column = ballots.cell - np.append(0, cell_ends)[ballots.session[ballots.cell]]
    side[row[one_sided], column[one_sided]] = ballots.vote[one_sided] - 2.0
    middle = np.flatnonzero(~one_sided)
    middle = middle[np.lexsort((ballots.cell[middle], item[row[middle]]))]
    items = int(ballots.item.max()) + 1
    first = np.full(items, len(sessions))
    np.minimum.at(first, item, of_rollcall[order])
    return Layout(
        blocks=_blocks(side, sessions),
        item=item,
        session_of=of_rollcall[order],
        middle=abstentions(item[row[middle]], ballots.cell[middle]),
        size=np.bincount(ballots.item[ballots.rollcall], minlength=items),
        number=np.bincount(ballots.cell, minlength=len(ballots.state)),
        session=ballots.session,
        state=ballots.state,
        first=first,
    )


def _blocks(side: Array, sessions: Sequence[tuple[slice, slice]]) -> list[Block]:
    blocks, some = list[Block](), list[tuple[slice, slice]]()
    for number, session in enumerate(sessions, 1):
        some.append(session)
        first, last = some[0][0].start, session[0].stop
        if last - first >= ROLLCALLS or number == len(sessions):
            width = max(cells.stop - cells.start for _, cells in some)
            here = np.ascontiguousarray(side[first:last, :width])
            inside = [
                (slice(start - first, min(start + AT_ONCE, rows.stop) - first), cells)
                for rows, cells in some
                for start in range(rows.start, rows.stop, AT_ONCE)
            ]
            blocks.append(Block(slice(first, last), inside, here, np.abs(here)))
            some = []
    return blocks


def _slices(ends: Array) -> list[slice]:
    starts = [0, *ends[:-1].tolist()]
    return [slice(start, end) for start, end in zip(starts, ends.tolist(), strict=True)]
