"""Records as plain files, for DuckDB, Polars, R, a spreadsheet, and for unvote itself."""

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from unvote.codes import LETTERS
from unvote.errors import ArgumentError, OutputError
from unvote.record import TOTALS, Record
from unvote.world.sources import IN_LIBRARY
from unvote.world.states import all_states
from unvote.world.symbols import normal
from unvote.writing import whole_file, writing

Layout = Literal["tidy", "wide"]

# The library's names for our columns; `issues`, `sponsors`, `same_text`, `part` and `source` are
# ours alone.
TIDY = {
    "date": "date",
    "session": "session",
    "resolution": "symbol",
    "draft": "draft",
    "meeting": "meeting",
    "title": "title",
    "agenda_title": "agenda",
    "subjects": "subjects",
    "vote_note": "note",
    "modality": "modality",
    "total_yes": "published_yes",
    "total_no": "published_no",
    "total_abstentions": "published_abstain",
    "total_non_voting": "published_not_voting",
    "total_ms": "published_members",
    "undl_link": "link",
    "organ": "organ",
    "issues": "issues",
    "sponsors": "sponsors",
    "same_text": "same_text",
    "part": "part",
    "source": "source",
}
# The columns of a vote, before those of its roll call.
VOTE = ("undl_id", "ms_code", "ms_name", "ms_vote")
WIDE = {"date": "date", "session": "session", "organ": "organ", "resolution": "symbol"}
WIDE |= {"part": "part", "title": "title"}

_SESSION_FILE = "session={}.parquet"
_LONGEST_HEADER = 1 << 16
_BLOCK = 500  # roll calls at a time, so that memory does not grow with the record


def export(record: Record, path: str | os.PathLike[str], layout: Layout = "tidy") -> None:
    """Write a record to a .csv or .parquet file, or to a folder with one Parquet file per session.

    `record`: the record, with all its texts; `unvote.store.read.open_record()` gives the full one.
    `path`: a file that ends in .csv or .parquet, or else a folder. The folder gets
    session=79.parquet, session=ES-11.parquet and so on; session=none.parquet gets the roll calls
    without a session. Only an earlier export is replaced, recognized by its columns: a file, or a
    folder that holds nothing else.
    `layout`: "tidy": one row per vote, with the UN Digital Library's column names; `unvote.read`
    can read it again. `undl_id` tells roll calls apart: the number in the library, else
    SOURCE-NUMBER, else SOURCE#PLACE, or empty if symbol and date tell them apart. A roll call
    without known votes has one row, without state and vote. "wide": one row per roll call with
    `rollcall`, some attributes, and one column per state with Y, N, A, X, or empty if it was not a
    member.
    Raises ArgumentError if there is no such layout.
    Raises OutputError if it cannot be written, or would replace a file that no export has written;
    what was there stays.
    """
    if layout not in ("tidy", "wide"):
        raise ArgumentError(f"layout '{layout}': it is tidy or wide")
    if not os.fspath(path):
        raise OutputError("no file is named: '' is given for its name")
    target = Path(path).resolve()
    tables = _tables(record, layout)
    everything = np.arange(len(record))
    if target.suffix.lower() in (".csv", ".parquet") and not is_export(target):
        raise OutputError(
            f"{path} exists, and no export has written it: remove it, or name another file"
        )
    if target.suffix.lower() == ".csv":
        with whole_file(target) as file:
            _write_csv(tables(everything), file)
    elif target.suffix.lower() == ".parquet":
        with whole_file(target) as file:
            _write_parquet(tables(everything), file)
    elif target.suffix and not target.is_dir():
        raise ArgumentError(f"{path}: a file ends in .csv or .parquet, a folder has no ending")
    else:
        names = record.rollcalls["session"].map(lambda text: re.sub(r"[^\w.-]", "_", text))
        sessions = record.rollcalls.groupby(names.to_numpy(), sort=False).indices
        with _whole_folder(target) as folder:
            for session, places in sessions.items():
                with (folder / _SESSION_FILE.format(session or "none")).open("wb") as file:
                    _write_parquet(tables(places), file)


def is_export(path: Path) -> bool:
    """Return whether nothing is at a path, or a file that an export has written.

    A device or a pipe counts as nothing: writing to it replaces no file.
    """
    if path.is_symlink() or path.is_dir():
        return False
    if not path.is_file() or not path.stat().st_size:
        return True
    try:
        if path.suffix.lower() == ".parquet":
            names = pa.parquet.read_schema(path).names
        else:
            with path.open(encoding="utf-8") as file:
                names = file.readline(_LONGEST_HEADER).rstrip("\n").split(",")
    except (pa.ArrowException, OSError, ValueError):
        return False
    wide = ["rollcall", *WIDE]
    states = names[len(wide) :]
    return names == [*VOTE, *TIDY] or (names[: len(wide)] == wide and {*states} <= {*all_states()})


def _tables(record: Record, layout: Layout) -> Callable[[Any], Iterator[Any]]:
    """Return a function that yields the roll calls as one or more pyarrow tables."""
    make = partial(_tidy, numbers=_numbers(record)) if layout == "tidy" else _wide

    def tables(places: Any) -> Iterator[Any]:
        for start in range(0, max(len(places), 1), _BLOCK):
            yield make(record, places[start : start + _BLOCK])

    return tables


def _tidy(record: Record, places: Any, numbers: list[str]) -> Any:
    """Return one row per vote of some roll calls, and one for each roll call without votes."""
    matrix = record.matrix[places]
    row, state = np.nonzero(matrix)
    vote = matrix[row, state]
    if len(bare := np.flatnonzero(~matrix.any(axis=1))):
        order = np.argsort(np.concatenate([row, bare]), kind="stable")
        row = np.concatenate([row, bare])[order]
        nobody = np.full(len(bare), -1)
        state, vote = (np.concatenate([one, nobody])[order] for one in (state, vote))
    # Numbers below 0 mean missing.
    state, vote = (pa.array(one, mask=one < 0) for one in (state, vote))
    codes = [str(code) for code in record.votes.columns]
    names = [all_states()[code].un_name for code in codes]
    columns = {
        "undl_id": _text([numbers[place] for place in places]).take(row),
        "ms_code": _text(codes).take(state),
        "ms_name": _text(names).take(state),
        "ms_vote": _text(LETTERS).take(vote),
    }
    table = record.rollcalls.iloc[places]
    return pa.table(columns | {ours: _column(table, own).take(row) for ours, own in TIDY.items()})


def _wide(record: Record, places: Any) -> Any:
    """Return one row per roll call, with one column per state."""
    matrix = record.matrix[places]
    table = record.rollcalls.iloc[places]
    columns = {"rollcall": _text(table.index)}
    columns |= {ours: _column(table, own) for ours, own in WIDE.items()}
    letters = _text(LETTERS)
    columns |= {
        str(code): letters.take(matrix[:, column])
        for column, code in enumerate(record.votes.columns)
    }
    return pa.table(columns)


def _column(table: pd.DataFrame, name: str) -> Any:
    if name == "date":
        return pa.array(table[name].to_numpy().astype("datetime64[D]"))
    return pa.array(table[name].array, pa.int64()) if name in TOTALS else _text(table[name])


def _text(values: Iterable[str]) -> Any:
    """Return texts, with the empty ones as missing values."""
    return pa.array([value or None for value in values], pa.string())


def _numbers(record: Record) -> list[str]:
    """Return for each roll call a number, or "" if its symbol and date are enough."""
    table = record.rollcalls
    known = list(zip(map(normal, table["symbol"]), table["date"], strict=True))
    sharing = Counter(known)
    given: set[str] = set()
    numbers = []
    for place, (key, number, source) in enumerate(
        zip(known, table["number"], table["source"], strict=True)
    ):
        text = number if source in IN_LIBRARY or not number else f"{source}-{number}"
        if not text and (not key[0] or sharing[key] > 1):
            text = f"{source}#{place + 1}"
        if text in given:
            text = f"{text}#{place + 1}"
        if text:
            given.add(text)
        numbers.append(text)
    return numbers


def _write_csv(tables: Iterator[Any], file: IO[bytes]) -> None:
    first = next(tables)
    file.write((",".join(first.column_names) + "\n").encode())
    options = pa.csv.WriteOptions(include_header=False, quoting_style="needed")
    with pa.csv.CSVWriter(file, first.schema, write_options=options) as writer:
        for table in chain([first], tables):
            writer.write_table(table)


def _write_parquet(tables: Iterator[Any], file: IO[bytes]) -> None:
    first = next(tables)
    with pa.parquet.ParquetWriter(file, first.schema, compression="zstd") as writer:
        for table in chain([first], tables):
            writer.write_table(table)


@contextmanager
def _whole_folder(target: Path) -> Iterator[Path]:
    """Yield a new folder, and move it into place once everything is written."""
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target} is not a folder: a file ends in .csv or .parquet")
    held = target.iterdir() if target.exists() else ()
    pattern = _SESSION_FILE.format("*")
    if others := [path.name for path in held if not (path.match(pattern) and is_export(path))]:
        raise OutputError(f"{target} holds other files ({others[0]}): name a new folder")
    with writing(target):
        beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        new, old = beside / "new", beside / "old"
        try:
            new.mkdir()
            yield new
            try:
                if target.exists():
                    target.rename(old)
                new.rename(target)
            except BaseException:  # an interrupt too
                if old.exists() and not target.exists():
                    old.rename(target)
                raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
