"""The note on roll calls without a subject: no --subject finds them."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


# The most years that a note names.
FEW = 5


def without_subject(rollcalls: "pd.DataFrame") -> list[str]:
    """Return a line on the roll calls that have no subject at all, if there are any.

    It names the years in which no roll call has one, and the share in other years, the largest
    first.

    Examples
    --------
    >>> import unvote
    >>> without_subject(unvote.load("embedded").select("79/7", "80/4").rollcalls)
    ['2 of 2 roll calls have no subject at all: all of 2024 to 2025']
    """
    without = (rollcalls["subjects"] == "").to_numpy()
    if not without.any():
        return []
    years = rollcalls["date"].dt.year.to_numpy()
    every = Counter(years[years == years].astype(int).tolist())
    none = Counter(years[without & (years == years)].astype(int).tolist())
    whole = [year for year in sorted(every) if none[year] == every[year]]
    partly = sorted(none.keys() - {*whole}, key=lambda year: (-none[year] / every[year], year))
    some = ", ".join(f"{none[year]:,} of {every[year]:,} in {year}" for year in partly[:FEW])
    more = f" and {len(partly) - FEW} more years" if len(partly) > FEW else ""
    told = [f"all of {_spans(whole, sorted(every))}" if whole else "", some + more]
    which = "; ".join(filter(None, told))
    count = f"{int(without.sum()):,} of {len(without):,} roll calls have no subject at all"
    return [f"{count}: {which}" if which else count]


def _spans(years: Sequence[int], every: Sequence[int]) -> str:
    """Write some of all years, as spans if they follow each other; at most three spans."""
    spans: list[list[int]] = []
    for year in years:
        if spans and every.index(spans[-1][-1]) + 1 == every.index(year):
            spans[-1].append(year)
        else:
            spans.append([year])
    told = [f"{one[0]} to {one[-1]}" if len(one) > 1 else f"{one[0]}" for one in spans]
    return ", ".join(told[:3]) + (f" and {len(told) - 3} more spans" if len(told) > 3 else "")
