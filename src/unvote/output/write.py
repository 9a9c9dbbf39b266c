"""Writes text or bytes to the standard output, or to a file in one step."""

import os
import select
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from unvote.errors import OutputError
from unvote.writing import whole_file, writing


def write_out(content: str | bytes | Iterable[str], path: str | None = None) -> None:
    """Write to the standard output, or to a file, completely or not at all.

    Pieces are written one by one.
    """
    pieces = [content] if isinstance(content, str | bytes) else content
    if path is not None and not _is_the_standard_output(Path(path)):
        _write_file((one.encode() if isinstance(one, str) else one for one in pieces), Path(path))
        return
    try:
        for piece in pieces:
            _write_all(piece)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the standard output cannot be written: {error.strerror}") from error


def _write_all(content: str | bytes) -> None:
    """Write to the standard output until all is written.

    An unbuffered output takes a part of the data and says how much; a non-blocking output takes
    nothing while it is full. In both cases Python's own `write` loses the rest.
    """
    buffer: Any = getattr(sys.stdout, "buffer", None)
    if isinstance(content, str):
        if buffer is None:  # the output of a notebook takes whole texts
            sys.stdout.write(content)
            return
        text = content.replace("\n", os.linesep)
        content = text.encode(sys.stdout.encoding, sys.stdout.errors or "strict")
    sys.stdout.flush()
    raw: Any = getattr(buffer, "raw", buffer)
    left = memoryview(content)
    while left:
        written = raw.write(left)
        if written is None:
            select.select([], [raw], [])
        else:
            left = left[written:]


def _is_the_standard_output(path: Path) -> bool:
    """Return whether a path, such as /dev/stdout, is the standard output: no file replaces that."""
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


def _write_file(pieces: Iterable[bytes], path: Path) -> None:
    with writing(path):
        if path.is_dir():
            raise OutputError(f"{path} is a directory: name a file in it")
        if path.exists() and not path.is_file():
            with path.open("wb") as device:  # or a named pipe
                device.writelines(pieces)
            return
        with whole_file(path.resolve()) as file:
            file.writelines(pieces)
