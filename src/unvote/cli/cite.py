"""unvote cite."""

from dataclasses import replace
from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output, Selecting

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
    """Names the sources of the roll calls selected, and the program."""
    import unvote
    from unvote.analysis.cite import Cited

    answer = unvote.cite.answer(selecting.record())
    if bibtex:
        answer = replace(answer, record=None, facts=Cited(always_drawn=True))
    emit(answer, output)
