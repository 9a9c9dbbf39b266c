"""Voting records as MARC in JSON: what is read, and what is refused."""

import json
from typing import Any

import pandas as pd
import pytest

from reading import letters, message, read


def field(indicator: str = " ", **subfields: str) -> dict[str, Any]:
    inside = [{"code": code, "value": text} for code, text in subfields.items()]
    return {"indicators": [indicator, " "], "subfields": inside}


RECORD = {
    "_id": 4066000,
    "245": [field("1", a="Embargo :", b="resolution /", c="adopted by the General Assembly")],
    "591": [field(a="RECORDED")],
    "791": [field(a="A/RES/79/7", b="A/", c="79")],
    "952": [field(a="A/79/PV.28"), field(a="A/79/PV.29")],
    "967": [
        field(c="AFG", d="Y", e="AFGHANISTAN"),
        field(c="VEN", e="VENEZUELA"),
        field(c="USA", d="N", e="UNITED STATES"),
    ],
    "981": [field(a="General Assembly")],
    "991": [field(a="A/79/251 38", c="Embargo", d="CUBA--EMBARGO")],
    "992": [field(a="2024-10-30")],
    "993": [field("3", a="A/79/500"), field("2", a="A/79/L.6")],
    "996": [field(b="1", c="1", d="0", e="1", f="3")],
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"data": RECORD}),
        json.dumps([{"data": RECORD}], indent=1),
        json.dumps({"data": [RECORD]}),
        json.dumps([RECORD]),
        "\ufeff" + json.dumps({**RECORD, "_id": None, "001": ["4066000"]}) + "\n",
    ],
    ids=["one", "several", "data of several", "without data", "number as in MARC"],
)
def test_a_voting_record_is_read(text: str) -> None:
    record = read(text)
    assert letters(record) == {"A/RES/79/7": {"AFG": "Y", "USA": "N", "VEN": "X"}}
    said = record.rollcalls.loc["A/RES/79/7"].drop(["missing", "unexpected"])
    assert said[said != ""].to_dict() == {
        "symbol": "A/RES/79/7",
        "date": pd.Timestamp("2024-10-30"),
        "session": "79",
        "organ": "GA",
        "title": "Embargo",
        "draft": "A/79/L.6",
        "meeting": "A/79/PV.28|A/79/PV.29",
        "agenda": "Embargo",
        "subjects": "CUBA--EMBARGO",
        "modality": "Vote, recorded",
        "link": "https://digitallibrary.un.org/record/4066000",
        "number": "4066000",
        "source": "undl",
        "published_yes": 1,
        "published_no": 1,
        "published_abstain": 0,
        "published_not_voting": 1,
        "published_members": 3,
    }
    assert record.notes == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"967": [field(c="FRA", d="Q")]},
            ", A/RES/79/7, field 967: 'Q' is not a vote of FRA: it is Y, N, A, or nothing for not"
            " voting",
        ),
        ({"967": 3.5}, ", field 967: no field of MARC, with indicators and subfields"),
        ({"967": [{"subfields": [{"value": "Y"}]}]}, ", field 967: a subfield without a code"),
        (
            {"791": [{"subfields": [{"code": "a", "value": {}}]}]},
            ", field 791: '{}' where a text is expected",
        ),
        ({"967": [field(c="FRA")] * 5001}, ": a record with more than 5,000 fields 967"),
        (
            {"991": [field(d="x" * 1_048_577)]},
            ", field 991: a text of more than 1,048,576 letters, too long for a record",
        ),
    ],
)
def test_what_no_record_holds(change: dict[str, Any], said: str) -> None:
    assert message(json.dumps([RECORD])[:-1] + ",\n" + json.dumps({**RECORD, **change}) + "]") == (
        f"the data, line 2{said}"
    )


def test_data_that_hold_no_record() -> None:
    text = json.dumps({"data": [7], "indicators": 1, "subfields": 1})
    assert message(text) == "the data, line 1: 'data' holds no MARC record, an object of fields"
