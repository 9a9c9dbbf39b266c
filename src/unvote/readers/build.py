"""Makes a Record of what a reader found: ids, order, repeats, organs, totals.

Every layout ends here, so that a roll call has the same id, session and organ from whatever
source it comes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from unvote.codes import PARTS, Vote
from unvote.errors import DataError
from unvote.readers.stream import brief
from unvote.readers.titles import title_of
from unvote.record import TEXTS, TOTALS, Array, Record, count_of
from unvote.world.organs import COMMITTEES
from unvote.world.states import all_states
from unvote.world.symbol_text import visible
from unvote.world.symbols import is_bare, normal, session_name, session_of

# From this day on "Yugoslavia" is the Federal Republic, which is SRB here.
FEDERAL_REPUBLIC = "2000-11-01"
# The seat of China was held from Taipei until 25 October 1971. The days of those years are
# not reliable, the months are.
_TAIPEI_UNTIL = np.datetime64("1971-11-01")


class Cast(NamedTuple):
    """The votes that a source holds, one per entry."""

    rollcall: Array  # array of int: the place of the roll call among those of the source
    state: Array  # array of int: the place of the state in `known_states`
    vote: Array  # array of int8: the code of the vote, never that of not being a member


def known_states() -> list[str]:
    """Return the codes of all states, sorted, as `Cast.state` counts them."""
    return sorted(all_states())


def make_record(
    name: str,
    columns: Mapping[str, Sequence[Any]],
    cast: Cast,
    *,
    notes: Sequence[str] = (),
    how_read: Sequence[str] = (),
    second_vote: Callable[[int, int], DataError],
) -> Record:
    """Return the Record of what a source holds.

    `columns`: the attributes of the roll calls, in the order of the source: `symbol`, `source`,
    `organ` and those of the other `TEXTS` and `TOTALS` that it has; `date`, None where it is
    missing.
    `how_read`: what is odd about the form of the source; this note comes last.
    `second_vote`: given the places of two votes of one state in one roll call, the error about
    them.
    Raises DataError if a state votes twice in a roll call.
    """
    said = list(notes)
    frame = _frame(columns)
    days = frame["date"].to_numpy()
    state = _federal_republic(cast, days, said)
    matrix, states = _matrix(cast, state, len(frame), second_vote)
    record = ordered(name, frame, matrix, states, said)
    return record.with_facts(notes=(*record.notes, *doubts(record), *how_read))


def doubts(record: Record) -> list[str]:
    """Return notes on roll calls with a doubtful symbol, organ or total."""
    return _nameless(record.rollcalls) + _differing_totals(record.rollcalls, record.matrix)


def ordered(
    name: str, frame: pd.DataFrame, matrix: Array, states: Sequence[str], notes: Sequence[str]
) -> Record:
    """Return the Record of roll calls, oldest first, without repeats, each with its id.

    `frame`: the roll calls in the order of the source, numbered from 0.
    `matrix`: their votes, a column for each of the states.
    """
    said = list(notes)
    order = np.argsort(frame["date"].to_numpy(), kind="stable")  # a missing date comes last
    frame = frame.assign(form=[normal(symbol) for symbol in frame["symbol"]])
    order = order[~_repeats(frame, matrix, said)[order]]
    frame, matrix = frame.iloc[order], matrix[order]
    said += _of_several_days(frame)
    frame.index = pd.Index(_ids(frame), dtype="str", name="rollcall")
    frame = frame.drop(columns="form")
    votes = pd.DataFrame(matrix, index=frame.index, columns=list(states))
    return Record(frame, votes, name, notes=tuple(dict.fromkeys(said)))


def _frame(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Return the table of roll calls, in the order of the source."""
    rows = len(columns["symbol"])
    blank, missing = [""] * rows, [None] * rows
    texts = {name: columns.get(name, blank) for name in TEXTS}
    texts["title"] = [title_of(text) for text in texts["title"]]
    for name in ("symbol", "draft", "meeting"):
        texts[name] = list(map(visible, texts[name]))
    texts["session"] = list(map(_session, texts["symbol"], texts["session"], texts["organ"]))
    if "part" not in columns:
        notes = (note.casefold() for note in texts["note"])
        texts["part"] = [note if note in PARTS else "" for note in notes]
    # All at once: to make an array costs more than the texts of most files.
    every = pd.array([text for name in TEXTS for text in texts[name]], dtype="str")
    arrays = {name: every[place * rows :][:rows] for place, name in enumerate(TEXTS)}
    days = np.array(columns.get("date", missing), dtype="datetime64[s]")
    numbers = {name: _integers(columns.get(name, missing)) for name in TOTALS}
    first, *others = arrays.items()
    return pd.DataFrame(dict([first, ("date", days), *others, *numbers.items()]))


def _integers(numbers: Sequence[int | None]) -> Any:
    missing = np.array([number is None for number in numbers], dtype=bool)
    return pd.arrays.IntegerArray(
        np.array([number or 0 for number in numbers], dtype=np.int64), missing
    )


def federal(state: Array, late: Array) -> Array:
    """Return the places of the states, with Yugoslavia of 2000 and later as Serbia."""
    known = known_states()
    yugoslavia, serbia = known.index("YUG"), known.index("SRB")
    return np.where(late & (state == yugoslavia), serbia, state)


def _federal_republic(cast: Cast, days: Array, notes: list[str]) -> Array:
    late = (days >= np.datetime64(FEDERAL_REPUBLIC))[cast.rollcall]
    state = federal(cast.state, late)
    if changed := int(np.count_nonzero(state != cast.state)):
        notes.append(
            f"{count_of(changed, 'vote')} of YUG from {FEDERAL_REPUBLIC} on read as SRB, the"
            " Federal Republic of Yugoslavia"
        )
    return state


def _matrix(
    cast: Cast, state: Array, rows: int, second_vote: Callable[[int, int], DataError]
) -> tuple[Array, list[str]]:
    """Return the votes as one array, and the states that are its columns."""
    known = known_states()
    matrix = np.zeros((rows, len(known)), dtype=np.int8)
    matrix[cast.rollcall, state] = cast.vote
    if np.count_nonzero(matrix) < len(state):
        cell = cast.rollcall * len(known) + state
        again = int(pd.Series(cell).duplicated().argmax())
        raise second_vote(int((cell == cell[again]).argmax()), again)
    used: Array = np.any(matrix, axis=0)
    states = [code for code, there in zip(known, used, strict=True) if there]
    return np.ascontiguousarray(matrix[:, used]), states


def seat_of_china(days: Array, name: str) -> str:
    """Return the note on votes from Taipei, cast on some days, that are read as China's.

    Raises DataError if Taipei no longer held the seat on one of the days.
    """
    if (days >= _TAIPEI_UNTIL).any():
        day = np.datetime_as_string(days[days >= _TAIPEI_UNTIL].min(), unit="D")
        raise DataError(
            f"{name}: a vote of Taiwan on {day}, which held the seat of China until 1971-10-25:"
            " correct the state or the date"
        )
    return (
        f"{count_of(len(days), 'vote')} of Taiwan read as CHN: the Republic of China held the"
        " seat of China until 1971-10-25"
    )


def _session(symbol: str, said: str, organ: str) -> str:
    """Return the session; for an (emergency) special one from the symbol, not the column.

    The session in a symbol such as 58/15 is the Assembly's only if the roll call is, too.
    """
    assembly = organ == "GA" or organ in COMMITTEES
    named = session_of(symbol) if assembly or not is_bare(symbol) else ""
    return named if not said or named.startswith(("ES-", "S-")) else session_name(said)


def symbol_of_page(text: str) -> str:
    """Return the symbol for what Voeten's data and unvotes write: R/1/66 is A/RES/1/66.

    For early sessions that is the page of a record, not the number of a resolution.

    Examples
    --------
    >>> symbol_of_page("R/1/66"), symbol_of_page("A/RES/71/5"), symbol_of_page("ESS/5/100")
    ('A/RES/1/66', 'A/RES/71/5', 'ESS/5/100')
    """
    return f"A/RES/{text[2:]}" if text.startswith("R/") else text


def _nameless(frame: pd.DataFrame) -> list[str]:
    """Return a note on the roll calls whose body neither the symbol nor the file names."""
    nameless = frame[frame["organ"] == ""]
    if nameless.empty:
        return []
    alone = len(nameless) == len(frame)  # then measures count it
    left_out = "" if alone else ", which the General Assembly's numbers leave out"
    return [
        f"{count_of(len(nameless), 'roll call')} of an unknown body"
        f" ({some(list(nameless.index), 30)}){left_out}: --organ GA, SC or HRC names the body"
    ]


def day(text: str) -> date:
    """Return the day that a text names, as 2025-02-24.

    Raises ValueError if it names none.
    """
    try:
        if len(text) == 10 and text[4] == text[7] == "-":
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("is not a date: it is written as 2025-02-24")


def total(text: str) -> int:
    """Return the number of votes that a text names, also as 120.0.

    Raises ValueError if it names none.
    """
    whole, _, decimals = text.partition(".")
    if whole.isascii() and whole.isdecimal() and len(whole) < 10 and not decimals.strip("0"):
        return int(whole)
    raise ValueError("is not a number of votes")


def _ids(frame: pd.DataFrame) -> list[str]:
    """Return the ids: the symbol if it is unique, else SYMBOL#NUMBER; #NUMBER without a symbol.

    Spellings of one symbol are that symbol. If the source has no number, the place in the file
    replaces it.
    """
    shared = frame["form"].duplicated(keep=False) | frame["symbol"].duplicated(keep=False)
    return [
        symbol if symbol and not several else f"{symbol}#{number or place + 1}"
        for place, symbol, several, number in zip(
            frame.index, frame["symbol"], shared, frame["number"], strict=True
        )
    ]


def _of_several_days(frame: pd.DataFrame) -> list[str]:
    """Return a note on the symbols that whole texts of several days have in common."""
    named = frame[(frame["form"] != "") & (frame["part"] == "")]
    told = []
    for _, rows in named[named["form"].duplicated(keep=False)].groupby("form", sort=False):
        days = rows["date"].drop_duplicates().dt.strftime("%Y-%m-%d").fillna("no date").tolist()
        if len(days) > 1:
            told.append(f"{brief(rows['symbol'].iloc[0], 30)} ({some(days)})")
    return [f"{count_of(len(told), 'symbol')} with several dates: {some(told)}"] if told else []


def _repeats(frame: pd.DataFrame, matrix: Array, notes: list[str]) -> Array:
    """Return which roll calls repeat an earlier one: symbol, date, organ, note and all votes.

    Votes on parts of a text often have the same result: they are not repeats. Nor are two roll
    calls to which the source gives different numbers or titles.
    """
    repeats: Array = np.zeros(len(frame), dtype=bool)
    keys = frame[["date", "organ", "note", "form"]]
    whole = (keys["form"] != "") & (frame["part"] == "")
    first: dict[tuple[Any, ...], list[int]] = {}
    for place in np.flatnonzero(whole & keys.duplicated(keep=False)).tolist():
        key = (*map(str, keys.iloc[place]), matrix[place].tobytes())
        same = first.setdefault(key, [])
        repeats[place] = any(_same_title_and_number(frame, earlier, place) for earlier in same)
        if not repeats[place]:
            same.append(place)
    if repeats.any():
        notes.append(
            f"{count_of(repeats.sum(), 'roll call')} that the source repeats kept once:"
            f" {some(frame['symbol'][repeats].drop_duplicates())}"
        )
    return repeats


def _same_title_and_number(frame: pd.DataFrame, one: int, other: int) -> bool:
    """Return whether two otherwise equal roll calls also share title and number."""
    titles, numbers = ({*frame[name].iloc[[one, other]]} for name in ("title", "number"))
    if titles == titles - {""} and len(titles) == 1:
        return True
    return len(titles - {""}) < 2 and len(numbers - {""}) < 2


def _differing_totals(frame: pd.DataFrame, matrix: Array) -> list[str]:
    """Return a note on the roll calls whose published totals differ from the sum of the votes."""
    differing: dict[int, str] = {}
    listed: Array = np.any(matrix, axis=1)  # without a list there is nothing to compare
    for name, vote in zip(TOTALS, (Vote.YES, Vote.NO, Vote.ABSTAIN, Vote.NOT_VOTING), strict=False):
        _differing(differing, name, frame, listed, np.count_nonzero(matrix == vote, axis=1))
    _differing(differing, TOTALS[-1], frame, listed, np.count_nonzero(matrix, axis=1))
    if not differing:
        return []
    return [
        f"{count_of(len(differing), 'roll call')} whose published totals differ from the votes;"
        f" the votes count: {some(list(differing.values()))}"
    ]


def _differing(
    differing: dict[int, str], name: str, frame: pd.DataFrame, listed: Array, counts: Array
) -> None:
    published = frame[name].array
    said = published.to_numpy(np.int64, na_value=0)
    differs = np.flatnonzero(~published.isna() & (said != counts) & listed)
    what = name.removeprefix("published_").replace("_", " ")
    for place in differs.tolist():
        words = f"({what}: {published[place]} published, {counts[place]} listed)"
        differing.setdefault(place, f"{brief(frame.index[place], 30)} {words}")


def some(values: Sequence[str] | pd.Series, most: int = 80) -> str:
    """Return the first three of several texts, each cut to some length, and how many more."""
    more = f" and {len(values) - 3:,} more" if len(values) > 3 else ""
    return ", ".join(brief(text, most) for text in values[:3]) + more
