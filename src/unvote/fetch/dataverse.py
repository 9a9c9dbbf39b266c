"""Finds the file with the votes in the list of files that a Dataverse publishes."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from unvote.fetch.catalogue import Download

_VOTES_FILE = re.compile(r"[\w .()-]*UNVotes[\w .()-]*\.(csv|tab|tsv)", re.IGNORECASE)


def listed_file(download: Download, listing: Download, path: Path) -> Download:
    """Complete a download with name, address and checksum from a Dataverse's list of files."""
    try:
        content = json.loads(path.read_bytes())
        files = [_Listed.of(entry) for entry in content["data"]["latestVersion"]["files"]]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OSError) as error:
        raise listing.failure("it is not a list of files from a Dataverse") from error
    fitting = [file for file in files if not file.restricted and _VOTES_FILE.fullmatch(file.name)]
    if not fitting:
        raise listing.failure("no file in the list is named as 'UNVotes….csv' or '….tab'")
    newest = max(fitting, key=lambda file: (file.date, file.number))
    number = f"{newest.number}?format=original" if newest.original else str(newest.number)
    return replace(
        download,
        name=newest.name,
        url=download.url.replace("{id}", number).replace("{name}", quote(newest.name)),
        size=newest.size,
        checksum=newest.checksum,
    )


@dataclass(frozen=True)
class _Listed:
    """A file in a Dataverse's list."""

    number: int
    name: str
    date: str
    size: int | None
    restricted: bool
    checksum: str
    original: bool

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "_Listed":
        file = entry["dataFile"]
        name = str(file.get("filename") or entry["label"])
        uploaded = str(file.get("originalFileName") or "")
        # The Dataverse turns tables into a .tab of its own. Its size and checksum are still those
        # of the uploaded file, which it sends on demand.
        original = bool(_VOTES_FILE.fullmatch(uploaded))
        turned = bool(uploaded or file.get("originalFileFormat"))
        published = file.get("checksum") or {"type": "MD5", "value": file.get("md5")}
        kind = str(published["type"]).replace("-", "").lower()
        checksum = f"{kind}:{published['value'].lower()}" if published["value"] else ""
        size = file.get("originalFileSize" if original else "filesize")
        return cls(
            number=int(file["id"]),
            name=uploaded if original else name,
            date=str(file.get("publicationDate") or file.get("creationDate") or ""),
            size=size if isinstance(size, int) else None,
            restricted=bool(entry.get("restricted")),
            checksum=checksum if original or not turned else "",
            original=original,
        )
