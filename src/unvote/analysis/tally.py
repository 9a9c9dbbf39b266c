"""Tallies: how many voted how, all together or group by group, and the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from unvote.analysis.actors import WITH_WEOG, Groups, counted_separately, is_regions, undated_note
from unvote.analysis.adoption import TIMES, adoption
from unvote.analysis.counts import COUNTED, count_votes, voters_only_note
from unvote.analysis.outcomes import (
    SWITCH,
    VERDICT,
    count_columns,
    judge_rollcalls,
    switch_column,
    verdict_columns,
)
from unvote.analysis.rollcalls import ABOUT, about, days_note
from unvote.answer import Answer, Column, noted, question
from unvote.codes import Vote
from unvote.listing import listing_of, notes_on_listing
from unvote.record import Record
from unvote.selection.positions import membership
from unvote.world.groups import Group
from unvote.world.states import State

TALLY_BY = (ABOUT[0], ABOUT[1], Column("group", key=True), *COUNTED)


@dataclass(frozen=True)
class Tallied:
    """What a picture of tallies needs besides the rows: nothing."""


@question
def tally(
    record: Record,
    by: str | Sequence[str] | None = None,
    *,
    groups: Groups | None = None,
    as_listed: bool = False,
) -> Answer:
    """Count the votes of each roll call, and say by the usual rule whether it passed.

    Parameters
    ----------
    record : Record
        The roll calls.
    by : str or sequence of str, optional
        "region", or groups and states ("EU,NATO"): counts each of them separately. "session",
        "year" or "decade": counts the texts of each by how they were adopted.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).
    as_listed : bool
        Treats the states listed as the whole body. Otherwise the body is the members of the day,
        and an outcome that members missing from the list could change is "open".

    Returns
    -------
    DataFrame
        One row per roll call, oldest first: `rollcall, date, organ, session, title`; the votes
        cast, `yes, no, abstain`; `not_voting` and `members`; `rule`, the least number of yes votes
        `needed`, the `margin` (yes - needed), `passed` and `outcome` ("adopted", "rejected",
        "vetoed", "no decision", "without a vote", or "open", with `passed` and `margin` missing,
        and `needed` if it depends on the votes cast); `rule_known`, false if no source says which
        rule applied and another rule would lead to `outcome_otherwise`, which is empty in all other
        rows; `switch`, how many votes would have to switch for the other outcome, missing if no
        number would do. With `by` one row per roll call and group: `rollcall, date, group, yes, no,
        abstain, not_voting, members`, with the members of the day, and `not_voting` missing if the
        list lacks some of them; with "region", states in no regional group are under `none`. By
        session, year or decade one row each: `by, texts`, which are adopted `without_vote` (missing
        if the record has no such text), `adopted` by a vote, or `failed`; among those adopted by a
        vote, the `unanimous` ones, and those with yes votes `under_two_thirds` of yes and no.
        `frame.attrs["notes"]` says what is doubtful, what was left out, which rules were taken, and
        why.

    Raises
    ------
    UnknownNameError
        If a group is not known.
    ArgumentError
        If "region" is named with groups.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.tally(unvote.load("embedded").select("ES-11/7"))
    >>> frame[["yes", "no", "abstain", "not_voting", "needed", "outcome"]].to_dict("records")
    [{'yes': 93, 'no': 18, 'abstain': 65, 'not_voting': 17, 'needed': 74, 'outcome': 'adopted'}]
    """
    if by in TIMES:
        return adoption(record, str(by), as_listed=as_listed)
    if by is not None:
        return _tally_by(record, by, groups, as_listed=as_listed)
    outcomes = judge_rollcalls(record, as_listed=as_listed)
    frame = about(record).assign(
        **count_columns(record, outcomes.judged),
        **verdict_columns(outcomes.judged),
        **switch_column(outcomes.judged),
    )
    hidden = [column.hidden() for column in VERDICT[:4]]
    return Answer(
        frame,
        [*ABOUT, *COUNTED[:-1], COUNTED[-1].hidden(), *hidden, *VERDICT[4:], SWITCH.hidden()],
        record,
        notes=[*noted("doubt", outcomes.notes), *days_note(record)],
        basis=[*noted("rule", outcomes.reasons)],
        facts=Tallied(),
        newest=True,
    )


def _tally_by(
    record: Record, by: str | Sequence[str], groups: Groups | None, *, as_listed: bool
) -> Answer:
    """Return the counts of each group in each roll call, in the order of the groups."""
    sides, whole = counted_separately(by, groups), record
    masks = {side.code: membership(record, side) for side in sides}
    if is_regions(by):
        masks["none"] = ~np.logical_or.reduce(list(masks.values()))
    notes = [note for side in sides for note in undated_note(record, side)][:1]
    if notes:
        dated = record.rollcalls["date"].notna().to_numpy()
        record = record.rows(dated)
        masks = {code: mask[dated] for code, mask in masks.items()}
    lacking = _lacking(record, sides, by, as_listed=as_listed)
    pieces = [
        pd.DataFrame(
            {
                "rollcall": record.rollcalls.index,
                "date": record.rollcalls["date"].to_numpy(),
                "group": code,
                "voters_only": record.without_absences,
                "lacking": lacking[code],
                "no_list": record.unlisted,
                **count_votes(record.matrix, mask),
            }
        )
        for code, mask in masks.items()
    ]
    frame = pd.concat(pieces).sort_index(kind="stable")
    frame["members"] += frame["lacking"]
    reasons = []
    if is_regions(by):
        frame = frame[frame["members"] > 0]
        if "WEOG" in set(frame["group"]):
            reasons.append(WITH_WEOG)
    # Some lists do not tell who did not vote.
    frame["members"] = frame["members"].astype("Int64").mask(frame["voters_only"])
    unknown = frame["voters_only"] | (frame["lacking"] > 0)
    frame["not_voting"] = frame["not_voting"].astype("Int64").mask(unknown)
    for name in ("yes", "no", "abstain"):
        frame[name] = frame[name].astype("Int64").mask(frame["no_list"])
    notes += [*notes_on_listing(record, missing=not as_listed), *voters_only_note(record)]
    frame = frame[[column.name for column in TALLY_BY]].reset_index(drop=True)
    return Answer(
        frame,
        TALLY_BY,
        whole,
        notes=[*noted("doubt", notes), *days_note(record)],
        basis=[*noted("reason", reasons)],
        newest=True,
    )


def _lacking(
    record: Record, sides: Sequence[State | Group], by: str | Sequence[str], *, as_listed: bool
) -> dict[str, Any]:
    """Count the members of each group that the list of each roll call lacks."""
    listing = listing_of(record)
    if as_listed or not listing.missing.any():
        return dict.fromkeys([*(side.code for side in sides), "none"], 0)
    votes = record.votes.reindex(columns=listing.states, fill_value=Vote.NOT_A_MEMBER)
    everyone = replace(record, votes=votes)
    masks = {side.code: membership(everyone, side) for side in sides}
    if is_regions(by):
        masks["none"] = ~np.logical_or.reduce(list(masks.values()))
    return {code: (listing.missing & mask).sum(axis=1) for code, mask in masks.items()}
