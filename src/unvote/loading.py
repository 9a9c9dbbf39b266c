"""Which record is asked for by name: the full one on this machine, or the one in unvote."""

from dataclasses import replace
from pathlib import Path

from unvote._version import __version__
from unvote.errors import ArgumentError
from unvote.record import EMBEDDED, Record

_PACKAGED = Path(__file__).parent / "data" / "votes.csv"
_CHECKED_OUT = Path(__file__).parents[2] / "data" / "votes.csv"


def load(name: str | None = None) -> Record:
    """Return the full record on this machine, or the one that comes with unvote.

    Parameters
    ----------
    name : "embedded" or "full", optional
        "embedded": the reference record, 21 roll calls of the General Assembly and 3 of the
        Security Council, 2014 to 2025. "full": what `unvote data pull` and `unvote data
        import` have made. None: the full one where there is one.

    Returns
    -------
    Record
        The record, whole; `select` takes roll calls from it.

    Raises
    ------
    ArgumentError
        If there is no record of that name.
    DataError
        If there is no full record on this machine, or it is damaged.

    Examples
    --------
    >>> import unvote
    >>> len(unvote.load("embedded"))
    24
    """
    from unvote.store import place

    if name == "full" or (name is None and place.exists()):
        from unvote.store.opening import open_record

        return open_record()
    if name not in (None, "embedded"):
        raise ArgumentError(f"there is no record '{name}': it is 'embedded' or 'full'")
    from unvote.readers import undl
    from unvote.readers.source import Source

    path = _PACKAGED if _PACKAGED.exists() else _CHECKED_OUT
    record = undl.read(Source(path, name=EMBEDDED))
    return replace(record, edition=(f"unvote {__version__}",))
