"""The member states: what people call them, and when they were members."""

import csv
from datetime import date
from pathlib import Path

import pytest

import unvote
from unvote.world.groups import REGIONS, all_groups
from unvote.world.states import (
    FormerName,
    all_states,
    former_names,
    match_state,
    spellings,
    states_called,
    states_named_in,
)
from unvote.world.tables import read_table

TESTS = Path(__file__).parent
STATES = list(all_states().values())


def table(name: str) -> list[tuple[str, ...]]:
    with (TESTS / name).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return [tuple(row) for row in rows]


def meaning(name: str, *, official: bool = False) -> str:
    """Return the code that a name means, or what is wrong with it."""
    try:
        return unvote.find_state(name, official=official).code
    except unvote.AmbiguousNameError:
        return "ambiguous"
    except unvote.UnknownNameError:
        return "unknown"


# --- names


def test_spellings_mean_the_state() -> None:
    found = {spelling: meaning(spelling) for spelling, _ in table("spellings.csv")}
    assert found == dict(table("spellings.csv"))


def test_spellings_do_not_mean_another_state() -> None:
    rows = table("not_states.csv")
    found = {spelling: meaning(spelling) for spelling, _, _ in rows}
    assert found == {spelling: expected for spelling, _, expected in rows}
    assert [spelling for spelling, wrong, expected in rows if wrong == expected] == []


def test_a_state_is_called_by_its_codes_and_names() -> None:
    for state in STATES:
        names = [state.code, state.alpha2, state.name, state.un_name]
        assert {meaning(name, official=True) for name in names if name} == {state.code}


def test_only_two_names_of_states_are_ambiguous_among_people() -> None:
    names = {name for state in STATES for name in (state.name, state.un_name)}
    unclear = {name for name in names if meaning(name) == "ambiguous"}
    assert unclear == {"Congo", "CONGO", "Guinea", "GUINEA"}


def test_every_alias_means_its_state() -> None:
    rows = [row for row in read_table("aliases") if meaning(row["name"]) != row["code"]]
    assert rows == []


def test_case_and_surrounding_space_do_not_count() -> None:
    changed = [
        other
        for name in spellings()
        for other in (name.upper(), name.lower(), f"  {name}\t")
        if meaning(other, official=True) != meaning(name, official=True)
    ]
    assert changed == []


def test_codes_are_unique() -> None:
    codes = [code for state in STATES for code in {state.code, state.alpha2} if code]
    assert sorted(codes) == sorted(set(codes))
    successors = {code for state in STATES for code in state.successors}
    assert successors <= set(codes)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "South",
            "'South' is not a member state; did you mean South Korea or South Sudan or South"
            " Yemen or South Africa?",
        ),
        ("Repub", "'Repub' is not a member state"),
        ("Germny", "'Germny' is not a member state; did you mean Germany"),
        ("Nambia", "'Nambia' is not a member state; did you mean Namibia"),
        ("untied states", "'untied states' is not a member state; did you mean United States"),
        ("", "'' is not a member state"),
        ("!?", "'!?' is not a member state"),
    ],
)
def test_unknown_name_is_told_the_nearest(name: str, message: str) -> None:
    with pytest.raises(unvote.UnknownNameError) as caught:
        unvote.find_state(name)
    assert str(caught.value).startswith(message)


def test_ambiguous_name_is_told_all_that_it_may_mean() -> None:
    with pytest.raises(unvote.AmbiguousNameError) as caught:
        unvote.find_state("Guinée")
    assert str(caught.value) == (
        "'Guinée' is ambiguous: say GIN (Guinea) or GNB (Guinea-Bissau) or GNQ (Equatorial Guinea)"
        " or PNG (Papua New Guinea)"
    )


def test_files_mean_one_state_where_people_may_mean_several() -> None:
    assert [meaning(name, official=True) for name in ("CONGO", "GUINEA", "Korea")] == [
        "COG",
        "GIN",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("code", "state"),
    [("SUN", "RUS"), ("SCG", "SRB"), ("GER", "DEU"), ("EAT", "TZA"), ("NA", "NAM"), ("NO", "NOR")],
)
def test_code_of_a_file_is_read_as_the_state_of_today(code: str, state: str) -> None:
    assert meaning(code, official=True) == state


def test_names_in_a_note_are_found_whole() -> None:
    note = "NIGERIA, Guinea-Bissau and the Dominican Republic had intended to vote in favour."
    assert states_named_in(note) == {"NGA", "GNB", "DOM"}


# --- groups and states


@pytest.mark.parametrize("group", all_groups().values(), ids=lambda group: group.code)
def test_no_group_is_called_as_a_state_is(group: unvote.Group) -> None:
    names = [group.code, group.name, *group.aliases]
    assert {name: states_called(name) for name in names if states_called(name)} == {}


def test_region_is_the_last_regional_group() -> None:
    spells = sorted(
        (spell.first or date.min, spell.state, region)
        for region in REGIONS
        for spell in all_groups()[region].memberships
    )
    last = {state: region for _, state, region in spells}
    assert {state.code: state.region for state in STATES if state.region} == last


# --- membership

# Members at the end of each year in which their number changed.
TOTALS = """
    1945:51 1946:55 1947:57 1948:58 1949:59 1950:60 1955:76 1956:80 1957:82 1960:99 1961:104
    1962:110 1963:113 1964:115 1965:117 1966:122 1967:123 1968:126 1970:127 1971:132 1973:135
    1974:138 1975:144 1976:147 1977:149 1978:151 1979:152 1980:154 1981:157 1983:158 1984:159
    1991:166 1992:179 1993:184 1994:185 1999:188 2000:189 2002:191 2006:192 2011:193
"""


def test_number_of_members_by_year() -> None:
    counts = [
        (year, sum(state.member_on(date(year, 12, 31)) for state in STATES))
        for year in range(1945, 2027)
    ]
    changes = [
        f"{year}:{count}"
        for (year, count), (_, before) in zip(counts, [(0, 0), *counts], strict=False)
        if count != before
    ]
    assert changes == TOTALS.split()


@pytest.mark.parametrize(
    ("code", "last_day", "day_after"),
    [
        ("SYR", date(1958, 2, 20), date(1958, 2, 21)),
        ("IDN", date(1965, 1, 19), date(1965, 1, 20)),
        ("EAZ", date(1964, 4, 25), date(1964, 4, 26)),
        ("YMD", date(1990, 5, 21), date(1990, 5, 22)),
        ("DDR", date(1990, 10, 2), date(1990, 10, 3)),
        ("CSK", date(1992, 12, 31), date(1993, 1, 1)),
        ("YUG", date(2000, 10, 31), date(2000, 11, 1)),
    ],
)
def test_end_of_membership(code: str, last_day: date, day_after: date) -> None:
    state = unvote.find_state(code)
    assert [state.member_on(day) for day in (last_day, day_after)] == [True, False]


@pytest.mark.parametrize(
    ("code", "day_before", "first_day"),
    [
        ("SYR", date(1961, 10, 12), date(1961, 10, 13)),
        ("IDN", date(1966, 9, 27), date(1966, 9, 28)),
        ("ISR", date(1949, 5, 10), date(1949, 5, 11)),
        ("SRB", date(2000, 10, 31), date(2000, 11, 1)),
        ("SSD", date(2011, 7, 13), date(2011, 7, 14)),
    ],
)
def test_start_of_membership(code: str, day_before: date, first_day: date) -> None:
    state = unvote.find_state(code)
    assert [state.member_on(day) for day in (day_before, first_day)] == [False, True]


def test_spells_of_a_state_follow_each_other() -> None:
    assert unvote.find_state("SYR").spells == (
        (date(1945, 10, 24), date(1958, 2, 21)),
        (date(1961, 10, 13), None),
    )
    for state in STATES:
        days = [day for spell in state.spells for day in spell if day]
        assert days == sorted(set(days)), state.code


@pytest.mark.parametrize("former", former_names(), ids=lambda former: former.name)
def test_former_name_is_that_of_a_member_of_the_time(former: FormerName) -> None:
    state = all_states()[former.code]
    assert match_state(former.name) in (state, None)  # never that of another
    assert state.member_on(former.last)
    assert former.first is None or former.first <= former.last
