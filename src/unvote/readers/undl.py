"""The UN Digital Library's voting data, and every smaller table with the same columns.

One row is one vote of one state. The editions of 2024, 2025 and 2026, of the General
Assembly and of the Security Council, differ in names and in optional columns; three are
enough: the state, the vote and the resolution.
"""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from unvote.codes import CODES, Vote
from unvote.errors import DataError, UnknownNameError
from unvote.readers.source import BOM, Source, brief, numbered_rows
from unvote.record import ORGANS, TEXTS, TOTALS, Record, count_of
from unvote.world.states import all_states, find_state, match_state
from unvote.world.symbols import organ_of, session_of

Array = np.ndarray[Any, Any]

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
# Needed, beside the state by its code or its name.
NEEDED = ("vote", "symbol")
PARTS = ("amendment", "paragraph")
# A spreadsheet keeps 1,048,576 rows, one of them the header, and drops the rest in silence.
EXCEL_ROWS = 1_048_575
# From this day on "Yugoslavia" is the Federal Republic, which is SRB here.
FEDERAL_REPUBLIC = "2000-11-01"
# Larger than pyarrow's own 1 MiB: fewer dictionaries to unify.
_BLOCK = 1 << 22
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_NO_VOTES = "the file holds a header and no votes"
_NOT_UTF8 = "the text is not UTF-8: save the file as UTF-8"
# How Python reads bytes that are no UTF-8.
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_NO_STATE = -1
_CATALOGUE_SUFFIX = re.compile(r"\s*:\s*resolution\s*/\s*adopted by the .*$", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)(\.0*)?")


def detect(source: Source) -> bool:
    """Return whether a source is a table with at least one of the columns of this layout."""
    names = set(_Header.of(source).names)
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
    state, states = _states(table)
    matrix = np.zeros((len(first), len(states)), dtype=np.int8)
    matrix[rollcall, state] = _votes(table)
    if np.count_nonzero(matrix) < table.rows:
        raise _second_vote(table, rollcall, state)

    frame = _attributes(table, first, organ)
    order = np.argsort(frame["date"].to_numpy(), kind="stable")  # a missing date comes last
    order = order[~_repeats(frame, matrix, table.notes)[order]]
    frame, matrix = frame.iloc[order], matrix[order]
    frame.index = pd.Index(_ids(frame["symbol"], frame["number"]), name="rollcall")
    votes = pd.DataFrame(matrix, index=frame.index, columns=states)
    return Record(
        frame, votes, source.name, notes=(*table.notes, *_differing_totals(frame, matrix))
    )


@dataclass(frozen=True)
class _Header:
    """The first line of a table that is not blank."""

    names: list[str]
    delimiter: str
    line: int
    ending: str

    @classmethod
    def of(cls, source: Source) -> "_Header":
        source.check_text()
        line, first = source.first_line()
        if _STRAY_BYTE.search(first):
            raise DataError(f"{source.name}, line {line}: {_NOT_UTF8}")
        delimiter = max(",;\t", key=first.count)
        names = next(csv.reader([first], delimiter=delimiter))
        ending = first[len(first.rstrip("\r\n")) :]
        return cls([name.strip().casefold() for name in names], delimiter, line, ending)

    def known(self, source: Source) -> dict[str, int]:
        """Return where each column that is read stands.

        Raises
        ------
        DataError
            If a column that is needed is missing, or one that is read stands twice.
        """
        where = f"{source.name}, line {self.line}"
        known = {
            own: called[0]
            for own, names in COLUMNS.items()
            if (called := [name for name in names if name in self.names])
        }
        for name in known.values():
            if self.names.count(name) > 1:
                raise DataError(f"{where}, column {name}: the column stands twice")
        missing = [COLUMNS[own][0] for own in NEEDED if own not in known]
        if not known.keys() & {"code", "name"}:
            missing.insert(0, "ms_code (or ms_name)")
        if missing:
            found = ", ".join(self.names[:8]) + (", …" if len(self.names) > 8 else "")
            raise DataError(
                f"{where}: the column {missing[0]} is missing"
                f" (needed: ms_code or ms_name, ms_vote, resolution; found: {brief(found, 120)})"
            )
        return {own: self.names.index(name) for own, name in known.items()}


@dataclass
class _Table:
    """The columns of a file as dictionaries: every distinct text once, and codes of rows."""

    source: Source
    header: _Header
    columns: dict[str, int]
    values: dict[str, list[str]]
    codes: dict[str, Array]
    places: Array  # of the rows among those of the file, to find their lines
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, source: Source) -> "_Table":
        header = _Header.of(source)
        columns = header.known(source)
        arrow = _parsed_csv(source, header, columns)
        values, codes = {}, {}
        for name in columns:
            chunks = arrow[name].chunks
            texts = [text.strip() for text in chunks[0].dictionary.to_pylist()]
            indices = np.concatenate([chunk.indices.to_numpy() for chunk in chunks])
            values[name] = list(dict.fromkeys(texts))
            if len(values[name]) < len(texts):  # some differ in white space alone
                places = {text: place for place, text in enumerate(values[name])}
                indices = np.array([places[text] for text in texts])[indices]
            codes[name] = indices
        table = cls(source, header, columns, values, codes, np.arange(arrow.num_rows))
        table._note_oddities()
        table._drop_blank_rows()
        return table

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return len(self.places)

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
        if self.rows == EXCEL_ROWS:
            self.notes.append(
                f"exactly {EXCEL_ROWS:,} rows: a spreadsheet cuts files there, and the rest is lost"
            )

    def _drop_blank_rows(self) -> None:
        """Pass over rows in which every column that is read is empty, as spreadsheets leave."""
        blank = np.ones(self.rows, dtype=bool)
        for name in self.columns:
            if blank.any():
                blank &= self.where(name, lambda text: not text)
        if blank.all():
            raise DataError(f"{self.source.name}: {_NO_VOTES}")
        if blank.any():
            self.places = self.places[~blank]
            self.notes.append(f"{count_of(blank.sum(), 'empty row')} passed over")
            self.codes = {name: codes[~blank] for name, codes in self.codes.items()}

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
        return [self.values[name][code] for code in self.codes[name][rows]]

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
                row = int((self.codes[name] == code).argmax())
                raise self.error(row, name, f"'{brief(text)}' {error}") from error
        return [meanings[code] for code in self.codes[name][rows]]

    def title(self, name: str) -> str:
        """Return what a column is called in the file."""
        return self.header.names[self.columns[name]]

    def line(self, row: int) -> int:
        """Return the line on which a row starts, found by reading the file once more."""
        rows = _data_rows(self.source, self.header)
        return next(islice(rows, int(self.places[row]), None))[0]

    def error(self, row: int, name: str, what: str) -> DataError:
        """Return the error about one value."""
        where = f"{self.source.name}, line {self.line(row)}, column {self.title(name)}"
        return DataError(f"{where}: {what}")


def _data_rows(
    source: Source, header: _Header, *, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    rows = numbered_rows(source, header.delimiter, strict=strict)
    return ((line, row) for line, row in rows if line > header.line)


def _parsed_csv(source: Source, header: _Header, columns: dict[str, int]) -> Any:
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
                    column_names=labels, skip_rows=header.line, block_size=_BLOCK
                ),
                convert_options=pa.csv.ConvertOptions(
                    include_columns=list(types), column_types=types, strings_can_be_null=False
                ),
            )
    except pa.ArrowInvalid as error:
        raise _defect(source, header, columns, str(error)) from error
    if not table.num_rows:
        raise DataError(f"{source.name}: {_NO_VOTES}")
    last = table[labels[-1]][-1].as_py()
    if re.search(r"[\r\n]", last if isinstance(last, str) else last.decode("latin-1")):
        # To pyarrow a quoted field that never ends is one that ends with the file.
        deque(_data_rows(source, header, strict=True), maxlen=0)
    return table.unify_dictionaries()


def _defect(source: Source, header: _Header, columns: dict[str, int], said: str) -> DataError:
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
            if not row[place].isascii() and _STRAY_BYTE.search(row[place]):
                return DataError(
                    f"{source.name}, line {line}, column {header.names[place]}: {_NOT_UTF8}"
                )
    return DataError(
        f"{source.name}: {_NO_VOTES if empty else f'no table to read ({brief(said)})'}"
    )


def _rollcalls(table: _Table) -> tuple[Array, Array]:
    """Return the roll call of each row, and the first row of each roll call.

    A roll call is known by the source's own number, else by symbol and date, else by its
    symbol.
    """
    key = table.codes["symbol"].astype(np.int64)
    if "date" in table.columns:
        key = key * len(table.values["date"]) + table.codes["date"]
    numbered = np.zeros(table.rows, dtype=bool)
    if "number" in table.columns:
        numbered = table.where("number", bool)
        key = np.where(numbered, table.codes["number"], key + len(table.values["number"]))
    nameless = table.where("symbol", lambda text: not text) & ~numbered
    if nameless.any():
        row = int(nameless.argmax())
        raise table.error(row, "symbol", "empty, and no undl_id says which roll call it is")
    rollcall, uniques = pd.factorize(key)
    first = np.empty(len(uniques), dtype=np.int64)
    first[rollcall[::-1]] = np.arange(table.rows)[::-1]
    for name in (name for name in ("symbol", "date") if name in table.columns):
        odd = table.codes[name] != table.codes[name][first][rollcall]
        if odd.any():
            number = table.text("number", int(odd.argmax()))
            table.notes.append(
                f"{count_of(len(np.unique(rollcall[odd])), 'roll call')} with more than one"
                f" {table.title(name)} (undl_id {number}): the first is taken"
            )
    return rollcall, first


def _states(table: _Table) -> tuple[Array, list[str]]:
    """Return the column of the matrix for each row, and the codes of the columns.

    The code counts; the name does where the code is empty or the file has none.
    """
    known = sorted(all_states())
    yugoslavia, serbia = known.index("YUG"), known.index("SRB")
    column = "code" if "code" in table.columns else "name"
    state = _meant(table, column, known)
    blank = table.where(column, lambda text: not text)
    named = _meant(table, "name", known) if "name" in table.columns else state
    state = np.where(blank, named, state)
    if (unknown := state == _NO_STATE).any():
        row = int(unknown.argmax())
        raise _no_state(table, row, "name" if blank[row] and "name" in table.columns else column)
    if "date" in table.columns:
        late = table.where("date", lambda text: text >= FEDERAL_REPUBLIC)
        federal = late & (state == yugoslavia)
        if federal.any():
            table.notes.append(
                f"{count_of(federal.sum(), 'vote')} of YUG from {FEDERAL_REPUBLIC} on read as"
                " SRB, the Federal Republic of Yugoslavia"
            )
        state = np.where(federal, serbia, state)
        named = np.where(late & (named == yugoslavia), serbia, named)
    doubtful = (named != state) & (named != _NO_STATE)
    if doubtful.any():
        table.notes.append(_two_states(table, doubtful))
    used = np.bincount(state) > 0
    return np.cumsum(used)[state] - 1, [known[place] for place in np.flatnonzero(used)]


def _meant(table: _Table, name: str, known: Sequence[str]) -> Array:
    """Return the place among the known states of the one that each row means."""
    places = {code: place for place, code in enumerate(known)}
    states = [match_state(text, official=True) for text in table.values[name]]
    meant = [places[state.code] if state else _NO_STATE for state in states]
    return np.array(meant)[table.codes[name]]


def _no_state(table: _Table, row: int, name: str) -> DataError:
    """Return the error about a state that is none."""
    text = table.text(name, row)
    if not text:
        return table.error(row, name, "empty where a state is expected")
    try:
        find_state(brief(text), official=True)
    except UnknownNameError as error:
        return table.error(row, name, str(error))
    return table.error(row, name, f"'{brief(text)}' is no member state")


def _two_states(table: _Table, doubtful: Array) -> str:
    """Return the note on codes and names that are of two states."""
    codes, names = table.values["code"], table.values["name"]
    pairs = table.codes["code"].astype(np.int64) * len(names) + table.codes["name"]
    named = [
        f"{codes[pair // len(names)]} '{brief(names[pair % len(names)])}'"
        for pair in pd.unique(pairs[doubtful])
    ]
    return (
        f"{count_of(doubtful.sum(), 'vote')} with the code of one state and the name of another,"
        f" of which the code counts: {_some(named)}"
    )


def _votes(table: _Table) -> Array:
    """Return the code of the vote of each row."""
    used = np.bincount(table.codes["vote"], minlength=len(table.values["vote"]))
    codes = []
    for place, text in enumerate(table.values["vote"]):
        code = CODES.get(text.upper())
        if code is None:
            row = int((table.codes["vote"] == place).argmax())
            raise table.error(row, "vote", f"'{brief(text)}' is no vote: it is Y, N, A or X")
        if text.upper() in ("", "NV") and used[place]:
            how = f"written {text}" if text else "left blank"
            votes = count_of(int(used[place]), "vote")
            table.notes.append(f"{votes} {how}: read as not voting (X)")
        codes.append(code)
    by_text: Array = np.array(codes, dtype=np.int8)
    return by_text[table.codes["vote"]]


def _second_vote(table: _Table, rollcall: Array, state: Array) -> DataError:
    """Return the error about two votes of one state in one roll call."""
    again = int(pd.DataFrame({"rollcall": rollcall, "state": state}).duplicated().argmax())
    first = int(((rollcall == rollcall[again]) & (state == state[again])).argmax())
    name = "code" if table.text("code", again) else "name"
    text, before = table.text(name, again), table.text(name, first)
    other = f", as {before}," if before and before != text else ""
    hint = "" if "number" in table.columns else "; roll calls that share a symbol need an undl_id"
    symbol = brief(table.text("symbol", first)) or f"#{table.text('number', first)}"
    where = f"the first{other} is in line {table.line(first)}"
    return table.error(again, name, f"a second vote of {brief(text)} in {symbol} ({where}){hint}")


def _attributes(table: _Table, first: Array, organ: str | None) -> pd.DataFrame:
    """Return the table of roll calls, in the order of the file."""
    columns = {name: table.texts(name, first) for name in TEXTS}
    columns["source"] = ["undl" if "number" in table.columns else "own"] * len(first)
    columns["title"] = [_CATALOGUE_SUFFIX.sub("", title) for title in columns["title"]]
    columns["part"] = [
        note.casefold() if note.casefold() in PARTS else "" for note in columns["note"]
    ]
    columns["session"] = [
        _session(symbol, session)
        for symbol, session in zip(columns["symbol"], columns["session"], strict=True)
    ]
    columns["organ"] = _organs(table, first, columns, organ)
    frame = pd.DataFrame(columns, dtype="str")
    days = pd.to_datetime(pd.Series(table.parsed("date", first, _day)))
    frame.insert(1, "date", days.astype("datetime64[s]"))
    for name in TOTALS:
        frame[name] = pd.array(table.parsed(name, first, _total), dtype="Int64")
    return frame


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
    table: _Table, first: Array, columns: dict[str, list[str]], organ: str | None
) -> list[str]:
    """Return the organ of each roll call: the file's own column, else what its symbol tells.

    A vote without symbol is the General Assembly's where it has a session of it.
    """
    organs = []
    own = table.parsed("organ", first, _organ)
    for place, symbol in enumerate(columns["symbol"]):
        found = own[place] or organ_of(symbol) or organ_of(columns["draft"][place])
        if not found and not symbol.upper().startswith("A/"):
            in_assembly = "GA" if columns["session"][place] else ""
            found = "SC" if "permanent" in table.columns else in_assembly
        found = found or organ or ""
        if not found:
            what = (
                f"'{brief(symbol)}' is of neither the General Assembly nor the Security Council"
                if symbol
                else "empty, and no session says that it is of the General Assembly"
            )
            raise table.error(int(first[place]), "symbol", f"{what}: say which with --organ")
        organs.append(found)
    return organs


def _organ(text: str) -> str:
    if text.upper() in ORGANS:
        return text.upper()
    raise ValueError("is no organ: it is GA or SC")


def _ids(symbols: pd.Series, numbers: pd.Series) -> list[str]:
    """Return the ids: the symbol where it is unique, SYMBOL#NUMBER, or #NUMBER without one.

    Where the source has no number, the place in the file stands for it.
    """
    shared = symbols.duplicated(keep=False)
    return [
        symbol if symbol and not several else f"{symbol}#{number or place + 1}"
        for place, symbol, several, number in zip(
            symbols.index, symbols, shared, numbers, strict=True
        )
    ]


def _repeats(frame: pd.DataFrame, matrix: Array, notes: list[str]) -> Array:
    """Return which roll calls repeat an earlier one: symbol, date, title, note and all votes.

    Votes on parts of a text do have the same result again and again, and a missing title
    is not a title in common: those are not repeats.
    """
    keys = frame[["symbol", "date", "title", "note"]]
    whole = (frame["symbol"] != "") & (frame["title"] != "") & (frame["part"] == "")
    alike = keys[whole & keys.duplicated(keep=False)]
    votes = [matrix[place].tobytes() for place in alike.index]
    again = alike.assign(votes=pd.Series(votes, alike.index, dtype=object)).duplicated()
    repeats: Array = frame.index.isin(again.index[again])
    if repeats.any():
        notes.append(
            f"{count_of(repeats.sum(), 'roll call')} that the source repeats kept once:"
            f" {_some(frame['symbol'][repeats])}"
        )
    return repeats


def _differing_totals(frame: pd.DataFrame, matrix: Array) -> list[str]:
    """Return a note on the roll calls whose published totals are not what the votes add up to."""
    differing: dict[str, str] = {}
    counted = {
        "yes": (matrix == Vote.YES).sum(axis=1),
        "no": (matrix == Vote.NO).sum(axis=1),
        "abstain": (matrix == Vote.ABSTAIN).sum(axis=1),
        "not_voting": (matrix == Vote.NOT_VOTING).sum(axis=1),
        "members": (matrix != Vote.NOT_A_MEMBER).sum(axis=1),
    }
    for name, counts in counted.items():
        published = frame[f"published_{name}"]
        differs = (published.notna() & (published != counts)).to_numpy(dtype=bool, na_value=False)
        what = name.replace("_", " ")
        for id_, said, listed in zip(
            frame.index[differs], published[differs], counts[differs], strict=True
        ):
            differing.setdefault(id_, f"{id_} ({what}: {said} published, {listed} listed)")
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
