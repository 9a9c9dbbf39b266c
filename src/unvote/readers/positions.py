"""Tables with one column per position: a row per state, and a mark under Yes, No or Abstain."""

from collections.abc import Mapping, Sequence

from unvote.codes import LETTERS, Vote, is_dash, vote_called
from unvote.errors import DataError
from unvote.readers.across import refuse_totals, row_states
from unvote.readers.columns import folded, places_of
from unvote.readers.grid import CellGrid, Grid, texts_in
from unvote.readers.header_words import position_called, symbol_in
from unvote.readers.stream import brief
from unvote.readers.wide import states_among

# What people write in the column of the vote, in capitals, and in the other columns. Both lists
# end with words that are votes too: `no` under No is a mark only where the file marks with words.
_YES = ("Y", "YES", "OUI", "SI", "SÍ")
_NO = ("N", "NO", "NON")
_MARKS = ("X", "1", "1.0", "✓", "✔", "☑", "TRUE", "VRAI", "VERDADERO", *_YES)
_BLANK = ("", "NA", "NAN", "NULL", "NONE")
_NO_MARKS = (*_BLANK, "0", "0.0", "FALSE", "FAUX", "FALSO", *_NO)


def has_positions(grid: Grid) -> bool:
    """Return whether columns are headed by words for votes, and rows name states.

    In a table with a column per state or per roll call such columns are totals.
    """
    columns = _positions(grid)
    if len(columns) < 2:
        return False
    others = [place for place in range(len(grid.names)) if place not in columns]
    names = [grid.names[place] for place in others]
    by = row_states(grid)
    if by is None or by in columns or states_among(names):
        return False
    return not any(
        symbol_in(grid.names[place])[0] and _all_votes([row[place] for row in grid.sample])
        for place in others
        if place != by
    )


def _all_votes(cells: Sequence[str]) -> bool:
    return any(cells) and all(vote_called(cell) is not None for cell in cells)


def _positions(grid: Grid) -> dict[int, Vote]:
    """Return the vote that each column is for, by its place."""
    found = {place: position_called(name) for place, name in enumerate(grid.names)}
    return {place: vote for place, vote in found.items() if vote is not None}


def as_votes(grid: Grid) -> CellGrid:
    """Return the table with one column of votes in place of one per position.

    Raises DataError if a cell is neither a mark nor blank, or a row has two marks.
    """
    columns = _positions(grid)
    others = [place for place in range(len(grid.names)) if place not in columns]
    by = row_states(grid)
    assert by is not None
    refuse_totals(grid, texts_in(grid, [by])[0])
    texts = texts_in(grid, list(columns))
    cells = [["" if is_dash(cell) else cell for cell in column] for column in texts]
    votes = _votes(grid, columns, cells)
    names = [grid.names[place] for place in others]
    if not any(places_of(own, [folded(name) for name in names]) for own in ("code", "name")):
        names[others.index(by)] = "state"
    result = CellGrid(
        grid.name, [*names, "vote"], [*texts_in(grid, others), votes], grid.where, axis=grid.axis
    )
    result.notes += grid.notes
    return result


def _votes(grid: Grid, columns: Mapping[int, Vote], cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the letter of the vote that is marked in each row; empty if none is."""
    rows = [dict(zip(columns, texts, strict=True)) for texts in zip(*cells, strict=True)]
    flags = any(_is_flagged(columns, row) for row in rows)
    return [_vote(grid, columns, place, row, flags) for place, row in enumerate(rows)]


def _is_flagged(columns: Mapping[int, Vote], row: Mapping[int, str]) -> bool:
    """Return whether yes and no in a row say which column is marked, and not how a state voted."""
    words = [(columns[place], text.upper()) for place, text in row.items() if text]
    if any(text in (_NO if vote is not Vote.NO else ()) for vote, text in words):
        return True
    if any(text in (_YES if vote is not Vote.YES else ()) for vote, text in words):
        return True
    no = any(text in _NO for vote, text in words if vote is Vote.NO)
    return no and any(text in _MARKS for vote, text in words if vote is not Vote.NO)


def _vote(
    grid: Grid, columns: Mapping[int, Vote], place: int, row: Mapping[int, str], flags: bool
) -> str:
    """Return the letter of the vote that is marked in a row."""

    def error(what: str, column: int | None = None) -> DataError:
        under = "" if column is None else f", {grid.axis} {brief(grid.names[column])}"
        return DataError(f"{grid.name}, {grid.where(place)}{under}: {what}")

    marked = [column for column, text in row.items() if _is_mark(columns[column], text, flags)]
    for column, text in row.items():
        if column not in marked and text.upper() not in _NO_MARKS:
            what = f"'{brief(text)}' is neither a mark (x, 1, yes) nor blank (also 0, no)"
            raise error(what, column)
    if len(marked) > 1:
        which = " and ".join(brief(grid.names[column]) for column in marked[:2])
        raise error(f"marks under {which}: a state has one vote, take one mark out")
    if marked:
        return LETTERS[columns[marked[0]]] or "no member"
    said = [column for column, text in row.items() if text.upper() not in _BLANK]
    if len(said) == 1 and columns[said[0]] is Vote.NO and row[said[0]].upper() in _NO:
        what = f"'{brief(row[said[0]])}' may be a vote or the lack of a mark: write x for a mark"
        raise error(what, said[0])
    return ""


def _is_mark(vote: Vote, text: str, flags: bool) -> bool:
    word = text.upper()
    if vote is Vote.NO and word in _NO:
        return not flags
    return word not in _NO_MARKS and (word in _MARKS or vote_called(text) is vote)
