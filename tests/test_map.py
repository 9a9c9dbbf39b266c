"""The tile map: its places."""

import csv
from pathlib import Path

import numpy as np

import unvote
from unvote.world.states import all_states
from unvote.world.tiles import tile_label, tiles

ROOT = Path(__file__).parents[1]
HISTORIC = ("CSK", "DDR", "YUG", "YMD", "EAZ")


def distance(a: str, b: str) -> int:
    """Return how many tiles lie between two states, the greater of the two directions."""
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
    # What is far: Russia, the far west and south of China, and France in South America.
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
