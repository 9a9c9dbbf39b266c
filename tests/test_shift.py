"""With whom agreement changed between two periods, and through which roll calls."""

import io
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reading
import unvote
from conftest import examples, run_unvote
from unvote.analysis.bootstrap import TIMES, resamples

AT = "2021-01-01"
CLOSE = {"rel": 0, "abs": 1e-12}


def record_of(early: int, titles: str = "", **votes: str) -> unvote.Record:
    """Return a record from one text per state; this many of its letters are before 2021."""
    places = range(max(map(len, votes.values())))
    days = [f"{2020 if place < early else 2021}-01-{place + 1:02}" for place in places]
    symbols = [f"A/RES/{75 if place < early else 76}/{place + 1}" for place in places]
    titled = [f"Text {title}" for title in titles] or [""] * len(places)
    return reading.record_of(votes, days, symbols=symbols, title=titled)


def row(frame: pd.DataFrame, state: str) -> dict:
    return frame.set_index("state").loc[state].to_dict()


# --- numbers worked by hand


def test_two_periods_by_hand() -> None:
    record = record_of(4, USA="YYNANY", FRA="YNNAYA", RUS="NNXXNY", GBR="XXXXNY", CHN="....NY")
    frame = unvote.shift(record, "US", at=AT, least=0)
    numbers = ["state", "n_before", "before", "n_after", "after", "change"]
    assert frame[numbers].iloc[:2].to_numpy().tolist() == [
        ["FRA", 4, 3 / 4, 2, 1 / 4, -1 / 2],
        ["RUS", 2, 0, 2, 1, 1],
    ]
    # A member that never voted in a period comes last; a state that was no member is not listed.
    assert frame["state"].tolist() == ["FRA", "RUS", "GBR"]
    last = row(frame, "GBR")
    assert (last["n_before"], last["n_after"], last["after"]) == (0, 2, 1)
    assert np.isnan([last[name] for name in ("before", "change", "low", "high")]).all()
    # Two votes have no interval.
    assert np.isnan([row(frame, "RUS")["low"], row(frame, "RUS")["high"]]).all()
    assert frame.attrs["notes"][-2:] == [
        "fell with 1, rose with 1 of 2 states; the interval leaves out 0 for 0 (by chance alone"
        " it would for about 0)",
        "before: 4 roll calls, the first on 2020-01-01, the last on 2020-01-04 (2019-01-01 to"
        " 2020-12-31); after: 2 roll calls, the first on 2021-01-05, the last on"
        " 2021-01-06 (2021-01-01 to 2022-12-31)",
    ]


def test_interval_is_that_of_resamples_drawn_one_by_one() -> None:
    before, after = "YYNAYYNNYA", "YNNYYAA"
    record = record_of(10, USA="Y" * 17, FRA=before + after)
    found = row(unvote.shift(record, "US", at=AT, seed=3), "FRA")
    means = []
    for number, letters in enumerate((before, after)):
        scores = np.array([{"Y": 1, "A": 0.5, "N": 0}[letter] for letter in letters])
        draws = resamples(len(letters), seed=2 * 3 + number).astype(int)
        means.append([np.repeat(scores, times).mean() for times in draws])
    assert len(means[0]) == TIMES
    expected = np.percentile(np.subtract(means[1], means[0]), [2.5, 97.5])
    assert [found["low"], found["high"]] == pytest.approx(expected.tolist(), **CLOSE)
    assert found["low"] < found["change"] < found["high"]


def test_interval_depends_on_the_seed_alone(embedded: unvote.Record) -> None:
    one, again, other = (
        unvote.shift(embedded, "US", at="2023-01-01", before="3y", seed=seed) for seed in (0, 0, 1)
    )
    pd.testing.assert_frame_equal(one, again)
    limits = ["low", "high"]
    pd.testing.assert_frame_equal(one.drop(columns=limits), other.drop(columns=limits))
    assert not one[limits].equals(other[limits])


def test_the_day_itself_belongs_to_the_time_after() -> None:
    days = ["2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01"]
    rows = [
        f"{state},Y,A/RES/75/{i},{day}" for state in ("USA", "FRA") for i, day in enumerate(days)
    ]
    table = "\n".join(["ms_code,ms_vote,resolution,date", *rows])
    record = unvote.read(io.BytesIO(table.encode()))
    for at in ("2021", "2021-01", date(2021, 1, 1)):
        [only] = unvote.shift(record, "US", at=at, before="1d", after="1y").to_dict("records")
        assert (only["n_before"], only["n_after"]) == (1, 2)
    [longer] = unvote.shift(record, "US", at="2021", before="1d", after="13m").to_dict("records")
    assert longer["n_after"] == 3


def test_matched_keeps_the_texts_of_both_periods() -> None:
    record = record_of(4, "abcdae", USA="YYYYYY", FRA="YNNNNY")
    whole = row(unvote.shift(record, "US", at=AT, least=0), "FRA")
    assert (whole["before"], whole["after"]) == (1 / 4, 1 / 2)
    frame = unvote.shift(record, "US", at=AT, matched=True)
    same = row(frame, "FRA")
    assert (same["n_before"], same["before"], same["n_after"], same["after"]) == (1, 1, 1, 0)
    assert frame.attrs["notes"][-1:] == [
        "before: 1 roll call of 4, on texts of both periods, the first on 2020-01-01, the last on"
        " 2020-01-01 (2019-01-01 to 2020-12-31); after: 1 roll call of 2, on texts of both"
        " periods, the first on 2021-01-05, the last on 2021-01-05 (2021-01-01 to 2022-12-31)",
    ]


def test_an_emergency_special_session_is_one_item(embedded: unvote.Record) -> None:
    frame = unvote.shift_votes(
        embedded, "US", "RU", at="2025-01-20", before="700d", after="100d", matched=True
    )
    assert frame["rollcall"].tolist() == ["A/RES/ES-11/6", "A/RES/ES-11/7", "A/RES/ES-11/8"]


def test_a_group_is_compared_without_the_partner() -> None:
    trio = unvote.own_groups(["trio=US,FR,GB"])
    record = record_of(2, USA="YYNN", FRA="YYYY", GBR="YYYX", CHN="YYNY")
    frame = unvote.shift(record, "trio", at=AT, least=0, groups=trio)
    assert row(frame, "USA")["after"] == 0  # against France and the United Kingdom
    assert row(frame, "FRA")["n_after"] == 1  # the others differ once, which is a tie
    assert row(frame, "CHN")["n_after"] == 1
    assert frame.attrs["notes"][:1] == [
        "1 roll call left out in which trio had no position (a tie)"
    ]


def test_measures_and_among(embedded: unvote.Record) -> None:
    settings = {"at": "2025-01-20", "before": "3y"}
    nordic = unvote.shift(embedded, "US", among="NORDIC", **settings)
    assert sorted(nordic["state"]) == ["DNK", "FIN", "ISL", "NOR", "SWE"]
    late = embedded.select(start="2025-01-20")
    kappa = unvote.shift(embedded, "US", measure="kappa", **settings)
    assert (
        row(kappa, "FRA")["after"]
        == unvote.align(late, "US", "FR", measures=["kappa"])["kappa"].item()
    )


def test_voeten_leaves_out_unanimous_roll_calls() -> None:
    record = record_of(2, USA="YYYY", FRA="YNYN")
    frame = unvote.shift(record, "US", at=AT, measure="voeten", least=0)
    assert row(frame, "FRA")["n_before"] == row(frame, "FRA")["n_after"] == 1
    assert frame.attrs["notes"][:1] == ["2 unanimous roll calls left out, as voeten does"]


# --- the roll calls behind it


def test_effects_by_hand() -> None:
    record = record_of(4, "abbcad", USA="YYNANY", FRA="YNNAYA")
    frame = unvote.shift_votes(record, "US", "FR", at=AT)
    assert frame.drop(columns="date").to_numpy().tolist() == [
        ["A/RES/75/1", "Text a", "before", "Y", "Y", 1, -1 / 8, -3 / 8],
        ["A/RES/76/5", "Text a", "after", "N", "Y", 0, -1 / 4, -3 / 8],
        ["A/RES/75/4", "Text c", "before", "A", "A", 1, -1 / 8, -1 / 8],
        ["A/RES/75/2", "Text b", "before", "Y", "N", 0, 1 / 8, 0],
        ["A/RES/75/3", "Text b", "before", "N", "N", 1, -1 / 8, 0],
        ["A/RES/76/6", "Text d", "after", "Y", "A", 1 / 2, 0, 0],
    ]
    assert frame.attrs["notes"][-2] == (
        "agreement of USA and FRA: 75.0% (n = 4) before, 25.0% (n = 2) after; the effects add up"
        " to -50.0 points: -37.5 on texts of both periods, -12.5 on texts of one alone"
    )


def test_a_rise_has_its_drivers_first_too() -> None:
    record = record_of(2, "abcd", USA="YYYY", FRA="NYYY")
    frame = unvote.shift_votes(record, "US", "FR", at=AT)
    assert frame["title"].tolist() == ["Text a", "Text c", "Text d", "Text b"]
    assert frame["effect"].tolist() == [3 / 8, 1 / 8, 1 / 8, -1 / 8]


def test_effects_are_missing_where_a_period_has_no_joint_vote() -> None:
    frame = unvote.shift_votes(record_of(2, USA="YYYY", FRA="NYXX"), "US", "FR", at=AT)
    assert frame["score"].tolist() == [0, 1]
    assert frame[["effect", "text_effect"]].isna().all(axis=None)
    assert frame.attrs["notes"][-2] == (
        "agreement of USA and FRA: 50.0% (n = 2) before, unknown (n = 0) after"
    )


# --- what holds of any votes

LETTERS = st.text("YNAX", min_size=8, max_size=8)
SCORES = {"YY": 1, "NN": 1, "AA": 1, "NY": 0, "AY": 0.5, "AN": 0.5}


@examples(25)
@given(st.integers(1, 7), st.text("abc", min_size=8, max_size=8), LETTERS, LETTERS)
def test_effects_add_up_to_the_change_that_counting_finds(
    early: int, titles: str, us: str, fr: str
) -> None:
    record = record_of(early, titles, USA=us, FRA=fr, CHN="YYYYYYYY")
    found = row(unvote.shift(record, "US", at=AT, least=0), "FRA")
    pairs = ["".join(sorted(pair)) for pair in zip(us, fr, strict=True)]
    for name, part in (("before", pairs[:early]), ("after", pairs[early:])):
        scores = [SCORES[pair] for pair in part if "X" not in pair]
        assert found[f"n_{name}"] == len(scores)
        expected = sum(scores) / len(scores) if scores else np.nan
        assert found[name] == pytest.approx(expected, **CLOSE, nan_ok=True)
    frame = unvote.shift_votes(record, "US", "FR", at=AT)
    assert len(frame) == found["n_before"] + found["n_after"]
    if np.isnan(found["change"]):
        assert frame["effect"].isna().all()
        return
    halves = frame.groupby("period")["effect"].sum()
    assert halves.tolist() == pytest.approx([found["change"] / 2] * 2, **CLOSE)
    texts = frame.groupby("title")[["effect", "text_effect"]]
    sums = texts.agg({"effect": "sum", "text_effect": "first"})
    assert sums["effect"].tolist() == pytest.approx(sums["text_effect"].tolist(), **CLOSE)
    assert not found["low"] > found["high"]


@examples(25)
@given(st.integers(1, 7), LETTERS, LETTERS)
def test_change_has_no_order_of_the_two(early: int, us: str, fr: str) -> None:
    record = record_of(early, USA=us, FRA=fr)
    there = row(unvote.shift(record, "US", at=AT, least=0), "FRA")
    back = row(unvote.shift(record, "FR", at=AT), "USA")
    for name in ("n_before", "before", "n_after", "after", "change", "low", "high"):
        np.testing.assert_equal(there[name], back[name])


# --- errors


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"at": "soon"}, "'soon' is not a date: write 2025, 2025-02 or 2025-02-24"),
        ({"at": "2021-02-30"}, "'2021-02-30' is not a date: write 2025, 2025-02 or 2025-02-24"),
        ({"before": "2"}, "--before '2': write a length of time as 2y, 18m or 90d"),
        ({"after": "0d"}, "--after '0d': write a length of time as 2y, 18m or 90d"),
        ({"seed": -1}, "the seed -1: it is 0 or more"),
    ],
)
def test_what_is_none_is_told(
    embedded: unvote.Record, changed: dict[str, str], message: str
) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        unvote.shift(embedded, "US", **{"at": "2025", **changed})
    assert str(caught.value) == message


def test_an_empty_period_is_told(embedded: unvote.Record) -> None:
    with pytest.raises(unvote.NothingSelectedError) as caught:
        unvote.shift(embedded, "US", at="2026-01-01")
    assert str(caught.value) == (
        "after 2026-01-01 (2026-01-01 to 2027-12-31): no roll call of the embedded record: 21 of 24"
        " roll calls, 2014-03-27 to 2025-12-03 (organ GA); take another day or a longer --after"
    )
    undated = unvote.read(io.BytesIO(b"ms_code,ms_vote,resolution\nUSA,Y,A/RES/1/1\n"))
    with pytest.raises(unvote.NothingSelectedError, match="1 roll call, 1 of them without a date;"):
        unvote.shift(undated, "US", at="2026-01-01")
    with pytest.raises(unvote.NothingSelectedError, match="no text was voted on in both periods"):
        unvote.shift(embedded, "US", at="2022-09-01", before="1y", after="40d", matched=True)


# --- as a user runs it


def test_shift_in_a_terminal() -> None:
    out = run_unvote(
        *("shift", "US", "--at", "2025-01-20", "--before", "3y", "--among", "NORDIC"),
        *("--least", "0"),
        terminal=True,
    ).out
    assert "\n".join(line.rstrip() for line in out.split("\n")) == (
        """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

state  name     n before  before  n after  after  change  low  high
───────────────────────────────────────────────────────────────────
SWE    Sweden         13   57.7%        4  37.5%  -20.2%  –    –
DNK    Denmark        13   53.8%        4  37.5%  -16.3%  –    –
FIN    Finland        13   53.8%        4  37.5%  -16.3%  –    –
ISL    Iceland        13   50.0%        4  37.5%  -12.5%  –    –
NOR    Norway         13   46.2%        4  37.5%   -8.7%  –    –

left out: 3 roll calls not of the General Assembly (--organ all)
fell with 5, rose with 0 of 5 states; the interval leaves out 0 for 0 (by chance
alone it would for about 0)
from the embedded record: 17 of 24 roll calls, 2022-03-02 to 2025-12-03 (organ
GA)
4 more lines with --meta
"""
    )


def test_why_in_a_terminal() -> None:
    out = run_unvote(
        *("shift", "US", "--at", "2025-01-20", "--before", "15m", "--why", "FR", "--organ", "GA"),
        terminal=True,
    ).out
    assert "\n".join(line.rstrip() for line in out.split("\n")) == (
        """\
from 24 chosen roll calls, not a sample: 'unvote data pull' gets all

rollcall        date        period  a vote  b vote  effect  text effect
───────────────────────────────────────────────────────────────────────
A/RES/ES-11/7   2025-02-24  after   N       Y        -4.7%       +23.4%
  Advancing a comprehensive, just and lasting peace in Ukraine
A/RES/ES-11/8   2025-02-24  after   A       Y        +7.8%       +23.4%
  The path to peace
A/RES/ES-11/9   2025-12-03  after   Y       Y       +20.3%       +23.4%
  Return of Ukrainian children
A/RES/ES-10/21  2023-10-27  before  N       Y        +3.1%       +12.5%
  Protection of civilians and upholding legal and humanitarian obligations
A/RES/ES-10/22  2023-12-12  before  N       Y        +3.1%       +12.5%
  Protection of civilians and upholding legal and humanitarian obligations
A/RES/ES-10/23  2024-05-10  before  N       Y        +3.1%       +12.5%
  Admission of new Members to the United Nations
A/RES/ES-10/24  2024-09-18  before  N       Y        +3.1%       +12.5%
  Advisory opinion of the International Court of Justice on the legal
  consequences arising from Israel’s policies and practices in the Occupied
  Palestinian Territory, including East Jerusalem, and from the illegality of
  Israel’s continued presence in the Occupied Palestinian Territory
A/RES/78/7      2023-11-02  before  N       Y        +3.1%        +1.6%
  Necessity of ending the economic, commercial and financial embargo imposed by
  the United States of America against Cuba
A/RES/79/7      2024-10-30  before  N       Y        +3.1%        +1.6%
  Necessity of ending the economic, commercial and financial embargo imposed by
  the United States of America against Cuba
A/RES/80/4      2025-10-29  after   N       Y        -4.7%        +1.6%
  Necessity of ending the economic, commercial and financial embargo imposed by
  the United States of America against Cuba

agreement of USA and FRA: 0.0% (n = 6) before, 37.5% (n = 4) after; the effects
add up to +37.5 points: +1.6 on texts of both periods, +35.9 on texts of one
alone
before: 6 roll calls, the first on 2023-10-27, the last on 2024-10-30
(2023-10-20 to 2025-01-19); after: 4 roll calls, the first on 2025-02-24, the
last on 2025-12-03 (2025-01-20 to 2027-01-19)
a: US, b: FR; effect in percentage points, text effect: of all roll calls on the
text or of the emergency special session
from the embedded record: 10 of 24 roll calls, 2023-10-27 to 2025-12-03 (organ
GA)
"""
    )


def test_why_explains_agreement_alone() -> None:
    for more in (["-m", "kappa"], ["--among", "EU"]):
        result = run_unvote("shift", "US", "--at", "2025", "--why", "FR", *more)
        assert (result.code, result.out) == (2, "")
        assert "--why explains agreement with one" in result.err


def test_why_has_its_header() -> None:
    header = "rollcall,date,title,period,a_vote,b_vote,score,effect,text_effect\n"
    arguments = ("shift", "US", "--at", "2025", "--before", "3y", "--why", "FR")
    assert run_unvote(*arguments).out.startswith(header)
    result = run_unvote(*arguments, "--from", "2030")
    assert (result.code, result.out) == (3, header)


def test_the_united_states_in_2025_in_the_whole_record(full: unvote.Record) -> None:
    whole = full.select(organ="GA")
    frame = unvote.shift(whole, "US", at="2025-01-20", after="1y", matched=True)
    assert row(frame, "FRA")["high"] < 0 < row(frame, "ARG")["low"]
    assert frame["change"].notna().sum() > 180
