"""The rules of decision: votes with a known outcome, and laws for any vote."""

import csv
import io
from collections import Counter
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import complete, examples
from unvote.world.questions import Question, all_questions
from unvote.world.rules import (
    Count,
    Rule,
    all_rules,
    default_rule,
    judge,
    permanent_members,
    votes_to_join,
    votes_to_switch,
)

Row = dict[str, str]

DATA = Path(__file__).parent / "data"
PERMANENT = sorted(permanent_members())
OTHERS = [code for code in unvote.states()["state"].unique() if code not in PERMANENT]


def known(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Counts of the Assembly, its committees, the Human Rights Council and the Security Council.
OUTCOMES = known("outcomes.csv")
# Votes of the Security Council, with the vote of every member.
COUNCIL = known("council.csv")


def each(rows: list[Row]) -> pytest.MarkDecorator:
    ids = [f"{row['symbol'] or row['text']} {row['date']}".strip() for row in rows]
    return pytest.mark.parametrize("row", rows, ids=ids)


def record_of(row: Row) -> unvote.Record:
    """Read a file that holds one roll call; several tests ask about the same one."""
    return _read(tuple(row.items()))


@cache
def _read(items: tuple[tuple[str, str], ...]) -> unvote.Record:
    row = dict(items)
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["undl_id", "resolution", "date", "session", "organ", "ms_code", "ms_vote"])
    about = [row["symbol"], row["date"], row.get("session"), row.get("organ")]
    table.writerows([1, *about, state, letter] for state, letter in ballots(row))
    return unvote.read(io.BytesIO(file.getvalue().encode()))


def ballots(row: Row) -> list[tuple[str, ...]]:
    """Return who voted how; a count is dealt out to states, permanent noes to permanent members."""
    if "votes" in row:
        return [tuple(vote.split(":")) for vote in row["votes"].split()]
    against = row["permanent_no"].split()
    no = int(row["no"]) - len(against)
    letters = "Y" * int(row["yes"]) + "N" * no + "A" * int(row["abstain"])
    others = [code for code in PERMANENT if code not in against] + OTHERS
    return [*((code, "N") for code in against), *zip(others, letters, strict=False)]


def rule_and_outcome(frame: pd.DataFrame) -> list[list[str]]:
    return frame[["rule", "outcome"]].values.tolist()


# --- votes whose outcome is known


# What the usual rule decided is also asked below, by that rule.
@pytest.mark.parametrize(
    "row",
    [
        *(row for row in OUTCOMES + COUNCIL if row.get("usual") != "yes"),
        *complete(*(row for row in OUTCOMES if row["usual"] == "yes")),
    ],
)
def test_outcome_is_the_known_one(row: Row) -> None:
    frame = unvote.check(record_of(row), row["rule"], as_listed=True)
    assert rule_and_outcome(frame) == [[row["rule"], row["outcome"]]]


@each(OUTCOMES)
def test_count_alone_gives_the_known_outcome(row: Row) -> None:
    day = date.fromisoformat(row["date"]) if row["date"] else None
    count = Count(
        int(row["yes"]),
        int(row["no"]),
        int(row["abstain"]),
        not_voting=0,
        permanent_no=len(row["permanent_no"].split()),
    )
    assert judge(unvote.find_rule(row["rule"], day), count).outcome == row["outcome"]


@each([row for row in OUTCOMES if row["usual"] == "yes"])
def test_usual_rule_is_the_one_that_applied(row: Row) -> None:
    assert rule_and_outcome(unvote.tally(record_of(row), as_listed=True)) == [
        [row["rule"], row["outcome"]]
    ]


@each([row for row in COUNCIL if row["rule"] == "security-council"])
def test_council_is_taken_as_not_procedural(row: Row) -> None:
    assert rule_and_outcome(unvote.tally(record_of(row), as_listed=True)) == [
        [row["rule"], row["outcome"]]
    ]


def row_of(rows: list[Row], symbol: str) -> Row:
    [row] = [row for row in rows if row["symbol"] == symbol]
    return row


def test_a_question_made_important_is_judged_by_two_thirds() -> None:
    answer = unvote.check.answer(record_of(row_of(OUTCOMES, "A/L.605")), as_listed=True)
    assert rule_and_outcome(answer.frame) == [["two-thirds", "rejected"]]
    assert answer.frame["rule_known"].tolist() == [True]
    assert "simple-majority: adopted, 51 needed" in answer.facts.other_rules["A/L.605"]


def assembly(*rows: tuple[str, str, str, str, str, int, int]) -> unvote.Record:
    """Read a file of votes of the Assembly: symbol, draft, day, title, agenda, yes, no."""
    file = io.StringIO()
    table = csv.writer(file)
    names = ["resolution", "draft", "date", "title", "agenda_title", "session", "organ"]
    table.writerow(["undl_id", *names, "ms_code", "ms_vote"])
    for number, (*about, yes, no) in enumerate(rows):
        votes = zip(OTHERS, "Y" * yes + "N" * no, strict=False)
        table.writerows([number, *about, "", "GA", *vote] for vote in votes)
    return unvote.read(io.BytesIO(file.getvalue().encode()))


TO = "to membership in the United Nations"
SUSPENDED = "Suspension of the rights of membership of X in the Human Rights Council"
CHINA = "Representation of China in the United Nations"
# Symbol, draft, day, title, agenda item, yes, no, and the outcome.
KNOWN = [
    ("A/RES/25/2642B", "", "1970-11-06", "CHINA REPRESENTATION", "", 51, 49, "rejected"),
    ("", "A/L.469", "1965-11-17", CHINA, "", 60, 40, "rejected"),
    ("", "A/L.999", "1967-11-28", CHINA, "To seat another government", 60, 40, "rejected"),
    ("", "A/L.486", "1965-11-17", CHINA, "", 56, 49, "adopted"),
    ("A/RES/2758(XXVI)", "", "1971-10-25", CHINA, "", 60, 40, "adopted"),
    ("A/RES/12/6", "", "1957-09-17", "", "Draft admitting Malaya into the UN", 39, 21, "rejected"),
    ("A/RES/61/5", "", "2006-09-01", f"Admission of X {TO}", "", 60, 40, "rejected"),
    ("A/RES/65/9", "", "2011-03-01", f"{SUSPENDED}", "", 60, 40, "rejected"),
    ("A/RES/1/9", "", "1946-12-08", "Indians", "To require 2/3 majority rule", 29, 24, "adopted"),
    ("A/73/L.42", "", "2018-12-06", "Activities of Hamas", "", 87, 57, "rejected"),
]


@pytest.mark.parametrize("row", KNOWN, ids=[f"{row[0] or row[1]} {row[2]}" for row in KNOWN])
def test_a_text_or_kind_of_text_of_the_table_has_its_own_rule(row: tuple[Any, ...]) -> None:
    *about, outcome = row
    frame = unvote.tally(assembly(tuple(about)), as_listed=True)  # type: ignore[arg-type]
    assert frame[["outcome", "rule_known", "outcome_otherwise"]].values.tolist() == [
        [outcome, True, ""]
    ]
    assert not [note for note in frame.attrs["notes"] if "two thirds" in note]


def test_a_vote_between_a_majority_and_two_thirds_is_marked() -> None:
    record = assembly(
        ("A/RES/79/1", "", "2024-12-02", "Near", "", 60, 40),
        ("A/RES/79/2", "", "2024-12-02", "Two thirds of it", "", 66, 33),
        ("A/RES/79/3", "", "2024-12-02", "Rejected by both", "", 40, 60),
        ("A/RES/ES-11/9", "", "2024-12-03", "Emergency", "", 60, 40),
    )
    columns = ["outcome", "rule_known", "outcome_otherwise"]
    frame = unvote.tally(record, as_listed=True)
    assert frame[columns].values.tolist() == [
        ["adopted", False, "rejected"],
        ["adopted", True, ""],
        ["rejected", True, ""],
        ["rejected", True, ""],
    ]
    assert frame.attrs["notes"][0] == (
        "* not known whether two thirds applied to A/RES/79/1: if so, it is rejected"
    )
    asked = unvote.check(record.select("79/1"), "simple-majority", as_listed=True)
    assert asked[columns].values.tolist() == [["adopted", True, ""]]


@pytest.mark.parametrize("symbol", ["draft 1", "WHA75.8", "A/HRC/RES/51/1"])
@pytest.mark.parametrize(("votes", "agree"), [("YYYNN", False), ("YYYYN", True), ("YYNNN", True)])
def test_a_body_without_a_known_rule_may_decide_by_two_thirds(
    votes: str, agree: bool, symbol: str
) -> None:
    known = agree or symbol.startswith("A/HRC")
    rows = [f"{code},{vote},{symbol}" for code, vote in zip(OTHERS, votes, strict=False)]
    record = unvote.read(io.BytesIO("\n".join(["ms_code,ms_vote,resolution", *rows]).encode()))
    frame = unvote.tally(record, as_listed=True)
    otherwise = "" if known else "rejected"
    assert frame[["rule_known", "outcome_otherwise"]].values.tolist() == [[known, otherwise]]


def test_the_note_on_unknown_rules_names_three_and_counts_the_others() -> None:
    rows = [(f"A/RES/79/{number}", "", "2024-12-02", "", "", 3, 2) for number in range(1, 6)]
    assert unvote.tally(assembly(*rows), as_listed=True).attrs["notes"][0] == (
        "* not known whether two thirds applied to 5 roll calls (A/RES/79/1, A/RES/79/2,"
        " A/RES/79/3 and 2 more): if so, they are rejected"
    )
    other_bodies = "ms_code,ms_vote,resolution\n" + "".join(
        f"{code},{vote},{symbol}\n"
        for symbol, votes in (("draft 1", "YYYNN"), ("WHA75.8", "YY"), ("WHA75.9", "YYYYNNN"))
        for code, vote in zip(OTHERS, votes, strict=False)
    )
    record = unvote.read(io.BytesIO(other_bodies.encode()))
    assert unvote.tally(record, as_listed=True).attrs["notes"][0] == (
        "* not known whether two thirds applied to 2 roll calls (draft 1, WHA75.9): if so, they are"
        " rejected"
    )


def test_a_call_of_an_emergency_session_is_procedural() -> None:
    frame = unvote.tally(record_of(row_of(COUNCIL, "S/RES/2623 (2022)")))
    assert rule_and_outcome(frame) == [["security-council-procedural", "adopted"]]
    assert frame["rule_known"].tolist() == [True]


@examples(100, few=100)
@given(st.integers(0, 90), st.integers(0, 90))
def test_the_rule_is_in_doubt_only_where_the_two_rules_differ(yes: int, no: int) -> None:
    rule = default_rule("GA", "A/RES/79/1", "79", "", "", None)
    count = Count(yes, no, 10, 5)
    outcomes = [judge(unvote.find_rule(name), count).outcome for name in (rule.name, rule.other)]
    assert (outcomes[0] != outcomes[1]) == (no < yes < 2 * no)


@pytest.mark.parametrize("question", all_questions(), ids=lambda one: one.why)
def test_every_row_of_the_table_has_a_rule_a_reason_and_a_source(question: Question) -> None:
    assert unvote.find_rule(question.rule).name == question.rule
    assert question.why
    assert question.source
    assert bool(question.names) != bool(question.words)


def test_committee_passes_what_two_thirds_would_not() -> None:
    answer = unvote.check.answer(record_of(row_of(OUTCOMES, "A/AC.14")), as_listed=True)
    assert rule_and_outcome(answer.frame) == [["simple-majority", "adopted"]]
    assert "two-thirds: rejected, 26 needed" in answer.facts.other_rules["A/AC.14"]


def test_one_count_is_vetoed_or_procedural() -> None:
    draft, call = (record_of(row_of(COUNCIL, name)) for name in ("S/2022/155", "S/RES/2623 (2022)"))
    counts = ["yes", "no", "abstain", "outcome"]
    assert unvote.check(draft)[counts].values.tolist() == [[11, 1, 3, "vetoed"]]
    procedural = unvote.check(call, "security-council-procedural")
    assert procedural[counts].values.tolist() == [[11, 1, 3, "adopted"]]


PLAIN = (
    "simple-majority",
    "a General Assembly vote not known to be on an important question (article 18 (3))",
    "two-thirds",
)
EMERGENCY = (
    "two-thirds",
    "an emergency special session on peace and security (article 18 (2))",
    "",
)
OTHER_BODY = "simple-majority", "another body: those voting decide"
NOT_PROCEDURAL = "security-council", "Security Council, taken as not procedural (article 27 (3))"


@pytest.mark.parametrize(
    ("organ", "symbol", "session", "taken"),
    [
        ("GA", "A/RES/79/7", "79", PLAIN),
        ("GA", "", "79", PLAIN),
        ("GA", "A/RES/S-10/2", "S-10", PLAIN),
        ("GA", "A/RES/ES-11/7", "ES-11", EMERGENCY),
        ("GA", "A/RES/ES-10/19", "72", EMERGENCY),
        ("GA", "A/RES/997(ES-I)", "", EMERGENCY),
        ("GA", "ESS/1/126A", "11", EMERGENCY),
        ("GA", "", "ES-11", EMERGENCY),
        (
            "GA",
            "A/L.605",
            "25",
            (
                "two-thirds",
                "the representation of China, made an important question by resolution 1668 (XVI)",
                "",
            ),
        ),
        (
            "GA",
            "A/C.3/79/L.41",
            "79",
            ("simple-majority", "a committee of the General Assembly (rule 125)", ""),
        ),
        ("", "", "", ("simple-majority", "the body is not known: those voting decide", PLAIN[2])),
        ("HRC", "A/HRC/RES/51/1", "", (*OTHER_BODY, "")),
        ("WHO", "WHA75.8", "", (*OTHER_BODY, "two-thirds")),  # its rules are not known
        ("SC", "S/2022/155", "", (*NOT_PROCEDURAL, "")),
        # It was adopted, so if this rule says otherwise, it was the other.
        ("SC", "S/RES/2774(2025)", "", (*NOT_PROCEDURAL, "security-council-procedural")),
    ],
)
def test_default_rule(organ: str, symbol: str, session: str, taken: tuple[str, ...]) -> None:
    assert default_rule(organ, symbol, session, "", "", None) == taken


@pytest.mark.parametrize(
    ("name", "yes", "no", "members", "needed"),
    [
        ("simple-majority", 93, 18, 193, 56),
        ("simple-majority", 21, 21, 60, 22),
        ("two-thirds", 93, 18, 193, 74),
        ("two-thirds", 51, 49, 127, 67),
        ("two-thirds", 100, 50, 193, 100),
        ("absolute-majority", 93, 18, 193, 97),
        ("two-thirds-of-members", 93, 18, 193, 129),
        ("security-council", 8, 0, 15, 9),
        ("security-council-procedural", 8, 7, 15, 9),
    ],
)
def test_needed(name: str, yes: int, no: int, members: int, needed: int) -> None:
    assert unvote.find_rule(name).needed(yes, no, members) == needed


@pytest.mark.parametrize("name", ["security-council", "security-council-procedural"])
@pytest.mark.parametrize(
    ("day", "needed"),
    [(date(1946, 1, 17), 7), (date(1965, 8, 30), 7), (date(1965, 8, 31), 9), (None, 9)],
    ids=str,
)
def test_council_grew_in_1965(name: str, day: date | None, needed: int) -> None:
    assert unvote.find_rule(name, day).needed(0, 0, 15) == needed


def test_rule_says_where_it_is_written() -> None:
    rule = unvote.find_rule("two-thirds")
    assert rule.title == "two thirds of the members present and voting"
    assert rule.article == (
        "Charter, article 18 (2); Rules of Procedure of the General Assembly (A/520), rules 83, 84"
        " and 86"
    )
    assert rule.text.startswith("Decisions on important questions are made by two thirds")
    assert rule.source == "Charter of the United Nations, article 18; resolution 475 (V)"


def test_unknown_rule_is_told_the_rules() -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        unvote.find_rule("two-third")
    assert str(caught.value) == (
        "'two-third' is not a rule; did you mean two-thirds? (the rules:"
        f" {', '.join(unvote.rules()['rule'].unique())})"
    )


@pytest.mark.parametrize(
    ("name", "count", "switch", "join"),
    [
        ("two-thirds", Count(93, 18, 65, 17), 20, 29),
        ("two-thirds", Count(51, 49, 25, 0), 16, None),
        ("two-thirds", Count(62, 58, 42, 31), 18, 54),
        ("simple-majority", Count(21, 21, 16, 2), 1, 1),
        ("simple-majority", Count(55, 59, 15, 2), 3, 5),
        ("simple-majority", Count(5, 0, 0, 0), 3, None),
        ("simple-majority", Count(1, 0, 4, 0), 1, 1),
        ("absolute-majority", Count(93, 3, 90, 7), None, 4),
        ("absolute-majority", Count(97, 3, 90, 3), 1, None),
        ("security-council", Count(11, 1, 3, 0, 3, 1, 1), 1, None),
        ("security-council", Count(13, 2, 0, 0, 3, 2, 0), 2, None),
        ("security-council", Count(7, 0, 8, 0, 4, 0, 1), None, 2),
        ("security-council", Count(14, 0, 1, 0, 4, 0, 1), 1, 1),
        ("security-council", Count(9, 1, 5, 0, 5, 0, 0), 1, None),
        ("security-council", Count(4, 7, 4, 0, 2, 3, 0), 5, None),
        ("security-council", Count(10, 1, 4, 0, 0, 1, 4), 1, None),
        ("security-council-procedural", Count(11, 1, 3, 0, 3, 1, 1), 3, None),
        ("security-council-procedural", Count(8, 7, 0, 0, 0, 5, 0), 1, None),
    ],
)
def test_votes_to_turn(name: str, count: Count, switch: int | None, join: int | None) -> None:
    rule = unvote.find_rule(name)
    assert (votes_to_switch(rule, count), votes_to_join(rule, count)) == (switch, join)


# --- what holds of any vote


def counted(letters: list[str]) -> Count:
    """Count the votes of a Council whose first five members are the permanent ones."""
    votes, permanent = Counter(letters), Counter(letters[:5])
    return Count(
        yes=votes["Y"],
        no=votes["N"],
        abstain=votes["A"],
        not_voting=votes["X"],
        permanent_yes=permanent["Y"],
        permanent_no=permanent["N"],
        permanent_silent=permanent["A"] + permanent["X"],
    )


COUNCILS = st.sampled_from(["YNAX", "YYYYYNAX", "YYYA", "YYN", "YX"]).flatmap(
    lambda letters: st.lists(st.sampled_from(letters), min_size=11, max_size=15).map(counted)
)


def assemblies(most: int) -> st.SearchStrategy[Count]:
    number = st.integers(0, most)
    return st.tuples(number, number, number, number).map(lambda votes: Count(*votes))


def votes_under_rules(most: int) -> st.SearchStrategy[tuple[Rule, Count]]:
    return st.sampled_from(all_rules()).flatmap(
        lambda rule: st.tuples(st.just(rule), COUNCILS if rule.organ == "SC" else assemblies(most))
    )


# A busy machine must not make the test fail.
any_vote = given(votes_under_rules(200))
small_vote = given(votes_under_rules(12))


def passes(rule: Rule, yes: int, no: int, members: int, permanent_no: int) -> bool:
    """Say whether a text passes, as the Charter words it, in exact fractions."""
    if yes + no == 0:
        return False
    of_voting, of_members = Fraction(yes, yes + no), Fraction(yes, members)
    enough = 7 if rule.until else 9
    return {
        "simple-majority": of_voting > Fraction(1, 2),
        "two-thirds": of_voting >= Fraction(2, 3),
        "absolute-majority": of_members > Fraction(1, 2),
        "two-thirds-of-members": of_members >= Fraction(2, 3),
        "security-council": yes >= enough and permanent_no == 0,
        "security-council-procedural": yes >= enough,
    }[rule.name]


def fewest_changes(rule: Rule, count: Count, *, joining: bool) -> int | None:
    """Try every set of votes that may change, the smallest first, until the outcome turns."""
    passed = passes(rule, count.yes, count.no, count.members, count.permanent_no)
    kind = "silent" if joining else "yes" if passed else "no"
    more_yes = {"silent": 0 if passed else 1, "yes": -1, "no": 1}[kind]
    more_no = {"silent": 1 if passed else 0, "yes": 1, "no": -1}[kind]
    permanent = getattr(count, f"permanent_{kind}")
    elected = getattr(count, kind) - permanent
    for votes in range(1, permanent + elected + 1):
        for of_permanent in range(max(0, votes - elected), min(votes, permanent) + 1):
            yes, no = count.yes + votes * more_yes, count.no + votes * more_no
            permanent_no = count.permanent_no + of_permanent * more_no
            if passes(rule, yes, no, count.members, permanent_no) != passed:
                return votes
    return None


@examples(100, few=100)
@any_vote
def test_verdict_is_that_of_exact_fractions(vote: tuple[Rule, Count]) -> None:
    rule, count = vote
    expected = passes(rule, count.yes, count.no, count.members, count.permanent_no)
    assert judge(rule, count).passed == expected


@examples(100, few=100)
@any_vote
def test_one_more_yes_does_no_harm(vote: tuple[Rule, Count]) -> None:
    rule, count = vote
    if judge(rule, count).passed:
        if count.abstain:
            more = count._replace(yes=count.yes + 1, abstain=count.abstain - 1)
            assert judge(rule, more).passed
        if count.no:
            more = count._replace(yes=count.yes + 1, no=count.no - 1)
            assert judge(rule, more).passed


@examples(100, few=100)
@small_vote
def test_needed_is_the_least_yes_that_passes(vote: tuple[Rule, Count]) -> None:
    rule, count = vote
    cast = count.yes + count.no
    verdict = judge(rule, count)
    assert verdict.margin == count.yes - verdict.needed
    outcomes = [passes(rule, yes, cast - yes, count.members, 0) for yes in range(cast + 1)]
    if cast:
        assert outcomes == [yes >= verdict.needed for yes in range(cast + 1)]


@examples(100, few=100)
@small_vote
def test_votes_to_switch_are_the_fewest(vote: tuple[Rule, Count]) -> None:
    rule, count = vote
    assert votes_to_switch(rule, count) == fewest_changes(rule, count, joining=False)


@examples(100, few=100)
@small_vote
def test_votes_to_join_are_the_fewest(vote: tuple[Rule, Count]) -> None:
    rule, count = vote
    assert votes_to_join(rule, count) == fewest_changes(rule, count, joining=True)


@examples(100, few=100)
@given(st.sampled_from(all_rules()), st.integers(0, 9), st.integers(0, 9))
def test_neither_yes_nor_no_is_no_decision(rule: Rule, abstain: int, not_voting: int) -> None:
    assert judge(rule, Count(0, 0, abstain, not_voting)).outcome == "no decision"


@examples(100, few=100)
@given(COUNCILS)
def test_veto_is_a_permanent_no_to_what_had_the_votes(count: Count) -> None:
    procedural = judge(unvote.find_rule("security-council-procedural"), count)
    outcome = judge(unvote.find_rule("security-council"), count).outcome
    assert (outcome == "vetoed") == (procedural.passed and count.permanent_no > 0)
