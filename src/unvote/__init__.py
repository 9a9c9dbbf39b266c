"""How the United Nations voted: tallies, majority rules, and who voted with whom.

Every command of the program is a call here, with the same names and the same columns::

    import unvote

    record = unvote.load()                       # the full record, else the one in unvote
    unvote.tally(record.select("ES-11/7"))       # the count, the rule, the outcome
    unvote.align(record, "US", "RU")             # how two vote with each other
    unvote.versus(record, "US", "EU")            # who stands with whom

`__init__.pyi` lists the public names, each with its module, which is loaded when the name is
first used. Nothing here prints, and pandas is loaded only when a call needs it.
"""

from typing import Any

import lazy_loader

_public, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

# Public names that have another name now, each with the new one. An old name works, with a
# DeprecationWarning, until the next version that may break programs.
_RENAMED: dict[str, str] = {}


def __getattr__(name: str) -> Any:
    if new := _RENAMED.get(name):
        import warnings

        text = f"unvote.{name} is now called unvote.{new}; the old name will go"
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return _public(new)
    return _public(name)
