"""JSON of rows, of columns and of lists of states: what is read, noted and refused."""

import json
from typing import Any

import pytest

from reading import letters, message, read

LISTS = {"resolution": "A/RES/79/907", "date": "2025-02-24", "yes": ["France"], "no": ["Chad"]}
BOTH = {"A/RES/79/907": {"FRA": "Y", "TCD": "N"}}
ROWS = [
    {"country": "France", "vote": "Y", "resolution": "A/RES/79/907"},
    {"country": "Chad", "vote": "N", "resolution": "A/RES/79/907"},
]


@pytest.mark.parametrize(
    "tree",
    [
        LISTS,
        {"country": ["France", "Chad"], "vote": ["Y", "N"], "resolution": ["A/RES/79/907"] * 2},
        {"country": ["France", "Chad"], "vote": ["Y", "N"], "resolution": "A/RES/79/907"},
        {name: {"4": ROWS[0][name], "7": ROWS[1][name]} for name in ROWS[0]},
        {"0": ROWS[0], "1": ROWS[1]},
        {"A/RES/79/907": {"France": "Y", "Chad": "N"}},
        {"A/RES/79/907": {"date": "2025-02-24", "France": "Y", "Chad": "N"}},
        {"A/RES/79/907": {"date": "2025-02-24", "yes": ["France"], "no": ["Chad"]}},
        {"data": {"rollcalls": [LISTS]}},
        {"data": {"results": [{"resolution": "A/RES/79/907", "votes": ROWS}]}},
        {"resolution": "A/RES/79/907", "votes": {"yes": ["France"], "no": ["Chad"]}},
        {"resolution": "A/RES/79/907", "votes": {"France": "Y", "Chad": "N"}},
        {"votes": {"A/RES/79/907": {"France": "Y", "Chad": "N"}}},
        LISTS | {"sponsors": ["FRANCE", "MALI"]},
    ],
)
def test_forms_of_one_roll_call(tree: Any) -> None:
    record = read(json.dumps(tree))
    assert letters(record) == BOTH
    assert record.notes == ()


@pytest.mark.parametrize(
    "name", ["absent", "absents", "did_not_vote", "present_not_voting", "Present and not voting"]
)
def test_names_of_lists_that_did_not_vote(name: str) -> None:
    assert letters(read(json.dumps(LISTS | {name: ["Mali"]}))) == {
        "A/RES/79/907": {"FRA": "Y", "TCD": "N", "MLI": "X"}
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("abstian", ["Mali"]),
        ("intended_yes", ["Türkiye", "Narnia"]),
        ("intended", {"yes": ["Türkiye"]}),
        ("corrected", {"Mali": "A"}),
        ("votes", ["Y", "N"]),
        ("vote", [["Mali", "A"]]),
    ],
)
def test_states_under_a_name_that_is_no_vote_are_refused(name: str, value: Any) -> None:
    assert message(json.dumps(LISTS | {name: value})) == (
        f"the data, line 1, field {name}: it may hold votes, but does not say which: lists of"
        " states are called in_favour, against, abstaining, not_voting, absent (rename it, or take"
        " it out)"
    )


def test_fields_that_are_not_read_are_named() -> None:
    more = {"co_sponsors": ["Mali"], "speakers": ["Mali"], "title": {"en": "Peace"}, "url": "x"}
    record = read(json.dumps({"meta": {"by": "me"}, "results": [LISTS | more | {"topic": "x"}]}))
    assert letters(record) == BOTH
    assert record.notes == (
        "4 fields not read: meta, co_sponsors, speakers and 1 more",
        "1 field not read: topic",
    )


def test_lists_of_texts_are_joined_as_in_a_table() -> None:
    lists = {"sponsors": ["FRANCE", "MALI"], "subjects": ["ISRAEL", "PEACE"], "draft": []}
    rollcalls = read(json.dumps(LISTS | lists)).rollcalls
    assert rollcalls[["sponsors", "subjects", "draft"]].values.tolist() == [
        ["FRANCE|MALI", "ISRAEL|PEACE", ""]
    ]


@pytest.mark.parametrize("empty", [{"yes": [], "no": []}, {"votes": []}, {"votes": {}}])
def test_a_roll_call_with_empty_lists_is_named(empty: dict[str, Any]) -> None:
    record = read(json.dumps([LISTS, {"resolution": "A/RES/79/908"} | empty]))
    assert letters(record) == BOTH
    assert record.notes == ("1 roll call without any state in its lists left out: A/RES/79/908",)


def nested(depth: int) -> dict[str, Any]:
    return {"data": nested(depth - 1)} if depth else LISTS


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ([], ": the JSON holds no votes"),
        (
            {"country": ["France", "Chad"], "vote": ["Y"]},
            ", line 1, field country: its rows are not those of field vote: complete it, or take it"
            " out",
        ),
        (
            LISTS | {"abstain": {"count": 1}},
            ", line 1, field abstain: '{'count': 1}' is not a name of a state",
        ),
        (
            LISTS | {"abstain": [{"name": "Mali"}]},
            ", line 1, field abstain: '{'name': 'Mali'}' is not a name of a state",
        ),
        (nested(20), ", line 1: objects nested too deep for any roll call"),
        (
            LISTS | {"votes": [{"country": "Mali", "vote": "A"}]},
            ", line 1, field ms_name: empty where a state is expected",
        ),
    ],
)
def test_what_is_refused(tree: Any, said: str) -> None:
    assert message(json.dumps(tree)) == f"the data{said}"


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        ({"results": []}, "results"),
        ({"page": 1, "recorded": [{"of": "x"}]}, "page, recorded"),
        ({"France": {"A/RES/79/7": "Y"}, "Chad": {"A/RES/79/7": "N"}}, "France, Chad"),
    ],
)
def test_json_without_votes_says_what_it_holds(tree: Any, found: str) -> None:
    assert message(json.dumps(tree)) == (
        "the data: this is JSON, but not the UN's extract, and no votes are found in it: needed are"
        ' a state and a vote in each object, {"votes": {"France": "Y"}}, {"country": […], "vote":'
        " […]}, or lists of states called in_favour, against, abstaining, not_voting (found:"
        f" {found})"
    )
