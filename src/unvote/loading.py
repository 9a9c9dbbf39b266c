"""Which record is asked for by name: the full one on this machine, or the one in unvote."""

from dataclasses import replace

from unvote._version import __version__
from unvote.errors import ArgumentError
from unvote.record import EMBEDDED, Record
from unvote.world.tables import embedded_votes


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
    from unvote.store import location

    if name == "full" or (name is None and location.exists()):
        from unvote.store.read import open_record

        return open_record()
    if name not in (None, "embedded"):
        raise ArgumentError(f"there is no record '{name}': it is 'embedded' or 'full'")
    from unvote.readers import undl
    from unvote.readers.stream import Source

    record = undl.read(Source(embedded_votes(), name=EMBEDDED))
    return replace(record, edition=(f"unvote {__version__}",))
