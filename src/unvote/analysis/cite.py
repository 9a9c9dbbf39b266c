"""How to cite a record: its sources, as text and as BibTeX."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from unvote._version import __version__
from unvote.answer import Answer, Column, Kind, question
from unvote.record import Record
from unvote.world.tables import read_table

# The program, as a row of the table of sources.
_PROGRAM = {
    "source": "unvote",
    "author": "The unvote developers",
    "year": "2026",
    "title": f"unvote: how the United Nations voted (version {__version__})",
    "publisher": "",
    "url": "",
    "doi": "",
    "terms": "MIT licence",
}
CITE = (Column("source", key=True), Column("citation", Kind.TEXT), Column("bibtex", Kind.TEXT))


@dataclass(frozen=True)
class Cited:
    """How citations are drawn: as texts, or as BibTeX entries, which go into a pipe too."""

    always_drawn: bool = False


@question
def cite(record: Record) -> Answer:
    """Return how to cite a record: each of its sources, and the program.

    Parameters
    ----------
    record : Record
        The record in use.

    Returns
    -------
    DataFrame
        One row per source and one for the program: `source`, `citation` (text), `bibtex`.

    Examples
    --------
    >>> import unvote
    >>> unvote.cite(unvote.load("embedded"))["source"].tolist()
    ['reference', 'unvote']
    """
    used = set(record.rollcalls["source"])
    rows = [
        [name, _citation(row), _bibtex(row)] for name, row in _published().items() if name in used
    ]
    rows.append(["unvote", _citation(_PROGRAM), _bibtex(_PROGRAM)])
    frame = pd.DataFrame(rows, columns=[column.name for column in CITE]).astype("str")
    return Answer(frame, CITE, record, facts=Cited())


def citations(sources: Iterable[str]) -> list[str]:
    """Return how to cite some sources, and the program, as texts."""
    return [*filter(None, map(citation, sources)), _citation(_PROGRAM)]


def citation(source: str) -> str:
    """Return how to cite a source, as text; "" for a user's own files."""
    row = _published().get(source)
    return _citation(row) if row else ""


def _published() -> dict[str, dict[str, str]]:
    return {row["source"]: row for row in read_table("sources") if row["title"]}


def _citation(row: dict[str, str]) -> str:
    parts = [f"{row['author']} ({row['year']})", row["title"], row["publisher"], row["url"]]
    return ". ".join(part for part in parts if part) + f". Terms: {row['terms']}."


def _bibtex(row: dict[str, str]) -> str:
    fields = {name: row[name] for name in ("author", "title", "year", "publisher", "url", "doi")}
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{row['source']},\n" + ",\n".join(lines) + "\n}"
