"""Laws for any record: it is read back as it was written, and measures behave."""

import csv
import io
import json
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import unvote
from conftest import examples
from strategies import councils, records, reordered, with_absent, with_votes
from unvote.codes import Vote
from unvote.output.formats import json_pieces, to_csv, to_parquet
from unvote.output.sheet import Sheet, printable
from unvote.store import importing, own_files
from unvote.store.export import export
from unvote.store.read import open_record
from unvote.world.rules import all_rules

MEASURES = list(unvote.measures()["measure"])
patient = examples(25)
some = examples(10)
RECORDS = records() | councils()
# Measures leave out texts adopted without a vote and votes on parts.
VOTED = records(plain=True) | councils()
RULES = list(dict.fromkeys((rule.organ, rule.name) for rule in all_rules()))


def same(found: unvote.Record, record: unvote.Record) -> None:
    """Assert that two records are the same."""
    pd.testing.assert_frame_equal(found.rollcalls, record.rollcalls)
    pd.testing.assert_frame_equal(found.votes, record.votes)


# Written and read back ------------------------------------------------------------------


@patient
@given(RECORDS)
def test_a_record_is_read_back_from_the_library_s_layout(record: unvote.Record) -> None:
    export(record, "votes.csv")
    same(unvote.read("votes.csv"), record)


@some
@given(RECORDS)
def test_a_record_in_parquet_is_the_one_in_csv(record: unvote.Record) -> None:
    export(record, "votes.parquet")
    text = io.BytesIO()
    pa.csv.write_csv(pa.parquet.read_table("votes.parquet"), text)
    same(unvote.read(io.BytesIO(text.getvalue())), record)


@patient
@given(records(numbered=False, plain=True) | councils())
def test_a_record_is_read_back_from_a_column_a_state(record: unvote.Record) -> None:
    export(record, "wide.csv", "wide")
    found = unvote.read("wide.csv")
    kept = ["symbol", "date", "session", "organ", "title", "part", "source"]
    pd.testing.assert_frame_equal(found.rollcalls[kept], record.rollcalls[kept])
    pd.testing.assert_frame_equal(found.votes, record.votes)


@some
@given(RECORDS)
def test_a_record_is_the_same_after_an_import(record: unvote.Record) -> None:
    own_files.remove()
    file = importing.FileFacts("drawn.csv", "0" * 64)
    importing.import_records([(record, file)], when="2026-06-30")
    found = open_record()
    assert found.rollcalls["date"].dropna().is_monotonic_increasing
    # Roll calls of one day are ordered by their content, not by the place in a file.
    order = [found.rollcalls.index.get_loc(rollcall) for rollcall in record.rollcalls.index]
    assert len(found) == len(record)
    assert set(found.rollcalls["added"]) == {"2026-06-30 drawn.csv"}
    new = found.with_facts(rollcalls=found.rollcalls.assign(added=record.rollcalls["added"]))
    same(reordered(new, order, list(range(len(found.votes.columns)))), record)
    again = importing.import_records([(record, file)], when="2026-07-01")
    assert not again.changed
    export(found, "full.csv")  # the time of import is not part of a roll call
    same(unvote.read("full.csv"), new)


@patient
@given(RECORDS)
def test_an_answer_is_the_same_in_every_format(record: unvote.Record) -> None:
    sheet = Sheet.of(unvote.tally.answer(record))
    parquet, meta = to_parquet(sheet), {"program": "unvote", "notes": []}
    table = pyarrow.parquet.read_table(io.BytesIO(parquet))
    kept = [[*row.values()] for row in table.to_pylist()]  # with every sign as it came
    shown = [[printable(cell) if isinstance(cell, str) else cell for cell in row] for row in kept]
    assert [*map(tuple, shown)] == sheet.rows
    texts = [[str(cell) if isinstance(cell, date) else cell for cell in row] for row in sheet.rows]
    assert [list(row.values()) for row in json.loads("".join(json_pieces(sheet)))] == texts
    with pytest.MonkeyPatch.context() as patch:
        whole = to_csv(sheet)
        both = ["".join(json_pieces(sheet, about)) for about in (None, meta)]
        patch.setattr("unvote.output.formats.AT_ONCE", 2)
        patch.setattr("unvote.output.formats.ROW_GROUP", 2)
        assert to_csv(sheet) == whole  # in pieces
        assert ["".join(json_pieces(sheet, about)) for about in (None, meta)] == both
        pieces = pyarrow.parquet.ParquetFile(io.BytesIO(to_parquet(sheet)))
        assert pieces.num_row_groups == max(-(-sheet.height // 2), 1)
        assert pieces.read().equals(table)
    assert json.loads(both[1]) == {**meta, "rows": json.loads(both[0])}
    [header, *lines] = csv.reader(io.StringIO(whole, newline=""))
    assert header == sheet.names
    cells = [[cell if isinstance(cell, str) else json.dumps(cell) for cell in row] for row in texts]
    assert lines == [["" if cell == "null" else cell for cell in row] for row in cells]


# Tallies --------------------------------------------------------------------------------


@patient
@given(RECORDS)
def test_a_tally_counts_every_member_once(record: unvote.Record) -> None:
    whole = unvote.tally(record, as_listed=True).set_index("rollcall")
    counts = ["yes", "no", "abstain", "not_voting"]
    assert whole["members"].tolist() == (record.matrix > 0).sum(axis=1).tolist()
    assert whole[counts].sum(axis=1).tolist() == whole["members"].tolist()
    dated = record.rollcalls["date"].notna()  # who belongs to a region depends on the day
    assume(dated.any())
    regions = unvote.tally(record, by="region", as_listed=True).groupby("rollcall", sort=False)
    sums = regions[[*counts, "members"]].sum()
    assert sums.index.tolist() == record.rollcalls.index[dated].tolist()
    assert sums.values.tolist() == whole.loc[sums.index, sums.columns].values.tolist()


@patient
@given(RECORDS)
def test_a_group_is_counted_as_its_members_are(record: unvote.Record) -> None:
    members = record.votes.columns[:3].tolist()
    groups = unvote.own_groups([f"SOME={','.join(members)}"])
    counts = ["yes", "no", "abstain", "not_voting", "members"]
    whole = unvote.tally(record, by="SOME", groups=groups, as_listed=True)[["rollcall", *counts]]
    each = unvote.tally(record, by=members, as_listed=True).groupby("rollcall", sort=False)
    each = each[counts].sum()
    pd.testing.assert_frame_equal(whole, each.reset_index())


@patient
@given(RECORDS, st.sampled_from(RULES))
def test_one_more_yes_does_no_harm(record: unvote.Record, rule: tuple[str, str]) -> None:
    organ, name = rule
    assume((record.rollcalls["organ"] == organ).any())
    record = record.select(organ=organ, parts=True)
    before = unvote.check(record, name)
    for code in record.states[:3]:
        after = unvote.check(with_votes(record, code, Vote.YES), name)
        assert (after["passed"] >= before["passed"]).all()
        assert (after["margin"] >= before["margin"])[before["margin"].notna()].all()


@patient
@given(RECORDS, st.randoms(use_true_random=False))
def test_tallies_know_no_order(record: unvote.Record, random: object) -> None:
    rows, columns = (random.sample(range(n), n) for n in record.votes.shape)
    found = unvote.tally(reordered(record, rows, columns)).set_index("rollcall")
    expected = unvote.tally(record).set_index("rollcall")
    pd.testing.assert_frame_equal(found.loc[expected.index], expected)


# Pairs ----------------------------------------------------------------------------------

PAIR = ["n", "same", "opposite", "partial", "absent", *MEASURES]


def pair(record: unvote.Record, a: str, b: str, **options: object) -> dict[str, float]:
    return unvote.align(record, a, b, measures=MEASURES, **options)[PAIR].iloc[0].to_dict()


def close(row: dict[str, float]) -> object:
    return pytest.approx(row, nan_ok=True, abs=1e-12)


# Sides of a comparison: states, and groups with and without members in common.
SIDES = [("A", "B"), ("A", "REST"), ("SOME", "B"), ("SOME", "REST")]


def compared(
    record: unvote.Record, sides: tuple[str, str] = SIDES[0]
) -> tuple[str, str, dict[str, unvote.Group]]:
    """Return two sides, at least one of which has a member in the record, and the groups."""
    a, b, *_ = states = record.votes.columns.tolist()
    assume((record.votes[[a, b]] > 0).any(axis=None))
    groups = unvote.own_groups([f"SOME={','.join(states[:3])}", f"REST={','.join(states[1:])}"])
    one, other = ({"A": a, "B": b}.get(side, side) for side in sides)
    return one, other, groups


@patient
@given(VOTED, st.sampled_from(SIDES), st.randoms(use_true_random=False))
def test_measures_know_no_order(
    record: unvote.Record, sides: tuple[str, str], random: object
) -> None:
    a, b, groups = compared(record, sides)
    row = pair(record, a, b, groups=groups)
    assert pair(record, b, a, groups=groups) == close(row)
    rows, columns = (random.sample(range(n), n) for n in record.votes.shape)
    assert pair(reordered(record, rows, columns), a, b, groups=groups) == close(row)


@patient
@given(VOTED)
def test_measures_stay_in_range_and_are_one_with_oneself(record: unvote.Record) -> None:
    a, b, _ = compared(record)
    ranges = unvote.measures().set_index("measure")["range"]
    row = pair(record, a, b)
    for name in MEASURES:
        low = 0 if ranges[name].startswith("0") else -1
        assert np.isnan(row[name]) or low - 1e-12 <= row[name] <= 1 + 1e-12
    own = pair(record, a, a)
    assert own["same"] == own["n"]
    if own["absent"] == 0:  # some measures count joint abstention as less than agreement
        defined = np.array([own[name] for name in MEASURES if not np.isnan(own[name])])
        np.testing.assert_allclose(defined, 1, rtol=0, atol=1e-12)


@patient
@given(VOTED, st.sampled_from(SIDES))
def test_a_state_that_never_votes_changes_nothing_between_others(
    record: unvote.Record, sides: tuple[str, str]
) -> None:
    a, b, groups = compared(record, sides)
    absent = next(code for code in ("IND", "BRA", "EGY", "TGO") if code not in record.votes.columns)
    more = with_absent(record, absent)
    assert pair(more, a, b, groups=groups) == close(pair(record, a, b, groups=groups))
    assert pair(more, a, absent, groups=groups)["n"] == 0
    listed = unvote.versus(more, a, b, groups=groups).set_index("state")
    expected = unvote.versus(record, a, b, groups=groups).set_index("state")
    pd.testing.assert_frame_equal(listed.drop(index=absent, errors="ignore"), expected)


@patient
@given(VOTED)
def test_a_group_of_one_is_its_member(record: unvote.Record) -> None:
    a, b, _ = compared(record)
    groups = unvote.own_groups([f"ALONE={a}"])
    assert pair(record, "ALONE", b, groups=groups) == close(pair(record, a, b))
    listed = unvote.versus(record, "ALONE", b, groups=groups).set_index("state")
    expected = unvote.versus(record, a, b).set_index("state")
    pd.testing.assert_frame_equal(listed.loc[expected.index], expected, check_like=True)
    one = unvote.tally(record, by="ALONE", groups=groups)
    pd.testing.assert_frame_equal(
        one.assign(group=a), unvote.tally(record, by=a), check_dtype=False
    )


@patient
@given(VOTED, st.sampled_from(SIDES))
def test_versus_mirrored_is_versus_the_other_way(
    record: unvote.Record, sides: tuple[str, str]
) -> None:
    a, b, groups = compared(record, sides)
    there = unvote.versus(record, a, b, groups=groups).set_index("state").sort_index()
    back = unvote.versus(record, b, a, groups=groups).set_index("state").sort_index()
    back = back.rename(columns={"with_a": "with_b", "with_b": "with_a"}).assign(lean=-back["lean"])
    pd.testing.assert_frame_equal(there, back[there.columns])
    mirrored = {"with_a": "with_b", "with_b": "with_a"}
    there, back = (
        unvote.sides(record, *pair, groups=groups).set_index(["rollcall", "state"]).sort_index()
        for pair in ((a, b), (b, a))
    )
    pd.testing.assert_frame_equal(there, back.assign(side=back["side"].replace(mirrored)))
