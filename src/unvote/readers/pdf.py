"""Votes in a PDF, the record of a meeting; a separate process extracts the text.

PDFs come from anywhere, and the library that parses them is not Python. It works in a separate
process with limits on memory and time, so that a file made to break it breaks nothing else.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from unvote.errors import DataError
from unvote.readers.document import MOST_TEXT, document_of
from unvote.readers.stream import Source, brief
from unvote.readers.text import record_of
from unvote.record import Record

# A record of a meeting has 50 pages and 500 kB; a file far larger is not one.
_MOST_BYTES = 1 << 25
_MOST_PAGES = 1000
_MOST_MEMORY = 640 << 20
_MOST_SECONDS = 20

# The code of the process: bytes of a PDF in, a list of pages out. It does not import unvote.
_PROGRAM = """
import json, sys
limits = json.loads(sys.argv[1])
sys.path[:] = limits["path"]
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, OSError, ValueError):
    pass
import pypdfium2
answer = {}
try:
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    answer["count"] = len(document)
    pages, length = [], 0
    if len(document) <= limits["pages"]:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            length += text.count_chars()
            if length > limits["letters"]:
                answer["long"] = True
                break
            pages.append(text.get_text_range())
            text.close()
            page.close()
    answer["pages"] = pages
except (pypdfium2.PdfiumError, MemoryError, ValueError, UnicodeError) as error:
    answer["error"] = " ".join(str(error).split()) or type(error).__name__
sys.stdout.write(json.dumps(answer))
"""


def read(source: Source, *, organ: str | None = None, one: bool = False) -> Record:
    """Read the votes of a PDF into a Record.

    `source`: the PDF; it has to hold text, not pictures of pages.
    `one`: refuse several votes, as for a text.
    Raises DataError if pypdfium2 is missing, the PDF is damaged, locked or far too large, or its
    text holds no vote.
    """
    if find_spec("pypdfium2") is None:
        raise DataError(
            f"{source.name}: a PDF needs the extra pdf: in the folder of unvote run pip install"
            " '.[pdf]', or copy the text out of the PDF and save that"
        )
    pages = _pages(source)
    document = document_of(source.name, [(f"page {n}", page) for n, page in enumerate(pages, 1)])
    if not document.text.strip():
        raise DataError(
            f"{source.name}: the PDF holds pictures of pages and no text: read it with a"
            " program that recognizes letters (OCR), and save the text"
        )
    return record_of(document, organ, one=one)


def _pages(source: Source) -> list[str]:
    """Return the text of each page."""
    data = bytearray()
    for piece in source.pieces():
        data += piece
        if len(data) > _MOST_BYTES:
            what = f"a PDF of more than {_MOST_BYTES:,} bytes, too long for a record"
            raise DataError(f"{source.name}: {what}: cut out the pages with the votes")
    answer = _asked(source.name, bytes(data))
    if error := answer.get("error"):
        what = "is locked with a password" if "password" in error.casefold() else "is damaged"
        raise DataError(
            f"{source.name}: the PDF {what} ({brief(error)}): copy its text and save it"
        )
    if answer["count"] > _MOST_PAGES or answer.get("long"):
        what = f"a PDF of {answer['count']:,} pages, more than any record of a meeting has"
        raise DataError(f"{source.name}: {what}: cut out the pages with the votes")
    pages: list[str] = answer["pages"]
    return pages


def _asked(name: str, data: bytes) -> dict[str, Any]:
    """Return the answer of the process about a PDF."""
    limits = {
        "path": sys.path,
        "memory": _MOST_MEMORY,
        "seconds": _MOST_SECONDS,
        "pages": _MOST_PAGES,
        "letters": MOST_TEXT,
    }
    command = [sys.executable, "-c", _PROGRAM, json.dumps(limits)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=2 * _MOST_SECONDS, check=False
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        what = "the PDF takes more time or memory to read than any record"
        raise DataError(f"{name}: {what}: copy its text and save that") from error
    return answer
