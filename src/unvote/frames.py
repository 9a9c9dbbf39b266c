"""What the two frames of a Record must hold, even if a user builds them by hand."""

from collections.abc import Sequence
from datetime import date
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd

from unvote.codes import PARTS, Vote
from unvote.errors import DataError
from unvote.world.members import Members, members_of, periods_of
from unvote.world.organs import organ_called
from unvote.world.sessions import time_of_vote
from unvote.world.states import all_states

# Columns that every record has; those of running text are read only if needed.
_NEEDED = ("symbol", "session", "organ", "part", "modality", "number", "source", "date")

# Who is listed in a roll call and who was a member: codes of states, joined by SEPARATOR.
LISTING = ("missing", "unexpected")
SEPARATOR = "|"


def must_be_named(name: Any, notes: Any) -> None:
    """Refuse a name that is no text, and notes that are one text."""
    if not isinstance(name, str):
        raise DataError(f"the name of a record must be a text, and {name!r} is not")
    if isinstance(notes, str):
        raise DataError(f"{name}: the notes are a list of texts, and {notes!r} is one text")


def must_be_frames(name: str, rollcalls: Any, votes: Any) -> None:
    """Refuse anything but two frames with the same ids, each id once."""
    for what, frame in (("roll calls", rollcalls), ("votes", votes)):
        if not isinstance(frame, pd.DataFrame):
            raise DataError(f"{name}: the {what} are not a DataFrame but a {type(frame).__name__}")
        if not frame.columns.is_unique:
            twice = frame.columns[frame.columns.duplicated()][0]
            raise DataError(f"{name}: the {what} have two columns '{twice}'")
    ids = rollcalls.index
    if not ids.equals(votes.index):
        alike = len(ids) == len(votes) and set(ids) == set(votes.index)
        how = "the order of their ids: votes.loc[rollcalls.index]" if alike else "their ids"
        raise DataError(f"{name}: the roll calls and the votes differ in {how}")
    if not ids.is_unique:
        raise DataError(f"{name}: two roll calls have the id '{ids[ids.duplicated()][0]}'")
    if wrong := _first_no_text(ids):
        raise DataError(f"{name}: the id of a roll call must be a text, and {wrong} is not")


def must_describe(
    name: str, table: pd.DataFrame, texts: Sequence[str], totals: Sequence[str]
) -> None:
    """Refuse roll calls if a column is missing or holds wrong values.

    `texts`, `totals`: the columns with texts, and the columns with whole numbers.
    """
    if lacking := [column for column in (*_NEEDED, *totals) if column not in table]:
        raise DataError(f"{name}: the roll calls have no column '{lacking[0]}'")
    for column in texts:
        if column in table and (wrong := _first_no_text(table[column])):
            raise DataError(f"{name}: column '{column}' holds texts, and {wrong} is not one")
    for text in table["organ"].unique():
        if text and organ_called(text) != text:
            what = "GA, SC, HRC, ECOSOC, C1 to C6, another body's letters in capitals, or empty"
            raise DataError(f"{name}: '{text}' is not an organ: it is {what}")
    for text in table["part"].unique():
        if text and text not in PARTS:
            raise DataError(f"{name}: '{text}' is not a part: it is {', '.join(PARTS)}, or empty")
    _must_be_days(name, table["date"])
    for column in totals:
        _must_be_counts(name, table[column])


def must_be_votes(name: str, votes: pd.DataFrame) -> None:
    """Refuse votes of unknown states, and codes that are not votes."""
    if unknown := [code for code in votes.columns if code not in all_states()]:
        raise DataError(f"{name}: no member state has the code '{unknown[0]}'")
    for code, dtype in votes.dtypes.items():
        if not isinstance(dtype, np.dtype) or dtype.kind not in "iu":
            raise DataError(
                f"{name}: the votes of {code} are {dtype}, not whole numbers (codes of Vote, int8)"
            )
    matrix = votes.to_numpy()
    if matrix.size and (matrix.min() < 0 or matrix.max() > max(Vote)):
        raise DataError(f"{name}: a vote has a code outside 0 to {max(Vote):d}")


def with_listing(table: pd.DataFrame, votes: pd.DataFrame, without_vote: Any) -> pd.DataFrame:
    """Compare who is listed in each roll call with the members of the organ on that day.

    Before 2004 days are not reliable: a state is missing only if it was a member in the whole
    month, and unexpected only if it was not a member on any day of it. Without a date, the session,
    or the year in a Council symbol, replaces the month.

    `without_vote`: array of bool: whether each is a text adopted without a vote.
    Returns the roll calls with the columns of LISTING.
    """
    states = sorted(all_states())
    members = members_of(table["organ"].tolist(), periods_of_votes(table), states)
    period = np.where(without_vote, -1, members.period)
    listed = np.zeros((len(states), len(table)), dtype=bool)  # a row per state, as in memory
    place = {code: place for place, code in enumerate(states)}
    listed[[place[code] for code in votes.columns]] = votes.to_numpy().T != Vote.NOT_A_MEMBER
    differ = _differing(listed, members, period)
    here, theirs = listed[:, differ], period[differ]
    found = (members.certain[:, theirs] & ~here, here & ~members.possible[:, theirs])
    columns = {}
    for name, who in zip(LISTING, found, strict=True):
        texts = np.where(period < 0, np.nan, np.array("", dtype=object))
        for row, codes in zip(differ.tolist(), who.T, strict=True):
            texts[row] = SEPARATOR.join(compress(states, codes))
        columns[name] = pd.array(texts, dtype="str")
    return table.assign(**columns)


def periods_of_votes(table: pd.DataFrame) -> tuple[Any, Any]:
    """Return the first day of the period that each roll call tells, and the day after its last."""
    days = table["date"].to_numpy().astype("datetime64[D]")
    starts, stops = periods_of(days)
    for row in np.flatnonzero(np.isnat(days)).tolist():
        if told := time_of_vote(
            *(table[name].iloc[row] for name in ("organ", "session", "symbol"))
        ):
            starts[row], stops[row] = told[0], told[1] or date.max
    return starts, stops


def _differing(listed: Any, members: Members, period: Any) -> Any:
    """Return the roll calls of the periods in which some list differs from the members."""
    order = np.argsort(period, kind="stable")
    order = order[period[order] >= 0]
    if not len(order):
        return order
    blocks = listed[:, order]
    starts = np.flatnonzero(np.diff(period[order], prepend=-1))
    periods = period[order][starts]
    always = np.logical_and.reduceat(blocks, starts, axis=1)
    ever = np.logical_or.reduceat(blocks, starts, axis=1)
    lacking = members.certain[:, periods] & ~always
    differ = (lacking | (ever & ~members.possible[:, periods])).any(axis=0)
    return np.flatnonzero(np.isin(period, periods[differ]))


def _first_no_text(values: Any) -> str:
    """Return the first value that is not a text, as it is written, or ""."""
    if isinstance(values.dtype, pd.StringDtype):
        return "a missing value" if values.hasnans else ""
    return next((repr(value) for value in values.tolist() if not isinstance(value, str)), "")


def _must_be_days(name: str, dates: "pd.Series[Any]") -> None:
    if getattr(dates.dtype, "tz", None) is not None:
        raise DataError(
            f"{name}: the dates have the time zone {dates.dt.tz}: remove it by"
            " dates.dt.tz_localize(None)"
        )
    if dates.dtype.kind != "M":
        raise DataError(f"{name}: the dates are {dates.dtype}, not datetime64: pd.to_datetime(…)")
    times = dates.to_numpy()
    late = np.flatnonzero((times != times.astype("datetime64[D]")) & ~np.isnat(times))
    if len(late):
        raise DataError(
            f"{name}: '{dates.index[late[0]]}' has a time of day ({dates.iloc[late[0]]}): remove"
            " it by dates.dt.normalize()"
        )


def _must_be_counts(name: str, numbers: "pd.Series[Any]") -> None:
    if numbers.dtype.kind not in "iu":
        raise DataError(
            f"{name}: column '{numbers.name}' is {numbers.dtype}, not whole numbers:"
            " astype('Int64')"
        )
    if len(numbers) and (numbers < 0).any():
        raise DataError(f"{name}: column '{numbers.name}' has a number below 0")
