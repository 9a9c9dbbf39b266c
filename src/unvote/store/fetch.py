"""Fetches the files that can be had without a browser into a cache on this machine.

What is fetched, from where and how large it may be stands in ``tables/downloads.csv``. Only https
is spoken, and plain http to this machine itself; redirects are followed to the hosts that the
table names for the file, and to no other. A file gets its name in the cache once it is whole and
its checksum is right; later it is fetched again only if the server has another one.
"""

import hashlib
import ipaddress
import json
import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote, urljoin
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions as failures
from urllib3.util import Url, make_headers, parse_url

from unvote._version import __version__
from unvote.errors import ArgumentError, DataError, OutputError
from unvote.world.tables import read_table

MOST_REDIRECTS = 5

# Called with the name of a file, the bytes that are there, and all of them where that is known.
Progress = Callable[[str, int, int | None], None]

_HEADERS = {"User-Agent": f"unvote/{__version__}", "Accept-Encoding": "identity"}
_REDIRECTS = {301, 302, 303, 307, 308}
_NOT_THERE = {404, 410}
_FOR_BROWSERS = {202, 403}
_PASSING = {408, 425, 429}
_PAGE_TYPES = {"text/html", "application/xhtml+xml"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
_CHUNK = 1 << 16
_HEAD = 512
# Where the probing for further sessions ends, should a server claim to have all of them.
_MOST_FURTHER = 50
_VOTES_FILE = re.compile(r"[\w .()-]*UNVotes[\w .()-]*\.(csv|tab|tsv)", re.IGNORECASE)
# What stands in an address until the list of files says what belongs there.
_GAP = re.compile(r"\{(id|name)\}$")
_SERIES = re.compile(r"(.*?)(\d+)(\.json)")


@dataclass(frozen=True)
class Download:
    """One file that can be fetched.

    Attributes
    ----------
    source, name : str
        The source, and the file's name in it; the file stands in the cache under both.
    kind : str
        ``json`` or ``rda``; ``listing`` for a list of files that the source publishes, and
        ``listed`` for the file that is chosen from it, whose address has a gap until then.
    url : str
        Its address.
    hosts : tuple of str
        The hosts, with their port where it is not the usual one, that may send it.
    limit : int
        The bytes that it may have at most.
    size : int, optional
        The bytes that it had when the table was written.
    optional : bool
        Whether it may be missing: a next session.
    page : str
        Where a person finds it with a browser.
    checksum : str
        The one that the source publishes, as ``md5:0123abcd…``; empty where there is none.
    """

    source: str
    name: str
    kind: str
    url: str
    hosts: tuple[str, ...]
    limit: int
    size: int | None = None
    optional: bool = False
    page: str = ""
    checksum: str = ""

    def failure(self, what: str, then: str | None = None) -> DataError:
        """Return the error that says what went wrong with this file, and how to go on."""
        page = self.page or self.url
        by_hand = f"save it from {page} with a browser and run 'unvote data import FILE'"
        return DataError(f"{self.name} from {self.url}: {what}: {then or by_hand}")


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server, in seconds, and how often to try.

    The pause before a second try doubles before each further one.
    """

    connect: float = 15
    read: float = 60
    total: float = 3600
    tries: int = 4
    pause: float = 1


PATIENCE = Patience()


def downloads(sources: Sequence[str], base: str | None = None) -> list[Download]:
    """Return what is about to be fetched, from the table alone.

    Parameters
    ----------
    sources : sequence of str
        Names of sources: unxml, unvotes, voeten.
    base : str, optional
        Another address to fetch from, where each file lies under ``SOURCE/NAME``. None stands
        for the addresses of the sources themselves.

    Returns
    -------
    list of Download
        An optional one stands for all that follow it: the sessions from the next one on.

    Raises
    ------
    ArgumentError
        If a source is unknown.
    DataError
        If a source can be fetched with a browser only, or the base is not to be trusted.

    Examples
    --------
    >>> [download.name for download in downloads(["unvotes"])]
    ['un_votes.rda', 'un_roll_calls.rda']
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
            raise ArgumentError(f"'{source}' is no source to fetch (known: {', '.join(known)})")
    host = _authority(check_address(base)) if base else ""
    found = []
    for source in dict.fromkeys(sources):
        for row in (row for row in rows if row["source"] == source):
            # The name of a listed file is not known before the list is.
            name = "{name}" if row["kind"] == "listed" else quote(row["name"])
            download = Download(
                source=source,
                name=row["name"],
                kind=row["kind"],
                url=f"{base.rstrip('/')}/{source}/{name}" if base else row["url"],
                hosts=(host,) if base else tuple(row["hosts"].split(";")),
                limit=int(row["limit_mb"]) * 1_000_000,
                size=int(row["size_kb"]) * 1000 if row["size_kb"] else None,
                optional=row["optional"] == "yes",
                page=row["page"],
            )
            found.append(download)
    return found


def check_address(address: str) -> Url:
    """Return an address in its parts, if it is one that may be fetched from.

    Raises
    ------
    DataError
        Unless it is https, or http on this machine itself.

    Examples
    --------
    >>> check_address("http://127.0.0.1:8000/unxml").port
    8000
    """
    try:
        url = parse_url(address)
    except failures.LocationParseError as error:
        raise DataError(f"'{address}' is no address: name one that begins with https://") from error
    host = url.host or ""
    if host and (url.scheme == "https" or (url.scheme == "http" and _is_loopback(host))):
        return url
    raise DataError(
        f"'{address}' is not fetched: name an address that begins with https:// (http:// is for"
        " this machine itself only, as http://localhost:8000)"
    )


def check_redirect(download: Download, origin: str, target: str) -> str:
    """Return the address to which a server sends on, if it may be followed.

    Raises
    ------
    DataError
        If it is no host of this download, or leads from https to http.
    """
    try:
        url = parse_url(urljoin(origin, target))
    except (ValueError, failures.LocationParseError) as error:
        raise download.failure("the server sends on to what is no address") from error
    place = f"'{url.scheme}://{_authority(url)}'"
    if url.scheme != "https" and parse_url(origin).scheme == "https":
        raise download.failure(f"the server sends on to {place}, which is not secure")
    if _authority(url) not in download.hosts or url.auth:
        raise download.failure(f"the server sends on to {place}, no known host of this file")
    check_address(url.url)
    return url.url


def fetch(
    download: Download,
    cache: Path,
    *,
    progress: Progress | None = None,
    patience: Patience = PATIENCE,
) -> Path | None:
    """Fetch one file into the cache, unless it is there already and the server has no other.

    Parameters
    ----------
    download : Download
        The file.
    cache : path
        The folder of the cache; it is made where it is missing.
    progress : callable, optional
        Called with the name, the bytes so far, and all bytes where they are known.
    patience : Patience
        How long to wait, and how often to try.

    Returns
    -------
    path, or None
        The whole file; None if it is optional and not there.

    Raises
    ------
    DataError
        If it cannot be fetched whole, or is not what it should be.
    OutputError
        If it cannot be written.
    ArgumentError
        If its address is known only from a list of files.
    """
    if _GAP.search(download.url):
        raise ArgumentError(
            f"{download.name} of the source '{download.source}' is chosen from a list of files:"
            " fetch it with fetch_all"
        )
    with _Network(patience) as network:
        try:
            return _fetch(network, download, cache, progress)
        except _NotThereError:
            if download.optional:
                return None
            raise


def fetch_all(
    sources: Sequence[str],
    cache: Path,
    base: str | None = None,
    progress: Progress | None = None,
    patience: Patience = PATIENCE,
) -> list[Path]:
    """Fetch all files of some sources, and return where they are.

    The sessions after the last that the table knows are tried until one is not there. Which file
    of the Dataverse holds the votes is read from its list of files; the list is not returned.
    Parameters and errors are those of `downloads` and `fetch`. The first failure ends it; files
    that came whole before it stay in the cache.
    """
    wanted = downloads(sources, base)
    paths = []
    with _Network(patience) as network:
        for download in wanted:
            if download.kind == "listing":
                continue
            if download.kind == "listed":
                listing = next(
                    other
                    for other in wanted
                    if other.kind == "listing" and other.source == download.source
                )
                content = _fetch(network, listing, cache, progress)
                chosen = listed_file(download, listing, content)
                paths.append(_fetch(network, chosen, cache, progress))
                continue
            for one in _series(download):
                try:
                    paths.append(_fetch(network, one, cache, progress))
                except _NotThereError:
                    if not one.optional:
                        raise
                    break
    return paths


def listed_file(download: Download, listing: Download, path: Path) -> Download:
    """Return the download whose name, address and checksum a Dataverse's list of files gives.

    Parameters
    ----------
    download : Download
        The one that is to be completed.
    listing : Download
        The list, for messages.
    path : path
        Where the list was put.

    Raises
    ------
    DataError
        If the list cannot be read, or names no file of votes.
    """
    try:
        content = json.loads(path.read_bytes())
        files = [_Listed.of(entry) for entry in content["data"]["latestVersion"]["files"]]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OSError) as error:
        raise listing.failure("the list of files is not one of a Dataverse") from error
    fitting = [file for file in files if not file.restricted and _VOTES_FILE.fullmatch(file.name)]
    if not fitting:
        raise listing.failure("no file in the list is named as 'UNVotes….csv' or '….tab'")
    newest = max(fitting, key=lambda file: (file.date, file.number))
    number = f"{newest.number}?format=original" if newest.original else str(newest.number)
    return replace(
        download,
        name=newest.name,
        url=download.url.replace("{id}", number).replace("{name}", quote(newest.name)),
        size=newest.size,
        checksum=newest.checksum,
    )


@dataclass(frozen=True)
class _Listed:
    """A file in a Dataverse's list."""

    number: int
    name: str
    date: str
    size: int | None
    restricted: bool
    checksum: str
    original: bool

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "_Listed":
        file = entry["dataFile"]
        name = str(file.get("filename") or entry["label"])
        uploaded = str(file.get("originalFileName") or "")
        # The Dataverse turns tables into a .tab of its own. Size and checksum that it publishes
        # then belong to what was uploaded, which is had on demand.
        original = bool(_VOTES_FILE.fullmatch(uploaded))
        turned = bool(uploaded or file.get("originalFileFormat"))
        published = file.get("checksum") or {"type": "MD5", "value": file.get("md5")}
        kind = str(published["type"]).replace("-", "").lower()
        checksum = f"{kind}:{published['value'].lower()}" if published["value"] else ""
        size = file.get("originalFileSize" if original else "filesize")
        return cls(
            number=int(file["id"]),
            name=uploaded if original else name,
            date=str(file.get("publicationDate") or file.get("creationDate") or ""),
            size=size if isinstance(size, int) else None,
            restricted=bool(entry.get("restricted")),
            checksum=checksum if original or not turned else "",
            original=original,
        )


class _NotThereError(DataError):
    """The server has no such file."""


class _PassingError(Exception):
    """A failure that may pass: what it is."""


class _Network:
    """Connections that stay open from file to file, through the system's proxy if it has one."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self._direct = urllib3.PoolManager()
        self._through_proxy: urllib3.ProxyManager | None = None

    def __enter__(self) -> "_Network":
        return self

    def __exit__(self, *_: object) -> None:
        self._direct.clear()
        if self._through_proxy:
            self._through_proxy.clear()

    @contextmanager
    def answer(
        self, download: Download, headers: dict[str, str] | None = None
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """Ask for a file, and give the answer that is no redirect."""
        url = check_address(download.url).url
        for _ in range(1 + MOST_REDIRECTS):
            response = self._ask(url, headers or {})
            try:
                target = response.headers.get("Location")
                if response.status not in _REDIRECTS or target is None:
                    yield response
                    return
            finally:
                response.close()
            url = check_redirect(download, url, target)
        raise download.failure(f"the server sends on more than {MOST_REDIRECTS} times")

    def _ask(self, url: str, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        return self._pool(parse_url(url).host or "").urlopen(
            "GET",
            url,
            headers=_HEADERS | headers,
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
            timeout=urllib3.Timeout(connect=self.patience.connect, read=self.patience.read),
        )

    def _pool(self, host: str) -> urllib3.PoolManager:
        proxies = getproxies()
        proxy = proxies.get("https") or proxies.get("all")
        if not proxy or _is_loopback(host) or proxy_bypass(host):
            return self._direct
        if self._through_proxy is None:
            self._through_proxy = _proxied(proxy)
        return self._through_proxy


def _proxied(proxy: str) -> urllib3.ProxyManager:
    address = proxy if "://" in proxy else f"http://{proxy}"
    try:
        auth = parse_url(address).auth
        headers = make_headers(proxy_basic_auth=unquote(auth)) if auth else None
        return urllib3.ProxyManager(address, proxy_headers=headers)
    except (failures.HTTPError, ValueError) as error:
        raise DataError(
            "the proxy that the system names is none of http or https: set HTTPS_PROXY to one"
            " that begins with http://"
        ) from error


def _fetch(network: _Network, download: Download, cache: Path, progress: Progress | None) -> Path:
    """Fetch a file, as often as it takes; raise `_NotThereError` where there is none."""
    patience = network.patience
    deadline = time.monotonic() + patience.total
    target = cache / download.source / download.name
    with _writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(target.parent)
    told = progress or (lambda name, done, total: None)
    for attempt in range(patience.tries):
        if attempt:
            time.sleep(patience.pause * 2 ** (attempt - 1))
        try:
            return _fetch_once(network, download, target, told, deadline)
        except (_PassingError, failures.HTTPError) as error:
            reason, cause = _plain(error), error
        if time.monotonic() > deadline:
            raise _too_slow(network, download) from cause
    raise download.failure(
        f"{reason}, in {patience.tries} tries", "run it again later; what came whole is kept"
    ) from cause


def _fetch_once(
    network: _Network, download: Download, target: Path, told: Progress, deadline: float
) -> Path:
    kept = _kept(download, target)
    if kept and download.checksum and kept.get("checksum") == download.checksum:
        told(download.name, kept["size"], kept["size"])
        return target
    etag = kept.get("etag")
    with network.answer(download, headers={"If-None-Match": etag} if etag else {}) as response:
        if response.status == 304 and etag:
            told(download.name, kept["size"], kept["size"])
            return target
        _check_answer(download, response)
        with _part(target) as (file, part):
            size, digest = 0, hashlib.sha256()
            for chunk in _body(download, response, told):
                if time.monotonic() > deadline:
                    raise _too_slow(network, download)
                digest.update(chunk)
                size += len(chunk)
                with _writing(target):
                    file.write(chunk)
            with _writing(target):
                file.flush()
                os.fsync(file.fileno())
                _put(file, part, target)
        about = {
            "url": download.url,
            "etag": response.headers.get("ETag"),
            "sha256": digest.hexdigest(),
            "size": size,
            "checksum": download.checksum,
        }
        # Only after its file: without it, or with another's, the file is fetched again.
        with _part(_about(target)) as (file, part), _writing(target):
            file.write(json.dumps(about, indent=1).encode())
            file.flush()
            _put(file, part, _about(target))
    return target


def _check_answer(download: Download, response: urllib3.BaseHTTPResponse) -> None:
    """Refuse an answer that is not the file."""
    status = response.status
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status in _PASSING or status >= 500:
        raise _PassingError(f"the server answered with status {status}")
    if status in _NOT_THERE:
        failure = download.failure(f"there is no such file (status {status})")
        raise _NotThereError(str(failure))
    if status in _FOR_BROWSERS or (status == 200 and content_type in _PAGE_TYPES):
        raise download.failure(f"the server answered with a web page (status {status})")
    if status != 200:
        raise download.failure(f"the server answered with status {status}")
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding != "identity":
        # Nobody asked for it, and a few bytes of it can unfold to any size.
        raise download.failure(f"the server sent it encoded as '{encoding}'")


def _body(
    download: Download, response: urllib3.BaseHTTPResponse, told: Progress
) -> Iterator[bytes]:
    """Yield the bytes of a file, and after the last of them check what they are."""
    total = response.length_remaining
    published = _published(download)
    head, size = b"", 0
    too_large = f"it is larger than the {download.limit / 1e6:,.0f} MB that are expected"
    if total is not None and total > download.limit:
        raise download.failure(too_large)
    # One reception at a time, so that a server cannot hold us by single bytes.
    while chunk := response.read1(_CHUNK, decode_content=False):
        size += len(chunk)
        if size > download.limit:
            raise download.failure(too_large)
        if len(head) < _HEAD:
            head += chunk[:_HEAD]
        if published:
            published.update(chunk)
        told(download.name, size, total)
        yield chunk
    if not size:
        raise download.failure("the server sent an empty file")
    # Neither JSON nor CSV nor R's data begin so.
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise download.failure(f"the server answered with a web page (status {response.status})")
    if published and published.hexdigest() != download.checksum.partition(":")[2]:
        raise download.failure(
            f"its {published.name.upper()} is {published.hexdigest()}, and the source publishes"
            f" {download.checksum.partition(':')[2]}"
        )


def _published(download: Download) -> Any:
    """Return what computes the checksum that the source publishes; None if it has none."""
    if not download.checksum:
        return None
    algorithm = download.checksum.partition(":")[0]
    try:
        return hashlib.new(algorithm, usedforsecurity=False)
    except ValueError as error:
        raise download.failure(
            f"its checksum is of a kind that is not known ({algorithm})"
        ) from error


def _plain(error: Exception) -> str:
    match error:
        case _PassingError():
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


def _too_slow(network: _Network, download: Download) -> DataError:
    return download.failure(f"it is not whole after {network.patience.total:g} seconds")


def _series(download: Download) -> Iterator[Download]:
    """Yield a download, and if it is optional those with the next numbers in their names."""
    yield download
    match = _SERIES.fullmatch(download.name) if download.optional else None
    if match:
        start, number, end = match.groups()
        for further in range(1, 1 + _MOST_FURTHER):
            name = f"{start}{int(number) + further}{end}"
            yield replace(download, name=name, url=download.url.removesuffix(download.name) + name)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return address in _LOOPBACK or address == ipaddress.IPv6Address("::1")


def _authority(url: Url) -> str:
    usual = url.port is None or url.port == _DEFAULT_PORTS.get(url.scheme or "")
    return (url.host or "") if usual else f"{url.host}:{url.port}"


# The cache


def _about(target: Path) -> Path:
    return target.with_name(f"{target.name}.about")


def _kept(download: Download, target: Path) -> dict[str, Any]:
    """Return what is known of a file in the cache; nothing unless it is whole and from here."""
    try:
        about = json.loads(_about(target).read_bytes())
        with target.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest()
        size = target.stat().st_size
        same = (about["url"], about["sha256"], about["size"]) == (download.url, whole, size)
        return dict(about) if same else {}
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return {}


@contextmanager
def _part(target: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Open a file beside another one, to take its place when it is whole; else it goes."""
    with _writing(target):
        file, part = _new_part(target)
    try:
        yield file, part
    finally:
        # What counts is flushed by now; what could not be written must not hide why.
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            part.unlink()


def _new_part(target: Path) -> tuple[IO[bytes], Path]:
    while True:
        part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
        file = part.open("xb")
        if _claim(file):
            return file, part
        file.close()


if sys.platform == "win32":
    # An open file cannot be deleted there, so that one which can is a leftover.

    def _claim(file: IO[bytes]) -> bool:
        return True

    def _put(file: IO[bytes], part: Path, target: Path) -> None:
        file.close()
        part.replace(target)

    def _clear_leftovers(folder: Path) -> None:
        for part in folder.glob(".*.part"):
            with suppress(OSError):
                part.unlink()

else:
    # A part is locked as long as its process lives, so that one without a lock is a leftover.
    import fcntl

    def _claim(file: IO[bytes]) -> bool:
        """Lock a new part; False if another run has just taken it for a leftover."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks, where no leftover is cleared either
            return True
        return os.fstat(file.fileno()).st_nlink > 0

    def _put(file: IO[bytes], part: Path, target: Path) -> None:
        part.replace(target)

    def _clear_leftovers(folder: Path) -> None:
        for part in folder.glob(".*.part"):
            with suppress(OSError), part.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink()


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error.strerror or error}: free some space there, or name"
            " another place for the cache"
        ) from error
