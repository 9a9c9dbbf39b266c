"""Reads a table in text, with a header, into columns that hold every distinct text once."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from unvote.errors import DataError, UnknownNameError
from unvote.readers.header import NOT_UTF8, Header, has_stray_bytes
from unvote.readers.stream import BOM, HEAD, Source, brief, numbered_rows
from unvote.record import TOTALS, count_of
from unvote.world.states import find_state
from unvote.world.symbols import normal

Array = np.ndarray[Any, Any]

# A spreadsheet keeps 1,048,576 rows, one of them the header, and drops the rest in silence.
EXCEL_ROWS = 1_048_575
# Larger than pyarrow's own 1 MiB: fewer dictionaries to unify.
_BLOCK = 1 << 22
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_NO_VOTES = "the file holds a header and no votes"


class Table:
    """The columns of a file as dictionaries: every distinct text once, and codes of rows.

    Parameters
    ----------
    source : Source
        The table.
    header : Header
        Its header.
    columns : mapping of str to int
        Where each column that is read stands, by the name it has here.

    Attributes
    ----------
    values : dict of str to list of str
        The distinct texts of each column.
    codes : dict of str to array of int
        For each column the place of each row's text in `values`.
    notes : list of str
        What is odd about the file.

    Raises
    ------
    DataError
        If the file is no such table.
    """

    def __init__(self, source: Source, header: Header, columns: Mapping[str, int]) -> None:
        self.source, self.header, self.columns = source, header, columns
        self.values: dict[str, list[str]] = {}
        self.codes: dict[str, Array] = {}
        self.notes: list[str] = []
        arrow = _parsed_csv(source, header, columns)
        for name in columns:
            self._take(name, arrow[name].chunks)
        # Where the rows stand among those of the file, to find their lines.
        self._places = np.arange(arrow.num_rows)
        self._note_oddities()
        self._drop_blank_rows()

    def _take(self, name: str, chunks: Sequence[Any]) -> None:
        texts = [text.strip() for text in chunks[0].dictionary.to_pylist()]
        codes = [chunk.indices.to_numpy() for chunk in chunks]
        indices = codes[0] if len(codes) == 1 else np.concatenate(codes)
        self.values[name] = list(dict.fromkeys(texts))
        if len(self.values[name]) < len(texts):  # some differ in white space alone
            known = {text: place for place, text in enumerate(self.values[name])}
            indices = np.array([known[text] for text in texts])[indices]
        self.codes[name] = indices

    def __len__(self) -> int:
        return len(self._places)

    def _note_oddities(self) -> None:
        odd = []
        if self.source.head.startswith(BOM):
            odd.append("a byte-order mark")
        if self.header.ending == "\r\n":
            odd.append("CRLF line ends")
        if self.header.delimiter != ",":
            odd.append(f"{_DELIMITERS[self.header.delimiter]} between the columns")
        if any(
            "." in text for name in TOTALS if name in self.columns for text in self.values[name]
        ):
            odd.append('totals written as decimals ("120.0")')
        if odd:
            self.notes.append(f"read with {', '.join(odd)}")
        if len(self) == EXCEL_ROWS:
            self.notes.append(
                f"exactly {EXCEL_ROWS:,} rows: a spreadsheet cuts files there, and the rest is lost"
            )

    def _drop_blank_rows(self) -> None:
        """Pass over rows in which every column that is read is empty, as spreadsheets leave."""
        blank = np.ones(len(self), dtype=bool)
        for name in self.columns:
            if not blank.any():
                return
            blank &= self.where(name, lambda text: not text)
        if blank.all():
            raise DataError(f"{self.source.name}: {_NO_VOTES}")
        if blank.any():
            self.keep(~blank)
            self.notes.append(f"{count_of(blank.sum(), 'empty row')} passed over")

    def keep(self, rows: Array) -> None:
        """Keep some of the rows, given as a mask."""
        self._places = self._places[rows]
        self.codes = {name: codes[rows] for name, codes in self.codes.items()}

    def where(self, name: str, is_so: Callable[[str], bool]) -> Array:
        """Return the rows in which the text of a column meets a condition."""
        return np.array([is_so(text) for text in self.values[name]], dtype=bool)[self.codes[name]]

    def text(self, name: str, row: int) -> str:
        """Return the text of a column in a row; empty where there is no such column."""
        return self.values[name][self.codes[name][row]] if name in self.columns else ""

    def texts(self, name: str, rows: Array) -> list[str]:
        """Return the texts of a column in some rows; empty where there is no such column."""
        if name not in self.columns:
            return [""] * len(rows)
        return [self.values[name][code] for code in self.codes[name][rows].tolist()]

    def parsed(self, name: str, rows: Array, parse: Callable[[str], Any]) -> list[Any]:
        """Return what the texts of a column mean in some rows; None where they are empty.

        Raises
        ------
        DataError
            If `parse` raises a ValueError, which says why, for any text of the column.
        """
        if name not in self.columns:
            return [None] * len(rows)
        meanings = []
        for code, text in enumerate(self.values[name]):
            try:
                meanings.append(parse(text) if text else None)
            except ValueError as error:
                rows_of_it = self.codes[name] == code
                if not rows_of_it.any():
                    meanings.append(None)
                    continue
                row = int(rows_of_it.argmax())
                raise self.error(row, name, f"'{brief(text)}' {error}") from error
        return [meanings[code] for code in self.codes[name][rows].tolist()]

    def title(self, name: str) -> str:
        """Return what a column is called in the file, to quote it in a message."""
        return brief(self.header.names[self.columns[name]])

    def line(self, row: int) -> int:
        """Return the line on which a row starts, found by reading the file once more."""
        rows = _data_rows(self.source, self.header)
        found = next(islice(rows, int(self._places[row]), None), None)
        if found is None:
            raise DataError(f"{self.source.name}: the file changed while it was read: try again")
        return found[0]

    def error(self, row: int, name: str, what: str) -> DataError:
        """Return the error about one value."""
        where = f"{self.source.name}, line {self.line(row)}, column {self.title(name)}"
        return DataError(f"{where}: {what}")


def rollcalls(table: Table, hint: str) -> tuple[Array, Array]:
    """Return the roll call of each row of a table with a row a vote, and the first row of each.

    A roll call is known by the source's own number, the column `number`, else by symbol and
    date, else by its symbol; a symbol counts however it is written.

    Parameters
    ----------
    table : Table
        The table.
    hint : str
        What the column of the source's own number is called, for messages.

    Raises
    ------
    DataError
        If a row has neither number nor symbol.
    """
    key = np.zeros(len(table), dtype=np.int64)
    known = {name: _meant(table, name) for name in ("symbol", "date") if name in table.columns}
    for name, meant in known.items():
        key = key * len(table.values[name]) + meant
    numbered = np.zeros(len(table), dtype=bool)
    if "number" in table.columns:
        numbered = table.where("number", bool)
        key = np.where(numbered, table.codes["number"], key + len(table.values["number"]))
    if not numbered.all():
        nameless = ~numbered
        if "symbol" in table.columns:
            nameless = table.where("symbol", lambda text: not text) & ~numbered
        if nameless.any():
            row, name = int(nameless.argmax()), "symbol" if "symbol" in table.columns else "number"
            raise table.error(row, name, f"empty, and no {hint} says which roll call it is")
    rollcall, first = factorized(key)
    for name, meant in known.items():
        odd = meant != meant[first][rollcall]
        if odd.any():
            number = brief(table.text("number", int(odd.argmax())))
            table.notes.append(
                f"{count_of(len(np.unique(rollcall[odd])), 'roll call')} with more than one"
                f" {table.title(name).casefold()} ({hint} {number}): the first is taken"
            )
    return rollcall, first


def _meant(table: Table, name: str) -> Array:
    """Return for each row which text it has in a column; the spellings of a symbol are one."""
    if name != "symbol":
        return table.codes[name]
    forms: dict[str, int] = {}
    texts = table.values[name]
    meant = [forms.setdefault(normal(text), len(forms)) for text in texts]
    if again := sorted({texts[meant.index(form)] for form, n in Counter(meant).items() if n > 1}):
        named = ", ".join(map(brief, again[:3]))
        table.notes.append(f"{count_of(len(again), 'symbol')} written in several ways: {named}")
    return np.array(meant, dtype=np.int64)[table.codes[name]]


def factorized(key: Array) -> tuple[Array, Array]:
    """Return the group of each entry, numbered as they come, and the first entry of each."""
    import pandas as pd

    group, uniques = pd.factorize(key)
    first = np.empty(len(uniques), dtype=np.int64)
    first[group[::-1]] = np.arange(len(key))[::-1]
    return group, first


def no_state(table: Table, row: int, name: str) -> DataError:
    """Return the error about a text that names no state, or about none where one is needed."""
    text = table.text(name, row)
    if not text:
        return table.error(row, name, "empty where a state is expected")
    try:
        find_state(brief(text), official=True)
    except UnknownNameError as error:
        return table.error(row, name, str(error))
    return table.error(row, name, f"'{brief(text)}' is no member state")


def second_vote(
    table: Table, first: int, again: int, state: str, hint: str, known_by: str
) -> DataError:
    """Return the error about two rows with a vote of one state in one roll call.

    Parameters
    ----------
    table : Table
        The table.
    first, again : int
        The two rows.
    state : str
        The column that says the state.
    hint : str
        What to do, where the rows may be of two roll calls; or nothing.
    known_by : str
        What the roll call is called.
    """
    text, before = table.text(state, again), table.text(state, first)
    other = f", as {brief(before)}," if before and before != text else ""
    where = f"the first{other} is in line {table.line(first)}"
    what = f"a second vote of {brief(text)} in {known_by} ({where}){hint}"
    return table.error(again, state, what)


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
        raise DataError(f"{source.name}: {_NO_VOTES}")
    last = table[labels[-1]][-1].as_py()
    last = last if isinstance(last, str) else last.decode("latin-1")
    if "\n" in last or "\r" in last:
        # To pyarrow a quoted field that never ends is one that ends with the file.
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
    return DataError(
        f"{source.name}: {_NO_VOTES if empty else f'no table to read ({brief(said)})'}"
    )
