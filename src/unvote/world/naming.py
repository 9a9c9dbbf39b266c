"""Which roll calls a name means, as people write it; the nearest where it means none."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from unvote.errors import UnknownNameError
from unvote.world.symbol_text import cleaned
from unvote.world.symbols import normal, organ_of


def _forms(symbol: str) -> set[str]:
    """Return the ways in which people write a symbol."""
    forms: set[str] = set()
    written = cleaned(symbol)
    for form in (*normal(symbol).split("|"), written, written.partition("(")[0]):
        for prefix in ("A/RES/", "S/RES/", "A/", "S/", ""):
            if form.startswith(prefix):
                forms |= {form, form.removeprefix(prefix)}
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
        rows = _rows_called(normal(name), by_form)
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
    found = get_close_matches(normal(name), known, 6, cutoff=0.6)
    names = list(dict.fromkeys(known[form] for form in found))[:3]
    hint = f"; did you mean {' or '.join(names)}?" if names else ""
    return f"{hint} ('unvote search TEXT' looks for titles)"
