"""Writes a sheet as an Excel workbook: formatted numbers, and a second sheet on how it was made.

Needs the extra `excel`. The same answer gives the same bytes, since nothing in it tells the time.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from unvote.answer import Column, Kind
from unvote.errors import ArgumentError, OutputError
from unvote.output.sheet import Sheet
from unvote.output.table import shown

# Excel's limits: rows of a sheet with the header, letters of a cell.
MOST_ROWS = 1 << 20
MOST_LETTERS = 32_767
# The width of columns, in letters, and the number of rows measured for it.
NARROW, WIDE, MEASURED = 6, 60, 1000
_FORMATS = {
    Kind.SHARE: "0.0%",
    Kind.CHANGE: "+0.0%;-0.0%;0.0%",
    Kind.COUNT: "#,##0",
    Kind.INDEX: "0.00",
    Kind.AVERAGE: "0.0",
    Kind.COEFFICIENT: "+0.00;-0.00;0.00",
    Kind.DIFFERENCE: "+0.00;-0.00;0.00",
    Kind.POINT: "+0.00;-0.00;0.00",
}
_DAY = "yyyy-mm-dd"
_MEAN = "#,##0.0"
# Signs at the start of a typed text that a spreadsheet takes for a formula.
_ACTING = ("=", "+", "-", "@")
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NEVER = "1980-01-01T00:00:00Z"


def to_xlsx(sheet: Sheet, about: Iterable[tuple[str, str]], *, header: bool = True) -> bytes:
    """Return the bytes of a workbook: the rows, and on a second sheet how they were made.

    Texts stay texts, even those that a spreadsheet would take for a formula.

    `sheet`: the rows; the header stays visible, and has the headings for people.
    Raises ArgumentError if an Excel sheet cannot hold all the rows.
    Raises OutputError if openpyxl (the extra excel) is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise OutputError(
            "a workbook needs the extra excel: in the folder of unvote run pip install '.[excel]',"
            " or write CSV"
        ) from error
    if sheet.height >= MOST_ROWS:
        raise ArgumentError(
            f"{sheet.height:,} rows: a sheet of Excel holds {MOST_ROWS - 1:,}; write CSV or"
            " Parquet, or ask for fewer (-n)"
        )
    book = Workbook(write_only=True)
    _add_rows(book.create_sheet("answer"), sheet, header=header)
    rows = list(about)
    columns = [Column("what"), Column("words", Kind.TEXT)]
    words = Sheet(columns, [[what for what, _ in rows], [text for _, text in rows]])
    _add_rows(book.create_sheet("about"), words, header=True)
    data = io.BytesIO()
    book.save(data)
    return _timeless(data)


def _add_rows(page: Any, sheet: Sheet, *, header: bool) -> None:
    """Write the rows of a sheet; the settings of the page come before the first row."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    columns, data = sheet.columns, sheet.plain
    for place, (column, values) in enumerate(zip(columns, data, strict=True), start=1):
        page.column_dimensions[get_column_letter(place)].width = _width(column, values)
    if header:
        page.freeze_panes = "A2"
        heads = [WriteOnlyCell(page, column.label) for column in columns]
        for head in heads:
            head.font = Font(bold=True)
        page.append(heads)
    makers = [
        _Cells(page, column.kind, values) for column, values in zip(columns, data, strict=True)
    ]
    for row in zip(*data, strict=True):
        page.append([cells.of(value) for cells, value in zip(makers, row, strict=True)])


class _Cells:
    """Makes the cells of one column; each format is made only once, since that takes time."""

    def __init__(self, page: Any, kind: Kind, values: Sequence[Any]) -> None:
        from openpyxl.cell import WriteOnlyCell

        self.page, self.kind, self.cell = page, kind, WriteOnlyCell
        mean = kind == Kind.COUNT and any(isinstance(value, float) for value in values)
        self.number = self._style(_MEAN if mean else _FORMATS.get(kind, "General"))
        self.day = self._style(_DAY)
        printed = (str(value) for value in values if isinstance(value, Decimal))
        decimals = max((len(text.partition(".")[2]) for text in printed), default=0)
        self.percent = self._style(f"{0:.{decimals}f}%")
        quoted = WriteOnlyCell(page)
        quoted.quotePrefix = True
        self.quoted = quoted._style

    def _style(self, code: str) -> Any:
        cell = self.cell(self.page)
        cell.number_format = code
        return cell._style

    def of(self, value: Any) -> Any:
        """Return a value as a cell, or as it is if it needs no format."""
        if isinstance(value, str):
            text = shown(self.kind, value)[:MOST_LETTERS]
            return self._cell(text, self.quoted) if text.startswith(_ACTING) else text
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, date):
            return self._cell(value, self.day)
        if isinstance(value, Decimal):  # a percentage, rounded already
            return self._cell(float(value / 100), self.percent)
        return self._cell(value, self.number)

    def _cell(self, value: Any, style: Any) -> Any:
        cell = self.cell(self.page, value)
        cell._style = style
        if isinstance(value, str):
            cell.data_type = "s"
        return cell


def _width(column: Column, values: Sequence[Any]) -> float:
    """Return the width of a column, so that nothing of a usual length is cut."""
    longest = max((len(shown(column.kind, value)) for value in values[:MEASURED]), default=0)
    return min(max(longest, len(column.label), NARROW), WIDE) + 2


def _timeless(data: io.BytesIO) -> bytes:
    """Return an archive without the times at which its files were written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIME.sub(rb"\g<1>" + _NEVER.encode(), content)
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return packed.getvalue()
