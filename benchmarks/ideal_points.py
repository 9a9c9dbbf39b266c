"""Compare our ideal points with the published ones, and measure time and memory.

    python benchmarks/ideal_points.py ga_voting.csv ideal_points.csv

The first file is a table of all votes of the General Assembly, amendments and paragraphs among
them; the second the published estimates of Bailey, Strezhnev and Voeten in their edition of
April 2020, or some of their sessions, with the columns ccode, iso3c, session and
IdealPoint.
"""

import resource
import sys
import time

import numpy as np
import pandas as pd

import unvote
from unvote import Record

# States that the published series calls by other letters than the record, by its numbers.
OTHERWISE = {678: "YEM", 680: "YMD", 713: "CHN"}
LAST_MONTH = "2020-04"
FIRST_SESSION = 10
OVERALL, WORST, MEDIAN = 0.98, 0.96, 0.995
SECONDS, GIGABYTES = 60, 1.5


def line(name: str, value: float, bound: float, *, least: bool) -> None:
    """Print a number beside what it has to reach."""
    verdict = "ok" if (value >= bound if least else value <= bound) else "MISSED"
    print(f"{name:<52} {value:7.4f} of {bound}  {verdict}")


def estimated(record: Record, name: str) -> pd.DataFrame:
    """Return our points, and print how long they took and what stands under them."""
    start, work = time.perf_counter(), time.process_time()
    frame = unvote.ideal(record)
    spent = time.perf_counter() - start
    line(f"{name}: seconds", spent, SECONDS, least=False)
    print(f"    {time.process_time() - work:.1f} s of processor time; {len(frame):,} rows")
    for text in (*frame.attrs["reasons"], *frame.attrs["notes"]):
        print(f"    {text}")
    return frame


def compared(frame: pd.DataFrame, published: pd.DataFrame) -> None:
    """Print how our points go with the published ones."""
    both = published.merge(
        frame.dropna(), left_on=["iso3c", "session"], right_on=["state", "session"]
    )
    print(f"{len(both):,} of {len(published):,} published points")
    sessions = {
        session: np.corrcoef(rows["IdealPoint"], rows["ideal"])[0, 1]
        for session, rows in both.groupby("session")
    }
    late = {session: value for session, value in sessions.items() if session >= FIRST_SESSION}
    worst = min(late, key=late.__getitem__)
    overall = np.corrcoef(both["IdealPoint"], both["ideal"])[0, 1]
    line("correlation, all sessions", overall, OVERALL, least=True)
    line(f"from the {FIRST_SESSION}th, the worst (session {worst})", late[worst], WORST, least=True)
    line("median over sessions", float(np.median(list(sessions.values()))), MEDIAN, least=True)
    early = [value for session, value in sessions.items() if session < FIRST_SESSION]
    print(f"    before the {FIRST_SESSION}th, the worst {min(early, default=np.nan):.4f}")
    apart = (both["IdealPoint"] - both["ideal"]).abs()
    print(f"    apart by {apart.median():.2f} in the middle, {apart.quantile(0.95):.2f} at 95%")
    inside = (both["low"] <= both["IdealPoint"]) & (both["IdealPoint"] <= both["high"])
    print(f"    {inside.mean():.0%} of the published points lie in our intervals")
    us = both[both["iso3c"] == "USA"].set_index("session")
    for session in (1, 21, 41, 61, 73):
        if session in us.index:
            theirs, ours = us.loc[session, ["IdealPoint", "ideal"]]
            print(f"    the US in session {session}: {theirs:.2f} published, {ours:.2f} here")


def main() -> None:
    """Print a line a comparison."""
    if len(sys.argv) != 3:
        sys.exit("usage: python benchmarks/ideal_points.py ga_voting.csv ideal_points.csv")
    record = unvote.read(sys.argv[1])
    published = pd.read_csv(sys.argv[2], keep_default_na=False, na_values=[""])
    published["iso3c"] = published["ccode"].map(OTHERWISE).fillna(published["iso3c"])
    theirs = record.select(organ="GA", end=LAST_MONTH, parts=True)
    compared(estimated(theirs, "the votes that they used"), published)
    estimated(record, "the whole record")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line("largest memory in GB, reading the file included", memory, GIGABYTES, least=False)


if __name__ == "__main__":
    main()
