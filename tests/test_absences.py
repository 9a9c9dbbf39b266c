"""How often states were absent, if some sources list only who voted."""

from pathlib import Path

import pandas as pd
import pytest

import unvote

EXTRACT = (
    '{"symbol": "A/RES/79/7", "adoption_date": "2024-10-30", "adoption_type": "recorded vote",'
    ' "MS_in_favour": ["CUBA", "FRANCE"], "MS_against": ["UNITED STATES"],'
    ' "MS_abstaining": ["MOLDOVA"]}\n'
)
TABLE = """\
symbol,date,organ,country,vote
A/RES/78/7,2023-11-02,GA,United States,no
A/RES/78/7,2023-11-02,GA,France,yes
A/RES/78/7,2023-11-02,GA,Cuba,yes
A/RES/78/7,2023-11-02,GA,Moldova,absent
"""


@pytest.fixture
def mixed(tmp_path: Path) -> unvote.Record:
    """Return a roll call of 2023 with the absent, and one of 2024 with only those who voted."""
    for name, text in (("extract.json", EXTRACT), ("table.csv", TABLE)):
        (tmp_path / name).write_text(text)
    return unvote.load(tmp_path / "extract.json", tmp_path / "table.csv")


def absent(frame: pd.DataFrame) -> list[int | None]:
    """Return the column `absent`, with None where it is missing."""
    return [None if value is pd.NA else int(value) for value in frame["absent"].astype("Int64")]


def test_absences_are_missing_where_only_voters_are_listed(mixed: unvote.Record) -> None:
    by_year = unvote.versus(mixed, "US", "FR", by="year")
    assert (by_year["by"].tolist(), absent(by_year)) == ([2023, 2024], [1, None])
    states = unvote.versus(mixed, "US", "FR").set_index("state")
    assert absent(states.loc[["CUB", "MDA"]]) == [None, None]
    assert absent(unvote.align(mixed, "US", "MD", by="year")) == [1, None]
    assert absent(unvote.align(mixed, "US", "MD")) == [None]


def test_absences_of_those_that_are_listed_are_counted(mixed: unvote.Record) -> None:
    known = mixed.select(end="2023")
    assert absent(unvote.versus(known, "US", "FR").set_index("state").loc[["CUB", "MDA"]]) == [0, 1]
    assert absent(unvote.align(known, "US", "MD")) == [1]
