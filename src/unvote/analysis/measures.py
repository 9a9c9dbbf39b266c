"""Measures of how two states vote, each a formula over the joint votes of a pair.

No numpy is needed until a formula is applied. The formulas work both on whole numbers and on
arrays, and divide once, at the end.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from unvote.answer import Column, Kind
from unvote.errors import ArgumentError
from unvote.world.spelling import did_you_mean
from unvote.world.tables import read_table

if TYPE_CHECKING:
    import numpy as np

YES, ABSTAIN, NO = KINDS = range(3)


class PairCounts(NamedTuple):
    """How often pairs of states voted in each way, over a set of roll calls."""

    # Array, 3 by 3 and one number per pair: the roll calls in which both voted: the vote of A by
    # rows, of B by columns, each in the order yes, abstain, no.
    joint: Any
    # Array, one number per pair: the roll calls in which both were members and at least one did not
    # vote.
    absent: Any

    @property
    def both_yes(self) -> Any:
        """The number of roll calls in which both voted yes."""
        return self.joint[YES][YES]

    @property
    def both_no(self) -> Any:
        """The number of roll calls in which both voted no."""
        return self.joint[NO][NO]

    @property
    def both_abstain(self) -> Any:
        """The number of roll calls in which both abstained."""
        return self.joint[ABSTAIN][ABSTAIN]

    @property
    def same(self) -> Any:
        """The number of identical votes."""
        return self.both_yes + self.both_no + self.both_abstain

    @property
    def opposite(self) -> Any:
        """The number of roll calls in which one voted yes and the other no."""
        return self.joint[YES][NO] + self.joint[NO][YES]

    @property
    def partial(self) -> Any:
        """The number of roll calls in which exactly one abstained, and both voted."""
        yes, abstain, no = self.joint
        return abstain[YES] + abstain[NO] + yes[ABSTAIN] + no[ABSTAIN]

    @property
    def n(self) -> Any:
        """The number of roll calls in which both voted yes, no or abstain."""
        return self.same + self.opposite + self.partial

    @property
    def votes_of_a(self) -> list[Any]:
        """How often A voted yes, abstained, voted no, in the roll calls in which both voted."""
        return [sum(self.joint[kind]) for kind in KINDS]

    @property
    def votes_of_b(self) -> list[Any]:
        """How often B voted yes, abstained, voted no, in the roll calls in which both voted."""
        return [sum(self.joint[other][kind] for other in KINDS) for kind in KINDS]


# From the counts of pairs to a numerator and a denominator.
Formula = Callable[[PairCounts], tuple[Any, Any]]


class Measure(NamedTuple):
    """A measure: its formula in words and as a function, and its source."""

    # The name on the command line (and of the column), and the name in a sentence.
    name: str
    title: str
    # The formula in words, what it does with abstentions and absences, the values that it takes, a
    # worked example, and who defined it.
    formula: str
    abstention: str
    absence: str
    range: str
    aliases: tuple[str, ...]  # other names
    contested: bool  # whether unanimous roll calls are left out first
    counts_successes: bool  # whether it is a number of successes among independent trials
    example: str
    source: str
    parts: Formula  # from the counts of pairs to the numerator and the denominator of the measure

    def __call__(self, counts: PairCounts) -> "np.ndarray[Any, Any]":
        """Return the measure for every pair, missing (nan) where its denominator is zero."""
        return ratio(*self.parts(counts))

    @property
    def adds_up(self) -> bool:
        """Whether numerator and denominator are sums of what each roll call adds to them."""
        return self.parts in _SUMS

    @property
    def note(self) -> str:
        """The line that explains it below a table."""
        abstention = self.abstention.partition(":")[0]  # 'unvote measures' explains it
        return f"{self.name} = {self.formula}; abstention: {abstention}; absence: {self.absence}"

    @property
    def column(self) -> Column:
        """The column that it has in an answer."""
        return Column(self.name, Kind.SHARE if self.is_share else Kind.COEFFICIENT)

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest value that it takes."""
        low, high = map(int, self.range.split(" to "))
        return low, high

    @property
    def is_share(self) -> bool:
        """Whether it runs from 0 to 1, so that tables show a percentage."""
        return self.range == "0 to 1"


def ratio(numerator: Any, denominator: Any) -> "np.ndarray[Any, Any]":
    """Return a numerator divided by a denominator, missing (nan) where that is zero."""
    import numpy as np

    numerator, denominator = map(np.asarray, (numerator, denominator))
    share = np.full(np.shape(denominator), np.nan)
    np.divide(numerator, denominator, out=share, where=denominator != 0)
    return share


def _agreement(pair: PairCounts) -> tuple[Any, Any]:
    return pair.same + pair.partial / 2, pair.n


def _identical(pair: PairCounts) -> tuple[Any, Any]:
    return pair.same, pair.n


def _votes_only(pair: PairCounts) -> tuple[Any, Any]:
    agreed = pair.both_yes + pair.both_no
    return agreed, agreed + pair.opposite


def _coincidence(pair: PairCounts) -> tuple[Any, Any]:
    return pair.same + (pair.partial + pair.absent) / 2, pair.n + pair.absent


def _s(pair: PairCounts) -> tuple[Any, Any]:
    return pair.n - 2 * pair.opposite - pair.partial, pair.n


def _s_squared(pair: PairCounts) -> tuple[Any, Any]:
    return pair.n - 2 * pair.opposite - pair.partial / 2, pair.n


def _categories(one: int, other: int) -> int:
    return int(one != other)


def _squares(one: int, other: int) -> int:
    return (one - other) ** 2


Distance = Callable[[int, int], int]


def _distances(pair: PairCounts, distance: Distance) -> Any:
    """Return the sum of the distances of the joint votes."""
    far, near = distance(YES, NO), distance(YES, ABSTAIN)
    return far * pair.opposite + near * pair.partial


def _expected(first: list[Any], second: list[Any], distance: Distance) -> Any:
    """Return the sum of the distances between every vote of A and every vote of B."""
    return sum(distance(c, d) * first[c] * second[d] for c in KINDS for d in KINDS if c != d)


def _kappa(pair: PairCounts, distance: Distance) -> tuple[Any, Any]:
    expected = _expected(pair.votes_of_a, pair.votes_of_b, distance)
    return expected - pair.n * _distances(pair, distance), expected


def _pooled(pair: PairCounts) -> list[Any]:
    """Return how often A and B together voted yes, abstained, voted no."""
    return list(map(add, pair.votes_of_a, pair.votes_of_b))


def _pi(pair: PairCounts, distance: Distance) -> tuple[Any, Any]:
    votes = _pooled(pair)
    expected = _expected(votes, votes, distance)
    return expected - 4 * pair.n * _distances(pair, distance), expected


def _alpha(pair: PairCounts, distance: Distance) -> tuple[Any, Any]:
    votes = _pooled(pair)
    expected = _expected(votes, votes, distance)
    return expected - (4 * pair.n - 2) * _distances(pair, distance), expected


def _tau_b(pair: PairCounts) -> tuple[Any, Any]:
    def pairs(order: Sequence[int]) -> Any:
        """Return how many pairs of roll calls A puts in one order, and B in the given order."""
        return sum(
            pair.joint[c][order[i]] * pair.joint[later][order[j]]
            for c in KINDS
            for later in KINDS[c + 1 :]
            for i in KINDS
            for j in KINDS[i + 1 :]
        )

    def untied(votes: list[Any]) -> Any:
        """Return how many pairs of roll calls have different votes."""
        yes, abstain, no = votes
        return yes * abstain + yes * no + abstain * no

    # Two square roots, since the product may be too large for a whole number.
    differing = untied(pair.votes_of_a) ** 0.5 * untied(pair.votes_of_b) ** 0.5
    return pairs(KINDS) - pairs(KINDS[::-1]), differing


_SUMS: tuple[Formula, ...] = (_agreement, _identical, _votes_only, _coincidence, _s, _s_squared)
_FORMULAS: dict[str, Formula] = {
    "agreement": _agreement,
    "identical": _identical,
    "votes-only": _votes_only,
    "coincidence": _coincidence,
    "voeten": _agreement,
    "s": _s,
    "s-squared": _s_squared,
    "kappa": partial(_kappa, distance=_categories),
    "weighted-kappa": partial(_kappa, distance=_squares),
    "pi": partial(_pi, distance=_categories),
    "weighted-pi": partial(_pi, distance=_squares),
    "alpha": partial(_alpha, distance=_categories),
    "weighted-alpha": partial(_alpha, distance=_squares),
    "tau-b": _tau_b,
}


@cache
def all_measures() -> dict[str, Measure]:
    """Return every measure by its name."""
    return {
        row["measure"]: Measure(
            name=row["measure"],
            title=row["title"],
            formula=row["formula"],
            abstention=row["abstention"],
            absence=row["absence"],
            range=row["range"],
            aliases=tuple(row["aliases"].split()),
            contested=row["contested"] == "yes",
            counts_successes=row["successes"] == "yes",
            example=row["example"],
            source=row["source"],
            parts=_FORMULAS[row["measure"]],
        )
        for row in read_table("measures")
    }


def find_measure(name: str) -> Measure:
    """Return the measure that has this name, or this alias.

    Examples
    --------
    >>> pair = PairCounts([[4, 1, 1], [0, 1, 1], [1, 0, 1]], absent=2)
    >>> [round(float(find_measure(name)(pair)), 3) for name in ("lijphart", "kappa", "tau-b")]
    [0.7, 0.333, 0.339]
    """
    measures = all_measures()
    found = {alias: one for one in measures.values() for alias in (one.name, *one.aliases)}
    if name not in found:
        raise ArgumentError(
            f"'{name}' is not a measure{did_you_mean(name, list(found))} (the measures:"
            f" {', '.join(measures)})"
        )
    return found[name]


def find_measures(names: str | Iterable[str]) -> list[Measure]:
    """Return the measures that have these names, or this one name: each once."""
    found = map(find_measure, [names] if isinstance(names, str) else names)
    return list({measure.name: measure for measure in found}.values())
