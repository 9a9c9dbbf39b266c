"""Hands an answer to the output: which format, which rows, which notes, which exit code."""

import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from unvote.cli.failures import NOTHING, say
from unvote.cli.options import Output, asked
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.output.formats import to_csv, to_json, to_markdown, to_parquet
from unvote.output.sheet import Sheet, printable
from unvote.output.write import write_out

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from unvote.output.figures.picture import Picture
    from unvote.record import Record

EXTENSIONS = {
    ".csv": "csv",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".parquet": "parquet",
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
    ".html": "html",
}
PICTURES = ("svg", "png", "pdf")
# The commands of which an answer may be one.
DRAWN = ("tally", "show", "map", "align", "versus", "shift", "cohesion", "blocs", "ideal")
# Arguments that name states or groups, and columns that hold states.
_PARTIES = ("names", "states", "a", "b", "side", "about")
_OF_STATES = ("state", "a", "b")
# How many rows a terminal gets unless more are asked for.
SCREENFUL = 50
# How many lines stand under a table; --meta has all.
LINES = 4

Drawing = Callable[["Console"], None]


def emit(
    answer: "pd.DataFrame | Sheet",
    output: Output,
    *,
    record: "Record | None" = None,
    made: Mapping[str, Any] | None = None,
    shown: Sequence[str] = (),
    newest: bool = False,
    percent: Collection[str] = (),
    footer: Sequence[str] = (),
    drawing: Drawing | None = None,
    always_draw: bool = False,
    after: Drawing | None = None,
    picture: "Callable[[int], Picture] | None" = None,
    page: Callable[[], str] | None = None,
) -> None:
    """Write an answer as the user wants it, and tell what is to be told about it.

    Parameters
    ----------
    answer : DataFrame or Sheet
        The rows; `frame.attrs["notes"]` says what is doubtful about them or left out, the most
        important first, `frame.attrs["reasons"]` what else stands under a table, and
        `frame.attrs["caution"]`, which is one of the notes, what stands above it.
    output : Output
        The options.
    record : Record, optional
        What the answer was made from; where nothing was selected the exit code says so.
    made : mapping, optional
        By what else: measure, seed; a seed of None was not needed. `--meta` tells it.
    shown : sequence of str
        The columns of a table; none: all. Other formats get all columns.
    newest : bool
        Whether the rows are roll calls, of which a limit keeps the last.
    percent : collection of str
        The columns, beside measures, that are shares: a table shows them in percent.
    footer : sequence of str
        Lines under a table that explain it.
    drawing : callable, optional
        Draws the answer for people, instead of a table, unless columns or rows are chosen.
    always_draw : bool
        Whether a pipe gets the drawing too, unless a format is asked for.
    after : callable, optional
        Prints more under the table.
    picture : callable, optional
        Returns the answer as a picture for paper, of at most so many rows.
    page : callable, optional
        Returns the answer as a page in HTML, which tells the notes itself.
    """
    told = _Told(footer=footer)
    if not isinstance(answer, Sheet):
        told = _Told.of(answer.attrs, footer)
        answer = Sheet.from_frame(answer)
    style = chosen_format(output, drawn=always_draw)
    if style in PICTURES and picture is None:
        raise ArgumentError(
            f"there is no picture of this answer: {style} is not for it (there are of:"
            f" {', '.join(DRAWN)})"
        )
    if style == "html" and page is None:
        raise ArgumentError("there is no page of this answer: html is for 'unvote report'")
    if output.meta and style not in ("json", "table"):
        raise ArgumentError("--meta goes with JSON or a table: add --json")
    empty = record is not None and bool(record.emptied_by)
    if record is not None and not empty:
        told = told._replace(notes=[*told.notes, *seats_told(record, answer)])
    if empty:
        answer = answer.emptied()
    if not output.quiet and (empty or style != "table"):
        _say(record, told, style)
    if style == "table":
        _print(answer, output, shown, newest, percent, told, record, drawing, after)
    elif style in PICTURES and picture is not None:
        if not empty:
            if not answer.height:
                raise NothingSelectedError("there is nothing to draw: the answer has no rows")
            _draw(picture, style, output, record, told)
    elif style == "html" and page is not None:
        if not empty:
            write_out(page(), output.output)
    else:
        meta = _meta(record, made or {}, told.lines) if output.meta else None
        _write(_arranged(answer, output, (), newest), style, output, meta)
    if record is not None and record.emptied_by:
        say(nothing_left(record))
        raise typer.Exit(NOTHING)


def seats_told(record: "Record", answer: Sheet) -> list[str]:
    """Return what must be known of the states that an answer names, in the years of a record."""
    from unvote.analysis.seats import seats
    from unvote.world.states import all_states, match_state

    words = [word for name in _PARTIES for word in _listed(asked.get(name))]
    states = [match_state(word, official=True) for word in words]
    held = [
        values
        for name, values in zip(answer.columns, answer.data, strict=True)
        if name in _OF_STATES
    ]
    named = {state.code for state in states if state}
    return seats(record, named | {*answer.columns} & {*all_states()} | {*chain(*held)})


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


class _Told(NamedTuple):
    """What is told about an answer: above it, and under it the most important first."""

    caution: str = ""
    notes: Sequence[str] = ()
    reasons: Sequence[str] = ()
    footer: Sequence[str] = ()

    @classmethod
    def of(cls, attrs: Mapping[Any, Any], footer: Sequence[str]) -> "_Told":
        """Return what a frame tells about itself, and a footer."""
        caution = attrs.get("caution", "")
        notes = [note for note in attrs.get("notes", []) if note != caution]
        return cls(caution, notes, attrs.get("reasons", []), footer)

    @property
    def lines(self) -> list[str]:
        """All of it, in order."""
        first = [self.caution] if self.caution else []
        return [*first, *self.notes, *self.reasons, *self.footer]


def _say(record: "Record | None", told: _Told, style: str) -> None:
    """Tell on the standard error what is doubtful or left out, where the answer has no room."""
    here = style not in ("table", "html", *PICTURES)
    if told.caution and here:
        say(told.caution)
    if record is not None:
        for note in record.doubts:
            say(f"{record.name}: {note}")
    for note in told.notes if here else ():
        say(note)


def nothing_left(record: "Record") -> str:
    """Return which condition left nothing of a record, in words."""
    return f"nothing is selected: no roll call of {record.name} is left by '{record.emptied_by}'"


def chosen_format(output: Output, *, drawn: bool = False) -> str:
    """Return the one format that the options ask for.

    Raises
    ------
    ArgumentError
        If they ask for two, or the extension of the file names none.
    """
    asked = [output.format, "json" if output.json else None, "csv" if output.csv else None]
    formats = [name for name in asked if name]
    if output.output is not None:
        ending = Path(output.output).suffix.lower()
        if ending in EXTENSIONS:
            formats.append(EXTENSIONS[ending])
        elif not formats:
            raise ArgumentError(
                f"--output {output.output}: the extension '{ending}' names no format"
                f" (known: {', '.join(EXTENSIONS)}); say it with --format"
            )
    formats = list(dict.fromkeys(formats))
    if len(formats) > 1:
        raise ArgumentError(f"two formats at once: {' and '.join(formats)}; name one")
    binary = formats and formats[0] in ("parquet", "html", *PICTURES)
    if binary and output.output is None and sys.stdout.isatty():
        raise ArgumentError(f"{formats[0]} is no text for a terminal: name a file with --output")
    if formats:
        return str(formats[0])
    return "table" if drawn or sys.stdout.isatty() else "csv"


def _arranged(sheet: Sheet, output: Output, shown: Sequence[str], newest: bool) -> Sheet:
    """Return the rows and columns that are asked for, in their order."""
    if output.sort is not None:
        sheet = sheet.sort(output.sort)
    if output.limit is not None:
        sheet = sheet.limit(output.limit, last=newest and not output.sort)
    if output.columns is not None:
        return sheet.pick([name.strip() for name in output.columns.split(",")])
    return sheet.pick([name for name in shown if name in sheet.columns]) if shown else sheet


def _meta(record: "Record | None", made: Mapping[str, Any], notes: Sequence[str]) -> dict[str, Any]:
    """Return how an answer was made: program, record, selection, measure, and what is doubtful."""
    from hashlib import file_digest

    from unvote._version import __version__

    meta: dict[str, Any] = {"program": f"unvote {__version__}", "asked": dict(asked)}
    if record is not None:
        meta |= record.origin
        path = Path(record.name)
        if not record.edition and path.is_file():
            with path.open("rb") as file:
                meta["edition"] = [f"sha256:{file_digest(file, 'sha256').hexdigest()[:12]}"]
        notes = [*record.doubts, *notes]
    meta |= {name: value for name, value in made.items() if value is not None}
    return {name: _harmless(value) for name, value in (meta | {"notes": list(notes)}).items()}


def _harmless(value: Any) -> Any:
    """Return a value, or a list or mapping of values, whose texts do nothing to a terminal."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return [_harmless(one) for one in value]
    if isinstance(value, dict):
        return {key: _harmless(one) for key, one in value.items()}
    return value


def _write(sheet: Sheet, style: str, output: Output, meta: Mapping[str, Any] | None) -> None:
    header = not output.no_header
    content: dict[str, Callable[[], str | bytes]] = {
        "csv": lambda: to_csv(sheet, header=header),
        "json": lambda: to_json(sheet, meta),
        "markdown": lambda: to_markdown(sheet, header=header),
        "parquet": lambda: to_parquet(sheet),
    }
    write_out(content[style](), output.output)


def _draw(
    picture: "Callable[[int], Picture]",
    style: str,
    output: Output,
    record: "Record | None",
    told: _Told,
) -> None:
    """Write the answer as a picture, with what stands under a table as its small print."""
    import logging

    from unvote.output.figures.picture import to_picture
    from unvote.output.figures.style import rows_drawn

    # Where it may not write to the home, matplotlib says so at length, and goes on.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    drawn = picture(rows_drawn(output.limit))
    told = told._replace(footer=told.footer if drawn.about is None else drawn.about)
    source = told._replace(caution="").lines
    source += [*([f"from {record.summary}"] if record is not None else [])]
    if record is not None and record.edition:
        source.append(f"edition: {', '.join(record.edition)}")
    write_out(to_picture(drawn, style, source, told.caution), output.output)


def _print(
    sheet: Sheet,
    output: Output,
    shown: Sequence[str],
    newest: bool,
    percent: Collection[str],
    told: _Told,
    record: "Record | None",
    drawing: Drawing | None,
    after: Drawing | None,
) -> None:
    """Write the answer as people read it: a drawing or a table, and the notes under it."""
    from unvote.output.table import make_console, print_table

    if record is not None and record.emptied_by:
        return
    terminal = output.output is None and sys.stdout.isatty()
    console = make_console(output.color, terminal=terminal)
    if told.caution:
        console.print(f"{told.caution}\n", style="bold")
    some = ""
    if drawing is not None and not output.chosen:
        drawing(console)
    else:
        arranged = _arranged(sheet, output, shown, newest)
        if output.limit is None:
            arranged = arranged.limit(SCREENFUL, last=newest and not output.sort)
        print_table(console, arranged, header=not output.no_header, percent=percent)
        if arranged.height < sheet.height:
            which = "newest" if newest and not output.sort else "first"
            some = f"the {which} {arranged.height:,} of {sheet.height:,} rows, all with -n 0"
    if after is not None:
        after(console)
    lines = _lines_under(told, record, some, every=output.meta)
    if lines:
        console.print()
    for line in lines:
        console.print(line, style="dim")
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    # Blanks at the end of a line, also before the end of a colour.
    write_out(re.sub(r" +((?:\x1b\[0m)?)$", r"\1", text, flags=re.MULTILINE), output.output)


def _lines_under(told: _Told, record: "Record | None", some: str, *, every: bool) -> list[str]:
    """Return what stands under a table: the most important, or all of it.

    What is doubtful comes first, then what was left out, then how it was made. The last lines
    say what the answer was made from, and of what there is more.
    """
    from unvote.record import count_of

    lines, origin = told._replace(caution="").lines, []
    if record is not None:
        lines, origin = [*record.doubts, *lines], [f"from {record.summary}"]
        if every and record.edition:
            origin.append(f"edition: {', '.join(record.edition)}")
    kept = lines if every else lines[: LINES - len(origin)]
    more = len(lines) - len(kept)
    hidden = [some] if some else []
    if more:
        hidden.append(f"{count_of(more, 'more line')} with --meta")
    return [*kept, *origin, *(["; ".join(hidden)] if hidden else [])]
