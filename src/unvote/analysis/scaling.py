"""Maps of distances: classical multidimensional scaling."""

import numpy as np

from unvote.record import Array

# Below this share of the greatest, an eigenvalue counts as zero: it is rounding, not a dimension.
NEGLIGIBLE = 1e-12


def classical(distances: Array) -> tuple[Array, Array]:
    """Place points on a plane so that their distances come close to given ones.

    Squared distances are centred by rows and columns, which gives the products of the
    coordinates if the distances are Euclidean; the eigenvectors of the greatest eigenvalues
    are the coordinates (Torgerson 1952, Psychometrika 17:401-419; Gower 1966, Biometrika
    53:325-338; both cited from memory).

    `distances`: array, n by n: symmetric, not negative, zero on the diagonal.
    Returns `points`: array, n by 2: centred on zero, in the units of the distances. The sign of a
    column is arbitrary; a dimension that the distances lack is zero.
    `eigenvalues`: array, n: the greatest first. A negative one says that no points have exactly
    these distances.

    Examples
    --------
    >>> points, eigenvalues = classical(np.array([[0, 3, 3], [3, 0, 6], [3, 6, 0.0]]))
    >>> abs(points).round(6).tolist()
    [[0.0, 0.0], [3.0, 0.0], [3.0, 0.0]]
    >>> eigenvalues.round(6)[0].item()
    18.0
    """
    squared = distances.astype(np.float64) ** 2
    rows = squared.mean(axis=0)
    products = -(squared - rows - rows[:, np.newaxis] + rows.mean()) / 2
    eigenvalues, vectors = np.linalg.eigh(products)
    eigenvalues, vectors = eigenvalues[::-1], vectors[:, ::-1]
    lengths = np.where(eigenvalues > NEGLIGIBLE * eigenvalues[0], eigenvalues, 0)
    points = np.zeros((len(distances), 2))
    known = min(2, len(distances))
    points[:, :known] = vectors[:, :known] * np.sqrt(lengths[:known])
    return points, eigenvalues
