"""What the user sees when something is wrong: one line, and the exit code that fits."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.exceptions import TyperException

from unvote.errors import (
    ArgumentError,
    DataError,
    NothingSelectedError,
    OutputError,
    UnknownNameError,
    UnvoteError,
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
# What pydantic calls a value that does not fit.
_NUMBERS = {"int_parsing": "whole number", "float_parsing": "number"}
_BOUNDS = {"greater_than_equal": ("less than", "ge"), "less_than_equal": ("more than", "le")}


def say(text: str) -> None:
    """Print one line on the standard error; nothing in it does anything to a terminal."""
    from unvote.output.sheet import printable

    print(f"unvote: {printable(text)}", file=sys.stderr)  # noqa: T201


@contextmanager
def failures_told(*, debug: bool) -> Iterator[None]:
    """Turn an error into one line and an exit code; with `debug` show the traceback too."""
    try:
        yield
    except BrokenPipeError as error:
        close_output()
        raise typer.Exit(0) from error
    except UnvoteError as error:
        _trace(debug)
        say(str(error))
        code = next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
        raise typer.Exit(code) from error
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except Exception as error:
        _trace(debug)
        hint = "" if debug else "; run it again with --debug and report what it prints"
        say(f"a bug: {type(error).__name__}: {error}{hint}")
        raise typer.Exit(BUG) from error


def in_plain_words(error: TyperException) -> str:
    """Return what is wrong with a line, without the words of the libraries below.

    Typer passes on what pydantic says, which speaks to programmers of input, types and parsing.
    Nothing in it does anything to a terminal.
    """
    from unvote.output.sheet import printable

    return printable(_plain_words(error, str(vars(error).get("message", error))))


def _plain_words(error: TyperException, message: str) -> str:
    found: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    if not found:
        return message
    kind, value = found[0]["type"], found[0]["input"]
    if kind in _NUMBERS:
        return f"'{value}' is no {_NUMBERS[kind]}"
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        return f"{value} is {words} {found[0]['ctx'][bound]}"
    return message.removeprefix("Value error, ")


def close_output() -> None:
    """Let nobody write to a pipe that is closed, not even Python when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _trace(debug: bool) -> None:
    if debug:
        import traceback

        traceback.print_exc()
