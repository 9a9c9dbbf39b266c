"""Texts that come back: which roll calls of different sessions are on the same title."""

import re

import numpy as np

from unvote.record import Matrix, Record
from unvote.world.spelling import plain

# The titles of some sources are cut at this length, or followed by what kind of text it is.
CUT = 60
_KIND = re.compile(r"\s*[:/]\s*(draft )?resolution\b.*")
_YEAR = re.compile(r"\b(19|20)\d\d\b")


def title_keys(record: Record) -> Matrix:
    """Return what each title comes down to, the same for texts that come back.

    Case, accents, punctuation and years do not count. A title that its source cut is made
    whole where the agenda item goes on with it, or where one whole title of the record alone
    begins so.

    Returns
    -------
    array of str
        One a roll call; empty where there is no title.

    Examples
    --------
    >>> import unvote
    >>> record = unvote.load("embedded").select("74/7", "80/4", "ES-11/8")
    >>> title_keys(record)[[0, 2]].tolist()[0][:27], len(set(title_keys(record)))
    ('necessity of ending the eco', 2)
    """
    table = record.rollcalls
    titles = [
        agenda if len(title) >= CUT - 1 and agenda.startswith(title) else title
        for title, agenda in zip(table["title"].str.strip(), table["agenda"], strict=True)
    ]
    keys = [_key(title) for title in titles]
    whole = sorted({key for key, title in zip(keys, titles, strict=True) if len(title) > CUT})
    starts: dict[str, list[str]] = {}
    for key, title in zip(keys, titles, strict=True):
        if CUT - 1 <= len(title) <= CUT and key not in starts:
            starts[key] = [other for other in whole if other.startswith(key)]
    return np.array(
        [starts[key][0] if len(starts.get(key, ())) == 1 else key for key in keys], dtype=object
    )


def _key(title: str) -> str:
    text = _YEAR.sub(" ", _KIND.sub("", plain(title)))
    return " ".join(re.findall(r"\w+", text))
