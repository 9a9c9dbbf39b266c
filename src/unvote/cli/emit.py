"""Hands an answer to the output: which format, which rows, which notes, which exit code."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from unvote.answer import CAUTION, Answer, Note, noted
from unvote.cli.failures import NOTHING, say
from unvote.cli.options import Output
from unvote.cli.waiting import answer_now, waiting
from unvote.errors import ArgumentError, NothingSelectedError
from unvote.output.drawn import always_drawn, drawing, page, picture, rows_shown, under
from unvote.output.formats import csv_pieces, json_pieces, to_markdown, to_parquet
from unvote.output.sheet import Sheet, printable
from unvote.output.write import write_out

if TYPE_CHECKING:
    from unvote.record import Record

EXTENSIONS = {
    ".csv": "csv",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
    ".html": "html",
}
PICTURES = ("svg", "png", "pdf")
# The commands whose answers have a picture.
WITH_PICTURE = (
    "tally",
    "show",
    "map",
    "align",
    "versus",
    "shift",
    "cohesion",
    "blocs",
    "ideal",
    "profile",
)
# The most rows on a terminal unless more are asked for.
SCREENFUL = 50
# Blanks at the end of a line, and the terminal codes that begin and end a colour.
_BLANKS = re.compile(r"(?: |\x1b\[[\d;]*m)+$")
# The most lines below a table; --meta has all.
LINES = 4


def emit(answer: Answer, output: Output) -> None:
    """Write an answer as the user wants it, with its notes."""
    style = chosen_format(output, drawn=always_drawn(answer))
    _must_be_possible(answer, output, style)
    if output.codes is not None:
        from unvote.analysis.with_codes import with_codes

        answer = with_codes.answer(answer, *_names(output.codes))
    if _for_people(style, output):
        answer = _values_shown(answer)
    record, sheet = answer.record, Sheet.of(answer)
    if record is not None and record.emptied_by:
        if not output.quiet:
            _say(answer, style)
        if style not in ("table", "html", *PICTURES):
            _write_rows(answer, sheet.emptied(), style, output)
        say(nothing_left(record))
        raise typer.Exit(NOTHING)
    if record is not None:
        answer = replace(answer, notes=_notes(answer, record, style))
    if not output.quiet and style != "table":
        _say(answer, style)
    if style == "table":
        _print(answer, output)
    elif style in PICTURES:
        if not sheet.height:
            raise NothingSelectedError("there is nothing to draw: the answer has no rows")
        _draw(answer, style, output)
    elif style == "html":
        make = page(answer)
        assert make
        _deliver(make(answer), output)
    else:
        _write_rows(answer, sheet, style, output)


def _must_be_possible(answer: Answer, output: Output, style: str) -> None:
    """Refuse a format that the answer does not have, and options that do not go with the format."""
    if style in PICTURES and picture(answer) is None:
        raise ArgumentError(
            f"this answer has no picture, so it cannot be {style} (pictures are of:"
            f" {', '.join(WITH_PICTURE)})"
        )
    if style == "html" and page(answer) is None:
        raise ArgumentError("there is no page of this answer: html is for 'unvote report'")
    if output.plain and style != "markdown":
        raise ArgumentError("--plain goes with Markdown: other files have plain numbers")
    if output.meta and style not in ("json", "table"):
        raise ArgumentError("--meta goes with JSON or a table: add --json")


def _for_people(style: str, output: Output) -> bool:
    return style == "xlsx" or (style == "markdown" and not output.plain)


def _write_rows(answer: Answer, sheet: Sheet, style: str, output: Output) -> None:
    """Write a file of rows: for people, or with plain numbers for programs."""
    if _for_people(style, output):
        _write_for_people(answer, sheet.starred(), style, output)
    else:
        meta = _meta(answer, output) if output.meta else None
        _write(_arranged(sheet, output, answer.newest), style, output, meta)


def _notes(answer: Answer, record: "Record", style: str) -> list[Note]:
    """Return the notes without those on the record's doubts, which are told before them."""
    from unvote.analysis.coverage import caution_of_list, left_out_note

    notes = [note for note in answer.notes if note.kind != "record"]
    # A table says what was selected, and from what.
    if style != "table" and not any(note.kind == "left out" for note in notes):
        notes += noted("left out", left_out_note(record))
    if style != "table" and not answer.caution and (caution := caution_of_list(record)):
        notes = [Note(CAUTION, caution), *notes]
    return notes


def _names(text: str | None) -> list[str]:
    return [] if text is None else [name.strip() for name in text.split(",")]


def _with_codes(names: Sequence[str], schemes: Sequence[str], there: Sequence[str]) -> list[str]:
    """Put after each column of states the columns of its codes, unless some are named already."""
    coded = {
        name: [f"{name}_{one}" for one in schemes if f"{name}_{one}" in there] for name in there
    }
    coded = {name: codes for name, codes in coded.items() if codes}
    if any(set(names).intersection(codes) for codes in coded.values()):
        return list(names)
    if coded and not coded.keys() & set(names):
        raise ArgumentError(f"--codes: --columns lacks a column of states: {', '.join(coded)}")
    return [*chain.from_iterable((name, *coded.get(name, ())) for name in names)]


def _say(answer: Answer, style: str) -> None:
    """Print on the standard error what is doubtful or left out, if the answer cannot hold it."""
    here = style not in ("table", "html", *PICTURES)
    if answer.caution and here:
        say(answer.caution)
    if answer.record is not None:
        for doubt in answer.record.doubts:
            say(f"{answer.record.name}: {doubt}")
    for note in answer.notes if here else ():
        if note.kind != CAUTION:
            say(note.words)


def nothing_left(record: "Record") -> str:
    """Say which condition left nothing of a record."""
    from unvote.record import EMBEDDED

    told = f"nothing is selected: '{record.emptied_by}' leaves no roll call of {record.name}"
    if record.name != EMBEDDED:
        return told
    return f"{told}; it has {len(record.whole or record)} chosen ones, 'unvote data pull' gets all"


def chosen_format(output: Output, *, drawn: bool = False) -> str:
    """Return the one format that the options ask for.

    Raises ArgumentError if they ask for two, or the extension of the file names none.
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
    binary = formats and formats[0] in ("parquet", "xlsx", "html", *PICTURES)
    if binary and output.output is None and sys.stdout.isatty():
        raise ArgumentError(f"{formats[0]} is not text for a terminal: name a file with --output")
    if formats:
        return str(formats[0])
    return "table" if drawn or sys.stdout.isatty() else "csv"


def _arranged(sheet: Sheet, output: Output, newest: bool) -> Sheet:
    """Return the rows and columns asked for, in their order."""
    if output.sort is not None:
        sheet = sheet.sort(output.sort)
    if output.limit is not None:
        sheet = sheet.limit(output.limit, last=newest and not output.sort)
    if output.columns is not None:
        names, schemes = (_names(text) for text in (output.columns, output.codes))
        return sheet.pick(_with_codes(names, schemes, sheet.names))
    return sheet


def _meta(answer: Answer, output: Output) -> dict[str, Any]:
    """Return how an answer was made: program, record, selection, measure, and what is doubtful."""
    from unvote._version import __version__

    meta: dict[str, Any] = {"program": f"unvote {__version__}", "asked": dict(output.asked)}
    record, notes = answer.record, answer.lines
    if record is not None:
        meta |= record.origin
        path = Path(record.name)
        if not record.edition and path.is_file():
            from unvote.store.importing import FileFacts

            meta["edition"] = [f"sha256:{FileFacts.of(path).sha256[:12]}"]
        notes = [*record.doubts, *notes]
    meta |= {name: value for name, value in answer.made.items() if value is not None}
    return {name: _harmless(value) for name, value in (meta | {"notes": list(notes)}).items()}


def _harmless(value: Any) -> Any:
    """Return a value, or a list or mapping of values, with texts that cannot affect a terminal."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return [_harmless(one) for one in value]
    if isinstance(value, dict):
        return {key: _harmless(one) for key, one in value.items()}
    return value


def _write(sheet: Sheet, style: str, output: Output, meta: Mapping[str, Any] | None) -> None:
    header = not output.no_header
    content: dict[str, Callable[[], str | bytes | Iterable[str]]] = {
        "csv": lambda: csv_pieces(sheet, header=header),
        "json": lambda: json_pieces(sheet, meta),
        "markdown": lambda: to_markdown(sheet, header=header, plain=True),
        "parquet": lambda: to_parquet(sheet),
    }
    _deliver(content[style](), output)


def _values_shown(answer: Answer) -> Answer:
    """Return an answer with its values as people read them, without what is drawn next to them."""
    shown = rows_shown(answer)
    if isinstance(shown.frame, dict):
        return shown
    return replace(shown, frame=shown.frame[[*answer.frame]])


def _write_for_people(answer: Answer, sheet: Sheet, style: str, output: Output) -> None:
    """Write a file for people: Markdown, or a workbook that also says how it was made."""
    sheet, header = _arranged(sheet, output, answer.newest), not output.no_header
    if style == "xlsx":
        from unvote.output.workbook import to_xlsx

        _deliver(to_xlsx(sheet, _about(answer, output), header=header), output)
        return
    if output.columns is None:
        sheet = sheet.pick([one.name for one in sheet.columns if one.shown])
    _deliver(to_markdown(sheet, header=header), output)


def _about(answer: Answer, output: Output) -> list[tuple[str, str]]:
    """Say how an answer was made, and how to cite it, one line per fact."""
    from unvote.analysis.cite import citations

    meta = _meta(answer, output)
    sources = meta.get("sources") if answer.record is not None else []
    lines = [
        (name, text)
        for name, value in meta.items()
        for one in (value if isinstance(value, list) else [value])
        if (text := _worded(one))
    ]
    return [*lines, *(("to cite", text) for text in citations(sources or []))]


def _worded(value: Any) -> str:
    """Word a fact: of a question, each option and its value."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_worded(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_worded, value))
    return "" if value is None else str(value)


def _deliver(content: str | bytes | Iterable[str], output: Output) -> None:
    answer_now()
    # If rows go to a terminal, no bar may stand between them.
    with waiting(output.quiet or output.output is None, f"writing {output.output}"):
        write_out(content, output.output)


def _draw(answer: Answer, style: str, output: Output) -> None:
    """Write the answer as a picture, with the lines below a table as its small print."""
    from unvote.output.figures.picture import bytes_of
    from unvote.output.figures.style import rows_drawn

    make = picture(answer)
    assert make
    drawn = make(answer, rows_drawn(output.limit))
    _deliver(bytes_of(answer, drawn, style), output)


def _print(answer: Answer, output: Output) -> None:
    """Write the answer as people read it: a drawing or a table, and the notes below it."""
    from unvote.output.table import make_console

    answer = rows_shown(answer)
    terminal = output.output is None and sys.stdout.isatty()
    console = make_console(output.color, terminal=terminal)
    if answer.caution:
        console.print(f"{answer.caution}\n", style="bold")
    draw, draw_under, which_rows = drawing(answer), under(answer), ""
    if draw is not None and not output.chosen:
        draw(console, answer)
    else:
        which_rows = _print_rows(console, answer, output)
    if draw_under is not None:
        draw_under(console, answer, SCREENFUL if output.limit is None else output.limit)
    lines = _lines_under(answer, which_rows, every=output.meta)
    if lines:
        console.print()
    for line in lines:
        console.print(line, style="dim")
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    _deliver("\n".join(map(_without_blanks, text.split("\n"))), output)


def _print_rows(console: Any, answer: Answer, output: Output) -> str:
    """Print the table; return which rows it has, if not all, for a line below it."""
    from unvote.output.table import print_table

    sheet = Sheet.of(answer)
    arranged = _arranged(sheet.starred(), output, answer.newest)
    if output.columns is None:
        by = (output.sort or "").removeprefix("-")  # what the rows are sorted by is shown
        arranged = arranged.pick(
            [one.name for one in arranged.columns if one.shown or one.name == by]
        )
    if output.limit is None:
        arranged = arranged.limit(SCREENFUL, last=answer.newest and not output.sort)
    print_table(console, arranged, header=not output.no_header)
    if arranged.height == sheet.height:
        return ""
    which = "newest" if answer.newest and not output.sort else "first"
    return f"the {which} {arranged.height:,} of {sheet.height:,} rows, all with -n 0"


def _without_blanks(line: str) -> str:
    """Return a line without blanks at its end, even if they have a colour."""
    bare = _BLANKS.sub("", line)
    return f"{bare}\x1b[0m" if "\x1b" in line[len(bare) :] else bare


def _lines_under(answer: Answer, which_rows: str, *, every: bool) -> list[str]:
    """Return the lines below a table: the most important, or all of them.

    What is doubtful comes first, then what was left out, then how it was made. The last lines say
    what the answer was made from, and what there is more of.
    """
    from unvote.record import count_of

    record, origin = answer.record, []
    lines = [note.words for note in (*answer.notes, *answer.basis) if note.kind != CAUTION]
    if record is not None:
        lines, origin = [*record.doubts, *lines], [f"from {record.summary}"]
        if every and record.edition:
            origin.append(f"edition: {', '.join(record.edition)}")
    room = LINES - len(origin) - bool(which_rows)
    if len(lines) > room and not which_rows:
        room -= 1  # room for the line that says so
    kept = lines if every else lines[:room]
    more = len(lines) - len(kept)
    hidden = [which_rows] if which_rows else []
    if more:
        hidden.append(f"{count_of(more, 'more line')} with --meta")
    return [*kept, *origin, *(["; ".join(hidden)] if hidden else [])]
