"""Completion in a shell: reads a command line up to the cursor, and prints what fits.

The scripts in `shells/` call the program with `_UNVOTE_COMPLETE` set to the name of the shell, and
the line as an argument. It prints one candidate per line, with its help after a tab, and exits with
FILES_TOO if names of files fit too. The content of files is only data: no script evaluates a
candidate, and no candidate has a control character.
"""

import re
import sys
from typing import Any, NamedTuple

from unvote.cli.candidates import FILES, Candidate, Request, starting, values_of
from unvote.world.spelling import plain

FILES_TOO = 10
# The length of help text that fits next to a candidate.
_BRIEF = 60
# The characters that are special to bash within double quotes, and outside of quotes.
_IN_QUOTES = re.compile(r"([\\\"$`])")
_OUTSIDE = re.compile(r"([^\w@%+=:,./-])")


class Line(NamedTuple):
    """A command line up to the cursor."""

    words: list[str]  # the words without their quotes; the last is the one being typed
    last: str  # that word as typed, with its quotes
    quote: str  # the quote that is open at the end, or ""


def read_line(text: str) -> Line:
    r"""Split a command line that may end inside a word or a quote.

    Examples
    --------
    >>> read_line("unvote align 'united ")
    Line(words=['unvote', 'align', 'united '], last="'united ", quote="'")
    >>> read_line(r"unvote tally S/RES/2774\ (20").words
    ['unvote', 'tally', 'S/RES/2774 (20']
    """
    words, quote, start, place = [""], "", 0, 0
    while place < len(text):
        letter, after = text[place], text[place + 1 : place + 2]
        if letter == "\\" and after and (not quote or (quote == '"' and after in '\\"$`')):
            words[-1] += after
            place += 1
        elif letter == quote:
            quote = ""
        elif letter in "'\"" and not quote:
            quote = letter
        elif letter.isspace() and not quote:
            if place > start:
                words.append("")
            start = place + 1
        else:
            words[-1] += letter
        place += 1
    return Line(words, text[start:], quote)


def answer(program: Any, shell: str, arguments: list[str]) -> int:
    """Print the values that fit at the end of a command line, and return the exit status.

    `shell`: bash gets its whole line, with quotes; the others add quotes by themselves.
    `arguments`: the line up to the cursor; from bash also the last word as bash splits the line.
    """
    from unvote.output.sheet import printable

    line = read_line(arguments[0])
    if len(line.words) < 2:
        return 0  # the line ends inside the name of the program
    found, files = fitting(program, line.words[1:])
    if shell != "fish":  # it keeps what is typed by itself
        found = as_typed(line.words[-1], found)
    for value, about in found:
        if not value.isprintable():
            continue  # nobody can type it
        if shell == "bash" and line.quote == '"' and "!" in value:
            continue  # within these quotes bash always searches its history
        if shell == "bash":
            text = for_bash(value, line, arguments[1])
        else:
            text = "\t".join(filter(None, [value, _shortened(printable(about))]))
        sys.stdout.write(f"{text}\n")
    return FILES_TOO if files else 0


def fitting(program: Any, words: list[str]) -> tuple[list[Candidate], bool]:
    """Return the values that fit as the last word, and whether names of files fit."""
    command, (*before, last), path = program, words, list[str]()
    while hasattr(command, "load") and before and before[0] in command.commands:
        path.append(before.pop(0))
        command = command.load(path[-1])
    given = _given(command, before)
    parameter, start = given.waiting, ""
    if parameter is None and last.startswith("-") and not given.closed:
        start, equals, value = last.partition("=")
        parameter = given.options.get(start) if equals else None
        if parameter is None or parameter.is_flag:
            return starting(last, _options(command)), False
        start, last = start + equals, value
    parameter = parameter or given.argument
    if parameter is None:
        return starting(last, [] if before else _commands(command)), False
    option = max(parameter.opts, key=len) if parameter.param_type_name == "option" else ""
    request = Request(last, " ".join(path), given.votes)
    found = values_of(option, parameter.metavar, request)
    files = not set(FILES).isdisjoint(parameter.metavar.split("|"))
    return [one._replace(value=start + one.value) for one in found], files


class Given(NamedTuple):
    """What the words before the last one leave open."""

    # The option that still needs its value, and the next argument.
    waiting: Any
    argument: Any
    options: dict[str, Any]  # the options of the command, by each of their names
    closed: bool  # whether -- has ended the options
    votes: tuple[str, ...]  # the records that are named


def _given(command: Any, words: list[str]) -> Given:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = {
        name: one for one in command.params if one.param_type_name == "option" for name in one.opts
    }
    waiting, closed, count, votes = None, False, 0, list[str]()
    for word in words:
        name, equals, value = word.partition("=")
        if waiting is not None:
            votes += [word] if "--votes" in waiting.opts else []
            waiting = None
        elif closed or word == "-" or not word.startswith("-"):
            count += 1
        elif word == "--":
            closed = True
        elif name == "--votes" and equals:
            votes.append(value)
        elif name in options and not options[name].is_flag and not equals:
            waiting = options[name]
    last = arguments[-1] if arguments and arguments[-1].nargs == -1 else None
    argument = arguments[count] if count < len(arguments) else last
    return Given(waiting, argument, options, closed, tuple(votes))


def _options(command: Any) -> list[Candidate]:
    """Return the options of a command, each by its long name."""
    found = [
        Candidate(max(one.opts, key=len), one.help or "")
        for one in command.params
        if one.param_type_name == "option"
    ]
    return [*found, Candidate("--help", "Show the help and exit.")]


def _commands(command: Any) -> list[Candidate]:
    return [Candidate(name, one.help) for name, one in getattr(command, "commands", {}).items()]


def as_typed(typed: str, found: list[Candidate]) -> list[Candidate]:
    """Make all candidates start as the word was typed, if they would shorten it otherwise.

    Shells replace the typed word with the common start of all candidates: uk would become U, from
    UKR and Ukraine. The program reads ukR and ukraine as well.

    Examples
    --------
    >>> [one.value for one in as_typed("uk", [Candidate("UKR"), Candidate("Ukraine")])]
    ['ukR', 'ukraine']
    >>> [one.value for one in as_typed("ukr", [Candidate("Ukraine")])]
    ['Ukraine']
    """
    if len(found) < 2 or all(one.value.startswith(typed) for one in found):
        return found
    kept = [(one, typed + one.value[len(typed) :]) for one in found]
    return [one._replace(value=value) for one, value in kept if plain(value) == plain(one.value)]


def for_bash(value: str, line: Line, last: str) -> str:
    """Return the replacement for bash's last word: quoted, only the part after its last break."""
    if not line.last.endswith(last) or last in ("=", ":"):
        last = ""
    kept = line.last.removesuffix(last) if last else line.last
    rest = value[len(read_line(kept).words[-1]) :]
    if line.quote == "'":
        return rest.replace("'", "'\\''")
    return (_IN_QUOTES if line.quote else _OUTSIDE).sub(r"\\\1", rest)


def _shortened(text: str) -> str:
    return text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1].rstrip()}…"
