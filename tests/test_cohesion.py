"""Cohesion: numbers worked by hand, a count vote by vote, and laws that hold for any votes."""

import io
from collections import Counter
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import unvote
from conftest import CHOSEN, examples, run_unvote
from reading import JUNES as DAYS
from reading import group_of
from reading import june_votes as record_of
from unvote.world.states import all_states

INDICES = ["rice", "attina", "ai", "agreement", "unanimity"]
# Members of the UN since its beginning, so that no rule of dates touches them.
STATES = ["USA", "GBR", "FRA", "CHN", "RUS"]


def always(*states: str) -> dict[str, unvote.Group]:
    return {"G": group_of(*((state, "", "") for state in states))}


def measured(votes: dict[str, str], **options: float) -> dict:
    """Return the cohesion of all states that vote."""
    [row] = unvote.cohesion(record_of(votes), "G", groups=always(*votes), **options).to_dict(
        "records"
    )
    return row


# --- numbers worked by hand


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "expected"),
    [
        # rice, attina, ai, agreement, unanimity
        (27, 0, 0, [1, 1, 1, 1, 1]),
        (20, 0, 7, [1, 13 / 27, 33 / 54, (190 + 21 + 140 / 2) / 351, 0]),
        (9, 9, 9, [0, -1 / 3, 0, (3 * 36 + 162 / 2) / 351, 0]),
        (0, 0, 5, [None, 1, 1, 1, 1]),
        (3, 1, 0, [1 / 2, 1 / 2, 5 / 8, 3 / 6, 0]),
        (1, 0, 1, [1, 0, 1 / 4, 1 / 2, 0]),
    ],
)
def test_one_roll_call_by_hand(
    yes: int, no: int, abstain: int, expected: list[float | None]
) -> None:
    letters = "Y" * yes + "N" * no + "A" * abstain
    row = measured(dict(zip(all_states(), letters, strict=False)))
    assert (row["n"], row["members"]) == (1, yes + no + abstain)
    found = [None if np.isnan(row[name]) else row[name] for name in INDICES]
    assert found == pytest.approx(expected, abs=1e-15)


def test_six_roll_calls_by_hand() -> None:
    votes = {"USA": "YYAYX.", "GBR": "YNAXX.", "FRA": "YXAXY.", "CHN": "YX.XXY"}
    record = record_of(votes)
    frame = unvote.cohesion(record, "G", groups=always(*STATES[:4]))
    # counted: YYYY, YN, AAA; too few: YXXX, XXYX, Y; rice: 1 and 0; pairs: 6 + 1 + 3
    assert frame.to_dict("records") == [
        {
            "group": "G",
            "n": 3,
            "members": 3.0,
            "rice": 1 / 2,
            "attina": 2 / 3,
            "ai": (1 + 1 / 4 + 1) / 3,
            "agreement": 9 / 10,
            "unanimity": 2 / 3,
        }
    ]
    assert frame.attrs["notes"] == [
        "roll calls left out in which fewer than 2 members voted: G 3",
        "roll calls without a yes or a no, which rice leaves out: G 1",
    ]


def test_members_are_those_of_the_day() -> None:
    votes = {"USA": "YYYY", "GBR": "YYNN", "FRA": "NYNN"}
    groups = {"G": group_of(("USA", "", ""), ("GBR", "2002-06-01", ""), ("FRA", "", "2001-12-31"))}
    frame = unvote.cohesion(record_of(votes), "G", by="year", groups=groups)
    assert frame[["by", "n", "members", "unanimity"]].values.tolist() == [
        [2001, 1, 2, 0],  # with France
        [2002, 1, 2, 1],  # with the United Kingdom
        [2003, 1, 2, 0],
        [2004, 1, 2, 0],
    ]
    late = {"G": group_of(("USA", "2003-01-01", ""), ("GBR", "2003-01-01", ""))}
    frame = unvote.cohesion(record_of(votes), "G", by="year", groups=late)
    assert frame["by"].tolist() == [2003, 2004]
    assert frame.attrs["notes"][-1:] == ["roll calls in which the group had no member: G 2"]


def test_a_group_of_one_has_no_cohesion() -> None:
    row = measured({"USA": "YNA"})
    assert row["n"] == 0
    assert all(np.isnan(row[name]) for name in ["members", *INDICES])
    result = run_unvote("cohesion", "SOLO", "--group", "SOLO=US", "-q")
    assert (result.code, result.out.splitlines()[1]) == (0, "SOLO,0,,,,,,")
    alone = unvote.dissenters(record_of({"USA": "YNA"}), "G", groups=always("USA"))
    assert alone.drop(columns="name").astype(object).where(alone.notna(), None).values.tolist() == [
        [None, "G", "USA", 0, 0, 0, 0, 0, None]
    ]


def test_attendance_is_a_share_of_the_members_of_the_day() -> None:
    states = list(all_states())[:25]
    votes = {state: "Y" + ("N" if place < 7 else "X") for place, state in enumerate(states)}
    assert measured(votes, attendance=0.28)["n"] == 2  # 7 of 25, to the letter
    assert measured(votes, attendance=0.2801)["n"] == 1
    frame = unvote.cohesion(record_of(votes), "G", attendance=0.5, groups=always(*states))
    assert frame.attrs["notes"] == [
        "roll calls left out in which fewer than 2 members or fewer than 50% of the members"
        " voted: G 1"
    ]
    listed = unvote.dissenters(
        record_of(votes), "G", attendance=0.5, least=0, groups=always(*states)
    )
    assert set(listed["n"]) == {1}
    assert listed.attrs["notes"] == [
        "roll calls left out in which fewer than 50% of the members voted: G 1"
    ]


@pytest.mark.parametrize(("members", "ai", "rice"), [(2, 0.5, 0.75), (3, 0.444, 0.615)])
def test_small_groups_look_united_by_chance(members: int, ai: float, rice: float) -> None:
    """Take every way to vote once: the page on cohesion says this about votes cast at random."""
    ways = list(product("YNA", repeat=members))
    row = measured(
        {state: "".join(way[place] for way in ways) for place, state in enumerate(STATES[:members])}
    )
    assert (round(row["ai"], 3), round(row["rice"], 3)) == (ai, rice)


# --- vote by vote


def literal(votes: dict[str, str], belongs: dict[str, list[bool]], attendance: float) -> dict:
    """Measure cohesion one roll call after the other, as a person would."""
    rice, attina, ai, alike, voting, pairs = [], [], [], [], [], []
    for number in range(len(DAYS)):
        present = [
            votes[state][number]
            for state in votes
            if belongs[state][number] and votes[state][number] != "."
        ]
        cast = [vote for vote in present if vote != "X"]
        if len(cast) < 2 or len(cast) / len(present) < attendance:
            continue
        count = Counter(cast)
        most = max(count.values())
        if count["Y"] + count["N"]:
            rice.append(abs(count["Y"] - count["N"]) / (count["Y"] + count["N"]))
        attina.append((most - (len(cast) - most)) / len(cast))
        ai.append((most - (len(cast) - most) / 2) / len(cast))
        alike.append(len(count) == 1)
        voting.append(len(cast))
        pairs += [
            1 if one == other else 0.5 if "A" in (one, other) else 0
            for one, other in combinations(cast, 2)
        ]
    columns = {
        "members": voting,
        "rice": rice,
        "attina": attina,
        "ai": ai,
        "agreement": pairs,
        "unanimity": alike,
    }
    means = {name: sum(of) / len(of) if of else np.nan for name, of in columns.items()}
    return {"group": "G", "n": len(voting), **means}


def literal_dissent(votes: dict[str, str], belongs: dict[str, list[bool]], state: str) -> list[int]:
    """Count same, opposite, partial and absent of a member and the rest of its group."""
    counts = Counter()
    for number, own in enumerate(votes[state]):
        others = [
            letters[number]
            for other, letters in votes.items()
            if other != state and belongs[other][number] and letters[number] != "."
        ]
        if not belongs[state][number] or own == "." or not others:
            continue
        ranked = Counter(vote for vote in others if vote != "X").most_common()
        if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
            continue
        rest = ranked[0][0] if ranked else "X"
        if "X" in (own, rest):
            counts["absent"] += 1
        elif own == rest:
            counts["same"] += 1
        else:
            counts["partial" if "A" in (own, rest) else "opposite"] += 1
    return [counts[kind] for kind in ("same", "opposite", "partial", "absent")]


LETTERS = st.text("YYNAX.", min_size=len(DAYS), max_size=len(DAYS))
VOTES = st.fixed_dictionaries(dict.fromkeys(STATES, LETTERS))
SPELL = st.tuples(st.sampled_from(["", *DAYS]), st.sampled_from(["", *DAYS]))
SPELLS = st.fixed_dictionaries(dict.fromkeys(STATES, SPELL))
patient = examples(40)
brief = examples(10)


def whole(votes: dict[str, str]) -> unvote.Record:
    """Return the record of votes, with the vote of one more state in every roll call."""
    return record_of(votes | {"DEU": "Y" * len(votes["USA"])})


@patient
@given(VOTES, SPELLS, st.sampled_from([0, 0.5, 2 / 3, 1]))
def test_numbers_are_those_of_counting_vote_by_vote(
    votes: dict[str, str], spells: dict[str, tuple[str, str]], attendance: float
) -> None:
    groups = {"G": group_of(*((state, *spell) for state, spell in spells.items()))}
    belongs = {
        state: [(not first or first <= day) and (not last or day <= last) for day in DAYS]
        for state, (first, last) in spells.items()
    }
    record = whole(votes)
    [row] = unvote.cohesion(record, "G", attendance=attendance, groups=groups).to_dict("records")
    assert row == pytest.approx(literal(votes, belongs, attendance), nan_ok=True, abs=1e-12)
    listed = unvote.dissenters(record, "G", groups=groups).set_index("state")
    counts = ["same", "opposite", "partial", "absent"]
    for state in STATES:
        expected = literal_dissent(votes, belongs, state)
        if state in listed.index:
            assert listed.loc[state, counts].tolist() == expected
            assert listed.loc[state, "n"] == sum(expected[:3])
        else:
            assert expected == [0, 0, 0, 0]


@patient
@given(VOTES)
def test_agreement_is_that_of_all_pairs(votes: dict[str, str]) -> None:
    record, groups = whole(votes), always(*STATES)
    pairs = unvote.align(record, *STATES)
    assume(pairs["n"].sum())
    [agreement] = unvote.cohesion(record, "G", groups=groups)["agreement"]
    assert agreement == (pairs["same"] + pairs["partial"] / 2).sum() / pairs["n"].sum()


@brief
@given(VOTES)
def test_dissent_is_what_align_says_of_a_member_and_its_group(votes: dict[str, str]) -> None:
    record, groups = whole(votes), always(*STATES)
    listed = unvote.dissenters(record, "G", groups=groups)
    columns = ["n", "same", "opposite", "partial", "absent"]
    for row in listed.to_dict("records"):
        pair = unvote.align(record, row["state"], "G", measures=["identical"], groups=groups)
        assert [row[column] for column in columns] == pair[columns].iloc[0].tolist()
        assert row["dissent"] == pytest.approx(1 - pair["identical"].item(), nan_ok=True)


# --- what holds of any votes


@patient
@given(VOTES)
def test_indices_keep_their_bounds(votes: dict[str, str]) -> None:
    frame = unvote.cohesion(whole(votes), "G", by="resolution", groups=always(*STATES))
    for row in frame[frame["n"] > 0].to_dict("records"):
        assert all(
            np.isnan(row[name]) or 0 <= row[name] <= 1 for name in INDICES if name != "attina"
        )
        assert -1 / 3 - 1e-12 <= row["attina"] <= 1
        assert row["ai"] == pytest.approx((3 * row["attina"] + 1) / 4, abs=1e-12)
        assert (row["unanimity"] == 1) == (row["ai"] == 1) == (row["agreement"] == 1)
        assert 2 <= row["members"] <= len(STATES)


@patient
@given(VOTES, st.permutations(STATES), st.permutations(range(len(DAYS))))
def test_names_and_order_do_not_matter(
    votes: dict[str, str], names: list[str], order: list[int]
) -> None:
    again = {
        name: "".join(letters[number] for number in order)
        for name, letters in zip(names, votes.values(), strict=True)
    }
    groups = always(*STATES)
    pd.testing.assert_frame_equal(
        unvote.cohesion(whole(votes), "G", groups=groups),
        unvote.cohesion(whole(again), "G", groups=groups),
        check_exact=True,
    )


@patient
@given(VOTES, st.text("X.", min_size=len(DAYS), max_size=len(DAYS)))
def test_absent_member_changes_nothing(votes: dict[str, str], absent: str) -> None:
    record = whole(votes | {"IND": absent})
    columns = ["n", "members", *INDICES]
    pd.testing.assert_frame_equal(
        unvote.cohesion(record, "G", groups=always(*STATES))[columns],
        unvote.cohesion(record, "G", groups=always(*STATES, "IND"))[columns],
        check_exact=True,
    )


@brief
@given(VOTES)
def test_each_year_is_what_selecting_it_gives(votes: dict[str, str]) -> None:
    record, groups = whole(votes), always(*STATES)
    years = unvote.cohesion(record, "G", by="year", groups=groups)
    for year, rows in years.groupby("by"):
        alone = unvote.cohesion(record.select(start=str(year), end=str(year)), "G", groups=groups)
        pd.testing.assert_frame_equal(
            rows.drop(columns="by").reset_index(drop=True), alone, check_exact=True
        )


# --- groups and names


def test_rows_are_in_the_order_of_the_slices_and_the_names(embedded: unvote.Record) -> None:
    frame = unvote.cohesion(embedded, "NATO", "eu", "European Union", by="organ")
    assert frame[["by", "group", "n"]].values.tolist() == [
        ["GA", "NATO", 21],
        ["GA", "EU", 21],
        ["SC", "NATO", 3],
        ["SC", "EU", 3],
    ]


def test_a_roll_call_counts_under_each_of_its_subjects() -> None:
    table = (
        b"ms_code,ms_vote,resolution,subjects\n"
        b"USA,Y,A/RES/79/1,PEACE|WHALES\nGBR,Y,A/RES/79/1,PEACE|WHALES\n"
        b"USA,Y,A/RES/79/2,PEACE\nGBR,N,A/RES/79/2,PEACE\n"
    )
    frame = unvote.cohesion(
        unvote.read(io.BytesIO(table)), "G", by="subject", groups=always("USA", "GBR")
    )
    assert frame[["by", "n", "ai"]].values.tolist() == [["PEACE", 2, 0.625], ["WHALES", 1, 1]]


def test_bare_columns_do_not_depend_on_the_data(embedded: unvote.Record) -> None:
    nothing = embedded.select(start="2030")
    columns = ["group", "n", "members", *INDICES]
    assert unvote.cohesion(nothing, "EU").columns.tolist() == columns
    assert unvote.cohesion(nothing, "EU", by="year").columns.tolist() == ["by", *columns]
    assert len(unvote.cohesion(nothing, "EU", by="year")) == 0
    listed = unvote.dissenters(nothing, "EU")
    assert len(listed) == 0
    assert ",".join(listed) == "rank,group,state,name,n,same,opposite,partial,absent,dissent"


def test_equals_share_a_rank_and_those_without_votes_are_last() -> None:
    votes = {"USA": "NNX", "GBR": "YYX", "FRA": "YYX", "CHN": "YXX", "IND": "YYX"}
    votes |= {"RUS": "XXX"}
    frame = unvote.dissenters(record_of(votes), "G", least=0, groups=always(*votes))
    assert frame["state"].tolist() == ["USA", "FRA", "GBR", "IND", "CHN", "RUS"]
    assert frame["rank"].astype(object).where(frame["rank"].notna(), None).tolist() == [
        *(1, 2, 2, 2, 2),
        None,
    ]
    assert frame["dissent"].tolist()[:5] == [1, 0, 0, 0, 0]


def test_ties_of_the_rest_are_left_out_and_said() -> None:
    votes = {"USA": "YY", "GBR": "YY", "FRA": "NX", "CHN": "XN", "RUS": "XX", "DEU": "XX"}
    tie = "votes left out where the rest of the group had no position (a tie): G"
    frame = unvote.dissenters(record_of(votes), "G", groups=always(*STATES[:3]))
    assert frame[["state", "n"]].values.tolist() == [["FRA", 1], ["GBR", 1], ["USA", 1]]
    assert frame.attrs["notes"][-1:] == [f"{tie} 2"]
    groups = always("USA", "GBR", "FRA", "CHN")
    for attendance, ties in ((0, 4), (0.75, 4)):
        frame = unvote.dissenters(record_of(votes), "G", attendance=attendance, groups=groups)
        assert frame.attrs["notes"][-1:] == [f"{tie} {ties}"]
    frame = unvote.dissenters(record_of(votes), "G", attendance=0.8, groups=groups)
    assert not [note for note in frame.attrs["notes"] if note.startswith(tie)]


def test_listed_are_those_that_sat_in_the_group() -> None:
    votes = {"USA": "YY", "GBR": "NX", "FRA": ".Y"}
    groups = {"G": group_of(("USA", "", ""), ("GBR", "", ""), ("FRA", "", "2001-12-31"))}
    frame = unvote.dissenters(record_of(votes), "G", groups=groups)
    assert frame[["state", "n", "absent"]].values.tolist() == [["GBR", 1, 1], ["USA", 1, 1]]


def test_groups_stand_one_after_the_other(embedded: unvote.Record) -> None:
    council = embedded.select(organ="SC")
    frame = unvote.dissenters(council, "G7", "BENELUX", "EU")
    assert frame[["group", "state"]].values.tolist() == [
        *(["G7", state] for state in unvote.dissenters(council, "G7")["state"]),
        *(["EU", state] for state in unvote.dissenters(council, "EU")["state"]),
    ]
    assert "roll calls in which the group had no member: BENELUX 3" in frame.attrs["notes"]


@pytest.mark.parametrize("call", [unvote.cohesion, unvote.dissenters])
def test_wrong_names_and_shares_are_told(embedded: unvote.Record, call) -> None:
    for names, options, message in (
        ([], {}, "name a group ('unvote groups' lists them)"),
        (
            ["EU", "US"],
            {},
            "'US' is a state (United States): cohesion needs a group ('unvote groups' lists them;"
            " --group W=FR,DE makes one)",
        ),
        (["EU"], {"attendance": 50}, "attendance 50: it is a share from 0 to 1"),
    ):
        with pytest.raises(unvote.ArgumentError) as caught:
            call(embedded, *names, **options)
        assert str(caught.value) == message
    with pytest.raises(
        unvote.UnknownNameError, match="'EUU' is neither a member state nor a group"
    ):
        call(embedded, "EUU")


# --- the command

COHESION_TABLE = """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

group   n  members  rice  attina    ai  agreement  unanimity
────────────────────────────────────────────────────────────
EU     21     27.1  0.93    0.77  0.83      91.3%      61.9%
BRICS  21      6.5  0.70    0.57  0.68      81.7%      28.6%
SOLO    0        –     –       –     –          –          –

left out: 3 roll calls not of the General Assembly (--organ all)
roll calls left out in which fewer than 2 members voted: SOLO 21
from the embedded record: 21 of 24 roll calls, 2014-03-27 to 2025-12-03 (organ
GA)
3 more lines with --meta
"""
DISSENTERS_TABLE = """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

rank  state  name             n  same  opposite  partial  absent  dissent
─────────────────────────────────────────────────────────────────────────
   1  USA    United States   20     8         8        4       0    60.0%
   2  FRA    France          21    17         0        4       0    19.0%
   3  JPN    Japan           21    18         0        3       0    14.3%
   4  CAN    Canada          21    19         0        2       0     9.5%
   5  DEU    Germany         21    20         0        1       0     4.8%
   5  GBR    United Kingdom  21    20         0        1       0     4.8%
   5  ITA    Italy           21    20         0        1       0     4.8%

left out: 3 roll calls not of the General Assembly (--organ all)
votes left out where the rest of the group had no position (a tie): G7 1
from the embedded record: 21 of 24 roll calls, 2014-03-27 to 2025-12-03 (organ
GA)
3 more lines with --meta
"""


def unpadded(text: str) -> str:
    """Return a text without spaces at the ends of its lines."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_cohesion_as_a_table() -> None:
    result = run_unvote("cohesion", "EU", "BRICS", "SOLO", "--group", "SOLO=US", terminal=True)
    assert (result.code, result.err) == (0, "")
    assert unpadded(result.out) == COHESION_TABLE


def test_dissenters_as_a_table() -> None:
    result = run_unvote("cohesion", "G7", "--dissenters", terminal=True)
    assert (result.code, result.err) == (0, "")
    assert unpadded(result.out) == DISSENTERS_TABLE


def test_dissenters_of_several_groups_fit_in_a_terminal() -> None:
    head = run_unvote("cohesion", "EU", "NATO", "--dissenters", terminal=True).out.splitlines()[2]
    assert " ".join(head.split()) == "rank group state name n opposite partial absent dissent"
    header = run_unvote("cohesion", "EU", "NATO", "--dissenters").out.splitlines()[0]
    assert header == "rank,group,state,name,n,same,opposite,partial,absent,dissent"


def test_cohesion_by_year_as_csv() -> None:
    result = run_unvote("cohesion", "EU", "--by", "year", "--from", "2025", "--session", "ES-11")
    assert (result.code, result.err) == (0, f"unvote: {CHOSEN}\n")
    assert result.out == (
        "by,group,n,members,rice,attina,ai,agreement,unanimity\n"
        "2025,EU,3,27.0,0.9753086419753085,0.9506172839506172,0.9629629629629629,"
        "0.9629629629629629,0.3333333333333333\n"
    )


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("cohesion US", 2, "'US' is a state (United States): cohesion needs a group"),
        ("cohesion EU --attendance 1.5", 2, "attendance 1.5: it is a share from 0 to 1"),
        ("cohesion EU --by year --dissenters", 2, "--dissenters ranks over all roll calls"),
        ("cohesion Atlantis", 3, "'Atlantis' is neither a member state nor a group"),
    ],
)
def test_errors_are_one_line(line: str, code: int, message: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(f"unvote: {message}")
    assert result.err.count("\n") == 1


def test_no_group_is_a_usage_error() -> None:
    result = run_unvote("cohesion")
    assert (result.code, result.out) == (2, "")
    assert "Missing argument 'GROUP'" in result.err


# --- the whole record


def test_european_union_of_the_whole_record_is_united(full: unvote.Record) -> None:
    frame = unvote.cohesion(full.select(organ="GA"), "EU", "NATO", by="year").set_index("by")
    eu = frame[frame["group"] == "EU"].loc[2010:2025]
    nato = frame[frame["group"] == "NATO"].loc[2010:2025]
    assert (eu["n"] > 50).all()
    assert (eu["ai"] > 0.85).all()
    assert (eu["ai"] > nato["ai"]).all()
    assert (eu["members"] > 25).all()


def test_a_limit_keeps_those_that_dissent_most() -> None:
    whole = run_unvote("cohesion", "G7", "--dissenters", "--csv").out.splitlines()
    some = run_unvote("cohesion", "G7", "--dissenters", "--csv", "-n", "2").out.splitlines()
    assert some == whole[:3]
