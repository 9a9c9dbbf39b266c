"""Normal values known only by their bounds: how likely they are, mean and variance."""

from functools import cache
from typing import NamedTuple

import numpy as np

from unvote.arrays import Array

# The tables go from -REACH to REACH in steps of 1 / STEPS: nearer than draws can tell.
REACH, STEPS = 16, 512
LAST = 2 * REACH * STEPS
# Values farther than this from the bound of latent values are cut off too rarely to matter.
NEAR = 2.0
_ROOT = np.sqrt(2 * np.pi)
LEAST = 1e-37


class Tables(NamedTuple):
    """Of a normal value that is below x, by x: log chance, how far below in the mean, variance."""

    chance: Array
    pull: Array
    spread: Array


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
def _distribution() -> tuple[Array, Array]:
    """Return Phi at the places of the tables, and how it goes on from each to the next."""
    from scipy.special import ndtr

    chance = ndtr(np.arange(-REACH * STEPS, REACH * STEPS + 2) / STEPS)
    return chance[:-1].astype(np.float32), np.diff(chance).astype(np.float32)


def _chance_below(x: Array) -> Array:
    """Change x to Phi(x), straight between the places of a table: to 7 digits, left of 0."""
    table, rise = _distribution()
    np.clip(x, -REACH, REACH, out=x)
    x += REACH
    x *= STEPS
    whole = np.floor(x)
    x -= whole
    place = whole.astype(np.int64)
    x *= rise.take(place, mode="wrap")
    x += table.take(place, mode="wrap")
    return x


def between(low: Array, high: Array) -> Array:
    """Return the chance that a normal value lies between two bounds, to single precision.

    Examples
    --------
    >>> import numpy as np
    >>> between(np.array([-1.0, 5.0]), np.array([1.0, 6.0])).round(7).tolist()
    [0.6826895, 3e-07]
    """
    # What lies right of 0 is mirrored to the left.
    chance = _chance_below(np.minimum(-low, high))
    chance -= _chance_below(np.minimum(low, -high))
    return np.asarray(np.maximum(chance, LEAST, out=chance))


def moments_between(low: Array, high: Array, chance: Array) -> tuple[Array, Array]:
    """Return mean and variance of a normal value between two bounds, given the chance of it.

    Where the bounds are close the difference of the densities is not exact: no mean is outside
    of them, and no variance more than that of a value that is half of the time at each.
    """
    at_low, at_high = _density(low), _density(high)
    mean = at_low - at_high
    mean /= chance
    np.clip(mean, low, high, out=mean)
    at_low *= low
    at_high *= high
    at_low -= at_high
    at_low /= chance
    at_low += 1
    at_low -= mean * mean
    most = high - low
    most *= most / 4
    return mean, np.clip(at_low, 0, np.minimum(most, 1, out=most), out=at_low)


def _density(x: Array) -> Array:
    density = x * x
    density *= -0.5
    np.exp(density, out=density)
    density /= _ROOT
    return density


def clipped(limit: float, along: Array, pull: Array, spread: Array) -> tuple[Array, Array]:
    """Return mean and variance of latent values of yes and no that are clipped at +-limit.

    The latent value has the mean along + pull before. A value that is far out is normal to all
    that matters, and only such are given.

    Parameters
    ----------
    limit : float
        Where latent values are clipped.
    along : array
        Slope times point of each vote.
    pull, spread : arrays of the same shape
        What the mean has beside, and the variance.

    Returns
    -------
    pull, spread : arrays
        The same of the clipped values.
    """
    from scipy.special import ndtr

    mean = along.astype(np.float64) + pull
    deviation = np.sqrt(np.maximum(spread, 1e-6))
    size = np.abs(mean)
    inside = (limit - size) / deviation
    chance, density = ndtr(inside), deviation * np.exp(-inside * inside / 2) / _ROOT
    known = size * chance - density + limit * (1 - chance)
    square = (mean**2 + deviation**2) * chance - density * (size + limit)
    square += limit**2 * (1 - chance)
    return np.sign(mean) * known - along, np.maximum(square - known**2, 0)
