"""One sweep of the sampler: all unknowns drawn once, each given the others."""

from typing import Any, NamedTuple

import numpy as np

from unvote.analysis.ideal.cutpoints import STEP, proposed, released_ratio, whole_ratio
from unvote.analysis.ideal.latent import (
    LAST,
    NEAR,
    REACH,
    STEPS,
    between,
    clipped,
    moments_between,
    tables,
)
from unvote.analysis.ideal.layout import Layout
from unvote.analysis.ideal.state import CUT, Room, State, standardised
from unvote.analysis.ideal.walk import Walk, forth_and_back, lean
from unvote.arrays import Array

# Bounds of the points and of the latent values in the released code.
FAR, LATENT = 5.0, 9.0


class _Middle(NamedTuple):
    """The bounds of the noise of each abstention, and the chance to lie between them."""

    low: Array
    high: Array
    chance: Array


def sweep(
    layout: Layout,
    walk: Walk,
    state: State,
    room: Room,
    random: np.random.Generator,
    *,
    released: bool,
    over: float = 0.0,
    levels: Array | None = None,
) -> State:
    """Return the state of a chain after one more sweep.

    Parameters
    ----------
    layout, walk, state, room
        The votes, the walk of the states, where the chain stands, and arrays to write to.
    released : bool
        Whether to follow the released code, or draw from the posterior of the model.
    over : float
        By how much draws are reflected at their mean: from -1 to 0.
    levels : array, one per session, optional
        The means at which the points of the sessions are held.
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
    out = np.abs(theta) > FAR
    return state._replace(theta=standardised(np.clip(theta, -FAR, FAR)), clipped=out)


def _rescaled(walk: Walk, state: State, random: np.random.Generator) -> State:
    """Draw the common scale of points and slopes, whose product stays (Liu and Wu 1999).

    The points are multiplied by e^u, which has the density exp((N - T) u - A e^2u / 2 - B e^-2u /
    2). A is the sum of the squared steps of the walk, each by its variance, B the sum of the
    squared slopes, N the number of points and T that of slopes. A normal draw around the mode is
    accepted by Hastings' ratio.
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


def _held(layout: Layout, state: State, levels: Array) -> State:
    """Shift the points, and the items with them, to the means that sessions are held at."""
    shift = levels - means_of(layout, state.theta)
    cuts = np.clip(state.cuts + state.slope * shift[layout.first], -CUT, CUT)
    return state._replace(theta=state.theta + shift[layout.session], cuts=cuts)


def means_of(layout: Layout, values: Array) -> Array:
    """Return the mean of the cells' values in each session."""
    return np.asarray(np.bincount(layout.session, values) / np.bincount(layout.session))


def _cut_points(
    layout: Layout, state: State, room: Room, random: np.random.Generator, *, released: bool
) -> tuple[State, _Middle]:
    """Draw the cut points without z (Cowles 1996): a step is accepted or not.

    The places of yes and no votes under the new cut points are left in `room.places`; the bounds of
    the abstentions are returned.
    """
    size = STEP / np.sqrt(layout.size + 1.0)
    new = proposed(state.cuts, size, random)
    ratio = (released_ratio if released else whole_ratio)(state.cuts, new, size)
    fit, fit_then = _fits(layout, state, (state.cuts, new), room)
    along = layout.middle.spread(state.slope)
    along *= state.theta[layout.middle.by]
    middle, middle_then = (_between(layout, cuts, along) for cuts in (state.cuts, new))
    for sum_of, bounds in ((fit, middle), (fit_then, middle_then)):
        sum_of += layout.middle.summed(np.log(bounds.chance), len(size))
    taken = np.log(random.random(len(size))) < fit_then - fit + ratio
    rows = taken[layout.item]
    for block, places, tried in zip(layout.blocks, room.places, room.tried, strict=True):
        here = np.flatnonzero(rows[block.rows])
        places[here] = tried[here]
    moved = layout.middle.spread(taken)
    for now, then in zip(middle, middle_then, strict=True):
        np.copyto(now, then, where=moved)
    return state._replace(cuts=np.where(taken, new, state.cuts)), middle


def _between(layout: Layout, cuts: Array, along: Array) -> _Middle:
    """Return the bounds of the noise of abstentions, given the slope * theta of each."""
    low, high = (layout.middle.spread(bound) - along for bound in cuts)
    return _Middle(low, high, between(low, high))


def _fits(
    layout: Layout, state: State, both: tuple[Array, Array], room: Room
) -> tuple[Array, Array]:
    """Return the log likelihood of yes and no on each item under the old and the new cut points.

    The places where the votes are looked up in the tables are left in `room.places` and
    `room.tried`. A yes says that the noise is below first - slope * theta; a no says that the
    mirrored noise is below slope * theta - second. The middle between the cut points and half their
    distance make this one formula.
    """
    slope, theta = _by_rows(layout, state.slope * STEPS), state.theta.astype(np.float32)
    middle = [_by_rows(layout, (cuts[0] + cuts[1]) * (STEPS / 2)) for cuts in both]
    # Add 1/2 to round to the nearest place: the conversion to integers cuts off.
    half = [
        _by_rows(layout, REACH * STEPS + 0.5 - (cuts[1] - cuts[0]) * (STEPS / 2)) for cuts in both
    ]
    chance, rows = tables().chance, np.empty((2, len(layout.item)))
    for number, block in enumerate(layout.blocks):
        shape = block.side.shape
        along, x = (one[: block.side.size].reshape(shape) for one in (room.along, room.x))
        np.multiply(slope[block.rows], theta[block.cells], out=along)
        for which, places in enumerate((room.places, room.tried)):
            np.subtract(along, middle[which][block.rows], out=x)
            x *= block.side
            x += half[which][block.rows]
            np.clip(x, 0, LAST, out=x)
            np.copyto(places[number], x, casting="unsafe")
            # No place is out of bounds; mode "wrap" then takes half the time.
            chance.take(places[number], out=x, mode="wrap")
            rows[which, block.rows] = np.einsum("ij,ij->i", x, block.cast)
    fit, fit_then = (np.bincount(layout.item, row, len(layout.size)) for row in rows)
    return fit, fit_then


def _by_rows(layout: Layout, values: Array) -> Array:
    """Return the values of items as one column in single precision, one row per roll call."""
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
    """Draw the slopes, and what z says about the points, with z given the old slopes.

    Only sums of z over many votes are needed (Albert and Chib 1993). They are drawn as normal
    values with the mean and the variance of the sums.
    """
    table, far = tables(), _far_out(layout, state, room) if released else {}
    mean, spread = moments_between(*middle)
    items, rows = len(layout.size), np.empty((3, len(layout.item)))
    theta = state.theta.astype(np.float32)
    for number, block in enumerate(layout.blocks):
        place, of_mean, of_spread = room.places[number], room.pull[number], room.spread[number]
        table.pull.take(place, out=of_mean, mode="wrap")
        table.spread.take(place, out=of_spread, mode="wrap")
        of_mean *= block.side
        of_spread *= block.cast
        if number in far:
            where, of_mean[where], of_spread[where] = far[number]
        here = theta[block.cells]
        square = here * here
        rows[0, block.rows] = block.over_rows(block.cast, square)
        rows[1, block.rows] = block.over_rows(of_mean, here)
        rows[2, block.rows] = block.over_rows(of_spread, square)
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


def _far_out(layout: Layout, state: State, room: Room) -> dict[int, tuple[Any, Array, Array]]:
    """Find, block by block, the latent values that are far out, and their moments when clipped.

    It looks only at roll calls on which a value can be far out.
    """
    table, far = tables(), dict[int, Any]()
    slope, theta = state.slope.astype(np.float32)[layout.item], state.theta.astype(np.float32)
    steep = np.flatnonzero(np.abs(slope) * np.abs(theta).max() > LATENT - NEAR)
    ends = np.searchsorted(steep, [block.rows.stop for block in layout.blocks[:-1]])
    along, side, place = list[Array](), list[Array](), list[Array]()
    for number, rows in enumerate(np.split(steep, ends)):
        block = layout.blocks[number]
        here, cells = rows - block.rows.start, theta[block.cells]
        mean = slope[rows][:, np.newaxis] * (cells if cells.ndim == 1 else cells[here])
        row, column = np.nonzero(np.abs(mean) > LATENT - NEAR)
        if len(row):
            far[number] = where = here[row], column
            along.append(mean[row, column])
            side.append(block.side[where])
            place.append(room.places[number][where])
    if not far:
        return {}
    sides, places = np.concatenate(side), np.concatenate(place)
    moments = clipped(
        LATENT, np.concatenate(along), table.pull[places] * sides, table.spread[places]
    )
    # Without a vote nothing is known.
    cast = np.abs(sides)
    ends = np.cumsum([len(one) for one in along])[:-1]
    parts = [np.split(values * cast, ends) for values in moments]
    return dict(zip(far, zip(far.values(), *parts, strict=True), strict=True))


def _said(
    layout: Layout,
    state: State,
    slope: Array,
    variance: Array,
    of_middle: tuple[Array, Array],
    room: Room,
    random: np.random.Generator,
) -> State:
    """Return the state with the new slopes, and what the votes say about each point under them.

    The mean of the sum of slope * z over the votes of a cell has two parts: z as under the old
    slopes, and the part of the noise that the new slopes took up. `variance` is the variance of the
    slopes.
    """
    cells, items = len(state.theta), layout.middle
    sums = np.zeros((4, cells))
    new, both, shared = (
        values.astype(np.float32)[layout.item] for values in (slope, slope * state.slope, variance)
    )
    square = new * new
    # The weights for the sums: precision and along; along and noise; rest.
    of_cast, of_spread = np.array([square, both]), np.array([shared, square])
    of_pull = new[np.newaxis]
    for number, block in enumerate(layout.blocks):
        rows = block.rows
        block.over_cells(block.cast, of_cast[:, rows], sums[:2])
        block.over_cells(room.spread[number], of_spread[:, rows], sums[1:3])
        block.over_cells(room.pull[number], of_pull[:, rows], sums[3:])
    mean, spread = of_middle
    steep = items.spread(slope)
    square = steep * steep
    along = items.spread(variance) * spread
    along += items.spread(slope * state.slope)
    for row, values in zip(sums, (square, along, square * spread, steep * mean), strict=True):
        row += np.bincount(items.by, values, cells)
    precision, along, noise, rest = sums
    pull = state.theta * along + rest + np.sqrt(noise) * random.standard_normal(cells)
    return state._replace(slope=slope, precision=precision, pull=pull)
