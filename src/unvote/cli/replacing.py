"""Refuses an output that would replace an input: a file of votes, or the full record."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from unvote.errors import ArgumentError, OutputError


def check_output(values: Mapping[str, Any]) -> None:
    """Refuse an output that is one of the files that are read, or a file of the full record.

    A link, a hard link, or another spelling of the path is the same file too.

    `values`: the options and arguments: `output` is the file to write, `votes` and `files` are the
    files to read; "-" is the standard input.
    """
    output: str | None = values.get("output")
    if not output:
        return
    if output == "-":
        raise ArgumentError(
            "--output -: name a file; without --output an answer goes to the standard output"
        )
    read = [*(values.get("votes") or ()), *(values.get("files") or ())]
    written = _stat(output)
    for name in read:
        there = _stat(name)
        if written and there and _is_file(written) and os.path.samestat(written, there):
            raise OutputError(f"--output {output}: the votes are read from it: name another")
    if _is_of_the_record(Path(output), written):
        raise OutputError(f"--output {output}: it is a file of the full record: name another")


def _stat(name: str) -> os.stat_result | None:
    with suppress(OSError, ValueError):
        return os.fstat(sys.stdin.fileno()) if name == "-" else os.stat(name)  # noqa: PTH116
    return None


def _is_file(found: os.stat_result) -> bool:
    from stat import S_ISREG

    return S_ISREG(found.st_mode)


def _is_of_the_record(output: Path, written: os.stat_result | None) -> bool:
    """Return whether an output is the record, or in the folder of its sources or fetched files."""
    from unvote.store import location

    with suppress(OSError, ValueError):
        home, path = location.folder().resolve(), output.resolve()
        record = home / location.RECORD
        inside = (home / location.SOURCES, home / location.cache().name)
        if path in (record, home / location.LOCK, *inside) or {*path.parents} & {*inside}:
            return True
        if written is None or written.st_nlink < 2:
            return False
        files = [record, *(one for place in inside for one in place.rglob("*"))]
        return any(os.path.samestat(written, one.stat()) for one in files if one.is_file())
    return False
