"""Tallies and checks on records small enough to be counted by hand, compared as whole tables."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import unvote
from conftest import run_unvote
from unvote.answer import Answer
from unvote.world.states import all_states

Votes = Mapping[str, str]
# These lists are the whole body.
tally, check = partial(unvote.tally, as_listed=True), partial(unvote.check, as_listed=True)
tally_answer = partial(unvote.tally.answer, as_listed=True)
check_answer = partial(unvote.check.answer, as_listed=True)
OLD = "1 roll call before 2004: the day may be wrong, the month is right"


def notes_of(answer: Answer) -> list[str]:
    return [note.words for note in answer.notes]


def basis_of(answer: Answer) -> list[str]:
    return [note.words for note in answer.basis]


# The Council of 1950 and its permanent members, and that of 2025.
KOREA = dict(zip(["USA", "GBR", "FRA", "CHN", "CUB", "ECU", "NOR"], "YYYYYYY", strict=True)) | {
    "YUG": "N",
    "EGY": "X",
    "IND": "X",
    "RUS": "X",
}
CALL = dict.fromkeys(["DNK", "DZA", "FRA", "GRC", "GUY", "KOR", "PAN", "SLE", "SVN"], "Y") | {
    **{"GBR": "Y", "USA": "Y", "CHN": "A", "PAK": "A", "SOM": "A", "RUS": "N"}
}


def record_of(*rollcalls: tuple[str, str, Votes], modality: Sequence[str] = ()) -> unvote.Record:
    """Return a record from roll calls: a symbol, a day that may be missing, and votes."""
    rows = ["undl_id,resolution,date,modality,ms_code,ms_vote"]
    for number, (symbol, day, votes) in enumerate(rollcalls):
        how = modality[number] if modality else ""
        rows += [f"{number},{symbol},{day},{how},{code},{vote}" for code, vote in votes.items()]
    return unvote.read(io.BytesIO("\n".join(rows).encode()))


def changed(record: unvote.Record, **columns: object) -> unvote.Record:
    """Return a record with other values in some columns."""
    return replace(record, rollcalls=record.rollcalls.assign(**columns), notes=())


def some(record: unvote.Record, *places: int) -> unvote.Record:
    return record.rows(np.isin(np.arange(len(record)), places))


def votes_of(letters: str) -> Votes:
    return dict(zip(["USA", "FRA", "POL", "TUR", "BRA", "IND", "FJI"], letters, strict=False))


def text(frame: pd.DataFrame) -> list[str]:
    return frame.to_csv(index=False, lineterminator="\n").splitlines()


@pytest.fixture
def mixed() -> unvote.Record:
    """Return one roll call of every kind."""
    return record_of(
        ("S/RES/83(1950)", "1950-06-27", KOREA),
        ("A/RES/79/1", "2024-10-01", votes_of("YYYNAX")),
        ("A/RES/79/2", "2024-10-02", votes_of("AAAAAX")),
        ("A/RES/ES-11/7", "2025-02-24", votes_of("YYYNNA")),
        ("A/C.3/79/L.41", "2025-03-01", votes_of("YNYNAX")),
        ("A/RES/79/3", "2025-03-02", votes_of("XXXXXX")),
        ("S/2025/9", "2025-03-03", CALL),
        modality=["", "", "", "", "", "Adopted Without vote", ""],
    )


# --- tallies


def test_tally_of_every_kind_of_roll_call(mixed: unvote.Record) -> None:
    frame = tally(mixed)
    assert text(frame) == [
        "rollcall,date,organ,session,title,yes,no,abstain,not_voting,members,rule,needed,margin,"
        "passed,outcome,rule_known,outcome_otherwise,switch",
        "S/RES/83(1950),1950-06-27,SC,,,7,1,0,3,11,security-council,7,0,True,adopted,True,,1",
        "A/RES/79/1,2024-10-01,GA,79,,3,1,1,1,6,simple-majority,3,0,True,adopted,True,,1",
        "A/RES/79/2,2024-10-02,GA,79,,0,0,5,1,6,simple-majority,1,-1,False,no decision,True,,",
        "A/RES/ES-11/7,2025-02-24,GA,ES-11,,3,2,1,0,6,two-thirds,4,-1,False,rejected,True,,1",
        "A/C.3/79/L.41,2025-03-01,C3,79,,2,2,1,1,6,simple-majority,3,-1,False,rejected,True,,1",
        "A/RES/79/3,2025-03-02,GA,79,,0,0,0,6,6,,,,True,without a vote,True,,",
        "S/2025/9,2025-03-03,SC,,,11,1,3,0,15,security-council,9,2,False,vetoed,True,,1",
    ]
    assert frame.attrs == {
        "notes": [
            OLD,
            "rule security-council: Security Council, taken as not procedural (article 27 (3))"
            " (2 roll calls)",
            "rule simple-majority: a General Assembly vote not known to be on an important question"
            " (article 18 (3)) (2 roll calls)",
            "rule two-thirds: an emergency special session on peace and security (article 18 (2))"
            " (1 roll call)",
            "rule simple-majority: a committee of the General Assembly (rule 125) (1 roll call)",
        ],
    }


def test_programs_find_what_a_tally_by_regions_is_made_from() -> None:
    record = record_of(("A/RES/79/4", "2024-10-04", votes_of("YYNA")))
    answer = unvote.tally.answer(record, "region")
    assert answer.record is record
    assert {note.kind for note in answer.notes} == {"doubt"}
    assert [note.kind for note in answer.basis] == ["reason"]


def test_who_vetoed_what_is_said_in_one_line() -> None:
    three = {**CALL, "CHN": "N", "USA": "N"}
    drafts = [(f"S/2025/{number}", "2025-03-03", CALL) for number in range(10, 31)]
    record = record_of(("S/2025/9", "2025-03-03", three), *drafts)
    ids = ", ".join(id_ for id_, *_ in drafts[:20])
    assert unvote.check(record).attrs["notes"][0] == (
        f"vetoed by China, Russia and United States: S/2025/9; by Russia: {ids} and 1 more"
    )


def test_close_is_what_so_many_switched_votes_would_have_turned(mixed: unvote.Record) -> None:
    wide = record_of(("A/RES/79/4", "2024-10-04", votes_of("YYYYNAX")))
    assert unvote.tally(wide, as_listed=True)["switch"].tolist() == [2]
    # The unlisted members could change it.
    assert len(unvote.close(wide, 3)) == 0
    whole = whole_assembly("A/RES/79/5", yes=60, no=30)
    assert unvote.tally(whole)["switch"].tolist() == [15]
    assert len(unvote.close(whole, 15)) == 1
    near = unvote.close(whole, 14)
    assert (near.emptied_by, near.selection[-1].value) == ("close 14", "14")
    assert near.notes[-1] == "1 more roll call would be as close by two thirds, if it applied"
    far = whole_assembly("A/RES/79/6", yes=100, no=20)
    assert unvote.close(far, 20).notes == far.notes
    assert unvote.close(far, 21).notes[-1] == near.notes[-1]
    undecided = whole_assembly("A/RES/79/8", yes=0, no=0)  # no number of votes would turn it
    assert unvote.close(undecided, 3).notes == undecided.notes
    vetoed = unvote.close(unvote.load("embedded"), 1)
    assert vetoed.rollcalls.index.tolist() == ["S/2022/155", "S/2022/720", "S/RES/2774(2025)"]
    assert vetoed.selection[-1][:3] == ("close 1", "close", "1")
    with pytest.raises(unvote.ArgumentError, match="close 0: at least one vote would have"):
        unvote.close(whole, 0)


def whole_assembly(symbol: str, *, yes: int, no: int) -> unvote.Record:
    """Return a roll call of all members of today; those that vote neither yes nor no abstain."""
    members = [code for code, state in all_states().items() if state.member_on(date(2024, 10, 5))]
    letters = "Y" * yes + "N" * no + "A" * (len(members) - yes - no)
    return record_of((symbol, "2024-10-05", dict(zip(members, letters, strict=True))))


def test_columns_have_their_types_whatever_is_selected(mixed: unvote.Record) -> None:
    types = {
        "rollcall": "str",
        "date": "datetime64[s]",
        **dict.fromkeys(("organ", "session", "title"), "str"),
        **dict.fromkeys(("yes", "no", "abstain", "not_voting", "members"), "Int64"),
        "rule": "str",
        "needed": "Int64",
        "margin": "Int64",
        "passed": "boolean",
        "outcome": "str",
        "rule_known": "bool",
        "outcome_otherwise": "str",
        "switch": "Int64",
    }
    for record in (mixed, mixed.rows(slice(0, 0)), some(mixed, 5)):
        assert tally(record).dtypes.astype(str).to_dict() == types
        checked = check(record).dtypes.astype(str).to_dict()
        assert checked == {
            **{name: types[name] for name in checked if name in types},
            "join": "Int64",
            "expected": "str",
            "expected_ok": "boolean",
        }
        by = tally(record, "US").dtypes.astype(str).to_dict()
        own = {"group": "str", "members": "Int64"}
        assert by == {name: own.get(name) or types[name] for name in by}
    assert tally(mixed.rows(slice(0, 0))).attrs == {"notes": []}


def test_one_rule_is_told_without_a_number(mixed: unvote.Record) -> None:
    assert basis_of(tally_answer(some(mixed, 1, 2))) == [
        "rule simple-majority: a General Assembly vote not known to be on an important question"
        " (article 18 (3))"
    ]


def test_rules_are_told_by_how_often_they_were_taken(mixed: unvote.Record) -> None:
    reasons = basis_of(tally_answer(some(mixed, 1, 2, 3)))
    assert [line.split(":")[0] for line in reasons] == ["rule simple-majority", "rule two-thirds"]
    assert [line.rpartition(" (")[2] for line in reasons] == ["2 roll calls)", "1 roll call)"]


def test_council_without_a_date_is_judged_by_the_rule_of_today() -> None:
    record = record_of(("S/1", "", KOREA), ("S/2", "", KOREA), ("A/RES/79/1", "", votes_of("YN")))
    frame = tally(record)
    assert frame["needed"].tolist() == [9, 9, 2]
    assert frame.attrs["notes"][:1] == [
        "2 roll calls of the Security Council without a date: judged by the rule since"
        " 31 August 1965"
    ]
    assert notes_of(tally_answer(some(record, 1, 2))) == [
        "1 roll call of the Security Council without a date: judged by the rule since"
        " 31 August 1965"
    ]
    assert notes_of(tally_answer(some(record, 2))) == []


def doubt(number: int, outcome: str = "vetoed") -> str:
    return (
        f"S/RES/{number}(2022) is the symbol of an adopted resolution, though security-council"
        f" makes it {outcome}: was it procedural (--rule security-council-procedural)?"
    )


def test_five_doubts_are_told() -> None:
    call = dict.fromkeys(["ALB", "BRA", "FRA", "GAB", "GHA", "IRL", "KEN", "MEX", "NOR"], "Y")
    call |= {"GBR": "Y", "USA": "Y", "CHN": "A", "IND": "A", "ARE": "A", "RUS": "N"}
    few = call | {"ALB": "A", "BRA": "A", "GAB": "A"}
    record = record_of(
        ("S/RES/1(2022)", "2022-01-01", call | {"RUS": "Y"}),
        ("S/RES/2(2022)", "2022-01-02", few),
        ("S/2022/3", "2022-01-03", call),
        *[(f"S/RES/{number}(2022)", f"2022-01-0{number}", call) for number in range(4, 10)],
    )
    assert notes_of(tally_answer(record)) == [
        doubt(2, "rejected"),
        *[doubt(number) for number in (4, 5, 6, 7)],
    ]
    undated = record_of(*[("S/2022/3", "", call), ("S/RES/4(2022)", "", call)])
    assert notes_of(tally_answer(undated)) == [
        "2 roll calls of the Security Council without a date: judged by the rule since"
        " 31 August 1965",
        doubt(4),
    ]


def test_a_source_that_lists_who_voted_leaves_the_others_empty() -> None:
    # 191 states were members in May 2005, and 193 in 2025.
    record = changed(
        record_of(
            ("A/RES/59/1", "2005-05-01", votes_of("YYN")),
            ("A/RES/79/2", "2025-05-01", votes_of("YYNA")),
            ("A/RES/79/3", "2025-05-02", votes_of("YYX")),
            ("A/RES/79/4", "", votes_of("YNA")),
        ),
        source=["unvotes", "unxml", "unvotes", "unvotes"],
    )
    frame = unvote.tally(record)
    assert text(frame[["yes", "no", "abstain", "not_voting", "members", "needed"]]) == [
        "yes,no,abstain,not_voting,members,needed",
        "2,1,0,,191,",
        "2,1,1,,193,",
        "2,0,0,1,193,",
        "1,1,1,,193,",
    ]
    note = (
        "3 roll calls whose source lists only who voted: the number of the others is left empty"
        " (--fill-absent derives it)"
    )
    few = (
        "4 roll calls with only some of the members listed: A/RES/59/1 (3 of 191),"
        " A/RES/79/2 (4 of 193), A/RES/79/3 (3 of 193) and 1 more; an outcome that this could"
        " change is open (--as-listed: the list is the whole body)"
    )
    assert frame.attrs["notes"][:2] == [few, note]
    rights = changed(record_of(("A/HRC/RES/51/1", "2022-10-07", votes_of("YYN"))), source="unvotes")
    [told] = [one for one in unvote.tally(rights).attrs["notes"] if "who voted" in one]
    assert told.endswith("the number of the others is left empty")  # --fill-absent does not help
    by = tally(some(record, 0, 2), "FR,US")
    assert text(by) == [
        "rollcall,date,group,yes,no,abstain,not_voting,members",
        "A/RES/59/1,2005-05-01,FRA,1,0,0,,",
        "A/RES/59/1,2005-05-01,USA,1,0,0,,",
        "A/RES/79/3,2025-05-02,FRA,1,0,0,0,1",
        "A/RES/79/3,2025-05-02,USA,1,0,0,0,1",
    ]
    assert by.attrs == {"notes": [note.replace("3 roll calls", "1 roll call")]}


def test_more_voters_than_members_leave_none_absent() -> None:
    # Ten members of today, three of them not members in 1946: there cannot be minus three absent.
    votes = dict.fromkeys(unvote.states()["state"].unique()[:120], "Y")
    record = changed(record_of(("A/RES/1/1", "1946-12-01", votes)), source="unvotes")
    [checked] = check(record, "absolute-majority")[["members", "needed"]].values.tolist()
    assert checked == [120, 61]


def test_published_totals_that_differ_are_told(mixed: unvote.Record) -> None:
    published = {
        "published_yes": pd.array([7, 3, None, 3, 2, 0, 10], dtype="Int64"),
        "published_no": pd.array([1, 1, None, 3, 2, 0, 2], dtype="Int64"),
        "published_abstain": pd.array([0, 2, None, 1, None, 0, 4], dtype="Int64"),
    }
    record = changed(mixed, **published)
    assert notes_of(tally_answer(record)) == [
        "3 roll calls whose published tally differs from the votes listed; the votes count:"
        " A/RES/79/1 (3-1-2), A/RES/ES-11/7 (3-3-1), S/2025/9 (10-2-4)",
        OLD,
    ]
    absent = changed(mixed, published_not_voting=pd.array([99] * 7, dtype="Int64"))
    assert notes_of(tally_answer(absent)) == [OLD]
    told = replace(record, notes=("The reader told of them.",))
    assert notes_of(tally_answer(told)) == [OLD]
    partly = changed(mixed, published_yes=pd.array([7, 4, *[None] * 5], dtype="Int64"))
    assert notes_of(tally_answer(partly)) == [
        "1 roll call whose published tally differs from the votes listed; the votes count:"
        " A/RES/79/1 (4-?-?)",
        OLD,
    ]


def test_five_of_the_published_totals_are_told(mixed: unvote.Record) -> None:
    record = changed(mixed, published_no=pd.array([9] * 7, dtype="Int64"))
    note, day = notes_of(tally_answer(record))
    assert day == OLD
    assert note == (
        "7 roll calls whose published tally differs from the votes listed; the votes count:"
        " S/RES/83(1950) (?-9-?), A/RES/79/1 (?-9-?), A/RES/79/2 (?-9-?), A/RES/ES-11/7 (?-9-?),"
        " A/C.3/79/L.41 (?-9-?)"
    )


def test_days_before_2004_are_told_as_doubtful() -> None:
    votes = {"USA": "Y", "FRA": "N"}
    days = ("2003-11-30", "2003-12-31", "2004-01-01")
    record = record_of(*((f"A/RES/58/{at}", day, votes) for at, day in enumerate(days)))
    [note] = [note for note in tally_answer(record).notes if note.kind == "day"]
    assert (note.count, note.words) == (
        2,
        "2 roll calls before 2004: their days may be wrong, the months are right",
    )
    assert not tally_answer(some(record, 2)).notes


# --- tallies of groups


def test_tally_by_region() -> None:
    record = record_of(
        ("A/RES/5/1", "1950-12-01", {"USA": "Y", "TUR": "N"}),
        ("A/RES/79/1", "2024-10-01", votes_of("YNAXYNN") | {"EGY": "Y"}),
        ("A/RES/79/2", "2024-10-02", {"FRA": "Y", "POL": "A", "EST": "A"}),
    )
    frame = tally(record, "region")
    assert text(frame) == [
        "rollcall,date,group,yes,no,abstain,not_voting,members",
        "A/RES/5/1,1950-12-01,none,1,1,0,0,2",
        "A/RES/79/1,2024-10-01,AFRICA,1,0,0,0,1",
        "A/RES/79/1,2024-10-01,APG,0,2,0,0,2",
        "A/RES/79/1,2024-10-01,EEG,0,0,1,0,1",
        "A/RES/79/1,2024-10-01,GRULAC,1,0,0,0,1",
        "A/RES/79/1,2024-10-01,WEOG,1,1,0,1,3",
        "A/RES/79/2,2024-10-02,EEG,0,0,2,0,2",
        "A/RES/79/2,2024-10-02,WEOG,1,0,0,0,1",
    ]
    weog = "the United States counts with WEOG, where it is formally an observer"
    assert frame.attrs == {"notes": [OLD, weog]}
    assert tally(some(record, 0), "region").attrs == {"notes": [OLD]}


def test_members_of_a_group_that_are_not_listed_are_not_told_as_not_voting() -> None:
    record = record_of(("A/RES/79/1", "2024-10-01", {"USA": "Y", "FRA": "N", "DEU": "A"}))
    frame = unvote.tally(record, ["US", "NATO", "G7"])
    assert text(frame[["group", "yes", "no", "abstain", "not_voting", "members"]]) == [
        "group,yes,no,abstain,not_voting,members",
        "USA,1,0,0,0,1",
        "NATO,1,1,1,,32",
        "G7,1,1,1,,7",
    ]
    assert frame.attrs["notes"] == [
        "1 roll call with only some of the members listed: A/RES/79/1 (3 of 193)"
    ]


def test_groups_are_counted_in_the_order_in_which_they_are_named(mixed: unvote.Record) -> None:
    record = some(mixed, 1, 3)
    expected = [
        "rollcall,date,group,yes,no,abstain,not_voting,members",
        "A/RES/79/1,2024-10-01,NATO,3,1,0,0,4",
        "A/RES/79/1,2024-10-01,IND,0,0,0,1,1",
        "A/RES/79/1,2024-10-01,EU,2,0,0,0,2",
        "A/RES/ES-11/7,2025-02-24,NATO,3,1,0,0,4",
        "A/RES/ES-11/7,2025-02-24,IND,0,0,1,0,1",
        "A/RES/ES-11/7,2025-02-24,EU,2,0,0,0,2",
    ]
    for names in ("NATO, India,,EU", ["NATO", "India", " ", "EU"]):
        frame = tally(record, names)
        assert text(frame) == expected
        assert frame.attrs == {"notes": []}
        assert frame.index.tolist() == list(range(6))


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (
            "EU, region",
            "by 'EU, region': region stands alone; with others, name the regional groups"
            " (AFRICA,APG,EEG,GRULAC,WEOG)",
        ),
        (" , ", "by ' , ': name groups or states, or region"),
        ([], "by '': name groups or states, or region"),
    ],
)
def test_groups_that_cannot_be_counted(
    mixed: unvote.Record, by: str | list[str], message: str
) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        tally(mixed, by)
    assert str(caught.value) == message


def test_many_roll_calls_stay_in_order() -> None:
    days = [f"2024-{1 + number // 28:02}-{1 + number % 28:02}" for number in range(60)]
    record = record_of(*[(f"A/RES/79/{n + 1}", day, votes_of("YNA")) for n, day in enumerate(days)])
    frame = tally(record, "US,FR,PL")
    assert frame["date"].astype(str).tolist() == [day for day in days for _ in range(3)]
    assert frame["group"].tolist() == ["USA", "FRA", "POL"] * 60


def test_regions_stand_alone_or_by_name(mixed: unvote.Record) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        tally(mixed, by=["EU", " region"])
    assert str(caught.value) == (
        "by 'EU, region': region stands alone; with others, name the regional groups"
        " (AFRICA,APG,EEG,GRULAC,WEOG)"
    )


def test_group_of_the_users_own_is_counted(mixed: unvote.Record) -> None:
    own = unvote.own_groups(["trio=US,FR,IN"])
    assert text(tally(some(mixed, 1), "trio", groups=own))[1:] == [
        "A/RES/79/1,2024-10-01,trio,2,0,0,1,3"
    ]


def test_roll_calls_without_a_date_are_left_out_of_dated_groups() -> None:
    record = record_of(
        ("A/RES/79/1", "2024-10-01", votes_of("YYN")),
        ("A/RES/79/2", "", votes_of("YYY")),
        ("A/RES/79/3", "", votes_of("NNN")),
    )
    frame = tally(record, "US,EU,NATO")
    assert text(frame)[1:] == [
        "A/RES/79/1,2024-10-01,USA,1,0,0,0,1",
        "A/RES/79/1,2024-10-01,EU,1,1,0,0,2",
        "A/RES/79/1,2024-10-01,NATO,2,1,0,0,3",
    ]
    assert frame.attrs["notes"] == [
        "2 roll calls without a date left out: who belongs to EU depends on the day"
    ]
    assert notes_of(tally_answer(record, "region")) == [
        "2 roll calls without a date left out: who belongs to AFRICA depends on the day"
    ]
    states = tally(record, "US,FR")
    assert (len(states), states.attrs["notes"]) == (6, [])


# --- checks


def test_check_of_every_kind_of_roll_call(mixed: unvote.Record) -> None:
    claims = [("79/1", "3-1-1-2"), ("ES-11/7", " 3 - 2 - 1 - 0 "), ("S/2025/9", "12-0-3")]
    answer = check_answer(mixed, expected=claims)
    frame = answer.table()
    assert text(frame) == [
        "rollcall,date,rule,yes,no,abstain,not_voting,members,needed,margin,passed,outcome,switch,"
        "join,expected,expected_ok,rule_known,outcome_otherwise",
        "S/RES/83(1950),1950-06-27,security-council,7,1,0,3,11,7,0,True,adopted,1,1,,,True,",
        "A/RES/79/1,2024-10-01,simple-majority,3,1,1,1,6,3,0,True,adopted,1,2,3-1-1-2,False,True,",
        "A/RES/79/2,2024-10-02,simple-majority,0,0,5,1,6,1,-1,False,no decision,,1,,,True,",
        "A/RES/ES-11/7,2025-02-24,two-thirds,3,2,1,0,6,4,-1,False,rejected,1,1,"
        " 3 - 2 - 1 - 0 ,True,True,",
        "A/C.3/79/L.41,2025-03-01,simple-majority,2,2,1,1,6,3,-1,False,rejected,1,1,,,True,",
        "A/RES/79/3,2025-03-02,,0,0,0,6,6,,,True,without a vote,,,,,True,",
        "S/2025/9,2025-03-03,security-council,11,1,3,0,15,9,2,False,vetoed,1,,12-0-3,False,True,",
    ]
    assert frame.attrs["notes"] == [
        "A/RES/79/1: not voting is 1, not 2",
        "S/2025/9: yes is 11, not 12, no is 1, not 0",
        "vetoed by Russia: S/2025/9",
        OLD,
        *basis_of(tally_answer(mixed)),
    ]
    assert answer.facts.other_rules == {
        "A/RES/79/1": [
            "absolute-majority: rejected, 4 needed",
            "two-thirds-of-members: rejected, 4 needed",
        ],
        "A/RES/ES-11/7": ["simple-majority: adopted, 3 needed"],
        "S/2025/9": ["security-council-procedural: adopted, 9 needed"],
    }


def test_other_rules_are_those_of_the_day() -> None:
    # Seven of eleven were enough until 1965; the no of the Soviet Union is a veto.
    checked = check_answer(record_of(("S/1", "1950-06-27", KOREA | {"RUS": "N"})))
    assert checked.facts.other_rules == {"S/1": ["security-council-procedural: adopted, 7 needed"]}


def test_a_rule_that_is_asked_for(mixed: unvote.Record) -> None:
    assembly = some(mixed, 1, 3)
    frame = check(assembly, "two-thirds-of-members")
    assert frame[["rule", "needed", "outcome"]].values.tolist() == [
        ["two-thirds-of-members", 4, "rejected"],
        ["two-thirds-of-members", 4, "rejected"],
    ]
    assert frame.attrs["notes"] == ["rule two-thirds-of-members: as asked"]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "two-thirds",
            "rule 'two-thirds' is for the General Assembly, and 2 roll calls selected are of"
            " another organ: add --organ GA",
        ),
        (
            "security-council",
            "rule 'security-council' is for the Security Council, and 5 roll calls selected are of"
            " another organ: add --organ SC",
        ),
    ],
)
def test_rule_of_another_organ_is_refused(mixed: unvote.Record, rule: str, message: str) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        check(mixed, rule)
    assert str(caught.value) == message


def test_rule_of_another_organ_than_one_roll_call(mixed: unvote.Record) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        check(some(mixed, 0, 1), "two-thirds")
    assert str(caught.value) == (
        "rule 'two-thirds' is for the General Assembly, and 1 roll call selected is of another"
        " organ: add --organ GA"
    )


@pytest.mark.parametrize(
    "claim", ["", "93", "93-18", "93-18-65-17-0", "93:18:65", "93-18-x", "-93-18-65", "93--18-65"]
)
def test_claim_that_is_no_tally(mixed: unvote.Record, claim: str) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        check(mixed, expected=[("79/1", claim)])
    assert str(caught.value) == (
        f"'{claim}' is not a tally: write yes-no-abstain as 93-18-65, or 93-18-65-17 with those"
        " that did not vote"
    )


@pytest.mark.parametrize("claim", [" 1 - 1 - 0 ", "1-1-0\x1c", "1-1-\u0660"])
def test_claim_with_white_space_and_other_digits(claim: str) -> None:
    record = record_of(("A/RES/79/1", "2024-10-01", votes_of("YN")))
    frame = check(record, expected=[("79/1", claim)])
    assert frame["expected_ok"].tolist() == [True]


def test_claim_about_a_roll_call_that_is_not_there(mixed: unvote.Record) -> None:
    with pytest.raises(unvote.UnknownNameError, match="'79/99'"):
        check(mixed, expected=[("79/99", "1-2-3")])


def test_claim_by_the_id_of_a_roll_call_and_by_its_symbol() -> None:
    # Two votes on one text: the symbol means both, an id one of them.
    record = record_of(
        ("A/RES/79/1", "2024-10-01", votes_of("YN")), ("A/RES/79/1", "2024-10-02", votes_of("YY"))
    )
    ids = record.rollcalls.index.tolist()
    assert len(set(ids)) == 2
    both = check(record, expected=[("79/1", "1-1-0")])
    assert both["expected_ok"].tolist() == [True, False]
    one = check(record, expected=[(ids[1], "2-0-0")])
    assert one["expected_ok"].isna().tolist() == [True, False]
    assert one["expected_ok"].tolist()[1] is True


def test_what_was_not_told_is_no_figure_of_a_claim() -> None:
    record = changed(record_of(("A/RES/79/1", "2025-05-01", votes_of("YYN"))), source="unvotes")
    frame = check(record, expected=[("79/1", "2-1-0")])
    assert frame["expected_ok"].tolist() == [True]


def test_a_table_marks_an_outcome_whose_rule_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(
        "ms_code,ms_vote,resolution,date\n"
        + "".join(
            f"{code},{vote},A/RES/79/1,2024-12-02\n" for code, vote in votes_of("YYYNN").items()
        )
        + "".join(f"{code},Y,A/RES/79/2,2024-12-02\n" for code in votes_of("YYYYY"))
    )
    asked = ("tally", "--votes", "v.csv", "--as-listed", "--format", "table")
    assert run_unvote(*asked, "-c", "rollcall,yes,no,outcome").out.splitlines()[:6] == [
        "rollcall    yes  no  outcome",
        "──────────────────────────────",
        "A/RES/79/1    3   2  adopted *",
        "A/RES/79/2    5   0  adopted",
        "",
        "* not known whether two thirds applied to A/RES/79/1: if so, it is rejected",
    ]
    plain = run_unvote(*asked[:4], "--csv", "-c", "outcome,rule_known,outcome_otherwise")
    assert (
        plain.out == "outcome,rule_known,outcome_otherwise\nadopted,false,rejected\nadopted,true,\n"
    )
    shown = run_unvote("show", "79/1", *asked[1:4]).out.splitlines()
    assert "* not known which rule applied: by the other it is rejected" in shown
