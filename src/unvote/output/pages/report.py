"""An HTML page about a roll call, a state or a list of roll calls: one file that needs no other."""

from unvote.analysis.actors import Groups
from unvote.analysis.coverage import eligible
from unvote.analysis.report import answered
from unvote.answer import Answer
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.output.pages.actor import actor_page
from unvote.output.pages.listing import list_page
from unvote.output.pages.rollcall import rollcall_page
from unvote.record import Record

# More roll calls, or more lonely votes, make a page that nobody reads and few machines can show.
MOST_ROLLCALLS = 500


def report(
    record: Record,
    side: str | None = None,
    *,
    within: Record | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> str:
    """Return an HTML page about a roll call, a state or group, or a list of roll calls.

    The page is one file that loads nothing from elsewhere and works from disk.

    Parameters
    ----------
    record : Record
        The roll calls. Without a `side`, the page is about the one roll call, or about the list of
        several, at most 500.
    side : str, optional
        A state or a group: the page is about how it voted in the roll calls, and with whom.
    within : Record, optional
        The roll calls to search for earlier ones on the same text; None: `record`.
    organ, parts
        As for `align`: the roll calls on a page about a state, and in the rates on a page about a
        list.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    str
        The page. The same record and the same side give the same page.

    Raises
    ------
    NothingSelectedError
        If there is no roll call, or the side took no part in any.
    ArgumentError
        If a list has more than 500 roll calls.
    UnknownNameError, AmbiguousNameError
        If the side is not known, or is ambiguous.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> page = unvote.report(record.select("ES-11/7"), within=record)
    >>> page.splitlines()[0], "<h1>Advancing a comprehensive" in page
    ('<!doctype html>', True)
    """
    answer = answered(record, side, organ=organ, parts=parts, groups=groups)
    return page(record, side, answer, within=within, organ=organ, parts=parts, groups=groups)


def page(
    record: Record,
    side: str | None,
    answer: Answer,
    *,
    within: Record | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> str:
    """Return the page of `report` around its table, as from `answered`."""
    if not len(record):
        raise NothingSelectedError(f"{record.name}: no roll call is selected for the page")
    within = record if within is None else within
    if side is not None:
        return actor_page(eligible(record, organ, parts), side, answer, within, groups)
    if len(record) == 1:
        return rollcall_page(record, answer.frame, within, groups)
    if len(record) > MOST_ROLLCALLS:
        raise ArgumentError(
            f"{len(record):,} roll calls are too many for one page (at most {MOST_ROLLCALLS}):"
            " select fewer (--session 79), or name a resolution, a state or a group"
        )
    return list_page(record, answer, organ, parts)
