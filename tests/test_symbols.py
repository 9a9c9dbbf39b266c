"""How resolutions are named: what people write, and what a symbol tells."""

import pytest

import unvote
from unvote.world.symbols import is_committee, is_emergency, match_symbols, organ_of, session_of

# What some roll calls are called: the symbol and the id of each, and the draft.
CALLED = {
    "ukraine": ["A/RES/ES-11/7", "A/ES-11/L.10"],
    "cuba": ["A/RES/79/7", "A/79/L.6"],
    "cuba, a year later": ["A/RES/80/4"],
    "council": ["S/RES/2774 (2025)", "S/2025/112"],
    "china": ["A/RES/2758(XXVI)"],
    "part of a text": ["A/RES/75/290 A"],
    "first paragraph": ["A/RES/61/77", "A/RES/61/77#9004928"],
    "second paragraph": ["A/RES/61/77", "A/RES/61/77#9004929"],
    "nameless": ["#9001234"],
}


def called(*names: str) -> list[str]:
    """Return which of the roll calls the names mean."""
    found = match_symbols(names, list(CALLED.values()))
    return [name for name, chosen in zip(CALLED, found, strict=True) if chosen]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("A/RES/ES-11/7", ["ukraine"]),
        ("ES-11/7", ["ukraine"]),
        ("es-11/7", ["ukraine"]),
        (" A / RES / ES-11 / 7 ", ["ukraine"]),
        ("A/ES-11/L.10", ["ukraine"]),
        ("a/res/79/7", ["cuba"]),
        ("79/7", ["cuba"]),
        ("S/RES/2774 (2025)", ["council"]),
        ("S/RES/2774(2025)", ["council"]),
        ("s/res/2774", ["council"]),
        ("2774 (2025)", ["council"]),
        ("2774", ["council"]),
        ("S/2025/112", ["council"]),
        ("A/RES/2758 (XXVI)", ["china"]),
        ("2758", ["china"]),
        ("75/290a", ["part of a text"]),
        ("61/77", ["first paragraph", "second paragraph"]),
        ("A/RES/61/77#9004929", ["second paragraph"]),
        ("61/77#9004928", ["first paragraph"]),
        ("#9001234", ["nameless"]),
        ("A/RES/79/*", ["cuba"]),
        ("a/res/??/?", ["cuba", "cuba, a year later"]),
        ("*/7", ["ukraine", "cuba"]),
        ("S/*", ["council"]),
        ("*", list(CALLED)),
    ],
)
def test_name_means_a_roll_call(name: str, meant: list[str]) -> None:
    assert called(name) == meant


def test_several_names_mean_all_of_theirs() -> None:
    assert called("80/4", "ES-11/7", "ES-11/7") == ["ukraine", "cuba, a year later"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("A/RES/79/8", "; did you mean A/RES/79/7 or "),
        ("ES-11/8", "; did you mean A/RES/ES-11/7 or A/ES-11/L.10?"),
        ("S/RES/2774 (2024)", "; did you mean S/RES/2774 (2025)?"),
        ("A/RES/61/77#9", "; did you mean A/RES/61/77 or "),
        ("X/99*", " ("),
        ("", " ("),
    ],
)
def test_unknown_name_is_told_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(unvote.UnknownNameError) as caught:
        called("ES-11/7", name)
    assert str(caught.value).startswith(f"no roll call is called '{name}'{hint}")
    assert str(caught.value).endswith(" ('unvote search TEXT' looks for titles)")


def test_a_record_without_the_council_says_so() -> None:
    assembly = [["A/RES/79/7"], ["A/RES/26/2774"]]
    with pytest.raises(unvote.UnknownNameError) as caught:
        match_symbols(["S/RES/2774"], assembly)
    assert str(caught.value) == (
        "no roll call is called 'S/RES/2774': the record has none of the Security Council: import"
        " its file ('unvote data pull -h' says from where), or use those that come with unvote"
        " (--votes embedded)"
    )
    with pytest.raises(unvote.UnknownNameError, match=r"did you mean A/RES/26/2774"):
        match_symbols(["2774"], assembly)


@pytest.mark.parametrize(
    ("symbol", "organ", "session"),
    [
        ("A/RES/79/7", "GA", "79"),
        ("a/res/79/7", "GA", "79"),
        ("A/79/L.6", "GA", "79"),
        ("A/RES/75/290 A", "GA", "75"),
        ("A/RES/33/116A/IV", "GA", "33"),
        ("A/RES/ES-11/7", "GA", "ES-11"),
        ("A/ES-10/L.24", "GA", "ES-10"),
        ("A/RES/S-10/2", "GA", "S-10"),
        ("A/RES/377(V)", "GA", "5"),
        ("A/RES/273(III)", "GA", "3"),
        ("A/RES/1668 (XVI)", "GA", "16"),
        ("A/RES/1991 A (XVIII)", "GA", "18"),
        ("A/RES/2145(XXI)", "GA", "21"),
        ("A/RES/2758(XXVI)", "GA", "26"),
        ("A/RES/3212(XXIX)", "GA", "29"),
        ("A/RES/3379(XXX)", "GA", "30"),
        ("A/RES/997(ES-I)", "GA", "ES-1"),
        ("A/RES/1474 (ES-IV)", "GA", "ES-4"),
        ("A/RES/106(S-1)", "GA", "S-1"),
        ("A/RES/3201(S-VI)", "GA", "S-6"),
        (f"A/RES/1(S-{'9' * 5000})", "GA", ""),  # Python makes no number of it
        ("A/L.605", "GA", ""),
        ("A/C.3/79/L.41", "GA", ""),
        ("ESS/1/126A", "GA", "ES-1"),
        ("SS/2/34B", "GA", "S-2"),
        ("GOAR/1/1288B", "GA", ""),
        ("S/RES/2774 (2025)", "SC", ""),
        ("S/RES/83", "SC", ""),
        ("S/2022/155", "SC", ""),
        ("S/1588", "SC", ""),
        ("A/HRC/51/L.6", "", ""),
        ("A/HRC/RES/49/1", "", ""),
        ("A/CONF.183/9", "", ""),
        ("A/CN.4/L.5", "", ""),
        ("E/RES/2020/1", "", ""),
        ("ST/SG/1", "", ""),
        ("", "", ""),
    ],
)
def test_organ_and_session(symbol: str, organ: str, session: str) -> None:
    assert (organ_of(symbol), session_of(symbol)) == (organ, session)


@pytest.mark.parametrize(
    ("symbol", "session", "emergency"),
    [
        ("A/RES/ES-11/7", "", True),
        ("a/res/es-11/7", "", True),
        ("A/ES-10/L.24", "", True),
        ("ES-11/7", "", True),
        ("A/RES/997(ES-I)", "", True),
        ("A/RES/2252 (ES-V)", "", True),
        ("ESS/1/126A", "11", True),
        ("", "ES-11", True),
        ("A/RES/S-10/2", "S-10", False),
        ("A/RES/3201(S-VI)", "", False),
        ("SS/1/175", "2", False),
        ("A/RES/79/7", "79", False),
        ("", "", False),
    ],
)
def test_emergency_special_session(symbol: str, session: str, emergency: bool) -> None:
    assert is_emergency(symbol, session) == emergency


@pytest.mark.parametrize(
    ("symbol", "committee"),
    [
        ("A/C.1/L.5", True),
        ("a/c.3/79/L.41", True),
        ("A/AC.14/34", True),
        ("A/SPC/31/L.2", True),
        ("A/BUR/79/1", True),
        ("A/RES/79/7", False),
        ("A/79/L.6", False),
        ("A/CONF.183/9", False),
        ("S/2022/155", False),
    ],
)
def test_committee(symbol: str, committee: bool) -> None:
    assert is_committee(symbol) == committee
