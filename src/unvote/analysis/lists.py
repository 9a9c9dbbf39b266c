"""Plain lists: how states voted, roll call by roll call, and which roll calls have a text."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors, members_note, names_of_the_day
from unvote.analysis.check import check
from unvote.analysis.counts import parts_note
from unvote.analysis.rollcalls import ABOUT, about, days_note
from unvote.analysis.seats import seats
from unvote.analysis.tally import tally
from unvote.answer import Answer, Column, Kind, Note, noted, question
from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError
from unvote.listing import notes_on_listing
from unvote.record import Record
from unvote.selection.positions import membership
from unvote.world.groups import REGIONS, Group, all_groups
from unvote.world.spelling import plain

NOWHERE = 99


STATE = Column("state", key=True)
NAME = Column("name", Kind.TEXT)
SHOW = (ABOUT[0], STATE, NAME, Column("region"), Column("vote"))


@question
def votes(record: Record, *names: str, groups: Groups | None = None) -> Answer:
    """Line up how states voted, one row per roll call.

    Parameters
    ----------
    record : Record
        The roll calls.
    *names : str
        States; a group means its members in any of the roll calls.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        `rollcall, date, organ, session, title` and a column per state (its code): Y, N, A, X,
        or empty if the state was not a member.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.votes(unvote.load("embedded").select("ES-11/*"), "US", "RU", "FR")
    >>> frame[["rollcall", "USA", "RUS", "FRA"]].iloc[-3].tolist()
    ['A/RES/ES-11/7', 'N', 'N', 'Y']
    """
    codes: dict[str, None] = {}
    notes: list[str] = []
    for actor in actors(names, groups):
        if isinstance(actor, Group):
            there = membership(record, actor).any(axis=0)
            codes |= dict.fromkeys(record.votes.columns[np.flatnonzero(there)])
        else:
            codes[actor.code] = None
        notes += members_note(record, actor)
    letters = np.array(LETTERS, dtype=object)
    frame = about(record)
    for code in codes:
        column = record.votes.get(code)
        frame[code] = "" if column is None else letters[column.to_numpy()]
    columns = [*ABOUT, *(Column(code) for code in codes)]
    told = [
        *noted("doubt", parts_note(record)),
        *noted("members", notes),
        *noted("seats", seats(record, codes)),
        *days_note(record),
    ]
    return Answer(frame, columns, record, notes=told, newest=True)


@dataclass(frozen=True)
class Shown:
    """What a drawing of roll calls needs besides the votes."""

    record: Record  # the roll calls
    as_listed: bool = False  # whether the states listed are the whole body
    always_drawn = True

    @cached_property
    def checked(self) -> Answer:
        """What the rules say about the roll calls."""
        return check.answer(self.record, as_listed=self.as_listed)

    @cached_property
    def regions(self) -> Answer | None:
        """How the regional groups voted; None without a day, which decides membership."""
        dated = self.record.rollcalls["date"].notna().any()
        return tally.answer(self.record, "region") if dated else None


@question
def show(record: Record, *, among: str | None = None, groups: Groups | None = None) -> Answer:
    """List every vote of every state, with the regional group of the state on that day.

    Parameters
    ----------
    record : Record
        The roll calls.
    among : str, optional
        Lists only the states of this group.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row per roll call and member state: `rollcall, state, name, region, vote` (Y, N, A or
        X), in the order of the names, which are the names on that day; `region` is empty if the
        state was in no regional group on the day.

    Raises
    ------
    UnknownNameError
        If the group is not known.

    Examples
    --------
    >>> import unvote
    >>> unvote.show(unvote.load("embedded").select("ES-11/7")).iloc[0].tolist()
    ['A/RES/ES-11/7', 'AFG', 'Afghanistan', 'APG', 'X']
    """
    matrix = record.matrix
    regions = np.full(matrix.shape, "", dtype=object)
    if record.rollcalls["date"].notna().any():
        for region in REGIONS:
            regions[membership(record, all_groups()[region])] = region
    listed = matrix != Vote.NOT_A_MEMBER
    unlisted: list[str] = []
    if among is not None:
        [actor] = actors([among], groups)
        listed &= membership(record, actor)
        unlisted = members_note(record, actor)
    rows, columns = np.nonzero(listed)
    names = names_of_the_day(record, list(record.votes.columns))[rows, columns]
    forms = {name: plain(name) for name in set(names)}
    order = np.lexsort((np.array([forms[name] for name in names], dtype=object), rows))
    rows, columns, names = rows[order], columns[order], names[order]
    frame = pd.DataFrame(
        {
            "rollcall": record.rollcalls.index[rows],
            "state": record.votes.columns[columns],
            "name": names,
            "region": regions[rows, columns],
            "vote": np.array(LETTERS, dtype=object)[matrix[rows, columns]],
        }
    )
    undated = int(record.rollcalls["date"].isna().sum())
    notes = [
        *noted("listing", notes_on_listing(record)),
        *noted("members", unlisted),
        *noted("seats", seats(record, frame["state"].unique())),
        *days_note(record),
    ]
    if undated:
        words = f"regional groups are left empty where a roll call has no date ({undated:,})"
        notes.append(Note("undated", words, undated))
    return Answer(frame, SHOW, record, notes=notes, facts=Shown(record))


@question
def search(record: Record, text: str) -> Answer:
    """Find the roll calls whose symbol, title, subjects or agenda item have all words of a text.

    Parameters
    ----------
    record : Record
        The roll calls.
    text : str
        One or more words or parts of words; case and accents do not count. A symbol, in any
        spelling, finds its roll call too.

    Returns
    -------
    DataFrame
        `rollcall, date, organ, session, title`, the most relevant first: those with the words in
        the symbol or draft, then in the title, in the subjects, in the agenda item, then spread
        over several of them; among equals the newest first.

    Raises
    ------
    ArgumentError
        If the text is empty.

    Examples
    --------
    >>> import unvote
    >>> unvote.search(unvote.load("embedded"), "path peace")["rollcall"].tolist()
    ['A/RES/ES-11/8']
    """
    words = plain(text).split()
    if not words:
        raise ArgumentError(f"text '{text}': it is empty")
    table = record.rollcalls
    fields = [table[name].tolist() for name in ("symbol", "draft", "title", "subjects", "agenda")]
    rank = np.array([_relevance(words, texts) for texts in zip(*fields, strict=True)], dtype=int)
    if any(letter.isdecimal() for letter in text):
        rank[sorted(record.called.rows(text))] = 0  # as a symbol is written elsewhere
    found = np.flatnonzero(rank < NOWHERE)
    order = np.lexsort((-found, rank[found]))  # the newest stand last
    frame = about(record).iloc[found[order]].reset_index(drop=True)
    holding = record.narrowed(record.rollcalls.index.isin(frame["rollcall"]), f"text '{text}'")
    columns = [column._replace(shown=True) for column in ABOUT]
    return Answer(frame, columns, holding, notes=days_note(holding))


def _relevance(words: list[str], texts: tuple[str, ...]) -> int:
    """Return which of several texts is the first that has all words; lower is more relevant."""
    forms = [plain(text) for text in texts]
    for place, form in enumerate(forms):
        if all(word in form for word in words):
            return place
    together = " ".join(forms)
    return len(forms) if all(word in together for word in words) else NOWHERE
