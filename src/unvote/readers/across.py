"""Tables with one row per state and one column per roll call."""

from collections.abc import Sequence

from unvote.codes import is_dash, vote_called
from unvote.errors import DataError
from unvote.readers.build import some
from unvote.readers.columns import NEVER_READ, every_name, folded, places_of, synonyms
from unvote.readers.grid import CellGrid, Grid, texts_in
from unvote.readers.header_words import (
    is_symbol,
    is_total,
    note_on_parts,
    part_called,
    position_called,
    symbol_in,
)
from unvote.readers.row_states import are_states
from unvote.readers.stream import brief
from unvote.readers.table import not_read
from unvote.record import count_of

_STATE = ("code", "name")
_ABOUT = ("symbol", "number", "id", "date", "title")
# Cells that say nothing of what a column holds.
_SILENT = ("", "NA", "NAN", "NONE", "NULL")


def is_across(grid: Grid) -> bool:
    """Return whether a table has a row per state and a column per roll call.

    One column is enough if a symbol heads it; else there are two with nothing but votes.
    """
    by = row_states(grid)
    if by is None:
        return False
    rows = [row for row in grid.sample if not is_total(row[by])]
    columns = {
        place: [row[place] for row in rows]
        for place in range(len(grid.names))
        if place not in _of_states(grid, by)
    }
    if any(_says(cells) and symbol_in(grid.names[place])[0] for place, cells in columns.items()):
        return True
    return [_kind(cells) for cells in columns.values()].count("votes") > 1


def names_rows(grid: Grid) -> bool:
    """Return whether a column names the state of each row, and none the text that was voted on.

    Columns such as Syria and Iran are then titles, and not states that voted.
    """
    names = [folded(name) for name in grid.names]
    about = [
        place
        for own in ("symbol", "number", "id", "date", "title")
        for place in places_of(own, names)
    ]
    by = row_states(grid)
    return by is not None and by in _of_states(grid, -1) and not {*about} - {by}


def row_states(grid: Grid) -> int | None:
    """Return the column that names the state of each row; codes go before names."""
    names = [folded(name) for name in grid.names]
    known = [place for own in _STATE for place in places_of(own, names)]
    every = [*known, *(place for place in range(len(names)) if place not in known)]
    return next(
        (place for place in every if _are_states([row[place] for row in grid.sample])), None
    )


def _are_states(cells: Sequence[str]) -> bool:
    """Return whether cells mean states, besides those of rows of totals."""
    others = {cell for cell in cells if not is_total(cell)}
    return are_states(cells) or (len(others) > 1 and are_states([*others]))


def _of_states(grid: Grid, by: int) -> list[int]:
    """Return the columns that name the states: NO is Norway, and a vote."""
    names = [folded(name) for name in grid.names]
    return [by, *(place for own in _STATE for place in places_of(own, names))]


def _is_silent(cell: str) -> bool:
    return cell.upper() in _SILENT or is_dash(cell)


def _says(cells: Sequence[str]) -> set[str]:
    return {cell for cell in cells if not _is_silent(cell)}


def _kind(cells: Sequence[str]) -> str:
    """Return what a column holds: "votes", "some" if other values too, or "" for no votes."""
    said = _says(cells)
    votes = {cell for cell in said if vote_called(cell) is not None}
    return ("votes" if votes == said else "some") if votes else ""


def turned(grid: Grid) -> tuple[CellGrid, list[str]]:
    """Turn a table into one with a column per state; note what is left out.

    Raises DataError if a column holds votes and other values.
    """
    by = row_states(grid)
    assert by is not None
    states = _of_states(grid, by)
    texts = texts_in(grid, range(len(grid.names)))
    refuse_totals(grid, texts[by])
    votes = [
        place
        for place, cells in enumerate(texts)
        if place not in states and _holds_votes(grid, place, cells)
    ]
    if not votes:
        raise DataError(f"{grid.name}: no column of the table holds votes")
    titles = [grid.names[place] for place in votes]
    heads = [symbol_in(title) for title in titles]
    about = {
        "resolution": [symbol for symbol, _ in heads],
        "title": [title if words else "" for title, (_, words) in zip(titles, heads, strict=True)],
        "part": [part_called(words) for _, words in heads],
    }
    told = {own: cells for own, cells in about.items() if any(cells)}
    cells = [list(row) for row in zip(*(texts[place] for place in votes), strict=True)]
    round_ = CellGrid(
        grid.name,
        [*told, *texts[by]],
        [*told.values(), *cells],
        lambda place: f"column {brief(titles[place])}",
        axis="row",
    )
    round_.notes += grid.notes
    known = {name for own in _STATE for name in synonyms()[own]}
    bare = [title for title, (symbol, _) in zip(titles, heads, strict=True) if not symbol]
    notes = not_read(grid, [by, *votes], known) + note_on_parts(titles, about["part"])
    if bare and len(bare) < len(titles):
        notes.append(
            f"{count_of(len(bare), 'column')} of votes without a symbol in the header read as"
            f" {count_of(len(bare), 'roll call')} with that title: {some(bare, 30)}"
        )
    return round_, notes


def refuse_totals(grid: Grid, names: Sequence[str]) -> None:
    """Refuse a row of totals among the rows of states."""
    row = next((row for row, name in enumerate(names) if is_total(name)), None)
    if row is not None:
        raise DataError(
            f"{grid.name}, {grid.where(row)}: '{brief(names[row])}' heads a row of totals, not of a"
            " state: take the row out"
        )


def _holds_votes(grid: Grid, place: int, cells: Sequence[str]) -> bool:
    """Return whether the cells of a column are votes; refuse one that is only partly so."""
    name = grid.names[place]
    kind = _kind(cells)
    if folded(name) in NEVER_READ or (not kind and not (is_symbol(name) and _says(cells))):
        return False
    if kind == "some" and folded(name) in every_name():
        return False
    if kind == "votes":
        if position_called(name) is None:
            return True
        where = f"{grid.name}, column {brief(name)}"
        raise DataError(
            f"{where}: the header is a word for a vote and no resolution: write the symbol or the"
            " title there, or take the column out"
        )
    row = next(
        row for row, cell in enumerate(cells) if not _is_silent(cell) and vote_called(cell) is None
    )
    raise DataError(
        f"{grid.name}, {grid.where(row)}, column {brief(name)}: '{brief(cells[row])}' is not a"
        " vote: it is Y, N, A or X, and empty for no member (take the column out if it holds no"
        " votes)"
    )
