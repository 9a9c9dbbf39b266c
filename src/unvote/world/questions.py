"""Texts whose rule is known, though their symbols alone do not tell it."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from unvote.world.groups import first_day, last_day
from unvote.world.spelling import plain
from unvote.world.symbols import normal
from unvote.world.tables import read_table


class Question(NamedTuple):
    """A text, or a kind of text, and the rule that applied to it.

    Attributes
    ----------
    names : frozenset of str
        The normal forms of the symbols and drafts that it is of; none: it is a kind.
    words : tuple of tuple of str
        What title and agenda item of the kind say: one of each.
    without : tuple of str
        What they do not say.
    since, until : date or None
        The first and the last day on which it could be voted on.
    rule, why, source : str
        The rule, why it applied, and where that was read.
    """

    names: frozenset[str]
    words: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    since: date | None
    until: date | None
    rule: str
    why: str
    source: str

    def names_one_of(self, forms: frozenset[str], day: date | None) -> bool:
        """Return whether it names one of these symbols, voted on that day if the day is known."""
        return not self.names.isdisjoint(forms) and (day is None or self.holds_on(day))

    def describes(self, text: str, day: date | None) -> bool:
        """Return whether a title and an agenda item, in plain letters, are of its kind."""
        return (
            bool(self.words)
            and day is not None
            and self.holds_on(day)
            and all(any(word in text for word in several) for several in self.words)
            and not any(word in text for word in self.without)
        )

    def holds_on(self, day: date) -> bool:
        """Return whether a day is in its time."""
        return not (self.since and day < self.since) and not (self.until and self.until < day)


@cache
def all_questions() -> tuple[Question, ...]:
    """Return the texts and kinds of text whose rule is known; the first that fits counts."""
    return tuple(
        Question(
            names=frozenset(normal(name) for name in _listed(row["names"], ";")),
            words=tuple(tuple(_listed(words, "|")) for words in _listed(row["words"], ";")),
            without=tuple(_listed(row["without"], "|")),
            since=first_day(row["from"]),
            until=last_day(row["to"]),
            rule=row["rule"],
            why=row["why"],
            source=row["source"],
        )
        for row in read_table("important_questions")
    )


@cache
def _all_names() -> frozenset[str]:
    return frozenset().union(*(question.names for question in all_questions()))


@cache
def _first_words() -> re.Pattern[str]:
    """Return a pattern for the first words of each kind: most texts have none of them."""
    words = {word for question in all_questions() for word in next(iter(question.words), ())}
    return re.compile("|".join(map(re.escape, sorted(words))))


def question_of(
    symbol: str, draft: str = "", text: str = "", day: date | None = None
) -> Question | None:
    """Return the question that a vote of the General Assembly or the Security Council decided.

    Returns
    -------
    Question or None
        None: nothing is known of it.

    Examples
    --------
    >>> question_of("A/L.605").rule, question_of("A/RES/79/7")
    ('two-thirds', None)
    >>> question_of("A/RES/36/3", text="To admit Belize into the UN", day=date(1981, 9, 25)).why
    'the admission of a member (article 18 (2))'
    """
    forms = frozenset(form for name in (symbol, draft) if name for form in normal(name).split("|"))
    said = plain(text)
    if _all_names().isdisjoint(forms) and not _first_words().search(said):
        return None
    for question in all_questions():
        if question.names_one_of(forms, day) or question.describes(said, day):
            return question
    return None


def _listed(text: str, mark: str) -> list[str]:
    return text.split(mark) if text else []
