"""Draws a sheet as a table in a terminal: nothing is cut, what does not fit stands below."""

import io
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal

from unvote.analysis.measures import all_measures
from unvote.output.sheet import Sheet, printable
from unvote.world.states import all_states

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

# Columns between -1 and 1, missing where there is nothing to divide by.
COEFFICIENTS = ("lean",)
# Indices that need no sign, and plain averages.
INDICES = ("rice", "attina", "ai")
AVERAGES = ("members",)
# Differences of shares, in percentage points with their sign.
CHANGES = ("change", "effect", "text_effect")
# Columns of running text, which may wrap, and how narrow they may become.
RUNNING = (
    *("title", "name", "country", "un_name", "about", "text", "note", "source", "article"),
    *("formula", "abstention", "absence", "example", "successor", "a", "b"),
)
WRAPPING = 14
# Columns that say of whom a row is, together with those before them.
KEYS = ("rank", "by", "group", "a", "b")
GAP = 2
# Columns of codes of states, with which a person sees the name.
CODES = ("a", "b")


def terminal_width() -> int:
    """Return the width of the terminal in columns (80 where it is not known)."""
    return shutil.get_terminal_size((80, 24)).columns


def make_console(color: str, *, terminal: bool) -> "Console":
    """Return a console that keeps what is printed, as `console.file.getvalue()`.

    Parameters
    ----------
    color : {"auto", "always", "never"}
        Whether there is colour; "auto" asks the terminal and NO_COLOR.
    terminal : bool
        Whether what is printed goes to a terminal.
    """
    from rich.console import Console

    class Steady(Console):
        """A console on which no text does anything, wherever it comes from."""

        def render_str(self, text: str, **settings: Any) -> "Text":
            lines = (printable(line) for line in text.split("\n"))
            return super().render_str("\n".join(lines), **settings)

    always = color == "always"
    return Steady(
        file=io.StringIO(),
        width=terminal_width(),
        height=25,  # without it a dumb terminal has 80 columns, whatever its width
        no_color=False if always else None,
        force_terminal=always or terminal,
        color_system={"always": "standard", "never": None}.get(color, "auto"),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def print_table(
    console: "Console", sheet: Sheet, *, header: bool = True, percent: Collection[str] = ()
) -> None:
    """Print a sheet, in blocks under each other where its columns do not fit side by side.

    A single row that does not fit is printed as a list, a value a line. Measures between 0
    and 1 and the columns of `percent` are shown in percent.
    """
    shares = {*percent, *(name for name, one in all_measures().items() if one.is_share)}
    columns = [
        _Column.of(name, values, percent=name in shares)
        for name, values in zip(sheet.columns, sheet.plain, strict=True)
    ]
    blocks = _blocks(columns, console.width)
    if len(blocks) > 1 and sheet.height == 1:
        _print_card(console, columns)
        return
    for number, block in enumerate(blocks):
        if number:
            console.print()
        table = _table(block, _widths(block, console.width), header=header)
        for cells in zip(*(column.cells for column in block), strict=True):
            table.add_row(*cells)
        with console.capture() as drawn:
            console.print(table)
        for line in drawn.get().splitlines():
            console.file.write(f"{line.rstrip()}\n")


def _print_card(console: "Console", columns: Sequence["_Column"]) -> None:
    """Print the one row of a sheet that is too wide, a value a line."""
    from rich.padding import Padding

    width = max(len(column.label) for column in columns) + GAP
    for column in columns:
        with console.capture() as drawn:
            console.print(Padding(column.cells[0], (0, 0, 0, width)), overflow="fold")
        text = column.label.ljust(width) + drawn.get()[width:]
        for line in text.splitlines() or [column.label]:
            console.file.write(f"{line.rstrip()}\n")


@dataclass(frozen=True)
class _Column:
    """A column as it is drawn: its label, its cells, and how wide it is and must be."""

    label: str
    cells: Sequence[str]
    right: bool
    width: int
    least: int

    @classmethod
    def of(cls, name: str, values: Sequence[Any], *, percent: bool) -> "_Column":
        from rich.cells import cell_len

        cells = [shown(name, value, percent=percent) for value in values]
        heading = max(map(len, label(name).split()), default=0)
        content = max(map(cell_len, cells), default=0)
        least = max(heading, min(content, WRAPPING) if name in RUNNING else content)
        return cls(label(name), cells, _right(values), max(content, len(label(name))), least)


def _table(columns: Sequence[_Column], widths: Sequence[int], *, header: bool) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD,
        show_header=header,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),  # the box adds one more
        header_style="bold",
    )
    for column, width in zip(columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if column.right else "left"
        table.add_column(column.label, justify=side, overflow="fold", width=width)
    return table


def _widths(columns: Sequence[_Column], room: int) -> list[int]:
    """Return how wide each column is drawn: all it takes, or less where text may wrap."""
    widths = [column.width for column in columns]
    while (over := sum(widths) + GAP * (len(widths) - 1) - room) > 0:
        spare = [width - column.least for width, column in zip(widths, columns, strict=True)]
        # The widest text gives way first, so that several share what room there is.
        place = max(range(len(widths)), key=lambda i: (spare[i] > 0, widths[i]))
        if spare[place] <= 0:
            widths[place] -= over  # nothing wraps by itself: fold the widest
            break
        widths[place] -= 1
    return [max(width, 1) for width in widths]


def label(column: str) -> str:
    """Return the name of a column as a person reads it."""
    return column.replace("_", " ")


def shown(column: str, value: Any, *, percent: bool) -> str:
    """Return a value as a person reads it: a share in percent, a coefficient with its sign."""
    if value is None:
        rates = (*COEFFICIENTS, *INDICES, *AVERAGES, *all_measures())
        return "–" if percent or column in rates else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):  # a percentage, rounded already
        return f"{value}%"
    if isinstance(value, float):
        if column in AVERAGES:
            return f"{value:.1f}"
        sign = "+" if column in CHANGES else ""
        plain = f"{value:.2f}" if column in INDICES else f"{value:+.2f}"
        return f"{value:{sign}.1%}" if percent else plain
    if isinstance(value, date):
        return value.isoformat()
    if column == "by":  # a year is no count
        return str(value)
    if column in CODES and value in all_states():
        return f"{value} {all_states()[value].name}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _right(values: Sequence[Any]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in known
    )


def _blocks(columns: Sequence[_Column], room: int) -> list[list[_Column]]:
    """Return which columns stand side by side in each block; what a row is of leads them all."""
    lead = list(takewhile(lambda column: column.label in KEYS, columns)) or list(columns[:1])
    if sum(column.least + GAP for column in lead) > room / 2:
        lead = lead[:1]
    blocks = [list(lead)]
    for column in columns[len(lead) :]:
        used = sum(other.least + GAP for other in blocks[-1]) + column.least
        if used > room and len(blocks[-1]) > len(lead):
            blocks.append(list(lead))
        blocks[-1].append(column)
    return blocks
