"""Completion in a shell: reads a command line up to the cursor and answers with what fits.

The scripts in `shells/` call the program with `_UNVOTE_COMPLETE` set to the name of the shell and
the line as an argument. It prints one candidate a line, with its help behind a tab, and ends
with the exit status FILES_TOO where names of files fit too. What files hold is data here as
anywhere: no script evaluates a candidate, and none holds a control character.
"""

import re
import sys
from typing import Any, NamedTuple

from unvote.cli.candidates import FILES, Asked, Candidate, starting, values_of
from unvote.world.spelling import plain

FILES_TOO = 10
# How much of a help fits beside a candidate.
_BRIEF = 60
# What bash takes for more than itself within double quotes and outside of quotes.
_IN_QUOTES = re.compile(r"([\\\"$`])")
_OUTSIDE = re.compile(r"([^\w@%+=:,./-])")


class Line(NamedTuple):
    """A command line up to the cursor.

    Attributes
    ----------
    words : list of str
        The words without their quotes; the last is the one that is being typed.
    last : str
        That word as it is typed.
    quote : str
        The quote that is open at the end, or none.
    """

    words: list[str]
    last: str
    quote: str


def read_line(text: str) -> Line:
    r"""Split a command line that may end within a word or a quote.

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
    """Print what fits at the end of a command line, and return the exit status.

    Parameters
    ----------
    shell : {"bash", "zsh", "fish"}
        bash gets its whole line, quotes and all; the others quote by themselves.
    arguments : list of str
        The line up to the cursor; of bash also the last word as bash itself splits the line.
    """
    from unvote.output.sheet import printable

    line = read_line(arguments[0])
    if len(line.words) < 2:
        return 0  # it ends within the name of the program
    found, files = fitting(program, line.words[1:])
    if shell != "fish":  # it keeps what is typed by itself
        found = keeping(line.words[-1], found)
    for value, about in found:
        if not value.isprintable():
            continue  # nobody can type it
        if shell == "bash" and line.quote == '"' and "!" in value:
            continue  # between these quotes nothing keeps bash from looking into its history
        if shell == "bash":
            text = for_bash(value, line, arguments[1])
        else:
            text = "\t".join(filter(None, [value, _shortened(printable(about))]))
        sys.stdout.write(f"{text}\n")
    return FILES_TOO if files else 0


def fitting(program: Any, words: list[str]) -> tuple[list[Candidate], bool]:
    """Return what fits as the last of the words behind the program, and whether files do."""
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
    asked = Asked(last, " ".join(path), given.votes)
    found = values_of(option, parameter.metavar, asked)
    files = not set(FILES).isdisjoint(parameter.metavar.split("|"))
    return [one._replace(value=start + one.value) for one in found], files


class Given(NamedTuple):
    """What the words before the last one leave to say.

    Attributes
    ----------
    waiting, argument : parameter or None
        The option that waits for its value, and the argument that comes next.
    options : dict
        The options of the command, by each of their names.
    closed : bool
        Whether -- has ended the options.
    votes : tuple of str
        The records that are named.
    """

    waiting: Any
    argument: Any
    options: dict[str, Any]
    closed: bool
    votes: tuple[str, ...]


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


def keeping(typed: str, found: list[Candidate]) -> list[Candidate]:
    """Return candidates that all start as it is typed, where they would shorten it otherwise.

    Shells put what several have in common in the place of what is typed: for uk, of UKR and
    Ukraine, that is U. The program reads ukR and ukraine as well.

    Examples
    --------
    >>> [one.value for one in keeping("uk", [Candidate("UKR"), Candidate("Ukraine")])]
    ['ukR', 'ukraine']
    >>> [one.value for one in keeping("ukr", [Candidate("Ukraine")])]
    ['Ukraine']
    """
    if len(found) < 2 or all(one.value.startswith(typed) for one in found):
        return found
    kept = [(one, typed + one.value[len(typed) :]) for one in found]
    return [one._replace(value=value) for one, value in kept if plain(value) == plain(one.value)]


def for_bash(value: str, line: Line, last: str) -> str:
    """Return what bash puts in the place of its last word: quoted, from its last break on."""
    if not line.last.endswith(last) or last in ("=", ":"):
        last = ""
    kept = line.last.removesuffix(last) if last else line.last
    rest = value[len(read_line(kept).words[-1]) :]
    if line.quote == "'":
        return rest.replace("'", "'\\''")
    return (_IN_QUOTES if line.quote else _OUTSIDE).sub(r"\\\1", rest)


def _shortened(text: str) -> str:
    return text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1].rstrip()}…"
