"""Whose votes a table holds: what symbols, columns and sessions say of the body."""

import io

import pytest

import unvote
from reading import message, read


def organ(header: str, row: str) -> tuple[str, str, list[str]]:
    """Return organ and session of the roll call in which two states vote, and the notes on it."""
    record = read(f"country,vote,{header}\nFrance,Y,{row}\nChad,N,{row}\n")
    [rollcall] = record.rollcalls.itertuples()
    return rollcall.organ, rollcall.session, list(record.notes)


def unlike(column: str, symbol: str, said: str) -> str:
    return (
        f"1 roll call whose symbol and column {column} name different organs: the symbol counts:"
        f" {symbol} ({said})"
    )


def unknown(name: str) -> str:
    return f"1 roll call of an unknown body ({name}): --organ GA, SC or HRC names the body"


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("resolution,organ", "58/15,Human Rights Council", ("HRC", "", [])),
        ("resolution,Council", "51/6,HRC", ("HRC", "", [])),
        ("resolution,body", "2774,Security Council", ("SC", "", [])),
        ("resolution,agency", "78/15,WHO", ("WHO", "", [])),
        ("title,session,UN body", "Iran,58,HRC", ("HRC", "58", [])),
        ("title,session,Forum", "Iran,58,UNHRC", ("HRC", "58", [])),
        ("title,session,committee", "Iran,79,Third Committee", ("C3", "79", [])),
        ("title,session,committee", "Iran,79,Plenary", ("GA", "79", [])),
        ("symbol,committee", "79/L.30,SOCHUM", ("C3", "79", [])),
        ("draft,session,organization", "79/L.30,79,C1", ("C1", "79", [])),
        ("resolution,session,committee", "L.30,79,Third Committee", ("C3", "79", [])),
        # Words that name no body.
        ("resolution,organisation", "79/7,United Nations", ("GA", "79", [])),
        # A symbol that names its body counts.
        (
            "resolution,organ",
            "A/RES/58/15,HRC",
            ("GA", "58", [unlike("organ", "A/RES/58/15", "HRC")]),
        ),
        (
            "resolution,council",
            "ES-11/7,HRC",
            ("GA", "ES-11", [unlike("council", "ES-11/7", "HRC")]),
        ),
        (
            "resolution,committee",
            "A/RES/79/36,First Committee",
            ("GA", "79", [unlike("committee", "A/RES/79/36", "C1")]),
        ),
        # A committee adopts no resolutions: it is the one that reported the text.
        (
            "resolution,committee",
            "79/36,First Committee",
            ("GA", "79", [unlike("committee", "79/36", "C1")]),
        ),
        (
            "resolution,committee",
            "79/36,Disarmament",
            (
                "GA",
                "79",
                ["1 roll call whose column committee names no body that is known: Disarmament"],
            ),
        ),
        (
            "resolution,agency",
            "78/15,World Health Organization",
            (
                "",
                "",
                [
                    "1 roll call whose column agency names no body that is known: World Health"
                    " Organization",
                    unknown("78/15"),
                ],
            ),
        ),
        # The column that names a body that is known, and a note on the other.
        (
            "title,session,body,committee",
            "Iran,79,United Nations,Third Committee",
            ("C3", "79", ["1 column not read: body"]),
        ),
    ],
)
def test_a_column_names_the_body_unless_the_symbol_does(
    header: str, row: str, found: tuple[str, str, list[str]]
) -> None:
    assert organ(header, row) == found


@pytest.mark.parametrize(
    ("header", "row", "called", "late"),
    [
        ("resolution,date", "58/15,2025-04-03", "58/15", "58/15 (2025-04-03)"),
        ("symbol,date", "58/L.27,2025-04-03", "58/L.27", "58/L.27 (2025-04-03)"),
        ("resolution,date", "S-30/1,2021-05-27", "S-30/1", "S-30/1 (2021-05-27)"),
        ("title,session,date", "Iran,58,2025-04-03", "#1", "58 (2025-04-03)"),
    ],
)
def test_a_session_of_other_years_does_not_make_a_vote_the_assemblys(
    header: str, row: str, called: str, late: str
) -> None:
    found, _, notes = organ(header, row)
    assert found == ""
    assert notes == [
        "1 roll call dated outside of the General Assembly's session, so not taken for its own:"
        f" {late}",
        unknown(called),
    ]


def test_the_organ_that_the_caller_names_counts_for_a_bare_symbol_of_other_years() -> None:
    table = "country,vote,resolution,date\nFrance,Y,58/15,2025-04-03\n"
    rollcalls = read(table, organ="HRC").rollcalls
    assert rollcalls[["organ", "session"]].values.tolist() == [["HRC", ""]]


@pytest.mark.parametrize(
    ("symbol", "day"), [("58/15", "2003-12-01"), ("A/RES/58/15", "2025-04-03"), ("58/15", "")]
)
def test_a_symbol_of_its_years_or_with_its_body_is_the_assemblys(symbol: str, day: str) -> None:
    assert organ("resolution,date", f"{symbol},{day}") == ("GA", "58", [])


def test_a_column_that_differs_within_a_roll_call_is_about_the_states() -> None:
    record = read(
        "country,organisation,vote,resolution\nFrance,EU,Y,79/7\nGermany,EU,Y,79/7\nChad,AU,N,79/7\n"
    )
    assert record.rollcalls["organ"].tolist() == ["GA"]
    assert record.notes == ("1 column not read, which differs within a roll call: organisation",)


def test_votes_of_two_bodies_under_one_symbol_are_no_repeat() -> None:
    record = read("date,body,resolution,FRA,TCD\n2025-04-03,HRC,79/7,Y,N\n2025-04-03,GA,79/7,Y,N\n")
    assert record.rollcalls["organ"].tolist() == ["HRC", "GA"]


def test_an_organ_that_unvote_itself_left_blank_stays_unknown() -> None:
    assert organ("title,session,organ,part,source", "Health,79,,,own") == (
        "",
        "79",
        [unknown("#1")],
    )


def test_what_is_called_organ_must_name_one() -> None:
    assert message("country,vote,title,organ\nFrance,Y,One,Assembly\n").endswith(
        "line 2, column organ: 'Assembly' is not an organ: it is GA, SC, HRC, ECOSOC, C1 to C6 or"
        " another body's letters"
    )


@pytest.mark.parametrize(
    ("said", "day", "organ", "found"),
    [
        ("58/15", "2025-04-03", None, ["58/15", "", ""]),
        ("58/15", "2025-04-03", "HRC", ["58/15", "HRC", ""]),
        ("58/15", "2003-12-01", None, ["A/RES/58/15", "GA", "58"]),
        ("A/RES/58/15", "2025-04-03", None, ["A/RES/58/15", "GA", "58"]),
    ],
)
def test_a_resolution_that_the_caller_names_is_read_in_the_same_way(
    said: str, day: str, organ: str | None, found: list[str]
) -> None:
    text = io.StringIO("In favour: France, Chile\nAgainst: Chad\nAbstaining: Mali\n")
    record = unvote.read(text, resolution=said, date=day, organ=organ)
    assert record.rollcalls[["symbol", "organ", "session"]].values.tolist() == [found]
