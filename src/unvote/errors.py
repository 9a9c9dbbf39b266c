"""The errors that unvote raises, one class for each thing a user can do about it.

::

    UnvoteError
    ├── ArgumentError         an argument is not valid: correct the call
    ├── UnknownNameError      a state, group or resolution is not known: correct the name
    │   └── AmbiguousNameError    the name fits several: name one of them
    ├── NothingSelectedError  no roll call fits the conditions: widen them
    ├── DataError             a file cannot be read, or holds wrong data: correct the file
    └── OutputError           a file cannot be written: name another place

Every message is one line: what, which value, how to go on.
"""


class UnvoteError(Exception):
    """The root of all errors that unvote raises on purpose."""


def is_interrupt(error: BaseException | None) -> bool:
    """Return whether an interrupt caused an error: while a module loads, others may hide it."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


class ArgumentError(UnvoteError, ValueError):
    """An argument is not valid."""


class UnknownNameError(UnvoteError, LookupError):
    """A state, group or resolution is not known."""


class AmbiguousNameError(UnknownNameError):
    """A name fits several states."""


class NothingSelectedError(UnvoteError, LookupError):
    """No roll call fits the conditions."""


class DataError(UnvoteError, ValueError):
    """A file cannot be read, or holds wrong data."""


class OutputError(UnvoteError, OSError):
    """A file cannot be written."""
