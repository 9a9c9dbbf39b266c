"""Run the commands in Markdown pages, and write, or check, the output shown below them.

    python scripts/console_blocks.py README.md docs/*.md           write the output
    python scripts/console_blocks.py --check README.md docs/*.md   fail where it differs
    python scripts/console_blocks.py --list README.md docs/*.md    tell what is not run, and why
    python scripts/console_blocks.py --record FILE docs/*.md       also what needs the full record

Every block of commands runs, by tests/test_docs.py and by this script, and answers from the
embedded record. Which language a block names says how:

``console``
    A line `$ COMMAND`, and below it the output on a terminal of 80 columns. If nothing is below it,
    it only has to run. A line `…` stands for lines left out: the block keeps as many lines above
    and below it as it has now.
``sh``
    Commands without their output, to be copied. They only have to run.
``python``
    A program; the blocks of a page run one after the other in one namespace. A ``text`` block right
    below it shows what it prints, and is written and checked. A block of `>>>` lines is a doctest.
    An assertion says what must hold.
``text``, ``csv``, ``json``, ``toml``, ``yaml``, ``bibtex``, ``html`` and none
    Data, which nobody runs.

A plain `unvote …` runs in this process. Everything else (pipes, redirections, loops, several
commands) runs in bash, where `unvote` and `python3` are those of this environment. In bash every
command has to succeed; to show an error, or a check that fails, write `unvote … || true`.

Every page has a folder of its own. A block finds there what blocks above it have written, a folder
``docs/pictures``, the embedded record as ``votes.csv``, ``votes.csv.gz``, ``data/votes.csv`` and
``2026_02_06_ga_voting.csv``, its Council as ``sc_voting.csv``, and a ``script.py`` that counts the
rows of its standard input. Each block has a store of its own, where there is no full record until
it imports one.

A console block below the line `<!-- 100 columns -->` runs on a terminal of that width.

If a block cannot run, a comment on the line above says why:

    <!-- not run: needs the network -->
    <!-- full record -->

A block marked with the second comment runs if the whole record is given (``--record FILE``, or
UNVOTE_TEST_RECORD in the tests), imported from that one file. A block that does not run is still
read: a command or an option that `unvote` does not have is an error, also in running text, for
`unvote …` between backticks. A block in another language, an indented block or one fenced by ~~~ is
an error.
"""

import argparse
import doctest
import gzip
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from command_lines import calls_of, is_plain, read_arguments, words_of

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>not run|full record|\d+ columns)(?:: (?P<why>[^\n]*?))? -->\n\n?)?"
    r"^```(?P<language>[^\n]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
ODD_FENCE = re.compile(r"^[ \t]+```|^[ \t]*~~~", re.MULTILINE)
INLINE = re.compile(r"`(unvote [^`]+)`")
DATA = ("", "text", "csv", "json", "toml", "yaml", "bibtex", "html")
PROMPT = "$ "
LEFT_OUT = "…"
# The exit codes of an answer of unvote; no command on a page ends with another code.
ANSWERS = (0, 1, None)
# A program before a pipe that is closed early ends by this signal.
CLOSED_PIPE = 141
# The command behind `unvote` in bash; the tests set a program that starts faster.
PROGRAM = [sys.executable, "-m", "unvote"]
FUNCTIONS = """\
set -euo pipefail
unvote() {{ {program} "$@"; }}
python3() {{ "$PYTHON" "$@"; }}
"""
SCRIPT = "import sys\n\nprint(len(sys.stdin.readlines()) - 1, 'rows')\n"


class Block(NamedTuple):
    """A block of a page: its lines, and the comment about running it."""

    line: int
    language: str
    text: str
    mark: str | None
    why: str | None

    @classmethod
    def of(cls, found: re.Match[str]) -> "Block":
        """Make a block from a match in a page."""
        line = found.string.count("\n", 0, found.start("language")) + 1
        return cls(line, found["language"], found["text"], found["mark"], found["why"])

    def commands(self) -> list[str]:
        """Return its commands, each on one line and without its prompt."""
        whole = self.text.replace("\\\n", " ")
        if self.language == "console":
            return [
                line.removeprefix(PROMPT) for line in whole.splitlines() if line.startswith(PROMPT)
            ]
        lines = (re.sub(r"(^|\s)#\s.*$", "", line).strip() for line in whole.splitlines())
        return [line for line in lines if line]


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page."""
    return [Block.of(found) for found in BLOCK.finditer(page)]


class Terminal(io.StringIO):
    """A text stream that a program takes for a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


class Runner:
    """Runs the blocks of one page, in a folder of their own.

    `full` is the folder of a store with the full record, for the blocks that need it.
    """

    def __init__(self, folder: Path, full: Path | None = None) -> None:
        self.folder, self.full = folder, full
        self.names: dict[str, Any] = {"__name__": "page"}
        self.count = 0
        self.printed, self.end = "", 0

    def refreshed(self, found: re.Match[str]) -> str:
        """Run a block, and return it with its present output."""
        block = Block.of(found)
        try:
            text = self._text(block, found)
        except (Exception, SystemExit) as error:
            raise ValueError(f"the block in line {block.line}: {error}") from error
        start, end = (position - found.start() for position in found.span("text"))
        self.end = found.end()
        return found[0][:start] + text + found[0][end:]

    def _text(self, block: Block, found: re.Match[str]) -> str:
        below = not found.string[self.end : found.start()].strip() and block.language == "text"
        printed, self.printed = self.printed, ""
        if printed and not below:
            raise ValueError("the Python above it prints what no text block below it shows")
        if below and printed:
            return printed
        if block.mark == "not run" or (block.mark == "full record" and not self.full):
            check_unrun(block)
            return block.text
        self.count += 1
        store = self.full if block.mark == "full record" else self.folder / f"store-{self.count}"
        columns = re.match(r"\d+", block.mark or "")
        with environment(self.folder, store, columns[0] if columns else "80"):
            return self._run(block)

    def _run(self, block: Block) -> str:
        match block.language:
            case "console":
                return refreshed_console(block.text)
            case "sh":
                if all(is_plain(line) for line in block.commands()):
                    for line in block.commands():
                        output_of(line)
                else:
                    in_bash(block.text)
            case "python":
                self.printed = run_python(block.text, self.names)
            case language if language in DATA and PROMPT in re.findall("^..", block.text, re.M):
                raise ValueError("commands with a prompt stand in a console block")
            case language if language not in DATA:
                raise ValueError(
                    f"'{language}' is not a language of a block (see {Path(__file__)})"
                )
        return block.text


@contextmanager
def environment(folder: Path, store: Path | None, columns: str = "80") -> Iterator[None]:
    """Work in a folder, with a store, on a terminal without colour."""
    kept = dict(os.environ)
    os.environ |= {"COLUMNS": columns, "NO_COLOR": "1", "TERM": "dumb"}
    # The program would say that this UNVOTE_DATA has no record.
    named = str(store) if store and store.is_dir() else ""
    home = folder / "data-of-user" if named or store is None else store
    os.environ |= {"UNVOTE_DATA": named, "XDG_DATA_HOME": str(home)}
    os.environ |= {"PYTHON": sys.executable}
    try:
        with chdir(folder):
            yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def refreshed_console(text: str) -> str:
    """Return a console block with the present output of its commands."""
    shown: list[tuple[list[str], list[str]]] = []
    for line in text.splitlines():
        if line.startswith(PROMPT):
            shown.append(([line], []))
        elif shown and not shown[-1][1] and shown[-1][0][-1].endswith("\\"):
            shown[-1][0].append(line)
        elif shown:
            shown[-1][1].append(line)
    return "".join(
        "".join(f"{line}\n" for line in [*prompt, *_printed("\n".join(prompt), lines)])
        for prompt, lines in shown
    )


def _printed(prompt: str, lines: list[str]) -> list[str]:
    output = output_of(prompt.removeprefix(PROMPT)).splitlines()
    if not any(line.strip() for line in lines):
        return lines
    if LEFT_OUT in lines:
        above = lines.index(LEFT_OUT)
        below = len(lines) - above - 1
        return [*output[:above], LEFT_OUT, *output[len(output) - below :]]
    return output


def output_of(command: str) -> str:
    """Return what a command prints to a terminal."""
    printed = in_process(command) if is_plain(command) else in_bash(command)
    return "\n".join(line.rstrip() for line in printed.rstrip("\n").split("\n"))


def in_process(command: str) -> str:
    """Return what unvote prints, run in this process."""
    from unvote.cli import app

    printed = Terminal()
    streams = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = printed
    code: Any = 0
    try:
        app(shlex.split(command)[1:], prog_name="unvote")
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout, sys.stderr = streams
    if code not in ANSWERS:
        raise ValueError(f"'{command}' exits with {code}: {printed.getvalue().strip()}")
    return printed.getvalue()


def in_bash(script: str) -> str:
    """Return what a script prints to a terminal; with a pipe, the notes come last.

    The programs of a pipe run at the same time, so chance decides which writes first.
    """
    import pty
    import termios

    ours, theirs = pty.openpty()
    modes = termios.tcgetattr(theirs)
    modes[1] &= ~termios.OPOST  # no carriage returns
    termios.tcsetattr(theirs, termios.TCSANOW, modes)
    with tempfile.TemporaryFile() as notes:
        process = subprocess.Popen(
            ["bash", "-c", FUNCTIONS.format(program=shlex.join(PROGRAM)) + script],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=notes if "|" in words_of(script.replace("\n", " ; ")) else theirs,
        )
        os.close(theirs)
        printed = b"".join(iter(lambda: _read(ours), b""))
        os.close(ours)
        notes.seek(0)
        printed += notes.read()
    code = process.wait()
    if code not in (0, CLOSED_PIPE):
        raise ValueError(f"'{script.strip()}' exits with {code}: {printed.decode().strip()}")
    return printed.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def run_python(text: str, names: dict[str, Any]) -> str:
    """Run a program, which may add to the names, and return what it prints; check a doctest."""
    if text.startswith(">>>"):
        test = doctest.DocTestParser().get_doctest(text, names, "page", None, 0)
        told = io.StringIO()
        flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
        runner = doctest.DocTestRunner(optionflags=flags)
        if runner.run(test, out=told.write, clear_globs=False).failed:
            raise ValueError(told.getvalue())
        names.update(test.globs)
        return ""
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(text, "page", "exec"), names)
    return printed.getvalue()


def check_unrun(block: Block) -> None:
    """Fail if a block that is not run gives no reason, or calls what unvote does not have."""
    if block.mark == "not run" and not block.why:
        raise ValueError("a mark 'not run' says why: <!-- not run: needs the network -->")
    if block.language in ("console", "sh"):
        for line in block.commands():
            for arguments in calls_of(line):
                read_arguments(arguments)


def check_inline(page: str) -> None:
    """Fail if `unvote …` in running text names what the program does not have."""
    for command in INLINE.findall(BLOCK.sub("", page)):
        if LEFT_OUT not in command and not command.startswith("unvote COMMAND"):
            for arguments in calls_of(command):
                read_arguments(arguments, whole=False)


def furnish(folder: Path) -> None:
    """Put the files that pages may use into a folder."""
    votes = (ROOT / "data" / "votes.csv").read_bytes()
    (folder / "data").mkdir()
    (folder / "docs" / "pictures").mkdir(parents=True)
    header, *rows = votes.splitlines(keepends=True)
    council = [row for row in rows if b",S/" in row]
    (folder / "sc_voting.csv").write_bytes(header + b"".join(council))
    for name in ("votes.csv", "2026_02_06_ga_voting.csv", "data/votes.csv"):
        (folder / name).write_bytes(votes)
    (folder / "votes.csv.gz").write_bytes(gzip.compress(votes))
    (folder / "script.py").write_text(SCRIPT, encoding="utf-8")


def refreshed(page: str, full: Path | None = None) -> str:
    """Return a page with the present output of everything that runs."""
    if odd := ODD_FENCE.search(BLOCK.sub("", page)):
        raise ValueError(f"a block begins with ``` at the start of a line, not with '{odd[0]}'")
    check_inline(page)
    folder = Path(tempfile.mkdtemp())
    try:
        furnish(folder)
        runner = Runner(folder, full)
        fresh = BLOCK.sub(runner.refreshed, page)
        if runner.printed:
            raise ValueError("the last Python prints what no text block below it shows")
    finally:
        shutil.rmtree(folder)
    return fresh


def import_record(file: str, store: Path) -> None:
    """Import the full record into a store."""
    with environment(ROOT, store):
        in_process(shlex.join(["unvote", "data", "import", file, "-q"]))


def main() -> None:
    """Write or check the pages named on the command line, or list the blocks that do not run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it differs")
    parser.add_argument("--list", action="store_true", help="tell what is not run, and why")
    parser.add_argument("--record", metavar="FILE", help="the full record, for blocks that need it")
    parser.add_argument("pages", nargs="+", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as store:
        if asked.record:
            import_record(asked.record, Path(store))
        stale = [str(path) for path in asked.pages if not _done(path, asked, Path(store))]
    if asked.check and stale:
        sys.exit(f"the output shown is not what is printed now: {', '.join(stale)}")


def _done(path: Path, asked: argparse.Namespace, store: Path) -> bool:
    page = path.read_text(encoding="utf-8")
    if asked.list:
        for block in blocks(page):
            if block.mark:
                print(f"{path}:{block.line}: {block.mark} {block.why or ''}".rstrip())
        return True
    try:
        fresh = refreshed(page, store if asked.record else None)
    except ValueError as error:
        sys.exit(f"{path}: {error}")
    if fresh != page and not asked.check:
        path.write_text(fresh, encoding="utf-8")
    return fresh == page


if __name__ == "__main__":
    main()
