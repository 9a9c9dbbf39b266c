"""Draw the pictures of docs/pictures.md, each by the line that stands above it there.

    python scripts/make_gallery.py

Only the lines that write into docs/pictures are run, all on the record that comes with unvote.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "pictures.md"


def drawn(page: Path = PAGE) -> dict[str, list[str]]:
    """Return the arguments of unvote that draw each picture, by its path."""
    lines = re.findall(r"^unvote (.*) -o (docs/pictures/\S+)$", page.read_text("utf-8"), re.M)
    return {path: shlex.split(arguments) for arguments, path in lines}


def main() -> None:
    """Draw all of them."""
    for path, arguments in drawn().items():
        command = [sys.executable, "-m", "unvote", *arguments, "--votes", "embedded", "-o", path]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "COLUMNS": "80"}, check=True)
        print(f"{path}: {(ROOT / path).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
