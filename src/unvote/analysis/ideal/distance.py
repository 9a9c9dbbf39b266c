"""How far states stand from each other: the distances of their ideal points, from the draws."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.answer import FORMULA, Answer, Column, Kind, Note
from unvote.errors import ArgumentError
from unvote.record import Array
from unvote.world.groups import Group
from unvote.world.states import State

COLUMNS = (
    *(Column("session", Kind.SLICE, key=True), Column("a", Kind.ACTOR, key=True)),
    *(Column("b", Kind.ACTOR, key=True), Column("distance", Kind.INDEX)),
    *(Column("low", Kind.INDEX), Column("high", Kind.INDEX)),
)
WORDS = (
    "distance = |ideal of a - ideal of b|, the mean over the draws; low to high = 95% of the draws;"
    " year = 1945 + session"
)
ONE = "--distance needs two states or more: name them, or name none for all pairs"


@dataclass(frozen=True)
class Distanced:
    """What a picture of distances needs besides the rows: nothing."""


class Drawn(NamedTuple):
    """The draws of the points."""

    points: Array  # array, draws by cells
    cells: pd.MultiIndex  # state and session of each cell
    factor: float  # the factor that puts them on the requested scale


def must_be_several(sides: Sequence[State | Group]) -> None:
    """Refuse to give the distance of a single state."""
    if len({*sides}) == 1 and isinstance(sides[0], State):
        raise ArgumentError(ONE)


def as_distances(answer: Answer) -> Answer:
    """Turn an answer without rows into one about distances."""
    basis = [note for note in answer.basis if note.kind != FORMULA]
    basis.append(Note(FORMULA, WORDS))
    frame = _typed(pd.DataFrame(columns=[column.name for column in COLUMNS]))
    return replace(answer, frame=frame, columns=COLUMNS, basis=basis, facts=Distanced())


def distances(
    rows: pd.DataFrame, drawn: Drawn, named: Sequence[str], bounds: Sequence[float]
) -> pd.DataFrame:
    """Return the distance of every pair of states in every session.

    `rows`: the states that are listed: `state`, `session` (missing for a state that cast no vote),
    and `digits`, the number of decimals to which its point is known.
    `named`: the states that were named, in the order of the pairs; the others follow by their
    codes.
    `bounds`: the percentiles of `low` and `high`.
    Returns `session, a, b, distance, low, high`, oldest session first. The numbers are missing
    where one of the two has no point; the session too, if two named states never have points in the
    same session.
    Raises ArgumentError if fewer than two states are listed.
    """
    order = [*named, *sorted({*rows["state"]} - {*named})]
    if len(order) < 2:
        raise ArgumentError(ONE)
    rank = pd.Series(range(len(order)), index=order)
    rows = rows.assign(rank=rows["state"].map(rank)).dropna(subset="session")
    pieces = [
        _of_session(session, some, drawn, bounds)
        for session, some in rows.sort_values("rank").groupby(rows["session"].astype(int))
    ]
    frame = pd.concat(pieces, ignore_index=True)
    seen = {*zip(frame["a"], frame["b"], strict=True)}
    never = [pair for pair in combinations(named, 2) if pair not in seen]
    if never:
        frame = pd.concat([frame, pd.DataFrame(never, columns=["a", "b"])], ignore_index=True)
    return _typed(frame[[column.name for column in COLUMNS]])


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    kinds = {"session": "Int64", "a": "str", "b": "str"}
    return frame.astype({name: kinds.get(name, "float64") for name in map(str, frame)})


def _of_session(
    session: int, rows: pd.DataFrame, drawn: Drawn, bounds: Sequence[float]
) -> pd.DataFrame:
    """Return the pairs of one session."""
    first, second = np.triu_indices(len(rows), 1)
    places = drawn.cells.get_indexer(pd.MultiIndex.from_product([rows["state"], [session]]))
    both = (places[first] >= 0) & (places[second] >= 0)
    points = np.ascontiguousarray(drawn.points[:, places].T)
    apart = np.abs(points[first[both]] - points[second[both]])
    numbers = np.full((len(first), 3), np.nan)
    numbers[both, 0] = apart.mean(axis=1, dtype=np.float64)
    numbers[both, 1:] = np.percentile(apart, bounds, axis=1).T
    numbers *= abs(drawn.factor)
    digits = rows["digits"].to_numpy()
    known = np.minimum(digits[first], digits[second])
    for number in np.unique(known):
        numbers[known == number] = numbers[known == number].round(int(number))
    codes = rows["state"].to_numpy()
    frame = pd.DataFrame(numbers, columns=["distance", "low", "high"])
    return frame.assign(session=session, a=codes[first], b=codes[second])
