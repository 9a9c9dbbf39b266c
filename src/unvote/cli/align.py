"""unvote align."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from unvote.cli.emit import SCREENFUL, chosen_format
from unvote.cli.frames import emit_frame
from unvote.cli.options import IN_TIME, Among, By, Output, OwnGroups, Seed, Selecting
from unvote.cli.rankings import Least
from unvote.errors import ArgumentError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from unvote.analysis.measures import Measure
    from unvote.cli.options import Coverage
    from unvote.output.figures.picture import Picture
    from unvote.record import Record
    from unvote.world.groups import Group

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
# What n is made of, and how many were absent: a table with intervals leaves them to -c.
COUNTS = ("same", "opposite", "partial", "absent")
# How many of the newest roll calls in which a pair differs stand under its table.
NEWEST = 5
NOT_WITH_MATRIX = (
    "--matrix takes states and groups, or --all, and one measure; leave out --by, --rolling,"
    " --interval and --among"
)


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
    by: By = None,
    rolling: Annotated[
        int | None,
        typer.Option(
            metavar="MONTHS",
            help="For every month, the period of that many months that ends with it.",
            show_default=False,
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
    interval: Annotated[
        bool, typer.Option("--interval", help="Add the limits of the 95 % interval: low, high.")
    ] = False,
    seed: Seed = 0,
    least: Least = None,
    matrix: Annotated[
        bool,
        typer.Option("--matrix", help="A square table of the states, groups as their members."),
    ] = False,
    among: Among = None,
) -> None:
    """Counts the roll calls in which both voted yes, no or abstain as n.

    They voted the same, opposite (one yes, one no), or partial (exactly one abstained);
    absent counts those in which both were members and at least one did not vote. A group
    takes the position that most of its members of the day took.
    """
    import unvote

    sides, groups = names or [], own.groups()
    _must_rank(least, sides)
    formulas = _formulas(measure or ["agreement"])
    if matrix:
        _must_be_square(by, rolling, interval, among, len(formulas) > 1, every == bool(sides))
        _matrix(selecting, output, sides, formulas[0].name, groups)
        return
    selecting, sliced = selecting.sliced(by), by is not None or rolling is not None
    pair = len(sides) == 2 and not sliced
    # The roll calls in which a pair differs stand under its table, with their titles.
    texts = ["title"] if pair and chosen_format(output) == "table" else []
    texts += ["subjects"] if by == "subject" else []
    record = selecting.measured(texts=texts, states=_states_needed(sides, groups, formulas))
    frame = unvote.align(
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
        groups=groups,
        **selecting.coverage,
    )

    def after(console: "Console") -> None:
        if pair:
            _print_differences(console, record, sides, groups, selecting.coverage)
        elif rolling is not None or by in IN_TIME:
            _print_courses(console, frame, output)

    drawn = seed if interval else None
    emit_frame(
        frame,
        output,
        record=record,
        made={"measure": [formula.name for formula in formulas], "seed": drawn},
        shown=_shown(frame, sides, interval=interval),
        newest=sliced and by != "subject" and len(sides) == 2,
        percent=_limits_in_percent(formulas) if interval else (),
        footer=_footer(sides, formulas, drawn),
        after=after,
        picture=lambda most: _picture(frame, sides, formulas, by or rolling, most, drawn),
    )


def _must_rank(least: int | None, sides: list[str]) -> None:
    """Refuse --least where nothing is ranked."""
    if least is not None and len(sides) != 1:
        raise ArgumentError("--least is for a ranking: name one state or group, or leave it out")


def _formulas(names: list[str]) -> "list[Measure]":
    """Return the measures that are named, in lists or one by one."""
    from unvote.analysis.measures import find_measure

    return [find_measure(name.strip()) for name in ",".join(names).split(",")]


def _must_be_square(*others: Any) -> None:
    """Refuse what a square table does not take."""
    if any(others):
        raise ArgumentError(NOT_WITH_MATRIX)


def _states_needed(
    sides: list[str], groups: "dict[str, Group]", measures: "list[Measure]"
) -> list[str] | None:
    """Return the states of which the votes are needed; None: of all."""
    from unvote.world.groups import members_of

    # Whether a roll call is unanimous depends on all states.
    if len(sides) < 2 or any(measure.contested for measure in measures):
        return None
    return members_of(sides, groups)


def _shown(frame: "pd.DataFrame", sides: list[str], *, interval: bool) -> list[str]:
    """Return the columns of a table; with whom a ranking is stands below it."""
    hidden = set(COUNTS if interval else ())  # else the limits do not fit beside the measure
    if len(sides) == 1:
        hidden.add("a")
    return [column for column in frame.columns if column not in hidden]


def _footer(sides: list[str], measures: "list[Measure]", seed: int | None) -> list[str]:
    """Return what stands under the table: who is ranked, the formulas, and the intervals."""
    notes = [measure.note for measure in measures]
    if len(sides) == 1:
        notes[0] = f"b is ranked by how it votes with {sides[0]}: {notes[0]}"
    if seed is not None:
        notes.append(_interval_note([measure.counts_successes for measure in measures], seed))
    return notes


def _limits_in_percent(measures: "list[Measure]") -> list[str]:
    """Return the columns of the limits of the measures that are percentages to people."""
    several = len(measures) > 1
    return [
        f"{measure.name}_{limit}" if several else limit
        for measure in measures
        if measure.is_share
        for limit in ("low", "high")
    ]


def _matrix(
    selecting: Selecting,
    output: Output,
    sides: list[str],
    measure: str,
    groups: "dict[str, Group]",
) -> None:
    import unvote
    from unvote.analysis.measures import find_measure
    from unvote.output.figures.axes import Scale
    from unvote.output.figures.heat import heat
    from unvote.output.figures.text import titled
    from unvote.output.terminal.charts import print_matrix

    record, formula = selecting.measured(), find_measure(measure)
    frame = unvote.align_matrix(
        record, *sides, measure=measure, groups=groups, **selecting.coverage
    )
    emit_frame(
        frame,
        output,
        record=record,
        made={"measure": [formula.name]},
        percent=list(frame.columns) if formula.is_share else (),
        footer=[formula.note],
        drawing=lambda console: print_matrix(console, frame, share=formula.is_share),
        picture=lambda _: heat(
            frame,
            f"{formula.title} of {', '.join(titled(sides, groups)) or 'all states'}",
            Scale.of(formula),
        ),
    )


def _print_differences(
    console: "Console",
    record: "Record",
    sides: list[str],
    groups: "dict[str, Group]",
    coverage: "Coverage",
) -> None:
    """Print the newest roll calls in which a pair differs."""
    import unvote
    from unvote.answer import Column, Kind
    from unvote.output.sheet import Sheet
    from unvote.output.table import print_table

    last = unvote.differences(record, *sides, groups=groups, **coverage).tail(NEWEST)
    if len(last):
        codes = [side.code for side in last.attrs["sides"]]
        last = last.rename(columns=dict(zip(("a_vote", "b_vote"), codes, strict=True)))
        console.print("\nThe newest roll calls in which they differ:\n")
        print_table(console, Sheet.from_frame(last, [Column("title", Kind.TEXT)]))


def _print_courses(console: "Console", frame: "pd.DataFrame", output: Output) -> None:
    """Print the course of a pair as a chart, of several as sparklines, the newest slice first."""
    from unvote.analysis.measures import all_measures
    from unvote.output.figures.courses import on_the_line
    from unvote.output.terminal.charts import print_chart, print_sparklines

    measure = next(one for name, one in all_measures().items() if name in frame.columns)
    order, left_out = on_the_line(frame["by"].drop_duplicates().tolist())
    wide = frame.pivot(index=["a", "b"], columns="by", values=measure.name)[order]
    newest = frame[frame["by"] == order[-1]] if order else frame
    first = list(zip(newest["a"], newest["b"], strict=True))
    rest = [pair for pair in wide.index if pair not in set(first)]
    courses = {" ".join(pair): wide.loc[[pair]].iloc[0].tolist() for pair in [*first, *rest]}
    most = SCREENFUL if output.limit is None else output.limit
    some = dict(list(courses.items())[: most or None])
    if len(courses) == 1 and len(order) > 1:
        [(name, course)] = courses.items()
        console.print(f"\n{measure.name} of {name}:\n")
        print_chart(console, order, course, percent=measure.is_share)
    elif some:
        scale = "0% to 100%" if measure.is_share else "-1 to +1"
        console.print(f"\n{measure.name} from {scale}, {order[0]} to {order[-1]}:\n")
        print_sparklines(console, some, 0 if measure.is_share else -1, 1)
    if left_out:
        console.print(f"\n{left_out}", style="dim")


def _picture(
    frame: "pd.DataFrame",
    sides: list[str],
    measures: "list[Measure]",
    by: str | int | None,
    most: int,
    seed: int | None,
) -> "Picture":
    """Return courses over time, by year or in windows of months, as lines; else dots.

    Only the first measure is drawn, with its interval if there is a seed.
    """
    from unvote.output.figures.axes import Scale
    from unvote.output.figures.courses import courses, on_the_line
    from unvote.output.figures.dots import dots
    from unvote.output.figures.lines import lines
    from unvote.output.figures.style import COLOURS
    from unvote.output.figures.text import shortened
    from unvote.world.states import name_of

    measure = measures[0]
    if "rank" in frame and by is None:
        frame = frame[frame["rank"].notna()].reset_index(drop=True)
    about, in_time = [measure.note], isinstance(by, int) or by in IN_TIME
    many = in_time and len(frame[["a", "b"]].drop_duplicates()) > len(COLOURS)
    if seed is not None and not many:
        about.append(_interval_note([measure.counts_successes], seed))
    if len(measures) > 1:
        about.insert(0, f"drawn: {measure.name}, the first of {len(measures)} measures")
    scale = Scale.of(measure)
    names = [" and ".join(map(name_of, pair)) for pair in zip(frame["a"], frame["b"], strict=True)]
    title = f"{measure.title} of {names[0]}" if len(set(names)) == 1 else measure.title
    if len(sides) == 1 and names:
        names, title = (
            list(map(name_of, frame["b"])),
            f"{measure.title} with {name_of(frame['a'][0])}",
        )
    limits = {f"{measure.name}_{limit}": limit for limit in ("low", "high")}
    rows = frame.rename(columns={measure.name: "y", **limits}).assign(name=names)
    if in_time:
        when = f", in the {by} months up to each" if isinstance(by, int) else f" by {by}"
        _, left_out = on_the_line(rows["by"].drop_duplicates().tolist())
        picture = lines(courses(rows, "by"), title + when, scale)
        return picture._replace(about=[*filter(None, [left_out]), *about])
    if by is not None:
        slices = rows["by"].astype("str").map(shortened)
        one = rows["name"].nunique() == 1
        rows["name"] = slices if one else rows["name"] + ", " + slices
        title += f" by {by}"
        if by == "subject" and len(rows) > most:  # the most frequent come first
            about.insert(0, f"drawn: the first {most:,} of {len(rows):,} rows")
            rows = rows.head(most)
    return dots(rows, title, scale, most)._replace(about=about)


def _interval_note(successes: list[bool], seed: int) -> str:
    from unvote.analysis.bootstrap import LEAST, TIMES

    how = [
        "Wilson's interval" if any(successes) else "",
        ""
        if all(successes)
        else f"{TIMES:,} resamples of the roll calls, seed {seed}; none below n = {LEAST}",
    ]
    return f"low, high: 95 % interval ({'; '.join(filter(None, how))})"
