"""Where the sources of a record disagree, and what was left out, as frames and as notes."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from unvote.codes import LETTERS, Vote
from unvote.merge.fewer import FEWER_VOTES
from unvote.merge.rollcalls import Rollcalls
from unvote.record import Array, Matrix, Record, count_of
from unvote.world.sources import AUTHORITY, VOTERS_ONLY
from unvote.world.states import all_states
from unvote.world.words import first_of

DISAGREEMENTS = ("rollcall", "date", "what", "used", "used_from", "other", "other_from")
# The name for two roll calls that are likely, but not certain, to be the same.
DUPLICATE = "possible duplicate"

# Which votes each of the totals counts.
_COUNTED: dict[str, Callable[[Matrix], Matrix]] = {
    "yes": lambda matrix: matrix == Vote.YES,
    "no": lambda matrix: matrix == Vote.NO,
    "abstain": lambda matrix: matrix == Vote.ABSTAIN,
    "not_voting": lambda matrix: matrix == Vote.NOT_VOTING,
    "members": lambda matrix: matrix != Vote.NOT_A_MEMBER,
}


def disagreements_of(
    record: Record,
    place: Array,
    differing: Sequence[pd.DataFrame],
    likely: Sequence[tuple[int, int, str]],
) -> pd.DataFrame:
    """Return all that differs, in the order of the record.

    `record`: the merged record.
    `place`: the place in it of the roll call that a frame below calls `row`.
    `differing`: frames of `differing_votes` and `differing_totals`, and of roll calls with fewer
    votes.
    `likely`: two places in the record that are likely one roll call, and the source of the second.
    Returns a frame with the columns DISAGREEMENTS.
    """
    table = record.rollcalls
    found = pd.concat(differing, ignore_index=True)
    found["place"] = place[found["row"].to_numpy(dtype=np.int64)]
    found["rollcall"] = table.index.to_numpy()[found["place"]]
    found["date"] = table["date"].to_numpy()[found["place"]]
    found["used_from"] = table["source"].to_numpy()[found["place"]]
    together = pd.concat([found, *_duplicates(likely, record)], ignore_index=True)
    rank = {name: place for place, name in enumerate(AUTHORITY)}
    together["rank"] = together["other_from"].map(rank).fillna(-1)
    together = together.sort_values(
        ["place", "rank", "what", "other"], kind="stable", ignore_index=True
    )
    texts = {name: "str" for name in DISAGREEMENTS if name != "date"}
    frame = together[list(DISAGREEMENTS)].astype(texts)
    frame["date"] = frame["date"].astype("datetime64[s]")
    return frame


def differing_votes(
    source: str, rows: Array, used: Matrix, other: Matrix, states: Sequence[str]
) -> pd.DataFrame:
    """Return the votes of a source that differ from those used in these rows."""
    nothing = other == Vote.NOT_A_MEMBER
    if source != "own":  # a file of one's own may be about a few states only
        nothing &= used == Vote.NOT_VOTING
    # Without a list there is nothing to compare.
    nothing |= ~np.any(other, axis=1, keepdims=True)
    at, column = np.nonzero((used != other) & ~nothing)
    letters = np.array(LETTERS, dtype=object)
    return pd.DataFrame(
        {
            "row": rows[at],
            "what": np.array(states, dtype=object)[column],
            "used": letters[used[at, column]],
            "other": letters[other[at, column]],
            "other_from": source,
        }
    )


def differing_totals(rollcalls: Rollcalls) -> pd.DataFrame:
    """Return the published totals that differ from the sum of the votes."""
    table, matrix = rollcalls
    lists_absent = (matrix == Vote.NOT_VOTING).any(axis=1)
    lists_absent |= ~table["source"].isin(VOTERS_ONLY).to_numpy()
    frames = []
    for name, is_counted in _COUNTED.items():
        counted = np.count_nonzero(is_counted(matrix), axis=1)
        published = table[f"published_{name}"]
        differs = (published != counted).to_numpy(dtype=bool, na_value=False) & matrix.any(axis=1)
        if name in ("not_voting", "members"):
            differs &= lists_absent
        row = np.flatnonzero(differs)
        frames.append(
            pd.DataFrame(
                {
                    "row": row,
                    "what": name,
                    "used": counted[row].astype(str).astype(object),
                    "other": published.iloc[row].astype(str).to_numpy(dtype=object),
                    "other_from": [
                        f"published by {source}" for source in table["source"].iloc[row]
                    ],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _duplicates(likely: Sequence[tuple[int, int, str]], record: Record) -> list[pd.DataFrame]:
    """Return the possible duplicates, if any, as disagreements."""
    if not likely:
        return []
    table, ids = record.rollcalls, record.rollcalls.index
    rows = [
        {
            "place": one,
            "rollcall": ids[one],
            "date": table["date"].iloc[one],
            "what": DUPLICATE,
            "used": ids[one],
            "used_from": table["source"].iloc[one],
            "other": ids[other],
            "other_from": source,
        }
        for one, other, source in likely
    ]
    return [pd.DataFrame(rows).astype({"date": "datetime64[s]"})]


def notes_on(disagreements: pd.DataFrame) -> list[str]:
    """Return the notes that a user of the record needs about them."""
    notes = []
    states = disagreements[disagreements["what"].isin([*all_states()])]
    totals = disagreements[disagreements["what"].isin([*_COUNTED])]
    if len(states):
        rollcalls = count_of(states["rollcall"].nunique(), "roll call")
        notes.append(
            f"{count_of(len(states), 'vote')} in {rollcalls} on which sources differ: the more"
            " authoritative counts"
        )
    if len(totals):
        notes.append(
            f"{count_of(totals['rollcall'].nunique(), 'roll call')} whose published totals differ"
            f" from the votes; the votes count: {first_of(totals['rollcall'].unique())}"
        )
    poorer = disagreements[disagreements["what"] == FEWER_VOTES]
    if len(poorer):
        notes.append(
            f"{count_of(poorer['rollcall'].nunique(), 'roll call')} for which a newer edition has"
            f" fewer votes: these are not used: {first_of(poorer['rollcall'].unique())}"
        )
    return notes
