"""Uncertainty of measures: Wilson's interval for shares, a bootstrap over roll calls for others.

Where all resamples are alike, the bootstrap tells nothing, and Wilson's interval replaces it.

The roll calls are drawn with replacement as many times as there are (Efron 1979, Annals of
Statistics 7:1-26), the same draws for all pairs; the interval is between percentiles.
"""

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np

from unvote.analysis.actors import both_cast
from unvote.analysis.measures import Measure, PairCounts, ratio
from unvote.codes import CAST, Vote
from unvote.record import Array

LEVEL = 0.95
TIMES = 1000
# With fewer joint votes there is no interval: resamples of one or two votes mean nothing.
LEAST = 5
# The number of pairs counted at once: memory grows with the block, not with the pairs.
BLOCK = 1024


def resamples(rollcalls: int, *, seed: int = 0, times: int = TIMES) -> Array:
    """Return how often each roll call is drawn in each resample.

    Returns an array of float32, times by roll calls: whole numbers; every row adds up to the number
    of roll calls.

    Examples
    --------
    >>> resamples(4, times=2).sum(axis=1).tolist()
    [4.0, 4.0]
    """
    drawn = np.random.default_rng(seed).integers(0, max(rollcalls, 1), (times, rollcalls))
    drawn += np.arange(times)[:, np.newaxis] * rollcalls
    counts = np.bincount(drawn.ravel(), minlength=times * rollcalls)
    return counts.reshape(times, rollcalls).astype(np.float32)


def resampled(left: Array, right: Array, weights: Array) -> PairCounts:
    """Return the joint votes of each column of one matrix with that of another, resampled.

    `left`, `right`: array of int8, roll calls by p: codes of `Vote`; NOT_A_MEMBER where a roll call
    does not count.
    `weights`: array, times by roll calls: how often each roll call counts (`resamples`).
    Returns arrays of times by p, of whole numbers: exact, since single precision holds all up to
    16,777,216.
    """
    weights = weights.astype(np.float32, copy=False)

    def drawn(where: Array) -> Array:
        return (weights @ where.astype(np.float32)).astype(np.float64)

    joint = [[drawn((left == a) & (right == b)) for b in CAST] for a in CAST]
    members = (left != Vote.NOT_A_MEMBER) & (right != Vote.NOT_A_MEMBER)
    return PairCounts(joint, drawn(members & ~both_cast(left, right)))


def drawn(measure: Measure, left: Array, right: Array, weights: Array) -> Array:
    """Return a measure of each column of one matrix with that of another, in every resample.

    The numbers are those that the counts of `resampled` give. For a measure that adds up, two
    matrix products do the work of ten.

    `left`, `right`, `weights`: as for `resampled`.
    Returns an array, times by p: missing (nan) where the measure is undefined.
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


def limits(values: Array) -> tuple[Array, Array]:
    """Return the 2.5 and the 97.5 percentile of the rows of resamples.

    Resamples in which a value is undefined (nan) are left out. If they are more than half, there is
    no interval.
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


def wilson(successes: Any, trials: Any) -> tuple[Array, Array]:
    """Return Wilson's interval for a share of successes, missing if there are no trials.

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


def of_alike(
    low: Array, high: Array, value: Array, n: Array, bounds: tuple[int, int]
) -> tuple[Array, Array]:
    """Return the limits; where they are equal, the limits that n equal votes allow.

    If all n joint votes are alike, so are all resamples. The share of such votes, n of n, then has
    Wilson's interval from w = n / (n + z²) to 1 (Wilson 1927, as in `wilson`). So up to 1 - w of
    the votes may differ, and each of those may have any value of the measure from the least to the
    greatest. For a share of identical votes this is Wilson's interval itself.

    `low`, `high`: limits from the resamples, missing or equal where they tell nothing.
    `value`, `n`: the measure, and the number of joint votes behind it.
    `bounds`: the least and the greatest value of the measure.

    Examples
    --------
    >>> low, high = of_alike(np.ones(1), np.ones(1), np.ones(1), np.array([11]), (0, 1))
    >>> low.round(3).tolist(), high.tolist()
    ([0.741], [1.0])
    """
    least, greatest = bounds
    sure, _ = wilson(n, n)
    alike = low == high
    low = np.where(alike, sure * value + (1 - sure) * least, low)
    high = np.where(alike, sure * value + (1 - sure) * greatest, high)
    return low, high


def of_difference(
    before: tuple[Array, Array, Array], after: tuple[Array, Array, Array]
) -> tuple[Array, Array]:
    """Return the limits of a difference from value, low and high before and after.

    The squared distances from value to limit are added (Newcombe 1998, Statistics in Medicine
    17:873-890, method 10; for any measure, Zou and Donner 2008).

    Examples
    --------
    >>> low, high = of_difference((0.5, 0.4, 0.6), (1.0, 0.7, 1.0))
    >>> round(float(low), 3), round(float(high), 3)
    (0.184, 0.6)
    """
    (first, first_low, first_high), (second, second_low, second_high) = before, after
    change = np.asarray(second - first)
    down = np.hypot(second - second_low, first_high - first)
    up = np.hypot(second_high - second, first - first_low)
    return change - down, change + up


def limits_of_change(
    bounds: tuple[int, int], values: Sequence[Array], n: Sequence[Array], drawn: Sequence[Array]
) -> tuple[Array, Array]:
    """Return the limits of the change of a measure between two periods, each resampled by itself.

    `bounds`: the least and the greatest value of the measure.
    `values`, `n`, `drawn`: sequence of two arrays: before and after: the measure, the number of
    joint votes behind it, and its resamples. If the resamples of a period are all alike, the limits
    of the two periods are combined.
    """
    low, high = limits(drawn[1] - drawn[0])
    apart = [limits(one) for one in drawn]
    alike = np.logical_or(*(least == most for least, most in apart))
    before, after = (
        (value, *of_alike(*ends, value, number, bounds))
        for value, ends, number in zip(values, apart, n, strict=True)
    )
    wide = of_difference(before, after)
    return np.where(alike, wide[0], low), np.where(alike, wide[1], high)
