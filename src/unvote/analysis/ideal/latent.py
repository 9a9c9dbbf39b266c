"""Normal values known only by their bounds: their chance, their mean and their variance."""

from functools import cache
from typing import NamedTuple

import numpy as np

from unvote.arrays import Array

# The tables go from -REACH to REACH in steps of 1 / STEPS: finer than draws can tell.
REACH, STEPS = 32, 512
LAST = 2 * REACH * STEPS
# Values farther than this from the bound of latent values are cut off too rarely to matter.
NEAR = 2.0
_ROOT = float(np.sqrt(2 * np.pi))
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
def _ratios() -> tuple[Array, Array]:
    """Return Mills' ratio, (1 - Phi) / phi, from 0 on, and its slope between the places."""
    from scipy.special import log_ndtr

    x = np.arange(REACH * STEPS + 2) / STEPS
    ratio = np.exp(log_ndtr(-x) + x * x / 2) * _ROOT
    return ratio[:-1].astype(np.float32), np.diff(ratio).astype(np.float32)


def _chance_beyond(x: Array) -> Array:
    """Return the chance of a normal value beyond x, seen from 0, with the sign of x.

    It is phi(x) times a ratio that a straight line between the places of a table gives to 6 digits.
    """
    ratio, rise = _ratios()
    size = np.abs(x)
    chance = _density(size)
    size *= STEPS
    np.minimum(size, REACH * STEPS, out=size)
    below = np.floor(size)
    # Numpy makes these two conversions faster than one.
    place = below.astype(np.int32).astype(np.int64)
    size -= below
    size *= rise.take(place, mode="wrap")
    size += ratio.take(place, mode="wrap")
    chance *= size
    return np.copysign(chance, x, out=chance)


def between(low: Array, high: Array) -> Array:
    """Return the chance that a normal value lies between two bounds.

    Examples
    --------
    >>> import numpy as np
    >>> between(np.array([-1.0, 5.0]), np.array([1.0, 6.0])).round(7).tolist()
    [0.6826895, 3e-07]
    """
    chance = _chance_beyond(low)
    chance -= _chance_beyond(high)
    # If 0 lies between the bounds, all the rest lies between them.
    chance += np.signbit(low) & ~np.signbit(high)
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
    density *= 1 / _ROOT
    return density


def clipped(limit: float, along: Array, pull: Array, spread: Array) -> tuple[Array, Array]:
    """Return the mean and variance of the latent values of yes and no, clipped at +-limit.

    Before clipping, the latent value has the mean along + pull. Only values far out are given, and
    those are practically normal.

    `limit`: where latent values are clipped.
    `along`: slope times point of each vote.
    `pull`, `spread`: arrays of the same shape: the rest of the mean, and the variance.
    Returns the same for the clipped values.
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
