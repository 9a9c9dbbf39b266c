"""Draw the pictures of docs/pictures.md, each by the command above it.

    python scripts/make_gallery.py
    python scripts/make_gallery.py --record FILE    also those of the full record

Only commands that write into docs/pictures run: on the record that comes with unvote, or, below
`<!-- full record -->` and `<!-- not run: … -->`, on the record made from the file.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import console_blocks

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "pictures.md"


def drawn(page: Path = PAGE, *, full: bool = False) -> dict[str, list[str]]:
    """Return the arguments of unvote that draw each picture, by its path."""
    blocks = console_blocks.blocks(page.read_text("utf-8"))
    texts = [block.text for block in blocks if bool(block.mark) == full]
    lines = re.findall(r"^unvote (.*) -o (docs/pictures/\S+)$", "\n".join(texts), re.M)
    return {path: shlex.split(arguments) for arguments, path in lines}


def draw(pictures: dict[str, list[str]], record: str, **environment: str) -> None:
    """Draw some pictures from a record."""
    for path, arguments in pictures.items():
        command = [sys.executable, "-m", "unvote", *arguments, "--votes", record, "-o", path]
        environment = {**os.environ, "COLUMNS": "80", **environment}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        print(f"{path}: {(ROOT / path).stat().st_size:,} bytes")


def main() -> None:
    """Draw all pictures, or only those from the record that comes with unvote."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", help="a file with the whole record")
    record = parser.parse_args().record
    draw(drawn(), "embedded")
    if record:
        with tempfile.TemporaryDirectory() as store:
            console_blocks.import_record(record, Path(store))
            draw(drawn(full=True), "full", UNVOTE_DATA=store)


if __name__ == "__main__":
    main()
