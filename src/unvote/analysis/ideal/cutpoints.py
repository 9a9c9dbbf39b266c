"""Steps of the cut points, with the latent values integrated out."""

import numpy as np

from unvote.analysis.ideal.state import CUT
from unvote.arrays import Array

# The size of a step of the cut points of an item with one vote.
STEP = 3.0
TINY, NEAR_ONE = 1e-300, 1 - 1e-15


def proposed(cuts: Array, size: Array, random: np.random.Generator) -> Array:
    """Propose cut points near the old ones, in order and within bounds.

    Each is drawn from a normal distribution around its old value, cut off at the other cut point:
    the first stays below the old second, the second above the new first (Cowles 1996).

    `cuts`: array of float, 2 by items.
    `size`: array of float: the standard deviation of a step, for each item.
    """
    first = _between(cuts[0], size, -CUT, cuts[1], random)
    return np.array([first, _between(cuts[1], size, first, CUT, random)])


def released_ratio(old: Array, new: Array, size: Array) -> Array:
    """Return the log ratio of the chances of stepping back and forth, as the released code has it.

    That code ignores that the step of the first cut point is cut off too.
    """
    from scipy.special import log_ndtr

    return np.asarray(log_ndtr((old[1] - new[0]) / size) - log_ndtr((new[1] - old[0]) / size))


def whole_ratio(old: Array, new: Array, size: Array) -> Array:
    """Return the log ratio of the chances of stepping back and forth (Hastings 1970)."""
    forth = _chance_between(old[0], size, -CUT, old[1]) * _chance_between(old[1], size, new[0], CUT)
    back = _chance_between(new[0], size, -CUT, new[1]) * _chance_between(new[1], size, old[0], CUT)
    ratio = np.log(np.maximum(forth, TINY)) - np.log(np.maximum(back, TINY))
    # If the new second cut point is below the old first one, no step leads back.
    return np.where(new[1] > old[0], ratio, -np.inf)


def _between(
    about: Array, size: Array, low: Array | float, high: Array | float, random: np.random.Generator
) -> Array:
    """Draw from normal distributions that are cut off at two bounds."""
    from scipy.special import ndtr, ndtri

    least = ndtr((low - about) / size)
    drawn = least + random.random(len(about)) * _chance_between(about, size, low, high)
    drawn = about + size * ndtri(np.clip(drawn, TINY, NEAR_ONE))
    return np.asarray(np.clip(drawn, low, high))


def _chance_between(about: Array, size: Array, low: Array | float, high: Array | float) -> Array:
    """Return the chance that a normal draw falls between two bounds."""
    from scipy.special import ndtr

    return np.asarray(ndtr((high - about) / size) - ndtr((low - about) / size))
