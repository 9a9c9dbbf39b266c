"""Every command of the program, found by walking it, with command lines that give each answer.

Nothing is listed here: the lines are the examples in a command's help, and the tests make the files
that they name. A command without an example that answers fails the tests.
"""

import gzip
import json
import re
import shlex
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

from conftest import Result, complete, run_unvote
from unvote.cli.app import app
from unvote.store import location

ROOT = Path(__file__).parents[1]
VOTES = ROOT / "data" / "votes.csv"
# As an annex of a press release prints a vote.
ANNEX = b"In favour: France, Japan.\nAgainst: Israel.\nAbstain: China.\nAbsent: Fiji.\n"
# Commands that need the folder of a full record of their own, which they may remove.
MARK = "made-by-tests"
# Options that choose the form: the tests choose it themselves.
FORMS = ("--csv", "--json", "--meta")


class Command(NamedTuple):
    """A command: its words, and what Typer knows about it."""

    words: tuple[str, ...]
    loaded: Any

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def examples(self) -> list[list[str]]:
        """The examples of the help, as words after `unvote`."""
        lines = (line.strip() for line in (self.loaded.epilog or "").splitlines())
        return [shlex.split(line)[1:] for line in lines if line.startswith(f"unvote {self.name}")]

    @property
    def lines(self) -> list[list[str]]:
        """The examples without a format and, if it can be left out, without a file."""
        found = [self._plain(words) for words in self.examples]
        return [words for place, words in enumerate(found) if words not in found[:place]]

    def _plain(self, words: Iterable[str]) -> list[str]:
        kept: list[str] = []
        rest = iter(words)
        for word in rest:
            if word == "-o" and not self.parameter("output").required:
                next(rest)
            elif word not in FORMS:
                kept.append(word)
        return kept

    def parameter(self, name: str) -> Any:
        """The parameter with a name, or None."""
        return next((one for one in self.loaded.params if one.name == name), None)

    @property
    def reads(self) -> bool:
        """Whether it reads a record."""
        return self.parameter("votes") is not None

    @property
    def answers(self) -> bool:
        """Whether it answers with rows."""
        return self.parameter("json") is not None

    def with_value(self, parameter: Any, value: str) -> list[str]:
        """Return a line with another value for an option or an argument."""
        if parameter.param_type_name == "option":
            return self._with_option(parameter, value)
        own = line_of(self.name)[len(self.words) :]
        old = self.loaded.make_context(self.name, list(own)).params[parameter.name]
        first = (old or [None])[0] if isinstance(old, list | tuple | None) else old
        if first:
            return [*self.words, *(value if word == first else word for word in own)]
        return [*self.words, *own, value]

    def _with_option(self, parameter: Any, value: str) -> list[str]:
        """Change an example that has the option; if none has it, add it to the first."""
        for words in self.lines:
            for option in set(parameter.opts) & set(words):
                place = words.index(option) + 1
                return [*words[:place], value, *words[place + 1 :]]
        return [*line_of(self.name), parameter.opts[0], value]


def walk(group: Any, words: tuple[str, ...] = ()) -> Iterator[Command]:
    """Yield the commands of a group, and of the groups in it."""
    for name in group.commands:
        loaded = group.load(name)
        if hasattr(loaded, "commands"):
            yield from walk(loaded, (*words, name))
        else:
            yield Command((*words, name), loaded)


COMMANDS = {command.name: command for command in walk(typer.main.get_command(app))}
# The first fetches and imports dozens of files each time, the other one.
SLOW = {"data pull", "data import"}
READING = [name for name, command in COMMANDS.items() if command.reads]
ANSWERING = [name for name, command in COMMANDS.items() if command.answers]


def each(names: Iterable[str], plain: Iterable[str] | None = None) -> pytest.MarkDecorator:
    """Return the mark that runs a test for commands.

    Slow commands run only in the complete suite, and so do those that are not among `plain`.
    """
    few = set(names if plain is None else plain) - SLOW
    tried = [name if name in few else complete(name)[0] for name in names]
    return pytest.mark.parametrize("name", tried)


def extract(session: str) -> bytes:
    """Return a line of the UN's extract: one roll call that contradicts the record."""
    line = {
        "symbol": "A/RES/ES-11/7" if session == "ES-11" else f"A/RES/{session}/1",
        "title": "Advancing a comprehensive, just and lasting peace in Ukraine",
        "session": session,
        "adoption_date": "24 February 2025",
        "adoption_type": "By a recorded vote",
        "MS_in_favour": ["UNITED STATES", "FRANCE"],
        "MS_against": ["RUSSIAN FEDERATION"],
        "MS_abstaining": [],
    }
    return json.dumps(line).encode() + b"\n"


DRAFT = b"""<akomaNtoso xmlns:akn4un="http://un.org/akn4un"><meta>
<FRBRdate date="2023-12-08" name="voting"/>
<voting><count value="001" refersTo="inFavour"><akn4un:voters>
<organization refersTo="memberState">France</organization></akn4un:voters></count>
<count value="001" refersTo="against"><akn4un:voters>
<organization refersTo="memberState">United States of America</organization>
</akn4un:voters></count></voting></meta>
<coverPage><docNumber refersTo="#symbol">S/2023/970</docNumber></coverPage></akomaNtoso>
"""


class Extracts(BaseHTTPRequestHandler):
    """Serves the UN's extracts of both organs, so that nothing is fetched from elsewhere."""

    def do_GET(self) -> None:
        body = b""
        if found := re.fullmatch(r"/unxml/(7\d|80|ES-1[01])\.json", self.path):
            body = extract(found[1])
        elif found := re.fullmatch(r"/unxml/(20[01]\d|202[0-6])\.json", self.path):
            body = extract(found[1]).replace(b"A/RES", b"S/RES")
        elif self.path == "/unxml/not-adopted.json":
            body = b'[{"name": "S_2023_970-2324906E.xml"}]'
        elif self.path == "/unxml/S_2023_970-2324906E.xml":
            body = DRAFT
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@cache
def server() -> str:
    """Return the address of a server on this machine, for as long as the tests run."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Extracts)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


@cache
def imported() -> tempfile.TemporaryDirectory[str]:
    """Return a folder with a full record of two sources that contradict each other."""
    folder = tempfile.TemporaryDirectory()
    (Path(folder.name) / "extract.json").write_bytes(extract("ES-11"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNVOTE_DATA", f"{folder.name}/data")
        assert run_unvote("data", "import", str(VOTES), f"{folder.name}/extract.json").code == 0
    (Path(folder.name) / "data" / MARK).touch()
    return folder


def prepared(name: str, words: list[str]) -> list[str]:
    """Make the files and the full record that a line needs, and return the line."""
    before = ""
    for word in words:
        if word.endswith(".txt"):
            Path(word).write_bytes(ANNEX)
        if before not in ("-o", "--output") and word.endswith((".csv", ".csv.gz")):
            content = VOTES.read_bytes()
            Path(word).write_bytes(gzip.compress(content, 1) if word.endswith(".gz") else content)
        before = word
    if name.startswith("data "):
        source, place = Path(imported().name) / "data", location.folder()
        if (place / MARK).exists():  # never the user's own record
            shutil.rmtree(place)
        shutil.copytree(source, place)
    if COMMANDS[name].parameter("from_url") and "--from-url" not in words:
        return [*words, "--from-url", server()]
    return words


@cache
def line_of(name: str) -> list[str]:
    """Return the first example of a command that answers."""
    tried = []
    for words in COMMANDS[name].lines:
        result = run_unvote(*prepared(name, words))
        if result.code in (0, 1) and (result.out or not COMMANDS[name].answers):
            return words
        tried.append(f"unvote {shlex.join(words)} -> {result.code}: {result.err}")
    raise AssertionError(f"no example in the help of '{name}' answers:\n" + "\n".join(tried))


def answer(name: str, *more: str, **settings: Any) -> Result:
    """Run a command by its first example that answers, with more options."""
    return run_unvote(*prepared(name, line_of(name)), *more, **settings)
