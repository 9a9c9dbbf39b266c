"""What a page about a roll call, a state or a session shows besides the plain answers."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, position
from unvote.analysis.align import align
from unvote.analysis.counts import count_votes
from unvote.analysis.coverage import voted
from unvote.analysis.lists import SHOW, show
from unvote.analysis.recurring import predecessors, text_names, whole_titles
from unvote.analysis.rollcalls import about
from unvote.analysis.tally import tally
from unvote.answer import Answer, Column, noted
from unvote.codes import CAST, LETTERS, Vote
from unvote.errors import AmbiguousNameError, NothingSelectedError, UnknownNameError
from unvote.listing import notes_on_listing
from unvote.record import Array, Record
from unvote.selection.positions import membership
from unvote.world.groups import REGIONS, Group, all_groups, find_actor
from unvote.world.organs import EVERY
from unvote.world.states import State

# The groups whose votes a page about a roll call shows.
GROUPS = (
    *("P5", "EU", "NATO", "ALLIES", "G7", "BRICS", "G77", "NON_ALIGNED", "AFRICAN_UNION"),
    *("ARAB_LEAGUE", "OIC", "ASEAN", "CARICOM", "CSTO", "NORDIC", "PIF"),
)
# The most other roll calls on the same text that a page lists: those nearest in time.
RELATED = 40
# A state stands nearly alone with at most this many others, and at most this share.
FEW_OTHERS, SMALL_SHARE = 4, 0.05


def actor_called(name: str, groups: Groups | None = None) -> State | Group | None:
    """Return the state or group that a name means, or None if it may name a roll call.

    Raises UnknownNameError or AmbiguousNameError if the name is no state and no group, and has no
    digit, which every name of a roll call has.

    Examples
    --------
    >>> actor_called("G77").name, actor_called("ES-11/7")
    ('Group of 77', None)
    """
    try:
        return find_actor(name, groups)
    except AmbiguousNameError:
        raise
    except UnknownNameError:
        if not any(letter.isdigit() or letter in "*?#" for letter in name):
            raise
        return None


def answered(
    record: Record,
    side: str | None,
    *,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Return the table of a page, which the page holds as CSV.

    Of a side: its agreement with every state. Of one roll call: every vote, with the groups of the
    state. Of several: their tallies.
    """
    if side is not None:
        return align.answer(record, side, organ=organ, parts=parts, groups=groups)
    if len(record) > 1:
        return tally.answer(record)
    frame = votes_and_groups(record, groups)
    notes = [*noted("listing", notes_on_listing(record))]
    hidden = [column.hidden() if column.name == "rollcall" else column for column in SHOW]
    return Answer(frame, [*hidden, Column("groups")], record, notes=notes)


def votes_and_groups(record: Record, groups: Groups | None = None) -> pd.DataFrame:
    """List every vote of every state, with the groups to which the state belonged on the day.

    `groups`: groups of the user's own (`own_groups`), named before those of `GROUPS`.
    Returns what `show` returns, and `groups`, codes joined by ";".

    Examples
    --------
    >>> import unvote
    >>> frame = votes_and_groups(unvote.load("embedded").select("ES-11/7"))
    >>> frame[frame["state"] == "JPN"].iloc[0, 1:].tolist()
    ['JPN', 'Japan', 'APG', 'Y', 'ALLIES;G7']
    """
    frame = show(record)
    rows = record.rollcalls.index.get_indexer(pd.Index(frame["rollcall"]))
    columns = record.places(frame["state"])
    named = _groups(record, groups)
    belongs = [membership(record, group)[rows, columns] for _, group in named]
    codes = [code for code, _ in named]
    joined = [
        ";".join(code for code, there in zip(codes, state, strict=True) if there)
        for state in zip(*belongs, strict=True)
    ]
    return frame.assign(groups=pd.array(joined, dtype="str"))


def _groups(record: Record, own: Groups | None) -> list[tuple[str, Group]]:
    """Return the groups of a page, the user's first; dated ones only if there is a day."""
    named = {**(own or {}), **{code: all_groups()[code] for code in GROUPS}}
    dated = record.rollcalls["date"].notna().any()
    return [(code, group) for code, group in named.items() if dated or not group.dated]


def blocs_of(record: Record, groups: Groups | None = None) -> pd.DataFrame:
    """Return how the regional and other groups voted in one roll call.

    Returns one row per group with members on the day: `kind` ("region" or "group"), `group, name,
    yes, no, abstain, not_voting, members`, as `tally` counts them, and `like_usa`: how many, not
    counting the United States, voted as it did; missing if it did not vote.
    """
    names = dict(_groups(record, groups))
    pieces = []
    if record.rollcalls["date"].notna().any():
        pieces.append(tally(record, "region").assign(kind="region"))
    # A group without a member that day is no error, only an empty row.
    pieces.append(tally(record, list(names), groups=groups).assign(kind="group"))
    frame = pd.concat(pieces, ignore_index=True)
    known = {**all_groups(), **names}
    frame["name"] = [known[code].name if code in known else code for code in frame["group"]]
    usa = _vote_of(record, "USA")
    others = record.votes.columns != "USA"
    alike = (record.matrix == usa) & others
    like: list[int | None] = []
    for code in frame["group"]:
        if usa not in CAST or code not in known:
            like.append(None)
        else:
            like.append(int((alike & membership(record, known[code])).sum()))
    frame["like_usa"] = pd.array(like, dtype="Int64")
    columns = ["kind", "group", "name", "yes", "no", "abstain", "not_voting", "members", "like_usa"]
    members = _count_members(record, frame["group"], known)
    return frame.loc[members > 0, columns].reset_index(drop=True)


def _count_members(record: Record, codes: Iterable[str], known: Groups) -> Array:
    """Return how many members of the United Nations each group had on the day."""
    there = record.matrix != Vote.NOT_A_MEMBER
    return np.array(
        [
            int((there & membership(record, known[code])).sum()) if code in known else 1
            for code in codes
        ]
    )


def _vote_of(record: Record, code: str) -> int:
    """Return the vote of a state in a record of one roll call."""
    votes = record.votes.get(code)
    return int(Vote.NOT_A_MEMBER) if votes is None else int(votes.iloc[0])


class Related(NamedTuple):
    """The tallies of the roll calls on one text, and the number of other roll calls in all."""

    tallies: pd.DataFrame
    others: int


def related(record: Record, within: Record) -> Related:
    """Return the tallies of the roll calls on the same text as this one, itself included.

    A text comes back under its title; all roll calls of an emergency special session are on
    one agenda item. Votes on amendments and paragraphs are left out.

    `within`: the roll calls to search.
    Returns tallies as those of `tally`, with whole titles where the agenda item has them, oldest
    first: at most `RELATED` others, those nearest in time. No rows if there is no other.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> related(record.select("79/7"), record).tallies["rollcall"].tolist()[-2:]
    ['A/RES/79/7', 'A/RES/80/4']
    """
    place = within.rollcalls.index.get_indexer(record.rollcalls.index)[0]
    rows = _on_same_text(within, place) if place >= 0 else []
    near = sorted(rows, key=lambda row: (abs(row - place), row))[: RELATED + 1]
    chosen = np.zeros(len(within), dtype=bool)
    if len(rows) > 1:
        chosen[near] = True
    texts = within.rows(chosen)
    frame = tally(texts)
    frame["title"] = pd.array(whole_titles(texts), dtype="str")
    return Related(frame, max(len(rows) - 1, 0))


def _on_same_text(within: Record, place: int) -> list[int]:
    names = text_names(within)
    sessions = within.rollcalls["session"].str.upper().tolist()
    emergency = sessions[place].startswith("ES-")
    whole = (within.rollcalls["part"] == "").to_numpy()
    if not whole[place]:
        return []
    mine = set(names[place])
    return [
        row
        for row, (own, session) in enumerate(zip(names, sessions, strict=True))
        if whole[row]
        and (row == place or not mine.isdisjoint(own) or (emergency and session == sessions[place]))
    ]


class Changed(NamedTuple):
    """The states that voted differently from an earlier roll call, and its id."""

    states: pd.DataFrame
    before: str


def changed(record: Record, within: Record) -> Changed:
    """Return the states that voted differently from the last roll call on the same text.

    Returns `state, was, vote` (Y, N, A or X), for states that were members in both. There are no
    rows, and `before` is empty, if there is no earlier roll call, or several fit equally well.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> frame, before = changed(record.select("80/4"), record)
    >>> before, frame[frame["state"] == "ARG"].to_dict("records")
    ('A/RES/79/7', [{'state': 'ARG', 'was': 'Y', 'vote': 'N'}])
    """
    place = within.rollcalls.index.get_indexer(record.rollcalls.index)[0]
    before: tuple[int, ...] = predecessors(within).rows[place] if place >= 0 else ()
    last = before[0] if len(before) == 1 else None
    then, now = within.matrix[[place if last is None else last, place]].astype(int)
    moved = np.flatnonzero((then != now) & (then != Vote.NOT_A_MEMBER) & (now != Vote.NOT_A_MEMBER))
    letters = np.array(LETTERS, dtype=object)
    frame = pd.DataFrame(
        {
            "state": within.votes.columns[moved],
            "was": letters[then[moved]],
            "vote": letters[now[moved]],
        }
    )
    return Changed(frame, "" if last is None else str(within.rollcalls.index[last]))


def alone(record: Record, actor: str, groups: Groups | None = None) -> pd.DataFrame:
    """Return the roll calls in which a state or a group stood nearly alone, loneliest first.

    A state is nearly alone if at most `FEW_OTHERS` other states, and at most the share
    `SMALL_SHARE` of all that voted, cast its vote. For a group, its own members are not others.

    Returns `rollcall, date, title, vote, others, yes, no, abstain`; `others` has the codes of the
    states that voted the same, joined by ";". Among equals the newest first.

    Examples
    --------
    >>> import unvote
    >>> frame = alone(unvote.load("embedded"), "US")
    >>> frame[["rollcall", "vote", "others"]].head(1).to_dict("records")
    [{'rollcall': 'A/RES/79/7', 'vote': 'N', 'others': 'ISR'}]
    """
    record = voted(record)
    side = find_actor(actor, groups)
    own, _ = position(record, side)
    votes = record.matrix
    alike = (votes == own[:, np.newaxis]) & ~membership(record, side)
    counts = count_votes(votes)
    cast = counts["yes"] + counts["no"] + counts["abstain"]
    few = alike.sum(axis=1)
    rows = np.flatnonzero(
        np.isin(own, CAST) & (few <= FEW_OTHERS) & (few <= SMALL_SHARE * cast) & (cast > few + 1)
    )
    rows = rows[np.lexsort((-rows, few[rows]))]
    codes = record.votes.columns.to_numpy()
    frame = about(record).iloc[rows][["rollcall", "date", "title"]].reset_index(drop=True)
    frame["vote"] = np.array(LETTERS, dtype=object)[own[rows].astype(int)]
    frame["others"] = pd.array([";".join(codes[alike[row]]) for row in rows], dtype="str")
    return frame.assign(**{name: counts[name][rows] for name in ("yes", "no", "abstain")})


def divided(frame: pd.DataFrame) -> Any:
    """Return how divided roll calls were: the share of the votes cast not with the largest camp.

    `frame`: a frame as from `tally`.
    The numbers run from 0 (all voted alike) to 2/3; missing if nobody voted.

    Examples
    --------
    >>> import unvote
    >>> divided(unvote.tally(unvote.load("embedded").select("ES-11/7"))).round(3).tolist()
    [0.472]
    """
    votes = frame[["yes", "no", "abstain"]]
    cast = votes.sum(axis=1)
    return 1 - votes.max(axis=1) / cast.where(cast > 0)


def by_year(
    record: Record, actor: str, partners: Sequence[str], groups: Groups | None = None
) -> pd.DataFrame:
    """Return the agreement of a state or group with some others, year by year.

    Returns `by` (the year), `b` (the name of the other as given), `n, agreement`.

    Examples
    --------
    >>> import unvote
    >>> frame = by_year(unvote.load("embedded"), "US", ["RU"])
    >>> frame.tail(1).to_dict("records")
    [{'by': 2025, 'b': 'RU', 'n': 5, 'agreement': 0.5}]
    """
    if not len(record) or record.rollcalls["date"].isna().all():
        raise NothingSelectedError(f"{record.name}: no roll call has a date")
    pieces = [
        align(record, actor, other, by="year", organ=EVERY, parts=True, groups=groups)[
            ["by", "n", "agreement"]
        ].assign(b=other)
        for other in partners
    ]
    return pd.concat(pieces, ignore_index=True)[["by", "b", "n", "agreement"]]


def regions_of(record: Record, codes: Sequence[str]) -> dict[str, str]:
    """Return the regional group of each state on the last day of a record; empty if it had none."""
    last = record.last_day
    if last is None:
        return dict.fromkeys(codes, "")
    members = {code: region for region in REGIONS for code in all_groups()[region].members(last)}
    return {code: members.get(code, "") for code in codes}
