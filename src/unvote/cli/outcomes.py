"""The option of the commands that say what came of a roll call."""

from typing import Annotated

import typer

AsListed = Annotated[
    bool,
    typer.Option(
        "--as-listed",
        help="Take those that are listed for the whole body. Otherwise the members of the day"
        " are, and an outcome that those missing from the list could change is open.",
    ),
]
