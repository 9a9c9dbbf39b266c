"""The files that were fetched: whole ones under their names, with what is known of each beside it.

A file gets its name once it is whole; what a killed run leaves is told from what a running one
writes by a lock.
"""

import hashlib
import json
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from unvote.errors import OutputError
from unvote.fetch.catalogue import Download
from unvote.world.tables import read_table

_ABOUT = ".about"
# What is ours by its name: pages of the library, and files that were being written.
_OWN_NAME = re.compile(r"page-[0-9-]+\.xml|voting-data\.xml|stopped\.json|\..+\.[0-9a-f]{16}\.part")


def _about(target: Path) -> Path:
    return target.with_name(f"{target.name}{_ABOUT}")


def _noted(about: Path) -> dict[str, Any]:
    """Return what is noted of a file; nothing where that cannot be read."""
    try:
        known = dict(json.loads(about.read_bytes()))
        return known if {"url", "sha256", "size"} <= known.keys() else {}
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def kept(download: Download, target: Path) -> dict[str, Any]:
    """Return what is known of a file in the cache; nothing unless it is whole and from here."""
    about = _noted(_about(target))
    try:
        with target.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest()
        size = target.stat().st_size
    except OSError:
        return {}
    facts = tuple(about.get(name) for name in ("url", "sha256", "size"))
    return about if facts == (download.url, whole, size) else {}


def prepare(target: Path) -> None:
    """Make the folder of a file, and clear it of what killed runs left.

    Raises
    ------
    OutputError
        If it cannot be made.
    """
    with _writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(target.parent)


def fetched(cache: Path) -> list[Path]:
    """Return the files in the cache that were fetched, and what was noted of them.

    A file counts by its name in the table of downloads, or where the note beside it tells of just
    its content; a page of the library, and what a killed run left, by their names. Nothing is
    reached through a link.
    """
    known = {(row["source"], row["name"]) for row in read_table("downloads")}
    folders = [cache / source for source in sorted({source for source, _ in known})]
    return [
        path
        for folder in folders
        if _is_folder(cache) and _is_folder(folder)
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.is_symlink()
        if (folder.name, path.name) in known or _is_ours(path)
    ]


def _is_ours(path: Path) -> bool:
    if _OWN_NAME.fullmatch(path.name):
        return True
    about = path if path.name.endswith(_ABOUT) else _about(path)
    known = _noted(about)
    if not known or about == path:
        return bool(known)
    with path.open("rb") as file:
        return bool(hashlib.file_digest(file, "sha256").hexdigest() == known["sha256"])


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def clear(cache: Path) -> None:
    """Remove the files that were fetched, of every source; what else lies there stays."""
    files = fetched(cache)
    for path in files:
        with suppress(OSError):
            path.unlink()
    for folder in [*dict.fromkeys(path.parent for path in files), *[cache] * _is_folder(cache)]:
        with suppress(OSError):  # it holds files of the user's own
            folder.rmdir()


def note(target: Path, about: dict[str, Any]) -> None:
    """Note what is known of a file, after it: without it, or with another's, it is fetched again.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with whole_file_at(_about(target)) as write:
        write(json.dumps(about, indent=1).encode())


@contextmanager
def whole_file_at(
    target: Path, check: Callable[[Path], None] | None = None
) -> Iterator[Callable[[bytes], None]]:
    """Give what writes to a file beside another one, to take its place at the end; else it goes.

    `check` sees the file before that, and raises where it is not to take the place.

    Raises
    ------
    OutputError
        If it cannot be written; what was there stays.
    """
    with _writing(target):
        file, part = _new_part(target)

    def write(data: bytes) -> None:
        with _writing(target):
            file.write(data)

    try:
        yield write
        with _writing(target):
            file.flush()
            os.fsync(file.fileno())
        if check:
            check(part)
        with _writing(target):
            _put(file, part, target)
    finally:
        # What counts is flushed by now; what could not be written must not hide why.
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            part.unlink()


def _new_part(target: Path) -> tuple[IO[bytes], Path]:
    while True:
        part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
        file = part.open("xb")
        if _claim(file):
            return file, part
        file.close()


if sys.platform == "win32":
    # An open file cannot be deleted there, so that one which can is a leftover.

    def _claim(file: IO[bytes]) -> bool:
        return True

    def _put(file: IO[bytes], part: Path, target: Path) -> None:
        file.close()
        part.replace(target)

    def _clear_leftovers(folder: Path) -> None:
        for part in folder.glob(".*.part"):
            with suppress(OSError):
                part.unlink()

else:
    # A part is locked as long as its process lives, so that one without a lock is a leftover.
    import fcntl

    def _claim(file: IO[bytes]) -> bool:
        """Lock a new part; False if another run has just taken it for a leftover."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks, where no leftover is cleared either
            return True
        return os.fstat(file.fileno()).st_nlink > 0

    def _put(file: IO[bytes], part: Path, target: Path) -> None:
        part.replace(target)

    def _clear_leftovers(folder: Path) -> None:
        for part in folder.glob(".*.part"):
            with suppress(OSError), part.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink()


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error.strerror or error}: free some space there, or name"
            " another place for the cache"
        ) from error
