"""Compares the outcome that a text gives with the outcome by the rule."""

import numpy as np

from unvote.codes import Vote
from unvote.readers.build import some
from unvote.readers.stream import brief
from unvote.record import Record
from unvote.world.rules import Count, default_rule, find_rule, judge, permanent_members

ADOPTED, NOT_ADOPTED = "adopted", "not adopted"


def compared(record: Record) -> Record:
    """Return a record with a note on the roll calls for which the text gives another outcome."""
    differing = []
    permanent = record.votes.columns.isin(sorted(permanent_members()))
    for place, (name, row) in enumerate(record.rollcalls.iterrows()):
        if row["modality"] not in (ADOPTED, NOT_ADOPTED):
            continue
        votes = record.matrix[place]
        yes, no, abstain, silent = (
            int(np.count_nonzero(votes == vote))
            for vote in (Vote.YES, Vote.NO, Vote.ABSTAIN, Vote.NOT_VOTING)
        )
        against = int(np.count_nonzero(votes[permanent] == Vote.NO))
        day = None if row["date"] is None or row["date"] != row["date"] else row["date"].date()
        said = f"{row['title']} {row['agenda']}"
        rule = default_rule(
            row["organ"], row["symbol"], row["session"], row["draft"], said, day
        ).name
        verdict = judge(find_rule(rule, day), Count(yes, no, abstain, silent, permanent_no=against))
        if verdict.passed != (row["modality"] == ADOPTED):
            differing.append(
                f"{brief(str(name), 40)} ({row['modality']} in the text, {verdict.outcome} by"
                f" {rule})"
            )
    if not differing:
        return record
    note = f"the outcome in the text differs from that by the assumed rule: {some(differing)}"
    return record.with_facts(notes=(*record.notes, note))
