"""Adds what a file lacks and the caller says: the resolution that was voted on, and the day."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from unvote.errors import ArgumentError, DataError
from unvote.readers import build
from unvote.readers.organs import find_organ
from unvote.record import Record, count_of
from unvote.world import dates
from unvote.world.symbols import is_bare, normal, organ_of, session_of


def day_of(text: str | date | None) -> date | None:
    """Return the day that an argument names."""
    if text is None or isinstance(text, date):
        return text
    try:
        return dates.day(text.strip())
    except ValueError as error:
        raise ArgumentError(f"date '{text}' {error}") from error


def completed(record: Record, resolution: str | None, day: date | None) -> Record:
    """Return the record of one vote with the symbol and the day that its file lacks.

    Votes on parts of the text have them too.

    `resolution`: the symbol of the resolution, or of the draft if it failed.
    Raises ArgumentError if the file says otherwise.
    Raises DataError if the file holds several votes.
    """
    if resolution is None and day is None:
        return record
    whole = int((record.rollcalls["part"] == "").sum())
    if whole > 1 or not len(record):
        raise several(record.name, whole)
    frame = record.rollcalls.reset_index(drop=True)
    if resolution is not None:
        _set_symbol(frame, resolution.strip(), record.name)
    if day is not None:
        _set_day(frame, day, record.name)
    if resolution is not None:
        _set_organ(frame)
    # Once the roll call has a name, its doubts may be gone.
    before = build.doubts(record)
    notes = [note for note in record.notes if note not in before]
    made = build.ordered(record.name, frame, record.matrix, list(record.votes.columns), notes)
    return made.with_facts(notes=(*made.notes, *build.doubts(made)), edition=record.edition)


def several(name: str, votes: int, second: str = "") -> DataError:
    """Return the error about a file of several votes, given a resolution or a day for one.

    `second`: where the second vote begins, if that is known: "line 9".
    """
    begins = f", the second from {second}" if second else ""
    options = "--resolution and --date are for a file with one"
    return DataError(f"{name}: it holds {count_of(votes, 'vote')}{begins}; {options}")


def _set_symbol(frame: pd.DataFrame, symbol: str, name: str) -> None:
    """Write the symbol of a resolution into the table of roll calls."""
    if not symbol:
        raise ArgumentError("resolution '': it is empty")
    for said in dict.fromkeys(frame["symbol"]):
        draft = said in set(frame["draft"])
        if said and not draft and normal(said) != normal(symbol):
            raise ArgumentError(f"resolution '{symbol}': {name} says that it is {said}")
    frame["symbol"] = pd.array([symbol.upper()] * len(frame), dtype="str")


def _set_organ(frame: pd.DataFrame) -> None:
    """Write organ and session of the symbol into the table of roll calls, and its usual form.

    A symbol that names no body, such as 58/15, does not change an organ that the file tells.
    """
    symbol, day = frame["symbol"].iloc[0], frame["date"].iloc[0]
    told = frame["organ"].iloc[0] if is_bare(symbol) else ""
    organ = find_organ(symbol, "", "", said=told or None, year=day.year)
    session = session_of(symbol) if organ == organ_of(symbol) else ""
    form = normal(symbol)
    if organ == "GA" and form.startswith("A/RES/") and "(" not in form:  # 79/7 is A/RES/79/7
        frame["symbol"] = pd.array([form] * len(frame), dtype="str")
    for name, text in (("session", session), ("organ", organ)):
        if text:
            frame[name] = pd.array([text] * len(frame), dtype="str")


def _set_day(frame: pd.DataFrame, day: date, name: str) -> None:
    """Write a day into the table of roll calls."""
    said: Any = frame["date"].dropna().dt.date
    if other := next((one for one in said if one != day), None):
        raise ArgumentError(f"date '{day}': {name} says that it was on {other}")
    frame["date"] = np.full(len(frame), np.datetime64(day, "s"))
