"""One sweep of the sampler: all unknowns drawn once, each given the others."""

from typing import NamedTuple

import numpy as np

from unvote.analysis.ideal.cutpoints import STEP, TINY, proposed, released_ratio, whole_ratio
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
from unvote.analysis.ideal.state import CUT, State, Workspace, standardised
from unvote.analysis.ideal.walk import Walk, draw_jointly, draw_leaning
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
    workspace: Workspace,
    random: np.random.Generator,
    *,
    released: bool,
    over: float = 0.0,
    levels: Array | None = None,
) -> State:
    """Return the state of a chain after one more sweep.

    `layout`, `walk`, `state`, `workspace`: the votes, the walk of the states, where the chain
    stands, and arrays to write to.
    `released`: whether to follow the released code, or draw from the posterior of the model.
    `over`: by how much draws are reflected at their mean: from -1 to 0.
    `levels`: array, one per session, optional: the means at which the points of the sessions are
    held.
    """
    if state.precision.any():
        state = _points(layout, walk, state, random, released=released, over=over)
        if levels is not None:
            state = _held(layout, state, levels)
    state, middle = _cut_points(layout, state, workspace, random, released=released)
    return _slopes(layout, state, middle, workspace, random, over=over, released=released)


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
        return state._replace(theta=draw_jointly(walk, state.precision, state.pull, random))
    theta = draw_leaning(walk, state.theta, state.precision, state.pull, over, random)
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
    layout: Layout,
    state: State,
    workspace: Workspace,
    random: np.random.Generator,
    *,
    released: bool,
) -> tuple[State, _Middle]:
    """Draw the cut points without z (Cowles 1996): a step is accepted or not.

    The places of yes and no votes under the new cut points are left in `workspace`; the bounds of
    the abstentions are returned.
    """
    size = STEP / np.sqrt(layout.size + 1.0)
    new = proposed(state.cuts, size, random)
    ratio = (released_ratio if released else whole_ratio)(state.cuts, new, size)
    fit, fit_then = _fits(layout, state, (state.cuts, new), workspace)
    along = layout.middle.spread(single(state.slope))
    along *= single(state.theta)[layout.middle.by]
    middle, middle_then = (_between(layout, cuts, along) for cuts in (state.cuts, new))
    for sum_of, bounds in ((fit, middle), (fit_then, middle_then)):
        sum_of += layout.middle.summed(np.log(bounds.chance), len(size))
    taken = np.log(random.random(len(size))) < fit_then - fit + ratio
    rows = taken[layout.item]
    for block in workspace.blocks:
        here = np.flatnonzero(rows[block.rows])
        block.places[here] = block.tried[here]
    moved = layout.middle.spread(taken)
    for now, then in zip(middle, middle_then, strict=True):
        np.copyto(now, then, where=moved)
    return state._replace(cuts=np.where(taken, new, state.cuts)), middle


def single(values: Array) -> Array:
    """Return values in single precision."""
    return values.astype(np.float32)


def _between(layout: Layout, cuts: Array, along: Array) -> _Middle:
    """Return the bounds of the noise of abstentions, given the slope * theta of each."""
    low, high = (layout.middle.spread(single(bound)) - along for bound in cuts)
    return _Middle(low, high, between(low, high))


def _fits(
    layout: Layout, state: State, both: tuple[Array, Array], workspace: Workspace
) -> tuple[Array, Array]:
    """Return the log likelihood of yes and no on each item under the old and the new cut points.

    The places where the votes are looked up in the tables are left in `workspace`, as `places` and
    `tried`. A yes says that the noise is below first - slope * theta; a no says that the mirrored
    noise is below slope * theta - second. The middle between the cut points and half their distance
    make this one formula.
    """
    chance, rows = tables().chance, np.empty((2, len(layout.item)), np.float32)
    theta = single(np.stack([state.theta, np.ones(len(state.theta))]))
    beyond = np.abs(state.slope).max() * np.abs(state.theta).max() + CUT > REACH
    ways = []
    for cuts in both:
        middle = (cuts[0] + cuts[1]) / 2
        slope = single(np.stack([state.slope, -middle], axis=1) * STEPS)[layout.item]
        # Add 1/2 to round to the nearest place: the conversion to integers cuts off.
        half = single(REACH * STEPS + 0.5 - (cuts[1] - cuts[0]) * (STEPS / 2))[layout.item]
        ways.append((slope, half[:, np.newaxis]))
    for here in workspace.blocks:
        x, points = here.x, theta[:, here.cells]
        for (slope, half), places, row in zip(ways, (here.places, here.tried), rows, strict=True):
            np.matmul(slope[here.rows], points, out=x)
            x *= here.side
            x += half[here.rows]
            if beyond:
                np.clip(x, 0, LAST, out=x)
            np.copyto(places, x, casting="unsafe")
            np.copyto(here.wide, places)
            # No place is out of bounds; mode "wrap" then takes half the time.
            chance.take(here.wide, out=x, mode="wrap")
            np.vecdot(x, here.cast, out=row[here.rows])
    fit, fit_then = (np.bincount(layout.item, row, len(layout.size)) for row in rows)
    return fit, fit_then


def _slopes(
    layout: Layout,
    state: State,
    middle: _Middle,
    workspace: Workspace,
    random: np.random.Generator,
    *,
    over: float,
    released: bool,
) -> State:
    """Draw the slopes, and what z says about the points, with z given the old slopes.

    Only sums of z over many votes are needed (Albert and Chib 1993). They are drawn as normal
    values with the mean and the variance of the sums.
    """
    table, (mean, spread) = tables(), moments_between(*middle)
    items, rows = len(layout.size), np.empty((3, len(layout.item)), np.float32)
    points = single(np.stack([state.theta, state.theta**2]))
    for here in workspace.blocks:
        np.copyto(here.wide, here.places)
        table.pull.take(here.wide, out=here.pull, mode="wrap")
        table.spread.take(here.wide, out=here.spread, mode="wrap")
        np.multiply(here.pull, here.side, out=here.pull)
        np.multiply(here.spread, here.cast, out=here.spread)
        point, square = points[:, here.cells]
        np.vecdot(here.cast, square, out=rows[0, here.rows])
        np.vecdot(here.pull, point, out=rows[1, here.rows])
        np.vecdot(here.spread, square, out=rows[2, here.rows])
    if released:
        _clip(layout, state, workspace, rows)
    sums = np.array([np.bincount(layout.item, row, items) for row in rows])
    by = points[0][layout.middle.by]
    for sum_of, values in zip(sums, (by * by, mean * by, spread * by * by), strict=True):
        sum_of += layout.middle.summed(values, items)
    squares, along, noise = sums
    variance = 1 / (1 + squares)
    along += squares * state.slope + np.sqrt(noise) * random.standard_normal(items)
    slope = variance * along
    slope += over * (state.slope - slope)
    slope += np.sqrt(variance * (1 - over * over)) * random.standard_normal(items)
    return _said(layout, state, slope, variance, (mean, spread), workspace, random)


def _clip(layout: Layout, state: State, workspace: Workspace, rows: Array) -> None:
    """Clip the latent values that are far out, as the released code does.

    It corrects their means and variances in `workspace`, and the sums of the roll calls in `rows`.
    """
    slope, size = state.slope[layout.item], np.abs(state.theta)
    # In this order the points farthest from 0 come first in each session.
    apart = size.max() + 1
    key = layout.session * apart - size
    order = np.argsort(key)
    # On a roll call, only values of points farther from 0 than this are far out.
    bound = np.minimum((LATENT - NEAR) / np.maximum(np.abs(slope), TINY), apart)
    first = np.array([block.cells.start for block in layout.blocks])[layout.within]
    number = np.searchsorted(key[order], layout.within * apart - bound) - first
    row = np.repeat(np.arange(len(slope)), number)
    cell = order[np.arange(len(row)) + np.repeat(first - np.cumsum(number) + number, number)]
    place = layout.start[row] + cell
    voted = layout.cast[place] > 0
    row, cell, place = row[voted], cell[voted], place[voted]
    theta = state.theta[cell]
    new = clipped(LATENT, slope[row] * theta, workspace.pull[place], workspace.spread[place])
    for sums, values, now, by in zip(
        rows[1:], (workspace.pull, workspace.spread), new, (theta, theta**2), strict=True
    ):
        sums += np.bincount(row, (now - values[place]) * by, len(sums))
        values[place] = now


def _said(
    layout: Layout,
    state: State,
    slope: Array,
    variance: Array,
    of_middle: tuple[Array, Array],
    workspace: Workspace,
    random: np.random.Generator,
) -> State:
    """Return the state with the new slopes, and what the votes say about each point under them.

    The mean of the sum of slope * z over the votes of a cell has two parts: z as under the old
    slopes, and the part of the noise that the new slopes took up. `variance` is the variance of the
    slopes.
    """
    cells, items = len(state.theta), layout.middle
    new, both, shared = (
        single(values)[layout.item] for values in (slope, slope * state.slope, variance)
    )
    square, parts = new * new, np.empty((5, cells), np.float32)
    # The weights for the sums: precision and along; along and noise.
    of_cast, of_spread = np.array([square, both]), np.array([shared, square])
    for here in workspace.blocks:
        rows = here.rows
        parts[:2, here.cells] = of_cast[:, rows] @ here.cast
        parts[2:4, here.cells] = of_spread[:, rows] @ here.spread
        # With one row "@" may add in another order with more threads.
        parts[4, here.cells] = np.einsum("i,ij->j", new[rows], here.pull)
    precision, along, of_noise, noise, rest = parts.astype(np.float64)
    along += of_noise
    mean, spread = of_middle
    steep = items.spread(single(slope))
    square = steep * steep
    by = items.spread(single(variance)) * spread
    by += items.spread(single(slope * state.slope))
    sums, of_each = (precision, along, noise, rest), (square, by, square * spread, steep * mean)
    for sum_of, values in zip(sums, of_each, strict=True):
        sum_of += np.bincount(items.by, values, cells)
    pull = state.theta * along + rest + np.sqrt(noise) * random.standard_normal(cells)
    return state._replace(slope=slope, precision=precision, pull=pull)
