"""Symbols of resolutions, drafts and meetings: their normal form, and what they tell."""

import re
from functools import lru_cache
from typing import NamedTuple

from unvote.world.symbol_text import cleaned, pieces_of

# The nth regular session of the General Assembly opens in the autumn of this year plus n.
SESSION_YEAR = 1945
# Up to this session the R package unvotes and Voeten's data write pages: A/RES/2/181 is a page, not
# the resolution A/RES/181(II). The two normal forms never coincide.
LAST_SESSION_OF_PAGES = 17

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# Patterns are kept as texts and compiled when first used: a command without symbols needs none.
# A session: 79, XXX, ES-11, ES11, ES-XI, S-10, and 11EMSP or 10SP as the library labels them.
_NUMERAL = r"(?=[IVXL])(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"  # 1 to 99
_SESSION = rf"(?:(?:ES[-/]?|S-?)(?:\d{{1,2}}|{_NUMERAL})|\d{{1,2}}(?:EM)?SP|\d{{1,2}}|{_NUMERAL})"
# What may follow a number: A, -A, /A, [A], A-C, [RULE-33A], /IV, A/IV.
_LETTER = r"[-/]?[A-Z](?![A-Z])(?:-[A-Z])?|\[[^\]]{1,40}\]"
_SECTION_OF = r"(?:/|,?SECT(?:ION|\.)?)?"
_PART = rf"(?:{_LETTER})?(?:{_SECTION_OF}[IVX]{{1,6}})?"
_YEAR = r"(?:\((?:19|20)\d\d\)|[/-](?:19|20)\d\d)?"
_BEFORE = rf"(?P<session>{_SESSION})/(?P<number>\d{{1,5}})(?P<part>{_PART}){_YEAR}"
_AFTER = (
    rf"(?P<number>\d{{1,5}})(?P<part>{_PART})\((?P<session>{_SESSION})\)(?P<more>{_PART}){_YEAR}"
)
_COUNCIL = rf"(?P<number>\d{{1,4}})(?P<part>{_PART}){_YEAR}"
_COUNCIL_WITH_YEAR = r"\d{1,4}[A-Z]?\((?:19|20)\d\d\)"
_OWN_PAGE = r"(?P<early>E?S)S/(?P<number>\d{1,2})\b.*|G[AO]{2}R/(?P<volume>\d{1,2})/.*"
_PAGE_OF_VOLUME = r"(?P<session>\d{1,2})/\d/\d{1,4}[A-Z]?"
# Words before a symbol, with the organ and the kind of text that they name.
_WORDS = (
    r"(?:UNITEDNATIONS|U\.?N\.?)?(?:DOC(?:UMENT|\.)?(?=[AS]/))?/?"
    r"(?P<organ>GENERALASSEMBLY|G\.?A\.?|SECURITYCOUNCIL|S\.?C\.?|HUMANRIGHTSCOUNCIL|HRC|ECOSOC)?/?"
    r"(?P<kind>RESOLUTION|RES\.?|R(?=[/.\d])\.?|DECISION|DEC\.?)?/?"
    r"(?:N[O°]\.?|NUMBER|#)?(?=[AS]/|\d|E?S[-/]?\d|E?S-?[IVX]|[IVX]+/\d)"
)
_ORGANS = {"GENERALASSEMBLY": "GA", "SECURITYCOUNCIL": "SC", "HUMANRIGHTSCOUNCIL": "HRC"}
_COMMON = re.compile(r"A/RES/([0-9]{2})/[1-9][0-9]{0,3}[A-Z]?")
_DRAFT = r"(?P<head>[A-Z][^|]{0,40}/)?L\.?(?P<number>\d{1,5})(?P<revised>/REV\.?\d+)?(?:/.*)?"
_DRAFT_WITHOUT_ORGAN = rf"(?:C\.?\d/)?{_SESSION}/(?:L\.?\d{{1,5}}(?:/.*)?|PV\.?\d+(?:\(.*)?)"
_COUNCIL_DRAFT = r"S/(?:(?:19|20)\d\d/)?\d{1,5}(?:/REV\.\d+)?"
_REPORT = r"A/(?:(?:E?S-)?\d{1,2}/)?\d+\b.*"
_MEETING = r".*/(?:PV|SR)\.\d+.*"
_BODY = r"(?:A/(?:HRC|SPC|BUR|(?:C|AC|CN|CONF)\.\d+)|E/(?:CN|CONF|AC)\.\d+)\b"
_OTHER_BODY = r"(?P<prefix>[A-Z]{2,8})(?:\(\d|[.-]?\d+[./]|/)"
_IN_SYMBOL = (
    rf"(?P<head>A/(?:(?:C|AC)\.?\d+/|SPC/|BUR/|(?:RES|DEC)/)?)(?P<session>{_SESSION})/(?=\D|\d+)"
)


class Symbol(NamedTuple):
    """What one symbol tells."""

    form: str  # the normal form: all spellings of one symbol have it, and no other symbol
    # "resolution", "decision", "draft", "report", "meeting", "page", or "" for another.
    kind: str = ""
    # "GA", "SC", "HRC", "ECOSOC", "TC", "C1" to "C6", or the prefix of another body; "" where the
    # symbol does not tell.
    organ: str = ""
    session: str = ""  # the session of the General Assembly, or ""
    bare: bool = False  # it names no body: the organ is that which usually writes so


def normal(symbol: str) -> str:
    """Return the normal form of a symbol, in which all its spellings are equal.

    Several symbols in one cell give several forms, joined by "|". Addenda and corrigenda of a
    draft are that draft. The normal form of a normal form is itself.

    Examples
    --------
    >>> normal("A/RES/3379 (XXX)"), normal("r/79/7"), normal("UNSCR 2774"), normal("ES11/7")
    ('A/RES/30/3379', 'A/RES/79/7', 'S/RES/2774', 'A/RES/ES-11/7')
    >>> normal("A/RES/217(III)[A]"), normal("A/RES/3/217A")  # a resolution, a page
    ('A/RES/217A(3)', 'A/RES/3/217A')
    >>> normal("A/ES-11/L.1 and A/ES-11/L.1/Add.1")
    'A/ES-11/L.1'
    """
    # Most symbols of a record are written this way: they are their own normal form.
    if (found := _COMMON.fullmatch(symbol)) and int(found[1]) >= 10:
        return symbol
    return "|".join(dict.fromkeys(part.form for part in parse(symbol)))


def kind_of(symbol: str) -> str:
    """Return the kind of document that a symbol names.

    That is "resolution", "decision", "draft" (of plenary, a committee or the Security Council),
    "report" (also of a committee: several resolutions may come from one), "meeting", "page" (of
    a record, as two data sets write early votes), or "" for any other.

    Examples
    --------
    >>> [kind_of(symbol) for symbol in ("79/7", "A/79/L.6", "S/2025/112", "A/79/400")]
    ['resolution', 'draft', 'draft', 'report']
    >>> kind_of("A/RES/2/181"), kind_of("A/RES/181(II)"), kind_of("ESS/5/100")
    ('page', 'resolution', 'page')
    """
    return _first(symbol, 1)


def organ_of(symbol: str) -> str:
    """Return the organ of a symbol, or "" if it does not say.

    "GA" and "SC" are the General Assembly and the Security Council; other bodies are named by
    their abbreviation or the prefix of their symbols.

    Examples
    --------
    >>> organ_of("A/RES/79/7"), organ_of("S/2022/155"), organ_of("A/HRC/51/L.6")
    ('GA', 'SC', 'HRC')
    >>> organ_of("A/C.3/79/L.30"), organ_of("E/RES/2022/1"), organ_of("GOV/2022/70")
    ('C3', 'ECOSOC', 'GOV')
    """
    return _first(symbol, 2)


def session_of(symbol: str) -> str:
    """Return the session of the General Assembly that a symbol names, or "".

    Examples
    --------
    >>> session_of("A/RES/ES-11/7"), session_of("A/RES/2758(XXVI)"), session_of("A/RES/997(ES-I)")
    ('ES-11', '26', 'ES-1')
    >>> session_of("A/C.3/79/L.30"), session_of("79/7"), session_of("A/HRC/51/L.6")
    ('79', '79', '')
    """
    return _first(symbol, 3)


def is_bare(symbol: str) -> bool:
    """Return whether a symbol names no body: other bodies than the Assembly write 58/15, too.

    Examples
    --------
    >>> is_bare("58/15"), is_bare("79/L.30"), is_bare("A/RES/58/15"), is_bare("ES-11/7")
    (True, True, False, False)
    """
    return next((part.bare for part in parse(symbol) if part.organ), False)


def session_name(text: str) -> str:
    """Return the name of a session, however it is labelled; any other text unchanged.

    Examples
    --------
    >>> session_name("11emsp"), session_name("29sp"), session_name("XXX"), session_name("ES-XI")
    ('ES-11', 'S-29', '30', 'ES-11')
    """
    form = cleaned(text)
    return _session(form) if re.fullmatch(_SESSION, form) else text.strip()


def session_number(session: str) -> int | None:
    """Return the number of a regular session; None for anything else.

    Examples
    --------
    >>> session_number("79"), session_number("ES-11"), session_number("900000000")
    (79, None, None)
    """
    # Anything longer is not a session; and Python refuses to read thousands of digits.
    return int(session) if session.isdecimal() and len(session) < 5 else None


def is_emergency(symbol: str, session: str) -> bool:
    """Return whether a roll call is one of an emergency special session."""
    return session.upper().startswith("ES-") or session_of(symbol).startswith("ES-")


def is_committee(symbol: str) -> bool:
    """Return whether a symbol is that of a committee of the General Assembly."""
    return bool(re.fullmatch(r"C\d|SPC|BUR|AC\d+", organ_of(symbol)))


def _first(symbol: str, field: int) -> str:
    """Return the first answer that the symbols in a cell give to one question."""
    return next((str(part[field]) for part in parse(symbol) if part[field]), "")


@lru_cache(maxsize=1 << 14)
def parse(text: str) -> tuple[Symbol, ...]:
    """Read each symbol in a text."""
    return tuple(_symbol(piece) for piece in pieces_of(text))


def _symbol(form: str) -> Symbol:
    """Read a symbol, given in capitals and without blanks."""
    # Most are written this way.
    if (common := _COMMON.fullmatch(form)) and int(common[1]) > LAST_SESSION_OF_PAGES:
        return Symbol(form, "resolution", "GA", common[1])
    base, mark, number = form.partition("#")
    if mark:
        known = _symbol(base) if base else Symbol("")
        return known._replace(form=f"{known.form}#{number}")
    words = re.match(_WORDS, form)
    named = (words["organ"] or "").replace(".", "") if words else ""
    said = _ORGANS.get(named, named)
    kind = (words["kind"] or "")[:1] if words else ""
    rest = form[words.end() :] if words else form
    for prefix, organ in (("A/RES/", "GA"), ("A/DEC/", "GA"), ("S/RES/", "SC")):
        if rest.startswith(prefix):
            kind, said, rest = prefix[2], organ, rest.removeprefix(prefix)
            break
    return (
        _of_assembly(rest, said, "DEC" if kind == "D" else "RES")
        or _of_council(rest, said, kind)
        or _of_human_rights(rest, said, "DEC" if kind == "D" else "RES")
        or _by_number(rest, said, (words and words["kind"]) or "")
        or _page(form)
        or _document(form if rest == form or not re.match("[AS]/", rest) else rest)
    )


def _of_assembly(rest: str, said: str, kind: str) -> Symbol | None:
    if said not in ("", "GA"):
        return None
    if kind == "RES" and (found := re.fullmatch(_PAGE_OF_VOLUME, rest)):
        return Symbol(f"A/RES/{rest}", "page", "GA", found["session"])
    found = re.fullmatch(_BEFORE, rest) or re.fullmatch(_AFTER, rest)
    if not found:
        return None
    session = _session(found["session"])
    part = _part(found["part"] + found.groupdict().get("more", ""))
    number = found["number"].lstrip("0") or "0"
    bare = not (said or session.startswith("ES-"))
    early = session.isdecimal() and int(session) <= LAST_SESSION_OF_PAGES
    if not early or kind == "DEC":
        form = f"A/{kind}/{session}/{number}{part}"
    elif found["session"].isdecimal() and "more" not in found.groupdict():
        return Symbol(f"A/RES/{session}/{number}{part}", "page", "GA", session, bare)
    else:
        form = f"A/RES/{number}{part}({session})"
    return Symbol(form, "decision" if kind == "DEC" else "resolution", "GA", session, bare)


def _of_council(rest: str, said: str, kind: str) -> Symbol | None:
    if said != "SC" and (said or kind == "D" or not re.fullmatch(_COUNCIL_WITH_YEAR, rest)):
        return None
    if found := re.fullmatch(_COUNCIL, rest):
        return Symbol(f"S/RES/{found['number']}{_part(found['part'])}", "resolution", "SC")
    return None


def _of_human_rights(rest: str, said: str, kind: str) -> Symbol | None:
    if said == "HRC" and re.fullmatch(r"(?:S-)?\d{1,2}/\d{1,3}", rest):
        return Symbol(f"A/HRC/{kind}/{rest}", "resolution", "HRC")
    return None


def _by_number(rest: str, said: str, kind: str) -> Symbol | None:
    """Read a number alone, if words say that it is the number of a resolution."""
    if not re.fullmatch(r"\d{1,4}[A-Z]?", rest):
        return None
    if said == "GA" and not kind.startswith("D"):
        return Symbol(f"A/RES/{rest}", "resolution", "GA")
    return Symbol(rest) if not said and kind.startswith("RES") else None


def _page(form: str) -> Symbol | None:
    found = re.fullmatch(_OWN_PAGE, form)
    if not found:
        return None
    session = found["volume"] or f"{found['early']}-{found['number']}"
    return Symbol(re.sub(r"(?<=\d)/([A-Z])$", r"\1", form), "page", "GA", session)


def _document(form: str) -> Symbol:
    """Read the symbol of a document that does not have the form of a resolution."""
    session, bare = "", False
    if re.fullmatch(_DRAFT_WITHOUT_ORGAN, form):
        bare = not form.startswith(("C", "ES"))
        form = f"A/{form}"
    if found := re.match(_IN_SYMBOL, form):
        session = _session(found["session"])
        form = f"{found['head']}{session}/{form[found.end() :]}"
    form = re.sub(r"(?<=^A/)(C|AC|CN|CONF)(?=\d)", r"\1.", form)
    form = re.sub(r"/(PV|SR|REV)(?=\d)", r"/\1.", form)
    kind = ""
    if found := re.fullmatch(_DRAFT, form):
        form = f"{found['head'] or ''}L.{found['number']}{found['revised'] or ''}"
        kind = "draft"
    elif re.fullmatch(_MEETING, form):
        kind = "meeting"
    elif re.fullmatch(_COUNCIL_DRAFT, form):
        kind = "draft"
    elif "/RES/" in form or "/DEC/" in form:
        kind = "decision" if "/DEC/" in form else "resolution"
    elif re.fullmatch(_REPORT, form):
        kind = "report"
    return Symbol(form, kind, _body(form), session, bare)


def _body(form: str) -> str:
    if found := re.match(_BODY, form):
        return re.sub(r"\W", "", found[0].removeprefix("A/"))
    for prefix, organ in (("A/", "GA"), ("S/", "SC"), ("E/", "ECOSOC"), ("T/", "TC")):
        if form.startswith(prefix):
            return organ
    found = re.match(_OTHER_BODY, form)
    return found["prefix"] if found and found["prefix"] not in ("RES", "DEC") else ""


def _part(text: str) -> str:
    """Return the part of a text: A, A-C, [RULE-33A]; a section behind a stroke: /IV, A/IV."""
    if section := re.fullmatch(rf"{_SECTION_OF}([IVX]{{2,6}}|(?<=[/N.])[IVX])", text):
        return f"/{section[1]}"
    found = re.fullmatch(rf"(?P<letter>{_LETTER})(?:{_SECTION_OF}(?P<section>[IVX]{{1,6}}))?", text)
    if not found:
        return text
    letter = found["letter"].lstrip("-/")
    if re.fullmatch(r"\[[A-Z](?:-[A-Z])?\]", letter):
        letter = letter[1:-1]
    return f"{letter}/{found['section']}" if found["section"] else letter


def _session(text: str) -> str:
    """Return the name of a session from any label of one: 79, S-10, ES-11."""
    if text.endswith("SP"):
        number = text.rstrip("EMSP")
        return f"{'ES' if 'E' in text else 'S'}-{int(number)}"
    found = re.fullmatch(r"(E?S)?[-/]?(.+)", text)
    assert found  # a session has at least a number
    return f"{found[1]}-{_number(found[2])}" if found[1] else str(_number(found[2]))


def _number(numeral: str) -> int:
    """Return the number that a numeral means, Roman or Arabic."""
    if numeral.isdecimal():
        return int(numeral)
    values = [_ROMAN[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
