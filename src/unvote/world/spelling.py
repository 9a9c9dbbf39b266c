"""Brings spellings of one name to one form, and finds the nearest of several names."""

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae"}
    | {"Æ": "AE", "&": " and "}
)
_DROPPED = re.compile(r"[.'’‘`´ʼʻ]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:la|le|les|el|los|las|l) (?=.)")
_SAINT = re.compile(r"^(?:st|ste) (?=.)")


def plain(text: str) -> str:
    """Return a text without case, accents and surplus white space, to search in."""
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(text.casefold().split())


def fold(name: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Case, accents, punctuation, articles and white space do not count.

    Examples
    --------
    >>> fold("The Gambia"), fold("CÔTE D’IVOIRE"), fold("St. Lucia"), fold("U.S.A.")
    ('gambia', 'cote divoire', 'saint lucia', 'usa')
    """
    text = re.sub(r"^\s*[lL]['’]", "", name)
    text = _NOT_A_WORD.sub(" ", plain(_DROPPED.sub("", text)))
    text = " ".join(word for word in text.split() if word != "the")
    return _SAINT.sub("saint ", _ARTICLE.sub("", text))


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the names most like the given one, best first."""
    from difflib import get_close_matches

    forms: dict[str, str] = {}
    for other in known:
        forms.setdefault(fold(other) or other, other)
    return [forms[form] for form in get_close_matches(fold(name), forms, count, cutoff=0.6)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of an error message that suggests the nearest names, or nothing."""
    names = nearest(name, known)
    return f"; did you mean {' or '.join(names)}?" if names else ""
