"""Records of sources, made by hand from a few votes, and imported."""

from typing import Any

import numpy as np
import pandas as pd

import unvote
from unvote.codes import LETTERS
from unvote.merge.rollcalls import COLUMNS
from unvote.record import TEXTS, TOTALS
from unvote.store.importing import FileFacts, Report, import_records

DAY = "2022-03-02"
SYMBOL = "A/RES/ES-11/1"


def call(votes: str, symbol: str = SYMBOL, date: str | None = DAY, **attributes: Any) -> Any:
    """Return a roll call, with votes as "USA:Y RUS:N"."""
    return {"votes": votes, "symbol": symbol, "date": date, "organ": "GA", **attributes}


def record(source: str, *calls: Any) -> unvote.Record:
    """Return a record of roll calls, with the ids that a reader may give them."""
    states = sorted({vote[:3] for one in calls for vote in one["votes"].split()})
    matrix = np.zeros((len(calls), len(states)), dtype=np.int8)
    for row, one in enumerate(calls):
        for vote in one["votes"].split():
            matrix[row, states.index(vote[:3])] = LETTERS.index(vote[4:])
    columns: dict[str, Any] = {
        name: pd.array([one.get(name, "") for one in calls], dtype="str") for name in TEXTS
    }
    columns["source"] = pd.array([source] * len(calls), dtype="str")
    dates = [one["date"] for one in calls]
    columns["date"] = pd.Series(pd.to_datetime(dates)).astype("datetime64[s]")
    columns |= {name: pd.array([one.get(name) for one in calls], "Int64") for name in TOTALS}
    index = pd.Index([f"{source}{row}" for row in range(len(calls))], name="rollcall", dtype="str")
    table = pd.DataFrame({name: columns[name] for name in COLUMNS}).set_index(index)
    return unvote.Record(table, pd.DataFrame(matrix, index=index, columns=states), source)


def same(one: unvote.Record, other: unvote.Record) -> None:
    """Assert that two records are equal, to the type of every column; times do not count."""
    tables = [record.rollcalls.drop(columns="added", errors="ignore") for record in (one, other)]
    pd.testing.assert_frame_equal(*tables)
    pd.testing.assert_frame_equal(one.votes, other.votes)


def letters(record: unvote.Record) -> dict[str, str]:
    """Return the votes by roll call, as they are written above."""
    return {
        str(id_): " ".join(f"{code}:{LETTERS[vote]}" for code, vote in votes.items() if vote)
        for id_, votes in record.votes.iterrows()
    }


UNDL = record(
    "undl",
    call("USA:Y FRA:N", "A/RES/1/1", "1946-02-01", number="3", session="1", title="Eins, zwei"),
    call("USA:X FRA:A", number="1", session="ES-11", published_yes=0, published_abstain=2),
    call("USA:N", "A/RES/1/1", "1946-02-01", number="4", session="1", part="paragraph"),
    call("FRA:Y", "S/RES/1", None, organ="SC", title='Say "no"\nor not'),
)


UNXML = record("unxml", call("USA:Y FRA:A", title="Aggression"), call("DDR:Y", "A/RES/3/9", DAY))


UNVOTES = record("unvotes", call("CHN:Y", "", "1950-01-01", number="9", session="3"))


def facts(name: str) -> FileFacts:
    return FileFacts(name, name.encode().hex().ljust(64, "0"))


def put(*records: unvote.Record, when: str = "2026-06-30", name: str = "") -> Report:
    """Import records, each from a file with the name of its source."""
    return import_records([(one, facts(name or one.name)) for one in records], when=when)
