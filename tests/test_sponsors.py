"""Sponsors: who is named, selecting by them, and how they voted."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

import unvote
from conftest import run_unvote

NAM = "Cuba (on behalf of the States Members that are members of the Movement of Non-Aligned"
NAM += " Countries)"
G77 = "IRAQ (ON BEHALF OF THE GROUP OF 77 AND CHINA)"


def text(symbol: str, sponsors: list[str], **lists: Any) -> dict[str, Any]:
    """Return a text of the UN's extract: with a vote if lists are given, else without one."""
    votes = {f"MS_{name}": lists.get(name, []) for name in ("in_favour", "against", "abstaining")}
    return {
        "symbol": symbol,
        "title": "x",
        "adoption_date": "2024-12-03",
        "adoption_type": "RECORDED VOTE" if lists else "WITHOUT VOTE",
        "sponsors": sponsors[:2],
        "additional_sponsors": sponsors[2:],
        **(votes if lists else {}),
    }


TEXTS = [
    text("A/RES/79/1", ["FRANCE", "Mali", "TRINIDAD AND TOBAGO"], in_favour=["France", "Japan"]),
    text("A/RES/79/2", [G77, "GERMANY"], in_favour=["Mali"], abstaining=["Germany"]),
    text("A/RES/79/3", ["submitted by the Chair of the Committee (Mali)"], against=["France"]),
    text("A/RES/79/4", ["Mali", "FRANCE"]),
    text("A/RES/79/5", [], in_favour=["France"]),
]


def content(*texts: dict[str, Any]) -> bytes:
    return "\n".join(map(json.dumps, texts or TEXTS)).encode()


def record() -> unvote.Record:
    return unvote.read(io.BytesIO(content()))


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("Mali", ["Mali"]),
        ("COMOROS CONGO", ["COMOROS", "CONGO"]),
        ("Bosnia and Herzegovina", ["Bosnia and Herzegovina"]),
        (f"Maldives, {NAM} and Thailand", ["Maldives", NAM, "Thailand"]),
        (f"{NAM} and Russian Federation", [NAM, "Russian Federation"]),
        (f"Austria and {NAM[:-1]} (NAM))", ["Austria", f"{NAM[:-1]} (NAM))"]),
        (G77, [G77]),
        # An entry that is not only states stays one text.
        ("Mali and the Holy See", ["Mali and the Holy See"]),
        ("submitted by the Vice-Chair, X (Mali)", ["submitted by the Vice-Chair, X (Mali)"]),
        ("((((", ["(((("]),
        ("Mali \ue000, Togo", ["Mali \ue000, Togo"]),
    ],
)
def test_an_entry_of_several_states_is_taken_apart(entry: str, names: list[str]) -> None:
    made = unvote.read(io.BytesIO(content(text("A/RES/79/1", [entry]))))
    assert made.rollcalls["sponsors"].item().split("|") == names


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["US"], []),
        (["FR"], [1, 4]),
        (["Trinidad and Tobago"], [1]),
        (["Germany", "Mali"], [1, 2, 4]),  # any of several
        (["EU"], [1, 2, 4]),  # a member of the day
        (["Iraq"], []),  # who sponsors on behalf of a group does not count
        (["Cuba"], []),
    ],
)
def test_texts_are_selected_by_who_sponsored_them(names: list[str], found: list[int]) -> None:
    left = record().select(sponsor=names)
    assert list(left.rollcalls["symbol"]) == [f"A/RES/79/{number}" for number in found]
    assert left.selection[0].words == f"sponsor {' or '.join(names)}"
    assert "1 roll call left out: their sponsors are not known" in left.notes


def test_what_was_sponsored_on_behalf_of_a_group_is_told() -> None:
    assert record().select(sponsor=["BRICS"]).notes[-1] == (
        "1 roll call left out that a state sponsored on behalf of a group: BRICS means the members"
        " themselves"
    )


def test_a_group_of_the_users_own_sponsors_too() -> None:
    groups = unvote.own_groups(["TRIO=Mali,Togo,Chad"])
    assert len(record().select(sponsor="TRIO", groups=groups)) == 2
    with pytest.raises(unvote.UnknownNameError, match="did you mean France"):
        record().select(sponsor="Frnace")


def test_the_program_selects_the_same() -> None:
    Path("x.json").write_bytes(content())
    line = ("tally", "--votes", "x.json", "--csv", "-c", "rollcall", "--no-header", "-q")
    assert run_unvote(*line, "--sponsor", "FR").out.split() == ["A/RES/79/1", "A/RES/79/4"]
    both = run_unvote(*line, "--sponsor", "DE", "--sponsor", "FR").out.split()
    assert both == ["A/RES/79/1", "A/RES/79/2", "A/RES/79/4"]
    nothing = run_unvote(*line, "--sponsor", "US")
    assert (nothing.code, nothing.err.splitlines()[-1]) == (
        3,
        "unvote: nothing is selected: 'sponsor US' leaves no roll call of x.json",
    )


def test_profile_counts_what_a_state_sponsored() -> None:
    frame = unvote.profile(record(), "FR", "ML", "DE", "IQ").set_index("state")
    assert frame["sponsored"].to_dict() == {"FRA": 2, "MLI": 2, "DEU": 1, "IRQ": 0}
    assert frame["without_vote"].tolist() == [1, 1, 1, 1]
    assert "sponsors are known of 4 of 5 texts" in frame.attrs["notes"]
    assert frame["n"].to_dict() == {"FRA": 3, "MLI": 1, "DEU": 1, "IRQ": 0}
    none = unvote.profile(record().select("79/5"), "FR")
    assert none[["sponsored", "without_vote"]].isna().all(axis=None)


def test_show_says_how_each_sponsor_voted() -> None:
    Path("x.json").write_bytes(content())
    shown = run_unvote("show", "79/2", "--votes", "x.json", "-q").out
    assert (
        f"""
sponsors (2) (yes unless marked)
  Germany (abstain)
  {G77}

yes (1)
"""
        in shown
    )
    without = run_unvote("show", "79/4", "--votes", "x.json", "-q").out
    assert "\nsponsors (2)\n  Mali    France\n" in without
    assert "sponsors" not in run_unvote("show", "79/5", "--votes", "x.json", "-q").out


def test_the_page_of_a_roll_call_says_it_too() -> None:
    Path("x.json").write_bytes(content())
    page = run_unvote("report", "79/2", "--votes", "x.json", "-f", "html", "-q").out
    assert f'<p>Sponsors: Germany <span class="chip A">abstain</span>; {G77}</p>' in page
    page = run_unvote("report", "79/1", "--votes", "x.json", "-f", "html", "-q").out
    assert (
        '<p>Sponsors: France <span class="chip Y">yes</span>, Mali, Trinidad and Tobago.</p>'
        in page
    )
