"""Shell lines that call unvote: their words, and whether the program would accept them."""

import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

BETWEEN_COMMANDS = {"|", "||", "&&", ";", "&", "|&"}


def words_of(command: str) -> list[str]:
    """Return the words of a line of shell; its operators are words too."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.commenters, lexer.whitespace_split = "", True
    return list(lexer)


def calls_of(line: str) -> Iterator[list[str]]:
    """Yield the arguments of each call of unvote in a line, without redirections."""
    call: list[str] = []
    words = iter([*words_of(line), ";"])
    for word in words:
        if word in BETWEEN_COMMANDS:
            if call and Path(call[0]).name == "unvote":
                yield call[1:]
            call = []
        elif set(word) <= set("<>&"):
            next(words, None)
        else:
            call.append(word)


def is_plain(command: str) -> bool:
    """Return whether a command is a single call of unvote that needs no shell."""
    words = words_of(command)
    return words[:1] == ["unvote"] and not (
        BETWEEN_COMMANDS & set(words) or re.search(r"[<>$`\n]", command)
    )


def read_arguments(arguments: list[str], *, whole: bool = True) -> None:
    """Fail if the program cannot read its arguments; nothing runs.

    A line that is not `whole` may lack arguments and the value of its last option.
    """
    import typer

    from unvote.cli.app import app

    command: Any = typer.main.get_command(app)
    rest = [argument for argument in arguments if argument not in ("-h", "--help")]
    context, name = None, "unvote"
    while True:
        try:
            context = command.make_context(name, list(rest), parent=context)
            if not hasattr(command, "resolve_command"):
                return
            rest = [*context._protected_args, *context.args]
            if not rest:
                return
            with redirect_stdout(StringIO()):  # reading a topic of help prints it
                name, command, rest = command.resolve_command(context, rest)
        except typer.Exit:
            return
        except Exception as error:
            if not whole and type(error).__name__ in ("MissingParameter", "BadOptionUsage"):
                return
            told = getattr(error, "message", "") or str(error)
            raise ValueError(f"'unvote {shlex.join(arguments)}': {told}") from error
