"""The output contract: formats, columns, limits, exit codes, messages."""

import fcntl
import json
import os
import shlex
import signal
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import unvote
from commands import COMMANDS
from conftest import CHOSEN, COUNCIL, complete, run_unvote
from unvote.cli.app import COMMANDS as ALL_COMMANDS
from unvote.cli.app import RENAMED
from unvote.cli.command import options_of
from unvote.cli.data import COMMANDS as DATA_COMMANDS
from unvote.cli.failures import failures_reported
from unvote.cli.topics import SHARED
from unvote.writing import whole_file


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_says_what_it_answers_and_ends_with_examples(name: str, option: str) -> None:
    *group, last = name.split()
    result = run_unvote(*name.split(), option)
    assert result.code == 0
    assert (DATA_COMMANDS if group else ALL_COMMANDS)[last] in " ".join(result.out.split())
    assert f"unvote {name}" in result.out.split("Examples:")[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_80_columns_and_breaks_no_word(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Examples are lines to be copied, which nothing wraps.
    narrow = run_unvote(*name.split(), "--help", terminal=True).out.split("Examples:")[0]
    monkeypatch.setenv("COLUMNS", "100")
    wide = run_unvote(*name.split(), "--help", terminal=True).out.split("Examples:")[0]
    assert [line for line in narrow.splitlines() if len(line) > 80] == []
    assert narrow.split() == wide.split()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_of_the_own_options_and_fits_a_screen(name: str) -> None:
    lines = run_unvote(*name.split(), "--help").out.splitlines()
    assert len(lines) <= 45
    own = [line.split()[0] for line in lines if line.startswith("  --")]
    assert not {"--voted", "--from", "--json", "--debug"} & {*own}
    shares = any(one.name == "debug" for one in COMMANDS[name].loaded.params)
    assert any(line.endswith(": unvote help selecting") for line in lines) == shares


def test_help_selecting_has_every_option_that_commands_share(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = run_unvote("help", "selecting")
    assert (result.code, result.err) == (0, "")
    assert [line for line in result.out.splitlines() if len(line) > 80] == []
    shared = {field for one in SHARED for field in options_of(one.options)}
    taken = {one.name: one for one in COMMANDS["align"].loaded.params}
    for name in shared:
        assert any(option in result.out.split() for option in taken[name].opts), name
    monkeypatch.setenv("COLUMNS", "100")
    wide = run_unvote("help", "selecting").out
    assert wide.split() == result.out.split()


@pytest.mark.complete
def test_examples_of_help_selecting_run() -> None:
    for line in run_unvote("help", "selecting").out.split("Examples:")[1].strip().splitlines():
        result = run_unvote(*shlex.split(line)[1:])
        assert result.code in (0, 3), line  # 3: nothing of the embedded record is left
        assert "Traceback" not in result.err


# The examples of commands on the full record name files of its sources.
EXAMPLES = [
    shlex.join(words)
    for command in COMMANDS.values()
    for words in command.examples
    if command.words[0] != "data"
]


@pytest.mark.complete
@pytest.mark.parametrize("line", EXAMPLES)
def test_examples_of_the_help_run(line: str) -> None:
    result = run_unvote(*shlex.split(line))
    words = ("check S/2022/155", "two-thirds-of-members", "ABSTAIN=N")
    fails = any(word in line for word in words) and "RU=A" not in line  # what passes as supposed
    assert result.code == (1 if fails else 0)
    told = result.err.removeprefix(f"unvote: {CHOSEN}\n")
    expected = ("left out", "vetoed by", "supposed, not as cast", "no text adopted", " pages in ")
    assert any(words in told for words in expected) or not told


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("tally ES-11/77", 3, "no roll call is called 'ES-11/77'; did you mean A/RES/ES-11/7"),
        (
            "align Untied-States",
            3,
            "'Untied-States' is neither a member state nor a group; did you mean",
        ),
        ("align Korea", 3, "'Korea' is ambiguous: say KOR (South Korea) or PRK (North Korea)"),
        ("votes Atlantis", 3, "'Atlantis' is neither a member state nor a group"),
        ("groups EUU", 3, "'EUU' is not a group; did you mean EU"),
        ("rules majority-rule", 2, "'majority-rule' is not a rule"),
        ("measures kapa", 2, "'kapa' is not a measure"),
        ("tally ES-11/7 -c yes,nope", 2, "there is no column 'nope'"),
        ("tally ES-11/7 --sort nope", 2, "there is no column 'nope'"),
        ("tally --by region,EU", 2, "by 'region,EU': region stands alone; with others, name the"),
        ("tally --json --csv", 2, "two formats at once: json and csv; name one"),
        ("tally --json -o x.csv", 2, "two formats at once: json and csv; name one"),
        ("tally -o x.docx", 2, "the extension '.docx' names no format"),
        ("tally --from 2025-13", 2, "'2025-13' is not a date: write 2025, 2025-02 or 2025-02-24"),
        ("tally --from 2025 --to 2024", 2, "the end is before the start"),
        ("tally --session y", 2, "'y' is not a session: write 79, 70-79 or ES-11"),
        ("tally --group US=FR,DE --by US", 2, "'US' is the name of a state (USA)"),
        ("tally --group nordics --by EU", 2, "write NAME=STATE,STATE"),
        (
            "check --rule two-thirds",
            2,
            "3 roll calls selected are of another organ: add --organ GA",
        ),
        ("check ES-11/7 --expect 93-18", 2, "'93-18' is not a tally"),
        (
            "check --expect 93-18-65",
            2,
            "name the roll call: unvote check ES-11/7 --expect 93-18-65",
        ),
        ("check ES-11/7 ES-11/8 --expect 93-18-65", 2, "--expect is given 1 time for 2 roll calls"),
        ("align", 2, "name a state or a group, or ask for all pairs"),
        ("align US --all", 2, "all pairs (--all) or those named: ask for one of them"),
        ("shift US --at 2025-01-20 --before 99999y", 2, "--before '99999y': at most 200y"),
        ("shift US --at 9999-12-31", 2, "'9999-12-31': write a day of the years 1945 to 2999"),
        ("versus US USA", 2, "'US' and 'USA' are one and the same"),
        ("tally --votes full", 4, "there is no full record on this machine"),
        ("tally --votes nowhere.csv", 4, "nowhere.csv: there is no such file"),
        ("tally ES-11/7 -o nowhere/x.csv", 4, "nowhere/x.csv cannot be written: No such file"),
    ],
)
def test_an_error_is_one_line_that_says_how_to_go_on(line: str, code: int, message: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (code, "")
    assert message in result.err
    assert result.err.startswith("unvote: ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("taly", "there is no command 'taly'; did you mean tally? ('unvote -h' lists them)"),
        ("US RU", "there is no command 'US': write unvote align US RU ('unvote -h' lists them)"),
        ("EU", "there is no command 'EU': write unvote align EU ('unvote -h' lists them)"),
        (
            "compare US RU --by year",
            "there is no command 'compare': write unvote align US RU --by year"
            " ('unvote -h' lists them)",
        ),
        (
            "ES-11/7",
            "there is no command 'ES-11/7': write unvote show ES-11/7 ('unvote -h' lists them)",
        ),
        (
            "import f.csv",
            "there is no command 'import': write unvote data import f.csv ('unvote -h' lists them)",
        ),
        ("data pul", "there is no command 'pul'; did you mean pull? ('unvote data -h' lists them)"),
        ("xyzzy", "there is no command 'xyzzy' ('unvote -h' lists them)"),
        (
            "tally --frm 2025",
            "there is no option '--frm'; did you mean --from? ('unvote tally -h' lists them)",
        ),
        (
            "tally --year 2024",
            "there is no option '--year': write --from 2024 --to 2024"
            " ('unvote tally -h' lists them)",
        ),
        (
            "align US --since=2022",
            "there is no option '--since': write --from 2022 ('unvote align -h' lists them)",
        ),
        (
            "align US --top",
            "there is no option '--top': write -n … ('unvote align -h' lists them)",
        ),
        (
            "tally --excel",
            "there is no option '--excel': write -o FILE.xlsx ('unvote tally -h' lists them)",
        ),
        ("states --since 2022", "there is no option '--since' ('unvote states -h' lists them)"),
        *(
            (
                said,
                f"there is no command '{said.split()[0]}': write {better} ('unvote -h' lists them)",
            )
            for said, better in [
                ("US and RU", "unvote align US RU"),
                ("US,RU 2024", "unvote align US RU --from 2024 --to 2024"),
                ("compare US vs RU --csv", "unvote align US RU --csv"),
                ("US RU ES-11/7", "unvote votes US RU --on ES-11/7"),
                ("vote ES-11/7", "unvote show ES-11/7"),
                ("vs US EU ES-11/7", "unvote versus US EU ES-11/7"),
                ("Korea RU", "unvote align Korea RU"),
            ]
        ),
        (
            "versus US and EU ES-11/7",
            "leave out 'and': names stand side by side, as in US EU"
            " ('unvote versus -h' explains it)",
        ),
        (
            "map ES-11/7 US",
            "'US' is too much: there is no place for it ('unvote map -h' explains it)",
        ),
        (
            "show Ukraine war",
            "'war' is too much: 'unvote search 'Ukraine war'' looks for titles"
            " ('unvote show -h' explains it)",
        ),
        ("versus US", "Missing argument 'B' ('unvote versus -h' explains it)"),
        (
            "tally --close 0",
            "Invalid value for '--close': 0 is less than 1 ('unvote help selecting' explains it)",
        ),
        (
            "tally --where US=N",
            "there is no option '--where': write --voted US=N ('unvote tally -h' lists them)",
        ),
        (
            "check ES-11/7 --if RU=X",
            "there is no option '--if': write --suppose RU=X ('unvote check -h' lists them)",
        ),
    ],
)
def test_a_line_that_does_not_fit_is_told_what_to_type(line: str, told: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out, result.err) == (2, "", f"unvote: {told}\n")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("align US and RU", 3, "'and' is neither a state nor a group: leave it out, as in US RU"),
        ("align US vs RU", 3, "'vs' is neither a state nor a group: leave it out, as in US RU"),
        ("versus US with EU ES-11/7 x", 2, "leave out 'with': names stand side by side"),
        ("versus US vs EU", 3, "'vs' is neither a state nor a group: leave it out, as in US RU"),
        ("align US RU 2024", 3, "'2024' is a time, not a state: --from 2024 --to 2024 selects it"),
        ("tally 2024-10", 3, "no roll call is called '2024-10': '2024-10' is a time, which --from"),
        ("tally 79", 3, "no roll call is called '79': 79 may be a session, which --session 79"),
        ("show US", 3, "no roll call is called 'US': it is a state ('unvote votes US' has its"),
        ("show NATO", 3, "no roll call is called 'NATO': it is a group ('unvote votes NATO' has"),
        ("show Palestine", 3, "no roll call is called 'Palestine' ('unvote search Palestine'"),
        ("tally --session 2024-2025", 2, "session '2024-2025' is of years: --from 2024 --to 2025"),
        ("tally --from 3/2/2025", 2, "'3/2/2025' may be 2025-02-03 or 2025-03-02: write it as"),
        (
            "tally --from yesterday",
            2,
            "'yesterday' is not a date: write 2025, 2025-02 or 2025-02-24",
        ),
        ("tally --date 2025-02-24", 2, "--resolution and --date are for one file with one vote"),
        ("cohesion GA", 2, "'GA' is a state (Gabon): cohesion needs a group"),
        (
            "align US,RU",
            3,
            "'US,RU' is more than one name: put blanks between them: US RU; and give an option"
            " once for each",
        ),
        ("votes US ES-11/7", 3, "'ES-11/7' is a resolution, not a state: 'unvote show ES-11/7'"),
        (
            "votes FR EU 79/7",
            3,
            "'79/7' is a resolution, not a state: 'unvote show 79/7' has its votes ('unvote votes"
            " FR EU --on 79/7' those of some states)",
        ),
        ("tally --title=", 2, "title '': it is empty; leave it out to select all"),
        ("tally --session 2024", 2, "session '2024' is a year: --from 2024 --to 2024 selects it"),
        (
            "align US --since 2020 --top 3 --foo",
            2,
            "there is no option '--since': write --from 2020; nor '--top': write -n 3; nor '--foo'"
            " ('unvote align -h' lists them)",
        ),
    ],
)
def test_a_lazy_question_is_told_what_to_type(line: str, code: int, told: str) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(f"unvote: {told}")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        *("check {}", "tally {}", "show {}", "votes US {}", "map {}", "report {}", "align {}"),
        *("versus US RU {}", "blocs {}", "profile {}", "cohesion {}", "breaks {}", "ideal {}"),
    ],
)
def test_a_file_in_the_place_of_a_name_is_read_by_an_option(line: str) -> None:
    Path("a file.csv").write_text(one_vote("France;yes", "Cuba;no"))
    words = [word.format("a file.csv") for word in line.split()]
    told = run_unvote(*words)
    assert told.err == "unvote: 'a file.csv' is a file: --votes 'a file.csv' reads it\n"
    assert (told.code, told.out) in ((2, ""), (3, ""))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Palestina", "is not a member state and has no vote: it is an observer State"),
        ("Palestin", "is neither a member state nor a group; did you mean Palestine?"),
        ("Greenlend", "is neither a member state nor a group; did you mean Greenland?"),
        ("Norvegia", "is neither a member state nor a group; did you mean Norway?"),
        ("Italien", "is neither a member state nor a group; did you mean Italy?"),
    ],
)
def test_names_in_other_languages_are_suggested_where_they_are_near(name: str, told: str) -> None:
    assert run_unvote("align", name).err.startswith(f"unvote: '{name}' {told}")


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("--from 'Feb 2025' --to 02/2025", "--from 2025-02 --to 2025-02"),
        ("--from '24 February 2025'", "--from 2025-02-24"),
        ("--from 'Feb 24, 2025'", "--from 2025-02-24"),
        ("--to 24/2/2025", "--to 2025-02-24"),
        ("--to 24.02.2025", "--to 2025-02-24"),
    ],
)
def test_days_and_months_are_written_as_people_do(line: str, same: str) -> None:
    said, plain = (run_unvote("tally", *shlex.split(span)) for span in (line, same))
    assert said == plain
    assert plain.code == 0


@pytest.mark.parametrize(
    "name",
    ["Chinese", "Hawaii", "year", "last", "Wales", "Texas", "Tibet", "xyz", "UNO"],
)
def test_no_name_is_suggested_that_is_not_near(name: str) -> None:
    assert "did you mean" not in run_unvote("align", name).err


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Lybia", "Libya"),
        ("Columbia", "Colombia"),
        ("Phillipines", "Philippines"),
        ("Kirgizstan", "Kyrgyzstan"),
        ("Argentinia", "Argentina"),
        ("Trini", "Trinidad and Tobago"),
        ("Untied States", "United States"),
    ],
)
def test_a_name_that_is_near_is_suggested_alone(name: str, near: str) -> None:
    assert f"; did you mean {near}? (" in run_unvote("align", name).err


@pytest.mark.parametrize("name", ["", "align", "data", "data pull"])
def test_help_is_a_command_too(name: str) -> None:
    asked = run_unvote("help", *name.split())
    assert (asked.code, asked.err) == (0, "")
    assert asked.out == run_unvote(*name.split(), "--help").out


def test_states_of_a_group_are_its_members() -> None:
    states = run_unvote("states", "BENELUX", "FR", "-c", "state", "--no-header").out.split()
    assert states == ["BEL", "NLD", "LUX", "FRA"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("align US --limit x", "'--limit' / '-n': 'x' is not a whole number"),
        ("align US --rolling 1.5", "'--rolling': '1.5' is not a whole number"),
        ("align US --seed -1", "'--seed': -1 is less than 0"),
        ("cohesion EU --attendance x", "'--attendance': 'x' is not a number"),
        ("state-department", "Missing option '--year'."),
        ("tally --votes", "Option '--votes' requires an argument."),
        ("--show-completion x", "'--show-completion': 'x' is not one of 'bash', 'zsh', 'fish'."),
    ],
)
def test_a_value_of_an_option_that_does_not_fit_is_told_in_plain_words(
    line: str, message: str
) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (2, "")
    assert message.rstrip(".") in result.err
    assert result.err.startswith("unvote: ")
    assert result.err.count("\n") == 1


def test_bare_unvote_shows_help_with_every_command_and_examples() -> None:
    bare = run_unvote()
    assert (bare.code, bare.err) == (0, "")
    assert bare.out == run_unvote("--help").out == run_unvote("-h").out
    width = max(map(len, ALL_COMMANDS)) + 1
    for name, text in ALL_COMMANDS.items():
        assert f"  {name:<{width}} {text}" in bare.out
    for name, text in DATA_COMMANDS.items():
        assert f"  {name:<14} {text}" in run_unvote("data").out
    assert "unvote versus US EU ES-11/7" in bare.out


def test_a_name_that_has_changed_works_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RENAMED, "count", "tally")
    monkeypatch.setitem(RENAMED, "--since", "--from")
    new = run_unvote("tally", "--from", "2025", "--csv", "-q")
    for since in (["--since", "2025"], ["--since=2025"]):
        old = run_unvote("count", *since, "--csv", "-q")
        assert (old.code, old.out) == (0, new.out)
        assert old.err == (
            "unvote: 'count' is now called 'tally'; the old name will go\n"
            "unvote: '--since' is now called '--from'; the old name will go\n"
        )
    assert "--since" not in run_unvote("tally", "--help").out


def test_tally_as_csv() -> None:
    assert run_unvote("tally", "ES-11/7").out == (
        "rollcall,date,organ,session,title,yes,no,abstain,not_voting,members,rule,needed,margin,"
        "passed,outcome,rule_known,outcome_otherwise,switch\n"
        'A/RES/ES-11/7,2025-02-24,GA,ES-11,"Advancing a comprehensive, just and lasting peace in'
        ' Ukraine",93,18,65,17,193,two-thirds,74,19,true,adopted,true,,20\n'
    )


def test_tally_as_markdown() -> None:
    result = run_unvote("tally", "ES-11/7", "-f", "markdown", "-c", "rollcall,yes,outcome")
    assert result.out == (
        "| rollcall | yes | outcome |\n|---|--:|---|\n| A/RES/ES-11/7 | 93 | adopted |\n"
    )


def test_output_files_name_their_format(tmp_path) -> None:
    for name in ("x.csv", "x.json", "x.md", "x.parquet"):
        result = run_unvote("align", "US", "RU", "-o", name)
        assert (result.code, result.out) == (0, "")
        assert result.err == f"unvote: {CHOSEN}\nunvote: {COUNCIL}\n"
    assert (tmp_path / "x.csv").read_text() == run_unvote("align", "US", "RU").out
    assert json.loads((tmp_path / "x.json").read_text())[0]["b"] == "RUS"
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == json.loads(
        (tmp_path / "x.json").read_text()
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "x.csv",
        "x.json",
        "x.md",
        "x.parquet",
    ]


def test_a_parquet_file_of_nothing_has_numbers_and_dates_of_their_types() -> None:
    for name, more in (("some", []), ("none", ["--from", "2030"])):
        run_unvote("tally", "-c", "date,yes,needed", "-o", f"{name}.parquet", *more)
    assert pq.read_schema("some.parquet").types == pq.read_schema("none.parquet").types


def test_a_file_is_whole_or_as_it_was(tmp_path) -> None:
    (tmp_path / "x.csv").write_text("mine\n")
    assert run_unvote("tally", "nope", "-o", "x.csv").code == 3
    assert (tmp_path / "x.csv").read_text() == "mine\n"
    assert run_unvote("tally", "-o", ".", "--csv").code == 4


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, ValueError])
def test_what_ends_a_file_midway_leaves_the_old_one_alone(
    end: type[BaseException], tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("mine\n")

    def write_half() -> None:
        with whole_file(path) as file:
            file.write(b"half")
            raise end

    with pytest.raises(end):
        write_half()
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "mine\n"


def test_rows_are_sorted_and_limited() -> None:
    def first(*options: str) -> list[str]:
        out = run_unvote("tally", "-c", "rollcall", "--no-header", *options).out
        return out.split()

    assert first("-n", "2") == ["A/RES/80/4", "A/RES/ES-11/9"]  # the newest, oldest first
    assert first("--sort", "-yes", "-n", "2") == ["A/RES/74/7", "A/RES/78/7"]
    assert first("--sort", "yes", "-n", "2") == ["S/2022/720", "S/RES/2774(2025)"]
    states = ["states", "FR", "DD", "YU", "-c", "state,ended", "--no-header"]
    known = ["DDR,1990-10-03", "YUG,2000-11-01"]
    # Missing values come last in both orders.
    assert run_unvote(*states, "--sort", "ended").out.split() == [*known, "FRA,"]
    assert run_unvote(*states, "--sort", "-ended").out.split() == [*known[::-1], "FRA,"]


def test_a_terminal_gets_fifty_rows_and_is_told_how_to_see_all() -> None:
    result = run_unvote("align", "US", terminal=True)
    assert "the first 50 of 192 rows, all with -n 0" in result.out
    assert "the first" not in run_unvote("align", "US", "-n", "0", terminal=True).out
    assert len(run_unvote("align", "US").out.splitlines()) == 193


def test_quiet_and_debug(tmp_path) -> None:
    (tmp_path / "v.csv").write_text("ms_code,ms_vote,resolution\nUSA,NV,A/RES/1/1\n")
    assert "written NV" in run_unvote("tally", "--votes", "v.csv").err
    assert run_unvote("tally", "--votes", "v.csv", "-q").err == ""
    assert "Traceback" in run_unvote("tally", "nope", "--debug").err


def test_colour_is_asked_for_or_left_out() -> None:
    assert "\x1b[" not in run_unvote("tally", terminal=True).out
    assert "\x1b[1m" in run_unvote("tally", "--color", "always", terminal=True).out
    assert "\x1b[" not in run_unvote("tally", "--color", "always").out  # CSV has no colour


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["states"], *complete(["--version"], ["rules"], ["groups"], ["measures"])],
)
def test_lists_start_without_pandas(arguments: list[str]) -> None:
    program = (
        "import sys; from unvote.cli import app\n"
        f"try: app({arguments!r}, prog_name='unvote')\n"
        "except SystemExit as end: print(end.code)\n"
        "print(sorted({'pandas', 'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    expected = run_unvote(*arguments)
    assert expected.code == 0
    assert (process.stdout, process.stderr) == (f"{expected.out}0\n[]\n", expected.err)


def test_an_interrupt_ends_with_130_and_no_traceback() -> None:
    program = [sys.executable, "-m", "unvote", "tally", "--votes", "-"]
    process = subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdin.write(b"ms_code,ms_vote,resolution\n" * 20_000)  # more than a pipe holds
    process.stdin.flush()  # so it is being read now
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


IMPATIENT = """
import signal
import unvote.cli
from unvote.__main__ import main

def run():
    try:
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.raise_signal(signal.SIGINT)
        print("cleared away")

unvote.cli.main = run
main()
"""


def test_a_second_interrupt_does_not_stop_what_clears_away() -> None:
    done = subprocess.run([sys.executable, "-c", IMPATIENT], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "cleared away\n", "")


def test_an_interrupt_that_python_hides_in_an_error_is_one() -> None:
    class Interrupted:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), failures_reported(debug=False):
        type("Half", (), {"made": Interrupted()})


@pytest.mark.parametrize(
    "arguments",
    [
        ["tally", "ES-11/7"],
        *complete(["--help"], ["-V"], ["show", "ES-11/7"], ["--show-completion", "bash"]),
    ],
)
def test_a_full_disk_is_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            [sys.executable, "-m", "unvote", *arguments], stdout=full, stderr=subprocess.PIPE
        )
    assert process.returncode == 4
    assert process.stderr.count(b"\n") == 1
    assert b"the standard output cannot be written" in process.stderr


@pytest.mark.complete
# An unbuffered output takes what fits, and says how much only in its return value.
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_disk_that_fills_up_half_way_is_an_error(unbuffered: str, tmp_path: Path) -> None:
    small_files = ["sh", "-c", 'ulimit -f 2; exec "$@"', "sh"]
    with (tmp_path / "votes.csv").open("wb") as file:
        process = subprocess.run(
            [*small_files, sys.executable, "-m", "unvote", "votes", "EU", "-q"],
            stdout=file,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )
    assert process.returncode == 4
    assert b"the standard output cannot be written" in process.stderr
    assert process.stderr.count(b"\n") == 1


@pytest.mark.complete
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_does_not_block_gets_everything(unbuffered: str) -> None:
    line = [sys.executable, "-m", "unvote", "align", "--all"]
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with (
        subprocess.Popen(line, stdout=writing, stderr=subprocess.PIPE, env=environment) as process,
        os.fdopen(reading, "rb") as pipe,
    ):
        os.close(writing)
        out = pipe.read()
    assert process.returncode == 0
    assert out.decode() == run_unvote("align", "--all").out


def test_an_input_that_does_not_block_is_read_to_its_end() -> None:
    table = "ms_code,ms_vote,resolution\n" + "USA,N,A/RES/79/7\n" + "FRA,Y,A/RES/79/7\n"
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    records: list[unvote.Record] = []
    with os.fdopen(reading, "rb") as pipe, os.fdopen(writing, "wb", buffering=0) as end:
        thread = threading.Thread(target=lambda: records.append(unvote.read(pipe)))
        end.write(table[:40].encode())
        thread.start()
        while fcntl.ioctl(reading, termios.FIONREAD, b"\0" * 4) != b"\0" * 4:
            pass  # until the reader has read everything so far, and waits
        end.write(table[40:].encode())
        end.close()
        thread.join()
    assert records[0].votes.to_numpy().tolist() == [[unvote.Vote.YES, unvote.Vote.NO]]


# An empty variable in a script must not select everything.
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("tally --session", 2, "'' is not a session"),
        ("tally --from", 2, "'' is not a date"),
        ("tally --votes", 4, "no file is named"),
        ("tally ES-11/7 -c", 2, "there is no column ''"),
        ("show ES-11/7 -c", 2, "there is no column ''"),
        ("tally ES-11/7 --sort", 2, "there is no column ''"),
        ("show ES-11/7 --sort", 2, "there is no column ''"),
        ("check ES-11/7 --rule", 2, "'' is not a rule"),
        ("report", 3, "'' is neither a member state nor a group"),
        ("map --align US", 3, "no roll call is called ''"),
        ("data pull --from-url", 4, "'' is not fetched"),
        ("data export -o", 4, "no file is named"),
    ],
)
def test_an_empty_value_is_told(line: str, code: int, said: str, tmp_path: Path) -> None:
    result = run_unvote(*line.split(), "")
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(f"unvote: {said}")
    assert result.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


MANY = "9" * 5000


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (["check", "ES-11/7", "--expect", f"{MANY}-1-1"], 2, "is not a tally: write"),
        (["tally", "--session", f"1-{MANY}"], 2, "is not a session: write"),
        (["blocs", "-k", MANY], 2, "it is a number of blocs from 2 on, or auto"),
        (["align", "US", "RU", "--rolling", MANY[:400]], 2, "months; choose fewer"),
        (["tally", "--by", ","], 2, "by ',': name groups or states, or region"),
        (["tally", "--by", ""], 2, "by '': name groups or states, or region"),
        (
            ["tally", "ES-11/7", "-o", f"{MANY[:300]}.csv"],
            4,
            "cannot be written: File name too long",
        ),
    ],
)
def test_values_beyond_all_measure_are_one_line(line: list[str], code: int, said: str) -> None:
    result = run_unvote(*line)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("tally ES-11/7 >&-", 4, "the standard output cannot be written: "),
        *(
            pytest.param(*row, marks=pytest.mark.complete)
            for row in (
                ("-V >&-", 4, "the standard output cannot be written: "),
                ("tally ES-11/7 -o new.csv <&- >&-", 0, ""),
                ("tally --votes - <&-", 4, "the data: the file is empty"),
                ("tally --session 99 2>&-", 3, ""),
            )
        ),
    ],
)
def test_a_stream_may_be_closed(line: str, code: int, said: str) -> None:
    result = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m unvote {line}"], capture_output=True, text=True
    )
    assert result.returncode == code
    assert said in result.stderr
    assert result.stderr.count("\n") == bool(said)


def test_columns_are_chosen_instead_of_a_drawing() -> None:
    assert run_unvote("show", "ES-11/7", "-c", "nonsense").code == 2
    picked = run_unvote("show", "ES-11/7", "-c", "state,vote", "-n", "1", "--no-header")
    assert picked.out.split("\n")[0].split() == ["AFG", "X"]
    out = run_unvote("tally", "--color", "never", terminal=True).out
    assert "\x1b" not in out


@pytest.mark.complete
def test_output_to_the_standard_output_by_name() -> None:
    program = f"{sys.executable} -m unvote tally ES-11/7 --csv -o /dev/stdout | tail -n 1"
    result = subprocess.run(["bash", "-c", program], capture_output=True, text=True)
    assert result.stdout.startswith("A/RES/ES-11/7,2025-02-24")


@pytest.mark.complete
def test_output_by_name_replaces_nothing_that_stands_there() -> None:
    line = f"{sys.executable} -m unvote tally ES-11/7 -c yes --no-header --csv -o /dev/stdout"
    subprocess.run(["bash", "-c", f"(echo a; {line}; echo b) > all; {line} >> all"], check=True)
    assert Path("all").read_text() == "a\n93\nb\n93\n"


def test_a_minimal_file_is_shown() -> None:
    table = b"ms_code,ms_vote,resolution\nUSA,N,A/RES/79/7\nFRA,Y,A/RES/79/7\n"
    result = run_unvote("show", "79/7", "--votes", "-", stdin=table)
    assert result.code == 0
    assert "General Assembly, session 79, no date" in result.out


def one_vote(*votes: str) -> str:
    """Return a table with one roll call of an unnamed body."""
    return "\n".join(["country;vote", *votes, ""])


def test_a_file_with_one_roll_call_needs_no_name() -> None:
    Path("club.csv").write_text(one_vote("France;yes", "Cuba;no"))
    for command in ("show", "map"):
        shown = run_unvote(command, "--votes", "club.csv")
        named = run_unvote(command, "#1", "--votes", "club.csv")
        assert (shown.code, shown.out) == (0, named.out.replace(" (named #1)", ""))
    several = run_unvote("show", "--votes", "embedded", "--session", "ES-11")
    assert (several.code, several.err) == (
        2,
        "unvote: name one of these 9 roll calls: A/RES/ES-11/1, A/RES/ES-11/2, A/RES/ES-11/3, …\n",
    )
    number = run_unvote("show", "1", "--votes", "club.csv")
    assert number.err == "unvote: no roll call is called '1'; did you mean #1?\n"


def test_how_a_file_was_read_is_told_last_and_the_doubts_in_python_too() -> None:
    Path("club.csv").write_text(one_vote("France;yes", "Cuba;no"))
    doubt = "1 roll call of an unknown body (#1): --organ GA, SC or HRC names the body"
    how = "read with semicolons between the columns"
    record = unvote.read("club.csv")
    assert record.notes == (doubt, how)
    assert unvote.align(record, "FR", "CU").attrs["notes"] == [doubt, how]
    told = run_unvote("align", "FR", "CU", "--votes", "club.csv").err.splitlines()
    assert told == [f"unvote: club.csv: {note}" for note in (doubt, how)]


def test_an_organ_of_which_there_is_nothing_is_told_in_python() -> None:
    record = unvote.load("embedded")
    with pytest.raises(unvote.ArgumentError) as caught:
        unvote.align(record, "US", "RU", organ="XX")
    assert str(caught.value) == "organ 'XX': it has no roll call here (these have: GA, SC)"
    assert len(unvote.align(record, "US", "RU", organ="HRC")) == 1


def test_a_title_without_room_stands_below_its_row() -> None:
    line = ["tally", "ES-11/7", "-c", "rollcall,date,title,yes,no,abstain,not_voting,outcome"]
    below = run_unvote(*line, terminal=True).out.splitlines()
    row = next(place for place, text in enumerate(below) if text.startswith("A/RES/ES-11/7"))
    assert below[row].split() == ["A/RES/ES-11/7", "2025-02-24", "93", "18", "65", "17", "adopted"]
    assert below[row + 1].rstrip() == (
        "  Advancing a comprehensive, just and lasting peace in Ukraine"
    )
    assert "title" not in below[row - 2].split()
