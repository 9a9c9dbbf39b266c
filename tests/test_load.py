"""Long answers: the height of their pictures, and the progress while they are written.

The pictures are skipped without the whole record; see tests/test_full_record.py.
"""

from pathlib import Path
from xml.etree import ElementTree

import pytest

import unvote
from conftest import FULL_RECORD, run_unvote
from unvote.output.formats import csv_pieces, json_pieces
from unvote.output.sheet import Sheet
from unvote.progress import telling

PICTURES = (
    "align --all --rolling 12",
    "align --all --by subject",
    "align --all --matrix",
    "align US --by resolution",
    "versus US EU --by session --of regions",
    "profile",
    "profile US --by subject",
    "shift G77 --at 2025",
    "cohesion EU NATO G77 --by subject",
    "tally",
    "map ES-11/7",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the whole record, imported once."""
    if not FULL_RECORD:
        pytest.skip("UNVOTE_TEST_RECORD names no file with the whole record")
    place = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNVOTE_DATA", str(place))
        assert run_unvote("data", "import", FULL_RECORD, "-q").code == 0
    return place


@pytest.mark.complete
@pytest.mark.parametrize("line", PICTURES)
def test_no_picture_of_the_whole_record_is_high(
    line: str, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNVOTE_DATA", str(place))
    assert run_unvote(*line.split(), "-n", "0", "-o", str(tmp_path / "x.svg")).code == 0
    height = ElementTree.parse(tmp_path / "x.svg").getroot().attrib["height"]
    assert float(height.removesuffix("pt")) / 72 * 200 <= 5_000


def test_how_much_is_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unvote.output.formats.AT_ONCE", 10)
    sheet, told = Sheet.of(unvote.tally.answer(unvote.load("embedded"))), []
    with telling(lambda *what: told.append(what)):
        assert [len(list(pieces(sheet))) for pieces in (csv_pieces, json_pieces)] == [3, 4]
    assert told == [("writing rows", start, 24) for start in (0, 10, 20)] * 2
