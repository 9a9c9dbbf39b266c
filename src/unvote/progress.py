"""Reports what a long computation is doing, and how far it is, to a listener."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

# What is being done, how much of it is done, and how much there is in all.
Teller = Callable[[str, int | None, int | None], None]
_Item = TypeVar("_Item")
# One for the whole process, so that threads of a computation report too.
_tellers: list[Teller] = []


@contextmanager
def telling(teller: Teller) -> Iterator[None]:
    """Report to a function what happens inside a `with` block."""
    _tellers.append(teller)
    try:
        yield
    finally:
        _tellers.remove(teller)


def tell(doing: str, done: int | None = None, total: int | None = None) -> None:
    """Report what is being done and how far it is, if there is a listener."""
    if _tellers:
        _tellers[-1](doing, done, total)


def steps(items: Sequence[_Item], doing: str) -> Iterator[_Item]:
    """Yield the items one by one; before each, tell how many are done.

    Examples
    --------
    >>> with telling(lambda doing, done, total: print(doing, done, "of", total)):
    ...     for item in steps("ab", "counting"):
    ...         pass
    counting 0 of 2
    counting 1 of 2
    """
    for done, item in enumerate(items):
        tell(doing, done, len(items))
        yield item
