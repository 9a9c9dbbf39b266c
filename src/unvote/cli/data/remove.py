"""unvote data remove."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.failures import say
from unvote.cli.options import Debug
from unvote.errors import ArgumentError

if TYPE_CHECKING:
    from pathlib import Path

# The most files that a message names.
MOST_NAMED = 5
EXAMPLES = """\
  unvote data remove --yes
"""


def remove(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    debug: Debug = False,
) -> None:
    """Removes the record, its sources and the files fetched, and says what it leaves.

    It asks first. It removes only files that unvote wrote, and follows no link.
    """
    from unvote.fetch import cache
    from unvote.output.sheet import printable
    from unvote.store import index, location, own_files

    home = location.folder()
    name = index.name()
    if not (location.exists() or own_files.files_of(home) or cache.fetched(location.cache())):
        say("there is no full record to remove")
        _say_what_is_left(home)
        return
    if not yes and not _agreed(printable(f"Remove {name} in {home}?")):
        say("nothing is removed")
        return
    removed = own_files.remove()
    cache.clear(location.cache())  # last, since a pull that is under way reads these files
    say(f"{name} is removed" if removed else "the fetched files are removed; there was no record")
    _say_what_is_left(home)


def _say_what_is_left(home: "Path") -> None:
    """Say which files in the record's folder are not ours."""
    from unvote.store import own_files

    left = list(islice(own_files.left_in(home), MOST_NAMED + 1))
    if left:
        more = ", …" if len(left) > MOST_NAMED else ""
        say(f"left in {home}, as unvote did not write it: {', '.join(left[:MOST_NAMED])}{more}")


def _agreed(question: str) -> bool:
    """Return whether the user agrees; if nobody is there to ask, that means no."""
    try:
        return typer.confirm(question, err=True)
    except typer.Abort as error:
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        typer.echo(err=True)
        raise ArgumentError("nobody answers, and nothing is removed: say --yes") from None
