"""Which members of a group break ranks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, both_cast
from unvote.analysis.cohesion import GROUP, Bloc, blocs_of, in_groups, nobody_note
from unvote.analysis.coverage import doubts_of, measure_notes, measured
from unvote.analysis.lists import NAME, STATE
from unvote.analysis.measures import ratio
from unvote.analysis.ranking import enough, few_note
from unvote.answer import FORMULA, Answer, Column, Kind, noted, question
from unvote.codes import CAST, Vote
from unvote.record import Array, Record
from unvote.selection.positions import plurality
from unvote.world.states import all_states

DISSENTERS = (
    *(Column("rank", Kind.COUNT, key=True), GROUP, STATE._replace(key=False), NAME),
    *(Column(name, Kind.COUNT) for name in ("n", "same", "opposite", "partial", "absent")),
    Column("dissent", Kind.SHARE),
)
DISSENT = (
    "dissent = (opposite + partial) / n, against what most of the other members chose; absent:"
    " the member, or all others, did not vote",
    "only the roll calls of the days on which a state belonged to the group count",
)


@dataclass(frozen=True)
class Dissenting:
    """What a picture of who dissents needs besides the rows: nothing."""


@question
def dissenters(
    record: Record,
    *names: str,
    attendance: float = 0.0,
    least: int | None = None,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Rank the members of groups by how often they vote differently from the other members.

    Parameters
    ----------
    record, names, attendance, organ, parts, groups
        As for `cohesion`.
    least : int, optional
        A member with a smaller n has no rank and comes at the end of its group. None: a
        twentieth of the roll calls counted for the group, at least 5. 0 ranks all.

    Returns
    -------
    DataFrame
        One row per group and a state that belonged to it on the day of one of the roll calls; only
        the roll calls of those days count. `rank` in the group (1 dissents most, equals share a
        rank, missing below `least`), `group, state, name`; `n`, the roll calls in which the state
        voted and the other members had a position (what most of those that voted chose; none in a
        tie). In these the state and the others voted the `same`, `opposite` (yes against no) or
        `partial` (exactly one abstained). `absent` counts the roll calls in which the state, or all
        the others, did not vote; `dissent` = (opposite + partial) / n, missing if n is 0.
        `frame.attrs["notes"]` says what is doubtful, and what was left out.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a group is not known.
    ArgumentError
        If no group is named, a name is a state's, or `attendance` is not valid.

    Examples
    --------
    >>> import unvote
    >>> unvote.dissenters(unvote.load("embedded"), "EU").head(1).round(3).to_dict("records")
    [{'rank': 1, 'group': 'EU', 'state': 'HUN', 'name': 'Hungary', 'n': 21, 'same': 13,
      'opposite': 4, 'partial': 4, 'absent': 0, 'dissent': 0.381}]
    """
    record = measured(record, organ, parts)
    blocs, notes = blocs_of(record, names, groups, least=0, attendance=attendance)
    frames, ties, few = [], {}, list[str]()
    for bloc in blocs:
        rest, ties[bloc.code] = _rest(bloc)
        ranking = _ranked(bloc, rest, least)
        frames.append(ranking)
        ranked, size = ranking["rank"].notna().to_numpy(), int(bloc.counted.sum())
        few += [f"{bloc.code}: {note}" for note in few_note(ranked, least, size)]
    frame = pd.concat(frames, ignore_index=True)
    reasons = in_groups("votes left out where the rest of the group had no position (a tie)", ties)
    one = len(blocs) == 1
    about = (f"dissent in {names[0]}",) if one else ()
    # A terminal 80 wide has no room for all columns side by side.
    hidden = "group" if one else "same"
    return Answer(
        frame,
        [column.hidden() if column.name == hidden else column for column in DISSENTERS],
        record,
        notes=measure_notes(record, doubts_of(record), [*few, *notes], frame["state"]),
        basis=[
            *noted("reason", [*reasons, *nobody_note(blocs)]),
            *noted(FORMULA, (*about, *DISSENT)),
        ],
        facts=Dissenting(),
        made={"attendance": attendance or None},
    )


def _rest(bloc: Bloc) -> tuple[Array, int]:
    """Return the position of the others for each member, and how many votes met a tie."""
    own = np.array([bloc.votes == kind for kind in CAST])
    there = bloc.votes != Vote.NOT_A_MEMBER
    others = there.sum(axis=1, keepdims=True) - there > 0
    rest, tie = plurality(bloc.counts[:, :, np.newaxis] - own, others)
    return rest, int((tie & own.any(axis=0))[bloc.counted].sum())


def _ranked(bloc: Bloc, rest: Array, least: int | None) -> pd.DataFrame:
    """Return one row per member, the greatest dissent first; those with too few votes come last."""
    names = [all_states()[code].name for code in bloc.states]
    votes, rest = bloc.votes[bloc.counted], rest[bloc.counted]
    both = both_cast(votes, rest)
    same = both & (votes == rest)
    partial = both & ((votes == Vote.ABSTAIN) != (rest == Vote.ABSTAIN))
    absent = (votes != Vote.NOT_A_MEMBER) & (rest != Vote.NOT_A_MEMBER) & ~both
    n = both.sum(axis=0)
    frame = pd.DataFrame(
        {
            "group": pd.array([bloc.code] * len(n), dtype="str"),
            "state": pd.array(bloc.states, dtype="str"),
            "name": pd.array(names, dtype="str"),
            "n": n,
            "same": same.sum(axis=0),
            "opposite": (both & ~same & ~partial).sum(axis=0),
            "partial": partial.sum(axis=0),
            "absent": absent.sum(axis=0),
            "dissent": ratio((both & ~same).sum(axis=0), n),
        }
    )
    ranked = enough(n, int(bloc.counted.sum()), least)
    counted = frame["dissent"].where(ranked)
    frame.insert(0, "rank", counted.rank(method="min", ascending=False).astype("Int64"))
    there = (bloc.votes != Vote.NOT_A_MEMBER).any(axis=0)
    frame, ranked = frame.loc[there], ranked[there]
    order = ["dissent", "n", "state"]
    ascending = [False, False, True]
    pieces: list[pd.DataFrame] = [frame.loc[ranked], frame.loc[~ranked]]
    return pd.concat([rows.sort_values(order, ascending=ascending) for rows in pieces])
