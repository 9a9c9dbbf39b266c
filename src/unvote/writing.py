"""Writes a file completely, or not at all."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from unvote.errors import OutputError

# A half-written file has its later name with this ending.
_PART = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.part")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the system's error about a file that cannot be written into one line."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its place in one step, only after all is written.

    A new file gets the usual permissions of new files, whatever else is written at the same time; a
    file that was there keeps its own.

    Raises OutputError if it cannot be written; an old file stays as it was.
    """
    with writing(path):
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        file = part.open("xb")
        try:
            with file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileNotFoundError):  # it is new
                part.chmod(path.stat().st_mode & 0o777)
            part.replace(path)
            _sync(path.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def name_when_whole(path: Path) -> str:
    """Return the later name of a half-written file; empty if it is not one."""
    found = _PART.fullmatch(path.name)
    return found["name"] if found and path.is_file() and not path.is_symlink() else ""


def _sync(folder: Path) -> None:
    """Make sure that the names in a folder are on disk; some systems do so by themselves."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
