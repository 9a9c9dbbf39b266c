"""Tables with one row per vote: of the UN Digital Library, of Voeten, or a user's own.

Three columns are enough: the state, the vote, and what it was on. The header says which column is
which (`tables/file_columns.csv`).
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from unvote.codes import Vote, is_dash, vote_called
from unvote.errors import DataError
from unvote.readers import build
from unvote.readers.attributes import as_voeten_writes, attributes, is_voeten, note_untold_parts
from unvote.readers.columns import WAR_NUMBERS, folded
from unvote.readers.described import joined
from unvote.readers.organs import leave_out_bodies, organs_of
from unvote.readers.row_states import MISSING, states_of
from unvote.readers.stream import brief
from unvote.readers.table import Table, rollcalls, second_vote, take_ids
from unvote.record import Array, Record, count_of

# Voeten's codes of votes, in tables whose roll calls are numbered by rcid.
_VOETEN = {
    "1": Vote.YES,
    "2": Vote.ABSTAIN,
    "3": Vote.NO,
    "8": Vote.NOT_VOTING,
    "9": Vote.NOT_A_MEMBER,
}
_CODING = (
    "what a number means differs by source (1 is yes; 0 abstain, absent or no; in Voeten's table,"
    " known by its column rcid, 2 is abstain and 3 no)"
)


def record_of(table: Table, *, organ: str | None = None, described: Sequence[Table] = ()) -> Record:
    """Return the Record of a table with one row per vote.

    `table`: with the columns `vote`, and `code` or `name`.
    `organ`: the organ of the roll calls whose symbol and columns do not tell it.
    `described`: tables about the roll calls, by their number.
    """
    numbered = is_voeten(table)
    if numbered:
        as_voeten_writes(table)
    bare = _without_list(table)
    vote = _votes(table, numbered, bare)
    if not (vote.any() or bare.any()):
        raise DataError(f"{table.grid.name}: no state of the table is a member in any of its rows")
    if not (told := (vote != Vote.NOT_A_MEMBER) | bare).all():
        table.keep(told)
        vote, bare = vote[told], bare[told]
    take_ids(table)
    hint = table.title("number") if "number" in table.columns else "undl_id"
    rollcall, first = rollcalls(table, hint)
    columns = joined(table, first, described) if described else attributes(table, first)
    note_untold_parts(table, columns, described)
    leave_out_bodies(table, rollcall)
    council = "permanent" in table.columns
    columns["organ"] = organs_of(table, first, columns, council=council, asked=organ)
    if bare.any():
        table.keep(~bare)
        rollcall, vote = rollcall[~bare], vote[~bare]
    days = np.array(columns["date"], dtype="datetime64[s]")[rollcall]
    numbers = numbered or folded(table.title("code")) in WAR_NUMBERS
    cast = build.Cast(
        rollcall, states_of(table, days, numbered=numbers, from_taipei=numbered), vote
    )
    return build.make_record(
        table.grid.name,
        columns,
        cast,
        notes=table.notes,
        how_read=table.how_read,
        second_vote=partial(_second_vote, table, hint),
    )


def _without_list(table: Table) -> Array:
    """Return the rows of roll calls without known votes, as `data export` writes them."""
    bare = np.full(len(table), {"source", "part"} <= table.codes.keys())
    for name in {"code", "name", "vote"} & table.codes.keys():
        bare &= table.where(name, lambda text: not text)
    return bare


def _votes(table: Table, numbered: bool, bare: Array) -> Array:
    """Return the code of the vote of each row, or the code for a state that was not a member."""
    used = np.bincount(table.codes["vote"][~bare], minlength=len(table.values["vote"]))
    codes = []
    for place, text in enumerate(table.values["vote"]):
        code = vote_called(text)
        if code is None and numbered:
            code = _VOETEN.get(text.removesuffix(".0"))
        if code is None and used[place]:
            row = int((table.codes["vote"] == place).argmax())
            raise table.error(row, "vote", _no_vote(text, numbered))
        if (text.upper() in ("", "NV") or is_dash(text)) and used[place]:
            how = f"written {text}" if text else "left blank"
            votes = count_of(int(used[place]), "vote")
            table.notes.append(f"{votes} {how}: read as not voting (X)")
        codes.append(code or Vote.NOT_A_MEMBER)
    by_text: Array = np.array(codes, dtype=np.int8)
    return np.where(bare, np.int8(Vote.NOT_A_MEMBER), by_text[table.codes["vote"]])


def _no_vote(text: str, numbered: bool) -> str:
    what = f"'{brief(text)}' is not a vote: it is Y, N, A or X"
    if numbered:
        return f"{what}, or 1 (yes), 2 (abstain), 3 (no), 8 (absent) or 9 (no member)"
    if text.removesuffix(".0").lstrip("+-").isdecimal():
        return f"{what}; {_CODING}"
    return what


def _second_vote(table: Table, hint: str, first: int, again: int) -> DataError:
    """Return the error about two votes of one state in one roll call."""
    state = "code" if table.text("code", again) not in ("", MISSING) else "name"
    number = brief(table.text("number", first))
    known_by = brief(table.text("symbol", first)) or (f"#{number}" if number else "one roll call")
    if is_voeten(table):
        known_by = f"{hint} {number}"
    if "number" in table.columns:
        return second_vote(table, first, again, state, "", known_by)
    more = "; roll calls that share a symbol need an undl_id"
    if "symbol" not in table.columns:
        more = "; a column resolution tells roll calls apart"
    return second_vote(table, first, again, state, more, known_by)
