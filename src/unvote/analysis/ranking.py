"""Rankings: which states have too few joint votes to be ranked."""

from typing import Any

import numpy as np
import pandas as pd

from unvote.errors import ArgumentError
from unvote.record import Array, count_of

# By default a twentieth of the roll calls counted, and never fewer than this.
LEAST, SHARE = 5, 20


def enough(n: Any, rollcalls: Any, least: int | None) -> Array:
    """Return whether each has enough joint votes to be ranked.

    `n`, `rollcalls`: array of int: the joint votes of each, and the number of roll calls counted.
    `least`: the least number of joint votes; None: a twentieth of the roll calls, at least 5.
    Raises ArgumentError if `least` is less than 0.

    Examples
    --------
    >>> enough([4, 5, 11], [20, 20, 240], None).tolist(), enough([0, 1], 20, 1).tolist()
    ([False, True, False], [False, True])
    """
    if least is not None and least < 0:
        raise ArgumentError(f"--least {least}: it is 0 or more; 0 ranks all")
    asked = _usual_least(rollcalls) if least is None else least
    return np.asarray(np.asarray(n) >= asked)


def _usual_least(rollcalls: Any) -> Array:
    """Return the joint votes that a rank takes: a twentieth of the roll calls, at least 5."""
    return np.asarray(np.maximum(-(-np.asarray(rollcalls) // SHARE), LEAST))


def unranked_last(frame: pd.DataFrame, ranked: Array) -> pd.DataFrame:
    """Move the rows with too few votes to the end of a ranking, in the order they had."""
    return frame.iloc[np.argsort(~ranked, kind="stable")].reset_index(drop=True)


def few_note(
    ranked: Array, least: int | None, rollcalls: Any, what: str = "state", of: str = "joint votes"
) -> list[str]:
    """Return a line that counts the unranked, if there are any.

    `least` and `rollcalls` are as for `enough`. `what` is the word for a row, and `of` the word for
    the votes that it has too few of.
    """
    few = int((~ranked).sum())
    if not few:
        return []
    sizes = {*np.atleast_1d(_usual_least(rollcalls)).tolist()}
    fewer = f"fewer than {max(sizes) if least is None else least} {of}"
    if least is None and len(sizes) > 1:
        fewer = f"fewer {of} than a twentieth of the roll calls, at least {LEAST},"
    stand = "stands" if few == 1 else "stand"
    words = f"{count_of(few, what)} with {fewer} {stand} unranked at the end"
    return [f"{words} (--least 0 ranks all)"]
