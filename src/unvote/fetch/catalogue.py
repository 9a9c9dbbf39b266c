"""The files that can be fetched, their addresses and largest sizes: ``tables/downloads.csv``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from unvote.errors import ArgumentError, DataError
from unvote.fetch.addresses import authority, check_address
from unvote.world.tables import read_table

# The last session to ask for, if a server claims to have every one.
_MOST_FURTHER = 50
_SERIES = re.compile(r"(.*?)(\d+)(\.json)")


@dataclass(frozen=True)
class Download:
    """One file that can be fetched."""

    # The source, and the file's name in it; the cache keeps the file under both.
    source: str
    name: str
    # ``json``, ``xml``, ``rda`` or ``csv``; ``contents`` for a list of XML files from GitHub;
    # ``search`` for pages of records; ``listing`` for a list of files that the source publishes,
    # and ``listed`` for the file chosen from that list, whose address has a gap until then.
    kind: str
    url: str  # its address
    hosts: tuple[str, ...]  # the hosts that may send it, with their port unless it is the usual one
    limit: int  # the most bytes that it may have
    size: int | None = None  # its bytes when the table was written
    optional: bool = False  # whether it may be missing, as the next session may
    # Whether the other files do not need it: a failure is then reported, and the run goes on.
    part: bool = False
    page: str = ""  # where a person finds it with a browser
    # The checksum that the source publishes, as ``md5:0123abcd…``; empty if it publishes none.
    checksum: str = ""

    def failure(self, what: str, then: str | None = None) -> DataError:
        """Return the error that says what went wrong with this file, and how to go on."""
        page = self.page or self.url
        by_hand = f"save it from {page} with a browser and run 'unvote data import FILE'"
        return DataError(f"{self.name} from {self.url}: {what}: {then or by_hand}")


def downloads(sources: Sequence[str], base: str | None = None) -> list[Download]:
    """List what is about to be fetched, from the table, without asking a server.

    `sources`: names of sources: unxml, unvotes, voeten, library.
    `base`: another address to fetch from, with each file under ``SOURCE/NAME``. None: the addresses
    of the sources themselves.
    An optional download stands for a series: the next session and all after it.
    Raises ArgumentError if a source is unknown.
    Raises DataError if a source can only be fetched with a browser, or the base cannot be trusted.

    Examples
    --------
    >>> [download.name for download in downloads(["unvotes"])]
    ['un_votes.rda', 'un_roll_calls.rda', 'un_roll_call_issues.rda', 'Matches.csv']
    >>> downloads(["unvotes"], base="http://localhost:8000")[0].url
    'http://localhost:8000/unvotes/un_votes.rda'
    """
    rows = read_table("downloads")
    known = list(dict.fromkeys(row["source"] for row in rows if row["kind"] != "browser"))
    pages = {row["source"]: row["page"] for row in reversed(rows) if row["kind"] == "browser"}
    for source in sources:
        if source in pages:
            raise DataError(
                f"the source '{source}' refuses programs: open {pages[source]} in a browser, save"
                " the CSV file there and run 'unvote data import FILE'"
            )
        if source not in known:
            raise ArgumentError(f"'{source}' is not a source to fetch (known: {', '.join(known)})")
    host = "" if base is None else authority(check_address(base))
    found = []
    for source in dict.fromkeys(sources):
        for row in (row for row in rows if row["source"] == source):
            # The name of a listed file is known only after its list.
            name = "{name}" if row["kind"] == "listed" else quote(row["name"], safe="?&=")
            download = Download(
                source=source,
                name=row["name"],
                kind=row["kind"],
                url=f"{base.rstrip('/')}/{source}/{name}" if base else row["url"],
                hosts=(host,) if base else tuple(row["hosts"].split(";")),
                limit=int(row["limit_mb"]) * 1_000_000,
                size=int(row["size_kb"]) * 1000 if row["size_kb"] else None,
                optional="yes" in row["optional"].split(";"),
                part="part" in row["optional"].split(";"),
                page=row["page"],
            )
            found.append(download)
    return found


def series(download: Download) -> Iterator[Download]:
    """Yield a download; if it is optional, also those with the next numbers in their names."""
    yield download
    match = _SERIES.fullmatch(download.name) if download.optional else None
    if match:
        start, number, end = match.groups()
        for further in range(1, 1 + _MOST_FURTHER):
            name = f"{start}{int(number) + further}{end}"
            yield replace(download, name=name, url=download.url.removesuffix(download.name) + name)


def parts_of(wanted: Sequence[Download]) -> list[list[Download]]:
    """Return the optional downloads, grouped by page."""
    parts: dict[str, list[Download]] = {}
    for download in wanted:
        if download.part:
            parts.setdefault(download.page, []).append(download)
    return list(parts.values())
