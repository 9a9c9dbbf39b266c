"""Slices of the roll calls: decades, subjects, windows of months, counted separately."""

import io
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import reading
import unvote
from conftest import run_unvote
from unvote.analysis.slices import Slices, slices_of
from unvote.output.terminal.charts import print_chart


def record_of(rows: list[tuple[str, str, str, str]]) -> unvote.Record:
    """Return a record of the United States and Russia: date, subjects, and the vote of each."""
    days, subjects, ours, theirs = zip(*rows, strict=True)
    return reading.record_of({"USA": ours, "RUS": theirs}, days, subjects=subjects)


def test_by_decade() -> None:
    record = record_of(
        [("1989-12-31", "", "Y", "N"), ("1990-01-01", "", "Y", "Y"), ("1999-05-01", "", "A", "Y")]
    )
    frame = unvote.align(record, "US", "RU", by="decade")
    assert frame[["by", "n", "agreement"]].values.tolist() == [[1980, 1, 0], [1990, 2, 0.75]]


def test_a_subject_counts_under_its_term_not_under_the_one_below_it() -> None:
    record = unvote.read(
        io.BytesIO(
            b"ms_code,ms_vote,resolution,date,subjects\n"
            b"USA,Y,A/RES/79/1,2024-12-01,AFRICA--REGIONAL SECURITY|Africa--Trade|TERRORISM\n"
            b"RUS,N,A/RES/79/1,2024-12-01,AFRICA--REGIONAL SECURITY|Africa--Trade|TERRORISM\n"
        )
    )
    frame = unvote.align(record, "US", "RU", by="subject")
    assert frame[["by", "n"]].values.tolist() == [["AFRICA", 1], ["TERRORISM", 1]]
    for subject in ("africa--regional", "Africa trade", "AFRICA--REGIONAL SECURITY", "terror"):
        assert len(record.select(subject=subject)) == 1
    for subject in ("security africa", "security|africa", "trade terrorism"):
        assert record.select(subject=subject).emptied_by == f"subject '{subject}'"


def test_by_subject_counts_a_roll_call_under_each_of_its_subjects() -> None:
    record = record_of(
        [
            ("2025-01-01", "CUBA|SANCTIONS", "Y", "N"),
            ("2025-01-02", "Sanctions|Sanctions", "Y", "Y"),
            ("2025-01-03", "", "Y", "Y"),
            ("2025-01-04", "ARMS", "A", "Y"),
        ]
    )
    frame = unvote.align(record, "US", "RU", by="subject")
    assert frame[["by", "n", "same"]].values.tolist() == [
        ["SANCTIONS", 2, 1],
        ["ARMS", 1, 0],
        ["CUBA", 1, 0],
    ]
    assert frame.attrs["notes"] == [
        "left out: 1 of 4 roll calls have no subject at all: 1 of 4 in 2025"
    ]


def test_rolling_windows_by_hand() -> None:
    record = record_of(
        [("2024-11-30", "", "Y", "N"), ("2025-01-15", "", "Y", "Y"), ("2025-03-01", "", "Y", "Y")]
    )
    frame = unvote.align(record, "US", "RU", rolling=3)
    assert frame[["by", "n", "same"]].values.tolist() == [
        ["2025-01", 2, 1],  # November, December, January
        ["2025-02", 1, 1],
        ["2025-03", 2, 2],
    ]


def test_a_window_of_one_month_is_that_month() -> None:
    record = record_of([("2025-01-15", "", "Y", "Y"), ("2025-01-16", "", "Y", "N")])
    frame = unvote.align(record, "US", "RU", rolling=1)
    assert frame[["by", "n", "same"]].values.tolist() == [["2025-01", 2, 1]]


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2022, 12, 31)), min_size=1, max_size=12),
    st.integers(1, 40),
)
def test_windows_hold_the_months_before_them(days: list[date], months: int) -> None:
    record = record_of([(day.isoformat(), "", "Y", "Y") for day in days])
    number = [day.year * 12 + day.month - 1 for day in record.rollcalls["date"]]
    ends = range(min(number) + months - 1, max(number) + 1)
    if not ends:
        with pytest.raises(unvote.ArgumentError, match="choose fewer"):
            slices_of(record, rolling=months)
        return
    slices, notes = slices_of(record, rolling=months)
    assert slices.names == [f"{end // 12}-{end % 12 + 1:02}" for end in ends]
    assert notes == []
    for place, end in enumerate(ends):
        inside = [row for row, month in enumerate(number) if end - months < month <= end]
        assert slices.rows_of(place).tolist() == inside


@given(st.lists(st.integers(-1, 5), max_size=30), st.integers(0, 4))
def test_sums_are_sums_of_the_rows_of_each_slice(codes: list[int], width: int) -> None:
    slices = Slices.of(range(6), np.array(codes, dtype=np.int64))
    values = np.arange(len(codes) * width).reshape(len(codes), width)
    expected = [
        sum((values[row] for row, code in enumerate(codes) if code == place), np.zeros(width))
        for place in range(6)
    ]
    np.testing.assert_array_equal(slices.sums(values), np.reshape(expected, (6, width)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "align US RU --rolling 400",
            "--rolling 400: the roll calls span 142 months; choose fewer",
        ),
        ("align US RU --rolling 0", "--rolling 0: it is a number of months, 1 or more"),
        ("align US RU --rolling 12 --by year", "--rolling 12 and --by year: choose one of them"),
        ("align US RU --by resolution --interval", "a single roll call has no interval"),
    ],
)
def test_slices_that_cannot_be(line: str, message: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert message in result.err


def test_a_terminal_shows_the_course_of_each_pair() -> None:
    line = "align US RU IL --by year --session ES-11 -c"
    result = run_unvote(*line.split(), "by,a,b,n,agreement", terminal=True)
    assert (
        result.out
        == """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

  by  a                  b           n  agreement
─────────────────────────────────────────────────
2022  USA United States  RUS Russia  5       0.0%
2023  USA United States  RUS Russia  1       0.0%
2025  USA United States  RUS Russia  3      50.0%
2022  USA United States  ISR Israel  5      90.0%
2023  USA United States  ISR Israel  1     100.0%
2025  USA United States  ISR Israel  3     100.0%
2022  RUS Russia         ISR Israel  5      10.0%
2023  RUS Russia         ISR Israel  1       0.0%
2025  RUS Russia         ISR Israel  3      50.0%

agreement from 0% to 100%, 2022 to 2025:

  USA RUS  ▁▁▅
  USA ISR  ▇██
  RUS ISR  ▂▁▅

agreement = (same + partial / 2) / n; abstention: half; absence: left out
from the embedded record: 9 of 24 roll calls, 2022-03-02 to 2025-12-03 (session
ES-11)
"""
    )


def test_the_course_of_a_pair_does_not_depend_on_which_rows_are_listed() -> None:
    line = "align US --among BENELUX --by year --session ES-11"
    out = run_unvote(*line.split(), "-n", "1", terminal=True).out
    assert "1  2022  BEL Belgium" in out
    assert [row.split() for row in out.splitlines() if row.startswith("  USA")] == [
        ["USA", "BEL", "██▅"]
    ]


def test_a_terminal_draws_the_course_of_one_pair() -> None:
    result = run_unvote(
        "align", "US", "RU", "--by", "year", "--session", "ES-11", "-c", "by,n", terminal=True
    )
    assert (
        result.out
        == """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

  by  n
───────
2022  5
2023  1
2025  3

agreement of USA RUS:

  100% ┤
       │
       │
       │
       │
   50% ┤                   ⡠
       │                 ⢠⠊
       │               ⢀⠔⠁
       │             ⢀⠔⠁
       │            ⡰⠁
    0% ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠊
       └────────────────────
        2022            2025

a: US, b: RU; agreement = (same + partial / 2) / n; abstention: half; absence:
left out
from the embedded record: 9 of 24 roll calls, 2022-03-02 to 2025-12-03 (session
ES-11)
"""
    )


def test_a_course_is_broken_where_a_value_is_missing() -> None:
    console = Console(file=io.StringIO(), width=60)
    print_chart(console, ["1", "2", "3", "4"], [0.5, float("nan"), -1, -1], percent=False)
    lines = console.file.getvalue().splitlines()
    assert lines[0] == "  +1 ┤"
    assert lines[5].startswith("   0 ┤")
    assert lines[-1].split() == ["1", "4"]
    drawn = {number for number, line in enumerate(lines[:11]) if len(line) > len("  +1 ┤")}
    assert drawn == {2, 10} or drawn == {3, 10}


# --- what is missing from slices


def test_a_selection_by_subject_says_how_many_have_none() -> None:
    rows = [("2015-10-01", ""), ("2016-10-01", ""), ("2017-10-01", ""), ("2019-10-01", "")]
    rows += [("2019-11-01", "CUBA"), ("2020-11-01", "CUBA|SANCTIONS")]
    record = record_of([(day, subjects, "Y", "N") for day, subjects in rows])
    found = record.select(subject="cuba")
    assert (len(found), found.notes[-1]) == (
        2,
        "4 of 6 roll calls have no subject at all: all of 2015 to 2017; 1 of 2 in 2019",
    )
    assert unvote.align(record, "US", "RU", by="subject").attrs["notes"] == [
        "left out: 4 of 6 roll calls have no subject at all: all of 2015 to 2017; 1 of 2 in 2019"
    ]
    assert record_of([("2020-11-01", "CUBA", "Y", "N")]).select(subject="cuba").notes == ()


def test_a_decade_of_a_few_years_is_told() -> None:
    days = ["2019-11-07", "2019-12-18", *(f"{year}-10-05" for year in range(2020, 2030))]
    record = record_of([(day, "", "Y", "N") for day in days])
    assert unvote.align(record, "US", "RU", by="decade").attrs["notes"] == [
        "covered only in part: decade 2010 (1 of 10 years, 2019-11-07 to 2019-12-18)"
    ]
    assert unvote.cohesion(record, "P5", by="decade").attrs["notes"] == [
        "covered only in part: decade 2010 (1 of 10 years, 2019-11-07 to 2019-12-18)"
    ]


def test_a_year_that_the_record_breaks_off_in_is_told() -> None:
    days = ["2019-11-07", "2019-12-18", "2020-02-05", "2020-11-05", "2021-02-01", "2021-06-04"]
    record = record_of([(day, "", "Y", "N") for day in days])
    assert unvote.align(record, "US", "RU", by="year").attrs["notes"] == [
        "covered only in part: 2019 (2019-11-07 to 2019-12-18), 2021 (2021-02-01 to 2021-06-04)"
    ]
    whole = record_of([("2020-02-05", "", "Y", "N"), ("2021-12-20", "", "Y", "N")])
    assert unvote.align(whole, "US", "RU", by="year").attrs["notes"] == []


def told(record: unvote.Record, **conditions: Any) -> list[str]:
    frame = unvote.align(record.select(**conditions), "US", "RU", by="year")
    return [note for note in frame.attrs["notes"] if "in part" in note]


def test_a_year_is_covered_in_part_only_if_the_selection_or_the_record_cuts_it() -> None:
    # The Assembly votes from September or October to December.
    days = [f"{year}-{day}" for year in (2019, 2020, 2021) for day in ("10-05", "12-07")]
    record = record_of([(day, "CUBA" if "-10-" in day else "", "Y", "N") for day in days])
    assert told(record, start="2020") == told(record, start=2020, end=2021) == []
    assert told(record, start=2020, subject="cuba") == []  # in October alone
    assert told(record, start="2020-11", end="2021-11-01") == [
        "covered only in part: 2020 (2020-12-07 to 2020-12-07), 2021 (2021-10-05 to 2021-10-05)"
    ]
    later = record_of([(day, "CUBA", "Y", "N") for day in (*days, "2022-03-01", "2022-06-02")])
    for conditions in ({"start": 2020}, {"start": 2020, "subject": "cuba"}):
        assert told(later, **conditions) == [
            "covered only in part: 2022 (2022-03-01 to 2022-06-02)"
        ]
    assert told(later, start=2020, end=2021) == []


def test_a_session_covers_two_years_in_part() -> None:
    days = ["2019-10-05", "2019-12-07", "2020-03-01", "2020-10-05", "2020-12-01", "2021-03-01"]
    record = record_of([(day, "", "Y", "N") for day in days])
    table = record.rollcalls.assign(session=["74"] * 3 + ["75"] * 3)
    whole = unvote.Record(table, record.votes, "two sessions")
    assert told(whole, sessions="75") == [
        "covered only in part: 2020 (2020-10-05 to 2020-12-01), 2021 (2021-03-01 to 2021-03-01)"
    ]


def test_of_years_that_follow_each_other_in_the_record_a_span_is_told() -> None:
    rows = [("1963-10-01", ""), ("1965-10-01", ""), ("1966-10-01", ""), ("1966-11-01", "CUBA")]
    rows += [
        (f"{year}-10-0{day}", "CUBA"[: 4 * day - 4]) for year in range(1970, 1977) for day in (1, 2)
    ]
    assert record_of([(day, text, "Y", "N") for day, text in rows]).select(subject="cuba").notes[
        -1
    ] == (
        "10 of 18 roll calls have no subject at all: all of 1963 to 1965; 1 of 2 in 1966, 1 of 2 in"
        " 1970, 1 of 2 in 1971, 1 of 2 in 1972, 1 of 2 in 1973 and 3 more years"
    )
