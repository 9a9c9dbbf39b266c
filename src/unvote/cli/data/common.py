"""What the commands on the full record share: importing with progress, and its report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from unvote.answer import Answer, Column, Kind
from unvote.cli.emit import emit
from unvote.cli.failures import FAILED, say
from unvote.cli.options import Output
from unvote.cli.waiting import waiting
from unvote.progress import tell

if TYPE_CHECKING:
    from unvote.merge.fewer import Fewer
    from unvote.store.importing import Report

FileOrgan = Annotated[
    str | None,
    typer.Option(
        metavar="ORGAN",
        help="The organ of roll calls for which the file does not name it.",
        show_default=False,
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

Replace = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Take the votes of the files even for roll calls of which they have fewer.",
    ),
]


@dataclass(frozen=True)
class Imported:
    """What an import has left.

    Attributes
    ----------
    name : str
        What the record is called now.
    rollcalls, disagreements : int
        How many it has.
    changed : bool
        Whether it is another than before.
    """

    name: str
    rollcalls: int
    disagreements: int
    changed: bool


def import_and_report(
    paths: Sequence[str],
    output: Output,
    *,
    fill: bool = False,
    replace: bool = False,
    **given: str | None,
) -> int:
    """Import files, say what is odd about them, print what came in, and return the exit code.

    What is given is what the files lack: the organ, and for one file the resolution and date.
    It is 1 where votes that were there are kept, since the files have fewer.
    """
    from unvote.store.importing import import_files
    from unvote.world.sources import VOTERS_ONLY

    today = datetime.now(UTC).date().isoformat()
    with waiting(output.quiet, "reading", after=0):
        report, notes = import_files(
            paths, when=today, fill=fill, replace_all=replace, progress=tell, **given
        )
    if not output.quiet:
        for note in notes:
            say(note)
        if not fill and set(report.table["source"]) & {*VOTERS_ONLY}:
            say(
                "the UN's extract and unvotes list only who voted; --fill-absent takes the other"
                " members of the day as not voting"
            )

        if report.read:
            say(_read(report))

    columns = [Column(name, Kind.COUNT) for name in report.table.columns[1:]]
    facts = Imported(
        report.record.name, len(report.record), len(report.disagreements), report.changed
    )
    emit(Answer(report.table, [Column("source", key=True), *columns], facts=facts), output)
    if not report.fewer:
        return 0
    say(_kept(report.fewer))
    return FAILED


def _read(report: "Report") -> str:
    """Return how many roll calls the files have, in the words of the table's columns."""
    from unvote.record import count_of

    sums = report.table[["new", "replaced", "unchanged", "kept"]].sum()
    of_each = [f"{number:,} {word}" for word, number in sums.items() if number]
    if report.known:
        of_each[0] += f" ({report.known:,} of them known from another source)"
    return f"{count_of(report.read, 'roll call')} read: {', '.join(of_each)}"


def _kept(fewer: "Sequence[Fewer]") -> str:
    """Return which roll calls keep their votes, since the files have fewer."""
    first = fewer[0]
    named = first.symbol or f"#{first.number}" if first.symbol or first.number else first.date
    calls = "1 roll call keeps its" if len(fewer) == 1 else f"{len(fewer):,} roll calls keep their"
    return (
        f"{first.other_from}: {calls} votes, since the file has fewer: {named}"
        f" ({first.other} of {first.used} states)"
        + (", …" if len(fewer) > 1 else "")
        + "; 'unvote data disagreements' lists all, and --replace takes the file's votes"
    )
