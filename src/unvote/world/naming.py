"""Finds the roll calls that a name, as people write it, means; or suggests the nearest ones."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property
from math import isnan
from shlex import quote

from unvote.errors import UnknownNameError
from unvote.world.groups import match_group
from unvote.world.states import states_called
from unvote.world.symbol_text import cleaned
from unvote.world.symbols import kind_of, normal, organ_of, session_of
from unvote.world.words import is_time, time_options

Rows = Mapping[str, Sequence[int]]

_WHOLE = r"(A/RES/(?:E?S-)?\d+/\d+|S/RES/\d+|A/RES/\d+(?=[^(]*\(\d+\)))"
_SPAN = r"(?P<before>.*\d)(?P<first>[A-Z])-(?P<last>[A-Z])(?P<behind>(?:\(\d+\))?)"
_YEAR = r"\(((?:19|20)\d\d)\)"
# The library's own number of a record; a shorter number is the number of a resolution.
_RECORD_NUMBER = r"\d{6,9}"
# Resolutions whose numbers run on from session to session: 3379 is one, 7 is not.
_RUNNING = (
    r"(?:A/RES/(?:(?:1[89]|2\d|30|E?S-\d)/)?|S/RES/)(?P<number>\d{1,4})(?P<letter>[A-Z]?)[^/]*"
)


@dataclass(frozen=True)
class Called:
    """The names of the roll calls of a record; each attribute has one entry per roll call."""

    # As sources write them; a cell may hold several.
    symbols: Sequence[str]
    ids: Sequence[str] = ()  # the ids of the roll calls
    drafts: Sequence[str] = ()
    meetings: Sequence[str] = ()
    numbers: Sequence[str] = ()  # their numbers in the UN Digital Library
    years: Sequence[float] = ()  # the years of the roll calls; nan if unknown

    @cached_property
    def by_symbol(self) -> Rows:
        """The rows by the normal form of the symbol."""
        return _by_form(self.symbols)

    @cached_property
    def by_draft(self) -> Rows:
        """The rows by the normal form of each draft."""
        return _by_form(self.drafts)

    @cached_property
    def by_meeting(self) -> Rows:
        """The rows by the normal form of the meeting."""
        return _by_form(self.meetings)

    @cached_property
    def by_number(self) -> Rows:
        """The rows by the ids that hold a number, and by the library's number."""
        return _by_form(
            [name if "#" in name else "" for name in self.ids],
            [f"#{number}" if number else "" for number in self.numbers],
        )

    def rows(self, name: str) -> set[int]:
        """Return the roll calls that a name means, if any."""
        form = normal(name)
        if "*" in form or "?" in form:
            return self._fitting(form)
        if not form:
            return set()
        found = self._exactly(form) or self._loosely(form)
        year = re.search(_YEAR, cleaned(name))
        return {row for row in found if not year or self._in_year(row, int(year[1]))}

    def _exactly(self, form: str) -> set[int]:
        if "#" in form:
            return set(self.by_number.get(form, ()))
        places = [self.by_symbol]
        kind = kind_of(form)
        if kind not in ("resolution", "decision", "page"):
            places.append(self.by_meeting if kind == "meeting" else self.by_draft)
        return {row for place in places for row in place.get(form, ())}

    def _loosely(self, form: str) -> set[int]:
        """Find all parts of a text, all texts with a number, or all revisions of a draft."""
        if re.fullmatch(_RECORD_NUMBER, form):
            return set(self.by_number.get(f"#{form}", ()))
        if re.fullmatch(r"(?:A/RES/)?\d{2,4}[A-Z]?", form):
            found = [known for known in self.by_symbol if form in _numbers_of(known)]
            return {row for known in found for row in self.by_symbol[known]}
        if re.fullmatch(r"(?:19|20)\d\d/\d+", form):
            return self._exactly(f"S/{form}")
        kind = kind_of(form)
        place = {"meeting": self.by_meeting, "draft": self.by_draft, "report": self.by_draft}
        known = {**place.get(kind, {}), **self.by_symbol}
        fitting = [other for other in known if form in _wider(other)]
        return {row for other in fitting for row in self._exactly(other)}

    def _fitting(self, pattern: str) -> set[int]:
        # With and without what people leave out at the start.
        fits = re.compile(rf"(?:[AS]/(?:RES/)?)?{translate(cleaned(pattern))}").match
        chosen: set[int] = set()
        for place in (self.by_symbol, self.by_draft, self.by_number, _by_text(self.symbols)):
            for form, rows in place.items():
                if fits(form):
                    chosen.update(rows)
        return chosen

    def _in_year(self, row: int, year: int) -> bool:
        written = re.search(_YEAR, cleaned(self.symbols[row]))
        if written:
            return int(written[1]) == year
        held = self.years[row] if self.years else year
        return held == year or isnan(held)


def match_symbols(names: Iterable[str], called: Called) -> list[bool]:
    """Mark the roll calls that one of the names means.

    `names`: names as people write them (ES-11/7, A/RES/79/7, S/RES/2774 (2025), UNSCR 2774),
    drafts, meetings, addresses of documents, ids of roll calls (A/RES/61/77#9004928), numbers of
    the UN Digital Library, or patterns with * and ? (A/RES/79/*). Without the letter of a part, a
    symbol means the whole text, else all of its parts.
    `called`: the names of the roll calls.
    """
    chosen: set[int] = set()
    for name in names:
        rows = called.rows(name)
        if not rows:
            raise UnknownNameError(f"no roll call is called '{name}'{_nearest(name, called)}")
        chosen |= rows
    return [row in chosen for row in range(len(called.symbols))]


def _by_form(*columns: Sequence[str]) -> Rows:
    rows: dict[str, list[int]] = {}
    for column in columns:
        for row, cell in enumerate(column):
            if cell:
                for form in normal(cell).split("|"):
                    rows.setdefault(form, []).append(row)
    return rows


def _by_text(column: Sequence[str]) -> Rows:
    rows: dict[str, list[int]] = {}
    for row, cell in enumerate(column):
        rows.setdefault(cleaned(cell), []).append(row)
    return rows


def _numbers_of(form: str) -> tuple[str, ...]:
    """Return the forms of a text named by number alone, if numbers run on through sessions."""
    found = re.fullmatch(_RUNNING, form)
    if not found:
        return ()
    numbers = (found["number"], found["number"] + found["letter"])
    return numbers if form[0] == "S" else (*numbers, *(f"A/RES/{number}" for number in numbers))


def _wider(form: str) -> set[str]:
    """Return other names that people may use for a text, in normal form."""
    if spanned := re.fullmatch(_SPAN, form):
        letters = range(ord(spanned["first"]), ord(spanned["last"]) + 1)
        parts = {f"{spanned['before']}{chr(letter)}{spanned['behind']}" for letter in letters}
    else:
        parts = set()
    head, stroke, section = form.rpartition("/")
    if stroke and re.fullmatch(r"[IVX]+", section):
        parts.add(head)
    if found := re.match(_WHOLE, form):
        behind = re.search(r"\(\d+\)$", form)
        parts.add(found[0] + (behind[0] if behind else ""))
    parts.add(re.sub(r"/REV\.\d+$|\(RESUMPTION\d+\)$|,.*", "", form))
    return parts


def _nearest(name: str, called: Called) -> str:
    """Return the end of the message about an unknown name."""
    known = called.by_symbol
    if organ_of(name) == "SC" and not any(organ_of(form) == "SC" for form in known):
        return (
            ": the record has none of the Security Council: import its file ('unvote data pull -h'"
            " says from where), or use those that come with unvote (--votes embedded)"
        )
    written = [called.symbols[known[form][0]] for form in _near(normal(name), known)]
    names = list(dict.fromkeys(written))[:3]
    hint = f"; did you mean {' or '.join(names)}?" if names else ""
    return f"{hint}{_otherwise(name, called)}"


def _otherwise(name: str, called: Called) -> str:
    """Return the end of the message about a name without a roll call: where to look."""
    if is_time(name):
        return f": '{name}' is a time, which {time_options(name)} selects"
    if name.isdecimal() and f"#{name}" in called.by_number:
        return f"; did you mean #{name}?"
    if name.isdecimal():
        return f": {name} may be a session, which --session {name} selects"
    if not name.strip() or any(letter.isdecimal() for letter in name):
        return " ('unvote search TEXT' looks for titles)"
    if states_called(name) or match_group(name):
        kind = "state" if states_called(name) else "group"
        return f": it is a {kind} ('unvote votes {quote(name)}' has its votes)"
    return f" ('unvote search {quote(name)}' looks for titles)"


def _near(form: str, known: Iterable[str]) -> list[str]:
    """Return the symbols near to this one: other parts of the text, else symbols one slip away."""
    form = form.partition("#")[0]
    wide, text = _wider(form), _text_of(form)
    same = [
        other
        for other in known
        if other == form or wide & _wider(other) or (text and text == _text_of(other))
    ]
    if same:
        return same
    slips = [other for other in known if _one_slip(form, other) and kind_of(other) == kind_of(form)]
    session = [other for other in slips if session_of(other) == session_of(form)]
    digits, number = sorted(form), _last_number(form)
    return sorted(  # exchanged digits first, then the nearest numbers
        session or slips,
        key=lambda other: (sorted(other) != digits, abs(_last_number(other) - number)),
    )


def _one_slip(text: str, other: str) -> bool:
    """Return whether a letter more, less or other, or two exchanged, turn one into the other."""
    if abs(len(text) - len(other)) > 1:
        return False
    start = _alike(text, other)
    left, right = text[start:], other[start:]
    end = _alike(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _alike(text: str, other: str) -> int:
    """Return how many letters two texts share at their start."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)))


def _last_number(form: str) -> int:
    found = re.findall(r"\d{1,9}", re.sub(r"\(\d+\)$", "", form))
    return int(found[-1]) if found else 0


def _text_of(form: str) -> tuple[str, str] | None:
    """Return session and number of a text, also where only a page may be meant."""
    found = re.match(r"A/RES/(?:(?P<session>\d+)/)?(?P<number>\d+)", form)
    return (found["session"] or session_of(form), found["number"]) if found else None
