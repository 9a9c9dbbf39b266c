"""The answers of the program on the reference record, and on small ones made by hand."""

import io
import json
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import CHOSEN, examples, run_unvote
from reading import record_of

WITH_THE_US = [
    "BDI",
    "BFA",
    "BLR",
    "CAF",
    "ERI",
    "GNQ",
    "HTI",
    "HUN",
    "ISR",
    "MHL",
    "MLI",
    "NER",
    "NIC",
    "PLW",
    "PRK",
    "RUS",
    "SDN",
]


def only(frame: pd.DataFrame) -> dict:
    assert len(frame) == 1
    return frame.to_dict("records")[0]


# --- tally, show, votes


def test_tally_by_region_sums_to_the_tally(embedded: unvote.Record) -> None:
    counts = ["yes", "no", "abstain", "not_voting", "members"]
    whole = unvote.tally(embedded).set_index("rollcall")[counts]
    split = unvote.tally(embedded, "region").groupby("rollcall", sort=False)[counts].sum()
    pd.testing.assert_frame_equal(whole, split.loc[whole.index], check_dtype=False)


def test_tally_by_group_uses_the_members_of_the_day(embedded: unvote.Record) -> None:
    frame = unvote.tally(embedded.select("68/262", "80/4"), "EU,NATO,US")
    assert frame[["date", "group", "yes", "no", "abstain", "members"]].astype(
        str
    ).values.tolist() == [
        ["2014-03-27", "EU", "28", "0", "0", "28"],
        ["2014-03-27", "NATO", "28", "0", "0", "28"],
        ["2014-03-27", "USA", "1", "0", "0", "1"],
        ["2025-10-29", "EU", "19", "1", "6", "27"],
        ["2025-10-29", "NATO", "21", "3", "7", "32"],
        ["2025-10-29", "USA", "0", "1", "0", "1"],
    ]


def test_states_without_a_region_are_none() -> None:
    record = record_of({"USA": "Y", "POL": "N", "TUR": "A"}, ["1950-01-01"])
    assert unvote.tally(record, "region")[["group", "members"]].values.tolist() == [["none", 59]]


def test_groups_need_a_date() -> None:
    table = b"ms_code,ms_vote,resolution\nUSA,Y,A/RES/79/1\nFRA,N,A/RES/79/1\n"
    record = unvote.read(io.BytesIO(table))
    with pytest.raises(unvote.NothingSelectedError, match="no roll call has a date"):
        unvote.tally(record, "EU")
    own = unvote.own_groups(["duo=US,FR"])
    assert unvote.tally(record, "duo", groups=own)["members"].tolist() == [2]


def test_votes_of_a_group_are_its_members(embedded: unvote.Record) -> None:
    frame = unvote.votes(embedded.select("ES-11/7"), "BENELUX", "US", "CSK")
    assert frame.iloc[0, 5:].to_dict() == {
        "BEL": "Y",
        "LUX": "Y",
        "NLD": "Y",
        "USA": "N",
        "CSK": "",
    }


@pytest.mark.parametrize(
    "line", ["votes EU", "show --among EU", "map --among EU", "profile EU", "breaks EU"]
)
def test_a_side_that_is_in_no_roll_call_is_told(line: str, tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    rows = "FRA,Y,A/RES/10/196,1955-09-03\nUSA,N,A/RES/10/196,1955-09-03\n"
    old.write_text(f"ms_code,ms_vote,resolution,date\n{rows}")
    result = run_unvote(*line.split(), "--votes", str(old))
    assert "EU had no member in any of these roll calls" in result.out + result.err
    assert "EU had no" not in run_unvote(*line.replace("EU", "P5").split(), "--votes", str(old)).err
    result = run_unvote(*line.replace("EU", "SSD").split(), "--votes", str(old))
    assert "SSD is in none of these roll calls" in result.out + result.err
    result = run_unvote(*line.replace("EU", "US").split(), "--votes", str(old))
    assert "in none" not in result.out + result.err


def test_show_draws_into_a_pipe_and_marks_doubt() -> None:
    result = run_unvote("show", "ES-11/8")
    assert result.out.splitlines()[:8] == [
        "A/RES/ES-11/8",
        "The path to peace",
        "General Assembly, session ES-11, 24 February 2025",
        "",
        "  yes         93  ███████████████████████████████████████████┃████████████████",
        "  no           8  █████▎",
        "  abstain     73  ███████████████████████████████████████████████▏",
        "  not voting  19  ████████████▍",
    ]
    assert (
        "adopted: 93 yes, 68 needed (┃, two thirds of the members present and voting)" in result.out
    )
    assert "  Armenia *" in result.out
    assert "* Armenia: yes in the record, abstaining in one press report" in result.out
    assert result.out.splitlines()[-3] == "https://digitallibrary.un.org/record/4076673"


def test_names_are_those_of_the_day() -> None:
    votes = {"RUS": "YY", "TUR": "NY", "EGY": "AY", "DEU": ".Y"}
    record = record_of(votes, ["1960-01-01", "2025-01-01"])
    names = unvote.show(record)["name"].tolist()
    assert names[:3] == ["Soviet Union", "Turkey", "United Arab Republic"]
    assert names[3:] == ["Egypt", "Germany", "Russia", "Türkiye"]
    sides = unvote.sides(record, "RU", "TR").set_index("state")["name"].to_dict()
    assert sides == {"EGY": "United Arab Republic"}


def test_show_tells_a_veto() -> None:
    out = run_unvote("show", "S/2022/155").out
    assert "vetoed: 11 yes, 9 needed (┃, nine yes votes and no veto)" in out
    assert "to pass: 1 would have had to vote yes instead of no" in out


def test_texts_without_a_vote_are_shown_and_left_out() -> None:
    table = (
        b"ms_code,ms_vote,resolution,date,modality,permanent_member,undl_id\n"
        b"USA,X,S/RES/1/1,2025-01-01,without vote,True,1\n"
        b"FRA,X,S/RES/1/1,2025-01-01,without vote,True,1\n"
        b"USA,Y,S/RES/1/2,2025-01-02,recorded,True,2\nFRA,Y,S/RES/1/2,2025-01-02,recorded,True,2\n"
    )
    record = unvote.read(io.BytesIO(table))
    frame = unvote.tally(record)
    assert frame["outcome"].tolist() == ["without a vote", "open"]
    assert frame["needed"].isna().tolist() == [True, False]
    pair = unvote.align(record, "US", "FR")
    assert (pair["n"].item(), pair["absent"].item()) == (1, 0)
    assert pair.attrs["notes"] == ["left out: 1 text adopted without a vote"]
    Path("votes.csv").write_bytes(table)
    shown = run_unvote("show", "S/RES/*", "--votes", "votes.csv").out
    assert "\nadopted without a vote\n" in shown
    assert "\n\n\nS/RES/1/2\n" in shown


# --- check


def test_check_of_a_claim() -> None:
    right = run_unvote("check", "ES-11/7", "--expect", "93-18-65-17")
    wrong = run_unvote("check", "ES-11/7", "--expect", "93-18-66")
    assert (right.code, right.err) == (0, "")
    assert (wrong.code, wrong.err) == (1, "unvote: A/RES/ES-11/7: abstain is 65, not 66\n")
    assert wrong.out.endswith(",adopted,20,29,93-18-66,false,true,\n")


def test_claims_follow_the_order_of_the_names() -> None:
    names = ["80/4", "68/262"]
    claims = ["--expect", "165-7-12", "--expect", "100-11-58"]
    assert run_unvote("check", *names, *claims).code == 0
    assert run_unvote("check", *reversed(names), *claims).code == 1


def test_check_says_what_other_rules_would_have_said(embedded: unvote.Record) -> None:
    answer = unvote.check.answer(embedded.select("ES-11/3", "S/2022/155"))
    assert answer.facts.other_rules == {
        "S/2022/155": ["security-council-procedural: adopted, 9 needed"],
        "A/RES/ES-11/3": [
            "absolute-majority: rejected, 97 needed",
            "two-thirds-of-members: rejected, 129 needed",
        ],
    }
    assert answer.frame["passed"].tolist() == [False, True]


def test_an_adopted_symbol_that_the_rule_rejects_is_doubtful() -> None:
    votes = dict.fromkeys(
        ["ALB", "BRA", "FRA", "GAB", "GHA", "IRL", "KEN", "MEX", "NOR", "GBR", "USA"], "Y"
    )
    votes |= {"CHN": "A", "IND": "A", "ARE": "A", "RUS": "N"}
    rows = [f"{code},{vote},S/RES/2624(2022),2022-02-28" for code, vote in votes.items()]
    table = "\n".join(["ms_code,ms_vote,resolution,date", *rows]).encode()
    record = unvote.read(io.BytesIO(table))
    assert unvote.check(record).attrs["notes"][:2] == [
        "vetoed by Russia: S/RES/2624(2022)",
        "S/RES/2624(2022) is the symbol of an adopted resolution, though security-council makes it"
        " vetoed: was it procedural (--rule security-council-procedural)?",
    ]
    assert only(unvote.check(record, "security-council-procedural"))["outcome"] == "adopted"


# --- align


def test_the_united_states_russia_and_france(embedded: unvote.Record) -> None:
    counts = ["n", "same", "opposite", "partial"]
    assert unvote.align(embedded, "US", "RU")[counts].values.tolist() == [[21, 1, 19, 1]]
    assert unvote.align(embedded, "US", "FR")[counts].values.tolist() == [[21, 8, 12, 1]]
    years = unvote.align(embedded.select(sessions="ES-11"), "US", "RU", by="year")
    assert years[["by", *counts]].values.tolist() == [
        [2022, 5, 0, 5, 0],
        [2023, 1, 0, 1, 0],
        [2025, 3, 1, 1, 1],
    ]


def test_by_resolution_shows_the_votes(embedded: unvote.Record) -> None:
    frame = unvote.align(embedded.select("ES-11/7", "ES-11/8"), "US", "EU", by="resolution")
    assert frame.columns.tolist()[-3:] == ["agreement", "a_vote", "b_vote"]
    assert frame[["by", "a", "b", "n", "a_vote", "b_vote"]].values.tolist() == [
        ["A/RES/ES-11/7", "USA", "EU", 1, "N", "Y"],
        ["A/RES/ES-11/8", "USA", "EU", 1, "A", "Y"],
    ]


def test_a_ranking_lists_every_other_state_once(embedded: unvote.Record) -> None:
    frame = unvote.align(embedded, "US")
    assert len(frame) == frame["b"].nunique() == 192
    assert frame["agreement"].dropna().is_monotonic_decreasing
    assert frame.iloc[0][["rank", "b"]].tolist() == [1, "ISR"]


def test_a_ranking_and_its_pairs_agree(embedded: unvote.Record) -> None:
    ranking = unvote.align(embedded, "NATO").set_index("b")
    for code in ("USA", "RUS", "HUN"):  # two members, which are compared with the others
        pair = only(unvote.align(embedded, "NATO", code))
        assert ranking.loc[code, ["n", "same", "agreement"]].tolist() == [
            pair["n"],
            pair["same"],
            pair["agreement"],
        ]


def test_all_pairs_agree_with_single_pairs(embedded: unvote.Record) -> None:
    every = unvote.align(embedded, all_pairs=True, among="G7").set_index(["a", "b"])
    assert len(every) == 21
    for (a, b), row in every.iterrows():
        assert only(unvote.align(embedded, a, b))["same"] == row["same"]


def test_a_known_state_without_joint_votes_is_a_row(embedded: unvote.Record) -> None:
    row = only(unvote.align(embedded, "US", "CSK"))
    assert (row["n"], row["absent"]) == (0, 0)
    assert np.isnan(row["agreement"])
    assert run_unvote("align", "US", "CSK").out.splitlines()[1] == "USA,CSK,0,0,0,0,0,"


def test_a_group_takes_the_position_of_most_and_a_tie_is_none() -> None:
    record = record_of({"USA": "YYYY", "BEL": "YNXX", "NLD": "YYXN", "LUX": "NXXX"})
    frame = unvote.align(record, "US", "BENELUX", by="resolution")
    assert frame["b_vote"].tolist() == ["Y", "", "X", "N"]
    whole = unvote.align(record, "US", "BENELUX")
    assert whole.iloc[0, 2:7].tolist() == [2, 1, 1, 0, 1]
    assert whole.attrs["notes"] == ["1 roll call left out in which BENELUX had no position (a tie)"]


def test_a_state_is_left_out_of_the_group_it_is_compared_with() -> None:
    record = record_of({"BEL": "Y", "NLD": "N", "LUX": "N"})
    assert unvote.align(record, "BEL", "BENELUX", by="resolution")["b_vote"].tolist() == ["N"]
    pair = unvote.align(record, "BENELUX", "BEL", by="resolution")
    assert pair[["a_vote", "b_vote"]].values.tolist() == [["N", "Y"]]


LETTERS = st.text("YNAX.", min_size=6, max_size=6)


@examples(60)
@given(st.fixed_dictionaries(dict.fromkeys(("USA", "RUS", "FRA", "CHN"), LETTERS)))
def test_alignment_properties(votes: dict[str, str]) -> None:
    votes |= {"DEU": "Y" * 6}  # every roll call has a vote
    record = record_of(votes)
    pairs = unvote.align(record, "US", "RU", "FR", "CN")
    for (a, b), row in zip(
        combinations(["USA", "RUS", "FRA", "CHN"], 2), pairs.to_dict("records"), strict=True
    ):
        joint = list(zip(votes[a], votes[b], strict=True))
        cast = [(one, other) for one, other in joint if {one, other} <= set("YNA")]
        same = sum(one == other for one, other in cast)
        partial = sum((one == "A") != (other == "A") for one, other in cast)
        absent = sum("X" in pair and "." not in pair for pair in joint)
        assert [row["n"], row["same"], row["partial"]] == [len(cast), same, partial]
        assert row["opposite"] == len(cast) - same - partial
        assert row["absent"] == absent
    own = only(unvote.align(record, "DE", "DE"))
    assert (own["n"], own["agreement"]) == (6, 1.0)


# --- versus


def test_the_sides_on_the_resolution_on_ukraine(embedded: unvote.Record) -> None:
    frame = unvote.sides(embedded.select("ES-11/7"), "US", "EU")
    assert frame["side"].value_counts().to_dict() == {
        "with_a": 17,
        "with_b": 93,
        "neither": 65,
        "absent": 17,
    }
    assert frame.loc[frame["side"] == "with_a", "state"].tolist() == WITH_THE_US
    out = run_unvote("versus", "US", "EU", "ES-11/7").out.splitlines()
    assert out[:2] == ["rollcall,state,name,vote,side", "A/RES/ES-11/7,BDI,Burundi,N,with_a"]


def test_versus_adds_the_sides_up(embedded: unvote.Record) -> None:
    whole = unvote.versus(embedded, "US", "EU", organ="all").set_index("state")
    lists = (
        unvote.sides(embedded, "US", "EU").groupby(["state", "side"]).size().unstack(fill_value=0)
    )
    for side in ("with_a", "with_b", "neither", "absent"):
        assert whole[side].to_dict() == lists[side].to_dict()
    assert (whole["n"] == whole[["with_a", "with_b", "neither"]].sum(axis=1)).all()


def test_versus_is_mirrored(embedded: unvote.Record) -> None:
    ours = unvote.versus(embedded, "US", "EU").set_index("state").sort_index()
    theirs = unvote.versus(embedded, "EU", "US").set_index("state").sort_index()
    assert ours["with_a"].equals(theirs["with_b"])
    assert (ours["lean"].fillna(9) == (-theirs["lean"]).fillna(9)).all()


def test_a_and_b_are_not_listed_but_members_are(embedded: unvote.Record) -> None:
    listed = set(unvote.versus(embedded, "US", "EU")["state"])
    assert "USA" not in listed
    assert {"HUN", "FRA"} <= listed
    assert not {"USA", "FRA"} & set(unvote.versus(embedded, "US", "FR")["state"])


def test_only_the_opposed() -> None:
    record = record_of({"USA": "NNN", "FRA": "YAN", "DEU": "YYY", "GBR": "NAX"})
    frame = unvote.versus(record, "US", "FR", opposed=True, least=0).set_index("state")
    assert frame.loc["DEU"].tolist() == ["Germany", 1, 0, 1, 0, 0, -1.0]
    assert frame.loc["GBR"].tolist() == ["United Kingdom", 1, 1, 0, 0, 0, 1.0]
    assert frame.attrs["notes"] == [
        "1 roll call in which US (A) and FR (B) differ; left out: 1 roll call in which USA and FRA"
        " agree, 1 roll call in which one of USA and FRA abstained",
    ]


def test_where_the_two_agree_that_is_said() -> None:
    result = run_unvote("versus", "US", "EU", "ES-11/1")
    assert (result.code, result.out) == (0, "rollcall,state,name,vote,side\n")
    assert result.err == "unvote: left out: 1 roll call in which USA and EU agree\n"


def test_among_lists_only_members(embedded: unvote.Record) -> None:
    assert len(unvote.versus(embedded, "US", "EU", among="G7")) == 6
    eyes = unvote.align(embedded, "US", among="FIVE_EYES")["b"]
    assert sorted(eyes) == ["AUS", "CAN", "GBR", "NZL"]


# --- search


def test_search_finds_words_in_any_order_newest_first(embedded: unvote.Record) -> None:
    assert unvote.search(embedded, "CUBA embargo")["rollcall"].tolist() == [
        "A/RES/80/4",
        "A/RES/79/7",
        "A/RES/78/7",
        "A/RES/77/7",
        "A/RES/75/289",
        "A/RES/74/7",
    ]
    assert run_unvote("search", "unicorns").code == 3
    assert run_unvote("search", " ").err == "unvote: text ' ': it is empty\n"


@pytest.mark.parametrize("text", ["UNSCR 2774", "S/RES/2774 (2025)", "2774 (2025)"])
def test_search_finds_a_symbol_however_it_is_written(embedded: unvote.Record, text: str) -> None:
    assert unvote.search(embedded, text)["rollcall"].tolist() == ["S/RES/2774(2025)"]


def test_search_ranks_the_title_above_the_subjects() -> None:
    table = (
        b"ms_code,ms_vote,resolution,date,title,subjects\n"
        b"USA,Y,A/RES/1/1,2025-01-01,On whales,\nUSA,Y,A/RES/1/2,2025-01-02,On fish,WHALES|FISH\n"
        b"USA,Y,A/RES/1/3,2025-01-03,On whales again,\n"
    )
    record = unvote.read(io.BytesIO(table))
    assert unvote.search(record, "whales")["rollcall"].tolist() == [
        "A/RES/1/3",
        "A/RES/1/1",
        "A/RES/1/2",
    ]


# --- the square table, and how an answer was made


def test_matrix_holds_what_the_pairs_have(embedded: unvote.Record) -> None:
    frame = unvote.align_matrix(embedded, "NORDIC", "US", measure="weighted-kappa")
    codes = ["DNK", "FIN", "ISL", "NOR", "SWE", "USA"]
    assert frame.columns.tolist() == ["state", *codes]
    assert frame["state"].tolist() == codes
    table = frame.set_index("state")
    for a, b in combinations(codes, 2):
        pair = unvote.align(embedded, a, b, measures=["weighted-kappa"])["weighted-kappa"].item()
        assert table.loc[a, b] == table.loc[b, a] == pair
    # Norway always voted yes, so chance agreement leaves nothing to divide by.
    np.testing.assert_array_equal(np.diag(table), [1, 1, 1, np.nan, 1, 1])


def test_matrix_of_all_states_and_of_one_that_is_not_there(embedded: unvote.Record) -> None:
    assert unvote.align_matrix(embedded).shape == (193, 194)
    frame = unvote.align_matrix(embedded, "US", "CSK").set_index("state")
    assert frame.loc["USA", "USA"] == 1
    assert frame["CSK"].isna().all()


def test_matrix_in_a_terminal() -> None:
    result = run_unvote("align", "BENELUX", "--matrix", "--session", "ES-11", terminal=True)
    assert result.out.splitlines()[2:7] == [
        "     BEL  LUX  NLD",
        "BEL 100% 100% 100%",
        "LUX 100% 100% 100%",
        "NLD 100% 100% 100%",
        "",
    ]


def test_matrix_of_coefficients_in_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "16")
    line = "align US RU NO --matrix -m kappa --session ES-11"
    result = run_unvote(*line.split(), terminal=True)
    assert result.out.splitlines()[6:15] == [
        "      USA   RUS",
        "USA +1.00 +0.00",  # Russia always voted no
        "RUS +0.00     –",
        "NOR +0.00 +0.00",
        "",
        "      NOR",
        "USA +0.00",
        "RUS +0.00",
        "NOR     –",  # it always voted yes
    ]


@pytest.mark.parametrize("line", ["align --matrix", "align US RU --matrix --by year"])
def test_matrix_takes_states_and_one_measure(line: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("unvote: --matrix takes states and groups, or --all, and one")
    assert result.err.count("\n") == 1


def test_voeten_leaves_unanimous_roll_calls_out_whoever_is_asked_for() -> None:
    record = record_of({"USA": "YYN", "RUS": "YNN", "FRA": "YYY"})
    frame = unvote.align(record, "US", "RU", measures=["voeten", "agreement"])
    assert only(frame)["n"] == 2
    assert only(frame)["voeten"] == only(frame)["agreement"] == 0.5
    assert frame.attrs["notes"] == ["1 unanimous roll call left out, as voeten does"]
    assert only(unvote.align(record, "US", "RU"))["n"] == 3


def test_voeten_of_the_full_record_asks_all_states() -> None:
    votes = Path(unvote.__file__).parents[2] / "data" / "votes.csv"
    assert run_unvote("data", "import", str(votes), "-q").code == 0
    line = "align DK SE --organ GA -c n --no-header"
    assert run_unvote(*line.split()).out == "21\n"
    assert run_unvote(*line.split(), "-m", "voeten").out == "21\n"


def test_how_an_answer_was_made() -> None:
    line = "align US RU --session ES-11 --from 2025 -m kappa --interval --seed 3 --json --meta -q"
    whole = json.loads(run_unvote(*line.split()).out)
    rows = whole.pop("rows")
    notes = whole.pop("notes")
    assert rows == json.loads(run_unvote(*line.replace(" --meta", "").split()).out)
    assert whole == {
        "program": f"unvote {unvote.__version__}",
        "asked": {
            "command": "align",
            "names": ["US", "RU"],
            "measure": ["kappa"],
            "interval": True,
            "seed": 3,
            "from": "2025",
            "session": "ES-11",
        },
        "record": "the embedded record",
        "edition": [f"unvote {unvote.__version__}"],
        "sources": ["reference"],
        "rollcalls": 3,
        "from": "2025-02-24",
        "to": "2025-12-03",
        "selection": ["session ES-11", "from 2025"],
        "measure": ["kappa"],
        "seed": 3,
    }
    assert notes[0] == CHOSEN
    assert notes[1].startswith("a: US, b: RU; kappa = (po - pe) / (1 - pe)")


def test_the_edition_of_a_file_is_its_digest(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("ms_code,ms_vote,resolution\nUSA,Y,A/RES/1/1\n")
    whole = json.loads(run_unvote("tally", "--votes", "v.csv", "--json", "--meta").out)
    assert whole["edition"] == [
        "sha256:" + sha256(b"ms_code,ms_vote,resolution\nUSA,Y,A/RES/1/1\n").hexdigest()[:12]
    ]
    assert "seed" not in whole


def test_meta_goes_with_json() -> None:
    result = run_unvote("tally", "--meta", "--csv")
    assert (result.code, result.out, result.err) == (
        2,
        "",
        "unvote: --meta goes with JSON or a table: add --json\n",
    )


def test_a_roll_call_in_which_nobody_voted_is_shown() -> None:
    table = b"ms_code,ms_vote,resolution\nUSA,X,A/HRC/51/1\nFRA,X,A/HRC/51/1\n"
    for command in ("show", "map"):
        result = run_unvote(command, "A/HRC/51/1", "--as-listed", "--votes", "-", stdin=table)
        assert (result.code, result.err) == (0, "")
        assert "no decision: 0 yes" in result.out
