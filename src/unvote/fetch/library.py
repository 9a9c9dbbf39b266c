"""Fetches the newest voting records of the UN Digital Library, with the user's key.

The library answers page by page, newest first. New records are kept in the cache at once, so that a
run that was stopped continues where it was. The key goes into one header, to the library's own
host, and nowhere else.
"""

import json
import re
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

import urllib3

from unvote.errors import DataError
from unvote.fetch.cache import locked
from unvote.fetch.catalogue import Download
from unvote.fetch.client import Network
from unvote.fetch.files import in_time, tried
from unvote.fetch.response import body, check_answer
from unvote.writing import whole_file

KEY = "UNVOTE_LIBRARY_KEY"
# The most records that the library gives on a page.
PAGE = 50
_PAGES, _STOPPED, _TOGETHER = "page-*.xml", "stopped.json", "voting-data.xml"
_START = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
)
_END = b"</collection>\n"
_REFUSED = {202, 401, 403}
_KEY = re.compile(r"[!-~]{1,500}")


class Found(NamedTuple):
    """A file with all records that are not imported yet, and their number."""

    path: Path | None  # MARCXML; None if nothing is new
    records: int  # how many


@dataclass(frozen=True)
class _Page:
    """The records on a page by number, how many there are, and where the next page begins."""

    records: dict[str, bytes]
    count: int
    next: int


def fetch_newest(
    network: Network,
    download: Download,
    key: str | None,
    known: Collection[str],
    cache: Path,
) -> Found:
    """Fetch unknown voting records, newest first, until a page has no new one.

    `network`: its patience says how long to wait between two pages.
    Raises DataError if there is no key, or the library refuses it or does not answer.
    Raises OutputError if the cache cannot be written.
    """
    if not key or not _KEY.fullmatch(key):
        what = "holds something that is not a key" if key else "is not set"
        raise DataError(
            f"the source 'library' needs your own key, and {KEY} {what}: ask the UN Digital Library"
            " for one, or save its file with a browser and run 'unvote data import FILE'"
        )
    folder = cache / download.source
    with locked(folder):
        return _newest(network, download, key, known, folder)


def _newest(
    network: Network,
    download: Download,
    key: str,
    known: Collection[str],
    folder: Path,
) -> Found:
    kept = {number for page in _kept(folder) for number in page}
    places = [1, *_stopped(folder)]
    while places:
        page = _fetch_page(network, download, key, places.pop(0))
        new = {
            number: record
            for number, record in page.records.items()
            if number not in known and number not in kept
        }
        if new:
            _keep(folder, new)
            kept |= new.keys()
            # New records have moved everything still to be fetched down by as many places.
            places = [page.next, *(place + len(new) for place in places if place >= page.next)]
        elif not page.count:
            break
        if places:
            _note_stop(folder, places)
            time.sleep(network.patience.between)
    found = _together(folder)
    if not (found.records or known):
        raise download.failure("the search finds no voting record")
    return found


def forget(download: Download, cache: Path) -> None:
    """Remove the records that were fetched, once they are imported."""
    folder = cache / download.source
    for path in [*folder.glob(_PAGES), folder / _TOGETHER, folder / _STOPPED]:
        path.unlink(missing_ok=True)


def _fetch_page(network: Network, download: Download, key: str, place: int) -> _Page:
    one = replace(
        download, name=f"voting records from {place} on", url=f"{download.url}&jrec={place}"
    )

    def once(deadline: float) -> _Page:
        with network.answer(one, headers={"Authorization": f"Token {key}"}) as response:
            _check_key(one, response)
            check_answer(one, response)
            data = bytearray()
            for chunk in in_time(network, one, body(one, response), deadline):
                data += chunk
        return _page(one, bytes(data), place)

    return tried(network, one, once)


def _check_key(download: Download, response: urllib3.BaseHTTPResponse) -> None:
    kind = response.headers.get("Content-Type", "").casefold()
    if response.status in _REFUSED or (response.status == 200 and "html" in kind):
        raise _no_xml(download)


def _no_xml(download: Download) -> DataError:
    return download.failure(
        "the library's answer is not XML",
        f"the key in {KEY} has expired or was never valid: ask the library for a new one",
    )


def _page(download: Download, data: bytes, place: int) -> _Page:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if not start.startswith(b"<") or start.startswith((b"<!doctype html", b"<html")):
        raise _no_xml(download)
    try:
        records, count = _Reading(data).records()
    except (expat.ExpatError, ValueError) as error:
        raise download.failure("its XML is broken", "run it again later") from error
    return _Page(records, count, place + count)


class _Reading:
    """Finds where each record of a page begins and ends, and its number."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.found: dict[str, bytes] = {}
        self.count = self.start = 0
        self.number = ""
        self.text: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish
        self.parser.CharacterDataHandler = self._characters

    def records(self) -> tuple[dict[str, bytes], int]:
        """Return the records by number, and how many there are."""
        self.parser.Parse(self.data, True)
        return self.found, self.count

    def _refuse(self, *_: Any) -> None:
        raise ValueError("a document type")

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").casefold() != "utf-8":
            raise ValueError("another encoding than UTF-8")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        if element == "record":
            self.start, self.number = self.parser.CurrentByteIndex, ""
        elif element == "controlfield" and attributes.get("tag") == "001":
            self.text = []

    def _finish(self, name: str) -> None:
        element = name.rpartition(":")[2]
        if element == "controlfield" and self.text is not None:
            self.number, self.text = "".join(self.text).strip(), None
        elif element == "record":
            self.count += 1
            end = self.data.index(b">", self.parser.CurrentByteIndex) + 1
            if self.number:
                self.found[self.number] = self.data[self.start : end]

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)


def _keep(folder: Path, records: dict[str, bytes]) -> None:
    """Keep the new records of a page."""
    name = "-".join((min(records), max(records))) if len(records) > 1 else next(iter(records))
    target = folder / f"page-{re.sub(r'[^0-9-]', '', name)}.xml"
    with whole_file(target) as file:
        file.write(_START + b"\n".join(records.values()) + b"\n" + _END)


def _kept(folder: Path) -> Iterator[dict[str, bytes]]:
    """Yield the records that an earlier run kept, page by page; remove damaged pages."""
    for path in sorted(folder.glob(_PAGES)):
        try:
            yield _Reading(path.read_bytes()).records()[0]
        except (expat.ExpatError, ValueError, OSError):
            path.unlink(missing_ok=True)


def _note_stop(folder: Path, places: Sequence[int]) -> None:
    with whole_file(folder / _STOPPED) as file:
        file.write(json.dumps(places).encode())


def _stopped(folder: Path) -> list[int]:
    """Return the places where a stopped run would have continued."""
    with suppress(OSError, ValueError, TypeError):
        return [int(place) for place in json.loads((folder / _STOPPED).read_bytes())]
    return []


def _together(folder: Path) -> Found:
    """Write all kept records into one file, and return its path."""
    pages = list(_kept(folder))
    (folder / _STOPPED).unlink(missing_ok=True)
    records: dict[str, bytes] = {}
    for page in pages:
        records |= page
    if not records:
        return Found(None, 0)
    target = folder / _TOGETHER
    with whole_file(target) as file:
        file.write(_START + b"\n".join(records.values()) + b"\n" + _END)
    return Found(target, len(records))
