"""Whether a roll call passed, by how much, and whether a claimed tally is right."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import pandas as pd

from unvote.analysis.actors import Groups
from unvote.analysis.counts import COUNTED, COUNTS
from unvote.analysis.outcomes import (
    FEW,
    SWITCH,
    VERDICT,
    Judged,
    Outcomes,
    count_columns,
    judge_rollcalls,
    switch_column,
    verdict_columns,
)
from unvote.analysis.rollcalls import ABOUT, days_note
from unvote.analysis.supposed import Supposed, supposed
from unvote.answer import CAUTION, Answer, Column, Kind, Note, noted, question
from unvote.codes import Vote
from unvote.errors import ArgumentError
from unvote.record import Record
from unvote.world.naming import match_symbols
from unvote.world.rules import all_rules, find_rule, permanent_members, votes_to_join
from unvote.world.states import name_of
from unvote.world.words import first_of, listed

# The most roll calls vetoed by one member that a note names.
_MOST = 20
CHECK = (
    *(ABOUT[0], ABOUT[1].hidden(), VERDICT[0]),
    *(*COUNTED[:3], *(column.hidden() for column in COUNTED[3:])),
    *(*VERDICT[1:3], VERDICT[3].hidden(), VERDICT[4]),
    *(SWITCH, Column("join", Kind.COUNT)),
    *(Column("expected"), Column("expected_ok", Kind.TRUTH), *VERDICT[5:]),
)
SUPPOSED = (
    *(CHECK[0], CHECK[1], Column("votes", key=True), VERDICT[0].hidden()),
    *(*COUNTED[:4], COUNTED[4].hidden()),
    *(VERDICT[1], VERDICT[2].hidden(), VERDICT[3].hidden(), VERDICT[4]),
    *(SWITCH, Column("join", Kind.COUNT, shown=False)),
    *(Column("changed", Kind.COUNT, shown=False), Column("supposed", Kind.TEXT, shown=False)),
    *VERDICT[5:],
)
AS_CAST, AS_SUPPOSED = "as cast", "supposed"


@dataclass(frozen=True)
class Checked:
    """What a drawing needs besides the rows, by roll call."""

    why: Mapping[str, str]  # the rule, and why it was taken
    # What the other rules of the organ would give, where that differs.
    other_rules: Mapping[str, list[str]]


@question
def check(
    record: Record,
    rule: str | None = None,
    expected: Sequence[tuple[str, str]] = (),
    *,
    as_listed: bool = False,
    suppose: str | Sequence[str] = (),
    groups: Groups | None = None,
) -> Answer:
    """Say whether each roll call passed, by how much, and whether a claimed tally is right.

    Parameters
    ----------
    record : Record
        The roll calls.
    rule : str, optional
        The rule to apply to all roll calls; None applies the usual rule of each.
    expected : sequence of (str, str)
        A roll call as people name it, and its tally as claimed: "93-18-65" (yes, no,
        abstain) or "93-18-65-17" (and not voting).
    as_listed : bool
        Treats the states listed as the whole body. Otherwise the body is the members of the day,
        and an outcome that members missing from the list could change is "open".
    suppose : str or sequence of str
        What if some had voted differently: "RU=X", "all EU=N" (its members of the day, even those
        that did not vote), "ABSTAIN=N" (all that abstained). A supposition about a state beats one
        about a group, and that beats one about a vote.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`), for `suppose`.

    Returns
    -------
    DataFrame
        One row per roll call: `rollcall, date, rule, yes, no, abstain, not_voting, members, needed,
        margin, passed, outcome`; `switch`, how many noes would have to become yes for the text to
        pass (or yes become no for it to fail); `join`, how many that abstained or did not vote
        would have to vote yes (or no); both missing if no number would do; `expected` and
        `expected_ok`, missing if nothing is claimed; `rule_known` and `outcome_otherwise`, as
        `tally` has them. With `suppose` two rows per roll call, with `votes` "as cast" and
        "supposed"; instead of `expected` and `expected_ok` the second has `changed`, how many
        states vote differently, and `supposed`, which ones. `frame.attrs["notes"]` says which
        figures of a claim differ, what is doubtful, which rules were taken, and why. `check.answer`
        has `facts` by roll call: `why`, the rule and the reason for it, and `other_rules`, the
        outcomes by other rules of the organ if they differ.

    Raises
    ------
    ArgumentError
        If the rule is unknown, or a claim is not written as 93-18-65, or a supposition as RU=X.
    UnknownNameError
        If a claim is about a roll call that is not in the record, or a state is unknown.
    NothingSelectedError
        If a state or a group that is supposed to vote has no vote in any of the roll calls.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.check(unvote.load("embedded").select("S/2022/155"))
    >>> frame[["yes", "needed", "outcome", "switch"]].to_dict("records")
    [{'yes': 11, 'needed': 9, 'outcome': 'vetoed', 'switch': 1}]
    """
    outcomes = judge_rollcalls(record, rule, as_listed=as_listed)
    judged = outcomes.judged
    frame = _verdicts(record, judged)
    if suppose:
        what_if = supposed(record, [suppose] if isinstance(suppose, str) else suppose, groups)
        return _supposed(record, what_if, outcomes, frame, rule, as_listed=as_listed)
    claims = _claims(record, expected)
    frame["expected"] = pd.array([claims.get(id_) for id_ in frame["rollcall"]], dtype="str")
    differences = {
        id_: _differences(frame.loc[place], claims[id_])
        for place, id_ in enumerate(frame["rollcall"])
        if id_ in claims
    }
    frame["expected_ok"] = pd.array(
        [not differences[id_] if id_ in differences else None for id_ in frame["rollcall"]],
        dtype="boolean",
    )
    wrong = [f"{id_}: {', '.join(found)}" for id_, found in differences.items() if found]
    frame = frame[[column.name for column in CHECK]]
    return Answer(
        frame,
        CHECK if claims else [one.hidden() if "expected" in one.name else one for one in CHECK],
        record,
        notes=[
            *noted("claim", wrong),
            *noted("veto", _vetoes(record, judged)),
            *noted("doubt", outcomes.notes),
            *days_note(record),
        ],
        basis=[*noted("rule", outcomes.reasons)],
        facts=_facts(frame["rollcall"], judged),
        newest=True,
    )


def _verdicts(record: Record, judged: Sequence[Judged]) -> pd.DataFrame:
    """Return what the rules say about each roll call, one row for each."""
    return record.rollcalls.reset_index()[["rollcall", "date"]].assign(
        **count_columns(record, judged),
        **verdict_columns(judged),
        **switch_column(judged),
        **_join_column(judged),
    )


def _facts(names: Iterable[str], judged: Sequence[Judged]) -> Checked:
    """Return the facts that a drawing needs about each roll call, by name."""
    of_each = dict(zip(names, judged, strict=True))
    others = {name: _other_outcomes(one) for name, one in of_each.items()}
    why = {name: one.reason for name, one in of_each.items()}
    return Checked(why, {name: lines for name, lines in others.items() if lines})


def _supposed(
    record: Record,
    what_if: Supposed,
    cast: Outcomes,
    before: pd.DataFrame,
    rule: str | None,
    *,
    as_listed: bool,
) -> Answer:
    """Return the answer with two rows per roll call: the votes as cast and as supposed."""
    outcomes = judge_rollcalls(what_if.record, rule, as_listed=as_listed)
    after = _verdicts(what_if.record, outcomes.judged)
    rows = range(len(after))
    before = before.assign(votes=AS_CAST, changed=0, supposed="")
    after = after.assign(
        votes=AS_SUPPOSED,
        changed=what_if.changed,
        supposed=[what_if.in_words(row, most=len(what_if.states)) for row in rows],
    )
    frame = pd.concat([before, after]).sort_index(kind="stable").reset_index(drop=True)
    ids = (frame["rollcall"] + " (" + frame["votes"] + ")").tolist()
    every = [one for pair in zip(cast.judged, outcomes.judged, strict=True) for one in pair]
    changes = [
        f"supposed in {before['rollcall'][row]}: {what_if.in_words(row)}" for row in rows[:FEW]
    ]
    return Answer(
        frame[[column.name for column in SUPPOSED]],
        SUPPOSED,
        record,
        notes=[
            *noted(CAUTION, [f"supposed, not as cast: {'; '.join(what_if.words)}"]),
            _turned(before, after),
            *noted("supposed", changes),
            *noted("doubt", [*what_if.notes, *cast.notes]),
            *days_note(record),
        ],
        basis=[*noted("rule", cast.reasons)],
        facts=_facts(ids, every),
        made={"supposed": what_if.words},
        newest=True,
    )


def _turned(cast: pd.DataFrame, supposed: pd.DataFrame) -> Note:
    """Return the note on the roll calls whose outcome the suppositions change."""
    outcomes = zip(cast["rollcall"], cast["outcome"], supposed["outcome"], strict=True)
    turned = [(str(id_), now, then) for id_, now, then in outcomes if now != then]
    if len(turned) == 1:
        [(id_, now, then)] = turned
        return Note("turned", f"{id_} is {then} as supposed, and {now} as cast", 1, (id_,))
    if not turned:
        return Note("turned", "no outcome changes")
    some = first_of((f"{id_} ({then}, as cast {now})" for id_, now, then in turned), FEW)
    words = f"{len(turned):,} outcomes change as supposed: {some}"
    return Note("turned", words, len(turned), tuple(id_ for id_, _, _ in turned))


def _claims(record: Record, expected: Sequence[tuple[str, str]]) -> dict[str, str]:
    claims: dict[str, str] = {}
    for name, claim in expected:
        if not re.fullmatch(r"\s*\d{1,9}(\s*-\s*\d{1,9}){2,3}\s*", claim):
            raise ArgumentError(
                f"'{claim}' is not a tally: write yes-no-abstain as 93-18-65, or 93-18-65-17 with"
                " those that did not vote"
            )
        meant = compress(record.rollcalls.index, match_symbols([name], record.called))
        claims |= dict.fromkeys(meant, claim)
    return claims


def _differences(row: Any, claim: str) -> list[str]:
    """Say which figures of a claim differ from the votes."""
    figures = map(int, re.findall(r"\d+", claim))
    return [
        f"{name.replace('_', ' ')} is {'not listed' if pd.isna(row[name]) else row[name]},"
        f" not {figure}"
        for name, figure in zip(COUNTS, figures, strict=False)
        if pd.isna(row[name]) or row[name] != figure
    ]


def _vetoes(record: Record, judged: Sequence[Judged]) -> list[str]:
    """Return the note that says who vetoed which roll call."""
    columns = [code for code in record.votes.columns if code in permanent_members()]
    against = record.votes[columns].to_numpy() == Vote.NO
    vetoed: dict[str, list[str]] = {}
    for id_, one, noes in zip(record.rollcalls.index, judged, against, strict=True):
        if one.verdict and one.verdict.outcome == "vetoed":
            states = listed(list(map(name_of, compress(columns, noes))))
            vetoed.setdefault(states, []).append(str(id_))
    parts = [f"by {states}: {first_of(ids, _MOST)}" for states, ids in vetoed.items()]
    return [f"vetoed {'; '.join(parts)}"] if parts else []


def _join_column(judged: Sequence[Judged]) -> dict[str, Any]:
    joining = [
        votes_to_join(one.rule, one.votes) if one.rule and one.decided else None for one in judged
    ]
    return {"join": pd.array(joining, dtype="Int64")}


def _other_outcomes(one: Judged) -> list[str]:
    """Return the outcomes that the other rules of the organ would give, where they differ."""
    if one.rule is None or one.verdict is None:
        return []
    differing = []
    for name in dict.fromkeys(rule.name for rule in all_rules() if rule.organ == one.rule.organ):
        verdict = one.by(find_rule(name, one.day))
        if verdict.outcome != one.verdict.outcome:
            needed = "" if verdict.passed is None else f", {verdict.needed} needed"
            differing.append(f"{name}: {verdict.outcome}{needed}")
    return differing
