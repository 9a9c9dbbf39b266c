"""unvote align."""

from typing import TYPE_CHECKING, Annotated

import typer

from unvote.cli.emit import emit
from unvote.cli.options import Among, By, Consensus, Least, Output, OwnGroups, Seed, Selecting
from unvote.errors import ArgumentError

if TYPE_CHECKING:
    from unvote.analysis.measures import Measure

EXAMPLES = """\
  unvote align US RU
  unvote align US --from 2025
  unvote align US --among EU --measure coincidence
  unvote align US RU --by year
  unvote align US RU --rolling 24 --interval
  unvote align US UK FR DE --csv
  unvote align EU BRICS --by resolution
  unvote align NORDIC --matrix --measure kappa
  unvote align --all --json -o pairs.json
"""
NOT_WITH_MATRIX = (
    "--matrix takes states and groups, or --all, and one measure; leave out --by, --rolling,"
    " --interval, --consensus and --among"
)


def align(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B",
            help="States or groups. One: every state ranked by how it votes with it; two: the"
            " pair; several: every pair of them.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every pair of states.")] = False,
    by: By = None,
    rolling: Annotated[
        int | None,
        typer.Option(metavar="MONTHS", help="Windows of this many months, month by month."),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            "-m",
            metavar="NAMES",
            help="See 'unvote measures'; a ranking is by the first (default: agreement).",
        ),
    ] = None,
    interval: Annotated[
        bool, typer.Option("--interval", help="The 95 % interval too: low, high.")
    ] = False,
    seed: Seed = 0,
    least: Least = None,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="A square table of states, groups as members.")
    ] = False,
    among: Among = None,
    consensus: Consensus = False,
) -> None:
    """Counts the roll calls in which both voted yes, no or abstain as n.

    They voted the same, opposite (one yes, one no), or partial (exactly one abstained);
    absent: both were members, and one or both did not vote. A group takes the position that
    most of its members of the day took.
    """
    import unvote

    sides, groups = names or [], own.groups()
    if least is not None and len(sides) != 1:
        raise ArgumentError("--least is for a ranking: name one state or group, or leave it out")
    formulas = _formulas(measure or ["agreement"])
    if matrix:
        others = (by, rolling, interval, among, consensus, len(formulas) > 1, every == bool(sides))
        if any(others):
            raise ArgumentError(NOT_WITH_MATRIX)
        square = unvote.align_matrix.answer(
            selecting.measured(),
            *sides,
            measure=formulas[0].name,
            groups=groups,
            **selecting.coverage,
        )
        emit(square, output)
        return
    record = selecting._replace(parts=True).record()
    answer = unvote.align.answer(
        record,
        *sides,
        by=by,
        rolling=rolling,
        all_pairs=every,
        among=among,
        measures=[formula.name for formula in formulas],
        interval=interval,
        seed=seed,
        least=least,
        consensus=consensus,
        groups=groups,
        **selecting.coverage,
    )
    emit(answer, output)


def _formulas(names: list[str]) -> "list[Measure]":
    """Return the measures that are named, in lists or one by one."""
    from unvote.analysis.measures import find_measure

    return [find_measure(name.strip()) for name in ",".join(names).split(",")]
