"""Uncertainty of measures: Wilson's interval for shares, a bootstrap over roll calls for others.

The roll calls are drawn with replacement as many times as there are (Efron 1979, Annals of
Statistics 7:1-26), the same draws for all pairs; the interval is between percentiles.
"""

from statistics import NormalDist
from typing import Any

import numpy as np

from unvote.analysis.measures import Measure, PairCounts, ratio
from unvote.analysis.parties import both_cast
from unvote.codes import CAST, Vote
from unvote.record import Matrix

LEVEL = 0.95
TIMES = 1000
# Fewer joint votes than these have no interval: resamples of one or two tell nothing.
LEAST = 5
# How many pairs are counted at once: memory grows with the block, not with the pairs.
BLOCK = 1024


def resamples(rollcalls: int, *, seed: int = 0, times: int = TIMES) -> Matrix:
    """Return how often each roll call is drawn in each resample.

    Returns
    -------
    array of float32, times by roll calls
        Whole numbers; every row adds up to the number of roll calls.

    Examples
    --------
    >>> resamples(4, times=2).sum(axis=1).tolist()
    [4.0, 4.0]
    """
    drawn = np.random.default_rng(seed).integers(0, max(rollcalls, 1), (times, rollcalls))
    drawn += np.arange(times)[:, np.newaxis] * rollcalls
    counts = np.bincount(drawn.ravel(), minlength=times * rollcalls)
    return counts.reshape(times, rollcalls).astype(np.float32)


def resampled(left: Matrix, right: Matrix, weights: Matrix) -> PairCounts:
    """Return the joint votes of each column of one matrix with that of another, resampled.

    Parameters
    ----------
    left, right : array of int8, roll calls by p
        Codes of `Vote`; NOT_A_MEMBER where a roll call does not count.
    weights : array, times by roll calls
        How often each roll call counts (`resamples`).

    Returns
    -------
    PairCounts
        Arrays of times by p, whole numbers: exact, since single precision holds all up to
        16,777,216.
    """
    weights = weights.astype(np.float32, copy=False)

    def drawn(where: Matrix) -> Matrix:
        return (weights @ where.astype(np.float32)).astype(np.float64)

    joint = [[drawn((left == a) & (right == b)) for b in CAST] for a in CAST]
    members = (left != Vote.NOT_A_MEMBER) & (right != Vote.NOT_A_MEMBER)
    return PairCounts(joint, drawn(members & ~both_cast(left, right)))


def drawn(measure: Measure, left: Matrix, right: Matrix, weights: Matrix) -> Matrix:
    """Return a measure of each column of one matrix with that of another, in every resample.

    What `resampled` counts gives the same numbers; where a measure adds up, two products of
    matrices take the place of ten.

    Parameters
    ----------
    measure : Measure
        The measure.
    left, right, weights
        As for `resampled`.

    Returns
    -------
    array, times by p
        Missing (nan) where the measure is undefined.
    """
    if not measure.adds_up:
        return measure(resampled(left, right, weights))
    kinds = np.arange(len(Vote), dtype=np.int8)
    one, other = (kind.ravel()[np.newaxis] for kind in np.meshgrid(kinds, kinds, indexing="ij"))
    each = measure.parts(resampled(one, other, np.ones((1, 1))))
    pair = (left * len(Vote) + right).T
    # Exact: multiples of a half, which single precision holds up to 8,388,608.
    sums = (np.asarray(part, np.float32)[0][pair] @ weights.T for part in each)
    return ratio(*(part.astype(np.float64) for part in sums)).T


def limits(values: Matrix) -> tuple[Matrix, Matrix]:
    """Return the 2.5 and the 97.5 percentile of the rows of resamples.

    Resamples in which a value is undefined (nan) are left out; where they are more than half,
    so is the interval.
    """
    values = np.sort(values, axis=0)  # missing values last
    known = (~np.isnan(values)).sum(axis=0, keepdims=True)
    found = []
    for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        place = share * np.maximum(known - 1, 0)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(known - 1, 0))
        low, high = (np.take_along_axis(values, at, 0) for at in (below, above))
        value = low + (high - low) * (place - below)
        found.append(np.where(2 * known >= len(values), value, np.nan)[0])
    return found[0], found[1]


def wilson(successes: Any, trials: Any) -> tuple[Matrix, Matrix]:
    """Return Wilson's interval of a share of successes, missing where there are no trials.

    Wilson 1927, Journal of the American Statistical Association 22:209-212.

    Examples
    --------
    >>> low, high = wilson(6, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.3127, 0.8318)
    """
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    trials = np.asarray(trials, dtype=float)
    n = np.where(trials > 0, trials, np.nan)
    share = np.asarray(successes) / n
    middle = share + z**2 / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    return np.maximum((middle - spread) / scale, 0), np.minimum((middle + spread) / scale, 1)
