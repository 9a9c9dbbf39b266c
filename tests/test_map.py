"""The tile map: its places, its colours, and its drawings as text."""

import csv
import json
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import unvote
from conftest import run_unvote
from reading import record_of
from unvote.output import palette
from unvote.output.palette import Paint
from unvote.world.states import all_states
from unvote.world.tiles import tile_label, tiles

ROOT = Path(__file__).parents[1]
HISTORIC = ("CSK", "DDR", "YUG", "YMD", "EAZ")


def distance(a: str, b: str) -> int:
    """Return the distance of two states in tiles, the greater of the two directions."""
    (row, column), (other_row, other_column) = tiles()[a], tiles()[b]
    return max(abs(row - other_row), abs(column - other_column))


def land_borders() -> list[tuple[str, str]]:
    with (ROOT / "tests/data/land_borders.csv").open(newline="") as file:
        return [(row["a"], row["b"]) for row in csv.DictReader(file)]


# --- the places


def test_every_state_has_a_place_of_its_own() -> None:
    assert set(tiles()) == set(all_states())
    assert len(set(tiles().values())) == len(tiles()) == 198
    assert all(0 <= tile.row < 24 and 0 <= tile.column < 28 for tile in tiles().values())
    assert len({tile_label(code) for code in tiles()}) == len(tiles())


def test_land_neighbours_are_near() -> None:
    borders = land_borders()
    assert len(set(map(frozenset, borders))) == len(borders) > 300
    assert {state for pair in borders for state in pair} <= set(all_states())
    far = [pair for pair in borders if distance(*pair) > 2]
    assert len(far) / len(borders) < 0.05
    assert np.mean([distance(*pair) for pair in borders]) < 1.4
    # The exceptions are far parts: of Russia, of China's west and south, and France in South
    # America.
    assert sum("RUS" not in pair and "CHN" not in pair and "FRA" not in pair for pair in far) == 3


def test_the_world_is_where_it_is_on_maps() -> None:
    def middle(group: str) -> tuple[float, float]:
        row, column = zip(*(tiles()[code] for code in find(group)), strict=True)
        return float(np.mean(row)), float(np.mean(column))

    def find(group: str) -> list[str]:
        return unvote.find_group(group).members()

    europe, africa, americas = middle("EU"), middle("AFRICA"), middle("GRULAC")
    asean, pacific = middle("ASEAN"), middle("PIF")
    assert europe[0] < africa[0] - 5  # Europe above Africa
    assert americas[1] < europe[1] - 5 < africa[1] < asean[1] < pacific[1]
    assert pacific[0] > asean[0]
    # A strip of sea lies between the Americas and the rest, and between Europe and Africa.
    old = {code for code in tiles() if code not in {*find("GRULAC"), "USA", "CAN"}}
    assert min(distance(a, b) for a in find("GRULAC") for b in old) == 2
    assert min(distance(a, b) for a in find("EU") if a != "CYP" for b in find("AFRICA")) == 2


def test_successors_lie_near_the_state_that_was() -> None:
    for code in HISTORIC:
        assert max(distance(code, after) for after in all_states()[code].successors) <= 2, code


# --- the colours

# Linear RGB as seen with protanopia, deuteranopia and tritanopia: Machado, Oliveira and Fernandes
# (2009), severity 1; and in a black-and-white print.
SEEING = {
    "all colours": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "black and white": [[0.2126, 0.7152, 0.0722]] * 3,
}
XYZ = [[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]]


def linear(color: str) -> np.ndarray:
    share = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(color: str, other: str) -> float:
    light = sorted(float(linear(one) @ np.array(XYZ[1])) for one in (color, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    share = np.array(XYZ) @ np.clip(rgb, 0, 1) / np.array([0.9505, 1, 1.089])
    root = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def test_contrast_by_hand() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21, abs=0.01)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=0.1)


FILLED = [
    [paint for paint in palette.VOTES.values() if paint.fill],
    [paint for paint in palette.SIDES.values() if paint.fill],
    list(palette.SHADES),
]


@pytest.mark.parametrize("paints", FILLED)
def test_text_on_a_tile_can_be_read(paints: list[Paint]) -> None:
    assert min(contrast(paint.fill, paint.text) for paint in paints) >= 4.5


@pytest.mark.parametrize("seeing", SEEING)
@pytest.mark.parametrize("paints", FILLED)
def test_fills_stay_apart_for_everyone(paints: list[Paint], seeing: str) -> None:
    seen = [lab(np.array(SEEING[seeing]) @ linear(paint.fill)) for paint in paints]
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > 15


@pytest.mark.parametrize("paints", [palette.VOTES.values(), palette.SIDES.values(), palette.SHADES])
def test_marks_and_terminal_colours_differ_too(paints: list[Paint]) -> None:
    assert len({paint.mark for paint in paints}) == len(paints)
    assert len({paint.ansi for paint in paints}) == len(paints)


def test_a_limit_counts_to_the_class_above() -> None:
    def classes(values: list[float], *, share: bool) -> str:
        return "".join(palette.shade(value, share=share).mark for value in values)

    assert classes([0, 0.199, 1 / 5, 2 / 5, 3 / 5, 0.799, 4 / 5, 1], share=True) == "11234455"
    assert classes([-1, -3 / 5, -1 / 5, 0, 1 / 5, 3 / 5, 1], share=False) == "1233455"
    assert classes([float("nan")], share=True) == "."
    assert list(palette.shade_names(share=True)) == [
        "0-20%",
        "20-40%",
        "40-60%",
        "60-80%",
        "80-100%",
    ]


# --- the answers


def test_the_map_has_every_vote_of_the_roll_call(embedded: unvote.Record) -> None:
    record = embedded.select("ES-11/7")
    frame = unvote.map(record)
    assert frame.columns.tolist() == ["state", "name", "vote", "row", "column", "rollcall"]
    shown = unvote.show(record)[["state", "name", "vote"]]
    assert frame[["state", "name", "vote"]].equals(shown)
    assert frame["vote"].value_counts().to_dict() == {"Y": 93, "A": 65, "N": 18, "X": 17}
    place = frame.set_index("state").loc["USA", ["row", "column"]].tolist()
    assert place == list(tiles()["USA"])


def test_the_map_of_a_side_is_its_ranking(embedded: unvote.Record) -> None:
    ranking = unvote.align(embedded, "EU", measures=["kappa"]).set_index("b").sort_index()
    frame = unvote.map(embedded, align="EU", measure="kappa")
    assert frame.columns.tolist() == ["state", "name", "n", "kappa", "row", "column"]
    frame = frame.set_index("state").sort_index()
    assert frame.index.tolist() == ranking.index.tolist()
    assert frame["n"].tolist() == ranking["n"].tolist()
    np.testing.assert_array_equal(frame["kappa"], ranking["kappa"])


def test_csv_and_json() -> None:
    table = run_unvote("map", "ES-11/7", "--csv").out.splitlines()
    assert table[:3] == [
        "state,name,vote,row,column,rollcall",
        "AFG,Afghanistan,X,6,19,A/RES/ES-11/7",
        "ALB,Albania,Y,8,13,A/RES/ES-11/7",
    ]
    assert len(table) == 194
    rows = json.loads(run_unvote("map", "ES-11/7", "--among", "BENELUX", "--json").out)
    assert [(row["state"], row["vote"]) for row in rows] == [
        ("BEL", "Y"),
        ("LUX", "Y"),
        ("NLD", "Y"),
    ]
    side = run_unvote("map", "--align", "US", "--session", "ES-11", "--csv").out.splitlines()
    assert side[:2] == ["state,name,n,agreement,row,column", "AFG,Afghanistan,5,1.0,6,19"]
    empty = run_unvote("map", "--align", "US", "--from", "2030", "--csv")
    assert (empty.code, empty.out) == (3, "state,name,n,agreement,row,column\n")


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("map", 2, "name a resolution, or a state to compare with (--align)"),
        ("map ES-11/7 -m kappa", 2, "--measure goes with --align"),
        ("map ES-11/* --csv", 2, "a map is of one roll call, and 9 are selected"),
        ("map ES-11/77", 3, "no roll call is called 'ES-11/77'"),
        ("map --align Korea", 3, "'Korea' is ambiguous"),
        ("map --align US -m kapa", 2, "'kapa' is not a measure"),
        ("map ES-11/7 --among nope", 3, "'nope' is neither a member state nor a group"),
    ],
)
def test_errors_are_one_line(line: str, code: int, message: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err


# --- the drawings


def test_the_drawing_of_the_page_is_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    wide, _ = re.findall(r"```console\n\$ unvote map ES-11/7\n(.*?)```", page, re.DOTALL)
    monkeypatch.setenv("COLUMNS", "100")
    assert run_unvote("map", "ES-11/7").out == wide  # into a pipe
    assert run_unvote("map", "ES-11/7", terminal=True).out == wide


VOTES_1985 = {
    **{"RUS": "Y", "CSK": "Y", "DDR": "Y", "YUG": "Y", "YMD": "Y", "CUB": "Y", "IND": "Y"},
    **{"USA": "N", "GBR": "N", "DEU": "N", "FRA": "A", "SWE": "A", "ZAF": "X", "AUS": "X"},
    **{"CHN": "Y"},
}


def cold_war(title: str = "Title") -> bytes:
    """Return a roll call of fifteen states in 1985."""
    rows = [f'{code},{vote},A/RES/40/1,1985-12-03,"{title}"' for code, vote in VOTES_1985.items()]
    return "\n".join(["ms_code,ms_vote,resolution,date,title", *rows]).encode()


def map_of_1985(*options: str, width: int, title: str = "Title", terminal: bool = False) -> str:
    """Return the drawing of that roll call, from under the head down to the legend."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        result = run_unvote(
            *("map", "40/1", "--votes", "-", "--as-listed", *options),
            stdin=cold_war(title),
            terminal=terminal,
        )
    assert (result.code, result.err) == (0, "")
    head, rest = result.out.split("to fail: 3 would have had to vote no instead of yes\n\n")
    assert f"\n{title}\nGeneral Assembly, session 40, 3 December 1985\n\n" in head
    assert "adopted: 8 yes, 6 needed" in head
    return rest[: rest.index("\n\n", rest.index("not voting"))]


def test_historic_members_stand_in_their_places() -> None:
    assert (
        map_of_1985(width=84)
        == """\
                            ·           · SEo ·

                         · GB-       ·           · RU+
                                  · DE-DD+ ·     ·
    ·                          ·  ·    CS+                      ·              ·
   US-    ·                   FRo       ·  ·  ·                   CN+
 ·       CU+ ·  ·                 ·       YU+       ·  ·  ·     ·  ·  ·  ·     ·
 ·  ·     ·     ·  ·     ·  ·                 ·     ·  ·     · IN+ ·  ·  ·
 ·  ·           ·  ·              ·     ·     ·  ·  ·  ·  ·     ·     ·  ·
    ·           ·  ·                                ·  ·  ·  ·        ·  ·
    ·           ·  ·              ·  ·  ·  ·  ·        ·  ·        ·     ·
       ·                 ·     ·  ·  ·  ·  ·  ·       YD+ ·
          ·  ·  ·  ·        ·  ·  ·  ·  ·  ·     ·  ·                       ·  ·
       ·  ·  ·  ·        ·  ·  ·  ·  ·  ·  ·  ·  ·  ·                          ·  ·
          ·  ·  ·                       ·  ·  ·  ·  ·                   AU.    ·
             ·                       ·  ·  ·  ·  ·  ·        ·
                                              ·  ·     ·                       ·
                                           ·  ·  ·     ·     ·
                                             ZA.

 + yes 8   - no 3   o abstain 2   . not voting 2   · other members 144"""
    )


def test_below_84_columns_a_list_by_region() -> None:
    listed = """\
Asia-Pacific Group (3)
  CN+ IN+ YD+
Eastern European Group (4)
  CS+ DD+ RU+ YU+
Latin American and Caribbean Group (1)
  CU+
Western European and Others Group (6)
  DE- GB- US- FRo SEo AU.
no regional group (1)
  ZA.

 + yes 8   - no 3   o abstain 2   . not voting 2"""
    for width in (60, 83):
        assert map_of_1985(width=width, terminal=True) == listed


def test_colour_fills_the_tiles_and_leaves_the_marks() -> None:
    plain = map_of_1985(width=60)
    colour = map_of_1985("--color", "always", width=60)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colour) == plain
    white_on_blue, black_on_yellow, reset = "\x1b[97;44m", "\x1b[30;43m", "\x1b[0m"
    assert f"  {white_on_blue}CS+{reset} {white_on_blue}DD+{reset}" in colour
    assert f"{black_on_yellow}US-{reset}" in colour
    assert colour.endswith(
        f"{white_on_blue} + {reset}yes 8  {black_on_yellow} - {reset}no 3"
        "  \x1b[30;107m o \x1b[0mabstain 2  \x1b[2m . \x1b[0mnot voting 2"
    )


def test_a_terminal_of_all_colours_gets_the_fills_of_the_palette(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    blue = ";".join(str(int(palette.BLUE.fill[place : place + 2], 16)) for place in (1, 3, 5))
    assert f"\x1b[38;2;255;255;255;48;2;{blue}mYU+\x1b[0m" in map_of_1985(width=84, terminal=True)
    assert "\x1b" not in map_of_1985(width=84)  # a pipe
    assert "\x1b" not in map_of_1985("--color", "never", width=84, terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "48;2" not in map_of_1985(width=84, terminal=True)


def test_titles_do_nothing_to_a_terminal() -> None:
    for width in (60, 100):
        drawn = run_unvote(
            *("map", "40/1", "--votes", "-"),
            stdin=cold_war("[bold]x[/bold] \x1b[31m\x07\u202e"),
            terminal=True,
        ).out
        assert drawn.splitlines()[1] == "[bold]x[/bold] \ufffd[31m\ufffd\ufffd", width


def test_the_security_council_is_fifteen_tiles_among_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "84")
    out = run_unvote("map", "S/RES/2774 (2025)").out
    drawing = out.split("instead of yes\n\n")[1].split("\n\n")[0]
    assert drawing.count("·") == 193 - 15
    assert re.findall(r"[A-Z]{2}[^ ]", drawing) == [
        *("GBo", "DKo", "RU+", "US+", "FRo", "CN+", "KR+", "SIo", "PK+", "GRo"),
        *("DZ+", "PA+", "GY+", "SL+", "SO+"),
    ]
    assert " + yes 10   - no 0   o abstain 5   . not voting 0   · other members 178\n" in out


def test_a_tile_stands_where_the_table_says(embedded: unvote.Record) -> None:
    lines = map_of_1985(width=84).splitlines()
    for code, vote in VOTES_1985.items():
        row, column = tiles()[code]
        tile = tile_label(code) + palette.VOTES[vote].mark
        assert lines[row][3 * column : 3 * column + 3] == tile


def test_a_pattern_draws_each_roll_call() -> None:
    both = run_unvote("map", "ES-11/*", "--from", "2025").out
    names = [line for line in both.splitlines() if line.startswith("A/RES")]
    assert names == ["A/RES/ES-11/7", "A/RES/ES-11/8", "A/RES/ES-11/9"]
    single = run_unvote("map", "ES-11/8").out.split("\n\nfrom ")[0]
    assert single in both


def test_agreement_in_five_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    # Agreement with the US in five votes: 0, 1/5, 2/5, 1/2, 4/5 and 5/5; Peru has no joint vote.
    votes = {"USA": "YYYYY", "RUS": "NNNNN", "CHN": "YNNNN", "IND": "YYNNN", "FRA": "AAAAA"}
    votes |= {"GBR": "YYYYN", "ISR": "YYYYY", "PER": "XXXXX"}
    rows = ["ms_code,ms_vote,resolution,date"] + [
        f"{code},{vote},A/RES/79/{number},2025-01-01"
        for code, letters in votes.items()
        for number, vote in enumerate(letters, 1)
    ]
    table = "\n".join(rows).encode()
    frame = unvote.map(record_of(votes), align="US").set_index("state")["agreement"]
    assert frame.dropna().to_dict() == {
        **{"RUS": 0, "CHN": 0.2, "IND": 0.4, "FRA": 0.5, "GBR": 0.8, "ISR": 1}
    }
    monkeypatch.setenv("COLUMNS", "60")
    out = run_unvote("map", "--align", "US", "--votes", "-", stdin=table).out
    assert (
        out.split("\n\na value on")[0]
        == """\
agreement with United States

Asia-Pacific Group (2)
  CN2 IN3
Eastern European Group (1)
  RU1
Latin American and Caribbean Group (1)
  PE.
Western European and Others Group (4)
  FR3 GB5 IL5 US*

 1 0-20%: 1   2 20-40%: 1   3 40-60%: 2   4 60-80%: 0
 5 80-100%: 2   . no joint vote: 1   * United States"""
    )
    monkeypatch.setenv("COLUMNS", "84")
    wide = run_unvote("map", "--align", "US", "--votes", "-", stdin=table).out
    assert sorted(re.findall(r"[A-Z]{2}[1-5.*]", wide)) == [
        *("CN2", "FR3", "GB5", "IL5", "IN3", "PE.", "RU1", "US*")
    ]
    assert "· other members 185" in wide
    s = run_unvote("map", "--align", "US", "-m", "s", "--votes", "-", stdin=table).out
    assert "1 -1.0 to -0.6: 1   2 -0.6 to -0.2: 1   3 -0.2 to +0.2: 2   4 +0.2 to +0.6: 0" in s


def test_the_map_is_84_columns_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    def lines_of(width: int) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        out = run_unvote("map", "ES-11/7").out
        return out.split("instead of yes\n\n")[1].split("\n\n")[0].splitlines()

    assert lines_of(84) == lines_of(120)
    assert max(map(len, lines_of(84))) == 84
    assert len(lines_of(84)) == 19


EXTRACT = (
    b'{"symbol": "A/RES/79/7", "adoption_date": "2024-10-30", "MS_in_favour": ["CUBA"],'
    b' "MS_against": [], "MS_abstaining": []}\n'
)


def test_where_absences_are_not_listed_the_others_are_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    out = run_unvote("map", "79/7", "--votes", "-", "-q", stdin=EXTRACT).out
    assert " + yes 1   - no 0   o abstain 0   · other members 192\n" in out
    assert "the source lists only who voted (--fill-absent derives the absent)\n" in out
    filled = run_unvote("map", "79/7", "--votes", "-", "-q", "--fill-absent", stdin=EXTRACT).out
    assert " + yes 1   - no 0   o abstain 0   . not voting 192\n" in filled


def test_a_roll_call_without_a_date_has_no_others_and_no_regions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = b"ms_code,ms_vote,resolution\nUSA,N,A/RES/79/7\nFRA,Y,A/RES/79/7\n"
    listed = run_unvote("map", "79/7", "--votes", "-", stdin=table).out
    assert "\n\nmember states (2)\n  FR+ US-\n\n + yes 1   - no 1   o abstain 0" in listed
    monkeypatch.setenv("COLUMNS", "100")
    drawn = run_unvote("map", "79/7", "--votes", "-", stdin=table).out
    assert f"\n   US-{'':24}FR+\n" in drawn
    assert "other members" not in drawn


def test_versus_draws_its_sides_where_they_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = run_unvote("versus", "US", "EU", "ES-11/7", terminal=True).out
    assert "HU<" not in narrow
    monkeypatch.setenv("COLUMNS", "84")
    wide = run_unvote("versus", "US", "EU", "ES-11/7", terminal=True).out
    head, tiles_drawn, legend, *rest = wide.split("\n\n")
    assert head == "A/RES/ES-11/7: US no, EU yes, each counted with itself"
    assert legend == (" < with US 18   > with EU 93   o neither 65   . absent 17   * United States")
    marks = re.findall(r"[A-Z]{2}([<>o.*])", tiles_drawn)
    assert {mark: marks.count(mark) for mark in "<>o.*"} == {
        "<": 17, ">": 93, "o": 65, ".": 17, "*": 1,
    }  # fmt: skip
    assert "HU<" in tiles_drawn
    assert rest[0].startswith("  with US       18  █")
    assert run_unvote("versus", "US", "EU", "ES-11/7").out.startswith("rollcall,state")


def test_of_many_roll_calls_the_last_are_drawn() -> None:
    told = run_unvote("versus", "US", "RU", "A/RES/*", terminal=True).out
    assert told.startswith("the last 12 of 20 roll calls; --csv has all of them\n\n")
    assert told.count("each counted with itself") == 12
    assert "A/RES/ES-11/9: US yes, RU no" in told
