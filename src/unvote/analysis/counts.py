"""How many voted how: the counts of each roll call, of all states or of some."""

from typing import Any

import numpy as np
import pandas as pd

from unvote.codes import Vote
from unvote.record import Record, count_of

COUNTS = ("yes", "no", "abstain", "not_voting", "members")
# How many published totals that differ are told one by one.
FEW = 5


def count_votes(matrix: Any, mask: Any = True) -> dict[str, Any]:
    """Return the counts of the votes in each roll call, of all states or of those in a mask."""
    kinds = {"yes": Vote.YES, "no": Vote.NO, "abstain": Vote.ABSTAIN, "not_voting": Vote.NOT_VOTING}
    counts = {name: ((matrix == vote) & mask).sum(axis=1) for name, vote in kinds.items()}
    return counts | {"members": ((matrix != Vote.NOT_A_MEMBER) & mask).sum(axis=1)}


def unlisted_note(record: Record) -> list[str]:
    """Return a note on the roll calls of which the source lists only who voted."""
    unknown = int(record.without_absences.sum())
    if not unknown:
        return []
    return [
        f"{count_of(unknown, 'roll call')} of which the source lists only who voted: who did not"
        " is left empty (--fill-absent derives it)"
    ]


def unlike_published_note(record: Record) -> list[str]:
    """Return a note on published totals that differ, unless reading the file told of them."""
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
        f"{count_of(int(differ.sum()), 'roll call')} published with another tally than the votes"
        f" listed, which are counted: {', '.join(first)}"
    ]
