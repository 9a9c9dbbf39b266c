"""What is fetched and what is refused, from a server on this machine; no test uses the network."""

import bz2
import gzip
import hashlib
import json
import lzma
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import unvote
from serving import (
    AT_ONCE,
    BODY,
    Handler,
    Reply,
    Server,
    chunks,
    cut,
    drips,
    endless,
    hangs,
    redirects,
    running,  # noqa: F401 - the fixture `server`
    sends,
    until_closed,
)
from unvote.errors import ArgumentError, DataError, OutputError
from unvote.fetch import files as fetching
from unvote.fetch.addresses import check_address
from unvote.fetch.catalogue import Download, downloads
from unvote.fetch.client import PATIENCE, Network, Patience, check_redirect
from unvote.fetch.dataverse import listed_file
from unvote.fetch.files import fetch_all
from unvote.progress import telling
from unvote.world.tables import read_table

PAGE = "https://github.com/UNxml/GAresolutions/tree/main/data_extract"
BY_HAND = f"save it from {PAGE} with a browser and run 'unvote data import FILE'"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows says it in other words")
LATER = "run it again later; complete files are kept"


class Half:
    """Send the first bytes of the body, and the others when the test says so."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def __call__(self, handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(BODY)))
        handler.end_headers()
        handler.wfile.write(BODY[:1000])
        self.go.wait(30)
        handler.wfile.write(BODY[1000:])


def serve(server: Server, *replies: Reply, **changes: Any) -> Download:
    """Let the server give these replies for 74.json, the last one for good; return the download."""
    server.replies["/unxml/74.json"] = list(replies)
    return replace(downloads(["unxml"], server.base)[0], **changes)


def fetch(download: Download, cache: Path, patience: Patience = PATIENCE) -> Path:
    with Network(patience) as network:
        return fetching.fetch(network, download, cache)


def told_of(download: Download, cache: Path) -> list[tuple[str, int | None, int | None]]:
    """Fetch a file, and return what is told of the bytes that have come."""
    told: list[tuple[str, int | None, int | None]] = []
    with telling(lambda *what: told.append(what)):
        fetch(download, cache)
    return [what for what in told if what[1] is not None]


def get(download: Download, cache: Path, patience: Patience = AT_ONCE) -> bytes:
    return fetch(download, cache, patience=patience).read_bytes()


def message(download: Download, cache: Path, patience: Patience = AT_ONCE) -> str:
    """Return the message about a failed download, from its address on; no file may be left."""
    with pytest.raises(DataError) as caught:
        fetch(download, cache, patience=patience)
    text = str(caught.value)
    assert text.splitlines() == [text]
    assert files(cache) == []
    return text.removeprefix(f"{download.name} from {download.url}: ")


def files(cache: Path) -> list[str]:
    """Return the names of all files in the cache, even hidden ones, except the lock."""
    return sorted(path.name for path in cache.rglob("*") if path.is_file() and path.name != ".lock")


# --- whole files


@pytest.mark.parametrize(
    "reply",
    [sends(BODY), chunks(iter([BODY[:7], BODY[7:]])), until_closed(BODY)],
    ids=["length", "chunks", "until closed"],
)
def test_a_file_comes_whole(server: Server, tmp_path: Path, reply: Reply) -> None:
    path = fetch(serve(server, reply), tmp_path / "new" / "cache", patience=AT_ONCE)
    assert path == tmp_path / "new" / "cache" / "unxml" / "74.json"
    assert path.read_bytes() == BODY
    assert files(tmp_path) == ["74.json", "74.json.about"]
    (_, _, headers), *_ = server.asked
    assert headers["Accept-Encoding"] == "identity"
    assert headers["User-Agent"] == f"unvote/{unvote.__version__}"


def test_progress_is_told_to_the_end(server: Server, tmp_path: Path) -> None:
    told = told_of(serve(server, sends(BODY)), tmp_path)
    sizes = [size for _, size, _ in told]
    assert sizes == sorted(sizes)
    assert told[-1] == ("74.json", len(BODY), len(BODY))
    assert {(name, total) for name, _, total in told} == {("74.json", len(BODY))}


def test_progress_is_told_of_what_is_there(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(BODY, ETag='"1"'), sends(b"", status=304))
    fetch(download, tmp_path)
    assert told_of(download, tmp_path) == [("74.json", len(BODY), len(BODY))]


# --- the cache


def test_a_file_that_the_server_has_unchanged_is_kept(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(BODY, ETag='W/"1"'), sends(b"", status=304))
    assert get(download, tmp_path) == BODY
    assert get(download, tmp_path) == BODY
    asked = [headers.get("If-None-Match") for _, _, headers in server.asked]
    assert asked == [None, 'W/"1"']


def test_a_file_that_has_changed_is_replaced(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(BODY, ETag='"1"'), sends(b"[]", ETag='"2"'))
    assert get(download, tmp_path) == BODY
    assert get(download, tmp_path) == b"[]"
    assert get(download, tmp_path) == b"[]"
    asked = [headers.get("If-None-Match") for _, _, headers in server.asked]
    assert asked == [None, '"1"', '"2"']


def test_without_an_etag_it_is_fetched_again(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(BODY))
    assert get(download, tmp_path) == get(download, tmp_path) == BODY
    assert len(server.asked) == 2
    assert not any("If-None-Match" in headers for _, _, headers in server.asked)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("74.json", BODY[:-1]),
        ("74.json", BODY[:-1] + b"!"),
        ("74.json", None),
        ("74.json.about", b""),
        ("74.json.about", b"[]"),
        ("74.json.about", b"{}"),
        ("74.json.about", b"\xff"),
        ("74.json.about", None),
    ],
)
def test_what_is_damaged_in_the_cache_is_fetched_again(
    server: Server, tmp_path: Path, name: str, damage: bytes | None
) -> None:
    download = serve(server, sends(BODY, ETag='"1"'))
    assert get(download, tmp_path) == BODY
    if damage is None:
        (tmp_path / "unxml" / name).unlink()
    else:
        (tmp_path / "unxml" / name).write_bytes(damage)
    assert get(download, tmp_path) == BODY
    assert not any("If-None-Match" in headers for _, _, headers in server.asked)


def test_what_came_from_another_address_is_fetched_again(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(BODY, ETag='"1"'))
    server.replies["/other/unxml/74.json"] = [sends(b"[]", ETag='"1"')]
    assert get(download, tmp_path) == BODY
    other = downloads(["unxml"], f"{server.base}/other/")[0]
    assert get(other, tmp_path) == b"[]"
    assert not any("If-None-Match" in headers for _, _, headers in server.asked)


def test_what_is_in_the_cache_stays_when_the_server_fails(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(BODY, ETag='"1"'), sends(b"", status=500))
    path = fetch(download, tmp_path)
    with pytest.raises(DataError, match="status 500"):
        fetch(download, tmp_path, patience=AT_ONCE)
    assert path.read_bytes() == BODY


def test_leftovers_of_killed_runs_go(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "unxml"
    folder.mkdir()
    (folder / ".74.json.01234567.part").write_bytes(BODY[:10])
    (folder / ".81.json.about.01234567.part").write_bytes(b"")
    assert get(serve(server, sends(BODY)), tmp_path) == BODY
    assert files(tmp_path) == ["74.json", "74.json.about"]


def test_a_killed_download_leaves_no_half_file(server: Server, tmp_path: Path) -> None:
    download = serve(server, half := Half(), sends(BODY))
    script = (
        "import sys, pathlib; from unvote.fetch.files import PATIENCE, Network, downloads, fetch\n"
        "from unvote.progress import telling\n"
        "with telling(lambda _, done, total: done and print(flush=True)):"
        " fetch(Network(PATIENCE), downloads(['unxml'], sys.argv[1])[0], pathlib.Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", script, server.base, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.kill()
    half.go.set()
    (left,) = files(tmp_path)
    assert left.startswith(".74.json.")
    assert get(download, tmp_path) == BODY
    assert files(tmp_path) == ["74.json", "74.json.about"]


def test_an_interrupted_download_leaves_nothing(server: Server, tmp_path: Path) -> None:
    def interrupt(name: str, done: int | None, total: int | None) -> None:
        if done is not None:
            raise KeyboardInterrupt

    download = serve(server, sends(BODY))
    with pytest.raises(KeyboardInterrupt), telling(interrupt):
        fetch(download, tmp_path)
    assert files(tmp_path) == []
    assert get(download, tmp_path) == BODY


def test_a_second_download_waits_for_the_first(server: Server, tmp_path: Path) -> None:
    half = Half()
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    download = serve(server, half, sends(BODY))
    with ThreadPoolExecutor() as threads, telling(lambda doing, *_: told.put(doing)):
        one = threads.submit(fetch, download, tmp_path, patience=AT_ONCE)
        while told.get(timeout=30) != "74.json":  # half of it is written
            pass
        other = threads.submit(get, download, tmp_path)
        while told.get(timeout=30) != "waiting for another run that is fetching the same files":
            pass
        half.go.set()
        assert one.result().read_bytes() == other.result() == BODY
    assert files(tmp_path) == ["74.json", "74.json.about"]
    assert len(server.asked) == 2


def test_many_downloads_of_one_file_at_once_all_end_whole(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(BODY, ETag='"1"'))
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: get(download, tmp_path), range(24))) == {BODY}
    assert files(tmp_path) == ["74.json", "74.json.about"]


@posix
def test_a_cache_that_cannot_be_is_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        fetch(serve(server, sends(BODY)), tmp_path / "file")
    assert str(caught.value) == (
        f"{tmp_path / 'file' / 'unxml'} cannot be written: Not a directory"
    )


@posix
@pytest.mark.parametrize("size", [len(BODY), 5000], ids=["at once", "when it is flushed"])
def test_a_full_disk_leaves_nothing(server: Server, tmp_path: Path, size: int) -> None:
    download = serve(server, sends(BODY[:size]))
    with writing_at_most(1000), pytest.raises(OutputError) as caught:
        fetch(download, tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / 'unxml' / '74.json'} cannot be written: File too large"
    )
    assert files(tmp_path) == []


@contextmanager
def writing_at_most(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# --- failures that pass, and those that do not


@pytest.mark.parametrize(
    "failure",
    [
        sends(b"", status=500),
        sends(b"", status=503),
        sends(b"", status=429),
        cut(BODY[:1000], len(BODY)),
        cut(b"", len(BODY)),
        chunks(iter([BODY[:1000]]), end=False),
    ],
    ids=["500", "503", "429", "cut", "cut at once", "chunks cut"],
)
def test_what_fails_twice_and_then_comes(server: Server, tmp_path: Path, failure: Reply) -> None:
    download = serve(server, failure, failure, sends(BODY))
    assert get(download, tmp_path) == BODY
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (sends(b"", status=500), "the server answered with status 500, in 4 tries"),
        (sends(b"", status=429), "the server answered with status 429, in 4 tries"),
        (cut(BODY[:1000], len(BODY)), "the connection was cut, in 4 tries"),
    ],
    ids=["500", "429", "cut"],
)
def test_what_fails_always(server: Server, tmp_path: Path, failure: Reply, said: str) -> None:
    assert message(serve(server, failure), tmp_path) == f"{said}: {LATER}"
    assert len(server.asked) == 4


HALF = "it is not complete: {}, in 4 tries"
JSON_CUT = "its JSON is cut short or goes on after its end"
PACKED_CUT = "its compressed data are cut short or damaged"
RDA = b"RDX3\nX\n" + bytes(500) + b"\x00\x00\x00\xfe"
XML = b'<?xml version="1.0"?>\n<akn:akomaNtoso xmlns:akn="x"><akn:p/></akn:akomaNtoso>\n'


@pytest.mark.parametrize(
    ("whole", "kind", "lacks"),
    [
        (b'[{"symbol": "A/RES/79/1"}, {"symbol": "A/RES/79/2"}]\n', "json", JSON_CUT),
        (b'{"symbol": "A/RES/79/1"}\n{"symbol": ["A/RES/79/2"]}', "json", JSON_CUT),
        (gzip.compress(BODY), "csv", PACKED_CUT),
        (lzma.compress(BODY), "csv", PACKED_CUT),
        (bz2.compress(RDA), "rda", PACKED_CUT),
        (RDA, "rda", "its R data have no end"),
        (XML, "xml", "its XML does not close"),
        (b"rcid,ccode,vote\n3,2,1\n4,2,1", "csv", "its last line is cut short"),
    ],
)
def test_half_a_file_is_none(
    server: Server, tmp_path: Path, whole: bytes, kind: str, lacks: str
) -> None:
    """Even if no length is announced, or that of the half: the old file stays."""
    download = serve(server, until_closed(whole), kind=kind)
    assert get(download, tmp_path / "whole") == whole
    for half in (whole[: len(whole) - 3], whole[: len(whole) // 2 + 1]):
        for reply in (until_closed(half), sends(half), chunks([half])):
            download = serve(server, reply, kind=kind)
            assert message(download, tmp_path / "half") == f"{HALF.format(lacks)}: {LATER}"
    download = serve(server, sends(whole[:-3]), sends(whole), kind=kind)
    assert get(download, tmp_path / "again") == whole


@pytest.mark.parametrize("more", [b"x", b"]", b'{"a'])
def test_more_than_a_file_is_none(server: Server, tmp_path: Path, more: bytes) -> None:
    download = serve(server, until_closed(BODY + more))
    assert message(download, tmp_path) == f"{HALF.format(JSON_CUT)}: {LATER}"


def test_a_file_in_several_pieces_of_gzip_is_whole(server: Server, tmp_path: Path) -> None:
    pieces = gzip.compress(BODY) + gzip.compress(BODY)
    assert get(serve(server, sends(pieces), kind="csv"), tmp_path) == pieces


def test_no_server(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        said = message(downloads(["unxml"], base)[0], tmp_path)
    assert said == f"no connection to the server, in 4 tries: {LATER}"


def test_a_server_that_hangs(server: Server, tmp_path: Path) -> None:
    patience = replace(AT_ONCE, read=0.05, tries=2)
    said = message(serve(server, hangs), tmp_path, patience)
    assert said == f"the server does not answer in time, in 2 tries: {LATER}"
    assert len(server.asked) == 2


def test_a_server_that_holds_us_byte_by_byte(server: Server, tmp_path: Path) -> None:
    patience = replace(AT_ONCE, total=0.1)
    said = message(serve(server, drips), tmp_path, patience)
    assert said == f"it is not complete after 0.1 seconds: {BY_HAND}"


def continues(handler: Handler) -> None:
    """Send answers 100 without end, but never the real answer."""
    while not handler.server.over.wait(0.002):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def slow_head(handler: Handler) -> None:
    """Send the head letter by letter."""
    handler.wfile.write(b"HTTP/1.1 200 ")
    while not handler.server.over.wait(0.002):
        handler.wfile.write(b"O")


def trailers(handler: Handler) -> None:
    """Send the whole body, and then trailers without end."""
    chunks(iter([BODY]), end=False)(handler)
    handler.wfile.write(b"0\r\n")
    while not handler.server.over.wait(0.002):
        handler.wfile.write(b"X-More: 1\r\n")


def slow_size(handler: Handler) -> None:
    """Send the size of the next piece digit by digit."""
    chunks(iter([BODY]), end=False)(handler)
    while not handler.server.over.wait(0.002):
        handler.wfile.write(b"0")


@pytest.mark.parametrize("slow", [continues, slow_head, trailers, slow_size])
def test_a_step_that_does_not_end(server: Server, tmp_path: Path, slow: Reply) -> None:
    patience = replace(AT_ONCE, read=0.1, tries=2)
    said = message(serve(server, slow), tmp_path, patience)
    assert said == f"the server does not answer in time, in 2 tries: {LATER}"
    assert len(server.asked) == 2
    assert not (tmp_path / "unxml" / "74.json").exists()


def test_a_server_that_is_too_slow(server: Server, tmp_path: Path) -> None:
    patience = replace(AT_ONCE, read=0.1, tries=2, slowest=100_000)
    said = message(serve(server, drips), tmp_path, patience)
    assert said == f"the server sends less than 100,000 bytes a second, in 2 tries: {LATER}"


def test_no_further_try_after_the_time_is_over(server: Server, tmp_path: Path) -> None:
    patience = replace(AT_ONCE, read=0.05, total=0.01)
    said = message(serve(server, hangs), tmp_path, patience)
    assert said == f"it is not complete after 0.01 seconds: {BY_HAND}"
    assert len(server.asked) == 1


def test_a_file_that_is_not_there(server: Server, tmp_path: Path) -> None:
    missing = serve(server, sends(b"404: Not Found", status=404))
    assert message(missing, tmp_path) == f"there is no such file (status 404): {BY_HAND}"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (sends(b"", status=401), "the server answered with status 401"),
        (sends(b"", status=204), "the server answered with status 204"),
        (sends(b"", status=304), "the server answered with status 304"),
        (sends(b"", status=302), "the server answered with status 302"),
        (sends(b""), "the server sent an empty file"),
    ],
)
def test_answers_that_are_no_file(server: Server, tmp_path: Path, reply: Reply, said: str) -> None:
    for optional in (False, True):
        download = serve(server, reply, optional=optional)
        assert message(download, tmp_path) == f"{said}: {BY_HAND}"
    assert len(server.asked) == 2


# --- a page instead of the file


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (sends(b"<html>Are you human?</html>", status=202, Content_Type="text/html"), 202),
        (sends(b"", status=202), 202),
        (sends(b"Forbidden", status=403), 403),
        (sends(BODY, Content_Type="text/html; charset=utf-8"), 200),
        (sends(BODY, Content_Type="Application/XHTML+xml"), 200),
        (sends(b"<!DOCTYPE html><title>Checking your browser</title>"), 200),
        (sends(b"\xef\xbb\xbf\r\n  <HTML>", Content_Type="application/json"), 200),
        (sends(b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"), 200),
        (chunks(iter([b"\n", b" ", b"<html>", b"</html>"])), 200),
    ],
)
def test_a_page_is_no_file(server: Server, tmp_path: Path, reply: Reply, status: int) -> None:
    said = f"the server answered with a web page (status {status})"
    assert message(serve(server, reply), tmp_path) == f"{said}: {BY_HAND}"
    assert len(server.asked) == 1


def test_a_page_without_a_page_to_open(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(b"<html>"), page="")
    assert message(download, tmp_path) == (
        f"the server answered with a web page (status 200): save it from {download.url} with a"
        " browser and run 'unvote data import FILE'"
    )


# --- sizes


def test_an_announced_size_over_the_limit(server: Server, tmp_path: Path) -> None:
    download = serve(server, cut(b"", 30_000_000))
    said = f"it is larger than the 20 MB that are expected: {BY_HAND}"
    assert message(download, tmp_path) == said
    assert len(server.asked) == 1


def test_a_body_without_an_end(server: Server, tmp_path: Path) -> None:
    download = serve(server, endless, limit=1_000_000)
    said = f"it is larger than the 1 MB that are expected: {BY_HAND}"
    assert message(download, tmp_path) == said


def test_the_limit_itself_is_within(server: Server, tmp_path: Path) -> None:
    download = serve(server, until_closed(BODY), limit=len(BODY))
    assert get(download, tmp_path) == BODY
    (tmp_path / "unxml" / "74.json").unlink()
    (tmp_path / "unxml" / "74.json.about").unlink()
    assert "it is larger" in message(replace(download, limit=len(BODY) - 1), tmp_path)


def test_an_encoded_body_is_refused(server: Server, tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 10_000_000)
    download = serve(server, sends(bomb, Content_Encoding="gzip"), limit=1_000_000)
    assert message(download, tmp_path) == f"the server sent it encoded as 'gzip': {BY_HAND}"


# --- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_the_same_host(server: Server, tmp_path: Path, status: int) -> None:
    download = serve(server, redirects("/elsewhere/74.json?signed=1", status))
    server.replies["/elsewhere/74.json?signed=1"] = [
        sends(BODY, ETag='"1"'),
        sends(b"", status=304),
    ]
    assert get(download, tmp_path) == get(download, tmp_path) == BODY
    assert server.paths() == ["/unxml/74.json", "/elsewhere/74.json?signed=1"] * 2


def test_a_redirect_to_another_host(server: Server, tmp_path: Path) -> None:
    target = f"http://localhost:{server.server_port}"
    download = serve(server, redirects(f"{target}/unxml/74.json"))
    assert message(download, tmp_path) == (
        f"the server redirects to '{target}', which is not a known host of this file: {BY_HAND}"
    )
    assert len(server.asked) == 1


@pytest.mark.parametrize(("hops", "comes"), [(5, True), (6, False)])
def test_redirects_in_a_row(server: Server, tmp_path: Path, hops: int, comes: bool) -> None:
    download = serve(server, redirects("/1"))
    for hop in range(1, hops):
        server.replies[f"/{hop}"] = [redirects(f"/{hop + 1}")]
    server.replies[f"/{hops}"] = [sends(BODY)]
    if comes:
        assert get(download, tmp_path) == BODY
    else:
        said = f"the server redirects more than 5 times: {BY_HAND}"
        assert message(download, tmp_path) == said
    assert len(server.asked) == 6


def test_a_redirect_to_itself(server: Server, tmp_path: Path) -> None:
    download = serve(server, redirects("/unxml/74.json"))
    said = f"the server redirects more than 5 times: {BY_HAND}"
    assert message(download, tmp_path) == said


VOETEN = downloads(["voeten"])[1]
ORIGIN = "https://dataverse.harvard.edu/api/access/datafile/1"


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("https://dvn-cloud.s3.amazonaws.com/10.7910/DVN/LEJUQZ/1?X-Amz-Expires=60", None),
        ("https://DVN-Cloud.S3.Amazonaws.Com:443/1", None),
        ("//dataverse.harvard.edu/2", None),
        ("../2", None),
        ("https:///evil.org", None),  # as a browser reads it, a path on the same host
        ("\\\\evil.org/2", None),
        ("http://dataverse.harvard.edu/1", "'http://dataverse.harvard.edu', which is not secure"),
        ("http://127.0.0.1/1", "'http://127.0.0.1', which is not secure"),
        ("ftp://dataverse.harvard.edu/1", "'ftp://dataverse.harvard.edu', which is not secure"),
        ("file:///etc/passwd", "'file://', which is not secure"),
        (
            "https://s3.amazonaws.com/1",
            "'https://s3.amazonaws.com', which is not a known host of this file",
        ),
        (
            "https://evil.dvn-cloud.s3.amazonaws.com/",
            "'https://evil.dvn-cloud.s3.amazonaws.com', which is not a known host of this file",
        ),
        (
            "https://dvn-cloud.s3.amazonaws.com.evil.org/",
            "'https://dvn-cloud.s3.amazonaws.com.evil.org', which is not a known host of this file",
        ),
        (
            "https://dataverse.harvard.edu@evil.org/",
            "'https://evil.org', which is not a known host of this file",
        ),
        (
            "https://evil.org@dataverse.harvard.edu/",
            "'https://dataverse.harvard.edu', which is not a known host of this file",
        ),
        (
            "https://dataverse.harvard.edu:8443/",
            "'https://dataverse.harvard.edu:8443', which is not a known host of this file",
        ),
        (
            "https://user:secret@dataverse.harvard.edu/",
            "'https://dataverse.harvard.edu', which is not a known host of this file",
        ),
        ("//evil.org/2", "'https://evil.org', which is not a known host of this file"),
        ("https://127.0.0.1/1", "'https://127.0.0.1', which is not a known host of this file"),
        ("https://192.0.2.1/1", "'https://192.0.2.1', which is not a known host of this file"),
        ("https://[::1]/1", "'https://[::1]', which is not a known host of this file"),
        ("https://2130706433/1", "'https://2130706433', which is not a known host of this file"),
        (
            "https://dataverse.harvard.edu:80/1",
            "'https://dataverse.harvard.edu:80', which is not a known host of this file",
        ),
        ("file:/etc/passwd", "'file://', which is not secure"),
        ("data:text/csv,ms_code", "'data://', which is not secure"),
        ("unix:///run/docker.sock", "'unix://', which is not secure"),
        ("https://evil.org\r\nHost: dataverse.harvard.edu/", "something that is not an address"),
        ("https://[", "something that is not an address"),
        ("https://dataverse.harvard.edu:99999999/", "something that is not an address"),
    ],
)
def test_where_a_redirect_may_lead(target: str, place: str | None) -> None:
    if place is None:
        assert urlsplit(check_redirect(VOETEN, ORIGIN, target)).hostname in VOETEN.hosts
        return
    with pytest.raises(DataError) as caught:
        check_redirect(VOETEN, ORIGIN, target)
    assert str(caught.value) == str(VOETEN.failure(f"the server redirects to {place}"))


# --- addresses


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/votes",
        "https://192.0.2.1",
        "http://localhost:8000",
        "HTTP://LocalHost",
        "http://127.0.0.1:1",
        "http://127.255.0.1/unxml",
        "http://[::1]:8000",
    ],
)
def test_addresses_that_are_fetched_from(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "http://192.0.2.1",
        "http://128.0.0.1",
        "http://0.0.0.0",
        "http://[::2]",
        "http://[::ffff:127.0.0.1]",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
        "http://example.org\\@127.0.0.1",
        "http://2130706433",
        "ftp://localhost",
        "file:///tmp/votes",
        "/tmp/votes",
        "example.org",
        "https://",
        "https:///votes",
        "",
    ],
)
def test_addresses_that_are_not(address: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        check_address(address)
    assert str(caught.value) == (
        f"'{address}' is not fetched: name an address that begins with https:// (http:// is for"
        " this machine itself only, as http://localhost:8000)"
    )
    with pytest.raises(DataError, match="is not fetched"):
        fetch(replace(VOETEN, url=address), tmp_path)
    assert files(tmp_path) == []


def test_what_is_no_address_at_all() -> None:
    with pytest.raises(DataError) as caught:
        downloads(["unxml"], "https://[")
    assert str(caught.value) == "'https://[' is not an address: name one that begins with https://"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "all_proxy"])
def test_the_way_out_is_the_proxy_of_the_system(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    proxy = server.base.replace("http://", "http://user:secret%21@")
    monkeypatch.setenv(variable, proxy)
    server.replies["unvote.invalid:443"] = [sends(b"", status=502, Connection="close")]
    download = replace(VOETEN, url="https://unvote.invalid/1")
    assert message(download, tmp_path) == (
        f"no connection through the proxy that the system names, in 4 tries: {LATER}"
    )
    method, path, headers = server.asked[0]
    assert (method, path) == ("CONNECT", "unvote.invalid:443")
    assert headers["proxy-authorization"] == "Basic dXNlcjpzZWNyZXQh"
    assert get(serve(server, sends(BODY)), tmp_path) == BODY


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://["])
def test_a_proxy_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(DataError) as caught:
        fetch(replace(VOETEN, url="https://unvote.invalid/1"), tmp_path)
    assert str(caught.value) == (
        "the proxy that the system names is neither http nor https: set HTTPS_PROXY to one that"
        " begins with http://"
    )


# --- what is about to be fetched


def test_what_a_source_consists_of() -> None:
    sessions = [*range(74, 81), "ES-10", "ES-11", 81, "ES-12"]
    names = {source: [d.name for d in downloads([source])] for source in ("unxml", "unvotes")}
    council = [name for name in names["unxml"] if name[:3] in ("200", "201", "202", "S_2", "not")]
    assert (council[0], council[27], council[28], len(council)) == (
        *("2000.json", "2027.json", "not-adopted.json"),
        27 + 1 + 1 + 19,
    )
    assert names | {"unxml": names["unxml"][: -len(council)]} == {
        "unxml": [f"{session}.json" for session in (*sessions, "S-32", "S-33")],
        "unvotes": [
            *("un_votes.rda", "un_roll_calls.rda", "un_roll_call_issues.rda"),
            "Matches.csv",
        ],
    }
    assert [d.name for d in downloads(["unxml"]) if d.optional] == [
        f"{name}.json" for name in (81, "ES-12", "S-32", "S-33", 2027)
    ]
    assert [d.name for d in downloads(["unxml"]) if d.part] == council
    both = downloads(["unvotes", "unxml", "unvotes"])
    assert both == downloads(["unvotes"]) + downloads(["unxml"])


def test_one_of_them_whole() -> None:
    raw = "https://raw.githubusercontent.com/UNxml/GAresolutions/main/data_extract/74.json"
    expected = Download(
        source="unxml",
        name="74.json",
        kind="json",
        url=raw,
        hosts=("raw.githubusercontent.com",),
        limit=20_000_000,
        size=599_000,
        optional=False,
        page=PAGE,
        checksum="",
    )
    assert downloads(["unxml"])[0] == expected
    elsewhere = replace(expected, url="https://un.org/x/unxml/74.json", hosts=("un.org",))
    assert downloads(["unxml"], "https://un.org:443/x/")[0] == replace(
        elsewhere, url="https://un.org:443/x/unxml/74.json"
    )


def test_every_address_of_the_table_can_be_fetched_from() -> None:
    for download in downloads(["unxml", "unvotes", "voeten"]):
        assert check_address(download.url).host in download.hosts
        assert download.size is None or 0 < download.size < download.limit
        assert download.page.startswith("https://")


def test_a_source_that_only_a_browser_gets() -> None:
    with pytest.raises(DataError) as caught:
        downloads(["unxml", "undl"])
    assert str(caught.value) == (
        "the source 'undl' refuses programs: open https://digitallibrary.un.org/record/4060887 in"
        " a browser, save the CSV file there and run 'unvote data import FILE'"
    )


def test_a_source_that_is_none() -> None:
    with pytest.raises(ArgumentError) as caught:
        downloads(["unml"])
    assert (
        str(caught.value)
        == "'unml' is not a source to fetch (known: unxml, unvotes, voeten, library)"
    )


def test_every_row_of_the_table_has_a_kind() -> None:
    kinds = {row["kind"] for row in read_table("downloads")}
    votes = {"json", "rda", "csv", "xml"}
    assert kinds == {*votes, "listing", "listed", "search", "browser", "contents"}


# --- sessions


def test_sessions_are_tried_until_one_is_missing(server: Server, tmp_path: Path) -> None:
    sessions = [*range(74, 81), "ES-10", "ES-11", 81, 82]
    for session in [*sessions, 84]:
        server.replies[f"/unxml/{session}.json"] = [sends(f'["{session}"]'.encode())]
    paths = fetch_all(["unxml"], tmp_path, server.base, patience=AT_ONCE)
    assert [path.name for path in paths] == [f"{session}.json" for session in sessions]
    assert [path.read_bytes() for path in paths] == [f'["{one}"]'.encode() for one in sessions]
    tried = [*sessions, 83, "ES-12", "S-32", "S-33", 2000, "not-adopted"]
    assert server.paths()[:-1] == [f"/unxml/{session}.json" for session in tried]
    assert server.paths()[-1] == "/unxml/S_2023_212-2305680E.xml"


def test_a_server_that_claims_to_have_every_session(server: Server, tmp_path: Path) -> None:
    class Everything(dict[str, list[Reply]]):
        def get(self, path: str, default: Any = None) -> list[Reply]:
            return [sends(b"[]")]

    server.replies = Everything()
    paths = fetch_all(["unxml"], tmp_path, server.base)
    names = [path.name for path in paths]
    assert [name in names for name in ("ES-62.json", "S-83.json", "2077.json")] == [True] * 3
    # Sessions, emergency special ones, special ones; years of the Council; known drafts.
    assert len(paths) == 9 + 51 + 51 + 52 + (27 + 51) + 19


def test_the_files_of_the_council_are_listed(server: Server, tmp_path: Path) -> None:
    wanted = downloads(["unxml"], server.base)
    for download in wanted:
        if download.kind == "json" and not download.optional:
            server.replies[urlsplit(download.url).path] = [sends(b"[]")]
    names = ["S_2023_970-2324906E.xml", "S_2026_9-2600001E.xml", "../../S_1.xml", "README.md"]
    listing = json.dumps([{"name": name} for name in names]).encode()
    server.replies["/unxml/not-adopted.json"] = [sends(listing)]
    for name in names[:2]:
        server.replies[f"/unxml/{name}"] = [sends(b"<akomaNtoso></akomaNtoso>")]
    failures: list[str] = []
    paths = fetch_all(["unxml"], tmp_path, server.base, patience=AT_ONCE, failed=failures.append)
    assert [path.name for path in paths if path.suffix == ".xml"] == names[:2]
    assert "/unxml/2027.json" in server.paths()
    assert failures == []


def test_without_the_files_of_the_council_the_rest_is_whole(server: Server, tmp_path: Path) -> None:
    for download in downloads(["unxml"], server.base):
        if not download.part and not download.optional:
            server.replies[urlsplit(download.url).path] = [sends(b"[]")]
    server.replies["/unxml/not-adopted.json"] = [sends(b'{"message": "rate limit"}')]
    server.replies["/unxml/S_2023_212-2305680E.xml"] = [sends(b"<html>no</html>")]
    failures: list[str] = []
    paths = fetch_all(["unxml"], tmp_path, server.base, patience=AT_ONCE, failed=failures.append)
    assert len(paths) == 9
    assert [failure.split(" from ")[0] for failure in failures] == [
        "no more files of the Security Council are fetched: 2000.json",
        "the list of drafts failed, so only the known ones are fetched: not-adopted.json",
        "no more files of the Security Council are fetched: S_2023_212-2305680E.xml",
    ]
    assert "it is not a list of files from GitHub" in failures[1]
    assert "the server answered with a web page (status 200)" in failures[2]


def test_a_session_that_is_refused_is_not_a_missing_one(server: Server, tmp_path: Path) -> None:
    for download in downloads(["unxml"], server.base):
        server.replies[urlsplit(download.url).path] = [sends(b"[]")]
    server.replies["/unxml/81.json"] = [sends(b"", status=403)]
    with pytest.raises(DataError, match=r"^81\.json from .* web page \(status 403\)"):
        fetch_all(["unxml"], tmp_path, server.base)


def test_what_came_whole_before_a_failure_is_kept(server: Server, tmp_path: Path) -> None:
    server.replies["/unvotes/un_votes.rda"] = [sends(RDA, ETag='"1"'), sends(b"", status=304)]
    server.replies["/unvotes/un_roll_calls.rda"] = [
        cut(b"RDX3", 100),
        cut(b"RDX3", 100),
        sends(RDA + RDA),
    ]
    two_tries = replace(AT_ONCE, tries=2)
    with pytest.raises(DataError) as caught:
        fetch_all(["unvotes"], tmp_path, server.base, patience=two_tries)
    assert str(caught.value) == (
        f"un_roll_calls.rda from {server.base}/unvotes/un_roll_calls.rda: the connection was cut,"
        f" in 2 tries: {LATER}"
    )
    assert files(tmp_path) == ["un_votes.rda", "un_votes.rda.about"]
    paths = fetch_all(["unvotes"], tmp_path, server.base)
    assert [path.read_bytes() for path in paths] == [RDA, RDA + RDA]


# --- the Dataverse


VOTES = b"rcid,ccode,vote\n3,2,1\n"
MD5 = hashlib.md5(VOTES).hexdigest()


def entry(number: int, name: str, published: str = "2024-01-01", **more: Any) -> dict[str, Any]:
    """Return a file as a Dataverse lists it."""
    file = {
        "id": number,
        "filename": name,
        "contentType": "text/csv",
        "filesize": len(VOTES),
        "md5": MD5,
        "checksum": {"type": "MD5", "value": MD5},
        "publicationDate": published,
    }
    return {"label": name, "restricted": False, "dataFile": file | more}


def listing(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"status": "OK", "data": {"latestVersion": {"files": entries}}}).encode()


OTHERS = [
    entry(1, "IdealpointestimatesAll.csv", "2026-01-01"),
    entry(2, "UNVotes.RData", "2026-01-01"),
    entry(3, "UNVotes codebook.pdf", "2026-01-01"),
    entry(4, "../UNVotes.csv", "2026-01-01"),
    entry(9, "UNVotes_old.csv", "2023-01-01"),
    entry(6, "UNVotes_embargo.csv", "2026-01-01") | {"restricted": True},
]


def chosen(tmp_path: Path, *entries: dict[str, Any]) -> Download:
    """Return the file chosen from a list, with the real addresses of the Dataverse."""
    path = tmp_path / "dataset.json"
    path.write_bytes(listing(*entries))
    dataset, votes = downloads(["voeten"])
    return listed_file(votes, dataset, path)


def test_the_newest_votes_that_the_list_names(server: Server, tmp_path: Path) -> None:
    files_listed = [*OTHERS, entry(7, "2025_7 UNVotes-1.csv", "2025-07-01")]
    server.replies["/voeten/dataset.json"] = [sends(listing(*files_listed))]
    server.replies["/voeten/2025_7%20UNVotes-1.csv"] = [sends(VOTES)]
    paths = fetch_all(["voeten"], tmp_path, server.base)
    assert paths == [tmp_path / "voeten" / "2025_7 UNVotes-1.csv"]
    assert paths[0].read_bytes() == VOTES
    # The list says that the file in the cache is still right: nothing is fetched.
    assert fetch_all(["voeten"], tmp_path, server.base) == paths
    assert server.paths() == [
        "/voeten/dataset.json",
        "/voeten/2025_7%20UNVotes-1.csv",
        "/voeten/dataset.json",
    ]


def test_a_new_edition_under_the_old_name(server: Server, tmp_path: Path) -> None:
    new = hashlib.md5(b"rcid\n").hexdigest()
    server.replies["/voeten/dataset.json"] = [
        sends(listing(entry(7, "UNVotes.csv"))),
        sends(listing(entry(8, "UNVotes.csv", checksum={"type": "MD5", "value": new}))),
    ]
    server.replies["/voeten/UNVotes.csv"] = [sends(VOTES), sends(b"rcid\n")]
    for content in (VOTES, b"rcid\n"):
        (path,) = fetch_all(["voeten"], tmp_path, server.base)
        assert path.read_bytes() == content


def test_a_checksum_that_is_wrong(server: Server, tmp_path: Path) -> None:
    server.replies["/voeten/dataset.json"] = [sends(listing(entry(7, "UNVotes.csv")))]
    server.replies["/voeten/UNVotes.csv"] = [sends(b"rcid\n")]
    with pytest.raises(DataError) as caught:
        fetch_all(["voeten"], tmp_path, server.base)
    assert str(caught.value) == (
        f"UNVotes.csv from {server.base}/voeten/UNVotes.csv: its MD5 is"
        f" {hashlib.md5(b'rcid' + bytes([10])).hexdigest()}, and the source publishes {MD5}: save"
        " it from https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/LEJUQZ"
        " with a browser and run 'unvote data import FILE'"
    )
    assert files(tmp_path) == ["dataset.json", "dataset.json.about"]


def test_a_table_is_fetched_as_it_was_uploaded(tmp_path: Path) -> None:
    turned = {"originalFileName": "UNVotes.csv", "originalFileSize": 380_000_000}
    assert chosen(tmp_path, entry(7, "UNVotes.tab", **turned)) == replace(
        VOETEN,
        name="UNVotes.csv",
        url="https://dataverse.harvard.edu/api/access/datafile/7?format=original",
        size=380_000_000,
        checksum=f"md5:{MD5}",
    )


def test_a_table_that_was_uploaded_as_something_else_has_no_checksum(tmp_path: Path) -> None:
    turned = {"originalFileName": "UNVotes.RData", "originalFileSize": 9}
    assert chosen(tmp_path, entry(7, "UNVotes.tab", **turned)) == replace(
        VOETEN,
        name="UNVotes.tab",
        url="https://dataverse.harvard.edu/api/access/datafile/7",
        size=len(VOTES),
        checksum="",
    )


@pytest.mark.parametrize(
    ("published", "checksum"),
    [
        ({"checksum": {"type": "SHA-256", "value": "AB"}}, "sha256:ab"),
        ({"checksum": None, "md5": "AB"}, "md5:ab"),
        ({"checksum": None, "md5": None}, ""),
    ],
)
def test_kinds_of_checksum(tmp_path: Path, published: dict[str, Any], checksum: str) -> None:
    assert chosen(tmp_path, entry(7, "UNVotes.csv", **published)).checksum == checksum


def test_a_checksum_of_an_unknown_kind(server: Server, tmp_path: Path) -> None:
    download = serve(server, sends(BODY), checksum="unf:6")
    said = "its checksum is of an unknown kind (unf)"
    assert message(download, tmp_path) == f"{said}: {BY_HAND}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (listing(), "no file in the list is named as 'UNVotes….csv' or '….tab'"),
        (listing(*OTHERS[:4]), "no file in the list is named as 'UNVotes….csv' or '….tab'"),
        (b"{}", "it is not a list of files from a Dataverse"),
        (b"[]", "it is not a list of files from a Dataverse"),
        (b"no JSON", "it is not a list of files from a Dataverse"),
        (b"[" * 100_000, "it is not a list of files from a Dataverse"),
        (listing({"dataFile": None}), "it is not a list of files from a Dataverse"),
        (listing({"dataFile": {"id": "x"}}), "it is not a list of files from a Dataverse"),
    ],
)
def test_lists_without_votes(server: Server, tmp_path: Path, content: bytes, said: str) -> None:
    server.replies["/voeten/dataset.json"] = [sends(content)]
    with pytest.raises(DataError) as caught:
        fetch_all(["voeten"], tmp_path, server.base)
    assert str(caught.value) == (
        f"dataset.json from {server.base}/voeten/dataset.json: {said}: save it from"
        " https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/LEJUQZ with a"
        " browser and run 'unvote data import FILE'"
    )
