"""A sheet of a workbook, as Excel writes it (.xlsx); needs the extra `excel`."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from unvote.errors import DataError
from unvote.readers import sheet
from unvote.readers.grid import CellGrid
from unvote.readers.header import MOST_ABOVE
from unvote.readers.stream import Source, brief
from unvote.record import Record, count_of

# A sheet with all votes of one session has some 20,000 rows, and unpacks to 10 MB.
_MOST_BYTES = 1 << 26
_MOST_CELLS = 600_000
_MOST_COLUMNS = 2_000


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read the first sheet with votes of a workbook into a Record.

    Raises DataError if it is damaged or too large, or none of its sheets holds votes.
    """
    data = bytes(source.whole())
    _check(source, data)
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise DataError(
            f"{source.name}: a workbook needs the extra excel: in the folder of unvote run pip"
            " install '.[excel]', or save the sheet as CSV UTF-8"
        ) from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = {name: _grid(source, book[name], name) for name in book.sheetnames}
        grids = [grid for grid in sheets.values() if grid]
        fitting = [grid for grid in grids if sheet.kind_of_table(grid)]
        if _has_formulas(data):
            wanted = fitting or grids[:1]
            _refuse_bare_formulas(
                source, data, [name for name, grid in sheets.items() if grid in wanted]
            )
    except DataError:
        raise
    except Exception as error:
        # The library raises any error: of keys, of values, of XML, of the archive.
        what = "the workbook is damaged, or of a kind that is not read: save the sheet as CSV UTF-8"
        raise DataError(f"{source.name}: {what}") from error
    if not fitting:
        if not grids:
            raise DataError(f"{source.name}: the workbook is empty")
        return sheet.record_of(grids[0], organ=organ)  # the error says what is missing
    if len(fitting) > 1:
        names = " and ".join(brief(grid.name.partition(", sheet ")[2]) for grid in fitting[:2])
        raise DataError(
            f"{source.name}: the sheets {names} hold votes: keep one of them, or save it as CSV"
        )
    return sheet.record_of(fitting[0], organ=organ)


def _check(source: Source, data: bytes) -> None:
    """Refuse an archive that is damaged, is not an Excel workbook, or unpacks to too many bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DataError(f"{source.name}: the workbook is damaged or cut short") from error
    if not any(part.filename.startswith("xl/") for part in parts):
        raise DataError(
            f"{source.name}: this is a workbook that is not Excel's: save the sheet as CSV UTF-8"
        )
    size = sum(part.file_size for part in parts)
    if size > _MOST_BYTES or len(parts) > 10_000:
        raise DataError(
            f"{source.name}: {len(data):,} bytes of a workbook unpack to {size:,}, more than"
            " any table of votes: save the sheet as CSV UTF-8"
        )


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(re.search(rb"<f[ />]", archive.read(name)) for name in names)


def _refuse_bare_formulas(source: Source, data: bytes, titles: Sequence[str]) -> None:
    """Refuse formulas without a stored result: a program wrote them, and none has computed them."""
    from openpyxl import load_workbook

    computed, written = (
        load_workbook(io.BytesIO(data), read_only=True, data_only=only) for only in (True, False)
    )
    for title in titles:
        for values, formulas in zip(computed[title].rows, written[title].rows, strict=True):
            for value, formula in zip(values, formulas, strict=True):
                # A result that is an empty text has a type of its own.
                bare = value.value is None and value.data_type != "str"
                if bare and str(formula.value or "").startswith("="):
                    raise DataError(
                        f"{source.name}, sheet {brief(title)}, cell {formula.coordinate}: the"
                        " formula has no stored result: open the workbook in Excel, and save it"
                    )


def _grid(source: Source, cells: Any, title: str) -> CellGrid | None:
    """Return the table of a sheet, which begins at the first row with more than one cell."""
    rows: list[list[str]] = []
    lines: list[int] = []
    count = 0
    for line, row in enumerate(cells.iter_rows(values_only=True), start=1):
        texts = [_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        count += len(row) + 1
        if count > _MOST_CELLS or len(texts) > _MOST_COLUMNS:
            raise DataError(
                f"{source.name}, sheet {brief(title)}: {count_of(count, 'cell')} and more, too"
                " many for a table of votes: save the sheet as CSV UTF-8"
            )
        if not any(texts) or (not rows and len(texts) < 2 and line <= MOST_ABOVE):
            continue
        rows.append(texts)
        lines.append(line)
    if len(rows) < 2:
        return None
    names = rows[0]
    for line, row in zip(lines, rows, strict=True):
        if len(row) > len(names):
            raise DataError(
                f"{source.name}, sheet {brief(title)}, row {line}: {count_of(len(row), 'cell')}"
                f" where the header names {count_of(len(names), 'column')}"
            )
    columns = _columns(rows[1:], len(names))
    name = f"{source.name}, sheet {brief(title)}"
    return CellGrid(name, names, columns, lambda place: f"row {lines[place + 1]}")


def _columns(rows: Sequence[list[str]], width: int) -> list[list[str]]:
    return [[row[place] if place < len(row) else "" for row in rows] for place in range(width)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
