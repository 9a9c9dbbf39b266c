"""The member states of the United Nations since 1945, and the names people give them."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from unvote.errors import AmbiguousNameError, UnknownNameError
from unvote.world.spelling import did_you_mean, fold
from unvote.world.tables import read_table


class State(NamedTuple):
    """A member state, of today or of the past.

    Attributes
    ----------
    code : str
        ISO 3166-1 alpha-3; historic members have CSK, DDR, YUG, YMD and EAZ (Zanzibar).
    alpha2 : str
        ISO 3166-1 alpha-2, empty if there is none.
    name, un_name : str
        The short English name, and the name under which the UN lists the state.
    spells : tuple of (date, date or None)
        First day as a member, and first day after membership (None: still a member).
    successors : tuple of str
        Codes of the states that followed it.
    region : str
        The regional group it belongs to, or last belonged to; empty if there was none.
    note, source : str
        What is remarkable, and the source of the row.
    """

    code: str
    alpha2: str
    name: str
    un_name: str
    spells: tuple[tuple[date, date | None], ...]
    successors: tuple[str, ...]
    region: str
    note: str
    source: str

    def member_on(self, day: date) -> bool:
        """Return whether the state was a member of the United Nations on a day."""
        return any(first <= day and (end is None or day < end) for first, end in self.spells)


@cache
def all_states() -> dict[str, State]:
    """Return every state that is or was a member, by its code, in order of admission."""
    states: dict[str, State] = {}
    for row in read_table("states"):
        spell = (
            date.fromisoformat(row["admitted"]),
            date.fromisoformat(row["ended"]) if row["ended"] else None,
        )
        known = states.get(row["code"])
        successors = tuple(filter(None, row["successor"].split(";")))
        states[row["code"]] = State(
            code=row["code"],
            alpha2=row["alpha2"],
            name=row["name"],
            un_name=row["un_name"],
            spells=(*known.spells, spell) if known else (spell,),
            successors=(*known.successors, *successors) if known else successors,
            region=row["region"],
            note="; ".join(filter(None, [known.note if known else "", row["note"]])),
            source=row["source"],
        )
    return states


def members_on(day: date | None) -> frozenset[str]:
    """Return the codes of the member states on a day; none if the day is not known.

    Examples
    --------
    >>> len(members_on(date(1945, 12, 31))), len(members_on(None))
    (51, 0)
    """
    if day is None:
        return frozenset()
    return frozenset(code for code, state in all_states().items() if state.member_on(day))


class FormerName(NamedTuple):
    """A short name that a state had, from a first day (None: the beginning) to a last day."""

    code: str
    name: str
    first: date | None
    last: date


def name_of(code: str) -> str:
    """Return the short name of a state; any other code, as of a group, stays as it is."""
    state = all_states().get(code)
    return state.name if state else code


@cache
def former_names() -> tuple[FormerName, ...]:
    """Return the short names under which states voted in earlier days."""
    return tuple(
        FormerName(
            code=row["code"],
            name=row["name"],
            first=date.fromisoformat(row["from"]) if row["from"] else None,
            last=date.fromisoformat(row["to"]),
        )
        for row in read_table("former_names")
    )


@cache
def _iso_codes() -> dict[str, str]:
    """Return the ISO codes, alpha-3 and alpha-2, each with the code of the state."""
    codes = {state.alpha2: code for code, state in all_states().items() if state.alpha2}
    return codes | {code: code for code in all_states()}


@cache
def _un_names() -> dict[str, str]:
    """Return the code of every name exactly as the UN writes it today."""
    return {state.un_name: code for code, state in all_states().items()}


@cache
def _other_codes() -> dict[str, str]:
    """Return the codes that files use besides the ISO codes, each with the code of the state."""
    return {row["name"]: row["code"] for row in read_table("aliases") if is_code(row)}


def is_code(row: dict[str, str]) -> bool:
    """Return whether a row of the table of aliases is a code rather than a name."""
    return row["kind"] == "code"


@cache
def _names() -> dict[str, str]:
    """Return the code of every name; names are in the form that spelling.fold gives."""
    return {fold(name): code for name, code in named_spellings().items()}


@cache
def _ambiguous() -> dict[str, tuple[str, ...]]:
    """Return, for each name that may mean several states, the codes of all of them."""
    return {fold(row["name"]): tuple(row["codes"].split(";")) for row in read_table("ambiguous")}


@cache
def named_spellings() -> dict[str, str]:
    """Return the code of every name that means one state in files of the UN; codes are left out."""
    names = {row["name"]: row["code"] for row in read_table("aliases") if not is_code(row)}
    for code, state in all_states().items():
        names[state.un_name] = names[state.name] = code
    return names


@cache
def spellings() -> dict[str, str]:
    """Return every name, code and alias of every state, and the short name of the state."""
    states = all_states()
    called = {row["name"]: states[row["code"]].name for row in read_table("aliases")}
    for state in states.values():
        called |= dict.fromkeys((state.code, state.un_name, state.name), state.name)
    return called


def states_called(name: str) -> tuple[str, ...]:
    """Return the codes of all the states that a name may mean; none if no state has it.

    Examples
    --------
    >>> states_called("Korea"), states_called("Türkiye"), states_called("NATO")
    (('KOR', 'PRK'), ('TUR',), ())
    """
    if several := _ambiguous().get(fold(name)):
        return several
    state = match_state(name, official=True)
    return (state.code,) if state else ()


@cache
def _without_vote() -> dict[str, dict[str, str]]:
    """Return what people take for a member; names are in the form that spelling.fold gives."""
    return {
        fold(name): row
        for row in read_table("no_vote")
        for name in (row["name"], *row["aliases"].split(";"))
        if name
    }


def no_member(name: str, others: Mapping[str, str] | None = None) -> str:
    """Return the message about a name that is not a member state: why, or the nearest names.

    `others`: the names of groups that may have been meant, and their meanings.

    Examples
    --------
    >>> no_member("Scotland")
    "'Scotland' is not a member state and has no vote: it is a part of the United ..."
    >>> no_member("Frnace")
    "'Frnace' is not a member state; did you mean France?"
    """
    if row := _without_vote().get(fold(name)):
        return f"'{name}' is not a member state and has no vote: {row['why']} ({row['instead']})"
    if others is None:
        return f"'{name}' is not a member state{did_you_mean(name, spellings())}"
    without = {row["name"]: row["name"] for row in _without_vote().values()}
    hint = did_you_mean(name, {**without, **others, **spellings()})
    return (
        f"'{name}' is neither a member state nor a group{hint} ('unvote states' and 'unvote"
        " groups' list them)"
    )


def match_state(name: str, *, official: bool = False) -> State | None:
    """Return the state that a name means, or None if no state has the name.

    `name`: a code (ISO alpha-3 or alpha-2) or a name as people write it; case, accents and
    punctuation do not count.
    `official`: read the name as UN files mean it: there CONGO is COG and GUINEA is GIN, while a
    person who writes so may mean several states.
    """
    # Try the names of UN files first: they need no table of aliases.
    code = _iso_codes().get(name) or (_un_names().get(name) if official else None)
    if code is None:
        form = fold(name)
        if not official and form in _ambiguous():
            several = [f"{code} ({all_states()[code].name})" for code in _ambiguous()[form]]
            raise AmbiguousNameError(f"'{name}' is ambiguous: say {' or '.join(several)}")
        known = (_iso_codes(), _other_codes())
        written = (name.strip().upper(), form.upper())
        code = next((codes[word] for word in written for codes in known if word in codes), None)
        code = code or _names().get(form)
    return all_states()[code] if code else None


def find_state(name: str, *, official: bool = False) -> State:
    """Return the state that a name means; it is never guessed.

    Parameters
    ----------
    name : str
        A code or a name of it, in any usual spelling; case, accents and punctuation do not count.
    official : bool
        Read the name as UN files mean it: there CONGO is COG and GUINEA is GIN.

    Returns
    -------
    State
        The state, of today or of the past.

    Raises
    ------
    UnknownNameError
        If no state has this name; the message suggests the nearest names.
    AmbiguousNameError
        If several states have this name.

    Examples
    --------
    >>> find_state("Türkiye").code, find_state("dprk").code, find_state("US").name
    ('TUR', 'PRK', 'United States')
    >>> find_state("Korea")
    Traceback (most recent call last):
    ...
    unvote.errors.AmbiguousNameError: 'Korea' is ambiguous: say KOR (South Korea) or ...
    """
    state = match_state(name, official=official)
    if state is None:
        raise UnknownNameError(no_member(name))
    return state


@cache
def _name_pattern() -> re.Pattern[str]:
    names = {name for state in all_states().values() for name in (state.name, state.un_name)}
    names |= {name.upper() for name in names}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def states_named_in(text: str) -> set[str]:
    """Return the codes of the states that a note names in full.

    Examples
    --------
    >>> sorted(states_named_in("Niger and Guinea-Bissau did not vote."))
    ['GNB', 'NER']
    """
    return {find_state(name, official=True).code for name in _name_pattern().findall(text)}
