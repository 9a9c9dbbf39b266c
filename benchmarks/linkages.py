"""Compare ways of joining states into blocs.

    python benchmarks/linkages.py ga_voting.csv

Does one half of the votes give the blocs of the other half? The script takes the roll calls of each
decade, splits them at random into halves, finds the best number of blocs (by mean silhouette, as
`unvote blocs` does) in each half, and compares the two answers by the adjusted Rand index: 1 means
the same blocs, 0 no more similar than by chance.
"""

import sys

import numpy as np
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import adjusted_rand_score

import unvote
from unvote.analysis.clusters import FEWEST, MOST, silhouettes
from unvote.analysis.joint_votes import joint
from unvote.analysis.measures import find_measure

METHODS = ("average", "complete", "ward")
DECADES = range(1946, 2026, 10)
HALVINGS = 20


def distances(votes: np.ndarray) -> np.ndarray:
    """Return 1 - agreement of all pairs."""
    found = 1 - find_measure("agreement")(joint(votes, votes))
    np.fill_diagonal(found, 0)
    return found


def best(found: np.ndarray, method: str) -> tuple[float, np.ndarray]:
    """Return the greatest mean silhouette of 2 to 12 blocs, and these blocs."""
    tree = linkage(squareform(found, checks=False), method)
    cuts = cut_tree(tree, n_clusters=range(FEWEST, MOST + 1)).T
    fits = [(silhouettes(found, blocs).mean(), -row) for row, blocs in enumerate(cuts)]
    fit, row = max(fits)
    return fit, cuts[-row]


def main() -> None:
    """Print one line per decade and method."""
    record = unvote.read(sys.argv[1])
    chance = np.random.default_rng(0)
    means: dict[str, list[float]] = {method: [] for method in METHODS}
    print("years      method    blocs, states in each    silhouette  halves alike")
    for year in DECADES:
        part = record.select(start=str(year), end=str(year + 9))
        votes = part.votes[unvote.blocs(part)["state"]].to_numpy()
        halvings = []
        while len(halvings) < HALVINGS:
            order = chance.permutation(len(votes))
            halves = [distances(votes[half]) for half in np.array_split(order, 2)]
            if not np.isnan(halves).any():
                halvings.append(halves)
        whole = distances(votes)
        for method in METHODS:
            fit, blocs = best(whole, method)
            alike = [
                adjusted_rand_score(*(best(half, method)[1] for half in halves))
                for halves in halvings
            ]
            means[method].append(float(np.mean(alike)))
            sizes = "/".join(map(str, np.sort(np.bincount(blocs))[::-1]))
            years = f"{year}-{year + 9}"
            print(f"{years}  {method:<8}  {sizes:<23}  {fit:10.2f}  {np.mean(alike):12.2f}")
    for method, alike in means.items():
        print(f"all        {method:<8}  {'':<23}  {'':10}  {np.mean(alike):12.2f}")


if __name__ == "__main__":
    main()
