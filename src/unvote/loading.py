"""Finds the record that a name means: on this machine, in unvote, or in files."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any

from unvote.errors import ArgumentError
from unvote.record import Record
from unvote.world.words import listed

if TYPE_CHECKING:
    import pandas as pd

Votes = str | os.PathLike[str] | IO[bytes] | IO[str] | Record


def load(*votes: Votes) -> Record:
    r"""Return the record on this machine, the one that comes with unvote, or several as one.

    Parameters
    ----------
    *votes : str, path, open file or Record
        "embedded": the reference record, 21 roll calls of the General Assembly and 3 of the
        Security Council, 2014 to 2025. "full": what `unvote data pull` and `unvote data import`
        have made, with the reference record. A file of votes, as for `read`. A Record. Several:
        their union, in which every roll call counts once, as an import would merge them. None:
        the one on this machine, or "embedded" if there is none; a note says so if UNVOTE_DATA names
        a place without one.

    Returns
    -------
    Record
        The whole record; `select` takes roll calls from it. The `notes` of a union are those of all
        its records, and notes on what they disagree about.

    Raises
    ------
    DataError
        If there is no record on this machine, or it is damaged, or a file cannot be read.

    Examples
    --------
    >>> import io, unvote
    >>> len(unvote.load("embedded"))
    24
    >>> table = b"ms_code,ms_vote,resolution,date\nUSA,N,A/RES/81/1,2026-11-27\n"
    >>> len(unvote.load("embedded", io.BytesIO(table)))
    25
    """
    return loaded(votes)


def loaded(votes: Sequence[Votes], **how: Any) -> Record:
    """Return the record of some names; see `load`.

    `**how`: how to read a file that is named alone: the keywords of `read`.
    """
    from unvote.store import location

    if not votes:
        if wrong := location.wrong_folder():
            record = _one("embedded")
            return record.with_facts(notes=(*record.notes, wrong))
        votes = ["full" if location.exists() else "embedded"]
    if len(votes) > 1:
        return _union(votes)
    if votes[0] == "full":
        from unvote.store.read import open_record

        return open_record()
    return _one(votes[0], **how)


def _one(votes: Votes, **how: Any) -> Record:
    """Return the record of one name, other than the record on this machine."""
    if isinstance(votes, Record):
        return votes
    if votes == "embedded":
        from unvote.readers.reference import reference

        return reference()
    from unvote.readers import read

    return read(votes, **how)


def _union(several: Sequence[Votes]) -> Record:
    """Return the union of the records of several names, merged as an import would."""
    from unvote.merge.disagreements import notes_on
    from unvote.merge.union import joined
    from unvote.store.info import disagreements
    from unvote.store.read import open_sources

    names = [one for one in several if isinstance(one, str)]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ArgumentError(f"'{twice[0]}' is given twice: name every record once")
    parts = [open_sources() if one == "full" else [_one(one)] for one in several]
    merged = joined(record for part in parts for record in part)
    differing = merged.disagreements
    if "full" in names:  # the disagreements of its own sources were told at the import
        differing = _without(differing, disagreements())
    told = [
        (record.name, note)
        for one, part in zip(several, parts, strict=True)
        for record in part
        if one != "full"
        for note in record.notes
    ]
    named = len({name for name, _ in told}) > 1
    return replace(
        merged.record,
        name=listed([part[0].name for part in parts]),
        notes=(
            *(f"{PurePath(name).name}: {note}" if named else note for name, note in told),
            *notes_on(differing),
        ),
        edition=tuple(
            edition
            for one, part in zip(several, parts, strict=True)
            for record in part
            for edition in record.edition or _edition(one)
        ),
    )


def _without(disagreements: "pd.DataFrame", known: "pd.DataFrame") -> "pd.DataFrame":
    """Return the disagreements that are not known."""
    both = disagreements.merge(known.drop_duplicates(), how="left", indicator=True)
    return disagreements[(both["_merge"] == "left_only").to_numpy()]


def _edition(votes: Votes) -> tuple[str, ...]:
    """Return the name of a file with the start of its SHA-256; empty for anything else."""
    if not isinstance(votes, str | os.PathLike) or not Path(votes).is_file():
        return ()
    from unvote.store.importing import FileFacts

    facts = FileFacts.of(votes)
    return (f"{facts.name} sha256:{facts.sha256[:12]}",)
