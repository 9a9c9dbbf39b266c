"""Texts that come back: finds roll calls of different sessions with the same title."""

import re
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from unvote.analysis.wording import one_to_one, words_of
from unvote.record import Array, Record
from unvote.remembered import remembered
from unvote.world.spelling import plain
from unvote.world.symbols import session_number

# Some sources cut titles at this length, or put the kind of text behind the title.
CUT = 60
# A changed title is searched this many sessions back; this much of it must be the same, in
# hundredths.
SESSIONS_BACK, ALIKE = 3, 70
_KIND = re.compile(r"[:/]\s*(draft )?resolution\b.*", re.DOTALL | re.IGNORECASE)
# If the agenda item is really the title of the text: the library's titles end so.
_ADOPTED = re.compile(r"[:/]\s*resolution\s*/", re.IGNORECASE)
# A title that ends in a year is not cut there.
_YEAR_LAST = re.compile(r"\b(19|20)\d\d\W*$")
_NUMBER = re.compile(r"\b\d+/\d+\b|\b(19|20)\d\d\b")


def title_keys(record: Record) -> Array:
    """Return a key for each title; a text that comes back has the same key.

    Case, accents, punctuation, years and numbers of resolutions do not count. Titles are those of
    `whole_titles`. A title that is still cut is completed if exactly one whole title in the record
    begins with it.

    Returns an array of str: one per roll call; empty if there is no title.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded").select("74/7", "80/4", "ES-11/8")
    >>> title_keys(record)[[0, 2]].tolist()[0][:27], len(set(title_keys(record)))
    ('necessity of ending the eco', 2)
    """
    titles = whole_titles(record)
    keys = [plain_words(title) for title in titles]
    whole = sorted({key for key, title in zip(keys, titles, strict=True) if len(title) > CUT})
    starts: dict[str, list[str]] = {}
    for key, title in zip(keys, titles, strict=True):
        if CUT - 1 <= len(title) <= CUT and not _YEAR_LAST.search(title) and key not in starts:
            starts[key] = [other for other in whole if other.startswith(key)]
    return np.array(
        [starts[key][0] if len(starts.get(key, ())) == 1 else key for key in keys], dtype=object
    )


@remembered
def whole_titles(record: Record) -> Array:
    """Return the titles, taken from the agenda item if a source has the whole title there.

    This is so if the agenda item continues a title that the source cut, or if it ends as titles of
    the UN Digital Library do, in " : resolution / adopted by …".

    Returns an array of str: one per roll call, without that ending; empty if there is no title.
    """
    table = record.rollcalls
    return np.array(
        [
            _KIND.sub("", agenda if _is_title(agenda, title.strip()) else title).strip()
            for title, agenda in zip(table["title"].tolist(), table["agenda"].tolist(), strict=True)
        ],
        dtype=object,
    )


def _is_title(agenda: str, title: str) -> bool:
    cut = len(title) >= CUT - 1 and agenda.startswith(title)
    return cut or _ADOPTED.search(agenda) is not None


@cache
def plain_words(title: str) -> str:
    """Return only the words of a title: no case, accents, punctuation, years or numbers."""
    text = _NUMBER.sub(" ", plain(_KIND.sub("", title)))
    return " ".join(re.findall(r"\w+", text))


@remembered
def text_names(record: Record) -> list[tuple[str, ...]]:
    """Return the names by which each text may come back, the most exact first.

    Before session 58 the title in the record is a few words in capitals ("CUBA, U.S. EMBARGO"), and
    the agenda item mostly holds the real title: both are names of the text. Votes on amendments and
    paragraphs have no name.

    One for each roll call: keys as those of `title_keys`, none if there is no title.
    """
    table = record.rollcalls
    return [
        ()
        if part
        else tuple(
            dict.fromkeys(
                name
                for name in (plain_words(agenda) if _in_words(title, agenda) else "", key)
                if name
            )
        )
        for key, title, agenda, part in zip(
            title_keys(record),
            *(table[name].tolist() for name in ("title", "agenda", "part")),
            strict=True,
        )
    ]


def _in_words(title: str, agenda: str) -> bool:
    """Return whether a title is a few words in capitals and the agenda item a sentence."""
    return title.isupper() and agenda != agenda.upper()


def names_since(record: Record) -> list[tuple[str, ...]]:
    """Return the names of each text, followed by the names from before its title changed.

    `predecessors` says when two roll calls are on the same text.
    """
    names, before = text_names(record), _names_before(record)
    return [(*own, *(name for now in own for name in before.get(now, ()))) for own in names]


def _names_before(record: Record) -> dict[str, tuple[str, ...]]:
    """Return the earlier names of texts whose title has changed, by their name."""
    names, sessions = text_names(record), map(session_number, record.rollcalls["session"])
    before: dict[str, tuple[str, ...]] = {}
    rows = zip(names, sessions, predecessors(record).rows, strict=True)
    for own, session, earlier in rows:
        for other in earlier if session is not None else ():
            if own and names[other] and set(own).isdisjoint(names[other]):
                older = (name for one in names[other] for name in (one, *before.get(one, ())))
                was = tuple(dict.fromkeys(older))
                before |= {name: was for name in own if name not in (*before, *was)}
    return before


def text_codes(record: Record) -> Array:
    """Return a number for each roll call, the same for those on one text.

    Two roll calls are on one text if they share the key of the title, now or before the title
    changed, or the emergency special session. A roll call without a title is on a text of its own.

    Returns an array of int from 0 on, in the order in which the texts come.
    """
    sessions = record.rollcalls["session"].str.upper()
    found: dict[str, int] = {}
    before = _names_before(record)
    keys = [before[key][-1] if key in before else key for key in title_keys(record)]
    texts = zip(record.rollcalls.index, sessions, keys, strict=True)
    return np.array(
        [
            found.setdefault(session if session.startswith("ES-") else key or id_, len(found))
            for id_, session, key in texts
        ],
        dtype=np.int64,
    )


class Earlier(NamedTuple):
    """The earlier roll calls on the text of each roll call; and where several share a title."""

    # One per roll call: the positions of those before it on the same text, oldest first; empty if
    # there is none.
    rows: list[tuple[int, ...]]
    # Array of bool: the roll calls that have none because several of one session share the title.
    several: Array


@remembered
def predecessors(record: Record) -> Earlier:
    """Return the last roll call on the same text before each, in an earlier session.

    A text is known by its title (`text_names`). If no earlier text has the title, the text of the
    last three sessions with the most words in common counts: rare words weigh more, and at least
    70% must be the same, so a title may change a little. If several roll calls of a session have
    the same title, nobody can say which of them the text comes from, so there is no earlier one.
    All roll calls of an emergency special session are on one agenda item: a roll call is compared
    with the last day before it in the same session.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded")
    >>> before = predecessors(record).rows
    >>> ids = record.rollcalls.index
    >>> {ids[row]: [ids[other] for other in before[row]] for row in (22, 23)}
    {'A/RES/80/4': ['A/RES/79/7'], 'A/RES/ES-11/9': ['A/RES/ES-11/7', 'A/RES/ES-11/8']}
    """
    sessions = list(map(session_number, record.rollcalls["session"]))
    names = text_names(record)
    places: dict[str, dict[int, list[int]]] = {}
    for row, (session, own) in enumerate(zip(sessions, names, strict=True)):
        if session is None:
            continue
        for name in own:
            places.setdefault(name, {}).setdefault(session, []).append(row)
    rows, several = _days_before(record), np.zeros(len(record), dtype=bool)
    for row, (session, own) in enumerate(zip(sessions, names, strict=True)):
        if session is None:
            continue
        for name in own:
            past = [other for other in places[name] if other < session]
            if not past:
                continue
            last = places[name][max(past)]
            if len(last) == len(places[name][session]) == 1:
                rows[row], several[row] = tuple(last), False
                break
            several[row] = True
    _by_words(record, sessions, rows, several)
    return Earlier(rows, several)


def _by_words(
    record: Record, sessions: list[int | None], rows: list[tuple[int, ...]], several: Array
) -> None:
    """Find texts whose title has changed a little, and add them to the rows of `predecessors`."""
    table = record.rollcalls
    words = words_of(
        [
            plain_words(agenda if _in_words(title, agenda) else whole)
            for whole, title, agenda in zip(
                whole_titles(record), table["title"], table["agenda"], strict=True
            )
        ]
    )
    whole = (table["part"] == "").to_numpy(dtype=bool)
    number = np.array([session or 0 for session in sessions], dtype=np.int64)
    new = np.array([not before for before in rows], dtype=bool) & ~several & whole & (number > 0)
    last = whole.copy()
    last[[row for before in rows for row in before]] = False
    for back in range(1, SESSIONS_BACK + 1):
        for session in np.unique(number[new]):
            now, then = (
                np.flatnonzero(some & (number == one))
                for some, one in ((new, session), (last, session - back))
            )
            if len(now) and len(then):
                alike = words.shared(now, then)
                for one, other in one_to_one(np.where(alike >= ALIKE / 100, alike, -1.0)):
                    rows[now[one]] = (int(then[other]),)
                    new[now[one]] = last[then[other]] = False


def _days_before(record: Record) -> list[tuple[int, ...]]:
    """Return, for each roll call of an emergency special session, those of the last day before."""
    table = record.rollcalls
    days: dict[str, dict[Any, list[int]]] = {}
    found = table["session"].str.upper().str.startswith("ES-") & table["date"].notna()
    places = np.flatnonzero(found & (table["part"] == ""))
    here = table.iloc[places]
    for row, session, day in zip(places.tolist(), here["session"], here["date"], strict=True):
        days.setdefault(session, {}).setdefault(day, []).append(row)
    rows: list[tuple[int, ...]] = [()] * len(record)
    for of_session in days.values():
        before: tuple[int, ...] = ()
        for day in sorted(of_session):
            for row in of_session[day]:
                rows[row] = before
            before = tuple(of_session[day])
    return rows
