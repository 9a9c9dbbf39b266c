"""Profiles: numbers worked by hand, a count vote by vote, and the published ones of 2025."""

import io
import json
from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import unvote
from conftest import CHOSEN, COUNCIL, examples, run_unvote
from reading import group_of
from reading import june_votes as record_of
from strategies import records
from unvote.world.states import all_states, members_on

# One column per roll call: decided Y, decided N, a tie of Y and N, a single vote, and none.
SOME = (
    "{} roll calls with only some of the members listed: the numbers are of those; not_voting and"
    " attendance of the others are empty"
)
VOTES = {"USA": "YNYXX", "GBR": "YYNXX", "FRA": "YNAAX", "CHN": "AN.XX"}


def rows_of(frame: pd.DataFrame) -> list[list[object]]:
    return frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def numbers(frame: pd.DataFrame) -> list[list[object]]:
    """Return the rows without names, and without the columns that only some sources have."""
    return rows_of(frame.drop(columns=["name", "sponsored", "without_vote"]))


def test_five_roll_calls_by_hand() -> None:
    frame = unvote.profile(record_of(VOTES), "US", "GB", "FR", "CN")
    assert list(frame) == [
        *("state", "name", "n", "yes", "no", "abstain", "not_voting"),
        *("attendance", "with_majority", "alone", "sponsored", "without_vote"),
    ]
    assert numbers(frame) == [
        ["USA", 5, 2, 1, 0, 2, 3 / 5, 1.0, 1],  # the yes of a tie of three, against N and A
        ["GBR", 5, 2, 1, 0, 2, 3 / 5, 1 / 2, 2],  # the no of the same, and Y against N
        ["FRA", 5, 1, 1, 2, 1, 4 / 5, 1.0, 2],  # alone also where nobody else is there
        ["CHN", 4, 0, 1, 1, None, None, 1 / 2, 1],  # was it there in the third?
    ]
    assert frame["name"].tolist() == ["United States", "United Kingdom", "France", "China"]
    assert frame.attrs["notes"] == [
        SOME.format(5),
        "1 roll call tied between two choices: with_majority leaves them out",
    ]


def test_every_state_by_its_attendance() -> None:
    frame = unvote.profile(record_of(VOTES), least=0)
    assert frame["state"].tolist() == ["FRA", "GBR", "USA", "CHN"]
    assert unvote.profile(record_of(VOTES))["state"].tolist() == ["FRA", "GBR", "USA", "CHN"]


def test_states_with_few_roll_calls_stand_at_the_end() -> None:
    votes = {"USA": "YXXXX", "GBR": "YYYYX", "TLS": "..YYY"}  # a member since 2002
    frame = unvote.profile(record_of(votes))
    assert frame["state"].tolist() == ["GBR", "USA", "TLS"]
    assert frame.attrs["notes"] == [
        SOME.format(5),
        "1 state with fewer than 5 roll calls stands unranked at the end (--least 0 ranks all)",
    ]
    assert unvote.profile(record_of(votes), least=0)["state"].tolist() == ["TLS", "GBR", "USA"]
    years = unvote.profile(record_of(votes), by="year", least=0)
    assert years[["by", "state"]].to_numpy().tolist() == [
        *([year, state] for year in (2001, 2002) for state in ("GBR", "USA")),
        *([year, state] for year in (2003, 2004) for state in ("GBR", "TLS", "USA")),
        *([2005, state] for state in ("TLS", "GBR", "USA")),
    ]


def test_a_group_is_its_members_of_the_day_and_their_mean() -> None:
    votes = {"USA": "YYYY", "GBR": "YNAX", "FRA": "YYYY", "CHN": "NNNN"}
    past = ("CHN", "1990-01-01", "1991-01-01")
    groups = {"G": group_of(("USA", "", ""), ("GBR", "2002-06-01", ""), past)}
    frame = unvote.profile(record_of(votes), "G", "FR", groups=groups)
    assert rows_of(frame.iloc[:, :10]) == [
        ["USA", "United States", 4, 4, 0, 0, 0, 1, 1, 0],
        ["GBR", "United Kingdom", 3, 0, 1, 1, 1, 2 / 3, 0, 1],
        ["G", "mean of 2", 3.5, 2, 0.5, 0.5, 0.5, (1 + 2 / 3) / 2, 0.5, 0.5],
        ["FRA", "France", 4, 4, 0, 0, 0, 1, 1, 0],
    ]
    assert frame.attrs["notes"] == [
        SOME.format(4),
        "1 roll call tied between two choices: with_majority leaves them out",
        "members of G: the roll calls of the days on which they belonged to it; in the mean every"
        " member counts the same",
    ]
    years = unvote.profile(record_of(votes), "G", groups=groups, by="year")
    assert years[["by", "state", "n", "yes"]].to_numpy().tolist() == [
        [2001, "USA", 1, 1],
        [2001, "G", 1, 1],
        *([y, *row] for y in (2002, 2003) for row in (["GBR", 1, 0], ["USA", 1, 1], ["G", 1, 0.5])),
        *([2004, *row] for row in (["USA", 1, 1], ["GBR", 1, 0], ["G", 1, 0.5])),
    ]


def test_a_group_without_a_member_has_no_row() -> None:
    groups = {"G": group_of(("USA", "1990-01-01", "1991-01-01"))}
    assert rows_of(unvote.profile(record_of(VOTES), "G", groups=groups)) == []


def test_a_state_in_no_list_is_a_row_of_nothing() -> None:
    frame = unvote.profile(record_of(VOTES), "TV", "US")
    assert numbers(frame)[0] == ["TUV", 0, 0, 0, 0, None, None, None, 0]
    years = unvote.profile(record_of(VOTES), "TV", by="year")
    assert (next(iter(years)), len(years)) == ("by", 0)


def test_who_is_named_twice_stands_once() -> None:
    frame = unvote.profile(record_of(VOTES), "US", "USA", "France")
    assert frame["state"].tolist() == ["USA", "FRA"]


def listed_without(absent: str) -> bytes:
    """Return two roll calls of the UN's extract, which lists only who voted; one is not in both."""
    everyone = [all_states()[code].name for code in members_on(date(2024, 12, 1))]
    texts = [
        {
            "symbol": f"A/RES/79/{number}",
            "adoption_date": f"2024-12-0{number}",
            "adoption_type": "RECORDED VOTE",
            "MS_in_favour": [name for name in everyone if number == 1 or name != absent],
            "MS_against": [],
            "MS_abstaining": [],
        }
        for number in (1, 2)
    ]
    return "\n".join(map(json.dumps, texts)).encode()


def test_absences_that_are_not_known_leave_attendance_empty() -> None:
    record = unvote.read(io.BytesIO(listed_without("Tuvalu")))
    frame = unvote.profile(record, "TV", "US")
    assert numbers(frame) == [
        ["TUV", 1, 1, 0, 0, None, None, 1.0, 0],
        ["USA", 2, 2, 0, 0, 0, 1.0, 1.0, 0],
    ]
    told = " ".join(frame.attrs["notes"])
    assert "--fill-absent derives them" in told
    filled = unvote.profile(unvote.fill_absent(record), "TV")
    assert numbers(filled) == [["TUV", 2, 1, 0, 0, 1, 0.5, 1.0, 0]]


def test_the_mean_of_absences_is_not_known_where_those_of_a_member_are_not() -> None:
    record = unvote.read(io.BytesIO(listed_without("Tuvalu")))
    groups = {"G": group_of(("TUV", "", ""), ("USA", "", ""))}
    assert numbers(unvote.profile(record, "G", groups=groups))[-1] == [
        *("G", 1.5, 1.5, 0, 0, None, None, 1.0, 0)
    ]
    filled = unvote.profile(unvote.fill_absent(record), "G", groups=groups)
    assert numbers(filled)[-1] == ["G", 2, 1.5, 0, 0, 0.5, 0.75, 1.0, 0]


@given(record=records())
@examples(60)
def test_vote_by_vote(record: unvote.Record) -> None:
    """A loop over single votes gives the same numbers."""
    frame = unvote.profile(record, organ="all", parts=True, least=0)
    voted = [
        {state: unvote.Vote(vote).letter for state, vote in row.items() if vote}
        for id_, row in record.votes.iterrows()
        if "without" not in record.rollcalls.loc[id_, "modality"]
    ]
    rows = {row.state: row for row in frame.itertuples() if row.n}
    assert set(rows) == {state for votes in voted for state in votes}
    for state, row in rows.items():
        own = [votes for votes in voted if state in votes]
        assert row.n == len(own)
        letters = Counter(votes[state] for votes in own)
        assert [row.yes, row.no, row.abstain] == [letters[letter] for letter in "YNA"]
        decided = like = alone = 0
        for votes in own:
            counts = Counter(vote for vote in votes.values() if vote != "X")
            if votes[state] == "X":
                continue
            alone += counts[votes[state]] == 1
            top = [vote for vote in counts if counts[vote] == max(counts.values())]
            decided += len(top) == 1
            like += top == [votes[state]]
        assert row.alone == alone
        assert row.with_majority == like / decided if decided else np.isnan(row.with_majority)
        if not np.isnan(row.attendance):
            assert row.not_voting == letters["X"]
            assert row.attendance == (len(own) - letters["X"]) / len(own)


@given(record=records())
@examples(30)
def test_slices_add_up_to_the_whole(record: unvote.Record) -> None:
    whole = unvote.profile(record, organ="all", parts=True, least=0)
    parts = unvote.profile(record, organ="all", parts=True, by="resolution")
    columns = ["n", "yes", "no", "abstain", "alone"]
    summed = parts.groupby("state")[columns].sum().sort_index()
    assert summed.equals(whole.set_index("state")[columns].sort_index())


def test_a_table_of_a_state_by_year() -> None:
    assert (
        run_unvote("profile", "US", "--by", "year", "-n", "2", terminal=True).out
        == f"""{CHOSEN}

  by  n  yes  no  abstain  not voting   voted  with most  alone  votes
────────────────────────────────────────────────────────────────────────────────
2024  3    0   3        0           0  100.0%       0.0%      0  ░░░░░░░░░░░░░░░
2025  4    1   2        1           0  100.0%      25.0%      0  ████▒▒▒▒░░░░░░░

█ yes   ▒ abstain   ░ no   · not voting

{COUNCIL}
profile of United States
from the embedded record: 21 of 24 roll calls, 2014-03-27 to 2025-12-03 (organ
GA)
the newest 2 of 8 rows, all with -n 0; 3 more lines with --meta
"""
    )


def test_a_table_of_states_at_a_narrow_and_at_a_wide_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = ("profile", "US", "FR", "RU", "-q")
    assert "█" in run_unvote(*line, terminal=True).out
    monkeypatch.setenv("COLUMNS", "60")
    assert "\n\nname           alone  votes\n" in run_unvote(*line, terminal=True).out
    assert "█" not in run_unvote("profile", "-q", terminal=True).out  # of 193 rows
    # Only the columns asked for are shown, and files have no bars.
    monkeypatch.setenv("COLUMNS", "120")
    assert "█" not in run_unvote(*line, "-c", "state,n", terminal=True).out.splitlines()[2]
    assert "█" not in run_unvote(*line, "--csv").out


def test_a_bar_is_as_long_as_the_shares() -> None:
    from unvote.output.drawn.profile import _bar

    assert _bar((3, 1, 2, 2), 8) == "███▒░░··"
    assert _bar((1, 1, 1, 0), 10) == "███▒▒▒▒░░░"
    assert _bar((0, 0, 0, float("nan")), 8) == ""
    assert _bar((1, 1, 0, pd.NA), 8) == "████▒▒▒▒"  # type: ignore[arg-type]


def test_a_terminal_has_bars_also_where_absences_are_not_known() -> None:
    line = ("profile", "TV", "--votes", "-", "-q")
    result = run_unvote(*line, stdin=listed_without("Tuvalu"), terminal=True)
    assert (result.code, result.err) == (0, "")
    assert "█" in result.out


@pytest.mark.complete
def test_a_picture_over_time_is_of_one_state_or_group() -> None:
    for line in ("profile US FR --by year", "profile --by session"):
        result = run_unvote(*line.split(), "-f", "svg")
        assert (result.code, result.out) == (2, "")
        assert "is of one state or group: name one, or leave --by out" in result.err
    for line, title in {
        "profile US --by year": "Votes of United States, by year",
        "profile EU --by year": "Votes of EU, by year",
        "profile EU --by organ": "Votes of EU, by organ",
        "profile US FR --by organ": "How states vote, by organ",
        "profile -n 5": "How states vote",
    }.items():
        written = run_unvote(*line.split(), "-f", "svg").out
        assert f">{title}<" in written
    nobody = run_unvote("profile", "Tuvalu", "--session", "79", "-f", "svg", "--organ", "SC")
    assert nobody.code != 0


def test_a_picture_draws_the_shares_of_the_table(embedded: unvote.Record) -> None:
    figure = unvote.plot.profile(embedded, "US", by="year")
    rows = unvote.profile(embedded, "US", by="year")
    bars = figure.axes[0].patches
    heights = np.array([bar.get_height() for bar in bars]).reshape(4, len(rows))
    for drawn, name in zip(heights, ("yes", "abstain", "no", "not_voting"), strict=True):
        assert drawn == pytest.approx((rows[name] / rows["n"]).astype(float), abs=1e-12)
    assert [round(bar.get_x() + bar.get_width() / 2) for bar in bars[: len(rows)]] == [*rows["by"]]


def test_subjects_with_most_roll_calls_come_first() -> None:
    record = record_of({"USA": "YYYN", "GBR": "YNYN"})
    subjects = ["WAR", "PEACE|WAR", "PEACE", "PEACE"]
    modality = ["", "", "", "without vote"]
    table = record.rollcalls.assign(subjects=subjects, modality=modality)
    made = record.with_facts(rollcalls=table)
    frame = unvote.profile(made, "US", by="subject")
    assert frame[["by", "n"]].to_numpy().tolist() == [["PEACE", 2], ["WAR", 2]]


def test_least_is_for_all_states() -> None:
    result = run_unvote("profile", "US", "--least", "3")
    assert (result.code, result.err) == (
        2,
        "unvote: --least is for a ranking of all states: name none\n",
    )


# --- the whole record


def test_the_united_states_and_argentina_in_2025(full: unvote.Record) -> None:
    year = full.select(start=2025, end=2025)
    us, argentina = unvote.profile(year, "US", "AR").to_dict("records")
    assert [us[name] for name in ("n", "yes", "no", "abstain")] == [187, 10, 170, 7]
    assert (us["not_voting"], us["alone"]) == (0, 43)
    assert (argentina["no"], argentina["not_voting"]) == (80, 37)
    # One after the other, without the library.
    alone = sum(
        (votes == votes["USA"]).sum() == 1 for _, votes in year.votes.iterrows() if votes["USA"] < 4
    )
    assert alone == 43
