"""Groups of states: who belonged to them on which day, and groups of the user's own."""

from datetime import date, timedelta
from itertools import chain, pairwise

import pytest

import unvote
from commands import ROOT
from unvote.world.groups import (
    REGIONS,
    Group,
    Membership,
    all_groups,
    find_actor,
    first_day,
    last_day,
)
from unvote.world.states import all_states
from unvote.world.tables import read_table

GROUPS = list(all_groups().values())
each_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.code)


# --- members by day


@pytest.mark.parametrize(
    ("group", "day", "members"),
    [
        ("NATO", "1949-04-03", 0),
        ("NATO", "1949-04-04", 12),
        ("NATO", "1952-02-18", 14),
        ("NATO", "1955-12-31", 15),
        ("NATO", "1982-12-31", 16),
        ("NATO", "1999-12-31", 19),
        ("NATO", "2004-12-31", 26),
        ("NATO", "2009-12-31", 28),
        ("NATO", "2017-12-31", 29),
        ("NATO", "2020-12-31", 30),
        ("NATO", "2023-04-03", 30),
        ("NATO", "2023-04-04", 31),
        ("NATO", "2024-03-06", 31),
        ("NATO", "2024-03-07", 32),
        ("EU", "1957-12-31", 0),
        ("EU", "1958-01-01", 6),
        ("EU", "1973-01-01", 9),
        ("EU", "1981-01-01", 10),
        ("EU", "1986-01-01", 12),
        ("EU", "1995-01-01", 15),
        ("EU", "2004-04-30", 15),
        ("EU", "2004-05-01", 25),
        ("EU", "2007-01-01", 27),
        ("EU", "2013-06-30", 27),
        ("EU", "2013-07-01", 28),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
        ("BRICS", "2009-12-31", 4),
        ("BRICS", "2011-01-01", 5),
        ("BRICS", "2024-01-01", 9),
        ("BRICS", "2025-01-05", 9),
        ("BRICS", "2025-01-06", 10),
        ("ASEAN", "1967-12-31", 5),
        ("ASEAN", "1984-12-31", 6),
        ("ASEAN", "1995-12-31", 7),
        ("ASEAN", "1997-12-31", 9),
        ("ASEAN", "1999-12-31", 10),
        ("ASEAN", "2025-10-25", 10),
        ("ASEAN", "2025-10-26", 11),
    ],
)
def test_number_of_members_on_a_day(group: str, day: str, members: int) -> None:
    assert len(unvote.find_group(group).members(date.fromisoformat(day))) == members


@pytest.mark.parametrize(
    ("group", "state", "last"),
    [
        ("EU", "GBR", date(2020, 1, 31)),
        ("WARSAW_PACT", "ALB", date(1968, 9, 13)),
        ("G8", "RUS", date(2014, 3, 24)),
    ],
)
def test_last_day_is_a_day_of_membership(group: str, state: str, last: date) -> None:
    found = unvote.find_group(group)
    days = (last, last + timedelta(days=1))
    assert [state in found.members(day) for day in days] == [True, False]


def test_members_without_a_day_are_those_whose_membership_is_open() -> None:
    members = {code: len(unvote.find_group(code).members()) for code in ("P5", "EU", "G7", "CSTO")}
    assert members == {"P5": 5, "EU": 27, "G7": 7, "CSTO": 6}
    assert unvote.find_group("WARSAW_PACT").members() == []


def test_regional_groups_share_out_the_members_of_today() -> None:
    members = {region: all_groups()[region].members() for region in REGIONS}
    assert {region: len(codes) for region, codes in members.items()} == {
        "AFRICA": 54,
        "APG": 54,
        "EEG": 23,
        "GRULAC": 33,
        "WEOG": 29,
    }
    today = [code for code, state in all_states().items() if state.member_on(date(2026, 1, 1))]
    assert sorted(chain(*members.values())) == sorted(today)


def test_allies_are_a_choice_of_two() -> None:
    by_treaty, wide = unvote.find_group("allies"), unvote.find_group("allies-wide")
    assert (by_treaty.code, wide.code) == ("ALLIES", "ALLIES_WIDE")
    assert (len(by_treaty.members()), len(wide.members())) == (36, 52)
    assert set(wide.members()) - set(by_treaty.members()) >= {"ISR", "EGY", "PAK", "QAT"}
    assert "USA" not in by_treaty.members() + wide.members()
    assert ["NZL" in by_treaty.members(date(year, 1, 1)) for year in (1980, 1990)] == [True, False]


def test_council_has_eleven_members_until_1965_and_fifteen_since() -> None:
    council, permanent = unvote.find_group("UNSC"), set(unvote.find_group("P5").members())
    for year in range(1946, 2027):
        days = [date(year, 1, 12), date(year, 6, 1), date(year, 12, 31)]
        members = [council.members(day) for day in days]
        assert {len(set(codes)) for codes in members} == {11 if year < 1966 else 15}, year
        assert all(permanent <= set(codes) for codes in members)
        for day, codes in zip(days, members, strict=True):
            assert [code for code in codes if not all_states()[code].member_on(day)] == []


def test_terms_in_the_council_are_two_years_and_none_follows_another() -> None:
    years: dict[str, list[int]] = {}
    for state, first, last, note in unvote.find_group("UNSC").memberships:
        if last is None:
            continue
        assert first is not None
        assert (last.month, last.day) == (12, 31) or state == "YMD"
        years.setdefault(state, []).extend(range(first.year, last.year + 1))
        short = {"shared", "elected", "united"} & set(note.split())
        assert last.year - first.year + 1 == (1 if short else 2) or state == "YEM", (state, first)
    for state, served in years.items():
        assert len(set(served)) == len(served), state
        runs = [year for year in served if {year + 1, year + 2} <= set(served)]
        assert not runs, f"{state} serves more than two years in a row"


@pytest.mark.parametrize(
    ("year", "elected"),
    [
        (1946, "AUS BRA EGY MEX NLD POL"),
        (1965, "BOL CIV JOR MYS NLD URY"),
        (1990, "CAN COL CIV CUB ETH FIN MYS ROU YEM COD"),
        (2003, "AGO BGR CMR CHL DEU GIN MEX PAK ESP SYR"),
        (2024, "DZA ECU GUY JPN MLT MOZ KOR SLE SVN CHE"),
    ],
)
def test_elected_members_of_a_year(year: int, elected: str) -> None:
    members = set(unvote.find_group("security council").members(date(year, 6, 1)))
    assert members == {*elected.split(), "CHN", "FRA", "GBR", "RUS", "USA"}


@each_group
def test_table_of_groups_is_sound(group: Group) -> None:
    spells = sorted(
        (spell.state, spell.first or date.min, spell.last or date.max)
        for spell in group.memberships
    )
    assert {state for state, _, _ in spells} <= set(all_states())
    assert all(first <= last for _, first, last in spells)
    assert all(ended < begun for (a, _, ended), (b, begun, _) in pairwise(spells) if a == b), (
        "a state is a member twice on one day"
    )


def test_the_page_counts_what_the_tables_hold() -> None:
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    rows = read_table("groups")
    assert f"{len(all_groups())} groups, {len(rows):,} spells of membership" in page
    assert f"no first day is listed ({sum(not row['from'] for row in rows):,} rows)" in page
    assert f"{len(read_table('aliases')):,} names and codes" in page


def test_every_membership_is_in_a_group_that_has_a_name() -> None:
    assert {row["group"] for row in read_table("groups")} == set(all_groups())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1986", date(1986, 1, 1), date(1986, 12, 31)),
        ("1986-02", date(1986, 2, 1), date(1986, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2020-01-31", date(2020, 1, 31), date(2020, 1, 31)),
        ("", None, None),
    ],
)
def test_year_and_month_mean_all_of_their_days(
    text: str, first: date | None, last: date | None
) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


# --- names


@each_group
def test_group_is_called_by_its_code_its_name_and_its_aliases(group: Group) -> None:
    names = [group.code, group.code.lower(), group.name, *group.aliases]
    assert {unvote.find_group(name).code for name in names} == {group.code}


def test_unknown_group_is_told_the_nearest() -> None:
    with pytest.raises(unvote.UnknownNameError) as caught:
        unvote.find_group("Natto")
    assert str(caught.value) == (
        "'Natto' is not a group; did you mean NATO? ('unvote groups' lists them)"
    )


@pytest.mark.parametrize(
    ("name", "code"), [("US", "USA"), ("nato", "NATO"), ("NAM", "NAM"), ("e.u.", "EU")]
)
def test_actor_is_a_state_or_a_group(name: str, code: str) -> None:
    assert find_actor(name).code == code


def test_state_wins_over_a_group_of_its_name() -> None:
    group = Group("France", "France", "", "", (), (Membership("DEU", None, None),))
    assert find_actor("France", {"France": group}) == unvote.find_state("FRA")


def test_unknown_actor_is_told_states_and_groups() -> None:
    with pytest.raises(unvote.UnknownNameError) as caught:
        find_actor("Benelus")
    assert str(caught.value) == (
        "'Benelus' is neither a member state nor a group; did you mean BENELUX? ('unvote states'"
        " and 'unvote groups' list them)"
    )


# --- groups of the user's own


def test_own_group_has_its_states_at_all_times() -> None:
    own = unvote.own_groups([" friends = US, United Kingdom,fr ,USA"])
    assert list(own) == ["friends"]
    assert own["friends"].members(date(1950, 1, 1)) == ["USA", "GBR", "FRA"]
    assert not own["friends"].dated


def test_own_group_comes_before_one_of_the_same_name() -> None:
    own = unvote.own_groups(["NATO=FRA,DEU"])
    assert unvote.find_group("nato", own).members() == ["FRA", "DEU"]


def test_own_group_is_suggested() -> None:
    with pytest.raises(unvote.UnknownNameError, match="did you mean friends"):
        unvote.find_group("freinds", unvote.own_groups(["friends=US,GB"]))


@pytest.mark.parametrize("definition", ["friends", "friends=", "friends= , ", "=US,GB", ""])
def test_own_group_is_written_in_one_way(definition: str) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        unvote.own_groups([definition])
    assert str(caught.value) == f"--group '{definition}': write NAME=STATE,STATE,…"


@pytest.mark.parametrize(
    ("name", "codes"), [("France", "FRA"), ("uk", "GBR"), ("Korea", "KOR or PRK")]
)
def test_own_group_is_not_called_as_a_state_is(name: str, codes: str) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        unvote.own_groups([f"{name}=USA,JPN"])
    assert str(caught.value) == (
        f"--group '{name}' is the name of a state ({codes}): take another name"
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["duo", "DUO"], "--group 'DUO' is given twice: take another name"),
        (["\udcff"], "--group '\udcff': the name is not UTF-8: take another"),
    ],
)
def test_own_group_has_a_name_of_its_own(names: list[str], said: str) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        unvote.own_groups([f"{name}=US,GB" for name in names])
    assert str(caught.value) == said


def test_own_group_of_an_unknown_state() -> None:
    with pytest.raises(unvote.UnknownNameError, match="'Atlantis' is neither a member state"):
        unvote.own_groups(["friends=US,Atlantis"])
