"""Merging editions into a source, and sources into a record: every rule, on small records."""

import random
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import complete, examples
from merging import DAY, SYMBOL, call, letters, record, same
from unvote.merge.disagreements import DISAGREEMENTS
from unvote.merge.editions import newer_editions
from unvote.merge.fewer import Fewer
from unvote.merge.fill import FILLED
from unvote.merge.several import COUNTS, Merged, merge
from unvote.merge.union import joined
from unvote.record import TEXTS
from unvote.world.sources import AUTHORITY


def newer_edition(old: unvote.Record, new: unvote.Record) -> Any:
    """Return what a newer edition did, and the source as its `record`."""
    whole, (edition,) = newer_editions(old, [new])
    return SimpleNamespace(record=whole, **edition._asdict())


def listed(merged: Merged) -> list[str]:
    """Return the disagreements as lines, without their dates."""
    assert tuple(merged.disagreements.columns) == DISAGREEMENTS
    return [
        f"{row.rollcall} {row.what}: {row.used or '-'} ({row.used_from}),"
        f" {row.other or '-'} ({row.other_from})"
        for row in merged.disagreements.itertuples()
    ]


def counted(merged: Merged) -> dict[str, list[int]]:
    """Return used, same, left out and disagreements of each source."""
    assert tuple(merged.counts.columns) == COUNTS
    return {
        row.source: [row.used, row.same, row.possible_duplicates, row.disagreements]
        for row in merged.counts.itertuples()
    }


# --- two sources


def test_the_more_authoritative_source_counts_and_both_are_listed() -> None:
    ours = record("undl", call("USA:Y RUS:N CHN:A", title="ours"))
    theirs = record("unxml", call("USA:Y RUS:A CHN:N", title="theirs", link="https://x"))
    merged = merge([theirs, ours])
    assert letters(merged.record) == {SYMBOL: "CHN:A RUS:N USA:Y"}
    assert merged.record.rollcalls[["title", "link", "source"]].iloc[0].tolist() == [
        "ours",
        "https://x",
        "undl",
    ]
    assert listed(merged) == [
        "A/RES/ES-11/1 CHN: A (undl), N (unxml)",
        "A/RES/ES-11/1 RUS: N (undl), A (unxml)",
    ]
    assert counted(merged) == {"undl": [1, 0, 0, 0], "unxml": [0, 1, 0, 2]}
    assert merged.record.notes == (
        "2 votes in 1 roll call on which sources differ: the more authoritative counts",
    )


def test_all_sources_in_the_order_of_their_authority() -> None:
    votes = {"undl": "USA:Y", "unxml": "USA:N", "voeten": "USA:A", "unvotes": "USA:X"}
    votes["reference"] = "USA:Y"
    parts = [record(source, call(text)) for source, text in votes.items()]
    parts.append(record("mine", call("USA:Y FRA:Y")))
    for number in range(len(parts)):
        merged = merge(reversed(parts[number:]))
        source = [*votes, "own"][number]
        assert merged.record.rollcalls["source"].tolist() == [source]
        assert merged.counts["source"].tolist() == list(AUTHORITY[number:])


@pytest.mark.parametrize(
    ("used", "other", "differ"),
    [
        ("USA:Y", "USA:Y", False),
        ("USA:Y", "USA:N", True),
        ("USA:Y", "USA:X", True),
        ("USA:X", "USA:A", True),
        ("USA:X", "", False),  # sources such as unvotes omit absences
        ("USA:Y", "", True),
        ("", "USA:Y", True),
        ("", "USA:X", True),
    ],
)
def test_what_is_a_disagreement(used: str, other: str, differ: bool) -> None:
    merged = merge(
        [record("undl", call(f"{used} FRA:Y")), record("unvotes", call(f"{other} FRA:Y"))]
    )
    expected = f"{SYMBOL} USA: {used[4:] or '-'} (undl), {other[4:] or '-'} (unvotes)"
    assert listed(merged) == ([expected] if differ else [])


def test_attributes_are_filled_in_and_facts_are_not() -> None:
    more = dict.fromkeys(TEXTS, "x") | {"symbol": "a/res/es-11/1 ", "organ": "GA", "part": ""}
    less = record("unxml", call("USA:Y", published_yes=7, **more))
    only = record("undl", call("USA:Y", agenda="ours"))
    row = merge([only, less]).record.rollcalls.iloc[0]
    filled = dict.fromkeys(FILLED, "x") | {"agenda": "ours"}
    assert {name: row[name] for name in FILLED} == filled
    assert (row["symbol"], row["session"], row["modality"], row["number"]) == (SYMBOL, "", "", "")
    assert row["published_yes"] is pd.NA


def test_a_roll_call_that_one_source_has_goes_in() -> None:
    merged = merge(
        [
            record("unxml", call("USA:Y", "A/RES/79/2", "2024-10-30")),
            record("undl", call("USA:N", "A/RES/79/10", "2024-11-30"), call("FRA:Y", "X", None)),
        ]
    )
    assert letters(merged.record) == {"A/RES/79/2": "USA:Y", "A/RES/79/10": "USA:N", "X": "FRA:Y"}
    assert not len(merged.disagreements)


@pytest.mark.parametrize(
    ("ours", "theirs", "matches"),
    [
        ("2022-03-02", "2022-03-02", True),
        ("2022-03-02", "2022-03-03", False),
        ("2004-01-01", "2004-01-02", False),
        ("2003-12-31", "2004-01-01", False),
        ("2003-12-31", "2003-12-01", True),
        ("1971-10-25", "1971-10-07", True),  # the China seat, in unvotes
        ("1971-10-25", "1971-11-25", False),
        ("1971-10-25", "1972-10-25", False),
        ("1971-10-25", None, True),
        (None, "2022-03-02", True),
        (None, None, True),
    ],
)
def test_dates_match_by_the_day_and_before_2004_by_the_month(
    ours: str | None, theirs: str | None, matches: bool
) -> None:
    merged = merge(
        [record("undl", call("USA:Y", date=ours)), record("unvotes", call("USA:Y", date=theirs))]
    )
    assert len(merged.record) == (1 if matches else 2)
    # One symbol on two days may be one roll call all the same.
    assert counted(merged)["unvotes"] == ([0, 1, 0, 0] if matches else [1, 0, 1, 1])


def test_whole_texts_match_whole_texts_and_parts_parts() -> None:
    ours = record("undl", call("USA:Y", number="1"), call("USA:N", part="paragraph", number="2"))
    theirs = record("voeten", call("USA:N", part="amendment", number="9"))
    merged = merge([ours, theirs])
    assert counted(merged)["voeten"] == [0, 1, 0, 0]
    whole = merge([record("undl", call("USA:Y")), theirs])
    assert letters(whole.record) == {f"{SYMBOL}#{DAY}": "USA:Y", f"{SYMBOL}#9": "USA:N"}


def test_the_tally_pairs_several_under_one_symbol() -> None:
    ours = record(
        "undl", call("USA:Y FRA:Y RUS:X", number="1"), call("USA:N FRA:Y RUS:X", number="2")
    )
    theirs = record(
        "unvotes", call("USA:Y FRA:N", number="5", title="five"), call("USA:Y FRA:Y", number="6")
    )
    merged = merge([ours, theirs])
    assert letters(merged.record) == {
        f"{SYMBOL}#1": "FRA:Y RUS:X USA:Y",
        f"{SYMBOL}#2": "FRA:Y RUS:X USA:N",
    }
    assert merged.record.rollcalls["title"].tolist() == ["", "five"]
    assert listed(merged) == [
        f"{SYMBOL}#2 FRA: Y (undl), N (unvotes)",
        f"{SYMBOL}#2 USA: N (undl), Y (unvotes)",
    ]


def test_a_tally_that_fits_none_is_a_possible_duplicate() -> None:
    ours = record("undl", call("USA:Y FRA:Y", number="1"), call("USA:N FRA:N", number="2"))
    theirs = record("unvotes", call("USA:Y FRA:A", number="5"))
    merged = merge([ours, theirs])
    assert len(merged.record) == 3
    assert listed(merged) == [
        f"{SYMBOL}#1 possible duplicate: {SYMBOL}#1 (undl), {SYMBOL}#5 (unvotes)",
        f"{SYMBOL}#2 possible duplicate: {SYMBOL}#2 (undl), {SYMBOL}#5 (unvotes)",
    ]
    assert counted(merged)["unvotes"] == [1, 0, 2, 2]
    both = f"{SYMBOL}#1 and {SYMBOL}#5, {SYMBOL}#2 and {SYMBOL}#5"
    assert merged.record.doubts == (f"possible duplicates, which both count: {both}",)
    assert not merged.record.select(end="2021").doubts
    assert merged.record.possible_duplicates == (
        (f"{SYMBOL}#1", f"{SYMBOL}#5"),
        (f"{SYMBOL}#2", f"{SYMBOL}#5"),
    )


def test_one_of_ours_and_several_of_theirs() -> None:
    ours = record("undl", call("USA:Y FRA:Y"))
    theirs = record(
        "unvotes", call("USA:Y FRA:Y", number="5"), call("USA:Y FRA:N", number="6", title="six")
    )
    merged = merge([ours, theirs])
    assert letters(merged.record) == {
        f"{SYMBOL}#{DAY}": "FRA:Y USA:Y",
        f"{SYMBOL}#6": "FRA:N USA:Y",
    }
    assert listed(merged) == []  # their own source tells the two apart


def test_among_several_of_one_tally_the_votes_decide() -> None:
    ours = record("undl", call("USA:Y FRA:N RUS:X", number="1"), call("USA:N FRA:Y", number="2"))
    named = record("unvotes", call("USA:N FRA:Y", number="5"), call("USA:Y FRA:N", number="6"))
    merged = merge([ours, named])
    assert (counted(merged)["unvotes"], listed(merged)) == ([0, 2, 0, 0], [])
    # The last one left on each side is the same, though a vote differs.
    differing = record("unvotes", call("USA:N FRA:Y", number="5"), call("USA:Y CHN:N", number="6"))
    merged = merge([ours, differing])
    assert counted(merged)["unvotes"] == [0, 2, 0, 2]
    # Neither of two fits better.
    alone = record("unvotes", call("USA:Y CHN:N", number="6"))
    assert counted(merge([ours, alone]))["unvotes"] == [1, 0, 2, 2]


def test_several_with_identical_votes_are_any_of_them() -> None:
    ours = record("undl", call("USA:Y", number="1"), call("USA:Y", number="2"))
    one, two, three = (
        record("unvotes", *(call("USA:Y", number=str(place)) for place in range(count)))
        for count in (1, 2, 3)
    )
    assert counted(merge([ours, one]))["unvotes"] == [0, 1, 0, 0]
    assert counted(merge([ours, two]))["unvotes"] == [0, 2, 0, 0]
    assert counted(merge([ours, three]))["unvotes"] == [1, 2, 2, 2]


def test_a_shared_number_decides_before_symbol_and_date() -> None:
    voeten = record("voeten", call("USA:Y", number="7"), call("USA:N", "", None, number="8"))
    unvotes = record(
        "unvotes",
        call("USA:Y", "A/RES/1/99", "2022-02-01", number="7"),
        call("USA:A", "", None, number="8"),
        call("USA:N", number="9"),  # symbol and date are those of 7
    )
    merged = merge([voeten, unvotes])
    assert counted(merged) == {"voeten": [2, 0, 0, 0], "unvotes": [1, 2, 0, 1]}
    assert letters(merged.record) == {
        f"{SYMBOL}#7": "USA:Y",
        f"{SYMBOL}#9": "USA:N",
        "#8": "USA:N",
    }
    # The same through a third source, which has numbers of its own.
    undl = record("undl", call("USA:Y", number="9"))
    assert counted(merge([undl, voeten, unvotes])) == {
        "undl": [1, 0, 0, 0],
        "voeten": [1, 1, 0, 0],
        "unvotes": [1, 2, 0, 1],
    }


@pytest.mark.parametrize(
    "other",
    [
        call("USA:Y", date="2021-03-02", number="7"),
        call("USA:N", "A/RES/76/9", number="7"),
        call("USA:Y", "S/2022/155", number="7") | {"organ": "SC"},
    ],
)
def test_a_number_is_nothing_without_organ_symbol_and_year(other: Any) -> None:
    voeten = record("voeten", call("USA:Y", number="7"))
    assert len(merge([voeten, record("unvotes", other)]).record) == 2
    edition = newer_edition(voeten, record("voeten", other))
    assert (edition.new, edition.stayed) == (1, 1)


def test_without_a_symbol_nothing_but_a_shared_number_matches() -> None:
    parts = [record(source, call("USA:Y", "", number="3")) for source in ("undl", "unvotes")]
    merged = merge(parts)
    assert letters(merged.record) == {"#3": "USA:Y", "#unvotes-3": "USA:Y"}


def test_the_ids() -> None:
    merged = merge(
        [
            record(
                "undl",
                call("USA:Y", "A/RES/1/1", "1946-01-02", number="11"),
                call("USA:N", "A/RES/1/1", "1946-03-02", number="12"),
                call("USA:Y", "A/RES/1/2", "1946-01-01", number="13"),
                call("USA:Y", "", "1946-01-03", number="14"),
            ),
            record(
                "unxml",
                call("FRA:Y", "A/RES/1/1", "1947-01-01"),
                call("FRA:Y", "", "1947-02-01"),
                call("FRA:N", "", "1947-02-01"),
                call("FRA:N", "", None),
            ),
            record("unvotes", call("USA:Y", "A/RES/1/1", "1948-01-01", number="12")),
        ]
    )
    assert merged.record.rollcalls.index.tolist() == [
        "A/RES/1/2",
        "A/RES/1/1#11",
        "#14",
        "A/RES/1/1#12",
        "A/RES/1/1#1947-01-01",
        "#1947-02-01",
        "#unxml-1947-02-01",
        "A/RES/1/1#unvotes-12",
        "#",
    ]


# --- one vote in several dresses

STATES = ["USA", "FRA", "GBR", "RUS", "CHN", "IND", "BRA", "EGY", "NGA", "MEX", "CUB", "POL"]
# Seven against five, and votes that differ in one or two letters.
SPLIT = "YYYYYYYNNNAA"


def split(letters: str = SPLIT) -> str:
    return " ".join(f"{code}:{vote}" for code, vote in zip(STATES, letters, strict=True))


def met(ours: Any, theirs: Any, first: str = "undl", second: str = "unvotes") -> tuple[int, int]:
    """Return how many roll calls two sources have in all, and how many may be duplicates."""
    ours, theirs = ([one] if isinstance(one, dict) else one for one in (ours, theirs))
    merged = merge([record(first, *ours), record(second, *theirs)])
    again = merge([record(second, *reversed(theirs)), record(first, *reversed(ours))])
    same(merged.record, again.record)
    return len(merged.record), len(merged.record.possible_duplicates)


@pytest.mark.parametrize(
    "spelling",
    [
        *("R/30/3379", "3379 (XXX)"),
        *complete("A/RES/30/3379", "a/res/3379(xxx)", "A/RES/3379 (XXX)"),
    ],
)
def test_spellings_of_a_symbol_are_one_roll_call(spelling: str) -> None:
    library = call("USA:N RUS:Y", "A/RES/3379(XXX)", "1975-11-10")
    assert met(library, call("USA:N RUS:Y", spelling, "1975-11-02")) == (1, 0)
    assert met(library, call("USA:N RUS:Y", "A/RES/30/3380", "1975-11-10")) == (2, 0)


@pytest.mark.parametrize(
    "draft", ["A/79/L.6|A/79/L.6/Add.1", *complete("A/79/L.6", "A/79/L.6 and Add.1")]
)
def test_a_draft_is_the_resolution_that_came_of_it(draft: str) -> None:
    day = "2024-10-30"
    resolution = call(split(), "A/RES/79/7", day, draft=draft)
    tonight = call(split(), "A/79/L.6", day, title="Embargo")
    for source in ("undl", "own"):
        merged = merge([record(source, resolution), record("unxml", tonight)])
        row = merged.record.rollcalls.iloc[0]
        assert len(merged.record) == 1
        assert row[["symbol", "draft", "title"]].tolist() == ["A/RES/79/7", draft, "Embargo"]
    assert met(resolution, call(split(), "", day, draft="A/79/L.6")) == (1, 0)
    assert met(resolution, call(split(), "A/79/L.6", "2024-10-31")) == (2, 0)
    assert met(resolution, call(split(), "A/79/L.7", day)) == (2, 0)
    assert met(resolution, call(split("NNNNNYYYYYYY"), "A/79/L.6", day)) == (2, 1)
    # The facts about the draft are not lost when the resolution comes in, in either order.
    for first, second in ((tonight, resolution), (resolution, tonight)):
        edition = newer_edition(record("own", first), record("own", second))
        row = edition.record.rollcalls.iloc[0]
        assert row[["symbol", "draft", "title"]].tolist() == ["A/RES/79/7", draft, "Embargo"]


def test_a_report_is_no_draft_and_two_resolutions_are_never_one() -> None:
    report = {"draft": "A/79/408, para. 20", "date": "2024-12-02"}
    ours = call(split(), "A/RES/79/50", **report)
    assert met(ours, call(split(), "A/RES/79/51", **report)) == (2, 0)
    assert met(ours, call(split(), "A/79/408", "2024-12-03")) == (1, 0)
    council = call(split(), "S/2022/155", "2024-12-02") | {"organ": "SC"}
    assert met(council, call(split(), "", "2024-12-02", draft="S/2022/155")) == (2, 0)


@pytest.mark.parametrize(
    ("symbol", "other", "votes", "expected"),
    [
        ("A/RES/181(II)", "A/RES/2/1424", SPLIT, (1, 0)),
        ("A/RES/181(II)", "", SPLIT, (1, 0)),
        ("A/RES/181(II)", "A/RES/2/181", SPLIT, (1, 0)),  # a page, met by the votes
        ("A/RES/181(II)", "A/RES/2/181", "NNNNNNNYYYAA", (2, 0)),
        ("A/RES/181(II)", "A/RES/182(II)", SPLIT, (2, 0)),
        ("A/RES/181(II)", "A/RES/2/1424", "YYYYYYYNNNAN", (2, 1)),  # one vote apart
        ("A/RES/181(II)", "", "YYYYYYYYYYYA", (2, 0)),
    ],
)
def test_pages_meet_by_the_votes(
    symbol: str, other: str, votes: str, expected: tuple[int, int]
) -> None:
    library = call(split(), symbol, "1947-11-29")
    assert met(library, call(split(votes), other, "1947-11-07")) == expected


def test_votes_alone_tell_only_where_enough_were_in_the_minority() -> None:
    few = split("YYYYYYYYYNNA")
    ours = call(few, "A/RES/181(II)", "1947-11-29", title="Palestine")
    assert met(ours, call(few, "", "1947-11-07")) == (2, 1)
    assert met(ours, call(few, "", "1947-11-07", title="palestine")) == (1, 0)
    assert met(ours, call(few, "", "1947-12-07", title="palestine")) == (2, 0)


def test_a_part_and_a_whole_text_with_the_same_votes_are_a_possible_duplicate() -> None:
    ours = call(split(), "A/RES/181(II)", "1947-11-29")
    assert met(ours, call(split(), "", "1947-11-07", part="paragraph")) == (2, 1)
    assert met(ours, call(split(), "A/RES/182(II)", "1947-11-07", part="paragraph")) == (2, 0)


def test_a_draft_that_a_third_source_names() -> None:
    day = "2024-10-30"
    merged = merge(
        [
            record("undl", call(split(), "A/RES/79/7", day)),
            record("unxml", call(split(), "A/RES/79/7", day, draft="A/79/L.6")),
            record("own", call(split(), "A/79/L.6", day)),
        ]
    )
    assert counted(merged)["own"] == [0, 1, 0, 0]


def test_twins_pair_in_their_order_where_both_sides_have_as_many() -> None:
    ours = [
        call(split(), "A/RES/181(II)", "1947-11-01"),
        call(split(), "A/RES/182(II)", "1947-11-02"),
    ]
    theirs = [call(split(), f"A/RES/2/{page}", "1947-11-03", number=str(page)) for page in (10, 11)]
    assert met(ours, theirs) == (2, 0)
    assert met(ours, theirs[:1]) == (3, 2)


@pytest.mark.parametrize(
    ("symbols", "others", "expected"),
    [
        (["A/RES/2758(XXVI)"], ["A/RES/26/2758G"], (1, 0)),
        (["A/RES/2758(XXVI)[A]"], ["A/RES/26/2758G"], (1, 0)),
        (["A/RES/2758(XXVI)"], ["A/RES/26/2759G"], (2, 0)),
        (["A/RES/36/56[A]"], ["A/RES/36/56"], (1, 0)),
        (["A/RES/36/56[A]"], ["A/RES/36/56B"], (2, 0)),
    ],
)
def test_letters_that_only_number_the_votes(
    symbols: list[str], others: list[str], expected: tuple[int, int]
) -> None:
    ours = [call(split(), symbol, "1971-10-25") for symbol in symbols]
    assert met(ours, [call(split(), other, "1971-10-07") for other in others]) == expected


def test_the_votes_decide_which_letter_is_which() -> None:
    other = "NNNNYYYYYYYY"
    ours = [
        call(split(), "A/RES/2758(XXVI)[A]", "1971-10-25"),
        call(split(other), "A/RES/2758(XXVI)[B]", "1971-10-25"),
    ]
    crossed = [
        call(split(other), "A/RES/26/2758A", "1971-10-07"),
        call(split(), "A/RES/26/2758B", "1971-10-07"),
    ]
    assert met(ours, crossed) == (2, 0)
    # Two candidates are equally near: neither is taken.
    near = [call(split(), f"A/RES/26/2758{letter}", "1971-10-07") for letter in "CD"]
    assert met(ours[:1], near) == (3, 2)


def test_published_totals_that_differ() -> None:
    # Without lists of the absent, the sum of those not voting is unknown.
    totals = {"published_yes": 1, "published_abstain": 2, "published_not_voting": 5}
    totals["published_members"] = 7
    undl = merge([record("undl", call("USA:Y FRA:A", **totals))])
    assert listed(undl) == [
        f"{SYMBOL} abstain: 1 (undl), 2 (published by undl)",
        f"{SYMBOL} members: 2 (undl), 7 (published by undl)",
        f"{SYMBOL} not_voting: 0 (undl), 5 (published by undl)",
    ]
    unxml = merge([record("unxml", call("USA:Y FRA:A", **totals))])
    assert listed(unxml) == [f"{SYMBOL} abstain: 1 (unxml), 2 (published by unxml)"]
    assert unxml.record.notes == (
        "1 roll call whose published totals differ from the votes; the votes count: A/RES/ES-11/1",
    )


def test_states_that_one_source_lacks() -> None:
    merged = merge([record("undl", call("DDR:Y")), record("unxml", call("YUG:Y", "B"))])
    assert letters(merged.record) == {SYMBOL: "DDR:Y", "B": "YUG:Y"}
    assert merged.record.votes.columns.tolist() == ["DDR", "YUG"]


def test_what_cannot_be_merged() -> None:
    one = record("undl", call("USA:Y"))
    with pytest.raises(unvote.ArgumentError, match="no record to merge"):
        merge([])
    with pytest.raises(unvote.ArgumentError, match="two records of the source undl"):
        merge([one, one])
    mixed = record("undl", call("USA:Y"), call("USA:N", "B"))
    mixed.rollcalls["source"] = pd.array(["undl", "unxml"], dtype="str")
    with pytest.raises(unvote.ArgumentError, match="has several sources: 'undl', 'unxml'"):
        merge([mixed])


# --- editions of one source


def edition(old: unvote.Record, new: unvote.Record) -> tuple[list[int], dict[str, str]]:
    result = newer_edition(old, new)
    counts = [result.new, result.replaced, result.unchanged, result.stayed]
    return counts, letters(result.record)


def test_a_newer_edition_replaces_what_it_covers() -> None:
    old = record(
        "undl",
        call("USA:Y", "A/RES/1/1", "1946-01-01", number="1"),
        call("USA:Y", "A/RES/1/2", "1946-01-02", number="2"),
        call("USA:Y", "A/RES/1/3", "1946-01-03", number="3"),
    )
    new = record(
        "undl",
        call("USA:Y", "A/RES/1/22", "1946-02-02", number="2"),
        call("USA:Y", "A/RES/1/3", "1946-01-03", number="3"),
        call("USA:A", "A/RES/1/4", "1946-01-04", number="4"),
    )
    assert edition(old, new) == (
        [1, 1, 1, 1],
        {
            "A/RES/1/1": "USA:Y",
            "A/RES/1/3": "USA:Y",
            "A/RES/1/4": "USA:A",
            "A/RES/1/22": "USA:Y",
        },
    )
    assert newer_edition(old, new).changed
    assert not newer_edition(old, old).changed


@pytest.mark.parametrize(
    ("old", "new", "replaces"),
    [
        ({"number": "1"}, {"number": "1", "symbol": "B"}, False),
        ({"number": "1"}, {"number": "2"}, False),
        ({"number": "1"}, {}, True),
        ({}, {"number": "2"}, True),
        ({}, {}, True),
        ({}, {"symbol": "a/res/ES-11/1"}, True),
        ({}, {"date": "2022-03-03"}, False),
        ({}, {"date": None}, True),
        ({"date": None}, {}, True),
        ({}, {"part": "paragraph"}, False),
        ({"symbol": ""}, {"symbol": ""}, False),
        ({"symbol": "", "number": "1"}, {"symbol": "", "number": "1"}, True),
    ],
)
def test_the_same_roll_call_in_two_editions(
    old: dict[str, Any], new: dict[str, Any], replaces: bool
) -> None:
    before = record("undl", call("USA:Y", **old))
    after = record("undl", call("USA:N", **new))
    counts, votes = edition(before, after)
    assert counts == ([0, 1, 0, 0] if replaces else [1, 0, 0, 1])
    assert len(votes) == (1 if replaces else 2)


WHOLE = call(
    "USA:Y RUS:N FRA:A CHN:X",
    number="1",
    title="Aggression",
    agenda="Ukraine",
    session="ES-11",
    modality="recorded",
    published_yes=1,
    published_members=4,
)
PART = call("USA:Y RUS:Y FRA:N CHN:X", number="2", note="Paragraph", part="paragraph")


def poorer(*changes: dict[str, Any]) -> Any:
    """Import an edition that has only these of a whole text and a vote on a part."""
    old = record("undl", WHOLE, PART)
    return old, newer_edition(old, record("undl", *changes))


def test_what_a_newer_edition_does_not_say_stays() -> None:
    bare = [call(one["votes"], number=one["number"]) for one in (WHOLE, PART)]
    old, edition = poorer(*bare)
    same(edition.record, old)
    assert (edition.unchanged, edition.changed, edition.fewer) == (2, False, ())


def test_without_numbers_a_vote_on_a_part_is_known_by_its_votes() -> None:
    bare = [call(one["votes"]) for one in (PART, WHOLE)]
    old = record("own", *({**one, "number": ""} for one in (WHOLE, PART)))
    same(newer_edition(old, record("own", *bare)).record, old)
    same(newer_edition(old, record("own", bare[0])).record, old)


def test_who_did_not_vote_stays_where_only_voters_are_listed() -> None:
    old, edition = poorer(call("USA:Y RUS:N FRA:A", number="1"))
    same(edition.record, old)
    assert not edition.changed


def test_a_vote_that_is_corrected_is_taken() -> None:
    _, edition = poorer(call("USA:N RUS:N FRA:A CHN:X", number="1", title="Peace"))
    assert letters(edition.record)[f"{SYMBOL}#1"] == "CHN:X FRA:A RUS:N USA:N"
    row = edition.record.rollcalls.loc[f"{SYMBOL}#1"]
    assert row[["title", "agenda"]].tolist() == ["Peace", "Ukraine"]
    _, edition = poorer(call("USA:Y RUS:N FRA:A CHN:Y", number="1"))
    assert letters(edition.record)[f"{SYMBOL}#1"] == "CHN:Y FRA:A RUS:N USA:Y"


@pytest.mark.parametrize(
    ("votes", "listed"),
    [
        ("USA:Y RUS:N", 2),
        ("USA:Y RUS:N CHN:X", 3),
        ("USA:Y RUS:N FRA:X CHN:X", 4),
        ("USA:Y RUS:N FRA:A DDR:Y CHN:X GBR:Y", 6),
    ],
)
def test_a_roll_call_loses_no_votes(votes: str, listed: int) -> None:
    before = record("undl", WHOLE | {"votes": "USA:Y RUS:N FRA:A ESP:Y CHN:X"})
    after = record("undl", call(votes, number="1"), call("USA:Y", "A/RES/ES-11/2", number="3"))
    whole, (edition,) = newer_editions(before, [after])
    assert edition.fewer == (Fewer("undl", "1", SYMBOL, DAY, 5, listed, after.name),)
    assert (edition.new, edition.replaced, edition.unchanged) == (1, 0, 0)
    there = {SYMBOL: "CHN:X ESP:Y FRA:A RUS:N USA:Y"}
    assert letters(whole) == there | {"A/RES/ES-11/2": "USA:Y"}
    taken, (edition,) = newer_editions(before, [after], replace_votes=True)
    assert letters(taken)[SYMBOL] == " ".join(sorted(votes.split()))
    assert taken.rollcalls.loc[SYMBOL, "agenda"] == "Ukraine"
    assert (edition.replaced, edition.fewer) == (1, ())


def test_fewer_votes_are_a_disagreement_of_the_union() -> None:
    merged = joined([record("undl", WHOLE), record("undl", call("USA:Y", number="1"))])
    [row] = merged.disagreements.to_dict("records")
    what = ("rollcall", "what", "used", "used_from", "other")
    assert [row[name] for name in what] == [SYMBOL, "fewer votes", "4", "undl", "1"]
    assert merged.record.notes == (
        f"1 roll call for which a newer edition has fewer votes: these are not used: {SYMBOL}",
    )


def test_numbers_in_files_of_other_origin_say_nothing() -> None:
    old = record("own", call("USA:Y", "", None, number="1"), call("USA:Y", number="2"))
    new = record("own", call("USA:N", "", None, number="1"), call("USA:N", number="3"))
    assert edition(old, new)[0] == [1, 1, 0, 1]
    assert edition(old, old)[0] == [0, 0, 2, 0]


def test_editions_of_two_sources() -> None:
    with pytest.raises(unvote.ArgumentError, match="its source is unxml, not undl"):
        newer_edition(record("undl", call("USA:Y")), record("unxml", call("USA:Y")))


# --- properties

CALLS = st.lists(
    st.builds(
        lambda votes, **rest: call(
            " ".join(f"{c}:{v}" for c, v in zip(("FRA", "RUS", "USA"), votes, strict=True) if v),
            **rest,
        ),
        st.tuples(*[st.sampled_from(["Y", "N", "A", "X", ""])] * 3),
        symbol=st.sampled_from(["A/RES/1/1", "A/RES/1/10", "A/RES/1/9", ""]),
        date=st.sampled_from([None, "1985-12-01", "1985-12-02", "2022-03-02", "2022-03-03"]),
        part=st.sampled_from(["", "", "paragraph"]),
        number=st.sampled_from(["", "1", "2", "3", "10"]),
        title=st.sampled_from(["", "one"]),
    ),
    min_size=1,
    max_size=6,
)


@examples(30)
@given(st.lists(CALLS, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_no_order_tells(sources: list[list[Any]], chance: random.Random) -> None:
    names = ("undl", "voeten", "unvotes")[: len(sources)]
    merged = merge(record(name, *calls) for name, calls in zip(names, sources, strict=True))
    shuffled = [
        record(name, *chance.sample(calls, len(calls)))
        for name, calls in zip(names, sources, strict=True)
    ]
    again = merge(chance.sample(shuffled, len(shuffled)))
    same(merged.record, again.record)
    pd.testing.assert_frame_equal(merged.disagreements, again.disagreements)
    pd.testing.assert_frame_equal(merged.counts, again.counts)
    counts = merged.counts
    assert (counts["rollcalls"] == counts["used"] + counts["same"]).all()
    assert len(merged.record) == counts["used"].sum()
    assert len(merged.record.possible_duplicates) == counts["possible_duplicates"].sum()


@examples(30)
@given(CALLS)
def test_a_record_merged_with_itself_is_itself(calls: list[Any]) -> None:
    numbered = [one | {"number": str(place)} for place, one in enumerate(calls)]
    ours, theirs = record("voeten", *numbered), record("unvotes", *numbered)
    merged = merge([ours, theirs])
    same(merged.record, merge([ours]).record)
    assert not len(merged.disagreements)
    assert merged.counts["same"].tolist() == [0, len(calls)]
    same(merge([merged.record]).record, merged.record)


def as_read(calls: list[Any]) -> list[Any]:
    """Return roll calls as a file may hold them: a number is given once, and none is repeated."""
    once: dict[str, Any] = {}
    for one in calls:
        facts = {name: value for name, value in one.items() if name not in ("number", "title")}
        once.setdefault(one["number"] or repr(sorted(facts.items())), one)
    return list(once.values())


@examples(30)
@given(CALLS, CALLS)
def test_the_same_edition_twice_changes_nothing(first: list[Any], second: list[Any]) -> None:
    old, new = record("undl", *as_read(first)), record("undl", *as_read(second))
    once = newer_edition(old, new)
    kept = len(once.fewer)
    assert once.new + once.replaced + once.unchanged + kept == len(new)
    assert len(once.record) == once.stayed + len(new) - kept
    twice = newer_edition(once.record, new)
    same(twice.record, once.record)
    assert not twice.changed


@examples(30)
@given(st.lists(CALLS, min_size=2, max_size=5))
def test_editions_at_once_are_editions_one_by_one(several: list[list[Any]]) -> None:
    old, *newer = (record("undl", *as_read(calls)) for calls in several)
    whole, editions = newer_editions(old, newer)
    one_by_one = old
    for new, edition in zip(newer, editions, strict=True):
        result = newer_edition(one_by_one, new)
        one_by_one = result.record
        assert vars(result) == {"record": one_by_one, **edition._asdict()}
    same(whole, one_by_one)
