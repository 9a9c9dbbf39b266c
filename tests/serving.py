"""A server on this machine that answers as a test says."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from unvote.fetch.client import Patience

BODY = json.dumps({"resolution": "A/RES/79/1"}).encode() * 5000
AT_ONCE = Patience(connect=10, read=10, total=60, tries=4, pause=0)


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says, and notes the requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        replies = self.server.replies.get(self.path, [sends(b"", status=404)])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        with suppress(ConnectionError):
            reply(self)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_CONNECT(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Reply = Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.over = threading.Event()

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]

    def handle_error(self, *_: object) -> None:
        """Say nothing: the tests have clients that hang up."""


@pytest.fixture(name="server")
def running() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


def sends(body: bytes, *, status: int = 200, **headers: str) -> Reply:
    """Send a body, with its length unless a header says otherwise."""

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return reply


def redirects(target: str, status: int = 302) -> Reply:
    return sends(b"", status=status, Location=target)


def cut(body: bytes, length: int) -> Reply:
    """Announce a length and hang up before it is reached."""

    def reply(handler: Handler) -> None:
        sends(body, Content_Length=str(length))(handler)
        handler.close_connection = True

    return reply


def chunks(pieces: Iterable[bytes], *, end: bool = True) -> Reply:
    """Send pieces one by one without their length in all."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.send_header("Connection", "close")  # or the client would ask again on it
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if end:
            handler.wfile.write(b"0\r\n\r\n")
        handler.close_connection = True

    return reply


def until_closed(body: bytes) -> Reply:
    """Send a body whose end is the end of the connection."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return reply


def hangs(handler: Handler) -> None:
    handler.server.over.wait(30)
    handler.close_connection = True


def endless(handler: Handler) -> None:
    """Send without an end, and without a length."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.over.is_set():
        handler.wfile.write(b"0" * 100_000)


def drips(handler: Handler) -> None:
    """Send byte by byte, with a pause before each."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not handler.server.over.wait(0.005):
        handler.wfile.write(b"0")
