"""Checks that a server's answer is the file: its status, its kind, its size, its checksum."""

import hashlib
from collections.abc import Iterator
from typing import Any

import urllib3

from unvote.errors import DataError
from unvote.fetch.catalogue import Download
from unvote.progress import tell

_NOT_THERE = {404, 410}
_FOR_BROWSERS = {202, 403}
_PASSING = {408, 425, 429}
_PAGE_TYPES = {"text/html", "application/xhtml+xml"}
_CHUNK = 1 << 16
_HEAD = 512


class NotThereError(DataError):
    """The server has no such file."""


class PassingError(Exception):
    """A failure that may pass, and what it is."""


def check_answer(download: Download, response: urllib3.BaseHTTPResponse) -> None:
    """Refuse an answer that is not the file."""
    status = response.status
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status in _PASSING or status >= 500:
        raise PassingError(f"the server answered with status {status}")
    if status in _NOT_THERE:
        failure = download.failure(f"there is no such file (status {status})")
        raise NotThereError(str(failure))
    if status in _FOR_BROWSERS or (status == 200 and content_type in _PAGE_TYPES):
        raise download.failure(f"the server answered with a web page (status {status})")
    if status != 200:
        raise download.failure(f"the server answered with status {status}")
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding != "identity":
        # Nobody asked for compression, and a few bytes can unpack to any size.
        raise download.failure(f"the server sent it encoded as '{encoding}'")


def body(download: Download, response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    """Yield the bytes of a file, and check them after the last one."""
    total = response.length_remaining
    published = _published(download)
    head, size = b"", 0
    too_large = f"it is larger than the {download.limit / 1e6:,.0f} MB that are expected"
    if total is not None and total > download.limit:
        raise download.failure(too_large)
    # One read at a time, so that a server cannot hold us up by sending single bytes.
    while chunk := response.read1(_CHUNK, decode_content=False):
        size += len(chunk)
        if size > download.limit:
            raise download.failure(too_large)
        if len(head) < _HEAD:
            head += chunk[:_HEAD]
        if published:
            published.update(chunk)
        tell(download.name, size, total)
        yield chunk
    if not size:
        raise download.failure("the server sent an empty file")
    # JSON, CSV and R data never begin with this.
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    page = start.startswith((b"<!doctype html", b"<html") if download.kind == "xml" else b"<")
    if page and download.kind != "search":
        raise download.failure(f"the server answered with a web page (status {response.status})")
    if published and published.hexdigest() != download.checksum.partition(":")[2]:
        raise download.failure(
            f"its {published.name.upper()} is {published.hexdigest()}, and the source publishes"
            f" {download.checksum.partition(':')[2]}"
        )


def _published(download: Download) -> Any:
    """Return an object to compute the checksum that the source publishes; None if it has none."""
    if not download.checksum:
        return None
    algorithm = download.checksum.partition(":")[0]
    try:
        return hashlib.new(algorithm, usedforsecurity=False)
    except ValueError as error:
        raise download.failure(f"its checksum is of an unknown kind ({algorithm})") from error
