"""Roll calls that are likely, but not certain, to be the same: reported, never merged."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np

from unvote.merge.traits import TEXT, VAGUE, Traits

# A row, its traits, and its votes cast.
Row = tuple[int, Traits, Any]
Pairs = list[tuple[int, int]]

# Two lists of votes are nearly the same if at most this many states differ. Lists of few states
# prove nothing; nor do lists with a small minority, unless the tally is the same.
APART, STATES, MINORITY = 3, 10, 5


def likely_pairs(these: Sequence[Row], those: Sequence[Row]) -> Pairs:
    """Return pairs of rows, one of each source, that are likely the same roll call.

    They share a symbol on different days; or, if not both name a text, the day (before 2004 the
    month) and all but a few votes.
    """
    pairs = _on_other_days(these, those)
    for left, right in _grouped(these, those, _period):
        vague = [row for row in left if row[1].kind != TEXT]
        pairs += _near(vague, right)
        texts = [row for row in left if row[1].kind == TEXT]
        pairs += _near(texts, [row for row in right if row[1].kind != TEXT])
    return pairs


def likely_within(rows: Sequence[Row]) -> Pairs:
    """Return pairs of rows of one source that are likely the same roll call.

    Either they have one symbol, different days and no numbers; or one names a text, the other does
    not, and nearly all their votes are the same.
    """
    plain = [row for row in rows if not row[1].number]
    pairs = _on_other_days(plain, plain)
    texts = [row for row in rows if row[1].kind == TEXT]
    for left, right in _grouped([row for row in rows if row[1].kind != TEXT], texts, _period):
        pairs += _near(left, right)
    return sorted({(min(pair), max(pair)) for pair in pairs})


def _on_other_days(these: Sequence[Row], those: Sequence[Row]) -> Pairs:
    return [
        (one[0], other[0])
        for left, right in _grouped(these, those, _symbol)
        for one in left
        for other in right
        if one[1].period != other[1].period
    ]


def _symbol(one: Traits) -> Hashable:
    return (one.organ, one.form, one.part) if one.kind != VAGUE and one.day else None


def _period(one: Traits) -> Hashable:
    return (one.organ, one.part, one.period) if one.period else None


def _grouped(
    these: Sequence[Row], those: Sequence[Row], key: Any
) -> Iterable[tuple[list[Row], list[Row]]]:
    groups: dict[Hashable, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in these:
        if found := key(row[1]):
            groups[found][0].append(row)
    for row in those:
        if (found := key(row[1])) in groups:
            groups[found][1].append(row)
    return (group for group in groups.values() if group[1])


def _near(left: Sequence[Row], right: Sequence[Row]) -> Pairs:
    """Return the pairs of rows, one of each group, with nearly the same votes."""
    if not (left and right):
        return []
    others = np.array([row[2] for row in right])
    pairs = []
    for place, one, cast in left:
        apart = np.count_nonzero(others != cast, axis=1)
        for at in np.flatnonzero(apart <= APART).tolist():
            other = right[at][1]
            telling = one.tally == other.tally or min(one.minority, other.minority) >= MINORITY
            drafts = not (one.drafts and other.drafts) or one.drafts & other.drafts
            if telling and drafts and sum(one.tally) >= STATES:
                pairs.append((place, right[at][0]))
    return pairs
