"""The files that were fetched, each next to a note about it.

A file gets its name once it is complete. One run at a time fetches into a folder.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from unvote.fetch.catalogue import Download
from unvote.progress import tell
from unvote.world.tables import read_table
from unvote.writing import name_when_whole, whole_file, writing

_ABOUT = ".about"
_LOCK = ".lock"
# The names of our own files: pages of the library, and the lock.
_OWN_NAME = re.compile(r"page-[0-9-]+\.xml|voting-data\.xml|stopped\.json|\.lock")


def _about(target: Path) -> Path:
    return target.with_name(f"{target.name}{_ABOUT}")


def _noted(about: Path) -> dict[str, Any]:
    """Return the note about a file; empty if it cannot be read."""
    try:
        known = dict(json.loads(about.read_bytes()))
        return known if {"url", "sha256", "size"} <= known.keys() else {}
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def note_of(download: Download, target: Path) -> dict[str, Any]:
    """Return the note about a file in the cache; empty if the file is damaged or from elsewhere."""
    about = _noted(_about(target))
    try:
        with target.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest()
        size = target.stat().st_size
    except OSError:
        return {}
    facts = tuple(about.get(name) for name in ("url", "sha256", "size"))
    return about if facts == (download.url, whole, size) else {}


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock a folder of the cache; make it first, and remove what killed runs left.

    While another run fetches into it, this one waits; it may then find there what it wants.
    """
    from filelock import FileLock, Timeout

    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            tell("waiting for another run that is fetching the same files")
            lock.acquire()
    try:
        with writing(folder):
            for path in folder.iterdir():
                if name_when_whole(path):
                    path.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


def fetched(cache: Path) -> list[Path]:
    """Return the files in the cache that were fetched, and the notes about them.

    A file counts if its name is in the table of downloads, or the note next to it has its hash. The
    pages of the library, and what a killed run left, are known by their names. Links are not
    followed.
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
    if _OWN_NAME.fullmatch(path.name) or name_when_whole(path):
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
    """Remove the files that were fetched, from all sources; everything else stays."""
    files = fetched(cache)
    for path in files:
        with suppress(OSError):
            path.unlink()
    for folder in [*dict.fromkeys(path.parent for path in files), *[cache] * _is_folder(cache)]:
        with suppress(OSError):  # it holds files of the user
            folder.rmdir()


def note(target: Path, about: dict[str, Any]) -> None:
    """Write the note about a complete file; a file without a note is fetched again."""
    with whole_file(_about(target)) as file:
        file.write(json.dumps(about, indent=1).encode())
