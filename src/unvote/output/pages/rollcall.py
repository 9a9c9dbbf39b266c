"""The page about one roll call: who voted how, the blocs, earlier votes on the same text."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from unvote.analysis.actors import Groups
from unvote.analysis.check import check
from unvote.analysis.report import blocs_of, changed, related
from unvote.analysis.seats import seats
from unvote.codes import WORDS
from unvote.output.pages.page import page_of
from unvote.output.pages.pieces import (
    PERMANENT,
    VOTE_COLUMNS,
    bar_of,
    group_name,
    link_called,
    rows_of,
    safe_link,
)
from unvote.output.pages.shapes import tile_map
from unvote.output.palette import VOTES
from unvote.record import Record
from unvote.selection.sponsors import sponsors_and_votes
from unvote.world.organs import organ_name
from unvote.world.spelling import plain
from unvote.world.states import members_on, name_of

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def rollcall_page(
    record: Record, votes: pd.DataFrame, within: Record, groups: Groups | None
) -> str:
    """Return the page about one roll call and its votes, as from `votes_and_groups`.

    Earlier roll calls on its text are looked up in `within`.
    """
    id_ = str(record.rollcalls.index[0])
    about = rows_of(record.rollcalls.reset_index())[0]
    checked = check.answer(record)
    [outcome] = rows_of(checked.frame)
    title, link = about["title"] or id_, safe_link(about.get("link", ""))
    return page_of(
        "rollcall",
        record,
        title=f"{title} ({id_})" if title != id_ else id_,
        heading=title,
        kicker=_place(about, about["date"]),
        csv=votes,
        file=id_,
        notes=[
            *(note.words for note in (*checked.basis, *checked.notes)),
            *seats(record, record.states),
        ],
        id=id_,
        about=about,
        link=link,
        link_name=link_called(link),
        outcome=outcome,
        bar=bar_of(outcome),
        needed=_needed_at(outcome),
        sponsors=sponsors_and_votes(record, 0),
        other_rules=checked.facts.other_rules.get(id_, []),
        blocs=[bloc | {"bar": bar_of(bloc)} for bloc in rows_of(blocs_of(record, groups))],
        **_states(votes, about["date"], groups),
        **_earlier(record, within),
    )


def _states(votes: pd.DataFrame, day: date | None, groups: Groups | None) -> dict[str, Any]:
    """Return how every state voted: the map, the list, and some states that people ask about."""
    states = [
        row | {"groups": row["groups"].split(";") if row["groups"] else []}
        for row in rows_of(votes)
    ]
    by_code = {state["state"]: state for state in states}
    usa = by_code["USA"]["vote"] if "USA" in by_code else ""
    kinds = [state["vote"] for state in states]
    codes = sorted({code for state in states for code in state["groups"]})
    return {
        "states": states,
        "map": tile_map(_vote_tiles(states), members_on(day)),
        "legend": [
            (VOTES[letter], letter, WORDS[letter], kinds.count(letter)) for letter in "YNAX"
        ],
        "permanent": [
            (by_code[code]["name"], by_code[code]["vote"]) for code in PERMANENT if code in by_code
        ],
        "usa": usa,
        "as_usa": [
            state["name"] for state in states if state["state"] != "USA" and state["vote"] == usa
        ],
        "allies": _allies(states, usa),
        "regions": sorted({state["region"] for state in states} - {""}),
        "group_options": [(code, group_name(code, groups)) for code in codes],
    }


def _earlier(record: Record, within: Record) -> dict[str, Any]:
    """Return the roll calls on the same text, and who voted differently in the last one."""
    others, moved = related(record, within), changed(record, within)
    return {
        "related": [row | {"bar": bar_of(row)} for row in rows_of(others.tallies)],
        "others": others.others,
        "before": moved.before,
        "moved": _changed_votes(moved.states),
        "moved_count": len(moved.states),
    }


def _needed_at(outcome: Mapping[str, Any]) -> float | None:
    """Return the place of the votes needed in the bar, in percent; None if there is no bar."""
    total = sum(outcome[name] or 0 for name in VOTE_COLUMNS.values())
    needed = outcome["needed"]
    return None if needed is None or not total else round(100 * needed / total, 2)


def _place(about: Mapping[str, Any], day: date | None) -> str:
    organ = organ_name(about["organ"])
    session = f"session {about['session']}" if about["session"] else ""
    when = f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "no date"
    return " · ".join(filter(None, [organ, session, when]))


def _allies(states: Sequence[Mapping[str, Any]], usa: str) -> dict[str, list[str]]:
    """Return the allies of the United States by their vote; none if it did not vote."""
    if usa not in ("Y", "N", "A"):
        return {}
    return {
        letter: names
        for letter in (usa, *(other for other in "YNAX" if other != usa))
        if (
            names := [
                state["name"]
                for state in states
                if "ALLIES" in state["groups"] and state["vote"] == letter
            ]
        )
    }


def _vote_tiles(states: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, str, str, str]]:
    """Return the tiles of states by their vote, with a text for each."""
    return {
        state["state"]: (
            state["vote"],
            VOTES[state["vote"]].mark,
            state["name"],
            "; ".join(
                part
                for part in (WORDS[state["vote"]], state["region"], ", ".join(state["groups"]))
                if part
            ),
        )
        for state in states
    }


def _changed_votes(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the states that voted differently, grouped by their change."""
    together = [
        {"was": was, "vote": vote, "names": sorted(map(name_of, rows["state"]), key=plain)}
        for (was, vote), rows in frame.groupby(["was", "vote"])
    ]
    return sorted(together, key=lambda move: -len(move["names"]))
