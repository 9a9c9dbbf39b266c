"""Who stands with whom, where two sides differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unvote.analysis.actors import Groups, among_note, are_cast, names_of_the_day
from unvote.analysis.counts import absences, parts_note
from unvote.analysis.coverage import doubts_of, left_out_note, measure_notes, measured, voted
from unvote.analysis.lists import NAME, STATE
from unvote.analysis.measures import ratio
from unvote.analysis.ranking import enough, few_note, unranked_last
from unvote.analysis.rollcalls import ABOUT
from unvote.analysis.split import Split, split_of
from unvote.analysis.versus_slices import by_slices
from unvote.answer import FORMULA, Answer, Column, Kind, Note, noted, question
from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError
from unvote.record import Record, count_of
from unvote.world.groups import Group
from unvote.world.organs import EVERY
from unvote.world.states import State, all_states

VERSUS = (
    *(STATE, NAME, Column("n", Kind.COUNT), Column("with_a", Kind.COUNT)),
    *(Column("with_b", Kind.COUNT), Column("neither", Kind.COUNT), Column("absent", Kind.COUNT)),
    Column("lean", Kind.COEFFICIENT),
)
SIDES = (ABOUT[0], STATE, NAME, Column("vote"), Column("side"))
SIDE_NAMES = ("with_a", "with_b", "neither", "absent")


@dataclass(frozen=True)
class Leaning:
    """What a picture of who leans to which side needs besides the rows."""

    # The two sides.
    a: State | Group
    b: State | Group
    ranked: int  # the number of rows with enough votes to be ranked


@dataclass(frozen=True)
class Sided:
    """What a drawing of the sides of roll calls needs besides the rows."""

    # The two sides, as the user named them.
    a: str
    b: str
    positions: Mapping[str, tuple[str, str]]  # how the two voted, by roll call
    # The sides of A and B, if they are states: states that are a side have no row.
    states: Mapping[str, str]
    dates: "pd.Series[pd.Timestamp]"  # the day of each roll call


@question
def versus(
    record: Record,
    a: str,
    b: str,
    *,
    by: str | None = None,
    of: str | Sequence[str] | None = None,
    opposed: bool = False,
    among: str | None = None,
    least: int | None = None,
    organ: str = "GA",
    parts: bool = False,
    consensus: bool = False,
    groups: Groups | None = None,
) -> Answer:
    """Say who voted alongside A and who alongside B, where the two differ.

    With `by` or `of` it says how many states stood nearer to A and how many nearer to B.

    Parameters
    ----------
    record : Record
        The roll calls; those in which A and B took the same position, or one of them took none, are
        left out.
    a, b : str
        States or groups; a group takes the position that most of its members took.
    by : str, optional
        Counts the states each "year", "decade", "session", "organ" (all organs), "subject",
        "issue" or "resolution" separately. A roll call counts under each of its subjects or issues.
    of : str or sequence of str, optional
        "regions" (the regional groups), or groups and states ("EU,NATO"): counts the members of
        each separately, as of the day.
    opposed : bool
        Only the roll calls in which one voted yes and the other no.
    among : str, optional
        Lists, or counts, only the states of this group.
    least : int, optional
        States that voted in fewer of the roll calls come last, outside the ranking. None: a
        twentieth of those in which A and B differ, at least 5. 0: none.
    organ : str
        "GA" (the General Assembly), "SC" (the Security Council), or "all". Roll calls of other
        organs are left out. By default, if all roll calls are of one organ, it is that organ.
    parts : bool
        Takes votes on amendments and paragraphs too.
    consensus : bool
        Counts texts adopted without a vote as agreement of all members of the day (Häge and
        Hug 2016, International Interactions 42:503-529).
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row per state, nearest to A first: `state, name`; `n`, the roll calls in which it voted:
        `with_a`, `with_b` or `neither`; `absent`, in which it was a member and did not vote,
        missing if a source lists only who voted; `lean` = (with_a - with_b) / n, from 1 (with A) to
        -1 (with B), missing if n is 0. If A or B is a state, it is not listed; the members of a
        group are, each as itself. With `by` or `of`, instead, one row per slice and group: `by`,
        `group`; `rollcalls`, the number in the slice, and `differ`, the number in which A and B
        differ; in these, how many states stood more often with A (`nearer_a`), with B (`nearer_b`),
        or as often with both (`neither_nearer`); a state that never voted in them counts in none of
        the three; and the votes of all states, `with_a, with_b, neither, absent`. A group has a row
        if it had a member in the slice. `frame.attrs["notes"]` says what is doubtful or was left
        out, how many rows at the end have fewer votes than `least`, and in how many roll calls the
        two differ.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If A and B are the same, `by` is not valid, or `least` is given with `by` or `of`.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.versus(unvote.load("embedded"), "US", "EU")
    >>> frame.head(1).to_dict("records")
    [{'state': 'ISR', 'name': 'Israel', 'n': 13, 'with_a': 13, 'with_b': 0, 'neither': 0,
      'absent': 0, 'lean': 1.0}]
    """
    over = by is not None or of is not None
    if over and least is not None:
        raise ArgumentError("--least is for the ranking of states: leave it out with --by or --of")
    record = measured(record, EVERY if by == "organ" else organ, parts, consensus)
    split = split_of(record, a, b, groups, opposed=opposed, among=among)
    differ = f"{count_of(len(split.record), 'roll call')} in which {a} (A) and {b} (B) differ"
    if split.reasons:
        differ += f"; left out: {', '.join(split.reasons)}"
    reasons = [differ, *among_note(among, groups)]
    if over:
        return by_slices(record, split, by, of, groups, reasons)
    return _ranking(record, split, least, reasons)


def _ranking(record: Record, split: Split, least: int | None, reasons: list[str]) -> Answer:
    """Return the states from those nearest to A to those nearest to B."""
    votes, listed = split.votes, split.listed
    with_a = (votes == split.first).sum(axis=0)
    with_b = (votes == split.second).sum(axis=0)
    absent = (votes == Vote.NOT_VOTING).sum(axis=0)
    n = are_cast(votes).sum(axis=0)
    lean = ratio(with_a - with_b, n)
    frame = pd.DataFrame(
        {
            "state": pd.array(listed, dtype="str"),
            "name": pd.array([all_states()[code].name for code in listed], dtype="str"),
            "n": n,
            "with_a": with_a,
            "with_b": with_b,
            "neither": n - with_a - with_b,
            "absent": absences(absent, split.record.without_absences.any()),
            "lean": lean,
        }
    )
    frame = frame.sort_values(["lean", "n", "state"], ascending=[False, False, True])
    ranked = enough(frame["n"], len(split.record), least)
    frame = unranked_last(frame, ranked)
    return Answer(
        frame,
        VERSUS,
        record,
        notes=measure_notes(
            record,
            doubts_of(split.record),
            [*few_note(ranked, least, len(split.record)), *split.notes],
            [split.one.code, split.other.code, *listed],
        ),
        basis=[
            *noted("reason", reasons),
            Note(FORMULA, "lean = (with A - with B) / n, from +1 to -1"),
        ],
        facts=Leaning(split.one, split.other, int(ranked.sum())),
    )


@question
def sides(
    record: Record,
    a: str,
    b: str,
    *,
    opposed: bool = False,
    among: str | None = None,
    groups: Groups | None = None,
) -> Answer:
    """Say, roll call by roll call, which states stood with A, which with B, and which with neither.

    Parameters
    ----------
    record, a, b, opposed, among, groups
        As for `versus`; roll calls of all organs, and on parts of texts, are listed.

    Returns
    -------
    DataFrame
        One row per roll call and state: `rollcall, state, name` (of the day), `vote` and
        `side`: "with_a", "with_b", "neither" or "absent", in that order.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.
    ArgumentError
        If A and B are one and the same.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.sides(unvote.load("embedded").select("ES-11/7"), "US", "EU")
    >>> frame["side"].value_counts().to_dict()
    {'with_b': 93, 'neither': 65, 'with_a': 17, 'absent': 17}
    """
    record = voted(record)
    split = split_of(record, a, b, groups, opposed=opposed, among=among)
    votes, listed = split.votes, split.listed
    side = np.full(votes.shape, SIDE_NAMES.index("neither"))
    side[votes == split.first] = SIDE_NAMES.index("with_a")
    side[votes == split.second] = SIDE_NAMES.index("with_b")
    side[votes == Vote.NOT_VOTING] = SIDE_NAMES.index("absent")
    rows, places = np.nonzero(votes != Vote.NOT_A_MEMBER)
    order = np.lexsort((places, side[rows, places], rows))
    rows, places = rows[order], places[order]
    codes = [listed[place] for place in places]
    frame = pd.DataFrame(
        {
            "rollcall": split.record.rollcalls.index[rows],
            "state": codes,
            "name": names_of_the_day(split.record, listed)[rows, places],
            "vote": [LETTERS[vote] for vote in votes[rows, places]],
            "side": [SIDE_NAMES[kind] for kind in side[rows, places]],
        },
        columns=[column.name for column in SIDES],
    )
    left_out = [*left_out_note(record), *parts_note(record)]
    left_out += [f"left out: {', '.join(split.reasons)}"] if split.reasons else []
    index = split.record.rollcalls.index
    pairs = zip(index, split.first, split.second, strict=True)
    named = ((split.one, SIDE_NAMES[0]), (split.other, SIDE_NAMES[1]))
    return Answer(
        frame,
        SIDES,
        record,
        notes=[*noted("left out", [*left_out, *split.notes])],
        facts=Sided(
            a=a,
            b=b,
            positions={id_: (LETTERS[one], LETTERS[other]) for id_, [one], [other] in pairs},
            states={actor.code: kind for actor, kind in named if isinstance(actor, State)},
            dates=record.rollcalls["date"],
        ),
    )
