"""Adds codes of other lists to the states of an answer, as of the day of each row."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from unvote.analysis.coverage import OF_STATES
from unvote.analysis.slices import slices_of
from unvote.answer import Answer, Column, Kind, Note, question
from unvote.errors import ArgumentError
from unvote.record import Array, Record
from unvote.world.country_codes import SCHEMES, Spell, must_be_scheme, spells
from unvote.world.states import all_states
from unvote.world.symbols import SESSION_YEAR


@question
def with_codes(answer: Answer, *schemes: str) -> Answer:
    """Add the codes of other lists to the states of an answer.

    Parameters
    ----------
    answer : Answer
        An answer with a column `state`, or `a` and `b`: of `unvote.align.answer(…)` and the
        like.
    *schemes : str
        Lists: "cow" (the numbers of the Correlates of War), "iso2" (alpha-2 of ISO 3166-1),
        "m49" (the numbers of the UN's statisticians, with three digits).

    Returns
    -------
    DataFrame
        The same rows. After each column of states one per list: `state_cow`, `a_iso2`, `b_m49`. The
        code holds on the day of the row: the day of its roll call, the last day of its year,
        session or other slice, or else the last day that was selected. It is missing for groups,
        and for states that a list does not have. If the Correlates of War list a state only later,
        it gets that later number, and a note names the state.

    Raises
    ------
    ArgumentError
        If a list is unknown, or the answer has no column of states, or is only a table.

    Examples
    --------
    >>> import unvote
    >>> answer = unvote.align.answer(unvote.load("embedded"), "US", "Serbia")
    >>> with_codes(answer, "cow", "iso2")[["b", "b_cow", "b_iso2"]].to_dict("records")
    [{'b': 'SRB', 'b_cow': 345, 'b_iso2': 'RS'}]
    """
    schemes = tuple(dict.fromkeys(map(must_be_scheme, schemes)))
    if not isinstance(answer, Answer):
        raise ArgumentError(
            "a table does not say which days it is about: give with_codes an answer, as"
            " unvote.profile.answer(record) makes it"
        )
    frame = answer.table()
    if not (of_states := [name for name in frame if name in OF_STATES]):
        raise ArgumentError(
            f"--codes {','.join(schemes)}: this answer has no column of states"
            f" ({', '.join(OF_STATES)})"
        )
    days, when = _days(frame, answer)
    columns, unlisted = list(answer.columns), set[str]()
    pieces: dict[Any, Any] = {}
    for name in frame:
        pieces[name] = frame[name]
        if name not in of_states:
            continue
        for scheme in schemes:
            values, later = _codes(frame[name], days, scheme)
            pieces[f"{name}_{scheme}"] = values
            unlisted |= later
            columns.append(Column(f"{name}_{scheme}", Kind.CODE))
    told = [
        Note("codes", f"{scheme}: {SCHEMES[scheme]}, {when}", names=(scheme,)) for scheme in schemes
    ]
    notes = list(answer.notes)
    if unlisted:
        names = ", ".join(sorted(all_states()[code].name for code in unlisted))
        words = f"cow: not in the list of states on all days of these rows: {names}"
        notes.append(Note("codes", words, len(unlisted), tuple(sorted(unlisted))))
    return replace(
        answer,
        frame=pd.DataFrame(pieces, copy=False),
        columns=columns,
        notes=notes,
        basis=[*answer.basis, *told],
    )


def _days(frame: pd.DataFrame, answer: Answer) -> tuple[Array, str]:
    """Return the day of each row, missing if it is today, and say what days they are."""
    record, by = answer.record, getattr(answer.facts, "by", None)
    if "date" in frame:
        return _as_days(frame["date"]), "on the day of the roll call"
    if record is None:
        return np.full(len(frame), np.datetime64("NaT", "D")), "today"
    dates = record.rollcalls["date"]
    if "rollcall" in frame:
        return _as_days(frame["rollcall"].map(dates)), "on the day of the roll call"
    if "by" in frame:
        ends = _ends(record, by)
        return _as_days(frame["by"].map(ends)), "on the last day of the slice"
    if "session" in frame:
        last = dates.groupby(record.rollcalls["session"]).max()
        days = frame["session"].astype("str").map(last)
        years = SESSION_YEAR + frame["session"]  # of a session with special ones alone
        closing = pd.to_datetime(years.astype("str") + "-12-31", errors="coerce")
        return _as_days(days.fillna(closing)), "on the last day of the session"
    newest = record.last_day
    day = np.datetime64("NaT" if newest is None else newest, "D")
    return np.full(len(frame), day), "today" if newest is None else f"on {newest}"


def _ends(record: Record, by: str | int | None) -> dict[Any, Any]:
    """Return the last day of each slice."""
    by_name = (by, None) if isinstance(by, str) else (None, by)
    slices, _ = slices_of(record, *by_name)
    dates = record.rollcalls["date"]
    return {
        name: dates.iloc[slices.rows_of(place)].max() for place, name in enumerate(slices.names)
    }


def _as_days(dates: "pd.Series[Any]") -> Array:
    return np.asarray(pd.to_datetime(dates), dtype="datetime64[D]")


def _codes(states: "pd.Series[str]", days: Array, scheme: str) -> tuple[Any, set[str]]:
    """Return the codes of states on some days, and the states that the list has only later."""
    place, names = pd.factorize(states)
    when, dates = pd.factorize(days)
    when = np.where(when < 0, len(dates), when)  # a missing day is the last of them
    # Look up each state and day once: there are few of them, however many rows.
    cells, row = np.unique(place * (len(dates) + 1) + when, return_inverse=True)
    which, moment = np.divmod(cells, len(dates) + 1)
    moments = np.append(dates, np.datetime64("NaT", "D"))[moment]
    codes, later = np.full(len(cells), None, dtype=object), set[str]()
    for number, name in enumerate(names):
        listed, rows = spells(scheme).get(str(name), ()), np.flatnonzero(which == number)
        for spell in reversed(listed):
            codes[rows] = spell.value or None
            rows = rows[_before(moments[rows], spell)]
        if len(rows) and listed:
            later.add(str(name))
    if scheme == "cow":
        return pd.Series(pd.to_numeric(codes), dtype="Int64").array.take(row), later
    return pd.array(codes, dtype="str").take(row), later


def _before(days: Array, spell: Spell) -> Array:
    """Mark the days before a spell; a missing day is not."""
    if spell.first is None:
        return np.zeros(len(days), dtype=bool)
    return np.asarray(days < np.datetime64(spell.first))
