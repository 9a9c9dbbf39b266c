"""unvote search."""

from typing import Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Output, Selecting

EXAMPLES = """\
  unvote search ukraine
  unvote search embargo cuba --from 2022
  unvote search peace --organ GA --json
"""


def search(
    selecting: Selecting,
    output: Output,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words or parts of words.")],
) -> None:
    """Lists the most relevant first: words in the symbol, then the title, the subjects, the agenda.

    Among equals the newest come first. --parts adds votes on amendments and paragraphs.
    """
    import unvote

    record, words = selecting.record(), " ".join(text)
    emit(unvote.search.answer(record, words), output)
