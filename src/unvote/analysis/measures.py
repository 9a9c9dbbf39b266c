"""Measures of how two states vote, each a formula over the joint votes of a pair.

Nothing here needs numpy until a formula is applied: the formulas work on plain numbers
and on arrays alike.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from unvote.errors import ArgumentError
from unvote.world.spelling import did_you_mean
from unvote.world.tables import read_table

if TYPE_CHECKING:
    import numpy as np


class PairCounts(NamedTuple):
    """How often pairs of states voted in each way, over a set of roll calls.

    Each is an array with one number a pair: both yes, both no, both abstain; opposite (one
    yes, one no); partial (exactly one abstained); absent (both were members and at least
    one did not vote).
    """

    both_yes: Any
    both_no: Any
    both_abstain: Any
    opposite: Any
    partial: Any
    absent: Any

    @property
    def same(self) -> Any:
        """The number of identical votes."""
        return self.both_yes + self.both_no + self.both_abstain

    @property
    def n(self) -> Any:
        """The number of roll calls in which both voted yes, no or abstain."""
        return self.same + self.opposite + self.partial


class Measure(NamedTuple):
    """A measure: its formula in words and as a function, and where it is from.

    Attributes
    ----------
    name, title : str
        The name on the command line (and of the column), and the name in a sentence.
    formula, abstention, absence, range, source : str
        The formula in words, what it does with abstentions and absences, the values that
        it takes, and who defined it.
    parts : callable
        From the counts of pairs to the numerator and the denominator of the measure.
    """

    name: str
    title: str
    formula: str
    abstention: str
    absence: str
    range: str
    source: str
    parts: Callable[[PairCounts], tuple[Any, Any]]

    def __call__(self, counts: PairCounts) -> "np.ndarray[Any, Any]":
        """Return the measure for every pair, missing (nan) where its denominator is zero."""
        import numpy as np

        numerator, denominator = map(np.asarray, self.parts(counts))
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


_FORMULAS = {
    "agreement": _agreement,
    "identical": _identical,
    "votes-only": _votes_only,
    "coincidence": _coincidence,
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
            source=row["source"],
            parts=_FORMULAS[row["measure"]],
        )
        for row in read_table("measures")
    }


def find_measure(name: str) -> Measure:
    """Return the measure of a name.

    Raises
    ------
    ArgumentError
        If no measure has that name.

    Examples
    --------
    >>> pair = PairCounts(4, 1, 1, opposite=2, partial=2, absent=2)
    >>> [round(float(find_measure(name)(pair)), 3) for name in all_measures()]
    [0.7, 0.6, 0.714, 0.667]
    """
    measures = all_measures()
    if name not in measures:
        raise ArgumentError(
            f"'{name}' is no measure{did_you_mean(name, list(measures))}"
            f" (the measures: {', '.join(measures)})"
        )
    return measures[name]
