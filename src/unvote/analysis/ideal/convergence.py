"""How far the draws can be trusted: whether the chains agree, how many are independent."""

from typing import NamedTuple

import numpy as np

from unvote.record import Array

# The chains agree on a point where Gelman and Rubin's ratio is below this.
AGREED = 1.05
# The chains must agree on this share of the points, else a note says they did not converge.
ENOUGH = 0.9
# The number of cells handled at once.
_CELLS = 1000
TINY = 1e-300


class Convergence(NamedTuple):
    """How far the chains agree, over all cells."""

    agreed: float  # the share of the points whose R-hat is below 1.05
    rhat_99: float  # R-hat at its 99th percentile
    # How many independent draws the draws of a point are worth: the 5th percentile and the median
    # over the points.
    effective_5: int
    effective_50: int

    @property
    def reached(self) -> bool:
        """Whether the chains agree on enough points."""
        return self.agreed >= ENOUGH


def convergence_notes(agreed: Convergence, chains: int, sweeps: int, *, held: bool) -> list[str]:
    """Say how far the chains agree; if they do not, the first line says so.

    `chains`, `sweeps`: the number of chains, and of draws in each.
    `held`: whether the mean of each session was held fixed.
    """
    words = "; the levels of sessions are held" if held else ""
    told = [
        f"R-hat below 1.05 for {agreed.agreed:.0%} of the points, {agreed.rhat_99:.2f} at the 99th"
        f" percentile; effective draws {agreed.effective_50:,} in the middle,"
        f" {agreed.effective_5:,} at the 5th percentile ({chains} chains of {sweeps:,}){words}"
    ]
    if not agreed.reached:
        told.insert(
            0,
            f"not converged: the chains agree on {agreed.agreed:.0%} of the points only (R-hat"
            f" below 1.05): make more sweeps (--sweeps {3 * sweeps})",
        )
    return told


def convergence(points: Array) -> Convergence:
    """Return how far chains agree.

    `points`: array, chains by draws by cells.
    """
    ratios, number = differ(points), effective(points)
    return Convergence(
        float((ratios < AGREED).mean()),
        float(np.percentile(ratios, 99)),
        *(int(value) for value in np.percentile(number, [5, 50])),
    )


def differ(points: Array) -> Array:
    """Return how far apart the chains are: Gelman and Rubin's (1992) ratio for each cell.

    It divides the spread of all draws by the spread within a chain: near 1, the chains agree.

    Examples
    --------
    >>> import numpy as np
    >>> differ(np.array([[0.0, 2.0], [2.0, 4.0]])[:, :, np.newaxis]).round(4).tolist()
    [1.2247]
    """
    kept = points.shape[1]
    within = points.var(axis=1, ddof=1, dtype=np.float64).mean(axis=0)
    between = points.mean(axis=1, dtype=np.float64).var(axis=0, ddof=1)
    return np.asarray(np.sqrt((kept - 1) / kept + between / np.maximum(within, TINY)))


def effective(points: Array) -> Array:
    """Return how many independent draws the draws of each cell are worth.

    The number follows from the autocorrelations of the chains, added in pairs until a sum is not
    above 0; no sum counts for more than the one before (Geyer 1992; Gelman and others 2013, section
    11.5). It can exceed the number of draws, since draws are reflected at their mean.
    """
    parts = np.array_split(points, range(_CELLS, points.shape[2], _CELLS), axis=2)
    return np.concatenate([_effective(part.astype(np.float64)) for part in parts])


def _effective(points: Array) -> Array:
    chains, kept, cells = points.shape
    if kept < 4:
        return np.full(cells, float(chains * kept))
    apart = points.mean(axis=1).var(axis=0, ddof=1)
    deviations = points - points.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(deviations, 2 * kept, axis=1)) ** 2
    along = np.fft.irfft(spectrum, axis=1)[:, :kept].mean(axis=0) / kept
    within = np.maximum(along[0] * kept / (kept - 1), TINY)
    whole = along[0] + apart
    correlation = 1 - (within - along * kept / (kept - 1)) / np.maximum(whole, TINY)
    even = kept - kept % 2
    pairs = correlation[:even:2] + correlation[1:even:2]
    pairs[np.cumsum(pairs < 0, axis=0) > 0] = 0
    pairs = np.minimum.accumulate(pairs, axis=0)
    time = np.maximum(2 * pairs.sum(axis=0) - 1, 1 / np.log10(max(chains * kept, 10)))
    return np.asarray(chains * kept / time)
