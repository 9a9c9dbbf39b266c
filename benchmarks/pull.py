"""Measure `unvote data pull` of everything, from a server on this machine.

    python benchmarks/pull.py FOLDER

In the folder each file is under SOURCE/NAME, as `--from-url` asks for it. The record goes into a
temporary folder. The results are the median processor time of some pulls, and the most memory of
any.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from speed import UNVOTE

RUNS = 3
MOST_SECONDS, MOST_MEMORY = 12, 600e6


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without printing anything."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def processor_time(url: str) -> float:
    """Return the processor time of a pull, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [*UNVOTE, "data", "pull", "-q", "--from-url", url],
            env=os.environ | {"UNVOTE_DATA": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print what it took."""
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/pull.py FOLDER")
    handler = partial(Quiet, directory=sys.argv[1])
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        seconds = statistics.median(processor_time(url) for _ in range(RUNS))
        server.shutdown()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    verdict = "ok" if seconds <= MOST_SECONDS and memory <= MOST_MEMORY else "TOO MUCH"
    print(
        f"data pull of everything {seconds:.1f} s of {MOST_SECONDS} s of processor time,"
        f" {memory / 1e6:.0f} MB of {MOST_MEMORY / 1e6:.0f} MB  {verdict}"
    )


if __name__ == "__main__":
    main()
