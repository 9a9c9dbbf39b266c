"""Selecting roll calls by name, date, session, organ, text, and contest."""

import io
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote


@pytest.mark.parametrize(
    ("conditions", "symbols"),
    [
        ({"start": "2025-02-24", "end": "2025-02-24"}, ["ES-11/7", "ES-11/8", "S/RES/2774(2025)"]),
        ({"start": "2025-12"}, ["ES-11/9"]),
        ({"end": "2014"}, ["68/262"]),
        ({"sessions": "68,79-80"}, ["68/262", "79/7", "80/4"]),
        ({"sessions": ["es-11"], "end": "2022-03"}, ["ES-11/1", "ES-11/2"]),
        ({"organ": "SC"}, ["S/2022/155", "S/2022/720", "S/RES/2774(2025)"]),
        ({"title": "PEACE in ukraine"}, ["ES-11/6", "ES-11/7"]),
        ({"contested": True, "end": "2014"}, ["68/262"]),
    ],
)
def test_conditions(embedded: unvote.Record, conditions: dict, symbols: list[str]) -> None:
    found = embedded.select(**conditions)
    assert [symbol.removeprefix("A/RES/") for symbol in found.rollcalls.index] == symbols
    assert found.emptied_by is None


def test_the_condition_that_left_nothing_is_named(embedded: unvote.Record) -> None:
    nothing = embedded.select(organ="SC", sessions="79", title="ukraine")
    assert (len(nothing), nothing.emptied_by) == (0, "session 79")
    assert embedded.select(subject="peace").emptied_by == "subject 'peace'"


def test_a_day_that_sources_may_have_wrong_is_told(embedded: unvote.Record) -> None:
    told = ("before 2004 the day of a vote may be wrong, its month is right (1971-10)",)
    assert embedded.select(start="1971-10-25").notes == told
    assert embedded.select(start="1971-10-25", end="1971-10-25").notes == told
    assert embedded.select(start="1971-10", end="2025-02-24").notes == ()
    table = "resolution,date,state,vote\n26/1,1971-10-07,FR,Y\n26/1,1971-10-07,US,N\n"
    frame = unvote.show(unvote.read(io.BytesIO(table.encode())))
    assert (
        "1 roll call before 2004: the day may be wrong, the month is right"
        in (frame.attrs["notes"])
    )


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        (
            {"organ": "Ecosok"},
            "organ 'Ecosok': write one of GA, SC, HRC, ECOSOC, C1, C2, C3, C4, C5, C6, or the first"
            " letters of another body's symbols, in capitals; all means every organ",
        ),
        ({"title": ""}, "title '': it is empty; leave it out to select all"),
        ({"subject": " "}, "subject ' ': it is empty; leave it out to select all"),
        ({"agenda": ""}, "agenda '': it is empty; leave it out to select all"),
        ({"sessions": "79-70"}, "session '79-70': the range ends before it starts"),
        ({"sessions": "79,autumn"}, "'autumn' is not a session: write 79, 70-79 or ES-11"),
        ({"start": "24.2.25"}, "'24.2.25' is not a date: write 2025, 2025-02 or 2025-02-24"),
        ({"end": "2025-02-30"}, "'2025-02-30' is not a date: write 2025, 2025-02 or 2025-02-24"),
        (
            {"start": "2026", "end": "2025-12"},
            "the record from 2026 to 2025-12: the end is before the start",
        ),
    ],
)
def test_conditions_that_are_none(embedded: unvote.Record, conditions: dict, said: str) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        embedded.select(**conditions)
    assert str(caught.value) == said


def test_a_summary_tells_what_was_selected(embedded: unvote.Record) -> None:
    assert embedded.select("ES-11/7", start="2025").summary == (
        "the embedded record: 1 of 24 roll calls, 2025-02-24 (named ES-11/7; from 2025)"
    )


def test_unanimous_votes_are_not_contested() -> None:
    table = (
        b"ms_code,ms_vote,resolution\nUSA,Y,A/RES/1/1\nFRA,Y,A/RES/1/1\nGBR,X,A/RES/1/1\n"
        b"USA,Y,A/RES/1/2\nFRA,A,A/RES/1/2\n"
    )
    record = unvote.read(io.BytesIO(table))
    assert record.select(contested=True).rollcalls.index.tolist() == ["A/RES/1/2"]


def test_roll_calls_without_a_date_are_left_out_of_a_period_and_counted() -> None:
    table = b"ms_code,ms_vote,resolution,date\nUSA,Y,A/RES/1/1,\nUSA,Y,A/RES/1/2,2025-01-01\n"
    found = unvote.read(io.BytesIO(table)).select(start="2025")
    assert found.rollcalls.index.tolist() == ["A/RES/1/2"]
    assert found.notes == ("1 roll call without a date left out",)


def test_roll_calls_are_oldest_first(embedded: unvote.Record) -> None:
    assert embedded.rollcalls["date"].is_monotonic_increasing


PARTS = (
    b"undl_id,ms_code,ms_vote,resolution,date,vote_note,agenda_title\n"
    b"1,USA,Y,A/RES/61/77,2006-12-06,,Disarmament\n2,USA,N,A/RES/61/77,2006-12-06,paragraph,\n"
    b"3,USA,N,A/RES/61/78,2006-12-06,amendment,\n4,USA,Y,A/RES/61/79,2006-12-06,,D\xc3\xa9sarmement\n"
)


@pytest.mark.parametrize(
    ("names", "options", "ids"),
    [
        ([], {"parts": False}, ["A/RES/61/77#1", "A/RES/61/79"]),
        ([], {}, ["A/RES/61/77#1", "A/RES/61/77#2", "A/RES/61/78", "A/RES/61/79"]),
        (["61/7*"], {"parts": False}, ["A/RES/61/77#1", "A/RES/61/79"]),
        (["61/77"], {"parts": False}, ["A/RES/61/77#1", "A/RES/61/77#2"]),
        (["A/RES/61/77#2"], {"parts": False}, ["A/RES/61/77#2"]),
        ([], {"agenda": "DESARM"}, ["A/RES/61/79"]),
    ],
)
def test_parts_are_left_out_where_it_is_asked_for(
    names: list[str], options: dict, ids: list[str]
) -> None:
    record = unvote.read(io.BytesIO(PARTS))
    assert record.select(*names, **options).rollcalls.index.tolist() == ids


@pytest.mark.parametrize("command", ["tally", "votes US", "check", "search R"])
def test_a_list_in_a_pipe_says_that_parts_are_left_out(command: str) -> None:
    Path("parts.csv").write_bytes(PARTS)
    said = "left out: 2 votes on amendments and paragraphs (--parts)"
    command, *words = command.split()
    for style in ("csv", "json"):
        result = run_unvote(command, *words, "--votes", "parts.csv", "-f", style)
        assert (said in result.err) != (said in result.out), (style, result)
    assert said not in run_unvote(command, *words, "--votes", "parts.csv", "--parts").err


def test_a_summary_counts_the_parts_left_out() -> None:
    record = unvote.read(io.BytesIO(PARTS))
    assert record.select(parts=False).summary == (
        "the data: 2 of 4 roll calls, 2006-12-06"
        " (whole texts, 2 on amendments and paragraphs left out (--parts))"
    )
