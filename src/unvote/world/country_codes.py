"""The codes of states in other lists, each for its days: Correlates of War, ISO, M49."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from unvote.errors import ArgumentError
from unvote.world.groups import first_day, last_day
from unvote.world.states import all_states
from unvote.world.tables import read_table

# Every list, and its description.
SCHEMES = {
    "cow": "number in the Correlates of War Project's State System Membership List (v2016)",
    "iso2": "alpha-2 of ISO 3166-1, withdrawn ones of ISO 3166-3",
    "m49": "number of the UN Statistics Division (M49, as ISO 3166-1 numeric), with three digits",
}


class Spell(NamedTuple):
    """A code of a state, with its first and last day; None is open."""

    value: str
    first: date | None
    last: date | None


def must_be_scheme(name: str) -> str:
    """Return the name of a list of codes; case does not count."""
    if name.lower() not in SCHEMES:
        raise ArgumentError(f"'{name}' is not a list of codes: they are {', '.join(SCHEMES)}")
    return name.lower()


@cache
def spells(scheme: str) -> Mapping[str, Sequence[Spell]]:
    """Return the codes that each state has in a list, in order of time.

    Examples
    --------
    >>> [spell.value for spell in spells("cow")["DEU"]], spells("m49")["PAK"][0].value
    (['260', '255'], '586')
    """
    rows: list[tuple[str, str, dict[str, str]]] = []
    if scheme == "cow":
        table = read_table("correlates_of_war")
        rows = [(row["code"], row["number"], row) for row in table if row["listed"] != "no"]
    else:
        usual = {
            code: state.alpha2 if scheme == "iso2" else "" for code, state in all_states().items()
        }
        rows = [
            (row["code"], row[scheme] or usual[row["code"]], row) for row in read_table("iso_codes")
        ]
    found: dict[str, list[Spell]] = {}
    for code, value, row in rows:
        spell = Spell(value, first_day(row["from"]), last_day(row["to"]))
        found.setdefault(code, []).append(spell)
    for known in found.values():
        known.sort(key=lambda spell: spell.first or date.min)
    return found
