"""Normal values of which only the bounds are known: how likely they are, mean and variance."""

from functools import cache
from typing import NamedTuple

import numpy as np

from unvote.record import Matrix

# The tables go from -REACH to REACH in steps of 1 / STEPS: nearer than draws can tell.
REACH, STEPS = 16, 512
# Nearer than this to the bound of latent values a value is cut off too rarely to matter.
NEAR = 2.0
_ROOT = np.sqrt(2 * np.pi)
LEAST = 1e-37


class Tables(NamedTuple):
    """Of a normal value that is below x, by x: log chance, how far below in the mean, variance."""

    chance: Matrix
    pull: Matrix
    spread: Matrix


@cache
def tables() -> Tables:
    """Return the tables, in single precision.

    With phi the density and Phi the distribution of N(0, 1): log Phi(x), phi(x) / Phi(x), and
    1 - x phi(x) / Phi(x) - (phi(x) / Phi(x))^2.
    """
    from scipy.special import log_ndtr

    x = np.arange(-REACH * STEPS, REACH * STEPS + 1) / STEPS
    chance = log_ndtr(x)
    pull = np.exp(-x * x / 2 - chance) / _ROOT
    spread = np.clip(1 - pull * (pull + x), 0, 1)
    return Tables(*(values.astype(np.float32) for values in (chance, pull, spread)))


@cache
def _distribution() -> tuple[Matrix, Matrix]:
    """Return Phi at the places of the tables, and how it goes on from each to the next."""
    from scipy.special import ndtr

    chance = ndtr(np.arange(-REACH * STEPS, REACH * STEPS + 2) / STEPS)
    return chance[:-1], np.diff(chance)


def _chance_below(x: Matrix) -> Matrix:
    """Return Phi(x), straight between the places of a table: to 7 digits, left of 0."""
    table, rise = _distribution()
    x = np.clip(x, -REACH, REACH)
    x += REACH
    x *= STEPS
    place = x.astype(np.int64)
    x -= place
    x *= rise[place]
    x += table[place]
    return np.asarray(x)


def between(low: Matrix, high: Matrix) -> Matrix:
    """Return the chance that a normal value lies between two bounds.

    Examples
    --------
    >>> import numpy as np
    >>> between(np.array([-1.0, 5.0]), np.array([1.0, 6.0])).round(9).tolist()
    [0.682689363, 2.86e-07]
    """
    right = low + high > 0
    chance = _chance_below(np.where(right, -low, high))
    chance -= _chance_below(np.where(right, -high, low))
    return np.asarray(np.maximum(chance, LEAST))


def moments_between(low: Matrix, high: Matrix, chance: Matrix) -> tuple[Matrix, Matrix]:
    """Return mean and variance of a normal value between two bounds, given the chance of it."""
    at_low, at_high = (np.exp(-bound * bound / 2) / _ROOT for bound in (low, high))
    mean = (at_low - at_high) / chance
    spread = 1 + (low * at_low - high * at_high) / chance - mean * mean
    return mean, np.clip(spread, 0, 1)


def clip_latent(limit: float, along: Matrix, pull: Matrix, spread: Matrix) -> None:
    """Change mean and variance of latent values to those of values clipped at +-limit.

    The latent value of a yes or no has the mean along + pull. Only those that are far out are
    looked at; a value there is normal to all that matters.

    Parameters
    ----------
    limit : float
        Where latent values are clipped.
    along : array
        Slope times point of each vote.
    pull, spread : arrays of the same shape
        What the mean has beside, and the variance; changed in place.
    """
    from scipy.special import ndtr

    far = np.flatnonzero(np.abs(along) > limit - NEAR)
    if not len(far):
        return
    along, pull, spread = along.reshape(-1), pull.reshape(-1), spread.reshape(-1)
    mean = along[far].astype(np.float64) + pull[far]
    deviation = np.sqrt(np.maximum(spread[far], 1e-6))
    size = np.abs(mean)
    inside = (limit - size) / deviation
    chance, density = ndtr(inside), deviation * np.exp(-inside * inside / 2) / _ROOT
    clipped = size * chance - density + limit * (1 - chance)
    square = (mean**2 + deviation**2) * chance - density * (size + limit)
    square += limit**2 * (1 - chance)
    pull[far] = np.sign(mean) * clipped - along[far]
    spread[far] = np.maximum(square - clipped**2, 0)
