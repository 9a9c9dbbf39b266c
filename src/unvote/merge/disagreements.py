"""On what the sources of a record disagree, and what was left out: as frames and in words."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from unvote.codes import LETTERS, Vote
from unvote.merge.match import cast_in, tallies_of
from unvote.merge.rollcalls import Rollcalls
from unvote.record import AUTHORITY, VOTERS_ONLY, Matrix, Record, count_of

DISAGREEMENTS = ("rollcall", "date", "what", "used", "used_from", "other", "other_from")
LEFT_OUT = ("rollcall", "date", "source", "number", "yes", "no", "abstain")

# Which votes each of the totals counts.
_COUNTED: dict[str, Callable[[Matrix], Matrix]] = {
    "yes": lambda matrix: matrix == Vote.YES,
    "no": lambda matrix: matrix == Vote.NO,
    "abstain": lambda matrix: matrix == Vote.ABSTAIN,
    "not_voting": lambda matrix: matrix == Vote.NOT_VOTING,
    "members": lambda matrix: matrix != Vote.NOT_A_MEMBER,
}


def disagreements_of(
    record: Record, place: Matrix, differing: Sequence[pd.DataFrame], left_out: pd.DataFrame
) -> pd.DataFrame:
    """Return all that differs, in the order of the record.

    Parameters
    ----------
    record : Record
        As merged.
    place : array
        Where in it each row stands of which the frames below speak.
    differing : sequence of DataFrame
        Frames of `differing_votes` and `differing_totals`.
    left_out : DataFrame
        As `left_out_of` returns it.

    Returns
    -------
    DataFrame
        With the columns DISAGREEMENTS.
    """
    table = record.rollcalls
    found = pd.concat(differing, ignore_index=True)
    found["place"] = place[found["row"].to_numpy(dtype=np.int64)]
    found["rollcall"] = table.index.to_numpy()[found["place"]]
    found["date"] = table["date"].to_numpy()[found["place"]]
    found["used_from"] = table["source"].to_numpy()[found["place"]]
    undecided = _undecided(left_out.assign(at=_places(left_out, place)), record)
    together = pd.concat([found, *undecided], ignore_index=True)
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
    source: str, rows: Matrix, used: Matrix, other: Matrix, states: Sequence[str]
) -> pd.DataFrame:
    """Return the votes of a source that differ from those used in these rows."""
    nothing = other == Vote.NOT_A_MEMBER
    if source != "own":  # a file of one's own may be about a few states only
        nothing &= used == Vote.NOT_VOTING
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
    """Return the published totals that are not what the votes add up to."""
    table, matrix = rollcalls
    lists_absent = (matrix == Vote.NOT_VOTING).any(axis=1)
    lists_absent |= ~table["source"].isin(VOTERS_ONLY).to_numpy()
    frames = []
    for name, is_counted in _COUNTED.items():
        counted = np.count_nonzero(is_counted(matrix), axis=1)
        published = table[f"published_{name}"]
        differs = (published != counted).to_numpy(dtype=bool, na_value=False)
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


def left_out_of(source: str, rollcalls: Rollcalls, candidates: list[list[int]]) -> pd.DataFrame:
    """Return roll calls of a source that may each be one of several rows, the `candidates`."""
    table = rollcalls.table
    tallies = np.array(tallies_of(cast_in(rollcalls.matrix)), dtype=np.int64).reshape(-1, 3)
    ids = [
        f"{symbol}#{number}" if number else symbol
        for symbol, number in zip(table["symbol"], table["number"], strict=True)
    ]
    return pd.DataFrame(
        {
            "rollcall": pd.Series(ids, dtype="str"),
            "date": table["date"].to_numpy(),
            "source": pd.Series([source] * len(table), dtype="str"),
            "number": table["number"].to_numpy(),
            "yes": tallies[:, 0],
            "no": tallies[:, 1],
            "abstain": tallies[:, 2],
            "candidates": pd.Series(candidates, dtype=object),
        }
    )


def _places(left_out: pd.DataFrame, place: Matrix) -> list[list[int]]:
    """Return where in the record the candidates of each roll call left out stand."""
    return [sorted(place[rows].tolist()) for rows in left_out["candidates"]]


def _undecided(left_out: pd.DataFrame, record: Record) -> list[pd.DataFrame]:
    """Return the roll calls left out, if any, as disagreements with those that they may be."""
    ids, table = record.rollcalls.index, record.rollcalls
    rows = []
    for out in left_out.itertuples():
        first = out.at[0]
        rows.append(
            {
                "place": first,
                "rollcall": ids[first] if len(out.at) == 1 else table["symbol"].iloc[first],
                "date": out.date,
                "what": "roll call",
                "used": ", ".join(ids[out.at]),
                "used_from": ", ".join(dict.fromkeys(table["source"].iloc[out.at])),
                "other": f"{out.rollcall}: {out.yes}-{out.no}-{out.abstain}",
                "other_from": out.source,
            }
        )
    return [pd.DataFrame(rows)] if rows else []


def notes_on(disagreements: pd.DataFrame) -> list[str]:
    """Return what a user of the record has to know of them, in words."""
    notes = []
    states = disagreements[disagreements["what"].str.fullmatch("[A-Z]{3}")]
    totals = disagreements[disagreements["other_from"].str.startswith("published by ")]
    out = int((disagreements["what"] == "roll call").sum())
    if len(states):
        rollcalls = count_of(states["rollcall"].nunique(), "roll call")
        notes.append(
            f"{count_of(len(states), 'vote')} in {rollcalls} on which sources differ: the more"
            " authoritative counts"
        )
    if len(totals):
        named = list(dict.fromkeys(totals["rollcall"]))
        more = f" and {len(named) - 3:,} more" if len(named) > 3 else ""
        notes.append(
            f"{count_of(len(named), 'roll call')} whose published totals differ from the votes,"
            f" which are counted: {', '.join(named[:3])}{more}"
        )
    if out:
        notes.append(
            f"{count_of(out, 'roll call')} left out: it cannot be decided whether another source"
            " has them already"
        )
    return notes
