"""Sorts states into blocs by their distances, and says how well they fit."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from unvote.analysis.distances import Measured
from unvote.record import Array, count_of

# "auto" takes the best of these numbers of blocs.
FEWEST, MOST = 2, 12
# Only so many decimals are the same on every machine.
DIGITS = 6


def ward_tree(distances: Array) -> Array:
    """Return the tree that joins the nearest states first (as scipy's linkage)."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    return np.asarray(linkage(squareform(distances, checks=False), "ward"))


def most_blocs(tree: Array) -> int:
    """Return how many blocs there can be: states that never differ stay together."""
    return int(min((tree[:, 2] > 0).sum() + 1, len(tree)))


def cut(tree: Array, numbers: Sequence[int]) -> Array:
    """Return the bloc of each state for each number of blocs, as an array of states by numbers."""
    from scipy.cluster.hierarchy import cut_tree

    return np.asarray(cut_tree(tree, n_clusters=list(numbers)))


def fit_of(distances: Array, tree: Array) -> list[tuple[int, float, int, int]]:
    """Return one row: a number of blocs, its mean silhouette, its smallest and largest bloc."""
    numbers = range(FEWEST, min(MOST, most_blocs(tree)) + 1)
    rows = []
    for number, blocs in zip(numbers, cut(tree, numbers).T, strict=True):
        sizes = np.bincount(blocs)
        mean = rounded(silhouettes(distances, blocs).mean()).item()
        rows.append((number, mean, int(sizes.min()), int(sizes.max())))
    return rows


def best_number(fit: Sequence[tuple[int, float, int, int]]) -> int:
    """Return the number of blocs with the greatest mean silhouette; of equals, the smallest."""
    return max(fit, key=lambda row: (row[1], -row[0]))[0]


def silhouettes(distances: Array, blocs: Array) -> Array:
    """Return how much nearer each state is to its own bloc than to the nearest other.

    The silhouette is (b - a) / max(a, b): a is the mean distance to the other states of its own
    bloc, b the least mean distance to the states of another bloc. It is 0 for a bloc of one
    (Rousseeuw 1987, cited from memory).

    `distances`: array, n by n: symmetric, zero on the diagonal.
    `blocs`: array of int, n: the bloc of each state: 0, 1, … without a gap, at least two.
    Returns an array of n numbers from -1 to 1.

    Examples
    --------
    >>> silhouettes(np.array([[0, 1, 4], [1, 0, 2], [4, 2, 0]]), np.array([0, 0, 1])).tolist()
    [0.75, 0.5, 0.0]
    """
    member = blocs[:, np.newaxis] == np.arange(blocs.max() + 1)
    sizes = member.sum(axis=0)
    sums = distances @ member.astype(np.float64)
    others = sizes[blocs] - 1
    within = sums[member] / np.maximum(others, 1)
    nearest = np.where(member, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(within, nearest)
    known = (others > 0) & (larger > 0)
    found = np.zeros(len(blocs))
    np.divide(nearest - within, larger, out=found, where=known)
    return found


def tree_note(measured: Measured, tree: Array) -> str:
    """Say in a line how the blocs were made, and how well the tree keeps the distances."""
    from scipy.cluster.hierarchy import cophenet
    from scipy.spatial.distance import squareform

    known = squareform(measured.distances, checks=False)
    joined = cophenet(tree)
    even = known.std() == 0 or joined.std() == 0
    text = "" if even else f", cophenetic correlation {np.corrcoef(joined, known)[0, 1]:.2f}"
    return f"{count_of(len(measured.states), 'state')}, joined by Ward's method{text}"


def rounded(values: Any) -> Array:
    """Round off the digits in which machines differ; no zero is negative."""
    return np.round(np.asarray(values, dtype=np.float64), DIGITS) + 0.0
