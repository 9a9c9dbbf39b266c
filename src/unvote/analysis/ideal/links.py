"""Which roll calls are on the same text as one of the session before, and share parameters."""

from dataclasses import replace

import numpy as np
import pandas as pd

from unvote.analysis.ideal.usable import Used, cast_in
from unvote.analysis.recurring import title_keys
from unvote.record import Matrix

# Two roll calls on one title are taken for the same text where so many vote as the year before.
SAME = 0.98


def items_of(used: Used) -> tuple[Matrix, int]:
    """Return the item of each roll call, shared by the same text in sessions that follow.

    The same text: one whole text of each of the two sessions has the title, or the agenda item
    where a source puts the title there, and nearly all states that voted on both voted the
    same, since a title may stay while the text changes.
    """
    record, matrix = used.record, used.record.matrix
    table = record.rollcalls
    agenda = replace(record, rollcalls=table.assign(title=table["agenda"]))
    whole = (table["part"] == "").to_numpy(dtype=bool)
    keys = pd.DataFrame(
        {
            "key": np.concatenate([title_keys(record), title_keys(agenda)]),
            "session": np.tile(used.sessions, 2),
            "row": np.tile(np.arange(len(matrix)), 2),
        }
    )
    keys = keys[np.tile(whole, 2) & (keys["key"] != "")].drop_duplicates(["key", "row"])
    keys = keys.drop_duplicates(["key", "session"], keep=False)
    before = keys.assign(session=keys["session"] + 1)
    pairs = keys.merge(before, on=["key", "session"], suffixes=("", "_before"))
    now, then = matrix[pairs["row"]], matrix[pairs["row_before"]]
    both = cast_in(now) & cast_in(then)
    same = (both & (now == then)).sum(axis=1) >= SAME * np.maximum(both.sum(axis=1), 1)
    pairs = pairs[same].sort_values(["session", "row"]).drop_duplicates("row")
    items = np.arange(len(matrix))
    for row, earlier in zip(pairs["row"], pairs["row_before"], strict=True):
        items[row] = items[earlier]
    return np.unique(items, return_inverse=True)[1], len(pairs)
