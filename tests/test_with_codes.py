"""The codes of other lists, as of the day of each row."""

import io
from datetime import date

import pandas as pd
import pytest

import unvote
from conftest import run_unvote
from unvote.answer import Answer, Column, Kind
from unvote.world.country_codes import SCHEMES, spells
from unvote.world.states import all_states

# State, day, and its codes on that day: cow, iso2, m49.
KNOWN = [
    ("YUG", "1980-06-01", "345", "YU", "890"),
    ("SRB", "2001-06-01", "345", "YU", "891"),
    ("SRB", "2003-02-04", "345", "CS", "891"),
    ("SRB", "2006-06-03", "345", "RS", "688"),
    ("DEU", "1990-10-02", "260", "DE", "280"),
    ("DEU", "1990-10-03", "255", "DE", "276"),
    ("DDR", "1980-06-01", "265", "DD", "278"),
    ("YEM", "1990-05-21", "678", "YE", "886"),
    ("YEM", "1990-05-22", "679", "YE", "887"),
    ("YMD", "1980-06-01", "680", "YD", "720"),
    ("VNM", "1977-10-01", "816", "VN", "704"),
    ("VNM", "2020-06-01", "816", "VN", "704"),
    ("PAK", "1960-06-01", "770", "PK", "586"),
    ("PAK", "1980-06-01", "770", "PK", "586"),
    ("CSK", "1980-06-01", "315", "CS", "200"),
    ("CZE", "1993-02-01", "316", "CZ", "203"),
    ("SVK", "1993-02-01", "317", "SK", "703"),
    ("CHN", "1949-12-07", "710", "CN", "156"),
    ("CHN", "1971-10-25", "713", "CN", "156"),
    ("CHN", "1971-10-26", "710", "CN", "156"),
    ("RUS", "1991-12-23", "365", "SU", "810"),
    ("RUS", "1991-12-24", "365", "RU", "643"),
    ("ETH", "1993-05-23", "530", "ET", "230"),
    ("SDN", "2011-07-09", "625", "SD", "729"),
    ("BEN", "1965-06-01", "434", "DY", "204"),
    ("AFG", "2020-06-01", "700", "AF", "004"),
    ("NAM", "2020-06-01", "565", "NA", "516"),
    ("EAZ", "1964-01-10", "511", "", ""),
]
# Commands with columns of states.
LINES = [
    "align US RU EU",
    "align US --by year --least 0",
    "align NORDIC --matrix",
    "versus US EU",
    "versus US EU ES-11/7",
    "show ES-11/7",
    "map ES-11/7",
    "map --align US",
    "shift US --at 2025-01-20 --before 3y --least 0",
    "cohesion EU --dissenters",
    "blocs --among EU",
    "profile US RU --by year",
    "state-department --year 2022",
    "ideal US RU --sweeps 2",
    "ideal US RU --sweeps 2 --distance",
    "groups EU",
    "states Germany",
]


def record_of(rows: list[tuple[str, str]]) -> unvote.Record:
    """Return a record in which states vote on some days, with one roll call per day."""
    lines = ["ms_code,ms_vote,resolution,date"]
    for number, (state, day) in enumerate(rows):
        lines.append(f"{state},Y,A/RES/1/{number + 1},{day}")
    return unvote.read(io.StringIO("\n".join(lines)))


@pytest.mark.parametrize(("state", "day", "cow", "iso2", "m49"), KNOWN)
def test_the_codes_of_a_day(state: str, day: str, cow: str, iso2: str, m49: str) -> None:
    record = record_of([(state, day)])
    frame = unvote.with_codes(unvote.show.answer(record), *SCHEMES)
    names = ["state_cow", "state_iso2", "state_m49"]
    assert list(frame) == ["rollcall", "state", *names, "name", "region", "vote"]
    [row] = frame[names].astype(object).where(frame[names].notna(), "").values.tolist()
    assert [str(value) for value in row] == [cow, iso2, m49]


def test_each_roll_call_has_its_day_and_a_ranking_the_last() -> None:
    days = [("DEU", "1989-01-01"), ("DEU", "1992-01-01"), ("USA", "1989-01-01")]
    record = record_of(days)
    rows = unvote.with_codes(unvote.show.answer(record), "cow")
    assert rows[["state", "state_cow"]].values.tolist() == [["DEU", 260], ["USA", 2], ["DEU", 255]]
    before = record.select(end="1990")
    for some, number in ((record, 255), (before, 260)):
        answer = unvote.align.answer(some, "US", among="EU", least=0)
        assert unvote.with_codes(answer, "cow")["b_cow"].tolist() == [number]


@pytest.mark.parametrize(
    ("by", "numbers"),
    [
        ("year", {1989: 260, 1992: 255}),
        ("decade", {1980: 260, 1990: 255}),
        ("session", {"1": 255}),
        ("resolution", {"A/RES/1/1": 260, "A/RES/1/2": 255}),
    ],
)
def test_a_slice_has_the_codes_of_its_last_day(by: str, numbers: dict[object, int]) -> None:
    record = record_of([("DEU", "1989-01-01"), ("DEU", "1992-01-01")])
    frame = unvote.with_codes(unvote.align.answer(record, "DE", "US", by=by), "cow")
    assert frame.set_index("by")["a_cow"].to_dict() == numbers
    assert frame["b_cow"].tolist() == [2] * len(frame)


def test_a_window_of_months_has_the_codes_of_its_end() -> None:
    record = record_of([("DEU", "1990-09-01"), ("DEU", "1990-10-01"), ("DEU", "1990-11-01")])
    frame = unvote.with_codes(unvote.align.answer(record, "DE", "US", rolling=2), "cow")
    assert frame[["by", "a_cow"]].values.tolist() == [["1990-10", 260], ["1990-11", 255]]


def test_groups_have_no_code_and_ideal_points_those_of_the_session() -> None:
    embedded = unvote.load("embedded")
    frame = unvote.with_codes(unvote.align.answer(embedded, "US", "EU"), "cow", "iso2")
    assert frame[["a_cow", "a_iso2"]].values.tolist() == [[2, "US"]]
    assert frame[["b_cow", "b_iso2"]].isna().all(axis=None)
    points = unvote.ideal.answer(embedded, "RU", sweeps=2)
    assert set(unvote.with_codes(points, "m49")["state_m49"]) == {"643"}


def test_ideal_points_of_a_session_have_the_codes_of_its_last_day() -> None:
    columns = [Column("state"), Column("session", Kind.SLICE)]
    frame = pd.DataFrame({"state": "RUS", "session": pd.array([45, 46, 47], dtype="Int64")})
    record = record_of([("RUS", "1991-09-01"), ("RUS", "1992-09-01")])
    record.rollcalls["session"] = ["45", "46"]  # session 47 has only special ones
    answer = Answer(frame, columns, record)
    assert unvote.with_codes(answer, "iso2")["state_iso2"].tolist() == ["SU", "RU", "RU"]


def test_who_is_not_in_the_list_on_the_day_is_told() -> None:
    answer = unvote.with_codes.answer(
        unvote.show.answer(record_of([("UKR", "1960-01-01"), ("UKR", "2000-01-01")])), "cow"
    )
    assert answer.frame["state_cow"].tolist() == [369, 369]
    told = [note.words for note in answer.notes if note.kind == "codes"]
    assert told == ["cow: not in the list of states on all days of these rows: Ukraine"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_member_of_a_day_has_a_code_of_its_own(scheme: str) -> None:
    known = spells(scheme)
    for year in range(1946, 2027):
        day = date(year, 1, 1)
        members = [code for code, state in all_states().items() if state.member_on(day)]
        codes = [
            [spell.value for spell in known[code] if not spell.first or spell.first <= day]
            or [known[code][0].value]
            for code in members
            if code != "EAZ" or scheme == "cow"
        ]
        newest = [values[-1] for values in codes]
        assert all(newest)
        assert len({*newest}) == len(newest)


@pytest.mark.parametrize(
    ("columns", "header"),
    [
        ("n,state", "n,state,state_iso2,state_cow"),
        ("state_cow,state", "state_cow,state"),  # as asked
        ("state", "state,state_iso2,state_cow"),
    ],
)
def test_columns_of_states_that_are_chosen_bring_their_codes(columns: str, header: str) -> None:
    result = run_unvote("profile", "US", "--codes", "iso2,cow", "--csv", "-c", columns)
    assert result.out.splitlines()[0] == header


def test_codes_of_no_column_are_refused() -> None:
    result = run_unvote("align", "US", "RU", "--codes", "iso2", "--csv", "-c", "n")
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("unvote: --codes: --columns lacks a column of states: a, b\n")


@pytest.mark.parametrize("line", LINES)
def test_one_row_in_one_row_out(line: str) -> None:
    plain, coded = (
        run_unvote(*line.split(), *more, "--csv") for more in ([], ["--codes", "iso2,cow"])
    )
    assert (plain.code, coded.code) == (0, 0)
    before, after = (pd.read_csv(io.StringIO(one.out), dtype="str") for one in (plain, coded))
    added = [name for name in after if name not in before]
    of_states = [name for name in before if name in ("state", "a", "b")]
    assert added == [f"{name}_{scheme}" for name in of_states for scheme in ("iso2", "cow")]
    assert after.drop(columns=added).equals(before)
    for name in of_states:
        there = after[name].isin(all_states())
        assert (after[f"{name}_cow"].notna() == there).all()


def test_a_table_shows_them_and_says_what_they_are() -> None:
    out = run_unvote("align", "US", "EU", "--codes", "COW", "-f", "table", "--meta").out
    assert "a cow  b" in out
    assert "cow: number in the Correlates of War Project's State System" in out


def test_a_table_by_itself_does_not_say_its_days() -> None:
    frame = unvote.align(unvote.load("embedded"), "US", "RU")
    with pytest.raises(unvote.ArgumentError, match="give with_codes an answer"):
        unvote.with_codes(frame, "cow")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("tally --codes cow", "--codes cow: this answer has no column of states (state, a, b)"),
        ("align US RU --codes gw", "'gw' is not a list of codes: they are cow, iso2, m49"),
        ("align US RU --codes cow,", "'' is not a list of codes: they are cow, iso2, m49"),
    ],
)
def test_what_cannot_be_asked(line: str, told: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out, result.err) == (2, "", f"unvote: {told}\n")
