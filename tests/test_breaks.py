"""Where a state left its group or its own earlier position."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reading
import unvote
from conftest import CHOSEN, COUNCIL, run_unvote

DAYS = ("2010-10-01", "2011-10-01", "2012-10-01", "2013-10-01", "2014-10-01")


def record_of(titles: str, **votes: str) -> unvote.Record:
    """Return a record with one roll call per session, from one letter per title and per vote."""
    symbols = [f"A/RES/{65 + number}/1" for number in range(len(titles))]
    titled = [f"Text {title}" for title in titles]
    return reading.record_of(votes, DAYS, symbols=symbols, title=titled)


def rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the breaks as session, kind, vote, was, of."""
    return [tuple(row) for row in frame[["session", "kind", "vote", "was", "of"]].to_numpy()]


# --- the own position


@pytest.mark.parametrize(
    ("titles", "votes", "expected"),
    [
        ("aaa", "YYY", []),
        ("aaa", "NAN", [("67", "N", "A", "66"), ("66", "A", "N", "65")]),
        ("aba", "YNA", [("67", "A", "Y", "65")]),
        # An absence is no position: the comparison goes further back.
        ("aaa", "YXN", [("67", "N", "Y", "65")]),
        ("aaa", "YXY", []),
        ("aa", "X" + "N", []),
        ("aa", "." + "N", []),
        ("ab", "YN", []),
    ],
)
def test_own_position_by_hand(
    titles: str, votes: str, expected: list[tuple[str, str, str, str]]
) -> None:
    record = record_of(titles, USA=votes, FRA="Y" * len(votes))
    found = [
        (session, "own", vote, was, f"A/RES/{before}/1") for session, vote, was, before in expected
    ]
    assert rows(unvote.breaks(record, "US")) == found


def test_earlier_votes_are_looked_up_in_the_whole_record() -> None:
    record = record_of("aaa", USA="YYN")
    last = record.select(sessions=67)
    assert rows(unvote.breaks(last, "US")) == []
    assert rows(unvote.breaks(last, "US", within=record)) == [("67", "own", "N", "Y", "A/RES/66/1")]
    with pytest.raises(unvote.ArgumentError, match="not all among those searched"):
        unvote.breaks(record, "US", within=last)


def test_a_group_takes_the_position_of_most_and_a_tie_is_none() -> None:
    duo = unvote.own_groups(["trio=US,FR,GB"])
    record = record_of("aaaa", USA="YYNN", FRA="YNNX", GBR="NAYN")
    frame = unvote.breaks(record, "trio", groups=duo)
    assert rows(frame) == [("67", "own", "N", "Y", "A/RES/65/1")]
    assert frame.attrs["notes"][:1] == [
        "1 roll call left out in which trio had no position (a tie)"
    ]


def test_ukraine_and_what_is_said_of_it(embedded: unvote.Record) -> None:
    frame = unvote.breaks(embedded, "US")
    assert rows(frame) == [
        ("ES-11", "own", "A", "Y", "A/RES/ES-11/6"),
        ("ES-11", "own", "N", "Y", "A/RES/ES-11/6"),
    ]
    assert frame["rollcall"].tolist() == ["A/RES/ES-11/8", "A/RES/ES-11/7"]
    assert frame.attrs == {
        "notes": [
            CHOSEN,
            COUNCIL,
            "own: USA took a position in 21 roll calls; in 16 of them it had taken one before on"
            " the same text, and in 2 it changed",
            "1 roll call not compared with an earlier one: USA had voted in several ways on the"
            " day before",
        ],
    }


def test_titles_that_several_roll_calls_share_are_said() -> None:
    table = "ms_code,ms_vote,resolution,title\nUSA,Y,A/RES/70/1,a\nUSA,N,A/RES/71/1,a\n"
    record = unvote.read(io.BytesIO(f"{table}USA,N,A/RES/71/2,a\n".encode()))
    frame = unvote.breaks(record, "US")
    assert len(frame) == 0
    assert frame.attrs["notes"][1:] == [
        "2 roll calls not compared with an earlier one: several roll calls of one session share"
        " the title"
    ]


def test_an_earlier_roll_call_far_back_is_said() -> None:
    table = "ms_code,ms_vote,resolution,title,date\n" + "".join(
        f"USA,{vote},A/RES/{session}/1,a,{day}\n"
        for session, vote, day in (
            (60, "N", "2005-11-01"),
            (61, "Y", "2006-11-01"),
            (66, "A", "2011-11-01"),
            (71, "Y", "2016-11-02"),
        )
    )
    frame = unvote.breaks(unvote.read(io.BytesIO(table.encode())), "US")
    assert frame["since"].dt.strftime("%Y").tolist() == ["2011", "2006", "2005"]
    assert frame.attrs["notes"][1:] == [
        "1 of these lies more than 5 years after the earlier one (since): in between the text may"
        " have been adopted without a vote"
    ]


# --- the position of the group


def test_group_without_the_state_itself() -> None:
    groups = unvote.own_groups(["trio=US,FR,GB"])
    record = record_of("abcde", USA="YNAXY", FRA="YYYYN", GBR="YYYYY")
    frame = unvote.breaks(record, "US", group="trio", groups=groups)
    assert rows(frame) == [("67", "group", "A", "Y", "trio"), ("66", "group", "N", "Y", "trio")]
    assert frame.attrs["notes"][:1] == [
        "1 roll call left out in which trio had no position (a tie)"
    ]
    assert frame.attrs["notes"][2] == (
        "group: USA and trio (the others) both took a position in 3 roll calls while it belonged"
        " to trio; they differ in 2"
    )


def test_only_the_days_of_membership_count() -> None:
    record = record_of("abcde", HRV="NNNNN", FRA="YYYYY", DEU="YYYYY")  # Croatia: July 2013
    assert [row[0] for row in rows(unvote.breaks(record, "Croatia", group="EU"))] == ["69", "68"]
    frame = unvote.breaks(record_of("a", USA="N", FRA="Y", DEU="Y"), "US", group="EU")
    assert rows(frame) == [("65", "group", "N", "Y", "EU")]
    assert frame.attrs["notes"][:1] == [
        "USA never belonged to EU: all roll calls in which they differ"
    ]


def test_a_roll_call_may_break_with_both() -> None:
    groups = unvote.own_groups(["duo=US,FR"])
    frame = unvote.breaks(record_of("aa", USA="YN", FRA="YY"), "US", group="duo", groups=groups)
    assert rows(frame) == [("66", "own", "N", "Y", "A/RES/65/1"), ("66", "group", "N", "Y", "duo")]


def test_what_is_no_group_is_an_error(embedded: unvote.Record) -> None:
    with pytest.raises(unvote.ArgumentError, match=r"'FR' is a state \(France\): name a group"):
        unvote.breaks(embedded, "US", group="FR")
    with pytest.raises(unvote.ArgumentError, match="'EU' is compared with itself"):
        unvote.breaks(embedded, "European Union", group="EU")
    with pytest.raises(unvote.UnknownNameError):
        unvote.breaks(embedded, "US", group="NATTO")


LETTERS = st.text("YNAX.", min_size=5, max_size=5)


@given(st.text("ab", min_size=5, max_size=5), LETTERS, LETTERS, LETTERS)
def test_breaks_are_what_a_plain_count_finds(titles: str, us: str, fr: str, gb: str) -> None:
    record = record_of(titles, USA=us, FRA=fr, GBR=gb, CHN="YYYYY")
    groups = unvote.own_groups(["trio=US,FR,GB"])
    expected = []
    for number in range(5):
        if us[number] not in "YNA":
            continue
        session, past = str(65 + number), range(number - 1, -1, -1)
        before = [i for i in past if titles[i] == titles[number] and us[i] in "YNA"]
        if before and us[before[0]] != us[number]:
            of = f"A/RES/{65 + before[0]}/1"
            expected.append((session, "own", us[number], us[before[0]], of))
        others = [vote for vote in (fr[number], gb[number]) if vote in "YNA"]
        if len(set(others)) == 1 and others[0] != us[number]:
            expected.append((session, "group", us[number], others[0], "trio"))
    found = rows(unvote.breaks(record, "US", group="trio", groups=groups))
    assert sorted(found) == sorted(expected)
    assert [row[0] for row in found] == sorted((row[0] for row in found), reverse=True)


# --- as a user runs it


def test_breaks_in_a_terminal() -> None:
    out = run_unvote("breaks", "US", "--with", "NATO", "--from", "2025", terminal=True).out
    assert "\n".join(line.rstrip() for line in out.split("\n")) == (
        """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

rollcall       date        vote  was  of             since
───────────────────────────────────────────────────────────────
A/RES/80/4     2025-10-29  N     Y    NATO
  Necessity of ending the economic, commercial and financial embargo imposed by
  the United States of America against Cuba
A/RES/ES-11/8  2025-02-24  A     Y    A/RES/ES-11/6  2023-02-23
  The path to peace
A/RES/ES-11/8  2025-02-24  A     Y    NATO
  The path to peace
A/RES/ES-11/7  2025-02-24  N     Y    A/RES/ES-11/6  2023-02-23
  Advancing a comprehensive, just and lasting peace in Ukraine
A/RES/ES-11/7  2025-02-24  N     Y    NATO
  Advancing a comprehensive, just and lasting peace in Ukraine

left out: 1 roll call not of the General Assembly (--organ all)
own: USA took a position in 4 roll calls; in 3 of them it had taken one before
on the same text, and in 2 it changed
from the embedded record: 4 of 24 roll calls, 2025-02-24 to 2025-12-03 (from
2025; organ GA)
2 more lines with --meta
"""
    )


def test_breaks_into_a_pipe() -> None:
    result = run_unvote("breaks", "US", "--session", "ES-11", "-c", "rollcall,kind,vote,was,of")
    assert result.out == (
        "rollcall,kind,vote,was,of\n"
        "A/RES/ES-11/8,own,A,Y,A/RES/ES-11/6\n"
        "A/RES/ES-11/7,own,N,Y,A/RES/ES-11/6\n"
    )
    assert result.err == f"unvote: {CHOSEN}\n"


def test_the_standard_input_is_read_once() -> None:
    table = "ms_code,ms_vote,resolution,title,date\n" + "".join(
        f"USA,{vote},A/RES/{session}/1,a,{session + 1945}-11-01\n"
        for session, vote in ((70, "N"), (71, "A"), (72, "N"))
    )
    arguments = ("breaks", "US", "--votes", "-", "--from", "2017", "-c", "rollcall,was,of")
    result = run_unvote(*arguments, "--no-header", stdin=table.encode())
    assert (result.code, result.out) == (0, "A/RES/72/1,A,A/RES/71/1\n")


def test_nothing_selected_is_the_header() -> None:
    result = run_unvote("breaks", "US", "--from", "2030")
    assert (result.code, result.out) == (
        3,
        "rollcall,date,organ,session,title,kind,vote,was,of,since\n",
    )


def test_the_embargo_and_ukraine_in_the_whole_record(full: unvote.Record) -> None:
    whole = full.select(organ="GA")
    embargo = unvote.breaks(whole.select(title="embargo"), "US", within=whole)
    assert embargo[["rollcall", "vote", "was", "of"]].to_numpy().tolist() == [
        ["A/RES/72/4", "N", "A", "A/RES/71/5"],
        ["A/RES/71/5", "A", "N", "A/RES/70/5"],
    ]
    ukraine = unvote.breaks(whole.select(sessions="ES-11"), "US", within=whole)
    assert ukraine["rollcall"].tolist() == ["A/RES/ES-11/8", "A/RES/ES-11/7"]


def test_only_ties_of_the_days_of_membership_are_told() -> None:
    # The United Kingdom was in the EU until 2020: one of two ties is on a later day.
    rows = ["ms_code,ms_vote,resolution,date"]
    for number, day in enumerate(("2019-05-01", "2021-05-01"), 1):
        for state, vote in (("FRA", "Y"), ("DEU", "N"), ("GBR", "Y")):
            rows.append(f"{state},{vote},A/RES/79/{number},{day}")
    record = unvote.read(io.BytesIO("\n".join(rows).encode()))
    frame = unvote.breaks(record, "GB", group="EU")
    assert frame.attrs["notes"][:1] == ["1 roll call left out in which EU had no position (a tie)"]
