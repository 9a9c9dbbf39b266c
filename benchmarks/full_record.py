"""Measure the full record: importing it, asking it, and how both grow.

    python benchmarks/full_record.py ga_voting.csv

The file is the UN Digital Library's table of all General Assembly votes, plain CSV. Everything
happens in a temporary folder. Runs alternate with runs of their floor; the ratio of the medians
counts. The growth is measured on the record repeated 1, 10 and 100 times: 6,846 to 684,600 roll
calls.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from speed import BARE_READ, PANDAS, UNVOTE, compare

REPEATED = """
import resource, sys, time
import numpy as np, pandas as pd
from dataclasses import replace
import unvote
from unvote.store.read import open_record
record = open_record()
times = int(sys.argv[1])
index = pd.RangeIndex(len(record) * times).astype("str")
record = replace(
    record,
    rollcalls=pd.concat([record.rollcalls] * times).set_axis(index),
    votes=pd.DataFrame(np.tile(record.matrix, (times, 1)), index, record.votes.columns),
)
start = time.perf_counter()
frame = unvote.align(record, all_pairs=True)
spent = time.perf_counter() - start
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(f"{len(record):>9,} roll calls  {len(frame):,} pairs  {spent:6.2f} s  {memory:5.2f} GB")
"""
ARITHMETIC = """
import time
import numpy as np
from unvote.analysis.joint_votes import joint
from unvote.store.read import open_record
record = open_record()
sessions = record.rollcalls["session"].to_numpy()
slices = [np.ascontiguousarray(record.matrix[sessions == one]) for one in dict.fromkeys(sessions)]
times = []
for _ in range(7):
    start = time.perf_counter()
    for votes in slices:
        joint(votes, votes)
    times.append(time.perf_counter() - start)
print(f"all pairs, all sessions, the arithmetic alone: {sorted(times)[3]:.3f} s of 0.1")
"""


def line(name: str, ours: float, floor: float, most: float) -> None:
    """Print one comparison."""
    verdict = "ok" if ours <= most * floor else "TOO SLOW"
    times = f"{ours:6.3f} s  floor {floor:6.3f} s"
    print(f"{name:<48} {times}  ratio {ours / floor:4.2f} of {most}  {verdict}")


def main() -> None:
    """Print one line per case."""
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/full_record.py ga_voting.csv")
    path = sys.argv[1]
    folder = tempfile.mkdtemp()
    os.environ["UNVOTE_DATA"] = folder
    try:
        load = [*UNVOTE, "data", "import", path, "-q"]
        ours, floor = compare(load, [sys.executable, "-c", BARE_READ, path], runs=5)
        line("data import, a bare pyarrow read", ours, floor, 3)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        print(f"largest process {memory:.2f} GB of 1.0 GB")
        size = sum(file.stat().st_size for file in Path(folder).rglob("*"))
        print(f"the record on disk {size / 1e6:.2f} MB of 2 MB")
        for arguments, most in (
            (["align", "US", "RU", "--by", "year", "--csv"], 1.35),
            (["profile", "--csv"], 2),
            (["profile", "US", "--by", "year", "--csv"], 2),
            (["align", "--all", "--by", "session", "-o", f"{folder}/dyads.parquet"], 3),
        ):
            name = f"{' '.join(arguments[:5])}, import floor"
            line(name, *compare([*UNVOTE, *arguments], PANDAS), most)
        year = [*UNVOTE, "align", "US", "--from", "2022", "--to", "2022", "--interval", "--csv"]
        seconds, _ = compare(year, PANDAS)
        print(f"192 partners in a year, 1,000 resamples: {seconds:.2f} s of 2")
        subprocess.run([sys.executable, "-c", ARITHMETIC], check=True)
        for times in ("1", "10", "100"):
            subprocess.run([sys.executable, "-c", REPEATED, times], check=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
