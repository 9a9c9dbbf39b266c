"""What to type instead of words that the program does not know."""

from collections.abc import Sequence

from unvote.world.groups import match_group
from unvote.world.states import states_called
from unvote.world.words import is_resolution, is_time, joins, time_options

# Words that people try as a command, and the command that answers.
COMMANDS = {
    "agree": "align",
    "agreement": "align",
    "compare": "align",
    "similarity": "align",
    "with": "align",
    "vs": "versus",
    "against": "versus",
    "count": "tally",
    "result": "tally",
    "results": "tally",
    "passed": "check",
    "outcome": "check",
    "verify": "check",
    "vote": "votes",
    "history": "votes",
    "change": "shift",
    "changes": "shift",
    "find": "search",
    "list": "search",
    "country": "states",
    "countries": "states",
    "members": "groups",
    "clusters": "blocs",
    "page": "report",
    "draw": "map",
    "source": "cite",
    "selecting": "help selecting",
    "suppose": "check",
    "download": "data pull",
    "fetch": "data pull",
    "update": "data pull",
    "pull": "data pull",
    "import": "data import",
    "load": "data import",
    "add": "data import",
    "info": "data info",
    "export": "data export",
    "remove": "data remove",
    "disagreements": "data disagreements",
}
# Options that people try, and what to use instead; {} is their value.
OPTIONS = {
    "--year": "--from {} --to {}",
    "--years": "--from {} --to {}",
    "--month": "--from {} --to {}",
    "--day": "--from {} --to {}",
    "--since": "--from {}",
    "--after": "--from {}",
    "--start": "--from {}",
    "--until": "--to {}",
    "--before": "--to {}",
    "--end": "--to {}",
    "--date": "--from {} --to {}",
    "--top": "-n {}",
    "--head": "-n {}",
    "--last": "-n {}",
    "--rows": "-n {}",
    "--count": "-n {}",
    "--max": "-n {}",
    "--file": "--votes {}",
    "--input": "--votes {}",
    "--out": "-o {}",
    "--save": "-o {}",
    "--groupby": "--by {}",
    "--group-by": "--by {}",
    "--per": "--by {}",
    "--sessions": "--session {}",
    "--measures": "--measure {}",
    "--country": "{}",
    "--countries": "{}",
    "--state": "{}",
    "--states": "{}",
    "--order": "--sort {}",
    "--sort-by": "--sort {}",
    "--topic": "--subject {}",
    "--where": "--voted {}",
    "--closest": "--sort switch -n {}",
    "--what-if": "--suppose {}",
    "--if": "--suppose {}",
    "--keyword": "--title {}",
    "--excel": "-o FILE.xlsx",
    "--table": "--format table",
}


def instead_of_command(words: Sequence[str]) -> str:
    """Return what to type for a line whose first word is no command; empty if unknown.

    Examples
    --------
    >>> instead_of_command(["US", "RU"]), instead_of_command(["import", "f.csv"])
    ('unvote align US RU', 'unvote data import f.csv')
    >>> instead_of_command(["ES-11/7"])
    'unvote show ES-11/7'
    >>> instead_of_command(["compare", "US", "and", "RU", "2024"])
    'unvote align US RU --from 2024 --to 2024'
    """
    from shlex import join

    first, *rest = words
    command = COMMANDS.get(first.casefold(), "")
    if command in ("align", "versus", "votes"):
        return join(["unvote", *_in_order(command, rest)])
    if command:
        return join(["unvote", *command.split(), *rest])
    start = first.split(",")[0]
    if is_resolution(first) or states_called(start) or match_group(start):
        return join(["unvote", *_in_order("align", words)])
    return ""


def _in_order(command: str, words: Sequence[str]) -> list[str]:
    """Return the command line that answers for states, resolutions and times, all in place.

    A word with a dash, and all words after it, stay as they are.
    """
    end = next((place for place, word in enumerate(words) if word.startswith("-")), len(words))
    head = [part for word in words[:end] for part in word.split(",") if not joins(word)]
    texts = [word for word in head if is_resolution(word)]
    times = [word for word in head if is_time(word)][:1]
    sides = [word for word in head if not is_time(word) and word not in texts]
    span = [option for time in times for option in time_options(time).split()]
    if texts and not sides:
        placed = ["show", texts[0]]
    elif texts and command == "versus":
        placed = [command, *sides, texts[0]]
    elif texts:
        placed = ["votes", *sides, *(option for text in texts for option in ("--on", text))]
    else:
        placed = [command, *sides]
    return [*placed, *span, *words[end:]]


def instead_of_option(option: str, args: Sequence[str], known: Sequence[str]) -> str:
    """Return what to type for an option that a command does not have; empty if unknown.

    `option`: the option, such as `--year`.
    `args`: the words of the line after the command.

    Examples
    --------
    >>> instead_of_option("--year", ["US", "--year", "2024"], ["--from", "--to"])
    '--from 2024 --to 2024'
    """
    said = OPTIONS.get(option.casefold(), "")
    if not {word for word in said.split() if word.startswith("-")} <= {*known}:
        return ""
    return said.replace("{}", _value(option, args))


def _value(option: str, args: Sequence[str]) -> str:
    for place, word in enumerate(args):
        name, equals, value = word.partition("=")
        if name == option:
            following = value if equals else next(iter(args[place + 1 :]), "")
            return following if following and not following.startswith("-") else "…"
    return "…"
