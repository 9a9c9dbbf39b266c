"""Everything that unvote writes can be read back as the same roll calls, in every format."""

import gzip
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote
from reading import letters
from unvote.store.export import export

FORMATS = ["csv", "json", "parquet"]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("line", "names", "states"),
    [
        ("show ES-11/7", ["ES-11/7"], None),
        ("show 2774", ["S/RES/2774"], None),
        ("votes US RU NA NO ID", [], "USA RUS NAM NOR IDN"),
        ("votes EU --on 79/7", ["79/7"], "FRA DEU"),
        ("map ES-11/7", ["ES-11/7"], None),
        ("versus US EU ES-11/7", ["ES-11/7"], "RUS CHN"),
    ],
)
def test_an_answer_is_read_back(
    embedded: unvote.Record, line: str, names: list[str], states: str | None, form: str
) -> None:
    written = run_unvote(*line.split(), "--votes", "embedded", "-o", f"answer.{form}")
    assert written.code == 0
    before, after = letters(embedded.select(*names)), letters(unvote.read(f"answer.{form}"))
    if states:
        before = {
            id_: {code: votes[code] for code in sorted(states.split()) if code in votes}
            for id_, votes in before.items()
        }
        after = {
            id_: {code: vote for code, vote in votes.items() if code in states.split()}
            for id_, votes in after.items()
        }
    assert after == {id_: votes for id_, votes in before.items() if votes}


def test_json_with_what_it_was_made_from_is_read_back(embedded: unvote.Record) -> None:
    run_unvote("show", "ES-11/7", "--votes", "embedded", "--json", "--meta", "-o", "answer.json")
    assert letters(unvote.read("answer.json")) == letters(embedded.select("ES-11/7"))


@pytest.mark.parametrize("layout", ["tidy", "wide"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_export_is_read_back(layout: str, form: str) -> None:
    table = (
        "undl_id,ms_code,ms_vote,resolution,date,vote_note\n"
        "7,USA,N,A/RES/61/77,2006-12-06,Paragraph\n7,NAM,Y,A/RES/61/77,2006-12-06,Paragraph\n"
        "8,USA,Y,A/RES/61/77,2006-12-06,\n8,RUS,X,A/RES/61/77,2006-12-06,\n"
        "9,FRA,A,S/2006/1,2006-12-07,\n"
    )
    Path("votes.csv.gz").write_bytes(gzip.compress(table.encode()))
    record = unvote.read("votes.csv.gz")
    export(record, f"export.{form}", layout)  # type: ignore[arg-type]
    again = unvote.read(f"export.{form}")
    assert letters(again) == letters(record)
    for column in ("date", "organ", "session", "part", "symbol"):
        assert again.rollcalls[column].tolist() == record.rollcalls[column].tolist()
