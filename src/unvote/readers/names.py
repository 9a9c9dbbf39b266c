"""Splits printed lists of states into states, and finds each name as a whole.

A text copied from a PDF breaks words ("Bahrai n") and lines within names, so that only letters
count, and white space only where a name may end. "and" occurs in names (Bosnia and Herzegovina) and
before the last name of a list: it splits only if it is not part of a name.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from unvote.errors import DataError
from unvote.readers.stream import brief
from unvote.world.spelling import fold, plain
from unvote.world.states import match_state, named_spellings, no_member

# No list has more names than this.
_MOST_NAMES = 1000
# The longest name has 52 letters; the last piece of a list is followed by other text.
_LONGEST = 400
# All states, one per line, have 2,500 letters.
_MOST_LETTERS = 20_000
_ALL_STATES = 3000
_SEPARATOR = re.compile(r"[,;]")
_BOUNDARY = re.compile(r"\n|[.\])](?=\s|$)|$")
_SENTENCE = re.compile(r"\n[ \t]*\n|(?<!\bSt)\.(?=\s|$)|\]|\n[^\n:]{0,120}:")
_KNOWN = "'In favour:', 'Against:', 'Abstaining:' or 'Absent:'"
_NONE = {"none", "noone", "nil", "aucun", "aucune", "neant", "ninguno", "ninguna", "no"}
_IDLE = {"and", "et", "y", "e", "the"}
_LETTERS = re.compile(r"[^a-z]+")
# What follows a list: a sentence, a speaker, a caption, a remark in brackets.
_OPENING = re.compile(
    r"\s*(?:[\[(*_•—–-]|(?:Mr|Ms|Mrs|Mme|M|Sir|Dame)\b\.?\s|(?:ANNEX|Annex|Vote on|The|Draft)\b)"
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|will|shall|may|been|voted|est|sont|fue|fueron)\b"
)
_SAID = re.compile(
    r"adopt|reject|retained|approved|deleted|defeated|votes|abstention|recordedvote|president|"
    r"chair|delegation|resolution|meeting|collections|voix|votos|aprobad|rechazad|rejete"
)


class Listed(NamedTuple):
    """A state in a list, and where its name begins in the text."""

    state: str
    place: int


class Names(NamedTuple):
    """The states of a list, and where the list ends in the text."""

    states: list[Listed]
    end: int


def letters(text: str) -> str:
    """Return the letters of a text alone, without case and accents.

    Examples
    --------
    >>> letters("Côte d’Ivoi re"), letters("Iran (Islamic Republic of)")
    ('cotedivoire', 'iranislamicrepublicof')
    """
    return _LETTERS.sub("", plain(text))


def state_called(text: str) -> str | None:
    r"""Return the code of the state whose name is the whole text, even if lines break it.

    Examples
    --------
    >>> state_called("Bahrai n"), state_called("Guinea-\nBissau"), state_called("England")
    ('BHR', 'GNB', None)
    """
    if len(text) > _LONGEST:
        return None
    known = _known()
    if code := known.get(letters(text)) or known.get(letters(fold(text))):
        return code
    word = text.strip(" \t\n.")
    if len(word) == 3 and word.isupper() and (state := match_state(word)):
        return state.code
    return None


def ends_with_name(text: str) -> bool:
    """Return whether a text ends with the name of a state, or with "None".

    Examples
    --------
    >>> ends_with_name("Cuba, Viet Nam "), ends_with_name("we are ")
    (True, False)
    """
    last = re.split(r"[,;:]", text[-_LONGEST:])[-1]
    return letters(last) in _NONE or bool(letters(last) and _states(last, 0))


def named_in(text: str, start: int, stop: int) -> tuple[int, int, int]:
    r"""Return how many states a sentence names, and how many of its pieces name none.

    `start`, `stop`: where in the text it begins, and where it ends at the latest.

    Also returned is where the sentence ends. A text that is no list is not read to its end.

    Examples
    --------
    >>> named_in(" Chad, Atlantis and Mali.\nThe President: Cuba", 0, 45)
    (1, 1, 24)
    """
    while start < stop and text[start].isspace():
        start += 1
    end = min(stop, start + _ALL_STATES)
    if ended := _SENTENCE.search(text, start, end):
        end = ended.start()
    names = others = 0
    for states in _read_pieces(text, start, end):
        names += len(states or [])
        others += states is None
        if others > names + 2:
            break
    return names, others, end


def _read_pieces(text: str, start: int, stop: int) -> Iterator[list[Listed] | None]:
    """Yield the states of each piece between two separators, or of each of its lines."""
    for first, last in _pieces(text, start, stop):
        whole = _states(text[first:last], 0)
        if whole is not None:
            yield whole
            continue
        yield from (_states(line, 0) for line in text[first:last].split("\n"))


def holds_names(text: str, start: int, stop: int) -> bool:
    r"""Return whether a stretch of text is blank or a list of states, be it with a misspelt name.

    Examples
    --------
    >>> said = ["Chad and Mali.", "Aucun", "Atlantis, Chad, Mali", "we are", "in Chad, Mali"]
    >>> [holds_names(text, 0, len(text)) for text in said]
    [True, True, True, False, False]
    """
    begin = text[start : min(stop, start + _LONGEST)].strip()
    if not begin or _states(re.split(r"[,;\n]", begin, maxsplit=1)[0], 0) is not None:
        return True
    names, others, _ = named_in(text, start, stop)
    return names > max(others, 1)


def unknown_heading(words: str, where: str) -> DataError:
    """Return the error about a list of states under words that are no known heading."""
    return DataError(
        f"{where}: '{brief(words)}:' is not a known heading of a list of votes: write {_KNOWN}"
        " instead, or cut out that list"
    )


def names_in(text: str, start: int, stop: int, where: Callable[[int], str]) -> Names:
    """Return the states of the list that begins at a place of a text.

    `text`: the text, without page heads.
    `start`, `stop`: where the list begins, and where it ends at the latest.
    `where`: what a place of the text is called in messages.
    """
    found: list[Listed] = []
    end = begun = start
    pieces = _pieces(text, start, stop)
    place = next(pieces, None)
    while place is not None:
        first, last = place
        following = next(pieces, None)
        piece = text[first:last]
        states = _states(piece, first)
        if states is None and following and (joined := _joined(text, place, following)):
            states, last, following = joined, following[1], next(pieces, None)
        if states is None and found and (code := state_called(text[begun:last])):
            # "Congo, Democratic Republic of the" is one state, though "Congo" is one too.
            states = [found.pop()._replace(state=code)]
        if states is None:
            if tail := _tail(text, first, last, stop):
                return Names(found + tail.states, tail.end)
            raise _unknown(piece, first, where)
        found += states
        begun, end = first, last
        if len(found) > _MOST_NAMES:
            raise DataError(f"{where(first)}: a list of more than {_MOST_NAMES:,} names")
        place = following
    return Names(found, end)


@cache
def _known() -> dict[str, str]:
    """Return the code of every name, by its letters alone."""
    known = {letters(name): code for name, code in named_spellings().items() if letters(name)}
    short = {f"st{name[5:]}": code for name, code in known.items() if name.startswith("saint")}
    return short | known


def _pieces(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where each piece between two separators begins and ends."""
    first = start
    for found in _SEPARATOR.finditer(text, start, stop):
        yield first, found.start()
        first = found.end()
    if first == start or text[first:stop].strip(" \t\n."):
        yield first, stop


def _states(piece: str, place: int) -> list[Listed] | None:
    """Return the states of a piece, or None if it holds anything else."""
    place += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if len(piece) > _MOST_LETTERS:
        return None
    if not letters(piece) or letters(piece) in _NONE:
        return []
    if code := state_called(piece):
        return [Listed(code, place)]
    return _segmented(piece, place)


def _joined(text: str, place: tuple[int, int], after: tuple[int, int]) -> list[Listed] | None:
    """Return the one state whose name holds the comma between two pieces, or None."""
    piece = text[place[0] : after[1]]
    if len(piece) > _LONGEST or state_called(text[slice(*after)]):
        return None
    code = state_called(piece)
    return [Listed(code, place[0] + len(piece) - len(piece.lstrip()))] if code else None


def _segmented(piece: str, place: int) -> list[Listed] | None:
    """Return the states of names that only white space or "and" divides, or None.

    The fewest names that hold the whole piece count: what may be one name is one.
    """
    cuts = [0, *(found.end() for found in re.finditer(r"\s+|(?<=\w)[.](?=\s)", piece)), len(piece)]
    parts = [letters(piece[first:last]) for first, last in pairwise(cuts)]
    known, most = _known(), max(map(len, _known()))
    # The fewest names that end at each cut: their number, and the cut at which the last begins.
    best: list[tuple[int, int, str] | None] = [(0, 0, ""), *([None] * len(parts))]
    for end in range(1, len(parts) + 1):
        joined = ""
        for start in range(end - 1, -1, -1):
            joined = parts[start] + joined
            if len(joined) > most:
                break
            before = best[start]
            if before is None:
                continue
            code = known.get(joined) if len(joined) > 3 else None
            idle = not joined or joined in _IDLE
            if code or idle:
                step = (before[0] + bool(code), start, code or "")
                if best[end] is None or step[0] < (best[end] or step)[0]:
                    best[end] = step
    if best[-1] is None or (parts[-1] in _IDLE and not best[-1][2]):
        return None
    found: list[Listed] = []
    end = len(parts)
    while end:
        step = best[end] or (0, 0, "")
        if step[2]:
            found.append(Listed(step[2], place + cuts[step[1]]))
        end = step[1]
    return found[::-1]


def _tail(text: str, first: int, last: int, stop: int) -> Names | None:
    """Return the last names of a list if other text follows them, else None."""
    piece = text[first : min(last, first + _LONGEST)]
    ends = [found.start() for found in _BOUNDARY.finditer(piece) if piece[: found.start()].strip()]
    for end in reversed(ends):
        states = _states(piece[:end], first)
        if states is not None and _may_follow(text, first + end, stop):
            return Names(states, first + end)
    return None


def _may_follow(text: str, end: int, stop: int) -> bool:
    """Return whether the text after a place does not belong to the list that ends there."""
    if text[end] in ".]":
        return True
    rest = text[end : min(stop, end + 600)]
    paragraph = re.split(r"\n[ \t]*\n", rest.strip(), maxsplit=1)[0]
    if _OPENING.match(paragraph) or not letters(paragraph):
        return True
    sentence = re.split(r"[.:]", paragraph)[0]
    if _VERB.search(sentence) or _SAID.search(letters(paragraph[:200])):
        return True
    apart = re.match(r"\n[ \t]*\n", text[end:stop].lstrip(" \t")) is not None
    return apart and not any(map(state_called, re.split(r"[,;\n]", paragraph)))


def _unknown(piece: str, place: int, where: Callable[[int], str]) -> DataError:
    """Return the error about the first words of a piece that name no state."""
    place += len(piece) - len(piece.lstrip())
    name = next((line for line in piece.strip().split("\n") if _states(line, 0) is None), piece)
    place += max(piece.strip().find(name), 0)
    label = name.rstrip(" *\t")
    if label.endswith((":", "：")) and label[:1].isalpha():
        return unknown_heading(label[:-1].rstrip(" *"), where(place))
    name = brief(name)
    return DataError(
        f"{where(place)}: {no_member(name)} (correct the name, or cut out what is not part of"
        " the list)"
    )
