"""What every answer promises, whatever the question."""

from functools import cache

import pandas as pd
import pytest

import unvote
from unvote.answer import Answer, Column, Kind

QUESTIONS = {
    "tally": lambda record: unvote.tally.answer(record),
    "tally by region": lambda record: unvote.tally.answer(record, "region"),
    "check": lambda record: unvote.check.answer(record),
    "show": lambda record: unvote.show.answer(record),
    "votes": lambda record: unvote.votes.answer(record, "US", "RU"),
    "search": lambda record: unvote.search.answer(record, "ukraine"),
    "map": lambda record: unvote.map.answer(record.select("ES-11/7")),
    "map of a measure": lambda record: unvote.map.answer(record, align="US"),
    "breaks": lambda record: unvote.breaks.answer(record, "US", group="NATO"),
    "blocs": lambda record: unvote.blocs.answer(record, 3),
    "fit of blocs": lambda record: unvote.bloc_fit.answer(record),
    "align": lambda record: unvote.align.answer(record, "US", by="year", interval=True),
    "a pair": lambda record: unvote.align.answer(record, "US", "RU", by="resolution"),
    "matrix": lambda record: unvote.align_matrix.answer(record, "US", "RU"),
    "differences": lambda record: unvote.differences.answer(record, "US", "RU"),
    "versus": lambda record: unvote.versus.answer(record, "US", "EU"),
    "versus by year": lambda record: unvote.versus.answer(record, "US", "EU", by="year"),
    "versus of": lambda record: unvote.versus.answer(record, "US", "EU", by="year", of="regions"),
    "sides": lambda record: unvote.sides.answer(record.select("ES-11/7"), "US", "EU"),
    "shift": lambda record: unvote.shift.answer(record, "US", at="2025", before="3y"),
    "its roll calls": lambda record: unvote.shift_votes.answer(record, "US", "FR", at="2025"),
    "cohesion": lambda record: unvote.cohesion.answer(record, "EU", by="year"),
    "dissenters": lambda record: unvote.dissenters.answer(record, "EU"),
    "countries": lambda record: unvote.state_department.answer(record, 2022),
    "averages": lambda record: unvote.state_department_regions.answer(record, 2022),
    "counted": lambda record: unvote.state_department_rollcalls.answer(record, 2022),
    "ideal": lambda record: unvote.ideal.answer(record, "US", sweeps=5),
    "distance": lambda record: unvote.ideal.answer(record, "US", "RU", sweeps=5, distance=True),
    "cite": lambda record: unvote.cite.answer(record),
}


@cache
def answered(name: str) -> Answer:
    return QUESTIONS[name](unvote.load("embedded"))


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_column_of_an_answer_is_declared_in_its_order(name: str) -> None:
    answer = answered(name)
    assert [column.name for column in answer.columns] == list(answer.frame.columns)
    assert any(column.shown for column in answer.columns)
    numbers = {
        *(Kind.COUNT, Kind.SHARE, Kind.COEFFICIENT, Kind.POINT, Kind.INDEX, Kind.AVERAGE),
        *(Kind.CHANGE, Kind.DIFFERENCE),
    }
    for column in answer.columns:
        if column.kind == Kind.SLICE:  # a year is a number, a session none
            continue
        number = pd.api.types.is_numeric_dtype(answer.frame[column.name])
        truth = pd.api.types.is_bool_dtype(answer.frame[column.name])
        assert (column.kind in numbers) == (number and not truth), column
        assert (column.kind == Kind.DATE) == (answer.frame[column.name].dtype.kind == "M"), column


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_frame_has_what_is_told_of_it_as_texts_and_nothing_else(name: str) -> None:
    frame = answered(name).table()
    assert list(frame.attrs) == ["notes"]
    assert all(type(line) is str and line for line in frame.attrs["notes"])


def test_a_question_returns_the_rows_of_its_answer(embedded: unvote.Record) -> None:
    rows, answer = unvote.tally(embedded), unvote.tally.answer(embedded)
    pd.testing.assert_frame_equal(rows, answer.frame)
    assert rows.attrs["notes"] == [str(note) for note in answer.basis]
    assert answer.record is embedded


def test_a_column_is_called_by_its_name_unless_it_has_a_heading() -> None:
    assert Column("not_voting").label == "not voting"
    assert Column("with_a", heading="with US").label == "with US"
