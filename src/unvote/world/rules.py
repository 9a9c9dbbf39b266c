"""The rules by which the organs of the United Nations decide, in whole numbers only."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from unvote.errors import ArgumentError
from unvote.world.groups import all_groups, first_day, last_day
from unvote.world.organs import COMMITTEES, organ_name
from unvote.world.questions import question_of
from unvote.world.spelling import did_you_mean
from unvote.world.symbols import is_committee, is_emergency
from unvote.world.tables import read_table

# The outcome if unlisted members could change it.
OPEN = "open"


class Rule(NamedTuple):
    """One rule of decision: a share of a base, and whether there is a veto.

    Attributes
    ----------
    name, title : str
        The name on the command line, and what the rule asks for in words.
    organ : str
        "GA" or "SC".
    base : str
        The whole that the share refers to: "voting" (yes + no), "members", or "fixed" (a number).
    numerator, denominator : int
        The share.
    over : bool
        Whether more than the share is needed, or just the share.
    veto : bool
        Whether the no of a permanent member of the Security Council defeats the text.
    since, until : date or None
        The first and the last day on which the rule holds.
    article, text, source : str
        The article that states it, its text, and the source of that text.
    """

    name: str
    title: str
    organ: str
    base: str
    numerator: int
    denominator: int
    over: bool
    veto: bool
    since: date | None
    until: date | None
    article: str
    text: str
    source: str

    def needed(self, yes: int, no: int, members: int) -> int:
        """Return the least number of yes votes that passes, with yes + no as cast."""
        base = {"voting": yes + no, "members": members, "fixed": 1}[self.base]
        part = base * self.numerator
        return part // self.denominator + 1 if self.over else -(-part // self.denominator)


class Count(NamedTuple):
    """The count of one roll call: votes, members, and the permanent members among them."""

    yes: int
    no: int
    abstain: int
    not_voting: int
    permanent_yes: int = 0
    permanent_no: int = 0
    permanent_silent: int = 0

    @property
    def members(self) -> int:
        """Return the number of members, voting or not."""
        return self.yes + self.no + self.silent

    @property
    def silent(self) -> int:
        """Return the number of members that voted neither yes nor no."""
        return self.abstain + self.not_voting


class Change(NamedTuple):
    """What unlisted votes may add: yes, no, and no by permanent members."""

    yes: int
    no: int
    permanent_no: int = 0


class Verdict(NamedTuple):
    """What a rule says about a roll call."""

    # "adopted", "rejected", "vetoed", "no decision", or "open" if the votes of unlisted members
    # could change it.
    outcome: str
    # The least number of yes votes that passes, and how many more there were.
    needed: int
    margin: int

    @property
    def passed(self) -> bool | None:
        """Return whether the text was adopted; None if the outcome is open."""
        return None if self.outcome == OPEN else self.outcome == "adopted"


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, one entry for each period in which it holds."""
    return tuple(
        Rule(
            name=row["rule"],
            title=row["title"],
            organ=row["organ"],
            base=row["base"],
            numerator=int(row["numerator"]),
            denominator=int(row["denominator"]),
            over=row["over"] == "yes",
            veto=row["veto"] == "yes",
            since=first_day(row["since"]),
            until=last_day(row["until"]),
            article=row["article"],
            text=row["text"],
            source=row["source"],
        )
        for row in read_table("rules")
    )


@cache
def permanent_members() -> frozenset[str]:
    """Return the codes of the permanent members of the Security Council."""
    return frozenset(all_groups()["P5"].members())


def find_rule(name: str, day: date | None = None) -> Rule:
    """Return the rule with this name as it held on a day; without a day, as it holds today.

    Parameters
    ----------
    name : str
        The name of the rule, as `rules` lists it.
    day : date, optional
        The day of the vote.

    Returns
    -------
    Rule
        The rule; its `needed` gives the least number of yes votes.

    Raises
    ------
    ArgumentError
        If no rule has that name.

    Examples
    --------
    >>> find_rule("two-thirds").needed(yes=93, no=18, members=193)
    74
    >>> find_rule("security-council", date(1950, 6, 27)).needed(yes=7, no=1, members=11)
    7
    """
    versions = [rule for rule in all_rules() if rule.name == name]
    if not versions:
        names = list(dict.fromkeys(rule.name for rule in all_rules()))
        raise ArgumentError(
            f"'{name}' is not a rule{did_you_mean(name, names)} (the rules: {', '.join(names)})"
        )
    for rule in versions:
        if day and rule.until and day <= rule.until:
            return rule
    return versions[-1]


class Taken(NamedTuple):
    """The rule that is used if none is given."""

    # The rule, and why it is used.
    name: str
    why: str
    other: str = ""  # the rule that may have applied instead; "" if it is known which one did


def default_rule(
    organ: str, symbol: str, session: str, draft: str, text: str, day: date | None
) -> Taken:
    """Return the rule that is used if none is given.

    A plain symbol does not tell whether the General Assembly treated a question as important. So
    the two-thirds rule is used only in emergency special sessions, and for texts in the table of
    important questions, found by symbol, draft, or title and agenda item (`text`).

    Examples
    --------
    >>> default_rule("GA", "A/L.605", "25", "", "", None).name
    'two-thirds'
    >>> default_rule("GA", "A/RES/79/7", "79", "", "", None).other
    'two-thirds'
    """
    if organ in COMMITTEES or is_committee(symbol):
        return Taken("simple-majority", "a committee of the General Assembly (rule 125)")
    if not organ:
        return Taken("simple-majority", "the body is not known: those voting decide", "two-thirds")
    if organ not in ("GA", "SC"):
        other = "two-thirds" if organ_name(organ) == organ else ""  # its rules are not known
        return Taken("simple-majority", "another body: those voting decide", other)
    question = question_of(symbol, draft, text, day)
    if question and find_rule(question.rule).organ == organ:
        return Taken(question.rule, question.why)
    if organ == "SC":
        why = "Security Council, taken as not procedural (article 27 (3))"
        # The symbol of a resolution says that it was adopted: was it a procedural one?
        adopted = symbol.startswith("S/RES/")
        return Taken("security-council", why, "security-council-procedural" if adopted else "")
    if is_emergency(symbol, session):
        return Taken(
            "two-thirds", "an emergency special session on peace and security (article 18 (2))"
        )
    return Taken(
        "simple-majority",
        "a General Assembly vote not known to be on an important question (article 18 (3))",
        "two-thirds",
    )


def judge(rule: Rule, count: Count, changes: Sequence[Change] = ()) -> Verdict:
    """Apply a rule to the count of a roll call.

    `count`: the votes; the permanent members matter only under a rule with a veto.
    `changes`: the changes that unlisted members may bring; the count has them as not voting. If one
    change gives another outcome, the outcome is open.

    Examples
    --------
    >>> judge(find_rule("two-thirds"), Count(51, 49, 25, 0))
    Verdict(outcome='rejected', needed=67, margin=-16)
    >>> judge(find_rule("security-council"), Count(11, 1, 3, 0, permanent_no=1)).outcome
    'vetoed'
    """
    yes, no, members, against = count.yes, count.no, count.members, count.permanent_no
    needed = rule.needed(yes, no, members)
    outcome = _outcome(rule, yes, no, members, against)
    for change in changes:
        more = against + change.permanent_no
        if outcome != _outcome(rule, yes + change.yes, no + change.no, members, more):
            outcome = OPEN
            break
    return Verdict(outcome, needed, yes - needed)


def changes_by(unlisted: int, permanent: int) -> tuple[Change, ...]:
    """Return the changes by unlisted members that decide whether an outcome is open.

    All yes is the best for a text; all no, with a veto of each permanent member, is the worst. Any
    other way to vote lies between these, and changes the outcome only if one of them does.

    `unlisted`, `permanent`: the number of unlisted members, and how many of them are permanent.

    Examples
    --------
    >>> rule, count = find_rule("absolute-majority"), Count(93, 18, 65, 17)
    >>> judge(rule, count).outcome, judge(rule, count, changes_by(17, 0)).outcome
    ('rejected', 'open')
    """
    return Change(unlisted, 0), Change(0, unlisted, permanent)


def votes_to_switch(rule: Rule, count: Count) -> int | None:
    """Return how many noes must become yes for a text to pass, or yes become no to fail.

    If the rule has a veto, permanent members switch first. None: no number would do.

    Examples
    --------
    >>> votes_to_switch(find_rule("two-thirds"), Count(51, 49, 25, 0))
    16
    """
    # The number needed stays the same, since yes + no does.
    short = rule.needed(count.yes, count.no, count.members) - count.yes
    vetoed = rule.veto and count.permanent_no > 0
    if count.yes + count.no == 0:
        return None
    if short <= 0 and not vetoed:
        return 1 if rule.veto and count.permanent_yes else 1 - short
    votes = max(short, count.permanent_no * rule.veto)
    return votes if votes <= count.no else None


def votes_to_join(rule: Rule, count: Count) -> int | None:
    """Return how many of those that abstained or did not vote must vote to turn the outcome.

    They vote yes for a text to pass, no for it to fail; if the rule has a veto, permanent members
    vote first. None: no number would do.

    Examples
    --------
    >>> votes_to_join(find_rule("two-thirds"), Count(62, 58, 42, 31))
    54
    """
    passed = judge(rule, count).passed

    def turned(votes: int) -> bool:
        yes, no = (0, votes) if passed else (votes, 0)
        against = count.permanent_no + (min(votes, count.permanent_silent) if passed else 0)
        outcome = _outcome(rule, count.yes + yes, count.no + no, count.members, against)
        return (outcome == "adopted") != passed

    return _least(turned, count.silent)


def _outcome(rule: Rule, yes: int, no: int, members: int, permanent_no: int) -> str:
    if yes + no == 0:
        return "no decision"
    if yes < rule.needed(yes, no, members):
        return "rejected"
    return "vetoed" if rule.veto and permanent_no > 0 else "adopted"


def _least(turned: Callable[[int], bool], most: int) -> int | None:
    """Return the least number from 1 to `most` that turns the outcome; larger ones turn it too."""
    votes = range(1, most + 1)
    place = bisect_left(votes, True, key=turned)
    return votes[place] if place < len(votes) else None
