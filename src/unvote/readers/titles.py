"""Titles without what the library's catalogue appends: " : resolution / adopted by …"."""

import re

_ENDING = "resolution / adopted by the general assembly"
_WHOLE = re.compile(r"\b(?:resolution|decision)\s*/\s*adopted\s", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_KINDS, _VERB = ("resolution", "decision"), "adopted"
_ALIKE = 0.75
# No misspelt ending is longer: the text after the last colon is compared letter by letter.
_LONGEST = 200


def title_of(text: str) -> str:
    """Return a title without the ending of the catalogue, be it misspelt or cut short.

    Examples
    --------
    >>> title_of("Embargo : resolution / adopted by the General Assembly")
    'Embargo'
    >>> title_of("Oceans :P resolution / adopted by the General Assemly"), title_of("Sea : resolut")
    ('Oceans', 'Sea')
    >>> title_of("Law : resoluton /adpoted by the General Assembly"), title_of("Peace: a plan / b")
    ('Law', 'Peace: a plan / b')
    """
    whole = " ".join(text.split())
    if found := _WHOLE.search(whole):
        return _head(whole[: found.start()]) or text
    head, colon, tail = whole.rpartition(":")
    if not colon or len(tail) > _LONGEST:
        return text
    if head.endswith(" ") and len(tail) > 5 and _ENDING.startswith(tail.strip().casefold()):
        return _head(head) or text
    return (_head(head) or text) if "/" in tail and _is_ending(tail) else text


def _head(text: str) -> str:
    """Return the text before the ending, without its colon and a stray letter."""
    bare = text.rstrip()
    if len(bare) > 2 and bare[-3:-1] == " :" and bare[-1].isalpha():
        bare = bare[:-2]
    return bare.rstrip(" :;,")


def _is_ending(text: str) -> bool:
    """Return whether a text is the ending, perhaps misspelt."""
    from difflib import SequenceMatcher

    words = _WORDS.findall(text.casefold())
    if words and len(words[0]) == 1:  # ":P resolution"
        words = words[1:]
    if len(words) < 3:
        return False
    kind = max(SequenceMatcher(None, words[0], known).ratio() for known in _KINDS)
    return kind >= _ALIKE and SequenceMatcher(None, words[1], _VERB).ratio() >= _ALIKE
