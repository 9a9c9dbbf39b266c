"""The options that supply what a file with one vote lacks."""

from typing import Annotated

import typer

GivenSymbol = Annotated[
    str | None,
    typer.Option(
        "--resolution",
        metavar="SYMBOL",
        help="The resolution of a file with one vote that does not name it: A/RES/79/7.",
    ),
]
GivenDay = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help="The day of such a vote: 2024-10-30, 30 October 2024."
    ),
]
