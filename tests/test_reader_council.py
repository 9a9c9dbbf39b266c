"""The Security Council: the UN's JSON of its resolutions, and drafts that were not adopted.

The tests on real files are skipped unless UNVOTE_TEST_SOURCES names the folder that holds them
(sc_extract/2000.json to 2026.json and sc_not_adopted/*.xml).
"""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import unvote
from reading import letters, message, read
from unvote.readers import read_files
from unvote.world.members import members_on
from unvote.world.states import all_states

SOURCES = os.environ.get("UNVOTE_TEST_SOURCES", "")
real = pytest.mark.skipif(
    not (Path(SOURCES) / "sc_extract").is_dir(), reason="the Council's files are not at hand"
)
MEMBERS_2024 = [
    *("ALGERIA", "CHINA", "ECUADOR", "FRANCE", "GUYANA", "JAPAN", "MALTA", "MOZAMBIQUE"),
    *("REPUBLIC OF KOREA", "RUSSIAN FEDERATION", "SIERRA LEONE", "SLOVENIA", "SWITZERLAND"),
    *("UNITED KINGDOM", "UNITED STATES"),
]


def resolution(yes: str = "", no: str = "", abstain: str = "", **fields: Any) -> dict[str, Any]:
    """Return a resolution as the UN writes it; members not named voted yes, unless `yes` is set."""
    others = [name for names in (no, abstain) for name in names.split(",")]
    favour = yes.split(",") if yes else [name for name in MEMBERS_2024 if name not in others]
    lists = {
        "MS_in_favour": favour,
        "MS_against": no.split(",") if no else [],
        "MS_abstaining": abstain.split(",") if abstain else [],
    }
    counts = {f"{name}_count": f"{len(names):03}" for name, names in lists.items()}
    return {
        "symbol": "S/RES/2900 (2024)",
        "adoption_meeting": "9700th meeting",
        "adoption_date": "10 June 2024",
        "agenda_item_name": "The situation in the Middle East",
        "adoption_type": "Adopted {}-{}-{}, 9700th meeting".format(*map(len, lists.values())),
        "draft_resolution": "S/2024/400",
        "outcome_letter": "S/PV.9700",
        "resolution_title": "Security Council resolution 2900 (2024) [on a ceasefire in Gaza]",
        **lists,
        **counts,
        "sponsors": ["UNITED STATES"],
        "additional_sponsors": ["JAPAN"],
        "subjects": [["CEASEFIRES", "UNBIS Thesaurus"], ["Gaza", "DHLAUTH"], ["X", "S/"]],
    } | fields


def council(*resolutions: dict[str, Any]) -> unvote.Record:
    return read("\n".join(map(json.dumps, resolutions)))


def cast(record: unvote.Record, rollcall: str = "S/RES/2900 (2024)") -> dict[str, str]:
    """Return the votes but for yes."""
    return {code: vote for code, vote in letters(record)[rollcall].items() if vote != "Y"}


def test_a_resolution_of_the_council() -> None:
    record = council(resolution(abstain="RUSSIAN FEDERATION"))
    assert record.rollcalls.iloc[0].dropna().to_dict() == {
        **dict.fromkeys(("session", "note", "part", "link", "number"), ""),
        **dict.fromkeys(("added", "issues", "same_text"), ""),
        **dict.fromkeys(("missing", "unexpected"), ""),
        "symbol": "S/RES/2900 (2024)",
        "date": pd.Timestamp("2024-06-10"),
        "organ": "SC",
        "title": "on a ceasefire in Gaza",
        "draft": "S/2024/400",
        "meeting": "S/PV.9700",
        "agenda": "The situation in the Middle East",
        "subjects": "CEASEFIRES|Gaza",
        "sponsors": "UNITED STATES|JAPAN",
        "issues": "",
        "same_text": "",
        "added": "",
        "modality": "recorded vote",
        "source": "unxml",
        "published_yes": 14,
        "published_no": 0,
        "published_abstain": 1,
    }
    assert (cast(record), record.votes.shape, record.notes) == ({"RUS": "A"}, (1, 15), ())
    frame = unvote.tally(record)
    assert frame[["members", "rule", "outcome"]].values.tolist() == [
        [15, "security-council", "adopted"]
    ]


@pytest.mark.parametrize(
    ("odd", "votes", "note"),
    [
        (
            resolution(yes=",".join(MEMBERS_2024).replace("MALTA", "MALTAs")),
            {},
            "1 resolution with a name misspelt or cut in two, read as the only member it can be:"
            " S/RES/2900 (2024) ('MALTAs' as Malta)",
        ),
        (
            resolution(yes=",".join(MEMBERS_2024).replace("SIERRA LEONE", "SIERRA.,LEONE")),
            {},
            "1 resolution with a name misspelt or cut in two, read as the only member it can be:"
            " S/RES/2900 (2024) ('SIERRA.' and the next as Sierra Leone)",
        ),
        (
            resolution(yes=",".join(MEMBERS_2024).replace("MALTA", "ATLANTIS")),
            {},
            "1 resolution with a name that is not a member state: that vote is left out:"
            " S/RES/2900 (2024) ('ATLANTIS')",
        ),
        (
            resolution(yes=",".join(MEMBERS_2024), abstain="CHINA"),
            {},
            "1 resolution with a state in two lists: its vote is unknown:"
            " S/RES/2900 (2024) (China)",
        ),
        (
            resolution(adoption_date="10 June 2024 in Nairobi"),
            {},
            "1 resolution with more than a date in the date field: S/RES/2900 (2024) ('10 June 2024"
            " in Nairobi' as 2024-06-10)",
        ),
        (
            resolution(adoption_date="10 June 2022"),
            {},
            "1 resolution dated in another year than its symbol and draft; the year of the symbol"
            " counts: S/RES/2900 (2024) ('10 June 2022' as 2024-06-10)",
        ),
        (
            resolution(yes=",".join(MEMBERS_2024[1:])),
            {"DZA": "X"},
            "1 resolution whose lists match the tally but leave a member out: read as not voting:"
            " S/RES/2900 (2024) (Algeria)",
        ),
        (
            resolution(abstain="CHINA", MS_in_favour_count="015"),
            {"CHN": "A"},
            "1 resolution whose tally differs in words and in figures: the words count:"
            " S/RES/2900 (2024) (15-0-1)",
        ),
        (
            resolution(yes=",".join(MEMBERS_2024[1:]), adoption_type="Adopted 15-0-0"),
            {},
            "1 roll call whose published totals differ from the votes; the votes count:"
            " S/RES/2900 (2024) (yes: 15 published, 14 listed)",
        ),
    ],
    ids=["slip", "cut", "unknown", "two lists", "place", "year", "absent", "figures", "tally"],
)
def test_what_cannot_be_right_is_read_as_far_as_it_is_certain(
    odd: dict[str, Any], votes: dict[str, str], note: str
) -> None:
    record = council(odd)
    assert cast(record) == votes
    assert note in record.notes
    assert record.rollcalls["date"].tolist() == [pd.Timestamp("2024-06-10")]


def test_a_resolution_that_stands_twice_is_one() -> None:
    empty = resolution(MS_in_favour=[], adoption_type="Adopted unanimously", sponsors=[])
    record = council(empty, resolution(resolution_title="", symbol="S/RES/2900(2024)"))
    assert len(record) == 1
    assert record.rollcalls["title"].tolist() == ["on a ceasefire in Gaza"]
    assert record.votes.shape == (1, 15)
    assert record.notes == (
        "1 resolution recorded several times: joined into one: S/RES/2900(2024)",
    )
    other = resolution(abstain="CHINA")
    assert len(council(resolution(), other)) == 2  # two with different content stay two


@pytest.mark.parametrize(
    ("how", "modality"),
    [
        ("Adopted without vote, 9700th meeting", "without vote"),
        ("Adopted by acclamation, 9700th meeting", "without vote, by acclamation"),
    ],
)
def test_texts_without_a_vote(how: str, modality: str) -> None:
    record = council(resolution(MS_in_favour=[], adoption_type=how))
    assert record.rollcalls["modality"].tolist() == [modality]
    assert record.without_vote.tolist() == [True]
    assert unvote.tally(record)["outcome"].tolist() == ["without a vote"]


def test_votes_by_mail_have_no_meeting() -> None:
    record = council(
        resolution(
            adoption_type="Adopted 15-0-0; voting by mail",
            adoption_meeting="Voting by mail",
            outcome_letter="S/2024/401",
        )
    )
    assert record.rollcalls[["meeting", "note"]].values.tolist() == [["", "voting by mail"]]


# --- drafts that were not adopted

DRAFT = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
 xmlns:akn4un="http://un.org/akn4un"><statement name="draftResolution"><meta>
<identification><FRBRWork><FRBRdate date="2024-02-20" name="voting"/></FRBRWork></identification>
<classification source="DHLAUTH">
<keyword value="Hamas" showAs="Hamas" dictionary="DHLAUTH"/>
<keyword refersTo="agenda" value="[53]" showAs="MIDDLE EAST" dictionary="S/79"/>
<keyword refersTo="title" value="Draft resolution [on a ceasefire]" dictionary="DHL"/>
</classification><workflow>
<step date="2024-02-20" outcome="draftResolution" by="Antigua and Barbuda, New Zealand Nicaragua
 and Algeria"/>
<step date="0001-01-01" outcome="draftResolutionAdditionalSponsors" by=""/>
<step date="2024-02-20" outcome="{outcome}" as="S/PV.9552" by="The draft resolution was not
 adopted due to the negative vote of {vetoed}"/>
</workflow><analysis><parliamentary>{voting}</parliamentary></analysis></meta>
<coverPage><docNumber refersTo="#symbol">S/2024/173</docNumber></coverPage></statement></akomaNtoso>
"""


def draft(
    against: str = "UNITED STATES", abstain: str = "UNITED KINGDOM", also_yes: str = "", **said: str
) -> str:
    yes = [name for name in MEMBERS_2024 if name not in (against, abstain)]
    lists = {
        "inFavour": [*yes, *filter(None, [also_yes])],
        "against": [against],
        "abstaining": [abstain],
    }
    voting = "".join(
        f'<count value="0{len(names)}" refersTo="{kind}"><akn4un:voters>'
        + "".join(f'<organization refersTo="memberState">{name}</organization>' for name in names)
        + "</akn4un:voters></count>"
        for kind, names in lists.items()
    )
    defaults = {
        "outcome": "veto",
        "vetoed": "a permanent member of the Security Council (United States)",
        "voting": f"<voting>{voting}</voting>",
    }
    return DRAFT.format(**defaults | said)


def test_a_draft_that_was_vetoed() -> None:
    record = read(draft())
    assert cast(record, "S/2024/173") == {"USA": "N", "GBR": "A"}
    row = record.rollcalls.iloc[0]
    told = ["date", "organ", "title", "meeting", "agenda", "subjects", "sponsors", "modality"]
    assert row[told].tolist() == [
        pd.Timestamp("2024-02-20"),
        "SC",
        "on a ceasefire",
        "S/PV.9552",
        "MIDDLE EAST",
        "Hamas",
        "Antigua and Barbuda|New Zealand|Nicaragua|Algeria",
        "recorded vote, vetoed",
    ]
    totals = ["published_yes", "published_no", "published_abstain"]
    assert (row[totals].tolist(), record.notes) == ([13, 1, 1], ())
    checked = unvote.check(record)
    assert checked["outcome"].tolist() == ["vetoed"]
    assert checked.attrs["notes"][0] == "vetoed by United States: S/2024/173"


def test_a_draft_without_lists_is_vetoed_by_who_is_named() -> None:
    both = "2 permanent members of the Security Council (China and Russian Federation)"
    record = read(draft(voting="", vetoed=both, outcome="Veto"))
    assert letters(record) == {"S/2024/173": {"CHN": "N", "RUS": "N"}}
    assert record.notes == (
        "1 resolution without lists of votes: only the states that vetoed are listed, as against:"
        " S/2024/173",
    )
    assert unvote.check(record)["outcome"].tolist() == ["vetoed"]
    bare = read(draft(voting="", vetoed="nobody", outcome="notAdopted"))
    assert letters(bare) == {"S/2024/173": {}}
    assert bare.notes == ("1 resolution without lists of votes: S/2024/173",)


def test_a_state_in_two_lists_of_a_draft_is_unknown() -> None:
    record = read(draft(abstain="CHINA", also_yes="CHINA"))
    assert cast(record, "S/2024/173") == {"USA": "N"}
    assert record.votes.shape == (1, 14)
    assert record.notes[0] == (
        "1 resolution with a state in two lists: its vote is unknown: S/2024/173 (China)"
    )
    assert unvote.check(record)["outcome"].tolist() == ["vetoed"]


BOMB = '<!DOCTYPE a [<!ENTITY b "&c;&c;&c;"><!ENTITY c "x">]>\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            DRAFT[:12] + "/>",
            ": the Akoma Ntoso has no symbol, as S/2023/970 (docNumber)",
        ),
        (BOMB + draft(), ", line 1: the XML declares a document type, which no voting record has"),
        (draft()[:900], ": the XML is broken or cut short here (unclosed token)"),
        (
            draft().replace("<coverPage>", "<a>" * 80),
            ", line 15: the XML is nested deeper than the 60 levels that are read",
        ),
        (
            draft().replace('value="01"', 'value="many"', 1),
            ", count: 'many' is not a number of votes",
        ),
        (
            draft().replace(
                "<organization", "<organization>FRANCE</organization>" * 1001 + "<organization", 1
            ),
            ", line 14: more than 1,000 names, more than any roll call has",
        ),
    ],
    ids=["empty", "entities", "cut", "deep", "count", "names"],
)
def test_hostile_drafts_are_refused_in_one_line(text: str, said: str) -> None:
    assert said in message(text.encode())


# --- the real files


@pytest.fixture(scope="module")
def extract() -> unvote.Record:
    [record] = read_files(sorted((Path(SOURCES) / "sc_extract").glob("*.json")))
    return record


@pytest.fixture(scope="module")
def failed() -> unvote.Record:
    [record] = read_files(sorted((Path(SOURCES) / "sc_not_adopted").glob("*.xml")))
    return record


@real
def test_the_resolutions_since_2000(extract: unvote.Record) -> None:
    assert len(extract) == 1538
    days = extract.rollcalls["date"]
    assert not days.isna().any()
    assert extract.without_vote.sum() == 11
    years = days.dt.year
    unanimous = (extract.matrix == unvote.Vote.YES).sum(axis=1) == 15
    adopted = {year: int((years == year).sum()) for year in (2022, 2023, 2024)}
    by_fifteen = {year: int(unanimous[(years == year).to_numpy()].sum()) for year in adopted}
    assert adopted == {2022: 54, 2023: 50, 2024: 45}
    assert by_fifteen == {2022: 36, 2023: 35, 2024: 28}
    of_2024 = extract.matrix[(years == 2024).to_numpy()]
    assert (of_2024 == unvote.Vote.ABSTAIN).sum() == 34
    # The only two without all fifteen members: 2756 contradicts itself, 2723 has no lists.
    voted = extract.rows(extract.matrix.any(axis=1))
    partly = voted.rollcalls.index[(voted.matrix > 0).sum(axis=1) != 15]
    assert partly.tolist() == ["S/RES/2756 (2024)"]
    absent = extract.rows((extract.matrix == unvote.Vote.NOT_VOTING).any(axis=1))
    assert absent.rollcalls.index.tolist() == [
        "S/RES/1402 (2002)",
        "S/RES/1483 (2003)",
        "S/RES/2797 (2025)",
    ]


@real
def test_every_roll_call_lists_only_members_of_the_day(
    extract: unvote.Record, failed: unvote.Record
) -> None:
    for record in (extract, failed):
        listed = record.matrix > 0
        for day, row in zip(record.rollcalls["date"], listed, strict=True):
            members = members_on("SC", day.date())
            assert members is not None
            assert set(record.votes.columns[row]) <= members
    assert set(failed.votes.columns) <= set(all_states())


@real
def test_thirteen_of_the_drafts_were_vetoed(failed: unvote.Record) -> None:
    checked = unvote.check(failed)
    assert len(checked) == 19
    assert (checked["outcome"] == "vetoed").sum() == 13
    assert checked.attrs["notes"][0] == (
        "vetoed by Russia: S/2023/506, S/2023/638, S/2024/255, S/2024/302, S/2024/826;"
        " by United States: S/2023/773, S/2023/970, S/2024/173, S/2024/312, S/2024/835,"
        " S/2025/353; by China and Russia: S/2023/792, S/2024/239"
    )


@real
def test_the_united_states_and_russia_in_2024(
    extract: unvote.Record, failed: unvote.Record
) -> None:
    columns = ["n", "same", "opposite", "partial"]
    for records, counts in (([extract], [44, 28, 0, 16]), ([failed], [8, 0, 8, 0])):
        [record] = [one.select(start="2024", end="2024") for one in records]
        found = unvote.align(record, "US", "RU", organ="SC")[columns]
        assert found.values.tolist() == [counts]
