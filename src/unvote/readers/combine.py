"""Puts Records of one source together, and sorts those of several by authority."""

from collections.abc import Sequence
from pathlib import PurePath

import numpy as np
import pandas as pd

from unvote.readers import build
from unvote.record import Record, count_of
from unvote.world.sources import AUTHORITY
from unvote.world.symbols import normal


def by_source(records: Sequence[Record]) -> list[Record]:
    """Return one Record for each source, the most authoritative first."""
    alike: dict[str, list[Record]] = {source: [] for source in AUTHORITY}
    for record in records:
        sources = record.rollcalls["source"]
        for source in dict.fromkeys(sources):
            whole = (sources == source).all()
            alike[source].append(record if whole else record.rows((sources == source).to_numpy()))
    return [combined(several) for several in alike.values() if several]


def combined(records: Sequence[Record]) -> Record:
    """Return the Record of all roll calls of several Records.

    If several have the same source, number, symbol and year, the last one counts. Those that
    agree in symbol, date and every vote are one.
    """
    if len(records) == 1:
        return records[0]
    rollcalls = pd.concat([record.rollcalls for record in records], ignore_index=True)
    votes = pd.concat([record.votes for record in records], ignore_index=True).fillna(0)
    names = [PurePath(record.name).name for record in records]
    notes = [
        note if len(set(names)) == 1 else f"{name}: {note}"
        for name, record in zip(names, records, strict=True)
        for note in record.notes
    ]
    numbered = rollcalls["number"] != ""
    known = rollcalls[["source", "number", "organ"]].assign(
        form=rollcalls["symbol"].map(normal), year=rollcalls["date"].dt.year
    )
    earlier = numbered & known.duplicated(keep="last")
    if earlier.any():
        notes.append(
            f"{count_of(int(earlier.sum()), 'roll call')} that two files hold under one number: the"
            " file named later counts"
        )
    states = sorted(votes.columns)
    keep = ~earlier.to_numpy()
    return build.ordered(
        build.some(names, most=4096),
        rollcalls[keep].reset_index(drop=True),
        votes[states].to_numpy(np.int8)[keep],
        states,
        notes,
    )
