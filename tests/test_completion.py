"""Completion: what fits at the cursor, in real bash, zsh and fish."""

import io
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import typer

import unvote
from conftest import run_unvote
from unvote.cli import app
from unvote.cli.candidates import FILES, FREE, KINDS, OF_OPTIONS
from unvote.cli.completion import FILES_TOO, answer
from unvote.store import location
from unvote.store.importing import FileFacts, import_records

PROGRAM = typer.main.get_command(app)


def complete(line: str, shell: str = "fish", word: str = "") -> tuple[list[str], int]:
    """Return what the program answers to a shell, and its exit status."""
    written = io.StringIO()
    with redirect_stdout(written):
        code = answer(PROGRAM, shell, [line, *([word] if shell == "bash" else [])])
    return written.getvalue().splitlines(), code


def parameters() -> list[tuple[str, object]]:
    """Return every option and argument of every command, each with the command."""
    found = []
    for name in PROGRAM.commands:
        command = PROGRAM.load(name)
        inner = {f"{name} {one}": command.load(one) for one in getattr(command, "commands", {})}
        for path, one in (inner or {name: command}).items():
            found += [(path, parameter) for parameter in one.params]
    return found


# --- what fits


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("unvote ta", ["tally\tHow many voted yes, no, abstain, and did it pass?"]),
        ("unvote data i", ["import", "info"]),
        ("unvote align Hung", ["Hungary\tHUN"]),
        ("unvote align HUN", ["HUN\tHungary"]),
        ('unvote align "united s', ["United States\tUSA"]),
        (r"unvote align united\ s", ["United States\tUSA"]),
        ("unvote align US cote", ["Côte d'Ivoire\tCIV"]),
        # A complete name is not extended to another state.
        ("unvote align UK", ["UK\tUnited Kingdom", "UKR\tUkraine"]),
        ("unvote align Hollande", ["Hollande\tNetherlands"]),
        ("unvote versus US EU", ["EU\tEuropean Union"]),
        ("unvote states NORDI", []),
        ("unvote states franc", ["France\tFRA"]),
        ("unvote tally --among NORD", []),  # it has no such option
        ("unvote align US --among NORD", ["NORDIC\tNordic countries"]),
        ("unvote align US --among Hung", []),
        ("unvote breaks US --with NAT", ["NATO\tNorth Atlantic Treaty Organization"]),
        ("unvote tally --by re", ["region"]),
        ("unvote tally --by EU,NAT", ["EU,NATO\tNorth Atlantic Treaty Organization"]),
        ("unvote align --by re", ["resolution"]),
        ("unvote align --by=re", ["--by=resolution"]),
        ("unvote align --measure pi,kap", ["pi,kappa\tCohen's kappa"]),
        ("unvote align -m kap", ["kappa\tCohen's kappa"]),
        ("unvote shift US --measure kap", ["kappa\tCohen's kappa"]),
        ("unvote check --rule two-thirds-", ["two-thirds-of-members"]),
        ("unvote measures tau", ["tau-b"]),
        ("unvote tally --format p", ["parquet", "png", "pdf"]),
        ("unvote tally --organ s", ["SC"]),
        ("unvote tally --session ES-1", ["ES-10", "ES-11"]),
        ("unvote tally --session 68,ES-11", ["68,ES-11"]),
        ("unvote tally -c yes,n", ["yes,no", "yes,not_voting", "yes,needed"]),
        ("unvote tally -c yes,yes", []),
        ("unvote tally --sort -ab", ["-abstain"]),
        ("unvote align --sort kap", ["kappa"]),
        ("unvote align --group duo=US,Franc", ["duo=US,France\tFRA"]),
        ("unvote align --group du", []),
        ("unvote tally --voted Hung", ["Hungary=\tHUN"]),
        ("unvote tally --voted 'all NORD", ["all NORDIC=\tNordic countries"]),
        ("unvote tally --voted US=N,Hung", ["US=N,Hungary=\tHUN"]),
        ("unvote tally --voted US=n", ["US=N\tno"]),
        ("unvote tally --alone Hung", ["Hungary\tHUN"]),
        (
            "unvote check --suppose EU=",
            ["EU=Y\tyes", "EU=N\tno", "EU=A\tabstain", "EU=X\tnot voting"],
        ),
        ("unvote data pull --source voe", ["voeten"]),
        ("unvote tally ES-11/8", ["ES-11/8\t2025-02-24 The path to peace"]),
        ("unvote tally a/res/es-11/8", ["A/RES/ES-11/8\t2025-02-24 The path to peace"]),
        ("unvote versus US EU ES-11/8", ["ES-11/8\t2025-02-24 The path to peace"]),
        ("unvote tally 's/res/2774 (", ["S/RES/2774(2025)"]),
        ("unvote tally --votes votes.csv ES-11", []),  # it is not read
        ("unvote tally --votes embedded ES-11/8", ["ES-11/8\t2025-02-24 The path to peace"]),
        ("unvote tally --votes e", ["embedded"]),
        ("unvote state-department --method ", ["1984", "2017", "2021"]),
        ("unvote align --from 20", []),
        ("unvote search ukr", []),
        ("unvote align -- --f", []),
        ("unvote align --csv --matr", ["--matrix"]),
        ("unvote --vers", ["--version"]),
        ("unvote --show-completion z", ["zsh"]),
        ("unvote nonsense ", []),
        ("unvo", []),
        ("", []),
    ],
)
def test_what_fits(line: str, expected: list[str]) -> None:
    found = complete(line)[0]
    if all("\t" not in one for one in expected):  # the help is not searched
        found = [one.partition("\t")[0] for one in found]
    assert found == expected


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("unvote data import ", True),
        ("unvote data export -o x", True),
        ("unvote tally --votes vo", True),
        ("unvote tally --output=x", True),
        ("unvote align ", False),
        ("unvote tally --rule ", False),
    ],
)
def test_where_files_fit(line: str, files: bool) -> None:
    assert (complete(line)[1] == FILES_TOO) == files


def test_every_command_and_option_is_offered() -> None:
    commands = [one.partition("\t")[0] for one in complete("unvote ")[0]]
    assert commands == list(PROGRAM.commands)
    offered = [one.partition("\t")[0] for one in complete("unvote align -")[0]]
    helps = run_unvote("align", "--help").out + run_unvote("help", "selecting").out
    known = re.findall(r"^ +(?:-., )?(--[a-z-]+)", helps, re.M)
    assert sorted(offered) == sorted(known)


def test_every_value_is_of_a_kind_that_is_known() -> None:
    """A name in capitals is a kind; everything else in a metavar is a value."""
    for command, parameter in parameters():
        if getattr(parameter, "is_flag", False):
            continue
        for name in parameter.metavar.split("|"):
            if name == "NAMES":
                assert max(parameter.opts, key=len) in OF_OPTIONS, command
            elif name not in KINDS and name not in (*FILES, *FREE):
                assert name == name.lower(), (command, name)


# --- the full record


def full_record(*rows: tuple[str, str]) -> None:
    """Import roll calls as symbols and titles."""
    table = "".join(f'USA,N,"{symbol}","{title}",1946-01-24\n' for symbol, title in rows)
    record = unvote.read(io.BytesIO(f"ms_code,ms_vote,resolution,title,date\n{table}".encode()))
    import_records([(record, FileFacts("x.csv", "0" * 64))], when="2026-01-01")


def test_many_names_are_completed_part_by_part() -> None:
    full_record(*((f"A/RES/{session}/{n}", "x") for session in (1, 2) for n in range(1, 61)))
    assert complete("unvote tally ")[0] == ["A/RES/1/\t60 of them", "A/RES/2/\t60 of them"]
    assert len(complete("unvote tally A/RES/2/")[0]) == 60
    assert complete("unvote tally 2/60")[0] == ["2/60\t1946-01-24 x"]
    assert complete("unvote tally --votes embedded 2/6")[0] == []
    assert complete("unvote tally --session ")[0] == ["1", "2"]


def test_a_damaged_record_is_no_answer() -> None:
    full_record(("A/RES/1/1", "x"))
    path = location.folder() / location.RECORD
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(unvote.DataError, match="damaged"):  # the scripts drop the messages
        complete("unvote tally 1")
    assert complete("unvote align Hung")[0] == ["Hungary\tHUN"]


# --- shells as they are

HOSTILE = "A/RES/9/1;touch x$(touch x)`touch x`'*%F{red}<~"


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        ("unvote align Côt", "Côt", r"Côte\ d\'Ivoire"),
        ('unvote align "Côt', '"Côt', "Côte d'Ivoire"),
        ("unvote align 'Côt", "'Côt", r"Côte d'\''Ivoire"),
        ("unvote tally S/RES/2774", "S/RES/2774", r"S/RES/2774\(2025\)"),
        ("unvote tally --title=x --organ=G", "G", "GA"),
        ("unvote tally --organ=", "=", "GA"),
        ("unvote align --group duo=Franc", "Franc", "France"),
        ("unvote align nig", "nig", "niger"),
    ],
)
def test_what_bash_gets_is_quoted(line: str, word: str, expected: str) -> None:
    assert complete(line, "bash", word)[0][0] == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_files_hold_does_nothing(shell: str) -> None:
    full_record(("A/RES/9/1\x1b]0;x\x07", "x"), ("A/RES/9/2", "red \x1b[31m\ttab \u202e"))
    found = complete("unvote tally A/RES/9/", shell, "A/RES/9/")[0]
    about = "\t1946-01-24 red �[31m tab �"
    assert found == ["A/RES/9/2" + ("" if shell == "bash" else about)]


def test_the_history_of_bash_is_not_called() -> None:
    full_record(("A/RES/9/1!!", "x"))
    quoted = {"": r"A/RES/9/1\!\!", "'": "A/RES/9/1!!"}
    for quote, expected in quoted.items():
        assert complete(f"unvote tally {quote}9/", "bash", f"{quote}9/")[0] == [expected[6:]]
    assert complete('unvote tally "9/', "bash", '"9/')[0] == []


class Terminal:
    """The shell of a user with completion installed, in its own terminal."""

    def __init__(self, shell: str, home: Path) -> None:
        start = {"bash": ["bash", "-i"], "zsh": ["zsh", "-d", "-i"], "fish": ["fish", "-i"]}[shell]
        program = home / "bin" / "unvote"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m unvote "$@"\n')
        program.chmod(0o755)
        source = Path(unvote.__file__).parents[1]
        kept = {name: os.environ[name] for name in ("XDG_DATA_HOME", "TERM") if name in os.environ}
        environment = kept | {
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(source),
        }
        done = subprocess.run(
            [program, "--install-completion", shell], env=environment, capture_output=True
        )
        assert (done.returncode, done.stderr) == (0, b"")
        self.process, self.end = pty.fork()
        if self.process == 0:
            os.chdir(home)
            os.execvpe(start[0], start, environment)

    def words(self, line: str) -> list[str]:
        """Type the start of a line and a tab, and return the words that are there then."""
        # Edit the line so that the shell prints the completed words, and does not run them.
        os.write(self.end, f"{line}\t\x01printf '\\n=%s' \x05; echo; echo e''nd\n".encode())
        written = b""
        while b"\nend\r\n" not in written:
            ready, _, _ = select.select([self.end], [], [], 60)
            assert ready, written
            written += os.read(self.end, 65536)
        return re.findall(r"(?m)^=(.*?)\r*$", written.decode())


@pytest.mark.complete
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    full_record(("S/RES/2774 (2025)", "x"), (HOSTILE, "$(touch x)`touch x`%F{red}"))
    (tmp_path / "a.csv").touch()
    terminal = Terminal(shell, tmp_path)
    tried = {
        "unvote ta": ["tally"],
        "unvote align Hung": ["align", "Hungary"],
        'unvote align "united s': ["align", "United States"],
        "unvote align 'united k": ["align", "United Kingdom"],
        "unvote versus US united\\ s": ["versus", "US", "United States"],
        "unvote tally S/RES/27": ["tally", "S/RES/2774 (2025)"],
        "unvote tally A/RES/9": ["tally", HOSTILE],
        "unvote tally --by EU,NAT": ["tally", "--by", "EU,NATO"],
        "unvote align --by=re": ["align", "--by=resolution"],
        "unvote align --measure kapp": ["align", "--measure", "kappa"],
        "unvote align US --among NORD": ["align", "US", "--among", "NORDIC"],
        "unvote data import a.c": ["data", "import", "a.csv"],
    }
    assert {line: terminal.words(line) for line in tried} == {
        line: ["unvote", *words] for line, words in tried.items()
    }
    assert not (tmp_path / "x").exists()


# --- installing


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the home of a user."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "o'neill"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.mark.parametrize(
    ("shell", "name", "starts"),
    [
        ("bash", ".local/share/bash-completion/completions/unvote", ".bashrc"),
        ("zsh", ".local/share/zsh/site-functions/_unvote", ".zshrc"),
    ],
)
def test_installing_adds_one_line_once(shell: str, name: str, starts: str, user: Path) -> None:
    (user / starts).write_bytes(b"# mine \xff, without an end")
    line = f"source {shlex.quote(str(user / name))}"
    written, end = f"written: {user / name}\n", f"a new {shell} completes unvote\n"
    first = run_unvote("--install-completion", shell)
    assert (first.code, first.out) == (0, f"{written}added to {user / starts}: {line}\n{end}")
    assert run_unvote("--install-completion", shell).out == written + end
    assert (user / name).read_text() == run_unvote("--show-completion", shell).out
    added = f"# mine \udcff, without an end\n{line}\n"
    assert (user / starts).read_text(errors="surrogateescape") == added


def test_fish_needs_no_line(user: Path) -> None:
    path = user / ".config/fish/completions/unvote.fish"
    out = f"written: {path}\na new fish completes unvote\n"
    assert run_unvote("--install-completion", "fish").out == out
    assert path.read_text() == run_unvote("--show-completion", "fish").out


def test_folders_that_the_user_has_set(
    user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    for shell in ("bash", "zsh", "fish"):
        assert run_unvote("--install-completion", shell).code == 0
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*unvote*")) == [
        "XDG_CONFIG_HOME/fish/completions/unvote.fish",
        "XDG_DATA_HOME/bash-completion/completions/unvote",
        "XDG_DATA_HOME/zsh/site-functions/_unvote",
    ]
    assert (tmp_path / "ZDOTDIR" / ".zshrc").exists()


def test_a_home_that_takes_no_file(user: Path) -> None:
    (user / ".config").write_text("a file, not a folder")
    result = run_unvote("--install-completion", "fish")
    assert (result.code, result.out) == (4, "")
    path = user / ".config/fish/completions/unvote.fish"
    assert result.err == f"unvote: {path} cannot be written: Not a directory\n"


def test_a_line_that_is_only_read_installs_nothing(user: Path) -> None:
    PROGRAM.make_context("unvote", ["--install-completion", "fish"])
    assert list(user.iterdir()) == []


def test_a_shell_that_is_none() -> None:
    result = run_unvote("--install-completion", "tcsh")
    assert result.code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in result.err
