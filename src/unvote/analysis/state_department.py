"""The State Department's voting coincidence: its tables for a year, by the method of that year."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.joint_votes import joint
from unvote.analysis.measures import find_measure
from unvote.analysis.parties import membership, names_of_the_day
from unvote.analysis.rollcalls import absences_note
from unvote.codes import LETTERS, Vote
from unvote.errors import ArgumentError
from unvote.record import Matrix, Record, count_of
from unvote.world.groups import REGIONS, all_groups
from unvote.world.spelling import plain
from unvote.world.tables import read_table

COUNTS = ("identical", "opposite", "partial", "absent", "votes")
COUNTRIES = ("country", "state", "region", *COUNTS, "coincidence")
REGIONAL = ("region", "name", "countries", *COUNTS, "coincidence")
ROLLCALLS = ("rollcall", "date", "session", "title", "part", "us_vote")
US = "USA"
# The regular session that opens in the autumn of a year has the number of the year less this.
FIRST_SESSION = 1945
# What the record that comes with unvote is called.
EMBEDDED = "the embedded record"
# The Assembly's first votes, and the last year that a date can have.
FIRST_VOTES, LAST_YEAR = 1946, 9999


class Method(NamedTuple):
    """How the reports from one year on make their tables.

    Attributes
    ----------
    since, until : int
        The first and the last report made so; the last method has none that is last.
    measure, formula : str
        The measure of a state's score, and its formula over the columns of the table.
    autumn : bool
        Whether the roll calls are those of the autumn part of the session, with those on
        paragraphs, amendments and motions, in which the United States voted yes or no; and
        the averages pooled, all identical votes over all identical and opposite ones. Else
        they are the votes on whole texts in the calendar year, and averages are means.
    places : int
        The decimals of a percentage as printed.
    """

    since: int
    until: int | None
    measure: str
    formula: str
    autumn: bool
    places: int


METHODS = {
    method.since: method
    for method in (
        Method(1984, 2016, "votes-only", "identical / (identical + opposite)", True, 1),
        Method(
            *(2017, 2020, "agreement"),
            "(identical + partial / 2) / (identical + opposite + partial)",
            autumn=False,
            places=0,
        ),
        Method(
            *(2021, None, "coincidence"),
            "(identical + partial / 2 + absent / 2) / votes",
            autumn=False,
            places=0,
        ),
    )
}


class Counted(NamedTuple):
    """The roll calls that go into the tables of a year, and what is to be said about them."""

    method: Method
    record: Record
    notes: list[str]
    reasons: list[str]


def state_department(record: Record, year: int, *, method: int | None = None) -> pd.DataFrame:
    """Return the State Department's table of voting coincidence with the United States.

    Parameters
    ----------
    record : Record
        The roll calls; those of the General Assembly that the method takes are counted.
    year : int
        The year of the report, from 1984 on.
    method : {1984, 2017, 2021}, optional
        Applies the method of the reports since that year; None: that of the year itself.

    Returns
    -------
    DataFrame
        One row a country, in the order of their names: `country, state`; `region`, its
        regional group, empty where it was in none; how often it voted as the United States
        did (`identical`), yes against no (`opposite`), or one of the two abstained
        (`partial`), and how often it did not vote (`absent`), together `votes`; and
        `coincidence`, the score, from 0 to 1, missing where it has no votes to count.
        `frame.attrs["reasons"]` says by which method and what it leaves out,
        `frame.attrs["notes"]` what was left out otherwise or is doubtful.

    Raises
    ------
    ArgumentError
        If there was no report for the year yet, or the method is none.

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
    found = counted(record, year, method)
    record = found.record
    codes = [code for code in record.states if code != US]
    votes = record.matrix[:, record.votes.columns.get_indexer(pd.Index(codes))]
    pairs = joint(_us_votes(record)[:, np.newaxis], votes)
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
            "coincidence": find_measure(found.method.measure)(pairs)[0],
        },
        columns=list(COUNTRIES),
    )
    frame = frame.sort_values("country", key=lambda names: names.map(plain), ignore_index=True)
    frame.attrs |= {"notes": found.notes, "reasons": found.reasons}
    return frame


def state_department_regions(
    record: Record, year: int, *, method: int | None = None
) -> pd.DataFrame:
    """Return the State Department's averages of voting coincidence, by region and over all.

    Parameters
    ----------
    record, year, method
        As for `state_department`.

    Returns
    -------
    DataFrame
        One row a regional group (WEOG without the United States), one for the states of no
        group where there are any (`none`), and one for all countries (`all`): `region,
        name`; `countries`, how many have a score; the sums of their counts; `coincidence`:
        the mean of their scores, under the method of 1984 all identical votes over all
        identical and opposite ones; missing where no country has a score.

    Raises
    ------
    ArgumentError
        If there was no report for the year yet, or the method is none.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.state_department_regions(unvote.load("embedded"), 2022)
    >>> frame[["region", "countries", "coincidence"]].round(3).tail(2).to_dict("records")
    [{'region': 'WEOG', 'countries': 28, 'coincidence': 0.836},
      {'region': 'all', 'countries': 192, 'coincidence': 0.66}]
    """
    frame = state_department(record, year, method=method)
    pooled = find_method(year, method).autumn
    groups = {code: (all_groups()[code].name, frame["region"] == code) for code in REGIONS}
    groups["none"] = ("In no regional group", frame["region"] == "")
    groups["all"] = ("All countries", frame["region"].notna())
    rows = []
    for code, (name, mask) in groups.items():
        part = frame[mask]
        if code == "none" and part.empty:
            continue
        sums = part[list(COUNTS)].sum()
        scored = part["coincidence"].dropna()
        share = scored.mean() if len(scored) else np.nan
        if pooled and len(scored):
            share = sums["identical"] / (sums["identical"] + sums["opposite"])
        rows.append((code, name, len(scored), *sums, share))
    averages = pd.DataFrame(rows, columns=list(REGIONAL))
    averages.attrs |= frame.attrs
    return averages


def state_department_rollcalls(
    record: Record, year: int, *, method: int | None = None
) -> pd.DataFrame:
    """Return the roll calls that go into the State Department's tables of a year.

    Parameters
    ----------
    record, year, method
        As for `state_department`.

    Returns
    -------
    DataFrame
        One row a roll call, oldest first: `rollcall, date, session, title`; `part`, empty
        for a whole text, else "amendment" or "paragraph"; `us_vote`, what the United States
        voted (Y, N or A).

    Raises
    ------
    ArgumentError
        If there was no report for the year yet, or the method is none.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.state_department_rollcalls(unvote.load("embedded"), 2022)
    >>> frame[["rollcall", "us_vote"]].tail(2).to_dict("records")
    [{'rollcall': 'A/RES/77/7', 'us_vote': 'N'}, {'rollcall': 'A/RES/ES-11/5', 'us_vote': 'Y'}]
    """
    found = counted(record, year, method)
    letters = np.array(LETTERS, dtype=object)
    frame = found.record.rollcalls.reset_index()[list(ROLLCALLS[:-1])]
    frame = frame.assign(us_vote=pd.array(letters[_us_votes(found.record)], dtype="str"))
    frame.attrs |= {"notes": found.notes, "reasons": found.reasons}
    return frame


def find_method(year: int, method: int | None = None) -> Method:
    """Return the method of the report for a year, or the one that is asked for.

    Raises
    ------
    ArgumentError
        If the reports began later, the year is none, or no method began in that year.

    Examples
    --------
    >>> find_method(2019).measure, find_method(2019, 2021).measure
    ('agreement', 'coincidence')
    """
    first = min(METHODS)
    if year > LAST_YEAR:
        raise ArgumentError(f"year {year} is none: it has four digits, from {first} on")
    if year < first:
        told = f"year {year}: the State Department's reports begin with {first}"
        if year >= FIRST_VOTES:
            told += (
                f" (a method on other years: 'unvote align US --from {year} --to {year} --measure"
                f" {METHODS[first].measure}')"
            )
        raise ArgumentError(told)
    if method is None:
        return METHODS[max(since for since in METHODS if since <= year)]
    if method not in METHODS:
        raise ArgumentError(
            f"method {method}: it is the year since which the reports use it,"
            f" {', '.join(map(str, METHODS))}"
        )
    return METHODS[method]


def counted(record: Record, year: int, method: int | None = None) -> Counted:
    """Return the roll calls that go into the tables of a year.

    Parameters
    ----------
    record, year, method
        As for `state_department`.

    Returns
    -------
    Counted
        The method and the roll calls that it takes. A roll call in which the United States
        did not vote has no vote to coincide with, and is left out.

    Raises
    ------
    ArgumentError
        If there was no report for the year yet, or the method is none.
    """
    chosen = find_method(year, method)
    start = f"{year}-09" if chosen.autumn else str(year)
    rows = record.select(organ="GA", start=start, end=str(year), parts=True)
    notes = [] if len(rows) else _nothing_in(record, year, autumn=chosen.autumn)
    left_out: list[str] = []
    steps: list[tuple[Callable[[Record], Matrix], str, str, list[str]]] = [
        (lambda rows: rows.without_vote, "adopted without a vote", "put to a vote", notes),
        (_us_not_voting, "the United States did not vote", "the United States voted", notes),
    ]
    if chosen.autumn:
        yes_or_no = "the United States voted yes or no"
        steps += [
            (
                lambda rows: _of_session_before(rows, year),
                "of an earlier session",
                "of the new session",
                left_out,
            ),
            (_us_abstaining, "the United States abstained", yes_or_no, left_out),
        ]
    else:
        steps.append((_on_a_part, "on amendments and paragraphs", "whole texts", left_out))
    for mask_of, why, kept, told in steps:
        mask = mask_of(rows)
        if mask.any():
            told.append(f"{count_of(int(mask.sum()), 'roll call')} left out: {why}")
            rows = rows.narrowed(~mask, kept)
    doubts = _doubts(record, year, own=method is None) if len(rows) else []
    reasons = [_in_words(chosen)]
    if chosen is find_method(year):
        reasons += _as_reported(year, len(rows))
    return Counted(chosen, rows, [*doubts, *notes], [*reasons, *left_out, *absences_note(rows)])


def printed(shares: Iterable[float], places: int) -> list[Decimal | None]:
    """Return shares as percentages of some decimals, rounded half up as they are printed.

    Parameters
    ----------
    shares : iterable of float
        Each is taken for the nearest fraction of whole numbers up to a million, so that a
        half is a half; missing (nan) gives None.
    places : int
        How many decimals.

    Examples
    --------
    >>> printed([70 / 89, 0.145, float("nan")], 0), printed([0.04345], 2)
    ([Decimal('79'), Decimal('15'), None], [Decimal('4.35')])
    """
    return [None if np.isnan(share) else _percentage(share, places) for share in shares]


def _percentage(share: float, places: int) -> Decimal:
    exact = Fraction(share).limit_denominator(1_000_000) * 100 * 10**places
    return Decimal(floor(exact + Fraction(1, 2))).scaleb(-places)


def _us_votes(record: Record) -> Matrix:
    """Return what the United States voted in each roll call, as codes of `Vote`."""
    if US not in record.votes.columns:
        return np.zeros(len(record), dtype=np.int8)
    return np.asarray(record.votes[US])


def _us_not_voting(record: Record) -> Matrix:
    return ~np.isin(_us_votes(record), (Vote.YES, Vote.ABSTAIN, Vote.NO))


def _us_abstaining(record: Record) -> Matrix:
    return np.asarray(_us_votes(record) == Vote.ABSTAIN)


def _on_a_part(record: Record) -> Matrix:
    return np.asarray(record.rollcalls["part"] != "", dtype=bool)


def _of_session_before(record: Record, year: int) -> Matrix:
    """Return which roll calls are of a regular session older than that of the autumn."""
    return np.array(
        [
            session.isdecimal() and int(session) < year - FIRST_SESSION
            for session in record.rollcalls["session"]
        ],
        dtype=bool,
    )


def _last_days(votes: Matrix) -> Matrix:
    """Return the last roll call in which each state was a member, as places of rows."""
    here = votes != Vote.NOT_A_MEMBER
    return len(votes) - 1 - np.argmax(here[::-1], axis=0) if len(votes) else np.zeros(0, dtype=int)


def _regions(record: Record, codes: list[str], rows: Matrix) -> list[str]:
    """Return the regional group of each state on the day of its row, empty where in none."""
    found = [""] * len(codes)
    columns = record.votes.columns.get_indexer(pd.Index(codes))
    for region in REGIONS if len(record) else ():
        belongs = membership(record, all_groups()[region])[rows, columns]
        found = [region if inside else old for inside, old in zip(belongs, found, strict=True)]
    return found


def _in_words(method: Method) -> str:
    """Return the method in a sentence."""
    until = f"for {method.since}-{method.until}" if method.until else f"since {method.since}"
    if method.autumn:
        which = "roll calls of the autumn in which the United States voted yes or no"
        averages = "averages are pooled, all identical over all identical and opposite votes"
    else:
        which = "final votes on whole texts in the calendar year"
        averages = "averages are means of the countries' scores"
    return f"method of the reports {until}: {method.formula}; {which}; {averages}"


def _as_reported(year: int, here: int) -> list[str]:
    """Return a line on how many roll calls the report itself counts, and its average."""
    for row in read_table("state_department"):
        if int(row["year"]) == year:
            average = f" and prints {row['overall']}% for all countries" if row["overall"] else ""
            return [f"the report for {year} counts {row['votes']} roll calls{average}; here {here}"]
    return []


def _nothing_in(record: Record, year: int, *, autumn: bool) -> list[str]:
    """Return a note that a record has no roll call of a year, and of which days it has some."""
    days = record.rollcalls.loc[np.asarray(record.rollcalls["organ"] == "GA"), "date"].dropna()
    if record.selection or days.empty:
        return []
    when = f"the autumn of {year}" if autumn else str(year)
    hint = "; 'unvote data pull' fetches the full record since 1946"
    return [
        f"{record.name} has no roll call of the General Assembly of {when}: those it has are of"
        f" {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}{hint if record.name == EMBEDDED else ''}"
    ]


def _doubts(record: Record, year: int, *, own: bool) -> list[str]:
    """Return notes on a year for which no report is known, or that is not over."""
    notes = []
    last_report = max(int(row["year"]) for row in read_table("state_department"))
    if own and year > last_report:
        since = find_method(year).since
        notes.append(f"no report for {year} is known: made by the method of those since {since}")
    days = record.rollcalls.loc[np.asarray(record.rollcalls["organ"] == "GA"), "date"]
    end = days.max()
    if not pd.isna(end) and end.year == year and end.month < 12:
        notes.append(f"the roll calls end on {end:%Y-%m-%d}, before the end of the year")
    return notes
