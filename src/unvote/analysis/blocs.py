"""Which states vote together: blocs, how well they fit, and a map of the states."""

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.joint_votes import joint
from unvote.analysis.measures import find_measure
from unvote.analysis.parties import Groups, among_note, among_states
from unvote.analysis.rollcalls import absences_note, measurable, parts_note, voted
from unvote.analysis.scaling import classical
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.record import Matrix, Record, count_of
from unvote.world.groups import all_groups
from unvote.world.spelling import plain
from unvote.world.states import all_states

# "auto" takes the best of these numbers of blocs.
FEWEST, MOST = 2, 12
# Every two states need this share of the roll calls as joint votes, unless a number is given.
SHARE = 0.1
# A bloc is called after a group only if more states are in both than in one of them alone.
LIKE = 0.5
# Blocs so small are called after their members.
SMALL = 2
# Whose coordinate is positive, by dimension; digits that do not depend on the machine.
ANCHORS = ("USA", "RUS")
DIGITS = 6
COLUMNS = ("bloc", "label", "overlap", "state", "name", "n", "silhouette", "x", "y")
FIT = ("k", "silhouette", "smallest", "largest")


def blocs(
    record: Record,
    k: int | str = "auto",
    *,
    measure: str = "agreement",
    least: int | None = None,
    among: str | None = None,
    groups: Groups | None = None,
) -> pd.DataFrame:
    """Sort the states into blocs that vote together, and place them on a map.

    The distance of two states is 1 - measure. Ward's method joins the nearest until k blocs
    are left (Ward 1963, Journal of the American Statistical Association 58:236-244, cited
    from memory).

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    k : int or "auto"
        How many blocs; "auto": the number from 2 to 12 with the greatest mean silhouette,
        of equals the smallest.
    measure : str
        The measure of voting together that gives the distances (`measures`).
    least : int, optional
        Every two states need so many joint votes; None: a tenth of the roll calls. The
        state that lacks them with the most others is left out, until all pairs have them.
    among : str, optional
        Only the states of this group.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`), after which blocs may be called too.

    Returns
    -------
    DataFrame
        One row a state: `bloc`, 1 for the largest; `label`, the group whose members of the
        last day are most like those of the bloc, else the member with the greatest
        silhouette, or the names of one or two; `overlap`, the states in both to those in at
        least one of bloc and group, missing where the label is no group; `state, name`;
        `n`, its fewest joint votes with another of the states; `silhouette`, from 1 (in the
        right bloc) to -1 (nearer to another); `x, y`, a map on which near states vote
        alike, in units of the distance: the United States has a positive x, Russia a
        positive y. `frame.attrs["fit"]` has the rows of `bloc_fit`, `frame.attrs["notes"]`
        says who was left out.

    Raises
    ------
    UnknownNameError
        If the group is not known.
    ArgumentError
        If the measure is none, or k is no number of blocs that there can be.
    NothingSelectedError
        If fewer than three states have joint votes, or they never differ.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.blocs(unvote.load("embedded").select("ES-11/*"), 2, among="G20")
    >>> frame.groupby("bloc")["state"].agg(" ".join).tolist()
    ['ARG AUS BRA CAN DEU FRA GBR IDN ITA JPN KOR MEX SAU TUR USA', 'CHN IND RUS ZAF']
    """
    wanted = _number(k)
    measured = _measured(record, measure, least, among, groups)
    if not len(measured.record):
        return _described(pd.DataFrame(columns=list(COLUMNS)), measured, [])
    tree = _tree(measured.distances)
    fit = _fit(measured.distances, tree)
    possible = _possible(tree)
    if wanted is None:
        wanted = _best(fit)
    elif wanted > possible:
        raise ArgumentError(
            f"k {wanted}: these {len(measured.states)} states give at most {possible} blocs"
        )
    found = _cut(tree, [wanted])[:, 0]
    points, eigenvalues = classical(measured.distances)
    frame, labels = _rows(measured, found, _signed(points, measured.states), groups)
    reasons = [_tree_reason(measured, tree), _map_reason(eigenvalues), *_overlaps(labels)]
    frame = _described(frame, measured, reasons)
    frame.attrs["fit"] = fit
    return frame


def bloc_fit(
    record: Record,
    *,
    measure: str = "agreement",
    least: int | None = None,
    among: str | None = None,
    groups: Groups | None = None,
) -> pd.DataFrame:
    """Say how well each number of blocs fits the votes.

    Parameters
    ----------
    record, measure, least, among, groups
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
    measured = _measured(record, measure, least, among, groups)
    if not len(measured.record):
        return _described(pd.DataFrame(columns=list(FIT)), measured, [])
    tree = _tree(measured.distances)
    fit = _fit(measured.distances, tree)
    reasons = [_tree_reason(measured, tree), f"best: k = {_best(fit)}"]
    return _described(pd.DataFrame(fit, columns=list(FIT)), measured, reasons)


def silhouettes(distances: Matrix, blocs: Matrix) -> Matrix:
    """Return how much nearer each state is to its own bloc than to the nearest other.

    With a the mean distance to the others of the own bloc and b the least of the mean
    distances to the states of another bloc, (b - a) / max(a, b); 0 for a bloc of one
    (Rousseeuw 1987, cited from memory).

    Parameters
    ----------
    distances : array, n by n
        Symmetric, zero on the diagonal.
    blocs : array of int, n
        The bloc of each state: 0, 1, … without a gap, at least two.

    Returns
    -------
    array, n
        From -1 to 1.

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


class _Measured(NamedTuple):
    """The states that can be compared, sorted by code, and the distances between them."""

    record: Record
    states: list[str]
    distances: Matrix
    joint: Matrix
    notes: list[str]
    reasons: list[str]


class _Label(NamedTuple):
    """What a bloc is called, and how like the group of that name it is (missing: no group)."""

    name: str
    overlap: float


def _number(k: int | str) -> int | None:
    """Return the number of blocs asked for, None for the best."""
    if k == "auto":
        return None
    if isinstance(k, int) and k >= FEWEST:
        return k
    raise ArgumentError(f"k '{k}': it is a number of blocs from {FEWEST} on, or auto")


def _measured(
    record: Record, measure: str, least: int | None, among: str | None, groups: Groups | None
) -> _Measured:
    """Return the states that can be compared, and the distances between them."""
    formula = find_measure(measure)
    if least is not None and least < 1:
        raise ArgumentError(f"least '{least}': two states without a joint vote have no distance")
    record, notes = voted(record)
    record, unanimous = measurable(record, [formula])
    notes += unanimous
    # Sorted, so that equals are told apart by their codes and not by the order of a file.
    states = sorted(among_states(record, among, groups))
    reasons = [*absences_note(record), *among_note(among, groups)]
    if not len(record):
        if notes:
            raise NothingSelectedError(f"there are no votes to compare: {notes[0]}")
        return _Measured(record, [], np.zeros((0, 0)), np.zeros(0), notes, reasons)
    votes = record.matrix[:, record.votes.columns.get_indexer(pd.Index(states))]
    counts = joint(votes, votes)
    distances = np.maximum(1 - formula(counts), 0)
    np.fill_diagonal(distances, 0)
    enough = max(ceil(SHARE * len(record)), 1) if least is None else least
    kept = _comparable((counts.n >= enough) & ~np.isnan(distances), counts.n.diagonal())
    stay = [states[row] for row in np.flatnonzero(kept)]
    if len(stay) < 3:
        raise NothingSelectedError(
            f"blocs take three states: of {count_of(len(states), 'state')} too few have at least"
            f" {count_of(enough, 'joint vote')} with each other; select more roll calls or lower"
            " --least"
        )
    undefined = formula.name if (np.isnan(distances) & (counts.n >= enough)).any() else ""
    gone = [states[row] for row in np.flatnonzero(~kept)]
    notes = [*notes, *parts_note(record), *_left_out(gone, enough, undefined)]
    distances = distances[np.ix_(kept, kept)]
    if not distances.any():
        raise NothingSelectedError(
            f"there are no blocs: the {len(stay)} states never differ; select more roll calls"
        )
    shared = counts.n[np.ix_(kept, kept)]
    np.fill_diagonal(shared, shared.max())
    return _Measured(record, stay, distances, shared.min(axis=0), notes, reasons)


def _left_out(codes: Sequence[str], enough: int, undefined: str) -> list[str]:
    """Return a note on the states that are left out, and why."""
    if not codes:
        return []
    lacking = f"fewer than {enough:,} joint votes" if enough > 1 else "no joint vote"
    if undefined:
        lacking += f", or no {undefined},"
    names = sorted((all_states()[code].name for code in codes), key=plain)
    return [
        f"{count_of(len(codes), 'state')} left out, with {lacking} with one of the others"
        f" (--least): {', '.join(names)}"
    ]


def _comparable(known: Matrix, cast: Matrix) -> Matrix:
    """Return which states to keep so that all pairs of them are known.

    The state that is unknown with the most others goes first; of several the one that cast
    the fewest votes, then the first by its code. Whoever is known with all that are left
    comes back.
    """
    missing = ~known
    np.fill_diagonal(missing, False)
    kept = np.ones(len(known), dtype=bool)
    gone: list[int] = []
    while (lacks := missing[:, kept].sum(axis=1) * kept).any():
        worst = np.flatnonzero(lacks == lacks.max())
        gone.append(worst[cast[worst].argmin()])
        kept[gone[-1]] = False
    for state in reversed(gone):
        kept[state] = not missing[state, kept].any()
    return kept


def _tree(distances: Matrix) -> Matrix:
    """Return the tree of the states, which joins the nearest first (as scipy's linkage)."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    return np.asarray(linkage(squareform(distances, checks=False), "ward"))


def _possible(tree: Matrix) -> int:
    """Return how many blocs there can be: states that never differ are not parted."""
    return int(min((tree[:, 2] > 0).sum() + 1, len(tree)))


def _cut(tree: Matrix, numbers: Sequence[int]) -> Matrix:
    """Return the bloc of each state for each number of blocs, states by numbers."""
    from scipy.cluster.hierarchy import cut_tree

    return np.asarray(cut_tree(tree, n_clusters=list(numbers)))


def _fit(distances: Matrix, tree: Matrix) -> list[tuple[int, float, int, int]]:
    """Return a number of blocs, its mean silhouette, its smallest and its largest bloc, a row."""
    numbers = range(FEWEST, min(MOST, _possible(tree)) + 1)
    rows = []
    for number, blocs in zip(numbers, _cut(tree, numbers).T, strict=True):
        sizes = np.bincount(blocs)
        mean = _rounded(silhouettes(distances, blocs).mean()).item()
        rows.append((number, mean, int(sizes.min()), int(sizes.max())))
    return rows


def _best(fit: Sequence[tuple[int, float, int, int]]) -> int:
    return max(fit, key=lambda row: (row[1], -row[0]))[0]


def _rows(
    measured: _Measured, found: Matrix, points: Matrix, groups: Groups | None
) -> tuple[pd.DataFrame, list[_Label]]:
    """Return a row a state, and the labels of the blocs, the largest first."""
    fits = _rounded(silhouettes(measured.distances, found))
    labels = _labels(measured, found, fits, groups)
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
            "x": _rounded(points[:, 0]),
            "y": _rounded(points[:, 1]),
        },
        columns=list(COLUMNS),
    )
    frame = frame.sort_values(["bloc", "state"]).reset_index(drop=True)
    return frame, [labels[place] for place in order]


def _labels(
    measured: _Measured, blocs: Matrix, fits: Matrix, groups: Groups | None
) -> dict[int, _Label]:
    """Return what each bloc is called; no group names two blocs."""
    members = {
        place: {measured.states[row] for row in np.flatnonzero(blocs == place)}
        for place in range(int(blocs.max()) + 1)
    }
    labels = {
        place: _Label(" and ".join(sorted(all_states()[code].name for code in codes)), np.nan)
        for place, codes in members.items()
        if len(codes) <= SMALL
    }
    alike = []
    for order, (name, group) in enumerate(_groups_of_the_day(measured.record, groups).items()):
        for place, codes in members.items():
            overlap = len(codes & group) / len(codes | group)
            if place not in labels and overlap > LIKE:
                alike.append((-overlap, min(codes), order, place, name))
    for overlap, _, _, place, name in sorted(alike):
        if place not in labels and name not in {label.name for label in labels.values()}:
            labels[place] = _Label(name, -overlap)
    for place in members.keys() - labels.keys():
        rows = np.flatnonzero(blocs == place)
        midst = rows[np.lexsort((-measured.joint[rows], -fits[rows]))[0]]
        labels[place] = _Label(f"around {all_states()[measured.states[midst]].name}", np.nan)
    return labels


def _groups_of_the_day(record: Record, groups: Groups | None) -> dict[str, set[str]]:
    """Return the members of every group on the last day of a record, the user's groups first."""
    last = record.rollcalls["date"].max()
    day = None if pd.isna(last) else last.date()
    every = {group.code: group for group in [*(groups or {}).values(), *all_groups().values()]}
    return {code: set(group.members(day)) for code, group in every.items()}


def _signed(points: Matrix, states: Sequence[str]) -> Matrix:
    """Return points turned so that the anchor of each dimension has a positive coordinate.

    Where it is not there, or in the middle, the state farthest out has one, of several the
    first by its code.
    """
    points = points.copy()
    for column, anchor in zip(points.T, ANCHORS, strict=True):
        sizes = _rounded(abs(column))
        place = states.index(anchor) if anchor in states else int(sizes.argmax())
        if not sizes[place]:
            place = int(sizes.argmax())
        if column[place] < 0:
            column *= -1
    return points


def _rounded(values: Any) -> Matrix:
    """Return values without the digits in which machines differ; no zero is negative."""
    return np.round(np.asarray(values, dtype=np.float64), DIGITS) + 0.0


def _tree_reason(measured: _Measured, tree: Matrix) -> str:
    from scipy.cluster.hierarchy import cophenet
    from scipy.spatial.distance import squareform

    known = squareform(measured.distances, checks=False)
    joined = cophenet(tree)
    even = known.std() == 0 or joined.std() == 0
    text = "" if even else f", cophenetic correlation {np.corrcoef(joined, known)[0, 1]:.2f}"
    return f"{count_of(len(measured.states), 'state')}, joined by Ward's method{text}"


def _overlaps(labels: Sequence[_Label]) -> list[str]:
    shares = [f"{label.name} {label.overlap:.0%}" for label in labels if label.overlap > 0]
    if not shares:
        return []
    return [f"overlap, states in both bloc and group to those in either: {', '.join(shares)}"]


def _map_reason(eigenvalues: Matrix) -> str:
    positive = eigenvalues[eigenvalues > 0].sum()
    first, second = eigenvalues[:2].clip(min=0) / positive
    beyond = -eigenvalues[eigenvalues < 0].sum() / positive
    return (
        f"the map: x holds {first:.0%} and y {second:.0%} of the variation that a map can show;"
        f" what none can adds up to {beyond:.0%} of it"
    )


def _described(frame: pd.DataFrame, measured: _Measured, reasons: list[str]) -> pd.DataFrame:
    frame.attrs["notes"] = measured.notes
    frame.attrs["reasons"] = [*measured.reasons, *reasons]
    return frame
