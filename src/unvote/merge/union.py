"""The union of records, which may be from the same sources: every roll call once."""

from collections.abc import Iterable, Iterator

from unvote.merge.authority import known_source
from unvote.merge.editions import newer_editions
from unvote.merge.several import Merged, merge
from unvote.record import Record


def joined(records: Iterable[Record]) -> Merged:
    """Return one record of several, merged source by source.

    If two are of the same source, the later one is the newer edition.

    `records`: at least one, each of one source or of several.
    """
    sources: dict[str, list[Record]] = {}
    for record in records:
        for name, part in by_source(record):
            sources.setdefault(name, []).append(part)
    grown, fewer = [], []
    for oldest, *newer in sources.values():
        whole, editions = newer_editions(oldest, newer) if newer else (oldest, [])
        grown.append(whole)
        fewer += [one for edition in editions for one in edition.fewer]
    return merge(grown, fewer)


def by_source(record: Record) -> Iterator[tuple[str, Record]]:
    """Yield each source of a record, and its roll calls from there."""
    sources = record.rollcalls["source"].map(known_source)
    for name in sorted(set(sources)):
        yield name, record.rows((sources == name).to_numpy(dtype=bool))
