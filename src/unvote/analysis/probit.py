"""Ideal points from votes: the ordinal probit with a random walk, sampled by Gibbs sweeps."""

from collections.abc import Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event
from typing import NamedTuple

import numpy as np

from unvote.record import Matrix

# Two chains from different draws: where they agree, both have arrived.
CHAINS = 2
# The first sweeps take only a part of the votes: fewer votes allow larger steps, which lead to
# where the many would arrive later.
PART, FEW = 0.25, 120
# Of the sweeps with all votes, how many are made, and how many of the first are not kept.
SWEEPS, DROPPED = 200, 50
# Bounds of the cut points and of the points of a draw, as in the published estimates.
CUT, FAR = 7.0, 5.0
# Variance of the step of a state from one session to the next, before it is weighted.
STEP = 0.5
# Variance of the point of a state in its first session: that of all points.
FIRST = 1.0
# How many votes are handled at once: what a processor holds near.
BLOCK = 16384
TINY, NEAR_ONE = 1e-300, 1 - 1e-16


class Ballots(NamedTuple):
    """Votes that were cast, one place a vote.

    Attributes
    ----------
    item : array of int
        What was voted on; roll calls that share their parameters are one item.
    cell : array of int
        Who voted in which session; the cells of a state stand together, oldest first.
    vote : array of int
        1 yes, 2 abstain, 3 no.
    """

    item: Matrix
    cell: Matrix
    vote: Matrix


class _Path(NamedTuple):
    """The sessions of each state as rows, one column a state: cell, is it one, variance of step."""

    cells: Matrix
    there: Matrix
    steps: Matrix


class _Block(NamedTuple):
    """The votes on some items, in runs of votes that are alike on one item."""

    items: slice
    cell: Matrix
    starts: Matrix
    lengths: Matrix
    item: Matrix  # of each run, counted from the first of the block
    kind: Matrix  # of each run: 1 yes, 2 abstain, 3 no
    middle: Matrix  # the places of the abstentions
    number: Matrix  # of votes on each item


class _State(NamedTuple):
    """Where a chain stands: the points, and slope and cut points of each item."""

    theta: Matrix
    slope: Matrix
    cuts: Matrix


def sample(
    ballots: Ballots,
    states: Matrix,
    start: Matrix,
    *,
    seed: int = 0,
    sweeps: int = SWEEPS,
) -> Matrix:
    """Draw ideal points from their distribution given the votes.

    The model is that of Bailey, Strezhnev and Voeten (2017): z = slope * theta + noise, a yes
    where z is below the first cut point of the item, a no where it is above the second; the
    slopes are N(0, 1), the cut points flat on [-7, 7], and theta of a state goes from session
    to session with steps of variance 0.5 n / (n + n before). A sweep draws z (Albert and Chib
    1993), the cut points without z (Cowles 1996), their common scale with z (Liu and Wu 1999),
    the slopes, and theta forward and backward through the sessions (Carter and Kohn 1994).
    After each sweep theta is clipped to [-5, 5] and standardised.

    Parameters
    ----------
    ballots : Ballots
        The votes that were cast.
    states : array of int
        The state of each cell.
    start : array of float
        Where the points start, one a cell; it fixes the direction.
    seed : int
        Of the random numbers; the same seed gives the same draws.
    sweeps : int
        How many are made with all votes; the first of them are not kept.

    Returns
    -------
    array of float32, chains by draws by cells
        Each draw has mean 0 and variance 1 over all cells.

    Examples
    --------
    >>> import numpy as np
    >>> votes = np.array([[1, 1, 1, 1, 3], [1, 1, 1, 2, 3], [1, 1, 2, 3, 3], [1, 2, 3, 3, 3]])
    >>> item, state = np.indices((40, 5)).reshape(2, -1)
    >>> ballots = Ballots(item, state, np.tile(votes.ravel(), 10))
    >>> draws = sample(ballots, np.arange(5), np.arange(5) - 2.0)
    >>> draws.shape, draws.mean(axis=(0, 1)).argsort().tolist()
    ((2, 150, 5), [0, 1, 2, 3, 4])
    """
    blocks = _blocks(ballots)
    path = _path(states, np.bincount(ballots.cell, minlength=len(states)))
    over = Event()

    def sweep(blocks: Sequence[_Block], state: _State, random: np.random.Generator) -> _State:
        # An interrupt reaches the main thread alone, which waits for the chains.
        if over.is_set():
            raise CancelledError
        return _sweep(blocks, path, state, random)

    def chain(seeds: np.random.SeedSequence) -> Matrix:
        random = np.random.default_rng(seeds)
        some = random.random(len(ballots.item)) < PART
        few = _blocks(ballots, some)
        state = _begin(ballots, start)
        for _ in range(FEW):
            state = sweep(few, state, random)
        draws = np.empty((max(sweeps - DROPPED, 1), len(states)), dtype=np.float32)
        for number in range(sweeps):
            state = sweep(blocks, state, random)
            draws[max(number - DROPPED, 0)] = state.theta
        return draws

    with ThreadPoolExecutor(CHAINS) as pool:
        try:
            return np.stack(list(pool.map(chain, np.random.SeedSequence(seed).spawn(CHAINS))))
        finally:
            over.set()


def differ(draws: Matrix) -> Matrix:
    """Return how far the chains stand apart: Gelman and Rubin's (1992) ratio, one a cell.

    Near 1 the chains tell the same; the ratio is of the spread of all draws to that within a
    chain.
    """
    kept = draws.shape[1]
    within = draws.var(axis=1, ddof=1, dtype=np.float64).mean(axis=0)
    between = draws.mean(axis=1, dtype=np.float64).var(axis=0, ddof=1)
    return np.asarray(np.sqrt((kept - 1) / kept + between / np.maximum(within, TINY)))


def _blocks(ballots: Ballots, some: Matrix | None = None) -> Sequence[_Block]:
    """Return the votes by item, cut into blocks; of no item a part."""
    items = int(ballots.item.max()) + 1
    if some is not None:
        ballots = Ballots(*(values[some] for values in ballots))
    order = np.lexsort((ballots.cell, ballots.vote, ballots.item))
    item, cell, vote = (values[order] for values in ballots)
    number = np.bincount(item, minlength=items)
    ends = np.cumsum(number)
    blocks, first = [], 0
    while first < items:
        before = ends[first] - number[first]
        last = max(int(np.searchsorted(ends, before + BLOCK, side="right")), first + 1)
        votes = slice(before, ends[last - 1])
        runs = np.diff(item[votes] * 4 + vote[votes], prepend=-1) != 0
        starts = np.flatnonzero(runs)
        blocks.append(
            _Block(
                items=slice(first, last),
                cell=cell[votes],
                starts=starts,
                lengths=np.diff(starts, append=len(runs)),
                item=item[votes][starts] - first,
                kind=vote[votes][starts],
                middle=np.flatnonzero(vote[votes] == 2),
                number=number[first:last],
            )
        )
        first = last
    return blocks


def _path(states: Matrix, number: Matrix) -> _Path:
    """Return the sessions of each state, from the states and the numbers of votes of cells."""
    first = np.flatnonzero(np.diff(states, prepend=-1))
    lengths = np.diff(first, append=len(states))
    rank = np.arange(lengths.max())[:, np.newaxis]
    there = rank < lengths
    # Where a state has no more sessions stands a cell behind the last, which no vote is in.
    cells = np.where(there, first + rank, len(states))
    steps = STEP * number / np.maximum(number + np.roll(number, 1), 1)
    return _Path(cells, there, np.append(steps, 1.0)[cells])


def _begin(ballots: Ballots, start: Matrix) -> _State:
    """Return where a chain begins: cut points by the shares of votes, slopes by their direction."""
    from scipy.special import ndtri

    items = int(ballots.item.max()) + 1
    kinds = [np.bincount(ballots.item[ballots.vote == kind], minlength=items) for kind in (1, 2, 3)]
    total = np.sum(kinds, axis=0) + 1.0
    cuts = ndtri(np.array([kinds[0] + 0.5, kinds[0] + kinds[1] + 0.6]) / (total + 0.1))
    towards = np.bincount(ballots.item, start[ballots.cell] * (ballots.vote - 2.0), items)
    return _State(_standardised(start), np.sign(towards), np.clip(cuts, 0.1 - CUT, CUT - 0.1))


def _standardised(theta: Matrix) -> Matrix:
    theta = np.clip(theta, -FAR, FAR)
    return np.asarray((theta - theta.mean()) / max(theta.std(), TINY))


def _sweep(
    blocks: Sequence[_Block], path: _Path, state: _State, random: np.random.Generator
) -> _State:
    """Draw all parameters once."""
    cells = len(state.theta)
    precision, weighted = np.zeros(cells), np.zeros(cells)
    slopes, cuts = [], []
    for block in blocks:
        slope, cut, z = _items(block, state, random)
        along = np.repeat(_signed(block, slope), block.lengths)
        z *= along
        along *= along
        precision += np.bincount(block.cell, along, cells)
        weighted += np.bincount(block.cell, z, cells)
        slopes.append(slope)
        cuts.append(cut)
    theta = _walk(path, precision, weighted, random)
    return _State(_standardised(theta), np.concatenate(slopes), np.concatenate(cuts, axis=1))


def _signed(block: _Block, values: Matrix) -> Matrix:
    """Return values of items by runs, with the other sign for a no: it is a yes mirrored."""
    return np.asarray(values[block.item] * np.where(block.kind == 3, -1.0, 1.0))


def _items(
    block: _Block, state: _State, random: np.random.Generator
) -> tuple[Matrix, Matrix, Matrix]:
    """Draw slope and cut points of the items of a block, and z of its votes.

    Returns
    -------
    slope, cuts, z : arrays
        z is mirrored where the vote is a no, as its slope has to be.
    """
    from scipy.special import ndtri

    theta = state.theta[block.cell]
    mean = np.repeat(_signed(block, state.slope[block.items]), block.lengths)
    mean *= theta
    cuts = state.cuts[:, block.items]
    chance, below, fit = _chances(block, cuts, mean)
    # Cut points without z: a step, taken or not by how much better the votes fit.
    proposed, ratio = _proposed(cuts, 3.0 / np.sqrt(block.number + 1.0), random)
    chance_then, below_then, fit_then = _chances(block, proposed, mean)
    taken = np.log(random.random(len(fit))) < fit_then - fit + ratio
    cuts = np.where(taken, proposed, cuts)
    moved = np.repeat(taken[block.item], block.lengths)
    np.copyto(chance, chance_then, where=moved)
    np.copyto(below, below_then, where=moved[block.middle])
    # z, between the bounds that the vote sets.
    z = random.random(len(mean))
    z *= chance
    z[block.middle] += below
    np.clip(z, TINY, NEAR_ONE, out=z)
    ndtri(z, out=z)
    z += mean
    # The common scale of z and the cut points, then the slope.
    size = len(fit)
    mirror = _signed(block, np.ones(size))
    along = np.bincount(block.item, np.add.reduceat(z * theta, block.starts) * mirror, size)
    squares = np.bincount(block.item, np.add.reduceat(z * z, block.starts), size)
    theta *= theta
    variance = 1 / (1 + np.bincount(block.item, np.add.reduceat(theta, block.starts), size))
    rest = np.maximum(squares - variance * along**2, TINY)
    scale = np.sqrt(random.chisquare(block.number + 2) / rest)
    scale[(np.abs(cuts * scale) > CUT).any(axis=0)] = 1
    z *= np.repeat(scale[block.item], block.lengths)
    noise = random.standard_normal(size)
    return variance * along * scale + np.sqrt(variance) * noise, cuts * scale, z


def _chances(block: _Block, cuts: Matrix, mean: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Return the chance of each vote, that of a yes where it abstained, and the fit of items."""
    from scipy.special import ndtr

    first, second = cuts[:, block.item]
    edge = np.where(block.kind == 1, first, np.where(block.kind == 2, second, -second))
    chance = np.repeat(edge, block.lengths)
    chance -= mean
    ndtr(chance, out=chance)
    abstained = block.kind == 2
    below = np.repeat(first[abstained], block.lengths[abstained])
    below -= mean[block.middle]
    ndtr(below, out=below)
    chance[block.middle] -= below
    np.maximum(chance, TINY, out=chance)
    fit = np.add.reduceat(np.log(chance), block.starts)
    return chance, below, np.bincount(block.item, fit, len(block.number))


def _proposed(cuts: Matrix, size: Matrix, random: np.random.Generator) -> tuple[Matrix, Matrix]:
    """Return cut points nearby, in order and in bounds, and the ratio of the ways back and forth.

    Each is drawn from a normal distribution about where it stands, cut off at the other.
    """
    first, second = cuts
    new_first, forth = _between(first, size, -CUT, second, random)
    new_second, and_forth = _between(second, size, new_first, CUT, random)
    back = _room(new_first, size, -CUT, new_second) * _room(new_second, size, first, CUT)
    ratio = np.log(forth * and_forth) - np.log(np.maximum(back, TINY))
    # From a second cut point below the old first there is no way back.
    return np.array([new_first, new_second]), np.where(new_second > first, ratio, -np.inf)


def _between(
    about: Matrix,
    size: Matrix,
    low: Matrix | float,
    high: Matrix | float,
    random: np.random.Generator,
) -> tuple[Matrix, Matrix]:
    from scipy.special import ndtr, ndtri

    least = ndtr((low - about) / size)
    room = np.maximum(ndtr((high - about) / size) - least, TINY)
    drawn = least + random.random(len(about)) * room
    drawn = about + size * ndtri(np.clip(drawn, TINY, NEAR_ONE))
    return np.clip(drawn, low, high), room


def _room(about: Matrix, size: Matrix, low: Matrix | float, high: Matrix | float) -> Matrix:
    """Return the chance that a normal draw falls between two bounds."""
    from scipy.special import ndtr

    return np.asarray(ndtr((high - about) / size) - ndtr((low - about) / size))


def _walk(path: _Path, precision: Matrix, weighted: Matrix, random: np.random.Generator) -> Matrix:
    """Draw the points of all states, each a random walk seen through its votes.

    Forward the distribution of each point given the votes so far, backward a draw of it given
    the point that follows.
    """
    votes = np.append(precision, 0.0)[path.cells]
    sums = np.append(weighted, 0.0)[path.cells]
    mean, variance = np.empty_like(votes), np.empty_like(votes)
    before, spread = np.zeros(votes.shape[1]), np.full(votes.shape[1], FIRST)
    for row in range(len(votes)):
        if row:
            before, spread = mean[row - 1], variance[row - 1] + path.steps[row]
        variance[row] = 1 / (1 / spread + votes[row])
        mean[row] = variance[row] * (before / spread + sums[row])
    theta = np.empty(len(precision) + 1)
    noise = random.standard_normal(votes.shape)
    after = np.zeros(votes.shape[1])
    for row in reversed(range(len(votes))):
        here, spread = mean[row], variance[row]
        if row + 1 < len(votes):
            pull = np.where(path.there[row + 1], spread / (spread + path.steps[row + 1]), 0.0)
            here, spread = here + pull * (after - here), spread * (1 - pull)
        after = here + np.sqrt(spread) * noise[row]
        theta[path.cells[row]] = after
    return theta[:-1]
