"""What all readers share: the layout by content, several files, absences.

The tests on real files are skipped unless UNVOTE_TEST_SOURCES names the folder that holds
them: unxml_74.json to unxml_80.json, unxml_ES-10.json, unxml_ES-11.json, un_votes.rda,
un_roll_calls.rda, wide_2022.csv and ga_voting_1946_2026.csv.gz.
"""

import io
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import unvote
from reading import letters, read
from unvote.codes import Vote
from unvote.readers import fill_absent, read_files
from unvote.readers.detect import READERS

SOURCES = os.environ.get("UNVOTE_TEST_SOURCES", "")

UNXML = (
    '{"symbol": "A/RES/79/7", "adoption_date": "2024-10-30", "MS_in_favour": ["CUBA"],'
    ' "MS_against": [], "MS_abstaining": []}\n'
)
MARCXML = (
    '<record><controlfield tag="001">7</controlfield><datafield tag="791"><subfield code="a">'
    'A/RES/79/7</subfield></datafield><datafield tag="967"><subfield code="c">CUB</subfield>'
    '<subfield code="d">Y</subfield></datafield></record>'
)
UNDL = "undl_id,ms_code,ms_vote,resolution\n7,CUB,Y,A/RES/79/7\n"
OWN = "ms_code,ms_vote,resolution\nCUB,Y,A/RES/79/7\n"
VOETEN = "rcid,ccode,vote,unres,date\n7,40,1,A/RES/79/7,2024-10-30\n"
WIDE = "resolution,CUB,USA\nA/RES/79/7,Y,\n"
LAYOUTS = {
    "un_json": (UNXML, "unxml"),
    "marcxml": (MARCXML, "undl"),
    "undl": (UNDL, "undl"),
    "own": (OWN, "own"),
    "voeten": (VOETEN, "voeten"),
    "wide": (WIDE, "own"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["votes.csv", "votes.json", "votes.rda", "votes"])
def test_the_layout_is_told_from_the_content_alone(layout: str, name: str, tmp_path: Path) -> None:
    text, source = LAYOUTS[layout]
    path = tmp_path / name
    path.write_text(text)
    record = unvote.read(path)
    assert letters(record) == {"A/RES/79/7": {"CUB": "Y"}}
    assert record.rollcalls["source"].tolist() == [source]
    assert list(record.rollcalls.columns) == list(unvote.load().rollcalls.columns)
    assert record.rollcalls.dtypes.equals(unvote.load().rollcalls.dtypes)


def test_files_become_one_record_for_each_source() -> None:
    texts = [WIDE, VOETEN, MARCXML, OWN.replace("79/7", "79/8"), UNXML, UNDL.replace("7,", "8,")]
    records = read_files([io.BytesIO(text.encode()) for text in texts])
    assert [record.rollcalls["source"].unique().tolist() for record in records] == [
        ["undl"],
        ["unxml"],
        ["voeten"],
        ["own"],
    ]
    assert [record.rollcalls.index.tolist() for record in records] == [
        ["A/RES/79/7#7", "A/RES/79/7#8"],
        ["A/RES/79/7"],
        ["A/RES/79/7"],
        ["A/RES/79/7", "A/RES/79/8"],
    ]
    assert [record.votes.columns.tolist() for record in records] == [["CUB"]] * 4


NO_PARTS = (
    "no column (vote_note, amend, para) tells votes on amendments and paragraphs from those on"
    " whole texts: all are taken for votes on whole texts"
)


def test_notes_on_several_files_name_the_file() -> None:
    Path("a.csv").write_text(UNDL.replace(",", ";"))
    Path("b.csv").write_text(UNDL.replace("CUB,Y", "CUB,N"))
    [record] = read_files(["a.csv", "b.csv"])
    assert letters(record) == {"A/RES/79/7": {"CUB": "N"}}
    assert record.notes == (
        f"a.csv: {NO_PARTS}",
        "a.csv: read with semicolons between the columns",
        f"b.csv: {NO_PARTS}",
        "1 roll call that two files hold under one number: the file named later counts",
    )
    assert read_files([]) == []


@pytest.mark.complete
@pytest.mark.parametrize(
    ("layout", "reader"),
    [("un_json", "un_json"), ("marcxml", "marcxml"), ("voeten", "sheet"), ("undl", "sheet")],
)
def test_a_reader_is_loaded_once_a_file_asks_for_it(layout: str, reader: str) -> None:
    text, _ = LAYOUTS[layout]
    program = f"""
import io, sys, unvote.readers
others = {[*READERS]!r}
there = lambda: sorted(name for name in others if f"unvote.readers.{{name}}" in sys.modules)
assert there() == [], there()
unvote.readers.read(io.BytesIO({text!r}.encode()))
print(there())
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == (f"{[reader]}\n", "")


# Absences --------------------------------------------------------------------------------


def test_members_of_the_day_without_a_vote_become_not_voting() -> None:
    # Syria was part of the United Arab Republic, Indonesia had left, Zanzibar was a member
    # for some months.
    record = read(
        "ms_code,ms_vote,resolution,date\n"
        "EGY,Y,A/RES/14/1,1960-01-01\n"
        "EGY,Y,A/RES/18/1,1964-01-01\n"
        "EGY,Y,A/RES/20/1,1965-06-01\n"
        "EGY,Y,A/RES/20/2,\n"
        "EGY,Y,S/RES/1,1960-01-01\n"
    )
    filled = fill_absent(record)
    states = ["EGY", "SYR", "IDN", "TZA", "EAZ", "CHN"]
    there = {
        rollcall: [cast.get(state, "") for state in states]
        for rollcall, cast in letters(filled).items()
    }
    assert there == {
        "A/RES/14/1": ["Y", "", "X", "", "", "X"],
        "S/RES/1": ["Y", "", "", "", "", ""],
        "A/RES/18/1": ["Y", "X", "X", "X", "X", "X"],
        "A/RES/20/1": ["Y", "X", "", "X", "", "X"],
        "A/RES/20/2": ["Y", "X", "", "X", "", "X"],
    }
    members = (filled.matrix != Vote.NOT_A_MEMBER).sum(axis=1).tolist()
    assert dict(zip(filled.rollcalls.index, members, strict=True)) == {
        "A/RES/14/1": 82,
        "S/RES/1": 1,
        "A/RES/18/1": 113,
        "A/RES/20/1": 114,
        "A/RES/20/2": 114,
    }
    assert filled.notes == (
        "419 cells of 4 roll calls derived: not voting (X) where the source has no vote of a"
        " member",
    )
    assert letters(record)["A/RES/14/1"] == {"EGY": "Y"}
    assert fill_absent(filled) is filled


def test_what_is_not_filled() -> None:
    says_absent = read("ms_code,ms_vote,resolution,date\nFRA,X,A/RES/79/1,2024-10-30\n")
    left = fill_absent(says_absent)
    assert left.votes.equals(says_absent.votes)
    assert left.notes[-1] == (
        "1 roll call not filled: the source lists some of the absent, so that the members it leaves"
        " out may have voted"
    )
    consensus = read(UNXML.replace("CUBA", "N.A.").replace("}", ', "adoption_type": "Without"}'))
    assert fill_absent(consensus) is consensus
    untold = read(OWN.replace("79/7", "ES-99/7"))
    assert fill_absent(untold) is untold
    embedded = unvote.load()
    assert fill_absent(embedded) is embedded


def test_days_that_are_not_reliable_are_said() -> None:
    early = VOETEN.replace("2024", "1999") + "8,40,1,A/RES/79/8,2024-10-31\n"
    filled = fill_absent(read(early))
    assert filled.notes == (
        NO_PARTS,
        "379 cells of 2 roll calls derived: not voting (X) where the source has no vote of"
        " a member",
        "the days of 1 roll call before 2004 are not reliable in the source: who was a member is"
        " judged by the day given",
    )


# Real files ------------------------------------------------------------------------------


def source(name: str) -> Path:
    if not SOURCES:
        pytest.skip("UNVOTE_TEST_SOURCES names no folder with the real files")
    return Path(SOURCES) / name


@pytest.fixture(scope="module")
def whole() -> unvote.Record:
    return unvote.read(source("ga_voting_1946_2026.csv.gz"))


@pytest.fixture(scope="module")
def extract() -> unvote.Record:
    sessions = [*range(74, 81), "ES-10", "ES-11"]
    [record] = read_files([source(f"unxml_{session}.json") for session in sessions])
    return record


@pytest.fixture(scope="module")
def package() -> unvote.Record:
    [record] = read_files([source("un_votes.rda"), source("un_roll_calls.rda")])
    return record


def rows(record: unvote.Record, states: list[str], by: list[str]) -> Counter[tuple[object, ...]]:
    """Count how often each roll call is in a record, identified by some columns and the votes."""
    votes = record.votes.reindex(columns=states, fill_value=0).to_numpy("int8")
    keys = record.rollcalls[by].astype(str).itertuples(index=False, name=None)
    return Counter((*key, cast.tobytes()) for key, cast in zip(keys, votes, strict=True))


def test_the_extract_of_nine_sessions(extract: unvote.Record, whole: unvote.Record) -> None:
    assert len(extract) == 2192
    assert int(extract.without_vote.sum()) == 1457
    voted = extract.rows((extract.matrix != 0).any(axis=1))
    states = sorted({*voted.votes.columns, *whole.votes.columns})
    ours = rows(fill_absent(voted), states, ["symbol", "date"])
    theirs = rows(whole, states, ["symbol", "date"])
    assert ours.total() == 730
    assert ours - theirs == Counter()
    assert [note for note in extract.notes if "repeats" in note] == [
        "unxml_79.json: 36 roll calls that the source repeats kept once: A/RES/79/328,"
        " A/RES/79/263, A/RES/79/264 and 30 more",
        "unxml_80.json: 3 roll calls that the source repeats kept once: A/RES/80/144,"
        " A/RES/80/131, A/RES/80/64",
    ]
    assert "A/RES/77/293 (abstain: 59 published, 58 listed)" in " ".join(extract.notes)


def test_the_package_unvotes(package: unvote.Record, whole: unvote.Record) -> None:
    assert len(package) == 6203
    assert int((package.matrix != 0).sum()) == 870_109
    early = package.rows((package.rollcalls["date"] < "2019-09-01").to_numpy())
    by = ["symbol", "date", "part", "agenda"]
    states = sorted({*early.votes.columns, *whole.votes.columns})
    left = rows(fill_absent(early), states, by) - rows(whole, states, by)
    # The reference record replaces this one: its day, and the vote of Algeria.
    assert [key[:3] for key in left] == [("A/RES/ES-10/19", "2017-12-21", "")]
    assert len(early) == 6112
    assert package.notes == (
        "1,233 votes of Taiwan read as CHN: the Republic of China held the seat of China until"
        " 1971-10-25",
        "1,778 votes of YUG from 2000-11-01 on read as SRB, the Federal Republic of Yugoslavia",
        "9 symbols with several dates: A/RES/16/1398 (1962-06-01, 1962-07-05), ESS/5/100"
        " (1967-07-02, 1967-07-05), A/RES/52/22 (1997-11-03, 1997-11-25) and 6 more",
    )


def test_session_74_is_the_same_in_both(extract: unvote.Record, package: unvote.Record) -> None:
    differing, compared = [], 0
    late = package.rollcalls[package.rollcalls["session"] == "74"]
    for id_, symbol in late["symbol"].items():
        there = extract.rollcalls.index[extract.rollcalls["symbol"] == symbol]
        if len(there) != 1 or late["symbol"].eq(symbol).sum() > 1:
            continue
        ours = {state: v for state, v in package.votes.loc[id_].items() if v}
        theirs = {state: v for state, v in extract.votes.loc[there[0]].items() if v}
        compared += 1
        if ours != theirs:
            differing.append(symbol)
    assert (differing, compared) == ([], 90)


def test_the_wide_table_of_2022() -> None:
    record = unvote.read(source("wide_2022.csv"))
    counts = unvote.tally(record)[["rollcall", "organ", "yes", "no", "abstain", "not_voting"]]
    assert counts.values.tolist() == [
        ["#1", "", 93, 24, 58, 18],
        ["#2", "", 140, 5, 38, 10],
        ["#3", "", 141, 5, 35, 12],
    ]
    assert record.notes == (
        "1 empty row skipped",
        "3 roll calls of an unknown body (#1, #2, #3): --organ GA, SC or HRC names the body",
    )


def test_all_sources_together_have_every_roll_call_once(
    whole: unvote.Record, extract: unvote.Record, package: unvote.Record
) -> None:
    parts = [whole, extract, package, unvote.load("embedded")]
    for records in (parts, parts[::-1]):
        merged = unvote.load(*records)
        voted = (merged.rollcalls["organ"] == "GA") & (merged.matrix != 0).any(axis=1)
        assert int(voted.sum()) == 6847
        assert merged.possible_duplicates == ()
    # One is only in the package.
    [only] = merged.rollcalls.index[merged.rollcalls["source"] == "unvotes"]
    assert only == "A/RES/74/267"
