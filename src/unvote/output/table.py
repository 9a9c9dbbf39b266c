"""Draws a sheet as a table in a terminal: cuts nothing, but moves below what does not fit."""

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any, Literal

from unvote.answer import Column, Kind
from unvote.output.sheet import Sheet, printable
from unvote.world.states import all_states

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

# The least width of running text.
WRAPPING = 14
GAP = 2
# A title with less room than this next to the other columns goes below its row.
LEGIBLE = 28
# Columns that show a dash for a missing value: the divisor was 0.
RATES = (Kind.SHARE, Kind.COEFFICIENT, Kind.INDEX, Kind.AVERAGE, Kind.CHANGE, Kind.DIFFERENCE)
_WRAPPING = (Kind.TEXT, Kind.ACTOR)
_FORMATS = {Kind.SHARE: ".1%", Kind.CHANGE: "+.1%", Kind.INDEX: ".2f", Kind.AVERAGE: ".1f"}


def terminal_width() -> int:
    """Return the width of the terminal in columns (80 if unknown)."""
    return shutil.get_terminal_size((80, 24)).columns


def make_console(color: str, *, terminal: bool) -> "Console":
    """Return a console that keeps what is printed, as `console.file.getvalue()`.

    `color`: whether there is colour; "auto" asks the terminal and NO_COLOR.
    `terminal`: whether the output goes to a terminal.
    """
    from rich.console import Console

    class Steady(Console):
        """A console on which no text can do harm, wherever it comes from."""

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


def print_table(console: "Console", sheet: Sheet, *, header: bool = True) -> None:
    """Print a sheet, in blocks below each other if its columns do not fit side by side.

    A single row that does not fit is printed as a list, one value per line.
    """
    columns = [
        _Drawn.of(column, values) for column, values in zip(sheet.columns, sheet.plain, strict=True)
    ]
    below = _below(columns, console.width)
    columns = [column for column in columns if column is not below]
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
        lines = drawn.get().splitlines()
        if below and not number:
            lines = _with_text(lines, below, console.width)
        for line in lines:
            console.file.write(f"{line.rstrip()}\n")


def room_beside(sheet: Sheet, least: int) -> int:
    """Return how wide one more column next to a table of the sheet can be.

    Headings and texts wrap only if that is needed to leave this many columns of the terminal.
    """
    columns = [_Drawn.of(*pair) for pair in zip(sheet.columns, sheet.plain, strict=True)]
    room = terminal_width() - sum(column.width + GAP for column in columns)
    if room >= least:
        return room
    return terminal_width() - sum(column.least + GAP for column in columns)


def _below(columns: Sequence["_Drawn"], room: int) -> "_Drawn | None":
    """Return the title, if there is too little room for it next to the other columns."""
    title = next((column for column in columns if column.label == "title"), None)
    others = [column for column in columns if column is not title]
    if title is None or not others or any(column.wraps for column in others):
        return None
    left = room - sum(column.least + GAP for column in others)
    return title if 0 <= left < min(LEGIBLE, title.width) else None


def _with_text(lines: Sequence[str], below: "_Drawn", room: int) -> list[str]:
    """Return the lines of a table, each row followed by its text."""
    from textwrap import wrap

    head = len(lines) - len(below.cells)
    texts = (wrap(text, room - GAP, break_on_hyphens=False) for text in below.cells)
    told = (
        [row, *(" " * GAP + line for line in text)]
        for row, text in zip(lines[head:], texts, strict=True)
    )
    return [*lines[:head], *chain.from_iterable(told)]


def _print_card(console: "Console", columns: Sequence["_Drawn"]) -> None:
    """Print the one row of a sheet that is too wide, one value per line."""
    from rich.padding import Padding

    width = max(len(column.label) for column in columns) + GAP
    for column in columns:
        with console.capture() as drawn:
            console.print(Padding(column.cells[0], (0, 0, 0, width)), overflow="fold")
        text = column.label.ljust(width) + drawn.get()[width:]
        for line in text.splitlines() or [column.label]:
            console.file.write(f"{line.rstrip()}\n")


@dataclass(frozen=True)
class _Drawn:
    """A column as it is drawn: its label, its cells, its width and its least width."""

    label: str
    key: bool
    cells: Sequence[str]
    right: bool
    width: int
    least: int
    wraps: bool = False

    @classmethod
    def of(cls, column: Column, values: Sequence[Any]) -> "_Drawn":
        from rich.cells import cell_len

        label, cells = column.label, [shown(column.kind, value) for value in values]
        heading = max(map(len, label.split()), default=0)
        content = max(map(cell_len, cells), default=0)
        least = max(heading, min(content, WRAPPING) if column.kind in _WRAPPING else content)
        width = max(content, len(label))
        return cls(label, column.key, cells, are_numbers(values), width, least, least < content)


def _table(columns: Sequence[_Drawn], widths: Sequence[int], *, header: bool) -> "Table":
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


def _widths(columns: Sequence[_Drawn], room: int) -> list[int]:
    """Return the width of each column: all that it needs, or less if text may wrap."""
    widths = [column.width for column in columns]
    while (over := sum(widths) + GAP * (len(widths) - 1) - room) > 0:
        spare = [width - column.least for width, column in zip(widths, columns, strict=True)]
        # The widest text gives way first, so that several share the room.
        place = max(range(len(widths)), key=lambda i: (spare[i] > 0, widths[i]))
        if spare[place] <= 0:
            widths[place] -= over  # no column wraps by itself: fold the widest
            break
        widths[place] -= 1
    return [max(width, 1) for width in widths]


def shown(kind: Kind, value: Any) -> str:
    """Return a value as a person reads it: a share in percent, a coefficient with its sign."""
    if value is None:
        return "–" if kind in RATES else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):  # a percentage, rounded already
        return f"{value}%"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and kind == Kind.COUNT:  # a mean of counts
        if value.is_integer():
            return f"{value:,.0f}"
        return f"{value:,.1f}" if value >= 0.1 else f"{value:.2g}"
    if isinstance(value, float):
        return f"{value:{_FORMATS.get(kind, '+.2f')}}"
    if kind == Kind.ACTOR and value in all_states():
        return f"{value} {all_states()[value].name}"
    return f"{value:,}" if isinstance(value, int) and kind != Kind.SLICE else str(value)


def are_numbers(values: Sequence[Any]) -> bool:
    """Return whether values are numbers, which are aligned right."""
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in known
    )


def _blocks(columns: Sequence[_Drawn], room: int) -> list[list[_Drawn]]:
    """Divide the columns into blocks that fit; each block begins with the keys of the row."""
    lead = list(takewhile(lambda column: column.key, columns)) or list(columns[:1])
    if sum(column.least + GAP for column in lead) > room / 2:
        lead = lead[:1]
    blocks = [list(lead)]
    for column in columns[len(lead) :]:
        used = sum(other.least + GAP for other in blocks[-1]) + column.least
        if used > room and len(blocks[-1]) > len(lead):
            blocks.append(list(lead))
        blocks[-1].append(column)
    return blocks
