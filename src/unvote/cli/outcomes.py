"""Shared by the commands that give the outcome of a roll call."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.errors import ArgumentError

if TYPE_CHECKING:
    from unvote.cli.options import Selecting
    from unvote.record import Record

AsListed = Annotated[
    bool,
    typer.Option(
        "--as-listed",
        help="Treat the states listed as the whole body. Otherwise the body is the members of the"
        " day, and an outcome that members missing from the list could change is open.",
    ),
]


def one_named(selecting: "Selecting", resolution: str | None) -> "Record":
    """Return the roll calls with a name; without a name, the only roll call selected."""
    if resolution is not None:
        return selecting.record(resolution)
    record = selecting.record()
    if len(record) > 1:
        some = ", ".join(record.rollcalls.index[:3])
        raise ArgumentError(f"name one of these {len(record):,} roll calls: {some}, …")
    return record
