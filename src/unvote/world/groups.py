"""Groups of states with dated membership: the EU of 2013 is not the EU of 2025."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from unvote.errors import ArgumentError, UnknownNameError
from unvote.world.spelling import did_you_mean, fold, folded
from unvote.world.states import State, match_state, no_member, states_called
from unvote.world.tables import read_table
from unvote.world.words import is_resolution, is_time, joins, time_options

REGIONS = ("AFRICA", "APG", "EEG", "GRULAC", "WEOG")


class Membership(NamedTuple):
    """One spell of a state in a group; both days are included, None is open."""

    state: str
    first: date | None
    last: date | None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Return whether the state belonged to the group on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Group(NamedTuple):
    """A group of states, known by its code, with the spells of its members.

    Attributes
    ----------
    code, name : str
        Its name on the command line, and in full.
    about, source : str
        What is uncertain about its membership, and the source.
    aliases : tuple of str
        Its other names.
    memberships : tuple of Membership
        Each `state` with the `first` and the `last` day on which it belonged; None: open.
    """

    code: str
    name: str
    about: str
    source: str
    aliases: tuple[str, ...]
    memberships: tuple[Membership, ...]

    @property
    def dated(self) -> bool:
        """Return whether membership of the group depends on the day."""
        return any(spell.first or spell.last for spell in self.memberships)

    def members(self, day: date | None = None) -> list[str]:
        """Return the codes of the members on a day, or of those whose membership is open."""
        belonging = (
            spell.state
            for spell in self.memberships
            if (spell.last is None if day is None else spell.holds_on(day))
        )
        return list(dict.fromkeys(belonging))  # a group of groups may have a state twice


def first_day(text: str) -> date | None:
    """Return the first day of a year, a month or a day written in ISO form; empty is None."""
    return date.fromisoformat((text + "-01-01")[:10]) if text else None


def last_day(text: str) -> date | None:
    """Return the last day of a year, a month or a day written in ISO form; empty is None."""
    if not text:
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


@cache
def all_groups() -> dict[str, Group]:
    """Return every group that unvote knows, by its code."""
    spells: dict[str, list[Membership]] = {}
    for row in read_table("groups"):
        spell = Membership(row["state"], first_day(row["from"]), last_day(row["to"]), row["note"])
        spells.setdefault(row["group"], []).append(spell)
    return {
        row["group"]: Group(
            code=row["group"],
            name=row["name"],
            about=row["about"],
            source=row["source"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            memberships=tuple(spells[row["group"]]),
        )
        for row in read_table("group_names")
    }


def own_groups(definitions: str | Iterable[str]) -> dict[str, Group]:
    """Return the groups that a user defines, each as NAME=STATE,STATE or NAME=GROUP,STATE.

    Parameters
    ----------
    definitions : str or iterable of str
        One definition, or several; states are named as everywhere. A group in a definition means
        its members, each for the days of its membership; it may be one defined before.

    Returns
    -------
    dict of str to Group
        The groups by name, to pass on as `groups=`.

    Raises
    ------
    ArgumentError
        If a definition is not of that form, or a state or another definition has its name.
    UnknownNameError
        If one of the states is not known.

    Examples
    --------
    >>> own_groups("duo=US,France")["duo"].members()
    ['USA', 'FRA']
    """
    groups: dict[str, Group] = {}
    for definition in [definitions] if isinstance(definitions, str) else definitions:
        name, _, members = definition.partition("=")
        codes = [part for part in members.split(",") if part.strip()]
        if not name.strip() or not codes:
            raise ArgumentError(f"--group '{definition}': write NAME=STATE,STATE,…")
        if fold(name) in map(fold, groups):
            raise ArgumentError(f"--group '{name.strip()}' is given twice: take another name")
        if any("\ud800" <= letter <= "\udfff" for letter in name):
            raise ArgumentError(f"--group '{name.strip()}': the name is not UTF-8: take another")
        if states := states_called(name):
            raise ArgumentError(
                f"--group '{name.strip()}' is the name of a state ({' or '.join(states)}):"
                " take another name"
            )
        members_of_all = [_memberships(find_actor(code.strip(), groups)) for code in codes]
        spells = dict.fromkeys(chain.from_iterable(members_of_all))
        groups[name.strip()] = Group(
            code=name.strip(),
            name=name.strip(),
            about="defined by the user",
            source="",
            aliases=(),
            memberships=tuple(spells),
        )
    return groups


def _memberships(actor: State | Group) -> Sequence[Membership]:
    """Return the memberships that a state (at any time) or a group brings into a group."""
    return actor.memberships if isinstance(actor, Group) else [Membership(actor.code, None, None)]


def _names(groups: Iterable[Group]) -> dict[str, str]:
    """Return every name and alias of some groups, and the code of the group."""
    return {
        name: group.code for group in groups for name in (*group.aliases, group.name, group.code)
    }


@cache
def _forms() -> dict[str, str]:
    return {fold(name): code for name, code in _names(all_groups().values()).items()}


def match_group(name: str, own: Mapping[str, Group] | None = None) -> Group | None:
    """Return the group that a name means, or None; a user's own groups come first."""
    form = fold(name)
    for its_name, group in (own or {}).items():
        if not isinstance(group, Group):
            how = f"make it by unvote.own_groups('{its_name}=FR,DE')"
            raise ArgumentError(f"groups: '{its_name}' is not a group yet: {how}")
        if folded(group.code) == form:
            return group
    code = _forms().get(form)
    return all_groups()[code] if code else None


def _all_names(own: Mapping[str, Group] | None) -> dict[str, str]:
    return _names([*all_groups().values(), *(own or {}).values()])


def find_group(name: str, own: Mapping[str, Group] | None = None) -> Group:
    """Return the group that a name means.

    Parameters
    ----------
    name : str
        Its code, its name or another name of it; case, accents and punctuation do not count.
    own : mapping of str to Group, optional
        Groups of the user's own (`own_groups`), which are looked up first.

    Returns
    -------
    Group
        The group, with all its members of any day.

    Raises
    ------
    UnknownNameError
        If no group has this name; the message suggests the nearest names.

    Examples
    --------
    >>> len(find_group("nato").members(date(1949, 4, 4))), find_group("European Union").code
    (12, 'EU')
    """
    group = match_group(name, own)
    if group is None:
        raise UnknownNameError(
            f"'{name}' is not a group{did_you_mean(name, _all_names(own))} ('unvote groups' lists"
            " them)"
        )
    return group


def find_actor(
    name: str, own: Mapping[str, Group] | None = None, beside: Iterable[str] = ()
) -> State | Group:
    """Return the state or the group that a name means; a state wins over a group.

    `beside`: the names that stand in one line with it, which the message repeats.
    Raises UnknownNameError if no state or group has this name; the message suggests the nearest
    names.
    Raises AmbiguousNameError if several states have this name.
    """
    if joins(name) and name.islower():  # if it fits two states, it is not a third name
        raise UnknownNameError(_no_actor(name, own, beside))
    if (actor := match_state(name) or match_group(name, own)) is not None:
        return actor
    raise UnknownNameError(_no_actor(name, own, beside))


def _no_actor(name: str, own: Mapping[str, Group] | None, beside: Iterable[str]) -> str:
    """Return the message about a name that is no state or group: what it is, or near names."""
    if joins(name):
        return (
            f"'{name}' is neither a state nor a group: leave it out, as in US RU (Andorra is AND)"
        )
    if "," in name and all(match_state(one) or match_group(one, own) for one in name.split(",")):
        apart = " ".join(one.strip() for one in name.split(","))
        return (
            f"'{name}' is more than one name: put blanks between them: {apart}; and give an option"
            " once for each"
        )
    if is_time(name):
        return f"'{name}' is a time, not a state: {time_options(name)} selects it"
    if is_resolution(name):
        from shlex import join

        sides = join(side for side in beside if not is_resolution(side)) or "US"
        return (
            f"'{name}' is a resolution, not a state: 'unvote show {name}' has its votes ('unvote"
            f" votes {sides} --on {name}' those of some states)"
        )
    return no_member(name, _all_names(own))


def members_of(names: Iterable[str], own: Mapping[str, Group] | None = None) -> list[str]:
    """Return the codes of all states that names mean; a group means all its members of any time.

    Examples
    --------
    >>> members_of(["US", "BENELUX", "BEL"])
    ['USA', 'BEL', 'NLD', 'LUX']
    """
    codes: dict[str, None] = {}
    for actor in (find_actor(name, own) for name in names):
        if isinstance(actor, Group):
            codes |= dict.fromkeys(spell.state for spell in actor.memberships)
        else:
            codes[actor.code] = None
    return list(codes)
