"""Adds the absences that a source omits: of members that have no vote.

If a roll call has no date, the members are those of its whole session.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from unvote.codes import Vote
from unvote.listing import listing_of
from unvote.record import TOTALS, Array, Record, count_of
from unvote.world.members import OF_ALL
from unvote.world.states import all_states

# Sources whose days are not reliable before this year; their years and months are.
_ROUGH = ("unvotes", "voeten")
_RELIABLE = np.datetime64("2004-01-01")


def filled(record: Record) -> Record:
    """Return a record in which members without a vote are not voting; see `fill_absent`."""
    says = _says_absent(record.rollcalls["source"], record.matrix)
    full = _derived(record, ~says)
    of_assembly = record.rollcalls["organ"].isin(OF_ALL).to_numpy()
    cut = int(np.count_nonzero(says & of_assembly & (listing_of(record).unlisted > 0)))
    if not cut:
        return full
    note = (
        f"{count_of(cut, 'roll call')} not filled: the source lists some of the absent, so that"
        " the members it leaves out may have voted"
    )
    return replace(full, notes=(*full.notes, note))


def filled_where_complete(record: Record) -> Record:
    """Return a record of texts with the members that no list names as not voting.

    It does so for roll calls with a date and complete lists: yes, no and abstentions add up to
    the published totals, and there is no list of the absent.
    """
    matrix, rollcalls = record.matrix, record.rollcalls
    complete = ~(matrix == Vote.NOT_VOTING).any(axis=1) & rollcalls["date"].notna().to_numpy()
    for name, vote in zip(TOTALS, (Vote.YES, Vote.NO, Vote.ABSTAIN), strict=False):
        stated = rollcalls[name].array.to_numpy(np.int64, na_value=-1)
        complete &= stated == np.count_nonzero(matrix == vote, axis=1)
    return _derived(record, complete)


def _derived(record: Record, fit: Array) -> Record:
    """Return a record with the members without a vote as not voting, where the rows allow it."""
    rollcalls = record.rollcalls
    days = rollcalls["date"].to_numpy().astype("datetime64[D]")
    matrix = record.matrix
    fit = fit & rollcalls["organ"].isin(OF_ALL).to_numpy() & ~record.without_vote
    fit &= matrix.any(axis=1)
    listing = listing_of(record)
    votes = record.votes.reindex(columns=listing.states, fill_value=Vote.NOT_A_MEMBER)
    members = np.column_stack([_member_on(code, days) for code in listing.states])
    members = np.where(np.isnat(days)[:, np.newaxis], listing.missing, members)
    absent = members & fit[:, np.newaxis] & (votes.to_numpy() == Vote.NOT_A_MEMBER)
    if not absent.any():
        return record
    full = np.where(absent, np.int8(Vote.NOT_VOTING), votes.to_numpy()).astype(np.int8)
    keep = full.any(axis=0) | votes.columns.isin(record.votes.columns)
    votes = pd.DataFrame(full[:, keep], index=votes.index, columns=votes.columns[keep])
    notes = [
        f"{count_of(absent.sum(), 'cell')} of {count_of(absent.any(axis=1).sum(), 'roll call')}"
        " derived: not voting (X) where the source has no vote of a member"
    ]
    rough = absent.any(axis=1) & (days < _RELIABLE) & rollcalls["source"].isin(_ROUGH).to_numpy()
    if rough.any():
        notes.append(
            f"the days of {count_of(rough.sum(), 'roll call')} before 2004 are not reliable in the"
            " source: who was a member is judged by the day given"
        )
    return replace(record, votes=votes, notes=(*record.notes, *notes))


def _says_absent(sources: pd.Series, matrix: Array) -> Array:
    """Return which roll calls are from a source that lists states that did not vote."""
    voted = (matrix == Vote.NOT_VOTING).any(axis=1)
    says: Array = sources.isin(set(sources[voted])).to_numpy()
    return says


def _member_on(code: str, days: Array) -> Array:
    """Return on which of the days a state was a member; False for a missing day."""
    member = np.zeros(len(days), dtype=bool)
    for first, end in all_states()[code].spells:
        since = days >= np.datetime64(first)
        member |= since if end is None else since & (days < np.datetime64(end))
    return member
