"""The page of a state on paper: for one year two sheets. Needs Chromium and pypdfium2."""

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import unvote

pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.complete,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]
TITLE = "Effective promotion of the Declaration on the Rights of Persons Belonging to Minorities "


def a_year() -> unvote.Record:
    """Return 190 roll calls of a year, on 95 texts with long titles, each put to the vote twice."""
    known = unvote.load("embedded").select("ES-11/7")
    rows = 190
    index = pd.Index([f"A/RES/80/{row}" for row in range(rows)], name="rollcall", dtype="str")
    table = known.rollcalls.iloc[[0] * rows].set_axis(index)
    days = pd.to_datetime(["2025-02-01"] * (rows // 2) + ["2025-12-01"] * (rows // 2))
    table = table.assign(
        symbol=index,
        date=days.astype("datetime64[s]"),
        title=[f"{TITLE}{row % 95}" for row in range(rows)],
    )
    votes = np.random.default_rng(3).integers(1, 4, (rows, known.votes.shape[1]), dtype=np.int8)
    votes[:, list(known.votes).index("USA")] = 3
    lonely = votes[::2]
    lonely[lonely == 3] = 1
    lonely[:, list(known.votes).index("USA")] = 3
    return unvote.Record(table, pd.DataFrame(votes, index, known.votes.columns), "a year")


@pytest.mark.parametrize("side", ["US", "Saint Vincent and the Grenadines", "EU"])
def test_the_page_of_a_year_is_two_sheets(tmp_path: Path, side: str) -> None:
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(unvote.report(a_year(), side), encoding="utf-8")
    subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"),
            *("--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = pdfium.PdfDocument(printed)
    text = "".join(one.get_textpage().get_text_bounded() for one in document)
    assert len(document) == 2
    assert ("Only 8 are printed; the page on a screen lists" in text) == (
        side == "US"
    )  # often alone
    assert "Zimbabwe" in text  # every state is on paper
