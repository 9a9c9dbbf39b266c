"""Matches the roll calls of two sources: by number, symbol, draft, or the votes."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from unvote.merge.likely import likely_pairs
from unvote.merge.rollcalls import Rollcalls, votes_of
from unvote.merge.traits import DRAFT, VAGUE, Traits, agreement, cast_in, traits_of
from unvote.record import Array

# Instead of a row: the roll call matches no other.
NEW = -1
# Two lists of votes are of one roll call if this share of the states in both agree. A draft belongs
# to a resolution if this share agrees, or fewer than FEW states are in both.
ALIKE, NOT_OTHERWISE, FEW = 0.95, 0.8, 5
# If this many voted differently from most, the votes alone identify a roll call.
TELLING = 5

Pairs = list[tuple[int, int]]


class Matching(NamedTuple):
    """Which roll calls of two sources are the same, and which may be."""

    place: Array  # for each roll call of theirs the row of the same one of ours, or NEW
    likely: Pairs  # rows of theirs and of ours that may be one roll call, which is not certain


def match(
    ours: Rollcalls,
    theirs: Rollcalls,
    numbers: Mapping[str, int],
    *,
    editions: bool = False,
    traits: tuple[list[Traits], list[Traits]] | None = None,
) -> Matching:
    """Match their roll calls to ours; list the possible matches of the undecided.

    `ours`: those of the more authoritative sources, or of the older edition, with the columns of
    theirs.
    `theirs`: those of the next source, or of the newer edition.
    `numbers`: the row of ours by its number, if theirs have numbers of the same numbering.
    `traits`: the traits of ours and of theirs, if they are known already.
    """
    if not (len(ours.table) and len(theirs.table)):
        return Matching(np.full(len(theirs.table), NEW), [])
    known = traits or (traits_of(ours), traits_of(theirs))
    matcher = _Matcher(ours, theirs, numbers, known)
    if editions:
        matcher.whole = votes_of(ours.matrix), votes_of(theirs.matrix)
        matcher.by_copy()
    matcher.by_number()
    if editions and not (theirs.table["part"] + theirs.table["note"]).any():
        matcher.by_unsaid_part()
    matcher.by_symbol()
    matcher.by_letter()
    matcher.by_draft()
    matcher.by_votes()
    matcher.parts_or_not()
    return Matching(np.array(matcher.place, dtype=np.int64), matcher.likely())


class _Matcher:
    """Two sources, and the matches found so far."""

    def __init__(
        self,
        ours: Rollcalls,
        theirs: Rollcalls,
        numbers: Mapping[str, int],
        traits: tuple[list[Traits], list[Traits]],
    ) -> None:
        self.ours, self.theirs = traits
        self.our_cast, self.their_cast = cast_in(ours.matrix), cast_in(theirs.matrix)
        self.whole: tuple[list[bytes], list[bytes]] | None = None
        self.numbers, self.numbered = numbers, set(numbers.values())
        self.place = [NEW] * len(self.theirs)
        self.taken = [False] * len(self.ours)
        self.doubtful: dict[tuple[int, int], None] = {}

    def join(self, their: int, our: int) -> None:
        """Note that two roll calls are the same."""
        self.place[their] = our
        self.taken[our] = True

    def doubt(self, theirs: Iterable[int], ours: Sequence[int]) -> None:
        """Note that each of these of theirs may be the same as one of these of ours."""
        self.doubtful |= dict.fromkeys((their, our) for their in theirs for our in ours)

    def share(self, their: int, our: int) -> tuple[float, int]:
        """Return the share of equal votes among the states listed in both, and their number."""
        same, both = agreement(self.their_cast[their], self.our_cast[our])
        return (same / both if both else 0.0), both

    def free(
        self,
        key: Callable[[Traits], Hashable],
        theirs: Iterable[int] | None = None,
        ours: Iterable[int] | None = None,
    ) -> list[tuple[list[int], list[int]]]:
        """Group by key the roll calls that are not matched yet; leave out those without a key.

        `theirs`, `ours`: only these; None: all.
        """
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for row in range(len(self.theirs)) if theirs is None else theirs:
            if self.place[row] == NEW and (found := key(self.theirs[row])):
                groups[found][0].append(row)
        for row in (range(len(self.ours)) if ours is None else ours) if groups else ():
            if not self.taken[row] and (found := key(self.ours[row])) in groups:
                groups[found][1].append(row)
        return [group for group in groups.values() if group[1]]

    def by_copy(self) -> None:
        """Match what is equal in two editions: importing an edition twice changes nothing."""
        for theirs, ours in self.free(_all):
            for their, our in zip(theirs, ours, strict=False):
                self.join(their, our)

    def by_number(self) -> None:
        """Match roll calls with the same number, organ and year, and the same symbol or votes."""
        for row, one in enumerate(self.theirs):
            our = self.numbers.get(one.number, NEW) if one.number else NEW
            if our != NEW and not self.taken[our] and self._numbered_alike(row, our):
                self.join(row, our)

    def _numbered_alike(self, their: int, our: int) -> bool:
        one, other = self.theirs[their], self.ours[our]
        years = {one.day[:4], other.day[:4]} - {""}
        if one.organ != other.organ or len(years) > 1:
            return False
        return one.form == other.form or self.share(their, our)[0] >= ALIKE

    def by_unsaid_part(self) -> None:
        """Match votes on parts to an edition that does not mark which votes are on parts.

        A vote on a whole text with the same votes comes first.
        """

        def key(one: Traits) -> Hashable:
            votes = (one.organ, one.form, one.period, one.cast)
            return votes if one.period and any(one.tally) else None

        for theirs, ours in self.free(key):
            parts = [our for our in ours if self.ours[our].part]
            for their, our in zip(theirs[len(ours) - len(parts) :], parts, strict=False):
                self.join(their, our)

    def _at_odds(self, their: int, our: int) -> bool:
        """Return whether two with one symbol differ in number or letter, and in votes too."""
        one, other = self.theirs[their], self.ours[our]
        # A list of texts and a list of votes give the same text different numbers.
        both_listed = any(one.tally) == any(other.tally)
        numbered = bool(one.number) and our in self.numbered and both_listed
        lettered = bool(one.letter) and one.counting != other.counting
        share, both = self.share(their, our)
        return (numbered and share < ALIKE) or (lettered and both >= FEW and share < ALIKE)

    def by_symbol(self) -> None:
        """Match by symbol and day, or month; by the symbol alone if one has no date."""
        undated = {_symbol(one) for one in (*self.theirs, *self.ours) if one.form and not one.day}

        def key(one: Traits) -> Hashable:
            if not one.form:
                return None
            return _symbol(one) if _symbol(one) in undated else (*_symbol(one), one.period)

        for theirs, ours in self.free(key):
            for their, our in self._pairs(theirs, ours):
                if not self._at_odds(their, our):
                    self.join(their, our)
            self._left_of(theirs, ours)

    def _left_of(self, theirs: list[int], ours: list[int]) -> None:
        """Note as doubtful what is left of several with the same symbol and day."""
        left = [row for row in theirs if self.place[row] == NEW]
        rest = [row for row in ours if not self.taken[row]]
        if self.whole and len(left) == len(rest) == 1 and not self._at_odds(left[0], rest[0]):
            self.join(left[0], rest[0])
        elif not any(
            self.theirs[row].counting or self.ours[our].counting for row in left for our in rest
        ):
            self.doubt(left, rest)
        for row in left:
            votes = self.theirs[row].cast
            self.doubt([row], [our for our in ours if self.ours[our].cast == votes])

    def _pairs(self, theirs: list[int], ours: list[int]) -> Pairs:
        """Pair several with the same symbol and day: by tally, then by votes."""
        if len(theirs) == len(ours) == 1:
            return [(theirs[0], ours[0])]
        pairs: Pairs = []
        for tally in sorted({self.theirs[row].tally for row in theirs}):
            left = [row for row in theirs if self.theirs[row].tally == tally]
            right = [row for row in ours if self.ours[row].tally == tally]
            for row in list(left):
                our = next((our for our in right if self._is_twin(row, our)), NEW)
                if our != NEW:
                    pairs.append((row, our))
                    left.remove(row)
                    right.remove(our)
            # Twins of matched roll calls are not candidates for the rest.
            matched = {self.theirs[row].cast for row, _ in pairs}
            left = [row for row in left if self.theirs[row].cast not in matched]
            right = [row for row in right if self.ours[row].cast not in matched]
            if (
                len({self.theirs[row].cast for row in left}) == 1
                and len({self.ours[row].cast for row in right}) == 1
            ):
                pairs += zip(left, right, strict=False)
        return pairs

    def _is_twin(self, their: int, our: int) -> bool:
        return self.theirs[their].cast == self.ours[our].cast

    def by_letter(self) -> None:
        """Match texts with one number if the letter only numbers votes, or one has no letter."""
        for theirs, ours in self.free(_text):
            fitting = {
                (their, our): self.share(their, our)[0]
                for their in theirs
                for our in ours
                if self._may_differ_in_letter(their, our)
            }
            exact = {pair: share for pair, share in fitting.items() if self._is_twin(*pair)}
            self._join_alone(exact, 0.0)
            fitting = {
                (their, our): share
                for (their, our), share in fitting.items()
                if self.place[their] == NEW and not self.taken[our] and share >= 2 * ALIKE - 1
            }
            self._join_alone(fitting, 1 - ALIKE)
            for (their, our), share in fitting.items():
                if share >= ALIKE and self.place[their] == NEW and not self.taken[our]:
                    self.doubt([their], [our])

    def _join_alone(self, shares: Mapping[tuple[int, int], float], near: float) -> None:
        """Match each pair of roll calls that is more alike than any other pair with one of them."""
        for pair, share in shares.items():
            rivals = (
                other
                for (their, our), other in shares.items()
                if (their == pair[0]) != (our == pair[1])
            )
            if share >= ALIKE and all(other < share - near for other in rivals):
                self.join(*pair)

    def _may_differ_in_letter(self, their: int, our: int) -> bool:
        one, other = self.theirs[their], self.ours[our]
        letters = one.letter == other.letter or not (one.letter and other.letter)
        share, both = self.share(their, our)
        return (
            (letters or one.counting or other.counting) and both >= FEW and share >= NOT_OTHERWISE
        )

    def by_draft(self) -> None:
        """Match a roll call that has only a draft to the one that names this draft, on that day."""
        by_draft: dict[Hashable, list[int]] = defaultdict(list)
        for our, one in enumerate(self.ours):
            for draft in one.drafts:
                by_draft[_symbol(one)[0], one.part, draft].append(our)
        for row, one in enumerate(self.theirs):
            if self.place[row] != NEW:
                continue
            named = dict.fromkeys(
                our for draft in sorted(one.drafts) for our in by_draft[one.organ, one.part, draft]
            )
            rows = [our for our in named if _draft_of(one, self.ours[our])]
            fitting = [our for our in rows if self._not_otherwise(row, our)]
            alike = [our for our in fitting if self.ours[our].cast == one.cast]
            if len(fitting) == 1 or len(alike) == 1:
                self.join(row, (alike or fitting)[0])
            else:
                self.doubt([row], fitting or rows)

    def _not_otherwise(self, their: int, our: int) -> bool:
        share, both = self.share(their, our)
        return both < FEW or share >= NOT_OTHERWISE

    def by_votes(self) -> None:
        """Match by month and all votes cast if a symbol is missing or is that of a page."""
        if self.whole:
            self._by_day_and_all()
        for theirs, ours in self.free(_votes):
            keys: list[Callable[[Traits], Hashable]] = [
                lambda one: (one.period, one.title) if one.title else None,
                lambda one: one.title or None,
            ]
            if self.theirs[theirs[0]].minority >= TELLING:
                keys[1:1] = [lambda one: one.period]
                keys.append(lambda one: True)
            for key in keys:
                self._in_order(theirs, ours, key)
            left = [row for row in theirs if self.place[row] == NEW]
            for row in left:
                self.doubt(
                    [row],
                    [
                        our
                        for our in ours
                        if not self.taken[our] and _is_vague(self.theirs[row], self.ours[our])
                    ],
                )

    def parts_or_not(self) -> None:
        """Note as doubtful a whole text and a part with the same votes if one has no symbol."""
        for theirs, ours in self.free(_votes_anyhow):
            if self.theirs[theirs[0]].minority >= TELLING:
                for row in theirs:
                    one = self.theirs[row]
                    rest = [our for our in ours if self.ours[our].part != one.part]
                    self.doubt([row], [our for our in rest if _is_vague(one, self.ours[our])])

    def _in_order(
        self, theirs: list[int], ours: list[int], key: Callable[[Traits], Hashable]
    ) -> None:
        """Match twins in their order if both sides have as many of them."""
        for left, right in self.free(key, theirs, ours):
            pairs = list(zip(left, right, strict=False))
            if len(left) == len(right) and all(
                _is_vague(self.theirs[their], self.ours[our]) for their, our in pairs
            ):
                for their, our in pairs:
                    self.join(their, our)

    def _by_day_and_all(self) -> None:
        """Match roll calls without number and symbol by their day and every vote."""
        assert self.whole
        ours, theirs = self.whole
        known: dict[Hashable, list[int]] = defaultdict(list)
        for our, one in enumerate(self.ours):
            if not (self.taken[our] or one.form or our in self.numbered):
                known[one.organ, one.part, one.day, ours[our]].append(our)
        for row, one in enumerate(self.theirs):
            rows = known.get((one.organ, one.part, one.day, theirs[row]))
            if rows and self.place[row] == NEW and not one.form:
                self.join(row, rows.pop(0))

    def likely(self) -> Pairs:
        """Return the pairs that may be the same roll call but are not certain to be."""
        left = [row for row, our in enumerate(self.place) if our == NEW]
        rest = [row for row, taken in enumerate(self.taken) if not taken]
        found = likely_pairs(
            [(row, self.theirs[row], self.their_cast[row]) for row in left],
            [(row, self.ours[row], self.our_cast[row]) for row in rest],
        )
        return sorted({*self.doubtful, *found})


def _all(one: Traits) -> Hashable:
    return one


def _symbol(one: Traits) -> tuple[str, str, bool]:
    return one.organ, one.form, one.part


def _text(one: Traits) -> Hashable:
    return (one.organ, one.stem, one.part, one.period) if one.stem else None


def _votes(one: Traits) -> Hashable:
    return (one.part, known) if (known := _votes_anyhow(one)) else None


def _votes_anyhow(one: Traits) -> Hashable:
    """Return organ, month and votes, whether of a whole text or of a part."""
    known = one.month and one.kind != DRAFT and any(one.tally)
    return (one.organ, one.month, one.cast) if known else None


def _is_vague(one: Traits, other: Traits) -> bool:
    """Return whether one has no symbol, or that of a page, and their drafts do not differ."""
    apart = one.drafts and other.drafts and not one.drafts & other.drafts
    return VAGUE in (one.kind, other.kind) and not apart


def _draft_of(one: Traits, other: Traits) -> bool:
    """Return whether one of the two has only a draft, and both may be of the same day."""
    only = any(each.kind == DRAFT or not each.form for each in (one, other))
    return only and (one.period == other.period or not (one.day and other.day))
