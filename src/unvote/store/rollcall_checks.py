"""Checks the roll calls of a record on disk: columns, types and values."""

from typing import Any

import numpy as np
import pyarrow as pa

from unvote.codes import Vote
from unvote.record import TEXTS, TOTALS
from unvote.store.fact_checks import as_damage, require
from unvote.store.seal import damaged
from unvote.world.sources import AUTHORITY
from unvote.world.states import all_states

_PARTS = {"", "amendment", "paragraph", "motion"}
_FIRST, _LAST = np.datetime64("1945-01-01"), np.datetime64("9999-12-31")


def check_columns(schema: Any, name: str) -> None:
    """Refuse a table of roll calls whose columns or types are not those that unvote writes."""
    kinds = {text: pa.string() for text in ("rollcall", *TEXTS)} | {"date": pa.date32()}
    kinds |= {total: pa.int64() for total in TOTALS}
    needed = {*kinds}
    kinds |= {code: pa.int8() for code in all_states()}
    names = schema.names
    whole = len({*names}) == len(names) and needed <= {*names} and names[0] == "rollcall"
    if not whole or any(kinds.get(field.name) != field.type for field in schema):
        raise damaged(name)


def check_values(table: Any, name: str) -> None:
    """Refuse roll calls with an invalid date, total, vote, part, source or id."""
    with as_damage(name):
        for column in table.column_names:
            values = table[column]
            if column == "date":
                days = values.to_numpy().astype("datetime64[D]")
                dated = ~np.isnat(days)
                days = days[dated]
                require(
                    dated[: len(days)].all() and (np.diff(days) >= np.timedelta64(0, "D")).all()
                )
                require(not len(days) or _FIRST <= days.min() <= days.max() <= _LAST)
                continue
            known = values.drop_null()
            require(column in TOTALS or len(known) == len(values))
            if column in TOTALS and len(known):
                require(known.to_numpy().min() >= 0)
            elif column in all_states() and len(known):
                votes = known.to_numpy()
                require(0 <= votes.min() <= votes.max() <= max(Vote))
        for column, among in (("part", _PARTS), ("source", {*AUTHORITY})):
            require({*table[column].unique().to_pylist()} <= among)
        ids = table["rollcall"]
        require(len(ids.unique()) == len(ids))
