"""Names of resolutions: what people write, and what a symbol tells."""

from pathlib import Path

import pytest

import unvote
from conftest import complete, run_unvote
from unvote.world.naming import Called, match_symbols
from unvote.world.symbols import is_committee, is_emergency, kind_of, normal, organ_of, session_of

# All names in a line are one symbol; the first is its normal form.
SPELLINGS = [
    "A/RES/30/3379; A/RES/3379(XXX); A/RES/3379 (XXX); 3379 (xxx); R/30/3379; A/RES/XXX/3379",
    "A/RES/217A(3); A/RES/217(III)[A]; A/RES/217 (III) A; 217 A (III); A/RES/III/217-A",
    "A/RES/377A-C(5); A/RES/377(V)[A-C]; 377 A-C (V)",
    "A/RES/17[RULE-33A](1); A/RES/17(I)[RULE-33A]",
    "A/RES/181(2); A/RES/181(II); 181 (II); A/RES/181 (2)",
    "A/RES/75/290B; A/RES/75/290[B]; A/RES/75/290 B; A/RES/75/290-B; A/RES/75/290/B; 75/290b",
    "A/RES/33/116A/IV; A/RES/33/116[A]/IV; 33/116 A, section IV",
    "A/RES/34/233/IX; 34/233, sect. IX",
    "A/RES/31/208/I; R/31/208/I",
    "A/RES/55/33I; A/RES/55/33[I]; 55/33 I",
    "A/RES/79/7; 79/7; R/79/7; RES/79/7; a/res/79/7; A/RES/79/7 (2024); A_RES_79_7",
    "A/RES/ES-11/7; ES-11/7; ES11/7; es‑11/7; A/RES/11emsp/7; UN resolution ES-11/7\u200b",
    "A/RES/S-10/2; S-10/2; A/RES/10sp/2; A/RES/2(S-X)",
    "A/RES/ES-1/997; A/RES/997(ES-I); 997 (ES-I)",
    "S/RES/2774; S/RES/2774(2025); S/RES/2774 (2025); UNSCR 2774; UNSC 2774; 2774 (2025)",
    "S/RES/1325; S.C. Res. 1325, U.N. Doc. S/RES/1325 (2000); S/RES/1325 (31 October 2000)",
    "A/RES/68/262; (A/RES/68/262); “68/262”; A/RES/68/262 of 27 March 2014; A/RES/68/262.",
    "A/DEC/80/506; decision 80/506",
    "A/ES-11/L.1; A/ES-11/L.1|A/ES-11/L.1/Add.1; A/ES-11/L.1 and Add.1; A/ES-11/L.1 /Add.1",
    "A/78/L.67/REV.1; A/78/L.67/Rev.1; A/78/L.67/Rev.1 and A/78/L.67/Rev.1/Add.1",
    "A/75/L.59; A/75/L.59 (as amended in A/75/L.60); A/75/L.59, as orally revised",
    "A/C.3/79/L.30; A/C.3/79/L.30/Add.1; A/C3/79/L30",
    "A/C.3/79/L.30|A/C.3/79/L.31; A/C.3/79/L.30 and L.31",
    "A/RES/2/181; R/2/181; A/RES/2 181",  # a page, not A/RES/181(II)
    "ESS/5/100; ess/5/100",
    "2774; 2774 ; resolution 2774",  # of either organ
    "VOTEOF2024; Vote of 2024",
    "VOTEOF2025; Vote of 2025",
]
# The names of some roll calls: symbol, draft, meeting, number, year and what the id adds.
CALLED = {
    "ukraine": ("A/RES/ES-11/7", "A/ES-11/L.10", "A/ES-11/PV.22", "4000007", 2025),
    "ukraine, first": ("A/RES/ES-11/1", "A/ES-11/L.1 and A/ES-11/L.1/Add.1", "", "", 2022),
    "cuba": ("A/RES/79/7", "A/79/L.6", "A/79/PV.29", "4000002", 2024),
    "cuba, a year later": ("A/RES/80/4", "", "A/80/PV.31 (Resumption 1)", "", 2025),
    "council": ("S/RES/2774 (2025)", "S/2025/112", "S/PV.9866", "", 2025),
    "council, no year": ("S/RES/1325", "S/2000/1015", "", "", 2000),
    "china": ("A/RES/2758(XXVI)", "", "", "", 1971),
    "zionism": ("A/RES/30/3379", "A/10320", "A/PV.2400", "", 1975),
    "rights": ("A/RES/217(III)[A]", "", "", "", 1948),
    "right of petition": ("A/RES/217(III)[B]", "", "", "", 1948),
    "peace": ("A/RES/377(V)[A-C]", "", "", "", 1950),
    "a page": ("A/RES/3/217", "", "", "", 1948),
    "part of a text": ("A/RES/75/290 A", "", "", "", 2021),
    "revised": ("A/RES/78/270", "A/78/L.67/Rev.1", "", "", 2024),
    "of a report": ("A/RES/75/36", "A/75/399, para. 96", "", "", 2020),
    "undated": ("A/RES/62/149", "A/C.3/62/L.29|A/C.3/62/L.29/Add.1", "", "", float("nan")),
    "first paragraph": ("A/RES/61/77#9004928", "", "", "", 2006),
    "second paragraph": ("A/RES/61/77#9004929", "", "", "", 2006),
    "nameless": ("#9001234", "", "", "", 2006),
}
IDS, DRAFTS, MEETINGS, NUMBERS, YEARS = zip(*CALLED.values(), strict=True)
KNOWN = Called([id_.partition("#")[0] for id_ in IDS], IDS, DRAFTS, MEETINGS, NUMBERS, YEARS)


def called(*names: str) -> list[str]:
    """Return the roll calls that the names mean."""
    return [
        name for name, chosen in zip(CALLED, match_symbols(names, KNOWN), strict=True) if chosen
    ]


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
        ("resolution 2758", ["china"]),
        ("UNGA 2758", ["china"]),
        ("2758 (XXVI)", ["china"]),
        ("A/RES/26/2758", ["china"]),
        ("3379", ["zionism"]),
        ("217", ["rights", "right of petition"]),
        ("217B", ["right of petition"]),
        ("A/RES/3379", ["zionism"]),
        ("3379 (XXX)", ["zionism"]),
        ("UNSCR 2774", ["council"]),
        ("S/RES/1325 (2000)", ["council, no year"]),
        ("2025/112", ["council"]),
        ("S/PV.9866", ["council"]),
        ("A/RES/ES-11/7 (2025)", ["ukraine"]),
        ("UN resolution ES-11/7", ["ukraine"]),
        ("ES11/7", ["ukraine"]),
        ("A/ES-11/L.1", ["ukraine, first"]),
        ("ES-11/L.1", ["ukraine, first"]),
        ("A/78/L.67/Rev.1", ["revised"]),
        ("A/78/L.67", ["revised"]),
        ("A/75/399", ["of a report"]),
        ("A/C.3/62/L.29", ["undated"]),
        ("A/RES/62/149 (2007)", ["undated"]),
        ("A/79/PV.29", ["cuba"]),
        ("A/80/PV.31", ["cuba, a year later"]),
        ("4000002", ["cuba"]),
        ("https://digitallibrary.un.org/record/4000002", ["cuba"]),
        ("https://digitallibrary.un.org/record/4000002?ln=en&v=pdf", ["cuba"]),
        ("https://undocs.org/en/A/RES/79/7", ["cuba"]),
        ("undocs.org/A/RES/79/7", ["cuba"]),
        ("https://docs.un.org/en/A/RES/79/7", ["cuba"]),
        ("https://docs.un.org/A/RES/ES%2D11/7/", ["ukraine"]),
        ("http://www.un.org/en/ga/search/view_doc.asp?symbol=A/RES/79/7", ["cuba"]),
        ("https://undocs.org/Home/Mobile?FinalSymbol=A%2FRES%2F79%2F7&Language=E", ["cuba"]),
        ("217(III)", ["rights", "right of petition"]),
        ("A/RES/217(III)", ["rights", "right of petition"]),
        ("217 A (III)", ["rights"]),
        ("3/217", ["a page"]),
        ("377 A (V)", ["peace"]),
        ("75/290a", ["part of a text"]),
        ("A/RES/75/290", ["part of a text"]),
        ("A/RES/75/290[A]", ["part of a text"]),
        ("61/77", ["first paragraph", "second paragraph"]),
        ("A/RES/61/77#9004929", ["second paragraph"]),
        ("61/77#9004928", ["first paragraph"]),
        ("#9001234", ["nameless"]),
        ("A/RES/79/*", ["cuba"]),
        ("a/res/??/?", ["cuba", "cuba, a year later"]),
        ("*/7", ["ukraine", "cuba"]),
        ("A/RES/*(III)*", ["rights", "right of petition"]),
        ("S/*", ["council", "council, no year"]),
        ("*", list(CALLED)),
    ],
)
def test_name_means_a_roll_call(name: str, meant: list[str]) -> None:
    assert called(name) == meant


@pytest.mark.parametrize("line", SPELLINGS)
def test_spellings_of_one_symbol_are_one(line: str) -> None:
    spellings = [spelling.strip(" ") for spelling in line.split(";")]
    assert {normal(spelling) for spelling in spellings} == {spellings[0]}


def test_no_two_symbols_are_one() -> None:
    assert len({normal(line.partition(";")[0]) for line in SPELLINGS}) == len(SPELLINGS)


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [
        ("A/RES/181(II)", "resolution"),
        ("A/RES/2/181", "page"),
        ("ESS/5/100", "page"),
        ("S/RES/2774 (2025)", "resolution"),
        ("A/DEC/80/506", "decision"),
        ("A/79/L.6", "draft"),
        ("A/L.605", "draft"),
        ("A/C.3/79/L.30", "draft"),
        ("S/2025/112", "draft"),
        ("A/79/400", "report"),
        ("A/75/399, para. 96", "report"),
        ("A/10320", "report"),
        ("A/78/PV.45", "meeting"),
        ("A/HRC/RES/49/1", "resolution"),
        ("#9001234", ""),
        ("", ""),
    ],
)
def test_kind(symbol: str, kind: str) -> None:
    assert kind_of(symbol) == kind


def test_several_names_mean_all_of_theirs() -> None:
    assert called("80/4", "ES-11/7", "ES-11/7") == ["ukraine", "cuba, a year later"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("A/RES/79/8", "; did you mean A/RES/79/7?"),
        ("A/RES/75/290 C", "; did you mean A/RES/75/290 A?"),
        ("ES-11/8", "; did you mean A/RES/ES-11/7 or A/RES/ES-11/1?"),
        ("A/RES/181 (II)", ""),
        ("A/RES/97/7", "; did you mean A/RES/79/7?"),
        ("A/RES/3/217 C", "; did you mean A/RES/217(III)[A] or A/RES/217(III)[B] or A/RES/3/217?"),
        ("5/377", "; did you mean A/RES/377(V)[A-C]?"),
        ("A/79/L.7", ""),
        ("A/ES-11/L.2", ""),
        ("S/RES/2774 (2024)", "; did you mean S/RES/2774 (2025)?"),
        ("A/RES/79/7 (2023)", "; did you mean A/RES/79/7?"),
        ("A/RES/61/77#9", "; did you mean A/RES/61/77?"),
        ("https://press.un.org/en/2025/ga12675.doc.htm", ""),
        ("X/99*", ""),
        ("", ""),
    ],
)
def test_unknown_name_is_told_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(unvote.UnknownNameError) as caught:
        called("ES-11/7", name)
    assert str(caught.value) == (
        f"no roll call is called '{name}'{hint} ('unvote search TEXT' looks for titles)"
    )


def test_a_record_without_the_council_says_so() -> None:
    assembly = Called(["A/RES/79/7", "A/RES/26/2774"])
    with pytest.raises(unvote.UnknownNameError) as caught:
        match_symbols(["S/RES/2774"], assembly)
    assert str(caught.value) == (
        "no roll call is called 'S/RES/2774': the record has none of the Security Council: import"
        " its file ('unvote data pull -h' says from where), or use those that come with unvote"
        " (--votes embedded)"
    )
    assert match_symbols(["2774"], assembly) == [False, True]


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
        (f"A/RES/1(S-{'9' * 5000})", "GA", ""),  # Python refuses to read it as a number
        ("A/L.605", "GA", ""),
        ("A/C.3/79/L.41", "C3", "79"),
        ("79/7", "GA", "79"),
        ("R/79/7", "GA", "79"),
        ("A/DEC/79/505", "GA", "79"),
        ("ESS/1/126A", "GA", "ES-1"),
        ("SS/2/34B", "GA", "S-2"),
        ("GOAR/1/1288B", "GA", "1"),
        ("S/RES/2774 (2025)", "SC", ""),
        ("S/RES/83", "SC", ""),
        ("S/2022/155", "SC", ""),
        ("S/1588", "SC", ""),
        ("A/HRC/51/L.6", "HRC", ""),
        ("A/HRC/RES/49/1", "HRC", ""),
        ("A/CONF.183/9", "CONF183", ""),
        ("A/CN.4/L.5", "CN4", ""),
        ("E/RES/2020/1", "ECOSOC", ""),
        ("GOV/2022/70", "GOV", ""),
        ("GC(66)/RES/9", "GC", ""),
        ("WHA75.8", "WHA", ""),
        ("ST/SG/1", "ST", ""),
        ("2774", "", ""),
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


LIBRARY = """\
undl_id,ms_code,ms_vote,date,session,resolution,draft,meeting,title
4000001,USA,Y,2022-03-02,11emsp,A/RES/ES-11/1,A/ES-11/L.1|A/ES-11/L.1/Add.1,A/ES-11/PV.5,Ukraine
4000002,USA,N,2023-12-07,78,A/RES/78/76,A/C.4/78/L.13,A/78/PV.45,Practices
4000003,USA,N,1975-11-10,30,A/RES/3379(XXX),A/10320,A/PV.2400,Racism
4000004,USA,Y,1948-12-10,3,A/RES/217(III)[A],,,Rights
4000005,USA,Y,1948-12-10,3,A/RES/217(III)[B],,,Petition
"""


@pytest.mark.parametrize("imported", [True, *complete(False)])
@pytest.mark.parametrize(
    ("arguments", "rollcalls"),
    [
        (["A/ES-11/L.1"], ["A/RES/ES-11/1"]),
        (["A/78/PV.45"], ["A/RES/78/76"]),
        (["4000002"], ["A/RES/78/76"]),
        (["https://digitallibrary.un.org/record/4000003?ln=en"], ["A/RES/3379(XXX)"]),
        (["R/30/3379"], ["A/RES/3379(XXX)"]),
        (["217 (III)"], ["A/RES/217(III)[A]", "A/RES/217(III)[B]"]),
        (["217 B (III)"], ["A/RES/217(III)[B]"]),
        (["--session", "ES-11,30", "--to", "2022-03-02"], ["A/RES/3379(XXX)", "A/RES/ES-11/1"]),
        (["--session", "11emsp", "--to", "2022-03-02"], ["A/RES/ES-11/1"]),
    ],
)
def test_program_finds_what_people_hold(
    tmp_path: Path, imported: bool, arguments: list[str], rollcalls: list[str]
) -> None:
    path = tmp_path / "library.csv"
    path.write_text(LIBRARY)
    if imported:
        assert run_unvote("data", "import", str(path)).code == 0
    votes = "full" if imported else str(path)
    found = run_unvote("tally", *arguments, "--votes", votes, "-c", "rollcall")
    assert (found.out.split(), found.code) == (["rollcall", *rollcalls], 0)


def test_symbol_written_in_several_ways_is_one_roll_call(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "ms_code,ms_vote,resolution,date\n"
        "USA,N,S/RES/2774 (2025),2025-02-24\n"
        "FRA,Y,S/RES/2774\u00a0(2025)\u200b,2025-02-24\n"
        "GBR,A,UNSCR 2774,2025-02-24\n"
    )
    record = unvote.read(path)
    assert record.rollcalls.index.tolist() == ["S/RES/2774 (2025)"]
    assert record.notes[-1] == "1 symbol written in several ways: S/RES/2774 (2025)"
