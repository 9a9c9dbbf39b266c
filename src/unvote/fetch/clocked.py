"""Connections on which no read takes too long, whatever a server sends.

The timeout of a socket starts again with every byte. Here it limits a whole step: the head of an
answer and everything before it (answers 1xx), or one piece of the body (the last with its
trailers).
"""

import io
import time
from http.client import HTTPResponse
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool


class _Clocked(io.RawIOBase):
    """Reads from a socket until a deadline."""

    def __init__(self, raw: Any, until: float) -> None:
        self._raw, self.until = raw, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> Any:
        if time.monotonic() > self.until:
            raise TimeoutError("timed out")
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    """An answer whose head, and each piece of its body, must come within `most` seconds."""

    most: float

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        buffered: Any = self.fp
        self._clock = _Clocked(buffered.detach(), time.monotonic() + self.most)
        self.fp = io.BufferedReader(self._clock)

    def read1(self, n: int = -1) -> bytes:
        self._clock.until = time.monotonic() + self.most
        return super().read1(n)


def clocked_pools(most: float) -> dict[str, Any]:
    """Return the classes of connections, by scheme, that wait `most` seconds for each read."""
    response = type("Response", (_Response,), {"most": most})

    def pool(kind: Any) -> Any:
        connection = type("Connection", (kind.ConnectionCls,), {"response_class": response})
        return type("Pool", (kind,), {"ConnectionCls": connection})

    return {"http": pool(HTTPConnectionPool), "https": pool(HTTPSConnectionPool)}
