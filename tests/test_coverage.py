"""The roll calls that a measure counts: one organ, whole texts, put to a vote; and its notes."""

import io
import json
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import CHOSEN, COUNCIL, complete, examples, run_unvote
from unvote.analysis.coverage import left_out_note, measured
from unvote.record import Record

HEADER = "undl_id,ms_code,ms_vote,resolution,date,vote_note,modality\n"
ORGANS = {"GA": "A/RES/79/{}", "SC": "S/RES/2{:03}(2025)", "HRC": "A/HRC/RES/58/{}"}


def record_of(*rollcalls: tuple[str, str, str]) -> Record:
    """Return roll calls, each of an organ, on a part or a whole text, and by a modality."""
    lines = [
        f"{number},{code},Y,{ORGANS[organ].format(number)},2025-01-{number:02},{part},{modality}\n"
        for number, (organ, part, modality) in enumerate(rollcalls, 1)
        for code in ("USA", "RUS", "FRA")
    ]
    return unvote.read(io.BytesIO((HEADER + "".join(lines)).encode()))


WHOLE = {organ: (organ, "", "") for organ in ORGANS}
MIXED = record_of(
    *[WHOLE["GA"]] * 3,
    *[WHOLE["SC"]] * 2,
    WHOLE["HRC"],
    ("GA", "paragraph", ""),
    ("GA", "", "adopted without vote"),
)


@pytest.mark.parametrize(
    ("options", "n", "note"),
    [
        (
            {},
            3,
            "left out: 3 roll calls not of the General Assembly (--organ all), 1 vote on"
            " amendments and paragraphs (--parts), 1 text adopted without a vote",
        ),
        ({"parts": True, "organ": "all"}, 7, "left out: 1 text adopted without a vote"),
        ({"organ": "SC"}, 2, "left out: 6 roll calls not of the Security Council (--organ all)"),
        ({"organ": "Human Rights Council"}, 1, "not of the Human Rights Council (--organ all)"),
    ],
)
def test_a_measure_is_of_one_organ_and_of_whole_texts(options: dict, n: int, note: str) -> None:
    frame = unvote.align(MIXED, "US", "RU", **options)
    assert frame["n"].tolist() == [n]
    assert [line for line in frame.attrs["notes"] if line.endswith(note)] != []


@pytest.mark.complete
def test_every_measure_takes_the_same_roll_calls(embedded: Record) -> None:
    assembly = embedded.select(organ="GA")
    at = {"at": "2025-01-20", "before": "3y"}
    measures: dict[str, Callable[[Record], pd.DataFrame]] = {
        "align": lambda record: unvote.align(record, "US"),
        "align_matrix": lambda record: unvote.align_matrix(record, "P5"),
        "differences": lambda record: unvote.differences(record, "US", "RU"),
        "profile": lambda record: unvote.profile(record, "EU", by="session"),
        "versus": lambda record: unvote.versus(record, "US", "EU"),
        "shift": lambda record: unvote.shift(record, "US", **at),
        "shift_votes": lambda record: unvote.shift_votes(record, "US", "FR", **at),
        "breaks": lambda record: unvote.breaks(record, "US", group="NATO"),
        "cohesion": lambda record: unvote.cohesion(record, "EU"),
        "dissenters": lambda record: unvote.dissenters(record, "EU"),
        "blocs": lambda record: unvote.blocs(record, 2),
        "bloc_fit": lambda record: unvote.bloc_fit(record),
        "map": lambda record: unvote.map(record, align="US"),
    }
    for name, measure in measures.items():
        whole, only = measure(embedded), measure(assembly)
        pd.testing.assert_frame_equal(whole, only)
        assert COUNCIL not in only.attrs.get("notes", []), name
        if name != "differences":
            assert whole.attrs["notes"][:2] == [CHOSEN, COUNCIL], name


def test_where_all_are_of_one_organ_it_is_that_one(embedded: Record) -> None:
    council = embedded.select(organ="SC")
    frame = unvote.align(council, "US", "RU")
    assert (frame["n"].item(), frame.attrs["notes"]) == (3, [CHOSEN])
    named = embedded.select("S/RES/2774")
    assert unvote.versus(named, "US", "FR").attrs["notes"][-1:] == [
        "1 roll call in which US (A) and FR (B) differ"
    ]
    # An organ without roll calls gives an empty answer: no other organ replaces it.
    assert unvote.align(council, "US", "RU", organ="HRC")["n"].tolist() == [0]
    assert unvote.align(embedded, "US", "RU", by="organ")["n"].tolist() == [21, 3]


@examples(40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(ORGANS)),
            st.sampled_from(["", "paragraph"]),
            st.sampled_from(["", "without vote"]),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["GA", "SC", "all"]),
    st.booleans(),
)
def test_what_is_left_out_is_counted_once(
    rollcalls: list[tuple[str, str, str]], organ: str, parts: bool
) -> None:
    record = record_of(*rollcalls)
    once = measured(record, organ, parts)
    assert len(once) + sum(once.left_out[:3]) == len(record)
    again = measured(once, organ, parts)
    assert again.rollcalls.index.equals(once.rollcalls.index)
    assert (again.left_out, left_out_note(again)) == (once.left_out, left_out_note(once))
    assert again.selection == once.selection


def test_select_drops_only_what_it_is_told() -> None:
    assert len(MIXED.select()) == len(MIXED.select(organ="all")) == len(MIXED)
    assert len(MIXED.select(parts=False)) == len(MIXED) - 1
    assert len(MIXED.select(organ="GA")) == 5


MEASURES = [
    "align US RU",
    "align US --by year",
    "align US RU --matrix",
    "profile US",
    "versus US EU",
    "shift US --at 2025-01-20 --before 3y",
    "breaks US",
    "cohesion EU --by year",
    "cohesion EU --dissenters",
    "blocs",
    "state-department --year 2022",
    "map --align US",
]
LISTS = ["tally", "check", "votes US", "search ukraine", "tally ES-11/*", "votes US --from 2025"]
NAMED = ["tally ES-11/7", "tally 79/7 ES-11/8", "show ES-11/7", "votes US --on ES-11/7"]


@pytest.mark.parametrize("line", [*MEASURES[:3], *complete(*MEASURES[3:])])
def test_a_measure_of_the_chosen_roll_calls_begins_by_saying_so(line: str) -> None:
    words = line.split()
    assert run_unvote(*words, terminal=True).out.startswith(f"{CHOSEN}\n\n")
    for form in ("--csv", "--json"):
        result = run_unvote(*words, form)
        assert result.err.startswith(f"unvote: {CHOSEN}\n")
        assert "chosen" not in result.out
    assert run_unvote(*words, "--csv", "-q").err == ""
    whole = json.loads(run_unvote(*words, "--json", "--meta").out)
    assert whole["notes"][0] == CHOSEN


@pytest.mark.parametrize("line", LISTS)
def test_a_list_of_them_says_so_unless_a_table_tells_what_it_is_from(line: str) -> None:
    assert run_unvote(*line.split()).err.startswith(f"unvote: {CHOSEN}\n")
    assert "chosen" not in (table := run_unvote(*line.split(), terminal=True).out)
    assert "24 roll calls" in table


@pytest.mark.parametrize("line", NAMED)
def test_a_list_of_roll_calls_that_were_all_named_does_not(line: str) -> None:
    assert "chosen" not in run_unvote(*line.split(), "--csv").err


def test_a_record_of_the_chosen_and_one_more_says_so_too(embedded: Record) -> None:
    table = HEADER + "9,USA,N,A/RES/81/1,2026-11-27,,\n9,RUS,N,A/RES/81/1,2026-11-27,,\n"
    record = unvote.load("embedded", io.BytesIO(table.encode()))
    assert unvote.align(record, "US", "RU").attrs["notes"][0] == (
        "21 of these 22 roll calls are chosen, not a sample: 'unvote data pull' gets all"
    )


def test_no_more_than_four_lines_stand_under_a_table() -> None:
    line = ("shift", "US", "--at", "2025-01-20", "--before", "3y", "-n", "1")
    few = run_unvote(*line, terminal=True).out.split("\n\n")[-1]
    every = run_unvote(*line, "--meta", terminal=True).out.split("\n\n")[-1]
    assert few.startswith(f"{COUNCIL}\n192 states with fewer than 5 joint votes stand unranked")
    assert few.endswith("the first 1 of 192 rows, all with -n 0; 4 more lines with --meta\n")
    assert "from the embedded record: 17 of 24 roll calls" in few
    # Four lines, two of which are longer than the terminal is wide.
    assert len(few.splitlines()) == 6
    assert "change = after - before" not in few
    assert "change = after - before" in every
    assert every.endswith("edition: unvote 0.1.0\nthe first 1 of 192 rows, all with -n 0\n")


def test_a_body_of_which_the_record_has_nothing_is_told(embedded: unvote.Record) -> None:
    for frame in (
        unvote.align(embedded, "US", "RU", organ="HRC"),
        unvote.cohesion(embedded, "EU", organ="HRC"),
    ):
        assert frame["n"].tolist() == [0]
        assert frame.attrs["notes"][0] == (
            "no roll call of the Human Rights Council to measure: all 24 are of other bodies"
            " (--organ all)"
        )
    council = embedded.select("S/2022/155")
    assert unvote.align(council, "US", "RU", organ="HRC").attrs["notes"][0] == (
        "no roll call of the Human Rights Council to measure: the only one is of another body"
        " (--organ all)"
    )
