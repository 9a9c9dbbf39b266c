"""The program as a separate process, without the second that its imports take.

A server imports once what the program needs. For each question it forks; the child takes over the
streams, the folder, the environment and the arguments of the asking process, and runs and ends like
`unvote`. `Server.program` is the start of a line for `subprocess`, instead of `python -m unvote`.

    python forking.py serve ADDRESS
    python forking.py ask ADDRESS ARGUMENT...
"""

import json
import os
import socket
import sys

# The asking process imports as little as possible: no pathlib.
HERE = os.path.abspath(__file__)  # noqa: PTH100
# The modules that the program imports when it runs.
PRELOADED = ("unvote.cli.options", "unvote.cli.emit", "pandas", "pyarrow.parquet", "scipy.stats")
PRELOADED += ("rich.table", "jinja2", "unvote.readers.reference", "unvote.store.importing")


class Server:
    """A server in an environment, for as long as the `with` block runs."""

    def __init__(self, folder: str, environment: dict[str, str]) -> None:
        self.address = f"{folder}/forking"
        self.environment = environment

    def __enter__(self) -> "Server":
        import subprocess

        line = [sys.executable, HERE, "serve", self.address]
        self.process = subprocess.Popen(
            line, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()  # the server ends when its input ends

    @property
    def program(self) -> list[str]:
        """The words before the arguments."""
        return [sys.executable, "-I", "-S", HERE, "ask", self.address]


def ask(address: str, arguments: list[str]) -> int:
    """Let the server run a line with the streams of this process, and return its exit code."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        socket.send_fds(server, [b"?"], [0, 1, 2])
        question = [arguments, os.getcwd(), dict(os.environ)]  # noqa: PTH109
        server.sendall(json.dumps(question).encode())
        server.shutdown(socket.SHUT_WR)
        return int(server.recv(16))


def serve(address: str) -> None:
    """Return in a child process for each question, with the streams and arguments of the asker."""
    from importlib import import_module
    from select import select
    from signal import SIG_DFL, SIG_IGN, SIGCHLD, signal

    for name in PRELOADED:
        import_module(name)
    signal(SIGCHLD, SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        os.write(1, b"ready\n")
        while listening in select([listening, sys.stdin], [], [])[0]:
            asking = listening.accept()[0]
            with asking:
                if os.fork():
                    continue
                signal(SIGCHLD, SIG_DFL)
                _, streams, *_ = socket.recv_fds(asking, 1, 3)
                question = json.loads(b"".join(iter(lambda: asking.recv(65536), b"")))  # noqa: B023
                if not (child := os.fork()):
                    listening.detach()
                    become(streams, *question)
                    return
                code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                asking.sendall(str(code if code >= 0 else 128 - code).encode())
                os._exit(0)
    os._exit(0)


def become(
    streams: list[int], arguments: list[str], folder: str, environment: dict[str, str]
) -> None:
    """Take over the streams, the arguments, the folder and the environment of the asker."""
    import io

    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["unvote", *arguments]
    encoding, _, errors = environment.get("PYTHONIOENCODING", "").partition(":")
    buffered = not environment.get("PYTHONUNBUFFERED")
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        size = -1 if buffered or mode == "r" else 0
        raw = open(number, f"{mode}b", size, closefd=False)  # noqa: SIM115
        stream = io.TextIOWrapper(
            raw,
            encoding=encoding or "utf-8",
            errors="backslashreplace" if name == "stderr" else errors or "strict",
            line_buffering=name == "stderr" or raw.isatty(),
            write_through=not buffered,
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


if __name__ == "__main__":
    if sys.argv[1] == "ask":
        sys.exit(ask(sys.argv[2], sys.argv[3:]))
    serve(sys.argv[2])
    from unvote.__main__ import main

    sys.exit(main())
