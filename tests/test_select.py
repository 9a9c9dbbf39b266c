"""Selecting roll calls by name, date, session, organ, text, and contest."""

import io

import pytest

import unvote


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


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        (
            {"organ": "Ecosok"},
            "organ 'Ecosok': it is one of GA, SC, HRC, ECOSOC, C1, C2, C3, C4, C5, C6, or what the"
            " symbols of another body begin with, in capitals; all stands for every organ",
        ),
        ({"sessions": "79-70"}, "session '79-70': the range ends before it starts"),
        ({"sessions": "79,autumn"}, "'autumn' is no session: write 79, 70-79 or ES-11"),
        ({"start": "24.2.25"}, "'24.2.25' is no date: write 2025, 2025-02 or 2025-02-24"),
        ({"end": "2025-02-30"}, "'2025-02-30' is no date: write 2025, 2025-02 or 2025-02-24"),
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


def test_a_summary_counts_the_parts_left_out() -> None:
    record = unvote.read(io.BytesIO(PARTS))
    assert record.select(parts=False).summary == (
        "the data: 2 of 4 roll calls, 2006-12-06"
        " (whole texts, 2 on amendments and paragraphs left out (--parts))"
    )


def letters(rows: str) -> unvote.Record:
    """Return a record of rows of letters: a column a state, named in the first row."""
    [states, *votes] = [row.split() for row in rows.strip().splitlines()]
    lines = ["ms_code,ms_vote,resolution,date"] + [
        f"{state},{vote},A/RES/79/{number},2024-12-01"
        for number, row in enumerate(votes, 1)
        for state, vote in zip(states, row, strict=True)
        if vote != "."
    ]
    return unvote.read(io.BytesIO("\n".join(lines).encode()))


# Benelux is BEL, NLD and LUX; Bahrain was no member in roll call 7.
VOTES = """
USA BEL NLD LUX BHR
N   Y   Y   Y   Y
N   Y   Y   N   N
N   Y   N   A   Y
Y   X   X   X   Y
A   X   A   X   N
X   Y   X   N   Y
N   N   N   N   .
"""


@pytest.mark.parametrize(
    ("voted", "numbers"),
    [
        ("US=N", [1, 2, 3, 7]),
        ("US=YA", [4, 5]),
        ("us=x", [6]),
        ("BHR=YNAX", [1, 2, 3, 4, 5, 6]),
        ("BENELUX=Y", [1, 2]),
        ("BENELUX=YNA", [1, 2, 5, 7]),
        ("all BENELUX=Y", [1]),
        ("all BENELUX=A", [5]),
        ("ALL BENELUX=YN", [1, 2, 6, 7]),
        ("no BENELUX=N", [1, 5]),
        ("any BENELUX=N", [2, 3, 6, 7]),
        ("most BENELUX=Y", [1, 2]),
        ("most BENELUX=NA", [3, 5, 7]),
        ("US=N,BENELUX=Y", [1, 2]),
        (["US=N", "all BENELUX=Y"], [1]),
        ("United States of America = N , no Benelux=N", [1]),
        ("mine=N", [3, 7]),
        ("all mine=N", [7]),
        ("US=N,no mine=Y", [7]),
    ],
)
def test_how_states_voted(voted: str | list[str], numbers: list[int]) -> None:
    groups = unvote.own_groups(["mine=US,BENELUX,Luxembourg"])
    found = letters(VOTES).select(voted=voted, groups=groups)
    assert [int(one.rpartition("/")[2]) for one in found.rollcalls.index] == numbers
