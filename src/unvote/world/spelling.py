"""Brings all spellings of a name to one form, and suggests the nearest of several names."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae"}
    | {"Æ": "AE", "&": " and "}
)
_DROPPED = re.compile(r"[.'’‘`´ʼʻ]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:la|le|les|el|los|las|l) (?=.)")
_SAINT = re.compile(r"^(?:st|ste) (?=.)")


def plain(text: str) -> str:
    """Return a text for searching: without case, accents and surplus white space."""
    text = text.translate(_LETTERS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
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


# Only for known names, which are few; names in files have no bound.
folded = lru_cache(maxsize=1 << 12)(fold)

# The most names that an error message suggests; if there are more, it suggests none.
MOST_SUGGESTED = 6


def did_you_mean(name: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """Return the end of an error message that suggests the nearest names, or nothing.

    `known`: the known names; or, if several spellings mean one thing, a mapping from each to its
    meaning, which is suggested once.

    Examples
    --------
    >>> did_you_mean("Frnace", {"France": "France", "la France": "France", "Grenade": "Grenada"})
    '; did you mean France?'
    >>> did_you_mean("Palestine", ["Argentina", "Pakistan"])
    ''
    >>> did_you_mean("United", {"United Republic": "Cameroon", "United States": "United States"})
    '; did you mean United States?'
    """
    meanings = known if isinstance(known, Mapping) else {other: other for other in known}
    forms = {folded(spelling): meaning for spelling, meaning in meanings.items()}
    typed = fold(name)
    names = list(dict.fromkeys(forms[form] for form in near(typed, forms)))
    # A main name is likelier than an alias of something else: for "United", the United States
    # rather than Cameroon.
    begun = [one for one in names if fold(one).startswith(typed)]
    names = begun or names
    # If there are many, none is likelier than the others, and a shortened list may lack the right
    # one.
    names = names if len(names) <= MOST_SUGGESTED else []
    return f"; did you mean {' or '.join(names)}?" if names else ""


def near(form: str, known: Iterable[str]) -> list[str]:
    """Return the known forms that differ in few letters, else those that begin with this one.

    Near is one slip in four letters, two in eight, three in twelve; one more if the same letters
    are in another order. A slip is a letter more, less or other, or two exchanged. If either form
    has fewer than four letters, the only slip is a letter written twice. Only the nearest are
    returned, first those with the same beginning.

    Examples
    --------
    >>> near("lybia", ["libya", "liberia"]), near("saudi", ["saudi arabia"]), near("us", ["un"])
    (['libya'], ['saudi arabia'], [])
    """
    known = list(known)
    places = [place for place in range(1, len(form)) if form[place] == form[place - 1]]
    once = {form[:place] + form[place + 1 :] for place in places}
    slips = {other: 1 for other in known if other in once}
    most = min(len(form) // _LETTERS_A_SLIP, 3)
    for other in known if most else ():
        allowed = most + (sorted(form) == sorted(other))
        number = _slips(form, other, allowed)
        if number <= allowed and len(other) >= _LETTERS_A_SLIP:
            slips[other] = number
    fewest = min(slips.values(), default=0)
    nearest = [other for other, number in slips.items() if number == fewest]
    begun = [other for other in known if len(form) >= _BEGUN and other.startswith(form)]
    return sorted(nearest, key=lambda other: other[:1] != form[:1]) or begun


_LETTERS_A_SLIP, _BEGUN = 4, 3


def _slips(text: str, other: str, most: int) -> int:
    """Return how many slips turn one text into the other; a number above `most` if too many."""
    if abs(len(text) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(text, 1):
        now = [row]
        for place, its in enumerate(other, 1):
            now.append(min(last[place] + 1, now[-1] + 1, last[place - 1] + (letter != its)))
            if row > 1 < place and text[row - 2] == its and other[place - 2] == letter:
                now[-1] = min(now[-1], before[place - 2] + 1)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]


def searched_for(text: str) -> Callable[[str], bool]:
    """Return a test of whether one value of a cell holds a text; it never spans two values.

    Examples
    --------
    >>> holds = searched_for("africa regional")
    >>> holds("AFRICA--REGIONAL SECURITY|TERRORISM"), holds("SOUTH AFRICA|REGIONAL SECURITY")
    (True, False)
    """
    wanted = _searched(text)

    def holds(cell: str) -> bool:
        found = wanted in _searched(cell)
        if not found or "|" not in cell:
            return found
        return any(wanted in _searched(value) for value in cell.split("|"))

    return holds


def _searched(text: str) -> str:
    """Return a text to search in; `--` stands between a term and its narrower term."""
    return plain(text.replace("--", " "))
