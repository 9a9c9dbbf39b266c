"""unvote report."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from unvote.answer import FORMULA, Note
from unvote.cli.emit import emit, nothing_left
from unvote.cli.failures import say
from unvote.cli.options import Output, OwnGroups, Selecting
from unvote.codes import Vote
from unvote.errors import ArgumentError, NothingSelectedError

if TYPE_CHECKING:
    from unvote.record import Record

EXAMPLES = """\
  unvote report ES-11/7 -o es-11-7.html
  unvote report US -o us.html
  unvote report US --from 2025 -o us-since-2025.html
  unvote report --session ES-11 -o es-11.html
  unvote report EU --each --from 2025 --to 2025 -o eu-2025
  unvote report ES-11/7 --csv
"""


def _write_each(record: "Record", group: Any, output: Output, **how: Any) -> None:
    """Write the page of every member of a group into a folder, CODE.html each."""
    import unvote
    from unvote.output.write import write_out
    from unvote.progress import steps
    from unvote.record import count_of
    from unvote.selection.positions import membership
    from unvote.world.groups import Group
    from unvote.writing import writing

    if not isinstance(group, Group):
        raise ArgumentError("--each is for a group: unvote report EU --each -o FOLDER")
    if output.output is None or Path(output.output).suffix:
        raise ArgumentError("--each writes many pages: name a folder for them with -o")
    if record.emptied_by:
        raise NothingSelectedError(nothing_left(record))
    there = (membership(record, group) & (record.matrix != Vote.NOT_A_MEMBER)).any(axis=0)
    codes = [str(code) for code in record.votes.columns[there]]
    if not codes:
        raise NothingSelectedError(f"{group.name} had no member in any of the roll calls selected")
    folder = Path(output.output)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for code in steps(codes, "pages"):
        write_out(unvote.report(record, code, **how), str(folder / f"{code}.html"))
    if not output.quiet:
        say(f"{count_of(len(codes), 'page')} in {folder}: {record.summary}")


def report(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="RESOLUTION|STATE|GROUP",
            help="What the page is about; none: the roll calls selected (--session 79).",
        ),
    ] = None,
    each: Annotated[
        bool,
        typer.Option(
            "--each", help="A page for every member of a group, all into the folder that -o names."
        ),
    ] = False,
) -> None:
    """Writes one HTML file that needs no network: map, tables, comparison, data, sources.

    A terminal or a pipe gets its table: the votes in a roll call, the agreement of a state with
    every other, or the tallies of the roll calls selected. The page of a state in one year fits two
    printed sheets.
    """
    from unvote.analysis.report import actor_called, answered
    from unvote.output.drawn.report import Reported
    from unvote.output.pages.report import page

    groups = own.groups()
    actor = None if about is None else actor_called(about, groups)
    whole = selecting.whole()
    named = [about] if about is not None and actor is None else []
    record = selecting.of(whole, *named)
    side = actor.code if actor else None
    coverage = selecting.coverage

    if each:
        measured = selecting.measured_of(whole)
        _write_each(measured, actor, output, within=whole, groups=groups, **coverage)
        return
    if side is not None:
        record = selecting._replace(parts=True).of(whole)
    answer = answered(record, side, groups=groups, **coverage)
    make = partial(page, record, side, answer, within=whole, groups=groups, **coverage)
    hint = Note(FORMULA, "the page: add -o FILE.html")
    emit(replace(answer, basis=[*answer.basis, hint], facts=Reported(make)), output)
