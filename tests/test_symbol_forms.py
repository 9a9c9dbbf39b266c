"""All spellings of a symbol have one normal form, and no two symbols share it."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import unvote
from conftest import FULL_RECORD
from unvote.world.symbols import kind_of, normal, organ_of, session_of

ROMAN = [
    *("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"),
    *("XV", "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI"),
    *("XXVII", "XXVIII", "XXIX", "XXX", "XXXI", "XXXII"),
]
letters = st.sampled_from(["", *"ABCDGIVXZ", "A-C"])
sections = st.sampled_from(["", "I", "II", "IV", "V", "XII"])

# Symbols as tuples: organ and kind, session, number, letter and section of a part.
of_early_sessions = st.tuples(
    st.sampled_from(["early", "special", "emergency"]),
    st.integers(1, 17),
    st.integers(1, 2000),
    letters,
    st.just(""),
)
of_sessions = st.tuples(
    st.sampled_from(["regular", "regular", "page", "special", "emergency", "decision"]),
    st.integers(1, 99),
    st.integers(1, 3600),
    letters,
    sections,
).filter(lambda one: (one[0] != "page" or one[1] <= 17) and (one[0] != "regular" or one[1] > 17))
of_council = st.tuples(
    st.just("council"), st.just(0), st.integers(1, 2999), st.just(""), st.just("")
)
drafts = st.tuples(
    st.sampled_from(["draft", "C.1 draft", "C.3 draft", "emergency draft", "council draft"]),
    st.integers(1, 99),
    st.integers(1, 999),
    st.just(""),
    st.sampled_from(["", "REV.1", "REV.2"]),
)
symbols = st.one_of(of_early_sessions, of_sessions, of_council, drafts)


def forms(kind: str, session: int, number: int, letter: str, section: str) -> list[str]:
    """Return the ways in which sources and people write a symbol."""
    if kind == "council":
        year = 1946 + number // 34
        return [
            *(f"{head}{number}{year}" for head, year in product(COUNCIL, ("", f" ({year})"))),
            f"S/RES/{number}({year})",
            f"{number} ({year})",
        ]
    if "draft" in kind:
        return draft_forms(kind, session, number, section)
    parts = part_forms(letter, section)
    if kind == "page":
        heads = (f"A/RES/{session}/{number}", f"R/{session}/{number}", f"{session}/{number}")
        return [head + part for head, part in product(heads, parts)]
    head = {"special": "S-", "emergency": "ES-"}.get(kind, "")
    before = [f"{head}{session}"]
    after = [f"({head}{session})"]
    if session < len(ROMAN) and (kind != "decision"):
        before.append(f"{head}{ROMAN[session]}")
        after.append(f"({head}{ROMAN[session]})")
    if head:
        before += [f"{head.replace('-', '')}{session}", f"{session}{'EM' * (kind[0] == 'e')}SP"]
    if kind == "decision":
        return [f"{start}{before[0]}/{number}{part}" for start, part in product(DECISIONS, parts)]
    if kind == "early":
        before, parts_after = before[1:], parts
    else:
        parts_after = parts if not section else []
    texts = [f"{name}/{number}{part}" for name, part in product(before, parts)]
    texts += [f"{number}{part}{name}" for part, name in product(parts_after, after)]
    texts += [f"{number} {name}{part}" for part, name in product(parts_after, after)]
    return [start + text for start, text in product(ASSEMBLY, texts)]


COUNCIL = (
    *("S/RES/", "UNSCR ", "UNSC ", "Security Council resolution ", "UNSC Res. ", "S.C. Res. "),
    "UN Security Council resolution ",
)
ASSEMBLY = (
    *("A/RES/", "", "R/", "RES/", "UN resolution ", "UNGA ", "General Assembly resolution "),
    *("G.A. Res. ", "U.N. Doc. A/RES/"),
)
DECISIONS = ("A/DEC/", "decision ", "General Assembly decision ")


def part_forms(letter: str, section: str) -> list[str]:
    if letter == "":
        return [f"/{section}", f", section {section}"] if section else [""]
    behind = [f"/{section}"] if section else [""]
    written = [letter, f" {letter}", f"[{letter}]", f" [{letter}]"]
    if len(letter) == 1 and letter not in "IVX":
        written += [f"-{letter}", f"/{letter}"]
    return [start + end for start, end in product(written, behind)]


def draft_forms(kind: str, session: int, number: int, revision: str) -> list[str]:
    head = {"emergency draft": f"A/ES-{session}", "council draft": f"S/{1945 + session}"}.get(
        kind, f"A/{'' if kind == 'draft' else kind.split()[0] + '/'}{session}"
    )
    name = f"{head}/{'' if head[0] == 'S' else 'L.'}{number}"
    whole = f"{name}/{revision}" if revision else name
    if head[0] == "S":
        return [whole]
    return [
        *(whole, f"{whole}/Add.1", f"{whole}|{whole}/Add.1", f"{whole} and {whole}/Add.1"),
        *(f"{whole} and Add.1", f"{whole} /Add.1", f"{whole} and Corr.1", whole.replace("L.", "L")),
    ]


@st.composite
def written(draw: st.DrawFn, symbol: tuple[str, int, int, str, str]) -> str:
    """Draw a spelling of a symbol: in any case, with invisible characters and other hyphens."""
    text = draw(st.sampled_from(forms(*symbol)))
    if draw(st.booleans()):
        text = text.lower() if draw(st.booleans()) else text.upper()
    text = text.replace("-", draw(st.sampled_from("-\u2010\u2011\u2013\u2212")))
    text = text.replace(" ", draw(st.sampled_from([" ", "\u00a0", "\u202f", "  "])))
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.sampled_from(["", "\u200b", "\u200e", "\ufeff"])) + text[place:]


@given(st.data(), symbols)
def test_all_spellings_of_a_symbol_meet(
    data: st.DataObject, symbol: tuple[str, int, int, str, str]
) -> None:
    expected = normal(forms(*symbol)[0])
    spelling = data.draw(written(symbol))
    assert normal(spelling) == expected
    assert normal(expected) == expected
    assert (organ_of(spelling), session_of(spelling), kind_of(spelling)) == (
        *(organ_of(expected), session_of(expected)),
        kind_of(expected),
    )


@given(st.data(), symbols, symbols)
@example(None, ("early", 2, 181, "", ""), ("page", 2, 181, "", ""))
@example(None, ("regular", 53, 77, "V", ""), ("regular", 53, 77, "", "V"))
def test_no_two_symbols_meet(
    data: st.DataObject | None,
    one: tuple[str, int, int, str, str],
    other: tuple[str, int, int, str, str],
) -> None:
    if one == other:
        return
    pairs = (
        [(forms(*one)[0], forms(*other)[0])]
        if data is None
        else [(data.draw(written(one)), data.draw(written(other)))]
    )
    assert all(normal(first) != normal(second) for first, second in pairs)


@example("C/0")  # no session is numbered 100
@example("LL/0")
@given(
    st.text(st.sampled_from("AERSCLPVD/.-()[]| 0123789IVX#?*_\u200b\u00a0emsp,and"), max_size=40)
)
def test_any_text_has_a_normal_form(text: str) -> None:
    form = normal(text)
    assert normal(form) == form
    assert kind_of(form) == kind_of(text)
    assert organ_of(form) == organ_of(text)
    assert session_of(form) == session_of(text)


def test_symbols_of_the_whole_record_stay_apart() -> None:
    if not FULL_RECORD:
        pytest.skip("UNVOTE_TEST_RECORD names no file with the whole record")
    table = unvote.read(FULL_RECORD).rollcalls
    written: dict[str, set[str]] = defaultdict(set)
    for symbol in table["symbol"]:
        written[normal(symbol)].add(symbol)
    assert [names for names in written.values() if len(names) > 1] == []
    unnamed = {symbol for symbol in table["symbol"] if symbol and not session_of(symbol)}
    assert unnamed == {"A/RES/6444A", "A/RES/677/46"}  # misprints of the source
    assert {organ_of(symbol) for symbol in table["symbol"] if symbol} == {"GA"}
