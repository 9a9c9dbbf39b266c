"""The script that writes the reference record: it writes a correct file, or changes nothing."""

import json
from pathlib import Path

import pytest

from helpers import script

make_votes = script("make_votes")
ROLLCALL = {
    "symbol": "A/RES/ES-11/7",
    "date": "2025-02-24",
    "title": "Peace",
    "tally": {"yes": 1, "no": 1, "abstain": 0, "nonvoting": 1},
    "votes": {"USA": "N", "FRA": "Y", "AFG": "X"},
    "sources": ["https://digitallibrary.un.org/record/4076682"],
}


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file to be written, with an earlier content."""
    path = tmp_path / "votes.csv"
    path.write_text("as it was\n")
    monkeypatch.setattr(make_votes, "TARGET", path)
    return path


def write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["make_votes.py", str(folder)])
    make_votes.main()


def test_a_roll_call_is_a_row_a_state(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.json").write_text(json.dumps(ROLLCALL))
    write(tmp_path, monkeypatch)
    header, *rows = target.read_text().splitlines()
    assert header == ",".join(make_votes.COLUMNS)
    assert [row.split(",")[:7] for row in rows] == [
        ["4076682", code, name, vote, "2025-02-24", "ES-11", "A/RES/ES-11/7"]
        for code, name, vote in (
            ("AFG", "AFGHANISTAN", "X"),
            ("FRA", "FRANCE", "Y"),
            ("USA", "UNITED STATES", "N"),
        )
    ]


@pytest.mark.parametrize("folder", ["--help", "nowhere", "."])
def test_a_folder_without_roll_calls_is_refused(
    folder: str, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        SystemExit, match=f"^{folder} is not a folder of roll calls: it has no .json"
    ):
        write(Path(folder), monkeypatch)
    assert target.read_text() == "as it was\n"


def test_votes_that_do_not_add_up_leave_the_file_as_it_was(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ROLLCALL | {"symbol": "A/RES/ES-11/8", "tally": ROLLCALL["tally"] | {"yes": 2}}
    for name, rollcall in (("one", ROLLCALL), ("two", wrong)):
        (tmp_path / f"{name}.json").write_text(json.dumps(rollcall))
    with pytest.raises(SystemExit, match=r"^A/RES/ES-11/8: the votes .* do not add up to "):
        write(tmp_path, monkeypatch)
    assert target.read_text() == "as it was\n"
