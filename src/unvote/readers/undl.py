"""The UN Digital Library's voting data, and every smaller table with the same columns.

One row is one vote of one state. The editions of 2024, 2025 and 2026, of the General
Assembly and of the Security Council, differ in names and in optional columns; three are
enough: the state, the vote and the resolution.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from unvote.codes import CODES, Vote
from unvote.errors import DataError, UnknownNameError
from unvote.readers.source import Source, numbered_rows
from unvote.record import ORGANS, TEXTS, TOTALS, Record, count_of
from unvote.world.states import find_state
from unvote.world.symbols import organ_of, session_of

# What a column is called in one edition or the other, by the name used here.
COLUMNS = {
    "number": ("undl_id",),
    "code": ("ms_code", "ms_codes"),
    "name": ("ms_name", "ms_names"),
    "vote": ("ms_vote", "ms_votes"),
    "date": ("date",),
    "session": ("session",),
    "symbol": ("resolution", "resolutions"),
    "draft": ("draft",),
    "meeting": ("meeting",),
    "title": ("title", "description"),
    "agenda": ("agenda_title", "agenda"),
    "subjects": ("subjects",),
    "note": ("vote_note",),
    "modality": ("modality",),
    "link": ("undl_link",),
    "organ": ("organ",),
    "permanent": ("permanent_member",),
    "published_yes": ("total_yes", "yes"),
    "published_no": ("total_no", "no"),
    "published_abstain": ("total_abstentions", "abstentions"),
    "published_not_voting": ("total_non_voting", "non-voting"),
    "published_members": ("total_ms",),
}
PARTS = ("amendment", "paragraph")
# A spreadsheet keeps 1,048,576 rows, one of them the header, and drops the rest in silence.
EXCEL_ROWS = 1_048_575
_CATALOGUE_SUFFIX = re.compile(r"\s*:\s*resolution\s*/\s*adopted by the .*$", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)(\.0*)?")


def detect(source: Source) -> bool:
    """Return whether a source is a table with at least one of the columns of this layout."""
    names = set(_header(source)[0])
    return any(names & set(known) for known in COLUMNS.values())


def read(source: Source, *, organ: str | None = None) -> Record:
    """Read a table of votes into a Record.

    Parameters
    ----------
    source : Source
        The table, UTF-8.
    organ : {"GA", "SC"}, optional
        The organ of the roll calls whose symbol and columns do not tell it.

    Raises
    ------
    DataError
        If the table cannot be read or holds what cannot be; the message names file, line
        and column.
    """
    table = _Table.of(source)
    rollcall, first = _rollcalls(table)
    codes, states = _states(table)
    votes = _votes(table)
    matrix = np.zeros((len(first), len(states)), dtype=np.int8)
    _check_once(table, rollcall, codes, len(states))
    matrix[rollcall, codes] = votes

    frame = _attributes(table, first, organ)
    order = np.argsort(frame["date"].to_numpy(), kind="stable")  # a missing date comes last
    frame, matrix = frame.iloc[order], matrix[order]
    record = Record(
        rollcalls=frame,
        votes=pd.DataFrame(matrix, index=frame.index, columns=states),
        name=source.name,
    )
    record = _without_repeats(record, table.notes)
    table.notes += _differing_totals(record)
    return Record(record.rollcalls, record.votes, record.name, notes=tuple(table.notes))


@dataclass
class _Table:
    """The columns of a file as dictionaries: every distinct text once, and codes of rows."""

    source: Source
    delimiter: str
    header: dict[str, str]
    values: dict[str, list[str]]
    codes: dict[str, "np.ndarray[Any, Any]"]
    rows: int
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, source: Source) -> "_Table":
        names, delimiter = _header(source)
        header = _known_columns(source, names)
        types = {header[name]: pa.dictionary(pa.int32(), pa.string()) for name in header}
        try:
            with source.open() as stream:
                table = pa.csv.read_csv(
                    stream,
                    parse_options=pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
                    read_options=pa.csv.ReadOptions(column_names=names, skip_rows=1),
                    convert_options=pa.csv.ConvertOptions(
                        include_columns=list(types), column_types=types, strings_can_be_null=False
                    ),
                ).unify_dictionaries()
        except pa.ArrowInvalid as error:
            raise DataError(_what_is_wrong(source, names, delimiter, str(error))) from error
        if not table.num_rows:
            raise DataError(f"{source.name}: the file holds a header and no votes")
        values, codes = {}, {}
        for name, column in header.items():
            chunks = table[column].chunks
            values[name] = [text.strip() for text in chunks[0].dictionary.to_pylist()]
            codes[name] = np.concatenate([chunk.indices.to_numpy() for chunk in chunks])
        read = cls(source, delimiter, header, values, codes, table.num_rows)
        read._drop_blank_rows()
        read._note_oddities()
        return read

    def _drop_blank_rows(self) -> None:
        """Pass over rows in which every column that is read is empty, as spreadsheets leave."""
        empty = np.ones(self.rows, dtype=bool)
        for name in self.header:
            empty &= self.where(name, lambda text: not text)
        if empty.any():
            self.notes.append(f"{count_of(empty.sum(), 'empty row')} passed over")
            self.codes = {name: codes[~empty] for name, codes in self.codes.items()}
            self.rows -= int(empty.sum())

    def _note_oddities(self) -> None:
        head = self.source.head
        odd = []
        if head.startswith(b"\xef\xbb\xbf"):
            odd.append("a byte-order mark")
        if b"\r\n" in head:
            odd.append("CRLF line ends")
        if any(
            text.partition(".")[1]
            for name in TOTALS
            if name in self.header
            for text in self.values[name]
        ):
            odd.append('totals written as decimals ("120.0")')
        if odd:
            self.notes.append(f"read with {', '.join(odd)}")
        if self.rows == EXCEL_ROWS:
            self.notes.append(
                f"exactly {EXCEL_ROWS:,} rows: a spreadsheet cuts files there, and the rest is lost"
            )

    def where(self, name: str, is_so: Callable[[str], bool]) -> "np.ndarray[Any, Any]":
        """Return the rows in which the text of a column meets a condition."""
        return np.array([is_so(text) for text in self.values[name]], dtype=bool)[self.codes[name]]

    def first_of(self, name: str, rows: "np.ndarray[Any, Any]") -> list[str]:
        """Return the texts of a column in some rows; empty where there is no such column."""
        if name not in self.header:
            return [""] * len(rows)
        return [self.values[name][code] for code in self.codes[name][rows]]

    def error(self, row: int, name: str, what: str) -> DataError:
        """Return the error about one value, with its line, found by reading once more."""
        column = self.header[name]
        rows = numbered_rows(self.source, self.delimiter)
        next(rows)
        line = next((line for i, (line, _) in enumerate(self._kept(rows)) if i == row), "?")
        return DataError(f"{self.source.name}, line {line}, column {column}: {what}")

    def _kept(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        return ((line, row) for line, row in rows if any(cell.strip() for cell in row))


def _header(source: Source) -> tuple[list[str], str]:
    """Return the names of the columns in lower case, and what stands between them."""
    source.check_text()
    try:
        text = source.head.decode("utf-8-sig", errors="ignore")
        line = text.splitlines()[0]
        delimiter = max(",;\t", key=line.count)
        names = next(csv.reader([line], delimiter=delimiter))
    except (csv.Error, IndexError, StopIteration) as error:
        raise DataError(f"{source.name}, line 1: this is no header of a table") from error
    return [name.strip().casefold() for name in names], delimiter


def _known_columns(source: Source, names: Sequence[str]) -> dict[str, str]:
    """Return what each column that is read is called in the file.

    Raises
    ------
    DataError
        If a column that is needed is missing, or one stands twice.
    """
    if twice := [name for name in names if name and names.count(name) > 1]:
        raise DataError(f"{source.name}, line 1: the column {twice[0]} stands twice")
    header = {
        own: called[0]
        for own, known in COLUMNS.items()
        if (called := [name for name in known if name in names])
    }
    needed = {"vote": "ms_vote", "symbol": "resolution"}
    missing = [called for own, called in needed.items() if own not in header]
    if not header.keys() & {"code", "name"}:
        missing.insert(0, "ms_code (or ms_name)")
    if missing:
        found = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
        raise DataError(
            f"{source.name}, line 1: the column {missing[0]} is missing"
            f" (needed: ms_code or ms_name, ms_vote, resolution; found: {found})"
        )
    return header


def _what_is_wrong(source: Source, names: Sequence[str], delimiter: str, said: str) -> str:
    """Return a message that names the line at which a table cannot be read."""
    try:
        for line, row in numbered_rows(source, delimiter):
            if len(row) != len(names):
                return (
                    f"{source.name}, line {line}: {count_of(len(row), 'value')} where the header"
                    f" names {count_of(len(names), 'column')}"
                )
            for name, text in zip(names, row, strict=True):
                if not text.isascii() and any("\udc80" <= letter <= "\udcff" for letter in text):
                    return (
                        f"{source.name}, line {line}, column {name}: the text is not UTF-8:"
                        " save the file as UTF-8"
                    )
    except csv.Error as error:
        said = str(error)
    return f"{source.name}: this is no table that can be read ({' '.join(said.split())[:120]})"


def _rollcalls(table: _Table) -> tuple["np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    """Return the roll call of each row, and the first row of each roll call.

    A roll call is known by the source's own number, else by symbol and date, else by its
    symbol.
    """
    symbol = _distinct(table, "symbol")
    key = symbol
    if "date" in table.header:
        day = _distinct(table, "date")
        key = symbol * (day.max() + 1) + day
    if "number" in table.header:
        number = _distinct(table, "number")
        numbered = table.where("number", bool)
        key = np.where(numbered, number, key + number.max() + 1)
    else:
        numbered = np.zeros(table.rows, dtype=bool)
    nameless = table.where("symbol", lambda text: not text) & ~numbered
    if nameless.any():
        raise table.error(
            int(nameless.argmax()), "symbol", "empty, and no undl_id says which roll call it is"
        )
    rollcall, uniques = pd.factorize(key)
    first = np.empty(len(uniques), dtype=np.int64)
    first[rollcall[::-1]] = np.arange(table.rows)[::-1]
    for name in ("symbol", "date"):
        if name in table.header:
            texts = _distinct(table, name)
            odd = texts != texts[first][rollcall]
            if odd.any():
                row = int(odd.argmax())
                table.notes.append(
                    f"{count_of(len(np.unique(rollcall[odd])), 'roll call')} with more than one"
                    f" {table.header[name]} (undl_id"
                    f" {table.first_of('number', np.array([row]))[0]}): the first is taken"
                )
    return rollcall, first


def _distinct(table: _Table, name: str) -> "np.ndarray[Any, Any]":
    """Return a whole number for each row, equal where the texts of the column are equal."""
    own, _ = pd.factorize(np.array(table.values[name], dtype=object))
    return own[table.codes[name]].astype(np.int64)


def _states(table: _Table) -> tuple["np.ndarray[Any, Any]", list[str]]:
    """Return the column of the matrix for each row, and the codes of the columns."""
    name = "code" if "code" in table.header else "name"
    found = _state_codes(table, name)
    row_states = np.array(found, dtype=object)[table.codes[name]]
    if name == "code" and "name" in table.header and "" in table.values["code"]:
        empty = table.where("code", lambda text: not text)
        named = np.array(_state_codes(table, "name", empty), dtype=object)[table.codes["name"]]
        row_states = np.where(empty, named, row_states)
        name = "name"
    if (row_states == "").any():
        raise table.error(int((row_states == "").argmax()), name, "empty where a state is expected")
    codes, states = pd.factorize(row_states)
    order = np.argsort(states)
    place = np.empty(len(states), dtype=np.int64)
    place[order] = np.arange(len(states))
    return place[codes], [str(state) for state in states[order]]


def _state_codes(table: _Table, name: str, rows: "np.ndarray[Any, Any] | None" = None) -> list[str]:
    """Return the code of the state for each distinct text of a column, "" where it is empty."""
    used = np.zeros(len(table.values[name]), dtype=bool)
    used[table.codes[name] if rows is None else table.codes[name][rows]] = True
    codes = []
    for i, text in enumerate(table.values[name]):
        try:
            codes.append(find_state(text, official=True).code if text and used[i] else "")
        except UnknownNameError as error:
            row = int((table.codes[name] == i).argmax())
            raise table.error(row, name, str(error)) from error
    return codes


def _votes(table: _Table) -> "np.ndarray[Any, Any]":
    """Return the code of the vote of each row."""
    codes = [CODES.get(text.upper()) for text in table.values["vote"]]
    used = np.bincount(table.codes["vote"], minlength=len(codes))
    for i, code in enumerate(codes):
        text = table.values["vote"][i]
        if code is None and used[i]:
            row = int((table.codes["vote"] == i).argmax())
            raise table.error(row, "vote", f"'{text}' is no vote: it is Y, N, A or X")
        if text.upper() in ("", "NV") and used[i]:
            table.notes.append(
                f"{count_of(int(used[i]), 'vote')} {f'written {text}' if text else 'left blank'}:"
                " read as not voting (X)"
            )
    return np.array([code or 0 for code in codes], dtype=np.int8)[table.codes["vote"]]


def _check_once(
    table: _Table, rollcall: "np.ndarray[Any, Any]", codes: "np.ndarray[Any, Any]", states: int
) -> None:
    """Refuse two votes of one state in one roll call."""
    cell = rollcall * states + codes
    if np.bincount(cell).max() > 1:
        row = int(pd.Series(cell).duplicated().to_numpy().argmax())
        name = "code" if "code" in table.header else "name"
        state = table.first_of(name, np.array([row]))[0]
        symbol = table.first_of("symbol", np.array([row]))[0]
        earlier = int((cell == cell[row]).argmax())
        was = table.first_of(name, np.array([earlier]))[0]
        also = f" (as {was} before)" if was != state else ""
        raise table.error(
            row, name, f"a second vote of {state} in {symbol or 'this roll call'}{also}"
        )


def _attributes(table: _Table, first: "np.ndarray[Any, Any]", organ: str | None) -> pd.DataFrame:
    """Return the table of roll calls, indexed by their ids."""
    columns: dict[str, Any] = {
        name: table.first_of(name, first) for name in TEXTS if name != "part"
    }
    columns["title"] = [_CATALOGUE_SUFFIX.sub("", title) for title in columns["title"]]
    columns["part"] = [
        note.casefold() if note.casefold() in PARTS else "" for note in columns["note"]
    ]
    columns["session"] = [
        _session(symbol, session)
        for symbol, session in zip(columns["symbol"], columns["session"], strict=True)
    ]
    columns["organ"] = _organs(table, first, columns, organ)
    days = _parsed(table, "date", first, _day)
    numbers = table.first_of("number", first)
    frame = pd.DataFrame(columns, index=pd.Index(_ids(columns["symbol"], numbers), name="rollcall"))
    frame = frame.astype("str")
    frame.insert(
        1, "date", pd.to_datetime(pd.Series(days, index=frame.index)).astype("datetime64[s]")
    )
    for name in TOTALS:
        frame[name] = pd.array(_parsed(table, name, first, _total), dtype="Int64")
    return frame


def _parsed(
    table: _Table, name: str, first: "np.ndarray[Any, Any]", parse: Callable[[str], Any]
) -> list[Any]:
    """Return a column of the roll calls, each distinct text parsed once; missing is None."""
    if name not in table.header:
        return [None] * len(first)
    parsed: dict[int, Any] = {}
    values = []
    for row in first:
        code = int(table.codes[name][row])
        if code not in parsed:
            text = table.values[name][code]
            try:
                parsed[code] = parse(text) if text else None
            except ValueError as error:
                raise table.error(int(row), name, f"'{text}' {error}") from error
        values.append(parsed[code])
    return values


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("is no date: it is written as 2025-02-24")


def _total(text: str) -> int:
    if found := _NUMBER.fullmatch(text):
        return int(found[1])
    raise ValueError("is no number of votes")


def _session(symbol: str, session: str) -> str:
    """Return the session; the symbol of an (emergency) special one says it, the column not."""
    said = session_of(symbol)
    return said if not session or said.startswith(("ES-", "S-")) else session


def _organs(
    table: _Table, first: "np.ndarray[Any, Any]", columns: dict[str, Any], organ: str | None
) -> list[str]:
    """Return the organ of each roll call: the file's own column, else what its symbol tells.

    A vote without symbol is the General Assembly's where it has a session of it.
    """
    organs = []
    for i, row in enumerate(first):
        symbol = columns["symbol"][i]
        said = columns["organ"][i].upper()
        if said and said not in ORGANS:
            raise table.error(int(row), "organ", f"'{said}' is no organ: it is GA or SC")
        found = said or organ_of(symbol) or organ_of(columns["draft"][i])
        if not found and not symbol.startswith("A/"):
            found = "SC" if "permanent" in table.header else "GA" if columns["session"][i] else ""
        found = found or organ or ""
        if not found:
            raise table.error(
                int(row),
                "symbol",
                f"'{symbol}' is the symbol of neither the General Assembly nor the Security"
                " Council: say which with --organ",
            )
        organs.append(found)
    return organs


def _ids(symbols: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """Return the ids: the symbol where it is unique, SYMBOL#NUMBER, or #NUMBER without one."""
    shared = pd.Series(symbols).duplicated(keep=False)
    return [
        symbol if symbol and not several else f"{symbol}#{number or place}"
        for place, (symbol, several, number) in enumerate(
            zip(symbols, shared, numbers, strict=True), start=1
        )
    ]


def _without_repeats(record: Record, notes: list[str]) -> Record:
    """Keep a roll call once that the source repeats: same symbol, date, title, and all votes.

    Votes on parts of a text do have the same result again and again, and a missing title
    is not a title in common: those are not repeats.
    """
    keys = ["symbol", "date", "title"]
    whole = record.rollcalls[keys][
        (record.rollcalls["part"] == "")
        & (record.rollcalls["symbol"] != "")
        & (record.rollcalls["title"] != "")
    ]
    alike = whole[whole.duplicated(keep=False)]
    if alike.empty:
        return record
    votes = pd.Series(
        [row.tobytes() for row in record.votes.loc[alike.index].to_numpy()], alike.index
    )
    repeats = alike.assign(votes=votes).duplicated()
    again = repeats.index[repeats]
    if again.empty:
        return record
    notes.append(
        f"{count_of(len(again), 'roll call')} that the source repeats kept once:"
        f" {_some(record.rollcalls.loc[again, 'symbol'])}"
    )
    kept = record.rows(~record.rollcalls.index.isin(again))
    symbols = kept.rollcalls["symbol"]
    alone = symbols.index.isin(symbols.index[~symbols.duplicated(keep=False)]) & (symbols != "")
    ids = symbols.where(alone, symbols.index.to_series())
    index = pd.Index(ids, name="rollcall")
    return Record(kept.rollcalls.set_axis(index), kept.votes.set_axis(index), kept.name)


def _differing_totals(record: Record) -> list[str]:
    """Return a note on the roll calls whose published totals are not what the votes add up to."""
    matrix = record.matrix
    differing: dict[str, str] = {}
    counted = {
        "yes": (matrix == Vote.YES).sum(axis=1),
        "no": (matrix == Vote.NO).sum(axis=1),
        "abstain": (matrix == Vote.ABSTAIN).sum(axis=1),
        "not_voting": (matrix == Vote.NOT_VOTING).sum(axis=1),
        "members": (matrix != Vote.NOT_A_MEMBER).sum(axis=1),
    }
    for name, counts in counted.items():
        published = record.rollcalls[f"published_{name}"]
        differs = published.notna() & (published != counts)
        for id_ in record.rollcalls.index[differs]:
            row = record.rollcalls.index.get_loc(id_)
            text = f"{id_} ({name.replace('_', ' ')}: {published[id_]} published, {counts[row]} listed)"
            differing.setdefault(id_, text)
    if not differing:
        return []
    return [
        f"{count_of(len(differing), 'roll call')} whose published totals differ from the votes,"
        f" which are counted: {_some(list(differing.values()))}"
    ]


def _some(values: Sequence[str] | pd.Series) -> str:
    """Return the first three of several texts, and how many more there are."""
    texts = list(values)
    more = f" and {len(texts) - 3:,} more" if len(texts) > 3 else ""
    return ", ".join(texts[:3]) + more
