"""Tables before they are understood: a text with delimiters, or cells from another container.

Both have `name` (of the file), `names` (of the columns), `sample` (their first rows), `notes` on
what is odd, `columns` (the texts of some of them, every distinct one once), `where` (where a row
stands in the file) and `axis` (what its columns are called in messages).
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from unvote.errors import DataError
from unvote.readers.header import NOT_UTF8, Header, has_stray_bytes, header_of
from unvote.readers.stream import BOM, HEAD, Source, brief, numbered_rows
from unvote.record import Array, count_of

# A spreadsheet keeps 1,048,576 rows, one of them the header, and drops the rest in silence.
EXCEL_ROWS = 1_048_575
NO_VOTES = "the file holds a header and no votes"
# Larger than pyarrow's own 1 MiB: fewer dictionaries to unify.
_BLOCK = 1 << 22
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
# The number of rows from which the columns are recognized.
_SAMPLE = 100


class TextGrid:
    """A text with a header and delimiters; it is read only once columns are asked for.

    `after`: the last line of the titles above the header.
    """

    axis = "column"

    def __init__(self, source: Source, *, strict: bool = True, after: int = 0) -> None:
        self.source, self._above = source, after
        self.header = header_of(source, strict=strict, after=after)
        self.name, self.names = source.name, self.header.names

    @cached_property
    def sample(self) -> list[list[str]]:
        """The first rows, up to the first that is not as long as the header."""
        text = self.source.head.decode("utf-8-sig", errors="replace")
        lines = io.StringIO(text, newline="").readlines()[self.header.line :]
        if len(self.source.head) == HEAD:
            lines = lines[:-1]
        try:
            rows = list(islice(csv.reader(lines, delimiter=self.header.delimiter), _SAMPLE))
        except csv.Error:
            return []
        return [[cell.strip() for cell in row] for row in rows if len(row) == len(self.names)]

    @property
    def notes(self) -> list[str]:
        """What is odd about the text."""
        odd = []
        if self.source.head.startswith(BOM):
            odd.append("a byte-order mark")
        if self.header.ending == "\r\n":
            odd.append("CRLF line ends")
        if self.header.delimiter != ",":
            between = _DELIMITERS.get(self.header.delimiter, f"'{self.header.delimiter}'")
            odd.append(f"{between} between the columns")
        if self._above:
            odd.append(f"{count_of(self._above, 'line')} above the header skipped")
        return odd

    def columns(self, places: Mapping[str, int]) -> dict[str, tuple[list[str], Array]]:
        """Return the distinct texts of some columns, and for each row the place of its text."""
        arrow = _parsed_csv(self.source, self.header, places)
        return {name: _distinct(arrow[name].chunks) for name in places}

    def where(self, place: int) -> str:
        """Return the line on which a row starts, found by reading the file once more."""
        found = next(islice(_data_rows(self.source, self.header), place, None), None)
        if found is None:
            raise DataError(f"{self.name}: the file changed while it was read: try again")
        return f"line {found[0]}"


class CellGrid:
    """Cells in memory: of a workbook, Parquet, JSON, R, or a transposed table.

    `cells`: sequence of sequences of str, or of pyarrow arrays of text: what each column holds.
    `where`: where a row is in the file, for messages.
    `axis`: what a column is called in messages.
    """

    def __init__(
        self,
        name: str,
        names: Sequence[str],
        cells: Sequence[Any],
        where: Callable[[int], str],
        *,
        axis: str = "column",
    ) -> None:
        self.name, self.names, self.axis = name, list(names), axis
        self._cells, self.where = cells, where
        self.notes: list[str] = []

    @cached_property
    def sample(self) -> list[list[str]]:
        """The first rows."""
        return [
            [cell.strip() for cell in row]
            for row in zip(*(_texts_of(cells[:_SAMPLE]) for cells in self._cells), strict=True)
        ]

    def columns(self, places: Mapping[str, int]) -> dict[str, tuple[list[str], Array]]:
        """Return the distinct texts of some columns, and for each row the place of its text."""
        return {name: _distinct([_encoded(self._cells[place])]) for name, place in places.items()}


Grid = TextGrid | CellGrid


def texts_in(grid: Grid, places: Sequence[int]) -> list[list[str]]:
    """Return the texts of some columns, row by row."""
    columns = grid.columns({str(place): place for place in places})
    return [
        [values[code] for code in codes.tolist()]
        for values, codes in (columns[str(place)] for place in places)
    ]


def _texts_of(cells: Any) -> list[str]:
    return cells if isinstance(cells, list) else [text or "" for text in cells.to_pylist()]


def _encoded(cells: Any) -> Any:
    array = pa.array(cells, pa.string()) if isinstance(cells, list) else cells
    if not pa.types.is_dictionary(array.type):
        array = array.fill_null("").dictionary_encode()
    return array


def _distinct(chunks: Sequence[Any]) -> tuple[list[str], Array]:
    """Return the distinct texts of the chunks of a column, and the place of each row's text."""
    texts = [(text or "").strip() for text in chunks[0].dictionary.to_pylist()]
    codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in chunks]
    indices = codes[0] if len(codes) == 1 else np.concatenate(codes)
    values = list(dict.fromkeys(texts))
    if len(values) < len(texts):  # some differ in white space alone
        known = {text: place for place, text in enumerate(values)}
        indices = np.array([known[text] for text in texts])[indices]
    return values, indices


def _data_rows(
    source: Source, header: Header, *, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    rows = numbered_rows(source, header.delimiter, strict=strict)
    return ((line, row) for line, row in rows if line > header.line)


def _parsed_csv(source: Source, header: Header, columns: Mapping[str, int]) -> Any:
    """Return the columns that are read as a pyarrow Table of dictionaries, and the last one."""
    labels = [f"#{place}" for place in range(len(header.names))]
    types = {labels[-1]: pa.binary()}
    for name, place in columns.items():
        types.pop(labels[place], None)
        labels[place] = name
        types[name] = pa.dictionary(pa.int32(), pa.string())
    try:
        with source.open() as stream:
            table = pa.csv.read_csv(
                stream,
                parse_options=pa.csv.ParseOptions(
                    delimiter=header.delimiter, newlines_in_values=True
                ),
                read_options=pa.csv.ReadOptions(
                    use_threads=len(source.head) == HEAD,  # for less they take longer to start
                    column_names=labels,
                    skip_rows=header.line,
                    block_size=_BLOCK,
                ),
                convert_options=pa.csv.ConvertOptions(
                    include_columns=list(types), column_types=types, strings_can_be_null=False
                ),
            )
    except pa.ArrowMemoryError:
        raise
    except pa.ArrowException as error:
        raise _defect(source, header, columns, str(error)) from error
    if not table.num_rows:
        raise DataError(f"{source.name}: {NO_VOTES}")
    last = table[labels[-1]][-1].as_py()
    last = last if isinstance(last, str) else last.decode("latin-1")
    if "\n" in last or "\r" in last:
        # For pyarrow a quoted field that never ends is one that ends with the file.
        deque(_data_rows(source, header, strict=True), maxlen=0)
    return table.unify_dictionaries()


def _defect(source: Source, header: Header, columns: Mapping[str, int], said: str) -> DataError:
    """Return the error that names the line at which a table cannot be read."""
    empty = True
    for line, row in _data_rows(source, header, strict=True):
        empty = False
        if len(row) != len(header.names):
            return DataError(
                f"{source.name}, line {line}: {count_of(len(row), 'value')} where the header"
                f" names {count_of(len(header.names), 'column')}"
            )
        for place in columns.values():
            if has_stray_bytes(row[place]):
                name = brief(header.names[place])
                return DataError(f"{source.name}, line {line}, column {name}: {NOT_UTF8}")
    return DataError(f"{source.name}: {NO_VOTES if empty else f'no table to read ({brief(said)})'}")
