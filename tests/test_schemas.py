"""The columns on which users' programs rely stay as recorded in schemas.json."""

import tempfile
from functools import cache

import pytest

from commands import ANSWERING, COMMANDS, each
from conftest import FULL_RECORD, complete, run_unvote
from schemas import OFFERED, Schema, differences, offered, recorded, schemas


@cache
def answered(name: str, lines: int | None = None) -> dict[str, Schema]:
    """Return the schemas of a command; ask only once."""
    return dict(schemas(name, lines=lines))


@each(ANSWERING)
@pytest.mark.parametrize("lines", [2, *complete(None)])
def test_answers_have_the_columns_recorded(name: str, lines: int | None) -> None:
    found = answered(name, lines)
    assert found
    unknown = [line for line in found if line not in recorded()]
    assert not unknown, "not recorded yet: python tests/schemas.py records it"
    told = [
        one for line, schema in found.items() for one in differences(line, recorded()[line], schema)
    ]
    assert not told, "\n".join(told)


@pytest.mark.complete
def test_nothing_is_recorded_that_is_not_asked() -> None:
    lines = {line for line in recorded() if line.split()[0] != "data"}
    assert lines <= {line for name in ANSWERING for line in answered(name)}


def test_a_shell_offers_the_columns_recorded() -> None:
    assert OFFERED.read_text(encoding="utf-8") == offered(), "python tests/schemas.py writes it"


def test_a_change_is_told_with_what_to_do() -> None:
    old = {"meta": {}, "rows": {"a": ["integer"], "b": ["string"], "c": ["null", "string"]}}
    new = {"meta": {}, "rows": {"c": ["string"], "a": ["null"], "d": ["string"]}}
    added, gone, order, kind = differences("x", old, new)
    assert "'d' is new in rows: allowed; record it with python tests/schemas.py" in added
    assert "'b' is gone from rows: this breaks programs of users; deprecate first" in gone
    assert "the order of rows has changed" in order
    assert "'a' in rows is null, recorded ['integer']" in kind
    assert differences("x", old, old) == []


@cache
def full_record() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNVOTE_DATA", folder.name)
        assert run_unvote("data", "import", FULL_RECORD, "-q").code == 0
    return folder


@pytest.mark.skipif(not FULL_RECORD, reason="UNVOTE_TEST_RECORD names no file")
@pytest.mark.parametrize("name", [name for name in ANSWERING if COMMANDS[name].reads])
def test_the_full_record_has_the_same_columns(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNVOTE_DATA", full_record().name)
    for line, schema in schemas(name, lines=1):
        told = differences(line, recorded()[line], schema)
        assert not told, "\n".join(told)
