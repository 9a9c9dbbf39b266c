"""The page about a list of roll calls: outcomes, how divided they were, who voted alike."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from unvote.analysis.align import align
from unvote.analysis.coverage import caution_of, left_out_note, measured
from unvote.analysis.matrix import align_matrix
from unvote.analysis.measures import find_measure
from unvote.analysis.report import divided
from unvote.analysis.seats import seats
from unvote.answer import Answer
from unvote.output.pages.page import page_of
from unvote.output.pages.pieces import PERMANENT, bar_of, days_of, rows_of, safe_link
from unvote.record import Record, count_of
from unvote.selection.positions import is_contested
from unvote.world.organs import EVERY, organ_name
from unvote.world.states import name_of

MOST_CLOSE, MOST_PAIRS = 10, 5


def list_page(record: Record, tallied: Answer, organ: str, parts: bool) -> str:
    """Return the page about a list of roll calls: tallies for all, measures for one organ."""
    frame = tallied.frame.copy()
    frame["divided"] = divided(frame)
    rows = [row | {"bar": bar_of(row)} for row in rows_of(frame)]
    for row, link in zip(rows, record.rollcalls.get("link", [""] * len(rows)), strict=True):
        row["link"] = safe_link(link)
    judged = [row for row in rows if row["margin"] is not None]
    outcomes = frame["outcome"].value_counts()
    session = _session(record)
    heading = (
        f"Session {session} of the {organ_name('GA')}"
        if session
        else f"{count_of(len(record), 'roll call')} of the United Nations"
    )
    words = "; ".join(condition.words for condition in record.selection)
    how = f", {words}" if words else ""
    compared = measured(record, organ, parts)
    pairs = align(compared, all_pairs=True, organ=EVERY, parts=True)
    often = pairs[pairs["n"] * 2 >= pairs["n"].max()] if len(pairs) else pairs
    order = often.sort_values(["agreement", "n", "a", "b"], ascending=[False, False, True, True])
    return page_of(
        "list",
        record,
        title=f"{heading}: {count_of(len(record), 'roll call')}",
        heading=heading,
        kicker=f"{count_of(len(record), 'roll call')}, {days_of(record)}{how}",
        csv=tallied.frame,
        file=f"session-{session}" if session else "roll-calls",
        caution=caution_of(record),
        notes=_notes(tallied, compared),
        rows=rows,
        outcomes=[(str(name), int(count)) for name, count in outcomes.items()],
        contested=int(is_contested(record.matrix).sum()),
        unlike=sum(row["divided"] or 0 for row in rows) / max(len(rows), 1),
        average=_averages(rows),
        closest=sorted(judged, key=lambda row: (abs(row["margin"]), row["rollcall"]))[:MOST_CLOSE],
        most_divided=sorted(rows, key=lambda row: (-(row["divided"] or 0), row["rollcall"]))[
            :MOST_CLOSE
        ],
        permanent=_permanent(compared),
        pairs=_pair_rows(order.head(MOST_PAIRS)),
        far_pairs=_pair_rows(order[::-1].head(MOST_PAIRS)),
        as_near=int((often["agreement"] == often["agreement"].max()).sum()),
        as_far=int((often["agreement"] == often["agreement"].min()).sum()),
        least=int(often["n"].min()) if len(often) else 0,
    )


def _notes(tallied: Answer, compared: Record) -> list[str]:
    """Return the notes under the page: on the tallies, and on who voted with whom."""
    return [
        *(note.words for note in (*tallied.basis, *tallied.notes)),
        *(f"who voted with whom: {note}" for note in left_out_note(compared)),
        *seats(compared, compared.states),
        find_measure("agreement").note,
    ]


def _session(record: Record) -> str:
    """Return the session if it is the only condition of the selection; else ""."""
    asked = [condition.about for condition in record.selection if condition.about != "parts"]
    sessions = set(record.rollcalls["session"])
    if asked != ["session"] or len(sessions) != 1:
        return ""
    return str(sessions.pop())


def _permanent(record: Record) -> dict[str, Any]:
    """Return how the permanent members voted with each other, and who voted most like each."""
    codes = [code for code in PERMANENT if code in record.states]
    if not codes:
        return {}
    matrix = rows_of(align_matrix(record, *codes, organ=EVERY, parts=True))
    rows = []
    for row in matrix:
        nearest = align(record, row["state"], organ=EVERY, parts=True)
        ranking = [one for one in rows_of(nearest) if one["rank"] is not None]
        often = [one for one in ranking if one["n"] * 2 >= max(other["n"] for other in ranking)]
        rows.append(
            {
                "name": name_of(row["state"]),
                "code": row["state"],
                "with": [None if code == row["state"] else row[code] for code in codes],
                "near": [(name_of(one["b"]), one["agreement"], one["n"]) for one in often[:3]],
                "far": [(name_of(one["b"]), one["agreement"], one["n"]) for one in often[:-4:-1]],
            }
        )
    return {"names": [name_of(code) for code in codes], "rows": rows}


def _pair_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        row | {"a": name_of(row["a"]), "b": name_of(row["b"])}
        for row in rows_of(frame[["a", "b", "n", "agreement"]])
    ]


def _averages(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    return {
        name: sum(row[name] or 0 for row in rows) / len(rows) for name in ("yes", "no", "abstain")
    }
