"""Chains of sweeps: first they warm up, then their draws are kept."""

from contextlib import nullcontext
from typing import Literal, NamedTuple

import numpy as np

from unvote.analysis.ideal.layout import Ballots, Layout, lay_out
from unvote.analysis.ideal.processes import OtherProcess, SameProcess
from unvote.analysis.ideal.state import begin, standardised, workspace_for
from unvote.analysis.ideal.sweep import means_of, sweep
from unvote.analysis.ideal.walk import Walk, walk_of
from unvote.arrays import Array
from unvote.progress import steps

Estimate = Literal["published", "posterior"]
# Two chains with random numbers of their own: where they agree, both have arrived.
CHAINS = 2
# The first sweeps take only a part of the votes: with fewer votes the steps are larger, and the
# chain arrives sooner.
PART = 0.25
# At least this many sweeps warm a chain up: first with that part, then with all votes.
LEAST_PART, LEAST_WARM = 150, 120
# Once the means of the sessions are held, this many draws are not kept.
SETTLE = 10
# How far draws are reflected at their mean, while a chain warms up and after.
OVER_WARM, OVER = -0.6, -0.8
# Variance of the step of a state from one session to the next, before it is weighted.
SMOOTHING = 0.5


# This many votes times sweeps take a second; longer runs are shared by two processes.
LONG = 2e7


class Draws(NamedTuple):
    """What the chains drew."""

    # Array of float32, chains by draws by cells: each draw has mean 0 and variance 1 over all
    # cells. In the published procedure this is nearly so, since the means of the sessions are held.
    points: Array
    # Array of float, one per cell: the share of the draws in which the point was out of bounds, and
    # clipped.
    clipped: Array


class _Chain:
    """A chain of sweeps, with random numbers of its own."""

    def __init__(
        self,
        layout: Layout,
        walk: Walk,
        start: Array,
        estimate: Estimate,
        seed: np.random.SeedSequence,
    ) -> None:
        self.layout, self.walk, self.released = layout, walk, estimate == "published"
        self.state = begin(layout, start)
        self.random = np.random.default_rng(seed)

    def go(
        self, sweeps: int, *, part: float = 1.0, over: float = 0.0, levels: Array | None = None
    ) -> Draws:
        """Make sweeps over a part of the votes or all of them, and return the draws."""
        layout = self.layout if part == 1 else self.layout.part(part, self.random)
        workspace = workspace_for(layout)
        points = np.empty((sweeps, len(self.state.theta)), dtype=np.float32)
        clipped = np.zeros(points.shape[1])
        for number in steps(range(sweeps), "drawing ideal points"):
            self.state = sweep(
                layout,
                self.walk,
                self.state,
                workspace,
                self.random,
                released=self.released,
                over=over if self.released else 0.0,
                levels=levels,
            )
            points[number] = self.state.theta
            clipped += self.state.clipped
        return Draws(points, clipped)

    def warm_up(self, sweeps: int) -> Array:
        """Warm up, long enough for this many draws to keep; return the means of the sessions."""
        self.go(min(sweeps, max(LEAST_PART, sweeps // 3)), part=PART)
        warm = min(sweeps, max(LEAST_WARM, sweeps // 4))
        self.go(warm - warm * 3 // 4)
        late = self.go(warm * 3 // 4, over=OVER_WARM).points[-((warm + 1) // 2) :]
        return means_of(self.layout, late.mean(axis=0, dtype=np.float64))

    def keep(self, sweeps: int, levels: Array | None) -> Draws:
        """Return this many draws, with the means of the sessions held."""
        self.go(SETTLE, over=OVER, levels=levels)
        return self.go(sweeps, over=OVER, levels=levels)


def sample(
    ballots: Ballots,
    start: Array,
    *,
    sweeps: int,
    estimate: Estimate = "published",
    smoothing: float = SMOOTHING,
    seed: int = 0,
) -> Draws:
    """Draw ideal points, given the votes.

    The model is that of Bailey, Strezhnev and Voeten (2017): z = slope * theta + noise, a yes where
    z is below the first cut point of the item, a no where it is above the second; the slopes are
    N(0, 1) and the cut points flat on [-7, 7]. From session to session theta of a state moves by
    steps of variance smoothing * n / (n + n before).

    In the published procedure, once the chains are warm, the mean of each session is held at its
    average over both chains. Otherwise it would go on moving, too slowly for any number of sweeps
    to even out.

    `start`: array of float: where the points start, one per cell; it fixes the direction.
    `sweeps`: how many draws of a chain are kept.
    `estimate`: follow the released code, or draw from the posterior of the model.
    `seed`: seeds the random numbers: the same seed gives the same draws.

    Examples
    --------
    >>> import numpy as np
    >>> votes = np.array([[1, 1, 1, 1, 3], [1, 1, 1, 2, 3], [1, 1, 2, 3, 3], [1, 2, 3, 3, 3]])
    >>> row, state = np.indices((40, 5)).reshape(2, -1)
    >>> five = np.arange(5)
    >>> ballots = Ballots(row, state, np.tile(votes.ravel(), 10), np.arange(40), 0 * five, five)
    >>> points = sample(ballots, five - 2.0, sweeps=50).points
    >>> points.shape, points.mean(axis=(0, 1)).argsort().tolist()
    ((2, 50, 5), [0, 1, 2, 3, 4])
    """
    layout = lay_out(ballots)
    walk = walk_of(layout.session, layout.state, layout.number, smoothing)
    seeds = np.random.SeedSequence(seed).spawn(CHAINS)
    first, second = (_Chain(layout, walk, start, estimate, one) for one in seeds)
    long = len(ballots.vote) * sweeps >= LONG
    with OtherProcess(second) if long else nullcontext(SameProcess(second)) as other:
        other.ask("warm_up", sweeps)
        means = [first.warm_up(sweeps), other.answer()]
        levels = np.mean(means, axis=0) if estimate == "published" else None
        other.ask("keep", sweeps, levels)
        drawn = [first.keep(sweeps, levels), other.answer()]
    points = np.stack([draws.points for draws in drawn])
    if estimate == "posterior":
        for draws in points.reshape(-1, len(start)):
            draws[:] = standardised(draws)
    return Draws(points, np.mean([draws.clipped for draws in drawn], axis=0) / sweeps)
