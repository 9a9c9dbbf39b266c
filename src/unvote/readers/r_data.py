"""The R package unvotes: two tables of R data, the votes and the roll calls.

Only who voted stands in the votes: absences are left empty. A third table, of issues, gives
the subjects where it is there.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from unvote.codes import CODES
from unvote.errors import DataError, UnknownNameError
from unvote.readers import build
from unvote.readers.stream import Source, brief
from unvote.readers.table import factorized
from unvote.record import Record, count_of
from unvote.world.states import find_state, match_state

Array = np.ndarray[Any, Any]
Columns = dict[str, Any]

# The columns by which each table is known.
_VOTES = ("rcid", "country", "country_code", "vote")
_ROLLCALLS = ("rcid", "session", "date", "unres")
_ISSUES = ("rcid", "issue")
# What is read of them, by its kind.
_TEXTS = ("country", "country_code", "vote", "unres", "short", "descr", "issue")
_NUMBERS = ("rcid", "session", "date", "amend", "para")
# A number or a day beyond these, as the years 1 and 9999 are, is none of any roll call.
_BOUNDS = {"rcid": (0, 2**53), "session": (1, 10_000), "date": (-719_162, 2_900_000)}
_TAIWAN = "Taiwan"
# An integer that R has not; a real one is a NaN.
_MISSING = -(2**31)
_LATIN_1 = 4
# The package has 869,937 votes.
_MOST_ROWS = 20_000_000


def read(*sources: Source, organ: str | None = None) -> Record:
    """Read the tables of the package into one Record.

    Parameters
    ----------
    *sources : Source
        The files: un_votes, and un_roll_calls, without which roll calls are known by their
        number alone, and un_roll_call_issues.
    organ : {"GA", "SC"}, optional
        Of no effect: the votes are the General Assembly's.

    Raises
    ------
    DataError
        If a file cannot be read, or none of them holds the votes.
    """
    name = build.some([source.name for source in sources], most=4096)
    tables: dict[tuple[str, ...], tuple[str, Columns]] = {}
    for source in sources:
        for columns in _frames(source):
            kind = next(
                (kind for kind in (_VOTES, _ROLLCALLS, _ISSUES) if columns.keys() >= {*kind}), None
            )
            if kind is None:
                found = brief(", ".join(columns), 100)
                raise DataError(
                    f"{source.name}: no table of the package unvotes has the columns {found}:"
                    " name un_votes.rda and un_roll_calls.rda"
                )
            if kind in tables:
                raise DataError(
                    f"{source.name}: a second table with the columns {', '.join(kind)}, after that"
                    f" in {tables[kind][0]}: name one"
                )
            _check(columns, source.name)
            tables[kind] = source.name, columns
    if _VOTES not in tables:
        raise DataError(
            f"{name}: no votes, only what describes them: name un_votes.rda too"
            " (unvote data import un_votes.rda un_roll_calls.rda)"
        )
    where, votes = tables[_VOTES]
    described = tables.get(_ROLLCALLS, ("", {}))[1]
    return _record(name, where, votes, described, tables.get(_ISSUES, ("", {}))[1])


def _check(columns: Columns, where: str) -> None:
    """Refuse columns of another length or kind than those of the package."""
    rows = len(columns["rcid"])
    if not rows:
        raise DataError(f"{where}: a table without a row: fetch the file again")
    for name in (*_TEXTS, *_NUMBERS):
        column = columns.get(name)
        if column is None:
            continue
        if len(column) != rows:
            raise DataError(
                f"{where}, column {name}: {count_of(len(column), 'value')} where rcid has {rows:,}"
            )
        if isinstance(column, list) != (name in _TEXTS):
            what = "numbers where texts are" if name in _TEXTS else "texts where numbers are"
            raise DataError(f"{where}, column {name}: {what} expected")
        if name in _BOUNDS:
            least, most = _BOUNDS[name]
            beyond = (column != _MISSING) & ((column < least) | (column > most))
            if beyond.any():
                row = int(beyond.argmax())
                raise DataError(f"{where}, row {row + 1}, column {name}: {column[row]:g} is none")


def _record(name: str, where: str, votes: Columns, described: Columns, issues: Columns) -> Record:
    numbers = _numbers(votes["rcid"], where)
    rollcall, first = factorized(numbers)
    rcids = numbers[first]
    notes: list[str] = []
    columns: dict[str, Any] = {
        "symbol": [""] * len(rcids),
        "organ": ["GA"] * len(rcids),
        "source": ["unvotes"] * len(rcids),
        "number": [str(rcid) for rcid in rcids],
    }
    if described:
        columns |= _described(rcids, described, notes)
    else:
        notes.append("no un_roll_calls.rda: the roll calls are known by their number alone")
    if issues:
        columns["subjects"] = _subjects(rcids, issues)
    days = np.array(columns.get("date", [None] * len(rcids)), dtype="datetime64[s]")
    state = _states(votes, days[rollcall], where, notes)
    cast = build.Cast(rollcall, state, _votes(votes["vote"], where))

    def second_vote(first: int, again: int) -> DataError:
        country, before = (brief(str(votes["country"][row])) for row in (again, first))
        other = f", the first as {before}" if before != country else ""
        return DataError(f"{where}, rcid {numbers[again]}: a second vote of {country}{other}")

    return build.make_record(name, columns, cast, notes=notes, second_vote=second_vote)


def _described(rcids: Array, described: Columns, notes: list[str]) -> dict[str, Any]:
    """Return what the table of roll calls says of those with some numbers."""
    known = _numbers(described["rcid"], "un_roll_calls")
    order = np.argsort(known, kind="stable")
    row = order[np.minimum(np.searchsorted(known[order], rcids), len(known) - 1)]
    there = known[row] == rcids
    if not there.all():
        notes.append(f"{count_of((~there).sum(), 'roll call')} of which un_roll_calls says nothing")
    if idle := len(known) - len(np.unique(row[there])):
        notes.append(f"{count_of(idle, 'roll call')} of un_roll_calls without votes left out")

    def texts(name: str) -> list[str]:
        column = described.get(name)
        return [
            str(column[place] or "").strip() if column is not None and found else ""
            for place, found in zip(row.tolist(), there.tolist(), strict=True)
        ]

    def numbers(name: str) -> Array:
        column = np.asarray(described.get(name, np.full(len(known), np.nan)), dtype=float)
        return np.where(there & (column[row] != _MISSING), column[row], np.nan)

    amendment, paragraph, day = numbers("amend") == 1, numbers("para") == 1, numbers("date")
    days = np.full(len(rcids), "NaT", dtype="datetime64[D]")
    dated = ~np.isnan(day)
    days[dated] = day[dated].astype(np.int64).astype("datetime64[D]")
    session = numbers("session")
    return {
        "symbol": [build.symbol_of_page(text) for text in texts("unres")],
        "date": days,
        "session": ["" if np.isnan(value) else f"{value:.0f}" for value in session],
        "part": np.where(amendment, "amendment", np.where(paragraph, "paragraph", "")).tolist(),
        "title": texts("short"),
        "agenda": texts("descr"),
    }


def _subjects(rcids: Array, issues: Columns) -> list[str]:
    of: dict[int, list[str]] = {}
    numbers = _numbers(issues["rcid"], "un_roll_call_issues").tolist()
    for rcid, issue in zip(numbers, issues["issue"], strict=True):
        if issue and issue not in of.setdefault(rcid, []):
            of[rcid].append(issue)
    return ["|".join(of.get(rcid, ())) for rcid in rcids.tolist()]


def _numbers(column: Any, where: str) -> Array:
    values = np.asarray(column, dtype=float)
    values = np.where(np.isnan(values), -1, values)  # what R misses makes floor warn
    if (bad := (values != np.floor(values)) | (values < 0)).any():
        raise DataError(f"{where}, row {int(bad.argmax()) + 1}, column rcid: no number")
    return values.astype(np.int64)


def _states(votes: Columns, days: Array, where: str, notes: list[str]) -> Array:
    """Return the place of the state of each vote; what has no code has a name."""
    places = {code: place for place, code in enumerate(build.known_states())}
    pairs = list(zip(votes["country_code"], votes["country"], strict=True))
    distinct = dict.fromkeys(pairs)
    meant = {}
    from_taipei = []
    for code, name in distinct:
        if _TAIWAN in (code, name) or code == "TW":
            from_taipei.append((code, name))
            meant[code, name] = places["CHN"]
            continue
        state = match_state(code, official=True) if code else None
        try:
            state = state or find_state(" ".join((name or "").split()), official=True)
        except UnknownNameError as error:
            row, what = pairs.index((code, name)) + 1, brief(str(error), 200)
            raise DataError(f"{where}, row {row}, column country: {what}") from error
        meant[code, name] = places[state.code]
    state_of = np.fromiter((meant[pair] for pair in pairs), dtype=np.int64, count=len(pairs))
    if from_taipei:
        cast = np.fromiter((pair in from_taipei for pair in pairs), dtype=bool, count=len(pairs))
        notes.append(build.seat_of_china(days[cast], where))
    return state_of


def _votes(column: Sequence[str | None], where: str) -> Array:
    codes = {}
    for text in dict.fromkeys(column):
        code = CODES.get((text or "?").upper())
        if code is None:
            row = list(column).index(text) + 1
            what = f"'{brief(text or '')}' is no vote: it is yes, no or abstain"
            raise DataError(f"{where}, row {row}, column vote: {what}")
        codes[text] = code
    return np.fromiter((codes[text] for text in column), dtype=np.int8, count=len(column))


# R data ----------------------------------------------------------------------------------


def _frames(source: Source) -> Iterator[Columns]:
    """Yield the data frames of a source: arrays of numbers and lists of texts by name."""
    try:
        from rdata.parser import DEFAULT_ALTREP_MAP, RObjectType, parse_data
    except ImportError as error:
        raise DataError(
            f"{source.name}: R data need the library rdata: pip install 'unvote[rdata]'"
        ) from error
    data = source.whole()
    try:
        kinds = {name: _bounded(expand) for name, expand in DEFAULT_ALTREP_MAP.items()}
        entry = parse_data(bytes(data), extension=".rda", altrep_constructor_dict=kinds).object
        while entry is not None and entry.info.type is RObjectType.LIST:
            value, entry = entry.value
            if value.info.type is RObjectType.VEC:
                names = _texts(_attribute(value, "names"))
                yield dict(zip(map(str, names), map(_column, value.value), strict=True))
    except DataError:
        raise
    except Exception as error:
        # The parser raises what comes: EOF, assertions, keys, values.
        raise DataError(
            f"{source.name}: the R data are damaged, or of a kind that cannot be read: fetch the"
            " file again"
        ) from error


def _bounded(expand: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Refuse what stands for more numbers than there are votes: three bytes may for billions."""

    def bounded(state: Any) -> Any:
        if isinstance(state.value, np.ndarray) and not abs(state.value[0]) <= _MOST_ROWS:
            raise ValueError(f"{state.value[0]} numbers")
        return expand(state)

    return bounded


def _attribute(value: Any, name: str) -> Any:
    entry = value.attributes
    while entry is not None and entry.value is not None:
        tag = entry.tag.referenced_object or entry.tag
        if tag.value.value == name.encode():
            return entry.value[0]
        entry = entry.value[1]
    return None


def _column(value: Any) -> Any:
    """Return a column as an array of numbers or a list of texts; a factor as its labels."""
    if isinstance(value.value, list):
        return _texts(value)
    numbers = np.ma.filled(np.asanyarray(value.value), _MISSING)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iufb":
        raise ValueError(f"a column of {numbers.dtype}")
    levels = _attribute(value, "levels")
    if levels is None:
        return numbers
    labels = [None, *_texts(levels)]
    return [labels[max(number, 0)] for number in numbers.tolist()]


def _texts(value: Any) -> list[str | None]:
    known: dict[bytes | None, str | None] = {None: None}
    texts = []
    for item in value.value:
        data = item.value
        if data not in known:
            encoding = "latin-1" if item.info.gp & _LATIN_1 else "utf-8"
            known[data] = data.decode(encoding, errors="replace")
        texts.append(known[data])
    return texts
