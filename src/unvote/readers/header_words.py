"""What a header or a cell says of a vote: its position, or the symbol and the part of a text."""

import re
from collections.abc import Sequence

from unvote.codes import Vote, vote_called
from unvote.readers.build import some
from unvote.readers.columns import folded
from unvote.record import count_of
from unvote.world.symbol_text import cleaned, visible
from unvote.world.symbols import kind_of, normal, organ_of

# Words around a position: "Votes in favour", "vote_Y".
_AROUND = re.compile(r"\b(?:ms|votes?|voted|votos?|votaron|position)\b")
_EITHER = re.compile(r"(?i)[/=:]|\s[–—-]\s|\b(?:or|ou|o)\b")
_TOKEN = re.compile(
    r"(?i)(?<![\w/])(?:[AES]/(?:[\w.()-]{1,12}/){0,4}[^\W_]*[.-]?\d[^\W_]*|ES-?\d{1,2}/\d{1,3})"
)
# What makes another symbol of one, if it is taken for a piece of it.
_WORD = re.compile(r"(?i)[^\W\d_]{3,}|\b(?:OP|PP)\.?\s?\d+")
_PIECES = re.compile(r"(?i)rev|add|corr|sect|section|[ivxlc]+")

_ON = r"(?i)\W*(?:(?:separate|recorded)\s+)?(?:votes?\s+)?(?:(?:on|as\s+to)\s+)?(?:the\s+)?"
_PARTS = {
    # "Amendment to the Charter" and "Amendments of rules" are whole texts.
    "amendment": re.compile(
        rf"{_ON}(?:[\w.’'-]{{1,20}}\s+){{0,2}}?(?:sub-?)?"
        r"(?:(?:amendment|amendement|enmienda)\b(?!\s+(?:to|of)\b)|(?:amendments?)\s+(?:to|of|in)\s+"
        r"(?:the\s+)?(?:draft|resolution|text|document|OP\b|PP\b|para|[AS]/|L\.))"
    ),
    "paragraph": re.compile(
        rf"{_ON}(?:(?:operative|preambular|new|last|first|second|third|\d{{1,2}}(?:st|nd|rd|th))\s+)*"
        r"(?:para(?:graph)?s?\b|paragraphes?\b|párrafos?\b)|.*\b(?:OP|PP)\.?\s?\d"
    ),
    "motion": re.compile(
        rf"{_ON}(?:(?:no[ -]action|procedural)\s+motion|motion\s+(?:to|of|for)\s+"
        r"(?:adjourn|close|no|closure|division)|no[ -]action\b)"
    ),
}


def position_called(name: str) -> Vote | None:
    """Return the vote that the header of a column names; None if it names none.

    Examples
    --------
    >>> position_called("Votes in favour"), position_called("vote_A"), position_called("Contre")
    (<Vote.YES: 1>, <Vote.ABSTAIN: 2>, <Vote.NO: 3>)
    >>> position_called("Absent or not voting").letter, position_called("Yes/No")
    ('X', None)
    """
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name).strip()
    if not bare or bare.casefold() == "no." or len(bare) > 60:
        return None
    found = _position(bare)
    if found is None:
        several = {
            _position(piece) for piece in _EITHER.split(bare) if re.search(r"[^\W\d]", piece)
        }
        found = several.pop() if len(several) == 1 else None
    return found


def _position(text: str) -> Vote | None:
    form = folded(text)
    alone = _AROUND.sub(" ", form).strip()
    if not alone:  # a blank cell is a vote, a blank header is none
        return None
    return vote_called(text.strip()) or vote_called(form) or vote_called(alone)


def is_total(name: str) -> bool:
    """Return whether a name stands at a row of totals: Total, Yes, Votes in favour.

    Examples
    --------
    >>> is_total("Grand total"), is_total("Votes against"), is_total("NO"), is_total("Togo")
    (True, True, False, False)
    """
    form = folded(name)
    if re.match(r"(?:(?:grand|sub)\W?)?totals?\b|sums?$|totaux\b|totales\b", form):
        return True
    # NO is Norway, and SI Slovenia.
    return position_called(name) is not None and not (len(name) == 2 and name.isupper())


def is_symbol(text: str) -> bool:
    """Return whether a text is the symbol of a resolution, decision or draft."""
    return bool(organ_of(text)) and kind_of(text) in ("resolution", "decision", "draft")


def symbol_in(text: str) -> tuple[str, str]:
    """Return the symbol that a text is or holds, and the words behind it; "" if there are none.

    Examples
    --------
    >>> symbol_in("A/RES/217 (III) A"), symbol_in("Res. A/RES/79/909 Gaza"), symbol_in("WHA78.1")
    (('A/RES/217 (III) A', ''), ('A/RES/79/909', 'Gaza'), ('WHA78.1', ''))
    >>> symbol_in("A/RES/79/907 OP5"), symbol_in("Gaza ceasefire")
    (('A/RES/79/907', 'OP5'), ('', 'Gaza ceasefire'))
    """
    seen = visible(text)
    if found := _TOKEN.search(seen):
        before, behind = seen[: found.start()], seen[found.end() :].strip(" :;,._–—-")
        form = normal(text)
        around = re.sub(r"\[[^\[\]]*\]", " ", f"{before} {behind}")
        said = [word for word in _WORD.findall(around) if not _PIECES.fullmatch(word)]
        if said and (any(cleaned(word) in form for word in said) or not is_symbol(text)):
            return found[0], behind
        return text, ""
    first, _, behind = text.partition(" ")
    if part_called(behind) and is_symbol(first):
        return first, behind
    if is_symbol(text) or (organ_of(text) and re.fullmatch(r"\S*\d\S*", text)):
        return text, ""
    return "", text


def part_called(words: str) -> str:
    """Return the part of a text that words begin with: "paragraph", "amendment", "motion" or "".

    Examples
    --------
    >>> part_called("OP5"), part_called("Paragraph 5 of the text"), part_called("US amendment")
    ('paragraph', 'paragraph', 'amendment')
    >>> part_called("Amendment to the Charter"), part_called("Gaza")
    ('', '')
    """
    return next((part for part, pattern in _PARTS.items() if pattern.match(words)), "")


def note_on_parts(names: Sequence[str], parts: Sequence[str]) -> list[str]:
    """Return a note on the votes that are taken for votes on parts because words say so."""
    told = [f"{name} ({part})" for name, part in zip(names, parts, strict=True) if part]
    if not told:
        return []
    return [f"{count_of(len(told), 'roll call')} read as on a part of a text: {some(told, 60)}"]
