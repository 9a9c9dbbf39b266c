"""The State Department's voting coincidence: the tables of a year, by the method of that year."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unvote.analysis.actors import names_of_the_day
from unvote.analysis.consensus import members_then
from unvote.analysis.joint_votes import joint
from unvote.analysis.measures import PairCounts, find_measure, ratio
from unvote.analysis.rollcalls import ABOUT
from unvote.analysis.state_department.counted import US, Counted, counted, us_votes
from unvote.answer import Answer, Column, Kind, question
from unvote.codes import LETTERS, Vote
from unvote.record import Array, Record
from unvote.selection.positions import membership
from unvote.world.groups import REGIONS, all_groups
from unvote.world.spelling import plain

_LISTED = "--rollcalls lists the roll calls that are counted"
COUNTS = ("identical", "opposite", "partial", "absent", "votes")
_COUNTED = tuple(Column(name, Kind.COUNT) for name in COUNTS)
# What texts without a vote add to the identical votes.
_SCORE = (Column("consensus", Kind.AVERAGE), Column("coincidence", Kind.SHARE))
COUNTRIES = (
    *(Column("country", Kind.TEXT, key=True), Column("state", shown=False)),
    *(Column("region", shown=False), *_COUNTED, *_SCORE),
)
REGIONAL = (
    *(Column("region", shown=False), Column("name", Kind.TEXT, key=True)),
    *(Column("countries", Kind.COUNT), *_COUNTED[:-1], _COUNTED[-1].hidden(), *_SCORE),
)
ROLLCALLS = (*(ABOUT[0], ABOUT[1], Column("session"), ABOUT[4], Column("part"), Column("us_vote")),)


@dataclass(frozen=True)
class Coincided:
    """What a drawing of the table of a year needs besides the rows."""

    averages: Answer | None  # the averages by region, shown below the table of countries
    places: int  # the decimals of a percentage in the reports


@question
def state_department(
    record: Record, year: int, *, method: int | None = None, consensus: bool = False
) -> Answer:
    """Return the State Department's table of voting coincidence with the United States.

    Parameters
    ----------
    record : Record
        The roll calls; the method chooses among those of the General Assembly.
    year : int
        The year of the report, from 1984 on.
    method : int, optional
        1984, 2017 or 2021: applies the method of the reports since that year. None: the method of
        the report for `year`.
    consensus : bool
        Counts texts adopted without a vote as well, which adds the column `consensus`. By the
        method of 1984 a text adds to the identical votes the share of the roll calls in which the
        country voted, as in the reports "including consensus". By the other methods it is one
        identical vote of every member of the day.

    Returns
    -------
    DataFrame
        One row per country, in the order of the names: `country, state`; `region`, its regional
        group, empty if it was in none; how often it voted as the United States did (`identical`),
        yes against no (`opposite`), or one of the two abstained (`partial`), and how often it did
        not vote (`absent`), together `votes`; and `coincidence`, the score, from 0 to 1, missing if
        the country has no votes that count. `frame.attrs["notes"]` says what is doubtful, which
        method was used, and what was left out.

    Raises
    ------
    ArgumentError
        If there was no report for the year yet, or the method is unknown.

    Notes
    -----
    Formulas: Department of State, *Voting Practices in the United Nations*, reports for
    1984-2016, 2017-2020 and since 2021 (22 USC 2414a).

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.state_department(unvote.load("embedded"), 2022)
    >>> frame.set_index("state").loc[["AFG"], "identical":].to_dict("records")
    [{'identical': 4, 'opposite': 1, 'partial': 0, 'absent': 1, 'votes': 6, 'coincidence': 0.75}]
    """
    found = counted(record, year, method, consensus)
    frame = _countries(found)
    averages = _averages(found, frame, year)
    answer = found.answer(frame, COUNTRIES, year, _LISTED)
    return replace(answer, facts=Coincided(averages, found.method.places))


def _countries(found: Counted) -> pd.DataFrame:
    """Return the table of countries."""
    record = found.record
    codes = [code for code in record.states if code != US]
    votes = record.votes_of(codes)
    pairs = joint(us_votes(record)[:, np.newaxis], votes)
    score = find_measure(found.method.measure)(pairs)[0]
    added = np.count_nonzero(found.record.without_vote[:, np.newaxis] & (votes != 0), axis=0)
    if found.texts is not None:
        added, score = _including_consensus(found.texts, codes, pairs)
    last = _last_days(votes)
    places = np.arange(len(codes))
    frame = pd.DataFrame(
        {
            "country": pd.array(list(names_of_the_day(record, codes)[last, places]), dtype="str"),
            "state": pd.array(codes, dtype="str"),
            "region": pd.array(_regions(record, codes, last), dtype="str"),
            "identical": pairs.same[0],
            "opposite": pairs.opposite[0],
            "partial": pairs.partial[0],
            "absent": pairs.absent[0],
            "votes": pairs.n[0] + pairs.absent[0],
            "consensus": added,
            "coincidence": score,
        }
    )
    if not found.consensus:
        frame = frame.drop(columns="consensus")
    return frame.sort_values("country", key=lambda names: names.map(plain), ignore_index=True)


def _including_consensus(texts: Record, codes: list[str], pairs: PairCounts) -> tuple[Array, Array]:
    """Return what texts without a vote add to the identical votes of states, and the scores then.

    With c texts while it was a member, and p the share of the roll calls in which it voted, a state
    gets c p more identical votes: its score is (identical + c p) / (identical + opposite + c p).
    """
    members = members_then(texts).sum(axis=0)
    voted, size = pairs.n[0], pairs.n[0] + pairs.absent[0]
    texts_of = members[texts.places(codes)]
    added = texts_of * voted / np.maximum(size, 1)
    same = pairs.same[0] + added
    return added, ratio(same, same + pairs.opposite[0])


@question
def state_department_regions(
    record: Record, year: int, *, method: int | None = None, consensus: bool = False
) -> Answer:
    """Return the State Department's averages of voting coincidence, by region and in all.

    Parameters
    ----------
    record, year, method, consensus
        As for `state_department`.

    Returns
    -------
    DataFrame
        One row per regional group (WEOG without the United States), one for states in no group, if
        there are any (`none`), and one for all countries (`all`): `region, name`; `countries`, how
        many have a score; the sums of their counts; `coincidence`, the mean of their scores, or
        under the method of 1984 all identical votes over all identical and opposite ones; missing
        if no country has a score.

    Raises
    ------
    ArgumentError
        If there was no report for the year yet, or the method is unknown.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.state_department_regions(unvote.load("embedded"), 2022)
    >>> frame[["region", "countries", "coincidence"]].round(3).tail(2).to_dict("records")
    [{'region': 'WEOG', 'countries': 28, 'coincidence': 0.836},
      {'region': 'all', 'countries': 192, 'coincidence': 0.66}]
    """
    found = counted(record, year, method, consensus)
    answer = _averages(found, _countries(found), year)
    return replace(answer, facts=Coincided(None, found.method.places))


def _averages(found: Counted, frame: pd.DataFrame, year: int) -> Answer:
    """Return the averages of a table of countries."""
    pooled = found.method.autumn
    counts = [*COUNTS, *(["consensus"] if found.consensus else [])]
    groups = {code: (all_groups()[code].name, frame["region"] == code) for code in REGIONS}
    groups["none"] = ("In no regional group", frame["region"] == "")
    groups["all"] = ("All countries", frame["region"].notna())
    rows = []
    for code, (name, mask) in groups.items():
        part = frame[mask]
        if code == "none" and part.empty:
            continue
        sums = {name: part[name].sum() for name in counts}
        scored = part["coincidence"].dropna()
        share = scored.mean() if len(scored) else np.nan
        if pooled and len(scored):
            same = sums["identical"] + (sums["consensus"] if found.consensus else 0)
            share = same / (same + sums["opposite"])
        rows.append((code, name, len(scored), *sums.values(), share))
    averages = pd.DataFrame(rows, columns=["region", "name", "countries", *counts, "coincidence"])
    return found.answer(averages, REGIONAL, year, _LISTED)


@question
def state_department_rollcalls(
    record: Record, year: int, *, method: int | None = None, consensus: bool = False
) -> Answer:
    """Return the roll calls that count in the State Department's tables of a year.

    Parameters
    ----------
    record, year, method, consensus
        As for `state_department`.

    Returns
    -------
    DataFrame
        One row per roll call, oldest first: `rollcall, date, session, title`; `part`, empty for a
        whole text, else "amendment" or "paragraph"; `us_vote`, the vote of the United States (Y, N
        or A).

    Raises
    ------
    ArgumentError
        If there was no report for the year yet, or the method is unknown.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.state_department_rollcalls(unvote.load("embedded"), 2022)
    >>> frame[["rollcall", "us_vote"]].tail(2).to_dict("records")
    [{'rollcall': 'A/RES/77/7', 'us_vote': 'N'}, {'rollcall': 'A/RES/ES-11/5', 'us_vote': 'Y'}]
    """
    found = counted(record, year, method, consensus)
    letters = np.array(LETTERS, dtype=object)
    names = [column.name for column in ROLLCALLS[:-1]]
    frame = found.record.rollcalls.reset_index()[names]
    frame = frame.assign(us_vote=pd.array(letters[us_votes(found.record)], dtype="str"))
    return replace(found.answer(frame, ROLLCALLS, year), newest=True)


def _last_days(votes: Array) -> Array:
    """Return, for each state, the row of the last roll call in which it was a member."""
    here = votes != Vote.NOT_A_MEMBER
    return len(votes) - 1 - np.argmax(here[::-1], axis=0) if len(votes) else np.zeros(0, dtype=int)


def _regions(record: Record, codes: list[str], rows: Array) -> list[str]:
    """Return the regional group of each state on the day of its row, empty if in none."""
    found = [""] * len(codes)
    columns = record.places(codes)
    for region in REGIONS if len(record) else ():
        belongs = membership(record, all_groups()[region])[rows, columns]
        found = [region if inside else old for inside, old in zip(belongs, found, strict=True)]
    return found
