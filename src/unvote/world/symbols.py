"""How resolutions and drafts are named, and what their symbols tell."""

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from unvote.errors import UnknownNameError

# The nth regular session of the General Assembly opens in the autumn of this year plus n.
SESSION_YEAR = 1945
# Bodies whose symbols begin with A/ though they are not the General Assembly.
_OTHER_BODIES = re.compile(r"A/(?:HRC|CN|CONF)\b")
_ASSEMBLY = re.compile(r"(?:A/|E?SS/\d|GAOR/|GOAR/)")
_COUNCIL = re.compile(r"S/(?:RES/|PRST/|\d)")
_EMERGENCY = re.compile(r"(?:A/(?:RES/)?)?ES-\d|ESS/\d|A/RES/\d+[A-Z]*\(ES-")
_COMMITTEE = re.compile(r"A/(?:C\.\d|AC\.\d|SPC/|BUR/)")
_SESSION = re.compile(
    r"A/(?:RES/)?(?P<before>(?:E?S-)?\d{1,2})/"
    # Until 1976 behind, in Roman numerals; the first special sessions in Arabic ones: (S-1).
    r"|A/RES/\d+[A-Z]*\((?P<kind>(?:E?S-)?)(?P<number>[IVXLC]+|(?<=-)\d{1,2})\)"
    # As data sets write votes of early (emergency) special sessions: SS/1/175, ESS/5/77.
    r"|(?P<early>E?S)S/(?P<early_number>\d+)"
)
# Hyphens and dashes as web pages write them.
_HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def compact(symbol: str) -> str:
    """Return a symbol in capitals and without white space, to compare it with others."""
    return "".join(symbol.translate(_HYPHENS).split()).upper().removeprefix("RESOLUTION")


def organ_of(symbol: str) -> str:
    """Return the organ that a symbol is of, "GA" or "SC", or "" where it does not tell.

    Examples
    --------
    >>> organ_of("A/RES/79/7"), organ_of("S/2022/155"), organ_of("A/HRC/51/L.6")
    ('GA', 'SC', '')
    """
    form = compact(symbol)
    if _OTHER_BODIES.match(form):
        return ""
    if _ASSEMBLY.match(form):
        return "GA"
    return "SC" if _COUNCIL.match(form) else ""


def session_of(symbol: str) -> str:
    """Return the session of the General Assembly that a symbol names, or "".

    Examples
    --------
    >>> session_of("A/RES/ES-11/7"), session_of("A/RES/2758(XXVI)"), session_of("A/RES/997(ES-I)")
    ('ES-11', '26', 'ES-1')
    """
    found = _SESSION.match(compact(symbol))
    if not found or organ_of(symbol) != "GA":
        return ""
    if found["early"]:
        return f"{found['early']}-{found['early_number']}"
    return found["before"] or f"{found['kind']}{_number(found['number'])}"


def session_number(session: str) -> int | None:
    """Return the number of a regular session; None for another, and for what is none.

    Examples
    --------
    >>> session_number("79"), session_number("ES-11"), session_number("900000000")
    (79, None, None)
    """
    # What is longer is no session; of thousands of digits Python makes no number.
    return int(session) if session.isdecimal() and len(session) < 5 else None


def _number(numeral: str) -> int:
    """Return the number that a numeral means, Roman or Arabic."""
    if numeral.isdecimal():
        return int(numeral)
    values = [_ROMAN[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def is_emergency(symbol: str, session: str) -> bool:
    """Return whether a roll call is one of an emergency special session."""
    return session.upper().startswith("ES-") or bool(_EMERGENCY.match(compact(symbol)))


def is_committee(symbol: str) -> bool:
    """Return whether a symbol is that of a committee of the General Assembly."""
    return bool(_COMMITTEE.match(compact(symbol)))


def _forms(symbol: str) -> set[str]:
    """Return the ways in which people write a symbol, compact."""
    form = compact(symbol)
    forms = {form, form.partition("(")[0]}
    for prefix in ("A/RES/", "S/RES/", "A/", "S/"):
        if form.startswith(prefix):
            forms |= {part.removeprefix(prefix) for part in list(forms)}
            break
    return forms - {""}


def match_symbols(names: Sequence[str], called: Sequence[Sequence[str]]) -> list[bool]:
    """Return, for each roll call, whether one of the names means it.

    Parameters
    ----------
    names : sequence of str
        Names as people write them (ES-11/7, A/RES/79/7, S/RES/2774 (2025)), ids of roll
        calls (A/RES/61/77#9004928), or patterns with * and ? (A/RES/79/*).
    called : sequence of sequences of str
        What each roll call is called: its symbol, its id, its draft.

    Raises
    ------
    UnknownNameError
        If a name means none of them; the message suggests the nearest.
    """
    by_form: dict[str, set[int]] = {}
    for row, symbols in enumerate(called):
        for form in set().union(*map(_forms, symbols)):
            by_form.setdefault(form, set()).add(row)
    chosen: set[int] = set()
    for name in names:
        rows = _rows_called(compact(name), by_form)
        if not rows:
            raise UnknownNameError(f"no roll call is called '{name}'{_nearest(name, called)}")
        chosen |= rows
    return [row in chosen for row in range(len(called))]


def _rows_called(form: str, by_form: dict[str, set[int]]) -> set[int]:
    if "*" in form or "?" in form:
        fitting = (rows for known, rows in by_form.items() if fnmatchcase(known, form))
        return set().union(*fitting)
    return by_form.get(form, set())


def _nearest(name: str, called: Iterable[Sequence[str]]) -> str:
    from difflib import get_close_matches

    of_council = organ_of(name) == "SC"
    if of_council and not any(organ_of(symbol) == "SC" for row in called for symbol in row):
        return (
            ": the record has none of the Security Council: import its file ('unvote data pull -h'"
            " says from where), or use those that come with unvote (--votes embedded)"
        )
    known: dict[str, str] = {}
    for symbols in called:
        for symbol in symbols:
            for form in _forms(symbol):
                known.setdefault(form, symbol)
    found = get_close_matches(compact(name), known, 6, cutoff=0.6)
    names = list(dict.fromkeys(known[form] for form in found))[:3]
    hint = f"; did you mean {' or '.join(names)}?" if names else ""
    return f"{hint} ('unvote search TEXT' looks for titles)"
