"""States that were not the same in earlier years, and names of no member."""

import io
import json
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote

CHINA = "CHN voted from Taipei (the Republic of China) until 25 October 1971"
GERMANY = "DEU is the Federal Republic alone until 2 October 1990 (the Democratic Republic is DDR)"
VOTES = """\
ms_code,ms_vote,resolution,date,session
CHN,Y,A/RES/20/2077,1965-12-18,20
USA,N,A/RES/20/2077,1965-12-18,20
CHN,Y,A/RES/28/3068,1973-11-30,28
DEU,A,A/RES/28/3068,1973-11-30,28
USA,N,A/RES/28/3068,1973-11-30,28
CHN,N,A/RES/50/70,1995-12-12,50
DEU,Y,A/RES/50/70,1995-12-12,50
USA,Y,A/RES/50/70,1995-12-12,50
"""


@pytest.mark.parametrize(
    ("arguments", "notes"),
    [
        ("align CN US", [CHINA]),
        ("align CN US --from 1971-10-26", []),
        ("align US DE", [GERMANY]),
        ("align US DE --from 1991", []),
        ("align DE CN US", [f"{CHINA}; {GERMANY}"]),
        ("align US", [f"{CHINA}; {GERMANY}"]),
        ("align US GB", []),
        ("versus CN US", [f"{CHINA}; {GERMANY}"]),
        ("versus CN US --by year", [CHINA]),
        ("breaks CN", [CHINA]),
        ("map A/RES/20/2077", [CHINA]),
        ("votes China --session 20", [CHINA]),
        ("votes US", []),
        ("show A/RES/20/2077", [CHINA]),
        ("show 50/70", []),
        ("tally", []),
    ],
)
def test_answer_says_when_a_state_was_another(
    tmp_path: Path, arguments: str, notes: list[str]
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(VOTES)
    told = run_unvote(*arguments.split(), "--votes", str(path), "--csv")
    assert [line for line in told.err.splitlines() if " until " in line] == [
        f"unvote: {note}" for note in notes
    ]
    meta = run_unvote(*arguments.split(), "--votes", str(path), "--json", "--meta")
    assert [line for line in json.loads(meta.out)["notes"] if " until " in line] == notes


def test_python_and_pages_say_it_too(tmp_path: Path) -> None:
    record = unvote.read(io.BytesIO(VOTES.encode()))
    assert CHINA in unvote.votes(record, "China").attrs["notes"]
    day = "1 roll call before 2004: the day may be wrong, the month is right"
    assert unvote.votes(record.select("50/70"), "China").attrs["notes"] == [day]
    assert CHINA in unvote.show(record.select("20/2077")).attrs["notes"]
    path, page = tmp_path / "own.csv", tmp_path / "page.html"
    path.write_text(VOTES)
    for names, notes in ((["20/2077"], [CHINA]), (["50/70"], []), ([], [CHINA, GERMANY])):
        asked = ["report", *names, "--votes", str(path), "-o", str(page)]
        assert run_unvote(*asked).code == 0
        assert [one for one in (CHINA, GERMANY) if one in page.read_text()] == notes


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Palestine", "it is an observer State ('unvote search Palestine' finds the votes on it)"),
        ("vatican", "it is an observer State ('unvote search \"Holy See\"' finds the votes on it)"),
        (
            "TAIWAN",
            "it held the seat of China until 25 October 1971 (those votes stand under China: CN"
            " --to 1971-10-25)",
        ),
        (
            "Republic of China",
            "it held the seat of China until 25 October 1971 (those votes stand under China: CN"
            " --to 1971-10-25)",
        ),
        ("Kosovo", "it was never admitted ('unvote search Kosovo' finds the votes on it)"),
        ("Scotland", "it is a part of the United Kingdom (the United Kingdom votes: GB)"),
    ],
)
def test_name_without_a_vote_says_why(name: str, why: str) -> None:
    said = f"'{name}' is not a member state and has no vote: {why}"
    told = run_unvote("align", "US", name)
    assert (told.out, told.err, told.code) == ("", f"unvote: {said}\n", 3)
    with pytest.raises(unvote.DataError) as caught:
        unvote.read(io.BytesIO(f"ms_name,ms_vote,resolution\n{name},Y,A/RES/79/7\n".encode()))
    assert str(caught.value) == f"the data, line 2, column ms_name: {said}"


def test_the_european_union_votes_as_the_group() -> None:
    assert run_unvote("align", "US", "European Union").code == 0
    with pytest.raises(unvote.UnknownNameError, match=r"observer.*\(the group EU stands for them"):
        unvote.find_state("European Union")


def test_who_held_a_seat_is_among_the_notes_in_python() -> None:
    rows = [
        "ms_code,ms_vote,resolution,date",
        *(f"{one},Y,5/1,1950-12-01" for one in ("USA", "CHN")),
    ]
    record = unvote.read(io.BytesIO("\n".join(rows).encode()))
    held = "CHN voted from Taipei (the Republic of China) until 25 October 1971"
    for frame in (unvote.align(record, "US", "CN"), unvote.align_matrix(record, "US", "CN")):
        assert held in frame.attrs["notes"]
