"""The folder of the full record: its lock, which files in it are ours, and their removal.

These files are ours: the record itself, the files that it names, and files named by the hash of
their own content. All others are the user's. Links are not followed.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from unvote.errors import DataError, OutputError
from unvote.store.location import LOCK, RECORD, SOURCES, folder
from unvote.store.parquet import NAMED, name_of
from unvote.store.read import names_beside, open_file
from unvote.writing import name_when_whole, writing


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Let only one process change the record; a killed one leaves no lock."""
    from filelock import FileLock, Timeout

    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        if (home / SOURCES).is_symlink():
            raise OutputError(
                f"{home / SOURCES} is a link to another place, where unvote writes nothing: remove"
                " the link, and import the files again"
            )
        lock = FileLock(home / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise DataError("another import is under way: try again when it is done") from error
    try:
        with writing(home):  # an error of the disk is about our files
            yield
    finally:
        with suppress(OSError):  # a lock that cannot be released ends with the process
            lock.release()


def files_of(home: Path) -> list[Path]:
    """Return the files in the folder that belong to the record or are left from killed imports."""
    found = [path for path in _entries(home) if name_when_whole(path) == RECORD]
    record, sources = home / RECORD, home / SOURCES
    if record.is_file() or record.is_symlink():
        found.append(record)
    if sources.is_symlink():
        return found
    named = _named(record)
    return [*found, *(path for path in _entries(sources) if _is_ours(path, named))]


def _named(record: Path) -> set[str]:
    """Return the names that the record gives to the files beside it; none if it is unreadable."""
    try:
        return names_beside(open_file()[1]) if record.exists() else set()
    except DataError:
        return set()


def _is_ours(path: Path, named: set[str]) -> bool:
    """Return whether unvote wrote a file: the record names it, or its name is its own hash."""
    if NAMED.fullmatch(name_when_whole(path)):
        return True
    kind = NAMED.fullmatch(path.name)
    if not kind or not (path.is_file() or path.is_symlink()):
        return False
    if path.name in named:
        return True
    return not path.is_symlink() and path.name == name_of(kind["kind"], path.read_bytes())


def _entries(place: Path) -> list[Path]:
    return sorted(place.iterdir()) if place.is_dir() else []


def sweep(home: Path) -> None:
    """Remove our files that the record no longer names, and those left from killed imports."""
    with writing(home):
        named = names_beside(open_file()[1]) if (home / RECORD).exists() else set()
        for path in files_of(home):
            if path != home / RECORD and path.name not in named:
                path.unlink(missing_ok=True)


def remove() -> bool:
    """Remove the full record from this machine, and return whether there was one.

    Raises DataError if an import is under way.
    Raises OutputError if it cannot be removed.
    """
    home = folder()
    with writing(home):
        if not home.is_dir():
            return False
    with locked(home):
        there = (home / RECORD).exists()
        for path in files_of(home):
            path.unlink(missing_ok=True)
        if not _entries(home / SOURCES) and (home / SOURCES).is_dir():
            (home / SOURCES).rmdir()
    return there


def left_in(home: Path) -> Iterator[str]:
    """Yield the names of the files and folders in the record's folder, except its lock."""
    for path in _entries(home):
        if path.is_dir() and not path.is_symlink():
            yield from (f"{path.name}/{name}" for name in left_in(path))
        elif path.name != LOCK:
            yield path.name
