"""What is said of roll calls that have no subject, so that no subject finds them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def without_subject(rollcalls: "pd.DataFrame") -> list[str]:
    """Return a line on the roll calls that have no subject at all, if there are any.

    Examples
    --------
    >>> import unvote
    >>> without_subject(unvote.load("embedded").select("79/7", "80/4").rollcalls)
    ['2 of 2 roll calls have no subject at all, among them all of 2024 to 2025']
    """
    subjects, years = list(rollcalls["subjects"]), list(rollcalls["date"].dt.year)
    none = {year for text, year in zip(subjects, years, strict=True) if not text}
    some = {year for text, year in zip(subjects, years, strict=True) if text}
    count, whole = sum(not text for text in subjects), _spans(none - some)
    if not count:
        return []
    told = f", among them all of {whole}" if whole else ""
    return [f"{count:,} of {len(subjects):,} roll calls have no subject at all{told}"]


def _spans(years: Iterable[float]) -> str:
    """Return years in words, those that follow each other as a span, at most three spans."""
    spans: list[list[int]] = []
    for year in sorted(int(year) for year in years if year == year):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    told = [f"{one[0]} to {one[-1]}" if len(one) > 1 else f"{one[0]}" for one in spans]
    return ", ".join(told[:3]) + (f" and {len(told) - 3} more" if len(told) > 3 else "")
