"""A record with a valid seal and wrong facts is reported as damaged, in one line."""

from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest

import unvote
from conftest import run_unvote
from merging import UNDL, UNXML, put
from unvote.store.info import info
from unvote.store.own_files import remove
from unvote.store.parquet import from_parquet, name_of, to_parquet
from unvote.store.read import open_record


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNVOTE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def values(name: str, value: Any, kind: Any = None) -> Any:
    """Return a change that puts one value into all rows of a column."""

    def change(table: Any) -> Any:
        place = table.schema.names.index(name)
        return table.set_column(place, name, pa.array([value] * len(table), kind))

    return change


TEXT, VOTE, WHOLE = pa.string(), pa.int8(), pa.int64()
TABLES = {
    "a vote that is none": values("USA", 9, VOTE),
    "a vote below none": values("USA", -1, VOTE),
    "votes of another type": values("USA", 1, WHOLE),
    "letters for votes": values("USA", "Y"),
    "a missing vote": values("USA", None, VOTE),
    "an unknown state": lambda table: table.rename_columns(
        ["ZZZ" if name == "USA" else name for name in table.schema.names]
    ),
    "ids twice": values("rollcall", "x"),
    "no id": values("rollcall", None, TEXT),
    "a date as text": values("date", "2024-99-99"),
    "a date beyond all calendars": values("date", 2**31 - 1, pa.int32()),
    "a date before the UN": values("date", -20000, pa.int32()),
    "an organ that is none": values("organ", "<b>"),
    "a part that is none": values("part", "half"),
    "a source that is none": values("source", "evil"),
    "a missing text": values("note", None, TEXT),
    "a number for a title": values("title", 1),
    "a total below none": values("published_yes", -5, WHOLE),
    "no organ": lambda table: table.drop_columns(["organ"]),
    "no title": lambda table: table.drop_columns(["title"]),
    "no dates": lambda table: table.drop_columns(["date"]),
    "a column twice": lambda table: pa.table(
        [*table.columns, table["USA"]], names=[*table.schema.names, "USA"]
    ),
    "one more column": lambda table: table.append_column("mine", table["title"]),
    "other rows": lambda table: table.slice(0, 1),
    "another order": lambda table: table.take([2, 1, 0, *range(3, len(table))]),
    "another table": lambda table: pa.table({"a": [1]}),
}


def without(key: str) -> Any:
    return lambda facts: {name: value for name, value in facts.items() if name != key}


def source(**changed: Any) -> Any:
    return lambda facts: facts | {"sources": [facts["sources"][0] | changed]}


FACTS = {
    "none": lambda facts: {},
    "no format": without("format"),
    "a format as text": lambda facts: facts | {"format": "3"},
    "no sources": without("sources"),
    "sources that are a number": lambda facts: facts | {"sources": 5},
    "a source that is none": source(source="evil"),
    "files of another kind": source(files=[{"a": 1}]),
    "a day that is none": source(first="yesterday"),
    "no disagreements": without("disagreements"),
    "gaps that are none": lambda facts: facts | {"gaps": None},
    "a number as text": lambda facts: facts | {"votes": "many"},
    "duplicates that are numbers": lambda facts: facts | {"possible_duplicates": [1]},
    "fewer votes of nothing": lambda facts: facts | {"fewer": [[1]]},
}


@cache
def imported() -> TemporaryDirectory[str]:
    """Return a folder with a record, made once; each test changes a copy."""
    folder = TemporaryDirectory()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNVOTE_DATA", f"{folder.name}/data")
        put(UNDL)
    return folder


def changed(home: Path, table: Any = None, facts: Any = None) -> Path:
    """Give a record another table or other facts, with a valid seal."""
    copytree(Path(imported().name) / "data", home)
    path = home / "record.parquet"
    file, known = from_parquet(path.read_bytes(), "")
    whole = file.read()
    if table:
        whole = table(whole)
    place = whole.schema.get_field_index("date")
    if place >= 0 and whole.schema.field(place).type == pa.int32():
        whole = whole.set_column(place, "date", whole["date"].cast(pa.date32()))
    path.write_bytes(to_parquet(whole, facts(known) if facts else known))
    return path


def told(path: Path) -> str:
    return f"{path} is damaged or cut short: 'unvote data remove', and import the files again"


@pytest.mark.parametrize("what", TABLES)
def test_wrong_roll_calls_are_told(home: Path, what: str) -> None:
    path = changed(home, table=TABLES[what])
    for ask in (open_record, info):
        with pytest.raises(unvote.DataError) as caught:
            ask()
        assert str(caught.value) == told(path)
    assert remove()


@pytest.mark.parametrize("what", FACTS)
def test_wrong_facts_are_told(home: Path, what: str) -> None:
    path = changed(home, facts=FACTS[what])
    for ask in (open_record, info, lambda: put(UNXML)):
        with pytest.raises(unvote.DataError) as caught:
            ask()
        assert str(caught.value) == told(path)
    assert run_unvote("--version").code == 0
    assert remove()


def test_the_program_tells_it_in_one_line(home: Path) -> None:
    path = changed(home, table=TABLES["a vote that is none"])
    for line in (["tally"], ["align", "US", "FR"], ["data", "info"], ["data", "export", "-o", "x"]):
        result = run_unvote(*line)
        assert (result.code, result.out, result.err) == (4, "", f"unvote: {told(path)}\n")


def test_a_wrong_source_is_told(home: Path) -> None:
    put(UNDL, UNXML)
    [path] = (home / "sources").glob("unxml-*")
    file, facts = from_parquet(path.read_bytes(), "")
    data = to_parquet(values("USA", 9, VOTE)(file.read()), facts)
    other = path.with_name(name_of("unxml", data))
    other.write_bytes(data)
    whole, known = from_parquet((home / "record.parquet").read_bytes(), "")
    for one in known["sources"]:
        one["file"] = other.name if one["source"] == "unxml" else one["file"]
    (home / "record.parquet").write_bytes(to_parquet(whole.read(), known))
    with pytest.raises(unvote.DataError, match=f"^{other.name} is damaged or cut short: "):
        put(UNDL)
