"""Plain lists: how states voted, roll call by roll call, and which roll calls hold a text."""

import numpy as np
import pandas as pd

from unvote.analysis.parties import Groups, membership, parties, undated_note
from unvote.analysis.tally import ABOUT, about
from unvote.codes import LETTERS, Vote
from unvote.record import Record
from unvote.world.groups import REGIONS, Group, all_groups
from unvote.world.spelling import plain
from unvote.world.states import all_states

SHOW = ("rollcall", "state", "name", "region", "vote")


def votes(record: Record, *names: str, groups: Groups | None = None) -> pd.DataFrame:
    """Line up how states voted, one row a roll call.

    Parameters
    ----------
    record : Record
        The roll calls.
    *names : str
        States; a group stands for its members in any of the roll calls.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        `rollcall, date, organ, session, title` and a column a state (its code): Y, N, A, X,
        or empty where it was no member.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If a state or group is not known, or is ambiguous.

    Examples
    --------
    >>> import unvote
    >>> frame = unvote.votes(unvote.load().select("ES-11/*"), "US", "RU", "FR")
    >>> frame[["rollcall", "USA", "RUS", "FRA"]].iloc[-3].tolist()
    ['A/RES/ES-11/7', 'N', 'N', 'Y']
    """
    codes: dict[str, None] = {}
    notes: list[str] = []
    for party in parties(names, groups):
        if isinstance(party, Group):
            there = membership(record, party).any(axis=0)
            codes |= dict.fromkeys(record.votes.columns[there])
            notes += undated_note(record, party)
        else:
            codes[party.code] = None
    letters = np.array(LETTERS, dtype=object)
    frame = about(record)
    for code in codes:
        column = record.votes.get(code)
        frame[code] = "" if column is None else letters[column.to_numpy()]
    frame.attrs["notes"] = notes
    return frame


def show(record: Record, *, among: str | None = None, groups: Groups | None = None) -> pd.DataFrame:
    """List every vote of every state, with the regional group of the state on that day.

    Parameters
    ----------
    record : Record
        The roll calls.
    among : str, optional
        Lists only the states of this group.
    groups : mapping of str to Group, optional
        Groups of the user's own (`own_groups`).

    Returns
    -------
    DataFrame
        One row a roll call and member state: `rollcall, state, name, region, vote` (Y, N, A
        or X), in the order of the names; `region` is empty where the state was in no
        regional group on the day.

    Raises
    ------
    UnknownNameError
        If the group is not known.

    Examples
    --------
    >>> import unvote
    >>> unvote.show(unvote.load().select("ES-11/7")).iloc[0].tolist()
    ['A/RES/ES-11/7', 'AFG', 'Afghanistan', 'APG', 'X']
    """
    matrix = record.matrix
    regions = np.full(matrix.shape, "", dtype=object)
    if record.rollcalls["date"].notna().any():
        for region in REGIONS:
            regions[membership(record, all_groups()[region])] = region
    listed = matrix != Vote.NOT_A_MEMBER
    if among is not None:
        [party] = parties([among], groups)
        listed &= membership(record, party)
    names = np.array([all_states()[code].name for code in record.votes.columns], dtype=object)
    place = np.argsort(np.argsort([plain(name) for name in names]))
    rows, columns = np.nonzero(listed)
    order = np.lexsort((place[columns], rows))
    rows, columns = rows[order], columns[order]
    frame = pd.DataFrame(
        {
            "rollcall": record.rollcalls.index[rows],
            "state": record.votes.columns[columns],
            "name": names[columns],
            "region": regions[rows, columns],
            "vote": np.array(LETTERS, dtype=object)[matrix[rows, columns]],
        }
    )
    undated = int(record.rollcalls["date"].isna().sum())
    frame.attrs["notes"] = (
        [f"regional groups are left empty where a roll call has no date ({undated:,})"]
        if undated
        else []
    )
    return frame


def search(record: Record, text: str) -> pd.DataFrame:
    """Find the roll calls whose symbol, title, agenda item or subjects hold all words of a text.

    Parameters
    ----------
    record : Record
        The roll calls.
    text : str
        One or more words or parts of words; case and accents do not count.

    Returns
    -------
    DataFrame
        `rollcall, date, organ, session, title`, oldest first.

    Examples
    --------
    >>> import unvote
    >>> unvote.search(unvote.load(), "path peace")["rollcall"].tolist()
    ['A/RES/ES-11/8']
    """
    words = plain(text).split()
    table = record.rollcalls
    columns = ["symbol", "title", "draft", "agenda", "subjects"]
    texts = [plain(" ".join(row)) for row in table[columns].itertuples(index=False)]
    found = np.array([all(word in line for word in words) for line in texts], dtype=bool)
    return about(record.rows(found))[list(ABOUT)]
