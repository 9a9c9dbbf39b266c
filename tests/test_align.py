"""Agreement on records small enough to be counted by hand, compared as whole tables."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reading
import unvote
from unvote.analysis import bootstrap
from unvote.analysis.actors import names_of_the_day
from unvote.analysis.joint_votes import BLOCK, joint, joint_in_slices
from unvote.analysis.slices import slices_of
from unvote.codes import Vote
from unvote.selection.positions import plurality
from unvote.world.states import all_states

DAYS = ["2023-01-05", "2023-06-05", "2024-01-05", "2024-06-05", "2024-12-05"]
# One letter per roll call; a dot is not a member.
FIVE = {"USA": "YYNNA", "FRA": "YNNAX", "POL": "YNNA.", "TUR": "NNYYY", "BRA": "...YX"}


def record_of(votes: dict[str, str], days: Sequence[str] = DAYS) -> unvote.Record:
    return reading.record_of(votes, days)


def changed(record: unvote.Record, **columns: object) -> unvote.Record:
    """Return a record with other values in some columns."""
    return replace(record, rollcalls=record.rollcalls.assign(**columns), notes=())


def nothing_of(record: unvote.Record) -> unvote.Record:
    return record.rows(slice(0, 0))


def text(frame: pd.DataFrame) -> list[str]:
    rounded = {name: frame[name].round(4) for name in frame.select_dtypes("float")}
    return frame.assign(**rounded).to_csv(index=False, lineterminator="\n").splitlines()


def types(frame: pd.DataFrame) -> dict[str, str]:
    return frame.dtypes.astype(str).to_dict()


NOTHING_SAID = {"notes": []}

# --- pairs


def test_a_resolution_among_the_names_is_told_how_to_ask() -> None:
    with pytest.raises(unvote.UnvoteError, match="'unvote votes FR --on ES-11/7' those of some"):
        unvote.align(unvote.load("embedded"), "FR", "ES-11/7")


def test_pair() -> None:
    frame = unvote.align(record_of(FIVE), "US", "FR")
    assert text(frame) == [
        "a,b,n,same,opposite,partial,absent,agreement",
        "USA,FRA,4,2,1,1,1,0.625",
    ]
    assert frame.attrs == NOTHING_SAID


def test_several_sides_are_paired_each_once() -> None:
    frame = unvote.align(record_of(FIVE), "US", "TR", "USA", "BR", measures=["identical", "s"])
    assert text(frame) == [
        "a,b,n,same,opposite,partial,absent,identical,s",
        "USA,TUR,5,0,4,1,0,0.0,-0.8",
        "USA,BRA,1,0,1,0,1,0.0,-1.0",
        "TUR,BRA,1,1,0,0,1,1.0,1.0",
    ]
    twice = unvote.align(record_of(FIVE), "US", "TR", "USA")
    assert text(twice)[1:] == ["USA,TUR,5,0,4,1,0,0.1"]


def test_two_names_of_one_state_are_that_state_with_itself() -> None:
    frame = unvote.align(record_of(FIVE), "US", "United States")
    assert text(frame)[1:] == ["USA,USA,5,5,0,0,0,1.0"]


def test_measures_named_twice_are_columns_once() -> None:
    frame = unvote.align(record_of(FIVE), "US", "FR", measures=["s", "lijphart", "agreement", "s"])
    assert frame.columns.tolist()[7:] == ["s", "agreement"]


def test_pairs_by_year() -> None:
    frame = unvote.align(record_of(FIVE), "US", "FR", "BR", by="year")
    assert text(frame) == [
        "by,a,b,n,same,opposite,partial,absent,agreement",
        "2023,USA,FRA,2,1,1,0,0,0.5",
        "2024,USA,FRA,2,1,0,1,1,0.75",
        "2023,USA,BRA,0,0,0,0,0,",
        "2024,USA,BRA,1,0,1,0,1,0.0",
        "2023,FRA,BRA,0,0,0,0,0,",
        "2024,FRA,BRA,1,0,0,1,1,0.5",
    ]
    assert types(frame)["by"] == "int64"


def test_pairs_over_windows_of_months() -> None:
    frame = unvote.align(record_of(FIVE), "US", "FR", rolling=18)
    assert text(frame)[1:3] == ["2024-06,USA,FRA,4,2,1,1,0,0.625", "2024-07,USA,FRA,3,1,1,1,0,0.5"]
    assert text(frame)[-1] == "2024-12,USA,FRA,2,1,0,1,1,0.75"
    assert types(frame)["by"] == "str"


def test_all_pairs() -> None:
    frame = unvote.align(record_of(FIVE), all_pairs=True, measures=["coincidence"])
    assert text(frame) == [
        "a,b,n,same,opposite,partial,absent,coincidence",
        "BRA,FRA,1,0,0,1,1,0.5",
        "BRA,POL,1,0,0,1,0,0.5",
        "BRA,TUR,1,1,0,0,1,0.75",
        "BRA,USA,1,0,1,0,1,0.25",
        "FRA,POL,4,4,0,0,0,1.0",
        "FRA,TUR,4,1,2,1,1,0.4",
        "FRA,USA,4,2,1,1,1,0.6",
        "POL,TUR,4,1,2,1,0,0.375",
        "POL,USA,4,2,1,1,0,0.625",
        "TUR,USA,5,0,4,1,0,0.1",
    ]
    assert frame.attrs == NOTHING_SAID


@pytest.mark.parametrize("by", ["session", "resolution"])
def test_all_pairs_are_in_every_slice_what_the_pair_alone_is(
    embedded: unvote.Record, by: str
) -> None:
    every = unvote.align(embedded, all_pairs=True, by=by, among="BENELUX")
    of_pairs = every.groupby(["a", "b"])
    assert of_pairs.ngroups == 3
    for names, rows in of_pairs:
        single = unvote.align(embedded, *names, by=by)
        assert rows.astype(object).to_dict("records") == single.to_dict("records")


def test_all_pairs_by_year_are_of_the_members_of_each() -> None:
    record = record_of(FIVE | {"POL": "YN..."})
    frame = unvote.align(record, all_pairs=True, by="year", among="NATO")
    assert text(frame) == [
        "by,a,b,n,same,opposite,partial,absent,agreement",
        "2023,FRA,POL,2,2,0,0,0,1.0",
        "2023,FRA,TUR,2,1,1,0,0,0.5",
        "2023,FRA,USA,2,1,1,0,0,0.5",
        "2023,POL,TUR,2,1,1,0,0,0.5",
        "2023,POL,USA,2,1,1,0,0,0.5",
        "2023,TUR,USA,2,0,2,0,0,0.0",
        "2024,FRA,TUR,2,0,1,1,1,0.25",
        "2024,FRA,USA,2,1,0,1,1,0.75",
        "2024,TUR,USA,3,0,2,1,0,0.1667",
    ]
    assert frame.attrs["notes"] == [
        "all roll calls of a state count; listed: every state that belonged to NATO on any of"
        " the days"
    ]


# --- rankings


def test_ranking() -> None:
    # Norway and Fiji are equally near; equals are sorted by votes, then by code.
    more = {"NOR": "YNNAA", "FJI": "YNNAA", "GHA": "Y....", "IND": "XXXXX"}
    frame = unvote.align(record_of(FIVE | more), "US", least=0)
    assert text(frame) == [
        "rank,a,b,n,same,opposite,partial,absent,agreement",
        "1,USA,GHA,1,1,0,0,0,1.0",
        "2,USA,FJI,5,3,1,1,0,0.7",
        "2,USA,NOR,5,3,1,1,0,0.7",
        "4,USA,FRA,4,2,1,1,1,0.625",
        "4,USA,POL,4,2,1,1,0,0.625",
        "6,USA,TUR,5,0,4,1,0,0.1",
        "7,USA,BRA,1,0,1,0,1,0.0",
        ",USA,IND,0,0,0,0,5,",
    ]
    assert frame.attrs == NOTHING_SAID
    assert types(frame)["rank"] == "Int64"
    assert frame.index.tolist() == list(range(8))


def test_a_state_that_was_no_member_is_ranked_with_nothing() -> None:
    frame = unvote.align(record_of(FIVE), "Czechoslovakia")
    assert frame["b"].tolist() == ["BRA", "FRA", "POL", "TUR", "USA"]
    assert frame["n"].tolist() == [0] * 5
    assert frame["agreement"].isna().all()


def test_of_equals_that_with_more_joint_votes_stands_first() -> None:
    frame = unvote.align(record_of({"USA": "YNYN", "AFG": "YN..", "ZWE": "YNYN"}), "US", least=0)
    assert frame[["rank", "b", "n"]].values.tolist() == [[1, "ZWE", 4], [1, "AFG", 2]]


def test_ranking_is_by_the_first_measure() -> None:
    frame = unvote.align(
        record_of(FIVE), "US", among="NATO", measures=["votes-only", "identical"], least=0
    )
    assert text(frame) == [
        "rank,a,b,n,same,opposite,partial,absent,votes-only,identical",
        "1,USA,FRA,4,2,1,1,1,0.6667,0.5",
        "1,USA,POL,4,2,1,1,0,0.6667,0.5",
        "3,USA,TUR,5,0,4,1,0,0.0,0.0",
    ]


def test_ranking_by_year_lists_the_members_of_each() -> None:
    frame = unvote.align(record_of(FIVE), "FR", by="year", least=0)
    assert text(frame) == [
        "rank,by,a,b,n,same,opposite,partial,absent,agreement",
        "1,2023,FRA,POL,2,2,0,0,0,1.0",
        "2,2023,FRA,TUR,2,1,1,0,0,0.5",
        "2,2023,FRA,USA,2,1,1,0,0,0.5",
        "1,2024,FRA,POL,2,2,0,0,0,1.0",
        "2,2024,FRA,USA,2,1,0,1,1,0.75",
        "3,2024,FRA,BRA,1,0,0,1,1,0.5",
        "4,2024,FRA,TUR,2,0,1,1,1,0.25",
    ]
    late = unvote.align(record_of(FIVE), "BR", by="year")
    assert late["by"].tolist() == [2024] * 4
    assert unvote.align(record_of(FIVE | {"USA": "YY..."}), "BR")["b"].tolist() == [
        "TUR",
        "FRA",
        "POL",
        "USA",
    ]


# --- single roll calls


def test_pair_by_resolution() -> None:
    frame = unvote.align(record_of(FIVE), "BR", "FR", by="resolution")
    assert text(frame) == [
        "by,a,b,n,same,opposite,partial,absent,agreement,a_vote,b_vote",
        "A/RES/79/1,BRA,FRA,0,0,0,0,0,,,Y",
        "A/RES/79/2,BRA,FRA,0,0,0,0,0,,,N",
        "A/RES/79/3,BRA,FRA,0,0,0,0,0,,,N",
        "A/RES/79/4,BRA,FRA,1,0,0,1,0,0.5,Y,A",
        "A/RES/79/5,BRA,FRA,0,0,0,0,1,,X,X",
    ]


def test_ranking_and_all_pairs_by_resolution() -> None:
    record = record_of({"USA": "YN", "FRA": "NA", "BRA": ".Y"})
    ranking = unvote.align(record, "FR", by="resolution")
    assert text(ranking) == [
        "rank,by,a,b,n,same,opposite,partial,absent,agreement,a_vote,b_vote",
        "1,A/RES/79/1,FRA,USA,1,0,1,0,0,0.0,N,Y",
        "1,A/RES/79/2,FRA,BRA,1,0,0,1,0,0.5,A,Y",
        "1,A/RES/79/2,FRA,USA,1,0,0,1,0,0.5,A,N",
    ]
    every = unvote.align(record, all_pairs=True, by="resolution")
    assert every[["by", "a", "b", "a_vote", "b_vote"]].values.tolist() == [
        ["A/RES/79/1", "FRA", "USA", "N", "Y"],
        ["A/RES/79/2", "BRA", "FRA", "Y", "A"],
        ["A/RES/79/2", "BRA", "USA", "Y", "N"],
        ["A/RES/79/2", "FRA", "USA", "A", "N"],
    ]


# --- groups


BENELUX = {"BEL": "YNAXY", "NLD": "YNAX.", "LUX": "NYYX.", "USA": "YYYYY", "RUS": "NNNNX"}


def test_group_takes_the_position_of_most() -> None:
    frame = unvote.align(record_of(BENELUX), "US", "BENELUX", by="resolution")
    assert frame["b_vote"].tolist() == ["Y", "N", "A", "X", "Y"]
    assert text(unvote.align(record_of(BENELUX), "BENELUX", "US"))[1:] == [
        "BENELUX,USA,4,2,1,1,1,0.625"
    ]


def test_tie_is_no_position_and_is_told() -> None:
    record = record_of({"BEL": "YYA", "NLD": "NAN", "LUX": "XYX", "USA": "YYY", "RUS": "YNA"})
    tie = "2 roll calls left out in which BENELUX had no position (a tie)"
    pair = unvote.align(record, "US", "BENELUX")
    assert text(pair)[1:] == ["USA,BENELUX,1,1,0,0,0,1.0"]
    assert pair.attrs["notes"] == [tie]
    several = unvote.align(record, "BENELUX", "US", "RU")
    assert several.attrs["notes"] == [tie]
    ranking = unvote.align(record, "BENELUX", least=0)
    assert ranking.attrs["notes"] == [tie]
    # A member is compared with the two others; for Luxembourg these never agree.
    assert text(ranking) == [
        "rank,a,b,n,same,opposite,partial,absent,agreement",
        "1,BENELUX,USA,1,1,0,0,0,1.0",
        "2,BENELUX,NLD,3,0,1,2,0,0.3333",
        "3,BENELUX,BEL,2,0,1,1,0,0.25",
        "4,BENELUX,RUS,1,0,1,0,0,0.0",
        ",BENELUX,LUX,0,0,0,0,0,",
    ]


def test_state_is_compared_with_the_rest_of_its_group() -> None:
    record = record_of({"BEL": "YYN", "NLD": "NYN", "LUX": "NXX", "USA": "YYY"})
    for line in (("BEL", "BENELUX"), ("BENELUX", "BEL")):
        assert unvote.align(record, *line)[["n", "same", "opposite"]].values.tolist() == [[3, 2, 1]]
    ranking = unvote.align(record, "BENELUX").set_index("b")
    assert ranking.loc["BEL", ["n", "same", "opposite"]].tolist() == [3, 2, 1]
    assert ranking.loc["USA", ["n", "same", "opposite"]].tolist() == [3, 1, 2]
    # A group is not compared without the members of another group.
    groups = unvote.own_groups(["both=BEL,NLD,LUX"])
    same = unvote.align(record, "BENELUX", "both", groups=groups)
    assert same[["n", "same"]].values.tolist() == [[3, 3]]


def test_members_are_those_of_the_day() -> None:
    # Croatia acceded on 1 July 2013; the United Kingdom left at the end of January 2020.
    days = ["2013-06-30", "2013-07-01", "2020-01-31", "2020-02-01"]
    record = record_of({"HRV": "NN..", "GBR": "..NN", "USA": "YYYY"}, days)
    frame = unvote.align(record, "US", "EU", by="resolution")
    assert frame["b_vote"].tolist() == ["", "N", "N", ""]


def test_days_on_which_a_group_had_no_member_are_told() -> None:
    days = ["2013-06-30", "2013-07-01", "2020-01-31", "2020-02-01"]
    record = record_of({"HRV": "NN..", "GBR": "..NN", "USA": "YYYY"}, days)
    notes = ["2 roll calls left out in which EU had no member"]
    assert unvote.align(record, "US", "EU").attrs["notes"] == notes
    assert unvote.align(record, "EU", least=0).attrs["notes"] == notes
    assert unvote.versus(record, "EU", "US", least=0).attrs["notes"][:1] == notes
    for sides in (("EU", "GB"), ("GB", "EU")):
        assert unvote.align(record, *sides).attrs["notes"] == [
            "3 roll calls left out in which EU had no member other than GBR"
        ]
    assert unvote.align(record, "US", "GB").attrs["notes"] == []


def test_a_group_without_dates_has_members_on_every_day() -> None:
    record = record_of({"HRV": "Y.", "USA": "YY"}, ["", "1950-01-05"])
    own = unvote.own_groups(["ours=Croatia"])
    assert unvote.align(record, "US", "ours", groups=own).attrs["notes"] == [
        "1 roll call left out in which ours had no member"
    ]


def test_what_a_group_leaves_out_is_told_once() -> None:
    days = ["2024-01-05", "2024-01-06", "", "1950-01-05"]
    record = record_of({"FRA": "YYYY", "DEU": "NYYY", "USA": "YYYY"}, days)
    frame = unvote.align(record, "US", "EU")
    assert text(frame)[1:] == ["USA,EU,1,1,0,0,0,1.0"]
    assert frame.attrs["notes"] == [
        "1 roll call without a date left out: who belongs to EU depends on the day",
        "1 roll call left out in which EU had no position (a tie)",
        "1 roll call left out in which EU had no member",
    ]


def test_a_spell_of_membership_has_two_ends() -> None:
    days = ["1972-12-31", "1973-01-01", "2020-01-31", "2020-02-01"]
    frame = unvote.align(
        record_of({"GBR": "NNNN", "USA": "YYYY"}, days), "US", "EU", by="resolution"
    )
    assert frame["b_vote"].tolist() == ["", "N", "N", ""]


def test_a_state_that_came_back_was_away_between() -> None:
    # South Africa left the Commonwealth in 1961 and came back in 1994.
    record = record_of({"ZAF": "NNN", "USA": "YYY"}, ["1960-12-05", "1970-12-05", "1995-12-05"])
    frame = unvote.align(record, "US", "Commonwealth", by="resolution")
    assert frame["b_vote"].tolist() == ["N", "", "N"]


def test_a_state_beside_its_group_has_no_part_in_the_position_of_the_group() -> None:
    groups = unvote.own_groups(["duo=FR,TR"])  # with both it would be a tie
    record = record_of({"FRA": "YA", "TUR": "NN"})
    first = unvote.align(record, "duo", "FR", by="resolution", groups=groups)
    assert first["a_vote"].tolist() == ["N", "N"]
    second = unvote.align(record, "FR", "duo", by="resolution", groups=groups)
    assert second["b_vote"].tolist() == ["N", "N"]
    assert second["agreement"].tolist() == first["agreement"].tolist() == [0.0, 0.5]


def test_group_of_the_users_own_has_its_members_on_all_days() -> None:
    groups = unvote.own_groups(["trio=FR,PL,BR,CSK"])
    frame = unvote.align(record_of(FIVE), "trio", "TR", by="resolution", groups=groups)
    assert frame["a_vote"].tolist() == ["Y", "N", "N", "A", "X"]


def test_members_of_a_group_of_the_users_own_are_listed_alone() -> None:
    asked = {"among": "trio", "groups": unvote.own_groups(["trio=FR,PL,BR"])}
    ranking = unvote.align(record_of(FIVE), "US", **asked)
    assert ranking["b"].tolist() == ["FRA", "POL", "BRA"]
    pairs = unvote.align(record_of(FIVE), all_pairs=True, **asked)
    assert (pairs["a"] + pairs["b"]).tolist() == ["BRAFRA", "BRAPOL", "FRAPOL"]
    assert pairs.attrs["notes"] == []


def test_what_is_left_out_because_its_day_is_not_known() -> None:
    record = record_of({"USA": "YYY", "FRA": "NNY", "BRA": "YNY"}, ["2024-01-05", "", ""])
    note = "2 roll calls without a date left out: who belongs to EU depends on the day"
    for line in (["US", "EU"], ["EU", "US"], ["EU"], ["EU", "US", "BR"]):
        frame = unvote.align(record, *line, least=0)
        assert frame.attrs["notes"] == [note]
        [row] = frame[frame["a"].isin(["USA", "EU"]) & frame["b"].isin(["USA", "EU"])].index
        assert frame.loc[row, ["n", "opposite"]].tolist() == [1, 1]
    assert unvote.align(record, "US", "FR").attrs["notes"] == []
    by_year = unvote.align(record, "US", "FR", by="year")
    assert by_year.attrs["notes"][0] == "2 roll calls without a date left out"
    nowhere = record_of({"USA": "Y", "FRA": "N"}, [""])
    with pytest.raises(unvote.NothingSelectedError) as caught:
        unvote.align(nowhere, "US", "EU")
    assert str(caught.value) == (
        f"{nowhere.name}: no roll call has a date, and who belongs to EU depends on the day:"
        " give it (--date, or a column 'date' for several votes)"
    )
    assert unvote.align(nothing_of(nowhere), "US", "EU")["n"].tolist() == [0]


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 4), max_size=6))
def test_plurality_is_that_of_a_count(counts: list[tuple[int, ...]]) -> None:
    cast = np.array([count[:3] for count in counts], dtype=int).reshape(-1, 3).T
    present = np.array([sum(count) > 0 for count in counts], dtype=bool)
    chosen, ties = plurality(cast, present)
    for place, count in enumerate(counts):
        ranked = Counter(dict(zip("YAN", count[:3], strict=True))).most_common()
        tie = ranked[0][1] > 0 and ranked[0][1] == ranked[1][1]
        voted = "" if tie else ranked[0][0] if ranked[0][1] else "X" if present[place] else ""
        assert Vote(chosen[place]).letter == voted
        assert ties[place] == tie


def test_names_of_states_are_those_of_the_day() -> None:
    days = ["1958-02-20", "1958-02-21", "1971-09-01", "1971-09-02", "1991-12-23", "1991-12-24", ""]
    record = record_of({"RUS": "YYYYYYY", "EGY": "NNNNNNN", "USA": "AAAAAAA"}, days)
    united = "United Arab Republic"
    assert names_of_the_day(record, ["EGY"]).tolist() == [
        *(["Egypt"], [united], [united], ["Egypt"]),
        *(["Egypt"], ["Egypt"], ["Egypt"]),
    ]
    assert names_of_the_day(record, ["USA", "RUS"]).tolist() == [
        *[["United States", "Soviet Union"]] * 5,
        *[["United States", "Russia"]] * 2,
    ]


# --- what is left out, and said


def test_what_is_left_out_is_told() -> None:
    record = changed(
        record_of({"USA": "YYYYYY", "FRA": "YNYYYN", "BRA": "YYNYYA"}, [DAYS[0]]),
        modality=["", "", "", "without vote", "Adopted without a vote", ""],
        part=["", "amendment", "paragraph", "", "", ""],
        source=["unvotes", "unvotes", "own", "unvotes", "own", "own"],
    )
    frame = unvote.align(record, "US", "FR", measures=["voeten"], parts=True)
    assert text(frame)[1:] == ["USA,FRA,3,1,2,0,,0.3333"]
    assert frame.attrs == {
        "notes": [
            "1 roll call of these lists only who voted, so absences are not known"
            " (--fill-absent derives them)",
            "2 roll calls of these (A/RES/79/2, A/RES/79/3) are on amendments or paragraphs,"
            " not on whole texts",
            "left out: 2 texts adopted without a vote",
            "1 unanimous roll call left out, as voeten does",
        ],
    }
    matrix = unvote.align_matrix(record, "US", "FR", measure="voeten", parts=True)
    assert matrix.attrs == frame.attrs
    plain = unvote.align(record, "US", "FR")
    assert text(plain)[1:] == ["USA,FRA,2,1,1,0,,0.5"]
    assert plain.attrs["notes"][1:] == [
        "left out: 2 votes on amendments and paragraphs (--parts), 2 texts adopted without a vote"
    ]
    many = changed(record, modality="", part="paragraph")
    assert unvote.align(many, "US", "FR").attrs["notes"][-1] == (
        "6 roll calls of these (A/RES/79/1, A/RES/79/2, A/RES/79/3, A/RES/79/4, A/RES/79/5 and 1"
        " more) are on amendments or paragraphs, not on whole texts"
    )
    # If only votes on parts are there, they are counted.
    one = unvote.align(record.rows(slice(1, 2)), "US", "FR", measures=["s", "voeten"])
    assert one.attrs["notes"][1:] == [
        "1 roll call of these (A/RES/79/2) is on amendments or paragraphs, not on whole texts"
    ]


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        (["US"], {"all_pairs": True}, "all pairs (--all) or those named: ask for one of them"),
        ([], {}, "name a state or a group, or ask for all pairs (--all)"),
        (
            ["US", "FR"],
            {"among": "EU"},
            "--among lists the partners of one state or all pairs: name only one",
        ),
        (
            ["US", "FR"],
            {"interval": True, "by": "resolution"},
            "a single roll call has no interval: ask by year or session instead",
        ),
        (
            ["US"],
            {"by": "month"},
            "by 'month': it is one of year, decade, session, organ, subject, issue, resolution",
        ),
    ],
)
def test_what_cannot_be_asked(names: list[str], options: dict, message: str) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        unvote.align(record_of(FIVE), *names, **options)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "asked",
    [
        {"names": ["US", "FR"]},
        {"names": ["US", "EU"]},
        {"names": ["US", "FR", "BR"]},
        {"names": ["US"]},
        {"all_pairs": True},
    ],
)
@pytest.mark.parametrize("by", [None, "year", "session", "resolution"])
def test_columns_have_their_types_whatever_is_selected(asked: dict, by: str | None) -> None:
    record = record_of(FIVE)
    names = asked.get("names", [])
    options = {"by": by, "all_pairs": "all_pairs" in asked, "measures": ["agreement", "kappa"]}
    options["least"] = 0
    frame = unvote.align(record, *names, **options)
    # All pairs in slices may be millions of rows.
    text, count = ("category", "int32") if by and not names else ("str", "int64")
    assert types(frame) == {
        **({"rank": "Int64"} if len(names) == 1 else {}),
        **({"by": "int64" if by == "year" else text} if by else {}),
        **{"a": text, "b": text},
        **dict.fromkeys(("n", "same", "opposite", "partial", "absent"), count),
        **{"agreement": "float64", "kappa": "float64"},
        **({"a_vote": text, "b_vote": text} if by == "resolution" else {}),
    }
    empty = unvote.align(nothing_of(record), *names, **options)
    assert empty.columns.tolist() == frame.columns.tolist()
    assert empty.attrs == frame.attrs


# --- intervals


def drawn_again(a: str, b: str, seed: int) -> tuple[float, float]:
    """Return the percentiles of agreement over resamples, each counted vote by vote."""
    values = []
    for weights in bootstrap.resamples(len(a), seed=seed).astype(int):
        agreed, n = 0.0, 0
        for one, other, times in zip(a, b, weights, strict=True):
            if {one, other} <= set("YNA"):
                n += times
                agreed += times * (1 if one == other else 0.5 if "A" in (one, other) else 0)
        values.append(agreed / n if n else np.nan)
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return low, high


LONG = {
    "USA": "YYNNAYNYANYYNX",
    "FRA": "YNNAXYYYANYANN",
    "BRA": "YNXXXXXYNNYYXX",
    "TUR": "NNYYYNYNYYNAYY",
}
HALVES = ["2023-05-01"] * 6 + ["2024-05-01"] * 8


def test_interval_is_that_of_resamples_counted_one_by_one() -> None:
    record, seed = record_of(LONG, HALVES), 7
    options = {"interval": True, "seed": seed}
    pair = unvote.align(record, "US", "FR", **options)
    assert pair.columns.tolist()[-3:] == ["agreement", "low", "high"]
    assert pair[["low", "high"]].values[0] == pytest.approx(
        drawn_again(LONG["USA"], LONG["FRA"], seed)
    )
    ranking = unvote.align(record, "FR", **options).set_index("b")
    for code in ("USA", "TUR", "BRA"):
        assert ranking.loc[code, ["low", "high"]].tolist() == pytest.approx(
            drawn_again(LONG["FRA"], LONG[code], seed)
        )
    by_year = unvote.align(record, "US", "FR", "TR", by="year", **options)
    for row, (a, b, half) in enumerate(
        (a, b, half)
        for a, b in (("USA", "FRA"), ("USA", "TUR"), ("FRA", "TUR"))
        for half in (slice(0, 6), slice(6, 14))
    ):
        assert by_year[["low", "high"]].values[row] == pytest.approx(
            drawn_again(LONG[a][half], LONG[b][half], seed)
        )


def test_interval_is_the_same_each_time() -> None:
    record = record_of(LONG, HALVES)
    first = unvote.align(record, "FR", interval=True)
    pd.testing.assert_frame_equal(first, unvote.align(record, "FR", interval=True, seed=0))
    assert not first.equals(unvote.align(record, "FR", interval=True, seed=1))
    assert types(first)["low"] == types(first)["high"] == "float64"


def test_intervals_do_not_depend_on_blocks() -> None:
    states = list(all_states())[:70]
    votes = {code: ("YNAYN" * 3)[place % 5 :][: 6 + place % 2] for place, code in enumerate(states)}
    record = record_of(votes, [DAYS[0]])
    frame = unvote.align(record, all_pairs=True, interval=True).set_index(["a", "b"])
    assert len(frame) > 2 * bootstrap.BLOCK
    for pair in (frame.index[0], frame.index[bootstrap.BLOCK], frame.index[-1]):
        [alone] = unvote.align(record, *pair, interval=True)[["low", "high"]].values.tolist()
        assert frame.loc[pair, ["low", "high"]].tolist() == alone


def test_fewer_than_five_joint_votes_have_no_interval() -> None:
    record = record_of(LONG, HALVES)
    frame = unvote.align(record, all_pairs=True, by="year", interval=True)
    assert (frame["low"].isna() == (frame["n"] < 5)).all()
    assert (frame["high"].isna() == (frame["n"] < 5)).all()
    assert set(frame["n"]) == {2, 5, 6, 7, 8}


def test_interval_of_a_share_of_successes_is_wilsons() -> None:
    # Wilson's interval of 6 of 10, printed in many places: 0.3127 to 0.8318.
    record = record_of({"USA": "YYYYYYNNNN", "FRA": "YYYYYYYYYY"}, [DAYS[0]])
    frame = unvote.align(record, "US", "FR", measures=["identical", "s"], interval=True)
    assert frame.columns.tolist()[7:] == [
        *("identical", "identical_low", "identical_high"),
        *("s", "s_low", "s_high"),
    ]
    assert frame[["identical_low", "identical_high"]].round(4).values.tolist() == [[0.3127, 0.8318]]


# --- counts of many pairs at once


def test_counts_do_not_depend_on_blocks() -> None:
    votes = np.random.default_rng(1).integers(0, 5, (2 * BLOCK + 5, 3)).astype(np.int8)
    record = record_of({"USA": "Y"})
    whole, _ = slices_of(record)
    whole = whole._replace(rows=np.arange(len(votes)), codes=np.zeros(len(votes), dtype=np.int64))
    left, right = np.repeat(votes, 3, axis=1), np.tile(votes, 3)
    one_by_one = joint_in_slices(left, right, whole)
    cells = np.array(one_by_one.joint).reshape(3, 3, 3, 3)
    absent = one_by_one.absent.reshape(3, 3)
    some = (np.array([0, 2, 1]), np.array([1, 2, 0]))
    for others in (votes, votes.copy()):  # one matrix with itself, and with another
        every = joint(votes, others)
        np.testing.assert_array_equal(every.joint, cells)
        np.testing.assert_array_equal(every.absent, absent)
        picked = joint(votes, others, some)
        np.testing.assert_array_equal(picked.joint, cells[:, :, some[0], some[1]])
        np.testing.assert_array_equal(picked.absent, absent[some])
        assert picked.joint.dtype == picked.absent.dtype == every.absent.dtype == np.int64


# --- matrices and differences


def test_matrix() -> None:
    frame = unvote.align_matrix(record_of(FIVE), "BR", "US", "FR", "CSK")
    assert text(frame) == [
        "state,BRA,USA,FRA,CSK",
        "BRA,1.0,0.0,0.5,",
        "USA,0.0,1.0,0.625,",
        "FRA,0.5,0.625,1.0,",
        "CSK,,,,",
    ]
    assert frame.attrs == NOTHING_SAID
    assert types(frame) == {"state": "str"} | dict.fromkeys(["BRA", "USA", "FRA", "CSK"], "float64")


def test_matrix_of_all_states_and_of_a_group() -> None:
    record = record_of(FIVE)
    every = unvote.align_matrix(record, measure="s")
    assert every.columns.tolist() == ["state", "BRA", "FRA", "POL", "TUR", "USA"]
    assert every["state"].tolist() == ["BRA", "FRA", "POL", "TUR", "USA"]
    assert every["USA"].round(4).tolist() == [-1.0, 0.25, 0.25, -0.8, 1.0]
    mixed = unvote.align_matrix(record, "US", "EU", "NATO")
    assert mixed["state"].tolist() == ["USA", "FRA", "POL", "TUR"]
    assert mixed.attrs["notes"] == [
        "all roll calls of a state count; listed: every state that belonged to EU on any of the"
        " days",
        "all roll calls of a state count; listed: every state that belonged to NATO on any of the"
        " days",
    ]
    own = unvote.own_groups(["duo=FR,BR"])
    frame = unvote.align_matrix(record, "duo", "duo", groups=own)
    assert (frame["state"].tolist(), frame.attrs) == (["BRA", "FRA"], NOTHING_SAID)
    empty = unvote.align_matrix(nothing_of(record))
    assert (empty.columns.tolist(), len(empty)) == (["state"], 0)


def test_differences() -> None:
    record = changed(
        record_of(FIVE),
        title=["one", "two", "three", "four", "five"],
        modality=["", "", "", "", ""],
    )
    frame = unvote.differences(record, "US", "FR")
    assert text(frame) == [
        "rollcall,date,title,a_vote,b_vote",
        "A/RES/79/2,2023-06-05,two,Y,N",
        "A/RES/79/4,2024-06-05,four,N,A",
    ]
    headings = [column.label for column in unvote.differences.answer(record, "US", "FR").columns]
    assert headings[-2:] == ["USA", "FRA"]
    own = unvote.own_groups(["duo=FR,PL"])
    assert len(unvote.differences(record, "US", "duo", groups=own)) == 2
    silent = changed(record, modality=["", "without vote", "", "", ""])
    assert unvote.differences(silent, "US", "FR")["rollcall"].tolist() == ["A/RES/79/4"]
    assert types(unvote.differences(nothing_of(record), "US", "FR")) == types(frame)


def test_a_state_that_is_in_none_of_the_roll_calls_is_told(embedded: unvote.Record) -> None:
    told = "DDR is in none of these roll calls"
    assert told in unvote.align(embedded, "FR", "DD").attrs["notes"]
    assert told not in unvote.align(embedded, "FR", "DE").attrs["notes"]
