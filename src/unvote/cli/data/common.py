"""What the commands on the full record share: importing with progress, and its report."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from unvote.answer import Answer, Column, Kind
from unvote.cli.emit import emit
from unvote.cli.failures import FAILED, say
from unvote.cli.options import Output

if TYPE_CHECKING:
    from unvote.merge.fewer import Fewer

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


@contextmanager
def progress_shown(output: Output) -> Iterator[Any]:
    """Show a bar on the standard error where that is a terminal; yield what moves it."""
    if output.quiet or not sys.stderr.isatty():
        yield lambda text, done=None, total=None: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from unvote.output.sheet import printable

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task("starting", total=None)

        def show(text: str, done: int | None = None, total: int | None = None) -> None:
            progress.update(task, description=printable(text), completed=done, total=total)

        yield show


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
    from unvote.record import count_of
    from unvote.store.importing import import_files

    today = datetime.now(UTC).date().isoformat()
    with progress_shown(output) as show:
        report, notes = import_files(
            paths, when=today, fill=fill, replace_all=replace, progress=show, **given
        )
    if not output.quiet:
        for note in notes:
            say(note)
        if not fill and set(report.table["source"]) & {"unxml", "unvotes"}:
            say(
                "the UN's extract and unvotes list only who voted; --fill-absent takes the other"
                " members of the day as not voting"
            )

        if report.read:
            known = f"the record had {report.same:,} of them before"
            say(
                f"{count_of(report.read, 'roll call')} read: {known},"
                f" {report.read - report.same:,} are new to it"
            )

    columns = [Column(name, Kind.COUNT) for name in report.table.columns[1:]]
    facts = Imported(
        report.record.name, len(report.record), len(report.disagreements), report.changed
    )
    emit(Answer(report.table, [Column("source", key=True), *columns], facts=facts), output)
    if not report.fewer:
        return 0
    say(_kept(report.fewer))
    return FAILED


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
