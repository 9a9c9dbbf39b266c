"""The pieces that pages share: rows as plain values, bars, shades, names, spans of days."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from unvote.analysis.actors import Groups
from unvote.output.pages.shapes import Piece, stack
from unvote.output.palette import SHADES, Paint, shade
from unvote.output.sheet import Sheet
from unvote.record import Record
from unvote.world.groups import all_groups

VOTE_COLUMNS = {"Y": "yes", "A": "abstain", "X": "not_voting", "N": "no"}
PERMANENT = ("USA", "GBR", "FRA", "RUS", "CHN")


def shade_class(paint: Paint) -> str:
    """Return the class of CSS of a shade."""
    return f"s{paint.mark}" if paint in SHADES else "X"


def shade_of(value: float | None) -> Paint:
    """Return the shade of an agreement, or the shade of a missing value."""
    return shade(float("nan") if value is None else value, share=True)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values; missing is None."""
    sheet = Sheet.from_frame(frame)
    return [dict(zip(sheet.names, row, strict=True)) for row in sheet.rows]


def bar_of(row: Mapping[str, Any]) -> list[Piece]:
    """Return the bar of a tally."""
    return stack([(letter, row[name]) for letter, name in VOTE_COLUMNS.items()])


def safe_link(link: Any) -> str:
    """Return a link if it leads to the web, else ""."""
    link = link if isinstance(link, str) else ""
    return link if re.fullmatch(r"https?://[^\s\\]+", link) else ""


def link_called(link: str) -> str:
    """Return the name of a link, which mentions the UN only if the host is the UN's.

    Examples
    --------
    >>> link_called("https://digitallibrary.un.org/record/4000002")
    'Voting record at the United Nations'
    >>> link_called("https://un.org.example.com/"), link_called("https://un.org@example.com/")
    ('Source: un.org.example.com', 'Source: example.com')
    """
    try:
        parts = urlsplit(link)
        host, plain = parts.hostname or "", "@" not in parts.netloc and parts.port is None
    except ValueError:
        return "Source"
    if plain and re.fullmatch(r"([a-z0-9-]+\.)*un\.org", host, re.ASCII):
        return "Voting record at the United Nations"
    return f"Source: {host}"


def days_of(record: Record) -> str:
    """Write the first and the last day of a record."""
    days = record.rollcalls["date"].dropna()
    if not len(days):
        return "without dates"
    return " to ".join(dict.fromkeys(f"{day:%Y-%m-%d}" for day in (days.min(), days.max())))


def group_name(code: str, own: Groups | None) -> str:
    """Return the name of a group; for an unknown one, its code."""
    known = {**all_groups(), **(own or {})}
    return known[code].name if code in known else code
