"""The public names, and the cost of importing them."""

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import unvote
from unvote.cli.app import COMMANDS

DOCS = Path(__file__).parents[1] / "docs"


def test_all_names_are_there_and_sorted() -> None:
    assert sorted(unvote.__all__) == unvote.__all__
    assert dir(unvote) == unvote.__all__
    for name in unvote.__all__:
        assert getattr(unvote, name) is not None
    with pytest.raises(AttributeError, match="No unvote attribute nothing"):
        unvote.nothing  # noqa: B018


def test_a_name_that_has_changed_works_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(unvote._RENAMED, "count_all", "tally")
    with pytest.warns(DeprecationWarning, match="unvote.count_all is now called unvote.tally"):
        assert unvote.count_all is unvote.tally
    assert "count_all" not in dir(unvote)


def test_every_command_is_a_call() -> None:
    calls = {name.replace("-", "_") for name in COMMANDS if name != "data"}
    assert calls <= set(unvote.__all__)


@pytest.mark.parametrize("name", [name for name in unvote.__all__ if name != "__version__"])
def test_public_names_are_documented(name: str) -> None:
    thing = getattr(unvote, name)
    doc = inspect.getdoc(thing)
    assert doc
    if inspect.isfunction(thing):
        assert "Examples\n--------" in doc


def test_an_option_is_called_as_its_parameter_or_the_docs_name_both() -> None:
    commands = (DOCS / "cli.md").read_text().split("\n## ")[1:]
    table = re.findall(r"^\| (`.*?) \| (.*) \|$", (DOCS / "api.md").read_text(), re.M)
    named = {option for options, _ in table for option in re.findall(r"`([^`]+)`", options)}
    selecting = set(inspect.signature(unvote.Record.select).parameters)
    own = set()
    for text in commands:
        if called := re.search(r"In Python: \[`unvote\.(\w+)`", text):
            parameters = selecting | set(inspect.signature(getattr(unvote, called[1])).parameters)
            options = re.findall(r"^- (?:`-\w`, )?`--([a-z-]+)", text, re.M)
            command = text.split("\n", 1)[0]
            others = [one for one in options if one.replace("-", "_") not in parameters]
            own |= {f"{command} --{one}" for one in others}
    assert own == {option for option in named if not option.startswith("--")}
    assert {"--from", "--to", "--session", "--group", "--votes"} <= named
    for _, call in table:
        for name, parameters in re.findall(r"`unvote\.(\w+)(?:\(record, .*?(\w+)=)?", call):
            assert {parameters} <= {"", *inspect.signature(getattr(unvote, name)).parameters}


def test_importing_unvote_imports_no_pandas() -> None:
    program = "import sys, unvote; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_the_embedded_record(embedded: unvote.Record) -> None:
    assert len(embedded) == 24
    assert embedded.rollcalls["organ"].value_counts().to_dict() == {"GA": 21, "SC": 3}
    assert embedded.notes == ()
    members = (embedded.matrix != unvote.Vote.NOT_A_MEMBER).sum(axis=1)
    assert sorted(set(members.tolist())) == [15, 193]
    noted = embedded.rollcalls["note"]
    for symbol, state in (
        ("A/RES/ES-10/19", "Algeria"),
        ("A/RES/ES-10/21", "Iraq"),
        ("A/RES/ES-11/8", "Armenia"),
    ):
        assert noted[symbol].startswith(f"{state}: ")


def test_a_record_is_checked(embedded: unvote.Record) -> None:
    table, votes = embedded.rollcalls, embedded.votes
    with pytest.raises(unvote.DataError, match="differ in their ids"):
        unvote.Record(table, votes.iloc[:3], "x")
    twice = table.index.tolist()
    twice[1] = twice[0]
    with pytest.raises(unvote.DataError, match="two roll calls have the id 'A/RES/68/262'"):
        unvote.Record(table.set_axis(twice), votes.set_axis(twice), "x")
    with pytest.raises(unvote.DataError, match="no member state has the code 'ZZZ'"):
        unvote.Record(table, votes.rename(columns={"USA": "ZZZ"}), "x")
    with pytest.raises(unvote.DataError, match="a code outside 0 to 4"):
        unvote.Record(table, votes.replace(4, 5), "x")


def test_lists_are_frames() -> None:
    for frame in (unvote.states(), unvote.groups(), unvote.rules(), unvote.measures()):
        assert isinstance(frame, pd.DataFrame)
    assert unvote.groups("allies-wide").columns.tolist() == [
        "group",
        "state",
        "name",
        "from",
        "to",
        "note",
    ]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["US", "RU"], "align: the first argument is a record, as from unvote.load(), not of"),
        ([unvote.load("embedded"), ["US", "RU"]], "align: each name is an argument: align(record"),
    ],
)
def test_names_in_the_wrong_place_are_told(names: list[Any], said: str) -> None:
    for ask in (unvote.align, unvote.align.answer):
        with pytest.raises(unvote.ArgumentError) as caught:
            ask(*names)
        assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda _: unvote.states(["US"]), "states: each name is an argument: states(*names)"),
        (lambda record: unvote.search(record, ["cuba"]), "search: give text as a str, not of"),
        (lambda record: unvote.breaks(record, 3), "breaks: give a as a str, not of type 'int'"),
        (
            lambda record: unvote.align(record, "US", "RU", rolling="12"),
            "align: give rolling as an int, not of type 'str'",
        ),
        (
            lambda record: unvote.align(record, "US", seed=None),
            "align: give seed as an int, not",
        ),
    ],
)
def test_an_argument_of_the_wrong_type_is_told(ask: Callable[[Any], object], said: str) -> None:
    with pytest.raises(unvote.ArgumentError) as caught:
        ask(unvote.load("embedded"))
    assert str(caught.value).startswith(said)


def test_numbers_of_numpy_are_numbers(embedded: unvote.Record) -> None:
    frame = unvote.align(embedded, "US", least=np.int64(3), among=None)
    pd.testing.assert_frame_equal(frame, unvote.align(embedded, "US", least=3))


def test_a_list_of_resolutions_is_told_to_be_arguments() -> None:
    with pytest.raises(unvote.ArgumentError, match="select: each name is an argument"):
        unvote.load("embedded").select(["79/7", "80/4"])  # type: ignore[arg-type]


def test_groups_that_own_groups_has_not_made_are_told() -> None:
    record = unvote.load("embedded")
    told = "groups: 'DUO' is not a group yet: make it by unvote.own_groups('DUO=FR,DE')"
    with pytest.raises(unvote.ArgumentError) as caught:
        unvote.align(record, "US", "DUO", groups={"DUO": ["FR", "DE"]})  # type: ignore[dict-item]
    assert str(caught.value) == told
    one, several = (unvote.own_groups(said) for said in ("DUO=FR,DE", ["DUO=FR,DE"]))
    assert one == several
    assert unvote.align(record, "US", "DUO", groups=one)["n"].tolist() == [17]
