"""Which addresses are allowed: https, and plain http to this machine itself."""

import ipaddress

from urllib3 import exceptions as failures
from urllib3.util import Url, parse_url

from unvote.errors import DataError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


def check_address(address: str) -> Url:
    """Return the parts of an address, if unvote may fetch from it.

    Raises DataError unless it is https, or http on this machine itself.

    Examples
    --------
    >>> check_address("http://127.0.0.1:8000/unxml").port
    8000
    """
    try:
        url = parse_url(address)
    except failures.LocationParseError as error:
        raise DataError(
            f"'{address}' is not an address: name one that begins with https://"
        ) from error
    host = url.host or ""
    if host and (url.scheme == "https" or (url.scheme == "http" and is_loopback(host))):
        return url
    raise DataError(
        f"'{address}' is not fetched: name an address that begins with https:// (http:// is for"
        " this machine itself only, as http://localhost:8000)"
    )


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return address in _LOOPBACK or address == ipaddress.IPv6Address("::1")


def authority(url: Url) -> str:
    """Return the host of an address, with its port unless it is the usual one."""
    usual = url.port is None or url.port == _DEFAULT_PORTS.get(url.scheme or "")
    return (url.host or "") if usual else f"{url.host}:{url.port}"
