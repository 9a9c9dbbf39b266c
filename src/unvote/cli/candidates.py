"""The possible values on the command line, for completion: no heavy import here."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, starmap
from typing import TYPE_CHECKING, NamedTuple, get_args

from unvote.codes import WORDS
from unvote.world.country_codes import SCHEMES
from unvote.world.groups import all_groups
from unvote.world.organs import EVERY
from unvote.world.spelling import plain
from unvote.world.states import all_states, spellings
from unvote.world.tables import read_table
from unvote.world.words import QUANTIFIERS

if TYPE_CHECKING:
    from unvote.store.index import RollCall

# If there are more names, they are completed part by part, like folders.
MANY = 100
# The parts that people leave out at the start of a symbol.
_LEFT_OUT = ("A/RES/", "S/RES/", "A/", "S/")

# The commands that have a column for each measure.
BY_MEASURE = ("align", "map")


class Candidate(NamedTuple):
    """A value, and its meaning."""

    value: str
    about: str = ""


Candidates = Iterable[Candidate]


class Request(NamedTuple):
    """A request for completion."""

    typed: str  # the text typed so far
    command: str = ""  # the command
    votes: tuple[str, ...] = ()  # the records named in --votes
    unusual: bool = False  # whether other spellings of states and groups count too: Britain, OTAN


def starting(typed: str, known: Candidates) -> list[Candidate]:
    """Return candidates that start with the text typed; if none, ignore case and accents."""
    form, exact, like = _plain(typed), list[Candidate](), list[Candidate]()
    for one in known:
        if one.value.startswith(typed):
            exact.append(one)
        elif _plain(one.value).startswith(form):
            like.append(one)
    return exact or like


def _plain(text: str) -> str:
    """Return a text in the form for comparing; a space at its end counts."""
    return plain(text) + (" " if text[-1:].isspace() else "")


def states(request: Request) -> list[Candidate]:
    """Return the codes and names of states."""
    return _named(request, _states(), _spellings())


def groups(request: Request) -> list[Candidate]:
    """Return the codes of groups."""
    return _named(request, _groups(), _group_names())


def actors(request: Request) -> list[Candidate]:
    """Return states and groups: an option that takes a state also takes a group."""
    others = chain(_group_names(), _spellings())
    return _named(request, chain(_groups(), _states()), others)


def _states() -> Iterator[Candidate]:
    known = sorted(all_states().values(), key=lambda state: plain(state.name))
    yield from (Candidate(state.code, state.name) for state in known)
    yield from (Candidate(state.name, state.code) for state in known)


def _spellings() -> Iterator[tuple[str, str]]:
    yield from ((state.alpha2, state.name) for state in all_states().values() if state.alpha2)
    yield from spellings().items()


def _groups() -> Iterator[Candidate]:
    return (Candidate(code, group.name) for code, group in all_groups().items())


def _group_names() -> Iterator[tuple[str, str]]:
    for code, group in all_groups().items():
        yield from ((name, code) for name in (group.name, *group.aliases))


def _named(
    request: Request, usual: Candidates, others: Iterable[tuple[str, str]]
) -> list[Candidate]:
    if request.unusual:
        return starting(request.typed, starmap(Candidate, others))
    found = starting(request.typed, usual)
    # A complete name stays in the list with longer ones that begin with it: UK with Ukraine.
    form = request.typed.casefold()
    whole = [Candidate(*one) for one in others if form and one[0].casefold() == form]
    return [*whole[:1], *found]


def resolutions(request: Request) -> list[Candidate]:
    """Return the symbols of the record, as people write them; if many, cut at the next slash."""
    called = {one.id: f"{one.date} {one.title}".strip() for one in _rollcalls(request)}
    if "#" not in request.typed:  # ids of roll calls that share a symbol or have none
        called = {name.partition("#")[0]: about for name, about in called.items()}
        called.pop("", None)
    form = "".join(request.typed.split()).upper()
    for heads in ([""], _LEFT_OUT):
        found = {
            name.removeprefix(head): about
            for head in heads
            for name, about in called.items()
            if name.upper().startswith(head + form)
        }
        if found:
            break
    return _in_parts(found, len(form))


def _in_parts(found: dict[str, str], start: int) -> list[Candidate]:
    """Return names, or, if there are many, their parts up to the next slash."""
    while len(found) > MANY:
        parts: dict[str, int] = {}
        for name in found:
            slash = name.find("/", start) + 1
            part = name[:slash] if slash else name
            parts[part] = parts.get(part, 0) + 1
        if len(parts) > 1:
            return [
                Candidate(part, found.get(part) or f"{count:,} of them")
                for part, count in parts.items()
            ]
        start = len(next(iter(parts)))
    return [Candidate(*one) for one in found.items()]


def sessions(request: Request) -> list[Candidate]:
    """Return the sessions of the record."""
    known = dict.fromkeys(one.session for one in _rollcalls(request) if one.session)
    return starting(request.typed, map(Candidate, known))


def _rollcalls(request: Request) -> "Iterable[RollCall]":
    """Return the roll calls of the records asked for; none for a file."""
    from unvote.store import index, location

    named = request.votes or ("full" if location.exists() else "embedded",)
    known = {"embedded": index.embedded, "full": index.full}
    listed = chain.from_iterable(known[name]() for name in named if name in known)
    return {one.id: one for one in listed}.values()


def of_table(table: str, value: str, about: str) -> "Kind":
    """Complete the values in a column of a table, with the words for each in another column."""
    return lambda request: starting(
        request.typed, (Candidate(row[value], row[about]) for row in read_table(table))
    )


measures = of_table("measures", "measure", "title")
rules = of_table("rules", "rule", "title")
issues = of_table("issues", "issue", "about")


def codes(request: Request) -> list[Candidate]:
    """Return the lists that have codes for states."""
    return starting(request.typed, (Candidate(*one) for one in SCHEMES.items()))


def organs(request: Request) -> list[Candidate]:
    """Return the organs with a known name, and the word for all."""
    known = [Candidate(row["organ"], row["name"]) for row in read_table("organs")]
    return starting(request.typed, [*known, Candidate(EVERY, "every organ")])


def sources(request: Request) -> list[Candidate]:
    """Return the sources that can be fetched."""
    fetched = {row["source"] for row in read_table("downloads")}
    rows = [row for row in read_table("sources") if row["source"] in fetched]
    return starting(request.typed, (Candidate(row["source"], row["name"]) for row in rows))


def columns(request: Request) -> list[Candidate]:
    """Return the columns of the command's answer, except those named after a state."""
    known = {row["command"]: row["columns"].split() for row in read_table("columns")}
    found = starting(request.typed, map(Candidate, known.get(request.command, ())))
    return found + (measures(request) if request.command in BY_MEASURE else [])


def order(request: Request) -> list[Candidate]:
    """Return the columns to sort by; with a hyphen, greatest first."""
    typed = request.typed.removeprefix("-")
    found = columns(request._replace(typed=typed))
    hyphen = request.typed[: len(request.typed) - len(typed)]
    return [Candidate(hyphen + one.value) for one in found]


def own_group(request: Request) -> list[Candidate]:
    """Return the states of a group that the user defines as NAME=STATE,STATE."""
    name, equals, members = request.typed.partition("=")
    if not equals:
        return []
    found = several(states)(request._replace(typed=members))
    return [Candidate(name + equals + one.value, one.about) for one in found]


def voted(request: Request) -> list[Candidate]:
    """Complete a condition on how states voted, such as US=N or all EU=Y."""
    who, equals, _ = request.typed.partition("=")
    if equals:
        votes = (Candidate(f"{who}={letter}", word) for letter, word in WORDS.items())
        return starting(request.typed, votes)
    before, blank, name = who.partition(" ")
    if not blank or before.casefold() not in QUANTIFIERS:
        before, blank, name = "", "", who
    found = actors(request._replace(typed=name))
    return [Candidate(f"{before}{blank}{one.value}=", one.about) for one in found]


def formats(request: Request) -> list[Candidate]:
    """Return the formats of an answer."""
    from unvote.cli.options import Output

    asked_type, _ = get_args(Output.__annotations__["format"])
    return starting(request.typed, map(Candidate, get_args(get_args(asked_type)[0])))


def several(one: "Kind") -> "Kind":
    """Complete the last of several values separated by commas."""

    def found(request: Request) -> list[Candidate]:
        before, comma, last = request.typed.rpartition(",")
        named = set(before.split(","))
        rest = one(request._replace(typed=last))
        return [
            Candidate(before + comma + value, about) for value, about in rest if value not in named
        ]

    return found


Kind = Callable[[Request], list[Candidate]]
# The meaning of the names in the help: RESOLUTION, STATE. A plural is a list with commas. NAMES has
# several meanings: the name of the option tells which.
KINDS: dict[str, Kind] = {
    "A": actors,
    "A B": actors,
    "B": actors,
    "CODES": several(codes),
    "COLUMN": order,
    "FORMAT": formats,
    "GROUP": groups,
    "GROUPS": several(actors),
    "MEASURE": measures,
    "NAME": measures,
    "NAME=STATE,STATE,…": own_group,
    "ISSUES": several(issues),
    "ORGAN": organs,
    "RESOLUTION": resolutions,
    "RULE": rules,
    "SESSIONS": several(sessions),
    "STATE": actors,
    "WHO=VOTE": several(voted),
    "WHO=VOTES": several(voted),
    "WHO[:N]": actors,
}
OF_OPTIONS: dict[str, Kind] = {
    "--columns": several(columns),
    "--measure": several(measures),
    "--source": several(sources),
}
FILES = ("FILE", "FOLDER")
# Values that only the user knows.
FREE = ("DATE", "MONTHS", "N", "SHARE", "SYMBOL", "TEXT", "TIME", "URL", "Y-N-A[-X]", "YEAR")


def values_of(option: str, metavar: str, request: Request) -> list[Candidate]:
    """Return the possible values of an option or an argument.

    `option`: the long name of the option; empty for an argument.
    `metavar`: the name of its value in the help: kinds and values separated by |.
    """
    usual = _values_of(option, metavar, request)
    return usual or _values_of(option, metavar, request._replace(unusual=bool(request.typed)))


def _values_of(option: str, metavar: str, request: Request) -> list[Candidate]:
    kinds = KINDS | ({"STATE": states} if request.command == "states" else {})
    found: dict[str, Candidate] = {}
    for name in metavar.split("|"):
        if name in FILES or name in FREE:
            continue
        kind = OF_OPTIONS[option] if name == "NAMES" else kinds.get(name)
        several_found = kind(request) if kind else starting(request.typed, [Candidate(name)])
        found |= {one.value: one for one in several_found}
    return list(found.values())
