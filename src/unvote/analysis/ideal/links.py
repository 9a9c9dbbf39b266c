"""Which roll calls are on the same text as one of the session before, and share parameters."""

from collections.abc import Iterable

import numpy as np

from unvote.analysis.ideal.usable import Used, cast_in
from unvote.analysis.recurring import plain_words, whole_titles
from unvote.analysis.wording import one_to_one, words_of
from unvote.arrays import Array

# Two roll calls are on one text if this much of the wording is the same, and this many states vote
# as the year before: in hundredths.
ALIKE, SAME = 50, 98
# The weight of the votes, relative to the wording, if several earlier texts fit.
BY_VOTES = 2.0

Pair = tuple[int, int]


def recurring(used: Used) -> list[Pair]:
    """Return the roll calls that are on the same text as one of the session before.

    The same text: both are votes on a whole text, at least half of the wording of their titles
    or of their agenda items is the same, rare words counting for more, and at least 98% of
    the states that voted on both voted the same, since a title may stay while the text
    changes. Each has at most one partner; the most similar are joined first.

    Returns pairs of places, that of the later roll call first.
    """
    titles = words_of([plain_words(title) for title in whole_titles(used.record)])
    items = words_of([plain_words(item) for item in used.record.rollcalls["agenda"].tolist()])
    whole = (used.record.rollcalls["part"] == "").to_numpy(dtype=bool)
    found: list[Pair] = []
    for session in np.unique(used.sessions):
        now = np.flatnonzero((used.sessions == session) & whole)
        then = np.flatnonzero((used.sessions == session - 1) & whole)
        if len(now) and len(then):
            alike = np.maximum(titles.shared(now, then), items.shared(now, then))
            one, other = np.nonzero(alike >= ALIKE / 100)
            same, both = _same_votes(used.record.matrix, now[one], then[other])
            there = (both > 0) & (100 * same >= SAME * both)
            one, other, share = one[there], other[there], (same[there] / both[there])
            score = np.full(alike.shape, -1.0)
            score[one, other] = alike[one, other] + BY_VOTES * share
            found += [(int(now[one]), int(then[other])) for one, other in one_to_one(score)]
    return found


def _same_votes(matrix: Array, now: Array, then: Array) -> tuple[Array, Array]:
    """Return how many states voted the same in each pair of roll calls, and how many cast both."""
    both = cast_in(matrix[now]) & cast_in(matrix[then])
    return (both & (matrix[now] == matrix[then])).sum(axis=1), both.sum(axis=1)


def listed(used: Used) -> list[Pair]:
    """Return the pairs of roll calls that the record says are on one text.

    It says so if it was made with the list of the authors of the published points.

    Returns pairs of places, one roll call following the other; that of the later first.
    """
    last: dict[str, int] = {}
    pairs = []
    for place, text in enumerate(used.record.rollcalls["same_text"]):
        if text in last:
            pairs.append((place, last[text]))
        if text:
            last[text] = place
    return pairs


def items_of(pairs: Iterable[Pair], count: int) -> Array:
    """Return the item of each roll call, the same for those that are linked.

    Examples
    --------
    >>> items_of([(3, 1), (4, 3)], 5).tolist()
    [0, 1, 2, 1, 1]
    """
    item = list(range(count))

    def of(row: int) -> int:
        while item[row] != row:
            item[row] = item[item[row]]
            row = item[row]
        return row

    for one, other in pairs:
        first, second = sorted((of(one), of(other)))
        item[second] = first
    return np.unique([of(row) for row in range(count)], return_inverse=True)[1]
