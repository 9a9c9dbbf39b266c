"""Brings text or bytes to where they go: the standard output, or a file in one step."""

import os
import sys
from pathlib import Path

from unvote.errors import OutputError


def write_out(content: str | bytes, path: str | None = None) -> None:
    """Write to the standard output, or to a file that is whole or not there at all.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    if path is not None:
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


def _write_file(content: bytes, path: Path) -> None:
    import tempfile  # it loads much that the standard output does not need

    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise OutputError(f"{path} is a directory: name a file in it")
            target.write_bytes(content)  # a device or a named pipe
            return
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, _mode(target))  # noqa: PTH101
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error


def _mode(target: Path) -> int:
    """Return the permissions of the file as it was, or those of a new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
