"""Pictures: the texts on them, the same bytes each time, and what cannot be drawn."""

import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from conftest import complete, run_unvote
from unvote.answer import CAUTION, Answer, Note
from unvote.output.figures.axes import Scale
from unvote.output.figures.dots import dots
from unvote.output.figures.heat import ROW
from unvote.output.figures.lines import lines, spread
from unvote.output.figures.picture import Picture, bytes_of
from unvote.output.figures.points import points
from unvote.output.figures.text import break_line
from unvote.output.figures.time_axis import over_time

# Every answer with a picture, in each of its forms.
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
    "distances": "ideal US RU CU --distance --sweeps 5",
    "newest": "ideal -n 10",
    "large": "align EU --matrix",
    "sides": "versus US EU ES-11/7",
    "versus": "versus US EU -n 20",
    "nearer": "versus US EU --by year",
    "nearer of groups": "versus US EU --by year --of regions",
    "nearer by session": "versus US EU --session ES-10,ES-11 --by session",
    "nearer by resolution": "versus US EU --by resolution -n 3",
    "shift": "shift US --at 2025-01-20 --before 3y --least 0 -n 30",
    "blocs": "blocs --among EU",
    "profile": "profile US --by year",
    "profiles": "profile EU",
    "cohesion": "cohesion EU NATO",
    "united": "cohesion EU NATO --by year",
    "dissenters": "cohesion EU --dissenters",
}


def written_on(svg: str | bytes) -> list[str]:
    """Return the texts on a picture, from the top."""
    space = "{http://www.w3.org/2000/svg}"
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{space}text")]


# One of each kind; the complete suite draws the others.
KINDS = ["tally", "ranking", "years", "matrix", "map", "show", "versus", "blocs", "cohesion"]


@cache
def texts(line: str, *, stdin: bytes = b"") -> list[str]:
    """Return the texts on the picture of an answer, from the top; it is drawn only once."""
    result = run_unvote(*line.split(), "-f", "svg", stdin=stdin)
    assert (result.code, result.err) == (0, "")
    return written_on(result.out)


@pytest.mark.parametrize("name", [*KINDS, *complete(*(one for one in DRAWN if one not in KINDS))])
def test_a_picture_has_a_title_and_its_sources(name: str) -> None:
    written = texts(DRAWN[name])
    assert "edition: unvote 0.1.0" in written
    assert any(text.startswith("from the embedded record: ") for text in written)
    assert any(text[:1].isupper() and len(text) > 10 for text in written)


@pytest.mark.complete
@pytest.mark.parametrize("line", DRAWN.values(), ids=DRAWN)
def test_the_same_question_gives_the_same_picture(line: str) -> None:
    one, other = (run_unvote(*line.split(), "-f", "svg") for _ in range(2))
    assert (one.code, one.err) == (0, "")
    assert one.out == other.out


@pytest.mark.complete
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
        "from the embedded record: 1 of 24 roll calls, 2025-02-24 (named ES-11/7)",
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
    written = texts("align US --least 0 -n 4")
    assert "… 188 more …" in written
    assert "Israel" in written


OFF_LINE = (
    "special sessions are not on the line: ES-10, ES-11; nor are roll calls without a session"
)


def test_numbers_of_sessions_stand_on_the_axis_and_special_ones_beside_the_line() -> None:
    written = texts("align US RU --by session --organ all")
    assert OFF_LINE in written
    # The reference record has the sessions 68 to 80.
    ticks = [int(text) for text in written if text.isdecimal()]
    assert len(ticks) >= 3
    assert all(68 <= tick <= 80 for tick in ticks)
    assert OFF_LINE in texts("cohesion EU --by session --organ all")


def test_the_chart_in_a_terminal_has_no_special_sessions_either() -> None:
    shown = run_unvote(
        *["align", "US", "RU", "--by", "session", "--organ", "all"], terminal=True
    ).out
    chart = " ".join(shown[shown.index("agreement of USA RUS") :].split())
    assert OFF_LINE in chart
    assert "ES-1" not in chart.replace(OFF_LINE, "")


def test_one_moment_is_named_and_has_no_century_around_it() -> None:
    written = texts("align US RU --by year --from 2025 --to 2025")
    assert [text for text in written if text.isdecimal()] == ["2025"]
    months = [text for text in texts("align US RU --rolling 3 --from 2025") if text[:2] == "20"]
    assert months[0] == "2025-04"
    assert len(months) == len(set(months)) <= 8


SUBJECTS = (
    b"ms_code,ms_vote,resolution,date,title,subjects\n"
    b"USA,Y,A/RES/79/1,2025-01-01,One,NUCLEAR WEAPONS AND THEIR ELIMINATION AND ALL THAT\n"
    b"RUS,Y,A/RES/79/1,2025-01-01,One,NUCLEAR WEAPONS AND THEIR ELIMINATION AND ALL THAT\n"
)


def test_long_labels_are_cut_and_do_not_repeat_the_one_pair() -> None:
    written = texts("align US RU --by subject --votes -", stdin=SUBJECTS)
    assert "NUCLEAR WEAPONS AND THEIR ELIMINA…" in written
    assert "Agreement of United States and Russia by subject" in written


def test_of_several_pairs_each_row_says_of_which_and_of_what() -> None:
    stdin = SUBJECTS + SUBJECTS.splitlines(keepends=True)[2].replace(b"RUS", b"CHN")
    written = texts("align US RU CN --by subject --votes -", stdin=stdin)
    assert "Agreement by subject" in written
    pairs = [text.split(",")[0] for text in written if ", NUCLEAR WEAPONS" in text]
    assert pairs == ["United States and Russia", "United States and China", "Russia and China"]


def test_of_millions_of_rows_only_those_drawn_are_named() -> None:
    rows = pd.DataFrame({"y": 1.0, "place": range(100_000)})
    asked: list[str] = []

    def called(some: pd.DataFrame) -> list[str]:
        asked.extend(some["place"].astype("str"))
        return asked

    picture = dots(rows, "Rows", Scale("share", 0, 1, percent=True), 4, called)
    axes = Figure().add_subplot()
    picture.draw(axes)
    assert asked == ["0", "1", "99998", "99999"]
    assert [label.get_text() for label in axes.get_yticklabels()] == asked


def test_a_word_of_thousands_of_letters_is_broken_without_measuring_it_all_the_time() -> None:
    measured = []

    def wide(text: str) -> bool:
        measured.append(len(text))
        return len(text) > 60

    word = "".join(map(str, range(2_000)))
    pieces = [word[at : at + 60] for at in range(0, len(word), 60)]
    assert break_line(f"a {word}", wide) == ["a", *pieces]
    assert sum(measured) < 100 * len(word)


def test_long_titles_are_broken_even_within_words() -> None:
    table = f"ms_code,ms_vote,resolution,date,title\nUSA,Y,A/RES/79/1,2025-01-01,{'W' * 90}\n"
    parts = [part for part in texts("tally --votes -", stdin=table.encode()) if "WWW" in part]
    assert "".join(parts) == "W" * 90
    # At 11 points a bold W is about 0.17 inches wide, the picture 7.
    assert max(map(len, parts)) * 0.17 < 7


def inches(line: list[str], *, stdin: bytes = b"") -> float:
    """Return the height of the picture of an answer."""
    result = run_unvote(*line, "-f", "svg", stdin=stdin)
    assert (result.code, result.err) == (0, "")
    return float(ElementTree.fromstring(result.out).attrib["height"][:-2]) / 72


@pytest.mark.complete
@pytest.mark.parametrize("title", ["W" * 10_000, *complete("word " * 2_000, "i" * 10_000)])
def test_a_title_of_thousands_of_letters_is_cut_and_it_is_said(title: str) -> None:
    table = f"ms_code,ms_vote,resolution,date,title\nUSA,Y,A/RES/79/1,2025-01-01,{title}\n".encode()
    written = texts("map A/RES/79/1 --votes -", stdin=table)
    assert "the title is cut" in written
    assert [text for text in written if text.endswith("…")]
    assert len([text for text in written if title[:4] in text]) in (3, 4)
    assert inches(["map", "A/RES/79/1", "--votes", "-"], stdin=table) < 8


@pytest.mark.complete
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tally -n 0", "drawn: the newest 200 of 300 roll calls"),
        ("align USA --by resolution -n 0", "… 700 more …"),
        ("align USA RUS FRA CHN --by resolution -n 300", "… 1,600 more …"),
    ],
)
def test_no_picture_is_higher_than_25_inches(line: str, said: str) -> None:
    rows = [
        f"{state},{vote},A/RES/79/{number},2025-01-01,{'title ' * 100}"
        for number in range(1, 301)
        for state, vote in zip(("USA", "RUS", "FRA", "CHN"), "YNAY", strict=True)
    ]
    table = "\n".join(["ms_code,ms_vote,resolution,date,title", *rows]).encode()
    assert said in texts(f"{line} --votes -", stdin=table)
    assert 15 < inches([*line.split(), "--votes", "-"], stdin=table) <= 25


def test_small_print_of_hundreds_of_lines_is_cut() -> None:
    notes = [Note("note", f"remark {number}") for number in range(500)]
    told = [Note(CAUTION, "chosen, and no sample " * 500), *notes, Note("note", "x" * 9_999)]
    drawn = bytes_of(Answer({}, [], notes=told), Picture("Short", 1, lambda axes: None), "svg")
    assert written_on(drawn)[-2:] == ["remark 18", "… and 486 lines more"]
    assert float(ElementTree.fromstring(drawn).attrib["height"][:-2]) / 72 < 5


def test_names_and_times_as_categories_make_the_same_courses() -> None:
    rows = pd.DataFrame(
        {"name": ["b", "a", "b", "a"], "by": ["2024", "2024", "ES-1", "2025"], "y": [1.0, 2, 3, 4]}
    )
    plain = over_time(rows, "by")
    kinds = {"by": pd.CategoricalDtype([*rows["by"].unique(), "unused"])}
    kinds["name"] = pd.CategoricalDtype(["b", "a"])
    coded = over_time(rows.astype(kinds), "by")
    assert coded.names == plain.names == ["b", "a"]
    assert coded.x.to_dict() == plain.x.to_dict() == {"2024": 2024, "2025": 2025}
    assert np.array_equal(coded.y, plain.y, equal_nan=True)
    assert np.array_equal(plain.y, [[1, np.nan], [2, 4]], equal_nan=True)


def test_of_thousands_of_lines_some_are_drawn_and_it_is_said() -> None:
    rows = [(f"line {n}", year, 0.4 + n / 9000) for year in (2024, 2025) for n in range(2_000)]
    many = over_time(pd.DataFrame(rows, columns=["name", "year", "y"]), "year")
    picture = lines(many, "Lines", Scale("share", 0, 1, percent=True))
    assert "drawn: 188 of 2,000 lines" in picture.remarks[-1]
    axes = Figure().add_subplot()
    picture.draw(axes)
    assert len(axes.lines) == 188
    assert {"line 0", "line 1999"} <= {text.get_text() for text in axes.texts}


@pytest.mark.complete
def test_of_many_tallies_the_newest_are_drawn_and_it_is_said() -> None:
    assert "drawn: the newest 3 of 24 roll calls" in texts("tally -n 3")
    everything = texts("tally -n 0")
    assert not [text for text in everything if text.startswith("drawn")]
    assert "A/RES/68/262, adopted" in everything
    assert "… 152 more …" in texts("align US --least 0")
    assert not [text for text in texts("align US --least 0 -n 0") if "more" in text]


@pytest.mark.complete
def test_only_what_is_drawn_is_explained() -> None:
    written = " ".join(texts("align US -m agreement,kappa --interval -n 4"))
    assert "drawn: agreement, the first of 2 measures" in written
    assert "low, high: 95 % interval" in written
    assert "kappa =" not in written
    assert "low" not in " ".join(texts("shift US --at 2025-01-20 --before 3y --least 0 -n 4"))
    united = " ".join(texts("cohesion EU NATO"))
    assert "agreement = (same + partial / 2) / n over all pairs of members" in united
    assert "rice =" not in united
    assert "unanimity" not in united
    assert "silhouette" not in " ".join(texts("blocs"))


def test_the_interval_of_the_first_of_several_measures_is_drawn() -> None:
    def intervals(options: str) -> int:
        line = f"align US RU IL {options} -f svg"
        return run_unvote(*line.split()).out.count("LineCollection")

    one = intervals("-m agreement --interval")
    two = intervals("-m agreement,kappa --interval")
    none = intervals("-m agreement")
    assert one == two > none


def test_of_several_groups_each_dissenter_has_its_group() -> None:
    written = texts("cohesion EU NATO --dissenters")
    assert {"Hungary, EU", "Hungary, NATO"} <= set(written)
    assert "Hungary" in texts("cohesion EU --dissenters")


def test_many_blocs_differ_in_colour_or_shape() -> None:
    frame = pd.DataFrame(
        {
            "state": [f"S{place}" for place in range(28)],
            "bloc": range(1, 29),
            "label": [f"bloc {place}" for place in range(28)],
            "x": [place % 7 for place in range(28)],
            "y": [place // 7 for place in range(28)],
        }
    )
    axes = Figure().add_subplot()
    points(frame, "Blocs").draw(axes)
    looks = {(line.get_color(), line.get_marker()) for line in axes.lines}
    assert len(looks) == len(axes.lines) == 28


def test_codes_without_room_are_left_out_with_a_word() -> None:
    assert "codes that would cover others are left out" in texts("blocs")


@pytest.mark.complete
def test_other_members_are_in_the_legend_of_a_map() -> None:
    assert "other members 178" in texts("map S/RES/2774")
    assert "other members 164" in texts("map --align US --among EU")


@pytest.mark.complete
def test_signs_that_the_font_lacks_warn_nobody(tmp_path: Path) -> None:
    table = "ms_code,ms_vote,resolution,date,title\nUSA,Y,A/RES/79/1,2025-01-01,漢字 😀\n"
    for style in ("svg", "png", "pdf"):
        line = ["tally", "--votes", "-", "-o", f"x.{style}"]
        result = run_unvote(*line, stdin=table.encode())
        assert (result.code, result.out, result.err) == (0, "", "")
        assert (tmp_path / f"x.{style}").stat().st_size > 1000


@pytest.mark.complete
def test_of_many_lines_it_is_said_which_are_named() -> None:
    written = texts("align US --by year --interval")
    said = "named: the three highest and the three lowest at the end"
    assert f"{said}; intervals are not drawn for more than 7 lines" in written
    assert said in texts("align US --by year")
    assert not [text for text in written if text.startswith("low, high")]


@pytest.mark.complete
def test_a_matrix_says_that_it_is_in_percent_and_grows_with_its_states() -> None:
    assert "Agreement of United States, EU, in percent" not in texts("align US EU --matrix")
    assert "Agreement of NORDIC, United States, in percent" in texts("align NORDIC US --matrix")
    wide = [
        float(ElementTree.fromstring(run_unvote(*line.split()).out).attrib["width"][:-2]) / 72
        for line in ("align EU --matrix -f svg", "align --all --matrix -f svg")
    ]
    assert wide[0] == 7
    assert wide[1] > 193 * ROW


def test_states_are_called_by_their_names() -> None:
    title = "Agreement with United States: a ring before 2025-01-20, a dot after"
    assert title in texts("shift us --at 2025-01-20 --before 3y --least 0 -n 4")
    assert "Who voted alongside United States and who alongside EU" in texts("versus us eu -n 4")


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
        ("states -o x.svg", 2, "this answer has no picture, so it cannot be svg"),
        ("show ES-11/* -f svg", 2, "a picture is of one roll call, and 9 are named"),
        ("tally --by region -f png", 2, "this answer has no picture, so it cannot be png"),
        ("tally -o x.svg --csv", 2, "two formats at once: csv and svg; name one"),
        (
            "align US RU --by subject -o x.svg",
            3,
            "there is nothing to draw: the answer has no rows",
        ),
        ("align US CSK -o x.svg", 3, "there is nothing to draw: no row has a value"),
        ("ideal DD -o x.svg", 3, "there is nothing to draw: no row has a value"),
        ("map --align DD -o x.svg", 3, "there is nothing to draw: no row has a value"),
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
    assert "png is not text for a terminal: name a file with --output" in result.err


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
    assert "a picture needs the extra plot" in result.stderr
    assert result.stderr.endswith("in the folder of unvote run pip install '.[plot]'\n")


@given(st.lists(st.floats(0, 1), max_size=10))
def test_names_are_moved_apart_and_stay_in_order(values: list[float]) -> None:
    places = spread(sorted(values), 0.1, 0, 1)
    assert len(places) == len(values)
    assert all(later - one >= 0.1 - 1e-6 for one, later in pairwise(places))
    assert all(-1e-6 <= place <= 1 + 1e-6 for place in places)
