"""Where the full record is; a small module, so that importing it costs almost nothing."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from unvote.errors import OutputError

RECORD = "record.parquet"
SOURCES = "sources"
LOCK = "import.lock"


def folder() -> Path:
    """Return the folder for the full record: UNVOTE_DATA, or the user's folder for data.

    Raises OutputError if there is neither: in a container a user may have no home.
    """
    try:
        if named := os.environ.get("UNVOTE_DATA"):
            return Path(named).expanduser().absolute()
        from platformdirs import user_data_path

        return user_data_path("unvote", appauthor=False)
    except RuntimeError as error:
        raise OutputError(
            "there is no place for the full record: this user has no home folder; set UNVOTE_DATA"
            " to a folder"
        ) from error


def exists() -> bool:
    """Return whether there is a full record on this machine, or may be one we cannot see."""
    try:
        # Not is_file(): since Python 3.14 it returns False in a folder that we may not read.
        return stat.S_ISREG((folder() / RECORD).stat().st_mode)
    except PermissionError:
        return True  # opening it says why
    except (OSError, ValueError):
        return False  # nothing, or nowhere to look


def wrong_folder() -> str | None:
    """Return what is wrong if UNVOTE_DATA names a place without a full record, else None."""
    named = os.environ.get("UNVOTE_DATA")
    if not named or exists():
        return None
    what = "is not there"
    with suppress(OutputError):  # it begins with ~, and the user has no home
        place = folder()
        what = "has no full record in it" if place.is_dir() else what
        what = "is not a folder" if place.exists() and not place.is_dir() else what
    return (
        f"UNVOTE_DATA is {named}, which {what}: the reference record is used; correct"
        " UNVOTE_DATA, or import files with 'unvote data import'"
    )


def cache() -> Path:
    """Return the folder for fetched files."""
    return folder() / "cache"
