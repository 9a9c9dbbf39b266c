"""unvote report."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Output, OwnGroups, Selecting

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = """\
  unvote report ES-11/7 -o es-11-7.html
  unvote report US -o us.html
  unvote report US --from 2025 -o us-since-2025.html
  unvote report --session ES-11 -o es-11.html
  unvote report ES-11/7 --csv
"""
HINT = "the page: add -o FILE.html"
# What a page tells of a roll call beside the votes; the agenda tells which texts come back.
TEXTS = ("title", "agenda", "draft", "meeting", "note", "link")


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
    from unvote.analysis.report import party_called, votes_and_groups

    groups = own.groups()
    party = None if about is None else party_called(about, groups)
    whole = selecting.whole(texts=TEXTS)
    named = [about] if about is not None and party is None else []
    record = selecting.of(whole, *named)
    side = party.code if party else None
    coverage = selecting.coverage

    def page() -> str:
        return unvote.report(record, side, within=whole, groups=groups, **coverage)

    shown: tuple[str, ...] = ()
    frame: pd.DataFrame
    if side is not None:
        record = selecting.measured_of(whole)
        frame = unvote.align(record, side, groups=groups, **coverage)
        shown = tuple(name for name in frame.columns if name != "a")
    elif named and not set("*?") & set(named[0]):
        frame = votes_and_groups(record, groups)
        shown = ("state", "name", "region", "vote", "groups")
    else:
        frame = unvote.tally(record)
        shown = ("rollcall", "date", "title", "yes", "no", "abstain", "not_voting", "outcome")
    emit_frame(frame, output, record=record, shown=shown, footer=[HINT], page=page)
