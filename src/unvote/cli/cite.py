"""unvote cite."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.frames import emit_frame
from unvote.cli.options import Output, Selecting

if TYPE_CHECKING:
    from rich.console import Console

EXAMPLES = """\
  unvote cite
  unvote cite --bibtex
  unvote cite --json
"""


def cite(
    selecting: Selecting,
    output: Output,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Entries for BibTeX.")] = False,
) -> None:
    """Names the sources of the roll calls that are selected, and the program."""
    import unvote

    record = selecting.record()
    frame = unvote.cite(record)

    def draw(console: "Console") -> None:
        for text in frame["bibtex" if bibtex else "citation"]:
            console.print(text, soft_wrap=bibtex)
            console.print()

    emit_frame(frame, output, record=None if bibtex else record, drawing=draw, always_draw=bibtex)
