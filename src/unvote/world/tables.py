"""Reads the tables in which unvote keeps what it knows of the world."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "tables"


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of unvote's own tables, each a dictionary of texts."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
