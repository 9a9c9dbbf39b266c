"""Which states vote together: blocs, how well they fit, and a map of the states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups
from unvote.analysis.clusters import (
    FEWEST,
    best_number,
    cut,
    fit_of,
    most_blocs,
    rounded,
    silhouettes,
    tree_note,
    ward_tree,
)
from unvote.analysis.coverage import doubts_of, measure_notes
from unvote.analysis.coverage import measured as of_one_organ
from unvote.analysis.distances import Measured, measured_states
from unvote.analysis.labels import Label, labels_of, overlaps_note
from unvote.analysis.measures import Measure, find_measure
from unvote.analysis.scaling import classical
from unvote.answer import FORMULA, Answer, Column, Kind, noted, question
from unvote.errors import ArgumentError
from unvote.record import Array, Record
from unvote.world.states import all_states

# The state whose coordinate is positive, for each dimension.
ANCHORS = ("USA", "RUS")
_SILHOUETTE = Column("silhouette", Kind.COEFFICIENT)
BLOCS = (
    *(Column("bloc", Kind.COUNT, key=True), Column("label"), Column("overlap", Kind.SHARE)),
    *(Column("state"), Column("name", Kind.TEXT), Column("n", Kind.COUNT), _SILHOUETTE),
    *(Column("x", Kind.POINT), Column("y", Kind.POINT)),
)
FIT = (
    *(Column("k", Kind.COUNT, key=True), _SILHOUETTE),
    *(Column("smallest", Kind.COUNT), Column("largest", Kind.COUNT)),
)


@dataclass(frozen=True)
class BlocFacts:
    """What a drawing of blocs needs besides the states."""

    fit: list[tuple[int, float, int, int]]  # the rows of `bloc_fit`
    measure: Measure  # the measure that makes states near to each other


@question
def blocs(
    record: Record,
    k: int | str = "auto",
    *,
    measure: str = "agreement",
    least: int | None = None,
    among: str | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Sort the states into blocs that vote together, and place them on a map.

    The distance of two states is 1 - measure. Ward's method joins the nearest until k blocs
    are left (Ward 1963, Journal of the American Statistical Association 58:236-244, cited
    from memory).

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    k : int or "auto"
        How many blocs; "auto": the number from 2 to 12 with the greatest mean silhouette; if
        several have it, the smallest.
    measure : str
        The measure of voting together that gives the distances (`measures`).
    least : int, optional
        Every two states need this many joint votes; None: a tenth of the roll calls. The state that
        lacks them with the most others is left out first, until every pair has them.
    among : str, optional
        Only the states of this group.
    organ, parts
        As for `align`.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`), which may name blocs too.

    Returns
    -------
    DataFrame
        One row per state: `bloc`, 1 for the largest; `label`, a group and the states of the bloc
        that are not in it, or else the members with the greatest silhouette. A group names a bloc
        if on the last day it has nine tenths of the bloc, and the bloc has nine tenths of the
        group's listed states. `overlap`, the states in both bloc and group divided by those in
        either, missing if no group fits; `state, name`; `n`, its fewest joint votes with another of
        the states; `silhouette`, from 1 (in the right bloc) to -1 (nearer to another); `x, y`, a
        map on which near states vote alike, in units of the distance. The United States has a
        positive x, Russia a positive y. `frame.attrs["notes"]` says who was left out.

    Raises
    ------
    UnknownNameError
        If the group is not known.
    ArgumentError
        If the measure is unknown, or k is not a possible number of blocs.
    NothingSelectedError
        If fewer than three states have joint votes, or they never differ.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.blocs(unvote.load("embedded").select("ES-11/*"), 2, among="G20")
    >>> frame.groupby("bloc")["state"].agg(" ".join).tolist()
    ['ARG AUS BRA CAN DEU FRA GBR IDN ITA JPN KOR MEX SAU TUR USA', 'CHN IND RUS ZAF']
    """
    wanted, formula = _number(k), find_measure(measure)
    record = of_one_organ(record, organ, parts)
    measured = measured_states(record, measure, least, among, groups)
    answer = _answer(record, measured, formula, {"k": k, **_made(formula, least)})
    if not len(measured.record):
        return answer(
            pd.DataFrame(columns=[column.name for column in BLOCS]),
            BLOCS,
            [],
            BlocFacts([], formula),
        )
    tree = ward_tree(measured.distances)
    fit = fit_of(measured.distances, tree)
    possible = most_blocs(tree)
    if wanted is None:
        wanted = best_number(fit)
    elif wanted > possible:
        raise ArgumentError(
            f"k {wanted}: these {len(measured.states)} states give at most {possible} blocs"
        )
    found = cut(tree, [wanted])[:, 0]
    points, eigenvalues = classical(measured.distances)
    frame, labels = _rows(measured, found, _signed(points, measured.states), groups)
    reasons = [tree_note(measured, tree), _map_reason(eigenvalues), *overlaps_note(labels)]
    return answer(frame, BLOCS, reasons, BlocFacts(fit, formula))


@question
def bloc_fit(
    record: Record,
    *,
    measure: str = "agreement",
    least: int | None = None,
    among: str | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Say how well each number of blocs fits the votes.

    Parameters
    ----------
    record, measure, least, among, organ, parts, groups
        As for `blocs`.

    Returns
    -------
    DataFrame
        One row for each number of blocs from 2 to 12 that there can be: `k`; `silhouette`,
        the mean silhouette of the states, from 1 (tight blocs far apart) to -1 (Rousseeuw
        1987, Journal of Computational and Applied Mathematics 20:53-65, cited from memory);
        `smallest` and `largest`, the states in the smallest and the largest bloc.

    Raises
    ------
    UnknownNameError, ArgumentError, NothingSelectedError
        As for `blocs`.

    Examples
    --------
    >>> import unvote
    >>> fit = unvote.bloc_fit(unvote.load("embedded"), among="G7").round(2)
    >>> fit.head(2).to_dict("records")
    [{'k': 2, 'silhouette': 0.77, 'smallest': 1, 'largest': 6},
     {'k': 3, 'silhouette': 0.61, 'smallest': 1, 'largest': 4}]
    """
    record, formula = of_one_organ(record, organ, parts), find_measure(measure)
    measured = measured_states(record, measure, least, among, groups)
    answer = _answer(record, measured, formula, _made(formula, least))
    names = [column.name for column in FIT]
    if not len(measured.record):
        return answer(pd.DataFrame(columns=names), FIT, [], None)
    tree = ward_tree(measured.distances)
    fit = fit_of(measured.distances, tree)
    reasons = [f"best: k = {best_number(fit)}", tree_note(measured, tree)]
    return answer(pd.DataFrame(fit, columns=names), FIT, reasons, None)


def _number(k: int | str) -> int | None:
    """Return the number of blocs asked for, None for the best."""
    if k == "auto":
        return None
    if isinstance(k, int) and k >= FEWEST:
        return k
    raise ArgumentError(f"k '{k}': it is a number of blocs from {FEWEST} on, or auto")


def _rows(
    measured: Measured, found: Array, points: Array, groups: Groups | None
) -> tuple[pd.DataFrame, list[Label]]:
    """Return one row per state, and the labels of the blocs, the largest bloc first."""
    fits = rounded(silhouettes(measured.distances, found))
    labels = labels_of(measured, found, fits, groups)
    sizes = np.bincount(found)
    order = sorted(labels, key=lambda place: (-sizes[place], labels[place].name))
    named = [labels[place] for place in found]
    frame = pd.DataFrame(
        {
            "bloc": np.argsort(order)[found] + 1,
            "label": pd.array([label.name for label in named], dtype="str"),
            "overlap": [label.overlap for label in named],
            "state": pd.array(measured.states, dtype="str"),
            "name": pd.array([all_states()[code].name for code in measured.states], dtype="str"),
            "n": measured.joint,
            "silhouette": fits,
            "x": rounded(points[:, 0]),
            "y": rounded(points[:, 1]),
        },
        columns=[column.name for column in BLOCS],
    )
    frame = frame.sort_values(["bloc", "state"]).reset_index(drop=True)
    return frame, [labels[place] for place in order]


def _signed(points: Array, states: Sequence[str]) -> Array:
    """Flip the points so that the anchor of each dimension has a positive coordinate.

    If the anchor is missing, or lies in the middle, the state farthest out takes its place; if
    several are as far out, the first by its code.
    """
    points = points.copy()
    for column, anchor in zip(points.T, ANCHORS, strict=True):
        sizes = rounded(abs(column))
        place = states.index(anchor) if anchor in states else int(sizes.argmax())
        if not sizes[place]:
            place = int(sizes.argmax())
        if column[place] < 0:
            column *= -1
    return points


def _map_reason(eigenvalues: Array) -> str:
    positive = eigenvalues[eigenvalues > 0].sum()
    first, second = eigenvalues[:2].clip(min=0) / positive
    beyond = -eigenvalues[eigenvalues < 0].sum() / positive
    return (
        f"the map: x holds {first:.0%} and y {second:.0%} of the variation that a map can show;"
        f" another {beyond:.0%} fits no map"
    )


def _made(measure: Measure, least: int | None) -> dict[str, Any]:
    """Say how the blocs are made, as `--meta` shows it."""
    return {"measure": [measure.name], "least": least}


def _answer(
    record: Record, measured: Measured, formula: Measure, made: dict[str, Any]
) -> Callable[[pd.DataFrame, Sequence[Column], Sequence[str], Any], Answer]:
    """Return a function that makes the Answer of a frame, its columns, reasons and facts."""

    def answer(
        frame: pd.DataFrame, columns: Sequence[Column], reasons: Sequence[str], facts: Any
    ) -> Answer:
        distance = (
            f"distance = 1 - {formula.name}; silhouette from +1 (fits) to -1 (fits elsewhere)"
        )
        return Answer(
            frame,
            columns,
            record,
            notes=measure_notes(
                measured.record,
                doubts_of(measured.record),
                measured.notes,
                measured.states if "state" in frame else (),
            ),
            basis=[
                *noted("reason", [*measured.reasons, *reasons]),
                *noted(FORMULA, [distance, formula.note]),
            ],
            facts=facts,
            made=made,
        )

    return answer
