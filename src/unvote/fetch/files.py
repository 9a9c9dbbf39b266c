"""Fetches the files that can be had without a browser into a cache on this machine.

``tables/downloads.csv`` says what is fetched, from where, and how large it may be. Only https is
used, and plain http to this machine itself; redirects are followed only to the hosts that the table
names for the file. A file gets its name in the cache once it is complete and its checksum is right;
later it is fetched again only if the server has a different one.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from urllib3 import exceptions as failures

from unvote.errors import DataError
from unvote.fetch.cache import locked, note, note_of
from unvote.fetch.catalogue import Download, downloads, parts_of, series
from unvote.fetch.client import PATIENCE, Network, Patience
from unvote.fetch.dataverse import listed_file
from unvote.fetch.drafts import listed_drafts
from unvote.fetch.ends import cut_short
from unvote.fetch.response import NotThereError, PassingError, body, check_answer
from unvote.progress import tell
from unvote.writing import whole_file

_Result = TypeVar("_Result")


def fetch_all(
    sources: Sequence[str],
    cache: Path,
    base: str | None = None,
    patience: Patience = PATIENCE,
    failed: Callable[[str], None] | None = None,
) -> list[Path]:
    """Fetch all files of some sources, and return where they are.

    After the last session in the table, further ones are tried until one does not exist. The
    Dataverse's list of files tells which file has the votes; the list itself is not returned. The
    first failure ends the run; files that are complete by then stay in the cache. A failure with
    the Security Council's files is only reported: the other files do not need them.

    `patience`: how long to wait, and how often to try.
    `failed`: called with the failure of an optional part.
    Raises DataError if a file cannot be fetched completely, or is not what it should be; or as
    `downloads`.
    Raises OutputError if a file cannot be written.
    Raises ArgumentError as `downloads`.
    """
    wanted = downloads(sources, base)
    paths = []
    with Network(patience) as network:
        for download in wanted:
            if download.kind in ("listing", "search"):
                continue
            if download.kind == "listed":
                listing = next(
                    other
                    for other in wanted
                    if other.kind == "listing" and other.source == download.source
                )
                content = fetch(network, listing, cache)
                chosen = listed_file(download, listing, content)
                paths.append(fetch(network, chosen, cache))
                continue
            if not download.part:
                paths += _series(network, download, cache)
        for part in parts_of(wanted):
            paths += _part(network, part, cache, failed or (lambda what: None))
    return list(dict.fromkeys(paths))


def _series(network: Network, download: Download, cache: Path) -> list[Path]:
    """Fetch a file; if it is optional, also those after it until one does not exist."""
    paths: list[Path] = []
    for one in series(download):
        try:
            paths.append(fetch(network, one, cache))
        except NotThereError:
            if not one.optional:
                raise
            break
    return paths


def _part(
    network: Network,
    part: Sequence[Download],
    cache: Path,
    failed: Callable[[str], None],
) -> list[Path]:
    """Fetch an optional part: the files that its list names if it has one, else the known ones."""
    wanted = [one for one in part if one.kind != "contents"]
    paths: list[Path] = []
    for listing in (one for one in part if one.kind == "contents"):
        try:
            wanted = listed_drafts(wanted, listing, fetch(network, listing, cache))
        except DataError as error:
            failed(f"the list of drafts failed, so only the known ones are fetched: {error}")
    for one in wanted:
        try:
            paths += _series(network, one, cache)
        except DataError as error:
            failed(f"no more files of the Security Council are fetched: {error}")
            break
    return paths


def fetch(network: Network, download: Download, cache: Path) -> Path:
    """Fetch one file into the cache, unless it is there already and the server has the same.

    Raises NotThereError if the server has no such file.
    Raises DataError or OutputError as `fetch_all`.
    """
    target = cache / download.source / download.name

    def once(deadline: float) -> Path:
        return _fetch_once(network, download, target, deadline)

    with locked(target.parent):
        return tried(network, download, once)


def tried(network: Network, download: Download, once: Callable[[float], _Result]) -> _Result:
    """Return the result of a try; try again after a failure that may pass.

    `network`: its patience says how often, and how long in all.
    `once`: makes one try; it is given the time at which it must end.
    """
    patience = network.patience
    deadline = time.monotonic() + patience.total
    for attempt in range(patience.tries):
        if attempt:
            time.sleep(patience.pause * 2 ** (attempt - 1))
        try:
            return once(deadline)
        except (PassingError, failures.HTTPError) as error:
            reason, cause = _in_words(error), error
        if time.monotonic() > deadline:
            raise _too_slow(network, download) from cause
    raise download.failure(
        f"{reason}, in {patience.tries} tries", "run it again later; complete files are kept"
    ) from cause


def _fetch_once(network: Network, download: Download, target: Path, deadline: float) -> Path:
    known = note_of(download, target)
    if known and download.checksum and known.get("checksum") == download.checksum:
        tell(download.name, known["size"], known["size"])
        return target
    etag = known.get("etag")
    with network.answer(download, headers={"If-None-Match": etag} if etag else {}) as response:
        if response.status == 304 and etag:
            tell(download.name, known["size"], known["size"])
            return target
        check_answer(download, response)
        size, digest = 0, hashlib.sha256()
        with whole_file(target) as file:
            for chunk in in_time(network, download, body(download, response), deadline):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            if lacks := cut_short(Path(file.name), download.kind):
                raise PassingError(f"it is not complete: {lacks}")
        about = {
            "url": download.url,
            "etag": response.headers.get("ETag"),
            "sha256": digest.hexdigest(),
            "size": size,
            "checksum": download.checksum,
        }
        note(target, about)
    return target


def in_time(
    network: Network, download: Download, pieces: Iterator[bytes], deadline: float
) -> Iterator[bytes]:
    """Yield the pieces of a body, unless they come too late or too slowly."""
    patience, begun, size = network.patience, time.monotonic(), 0
    for piece in pieces:
        now, size = time.monotonic(), size + len(piece)
        if now > deadline:
            raise _too_slow(network, download)
        if now > begun + patience.read + size / patience.slowest:
            raise PassingError(f"the server sends less than {patience.slowest:,g} bytes a second")
        yield piece


def _too_slow(network: Network, download: Download) -> DataError:
    return download.failure(f"it is not complete after {network.patience.total:g} seconds")


def _in_words(error: Exception) -> str:
    match error:
        case PassingError():
            return str(error)
        case failures.ProxyError():
            return "no connection through the proxy that the system names"
        case failures.SSLError():
            return "no secure connection (the server's certificate does not pass)"
        case failures.NameResolutionError():
            return "no server of this name is found"
        case failures.NewConnectionError():
            return "no connection to the server"
        case failures.TimeoutError():
            return "the server does not answer in time"
        case _:
            return "the connection was cut"
