"""Texts that are the same by a list: from the list into the record and the ideal points."""

from pathlib import Path

import pytest

import unvote
from conftest import run_unvote
from merging import call, record
from simulating import (
    SWEEPS,
    Simulated,
    drawn,  # noqa: F401 - the fixture `simulated`
    ideal,
    record_of,
)
from unvote.merge.several import merge
from unvote.readers import read_files

VOTES = "rcid,country,country_code,vote\n" + "".join(
    f"{number},{name},{code},{vote}\n"
    for number in range(1, 7)
    for name, code, vote in (("United States", "US", "no"), ("France", "FR", "yes"))
)
ROLLCALLS = "rcid,session,date,unres,descr\n" + "".join(
    f"{number},{69 + number},{2014 + number}-12-01,R/{69 + number}/1,A text\n"
    for number in range(1, 7)
)
FILES = ["votes.csv", "rollcalls.csv", "Matches.csv"]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    for name, text in zip(FILES, (VOTES, ROLLCALLS, ""), strict=True):
        Path(name).write_text(text)


def listed(text: str) -> unvote.Record:
    Path("Matches.csv").write_text(text)
    [one] = read_files(FILES)
    return one


@pytest.mark.parametrize(
    ("pairs", "same"),
    [
        ("1,2", ["1", "1", "", "", "", ""]),
        ("1,2 2,3", ["1", "1", "1", "", "", ""]),
        ("3,2 2,1 5,4", ["1", "1", "1", "4", "4", ""]),
        ("1,2 3,4 4,2", ["1", "1", "1", "1", "", ""]),
        ("1,2 2,1 3,3", ["1", "1", "", "", "", ""]),
    ],
)
def test_linked_roll_calls_have_one_number(pairs: str, same: list[str]) -> None:
    lines = "".join(f"{row},{pair}\n" for row, pair in enumerate(pairs.split(), 1))
    found = listed(f'"","rcid1","rcid2"\n{lines}')
    assert found.rollcalls["same_text"].tolist() == same
    assert not any("Matches" in note for note in found.notes)


def test_pairs_of_which_one_has_no_votes_are_counted() -> None:
    found = listed("v1,rcid1,rcid2\n1,1,2\n2,2,77\n3,78,79\n")
    assert found.rollcalls["same_text"].tolist() == ["1", "1", "", "", "", ""]
    assert "2 pairs of Matches.csv without votes left out" in found.notes


def test_what_is_no_number_is_one_line() -> None:
    with pytest.raises(unvote.DataError) as error:
        listed("v1,rcid1,rcid2\n1,1,2\n2,2,x\n")
    assert str(error.value) == (
        "Matches.csv, line 3, column rcid2: 'x' is not a number of a roll call"
    )


def test_a_list_alone_has_no_votes() -> None:
    listed("v1,rcid1,rcid2\n1,1,2\n")
    result = run_unvote("data", "import", "Matches.csv")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith("unvote: Matches.csv: no votes, only what describes them")


def test_an_import_and_an_export_keep_them() -> None:
    pairs = "v1,rcid1,rcid2\n1,1,2\n"
    before = listed(pairs).rollcalls["same_text"].tolist()
    assert run_unvote("data", "import", *FILES).code == 0
    assert unvote.load("full").select(sessions="70-71").rollcalls["same_text"].tolist() == ["1"] * 2
    run_unvote("data", "export", "--session", "70-75", "-o", "out.csv", "-q")
    [back] = [one for one in read_files(["out.csv"]) if set(one.rollcalls["source"]) == {"unvotes"}]
    assert sorted(back.rollcalls["same_text"]) == sorted(before)


def test_a_more_authoritative_source_takes_them() -> None:
    library = record("undl", call("USA:Y FRA:N", "A/RES/73/1", "2018-11-01", session="73"))
    package = record(
        "unvotes", call("USA:Y FRA:N", "A/RES/73/1", "2018-11-01", session="73", same_text="5")
    )
    assert merge([library, package]).record.rollcalls["same_text"].tolist() == ["5"]


def test_ideal_points_link_them_and_after_them_what_is_found(simulated: Simulated) -> None:
    matrix = simulated.record.matrix.copy()
    sessions = simulated.record.rollcalls["session"].tolist()
    places = [sessions.index(name) for name in ("60", "61", "62", "63")]
    titles, same = [""] * len(matrix), [""] * len(matrix)
    for row in places:
        titles[row], matrix[row] = "The Syrian Golan", matrix[places[0]]
    same[places[0]] = same[places[1]] = "1000"
    coded = record_of(matrix, sessions, title=titles, same_text=same)
    frame = ideal(coded, "US", sweeps=SWEEPS)
    assert frame.attrs["reasons"][1:] == [
        "1 roll call linked with one before by the authors' list of the same texts",
        "2 roll calls taken for the same text as one of the session before, after session 61",
    ]
    links = Path("links.csv")
    links.write_text(f"a,b\nR/{places[0]},R/{places[1]}\n")
    given = ideal(coded, "US", links=links, sweeps=SWEEPS)
    assert given["ideal"].tolist() == frame["ideal"].tolist()
