"""The Record: a matrix of votes, one row a roll call, one column a member state."""

from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.codes import CAST, Vote
from unvote.errors import ArgumentError
from unvote.frames import must_be_frames, must_be_votes, must_describe, with_listing
from unvote.world.groups import first_day, last_day
from unvote.world.naming import Called, match_symbols
from unvote.world.organs import EVERY, find_organ
from unvote.world.sources import AUTHORITY, IN_LIBRARY, VOTERS_ONLY
from unvote.world.spans import day_named, in_sessions, sessions_named
from unvote.world.spelling import searched_for
from unvote.world.subjects import without_subject

# The columns of `Record.rollcalls`: texts, and the totals that the source publishes.
TEXTS = (
    *("symbol", "session", "organ", "title", "draft", "meeting"),
    *("agenda", "subjects", "sponsors", "note", "part"),
    *("modality", "link", "number", "source"),
)
TOTALS = (
    "published_yes",
    "published_no",
    "published_abstain",
    "published_not_voting",
    "published_members",
)
# The texts by which roll calls are named, beside symbol, id and number.
NAMED_BY = ("draft", "meeting")
# What the record that comes with unvote is called.
EMBEDDED = "the embedded record"
Matrix = np.ndarray[Any, Any]


class Condition(NamedTuple):
    """A condition of a selection: words, what it is about, its value, the last day before it."""

    words: str
    about: str = ""
    value: str = ""
    until: date | None = None


class LeftOut(NamedTuple):
    """How many roll calls a measure left out: not of `organ`, on parts, and those not counted."""

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
        One row a roll call, indexed by its id, put oldest first (undated last). Columns of
        text (empty where the source says nothing): `symbol`, `session`, `organ` ("GA", "SC",
        another body's letters, "" where nothing tells it), `title`, `draft`, `meeting`, `agenda`,
        `subjects` and `sponsors` (each joined by "|"), `note`, `part` ("", "amendment",
        "paragraph" or "motion"), `modality`, `link`, `number` (the source's own), `source`
        ("undl", "unxml", "voeten", "unvotes", "reference", "own"); `date` (datetime64, may be
        missing); and the totals as published, missing where they are not: `published_yes`,
        `published_no`, `published_abstain`, `published_not_voting`, `published_members`.
        Made anew with every record: `missing`, codes of members of the day that are not
        listed, and `unexpected`, of states listed that were none (joined by "|"; no value where
        the members are not known, or without a vote).
    votes : DataFrame
        The same index, one column a member state (ISO 3166-1 alpha-3), int8 codes of `Vote`.
    name : str
        What the record was made from.
    notes : tuple of str
        What is doubtful about it, found when it was read.
    selection : tuple of Condition
        The conditions by which it was selected.
    emptied_by : str or None
        The condition that left nothing, where nothing was left.
    edition : tuple of str
        Which edition of it, where that is known: the files, with the start of their SHA-256.
    left_out : LeftOut
        How many roll calls a measure has left out of it.
    possible_duplicates : tuple of (str, str)
        The ids of two roll calls that are likely, but not certain to be, one.
    whole : int or None
        How many roll calls it had before some were selected.
    trusted : bool
        Whether the frames are rows of a record that was checked: they are not checked again.

    Raises
    ------
    DataError
        If the frames differ in their ids, or hold what is no text, number, day, or known code.

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
    whole: int | None = None
    trusted: InitVar[bool] = False

    def __post_init__(self, trusted: bool) -> None:
        if trusted:
            return
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

    @property
    def matrix(self) -> Matrix:
        """The votes as one array, roll calls by states."""
        return np.asarray(self.votes, dtype=np.int8)  # also where there is no state

    @property
    def states(self) -> list[str]:
        """The codes of the states that were members in at least one of the roll calls."""
        return [*self.votes.columns[(self.matrix != Vote.NOT_A_MEMBER).any(axis=0)]]

    @property
    def last_day(self) -> date | None:
        """The day of the newest roll call, None where none has a date."""
        return None if pd.isna(last := self.rollcalls["date"].max()) else last.date()

    @property
    def without_vote(self) -> Matrix:
        """Which of the roll calls are texts adopted without a vote, as an array of truths."""
        texts = self.rollcalls["modality"]
        without = [text for text in texts.unique() if "without" in text.casefold()]
        return np.asarray(texts.isin(without), dtype=bool)

    @property
    def unlisted(self) -> Matrix:
        """Which were put to a vote of which no state is listed, as an array of truths."""
        return np.asarray(~self.matrix.any(axis=1) & ~self.without_vote)

    @property
    def without_absences(self) -> Matrix:
        """Which of the roll calls list only who voted, as an array of truths."""
        listed = (self.matrix == Vote.NOT_VOTING).any(axis=1)
        voters_only = np.asarray(self.rollcalls["source"].isin(VOTERS_ONLY), dtype=bool)
        # Of the Security Council it is told who stands in no list of a vote.
        council = np.asarray(self.rollcalls["organ"] == "SC", dtype=bool)
        return np.asarray(voters_only & ~council & ~listed & self.matrix.any(axis=1))

    @property
    def summary(self) -> str:
        """What the record was made from, how many roll calls of which days, how selected.

        Examples
        --------
        >>> import unvote
        >>> unvote.load("embedded").select("79/7", "80/4").summary
        'the embedded record: 2 of 24 roll calls, 2024-10-30 to 2025-10-29 (named 79/7, 80/4)'
        """
        days = self.rollcalls["date"].dropna().dt.strftime("%Y-%m-%d")
        span = f", {' to '.join(dict.fromkeys([days.min(), days.max()]))}" if len(days) else ""
        how = f" ({'; '.join(one.words for one in self.selection)})" if self.selection else ""
        selected = self.whole is not None and self.whole > len(self)
        many = f"{len(self):,} of {self.whole:,} roll calls" if selected else ""
        return f"{self.name}: {many or count_of(len(self), 'roll call')}{span}{how}"

    @property
    def origin(self) -> dict[str, Any]:
        """What the record was made from and how selected, as plain values.

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
        """What is doubtful about it: its notes, and which of its roll calls may be one."""
        if not (pairs := self.possible_duplicates):
            return self.notes
        some = ", ".join(f"{one} and {other}" for one, other in pairs[:2])
        more = f" and {count_of(len(pairs) - 2, 'more pair')}" if len(pairs) > 2 else ""
        return (*self.notes, f"possible duplicates, which both count: {some}{more}")

    @property
    def called(self) -> Called:
        """What the roll calls are called: by these names they are selected."""
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
        return self.told(rollcalls=rollcalls, votes=self.votes[keep], possible_duplicates=pairs)

    def _whole_texts(self, resolutions: Sequence[str]) -> "Record":
        """Leave out votes on amendments and paragraphs but for those named; count them."""
        exact = [name for name in resolutions if not set("*?") & set(name)]
        part = (self.rollcalls["part"] != "").to_numpy()
        if exact and len(exact) == len(resolutions):
            return self  # all that the names fit, parts or not
        if exact:
            part = part & ~np.array(_called(exact)(self), dtype=bool)
        words = f"whole texts, {int(part.sum()):,} on amendments and paragraphs left out (--parts)"
        return self.narrowed(~part, words, "parts") if part.any() else self

    def narrowed(self, keep: Any, words: str, about: str = "", value: str = "") -> "Record":
        """Return the roll calls that meet one more condition, and remember the condition."""
        rows = self.rows(keep)
        emptied_by = self.emptied_by or (None if len(rows) else words)
        selection = (*self.selection, Condition(words, about, value, self.last_day))
        whole = self.whole or len(self)
        return rows.told(selection=selection, emptied_by=emptied_by, whole=whole)

    def told(self, **facts: Any) -> "Record":
        """Return the record with other facts, or some of its rows: nothing is checked anew."""
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
        contested: bool = False,
        parts: bool = True,
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
            another body begin with. None or "all": every organ.
        title, subject, agenda : str, optional
            A part of the title, of one of the subjects, of one of the agenda items; case,
            accents, and `--` between a term and the one below it do not count.
        contested : bool
            Leave out the roll calls in which all that voted did so alike.
        parts : bool
            False: leave out votes on amendments and paragraphs, but for those that a
            resolution named without * and ? means. Measures leave them out by themselves.

        Returns
        -------
        Record
            It may be empty: then `emptied_by` names the condition that left nothing.

        Raises
        ------
        UnknownNameError
            If a resolution is not in the record.
        ArgumentError
            If a date, a session or an organ is none.
        """
        conditions: list[tuple[str, str, Callable[[Record], Any]]] = []
        if resolutions:
            # A name that the whole record does not know is an error, so names come first.
            conditions.append(("named", ", ".join(resolutions), _called(resolutions)))
        if organ is not None and organ != EVERY:
            body = find_organ(organ)
            conditions.append(("organ", body, lambda record: record.rollcalls["organ"] == body))
        sessions = str(sessions) if isinstance(sessions, int) else sessions
        if sessions or sessions == "":
            wanted = sessions_named(sessions)
            text = sessions if isinstance(sessions, str) else ",".join(map(str, sessions))
            conditions.append(
                ("session", text, lambda record: in_sessions(record.rollcalls["session"], wanted))
            )
        if start is not None:
            first = pd.Timestamp(day_named(start, first_day))
            since = str(first.date()) if isinstance(start, date) else str(start)
            conditions.append(("from", since, lambda record: record.rollcalls["date"] >= first))
        if end is not None:
            last = pd.Timestamp(day_named(end, last_day))
            until = str(last.date()) if isinstance(end, date) else str(end)
            conditions.append(("to", until, lambda record: record.rollcalls["date"] <= last))
        if start is not None and end is not None and first > last:
            raise ArgumentError(f"the record from {start} to {end}: the end is before the start")
        if title:
            conditions.append(("title", f"'{title}'", _holds("title", title)))
        if subject:
            conditions.append(("subject", f"'{subject}'", _holds("subjects", subject)))
        if agenda:
            conditions.append(("agenda", f"'{agenda}'", _holds("agenda", agenda)))
        if contested:
            conditions.append(("contested", "", lambda record: is_contested(record.matrix)))

        record = self
        for about, value, condition in conditions:
            if record.emptied_by:
                break
            mask = np.asarray(condition(record), dtype=bool)
            undated = record.rollcalls["date"].isna().to_numpy() & ~mask
            notes = record.notes
            if about in ("from", "to") and undated.any():
                notes = (*notes, f"{count_of(undated.sum(), 'roll call')} without a date left out")
            if about == "subject":
                notes = (*notes, *without_subject(record.rollcalls))
            record = record.narrowed(mask, f"{about} {value}".strip(), about, value)
            record = record.told(notes=notes)
        # Last, so that it counts those that were left out of what is selected otherwise.
        return record if parts or record.emptied_by else record._whole_texts(resolutions)


def count_of(number: int, thing: str) -> str:
    """Return a number of things in words, with the plural where there are several.

    Examples
    --------
    >>> count_of(1, "roll call"), count_of(6846, "roll call")
    ('1 roll call', '6,846 roll calls')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def is_contested(matrix: Matrix) -> Matrix:
    """Return which roll calls are not unanimous: those voting (Y, N, A) did not all agree."""
    kinds = [(matrix == vote).any(axis=1) for vote in CAST]
    return np.asarray(np.sum(kinds, axis=0) > 1)


def _called(names: Sequence[str]) -> Callable[[Record], Any]:
    return lambda record: match_symbols(names, record.called)


def _holds(column: str, text: str) -> Callable[[Record], Any]:
    return lambda record: list(map(searched_for(text), record.rollcalls[column]))
