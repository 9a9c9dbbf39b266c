"""How many voted how: the counts of each roll call, for all states or for some."""

from typing import Any

import numpy as np
import pandas as pd

from unvote.answer import Column, Kind
from unvote.codes import Vote
from unvote.listing import listing_of
from unvote.record import Record, count_of
from unvote.remembered import remembered
from unvote.world.members import OF_ALL
from unvote.world.rules import Change, Count, changes_by, permanent_members
from unvote.world.sources import VOTERS_ONLY
from unvote.world.words import first_of

COUNTS = ("yes", "no", "abstain", "not_voting", "members")
# The columns with these names.
COUNTED = tuple(Column(name, Kind.COUNT) for name in COUNTS)
# How many differing totals a note names.
FEW = 5


def count_votes(matrix: Any, mask: Any = True) -> dict[str, Any]:
    """Count the votes in each roll call, of all states or of those in a mask."""
    kinds = {"yes": Vote.YES, "no": Vote.NO, "abstain": Vote.ABSTAIN, "not_voting": Vote.NOT_VOTING}
    counts = {name: ((matrix == vote) & mask).sum(axis=1) for name, vote in kinds.items()}
    return counts | {"members": ((matrix != Vote.NOT_A_MEMBER) & mask).sum(axis=1)}


def counts_of(record: Record, *, as_listed: bool) -> list[tuple[Count, tuple[Change, ...]]]:
    """Return the count that decides each roll call, and how unlisted members may change it.

    Unlisted members count as not voting. Their votes cannot change the count in two cases: the
    published totals agree with the list of all who voted; or the source publishes totals and lists
    only who voted, or nobody. If most of the states listed were not members, nothing is known about
    how the organ voted. Permanent members count in the Security Council alone.
    """
    listing, table, listed = listing_of(record), record.rollcalls, count_votes(record.matrix)
    council = (table["organ"] == "SC").to_numpy()[:, np.newaxis]
    columns = np.isin(list(record.votes.columns), list(permanent_members()))
    permanent = count_votes(record.matrix, columns & council)
    unlisted = listing.unlisted * (not as_listed)
    silent = len(permanent_members()) * council[:, 0] - permanent["members"]
    unlisted_permanent = np.minimum(silent, unlisted)
    published = np.column_stack(
        [
            table[f"published_{name}"].to_numpy(np.int64, na_value=-1)
            for name in (*COUNTS[:3], COUNTS[-1])
        ]
    )
    voters_only = table["source"].isin(VOTERS_ONLY).to_numpy()
    counts = map(
        Count,
        *(listed[name].tolist() for name in COUNTS[:4]),
        permanent["yes"].tolist(),
        permanent["no"].tolist(),
        (permanent["abstain"] + permanent["not_voting"]).tolist(),
    )
    strange = listing.strange & (not as_listed)
    rows = zip(
        strange.tolist(),
        counts,
        unlisted.tolist(),
        unlisted_permanent.tolist(),
        published.tolist(),
        voters_only.tolist(),
        strict=True,
    )
    return [
        (count, _extremes(count)) if foreign else _whole(count, *row) if row[0] else (count, ())
        for foreign, count, *row in rows
    ]


def _extremes(count: Count) -> tuple[Change, ...]:
    """Return the changes after which all have voted yes, or all no."""
    most = count.members
    return Change(most - count.yes, -count.no), Change(-count.yes, most - count.no)


def _whole(
    count: Count, unlisted: int, permanent: int, published: list[int], voters_only: bool
) -> tuple[Count, tuple[Change, ...]]:
    """Return the count with the unlisted members, and how they may change it."""
    members = count.members + unlisted
    yes, no, abstain, stated = published
    more_yes, more_no, more_abstain = yes - count.yes, no - count.no, abstain - count.abstain
    # A list that names some of the absent, but not all, has been cut off.
    complete = not count.not_voting or stated == members
    agrees = complete and more_yes == more_no == more_abstain == 0
    fits = yes + no + abstain <= members
    trusted = not count.members or (fits and (voters_only or agrees))
    if trusted and min(more_yes, more_no, more_abstain) >= 0:
        # How many of the unlisted noes come from permanent members: at least, at most.
        least, most = max(more_no - (unlisted - permanent), 0), min(more_no, permanent)
        known = count._replace(
            yes=yes,
            no=no,
            abstain=abstain,
            not_voting=max(members - yes - no - abstain, 0),
            permanent_no=count.permanent_no + least,
        )
        return known, (Change(0, 0, most - least),)
    whole = count._replace(
        not_voting=count.not_voting + unlisted, permanent_silent=count.permanent_silent + permanent
    )
    if voters_only and 2 * count.members >= members:
        return whole, ()
    return whole, changes_by(unlisted, permanent)


@remembered
def uncounted(record: Record) -> Any:
    """Return the votes that have no list of states and lack some totals."""
    published = record.rollcalls[[f"published_{name}" for name in COUNTS[:3]]].notna()
    return record.unlisted & ~published.to_numpy(dtype=bool).all(axis=1)


def absences(counted: Any, unknown: Any) -> Any:
    """Return how often states were absent; missing if a source lists only who voted."""
    counted = np.asarray(counted, dtype=np.int64)
    return pd.arrays.IntegerArray(counted, np.broadcast_to(unknown, counted.shape).copy())


def voters_only_note(record: Record) -> list[str]:
    """Return a note on the roll calls whose source lists only who voted."""
    unknown = record.without_absences
    if not unknown.any():
        return []
    derivable = record.rollcalls["organ"].isin(OF_ALL).to_numpy() & unknown
    hint = " (--fill-absent derives it)" if derivable.any() else ""
    return [
        f"{count_of(int(unknown.sum()), 'roll call')} whose source lists only who voted: the number"
        f" of the others is left empty{hint}"
    ]


def without_list_note(record: Record) -> list[str]:
    """Return notes on the votes without a list of states: one on those without totals, one with."""
    unknown, ids = uncounted(record), record.rollcalls.index
    found = (
        (
            unknown,
            "with neither a list of states nor all totals: counts that are not published are empty,"
            " and the outcome is open",
        ),
        (
            record.unlisted & ~unknown,
            "without a list of states, counted by the totals that are published",
        ),
    )
    return [
        f"{count_of(int(mask.sum()), 'vote')} {words}: {first_of(ids[mask], FEW)}"
        for mask, words in found
        if mask.any()
    ]


def parts_note(record: Record) -> list[str]:
    """Return a note on votes that were not on whole texts."""
    parts = record.rollcalls.index[record.rollcalls["part"] != ""].tolist()
    if not parts:
        return []
    what = f"{count_of(len(parts), 'roll call')} of these ({first_of(parts, FEW)})"
    how = "is" if len(parts) == 1 else "are"
    return [f"{what} {how} on amendments or paragraphs, not on whole texts"]


def unlike_published_note(record: Record) -> list[str]:
    """Return a note on published totals that differ, unless the reader noted them already."""
    table, votes = record.rollcalls, count_votes(record.matrix)
    differ = np.zeros(len(record), dtype=bool)
    for name in COUNTS[:3]:
        published = table[f"published_{name}"]
        differ |= np.array(published.notna() & (published != votes[name]), dtype=bool)
    if not differ.any() or record.notes:
        return []
    first = [
        f"{id_} ({'-'.join('?' if pd.isna(figure) else str(figure) for figure in figures)})"
        for id_, *figures in table[differ][[f"published_{name}" for name in COUNTS[:3]]]
        .head(FEW)
        .itertuples()
    ]
    return [
        f"{count_of(int(differ.sum()), 'roll call')} whose published tally differs from the votes"
        f" listed; the votes count: {', '.join(first)}"
    ]
