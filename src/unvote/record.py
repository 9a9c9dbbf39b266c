"""The Record: a matrix of votes, one row per roll call, one column per member state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.arrays import Array as Array
from unvote.arrays import Matrix as Matrix
from unvote.codes import Vote
from unvote.frames import must_be_frames, must_be_named, must_be_votes, must_describe, with_listing
from unvote.selection import conditions
from unvote.world.groups import Group
from unvote.world.modality import is_without_vote
from unvote.world.naming import Called
from unvote.world.sources import AUTHORITY, IN_LIBRARY, VOTERS_ONLY
from unvote.world.words import count_of as count_of

# The columns of `Record.rollcalls`: texts, and the totals that the source publishes.
TEXTS = (
    *("symbol", "session", "organ", "title", "draft", "meeting"),
    *("agenda", "subjects", "issues", "sponsors", "same_text", "note", "part"),
    *("modality", "link", "number", "source", "added"),
)
TOTALS = (
    "published_yes",
    "published_no",
    "published_abstain",
    "published_not_voting",
    "published_members",
)
# The texts by which roll calls are named, besides symbol, id and number.
NAMED_BY = ("draft", "meeting")
# The name of the record that comes with unvote.
EMBEDDED = "the embedded record"


class Condition(NamedTuple):
    """A condition of a selection: its words, its subject, its value, and the last day before it."""

    words: str
    about: str = ""
    value: str = ""
    until: date | None = None


class LeftOut(NamedTuple):
    """How many roll calls a measure left out: not of `organ`, on parts, or not counted."""

    other_organs: int = 0
    parts: int = 0
    without_vote: int = 0
    unlisted: int = 0
    organ: str = ""


_NOTHING_LEFT_OUT = LeftOut()


@dataclass(frozen=True)
class Record:
    """Roll calls, and how every member state voted in each.

    Attributes
    ----------
    rollcalls : DataFrame
        One row per roll call, indexed by its id, sorted oldest first (undated last). Columns of
        text (empty if the source says nothing): `symbol`, `session`, `organ` ("GA", "SC",
        another body's letters, "" if nothing tells it), `title`, `draft`, `meeting`, `agenda`,
        `subjects`, `issues` and `sponsors` (each joined by "|"), `same_text` (roll calls that a
        list says are on the same text share a number), `note`, `part` ("", "amendment", "paragraph"
        or "motion"), `modality`, `link`, `number` (the source's own), `source` ("undl", "unxml",
        "voeten", "unvotes", "reference", "own"), `added` (when it first came in, and from which
        file); `date` (datetime64, may be missing); totals as published, or missing:
        `published_yes`, `_no`, `_abstain`, `_not_voting`, `_members`. Two columns are computed for
        every record: `missing`, codes of members of the day that are not listed, and `unexpected`,
        codes of listed states that were not members (joined by "|"; no value if the members are not
        known, or without a vote).
    votes : DataFrame
        The same index, one column per member state (ISO 3166-1 alpha-3), int8 codes of `Vote`.
    name : str
        What the record was made from.
    notes : tuple of str
        What is doubtful about it, found when it was read.
    selection : tuple of Condition
        The conditions by which it was selected.
    emptied_by : str or None
        The condition that left nothing, if nothing is left.
    edition : tuple of str
        Its edition, if known: the files, with the start of their SHA-256.
    left_out : LeftOut
        The roll calls that a measure has left out of it.
    possible_duplicates : tuple of (str, str)
        The ids of two roll calls that are likely, but not certain, to be one.
    whole : Record or None
        The record before some of its roll calls were selected.
    trusted : bool
        Whether the frames are rows of a record already checked: they are not checked again.

    Raises
    ------
    DataError
        If the ids of the frames differ, or they hold anything but texts, numbers, days and known
        codes.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> record.votes.shape
    (24, 193)
    >>> record.select("ES-11/7").votes["USA"].map(lambda vote: unvote.Vote(vote).letter).item()
    'N'
    """

    rollcalls: pd.DataFrame
    votes: pd.DataFrame
    name: str
    notes: tuple[str, ...] = ()
    selection: tuple[Condition, ...] = ()
    emptied_by: str | None = None
    edition: tuple[str, ...] = ()
    left_out: LeftOut = _NOTHING_LEFT_OUT
    possible_duplicates: tuple[tuple[str, str], ...] = ()
    whole: "Record | None" = None
    trusted: InitVar[bool] = False

    def __post_init__(self, trusted: bool) -> None:
        if trusted:
            return
        must_be_named(self.name, self.notes)
        must_be_frames(self.name, self.rollcalls, self.votes)
        must_describe(self.name, self.rollcalls, TEXTS, TOTALS)
        must_be_votes(self.name, self.votes)
        order = np.argsort(self.rollcalls["date"].to_numpy(), kind="stable")
        if (order[1:] < order[:-1]).any():
            for name in ("rollcalls", "votes"):
                object.__setattr__(self, name, getattr(self, name).iloc[order])
        table = with_listing(self.rollcalls, self.votes, self.without_vote)
        object.__setattr__(self, "rollcalls", table)

    def __repr__(self) -> str:
        return f"<Record of {self.summary}>"

    def _repr_html_(self) -> str:
        from unvote.notebook import record_html

        return record_html(self)

    def __len__(self) -> int:
        return len(self.rollcalls)

    @cached_property
    def matrix(self) -> Matrix:
        """The votes as one array, roll calls by states."""
        return np.asarray(self.votes, dtype=np.int8)  # even if there is no state

    def places(self, states: Iterable[str]) -> Array:
        """Return the columns of some states; -1 for a state that has none."""
        return np.asarray(self.votes.columns.get_indexer(pd.Index(list(states), dtype="str")))

    def votes_of(self, states: Iterable[str]) -> Matrix:
        """Return the columns of some states as an array; all must have one."""
        return self.matrix[:, self.places(states)]

    @cached_property
    def states(self) -> list[str]:
        """The codes of the states that were members in at least one of the roll calls."""
        return [*self.votes.columns[(self.matrix != Vote.NOT_A_MEMBER).any(axis=0)]]

    @property
    def last_day(self) -> date | None:
        """The day of the newest roll call, None if none has a date."""
        return None if pd.isna(last := self.rollcalls["date"].max()) else last.date()

    @cached_property
    def without_vote(self) -> Array:
        """Whether each roll call is a text adopted without a vote."""
        texts = self.rollcalls["modality"]
        without = [text for text in texts.unique() if is_without_vote(text)]
        return np.asarray(texts.isin(without), dtype=bool)

    @cached_property
    def unlisted(self) -> Array:
        """Whether each roll call had a vote but lists no state."""
        return np.asarray(~self.matrix.any(axis=1) & ~self.without_vote)

    @cached_property
    def without_absences(self) -> Array:
        """Whether each roll call lists only who voted."""
        listed = (self.matrix == Vote.NOT_VOTING).any(axis=1)
        voters_only = np.asarray(self.rollcalls["source"].isin(VOTERS_ONLY), dtype=bool)
        # For the Security Council a note names the members that a vote does not list.
        council = np.asarray(self.rollcalls["organ"] == "SC", dtype=bool)
        unlisted = voters_only & ~council & ~listed & ~self.without_vote
        return np.asarray(unlisted & self.matrix.any(axis=1))

    @property
    def summary(self) -> str:
        """What the record was made from, its number of roll calls, their days and selection.

        Examples
        --------
        >>> import unvote
        >>> unvote.load("embedded").select("79/7", "80/4").summary
        'the embedded record: 2 of 24 roll calls, 2024-10-30 to 2025-10-29 (named 79/7, 80/4)'
        """
        days = self.rollcalls["date"].dropna().dt.strftime("%Y-%m-%d")
        span = f", {' to '.join(dict.fromkeys([days.min(), days.max()]))}" if len(days) else ""
        how = f" ({'; '.join(one.words for one in self.selection)})" if self.selection else ""
        size = len(self.whole or self)
        many = f"{len(self):,} of {size:,} roll calls" if size > len(self) else ""
        return f"{self.name}: {many or count_of(len(self), 'roll call')}{span}{how}"

    @property
    def origin(self) -> dict[str, Any]:
        """What the record was made from, and how it was selected, as plain values.

        Examples
        --------
        >>> import unvote
        >>> unvote.load("embedded").select("79/7", "80/4").origin["selection"]
        ['named 79/7, 80/4']
        """
        days = self.rollcalls["date"].dropna()
        used = set(self.rollcalls["source"])
        return {
            "record": self.name,
            "edition": list(self.edition),
            "sources": [source for source in AUTHORITY if source in used],
            "rollcalls": len(self),
            "from": days.min().date() if len(days) else None,
            "to": days.max().date() if len(days) else None,
            "selection": [one.words for one in self.selection],
        }

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is doubtful about it: its notes, and roll calls that may be the same."""
        if not (pairs := self.possible_duplicates):
            return self.notes
        some = ", ".join(f"{one} and {other}" for one, other in pairs[:2])
        more = f" and {count_of(len(pairs) - 2, 'more pair')}" if len(pairs) > 2 else ""
        return (*self.notes, f"possible duplicates, which both count: {some}{more}")

    @property
    def called(self) -> Called:
        """The names by which roll calls are selected."""
        table = self.rollcalls
        names = ("symbol", *NAMED_BY, "number")
        symbols, drafts, meetings, numbers = (table[name].tolist() for name in names)
        library = table["source"].isin(IN_LIBRARY).tolist()
        numbers = [number if its else "" for number, its in zip(numbers, library, strict=True)]
        years = table["date"].dt.year.tolist()
        return Called(symbols, table.index.tolist(), drafts, meetings, numbers, years)

    def rows(self, keep: Any) -> "Record":
        """Return the record of some of the roll calls, given as a mask or a slice."""
        rollcalls, pairs = self.rollcalls[keep], self.possible_duplicates
        if pairs:
            left = set(rollcalls.index)
            pairs = tuple(pair for pair in pairs if left.issuperset(pair))
        return self.with_facts(
            rollcalls=rollcalls, votes=self.votes[keep], possible_duplicates=pairs
        )

    def _whole_texts(self, resolutions: Sequence[str]) -> "Record":
        """Leave out votes on amendments and paragraphs, except those named; count them."""
        exact = [name for name in resolutions if not set("*?") & set(name)]
        part = (self.rollcalls["part"] != "").to_numpy()
        if exact and len(exact) == len(resolutions):
            return self  # all that the names fit, even parts
        if exact:
            part = part & ~np.array(conditions.matching(exact)(self), dtype=bool)
        if not part.any():
            return self
        words = f"whole texts, {int(part.sum()):,} on amendments and paragraphs left out (--parts)"
        left_out = self.left_out._replace(parts=self.left_out.parts + int(part.sum()))
        return self.narrowed(~part, words, "parts").with_facts(left_out=left_out)

    def narrowed(self, keep: Any, words: str, about: str = "", value: str = "") -> "Record":
        """Return the roll calls that meet one more condition, which the record remembers."""
        rows = self.rows(keep)
        emptied_by = self.emptied_by or (None if len(rows) else words)
        selection = (*self.selection, Condition(words, about, value, self.last_day))
        whole = self if self.whole is None else self.whole
        return rows.with_facts(selection=selection, emptied_by=emptied_by, whole=whole)

    def with_facts(self, **facts: Any) -> "Record":
        """Return the record with other facts, or some of its rows; nothing is checked again."""
        return replace(self, **facts, trusted=True)

    def select(
        self,
        *resolutions: str,
        start: int | str | date | None = None,
        end: int | str | date | None = None,
        sessions: int | str | Sequence[int | str] | None = None,
        organ: str | None = None,
        title: str | None = None,
        subject: str | None = None,
        agenda: str | None = None,
        issue: str | None = None,
        added: str | date | None = None,
        contested: bool = False,
        parts: bool = True,
        voted: str | Sequence[str] | None = None,
        alone: str | Sequence[str] | None = None,
        sponsor: str | Sequence[str] | None = None,
        groups: Mapping[str, Group] | None = None,
    ) -> "Record":
        """Return the record of the roll calls that meet all conditions.

        Parameters
        ----------
        *resolutions : str
            Names as people write them, or patterns: "ES-11/7", "A/RES/79/*". None: all.
        start, end : int, str or date, optional
            The first and the last day; a year (2025) or a month ("2025-02") means all of it.
        sessions : int, str, or sequence of them, optional
            Sessions and ranges: 79, "79,70-72,ES-11".
        organ : str, optional
            One organ: "GA", "SC", "HRC", "C1" to "C6", "ECOSOC", or what the symbols of
            another body begin with. None or "all": all organs.
        title, subject, agenda : str, optional
            A part of the title, of one of the subjects, of one of the agenda items; case,
            accents, and `--` between a term and the one below it do not count.
        issue : str, optional
            An issue by which Voeten's data code roll calls: "middle-east", "nuclear",
            "disarmament", "human-rights", "colonialism", "economic" or "important" (votes that
            the State Department called so); if several, separated by commas, any of them.
        added : str or date, optional
            For the record on this machine: what was added since a day, or by the last import that
            brought anything new ("last").
        contested : bool
            Leave out unanimous roll calls: all that voted cast the same vote.
        parts : bool
            False: leave out votes on amendments and paragraphs, except those that a resolution
            named without * and ? means. Measures leave them out anyway.
        voted : str or sequence of str, optional
            How states voted: "US=N", "RU=YA" (yes or abstain), "US=N,EU=Y"; all must hold. A group
            means its position; "all EU=Y", "no NATO=N", "any EU=A" and "most G77=Y" mean its
            members of the day that voted. If none voted, the group meets no condition.
        alone : str or sequence of str, optional
            A state whose vote nobody else cast ("US"), or at most three others ("US:3").
        sponsor : str or sequence of str, optional
            States or groups: one of them, or a member of the group on the day, is named as a
            sponsor.
        groups : mapping of str to Group, optional
            Groups of the user's own (`own_groups`), for `voted`, `alone` and `sponsor`.

        Returns
        -------
        Record
            The record; if it is empty, `emptied_by` names the condition that left nothing.

        Raises
        ------
        UnknownNameError
            If a resolution is not in the record, or a state or a group is unknown.
        ArgumentError
            If a date, a session, an organ, an issue or a vote is not valid.
        DataError
            If the record does not say on which issues its roll calls are, or when they were added.

        Examples
        --------
        >>> import unvote
        >>> lonely = unvote.load("embedded").select(voted=["US=N", "all NORDIC=Y"], alone="US:1")
        >>> lonely.rollcalls["symbol"].tolist()
        ['A/RES/75/289', 'A/RES/77/7', 'A/RES/78/7', 'A/RES/79/7']
        """
        # A name that the whole record lacks is an error, so names come first. The note on
        # the last coded day comes before days and sessions narrow the record.
        asked_for = [
            *conditions.named(resolutions),
            *conditions.on_issue(issue),
            *conditions.since_added(added, self),
            *conditions.of_organ(organ),
            *conditions.of_sessions(sessions),
            *conditions.on_days(start, end),
            *conditions.with_text(title, subject, agenda),
            *conditions.by_votes(contested, voted, alone, sponsor, groups),
        ]
        record = self
        for asked in asked_for:
            if record.emptied_by:
                break
            mask, doubts = asked.met(record)
            notes = (*record.notes, *doubts)
            mask = np.asarray(mask, dtype=bool)
            record = record.narrowed(mask, asked.words, asked.about, asked.value)
            record = record.with_facts(notes=notes)
        # Last, so that it counts what it leaves out of everything else selected.
        return record if parts or record.emptied_by else record._whole_texts(resolutions)
