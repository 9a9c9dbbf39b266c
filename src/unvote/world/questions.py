"""Texts whose rule is known, although the symbol alone does not tell it."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from unvote.world.groups import first_day, last_day
from unvote.world.spelling import plain
from unvote.world.symbols import normal
from unvote.world.tables import read_table


class Question(NamedTuple):
    """A text, or a kind of text, and the rule that applied to it."""

    names: frozenset[str]  # the normal forms of its symbols and drafts; empty: it is a kind of text
    # Words in the title and agenda item of the kind: one from each tuple must occur.
    words: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]  # words that must not occur
    # The first and the last day on which it could be voted on.
    since: date | None
    until: date | None
    # The rule, why it applied, and where that was read.
    rule: str
    why: str
    source: str

    def names_one_of(self, forms: frozenset[str], day: date | None) -> bool:
        """Return whether one of these symbols is among its names, and the day, if known, fits."""
        return not self.names.isdisjoint(forms) and (day is None or self.holds_on(day))

    def describes(self, text: str, day: date | None) -> bool:
        """Return whether a title and agenda item, in plain letters, are of its kind."""
        return (
            bool(self.words)
            and day is not None
            and self.holds_on(day)
            and all(any(word in text for word in several) for several in self.words)
            and not any(word in text for word in self.without)
        )

    def holds_on(self, day: date) -> bool:
        """Return whether it could be voted on that day."""
        return not (self.since and day < self.since) and not (self.until and self.until < day)


@cache
def all_questions() -> tuple[Question, ...]:
    """Return the texts and kinds of text with a known rule; the first that fits counts."""
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
    """Return the question on which the General Assembly or the Security Council voted.

    None: nothing is known about the text.

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
