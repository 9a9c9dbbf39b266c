"""The states listed, compared with the members, and outcomes that this could change."""

import io
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import unvote
from conftest import examples, run_unvote
from unvote.listing import listing_of, notes_on_listing
from unvote.world import states
from unvote.world.members import members_of, members_on, periods_of
from unvote.world.rules import Change, Count, Rule, all_rules, changes_by, find_rule, judge
from unvote.world.states import all_states

COUNCIL = ["CHN", "FRA", "GBR", "RUS", "USA"]
COUNCIL += ["DNK", "DZA", "GRC", "GUY", "KOR", "PAK", "PAN", "SLE", "SOM", "SVN"]  # of 2025


def record_of(*votes: str, columns: str = "") -> unvote.Record:
    """Return a record of lines: code, vote, resolution, date and more columns."""
    table = "\n".join([f"ms_code,ms_vote,resolution,date{columns}", *votes]) + "\n"
    return unvote.read(io.BytesIO(table.encode()))


def cast(
    letters: str, symbol: str, day: str, more: str = "", body: list[str] | None = None
) -> list[str]:
    """Return the lines of a roll call in which the first states of a body cast these votes."""
    codes = sorted(members_on("GA", date.fromisoformat(day)) or []) if body is None else body
    return [
        f"{code},{vote},{symbol},{day}{more}" for code, vote in zip(codes, letters, strict=False)
    ]


FOREIGN = (
    "whose organ or day is probably wrong, since most states listed were not members"
    " (correct the symbol or the date)"
)


def judged(record: unvote.Record, *arguments: str) -> list[object]:
    frame = unvote.check(record, *arguments)
    return frame[["members", "needed", "passed", "outcome"]].iloc[0].tolist()


# --- members


def test_the_members_of_a_day() -> None:
    assert members_on("GA", date(2011, 7, 13)) == members_on("GA", date(2025, 1, 1)) - {"SSD"}
    assert len(members_on("SC", date(1965, 12, 31)) or ()) == 11
    assert len(members_on("SC", date(2025, 2, 24)) or ()) == 15
    for organ, day in (
        ("HRC", date(2020, 1, 1)),
        ("GA", None),
        ("GA", date(1900, 1, 1)),
        ("", None),
    ):
        assert members_on(organ, day) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["GA", "SC", "C3", ""]), st.dates(date(1940, 1, 1), date(2030, 1, 1))
        )
    )
)
def test_many_days_at_once_are_as_one_by_one(calls: list[tuple[str, date]]) -> None:
    codes = list(all_states())
    organs, days = (
        [organ for organ, _ in calls],
        np.array([day for _, day in calls], "datetime64[D]"),
    )
    found = members_of(organs, periods_of(days), codes)
    for row, (organ, day) in enumerate(calls):
        here = members_on(organ, day)
        period = found.period[row]
        if period < 0:
            assert here is None or day.year < 2004
            continue
        sure = {codes[place] for place in np.flatnonzero(found.certain[:, period])}
        maybe = {codes[place] for place in np.flatnonzero(found.possible[:, period])}
        if day.year >= 2004:
            assert sure == maybe == here
        elif organ == "GA":
            assert sure <= (here or set()) <= maybe


def test_members_that_are_not_listed_and_states_that_were_none() -> None:
    everyone = cast("Y" * 193, "A/RES/79/1", "2024-12-01")
    record = record_of(
        *everyone[1:],
        "DDR,N,A/RES/79/2,2024-12-01",
        *cast("YN", "S/RES/9", "", body=["USA", "FRA"]),
    )
    listing = listing_of(record)
    assert listing.missing.sum(axis=1).tolist() == [1, 193, 0]
    assert [listing.states[place] for place in np.flatnonzero(listing.missing[0])] == ["AFG"]
    assert listing.unlisted.tolist() == [1, 192, 0]
    assert notes_on_listing(record) == [
        "2 roll calls with only some of the members listed: A/RES/79/1 (192 of 193),"
        " A/RES/79/2 (1 of 193)",
        "1 roll call with states listed that were not members then: A/RES/79/2 (DDR, 2024-12-01)",
        "1 roll call whose members are not known, so those listed count as all: S/RES/9 (2 listed)",
    ]


@pytest.mark.parametrize(
    ("symbol", "members"),
    [
        ("A/RES/67/183", 193),
        ("A/RES/ES-11/1", 193),
        ("A/RES/ES-10/2", 184),  # nine were admitted, and Yugoslavia was gone, since April 1997
        ("A/RES/S-29/1", 193),
        ("A/RES/181(II)", 55),  # Yemen and Pakistan were admitted on 30 September 1947
        ("A/RES/1(I)", 51),
        ("S/RES/2774 (2025)", 15),
        ("S/2022/155", 15),
    ],
)
def test_without_a_date_the_members_of_the_whole_session_count(symbol: str, members: int) -> None:
    record = record_of(f"FRA,Y,{symbol},", f"GBR,Y,{symbol},", f"USA,N,{symbol},")
    assert judged(record)[0] == members
    assert judged(record)[2:] == [pd.NA, "open"] or symbol[0] == "S"
    assert f"{symbol} (3 of {members})" in notes_on_listing(record)[0]
    assert judged(unvote.fill_absent(record))[3] == "adopted" or symbol[0] == "S"


def test_without_a_date_whoever_was_a_member_in_the_session_may_be_listed() -> None:
    # South Sudan was admitted on 14 July 2011, in session 65, and East Germany left in session 45.
    record = record_of(
        *cast("Y" * 193, "A/RES/65/1", "2011-08-01"),
        *[line.rpartition(",")[0] + "," for line in cast("Y" * 193, "A/RES/65/2", "2011-08-01")],
        "DDR,Y,A/RES/45/1,",
        "DDR,Y,A/RES/46/1,",
    )
    unexpected = record.rollcalls["unexpected"]
    assert unexpected[["A/RES/65/1", "A/RES/65/2", "A/RES/45/1", "A/RES/46/1"]].tolist() == [
        *[""] * 3,
        "DDR",
    ]
    assert record.rollcalls["missing"]["A/RES/65/2"] == ""
    assert notes_on_listing(record)[1] == (
        "1 roll call with states listed that were not members then: A/RES/46/1 (DDR, session 46)"
    )


def test_the_roll_calls_say_who_is_missing_and_unexpected() -> None:
    record = record_of(
        *cast("Y" * 193, "A/RES/79/1", "2024-12-01")[2:],
        "DDR,N,A/RES/79/1,2024-12-01",
        "CSK,N,A/RES/79/1,2024-12-01",
        *cast("Y" * 193, "A/RES/79/2", "2024-12-01"),
        *cast("Y" * 15, "S/RES/2774 (2025)", "2025-02-24", body=COUNCIL),
        *cast("YN", "A/HRC/RES/51/1", "2024-12-01", body=["USA", "FRA"]),
        *cast("YN", "A/RES/79/3", "", body=["USA", "FRA"]),
        *cast("YN", "S/RES/9", "", body=["USA", "FRA"]),
        *cast("YN", "A/RES/ES-99/1", "", body=["USA", "FRA"]),
    )
    table = record.rollcalls[["missing", "unexpected"]]
    assert table.loc["A/RES/79/1"].tolist() == ["AFG|AGO", "CSK|DDR"]
    assert table.loc[["A/RES/79/2", "S/RES/2774 (2025)"]].values.tolist() == [["", ""]] * 2
    assert table.loc["A/RES/79/3", "missing"].count("|") == 190
    assert table.loc[["A/HRC/RES/51/1", "S/RES/9", "A/RES/ES-99/1"]].isna().all(axis=None)
    # A selection keeps them; a record with other votes or days computes them again.
    assert record.select("79/1").rollcalls["missing"].tolist() == ["AFG|AGO"]
    assert unvote.fill_absent(record).rollcalls["missing"].dropna().unique().tolist() == [""]
    bare = record.rollcalls.drop(columns=["missing", "unexpected"])
    assert unvote.Record(bare, record.votes, "again").rollcalls.equals(record.rollcalls)
    assert "missing" not in bare
    earlier = record.rollcalls.assign(date=np.datetime64("1990-12-01", "s"))
    of_then = unvote.Record(earlier, record.votes, "of another day").rollcalls
    assert of_then["unexpected"]["A/RES/79/1"].split("|")[:2] == ["AND", "ARM"]
    assert "CSK" not in of_then["unexpected"]["A/RES/79/1"].split("|")


def test_of_a_text_without_a_vote_nobody_is_missing() -> None:
    table = b"ms_code,ms_vote,resolution,date,modality\nUSA,X,79/1,2024-12-01,without vote\n"
    record = unvote.read(io.BytesIO(table))
    assert record.rollcalls[["missing", "unexpected"]].isna().all(axis=None)


@examples(100)
@given(data=st.data())
def test_who_is_listed_is_found_as_one_by_one(data: st.DataObject) -> None:
    days = st.dates(date(2004, 1, 1), date(2026, 1, 1))
    calls = data.draw(st.lists(st.tuples(st.sampled_from(["GA", "SC"]), days), min_size=1))
    lines, expected, symbols = [], [], []
    for place, (organ, day) in enumerate(sorted(calls, key=lambda call: call[1])):
        members = members_on(organ, day) or set()
        left = data.draw(st.sets(st.sampled_from(sorted(members)), max_size=3)) if members else {}
        more = data.draw(st.sets(st.sampled_from(["DDR", "CSK", "AFG"]), max_size=2)) - set(left)
        symbol = f"{'S' if organ == 'SC' else 'A'}/RES/{9000 + place}"
        lines += [f"{code},Y,{symbol},{day},{organ}" for code in sorted(members - set(left) | more)]
        if members - set(left) | more:
            symbols.append(symbol)
            unexpected = "|".join(sorted(more - members))
            expected.append(["|".join(sorted(left)), unexpected] if members else [None, None])
    if not lines:
        return
    table = record_of(*lines, columns=",organ").rollcalls
    found = table.loc[symbols, ["missing", "unexpected"]].astype(object)
    assert found.where(found.notna(), None).values.tolist() == expected


def test_days_before_2004_are_judged_by_their_month() -> None:
    # Fiji was admitted on 13 October 1970, Timor-Leste on 27 September 2002.
    for day, codes in (("1970-10-01", {"FJI"}), ("2002-09-02", {"TLS"})):
        before = sorted(states.members_on(date.fromisoformat(day)))
        for body in (before, sorted({*before, *codes})):
            listing = listing_of(record_of(*cast("Y" * 200, "A/RES/9", day, body=body)))
            assert not listing.missing.any()
            assert not listing.unexpected.any()
    assert listing_of(record_of("FJI,Y,A/RES/25/1,1970-09-01")).unexpected.sum() == 1


def test_a_day_that_cannot_be_is_told() -> None:
    record = record_of(
        "USA,N,A/RES/79/1,2084-12-01", "USA,N,A/RES/1/4,2024-12-01", "USA,N,A/RES/79/2,2025-09-05"
    )
    assert notes_on_listing(record)[-1] == (
        "2 roll calls dated outside of the session: A/RES/1/4 (2024-12-01, session 1), A/RES/79/1"
        " (2084-12-01, session 79)"
    )


# --- outcomes


def case(
    rule: str, counts: tuple[int, ...], permanent: tuple[int, int], unlisted: int, theirs: int
) -> example:
    """Return an example that is always tried, as the arguments of the test below."""
    how = {"counts": counts, "permanent": permanent, "unlisted": unlisted, "theirs": theirs}
    return example(rule=find_rule(rule), **how)


@examples(100, few=100)
@case("simple-majority", (1, 1, 0, 0), (0, 0), 1, 0)
@case("simple-majority", (2, 1, 0, 0), (0, 0), 1, 0)
@case("security-council", (9, 1, 2, 0), (4, 0), 3, 1)
@given(
    rule=st.sampled_from(all_rules()),
    counts=st.tuples(st.integers(0, 12), *[st.integers(0, 5)] * 3),
    permanent=st.tuples(*[st.integers(0, 5)] * 2),
    unlisted=st.integers(0, 5),
    theirs=st.integers(0, 5),
)
def test_open_is_what_some_votes_of_the_others_would_change(
    rule: Rule, counts: tuple[int, ...], permanent: tuple[int, int], unlisted: int, theirs: int
) -> None:
    yes, no, abstain, absent = counts
    count = Count(
        yes, no, abstain, absent + unlisted, min(permanent[0], yes), min(permanent[1], no)
    )
    permanent_unlisted = min(theirs, unlisted) if rule.veto else 0
    outcomes = set()
    for votes in product("YNAX", repeat=unlisted):  # the first of them are permanent members
        more, less = votes.count("Y"), votes.count("N")
        vetoes = votes[:permanent_unlisted].count("N")
        outcomes.add(
            judge(
                rule,
                count._replace(
                    yes=yes + more,
                    no=no + less,
                    not_voting=absent + unlisted - more - less,
                    permanent_no=count.permanent_no + vetoes,
                ),
            ).outcome
        )
    found = judge(rule, count, changes_by(unlisted, permanent_unlisted))
    assert found.outcome == (outcomes.pop() if len(outcomes) == 1 else "open")
    assert (found.passed is None) == (found.outcome == "open")
    assert found.needed == judge(rule, count).needed


def test_a_change_of_a_veto_alone() -> None:
    council = find_rule("security-council")
    assert judge(council, Count(9, 1, 0, 5), [Change(0, 0, 1)]).outcome == "open"
    assert judge(council, Count(8, 1, 0, 6), [Change(0, 0, 1)]).outcome == "rejected"


VOTERS = cast("Y" * 93 + "N" * 18 + "A" * 65, "A/RES/ES-11/7", "2025-02-24")


def test_of_a_group_that_lacks_one_member_the_absent_are_not_known() -> None:
    everyone = cast("Y" * 193, "A/RES/ES-11/7", "2025-02-24")
    lacking = [line for line in everyone if not line.startswith("FRA,")]
    record = record_of(*lacking, *cast("Y" * 193, "A/RES/ES-11/8", "2025-02-25"))
    frame = unvote.tally(record, ["G7", "AFRICA"])
    counts = frame[["yes", "not_voting"]].fillna(-1).astype(int).values.tolist()
    assert counts == [[6, -1], [54, 0], [7, 0], [54, 0]]


def test_what_is_doubtful_about_lists_stands_line_by_line() -> None:
    record = record_of(
        *VOTERS[:93],
        "SSD,Y,A/RES/65/9,2010-12-01",
        "USA,N,A/RES/1/4,2024-12-01",
    )
    assert [note.partition(":")[0] for note in unvote.tally(record).attrs["notes"]][:3] == [
        "3 roll calls with only some of the members listed",
        "1 roll call with states listed that were not members then",
        "1 roll call dated outside of the session",
    ]


def test_an_outcome_that_the_others_could_change_is_open() -> None:
    record = record_of(*VOTERS)
    assert judged(record, "absolute-majority") == [193, 97, pd.NA, "open"]
    others = unvote.check.answer(record).facts.other_rules["A/RES/ES-11/7"]
    assert others == ["absolute-majority: open", "two-thirds-of-members: rejected, 129 needed"]
    open_ = unvote.check(record, "absolute-majority")
    assert open_[["margin", "switch", "join"]].isna().all(axis=None)
    assert judged(record, "two-thirds") == [193, 74, True, "adopted"]  # 17 noes would not change it
    filled = unvote.fill_absent(record)
    assert judged(filled, "absolute-majority") == [193, 97, False, "rejected"]
    frame = unvote.check(record, "absolute-majority", as_listed=True)
    assert frame[["members", "needed", "outcome"]].values.tolist() == [[176, 89, "adopted"]]
    assert unvote.check(record).iloc[0][["switch", "join"]].tolist() == [20, 29]


def test_published_totals_that_agree_with_the_list_decide() -> None:
    columns = ",total_yes,total_no,total_abstentions"
    agreeing = record_of(*(f"{line},93,18,65" for line in VOTERS), columns=columns)
    assert judged(agreeing, "absolute-majority") == [193, 97, False, "rejected"]
    absent = VOTERS[:2] + [line.replace(",Y,", ",X,") for line in VOTERS[2:4]]
    some = record_of(*(f"{line},2,0,0" for line in absent), columns=columns)
    assert judged(some)[3] == "open"  # where are the other absent?
    stated = record_of(*(f"{line},2,0,0,193" for line in absent), columns=f"{columns},total_ms")
    assert judged(stated)[3] == "adopted"
    cut = record_of(*(f"{line},93,18,65" for line in VOTERS[:150]), columns=columns)
    assert judged(cut, "absolute-majority")[3] == "open"


def test_a_source_that_lists_who_voted_is_decided_by_what_it_publishes() -> None:
    columns = ",total_yes,total_no,total_abstentions,source"
    short = record_of(*(f"{line},93,18,65,unxml" for line in VOTERS[1:]), columns=columns)
    assert judged(short, "absolute-majority") == [193, 97, False, "rejected"]
    without = record_of(*(f"{line},unvotes" for line in VOTERS), columns=",source")
    assert judged(without, "absolute-majority") == [193, 97, False, "rejected"]
    few = record_of(*(f"{line},unvotes" for line in VOTERS[:4]), columns=",source")
    assert judged(few)[3] == "open"


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ("YYYYYYYYYYYYYY", "adopted"),  # all but one, which is not permanent
        ("YYYYNYYYYYYYYY", "vetoed"),
        ("NNYNNNNNNYAAA", "rejected"),
        ("YYYYYYYY", "open"),
        (" YYYYYYYYYYYYYY", "open"),  # China's vote is not known
        (" NYYYYYYYYYYYYY", "vetoed"),
        (" YYYYYYYNNNNNNN", "rejected"),
    ],
)
def test_in_the_council_a_permanent_member_may_veto(votes: str, outcome: str) -> None:
    lines = cast(votes, "S/2025/9", "2025-03-03", body=COUNCIL)
    record = record_of(*(line for line in lines if ", ," not in line))
    frame = unvote.tally(record)
    assert frame["outcome"].item() == outcome
    assert frame["members"].item() == 15


@pytest.mark.parametrize(
    ("unlisted", "totals", "outcome"),
    [
        ("CHN SVN", "13,0,2", "adopted"),
        ("CHN SVN", "13,2,0", "vetoed"),
        ("CHN SVN", "13,1,1", "open"),  # the no is China's or Slovenia's
        ("CHN SVN", "13,1,0", "open"),
        ("CHN FRA SVN", "12,1,2", "open"),
        ("CHN FRA SVN", "12,2,1", "vetoed"),  # one of the two noes at least is permanent
        ("CHN SOM SVN", "12,2,1", "open"),  # they may both be elected members'
        ("CHN SOM SVN", "12,3,0", "vetoed"),
        ("CHN FRA SOM SVN", "11,2,2", "open"),
        ("SOM SVN", "13,2,0", "adopted"),
        ("CHN", "14,1,0", "vetoed"),
        ("CHN", "14,0,0", "adopted"),
        ("SVN", "14,2,0", "adopted"),  # more votes than members: these totals do not count
        ("SVN", "14,0,2", "adopted"),
    ],
)
def test_totals_tell_whether_an_unlisted_member_of_the_council_may_have_vetoed(
    unlisted: str, totals: str, outcome: str
) -> None:
    body = [code for code in COUNCIL if code not in unlisted.split()]
    lines = cast("Y" * len(body), "S/2025/9", "2025-03-03", f",{totals},unxml", body=body)
    record = record_of(*lines, columns=",total_yes,total_no,total_abstentions,source")
    frame = unvote.check(record)
    assert frame[["outcome", "members"]].values.tolist() == [[outcome, 15]]
    procedural = unvote.check(record, "security-council-procedural")
    assert procedural[["outcome", "margin"]].values.tolist() == [["adopted", int(totals[:2]) - 9]]


@pytest.mark.parametrize("totals", ["10,2,1", "12,0,1", "12,1,0"])
def test_totals_that_are_lower_than_the_list_are_not_believed(totals: str) -> None:
    body = [code for code in COUNCIL if code not in ("CHN", "SVN")]
    lines = cast("YYYYYYYYYYYNA", "S/2025/9", "2025-03-03", f",{totals},unxml", body=body)
    record = record_of(*lines, columns=",total_yes,total_no,total_abstentions,source")
    assert unvote.check(record)[["outcome", "margin"]].values.tolist() == [["adopted", 2]]


@pytest.mark.parametrize(("absent", "join"), [("CHN", 1), ("SVN", pd.NA)])
def test_an_absent_permanent_member_could_have_vetoed(absent: str, join: object) -> None:
    body = [code for code in COUNCIL if code != absent]
    lines = cast("Y" * 14, "S/2025/9", "2025-03-03", ",unvotes", body=body)
    frame = unvote.check(record_of(*lines, columns=",source"))
    assert frame[["outcome", "join"]].values.tolist() == [["adopted", join]]


@pytest.mark.parametrize(("listed", "outcome"), [(27, "adopted"), (26, "open"), (18, "open")])
def test_of_a_source_of_voters_half_a_body_is_enough(listed: int, outcome: str) -> None:
    lines = cast("Y" * listed, "E/RES/2022/1", "2022-06-01", ",unvotes")
    record = record_of(*lines, columns=",source")
    assert unvote.tally(record)[["members", "outcome"]].values.tolist() == [[54, outcome]]


def test_where_the_members_are_not_known_the_list_is_the_body() -> None:
    for symbol, day in (
        ("WHA75.8", "2022-06-01"),
        ("GC(66)/RES/9", "2022-06-01"),
        ("T/RES/5(II)", "1948-10-06"),
        ("A/RES/ES-99/1", ""),
        ("E/RES/5(I)", ""),
        ("A/HRC/RES/38/1", "2018-07-05"),  # the seat of the United States was empty
        ("The motion", ""),
    ):
        record = of_three(symbol, day)
        assert judged(record) == [3, 2, True, "adopted"]
        told = (
            "1 roll call whose members are not known, so those listed count as all:"
            f" {symbol} (3 listed)"
        )
        assert told in unvote.tally(record).attrs["notes"]
        assert told in unvote.check(record).attrs["notes"]
        assert told in unvote.show(record).attrs["notes"]
        # If the user says so, there is no note.
        assert told not in unvote.tally(record, as_listed=True).attrs["notes"]


def of_three(symbol: str, day: str) -> unvote.Record:
    """Return the record of a roll call that lists three states: two yes, one no."""
    return record_of(*(f"{line},{symbol},{day}" for line in ("USA,Y", "FRA,N", "GBR,Y")))


@pytest.mark.parametrize(
    ("symbol", "day", "members"),
    [
        ("A/HRC/RES/51/1", "2022-10-07", 47),
        ("A/HRC/RES/51/1", "", 47),
        ("E/RES/2022/1", "2022-06-01", 54),
        ("E/RES/2022/1", "", 54),
        ("E/RES/1600(LI)", "1971-07-20", 27),
        ("E/RES/5(I)", "1946-02-16", 18),
        ("A/C.3/79/L.30", "2024-11-20", 193),
    ],
)
def test_where_only_the_number_of_members_is_known_it_decides(
    symbol: str, day: str, members: int
) -> None:
    record = of_three(symbol, day)
    assert judged(record) == [members, pd.NA, pd.NA, "open"]
    [told] = [note for note in unvote.tally(record).attrs["notes"] if symbol in note]
    assert told == (
        f"1 roll call with only some of the members listed: {symbol} (3 of {members});"
        " an outcome that this could change is open (--as-listed: the list is the whole body)"
    )


@pytest.mark.parametrize(
    ("votes", "outcome", "notes"),
    [
        ("Y" * 24 + "N" * 23, "adopted", []),
        ("Y" * 24 + "N" * 22, "adopted", ["with only some of the members listed: {} (46 of 47)"]),
        ("Y" * 23 + "N" * 22, "open", ["with only some of the members listed: {} (45 of 47)"]),
        ("Y" * 48, "adopted", ["with more states listed than there were members: {} (48 of 47)"]),
        (
            "Y" * 193,
            "open",
            [
                f"{FOREIGN}: {{}} (146 of 193 listed)",
            ],
        ),
    ],
)
def test_lists_of_a_body_of_47(votes: str, outcome: str, notes: list[str]) -> None:
    record = record_of(*cast(votes, "A/HRC/RES/51/1", "2022-10-07"))
    assert unvote.tally(record)["outcome"].tolist() == [outcome]
    assert notes_on_listing(record) == [
        f"1 roll call {note.format('A/HRC/RES/51/1')}" for note in notes
    ]


def test_a_council_whose_members_are_not_known_has_its_size() -> None:
    record = record_of(*cast("YYYYYYYYY", "S/9", "2040-05-03", body=COUNCIL[:9]))
    frame = unvote.tally(record)
    assert frame[["members", "outcome"]].values.tolist() == [[15, "adopted"]]
    record = record_of(*cast("YYYYYYYYY", "S/9", "2040-05-03", body=COUNCIL[1:10]))
    assert unvote.tally(record)["outcome"].tolist() == ["open"]  # China's vote is not known


ALL = sorted(members_on("GA", date(2025, 2, 24)) or ())


@pytest.mark.parametrize("vote", ["Y", "N"])
@pytest.mark.parametrize(
    ("symbol", "day", "body", "others"),
    [
        ("S/RES/2774 (2025)", "2025-02-24", ALL, 178),
        ("A/RES/1/5", "1947-05-01", ALL, 140),
        ("S/2025/9", "2025-02-24", [*COUNCIL, *sorted({*ALL} - {*COUNCIL})[:15]], 15),
    ],
)
def test_a_list_of_mostly_others_is_not_judged_as_the_organ_s(
    symbol: str, day: str, body: list[str], others: int, vote: str
) -> None:
    body = sorted({*body})
    record = record_of(*cast(vote * 200, symbol, day, body=body))
    frame = unvote.tally(record)
    assert frame[["outcome", "outcome_otherwise"]].values.tolist() == [["open", ""]]
    assert frame.attrs["notes"][:1] == [
        f"1 roll call {FOREIGN}: {symbol} ({others} of {len(body)} listed)"
    ]
    assert unvote.tally(record, as_listed=True)["outcome"].item() != "open"


def test_a_state_too_many_changes_no_outcome() -> None:
    lines = cast("Y" * 22, "S/2025/9", "2025-02-24", body=[*COUNCIL, "AFG", "AGO", "ALB"])
    record = record_of(*lines)
    assert unvote.tally(record)["outcome"].tolist() == ["adopted"]
    assert notes_on_listing(record) == [
        "1 roll call with states listed that were not members then: S/2025/9"
        " (AFG, AGO, ALB, 2025-02-24)"
    ]


# --- what is told, and where

FEW = "1 roll call with only some of the members listed: A/RES/79/1 (4 of 193)"
OPEN = "; an outcome that this could change is open (--as-listed: the list is the whole body)"


@pytest.fixture
def four(tmp_path: Path) -> str:
    lines = cast("YYNX", "A/RES/79/1", "2024-12-01", body=["FRA", "GBR", "USA", "IND"])
    (tmp_path / "four.csv").write_text(
        "\n".join(["ms_code,ms_vote,resolution,date", *lines]) + "\n"
    )
    return "four.csv"


def test_a_list_of_four_says_so_where_its_outcome_is_shown(four: str) -> None:
    names = "yes,no,not_voting,members,needed,margin,passed,outcome"
    tally = run_unvote("tally", "--votes", four, "-c", names)
    assert tally.out == f"{names}\n2,1,1,193,,,,open\n"
    assert tally.err == f"unvote: {FEW}{OPEN}\n"
    check = run_unvote("check", "--votes", four)
    assert (check.code, check.err) == (1, f"unvote: {FEW}{OPEN}\n")
    assert run_unvote("check", "--votes", four, "--as-listed").code == 0
    shown = run_unvote("show", "79/1", "--votes", four)
    assert "open: 2 yes and 1 no among those listed (majority of the members" in shown.out
    assert "needed" not in shown.out
    assert FEW in " ".join(shown.out.split())
    assert run_unvote("report", "79/1", "--votes", four, "-o", "page.html").code == 0
    page = Path("page.html").read_text()
    assert "the outcome is open: unknown votes could change it" in page
    assert "adopted without a vote" not in page
    assert FEW in " ".join(run_unvote("map", "79/1", "--votes", four).out.split())
    ranked = run_unvote("align", "US", "FR", "--votes", four)
    assert FEW not in ranked.out + ranked.err
    assert FEW in run_unvote("data", "check", four).out
    assert f"unvote: {four}: {FEW}\n" in run_unvote("data", "import", four).err


def test_what_is_claimed_of_those_not_listed_is_not_confirmed() -> None:
    record = record_of(*VOTERS)
    frame = unvote.check(record, expected=[("ES-11/7", "93-18-65-17")])
    assert frame["expected_ok"].tolist() == [False]
    assert "A/RES/ES-11/7: not voting is not listed, not 17" in frame.attrs["notes"]
    assert unvote.check(record, expected=[("ES-11/7", "93-18-65")])["expected_ok"].tolist() == [
        True
    ]


def test_the_whole_record_lists_who_was_a_member(full: unvote.Record) -> None:
    table = full.rollcalls
    assert table["missing"].unique().tolist() == [""]
    assert table["unexpected"][table["unexpected"] != ""].to_dict() == {
        "A/RES/25/2668A": "FJI",
        "A/RES/25/2668B": "FJI",
    }
