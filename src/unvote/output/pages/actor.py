"""The page about a state or a group: how it voted, with whom, and when it stood alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from unvote.analysis.actors import Groups, position
from unvote.analysis.breaks import breaks
from unvote.analysis.coverage import caution_of, voted
from unvote.analysis.measures import find_measure
from unvote.analysis.profile import profile
from unvote.analysis.report import FEW_OTHERS, SMALL_SHARE, alone, by_year, regions_of
from unvote.answer import FORMULA, Answer, Kind
from unvote.codes import LETTERS, Vote
from unvote.errors import NothingSelectedError
from unvote.output.pages.page import page_of, percent
from unvote.output.pages.pieces import (
    PERMANENT,
    VOTE_COLUMNS,
    bar_of,
    days_of,
    group_name,
    rows_of,
    shade_class,
    shade_of,
)
from unvote.output.pages.shapes import line, stack, tile_map
from unvote.output.palette import EMPTY, OWN, SHADES, shade_names
from unvote.output.table import shown
from unvote.record import Array, Record, count_of
from unvote.selection.sponsors import Sponsors
from unvote.world.groups import Group, find_actor
from unvote.world.organs import EVERY
from unvote.world.states import State, all_states, members_on, name_of

# The groups with which a side is compared year by year, besides the permanent members.
COMPARED = ("EU", "G77", "allies")
MOST_ALONE, MOST_BREAKS = 40, 40
# The most of each printed on paper.
MOST_PRINTED = 8


def actor_page(
    texts: Record, side: str, answer: Answer, within: Record, groups: Groups | None
) -> str:
    """Return the page about a state or a group in some roll calls, which all count in measures.

    `answer` is its agreement with every state. Texts adopted without a vote are counted separately.
    Earlier votes are looked up in `within`.
    """
    record = voted(texts)
    actor = find_actor(side, groups)
    own, ties = position(record, actor)
    took_part = own != Vote.NOT_A_MEMBER
    if not took_part.any():
        raise NothingSelectedError(
            f"{record.name}: {actor.name} was not a member in any of the roll calls selected"
        )
    span = f"{count_of(int(took_part.sum()), 'roll call')}, {days_of(record.rows(took_part))}"
    ranking = answer.frame
    return page_of(
        "actor",
        record,
        title=f"{actor.name} at the United Nations: {span}",
        heading=f"{actor.name} at the United Nations",
        kicker=f"{_about_actor(actor)} · {span}",
        csv=ranking,
        file=actor.code,
        caution=caution_of(record),
        notes=[
            *(note.words for note in answer.notes),
            find_measure("agreement").note,
            *(note.words for note in answer.basis if note.kind != FORMULA),
        ],
        actor=actor,
        is_state=isinstance(actor, State),
        ties=ties,
        printed=MOST_PRINTED,
        years=_years(record, actor, _partners(actor), groups),
        **_counted(own[took_part]),
        profile=_profile(texts, actor, groups),
        **_agreement(record, actor, ranking),
        **_alone(record, actor, groups),
        **_broken(record, actor, within, groups),
    )


def _partners(actor: State | Group) -> list[str]:
    """Return the sides to compare with year by year: states, groups, and its own region."""
    region = [actor.region] if isinstance(actor, State) and actor.region else []
    return [code for code in (*PERMANENT, *COMPARED, *region) if code != actor.code]


def _counted(own: Array) -> dict[str, Any]:
    """Count how often a side voted in each way, and make the bar."""
    counts = {
        letter: int((own == vote).sum())
        for letter, vote in zip(LETTERS, Vote, strict=True)
        if letter
    }
    return {"counts": counts, "bar": stack([(letter, counts[letter]) for letter in VOTE_COLUMNS])}


def _profile(texts: Record, actor: State | Group, groups: Groups | None) -> dict[str, Any]:
    """Return how often a state is present, with the majority, or alone, in total and by year.

    For a group: each member, and their mean.
    """
    how: dict[str, Any] = {"organ": EVERY, "parts": True, "groups": groups}
    whole = profile(texts, actor.code, **how)
    if isinstance(actor, Group):
        return {"rows": _lines(whole, "name"), "of": "Member", "whole": None}
    by_year = profile(texts, actor.code, by="year", **how).iloc[::-1]
    rows = _lines(by_year, "by") if len(by_year) > 1 else []
    known = int(Sponsors.of(texts).known.sum())
    return {"rows": rows, "of": "Year", "whole": rows_of(whole)[0], "known": known}


def _lines(frame: pd.DataFrame, first: str) -> list[dict[str, Any]]:
    """Return the rows of a profile, their counts as people read them."""
    counts = ("n", "yes", "no", "abstain", "not_voting", "alone")
    return [
        row
        | {name: shown(Kind.COUNT, row[name]) for name in counts}
        | {"first": row[first], "bar": bar_of(row)}
        for row in rows_of(frame)
    ]


def _agreement(record: Record, actor: State | Group, ranking: pd.DataFrame) -> dict[str, Any]:
    """Return the agreement with every state: the map, the table, the nearest and the farthest."""
    region = regions_of(record, ranking["b"].tolist())
    table = [
        row | {"name": name_of(row["b"]), "region": region[row["b"]]} for row in rows_of(ranking)
    ]
    ranked = [row for row in table if row["rank"] is not None]
    paints = [shade_of(row["agreement"]) for row in table]
    classes = zip((*SHADES, EMPTY), (*shade_names(share=True), "no joint vote"), strict=True)
    return {
        "map": tile_map(_agreement_tiles(table, actor), members_on(record.last_day)),
        "legend": [
            (paint, shade_class(paint), words, paints.count(paint)) for paint, words in classes
        ],
        "table": table,
        "regions": sorted({row["region"] for row in table} - {""}),
        "nearest": ranked[:3],
        "farthest": ranked[:-4:-1],
    }


def _alone(record: Record, actor: State | Group, groups: Groups | None) -> dict[str, Any]:
    """Return the roll calls in which a side stood nearly alone, and what nearly alone means."""
    lonely = alone(record, actor.code, groups)
    rows = [
        row | {"others": [name_of(code) for code in row["others"].split(";") if code]}
        for row in rows_of(lonely.head(MOST_ALONE))
    ]
    small = f"{SMALL_SHARE:.0%}"
    return {"alone": rows, "alone_count": len(lonely), "few": FEW_OTHERS, "small": small}


def _broken(
    record: Record, actor: State | Group, within: Record, groups: Groups | None
) -> dict[str, Any]:
    """Return the roll calls in which a side left its own earlier votes."""
    looked_up = _searchable(record, within)
    left = breaks.answer(
        record, actor.code, within=looked_up, organ=EVERY, parts=True, groups=groups
    )
    return {
        "breaks": rows_of(left.frame.head(MOST_BREAKS)),
        "break_count": len(left.frame),
        "break_reasons": [note.words for note in left.basis],
    }


def _agreement_tiles(
    table: Sequence[Mapping[str, Any]], actor: State | Group
) -> dict[str, tuple[str, str, str, str]]:
    """Return the tiles of states by their agreement with a side, and the tile of that side."""
    tiles = {}
    for row in table:
        paint = shade_of(row["agreement"])
        about = f"{percent(row['agreement'])} of {count_of(row['n'], 'joint vote')}"
        tiles[row["b"]] = (shade_class(paint), paint.mark, row["name"], about)
    if isinstance(actor, State):
        about = "the state that all others are compared with"
        tiles[actor.code] = ("own", OWN.mark, actor.name, about)
    return tiles


def _about_actor(actor: State | Group) -> str:
    if isinstance(actor, Group):
        return "Group, by the position that most of its members took"
    first, end = actor.spells[0][0], actor.spells[-1][1]
    name = actor.un_name if actor.un_name.casefold() != actor.name.casefold() else ""
    until = f", until {end.isoformat()}" if end else ""
    return " · ".join(filter(None, [name, f"Member since {first.isoformat()}{until}"]))


def _searchable(record: Record, within: Record) -> Record | None:
    """Return the roll calls in which to look up earlier ones, if they include all those listed."""
    return within if record.rollcalls.index.isin(within.rollcalls.index).all() else None


def _years(
    record: Record, actor: State | Group, partners: Sequence[str], groups: Groups | None
) -> dict[str, Any]:
    """Return the agreement by year with each partner: charts, and a table of the same."""
    try:
        frame = by_year(record, actor.code, partners, groups)
    except NothingSelectedError:
        return {}
    frame = frame[frame["n"] > 0]
    if frame.empty:
        return {}
    first, last = int(frame["by"].min()), int(frame["by"].max())
    charts = []
    for partner in partners:
        mine = frame[frame["b"] == partner]
        values = dict(zip(mine["by"].tolist(), mine["agreement"].tolist(), strict=True))
        if values:
            columns = (mine[name].tolist() for name in ("by", "agreement", "n"))
            numbers = {int(by): (share, n) for by, share, n in zip(*columns, strict=True)}
            charts.append(
                {
                    "name": group_name(partner, groups)
                    if partner not in all_states()
                    else name_of(partner),
                    "line": line(values, first, last) if first < last else None,
                    "values": numbers,
                    "first": next(iter(numbers.items())),
                    "last": list(numbers.items())[-1],
                }
            )
    years = sorted(set(frame["by"].tolist()), reverse=True)
    return {"charts": charts, "years": [int(year) for year in years]}
