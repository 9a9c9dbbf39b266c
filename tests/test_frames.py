"""Records that a user builds by hand, and open files: accepted, or refused in one line."""

import datetime
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import unvote

TABLE = (
    "ms_code,ms_vote,resolution,date\nUSA,N,A/RES/79/7,2024-10-30\nCUB,Y,A/RES/79/7,2024-10-30\n"
)


def changed(column: str, values: Any) -> Callable[[Any, Any], tuple[Any, Any]]:
    """Return a change that gives a column of the roll calls other values."""
    return lambda table, votes: (table.assign(**{column: values}), votes)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            changed("organ", "Assembly"),
            "'Assembly' is not an organ: it is GA, SC, HRC, ECOSOC, C1 to C6",
        ),
        (changed("organ", "ga"), "'ga' is not an organ"),
        (changed("organ", None), "column 'organ' holds texts, and None is not one"),
        (changed("session", 79), "column 'session' holds texts, and 79 is not one"),
        (
            changed("title", pd.array([None] * 3, "str")),
            "column 'title' holds texts, and a missing",
        ),
        (
            changed("part", "footnote"),
            "'footnote' is not a part: it is amendment, paragraph, motion",
        ),
        (changed("published_yes", 93.0), "column 'published_yes' is float64, not whole numbers"),
        (changed("published_no", "18"), "column 'published_no' is str, not whole numbers"),
        (changed("published_members", -1), "column 'published_members' has a number below 0"),
        (changed("date", "2025-02-24"), "the dates are str, not datetime64: pd.to_datetime(…)"),
        (changed("date", datetime.date(2025, 2, 24)), "the dates are object, not datetime64"),
        (
            changed("date", pd.Timestamp("2025-02-24 15:30")),
            "has a time of day (2025-02-24 15:30:00)",
        ),
        (changed("date", pd.Timestamp("2025-02-24", tz="UTC")), "the dates have the time zone UTC"),
        (lambda table, votes: (table.drop(columns="organ"), votes), "have no column 'organ'"),
        (lambda table, votes: (table, votes[::-1]), "differ in the order of their ids"),
        (
            lambda table, votes: (table, votes[:2]),
            "the roll calls and the votes differ in their ids",
        ),
        (
            lambda table, votes: (table.set_axis(["a"] * 3), votes.set_axis(["a"] * 3)),
            "two roll calls",
        ),
        (
            lambda table, votes: (table.set_axis([1, 2, 3]), votes.set_axis([1, 2, 3])),
            "and 1 is not",
        ),
        (lambda table, votes: (table, votes[["USA", "USA"]]), "the votes have two columns 'USA'"),
        (
            lambda table, votes: (table, votes.rename(columns={"USA": "US"})),
            "no member state has the code 'US'",
        ),
        (lambda table, votes: (table, votes.astype(float)), "are float64, not whole numbers"),
        (lambda table, votes: (table, votes.astype("Int8")), "are Int8, not whole"),
        (lambda table, votes: (table, votes.astype(object)), "are object, not whole numbers"),
        (lambda table, votes: (table, votes.astype(int) + 256), "has a code outside 0 to 4"),
        (lambda table, votes: (table, votes - 5), "a vote has a code outside 0 to 4"),
        (
            lambda table, votes: (table, votes.to_numpy()),
            "the votes are not a DataFrame but a ndarray",
        ),
    ],
)
def test_frames_that_make_no_record(
    embedded: unvote.Record, change: Callable[[Any, Any], tuple[Any, Any]], said: str
) -> None:
    table, votes = embedded.rollcalls.iloc[:3], embedded.votes.iloc[:3]
    with pytest.raises(unvote.DataError, match=re.escape(said)) as caught:
        unvote.Record(*change(table, votes), "mine")
    assert str(caught.value).startswith("mine: ")
    assert "\n" not in str(caught.value)


def test_votes_in_wider_numbers_and_rows_in_any_order_make_the_same_record(
    embedded: unvote.Record,
) -> None:
    table, votes = embedded.rollcalls[::-1], embedded.votes[::-1].astype("int64")
    made = unvote.Record(table, votes, embedded.name)
    assert made.rollcalls["date"].is_monotonic_increasing
    assert made.votes.index.equals(made.rollcalls.index)
    one, other = (unvote.align(record, "US", by="year") for record in (embedded, made))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize(
    "year",
    [2025, np.int64(2025), "2025", datetime.date(2025, 1, 1), pd.Timestamp("2025-01-01 10:00")],
)
def test_a_period_takes_years_days_and_times(embedded: unvote.Record, year: Any) -> None:
    expected = embedded.select(start="2025-01-01").rollcalls.index
    assert embedded.select(start=year).rollcalls.index.equals(expected)


@pytest.mark.parametrize("month", ["2025-02", np.datetime64("2025-02"), pd.Period("2025-02")])
def test_a_month_means_all_of_it(embedded: unvote.Record, month: Any) -> None:
    found = embedded.select(start=month, end=month)
    assert found.rollcalls["date"].dt.strftime("%Y-%m").unique().tolist() == ["2025-02"]


@pytest.mark.parametrize("none", [25, 2025.0, 2025.5, True, pd.NaT, "February", ["2025"], b"2025"])
def test_what_is_no_day_is_refused(embedded: unvote.Record, none: Any) -> None:
    said = f"{none}' is not a date: write 2025, 2025-02 or 2025-02-24"
    with pytest.raises(unvote.ArgumentError, match=re.escape(said)):
        embedded.select(end=none)


def test_open_files_of_bytes_and_of_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(TABLE)
    with path.open("rb") as binary, path.open() as text:
        records = [
            unvote.read(origin)
            for origin in (path, str(path), binary, text, io.BytesIO(TABLE.encode()))
        ]
    records.append(unvote.read(io.StringIO(TABLE)))
    records.append(unvote.load(io.StringIO(TABLE)))
    for record in records:
        assert record.votes.iloc[0].to_dict() == {"CUB": 1, "USA": 3}


@pytest.mark.parametrize("origin", [7, None, TABLE.encode(), pd.DataFrame(), [1]])
def test_what_is_no_file_is_refused(origin: Any) -> None:
    said = f"a {type(origin).__name__} is not a file: name a path, or give an open file"
    with pytest.raises(unvote.ArgumentError, match=said):
        unvote.read(origin)


@pytest.mark.parametrize("text", [TABLE, TABLE * 999, "x" * 5_000])
def test_a_table_is_not_the_name_of_a_file(text: str) -> None:
    said = f"a text of {len(text):,} letters is not the name of a file: give it as io.StringIO(…)"
    for read in (unvote.read, unvote.load):
        with pytest.raises(unvote.ArgumentError) as caught:
            read(text)
        assert str(caught.value) == said


def test_a_name_and_notes_are_texts(embedded: unvote.Record) -> None:
    frames = (embedded.rollcalls, embedded.votes)
    with pytest.raises(unvote.DataError, match="the name of a record must be a text, and None"):
        unvote.Record(*frames, None)
    with pytest.raises(unvote.DataError, match="own: the notes are a list of texts, and 'read by"):
        unvote.Record(*frames, "own", notes="read by hand")


def test_files_that_cannot_be_read_as_they_were_opened(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_bytes(TABLE.replace("USA", "CÔT").encode("latin-1"))
    with (
        path.open(encoding="utf-8") as text,
        pytest.raises(unvote.DataError, match="opened as text, which it is not"),
    ):
        unvote.read(text)
    with pytest.raises(unvote.DataError, match="closed file"):
        unvote.read(text)
    with (
        path.open("ab") as writing,
        pytest.raises(unvote.DataError, match="read"),
    ):
        unvote.read(writing)
