"""A short run of scripts/fuzz.py, and the sums of its counter file."""

import csv
import signal
from pathlib import Path

import pytest

from helpers import ROOT, script
from unvote.readers.detect import READERS

fuzz = script("fuzz")
SEEDS = fuzz.seeds()


@pytest.fixture(scope="module", autouse=True)
def _alarm() -> None:
    signal.signal(signal.SIGPROF, fuzz.too_slow)


@pytest.mark.complete
@pytest.mark.parametrize("layout", sorted(SEEDS))
def test_every_layout_has_files_that_are_read(layout: str) -> None:
    for data in SEEDS[layout]:
        found = fuzz.outcome(data, deep=True)
        assert (found.reader, found.kind) == (layout, "read")


def test_every_reader_is_fed() -> None:
    # A PDF is parsed in a separate process, and its text is then read like any text.
    assert set(SEEDS) == set(READERS) - {"pdf"}


@pytest.mark.complete
def test_some_thousand_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    findings = fuzz.Findings(tmp_path / "findings", set())
    counts = fuzz.fuzz(SEEDS, seed=1, inputs=2500, findings=findings)
    assert findings.known == set()
    assert counts.total() == 2500
    for layout in SEEDS:
        assert counts[layout, "read"] > 10
        assert counts[layout, "refused"] > 50


@pytest.mark.complete
def test_two_runs_with_one_seed_feed_the_same(tmp_path: Path) -> None:
    findings = fuzz.Findings(tmp_path / "findings", set())
    runs = [fuzz.fuzz(SEEDS, seed=7, inputs=200, findings=findings) for _ in range(2)]
    assert runs[0] == runs[1]


def test_what_is_no_unvote_error_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Break a reader, to see that the script notices."""
    data = SEEDS["sheet"][8]
    monkeypatch.setattr("unvote.readers.wide.attributes", lambda *_: {}["title"])
    found = fuzz.outcome(data)
    assert (found.reader, found.kind) == ("sheet", "finding")
    assert found.said.startswith("KeyError at ")
    small = fuzz.minimised(data, lambda shorter: fuzz.outcome(shorter).said == found.said)
    assert len(small) < len(data) / 2


def test_the_page_gives_the_sums_of_the_counter_file() -> None:
    counter = ROOT / "docs" / "fuzzing.csv"
    [*readers, (_, inputs, read, findings)] = fuzz.table(counter)
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    page = " ".join(text.split())
    with counter.open(newline="") as file:
        runs = {tuple(list(row.values())[:5]) for row in csv.DictReader(file)}
    assert f"So far: {inputs:,} inputs in {len(runs)} runs" in page
    reached = inputs - next(count for reader, count, *_ in readers if reader == "none")
    assert f"{reached:,} reached a reader" in page
    assert f"{read:,} of them were read to a record" in page
    assert f"{findings:,} findings" in page
    rows = [
        f"| {reader} | {' | '.join(f'{number:,}' for number in numbers)} |"
        for reader, *numbers in fuzz.table(counter)
    ]
    assert "\n".join(rows) in text
