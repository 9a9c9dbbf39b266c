"""Where the chains of ideal points start: the first principal component of the votes."""

import numpy as np

from unvote.analysis.ideal.usable import cast_in
from unvote.codes import Vote
from unvote.record import Array, Record

# No state starts farther out than this.
FARTHEST = 2.8


def direction(record: Record, pole: str) -> Array:
    """Place each state on the first principal component, with the pole on the upper side.

    Power iteration with plain sums gives the same result on any number of processors.

    `pole`: the code of a state; if it casts no vote, another state gives the direction.
    """
    cast = cast_in(record.matrix)
    values = np.where(cast, record.matrix - float(Vote.ABSTAIN), 0.0)
    means = values.sum(axis=1, keepdims=True) / cast.sum(axis=1, keepdims=True)
    values = np.where(cast, values - means, 0.0)
    known = cast.sum(axis=0)
    if pole in record.votes.columns:
        known[record.votes.columns == pole] *= len(cast) + 1
    along = values[:, known.argmax()]
    for _ in range(30):
        point = (values * along[:, np.newaxis]).sum(axis=0)
        along = (values * point).sum(axis=1)
        along /= np.sqrt((along**2).sum())
    point /= max(point.std(), 1e-300)
    return np.asarray(np.clip(point, -FARTHEST, FARTHEST))
