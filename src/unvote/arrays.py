"""What arrays hold, and which values occur in them."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
# Votes, or truths about them: roll calls by states. Anything else is an Array.
Matrix = npt.NDArray[np.int8]


def occurring(codes: Array, count: int) -> Array:
    """Return which of the numbers from 0 to `count` - 1 occur, in order; -1 means none."""
    seen = np.zeros(count + 1, dtype=bool)
    seen[codes] = True
    return np.flatnonzero(seen[:-1])


def distinct(values: Any) -> Any:
    """Return the different values of a column; millions of rows of categories take no sorting."""
    categories = getattr(values.dtype, "categories", None)
    if categories is None:
        return values.unique()
    return categories[occurring(values.cat.codes.to_numpy(), len(categories))]
