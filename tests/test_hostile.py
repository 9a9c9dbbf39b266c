"""Files made to do harm are refused in one line, soon, and with little memory.

Small ones; `python tests/hostile.py FOLDER` makes them at full size.
"""

import csv
import io
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

import hostile
import unvote
from helpers import ROOT, script
from marc import SYMBOL, VOTES, collection, field, marc
from reading import ROW, TABLE, message, read
from unvote.readers import marcxml, stream
from unvote.readers.marc import LONGEST, MOST_FIELDS
from unvote.readers.stream import Source

CASES = {case.name: case for case in hostile.CASES}
# About how many bytes the small files unpack to.
SMALL = {
    **{"rows.zst": 8 * 10**7, "line.zst": 8 * 10**7},
    **{"array.zst": 8 * 10**7, "space.zst": 8 * 10**7},
    **{"zeros.gz": 10**7, "nested.gz": 10**6, "cut.gz": 10**6},
    **{"line.csv": 6 * 10**6, "-line.csv": 6 * 10**6, "-first.csv": 2 * 10**6},
    **{"columns.csv": 8 * 10**5, "quote.csv": 10**7, "laughs.xml": 1, "file.xml": 0},
    **{"draft.xml": 0, "text.txt": 5 * 10**6, "names.txt": 10**6, "book.xlsx": 10**8},
    **{"deep.xml": 3 * 10**5, "deep.json": 10**5, "digits.json": 10**6},
}


@pytest.mark.parametrize("name", SMALL)
def test_a_hostile_file_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    data = b"".join(CASES[name].pieces(SMALL[name]))
    if name.startswith("-"):
        said = message(data)
    else:
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(unvote.DataError) as caught:
            unvote.read(path)
        said = str(caught.value)
    assert CASES[name].said in said
    assert said.splitlines() == [said]
    assert len(said) < 400


@pytest.fixture
def _minutes_at_most() -> Iterator[None]:
    """Stop a test that would run for hours."""
    before = signal.signal(signal.SIGALRM, script("fuzz").too_slow)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("_minutes_at_most")
@pytest.mark.parametrize(
    ("title", "kept"),
    [
        (f"Peace{' ' * 10**6}resolutely", 10**6 + 15),
        (f"Peace{': resolution / adopted by the ' * 10**5}\nend", 5),
    ],
    ids=["blanks", "endings"],
)
def test_a_title_beyond_all_measure_is_read_in_one_pass(title: str, kept: int) -> None:
    rows = f'USA,N,A/RES/79/1,"{title}"\nFRA,Y,A/RES/79/1,\n'
    record = read("ms_code,ms_vote,resolution,title\n" + rows)
    assert len(record.rollcalls["title"].item()) == kept
    assert len(unvote.breaks(record, "US")) == 0


@pytest.mark.usefixtures("_minutes_at_most")
def test_totals_in_words_beyond_all_measure_are_read_in_one_pass() -> None:
    words = field("996", a="no " * 300_000 + "| Yes: 1")
    record = read(collection(marc(SYMBOL, VOTES, words)))
    assert record.rollcalls["published_yes"].item() == 1
    assert record.rollcalls["published_no"].isna().all()


def test_what_unfolds_a_hundred_times_is_no_bomb() -> None:
    """The record since 1946 unpacks from 11 MB to 336."""
    random = Random(1)
    table = b"".join(random.randbytes(8_000) + b"Y" * 800_000 for _ in range(100))
    packed = hostile.pa.compress(table, "zstd", asbytes=True)
    assert 90 * len(packed) < len(table)
    assert Source(io.BytesIO(packed)).whole() == table


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_is_no_file_of_votes(device: str) -> None:
    if not Path(device).exists():
        pytest.skip(f"this system has no {device}")
    with pytest.raises(unvote.DataError) as caught:
        unvote.read(device)
    assert str(caught.value).startswith(device)


def test_the_limits_on_the_page_are_those_of_the_readers() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    limits = page.split("The limits, which")[1].split("What is not held")[0]
    digits = sys.int_info.default_max_str_digits
    for limit in (
        f"unpack to {stream._UNFOLDS_FREELY >> 20} MiB, then to {stream._UNFOLDS_TIMES} times",
        f"to {stream._UNFOLDS_TO >> 30} GiB at most",
        f"| {stream.MOST_PIPED >> 30} GiB;",
        f"| {stream.HEAD >> 10} KiB |",
        f"| {stream.LONGEST_LINE >> 20} MiB; a field {csv.field_size_limit() >> 10} KiB |",
        f"{marcxml._Parser.deepest} levels, fields of {LONGEST >> 20} MiB,"
        f" {MOST_FIELDS:,} fields of one kind",
        f"numbers of {digits:,} digits",
    ):
        assert limit in limits


class Counted(io.RawIOBase):
    """A pipe without end that counts what is read from it."""

    def __init__(self, piece: bytes) -> None:
        self.piece, self.given = piece, 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        data = self.piece * (size // len(self.piece) + 1)
        self.given += size
        return data[:size]


@pytest.mark.parametrize("piece", [b"\0", b"<html>", b"y\n", b"AB"])
def test_of_a_pipe_only_the_start_is_read_until_the_layout_is_known(piece: bytes) -> None:
    pipe = Counted(piece)
    with pytest.raises(unvote.DataError):
        unvote.read(pipe)
    assert pipe.given <= (6 << 20 if piece == b"<html>" else 1 << 20)  # a page is read as a text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html><![9", "the page is broken: save it again"),
        (b'[{"\\ud800": 1, "\\ud800": 2, "country": "France"}]', "the object has two fields ?"),
        (b"sep=;\nms_name;ms_\xcfte;resolution\n", "line 2: the text is not UTF-8"),
    ],
)
def test_what_fuzzing_found_is_one_line(content: bytes, said: str) -> None:
    assert said in message(content)


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(TABLE)
    source = Source(path)
    path.write_text(TABLE + ROW.replace("FRA", "USA"))
    with pytest.raises(unvote.DataError) as caught, source.open():
        pass
    assert str(caught.value) == f"{path}: the file changed while it was read: try again"
    source = Source(path)
    with pytest.raises(unvote.DataError) as caught, source.open():
        path.write_text(TABLE)
    assert str(caught.value) == f"{path}: the file changed while it was read: try again"
