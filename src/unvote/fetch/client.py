"""Asks servers for files: follows redirects, uses the proxy, and limits the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urljoin
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions as failures
from urllib3.util import make_headers, parse_url

from unvote._version import __version__
from unvote.errors import DataError
from unvote.fetch.addresses import authority, check_address, is_loopback
from unvote.fetch.catalogue import Download
from unvote.fetch.clocked import clocked_pools
from unvote.progress import tell

MOST_REDIRECTS = 5
_HEADERS = {"User-Agent": f"unvote/{__version__}", "Accept-Encoding": "identity"}
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server (in seconds), how slow it may be, and how often to try.

    The head of an answer, and each piece of its body, must come within `read`; after that time at
    least `slowest` bytes a second must have come. The pause before a new try doubles each time.
    There is also a pause between two pages of a search.
    """

    connect: float = 15
    read: float = 60
    total: float = 3600
    slowest: float = 1000
    tries: int = 4
    pause: float = 1
    between: float = 3


PATIENCE = Patience()


def check_redirect(download: Download, origin: str, target: str) -> str:
    """Return the address that a server redirects to, if unvote may follow it.

    Raises DataError if its host is not one of this download, or it leads from https to http.
    """
    try:
        url = parse_url(urljoin(origin, target))
    except (ValueError, failures.LocationParseError) as error:
        raise download.failure(
            "the server redirects to something that is not an address"
        ) from error
    place = f"'{url.scheme}://{authority(url)}'"
    if url.scheme != "https" and parse_url(origin).scheme == "https":
        raise download.failure(f"the server redirects to {place}, which is not secure")
    if authority(url) not in download.hosts or url.auth:
        raise download.failure(
            f"the server redirects to {place}, which is not a known host of this file"
        )
    check_address(url.url)
    return url.url


class Network:
    """Connections that stay open from file to file, through the system's proxy if there is one."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self._direct = urllib3.PoolManager()
        self._direct.pool_classes_by_scheme = clocked_pools(patience.read)
        self._through_proxy: urllib3.ProxyManager | None = None

    def __enter__(self) -> "Network":
        return self

    def __exit__(self, *_: object) -> None:
        self._direct.clear()
        if self._through_proxy:
            self._through_proxy.clear()

    @contextmanager
    def answer(
        self, download: Download, headers: dict[str, str] | None = None
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """Ask for a file, and return the first answer that is not a redirect."""
        url = check_address(download.url).url
        for _ in range(1 + MOST_REDIRECTS):
            tell(f"waiting for {authority(parse_url(url))}: {download.name}")
            response = self._ask(url, headers or {})
            try:
                target = response.headers.get("Location")
                if response.status not in _REDIRECTS or target is None:
                    yield response
                    return
            finally:
                response.close()
            url = check_redirect(download, url, target)
        raise download.failure(f"the server redirects more than {MOST_REDIRECTS} times")

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
        if not proxy or is_loopback(host) or proxy_bypass(host):
            return self._direct
        if self._through_proxy is None:
            self._through_proxy = _proxied(proxy)
            self._through_proxy.pool_classes_by_scheme = clocked_pools(self.patience.read)
        return self._through_proxy


def _proxied(proxy: str) -> urllib3.ProxyManager:
    address = proxy if "://" in proxy else f"http://{proxy}"
    try:
        auth = parse_url(address).auth
        headers = make_headers(proxy_basic_auth=unquote(auth)) if auth else None
        return urllib3.ProxyManager(address, proxy_headers=headers)
    except (failures.HTTPError, ValueError) as error:
        raise DataError(
            "the proxy that the system names is neither http nor https: set HTTPS_PROXY to one"
            " that begins with http://"
        ) from error
