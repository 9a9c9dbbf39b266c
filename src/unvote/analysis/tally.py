"""Tallies and outcomes: how many voted how, and what the rules make of it."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.analysis.parties import Groups, membership, parties, undated_note
from unvote.codes import Vote
from unvote.errors import ArgumentError
from unvote.record import Record, count_of
from unvote.world.groups import REGIONS, all_groups
from unvote.world.rules import (
    Count,
    Rule,
    Verdict,
    all_rules,
    default_rule,
    find_rule,
    judge,
    permanent_members,
    votes_to_join,
    votes_to_switch,
)
from unvote.world.states import all_states
from unvote.world.symbols import match_symbols

COUNTS = ("yes", "no", "abstain", "not_voting", "members")
ABOUT = ("rollcall", "date", "organ", "session", "title")
TALLY_BY = ("rollcall", "date", "group", *COUNTS)
CHECK = (
    *("rollcall", "date", "rule", *COUNTS, "needed", "margin", "passed", "outcome"),
    *("switch", "join", "expected", "expected_ok"),
)
WITHOUT_A_VOTE = "without a vote"
# How many doubts are told one by one.
FEW = 5
ORGAN_NAMES = {"GA": "General Assembly", "SC": "Security Council"}


class _Judged(NamedTuple):
    """A roll call under its rule; no rule and no verdict for a text adopted without a vote."""

    rule: Rule | None
    votes: Count
    day: date | None
    verdict: Verdict | None


def about(record: Record) -> pd.DataFrame:
    """Return what each roll call is: `rollcall,date,organ,session,title`."""
    return record.rollcalls.reset_index()[list(ABOUT)]


def count_votes(matrix: Any, mask: Any = True) -> dict[str, Any]:
    """Return the counts of the votes in each roll call, of all states or of those in a mask."""
    kinds = {"yes": Vote.YES, "no": Vote.NO, "abstain": Vote.ABSTAIN, "not_voting": Vote.NOT_VOTING}
    counts = {name: ((matrix == vote) & mask).sum(axis=1) for name, vote in kinds.items()}
    return counts | {"members": ((matrix != Vote.NOT_A_MEMBER) & mask).sum(axis=1)}


def tally(
    record: Record, by: str | Sequence[str] | None = None, *, groups: Groups | None = None
) -> pd.DataFrame:
    """Count the votes of each roll call, and say by the usual rule whether it passed.

    Parameters
    ----------
    record : Record
        The roll calls.
    by : str or sequence of str, optional
        "region", or groups and states ("EU,NATO"): counts each of them apart.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a roll call, oldest first: `rollcall, date, organ, session, title`; the votes
        cast, `yes, no, abstain`; `not_voting` and `members`; `rule`, the least number of yes
        votes `needed`, the `margin` (yes - needed), `passed` and `outcome` ("adopted",
        "rejected", "vetoed", "no decision", "without a vote"). With `by` one row a roll call
        and group: `rollcall, date, group, yes, no, abstain, not_voting, members`, with the
        members of the day; under "region" the states of no regional group are `none`.
        `frame.attrs["reasons"]` says which rules were taken and why, `frame.attrs["notes"]`
        what is doubtful and what was left out.

    Raises
    ------
    UnknownNameError
        If a group is not known.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.tally(unvote.load("embedded").select("ES-11/7"))
    >>> frame[["yes", "no", "abstain", "not_voting", "needed", "outcome"]].to_dict("records")
    [{'yes': 93, 'no': 18, 'abstain': 65, 'not_voting': 17, 'needed': 74, 'outcome': 'adopted'}]
    """
    if by is not None:
        return _tally_by(record, by, groups)
    judged, reasons, doubts = _judged(record, None)
    frame = about(record).assign(**_count_columns(record, judged), **_verdict_columns(judged))
    frame.attrs |= {"notes": doubts, "reasons": reasons}
    return frame


def _tally_by(record: Record, by: str | Sequence[str], groups: Groups | None) -> pd.DataFrame:
    notes: list[str] = []
    reasons: list[str] = []
    matrix = record.matrix
    if by == "region":
        masks = {region: membership(record, all_groups()[region]) for region in REGIONS}
        masks["none"] = ~np.logical_or.reduce(list(masks.values()))
        named = [all_groups()[REGIONS[0]]]
    else:
        names = by.split(",") if isinstance(by, str) else by
        named = parties([name for name in names if name.strip()], groups)  # type: ignore[assignment]
        masks = {party.code: membership(record, party) for party in named}
    if any(left_out := [undated_note(record, party) for party in named]):
        notes += [note for some in left_out for note in some][:1]
        dated = record.rollcalls["date"].notna().to_numpy()
        record, matrix = record.rows(dated), matrix[dated]
        masks = {code: mask[dated] for code, mask in masks.items()}
    pieces = [
        pd.DataFrame(
            {
                "rollcall": record.rollcalls.index,
                "date": record.rollcalls["date"].to_numpy(),
                "group": code,
                "place": np.arange(len(record)),
                "unlisted": record.without_absences,
                **count_votes(matrix, mask),
            }
        )
        for code, mask in masks.items()
    ]
    frame = pd.concat(pieces, ignore_index=True).sort_values("place", kind="stable")
    if by == "region":
        frame = frame[frame["members"] > 0]
        if "WEOG" in set(frame["group"]):
            reasons.append("the United States counts with WEOG, where it is formally an observer")
    for name in ("not_voting", "members"):  # who did not vote is not known everywhere
        frame[name] = frame[name].astype("Int64").mask(frame["unlisted"])
    notes += _unlisted(record)
    frame = frame[list(TALLY_BY)].reset_index(drop=True)
    frame.attrs |= {"notes": notes, "reasons": reasons}
    return frame


def check(
    record: Record,
    rule: str | None = None,
    expected: Sequence[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Say of each roll call whether it passed, by how much, and whether a claimed tally holds.

    Parameters
    ----------
    record : Record
        The roll calls.
    rule : str, optional
        The rule to apply to all of them; None takes the usual one of each.
    expected : sequence of (str, str)
        A roll call as people name it, and its tally as claimed: "93-18-65" (yes, no,
        abstain) or "93-18-65-17" (and not voting).

    Returns
    -------
    DataFrame
        One row a roll call: `rollcall, date, rule, yes, no, abstain, not_voting, members,
        needed, margin, passed, outcome`; `switch`, how many noes would have to become yes
        for it to pass (or yes become no for it to fail); `join`, how many that abstained or
        did not vote would have to vote yes (or no); both missing where no number would do;
        `expected` and `expected_ok`, missing where nothing is claimed.
        `frame.attrs["notes"]` says which figures of a claim differ and what is doubtful;
        `frame.attrs["reasons"]` which rules were taken and why; `frame.attrs["other_rules"]`,
        by roll call, what the other rules of the organ would have said where they differ.

    Raises
    ------
    ArgumentError
        If the rule is none, or a claim is not written as 93-18-65.
    UnknownNameError
        If a claim is made of a roll call that is not in the record.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.check(unvote.load("embedded").select("S/2022/155"))
    >>> frame[["yes", "needed", "outcome", "switch"]].to_dict("records")
    [{'yes': 11, 'needed': 9, 'outcome': 'vetoed', 'switch': 1}]
    """
    judged, reasons, doubts = _judged(record, rule)
    frame = record.rollcalls.reset_index()[["rollcall", "date"]].assign(
        **_count_columns(record, judged), **_verdict_columns(judged), **_turning_columns(judged)
    )
    claims = _claims(record, expected)
    frame["expected"] = pd.array([claims.get(id_) for id_ in frame["rollcall"]], dtype="str")
    differences = [
        _differences(frame.loc[place], claims[id_]) if id_ in claims else None
        for place, id_ in enumerate(frame["rollcall"])
    ]
    frame["expected_ok"] = pd.array(
        [None if found is None else not found for found in differences], dtype="boolean"
    )
    wrong = [
        f"{id_}: {', '.join(found)}"
        for id_, found in zip(frame["rollcall"], differences, strict=True)
        if found
    ]
    frame = frame[list(CHECK)]
    frame.attrs |= {"notes": [*wrong, *doubts], "reasons": reasons}
    frame.attrs["other_rules"] = {
        id_: differing
        for id_, one in zip(frame["rollcall"], judged, strict=True)
        if (differing := _other_outcomes(one))
    }
    return frame


def _claims(record: Record, expected: Sequence[tuple[str, str]]) -> dict[str, str]:
    called = [
        [symbol, str(id_)]
        for id_, symbol in zip(record.rollcalls.index, record.rollcalls["symbol"], strict=True)
    ]
    claims: dict[str, str] = {}
    for name, claim in expected:
        if not re.fullmatch(r"\s*\d+(\s*-\s*\d+){2,3}\s*", claim):
            raise ArgumentError(
                f"'{claim}' is no tally: write yes-no-abstain as 93-18-65, or 93-18-65-17 with"
                " those that did not vote"
            )
        meant = match_symbols([name], called)
        claims |= {
            str(id_): claim for id_, yes in zip(record.rollcalls.index, meant, strict=True) if yes
        }
    return claims


def _differences(row: Any, claim: str) -> list[str]:
    """Return which figures of a claim differ from the votes."""
    figures = [int(part) for part in claim.split("-")]
    return [
        f"{name.replace('_', ' ')} is {row[name]}, not {figure}"
        for name, figure in zip(COUNTS, figures, strict=False)
        if row[name] != figure
    ]


def _judged(record: Record, rule: str | None) -> tuple[list[_Judged], list[str], list[str]]:
    """Return what the rules say of each roll call, which were taken and why, and doubts.

    Raises
    ------
    ArgumentError
        If the rule is none, or is of another organ than one of the roll calls.
    """
    asked = find_rule(rule) if rule else None
    table = record.rollcalls
    if asked and (strange := int((table["organ"] != asked.organ).sum())):
        raise ArgumentError(
            f"rule '{rule}' is of the {ORGAN_NAMES[asked.organ]}, and of the roll calls"
            f" {strange:,} {'is' if strange == 1 else 'are'} not: add --organ {asked.organ}"
        )
    judged: list[_Judged] = []
    reasons: dict[str, int] = {}
    doubts: list[str] = []
    undated = 0
    days = [None if pd.isna(day) else day.date() for day in table["date"]]
    counts = _counts(record)
    for id_, organ, symbol, session, day, without, count in zip(
        table.index,
        table["organ"],
        table["symbol"],
        table["session"],
        days,
        record.without_vote,
        counts,
        strict=True,
    ):
        if without:
            judged.append(_Judged(None, count, day, None))
            continue
        name, why = (asked.name, "as asked") if asked else default_rule(organ, symbol, session)
        reason = f"{name}: {why}"
        reasons[reason] = reasons.get(reason, 0) + 1
        held = find_rule(name, day)
        undated += day is None and held.since is not None
        verdict = judge(held, count)
        judged.append(_Judged(held, count, day, verdict))
        if not verdict.passed and symbol.startswith("S/RES/"):
            doubts.append(
                f"{id_} is the symbol of an adopted resolution, though {name} makes it"
                f" {verdict.outcome}: was it procedural (--rule security-council-procedural)?"
            )
    why_taken = [
        f"rule {reason}" + (f" ({count_of(times, 'roll call')})" if len(reasons) > 1 else "")
        for reason, times in sorted(reasons.items(), key=lambda item: -item[1])
    ]
    if undated:
        doubts.insert(
            0,
            f"{count_of(undated, 'roll call')} of the Security Council without a date:"
            " judged by the rule since 31 August 1965",
        )
    return judged, why_taken, [*_unlisted(record), *_unlike_published(record), *doubts[:FEW]]


def _unlisted(record: Record) -> list[str]:
    """Return a note on the roll calls of which the source lists only who voted."""
    unknown = int(record.without_absences.sum())
    if not unknown:
        return []
    return [
        f"{count_of(unknown, 'roll call')} of which the source lists only who voted: who did not"
        " is left empty (--fill-absent derives it)"
    ]


def _unlike_published(record: Record) -> list[str]:
    """Return a note on published totals that differ, unless reading the file told of them."""
    table, votes = record.rollcalls, count_votes(record.matrix)
    differ = np.zeros(len(record), dtype=bool)
    for name in COUNTS[:3]:
        published = table[f"published_{name}"]
        differ |= (published.notna() & (published != votes[name]).fillna(False)).to_numpy(bool)
    if not differ.any() or record.notes:
        return []
    first = [
        f"{id_} ({'-'.join('?' if pd.isna(figure) else str(figure) for figure in figures)})"
        for id_, *figures in table[differ][[f"published_{name}" for name in COUNTS[:3]]]
        .head(FEW)
        .itertuples()
    ]
    return [
        f"{count_of(int(differ.sum()), 'roll call')} published with another tally than the votes"
        f" listed, which are counted: {', '.join(first)}"
    ]


def _count_columns(record: Record, judged: Sequence[_Judged]) -> dict[str, Any]:
    """Return the columns yes, no, abstain, not_voting and members.

    Where the source lists only who voted, how many did not is missing, and the members are
    those of the day.
    """
    votes = np.array([one.votes[:4] for one in judged], dtype=np.int64).reshape(-1, 4)
    columns: dict[str, Any] = dict(zip(COUNTS[:4], votes.T, strict=True))
    columns["not_voting"] = pd.arrays.IntegerArray(votes[:, 3].copy(), record.without_absences)
    return columns | {"members": votes.sum(axis=1)}


@cache
def _members_on(day: date) -> int:
    return sum(state.member_on(day) for state in all_states().values())


def _verdict_columns(judged: Sequence[_Judged]) -> dict[str, Any]:
    """Return the columns rule, needed, margin, passed and outcome."""
    verdicts = [one.verdict for one in judged]
    return {
        "rule": pd.array([one.rule.name if one.rule else "" for one in judged], dtype="str"),
        "needed": pd.array([found and found.needed for found in verdicts], dtype="Int64"),
        "margin": pd.array([found and found.margin for found in verdicts], dtype="Int64"),
        "passed": pd.array([found is None or found.passed for found in verdicts], dtype="bool"),
        "outcome": pd.array(
            [found.outcome if found else WITHOUT_A_VOTE for found in verdicts], dtype="str"
        ),
    }


def _turning_columns(judged: Sequence[_Judged]) -> dict[str, Any]:
    """Return the columns switch and join."""
    return {
        name: pd.array(
            [votes_to(one.rule, one.votes) if one.rule else None for one in judged], dtype="Int64"
        )
        for name, votes_to in (("switch", votes_to_switch), ("join", votes_to_join))
    }


def _counts(record: Record) -> list[Count]:
    """Return the count of each roll call; permanent members only in the Security Council."""
    columns = np.array([code in permanent_members() for code in record.votes.columns], dtype=bool)
    council = (record.rollcalls["organ"] == "SC").to_numpy()[:, np.newaxis]
    votes = count_votes(record.matrix)
    unknown = record.without_absences & record.rollcalls["date"].notna().to_numpy()
    for row in np.flatnonzero(unknown):
        there = _members_on(record.rollcalls["date"].iloc[row].date())
        votes["not_voting"][row] = max(there - votes["members"][row], 0)
    permanent = count_votes(record.matrix, columns & council)
    return [
        Count(*numbers)
        for numbers in zip(
            *(votes[name].tolist() for name in COUNTS[:4]),
            permanent["yes"].tolist(),
            permanent["no"].tolist(),
            (permanent["abstain"] + permanent["not_voting"]).tolist(),
            strict=True,
        )
    ]


def _other_outcomes(one: _Judged) -> list[str]:
    """Return what the other rules of the organ would have said, where that differs."""
    if one.rule is None or one.verdict is None:
        return []
    differing = []
    for name in dict.fromkeys(rule.name for rule in all_rules() if rule.organ == one.rule.organ):
        verdict = judge(find_rule(name, one.day), one.votes)
        if verdict.outcome != one.verdict.outcome:
            differing.append(f"{name}: {verdict.outcome}, {verdict.needed} needed")
    return differing
