"""Finds which drafts of the Security Council exist, in GitHub's list of files."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from unvote.fetch.catalogue import Download

_DRAFT = re.compile(r"S_\d{4}[_-]\d{1,5}[\w-]{0,40}\.xml")
# A server must not make us ask forever.
_MOST = 1000


def listed_drafts(known: Sequence[Download], listing: Download, path: Path) -> list[Download]:
    """Return the downloads of the drafts that a list names.

    Only names are taken from the list; the addresses follow those of the known drafts.

    `known`: the drafts in the table, at least one.
    """
    try:
        names = [str(entry["name"]) for entry in json.loads(path.read_bytes())]
    except (ValueError, TypeError, LookupError, RecursionError, OSError) as error:
        raise listing.failure("it is not a list of files from GitHub") from error
    there = dict.fromkeys(name for name in names[:_MOST] if _DRAFT.fullmatch(name))
    if not there:
        raise listing.failure("it names no draft, as S_2023_970-2324906E.xml")
    first = known[0]
    stem = first.url.removesuffix(first.name)
    by_name = {one.name: one for one in known}
    new = (replace(first, name=name, url=stem + name, size=None) for name in there)
    return [by_name.get(one.name, one) for one in new]
