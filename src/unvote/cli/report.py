"""unvote report."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

import typer

from unvote.answer import FORMULA, Note
from unvote.cli.emit import emit
from unvote.cli.options import Output, OwnGroups, Selecting

EXAMPLES = """\
  unvote report ES-11/7 -o es-11-7.html
  unvote report US -o us.html
  unvote report US --from 2025 -o us-since-2025.html
  unvote report --session ES-11 -o es-11.html
  unvote report ES-11/7 --csv
"""


@dataclass(frozen=True)
class Reported:
    """What makes the page."""

    make: Callable[[], str]


def report(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="RESOLUTION|STATE|GROUP",
            help="What the page is about; none: the roll calls selected (--session 79).",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Writes one HTML file that needs no network: map, tables, comparison, data, sources.

    The table that it holds goes to a terminal or into a pipe: the votes of a roll call, the
    agreement of a state with every other, or the tallies of the roll calls selected.
    """
    import unvote
    from unvote.analysis.report import actor_called, votes_answered

    groups = own.groups()
    actor = None if about is None else actor_called(about, groups)
    whole = selecting.whole()
    named = [about] if about is not None and actor is None else []
    record = selecting.of(whole, *named)
    side = actor.code if actor else None
    coverage = selecting.coverage

    if side is not None:
        record = selecting.measured_of(whole)
        answer = unvote.align.answer(record, side, groups=groups, **coverage)
    elif named and not set("*?") & set(named[0]):
        answer = votes_answered(record, groups)
    else:
        answer = unvote.tally.answer(record)
    make = partial(unvote.report, record, side, within=whole, groups=groups, **coverage)
    hint = Note(FORMULA, "the page: add -o FILE.html")
    emit(replace(answer, basis=[*answer.basis, hint], facts=Reported(make)), output)
