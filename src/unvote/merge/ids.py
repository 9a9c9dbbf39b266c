"""The ids of the roll calls of a record that is made from others."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from unvote.merge.rollcalls import Rollcalls, days_of, forms_of
from unvote.record import Record
from unvote.world.sources import AUTHORITY


def record_of(rollcalls: Rollcalls, states: Sequence[str], name: str) -> Record:
    """Return a record of these roll calls, in this order, with ids and the states that voted."""
    table, matrix = rollcalls
    index = pd.Index(_ids(table), name="rollcall", dtype="str")
    voted = np.flatnonzero(matrix.any(axis=0))
    columns = [states[column] for column in voted.tolist()]
    votes = pd.DataFrame(matrix[:, voted], index=index, columns=columns)
    return Record(table.set_index(index), votes, name)


def _ids(table: pd.DataFrame) -> list[str]:
    """Return the id of each roll call; the more authoritative source chooses first."""
    forms = forms_of(table)
    sharing = Counter(forms)
    ids = [""] * len(table)
    given: set[str] = set()
    symbols, numbers, sources = (table[name].tolist() for name in ("symbol", "number", "source"))
    rows = zip(forms, symbols, numbers, days_of(table), sources, strict=True)
    by_authority = sorted(enumerate(rows), key=lambda row: AUTHORITY.index(row[1][-1]))
    for place, (form, symbol, number, day, source) in by_authority:
        own = number or day
        choices = [symbol] if form and sharing[form] == 1 else []
        choices += [f"{symbol}#{own}", f"{symbol}#{source}-{own}"]
        id_ = next((choice for choice in choices if choice not in given), "")
        count = 1
        while not id_ or id_ in given:
            count += 1
            id_ = f"{choices[-1]}-{count}"
        ids[place] = id_
        given.add(id_)
    return ids
