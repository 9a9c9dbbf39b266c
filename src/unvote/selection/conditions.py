"""The conditions of a selection: which roll calls meet each one, and what is doubtful."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.errors import ArgumentError, DataError
from unvote.selection.positions import is_contested
from unvote.selection.sponsors import sponsors_asked
from unvote.selection.voted import alone_asked, votes_asked
from unvote.world.groups import Group, first_day, last_day
from unvote.world.issues import coded_until, find_issues, must_be_coded, on_issues
from unvote.world.members import DAYS_RELIABLE_FROM
from unvote.world.naming import match_symbols
from unvote.world.organs import EVERY, find_organ
from unvote.world.spans import day_named, in_sessions, sessions_named
from unvote.world.spelling import searched_for
from unvote.world.subjects import without_subject
from unvote.world.words import count_of, listed

if TYPE_CHECKING:
    from unvote.record import Record

# The word for the last import that brought something new.
LAST = "last"
# Whether each roll call of a record meets a condition, and what is doubtful.
Met = tuple[Any, Iterable[str]]


class Condition(NamedTuple):
    """A condition: its subject, its value, and a function that finds the roll calls."""

    about: str
    value: str
    met: "Callable[[Record], Met]"

    @property
    def words(self) -> str:
        """The condition in the words of a summary."""
        return f"{self.about} {self.value}".strip()


def named(names: Sequence[str]) -> list[Condition]:
    """Return the condition that one of the names or patterns matches the roll call."""
    if not all(isinstance(name, str) for name in names):
        raise ArgumentError("select: each name is an argument: record.select('79/7', '80/4')")
    return [Condition("named", ", ".join(names), _plain(matching(names)))] if names else []


def matching(names: Sequence[str]) -> "Callable[[Record], Any]":
    """Return a function that finds the roll calls that names or patterns match."""
    return lambda record: match_symbols(names, record.called)


def on_issue(names: str | None) -> list[Condition]:
    """Return the condition that Voeten's data have the roll call under one of these issues."""
    if names is None:
        return []
    codes = find_issues(names)

    def met(record: "Record") -> Met:
        must_be_coded(record.rollcalls, record.name)
        return on_issues(record.rollcalls, codes), [coded_until(record.rollcalls, codes)]

    return [Condition("issue", ",".join(codes), met)]


def since_added(added: str | date | None, whole: "Record") -> list[Condition]:
    """Return the condition that the roll call was added since a day, or by the last import.

    `whole`: the record before any selection; it tells which import was the last.
    """
    return [] if added is None else [Condition("added", str(added), _since_added(added, whole))]


def of_organ(organ: str | None) -> list[Condition]:
    """Return the condition that the roll call is of an organ."""
    if organ is None or organ == EVERY:
        return []
    body = find_organ(organ)
    return [Condition("organ", body, _plain(lambda one: one.rollcalls["organ"] == body))]


def of_sessions(sessions: int | str | Sequence[int | str] | None) -> list[Condition]:
    """Return the condition that the roll call is of one of these sessions."""
    sessions = str(sessions) if isinstance(sessions, int) else sessions
    if not sessions and sessions != "":
        return []
    wanted = sessions_named(sessions)
    text = sessions if isinstance(sessions, str) else ",".join(map(str, sessions))
    held = _plain(lambda one: in_sessions(one.rollcalls["session"], wanted))
    return [Condition("session", text, held)]


def on_days(start: int | str | date | None, end: int | str | date | None) -> list[Condition]:
    """Return the conditions on the first and the last day."""
    asked = []
    if start is not None:
        first = pd.Timestamp(day_named(start, first_day))
        since = str(first.date()) if isinstance(start, date) else str(start)
        doubts = _day_doubted(start)
        asked.append(Condition("from", since, _dated(lambda days: days >= first, doubts)))
    if end is not None:
        last = pd.Timestamp(day_named(end, last_day))
        until = str(last.date()) if isinstance(end, date) else str(end)
        doubts = _day_doubted(end) if start != end else []
        asked.append(Condition("to", until, _dated(lambda days: days <= last, doubts)))
    if start is not None and end is not None and first > last:
        raise ArgumentError(f"the record from {start} to {end}: the end is before the start")
    return asked


def with_text(title: str | None, subject: str | None, agenda: str | None) -> list[Condition]:
    """Return the conditions on what the texts of the roll call contain."""
    asked = []
    for name, text in (("title", title), ("subject", subject), ("agenda", agenda)):
        if text is not None and not text.strip():  # as from a variable of the shell that is not set
            raise ArgumentError(f"{name} '{text}': it is empty; leave it out to select all")
    if title:
        asked.append(Condition("title", f"'{title}'", _plain(_holds("title", title))))
    if subject:
        asked.append(Condition("subject", f"'{subject}'", _of_subject(subject)))
    if agenda:
        asked.append(Condition("agenda", f"'{agenda}'", _plain(_holds("agenda", agenda))))
    return asked


def by_votes(
    contested: bool,
    voted: str | Sequence[str] | None,
    alone: str | Sequence[str] | None,
    sponsor: str | Sequence[str] | None,
    groups: Mapping[str, Group] | None,
) -> list[Condition]:
    """Return the conditions on how states voted, and on who sponsored the text."""
    asked = []
    if contested:
        asked.append(Condition("contested", "", _plain(lambda one: is_contested(one.matrix))))
    asked += [Condition("voted", one.words, one.met) for one in votes_asked(voted, groups)]
    asked += [Condition("alone", one.words, one.met) for one in alone_asked(alone, groups)]
    asked += [Condition("sponsor", one.words, one.met) for one in sponsors_asked(sponsor, groups)]
    return asked


def _since_added(added: str | date, whole: "Record") -> "Callable[[Record], Met]":
    """Return a function that finds the roll calls added by the last import, or since a day."""
    last_asked = str(added).strip().casefold() == LAST
    first = "" if last_asked else str(day_named(added, first_day))

    def met(record: "Record") -> Met:
        times = whole.rollcalls.get("added")
        if times is None or not (last := max(times, default="")):
            raise DataError(
                f"{whole.name}: it does not say when its roll calls were added: --added is for the"
                " record on this machine"
            )
        since = first or last.partition(" ")[0]
        of_last = sorted({time.partition(" ")[2] for time in times if time >= since})
        told = f"the last import that brought roll calls was on {last[:10]}: {listed(of_last)}"
        return (record.rollcalls["added"] >= since).to_numpy(), [] if first else [told]

    return met


def _plain(holds: "Callable[[Record], Any]") -> "Callable[[Record], Met]":
    return lambda record: (holds(record), ())


def _day_doubted(when: int | str | date) -> list[str]:
    """Return a doubt if one day is meant, in the years when the days in sources are unreliable."""
    first, last = (day_named(when, end) for end in (first_day, last_day))
    if first != last or first >= DAYS_RELIABLE_FROM:
        return []
    year = DAYS_RELIABLE_FROM.year
    month = f"{first:%Y-%m}"
    return [f"before {year} the day of a vote may be wrong, its month is right ({month})"]


def _dated(holds: Callable[[Any], Any], doubts: Sequence[str]) -> "Callable[[Record], Met]":
    def met(record: "Record") -> Met:
        days = record.rollcalls["date"]
        mask = np.asarray(holds(days), dtype=bool)
        undated = int((days.isna().to_numpy() & ~mask).sum())
        left_out = f"{count_of(undated, 'roll call')} without a date left out"
        return mask, [*doubts, *([left_out] if undated else [])]

    return met


def _holds(column: str, text: str) -> "Callable[[Record], Any]":
    return lambda record: list(map(searched_for(text), record.rollcalls[column]))


def _of_subject(text: str) -> "Callable[[Record], Met]":
    holds = _holds("subjects", text)
    return lambda record: (holds(record), without_subject(record.rollcalls))
