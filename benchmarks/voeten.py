"""Compare `align --all --by session --measure voeten` with the published rule, taken literally.

    python benchmarks/voeten.py ga_voting.csv

The rule is in DyadicAgreementScores.R in Voeten's repository: in each session drop the roll calls
in which all that voted cast the same vote; then take, for every two states, the mean of 1 -
|difference| / 2 over the roll calls in which both voted (1 yes, 2 abstain, 3 no). The script does
this on the table of votes by merging it with itself, without any code of unvote.
"""

import sys
import time

import numpy as np
import pandas as pd

import unvote

CODES = {"Y": 1, "A": 2, "N": 3}
MOST = 1e-12


def literal(votes: pd.DataFrame) -> pd.Series:
    """Return the agreement of every two states in a session, by the pair of their codes."""
    votes = votes[votes["vote"].isin(CODES)].assign(vote=lambda table: table["vote"].map(CODES))
    kinds = votes.groupby("rollcall")["vote"].transform("nunique")
    votes = votes[kinds > 1]
    both = votes.merge(votes, on="rollcall", suffixes=("_a", "_b"))
    both = both[both["state_a"] < both["state_b"]]
    score = 1 - (both["vote_a"] - both["vote_b"]).abs() / 2
    return score.groupby([both["state_a"], both["state_b"]]).mean()


def main() -> None:
    """Print the largest difference."""
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/voeten.py ga_voting.csv")
    record = unvote.read(sys.argv[1]).select(parts=True)
    start = time.perf_counter()
    ours = unvote.align(record, all_pairs=True, by="session", measures=["voeten"])
    spent = time.perf_counter() - start
    ours = ours.dropna().set_index(["by", "a", "b"])["voeten"]
    start = time.perf_counter()
    theirs = {}
    for session in dict.fromkeys(record.rollcalls["session"]):
        shown = unvote.show(record.rows((record.rollcalls["session"] == session).to_numpy()))
        theirs[session] = literal(shown)
    found = pd.concat(theirs, names=["by"])
    found.index.names = ["by", "a", "b"]
    literally = time.perf_counter() - start
    if not ours.index.sort_values().equals(found.index.sort_values()):
        sys.exit("the pairs differ")
    most = float(np.abs(ours - found.reindex(ours.index)).max())
    print(f"{len(ours):,} pairs in {len(theirs)} sessions; largest difference {most:.1e} of {MOST}")
    print(f"unvote {spent:.2f} s, a merge of the table with itself {literally:.1f} s")
    sys.exit(most > MOST)


if __name__ == "__main__":
    main()
