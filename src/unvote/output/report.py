"""A page in HTML about a roll call, a state or a list of roll calls: one file, whole by itself."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from unvote._version import __version__
from unvote.analysis.align import align, align_matrix
from unvote.analysis.breaks import breaks
from unvote.analysis.check import check
from unvote.analysis.cite import cite
from unvote.analysis.judging import ORGAN_NAMES
from unvote.analysis.measures import find_measure
from unvote.analysis.parties import Groups, position
from unvote.analysis.report import (
    FEW_OTHERS,
    SMALL_SHARE,
    alone,
    blocs_of,
    by_year,
    changed,
    divided,
    regions_of,
    related,
    votes_and_groups,
)
from unvote.analysis.rollcalls import voted
from unvote.analysis.tally import tally
from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.output.formats import to_csv
from unvote.output.palette import EMPTY, OWN, SHADES, VOTES, Paint, shade, shade_names
from unvote.output.sheet import Sheet, printable
from unvote.output.svg import line, stack, tile_map
from unvote.record import Record, count_of, is_contested
from unvote.world.groups import Group, all_groups, find_party
from unvote.world.spelling import plain
from unvote.world.states import State, all_states, name_of

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"
WORDS = {"Y": "yes", "N": "no", "A": "abstain", "X": "not voting"}
COLUMNS = {"Y": "yes", "A": "abstain", "X": "not_voting", "N": "no"}
PERMANENT = ("USA", "GBR", "FRA", "RUS", "CHN")
# More roll calls, or more lonely votes, make a page that nobody reads and few machines like.
MOST_ROLLCALLS, MOST_ALONE, MOST_BREAKS, MOST_CLOSE, MOST_PAIRS = 500, 40, 40, 10, 5
# Who agrees most and least is told of states with this share of the most joint votes.
OFTEN = 0.1
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def report(
    record: Record,
    side: str | None = None,
    *,
    within: Record | None = None,
    groups: Groups | None = None,
) -> str:
    """Return a page in HTML about a roll call, a state or group, or a list of roll calls.

    The page is one file that loads nothing from elsewhere and works from disk.

    Parameters
    ----------
    record : Record
        The roll calls: where it is one and no `side` is given, the page is about it; where
        they are several, about the list, at most 500.
    side : str, optional
        A state or a group: the page is about how it voted in them, and with whom.
    within : Record, optional
        The roll calls among which earlier ones on the same text are looked up; None: `record`.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    str
        The page. The same record and the same side give the same page.

    Raises
    ------
    NothingSelectedError
        If there is no roll call, or the side took no part in any.
    ArgumentError
        If a list has more than 500 roll calls.
    UnknownNameError, AmbiguousNameError
        If the side is not known, or is ambiguous.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> page = unvote.report(record.select("ES-11/7"), within=record)
    >>> page.splitlines()[0], "<h1>Advancing a comprehensive" in page
    ('<!doctype html>', True)
    """
    if not len(record):
        raise NothingSelectedError(f"{record.name}: no roll call is selected for the page")
    within = record if within is None else within
    if side is not None:
        return _party_page(record, side, within, groups)
    if len(record) == 1:
        return _rollcall_page(record, within, groups)
    if len(record) > MOST_ROLLCALLS:
        raise ArgumentError(
            f"{len(record):,} roll calls are too many for one page (at most {MOST_ROLLCALLS}):"
            " select fewer (--session 79), or name a resolution, a state or a group"
        )
    return _list_page(record)


def _rollcall_page(record: Record, within: Record, groups: Groups | None) -> str:
    id_ = str(record.rollcalls.index[0])
    about = _rows(record.rollcalls.reset_index())[0]
    votes, checked, others = (
        votes_and_groups(record, groups),
        check(record),
        related(record, within),
    )
    outcome, states = _rows(checked)[0], _rows(votes)
    for state in states:
        state["groups"] = state["groups"].split(";") if state["groups"] else []
    kinds = [state["vote"] for state in states]
    day = about["date"]
    blocs = _rows(blocs_of(record, groups))
    for bloc in blocs:
        bloc["bar"] = _bar(bloc)
    names = {state["state"]: state["name"] for state in states}
    moved = changed(record, within)
    title = about["title"] or id_
    return _page(
        "rollcall",
        record,
        title=f"{title} ({id_})" if title != id_ else id_,
        heading=title,
        kicker=_place(about, day),
        csv=votes,
        file=id_,
        notes=[*checked.attrs["reasons"], *checked.attrs["notes"]],
        id=id_,
        about=about,
        link=_safe_link(about.get("link", "")),
        outcome=outcome,
        bar=_bar(outcome),
        needed=_needed_at(outcome),
        other_rules=checked.attrs["other_rules"].get(id_, []),
        map=tile_map(_vote_tiles(states), _members(day)),
        legend=[(VOTES[letter], letter, WORDS[letter], kinds.count(letter)) for letter in "YNAX"],
        permanent=[
            (names[code], state["vote"])
            for code in PERMANENT
            for state in states
            if state["state"] == code
        ],
        blocs=blocs,
        as_usa=[
            state["name"]
            for state in states
            if state["state"] != "USA" and state["vote"] == _vote_of(states, "USA")
        ],
        allies=_allies(states, _vote_of(states, "USA")),
        usa=_vote_of(states, "USA"),
        states=states,
        regions=sorted({state["region"] for state in states} - {""}),
        group_options=[
            (code, _group_name(code, groups))
            for code in sorted({code for state in states for code in state["groups"]})
        ],
        related=[row | {"bar": _bar(row)} for row in _rows(others)],
        others=others.attrs["others"],
        before=moved.attrs["before"],
        moved=_moves(moved),
        moved_count=len(moved),
    )


def _party_page(record: Record, side: str, within: Record, groups: Groups | None) -> str:
    party = find_party(side, groups)
    record, left_out = voted(record)
    own, ties = position(record, party)
    took_part = own != Vote.NOT_A_MEMBER
    if not took_part.any():
        raise NothingSelectedError(
            f"{record.name}: {party.name} was no member in any of the roll calls selected"
        )
    ranking = align(record, party.code, groups=groups)
    partners = [code for code in PERMANENT if code != party.code]
    if isinstance(party, State) and party.region:
        partners.append(party.region)
    codes = ranking["b"].tolist()
    region = regions_of(record, codes)
    table = [
        row | {"name": name_of(row["b"]), "region": region[row["b"]]} for row in _rows(ranking)
    ]
    most = max((row["n"] for row in table), default=0)
    often = [row for row in table if row["n"] and row["n"] >= OFTEN * most]
    paints = [_shade(row["agreement"]) for row in table]
    counts = {
        letter: int((own[took_part] == vote).sum())
        for letter, vote in zip(LETTERS, Vote, strict=True)
        if letter
    }
    lonely = alone(record, party.code, groups)
    left = breaks(record, party.code, within=_with(record, within), groups=groups)
    span = f"{count_of(int(took_part.sum()), 'roll call')}, {_span(record.rows(took_part))}"
    return _page(
        "party",
        record,
        title=f"{party.name} at the United Nations: {span}",
        heading=f"{party.name} at the United Nations",
        kicker=f"{_about_party(party)} · {span}",
        csv=ranking,
        file=party.code,
        notes=[
            *left_out,
            *ranking.attrs["notes"],
            find_measure("agreement").note,
            *ranking.attrs["reasons"],
        ],
        party=party,
        is_state=isinstance(party, State),
        counts=counts,
        ties=ties,
        bar=stack([(letter, counts[letter]) for letter in COLUMNS]),
        map=tile_map(_agreement_tiles(table, party), _members(_last_day(record))),
        legend=[
            (paint, _shade_class(paint), words, paints.count(paint))
            for paint, words in zip(
                (*SHADES, EMPTY), (*shade_names(share=True), "no joint vote"), strict=True
            )
        ],
        table=table,
        regions=sorted({row["region"] for row in table} - {""}),
        nearest=often[:3],
        farthest=often[:-4:-1],
        years=_years(record, party, partners, groups),
        alone=[
            row | {"others": [name_of(code) for code in row["others"].split(";") if code]}
            for row in _rows(lonely.head(MOST_ALONE))
        ],
        alone_count=len(lonely),
        few=FEW_OTHERS,
        small=f"{SMALL_SHARE:.0%}",
        breaks=_rows(left.head(MOST_BREAKS)),
        break_count=len(left),
        break_reasons=left.attrs["reasons"],
    )


def _list_page(record: Record) -> str:
    frame = tally(record)
    frame["divided"] = divided(frame)
    rows = [row | {"bar": _bar(row)} for row in _rows(frame)]
    for row, link in zip(rows, record.rollcalls.get("link", [""] * len(rows)), strict=True):
        row["link"] = _safe_link(link)
    judged = [row for row in rows if row["margin"] is not None]
    outcomes = frame["outcome"].value_counts()
    session = _session(record)
    heading = (
        f"Session {session} of the {ORGAN_NAMES['GA']}"
        if session
        else f"{count_of(len(record), 'roll call')} of the United Nations"
    )
    how = f", {'; '.join(record.selection)}" if record.selection else ""
    pairs = align(record, all_pairs=True)
    often = pairs[pairs["n"] * 2 >= pairs["n"].max()] if len(pairs) else pairs
    order = often.sort_values(["agreement", "n", "a", "b"], ascending=[False, False, True, True])
    return _page(
        "list",
        record,
        title=f"{heading}: {count_of(len(record), 'roll call')}",
        heading=heading,
        kicker=f"{count_of(len(record), 'roll call')}, {_span(record)}{how}",
        csv=tally(record),
        file=f"session-{session}" if session else "roll-calls",
        notes=[*frame.attrs["reasons"], *frame.attrs["notes"], find_measure("agreement").note],
        rows=rows,
        outcomes=[(str(name), int(count)) for name, count in outcomes.items()],
        contested=int(is_contested(record.matrix).sum()),
        unlike=sum(row["divided"] or 0 for row in rows) / max(len(rows), 1),
        average=_averages(rows),
        closest=sorted(judged, key=lambda row: (abs(row["margin"]), row["rollcall"]))[:MOST_CLOSE],
        most_divided=sorted(rows, key=lambda row: (-(row["divided"] or 0), row["rollcall"]))[
            :MOST_CLOSE
        ],
        permanent=_permanent(record),
        pairs=_pair_rows(order.head(MOST_PAIRS)),
        far_pairs=_pair_rows(order[::-1].head(MOST_PAIRS)),
        as_near=int((often["agreement"] == often["agreement"].max()).sum()),
        as_far=int((often["agreement"] == often["agreement"].min()).sum()),
        least=int(often["n"].min()) if len(often) else 0,
    )


def _page(
    template: str,
    record: Record,
    *,
    csv: pd.DataFrame,
    file: str,
    notes: Iterable[str],
    **content: Any,
) -> str:
    """Return the page of a template, with the frame that it hands out as CSV."""
    environment = _environment()
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8") + _paint_rules()
    script = (TEMPLATES / "script.js").read_text(encoding="utf-8")
    data = base64.b64encode(to_csv(Sheet.from_frame(csv)).encode()).decode()
    policy = [
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    from markupsafe import Markup

    return environment.get_template(f"{template}.html.j2").render(
        content
        | {
            "style": Markup(style),
            "script": Markup(script),
            "policy": "; ".join(policy),
            "data": data,
            "file": re.sub(r"[^A-Za-z0-9]+", "-", file).strip("-") or "votes",
            "csv_columns": list(csv),
            "csv_rows": len(csv),
            "notes": list(dict.fromkeys([*notes, *record.notes])),
            "summary": record.summary,
            "edition": record.edition,
            "citations": cite(record)["citation"].tolist(),
            "version": __version__,
            "words": WORDS,
        }
    )


@cache
def _environment() -> "jinja2.Environment":
    """Return the templates: what they are given is text, and does nothing to the page."""
    import jinja2
    from markupsafe import Markup

    def harmless(value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Markup):
            return printable(value)
        return value

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["twice"] = lambda values: [(value, value) for value in values]
    environment.filters |= {"percent": _percent, "count": _count, "signed": _signed}
    return environment


def _hash(text: str) -> str:
    """Return the hash by which a page allows one script or style, and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _paint_rules() -> str:
    """Return the colours of votes and shades as rules of CSS."""
    paints = {
        **{letter: paint for letter, paint in VOTES.items() if paint.fill},
        **{_shade_class(paint): paint for paint in SHADES},
    }
    return "".join(
        f".{kind} rect,rect.{kind}{{fill:{paint.fill}}}.{kind} text{{fill:{paint.text}}}"
        f".chip.{kind}{{background:{paint.fill};color:{paint.text}}}\n"
        for kind, paint in paints.items()
    )


def _shade_class(paint: Paint) -> str:
    return f"s{paint.mark}" if paint in SHADES else "X"


def _shade(value: float | None) -> Paint:
    return shade(float("nan") if value is None else value, share=True)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values; missing is None."""
    sheet = Sheet.from_frame(frame)
    return [
        {
            name: None if isinstance(value, float) and value != value else value
            for name, value in zip(sheet.columns, row, strict=True)
        }
        for row in sheet.rows
    ]


def _bar(row: Mapping[str, Any]) -> Any:
    return stack([(letter, row[name]) for letter, name in COLUMNS.items()])


def _needed_at(outcome: Mapping[str, Any]) -> float | None:
    """Return where in its bar the votes needed lie, in percent; None where it has no bar."""
    total = sum(outcome[name] or 0 for name in COLUMNS.values())
    needed = outcome["needed"]
    return None if needed is None or not total else round(100 * needed / total, 2)


def _place(about: Mapping[str, Any], day: date | None) -> str:
    organ = ORGAN_NAMES.get(about["organ"], about["organ"])
    session = f"session {about['session']}" if about["session"] else ""
    when = f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "no date"
    return " · ".join(filter(None, [organ, session, when]))


def _safe_link(link: Any) -> str:
    """Return a link that leads to the web, or nothing."""
    link = link if isinstance(link, str) else ""
    return link if re.match(r"https?://[^\s]+$", link) else ""


def _members(day: date | None) -> list[str]:
    if day is None:
        return []
    return [code for code, state in all_states().items() if state.member_on(day)]


def _last_day(record: Record) -> date | None:
    last = record.rollcalls["date"].max()
    return None if pd.isna(last) else last.date()


def _span(record: Record) -> str:
    days = record.rollcalls["date"].dropna()
    if not len(days):
        return "without dates"
    return " to ".join(dict.fromkeys(f"{day:%Y-%m-%d}" for day in (days.min(), days.max())))


def _vote_of(states: Sequence[Mapping[str, Any]], code: str) -> str:
    return next((state["vote"] for state in states if state["state"] == code), "")


def _allies(states: Sequence[Mapping[str, Any]], usa: str) -> dict[str, list[str]]:
    """Return the allies of the United States by their vote; none where it did not vote."""
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
    """Return the tiles of states by their vote, with what is told about each."""
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


def _agreement_tiles(
    table: Sequence[Mapping[str, Any]], party: State | Group
) -> dict[str, tuple[str, str, str, str]]:
    """Return the tiles of states by their agreement with one, and the tile of that one."""
    tiles = {}
    for row in table:
        paint = _shade(row["agreement"])
        about = f"{_percent(row['agreement'])} of {count_of(row['n'], 'joint vote')}"
        tiles[row["b"]] = (_shade_class(paint), paint.mark, row["name"], about)
    if isinstance(party, State):
        about = "the state that all others are compared with"
        tiles[party.code] = ("own", OWN.mark, party.name, about)
    return tiles


def _moves(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the states that voted otherwise, those with the same change together."""
    together = [
        {"was": was, "vote": vote, "names": sorted(map(name_of, rows["state"]), key=plain)}
        for (was, vote), rows in frame.groupby(["was", "vote"])
    ]
    return sorted(together, key=lambda move: -len(move["names"]))


def _group_name(code: str, own: Groups | None) -> str:
    known = {**all_groups(), **(own or {})}
    return known[code].name if code in known else code


def _about_party(party: State | Group) -> str:
    if isinstance(party, Group):
        return "Group, by the position that most of its members took"
    first, end = party.spells[0][0], party.spells[-1][1]
    name = party.un_name if party.un_name.casefold() != party.name.casefold() else ""
    until = f", until {end.isoformat()}" if end else ""
    return " · ".join(filter(None, [name, f"Member since {first.isoformat()}{until}"]))


def _with(record: Record, within: Record) -> Record | None:
    """Return the roll calls among which earlier ones are looked up, if those hold all listed."""
    return within if record.rollcalls.index.isin(within.rollcalls.index).all() else None


def _years(
    record: Record, party: State | Group, partners: Sequence[str], groups: Groups | None
) -> dict[str, Any]:
    """Return the agreement by year with each partner: charts, and a table of the same."""
    try:
        frame = by_year(record, party.code, partners, groups)
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
            numbers = {int(row.by): (float(row.agreement), int(row.n)) for row in mine.itertuples()}
            charts.append(
                {
                    "name": _group_name(partner, groups)
                    if partner not in all_states()
                    else name_of(partner),
                    "line": line(values, first, last),
                    "values": numbers,
                    "first": next(iter(numbers.items())),
                    "last": list(numbers.items())[-1],
                }
            )
    years = sorted(set(frame["by"].tolist()), reverse=True)
    return {"charts": charts, "years": [int(year) for year in years]}


def _session(record: Record) -> str:
    """Return the session that alone is selected, and by nothing else; or nothing."""
    conditions = [words for words in record.selection if not words.startswith("whole texts")]
    sessions = set(record.rollcalls["session"])
    if len(conditions) != 1 or not conditions[0].startswith("session ") or len(sessions) != 1:
        return ""
    return str(sessions.pop())


def _permanent(record: Record) -> dict[str, Any]:
    """Return how the permanent members voted with each other, and who voted most like each."""
    codes = [code for code in PERMANENT if code in record.states]
    if not codes:
        return {}
    matrix = _rows(align_matrix(record, *codes))
    rows = []
    for row in matrix:
        ranking = [
            one for one in _rows(align(record, row["state"])) if one["agreement"] is not None
        ]
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
        for row in _rows(frame[["a", "b", "n", "agreement"]])
    ]


def _averages(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    return {
        name: sum(row[name] or 0 for row in rows) / len(rows) for name in ("yes", "no", "abstain")
    }


def _percent(value: float | None) -> str:
    return "–" if value is None or value != value else f"{value:.1%}"


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _signed(value: int | None) -> str:
    return "–" if value is None else f"{value:+,}".replace("-", "\N{MINUS SIGN}")
