"""The UN's JSON extract: what is read from it, what is noted, and what is refused."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import run_unvote
from reading import letters, message, read
from strategies import votes_by_state
from unvote.readers import read_files
from unvote.world.states import all_states, find_state

EMBARGO: dict[str, Any] = {
    "symbol": "A/RES/77/7",
    "pv": "A/77/PV.24",
    "title": "Necessity of ending the embargo ",
    "session": "Seventy-seventh session",
    "adoption_meeting": "24th plenary meeting",
    "adoption_date": "3\xa0November 2022",
    "originating_document": "A/77/L.5",
    "agenda_item_name": "Embargo against Cuba",
    "adoption_type": "By a recorded vote",
    "MS_in_favour": ["FRANCE", "CUBA"],
    "MS_against": ["UNITED STATES"],
    "MS_abstaining": ["N.A."],
    "MS_in_favour_count": "2",
    "MS_against_count": 1,
    "MS_abstaining_count": "N.A.",
    "subjects": [["EMBARGO", "UNBIS Thesaurus"], ["CUBA", "DHLAUTH"]],
}
CONSENSUS = {
    "symbol": "A/RES/77/1",
    "title": "Credentials",
    "adoption_date": "2022-09-20 00:00:00",
    "adoption_meeting": "1st plenary meeting",
    "pv": "Adopted without vote, 1st plenary meeting",
    "adoption_type": "Without a vote",
    "MS_in_favour": [],
    "MS_against": ["N.A."],
    "MS_abstaining": "N.A.",
    "MS_in_favour_count": "0",
}


def lines(*resolutions: dict[str, Any]) -> str:
    return "".join(json.dumps(resolution, ensure_ascii=False) + "\n" for resolution in resolutions)


def changed(**fields: Any) -> str:
    """Return the extract of two resolutions; the second has other fields."""
    return lines(CONSENSUS, EMBARGO | fields)


@pytest.mark.parametrize(
    "text",
    [
        lines(EMBARGO, CONSENSUS),
        "\ufeff\n" + lines(EMBARGO, CONSENSUS).replace("\n", "\r\n\r\n"),
        json.dumps([EMBARGO, CONSENSUS]),
        json.dumps([EMBARGO, CONSENSUS], indent=2),
        lines(EMBARGO, CONSENSUS).replace("\n{", "{"),
    ],
    ids=["lines", "crlf", "array", "indented", "without line ends"],
)
def test_an_array_and_lines_are_read_alike(text: str) -> None:
    record = read(gzip.compress(text.encode()))
    assert letters(record) == {
        "A/RES/77/1": {},
        "A/RES/77/7": {"CUB": "Y", "FRA": "Y", "USA": "N"},
    }
    row = record.rollcalls.loc["A/RES/77/7"].drop(["missing", "unexpected"])
    assert row.dropna().to_dict() == {
        "symbol": "A/RES/77/7",
        "date": pd.Timestamp("2022-11-03"),
        "session": "77",
        "organ": "GA",
        "title": "Necessity of ending the embargo",
        "draft": "A/77/L.5",
        "meeting": "A/77/PV.24",
        "agenda": "Embargo against Cuba",
        "subjects": "EMBARGO|CUBA",
        "sponsors": "",
        **dict.fromkeys(("issues", "same_text", "added"), ""),
        "note": "",
        "part": "",
        "modality": "recorded vote",
        "link": "",
        "number": "",
        "source": "unxml",
        "published_yes": 2,
        "published_no": 1,
    }
    assert record.rollcalls.loc["A/RES/77/1"].dropna().to_dict() == {
        **dict.fromkeys(("draft", "agenda", "subjects", "sponsors", "note"), ""),
        **dict.fromkeys(("issues", "same_text", "added"), ""),
        **dict.fromkeys(("part", "link", "number"), ""),
        "symbol": "A/RES/77/1",
        "date": pd.Timestamp("2022-09-20"),
        "session": "77",
        "organ": "GA",
        "title": "Credentials",
        "meeting": "1st plenary meeting",
        "modality": "without vote",
        "source": "unxml",
    }
    assert record.without_vote.tolist() == [True, False]
    assert record.notes == ()
    assert record.rollcalls.dtypes.equals(unvote.load().rollcalls.dtypes)


@pytest.mark.parametrize(
    "written",
    ["2 March 2022", "02\xa0March\u202f2022", "2022-03-02", "2022-03-02 00:00:00", "2022-03-02T0Z"],
)
def test_every_style_of_a_date(written: str) -> None:
    record = read(lines(EMBARGO | {"adoption_date": written}))
    assert record.rollcalls["date"].tolist() == [pd.Timestamp("2022-03-02")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"adoption_date": "2 Mars 2022"},
            "adoption_date: '2 Mars 2022' is not a date: it is written as 2 March 2022 or"
            " 2022-03-02",
        ),
        (
            {"adoption_date": "31 February 2022"},
            "adoption_date: '31 February 2022' is not a date: it is written as 2 March 2022 or"
            " 2022-03-02",
        ),
        (
            {"adoption_date": "2147483648 March 2022"},
            "adoption_date: '2147483648 March 2022' is not a date: it is written as 2 March 2022"
            " or 2022-03-02",
        ),
        ({"MS_in_favour": ["FRANCE", "QQ9Q"]}, "MS_in_favour: 'QQ9Q' is not a member state"),
        (
            {"MS_abstaining": ["CUBA"]},
            "MS_abstaining: 'CUBA' is in MS_in_favour too: correct one",
        ),
        ({"MS_against": "CUBA, FRANCE"}, "MS_against: 'CUBA, FRANCE' is not a list of names"),
        ({"MS_against": [1]}, "MS_against: '[1]' is not a list of names"),
        ({"MS_against_count": "many"}, "MS_against_count: 'many' is not a number of votes"),
        ({"MS_against_count": 1.5}, "MS_against_count: '1.5' is not a number of votes"),
        (
            {"MS_in_favour": ["YUGOSLAVIA"], "MS_against": ["SERBIA"]},
            "YUGOSLAVIA and SERBIA both vote, but are one member here",
        ),
    ],
)
def test_a_field_that_cannot_be_is_told_with_its_resolution(
    fields: dict[str, Any], said: str
) -> None:
    colon = ":" if said.startswith("YUG") else ","
    assert message(changed(**fields)) == f"the data, line 2, A/RES/77/7{colon} {said}"


def test_a_misspelt_state_is_told_with_the_nearest() -> None:
    with pytest.raises(unvote.UnknownNameError) as caught:
        find_state("FRNACE")
    assert message(changed(MS_against=["FRNACE"])) == (
        f"the data, line 2, A/RES/77/7, MS_against: {caught.value}"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            lines(EMBARGO)[:-30],
            "line 1: the JSON is broken or cut short here: fetch the file again"
            " (Unterminated string starting at)",
        ),
        (
            lines(EMBARGO) + '{"symbol": }\n',
            "line 2: the JSON is broken or cut short here: fetch the file again (Expecting value)",
        ),
        (
            lines(EMBARGO) + '"x"\n',
            'line 2: "x" where a resolution is expected, an object of fields',
        ),
        (
            f"[{json.dumps(EMBARGO)},",
            "the JSON is cut short: fetch the file again",
        ),
        (
            '{"adoption_type": ' + "[" * 100_000,
            "line 1: a number too long, or lists nested too deep, for any resolution",
        ),
        (
            lines(EMBARGO) + '{"symbol": ' + "9" * 5000 + "}",
            "line 2: a number too long, or lists nested too deep, for any resolution",
        ),
        (
            lines(EMBARGO, EMBARGO | {"title": "HALF"}).replace("HALF", "a half: \\ud83d"),
            "line 2: half a character, such as \\ud800 alone: correct it",
        ),
    ],
)
def test_broken_json(text: str, said: str) -> None:
    where = "the data, " if said.startswith("line") else "the data: "
    assert message(text) == where + said


def test_a_symbol_beyond_all_measure_is_told_in_one_short_line() -> None:
    text = lines(EMBARGO | {"symbol": "A/RES/77/7" * 1000, "MS_against": "?"})
    assert message(text) == (
        f"the data, line 1, {'A/RES/77/7' * 5}A/RES/77/…, MS_against: '?' is not a list of names"
    )
    record = read(lines(EMBARGO | {"symbol": "A/RES/77/7" * 1000, "MS_against_count": "9"}))
    assert record.notes == (
        "1 roll call whose published totals differ from the votes; the votes count:"
        f" {'A/RES/77/7' * 2}A/RES/77/… (no: 9 published, 1 listed)",
    )


def test_letters_in_two_halves_are_text() -> None:
    record = read(lines(EMBARGO | {"title": "Peace \U0001f54a"}))
    assert record.rollcalls["title"].tolist() == ["Peace \U0001f54a"]


def test_other_json_is_no_extract() -> None:
    assert message('{"type": "FeatureCollection"}\n') == (
        "the data: this is JSON, but not the UN's extract, and no votes are found in it: needed are"
        ' a state and a vote in each object, {"votes": {"France": "Y"}}, {"country": […], "vote":'
        " […]}, or lists of states called in_favour, against, abstaining, not_voting (found: type)"
    )
    latin = lines(CONSENSUS).encode() + lines(EMBARGO | {"title": "Résumé"}).encode("latin-1")
    assert message(latin) == "the data, line 2: the text is not UTF-8: save the file as UTF-8"


def test_what_is_odd_about_an_extract_is_noted() -> None:
    unsaid = {**CONSENSUS, "adoption_type": "", "symbol": "A/RES/77/2"}
    listed = {**EMBARGO, "adoption_type": "", "symbol": "A/RES/77/3"}
    unlisted = {**EMBARGO, "MS_in_favour": [], "MS_against": [], "symbol": "A/RES/77/4"}
    both = {**EMBARGO, "adoption_type": "Without a vote", "symbol": "A/RES/77/5"}
    doubled = {**EMBARGO, "MS_in_favour": ["CUBA", "FRANCE", "Cuba"], "symbol": "A/RES/77/6"}
    late = {
        **EMBARGO,
        "symbol": "A/RES/55/99",
        "adoption_date": "2001-01-01",
        "MS_in_favour": ["YUGOSLAVIA", "FRANCE"],
    }
    record = read(lines(unsaid, listed, unlisted, both, doubled, late))
    assert letters(record) == {
        "A/RES/55/99": {"FRA": "Y", "SRB": "Y", "USA": "N"},
        "A/RES/77/2": {},
        "A/RES/77/3": {"CUB": "Y", "FRA": "Y", "USA": "N"},
        "A/RES/77/4": {},
        "A/RES/77/5": {"CUB": "Y", "FRA": "Y", "USA": "N"},
        "A/RES/77/6": {"CUB": "Y", "FRA": "Y", "USA": "N"},
    }
    assert record.rollcalls["modality"].tolist() == [
        "recorded vote",
        "",
        *["recorded vote"] * 4,
    ]
    assert record.notes == (
        "1 resolution with a name twice in one list: counted once: A/RES/77/6",
        "1 resolution without votes, that do not say how the text was adopted: A/RES/77/2",
        "1 resolution adopted by a vote, with empty lists: A/RES/77/4",
        "1 resolution said to be adopted without a vote, but with lists of votes: the lists count:"
        " A/RES/77/5",
        "1 vote of YUG from 2000-11-01 on read as SRB, the Federal Republic of Yugoslavia",
    )


def test_a_resolution_that_the_extract_repeats_is_kept_once() -> None:
    again = EMBARGO | {"MS_in_favour": ["CUBA", "FRANCE"], "SDGs": ["10"]}
    other = EMBARGO | {"MS_in_favour": ["CUBA"], "MS_in_favour_count": 1}
    record = read(lines(EMBARGO, CONSENSUS, again, CONSENSUS, other))
    assert letters(record) == {
        "A/RES/77/1": {},
        "A/RES/77/7#1": {"CUB": "Y", "FRA": "Y", "USA": "N"},
        "A/RES/77/7#5": {"CUB": "Y", "USA": "N"},
    }
    assert record.notes == (
        "2 roll calls that the source repeats kept once: A/RES/77/7, A/RES/77/1",
    )


def test_sessions_in_several_files_are_one_record(tmp_path: Any) -> None:
    (tmp_path / "77.json").write_text(lines(EMBARGO))
    (tmp_path / "all.json").write_text(json.dumps([CONSENSUS, EMBARGO]))
    (tmp_path / "votes.csv").write_text("ms_code,ms_vote,resolution\nFRA,Y,A/RES/79/1\n")
    extract, own = read_files(["all.json", "votes.csv", "77.json"])
    assert extract.name == "all.json, 77.json"
    assert letters(extract) == {
        "A/RES/77/1": {},
        "A/RES/77/7": {"CUB": "Y", "FRA": "Y", "USA": "N"},
    }
    assert extract.notes == ("1 roll call that the source repeats kept once: A/RES/77/7",)
    assert letters(own) == {"A/RES/79/1": {"FRA": "Y"}}


NAMES = {code: state.un_name for code, state in all_states().items() if code != "YUG"}


@given(
    votes=st.lists(votes_by_state("YNA", max_size=60), min_size=1, max_size=5),
    as_array=st.booleans(),
)
def test_any_votes_written_as_an_extract_are_read_back(
    votes: list[dict[str, str]], as_array: bool
) -> None:
    resolutions = [
        {
            "symbol": f"A/RES/79/{number}",
            "adoption_type": "By a recorded vote" if cast else "Without a vote",
            **{
                field: [NAMES[code] for code, vote in cast.items() if vote == letter]
                for field, letter in (
                    ("MS_in_favour", "Y"),
                    ("MS_against", "N"),
                    ("MS_abstaining", "A"),
                )
            },
        }
        for number, cast in enumerate(votes, start=1)
    ]
    text = json.dumps(resolutions) if as_array else lines(*resolutions)
    record = unvote.read(io.BytesIO(text.encode()))
    assert letters(record) == {
        f"A/RES/79/{number}": cast for number, cast in enumerate(votes, start=1)
    }
    assert record.without_vote.tolist() == [not cast for cast in votes]
    assert unvote.tally(record)["yes"].isna().tolist() == [not cast for cast in votes]


def test_a_list_that_is_missing_or_misspelt_is_told() -> None:
    lacking = {name: value for name, value in EMBARGO.items() if name != "MS_against"}
    where = f"the data, line 1, {EMBARGO['symbol']}, MS_against: the list is missing"
    assert message(lines(lacking)) == f"{where}: write [] if it is empty"
    assert message(lines({**lacking, "ms_against": []})) == f"{where}: it is called 'ms_against'"


def test_a_field_that_stands_twice_is_told() -> None:
    twice = lines(EMBARGO).replace('"MS_against"', '"MS_against": ["CHINA"], "MS_against"')
    with pytest.raises(unvote.DataError) as caught:
        read(twice.encode())
    told = "the data, line 1: the object has two fields MS_against: take one out"
    assert str(caught.value) == told


# --- a vote of which nothing is published


def test_a_vote_of_which_nothing_is_published_is_no_count_of_nought() -> None:
    none = {"MS_in_favour": [], "MS_against": [], "MS_abstaining": []}
    totals = {f"{name}_count": "N.A." for name in none}
    record = read(lines(EMBARGO | none | totals))
    tally = unvote.tally(record)
    for frame in (tally, unvote.check(record)):
        counts = ["yes", "no", "abstain", "not_voting", "needed", "margin", "passed"]
        assert frame[counts].isna().all(axis=None)
        assert frame["outcome"].tolist() == ["open"]
    note = (
        "1 vote with neither a list of states nor all totals: counts that are not published are"
        " empty, and the outcome is open: A/RES/77/7"
    )
    assert tally.attrs["notes"][0] == note
    by_region = unvote.tally(record, "region")
    assert by_region[["yes", "no", "abstain"]].isna().all(axis=None)
    # Some of the totals are no full count either, and stay as published.
    some = unvote.tally(read(lines(EMBARGO | none | totals | {"MS_in_favour_count": "185"})))
    assert some[["yes", "no", "needed"]].fillna(-1).values.tolist() == [[185, -1, -1]]
    assert some.attrs["notes"][0] == note


def test_a_vote_of_which_nothing_is_published_is_shown_so(tmp_path: Path) -> None:
    file = tmp_path / "extract.json"
    file.write_text(
        lines(
            EMBARGO
            | {"MS_in_favour": [], "MS_against": [], "MS_abstaining": []}
            | {f"MS_{name}_count": "N.A." for name in ("in_favour", "against", "abstaining")}
        )
    )
    shown = run_unvote("show", "77/7", "--votes", str(file), terminal=True).out.splitlines()
    assert "open: the count is not published" in shown
    assert "a vote that was recorded: no totals published, no list of states" in shown
    assert not [line for line in shown if line.split() in (["yes", "0"], ["no", "0"])]
    told = run_unvote("tally", "--votes", str(file), terminal=True).out.splitlines()
    assert told[2].split()[:2] == ["A/RES/77/7", "2022-11-03"]
    assert told[2].split()[-1] == "open"
    assert "0" not in told[2].split()


def test_a_symbol_that_names_no_body_is_not_the_assemblys_in_other_years() -> None:
    bare = [{**EMBARGO, "symbol": symbol} for symbol in ("77/7", "58/15")]
    record = read(lines(*bare))
    assert record.rollcalls["organ"].to_dict() == {"77/7": "GA", "58/15": ""}
