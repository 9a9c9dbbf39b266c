"""The whole record since 1946, against published numbers; skipped without the file.

UNVOTE_TEST_RECORD names the file: all General Assembly votes in the UN Digital Library's
layout, compressed or not.
"""

import csv
import io
import os
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

import unvote
from conftest import FULL_RECORD, run_unvote

# Voting coincidence with the United States in 2022, as the State Department prints it in
# its report "Voting Practices in the United Nations 2022".
STATE_DEPARTMENT = Path(__file__).parent / "data" / "state_department_2022.csv"


def test_the_state_departments_table_of_2022(full: unvote.Record) -> None:
    year = full.select(start="2022", end="2022", organ="GA")
    frame = unvote.align(year, "US", measures=["coincidence"]).set_index("b")
    with STATE_DEPARTMENT.open(encoding="utf-8", newline="") as file:
        printed = {
            row["state"]: [int(row[name]) for name in list(row)[1:]] for row in csv.DictReader(file)
        }
    ours = {
        code: [
            *(int(row[name]) for name in ("same", "opposite", "partial", "absent")),
            int(row["coincidence"] * 100 + 0.5),
        ]
        for code, row in frame.iterrows()
    }
    assert len(printed) == 192
    assert ours == printed


def test_the_published_total_that_differs_is_told(full: unvote.Record) -> None:
    assert "A/RES/77/293 (abstain: 59 published, 58 listed)" in " ".join(full.notes)
    assert len(full) == 6846


def test_historic_members_vote_in_their_time(full: unvote.Record) -> None:
    frame = unvote.align(full, "CSK", by="year")
    assert (frame["by"].min(), frame["by"].max()) == (1946, 1992)
    assert unvote.align(full.select(start="1993"), "US", "CSK")["n"].item() == 0


def test_the_whole_record_imported(tmp_path: Path) -> None:
    if not FULL_RECORD:
        pytest.skip("UNVOTE_TEST_RECORD names no file with the whole record")
    assert run_unvote("data", "import", FULL_RECORD, "-q").code == 0
    facts = dict(csv.reader(io.StringIO(run_unvote("data", "info", "--csv").out)))
    # With the three votes of the Council that come with unvote.
    assert (facts["roll calls"], facts["votes"]) == ("6,849", "1,084,097")
    assert (
        sum(
            file.stat().st_size
            for file in (tmp_path / "data-of-user" / "unvote").rglob("*.parquet")
        )
        < 2e6
    )
    listed = run_unvote("data", "disagreements", "-c", "rollcall,what,used,other", "--no-header")
    assert listed.out == "A/RES/77/293,abstain,58,59\nA/RES/77/293,not_voting,26,25\n"
    years = csv.DictReader(io.StringIO(run_unvote("align", "US", "RU", "--by", "year").out))
    agreement = {row["by"]: round(float(row["agreement"]), 2) for row in years}
    # The Cold War, the thaw, and 2025.
    assert [agreement[year] for year in ("1985", "1993", "2025")] == [0.26, 0.62, 0.19]


def test_the_whole_record_through_a_pipe_that_is_closed() -> None:
    if not FULL_RECORD:
        pytest.skip("UNVOTE_TEST_RECORD names no file with the whole record")
    program = f"{shlex.quote(sys.executable)} -m unvote tally --votes - --session 79 --csv -q"
    line = f"{program} < {shlex.quote(FULL_RECORD)} | head -n 3"
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, env=dict(os.environ)
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert [row.split(",")[0] for row in result.stdout.splitlines()] == [
        "rollcall",
        "A/RES/79/6",
        "A/RES/79/7",
    ]


@pytest.mark.parametrize("session", ["9", "34", "79", "ES-11"])
def test_voetens_agreement_by_his_rule_word_by_word(full: unvote.Record, session: str) -> None:
    record = full.select(sessions=session)
    frame = unvote.align(record, all_pairs=True, by="session", measures=["voeten"], parts=True)
    scores: dict[tuple[str, str], list[float]] = {}
    for _, votes in record.votes.iterrows():
        cast = sorted((state, vote) for state, vote in votes.items() if vote in (1, 2, 3))
        if len({vote for _, vote in cast}) > 1:
            for (a, one), (b, other) in combinations(cast, 2):
                scores.setdefault((a, b), []).append(1 - abs(int(one) - int(other)) / 2)
    ours = {(row.a, row.b): (row.n, row.voeten) for row in frame.itertuples() if row.n}
    assert set(ours) == set(scores)
    for pair, (n, value) in ours.items():
        assert n == len(scores[pair])
        assert value == pytest.approx(sum(scores[pair]) / n, abs=1e-12)


def test_whole_texts_of_which_the_rule_is_not_known(full: unvote.Record) -> None:
    frame = unvote.tally(full).set_index("rollcall")
    assert frame.loc["A/RES/25/2642B", "outcome"] == "rejected"
    counts = frame[["yes", "no"]][full.rollcalls["part"] == ""].itertuples()
    between = {id_ for id_, yes, no in counts if no < yes < 2 * no}
    doubtful = {*frame.index[~frame["rule_known"]]}
    # As in docs/rules.md, including votes on amendments and paragraphs.
    assert (len(between), len(doubtful & between), len(doubtful)) == (151, 125, 245)


def votes_of_the_day(full: unvote.Record) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the id of each roll call, the vote of the US, and those that its allies cast."""
    allies = unvote.find_group("ALLIES")
    columns, letters = list(full.votes.columns), ["", "Y", "A", "N", "X"]
    days, matrix = full.rollcalls["date"].tolist(), full.votes.to_numpy().tolist()
    for id_, day, row in zip(full.rollcalls.index, days, matrix, strict=True):
        votes = {state: letters[vote] for state, vote in zip(columns, row, strict=True)}
        cast = [votes[state] for state in allies.members(day.date()) if votes[state] in set("YNA")]
        yield id_, votes["USA"], cast


@pytest.mark.parametrize(("own", "theirs"), [("N", "Y"), ("Y", "N"), ("A", "Y"), ("N", "YA")])
def test_the_united_states_against_all_its_allies(
    full: unvote.Record, own: str, theirs: str
) -> None:
    """A plain loop counts: against the plurality of the allies, and against all that voted."""
    plurality, every = [], []
    for id_, vote, cast in votes_of_the_day(full):
        if vote != own or not cast:
            continue
        [(most, times), *others] = Counter(cast).most_common()
        if most in theirs and not (others and others[0][1] == times):
            plurality.append(id_)
        if all(one in theirs for one in cast):
            every.append(id_)
    assert plurality
    for ids, who in ((plurality, "ALLIES"), (every, "all ALLIES")):
        found = full.select(voted=[f"US={own}", f"{who}={theirs}"])
        assert found.rollcalls.index.tolist() == ids
        assert found.last_day == (full.rollcalls.loc[ids[-1], "date"].date() if ids else None)


@pytest.mark.parametrize(("theirs", "count"), [("ALLIES=Y", 1232), ("all ALLIES=Y", 511)])
def test_how_often_the_united_states_was_against_all_its_allies(
    full: unvote.Record, theirs: str, count: int
) -> None:
    found = full.select(voted=["US=N", theirs], parts=False)
    assert (len(found), str(found.last_day)) == (count, "2026-06-04")


def test_the_united_states_alone_and_the_closest_votes(full: unvote.Record) -> None:
    assert len(full.select(alone="US", start="2025", end="2025", parts=False)) == 43
    frame = unvote.tally(full)
    closest = unvote.close(full, 1).rollcalls.index.tolist()
    assert closest == frame[frame["switch"] == 1]["rollcall"].tolist()


@pytest.mark.parametrize(
    ("a", "b", "identical", "agreement"),
    [
        ("IND", "PAK", 0.859, 0.918),
        ("IND", "USA", 0.162, 0.278),
        ("CHN", "RUS", 0.754, 0.854),
    ],
)
def test_pairs_that_a_published_analysis_has_too(
    full: unvote.Record, a: str, b: str, identical: float, agreement: float
) -> None:
    """That analysis of the same file, for 2000 to 2024, prints .86/.92, .16/.28 and .76/.86."""
    years = full.select(start="2000", end="2024")
    frame = unvote.align(years, a, b, measures=["identical", "agreement"])
    [row] = frame.to_dict("records")
    ones = years.rollcalls.index[years.rollcalls["part"] == ""]
    cast = [
        pair
        for pair in years.votes.loc[ones, [a, b]].itertuples(index=False)
        if {*pair} <= {1, 2, 3}
    ]
    same = sum(one == other for one, other in cast)
    half = sum(one != other and 2 in (one, other) for one, other in cast) / 2
    assert row["identical"] == pytest.approx(same / len(cast), abs=1e-12)
    assert row["agreement"] == pytest.approx((same + half) / len(cast), abs=1e-12)
    assert row["identical"] == pytest.approx(identical, abs=0.0005)
    assert row["agreement"] == pytest.approx(agreement, abs=0.0005)


def test_the_state_departments_numbers_of_2020(full: unvote.Record) -> None:
    """The report prints 91, 69, 64, 64, 61 and 58; it has ten roll calls more than the library."""
    frame = unvote.state_department(full, 2020).set_index("state")
    named = ["ISR", "FSM", "CAN", "AUS", "GBR", "FRA"]
    percent = [f"{frame.loc[code, 'coincidence']:.1%}" for code in named]
    assert percent == ["90.4%", "72.8%", "65.6%", "63.9%", "61.7%", "58.9%"]
    assert set(frame.loc[named, "votes"]) == {90}


def test_what_the_readme_says_of_the_two_sides(full: unvote.Record) -> None:
    years = unvote.versus(full, "US", "ALLIES", by="year").set_index("by")
    columns = ["differ", "nearer_a", "nearer_b"]
    assert years.loc[[1956, 2025], columns].values.tolist() == [[3, 59, 16], [154, 2, 188]]
    assert years.loc[1970:, "nearer_a"].max() == 6
