"""The traits that identify a roll call: organ, symbol, drafts, day and votes, as plain values."""

import re
from typing import Any, NamedTuple

import numpy as np

from unvote.codes import Vote
from unvote.merge.rollcalls import Rollcalls, days_of, votes_of
from unvote.record import Matrix
from unvote.world.symbols import Symbol, parse, session_number

# The kinds of a symbol: it names a text, a draft, or neither (it is the page of a record, a
# meeting, or empty).
TEXT, DRAFT, VAGUE = "text", "draft", ""
# From this day on sources agree on the day; before it they agree on the month at best.
DAYS_AGREE_FROM = "2004"
# Up to this session texts are numbered on through all sessions, and the session follows in Roman
# numerals: 217 (III). A source that writes it first, as 3/217, uses letters only to number the
# votes.
_LAST_WITH_NUMERALS = 30
_SESSION_FIRST = re.compile(r"\s*(?:A/)?(?:R(?:ES)?/)?\d+/", re.IGNORECASE)
_LETTERED = re.compile(r"(A/RES/(?:(?:E?S-)?\d+/)?\d+)([^(]*)((?:\(\d+\))?)")


class Traits(NamedTuple):
    """The traits that identify a roll call."""

    organ: str  # the organ in the record
    form: str  # the normal form of its symbol
    kind: str  # TEXT, DRAFT or VAGUE
    # The form of a resolution without the letter of a part, and the letter.
    stem: str
    letter: str
    counting: bool  # whether the letter may only number the votes on one text
    drafts: frozenset[str]  # the drafts that the vote was about, in their normal form
    part: bool  # whether the vote was on an amendment or a paragraph
    # The date; the part of it on which sources agree, a day or a month; its month.
    day: str
    period: str
    month: str
    cast: bytes  # the yes, no and abstain of all states
    tally: tuple[int, int, int]  # how many yes, no and abstain
    number: str  # the source's own number
    title: str  # the title in small letters

    @property
    def minority(self) -> int:
        """The number of states that did not vote like most."""
        return sum(self.tally) - max(self.tally)


def traits_of(rollcalls: Rollcalls) -> list[Traits]:
    """Return the traits of each roll call."""
    table = rollcalls.table
    if not len(table):
        return []
    cast = cast_in(rollcalls.matrix)
    columns = (table[name].tolist() for name in ("symbol", "draft", "organ", "part", "number"))
    titles = [title.casefold() for title in table["title"].tolist()]
    rows = zip(*columns, titles, days_of(table), votes_of(cast), tallies_of(cast), strict=True)
    return [_traits(*row) for row in rows]


def _traits(
    symbol: str,
    draft: str,
    organ: str,
    part: str,
    number: str,
    title: str,
    day: str,
    cast: bytes,
    tally: tuple[int, int, int],
) -> Traits:
    symbols = parse(symbol)
    kind = kind_of(symbol)
    lettered = _LETTERED.fullmatch(symbols[0].form) if kind == TEXT and len(symbols) == 1 else None
    drafts = _drafts(parse(draft)) if draft else frozenset()
    return Traits(
        organ=organ,
        form="|".join(dict.fromkeys(one.form for one in symbols)),
        kind=kind,
        stem=lettered[1] + lettered[3] if lettered else "",
        letter=lettered[2] if lettered else "",
        counting=bool(lettered) and _is_counting(symbol, symbols[0].session),
        drafts=drafts | _drafts(symbols) if kind == DRAFT else drafts,
        part=bool(part),
        day=day,
        period=day if day >= DAYS_AGREE_FROM else day[:7],
        month=day[:7],
        cast=cast,
        tally=tally,
        number=number,
        title=title,
    )


def kind_of(symbol: str) -> str:
    """Return what the symbol of a roll call names: TEXT, DRAFT or VAGUE."""
    kinds = {_kind(one) for one in parse(symbol)}
    return next((kind for kind in (TEXT, DRAFT) if kind in kinds), VAGUE)


def _kind(symbol: Symbol) -> str:
    if symbol.kind in ("resolution", "decision"):
        # A text of the General Assembly has a session: A/RES/6444A is a slip of the pen.
        return TEXT if symbol.session or symbol.organ != "GA" else VAGUE
    return DRAFT if symbol.kind == "draft" else VAGUE


def _drafts(symbols: tuple[Symbol, ...]) -> frozenset[str]:
    return frozenset(one.form for one in symbols if one.kind == "draft")


def _is_counting(symbol: str, session: str) -> bool:
    number = session_number(session)
    return (
        number is not None and number <= _LAST_WITH_NUMERALS and bool(_SESSION_FIRST.match(symbol))
    )


def cast_in(matrix: Matrix) -> Matrix:
    """Return the votes that were cast; sources differ in whether they list the absent."""
    return np.where(matrix == Vote.NOT_VOTING, np.int8(Vote.NOT_A_MEMBER), matrix)


def tallies_of(cast: Matrix) -> list[tuple[int, int, int]]:
    """Return yes, no and abstain of each roll call."""
    kinds = (Vote.YES, Vote.NO, Vote.ABSTAIN)
    counts = [np.count_nonzero(cast == kind, axis=1).tolist() for kind in kinds]
    return list(zip(*counts, strict=True))


def agreement(one: Any, other: Any) -> tuple[int, int]:
    """Return how many states voted the same in two lists, and how many voted in both."""
    both = (one != 0) & (other != 0)
    return int(np.count_nonzero(both & (one == other))), int(np.count_nonzero(both))
