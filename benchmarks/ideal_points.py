r"""Compare our ideal points with the published ones, and measure time and memory.

    python benchmarks/ideal_points.py ga_voting.csv ideal_points.csv
    python benchmarks/ideal_points.py ga_voting.csv ideal_points.csv \
        Matches.csv un_votes.rda un_roll_calls.rda
    python benchmarks/ideal_points.py ga_voting.csv ideal_points.csv \
        Matches.csv un_votes.rda un_roll_calls.rda un_roll_call_issues.rda issues.csv

The first file is a table of all votes of the General Assembly, including amendments and paragraphs;
the second has the published estimates of Bailey, Strezhnev and Voeten in their edition of April
2020, or some of their sessions, with the columns ccode, iso3c, session and IdealPoint. With three
more files, the script also uses the authors' list of linked texts, and compares our own links with
it; that list names roll calls by the numbers in the other two files. With the codes of issues and
the published points of issues (series, ccode, iso3c, session, ideal), it compares those too.
"""

import os
import resource
import sys
import time
from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

import unvote
from unvote import Record
from unvote.analysis.coverage import measured
from unvote.analysis.ideal.links import recurring
from unvote.analysis.ideal.usable import usable
from unvote.analysis.recurring import predecessors

# States that have other letters in the published series than in the record, by their numbers.
OTHERWISE = {678: "YEM", 680: "YMD", 713: "CHN"}
LAST_MONTH = "2020-04"
FIRST_SESSION, US_FROM = 10, 30
SEEDS = 3
# The goals with the authors' links, and with ours alone.
WANTED = {
    "with the authors' links": {"r": 0.997, "rmse": 0.07, "us": 0.22},
    "with our links": {"r": 0.996, "rmse": 0.085, "us": 0.25},
}
WORST, AGREED, US_FIRST = 0.998, 0.92, (1.45, 1.90)
SECONDS, WORK, GIGABYTES = 25, 45, 0.4
# The names of the published series of issues, and ours.
ISSUES = {
    "HumanRights": "human-rights",
    "MiddleEast": "middle-east",
    "Nuclear": "nuclear",
    "Important": "important",
}
ISSUE_R, ISSUE_RMSE = 0.996, 0.07
# In this session the authors' list seems nearly complete.
COMPLETE = 74


def line(name: str, value: float, bound: float, *, least: bool) -> None:
    """Print a number next to its goal."""
    verdict = "ok" if (value >= bound if least else value <= bound) else "MISSED"
    print(f"{name:<58} {value:7.4f} of {bound}  {verdict}", flush=True)


def worked() -> float:
    """Return the processor time so far, including the process of the second chain."""
    return sum(os.times()[:4])


def estimated(record: Record, seed: int, links: Any) -> pd.DataFrame:
    """Return our points; attrs says how long they took."""
    start, work = time.perf_counter(), worked()
    answer = unvote.ideal.answer(record, links=links, seed=seed)
    frame = answer.frame
    frame.attrs |= {
        "agreed": answer.made["convergence"]["agreed"],
        "seconds": time.perf_counter() - start,
        "work": worked() - work,
    }
    return frame


def compared(frame: pd.DataFrame, published: pd.DataFrame) -> dict[str, float]:
    """Compare our points with the published ones."""
    both = published.merge(
        frame.dropna(subset="ideal"), left_on=["iso3c", "session"], right_on=["state", "session"]
    )
    sessions = {
        session: np.corrcoef(rows["IdealPoint"], rows["ideal"])[0, 1]
        for session, rows in both.groupby("session")
    }
    apart = both["IdealPoint"] - both["ideal"]
    us = both[both["iso3c"] == "USA"].set_index("session")
    inside = (both["low"] <= both["IdealPoint"]) & (both["IdealPoint"] <= both["high"])
    return {
        "points": len(both),
        "r": np.corrcoef(both["IdealPoint"], both["ideal"])[0, 1],
        "rmse": np.sqrt((apart**2).mean()),
        "worst": min(value for session, value in sessions.items() if session >= FIRST_SESSION),
        "us": (us["IdealPoint"] - us["ideal"])[us.index >= US_FROM].abs().max(),
        "us_first": us["ideal"].get(1, np.nan),
        "agreed": frame.attrs["agreed"],
        "inside": inside.mean(),
    }


def judged(name: str, record: Record, published: pd.DataFrame, links: Any = None) -> None:
    """Print one line per number: the median over some seeds."""
    rows = []
    for seed in range(SEEDS):
        rows.append(compared(estimated(record, seed, links), published))
        told = ", ".join(f"{name} {value:.4f}" for name, value in rows[-1].items())
        print(f"    seed {seed}: {told}", flush=True)
    every = pd.DataFrame(rows)
    middle, wanted = every.median(), WANTED[name]
    print(f"{name}: {middle['points']:,.0f} of {len(published):,} published points")
    line("correlation, all sessions", middle["r"], wanted["r"], least=True)
    line("root mean square error", middle["rmse"], wanted["rmse"], least=False)
    line(f"worst session from the {FIRST_SESSION}th", middle["worst"], WORST, least=True)
    line(f"US, largest difference from {US_FROM}", middle["us"], wanted["us"], least=False)
    line("US in session 1, at least", middle["us_first"], US_FIRST[0], least=True)
    line("US in session 1, at most", middle["us_first"], US_FIRST[1], least=False)
    line("R-hat below 1.05", middle["agreed"], AGREED, least=True)
    print(f"    {middle['inside']:.0%} of the published points lie in our intervals")


def numbered(record: Record, known: Record) -> dict[str, str]:
    """Return the ids in a record by the numbers of another record; year and votes match them."""
    states = [code for code in known.votes.columns if code in record.votes.columns]

    def keys(one: Record) -> list[tuple[int, bytes]]:
        matrix = one.votes[states].to_numpy()
        matrix = np.where(matrix <= 3, matrix, 0).astype(np.int8)
        years = one.rollcalls["date"].dt.year
        return [(int(year), votes.tobytes()) for year, votes in zip(years, matrix, strict=True)]

    ids: dict[tuple[int, bytes], list[tuple[str, str]]] = defaultdict(list)
    for key, id_, title in zip(
        keys(record), record.rollcalls.index, record.rollcalls["title"], strict=True
    ):
        ids[key].append((id_, title))
    found = {}
    table = known.rollcalls
    for key, number, title in zip(keys(known), table["number"], table["title"], strict=True):
        here = sorted(ids[key], key=lambda one: one[1][:20] != title[:20])
        if here:
            ids[key].remove(here[0])
            found[number] = here[0][0]
    return found


def links_judged(record: Record, links: pd.DataFrame) -> None:
    """Print how many of our links are in the authors' list, and how many of theirs are in ours."""
    used, _, _ = usable(measured(record, parts=True))
    places = {id_: place for place, id_ in enumerate(used.record.rollcalls.index)}
    theirs = {
        tuple(sorted((places[a], places[b])))
        for a, b in zip(links["a"], links["b"], strict=True)
        if a in places and b in places
    }
    found = {
        "links": {tuple(sorted(pair)) for pair in recurring(used)},
        "texts of breaks and shift --matched": {
            (other, row)
            for row, before in enumerate(predecessors(used.record).rows)
            for other in before
        },
    }
    for what, ours in found.items():
        for name, sessions in (
            ("all sessions", np.unique(used.sessions)),
            (f"session {COMPLETE}", [COMPLETE]),
        ):
            mine, other = (
                {pair for pair in pairs if used.sessions[max(pair)] in sessions}
                for pairs in (ours, theirs)
            )
            both = len(mine & other)
            print(
                f"{what}, {name}: {len(mine)} ours, {len(other)} theirs; precision"
                f" {both / max(len(mine), 1):.2f}, recall {both / max(len(other), 1):.2f}"
            )


def issues_judged(files: list[str], links: str, published: str) -> None:
    """Print how the points of issues compare with the published ones."""
    [record] = unvote.read_files(files)
    theirs = pd.read_csv(published, keep_default_na=False, na_values=[""])
    theirs["iso3c"] = theirs["ccode"].map(OTHERWISE).fillna(theirs["iso3c"])
    for series, issue in ISSUES.items():
        rows = []
        for seed in range(SEEDS):
            frame = estimated(record.select(issue=issue), seed, links)
            both = theirs[theirs["series"] == series].merge(
                frame, left_on=["iso3c", "session"], right_on=["state", "session"]
            )
            apart = both["ideal_x"] - both["ideal_y"]
            r = np.corrcoef(both["ideal_x"], both["ideal_y"])[0, 1]
            rows.append((r, np.sqrt((apart**2).mean()), frame.attrs["agreed"], len(both)))
            told = "r {:.4f}, error {:.4f}, R-hat below 1.05 {:.4f}, {} points".format(*rows[-1])
            print(f"    {issue}, seed {seed}: {told}", flush=True)
        r, error, agreed, _ = np.median(rows, axis=0)
        line(f"{issue}: correlation", r, ISSUE_R, least=True)
        line(f"{issue}: root mean square error", error, ISSUE_RMSE, least=False)
        line(f"{issue}: R-hat below 1.05", agreed, AGREED, least=True)


def main() -> None:
    """Print one line per comparison."""
    if len(sys.argv) not in (3, 6, 8):
        sys.exit(str(__doc__).split("\n\n")[1])
    record = unvote.read(sys.argv[1])
    published = pd.read_csv(sys.argv[2], keep_default_na=False, na_values=[""])
    published["iso3c"] = published["ccode"].map(OTHERWISE).fillna(published["iso3c"])
    theirs = record.select(organ="GA", end=LAST_MONTH, parts=True)
    if len(sys.argv) >= 6:
        [known] = unvote.read_files(sys.argv[4:6])
        ids = numbered(theirs, known)
        pairs = pd.read_csv(sys.argv[3], dtype=str)[["rcid1", "rcid2"]]
        links = pairs.map(ids.get).dropna().set_axis(["a", "b"], axis=1)
        links_judged(theirs, links)
        judged("with the authors' links", theirs, published, links)
    if len(sys.argv) == 8:
        issues_judged(sys.argv[4:7], sys.argv[3], sys.argv[7])
    judged("with our links", theirs, published)
    frame = estimated(record, 0, None)
    print(f"the whole record: {len(frame):,} rows")
    line("seconds", frame.attrs["seconds"], SECONDS, least=False)
    line("seconds of processor time", frame.attrs["work"], WORK, least=False)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line(
        "largest memory in GB, reading the file included, of the first process",
        memory,
        GIGABYTES,
        least=False,
    )


if __name__ == "__main__":
    main()
