"""Tells what a field of a JSON object holds: a text, states with their vote, or objects."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from unvote.codes import vote_called
from unvote.errors import DataError
from unvote.readers.columns import every_name, folded, synonyms
from unvote.readers.header_words import is_symbol
from unvote.readers.stream import brief
from unvote.world.states import match_state

STATE, VOTE = "ms_name", "ms_vote"
# The fields in which answers of unvote, and files of other programs, hold objects.
_OBJECTS = "rows votes data records results result rollcalls roll_calls resolutions items entries"
_HOLDERS = frozenset(map(folded, _OBJECTS.split()))
# A list of states stands under a word for a vote, or under one of these.
_LISTS = {
    **dict.fromkeys(("approve", "approved", "approving", "in favour of", "ayes"), "yes"),
    **dict.fromkeys(("noes", "opposing", "opposed", "reject", "rejected"), "no"),
    **dict.fromkeys(("present not voting", "present and not voting", "absences"), "not voting"),
}
# Lists of states under such names are no votes.
_OTHERS = re.compile(r"sponsor|speaker|author|explanation|^(members|observers)$")
# Where a cell of a table may hold several texts, a list of texts is joined as they are there.
_SEVERAL = ("symbol", "draft", "meeting", "subjects", "issues", "sponsors")


def text_of(name: str, value: Any) -> str | None:
    """Return the text of a field; None if it holds objects, or a list that is no text.

    Examples
    --------
    >>> text_of("year", 2024.0), text_of("sponsors", ["CUBA", "MALI"]), text_of("no", ["CUBA"])
    ('2024', 'CUBA|MALI', None)
    """
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        if not any(folded(name) in synonyms()[own] for own in _SEVERAL):
            return None
        return "|".join(" ".join(text.split()) for text in value)
    if isinstance(value, (list, dict)):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())


def vote_of_list(name: str) -> str:
    """Return the vote of the states in a list of some name, as a word; "" if it names none."""
    word = folded(name)
    word = _LISTS.get(word, word)
    return word if vote_called(word) else ""


def is_without_votes(name: str, value: Any) -> bool:
    """Return whether a field for votes is empty, as that of a text adopted without a vote."""
    return not value and bool(_is("vote", name) or vote_of_list(name))


def votes_by_state(name: str, value: Any) -> list[dict[str, str]]:
    """Return the rows of a field that gives each state its vote; none if it is another."""
    if not (_is("vote", name) and isinstance(value, dict) and _is_column(value)):
        return []
    return [{STATE: state, VOTE: text_of(state, vote) or ""} for state, vote in value.items()]


def within(name: str, value: Any) -> list[Mapping[str, Any]]:
    """Return the objects in a field that holds roll calls or votes; none if it holds others."""
    holds = folded(name) in _HOLDERS or _is("vote", name)
    if holds and isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    if isinstance(value, dict) and is_symbol(name):
        by_state = _is_column(value) and not {*map(folded, value)} & every_name()
        return [{"resolution": name, **({"votes": value} if by_state else value)}]
    return [value] if isinstance(value, dict) and (holds or name.isdecimal()) else []


def as_columns(where: str, entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the rows of an object whose fields are columns, each a list or an object; else none.

    Raises DataError if the columns do not have the same rows.
    """
    columns = {name: value for name, value in entry.items() if _is_column(value)}
    votes = next((name for name in columns if _is("vote", name)), "")
    states = next((name for name in columns if _is("name", name) or _is("code", name)), "")
    if not (votes and states) or type(columns[votes]) is not type(columns[states]):
        return []
    places = _places(columns[votes])
    for name, column in columns.items():
        if _places(column) != places:
            what = f"its rows are not those of field {brief(votes)}: complete it, or take it out"
            raise DataError(f"{where}, field {brief(name)}: {what}")
    rest = {name: value for name, value in entry.items() if name not in columns}
    return [rest | {name: column[at] for name, column in columns.items()} for at in places]


def _is_column(value: Any) -> bool:
    """Return whether a list or an object holds texts and numbers alone."""
    if not value or not isinstance(value, (list, dict)):
        return False
    cells = value.values() if isinstance(value, dict) else value
    return not any(isinstance(cell, (list, dict)) for cell in cells)


def _places(column: Any) -> list[Any]:
    return list(column) if isinstance(column, dict) else list(range(len(column)))


def _is(own: str, name: str) -> bool:
    """Return whether a field has one of the names of a column of ours."""
    return folded(name) in synonyms()[own]


def may_be_votes(name: str, value: Any) -> bool:
    """Return whether a field that is not read may hold votes, by its name or its states.

    Examples
    --------
    >>> may_be_votes("abstian", ["Mali"]), may_be_votes("speakers", ["Mali"])
    (True, False)
    """
    if _OTHERS.search(folded(name)):
        return False
    if _is("vote", name):
        return True
    if not isinstance(value, dict):
        return _are_states(value)
    votes = any(isinstance(one, str) and vote_called(one) for one in value.values())
    inside = [one for one in value.values() if isinstance(one, list)]
    return (votes and _are_states(value)) or any(map(_are_states, inside))


def _are_states(values: Collection[Any]) -> bool:
    """Return whether most of some values are states; codes of two letters only in capitals."""
    names = [text for text in values if isinstance(text, str) and (len(text) > 2 or text.isupper())]
    found = sum(match_state(text, official=True) is not None for text in names)
    return bool(names) and 2 * found >= len(values)
