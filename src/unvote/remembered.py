"""Questions about a record that are answered once: a record does not change."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import numpy as np

if TYPE_CHECKING:
    from unvote.record import Record

P = ParamSpec("P")
T = TypeVar("T")
# A larger array takes less time to make again than it is worth in memory.
MOST_BYTES = 1 << 20


def remembered(
    answer: Callable[Concatenate["Record", P], T],
) -> Callable[Concatenate["Record", P], T]:
    """Keep in a record what a function returns for it, by its other arguments.

    Arrays come back read only, lists as copies. With arguments that have no hash, such as groups of
    the user's own, the function answers anew.
    """
    parameters = signature(answer)

    @wraps(answer)
    def asked(record: "Record", /, *args: P.args, **how: P.kwargs) -> T:
        answers: dict[Any, Any] = record.__dict__.setdefault("_answers", {})
        asks = parameters.bind(record, *args, **how)
        asks.apply_defaults()
        try:
            key = answer, *list(asks.arguments.items())[1:]
            found: T | None = answers.get(key)
        except TypeError:
            return answer(record, *args, **how)
        if found is None:
            found = answer(record, *args, **how)
            if isinstance(found, np.ndarray):
                found.flags.writeable = False
            if getattr(found, "nbytes", 0) <= MOST_BYTES:
                answers[key] = found
        # Whoever asked may change a list.
        return copy(found) if isinstance(found, list) else found

    return asked
