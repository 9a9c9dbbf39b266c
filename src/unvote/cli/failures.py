"""What the user sees when something is wrong: one line, and the right exit code."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from typer.exceptions import TyperException

from unvote.cli.waiting import answer_now
from unvote.errors import (
    ArgumentError,
    DataError,
    NothingSelectedError,
    OutputError,
    UnknownNameError,
    UnvoteError,
    is_interrupt,
)

FAILED = 1
NOTHING = 3
UNWRITABLE = 4
BUG = 70
EXIT_CODES: dict[type[UnvoteError], int] = {
    ArgumentError: 2,
    UnknownNameError: NOTHING,
    NothingSelectedError: NOTHING,
    DataError: 4,
    OutputError: UNWRITABLE,
}
# Typer's message about words that do not belong on the line.
_EXTRA = re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)")
# Pydantic's words for a value that does not fit.
_NUMBERS = {"int_parsing": "whole number", "float_parsing": "number"}
_BOUNDS = {"greater_than_equal": ("less than", "ge"), "less_than_equal": ("more than", "le")}


def say(text: str) -> None:
    """Print one line on the standard error, with nothing that affects a terminal."""
    from unvote.output.sheet import printable

    answer_now()
    print(f"unvote: {printable(text)}", file=sys.stderr)  # noqa: T201


@contextmanager
def failures_reported(*, debug: bool, names: Iterable[str] = ()) -> Iterator[None]:
    """Turn an error into one line and an exit code.

    `debug`: show the traceback too.
    `names`: the names in the line; if one is only the name of a file, the message says --votes.
    """
    try:
        yield
    except BrokenPipeError as error:
        close_output()
        raise typer.Exit(0) from error
    except UnvoteError as error:
        _trace(debug)
        known = isinstance(error, UnknownNameError | NothingSelectedError)
        say((file_hint(names) if known else "") or str(error))
        code = next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
        raise typer.Exit(code) from error
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except Exception as error:
        if is_interrupt(error):
            raise KeyboardInterrupt from error
        _trace(debug)
        hint = "" if debug else "; run it again with --debug and report what it prints"
        say(f"a bug: {type(error).__name__}: {error}{hint}")
        raise typer.Exit(BUG) from error


def usage_error(error: TyperException, ctx: Any, args: Sequence[str], command: str) -> str:
    """Say in one line what is wrong with a command line, and what to type instead.

    Typer passes on pydantic's messages, which are for programmers: input, types and parsing.

    `command`: the first word, if it should name a command and does not.
    """
    from unvote.cli.lazy import instead_of_command, instead_of_option
    from unvote.cli.topics import shared_names

    help_of = f"'{ctx.command_path.replace('python -m ', '')} -h'"
    told = ""
    if command:
        said = instead_of_command(args) if ctx.parent is None else ""
        hint = _hint(said, command, ctx.command.commands)
        return f"there is no command '{command}'{hint} ({help_of} lists them)"
    if hasattr(error, "possibilities"):
        option = vars(error)["option_name"]
        known = [name for one in ctx.command.params for name in (*one.opts, *one.secondary_opts)]
        each = [
            f"'{other}'{_hint(instead_of_option(other, args, known), other, known)}"
            for other in dict.fromkeys([option, *_unknown_options(args, known)])
        ]
        options = "; nor ".join(each)
        return f"there is no option {options} ({help_of} lists them)"
    extra = _EXTRA.match(error.message) if hasattr(error, "message") else None
    if extra and any("--votes" in one.opts for one in ctx.command.params):
        told = file_hint(word for word in args if word in extra[1])
    if extra:
        return told or f"{_too_many(extra[1].split(), args, ctx)} ({help_of} explains it)"
    if getattr(getattr(error, "param", None), "name", "") in shared_names():
        help_of = "'unvote help selecting'"
    return f"{_plain_words(error).rstrip('.')} ({help_of} explains it)"


def _unknown_options(args: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the long options of a line that a command does not have."""
    end = args.index("--") if "--" in args else len(args)
    words = [word.partition("=")[0] for word in args[:end] if word.startswith("--")]
    return [word for word in words if word not in (*known, "--help")]


def file_hint(words: Iterable[str]) -> str:
    """Return what to type if one of these words is a file; "" if none is."""
    from shlex import quote

    # isfile says no to what cannot be a name.
    file = next((word for word in words if os.path.isfile(word)), "")  # noqa: PTH113
    return f"'{file}' is a file: --votes {quote(file)} reads it" if file else ""


def _too_many(extra: Sequence[str], args: Sequence[str], ctx: Any) -> str:
    """Return the message about words that do not belong on the line."""
    from shlex import quote

    from unvote.world.words import joins

    if joining := next((word for word in args if joins(word)), ""):
        return f"leave out '{joining}': names stand side by side, as in US EU"
    told = f"'{' '.join(extra)}' is too much: "
    taken = [one.metavar for one in ctx.command.params if one.param_type_name == "argument"]
    if taken == ["RESOLUTION"] and all(word.isalpha() for word in args):
        return f"{told}'unvote search {quote(' '.join(args))}' looks for titles"
    return f"{told}there is no place for it"


def _hint(said: str, word: str, known: Iterable[str]) -> str:
    """Return what to write instead of a word, if that is known, or similar words."""
    from unvote.world.spelling import near

    names = near(word, known)
    return f": write {said}" if said else f"; did you mean {' or '.join(names)}?" * bool(names)


def _plain_words(error: TyperException) -> str:
    found: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    if found:
        kind, value = found[0]["type"], found[0]["input"]
        if kind in _NUMBERS:
            vars(error)["message"] = f"'{value}' is not a {_NUMBERS[kind]}"
        if kind in _BOUNDS:
            words, bound = _BOUNDS[kind]
            vars(error)["message"] = f"{value} is {words} {found[0]['ctx'][bound]}"
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    return str(message).replace("Value error, ", "")


def close_output() -> None:
    """Stop all writing to a closed pipe, even by Python at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _trace(debug: bool) -> None:
    if debug:
        import traceback

        traceback.print_exc()
