"""The program and its commands; each is loaded only when it runs."""

import codecs
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from importlib import import_module
from inspect import cleandoc
from io import TextIOWrapper
from keyword import iskeyword
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

# Every command and what it answers; the code is in the module of the same name.
COMMANDS = {
    "tally": "How many voted yes, no, abstain, and did it pass?",
    "show": "One roll call in full, with the states under each vote.",
    "map": "A map with one square per member state: how each voted.",
    "votes": "How states voted, side by side, one row per roll call.",
    "profile": "How does a state vote, how often is it absent, or alone?",
    "check": "Did it pass, under which rule, and how close was it?",
    "align": "How do two vote with each other, or all with one?",
    "versus": "Who votes alongside A and who alongside B?",
    "shift": "With whom did agreement change most, and why?",
    "breaks": "Where did A leave its earlier position, or its group?",
    "cohesion": "How united does a group vote, and who breaks ranks?",
    "blocs": "Which states vote together, in how many blocs?",
    "state-department": "The State Department's voting coincidence, for a year.",
    "ideal": "Where does each state stand, session by session?",
    "report": "One HTML page about a roll call, a state or a session.",
    "search": "Find resolutions by symbol, title or subject.",
    "states": "The member states since 1945, and how they are named.",
    "groups": "The groups of states, and who belonged to them when.",
    "rules": "The rules of decision, with their articles.",
    "measures": "The measures of voting together, with formulas.",
    "data": "The full record since 1946: fetch, import, export.",
    "cite": "How to cite the record in use.",
}
EXAMPLES = """\
Examples:

\b
  unvote tally ES-11/7              the count and the outcome of one resolution
  unvote show ES-11/7               the same with every state
  unvote map ES-11/7                the same as a map of square states
  unvote check ES-11/7 --expect 93-18-65
  unvote align US RU                how the two vote with each other
  unvote align US --from 2025       every state, by how it votes with the US
  unvote versus US EU ES-11/7       who stood with the US, who with the EU
  unvote votes US RU FR --csv       a table for a script
  unvote help selecting             which roll calls, and how the answer is written
"""


# The topic of help on the options that commands share, and the line of a help that names it.
TOPIC = "selecting"
MORE = f"Which roll calls, and how the answer is written: unvote help {TOPIC}"


# Commands and options with a new name: {"--old": "--new"}. An old name works, with a line on the
# standard error, until the next version that may break programs. Help and completion know only the
# new name.
RENAMED: dict[str, str] = {}


def new_name(word: str) -> str:
    """Return a word of the command line, or its new name."""
    old, equals, value = word.partition("=")
    if old not in RENAMED:
        return word
    from unvote.cli.failures import say

    say(f"'{old}' is now called '{RENAMED[old]}'; the old name will go")
    return f"{RENAMED[old]}{equals}{value}"


@contextmanager
def _reported(ctx: Any, args: list[str], command: str = "") -> Iterator[None]:
    """Report a usage error in one line that says what to type."""
    line = list(args)  # the parser takes the words out of the list
    try:
        yield
    except TyperException as error:
        from unvote.cli.failures import say, usage_error

        text = usage_error(error, ctx, line, command)
        vars(error).update(message=text, possibilities=None, show=lambda *_, **__: say(text))
        raise


class Command(TyperCommand):
    """A command that says in one line which word is wrong; its help lists its own options."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write its own options into the help; shared ones are a topic of help."""
        from unvote.cli.topics import shared_names

        shared = shared_names()
        own = copy(self)
        own.params = [one for one in self.params if one.name not in shared]
        TyperCommand.format_options(own, ctx, formatter)
        if len(own.params) < len(self.params):
            formatter.write_paragraph()
            formatter.write_text(MORE)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the values of the options and arguments."""
        args = [new_name(word) if word.startswith("--") else word for word in args]
        with _reported(ctx, args):
            return super().parse_args(ctx, args)


class Commands(TyperGroup):
    """A group of commands: a table lists them, and each is loaded from its module when it runs."""

    table = COMMANDS
    package = "unvote.cli"

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: TyperCommand(name, help=text) for name, text in self.table.items()}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the values of the options before the command."""
        with _reported(ctx, args):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Load the command that the arguments name; return it with the remaining arguments."""
        if args[0] == "help":  # as in `git help log`: the help of the command that follows
            if args[1:] == [TOPIC]:
                from unvote.cli.topics import EXAMPLES as LINES
                from unvote.cli.topics import SUMMARY, selecting, topic_text

                typer.echo(topic_text(as_command(TOPIC, SUMMARY, selecting, LINES), ctx))
                raise typer.Exit
            args = [*args[1:], "--help"]
            if len(args) == 1:
                typer.echo(ctx.get_help())
                raise typer.Exit
        with _reported(ctx, args, command=args[0]):
            name, _, rest = super().resolve_command(ctx, [new_name(args[0]), *args[1:]])
        return name, self.load(name) if name else None, rest

    def load(self, name: str) -> Any:
        """Load a command."""
        return _loaded(self.package, name, self.table[name])


@cache
def _loaded(package: str, name: str, summary: str) -> Any:
    """Load a command once: the function, or the group `app`, in the module of its name."""
    safe = f"{name}_" if iskeyword(name) else name.replace("-", "_")
    module = import_module(f"{package}.{safe}")
    if hasattr(module, "app"):
        return typer.main.get_command(module.app)
    return as_command(name, summary, getattr(module, safe), module.EXAMPLES)


def as_command(name: str, summary: str, function: Callable[..., None], examples: str) -> Any:
    """Turn a function into a command, with its help and its examples."""
    from unvote.cli.command import command

    callback = command(function)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(
        name,
        cls=Command,
        help=f"{summary}\n\n{cleandoc(function.__doc__ or '')}",
        epilog=f"\b\nExamples:\n{examples}",
        context_settings=SETTINGS,
    )(callback)
    loaded = typer.main.get_command(alone)
    for parameter in loaded.params:
        if parameter.param_type_name == "argument":
            # Typer's help adds the Python type, <list[str]>, which means nothing to a user.
            vars(parameter)["display_type_rich"] = lambda ctx: ""
    return loaded


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

app = typer.Typer(
    cls=Commands,
    context_settings=SETTINGS,
    epilog=EXAMPLES,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,  # our completion knows the values, and evaluates nothing
)
Shell = Literal["bash", "zsh", "fish"]


def _version(ctx: typer.Context, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from unvote.cli.version import version

        typer.echo("\n".join(version()))
        raise typer.Exit


def _completion(shown: Shell | None, installed: Shell | None) -> None:
    """Show the script of a shell, or install it."""
    from unvote.cli.failures import failures_reported
    from unvote.cli.shells import install, script

    lines: list[str] = []
    with failures_reported(debug=False):
        if installed:
            lines = install(installed)
        elif shown:
            lines = script(shown).splitlines()
    typer.echo("\n".join(lines))


@app.callback(invoke_without_command=True)
def unvote(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            callback=_version,
            is_eager=True,
            help="Show the versions and the record in use, and exit.",
        ),
    ] = False,
    install_completion: Annotated[
        Shell | None,
        typer.Option(
            metavar="bash|zsh|fish", help="Have this shell complete commands and names, and exit."
        ),
    ] = None,
    show_completion: Annotated[
        Shell | None,
        typer.Option(metavar="bash|zsh|fish", help="Show the script that does it, and exit."),
    ] = None,
) -> None:
    """How the United Nations voted: the tally, did it pass, and who voted with whom."""
    if install_completion or show_completion:
        _completion(show_completion, install_completion)
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def main() -> None:
    """Run the program; the reader of its output may close the pipe early."""
    from unvote.cli.failures import UNWRITABLE, close_output, say

    gc.disable()  # a run is short and leaves little garbage; collecting it slows the start
    # Typer's pydantic searches all installed packages for plug-ins; we need none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # On products as small as ours two threads gain nothing, and stall if other programs compute.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _open_missing_streams()
    lost = _set_encodings()
    try:
        if shell := os.environ.get("_UNVOTE_COMPLETE"):
            from unvote.cli.completion import answer

            sys.exit(answer(typer.main.get_command(app), shell, sys.argv[1:]))
        app()
    except OSError as error:  # for help and version, which write by themselves
        close_output()
        say(f"the standard output cannot be written: {error.strerror}")
        sys.exit(UNWRITABLE)
    except SystemExit:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            close_output()
            sys.exit(0)
        except OSError:  # already reported where it was written
            close_output()
        if lost:
            say(f"characters that {sys.stdout.encoding} does not have are shown as ?")
        raise


def _open_missing_streams() -> None:
    """Open each of the three streams that the caller closed (`>&-`).

    Otherwise the next file opened would take the number of the stream. The input is then empty, the
    output says that it cannot be written, and messages are lost.
    """
    streams = {
        "stdin": (os.O_RDONLY, "r"),
        "stdout": (os.O_RDONLY, "w"),
        "stderr": (os.O_WRONLY, "w"),
    }
    for name, (access, mode) in streams.items():
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, access), mode))


def _set_encodings() -> set[str]:
    """Write UTF-8 to a pipe, and to a terminal what it can show; return the other characters."""
    lost: set[str] = set()

    def mark(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        signs = error.object[error.start : error.end]
        lost.update(signs)
        return "?" * len(signs), error.end

    codecs.register_error("unvote", mark)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="unvote")
    return lost
