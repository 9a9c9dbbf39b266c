"""Who the members of an organ were on a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from unvote.world import states
from unvote.world.groups import all_groups, first_day, last_day
from unvote.world.organs import COMMITTEES
from unvote.world.tables import read_table

if TYPE_CHECKING:
    from unvote.record import Array

# From this year the days in sources are reliable; before it, only year and month are.
DAYS_RELIABLE_FROM = date(2004, 1, 1)
COUNCIL = "UNSC"
# Bodies of all members of the United Nations.
OF_ALL = ("GA", *COMMITTEES)

# A number of days longer than any period.
_LONGEST = 1 << 22

# The first day as a member, and the first day after membership; None is open.
Spell = tuple[date | None, date | None]


class Members(NamedTuple):
    """The members of organs in periods."""

    # Arrays of bool, states by periods: who was certainly a member, in the whole period; who may
    # have been one, in a part of it.
    certain: "Array"
    possible: "Array"
    # Array, one number per roll call: the place of its period, -1 if the members are not known.
    period: "Array"


@lru_cache(maxsize=1024)
def members_on(organ: str, day: date | None) -> frozenset[str] | None:
    """Return the codes of the members of an organ on a day.

    None: they are not known, since the day or a list of the members is lacking.

    Examples
    --------
    >>> len(members_on("GA", date(1950, 6, 1))), members_on("HRC", date(2020, 1, 1))
    (59, None)
    >>> sorted(members_on("SC", date(2025, 2, 24)) - {"CHN", "FRA", "GBR", "RUS", "USA"})
    ['DNK', 'DZA', 'GRC', 'GUY', 'KOR', 'PAK', 'PAN', 'SLE', 'SOM', 'SVN']
    """
    if day is None:
        return None
    found = frozenset(
        code
        for code, spells in _spells(organ).items()
        if any(
            (first is None or first <= day) and (end is None or day < end) for first, end in spells
        )
    )
    return found if _complete(organ, len(found)) else None


def periods_of(days: "Array") -> tuple["Array", "Array"]:
    """Return the first day of the period that each day means, and the day after its last.

    A day from 2004 on is its own period, an earlier one means its month; a missing day gives two
    missing days.
    """
    import numpy as np

    rough = days < np.datetime64(DAYS_RELIABLE_FROM)
    months = days.astype("datetime64[M]")
    month, day = np.timedelta64(1, "M"), np.timedelta64(1, "D")
    starts = np.where(rough, months, days).astype("datetime64[D]")
    return starts, np.where(rough, (months + month).astype("datetime64[D]"), days + day)


def members_of(
    organs: Sequence[str], periods: tuple["Array", "Array"], codes: Sequence[str]
) -> Members:
    """Return the members of the organs in the periods, one organ and period per roll call.

    `organs`: the organs.
    `periods`: two arrays of datetime64[D]: the first day of each period, and the day after its
    last; both may be missing.
    """
    import numpy as np

    named = np.array(organs, dtype=object)
    starts, stops = periods
    # Roll calls share days and months: look up each once.
    period = np.full(len(starts), -1)
    sure, maybe = np.zeros((2, len(codes), 0), dtype=bool)
    for organ in sorted({*organs} & {*OF_ALL, "SC"}):
        rows = np.flatnonzero((named == organ) & ~np.isnat(starts))
        first, length = starts[rows], (stops - starts)[rows].astype(np.int64)
        keys = first.astype(np.int64) * _LONGEST + length
        _, place, back = np.unique(keys, return_index=True, return_inverse=True)
        certain, possible = _in(organ, first[place], stops[rows][place], codes)
        counts = np.count_nonzero(certain, axis=0).tolist()
        whole = np.array([_complete(organ, count) for count in counts], dtype=bool)
        period[rows] = np.where(whole[back], sure.shape[1] + back, -1)
        sure, maybe = np.hstack([sure, certain]), np.hstack([maybe, possible])
    return Members(sure, maybe, period)


def _in(organ: str, first: "Array", end: "Array", codes: Sequence[str]) -> tuple[Any, Any]:
    """Return who was a member in all of each period, and who in a part; `end` is the day after.

    One row per state.
    """
    import numpy as np

    places, begin, over = _bounds(organ, tuple(codes))
    first, end = first.astype(np.int64), end.astype(np.int64)
    sure, maybe = np.zeros((2, len(codes), len(first)), dtype=bool)
    np.logical_or.at(sure, places, (begin <= first) & (end <= over))
    np.logical_or.at(maybe, places, (begin < end) & (first < over))
    return sure, maybe


@lru_cache(maxsize=64)
def _bounds(organ: str, codes: tuple[str, ...]) -> tuple[Any, Any, Any]:
    """Return each spell of the states as a member: the place of the state, first day, end."""
    import numpy as np

    spells = [
        (place, since or date.min, until or date.max)
        for place, code in enumerate(codes)
        for since, until in _spells(organ).get(code, ())
    ]
    places = np.array([place for place, _, _ in spells], dtype=np.intp)
    bounds = np.array([spell[1:] for spell in spells], dtype="datetime64[D]").reshape(-1, 2)
    begin, over = bounds.astype(np.int64).T[:, :, np.newaxis]
    return places, begin, over


@cache
def _spells(organ: str) -> dict[str, tuple[Spell, ...]]:
    """Return when each state was a member of an organ; empty for an unknown organ."""
    if organ in OF_ALL:
        return {code: state.spells for code, state in states.all_states().items()}
    spells: dict[str, tuple[Spell, ...]] = {}
    for spell in all_groups()[COUNCIL].memberships if organ == "SC" else ():
        after = spell.last + timedelta(days=1) if spell.last else None
        spells[spell.state] = (*spells.get(spell.state, ()), (spell.first, after))
    return spells


def _complete(organ: str, count: int) -> bool:
    """Return whether these are all members: some years of the Council are listed incompletely."""
    return count in {size.members for size in _sizes()["SC"]} if organ == "SC" else count > 0


class Size(NamedTuple):
    """The number of members of a body, from `first` to the day before `end`; None is open."""

    members: int
    first: date
    end: date | None


@cache
def _sizes() -> dict[str, tuple[Size, ...]]:
    """Return the sizes of the bodies that have a fixed number of members."""
    sizes: dict[str, tuple[Size, ...]] = {}
    for row in read_table("body_sizes"):
        first, last = first_day(row["from"]), last_day(row["to"])
        size = Size(int(row["members"]), first or date.min, last and last + timedelta(days=1))
        sizes[row["organ"]] = (*sizes.get(row["organ"], ()), size)
    return sizes


def size_of(organ: str, first: date | None, end: date | None) -> int | None:
    """Return how many members a body had from a day to the day before `end`, or None if unknown.

    Without a first day, return the size if it never changed.

    Examples
    --------
    >>> size_of("ECOSOC", date(2022, 6, 1), date(2022, 6, 2)), size_of("HRC", None, None)
    (54, 47)
    >>> size_of("ECOSOC", None, None), size_of("IAEA", date(2022, 6, 1), date(2022, 6, 2))
    (None, None)
    """
    found = {
        size.members
        for size in _sizes().get(organ, ())
        if first is None
        or (size.first <= first and (size.end is None or (end or date.max) <= size.end))
    }
    return found.pop() if len(found) == 1 else None
