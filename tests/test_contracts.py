"""What every command must do; the commands are found in the program, not listed here."""

import codecs
import csv
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from keyword import iskeyword
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len

from commands import (
    ANSWERING,
    COMMANDS,
    READING,
    ROOT,
    SLOW,
    VOTES,
    answer,
    each,
    line_of,
    prepared,
)
from conftest import Result, complete, run_unvote
from forking import Server
from unvote.output.sheet import printable
from unvote.store import location

# The names in a usage line, and values that fit in their place.
STATES = {"STATE", "GROUP", "GROUPS", "A", "B"}
SGR = re.compile(r"\x1b\[[\d;]*m")
BOLD, DIM, OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def named(kind: set[str]) -> list[Any]:
    """Return the commands and their parameters that take a name of a kind."""
    return [
        pytest.param(name, parameter, id=f"{name} {parameter.opts[0]}")
        for name, command in COMMANDS.items()
        for parameter in command.loaded.params
        if kind & set(re.split(r"[ |=,]", str(parameter.metavar)))
    ]


def line_with(name: str, parameter: Any, value: str) -> list[str]:
    return prepared(name, COMMANDS[name].with_value(parameter, value))


def text_of(name: str, form: str) -> str:
    """Return the answer of a command in a format."""
    of_a_folder = name.startswith("data ") and name not in SLOW
    return asked_once(name, form, str(location.folder()) if of_a_folder else "")


@cache
def asked_once(name: str, form: str, _: str) -> str:
    return answer(name, form).out


def assert_one_line(text: str) -> None:
    assert text.startswith("unvote: ")
    assert text.count("\n") == 1


@each(COMMANDS)
def test_an_example_of_the_help_answers(name: str) -> None:
    assert COMMANDS[name].examples, f"the help of '{name}' has no example"
    assert line_of(name)


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"ms_code,ms_vote,resolution\n", "the file holds a header and no votes"),
        (b"ms_code,resolution\nUSA,A/RES/1/1\n", "line 1: no column says the vote"),
        (b"ms_code,ms_vote,resolution\nUSA,Q,A/RES/1/1\n", "line 2, column ms_vote: 'Q'"),
    ],
)
def test_bad_data_are_one_line_and_exit_4(name: str, content: bytes, message: str) -> None:
    Path("bad.csv").write_bytes(content)
    for source in ("-", "bad.csv"):
        result = answer(name, "--votes", source, stdin=content)
        assert (result.code, result.out) == (4, "")
        assert_one_line(result.err)
        assert message in result.err
        assert ("bad.csv" if source != "-" else "the data") in result.err


@pytest.mark.parametrize("name", READING)
def test_nothing_selected_is_the_header_alone_and_exit_3(name: str) -> None:
    here = "the record on this machine"
    own = "the embedded record; it has 24 chosen ones, 'unvote data pull' gets all"
    record = here if name.startswith("data ") else own
    told = f"unvote: nothing is selected: 'from 2030' leaves no roll call of {record}\n"
    if not COMMANDS[name].answers:
        assert answer(name, "--from", "2030") == Result(3, "", told)
        return
    header = text_of(name, "--csv").splitlines()[0]
    assert answer(name, "--csv", "--from", "2030") == Result(3, f"{header}\n", told)
    assert answer(name, "--json", "--from", "2030") == Result(3, "[]\n", told)
    assert answer(name, "--from", "2030", terminal=True) == Result(3, "", told)


@pytest.mark.parametrize(("name", "parameter"), named(STATES))
def test_an_unknown_state_or_group_is_told_with_near_ones(name: str, parameter: Any) -> None:
    only_groups = parameter.metavar == "GROUP"
    wrong, near = ("NATOO", "NATO") if only_groups else ("Frnace", "France")
    value = f"mine={wrong}" if "=" in parameter.metavar else wrong
    result = run_unvote(*line_with(name, parameter, value))
    assert (result.code, result.out) == (3, "")
    assert_one_line(result.err)
    assert f"'{wrong}' is n" in result.err  # not a group, or neither
    assert f"did you mean {near}" in result.err


@pytest.mark.parametrize(("name", "parameter"), named(STATES))
def test_an_ambiguous_state_is_never_guessed(name: str, parameter: Any) -> None:
    value = "mine=Korea" if "=" in parameter.metavar else "Korea"
    result = run_unvote(*line_with(name, parameter, value))
    assert (result.code, result.out) == (3, "")
    assert_one_line(result.err)
    groups_alone = name == "groups" and parameter.name == "names"
    several = "say KOR (South Korea) or PRK (North Korea)"
    assert ("is not a group" if groups_alone else f"is ambiguous: {several}") in result.err


@pytest.mark.parametrize(("name", "parameter"), named({"RESOLUTION"}))
def test_an_unknown_resolution_is_told_with_near_ones(name: str, parameter: Any) -> None:
    result = run_unvote(*line_with(name, parameter, "ES-11/77"))
    assert (result.code, result.out) == (3, "")
    assert_one_line(result.err)
    assert "no roll call is called 'ES-11/77'; did you mean A/RES/ES-11/7" in result.err


@each(ANSWERING)
@pytest.mark.parametrize("option", ["-c", *complete("--sort")])
def test_an_unknown_column_is_told_with_all_there_are(name: str, option: str) -> None:
    columns = text_of(name, "--csv").splitlines()[0].split(",")
    wrong = columns[0] + columns[0][-1]
    result = answer(name, "--csv", option, wrong)
    assert (result.code, result.out) == (2, "")
    assert_one_line(result.err.splitlines(keepends=True)[-1])
    assert f"there is no column '{wrong}'; did you mean" in result.err
    assert f"(the columns: {', '.join(columns)})" in result.err


def as_text(value: Any) -> str:
    return (
        {True: "true", False: "false", None: ""}.get(value, str(value))
        if (isinstance(value, bool | None))
        else str(value)
    )


@each(ANSWERING)
def test_csv_is_read_back_to_the_same_rows(name: str, tmp_path: Path) -> None:
    rows = json.loads(text_of(name, "--json"))
    path = tmp_path / "answer.csv"
    path.write_bytes(text_of(name, "--csv").encode())
    with path.open(newline="") as file:
        header, *cells = csv.reader(file)
    assert [list(row) for row in rows] == [header] * len(rows)
    assert cells == [[as_text(value) for value in row.values()] for row in rows]
    by_pandas = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert [list(by_pandas), *by_pandas.to_numpy().tolist()] == [header, *cells]
    read = "read_csv(?, all_varchar=true, nullstr='', header=true, delim=',', quote='\"')"
    by_duckdb = duckdb.execute(f"select * from {read}", [str(path)])
    assert [column[0] for column in by_duckdb.description] == header
    assert [[cell or "" for cell in row] for row in by_duckdb.fetchall()] == cells


@pytest.mark.complete
@each(ANSWERING)
def test_numbers_of_a_csv_are_numbers_to_its_readers(name: str, tmp_path: Path) -> None:
    rows = json.loads(text_of(name, "--json"))
    path = tmp_path / "answer.csv"
    path.write_bytes(text_of(name, "--csv").encode())
    by_pandas = pd.read_csv(path)
    by_duckdb = duckdb.execute("select * from read_csv(?, sample_size=-1)", [str(path)])
    found = dict(
        zip([column[0] for column in by_duckdb.description], zip(*by_duckdb.fetchall()))  # noqa: B905
    )
    assert len(by_pandas) == len(rows)
    for column in rows[0] if rows else ():
        values = [row[column] for row in rows]
        if any(values) and {type(value) for value in values} <= {int, float, type(None)}:
            missing = [float("nan") if value is None else value for value in values]
            assert by_pandas[column].to_list() == pytest.approx(missing, nan_ok=True, abs=0)
            assert list(found[column]) == values


@pytest.mark.complete
@each(ANSWERING)
def test_parquet_holds_the_same_rows(name: str) -> None:
    result = answer(name, "-o", "answer.parquet")
    assert (result.code in (0, 1), result.out) == (True, "")
    table = pq.read_table("answer.parquet")
    plain = {str: printable, date: date.isoformat}  # only Parquet has days, and keeps every sign
    rows = [
        {key: plain.get(type(value), lambda same: same)(value) for key, value in row.items()}
        for row in table.to_pylist()
    ]
    assert rows == json.loads(text_of(name, "--json"))
    assert ",".join(table.column_names) == text_of(name, "--csv").splitlines()[0]


def drawn(name: str, words: list[str], width: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what a line draws in a terminal of a given width; assert that it fits."""
    monkeypatch.setenv("COLUMNS", str(width))
    result = run_unvote(*prepared(name, words), terminal=True)
    wide = [line for line in result.out.splitlines() if cell_len(line) > width]
    # Text to be copied, such as BibTeX entries, is not wrapped.
    assert not wide or "--bibtex" in words, f"unvote {shlex.join(words)} in {width} columns"
    assert "…" not in result.out  # a cell that rich cuts ends in an ellipsis
    return result.out


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


@each(ANSWERING, plain=("check", "data info", "show", "tally", "versus", "votes"))
def test_nothing_is_wider_than_the_terminal_or_lost_in_a_narrow_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = line_of(name)
    found = [letters(drawn(name, first, width, monkeypatch)) for width in (200, 80, 40)]
    # The key columns of a table come again in each block; a title without room is below its row,
    # without its heading.
    assert (found[0] & found[1]) - found[2] - Counter("title") == Counter()


@pytest.mark.complete
@each(ANSWERING)
def test_nothing_is_lost_in_a_narrow_table_of_what_is_also_drawn(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = [*line_of(name), "-n", "0"]
    wide, narrow = (letters(drawn(name, table, width, monkeypatch)) for width in (400, 40))
    assert wide - narrow - Counter("title") == Counter()


@pytest.mark.complete
@each(ANSWERING)
def test_no_example_is_wider_than_a_narrow_terminal(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in COMMANDS[name].lines:
        drawn(name, words, 40, monkeypatch)


@pytest.mark.complete
@each(ANSWERING)
def test_colour_is_all_that_colour_adds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = answer(name, terminal=True).out  # NO_COLOR in a dumb terminal
    assert "\x1b" not in plain
    assert SGR.sub("", answer(name, "--color", "always", terminal=True).out) == plain
    monkeypatch.setenv("TERM", "xterm-256color")
    uncoloured = answer(name, terminal=True).out
    assert set(SGR.findall(uncoloured)) <= {BOLD, DIM, OFF}
    assert SGR.sub("", uncoloured) == plain
    monkeypatch.delenv("NO_COLOR")
    assert SGR.sub("", answer(name, terminal=True).out) == plain
    monkeypatch.setenv("TERM", "dumb")
    assert answer(name, terminal=True).out == plain


class Run(NamedTuple):
    """What a separate process printed, and what the same line prints in this process."""

    process: subprocess.CompletedProcess[bytes]
    expected: Result


def entry() -> list[str]:
    """Return the program file that an installer writes, by the entry point in the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    module, _, function = project["scripts"]["unvote"].partition(":")
    program = f"import sys; from {module} import {function}; sys.exit({function}())"
    return [sys.executable, "-c", program]


MODULE = [sys.executable, "-m", "unvote"]
# The whole environment of the process: no home, no terminal, no language.
BARE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C"}


def run_all(folder: Path, *options: str, closed: bool = False, **settings: str) -> dict[str, Run]:
    """Run every command as a process of its own, and as a call."""
    environment = {**BARE, **settings}
    options_of = {
        name: [option for option in options if command.parameter(option.strip("-"))]
        for name, command in COMMANDS.items()
    }

    def start(name: str, program: list[str]) -> subprocess.CompletedProcess[bytes]:
        home = folder / name
        readable, writable = os.pipe()
        os.close(readable)
        out = writable if closed else subprocess.PIPE
        try:
            return subprocess.run(
                [*program, *lines[name]],
                stdout=out,
                stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                cwd=home,
                env={**environment, "XDG_DATA_HOME": str(home / "data")},
            )
        finally:
            os.close(writable)

    lines, expected = {}, {}
    with pytest.MonkeyPatch.context() as patch:
        for name in COMMANDS:
            (folder / name).mkdir()
            patch.chdir(folder / name)
            patch.setenv("XDG_DATA_HOME", str(folder / name / "data"))
            lines[name] = [*prepared(name, line_of(name)), *options_of[name]]
            expected[name] = run_unvote(*lines[name])
            prepared(name, lines[name])
    with Server(str(folder), environment) as server:
        return {name: Run(start(name, server.program), expected[name]) for name in COMMANDS}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    return run_all(tmp_path_factory.mktemp("bare"), PYTHONIOENCODING="ascii", PYTHONUTF8="0")


@pytest.fixture(scope="module")
def unread(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("unread")
    return run_all(folder, "--quiet", closed=True, HOME=os.devnull, PYTHONIOENCODING="latin-1")


@pytest.mark.complete
@each(COMMANDS)
def test_without_home_terminal_or_language_the_answer_is_the_same(
    name: str, bare: dict[str, Run]
) -> None:
    process, expected = bare[name]
    assert process.stdout.decode("utf-8") == expected.out
    assert process.stderr.decode("utf-8") == expected.err
    assert process.returncode == expected.code


@pytest.mark.complete
@each(COMMANDS)
def test_a_reader_that_closes_the_pipe_ends_it_in_silence(
    name: str, unread: dict[str, Run]
) -> None:
    process, expected = unread[name]
    assert process.stderr.decode("utf-8") == expected.err
    assert process.returncode == 0


@pytest.mark.complete
def test_a_picture_needs_no_home(tmp_path: Path) -> None:
    line = [*MODULE, "show", "ES-11/7", "--votes", "embedded", "-o", "map.svg"]
    result = subprocess.run(line, capture_output=True, env={**BARE, "HOME": os.devnull})
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert (tmp_path / "map.svg").read_bytes().startswith(b"<?xml")


def test_a_user_without_a_home_has_the_record_in_unvote(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container a user may have only a number."""

    def unknown(*_: object) -> None:
        raise KeyError("no such user")

    for variable in ("HOME", "UNVOTE_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    assert len(run_unvote("tally", "-c", "rollcall", "--no-header").out.split()) == 24
    for line in (["tally", "--votes", "full"], ["data", "info"], ["data", "disagreements"]):
        result = run_unvote(*line)
        assert (result.code, result.out) == (4, "")
        assert_one_line(result.err)
        assert "set UNVOTE_DATA to a folder" in result.err


@pytest.mark.parametrize("encoding", ["ascii", *complete("latin-1", "cp1252")])
def test_a_terminal_that_lacks_signs_is_told_of_it(encoding: str) -> None:
    main, second = os.openpty()
    line = [*MODULE, "states", "TUR", "-c", "name,un_name"]
    environment = {**BARE, "PYTHONIOENCODING": encoding, "TERM": "dumb", "COLUMNS": "80"}
    process = subprocess.run(line, stdout=second, stderr=subprocess.PIPE, env=environment)
    os.close(second)
    shown = os.read(main, 10_000).decode(encoding)
    os.close(main)
    assert process.returncode == 0
    assert (
        process.stderr.decode()
        == f"unvote: characters that {codecs.lookup(encoding).name} does not have are shown as ?\n"
    )
    assert ("Türkiye" in shown) == (encoding != "ascii")
    assert ("T?rkiye" in shown) == (encoding == "ascii")


# Sends an interrupt at the first call of a function of a module.
INTERRUPT = """\
import os, signal, sys

def look(frame, *_):
    if frame.f_code.co_filename.endswith(os.environ["INTERRUPT_IN"]):
        sys.setprofile(None)
        os.kill(os.getpid(), signal.SIGINT)

sys.setprofile(look)
"""


@pytest.mark.complete
@pytest.mark.parametrize(
    ("place", "program", "line"),
    [
        ("typer/main.py", entry(), ["--help"]),
        ("typer/main.py", MODULE, ["--help"]),
        ("unvote/cli/app.py", entry(), ["--help"]),
        ("pandas/__init__.py", entry(), ["tally"]),
        ("unvote/readers/__init__.py", MODULE, ["tally", "--votes", str(VOTES)]),
        ("unvote/analysis/ideal/sampler.py", entry(), ["ideal", "US"]),
        ("figures/picture.py", entry(), ["show", "ES-11/7", "-o", "map.svg"]),
    ],
)
def test_an_interrupt_ends_it_without_a_traceback(
    place: str, program: list[str], line: list[str], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPT)
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    environment = {**BARE, "PYTHONPATH": path, "INTERRUPT_IN": place, "XDG_DATA_HOME": "none"}
    process = subprocess.run([*program, *line], capture_output=True, env=environment)
    assert (process.returncode, process.stdout, process.stderr) == (130, b"", b"")
    assert not (tmp_path / "map.svg").exists()


def interrupted(place: str, line: list[str]) -> Result:
    """Run a line in this process, and interrupt it at the first call of a function of a module."""

    def look(frame: Any, *_: object) -> None:
        if frame.f_code.co_filename.endswith(place):
            sys.setprofile(None)
            signal.raise_signal(signal.SIGINT)

    sys.setprofile(look)
    try:
        return run_unvote(*line)
    finally:
        sys.setprofile(None)


@each(COMMANDS)
def test_an_interrupt_ends_every_command_with_130(name: str) -> None:
    *group, last = name.replace("-", "_").split()
    module = "/".join(["cli", *group, f"{last}_" if iskeyword(last) else last])
    assert interrupted(f"{module}.py", prepared(name, line_of(name))) == Result(130, "", "")


@each(ANSWERING, plain=("data info", "report", "states", "tally"))
def test_an_interrupted_answer_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    path = tmp_path / "old" / "answer.csv"
    path.write_text("old")
    line = [*prepared(name, line_of(name)), "--quiet", "-o", str(path)]
    assert interrupted("output/write.py", line) == Result(130, "", "")
    assert [one.read_text() for one in path.parent.iterdir()] == ["old"]


@pytest.mark.complete
@pytest.mark.parametrize("place", ["store/importing.py", "unvote/writing.py"])
def test_an_interrupted_import_leaves_the_record_as_it_was(place: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPT)
    line = prepared("data import", ["data", "import", str(VOTES)])
    (tmp_path / "new.csv").write_text("ms_code,ms_vote,resolution\nUSA,Y,A/RES/99/1\n")
    before = answer("data info", "--csv").out
    data = str(location.folder())
    environment = {
        **BARE,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT / "src")]),
        "INTERRUPT_IN": place,
        "UNVOTE_DATA": data,
    }
    process = subprocess.run([*MODULE, *line[:2], "new.csv"], capture_output=True, env=environment)
    assert (process.returncode, process.stdout) == (130, b"")
    assert b"Traceback" not in process.stderr
    assert run_unvote("data", "info", "--csv").out == before
