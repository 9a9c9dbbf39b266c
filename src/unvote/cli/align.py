"""unvote align."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from unvote.cli.emit import chosen_format, emit
from unvote.cli.options import Among, Output, OwnGroups, Selecting

if TYPE_CHECKING:
    from rich.console import Console

EXAMPLES = """\
  unvote align US RU
  unvote align US --from 2025
  unvote align US --among EU --measure coincidence
  unvote align US RU --by year
  unvote align US UK FR DE --csv
  unvote align EU BRICS --by resolution
  unvote align --all --json -o pairs.json
"""
# How many of the newest roll calls in which a pair differs stand under its table.
NEWEST = 5


def align(
    selecting: Selecting,
    own: OwnGroups,
    output: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="A B",
            help="States or groups. One: every state is ranked by how it votes with it; two: the"
            " pair; several: every pair of them.",
            show_default=False,
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every pair of states.")] = False,
    by: Annotated[
        Literal["year", "session", "organ", "resolution"] | None,
        typer.Option(
            metavar="year|session|organ|resolution", help="Each apart.", show_default=False
        ),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            "-m",
            metavar="NAMES",
            help="Measures (see 'unvote measures'): agreement,coincidence; a ranking is by the"
            " first (default: agreement).",
            show_default=False,
        ),
    ] = None,
    among: Among = None,
) -> None:
    """Counts the roll calls in which both voted yes, no or abstain as n.

    They voted the same, opposite (one yes, one no), or partial (exactly one abstained);
    absent counts those in which both were members and at least one did not vote. A group
    takes the position that most of its members of the day took.
    """
    import unvote
    from unvote.world.groups import members_of

    sides, groups = names or [], own.groups()
    pair = len(sides) == 2 and by is None
    # The roll calls in which a pair differs stand under its table, with their titles.
    texts = ["title"] if pair and chosen_format(output) == "table" else []
    states = members_of(sides, groups) if len(sides) > 1 else None
    record = selecting.record(texts=texts, states=states)
    measures = [name.strip() for names in measure or ["agreement"] for name in names.split(",")]
    frame = unvote.align(
        record, *sides, by=by, all_pairs=every, among=among, measures=measures, groups=groups
    )

    def differing(console: "Console") -> None:
        from unvote.output.sheet import Sheet
        from unvote.output.table import print_table

        last = unvote.differences(record, *sides, groups=groups).tail(NEWEST)
        if len(last):
            last = last.rename(columns={"a_vote": frame["a"].iloc[0], "b_vote": frame["b"].iloc[0]})
            console.print("\nThe newest roll calls in which they differ:\n")
            print_table(console, Sheet.from_frame(last))

    footer = [_formula(name) for name in measures]
    shown: list[str] = []
    if len(sides) == 1:
        shown = [column for column in frame.columns if column != "a"]
        footer.insert(0, f"b, ranked by how it votes with {sides[0]}")
    after = differing if pair else None
    newest = by is not None and len(sides) > 1
    emit(frame, output, record=record, shown=shown, newest=newest, footer=footer, after=after)


def _formula(name: str) -> str:
    from unvote.analysis.measures import find_measure

    measure = find_measure(name)
    return (
        f"{name} = {measure.formula}; abstention: {measure.abstention}; absence: {measure.absence}"
    )
