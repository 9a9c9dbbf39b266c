"""How united a group votes, and which of its members break ranks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, actors, undated_note
from unvote.analysis.counts import parts_note
from unvote.analysis.coverage import doubts_of, measure_notes, measured
from unvote.analysis.measures import ratio
from unvote.analysis.slices import UNORDERED, Slices, slices_of
from unvote.answer import FORMULA, Answer, Column, Kind, noted, question
from unvote.codes import CAST, Vote
from unvote.errors import ArgumentError
from unvote.record import Array, Record
from unvote.selection.positions import membership
from unvote.world.groups import Group
from unvote.world.organs import EVERY

GROUP = Column("group", key=True)
COHESION = (
    *(Column("by", Kind.SLICE, key=True), GROUP, Column("n", Kind.COUNT)),
    *(Column("members", Kind.AVERAGE), Column("rice", Kind.INDEX), Column("attina", Kind.INDEX)),
    *(Column("ai", Kind.INDEX), Column("agreement", Kind.SHARE)),
    Column("unanimity", Kind.SHARE),
)
_AGREEMENT = "agreement = (same + partial / 2) / n over all pairs of members"
_IGNORED = "members that did not vote are ignored, not counted against the group"
FORMULAS = (
    "rice = |Y - N| / (Y + N); attina = (2 max - M) / M; ai = (3 max - M) / (2 M); means over the"
    " n roll calls in which at least 2 members of the day voted; Y, N, A voted yes, no, abstain;"
    " M = Y + N + A; max = the greatest of the three",
    f"{_AGREEMENT}; unanimity = share of unanimous roll calls",
    f"{_IGNORED}; members = how many voted, on average",
)


@dataclass(frozen=True)
class Cohesive:
    """What a picture of how united groups are needs besides the rows."""

    by: str | None  # how the roll calls are split
    drawn: tuple[str, ...]  # the formulas of the indices drawn


@question
def cohesion(
    record: Record,
    *names: str,
    by: str | None = None,
    attendance: float = 0.0,
    organ: str = "GA",
    parts: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Measure how united groups vote.

    A roll call counts for a group if at least two of its members of the day voted yes, no or
    abstain. Members that did not vote are ignored: they do not count against the group. With Y, N
    and A members voting yes, no and abstain, M = Y + N + A and max the greatest of the three, a
    roll call has

    - the index of Rice, abs(Y - N) / (Y + N), missing if nobody voted yes or no,
    - the index of Attinà, (max - (M - max)) / M, from -1/3 (three thirds) to 1,
    - the agreement index of Hix, Noury and Roland, (max - (M - max) / 2) / M, from 0 to 1;
      it is (3 attina + 1) / 4.

    Parameters
    ----------
    record : Record
        The roll calls; texts adopted without a vote are left out.
    *names : str
        Groups; in each roll call their members of the day count.
    by : str, optional
        Measures each "year", "decade", "session", "organ", "subject", "issue" or "resolution"
        separately. A roll call counts under each of its subjects or issues.
    attendance : float
        Leaves out the roll calls in which fewer than this share of the members of the day
        voted, from 0 to 1.
    organ, parts, groups
        As for `align`.

    Returns
    -------
    DataFrame
        One row per group, in the order in which they are named; with `by` first the column `by`,
        and one row for each slice in which the group had a member: `group`; `n`, the roll calls
        counted; `members`, how many members voted, on average; the means of `rice` (over the roll
        calls in which it is defined), `attina` and `ai`; `agreement`, (same + partial / 2) / n over
        all pairs of members that voted, every pair in every roll call counting once; `unanimity`,
        the share of the roll calls in which all members that voted cast the same vote. All but `n`
        are missing if n is 0. `frame.attrs["notes"]` says what is doubtful, and what was left out.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a group is not known.
    ArgumentError
        If no group is named, a name is a state's, or `by` or `attendance` is not valid.

    References
    ----------
    Rice 1925, Political Science Quarterly 40:60-72. Attinà 1990, European Journal of
    Political Research 18:557-579. Hix, Noury and Roland 2005, British Journal of Political
    Science 35:209-234.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded").select("ES-11/7", "ES-11/8")
    >>> unvote.cohesion(record, "EU").round(3).to_dict("records")
    [{'group': 'EU', 'n': 2, 'members': 27.0, 'rice': 0.963, 'attina': 0.926, 'ai': 0.944,
      'agreement': 0.944, 'unanimity': 0.0}]
    """
    record = measured(record, EVERY if by == "organ" else organ, parts)
    blocs, notes = blocs_of(record, names, groups, least=2, attendance=attendance)
    slices, undated = slices_of(record, by)
    frame = pd.concat([_measured(bloc, slices, every=by is None) for bloc in blocs])
    frame = frame.sort_values("by", kind="stable", ignore_index=True)
    if by is None:
        frame = frame.drop(columns="by")
    else:
        frame["by"] = slices.called(frame["by"].to_numpy())
    no_side = {bloc.code: int((bloc.counted & ~bloc.taken_sides).sum()) for bloc in blocs}
    reasons = in_groups("roll calls without a yes or a no, which rice leaves out", no_side)
    one = len(blocs) == 1 and by is not None
    about = (f"cohesion of {names[0]}",) if one else ()
    return Answer(
        frame,
        [column.hidden() if one and column == GROUP else column for column in COHESION],
        record,
        notes=measure_notes(
            record,
            [*slices.doubts, *(doubts_of(record) if attendance else parts_note(record))],
            [*undated, *notes],
        ),
        basis=[
            *noted("reason", [*reasons, *nobody_note(blocs)]),
            *noted(FORMULA, (*about, *FORMULAS)),
        ],
        facts=Cohesive(by, (*about, _AGREEMENT, _IGNORED)),
        made={"attendance": attendance or None},
        newest=by not in UNORDERED,
    )


class Bloc(NamedTuple):
    """A group, how its members of the day voted, and which roll calls count.

    `votes` has one row per roll call and one column per state, with NOT_A_MEMBER where a state did
    not belong. `counts` (3 by roll calls) says how many voted yes, abstained and voted no.
    `counted` says of each roll call whether it counts. Two kinds do not: `few` is the number in
    which too few members voted, `nobody` the number in which the group had no member.
    """

    code: str
    states: Sequence[str]
    votes: Array
    counts: Array
    counted: Array
    few: int
    nobody: int

    @property
    def taken_sides(self) -> Array:
        """The roll calls in which somebody voted yes or no."""
        yes, _, no = self.counts
        return np.asarray(yes + no > 0)


def blocs_of(
    record: Record, names: Sequence[str], groups: Groups | None, *, least: int, attendance: float
) -> tuple[list[Bloc], list[str]]:
    """Return the groups as they voted in some roll calls, and notes on what is left out."""
    if not names:
        raise ArgumentError("name a group ('unvote groups' lists them)")
    if not 0 <= attendance <= 1:
        raise ArgumentError(f"attendance {attendance}: it is a share from 0 to 1")
    found: dict[str, Group] = {}  # each once, however often it is named
    for name, actor in zip(names, actors(names, groups), strict=True):
        if not isinstance(actor, Group):
            raise ArgumentError(
                f"'{name}' is a state ({actor.name}): cohesion needs a group"
                " ('unvote groups' lists them; --group W=FR,DE makes one)"
            )
        found[actor.code] = actor
    blocs = [_bloc(record, group, least, attendance) for group in found.values()]
    notes = [note for group in found.values() for note in undated_note(record, group)]
    too_few = [f"fewer than {least} members"] * bool(least)
    too_few += [f"fewer than {attendance:.0%} of the members"] * bool(attendance)
    few = f"roll calls left out in which {' or '.join(too_few)} voted"
    notes += in_groups(few, {bloc.code: bloc.few for bloc in blocs})
    return blocs, notes


def _bloc(record: Record, group: Group, least: int, attendance: float) -> Bloc:
    belongs = membership(record, group)
    places = np.flatnonzero(belongs.any(axis=0))
    votes = np.where(belongs[:, places], record.matrix[:, places], Vote.NOT_A_MEMBER)
    counts = np.array([(votes == kind).sum(axis=1) for kind in CAST]).reshape(len(CAST), -1)
    present, cast = (votes != Vote.NOT_A_MEMBER).sum(axis=1), counts.sum(axis=0)
    counted = (cast >= least) & (cast / np.maximum(present, 1) >= attendance)
    dated = record.rollcalls["date"].notna().to_numpy() | (not group.dated)
    return Bloc(
        code=group.code,
        states=[str(code) for code in record.votes.columns[places]],
        votes=votes,
        counts=counts,
        counted=counted,
        few=int(((present > 0) & ~counted).sum()),
        nobody=int(((present == 0) & dated).sum()),
    )


def in_groups(what: str, counts: Mapping[str, int]) -> list[str]:
    """Return a line that gives the number for each group, if any is above 0."""
    several = [f"{code} {count:,}" for code, count in counts.items() if count]
    return [f"{what}: {', '.join(several)}"] if several else []


def nobody_note(blocs: Sequence[Bloc]) -> list[str]:
    """Return a note on the roll calls in which a group had no member."""
    nobody = {bloc.code: bloc.nobody for bloc in blocs}
    return in_groups("roll calls in which the group had no member", nobody)


def _measured(bloc: Bloc, slices: Slices, *, every: bool) -> pd.DataFrame:
    """Return one row per slice (its place is in `by`): only slices with members, or all."""
    counted = bloc.counted
    yes, abstain, no = counts = np.where(counted, bloc.counts, 0)
    cast, most = counts.sum(axis=0), counts.max(axis=0)
    pairs = (counts * (counts - 1)).sum(axis=0) + abstain * (yes + no)  # agreement, doubled
    here = (bloc.votes != Vote.NOT_A_MEMBER).any(axis=1)
    unanimous = counted & (most == cast)
    columns = (here, counted, cast, unanimous, pairs, cast * (cast - 1))
    members, n, voting, alike, agreed, of_pairs = slices.sums(np.stack(columns, axis=1)).T
    frame = pd.DataFrame(
        {
            "by": np.arange(len(n)),
            "group": pd.array([bloc.code] * len(n), dtype="str"),
            "n": n,
            "members": ratio(voting, n),
            "rice": _mean(abs(yes - no), yes + no, slices),
            "attina": _mean(2 * most - cast, cast, slices),
            "ai": _mean(3 * most - cast, 2 * cast, slices),
            "agreement": ratio(agreed, of_pairs),
            "unanimity": ratio(alike, n),
        }
    )
    return frame if every else frame[members > 0]


def _mean(parts: Array, wholes: Array, slices: Slices) -> Array:
    """Return the mean of ratios in each slice, over the roll calls whose denominator is not 0.

    Numerators with the same denominator are added as whole numbers, so the order of the roll calls
    changes nothing, not even the last digit.
    """
    sizes = np.unique(wholes[wholes > 0])
    of_size = wholes[:, np.newaxis] == sizes
    sums = slices.sums(of_size * parts[:, np.newaxis])
    total = np.zeros(len(slices.names))
    for size, summed in zip(sizes, sums.T, strict=True):
        total += summed / size
    return ratio(total, slices.sums(of_size).sum(axis=1))
