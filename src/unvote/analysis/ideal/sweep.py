"""One sweep of the sampler: all unknowns drawn once, each given the others."""

from typing import NamedTuple

import numpy as np

from unvote.analysis.ideal.cutpoints import CUT, STEP, proposed, released_ratio, whole_ratio
from unvote.analysis.ideal.latent import (
    REACH,
    STEPS,
    between,
    clip_latent,
    moments_between,
    tables,
)
from unvote.analysis.ideal.layout import Layout
from unvote.analysis.ideal.walk import Walk, forth_and_back, lean
from unvote.record import Matrix

# Bounds of the points and of the latent values in the released code.
FAR, LATENT = 5.0, 9.0


class State(NamedTuple):
    """Where a chain stands.

    Attributes
    ----------
    theta : array, one a cell
        The points.
    slope : array, one an item
    cuts : array, 2 by items
    precision, pull : arrays, one a cell
        What the votes say of each point: the sums of slope^2 and of slope * z.
    clipped : array of bool, one a cell
        Whether the draw of the point was out of its bounds.
    """

    theta: Matrix
    slope: Matrix
    cuts: Matrix
    precision: Matrix
    pull: Matrix
    clipped: Matrix


class Room(NamedTuple):
    """Arrays that a chain writes to in each sweep, most of them one a block of the layout.

    Attributes
    ----------
    places, tried : list of array of int
        Where in the tables each vote is looked up, by the cut points that are and those that
        are tried.
    pull, spread : list of array
        What a vote says of z: its mean without slope * theta, its variance.
    x, fit : array
        For any one block.
    """

    places: list[Matrix]
    tried: list[Matrix]
    pull: list[Matrix]
    spread: list[Matrix]
    x: Matrix
    fit: Matrix


def room_for(layout: Layout) -> Room:
    """Return the arrays for a layout."""
    shapes = [block.side.shape for block in layout.blocks]

    def each(kind: type) -> list[Matrix]:
        return [np.empty(shape, kind) for shape in shapes]

    most = max(rows * columns for rows, columns in shapes)
    single = np.float32
    x, fit = np.empty((2, most), single)
    return Room(each(np.int64), each(np.int64), each(single), each(single), x, fit)


class _Middle(NamedTuple):
    """Between which bounds the noise of each abstention lies, and the chance of it."""

    low: Matrix
    high: Matrix
    chance: Matrix


def begin(layout: Layout, start: Matrix) -> State:
    """Return where a chain begins: cut points by the shares of votes, slopes by their direction.

    Parameters
    ----------
    layout : Layout
    start : array, one a cell
        The points; it fixes the direction.
    """
    from scipy.special import ndtri

    items, sides = len(layout.size), np.empty((3, len(layout.item)))
    for block in layout.blocks:
        sides[0, block.rows] = (block.side < 0).sum(axis=1)
        sides[1, block.rows] = (block.side > 0).sum(axis=1)
        sides[2, block.rows] = block.over_rows(block.side, start)
    yes, no, towards = (np.bincount(layout.item, side, items) for side in sides)
    middle = np.bincount(layout.middle.item, layout.middle.number, items)
    share = np.array([yes + 0.5, yes + middle + 0.6]) / (yes + middle + no + 1.1)
    first, second = np.clip(ndtri(share), 0.1 - CUT, CUT - 0.1)
    cuts = np.array([first, np.clip(second, first + 1e-3, CUT - 0.05)])
    none = np.zeros(len(start))
    return State(standardised(start), np.sign(towards), cuts, none, none, none.astype(bool))


def standardised(theta: Matrix) -> Matrix:
    """Return points with mean 0 and variance 1 over all cells."""
    return np.asarray((theta - theta.mean()) / max(theta.std(ddof=1), 1e-300))


def sweep(
    layout: Layout,
    walk: Walk,
    state: State,
    room: Room,
    random: np.random.Generator,
    *,
    released: bool,
    over: float = 0.0,
    levels: Matrix | None = None,
) -> State:
    """Return the state of a chain after one more sweep.

    Parameters
    ----------
    layout, walk, state, room
        The votes, the walk of the states, where the chain stands, and where it may write.
    random : Generator
    released : bool
        Whether it goes as the released code does, or draws from the posterior of the model.
    over : float
        By how much draws are reflected at their mean: from -1 to 0.
    levels : array, one a session, optional
        The means at which the points of each session are held.
    """
    if state.precision.any():
        state = _points(layout, walk, state, random, released=released, over=over)
        if levels is not None:
            state = _held(layout, state, levels)
    state, middle = _cut_points(layout, state, room, random, released=released)
    return _slopes(layout, state, middle, room, random, over=over, released=released)


def _points(
    layout: Layout,
    walk: Walk,
    state: State,
    random: np.random.Generator,
    *,
    released: bool,
    over: float,
) -> State:
    if not released:
        state = _rescaled(walk, state, random)
        return state._replace(theta=forth_and_back(walk, state.precision, state.pull, random))
    theta = lean(walk, state.theta, state.precision, state.pull, over, random)
    clipped = np.abs(theta) > FAR
    return state._replace(theta=standardised(np.clip(theta, -FAR, FAR)), clipped=clipped)


def _rescaled(walk: Walk, state: State, random: np.random.Generator) -> State:
    """Draw the common scale of points and slopes, whose product stays (Liu and Wu 1999).

    Times e^u the points have the density exp((N - T) u - A e^2u / 2 - B e^-2u / 2), with A
    the squared steps of the walk by their variances, B the squared slopes, N points and T slopes.
    A normal draw about the mode is taken or not by Hastings' ratio.
    """
    a, b = walk.energy(state.theta), float((state.slope**2).sum())
    extra = len(state.theta) - len(state.slope)
    mode = 0.5 * np.log((extra + np.sqrt(extra * extra + 4 * a * b)) / (2 * a))
    width = 1 / np.sqrt(2 * a * np.exp(2 * mode) + 2 * b * np.exp(-2 * mode))
    new = mode + width * random.standard_normal()

    def density(u: float) -> float:
        by_normal = ((u - mode) / width) ** 2 / 2
        return float(extra * u - a * np.exp(2 * u) / 2 - b * np.exp(-2 * u) / 2 + by_normal)

    if np.log(random.random()) >= density(new) - density(0.0):
        return state
    scale = np.exp(new)
    return state._replace(
        theta=state.theta * scale,
        slope=state.slope / scale,
        precision=state.precision / scale**2,
        pull=state.pull / scale,
    )


def _held(layout: Layout, state: State, levels: Matrix) -> State:
    """Return the points with the means of sessions where they are held, items along with them."""
    shift = levels - means_of(layout, state.theta)
    cuts = np.clip(state.cuts + state.slope * shift[layout.first], -CUT, CUT)
    return state._replace(theta=state.theta + shift[layout.session], cuts=cuts)


def means_of(layout: Layout, values: Matrix) -> Matrix:
    """Return the mean of values of cells in each session."""
    return np.asarray(np.bincount(layout.session, values) / np.bincount(layout.session))


def _cut_points(
    layout: Layout, state: State, room: Room, random: np.random.Generator, *, released: bool
) -> tuple[State, _Middle]:
    """Draw the cut points without z (Cowles 1996): a step that is taken or not.

    What the votes say by the cut points as they then are is left in `room.places`, and of the
    abstentions returned.
    """
    size = STEP / np.sqrt(layout.size + 1.0)
    new = proposed(state.cuts, size, random)
    ratio = (released_ratio if released else whole_ratio)(state.cuts, new, size)
    fit, middle = _fit(layout, state, room, room.places)
    fit_then, middle_then = _fit(layout, state._replace(cuts=new), room, room.tried)
    taken = np.log(random.random(len(size))) < fit_then - fit + ratio
    rows = taken[layout.item][:, np.newaxis]
    for block, places, tried in zip(layout.blocks, room.places, room.tried, strict=True):
        np.copyto(places, tried, where=rows[block.rows])
    moved = layout.middle.spread(taken)
    middle = _Middle(
        *(np.where(moved, then, now) for then, now in zip(middle_then, middle, strict=True))
    )
    return state._replace(cuts=np.where(taken, new, state.cuts)), middle


def _fit(layout: Layout, state: State, room: Room, places: list[Matrix]) -> tuple[Matrix, _Middle]:
    """Return the log likelihood of the votes on each item; write down where they are looked up."""
    _look_up(layout, state, room, places)
    rows = np.empty(len(layout.item))
    chance = tables().chance
    for block, place in zip(layout.blocks, places, strict=True):
        fit = room.fit[: place.size].reshape(place.shape)
        chance.take(place, out=fit, mode="clip")
        rows[block.rows] = np.einsum("ij,ij->i", fit, block.cast)
    along = layout.middle.spread(state.slope)
    along *= state.theta[layout.middle.by]
    low, high = (layout.middle.spread(cuts) - along for cuts in state.cuts)
    middle = _Middle(low, high, between(low, high))
    items = len(layout.size)
    fit = np.bincount(layout.item, rows, items)
    fit += layout.middle.summed(np.log(middle.chance), items)
    return fit, middle


def _look_up(layout: Layout, state: State, room: Room, places: list[Matrix]) -> None:
    """Write down where in the tables each vote is looked up.

    A yes says that the noise is below first - slope * theta, a no that the noise mirrored is
    below slope * theta - second. With the middle of both cut points and half their distance
    it is one formula.
    """
    slope = _by_rows(layout, state.slope * STEPS)
    middle = _by_rows(layout, (state.cuts[0] + state.cuts[1]) * (STEPS / 2))
    # To the nearest place: the conversion to integers cuts off.
    half = _by_rows(layout, REACH * STEPS + 0.5 - (state.cuts[1] - state.cuts[0]) * (STEPS / 2))
    theta = state.theta.astype(np.float32)
    for block, place in zip(layout.blocks, places, strict=True):
        x = room.x[: place.size].reshape(place.shape)
        np.multiply(slope[block.rows], theta[block.cells], out=x)
        x -= middle[block.rows]
        x *= block.side
        x += half[block.rows]
        np.copyto(place, x, casting="unsafe")


def _by_rows(layout: Layout, values: Matrix) -> Matrix:
    """Return values of items as one column, a row a roll call, in single precision."""
    return np.asarray(values.astype(np.float32)[layout.item][:, np.newaxis])


def _slopes(
    layout: Layout,
    state: State,
    middle: _Middle,
    room: Room,
    random: np.random.Generator,
    *,
    over: float,
    released: bool,
) -> State:
    """Draw the slopes, and what z says of the points, z given the slopes as they were.

    Of z (Albert and Chib 1993) only sums over many votes are needed. They are drawn as normal
    values with the mean and the variance that the sums have.
    """
    _latent(layout, state, room, released=released)
    mean, spread = moments_between(*middle)
    items, rows = len(layout.size), np.empty((3, len(layout.item)))
    theta = state.theta.astype(np.float32)
    square = theta * theta
    for number, block in enumerate(layout.blocks):
        rows[0, block.rows] = block.over_rows(block.cast, square)
        rows[1, block.rows] = block.over_rows(room.pull[number], theta)
        rows[2, block.rows] = block.over_rows(room.spread[number], square)
    sums = np.array([np.bincount(layout.item, row, items) for row in rows])
    by = state.theta[layout.middle.by]
    for sum_of, values in zip(sums, (by * by, mean * by, spread * by * by), strict=True):
        sum_of += layout.middle.summed(values, items)
    squares, along, noise = sums
    variance = 1 / (1 + squares)
    along += squares * state.slope + np.sqrt(noise) * random.standard_normal(items)
    slope = variance * along
    slope += over * (state.slope - slope)
    slope += np.sqrt(variance * (1 - over * over)) * random.standard_normal(items)
    return _said(layout, state, slope, variance, (mean, spread), room, random)


def _latent(layout: Layout, state: State, room: Room, *, released: bool) -> None:
    """Write down mean (without slope * theta) and variance of z of each yes and no."""
    table = tables()
    slope, theta = _by_rows(layout, state.slope), state.theta.astype(np.float32)
    for number, block in enumerate(layout.blocks):
        place, pull, spread = room.places[number], room.pull[number], room.spread[number]
        table.pull.take(place, out=pull, mode="clip")
        table.spread.take(place, out=spread, mode="clip")
        pull *= block.side
        if released:
            along = room.x[: place.size].reshape(place.shape)
            np.multiply(slope[block.rows], theta[block.cells], out=along)
            clip_latent(LATENT, along, pull, spread)
            # Where there is no vote nothing is known.
            pull *= block.cast
        spread *= block.cast


def _said(
    layout: Layout,
    state: State,
    slope: Matrix,
    variance: Matrix,
    of_middle: tuple[Matrix, Matrix],
    room: Room,
    random: np.random.Generator,
) -> State:
    """Return the state with new slopes, and what the votes say of each point by them.

    The sum of slope * z over the votes of a cell has as mean that of z by the old slopes, and
    what of its noise the new slopes have taken up: `variance` is that of the slopes.
    """
    cells, items = len(state.theta), layout.middle
    sums = np.zeros((4, cells))
    single = [values.astype(np.float32) for values in (slope, slope * state.slope, variance)]
    new, both, shared = (values[layout.item] for values in single)
    square = new * new
    for number, block in enumerate(layout.blocks):
        pull, spread = room.pull[number], room.spread[number]
        for values, weights, sum_of in (
            (block.cast, square, sums[0]),
            (block.cast, both, sums[1]),
            (spread, shared, sums[1]),
            (pull, new, sums[2]),
            (spread, square, sums[3]),
        ):
            block.over_cells(values, weights[block.rows], sum_of)
    mean, spread = of_middle
    steep = items.spread(slope)
    square = steep * steep
    along = items.spread(variance) * spread
    along += items.spread(slope * state.slope)
    for row, values in zip(sums, (square, along, steep * mean, square * spread), strict=True):
        row += np.bincount(items.by, values, cells)
    precision, along, rest, noise = sums
    pull = state.theta * along + rest + np.sqrt(noise) * random.standard_normal(cells)
    return state._replace(slope=slope, precision=precision, pull=pull)
