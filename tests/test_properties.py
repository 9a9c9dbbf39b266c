"""What holds of any record: it is read back as it was written, and measures keep their laws."""

import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import unvote
from strategies import records, reordered, with_absent
from unvote.store import importing, saving
from unvote.store.export import export
from unvote.store.opening import open_record

MEASURES = list(unvote.measures()["measure"])
patient = settings(deadline=None, max_examples=25, database=None)
some = settings(deadline=None, max_examples=10, database=None)
RECORDS = records()
# Texts adopted without a vote and votes on parts are left out of what compares states.
VOTED = records(plain=True)


def same(found: unvote.Record, record: unvote.Record) -> None:
    """Hold two records to be one."""
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
@given(records(numbered=False, plain=True))
def test_a_record_is_read_back_from_a_column_a_state(record: unvote.Record) -> None:
    export(record, "wide.csv", "wide")
    found = unvote.read("wide.csv")
    kept = ["symbol", "date", "session", "organ", "title", "part", "source"]
    pd.testing.assert_frame_equal(found.rollcalls[kept], record.rollcalls[kept])
    pd.testing.assert_frame_equal(found.votes, record.votes)


@some
@given(RECORDS)
def test_a_record_is_the_same_after_an_import(record: unvote.Record) -> None:
    saving.remove()
    file = importing.FileFacts("drawn.csv", "0" * 64)
    importing.import_records([(record, file)], when="2026-06-30")
    found = open_record()
    assert found.rollcalls["date"].dropna().is_monotonic_increasing
    # Roll calls of one day are ordered by what they are, not by the place in some file.
    order = [found.rollcalls.index.get_loc(rollcall) for rollcall in record.rollcalls.index]
    assert len(found) == len(record)
    same(reordered(found, order, list(range(len(found.votes.columns)))), record)
    again = importing.import_records([(record, file)], when="2026-07-01")
    assert not again.changed


# Tallies --------------------------------------------------------------------------------


@patient
@given(RECORDS)
def test_a_tally_counts_every_member_once(record: unvote.Record) -> None:
    whole = unvote.tally(record).set_index("rollcall")
    counts = ["yes", "no", "abstain", "not_voting"]
    assert whole["members"].tolist() == (record.matrix > 0).sum(axis=1).tolist()
    assert whole[counts].sum(axis=1).tolist() == whole["members"].tolist()
    dated = record.rollcalls["date"].notna()  # who belongs to a region depends on the day
    assume(dated.any())
    regions = unvote.tally(record, by="region").groupby("rollcall", sort=False)
    sums = regions[[*counts, "members"]].sum()
    assert sums.index.tolist() == record.rollcalls.index[dated].tolist()
    assert sums.values.tolist() == whole.loc[sums.index, sums.columns].values.tolist()


# Pairs ----------------------------------------------------------------------------------

PAIR = ["n", "same", "opposite", "partial", "absent", *MEASURES]


def pair(record: unvote.Record, a: str, b: str, **options: object) -> dict[str, float]:
    return unvote.align(record, a, b, measures=MEASURES, **options)[PAIR].iloc[0].to_dict()


def close(row: dict[str, float]) -> object:
    return pytest.approx(row, nan_ok=True, abs=1e-12)


def alignable(record: unvote.Record) -> tuple[str, str]:
    """Return two states of a record of which at least one voted."""
    a, b = record.votes.columns[:2]
    assume((record.votes[[a, b]] > 0).any(axis=None))
    return a, b


@patient
@given(VOTED, st.randoms(use_true_random=False))
def test_measures_know_no_order(record: unvote.Record, random: object) -> None:
    a, b = alignable(record)
    row = pair(record, a, b)
    assert pair(record, b, a) == close(row)
    rows, columns = (random.sample(range(n), n) for n in record.votes.shape)
    assert pair(reordered(record, rows, columns), a, b) == close(row)


@patient
@given(VOTED)
def test_measures_stay_in_range_and_are_one_with_oneself(record: unvote.Record) -> None:
    a, b = alignable(record)
    ranges = unvote.measures().set_index("measure")["range"]
    row = pair(record, a, b)
    for name in MEASURES:
        low = 0 if ranges[name].startswith("0") else -1
        assert np.isnan(row[name]) or low - 1e-12 <= row[name] <= 1 + 1e-12
    own = pair(record, a, a)
    assert own["same"] == own["n"]
    if own["absent"] == 0:  # some measures count it as less than agreement
        defined = np.array([own[name] for name in MEASURES if not np.isnan(own[name])])
        np.testing.assert_allclose(defined, 1, rtol=0, atol=1e-12)


@patient
@given(VOTED)
def test_a_state_that_never_votes_changes_nothing_between_others(record: unvote.Record) -> None:
    a, b = alignable(record)
    absent = next(code for code in ("IND", "BRA", "EGY") if code not in record.votes.columns)
    more = with_absent(record, absent)
    assert pair(more, a, b) == close(pair(record, a, b))
    assert pair(more, a, absent)["n"] == 0


@patient
@given(VOTED)
def test_a_group_of_one_is_its_member(record: unvote.Record) -> None:
    a, b = alignable(record)
    groups = unvote.own_groups([f"ALONE={a}"])
    assert pair(record, "ALONE", b, groups=groups) == close(pair(record, a, b))
    listed = unvote.versus(record, "ALONE", b, groups=groups).set_index("state")
    expected = unvote.versus(record, a, b).set_index("state")
    pd.testing.assert_frame_equal(listed.loc[expected.index], expected, check_like=True)


@patient
@given(VOTED)
def test_versus_mirrored_is_versus_the_other_way(record: unvote.Record) -> None:
    a, b = alignable(record)
    there = unvote.versus(record, a, b).set_index("state").sort_index()
    back = unvote.versus(record, b, a).set_index("state").sort_index()
    back = back.rename(columns={"with_a": "with_b", "with_b": "with_a"}).assign(lean=-back["lean"])
    pd.testing.assert_frame_equal(there, back[there.columns])
