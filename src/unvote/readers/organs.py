"""Finds the organ of roll calls: by the symbol, never by the layout of the file."""

from typing import Any

from unvote.readers import build
from unvote.readers.stream import brief
from unvote.readers.table import Table
from unvote.record import Array, count_of
from unvote.world.organs import organ_called
from unvote.world.symbols import organ_of, session_number


def find_organ(
    symbol: str,
    draft: str,
    in_session: str,
    *,
    said: str | None = None,
    council: bool = False,
    default: str | None = None,
) -> str:
    """Return the organ of a roll call: by its symbol, or by the other columns; "" if unknown.

    A vote without a symbol is the General Assembly's if it has one of its sessions.

    `symbol`, `draft`, `in_session`: what the source says of the roll call.
    `said`: the organ that the source names.
    `council`: the source has columns that only files of the Security Council have.
    `default`: the organ if nothing tells it.

    Examples
    --------
    >>> find_organ("S/2022/155", "", ""), find_organ("", "", "44"), find_organ("Text", "", "44")
    ('SC', 'GA', '')
    """
    if found := organ_of(symbol) or said or organ_of(draft):
        return found
    if council:
        return "SC"
    number = session_number(in_session)
    regular = number is not None and 0 < number < 100
    if not symbol and (regular or in_session.upper().startswith(("ES-", "S-"))):
        return "GA"
    return default or ""


def organ_said(text: str) -> str:
    """Return the organ that a text names.

    Raises ValueError if it names none.
    """
    if organ := organ_called(text):
        return organ
    raise ValueError(
        "is not an organ: it is GA, SC, HRC, ECOSOC, C1 to C6 or another body's letters"
    )


def organs_of(
    table: Table,
    rows: Array,
    columns: dict[str, list[Any]],
    *,
    council: bool = False,
    asked: str | None = None,
) -> list[str]:
    """Return the organ of each roll call in some rows."""
    found = []
    unlike = []
    described = zip(
        table.parsed("organ", rows, organ_said),
        *(columns[name] for name in ("symbol", "draft", "session")),
        strict=True,
    )
    for said, symbol, draft, session in described:
        is_of = find_organ(symbol, draft, session, said=said, council=council, default=asked)
        if said and is_of != said:
            unlike.append(f"{brief(symbol, 30)} ({said})")
        found.append(is_of)
    if unlike:
        table.notes.append(
            f"{count_of(len(unlike), 'roll call')} whose symbol and column {table.title('organ')}"
            f" name different organs: the symbol counts: {build.some(unlike)}"
        )
    return found
