"""The R package unvotes: two tables of R data, the votes and the roll calls.

Only who voted stands in the votes: absences are left empty. A third table, of issues, gives
the subjects where it is there.
"""

from typing import Any

import numpy as np

from unvote.codes import CODES
from unvote.errors import DataError, UnknownNameError
from unvote.readers import build
from unvote.readers.stream import Source, brief
from unvote.readers.table import factorized
from unvote.readers.xdr import Frame, Texts, frames
from unvote.record import Record, count_of
from unvote.world.states import find_state, match_state

Array = np.ndarray[Any, Any]

# The columns by which each table is known.
_VOTES = ("rcid", "country", "country_code", "vote")
_ROLLCALLS = ("rcid", "session", "date", "unres")
_ISSUES = ("rcid", "issue")
# What is read of them, by its kind.
_KINDS = {
    "texts": ("country", "country_code", "vote", "unres", "short", "descr", "issue"),
    "numbers": ("rcid", "session", "amend", "para"),
    "days": ("date",),
}
_NAMES = {"f": "numbers", "M": "days"}
# A number beyond these is none of any roll call.
_BOUNDS = {"rcid": (0, 2**53), "session": (1, 10_000)}
_TAIWAN = "Taiwan"
_NONE = -1


def read(*sources: Source, organ: str | None = None) -> Record:
    """Read the tables of the package into one Record.

    Parameters
    ----------
    *sources : Source
        The files: un_votes, and un_roll_calls, without which roll calls are known by their
        number alone, and un_roll_call_issues.
    organ : str, optional
        Of no effect: the votes are the General Assembly's.

    Raises
    ------
    DataError
        If a file cannot be read, or none of them holds the votes.
    """
    name = build.some([source.name for source in sources], most=4096)
    tables: dict[tuple[str, ...], tuple[str, Frame]] = {}
    for source in sources:
        for columns in (frame for _, frame in frames(source)):
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


def _check(table: Frame, where: str) -> None:
    """Refuse columns of another kind than those of the package."""
    if not len(table["rcid"]):
        raise DataError(f"{where}: a table without a row: fetch the file again")
    for name, column in table.items():
        expected = next((what for what, names in _KINDS.items() if name in names), None)
        found = "texts" if isinstance(column, Texts) else _NAMES[column.dtype.kind]
        if expected not in (None, found):
            raise DataError(f"{where}, column {name}: {found} where {expected} are expected")
        if name in _BOUNDS:
            least, most = _BOUNDS[name]
            beyond = (column < least) | (column > most)
            if beyond.any():
                row = int(beyond.argmax())
                raise DataError(f"{where}, row {row + 1}, column {name}: {column[row]:g} is none")


def _record(name: str, where: str, votes: Frame, described: Frame, issues: Frame) -> Record:
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
        names = votes["country"]
        country, before = (brief(str(names.labels[names.codes[row]])) for row in (again, first))
        other = f", the first as {before}" if before != country else ""
        return DataError(f"{where}, rcid {numbers[again]}: a second vote of {country}{other}")

    return build.make_record(name, columns, cast, notes=notes, second_vote=second_vote)


def _described(rcids: Array, described: Frame, notes: list[str]) -> dict[str, Any]:
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
        if name not in described:
            return [""] * len(rcids)
        column = described[name]
        labels = [(label or "").strip() for label in column.labels]
        places = zip(column.codes[row].tolist(), there.tolist(), strict=True)
        return [labels[code] if found else "" for code, found in places]

    def numbers(name: str) -> Array:
        column = described.get(name, np.full(len(known), np.nan))
        return np.where(there, column[row], np.nan)

    amendment, paragraph = numbers("amend") == 1, numbers("para") == 1
    days = np.where(there, described["date"][row], np.datetime64("NaT"))
    session = numbers("session")
    return {
        "symbol": [build.symbol_of_page(text) for text in texts("unres")],
        "date": days,
        "session": ["" if np.isnan(value) else f"{value:.0f}" for value in session],
        "part": np.where(amendment, "amendment", np.where(paragraph, "paragraph", "")).tolist(),
        "title": texts("short"),
        "agenda": texts("descr"),
    }


def _subjects(rcids: Array, issues: Frame) -> list[str]:
    of: dict[int, list[str]] = {}
    numbers = _numbers(issues["rcid"], "un_roll_call_issues").tolist()
    for rcid, issue in zip(numbers, issues["issue"].each(), strict=True):
        if issue and issue not in of.setdefault(rcid, []):
            of[rcid].append(issue)
    return ["|".join(of.get(rcid, ())) for rcid in rcids.tolist()]


def _numbers(column: Array, where: str) -> Array:
    values = np.where(np.isnan(column), -1, column)  # what R misses makes floor warn
    if (bad := (values != np.floor(values)) | (values < 0)).any():
        raise DataError(f"{where}, row {int(bad.argmax()) + 1}, column rcid: no number")
    return values.astype(np.int64)


def _states(votes: Frame, days: Array, where: str, notes: list[str]) -> Array:
    """Return the place of the state of each vote; what has no code has a name."""
    places = {code: place for place, code in enumerate(build.known_states())}
    codes, names = votes["country_code"], votes["country"]
    pair, first = factorized(codes.codes.astype(np.int64) * len(names.labels) + names.codes)
    meant = np.empty(len(first), dtype=np.int64)
    from_taipei = np.zeros(len(first), dtype=bool)
    for place, row in enumerate(first):
        code, name = codes.labels[codes.codes[row]], names.labels[names.codes[row]]
        from_taipei[place] = _TAIWAN in (code, name) or code == "TW"
        if from_taipei[place]:
            meant[place] = places["CHN"]
            continue
        state = match_state(code, official=True) if code else None
        try:
            state = state or find_state(" ".join((name or "").split()), official=True)
        except UnknownNameError as error:
            what = brief(str(error), 200)
            raise DataError(f"{where}, row {row + 1}, column country: {what}") from error
        meant[place] = places[state.code]
    if from_taipei.any():
        notes.append(build.seat_of_china(days[from_taipei[pair]], where))
    return meant[pair]


def _votes(column: Texts, where: str) -> Array:
    codes = [CODES.get((text or "?").upper(), _NONE) for text in column.labels]
    cast = np.array(codes, dtype=np.int8)[column.codes]
    if (bad := cast == _NONE).any():
        row = int(bad.argmax())
        text = brief(column.labels[column.codes[row]] or "")
        what = f"'{text}' is no vote: it is yes, no or abstain"
        raise DataError(f"{where}, row {row + 1}, column vote: {what}")
    return cast
