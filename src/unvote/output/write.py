"""Brings text or bytes to where they go: the standard output, or a file in one step."""

import os
import sys
from pathlib import Path

from unvote.errors import OutputError
from unvote.writing import whole_file, writing


def write_out(content: str | bytes, path: str | None = None) -> None:
    """Write to the standard output, or to a file that is whole or not there at all.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    if path is not None and not _is_the_standard_output(Path(path)):
        _write_file(content.encode() if isinstance(content, str) else content, Path(path))
        return
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the standard output cannot be written: {error.strerror}") from error


def _is_the_standard_output(path: Path) -> bool:
    """Whether a path, /dev/stdout say, leads to where what is printed goes: nothing replaces it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


def _write_file(content: bytes, path: Path) -> None:
    with writing(path):
        if path.is_dir():
            raise OutputError(f"{path} is a directory: name a file in it")
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or a named pipe
            return
        with whole_file(path.resolve()) as file:
            file.write(content)
