"""Reads the tables in which unvote keeps what it knows about the world."""

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "tables"
_PACKAGED = Path(__file__).parents[1] / "data" / "votes.csv"
_CHECKED_OUT = Path(__file__).parents[3] / "data" / "votes.csv"


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one of unvote's own tables as dictionaries of texts."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def embedded_votes() -> Path:
    """Return the file of the record that comes with unvote."""
    return _PACKAGED if _PACKAGED.exists() else _CHECKED_OUT
