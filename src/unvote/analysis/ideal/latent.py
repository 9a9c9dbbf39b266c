"""Normal values of which only bounds are known: their chance, their mean and their variance."""

from functools import cache
from typing import NamedTuple

import numpy as np

from unvote.arrays import Array

# The tables go from -REACH to REACH in steps of 1 / STEPS: finer than draws can tell.
REACH, STEPS = 16, 512
LAST = 2 * REACH * STEPS
# Values farther than this from the bound of latent values are cut off too rarely to matter.
NEAR = 2.0
_ROOT = np.sqrt(2 * np.pi)
LEAST = 1e-37


class Tables(NamedTuple):
    """For a normal value below x, looked up by x: its log chance, -mean and variance."""

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
    """Return Phi at the places of the tables, and its slope from each to the next."""
    from scipy.special import ndtr

    chance = ndtr(np.arange(-REACH * STEPS, REACH * STEPS + 2) / STEPS)
    return chance[:-1], np.diff(chance)


def _chance_below(x: Array) -> Array:
    """Turn x into Phi(x), by a straight line between the places of a table: 7 digits, left of 0."""
    table, rise = _distribution()
    np.clip(x, -REACH, REACH, out=x)
    x += REACH
    x *= STEPS
    place = x.astype(np.int64)
    x -= place
    x *= rise.take(place, mode="wrap")
    x += table.take(place, mode="wrap")
    return x


def between(low: Array, high: Array) -> Array:
    """Return the chance that a normal value lies between two bounds.

    Examples
    --------
    >>> import numpy as np
    >>> between(np.array([-1.0, 5.0]), np.array([1.0, 6.0])).round(9).tolist()
    [0.682689492, 2.86e-07]
    """
    # Values right of 0 are mirrored to the left.
    chance = _chance_below(np.minimum(-low, high))
    chance -= _chance_below(np.minimum(low, -high))
    return np.asarray(np.maximum(chance, LEAST, out=chance))


def moments_between(low: Array, high: Array, chance: Array) -> tuple[Array, Array]:
    """Return mean and variance of a normal value between two bounds, given its chance."""
    at_low, at_high = _density(low), _density(high)
    mean = at_low - at_high
    mean /= chance
    at_low *= low
    at_high *= high
    at_low -= at_high
    at_low /= chance
    spread = 1 + at_low
    spread -= mean * mean
    return mean, np.clip(spread, 0, 1, out=spread)


def _density(x: Array) -> Array:
    density = x * x
    density *= -0.5
    np.exp(density, out=density)
    density /= _ROOT
    return density


def clipped(limit: float, along: Array, pull: Array, spread: Array) -> tuple[Array, Array]:
    """Return the mean and variance of the latent values of yes and no, clipped at +-limit.

    Before clipping, the latent value has the mean along + pull. Only values far out are given, and
    those are practically normal.

    Parameters
    ----------
    limit : float
        Where latent values are clipped.
    along : array
        Slope times point of each vote.
    pull, spread : arrays of the same shape
        The rest of the mean, and the variance.

    Returns
    -------
    pull, spread : arrays
        The same for the clipped values.
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
