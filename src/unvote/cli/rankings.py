"""The options of the commands that measure and rank states."""

from typing import Annotated

import typer

Least = Annotated[
    int | None,
    typer.Option(
        "--least",
        min=0,
        metavar="N",
        help="With fewer votes a state is not ranked (default: a twentieth of the roll calls, at"
        " least 5); 0 ranks all.",
    ),
]
Consensus = Annotated[
    bool,
    typer.Option(
        "--consensus",
        help="Count texts adopted without a vote as agreement of all members of the day.",
    ),
]
