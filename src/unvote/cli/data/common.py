"""What the commands on the full record share: importing with progress, and its report."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from unvote.answer import Answer, Column, Kind
from unvote.cli.emit import emit
from unvote.cli.failures import FAILED, say
from unvote.cli.options import Output
from unvote.cli.waiting import waiting

if TYPE_CHECKING:
    from datetime import date

    from unvote.merge.fewer import Fewer
    from unvote.store.importing import Report

FileOrgan = Annotated[
    str | None,
    typer.Option(
        metavar="ORGAN", help="The organ of the roll calls, where the file does not name it."
    ),
]
Replace = Annotated[
    bool,
    typer.Option(
        "--replace", help="Take the votes of the files even where they have fewer than the record."
    ),
]


def import_and_report(
    paths: Sequence[str],
    output: Output,
    *,
    fill: bool = False,
    replace: bool = False,
    list_new: bool = False,
    **given: str | None,
) -> int:
    """Import files, say what is odd about them, print what came in, and return the exit code.

    `given` is what the files lack: the organ, and for one file the resolution and date. The exit
    code is 1 if old votes are kept, since the files have fewer. It prints what came in by source,
    or with `list_new` the list of the new roll calls.
    """
    from unvote.output.drawn.imported import Imported
    from unvote.store.importing import import_files
    from unvote.world.sources import VOTERS_ONLY

    now = datetime.now(UTC)
    with waiting(output.quiet, "reading", after=0):
        report, notes = import_files(
            paths,
            when=now.strftime("%Y-%m-%dT%H:%M:%S"),
            fill=fill,
            replace_all=replace,
            **given,
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
        if list_new:
            say(f"the newest roll call: {newest(report.record.last_day, now.date())}")
            say(_new(report))

    columns = [Column(name, Kind.COUNT) for name in report.table.columns[1:]]
    facts = Imported(
        report.record.name,
        len(report.record),
        len(report.disagreements),
        len(report.added),
        report.changed,
    )
    answer = Answer(report.table, [Column("source", key=True), *columns], facts=facts)
    emit(_listed(report, answer) if list_new else answer, output)
    if not report.fewer:
        return 0
    say(_kept(report.fewer))
    return FAILED


def newest(day: "date | None", today: "date") -> str:
    """Say how old the newest roll call is."""
    from unvote.record import count_of

    if day is None:
        return "no date"
    days = (today - day).days
    when = f"{count_of(days, 'day')} ago" if days > 0 else "today" if not days else "still to come"
    return f"{day}, {when}"


def _new(report: "Report") -> str:
    """Say how many roll calls are new."""
    from unvote.record import count_of

    count = len(report.added)
    return f"{count_of(count, 'roll call')} new ('--added last' selects them)" * bool(count) or (
        "nothing new"
    )


def _listed(report: "Report", sources: Answer) -> Answer:
    """Return the list of the new roll calls, with what came in by source."""
    from unvote.analysis.rollcalls import ABOUT, about
    from unvote.output.drawn.pulled import Pulled

    files = [text.partition(" ")[2] for text in report.added.rollcalls["added"]]
    frame = about(report.added).assign(file=files).astype({"file": "str"})
    columns = [*ABOUT, Column("file", Kind.TEXT, shown=False)]
    made = {"sources": sources.frame.to_dict("records")}
    facts = Pulled(sources.facts, sources)
    return Answer(frame, columns, facts=facts, made=made, newest=True)


def _read(report: "Report") -> str:
    """Say how many roll calls the files have, in the words of the table's columns."""
    from unvote.record import count_of

    sums = report.table[["new", "replaced", "unchanged", "kept"]].sum()
    of_each = [f"{number:,} {word}" for word, number in sums.items() if number]
    if report.known:
        of_each[0] += f" ({report.known:,} of them known from another source)"
    return f"{count_of(report.read, 'roll call')} read: {', '.join(of_each)}"


def _kept(fewer: "Sequence[Fewer]") -> str:
    """Say which roll calls keep their votes, since the files have fewer."""
    first = fewer[0]
    named = first.symbol or f"#{first.number}" if first.symbol or first.number else first.date
    calls = "1 roll call keeps its" if len(fewer) == 1 else f"{len(fewer):,} roll calls keep their"
    return (
        f"{first.other_from}: {calls} votes, since the file has fewer: {named}"
        f" ({first.other} of {first.used} states)"
        + (", …" if len(fewer) > 1 else "")
        + "; 'unvote data disagreements' lists all, and --replace takes the file's votes"
    )
