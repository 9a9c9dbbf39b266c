"""Answers that a record remembers: it does not change, so each question is answered once."""

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
# A larger array is made again each time: that is quick, and keeping it takes much memory.
MOST_BYTES = 1 << 20


def remembered(
    answer: Callable[Concatenate["Record", P], T],
) -> Callable[Concatenate["Record", P], T]:
    """Make a record remember what a function returned for it and the same other arguments.

    Arrays come back read only, lists as copies. If an argument has no hash, such as groups of the
    user's own, nothing is remembered.
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
        # The caller may change its list.
        return copy(found) if isinstance(found, list) else found

    return asked
