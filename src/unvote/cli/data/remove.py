"""unvote data remove."""

from typing import Annotated

import typer

from unvote.cli.failures import say
from unvote.errors import ArgumentError

EXAMPLES = """\
  unvote data remove --yes
"""


def remove(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Removes the record, its sources and what was fetched; your own files are not touched."""
    from unvote.fetch import cache
    from unvote.output.sheet import printable
    from unvote.store import index, location
    from unvote.store.write import remove as remove_record

    name = index.name()
    question = printable(f"Remove {name} in {location.folder()}?")
    if location.exists() and not yes and not _agreed(question):
        say("nothing is removed")
        return
    removed = remove_record()
    cache.clear(location.cache())  # after it: a pull that is under way reads these files
    say(f"{name} is removed" if removed else "there is no full record to remove")


def _agreed(question: str) -> bool:
    """Return whether the user agrees; nobody there to ask is no agreement."""
    try:
        return typer.confirm(question, err=True)
    except typer.Abort as error:
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        typer.echo(err=True)
        raise ArgumentError("nobody answers, and nothing is removed: say --yes") from None
