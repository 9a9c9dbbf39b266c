"""Where the full record lies; apart from the rest, so that asking costs next to nothing."""

import os
from pathlib import Path

NAME = "the full record"
RECORD = "record.parquet"
SOURCES = "sources"
LOCK = "import.lock"


def folder() -> Path:
    """Return where the full record lies, or would: UNVOTE_DATA, or the user's folder for data."""
    if named := os.environ.get("UNVOTE_DATA"):
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("unvote", appauthor=False)


def exists() -> bool:
    """Return whether there is a full record on this machine, or may be one we cannot see."""
    try:
        return (folder() / RECORD).is_file()
    except PermissionError:
        return True  # opening it says why


def cache() -> Path:
    """Return where files that were fetched lie, or would."""
    return folder() / "cache"
