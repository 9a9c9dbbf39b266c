"""The options that commands share, each defined once."""

import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypedDict

import typer

from unvote.errors import ArgumentError

if TYPE_CHECKING:
    from unvote.record import Record
    from unvote.world.groups import Group

Resolutions = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="RESOLUTION",
        help="Resolutions as people write them (ES-11/7, A/RES/79/7, 'S/RES/2774 (2025)') or"
        " patterns ('A/RES/79/*'); none: all that are selected.",
    ),
]
Among = Annotated[
    str | None, typer.Option(metavar="GROUP", help="List only the members of this group.")
]

By = Annotated[
    Literal["year", "decade", "session", "organ", "subject", "issue", "resolution"] | None,
    typer.Option(
        metavar="year|decade|session|organ|subject|issue|resolution",
        help="Separately for each; a roll call counts under each of its subjects and issues.",
    ),
]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Seeds the random draws.")]
OwnGroup = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        metavar="NAME=STATE,STATE,…",
        help="A group of your own; may be given several times.",
    ),
]
A = Annotated[str, typer.Argument(metavar="A", help="A state or a group.")]
Least = Annotated[
    int | None,
    typer.Option(
        "--least",
        min=0,
        metavar="N",
        help="With fewer votes a state is not ranked (default: a twentieth of the roll calls, at"
        " least 5); 0 ranks all.",
    ),
]
Consensus = Annotated[
    bool,
    typer.Option(
        "--consensus",
        help="Count texts adopted without a vote as agreement of all members of the day.",
    ),
]
# What a file with one vote lacks.
GivenSymbol = Annotated[
    str | None,
    typer.Option(
        "--resolution",
        metavar="SYMBOL",
        help="The resolution of a file with one vote that does not name it: A/RES/79/7.",
    ),
]
GivenDay = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help="The day of such a vote: 2024-10-30, 30 October 2024."
    ),
]
FillAbsent = Annotated[
    bool,
    typer.Option(
        "--fill-absent",
        help="If a source lists only those that voted, count the other members of the day as"
        " not voting.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No notes on the standard error.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


class Coverage(TypedDict):
    """Which roll calls a measure counts: of which organ, and whether on parts of texts too."""

    organ: str
    parts: bool


class Selecting(NamedTuple):
    """Which record, and which of its roll calls."""

    votes: Annotated[
        list[str] | None,
        typer.Option(
            "--votes",
            metavar="FILE|-|embedded|full",
            help="The record: a file of votes (CSV, Excel, JSON, XML, pasted text), - for the"
            " standard input, the one that comes with unvote, or the one on this machine (full, the"
            " default where there is one). Given several times: all of them as one record.",
        ),
    ] = None
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="First day: a year, a month or a date."),
    ] = None
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day, the same way; included.")
    ] = None
    session: Annotated[
        str | None, typer.Option(metavar="SESSIONS", help="Sessions: 79,70-72,ES-11.")
    ] = None
    organ: Annotated[
        str | None,
        typer.Option(
            metavar="ORGAN",
            help="GA, SC, HRC, ECOSOC, C1 to C6, another body, or all (default: GA for measures,"
            " all for lists); also the organ of roll calls for which the file does not name it.",
        ),
    ] = None
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="A part of the title.")] = None
    subject: Annotated[
        str | None, typer.Option(metavar="TEXT", help="A part of one of the subjects.")
    ] = None
    agenda: Annotated[
        str | None, typer.Option(metavar="TEXT", help="A part of the agenda item.")
    ] = None
    issue: Annotated[
        str | None,
        typer.Option(
            metavar="ISSUES",
            help="An issue in Voeten's data: human-rights, nuclear, important (to the State"
            " Department); if several are named, any of them.",
        ),
    ] = None
    added: Annotated[
        str | None,
        typer.Option(
            metavar="last|DATE",
            help="What was added to the record on this machine since a day; last: by the last"
            " import that brought anything new.",
        ),
    ] = None
    parts: Annotated[
        bool, typer.Option("--parts", help="Take votes on amendments and paragraphs too.")
    ] = False
    contested: Annotated[
        bool,
        typer.Option(
            "--contested", help="Drop unanimous roll calls: all that voted cast the same vote."
        ),
    ] = False
    voted: Annotated[
        list[str] | None,
        typer.Option(
            "--voted",
            metavar="WHO=VOTES",
            help="How states voted: US=N, RU=YA (yes or abstain), EU=Y (its position), 'all EU=Y',"
            " 'no NATO=N', 'any EU=A', 'most G77=Y'; if several are given, all must hold.",
        ),
    ] = None
    alone: Annotated[
        list[str] | None,
        typer.Option(
            "--alone",
            metavar="WHO[:N]",
            help="A state whose vote nobody else cast: US; at most three others: US:3.",
        ),
    ] = None
    close: Annotated[
        int | None,
        typer.Option(
            "--close",
            min=1,
            metavar="N",
            help="Roll calls that would have had another outcome if N votes had switched.",
        ),
    ] = None
    sponsor: Annotated[
        list[str] | None,
        typer.Option(
            "--sponsor",
            metavar="STATE|GROUP",
            help="Texts sponsored by it, or by a member of the group on the day; if several are"
            " named, by any of them.",
        ),
    ] = None
    group: OwnGroup = None

    fill_absent: FillAbsent = False
    symbol: GivenSymbol = None
    day: GivenDay = None

    def record(self, *resolutions: str) -> "Record":
        """Return the roll calls that are named (all, if none is) and selected."""
        return self.of(self.whole(), *resolutions)

    def measured(self, *resolutions: str) -> "Record":
        """Return the roll calls that are named and selected, as measures count them."""
        return self.measured_of(self.whole(), *resolutions)

    def measured_of(self, record: "Record", *resolutions: str) -> "Record":
        """Return the roll calls of a record that are selected, as measures count them."""
        from unvote.analysis.coverage import measured

        return measured(self._replace(parts=True).of(record, *resolutions), **self.coverage)

    def sliced(self, by: str | None) -> "Selecting":
        """Return these options, for all organs if each organ is measured separately."""
        return self._replace(organ="all") if by == "organ" and self.organ is None else self

    @property
    def coverage(self) -> "Coverage":
        """The organ that measures count, and whether votes on parts of texts count."""
        return {"organ": self.organ or "GA", "parts": self.parts}

    def whole(self) -> "Record":
        """Return all roll calls of the record, whatever is selected; `of` selects from them.

        By default it is the one on this machine.
        """
        from unvote.loading import loaded

        named = self.votes or []
        if named.count("-") > 1:
            raise ArgumentError("--votes - is given twice: the standard input is read once")
        origins = [sys.stdin.buffer if name == "-" else name for name in named]
        record = loaded(
            self._completed(origins),
            # What --organ says about one file may be wrong for another.
            organ=self.organ if len(named) == 1 else None,
        )
        if self.fill_absent:
            from unvote.readers import fill_absent

            record = fill_absent(record)
        return record

    def of(self, record: "Record", *resolutions: str) -> "Record":
        """Return the roll calls of a record that are named and selected."""
        from unvote.world.groups import own_groups

        selected = record.select(
            *resolutions,
            start=self.start,
            end=self.end,
            sessions=self.session,
            organ=self.organ,
            title=self.title,
            subject=self.subject,
            agenda=self.agenda,
            issue=self.issue,
            added=self.added,
            contested=self.contested,
            parts=self.parts,
            voted=self.voted,
            alone=self.alone,
            sponsor=self.sponsor,
            groups=own_groups(self.group or []),
        )
        if self.close is None or selected.emptied_by:
            return selected
        from unvote.analysis.outcomes import close

        return close(selected, self.close)

    def _completed(self, origins: Sequence[Any]) -> "list[Any]":
        """Return the origins named by --votes; a file with one vote is read with the options."""
        if self.symbol is None and self.day is None:
            return list(origins)
        files = [origin for origin in origins if origin not in ("embedded", "full")]
        if len(files) != 1:
            what = "--resolution and --date are for one file with one vote, named with --votes"
            days = (
                f"--from {self.day} --to {self.day} selects"
                if self.day
                else "--from and --to select"
            )
            raise ArgumentError(f"{what}; {days} a day")
        from unvote.readers import read

        organ = self.organ if len(origins) == 1 else None
        made = read(files[0], organ=organ, resolution=self.symbol, date=self.day)
        return [made if origin is files[0] else origin for origin in origins]


class OwnGroups(NamedTuple):
    """Groups that the user defines."""

    group: OwnGroup = None

    def groups(self) -> "dict[str, Group]":
        """Return the groups by their names."""
        from unvote.world.groups import own_groups

        return own_groups(self.group or [])


class Output(NamedTuple):
    """How the answer is written, and where."""

    format: Annotated[
        Literal["table", "csv", "json", "markdown", "xlsx", "parquet", "svg", "png", "pdf", "html"]
        | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table, csv, json, markdown, xlsx, parquet, or a picture: svg, png, pdf; html"
            " for 'report' (default: a table to a terminal, CSV into a pipe).",
        ),
    ] = None
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False
    csv: Annotated[bool, typer.Option("--csv", help="The same as --format csv.")] = False
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to a file; its extension names the format.",
        ),
    ] = None
    meta: Annotated[
        bool,
        typer.Option(
            "--meta",
            help="With JSON: say how the answer was made, and put its rows in 'rows'; with a"
            " table: all lines under it.",
        ),
    ] = False
    plain: Annotated[
        bool,
        typer.Option("--plain", help="With Markdown: all columns and plain numbers, as in a CSV."),
    ] = False
    columns: Annotated[
        str | None, typer.Option("--columns", "-c", metavar="NAMES", help="Columns: yes,no,title.")
    ] = None
    codes: Annotated[
        str | None,
        typer.Option(
            metavar="CODES",
            help="Add the codes of the states in other lists, as on the day of the row: cow"
            " (Correlates of War), iso2, m49.",
        ),
    ] = None
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=0,
            metavar="N",
            help="At most N rows; 0: all (default: 50 in a terminal).",
        ),
    ] = None
    sort: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Sort by a column; -COLUMN: greatest first."),
    ] = None
    no_header: Annotated[bool, typer.Option("--no-header", help="Leave the header out.")] = False
    color: Annotated[
        Literal["auto", "always", "never"],
        typer.Option(metavar="auto|always|never", help="Colour."),
    ] = "auto"
    quiet: Quiet = False
    debug: Debug = False
    # No option: the command, and every value given that is not the default. --meta shows it, so
    # that the answer can be repeated.
    asked: Mapping[str, Any] = MappingProxyType({})

    @property
    def chosen(self) -> bool:
        """Whether the user asks for columns, rows or an order, as only a table has them."""
        return any(one is not None for one in (self.columns, self.sort, self.limit, self.codes))
