"""Pictures: what is written on them, that they repeat, and what cannot be drawn."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import run_unvote
from unvote.output.figures import spread

# Every answer that is drawn, in each of its forms.
DRAWN = {
    "tally": "tally ES-11/7 ES-11/8",
    "ranking": "align US -n 10",
    "pair": "align US RU --interval",
    "years": "align US RU --by year --interval",
    "windows": "align US RU IL --rolling 24",
    "many": "align US --by year",
    "subjects": "align US RU --by organ",
    "matrix": "align NORDIC --matrix",
    "coefficients": "align NORDIC US --matrix -m kappa",
    "map": "map ES-11/7",
    "show": "show ES-11/8",
    "council": "map S/2022/155",
    "shades": "map --align US --from 2025",
    "ideal": "ideal US RU",
    "newest": "ideal -n 10",
    "large": "align EU --matrix",
    "sides": "versus US EU ES-11/7",
    "versus": "versus US EU -n 20",
    "shift": "shift US --at 2025-01-20 --before 3y -n 30",
    "blocs": "blocs --among EU",
    "cohesion": "cohesion EU NATO",
    "united": "cohesion EU NATO --by year",
    "dissenters": "cohesion EU --dissenters",
}


def texts(line: str, *, stdin: bytes = b"") -> list[str]:
    """Return what is written on the picture of an answer, from the top."""
    result = run_unvote(*line.split(), "-f", "svg", stdin=stdin)
    assert (result.code, result.err) == (0, "")
    svg = "{http://www.w3.org/2000/svg}"
    return [
        "".join(text.itertext()) for text in ElementTree.fromstring(result.out).iter(f"{svg}text")
    ]


@pytest.mark.parametrize("line", DRAWN.values(), ids=DRAWN)
def test_a_picture_has_a_title_and_its_sources(line: str) -> None:
    written = texts(line)
    assert "edition: unvote 0.1.0" in written
    assert any(text.startswith("from the embedded record: ") for text in written)
    assert any(text[:1].isupper() and len(text) > 10 for text in written)


@pytest.mark.parametrize("line", DRAWN.values(), ids=DRAWN)
def test_the_same_question_gives_the_same_picture(line: str) -> None:
    one, other = (run_unvote(*line.split(), "-f", "svg") for _ in range(2))
    assert (one.code, one.err) == (0, "")
    assert one.out == other.out


@pytest.mark.parametrize("line", [DRAWN[name] for name in ("tally", "years", "large")])
@pytest.mark.parametrize("style", ["svg", "png", "pdf"])
def test_the_same_question_gives_the_same_bytes(line: str, style: str, tmp_path: Path) -> None:
    for name in ("one", "other"):
        result = run_unvote(*line.split(), "-o", f"{name}.{style}")
        assert (result.code, result.out, result.err) == (0, "", "")
    content = (tmp_path / f"one.{style}").read_bytes()
    assert content == (tmp_path / f"other.{style}").read_bytes()
    assert content.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[style])


def test_what_is_written_on_tallies() -> None:
    assert texts("tally ES-11/7")[:14] == [
        "A/RES/ES-11/7, adopted",
        "93",
        "65",
        "18",
        "17",
        "yes",
        "abstain",
        "no",
        "not voting",
        "yes votes needed",
        "Advancing a comprehensive, just and lasting peace in Ukraine",
        "rule two-thirds: an emergency special session on peace and security (article 18 (2))",
        "from the embedded record: 1 roll call, 2025-02-24 (named ES-11/7)",
        "edition: unvote 0.1.0",
    ]


def test_what_is_written_on_a_map() -> None:
    written = texts("map ES-11/7")
    assert {"US-", "FR+", "CNo", "VE."} <= set(written)
    assert [text for text in written if text.split()[0] in ("yes", "no", "abstain", "not")] == [
        "yes 93",
        "no 18",
        "abstain 65",
        "not voting 17",
    ]
    title = "A/RES/ES-11/7, adopted: Advancing a comprehensive, just and lasting peace in Ukraine"
    assert title in " ".join(written)


def test_lines_are_named_at_their_ends() -> None:
    written = texts("align US --among BENELUX --by year --from 2022")
    assert [text for text in written if text in ("Belgium", "Luxembourg", "Netherlands")]
    assert "Agreement with United States by year" in written
    assert "100%" in written


def test_coefficients_are_no_percentages() -> None:
    written = texts("align NORDIC US --matrix -m weighted-kappa")
    assert "1.00" in written
    assert not [text for text in written if text.endswith("%")]


def test_of_a_long_ranking_the_first_and_the_last_are_drawn() -> None:
    written = texts("align US -n 4")
    assert "… 188 more …" in written
    assert "Israel" in written


def test_a_title_is_text() -> None:
    table = (
        b"ms_code,ms_vote,resolution,date,title\n"
        b'USA,Y,A/RES/79/1,2025-01-01,"<script>alert(1)</script> $\\frac{1}{2}$ \x1b[31m"\n'
    )
    written = texts("tally --votes -", stdin=table)
    assert "<script>alert(1)</script> $\\frac{1}{2}$ \N{REPLACEMENT CHARACTER}[31m" in written


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("states -o x.svg", 2, "there is no picture of this answer: svg is not for it"),
        ("show ES-11/* -f svg", 2, "a picture is of one roll call, and 9 are named"),
        ("tally --by region -f png", 2, "there is no picture of this answer: png is not for it"),
        ("tally -o x.svg --csv", 2, "two formats at once: csv and svg; name one"),
        (
            "align US RU --by subject -o x.svg",
            3,
            "there is nothing to draw: the answer has no rows",
        ),
        ("align US CSK -o x.svg", 3, "there is nothing to draw: no row has a value"),
        ("tally --from 2030 -o x.svg", 3, "nothing is selected"),
        ("tally -o nowhere/x.svg", 4, "nowhere/x.svg cannot be written: No such file"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_line(
    line: str, code: int, message: str, tmp_path: Path
) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err
    assert not list(tmp_path.glob("*.svg"))


def test_a_picture_is_no_text_for_a_terminal() -> None:
    result = run_unvote("tally", "-f", "png", terminal=True)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "png is no text for a terminal: name a file with --output" in result.err


def test_without_matplotlib_one_line_says_how_to_get_it() -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from unvote.cli import main\n"
        "sys.argv = ['unvote', 'tally', '-f', 'svg']\n"
        "main()"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (4, "")
    assert result.stderr.count("\n") == 1
    assert "a picture needs matplotlib, which is not installed" in result.stderr
    assert result.stderr.endswith("pip install 'unvote[plot]'\n")


@given(st.lists(st.floats(0, 1), max_size=10))
def test_names_are_moved_apart_and_stay_in_order(values: list[float]) -> None:
    places = spread(sorted(values), 0.1, 0, 1)
    assert len(places) == len(values)
    assert all(later - one >= 0.1 - 1e-6 for one, later in pairwise(places))
    assert all(-1e-6 <= place <= 1 + 1e-6 for place in places)
