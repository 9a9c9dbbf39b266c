"""The random walk of states from session to session, and draws of points given their votes."""

from typing import NamedTuple

import numpy as np

from unvote.arrays import Array

# Variance of the first point of a state in the posterior: the same as of all points.
FIRST = 1.0
# Points that rest on this many votes on average lean little on each other.
MANY = 30


class Walk(NamedTuple):
    """The sessions of each state in order."""

    # Array of int, ranks by states: the cells of a state from its first session to its last. Unused
    # places hold the number of all cells, which is no cell.
    cells: Array
    there: Array  # array of bool, ranks by states
    # Array of float, ranks by states: the variance of the step to that session from the one before.
    steps: Array
    # Array of int, one per cell: the cell that a point leans on in the published procedure: the
    # session before, or, for the first session of a state, its second.
    source: Array
    weight: Array  # array of float, one per cell: how firmly it leans: 1 / the variance of the step
    # Array of bool, one per cell: whether the state has no other session; the point then leans on
    # 0.
    alone: Array
    # Array of bool, one per cell: the first and the second session of a state, which lean on each
    # other.
    mutual: Array
    # Whether states cast many votes per session, so that points lean little on each other.
    firm: bool

    def energy(self, theta: Array) -> float:
        """Return the sum of the squared steps of points, each divided by its variance."""
        points = np.append(theta, 0.0)[self.cells]
        steps = np.diff(points, axis=0) ** 2 / self.steps[1:]
        first = (points[0] ** 2).sum() / FIRST
        return float(first + steps[self.there[1:]].sum())


def walk_of(session: Array, state: Array, number: Array, smoothing: float) -> Walk:
    """Return the walk of the states through their sessions.

    The variance of a step is smoothing * n / (n + n before): n votes in the later session, and n
    before in the earlier one.

    `session`, `state`, `number`: arrays of int, one per cell: `number` counts the votes cast.
    """
    count = len(state)
    order = np.lexsort((session, state))
    starts = np.flatnonzero(np.diff(state[order], prepend=-1))
    lengths = np.diff(starts, append=count)
    rank = np.arange(lengths.max())[:, np.newaxis]
    there = rank < lengths
    cells = np.where(there, np.append(order, count)[np.where(there, starts + rank, count)], count)
    votes = np.append(number, 0.0)[cells]
    before = np.vstack([np.zeros(len(lengths)), votes[:-1]])
    steps = np.where(there, smoothing * votes / np.maximum(votes + before, 1), 1.0)
    source = np.empty(count, dtype=np.int64)
    sources = np.vstack([cells[1] if len(cells) > 1 else cells[0], cells[:-1]])
    source[cells[there]] = sources[there]
    alone = source == count
    if len(cells) == 1:
        alone[:] = True
    source[alone] = 0
    other = np.where(alone, 0, number[source])
    mutual = np.zeros(count, dtype=bool)
    mutual[cells[:2][there[:2]]] = True
    weight = (number + other) / (smoothing * number)
    return Walk(cells, there, steps, source, weight, alone, mutual, bool(number.mean() >= MANY))


def draw_leaning(
    walk: Walk,
    theta: Array,
    precision: Array,
    pull: Array,
    over: float,
    random: np.random.Generator,
) -> Array:
    """Draw all points at once, each leaning on the last draw of the session before it.

    This is what the released code does. With `over` below 0 a draw lands on the other side of its
    mean (Adler 1981), and the chain moves faster. Points on few votes are not reflected: they lean
    firmly on others that move at the same time, so they would land farther out than in the released
    code, and two that lean on each other would never stop.
    """
    lag = np.where(walk.alone, 0.0, theta[walk.source])
    variance = 1 / (precision + walk.weight)
    endless = walk.mutual & (walk.weight * variance >= (1 + over) / (1 - over))
    reflected = np.where(endless | (not walk.firm), 0.0, over)
    mean = variance * (pull + walk.weight * lag)
    noise = np.sqrt(variance * (1 - reflected**2)) * random.standard_normal(len(theta))
    return np.asarray(mean + reflected * (theta - mean) + noise)


def draw_jointly(walk: Walk, precision: Array, pull: Array, random: np.random.Generator) -> Array:
    """Draw the points from their joint distribution, given all votes (Carter and Kohn 1994).

    Going forward, compute the distribution of each point given the votes so far; going back, draw
    it given the point that follows.
    """
    votes, sums = np.append(precision, 0.0)[walk.cells], np.append(pull, 0.0)[walk.cells]
    mean, variance = np.empty_like(votes), np.empty_like(votes)
    before, spread = np.zeros(votes.shape[1]), np.full(votes.shape[1], FIRST)
    for row in range(len(votes)):
        if row:
            before, spread = mean[row - 1], variance[row - 1] + walk.steps[row]
        variance[row] = 1 / (1 / spread + votes[row])
        mean[row] = variance[row] * (before / spread + sums[row])
    theta = np.empty(len(precision) + 1)
    noise = random.standard_normal(votes.shape)
    after = np.zeros(votes.shape[1])
    for row in reversed(range(len(votes))):
        here, spread = mean[row], variance[row]
        if row + 1 < len(votes):
            gain = np.where(walk.there[row + 1], spread / (spread + walk.steps[row + 1]), 0.0)
            here, spread = here + gain * (after - here), spread * (1 - gain)
        after = here + np.sqrt(spread) * noise[row]
        theta[walk.cells[row]] = after
    return theta[:-1]
