"""Run the commands shown in Markdown pages and write, or check, the output shown below them.

A page shows a command in a ``console`` block: a line `$ unvote …` and under it what the
program prints to a terminal of 80 columns. A line `…` stands for lines left out: as many
lines as stand above and below it are kept. Nothing under a command: its output is not shown,
and it only has to run.

    python scripts/console_blocks.py README.md docs/*.md           write the output
    python scripts/console_blocks.py --check README.md docs/*.md   fail where it differs
"""

import io
import os
import re
import shlex
import sys
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = "$ "
LEFT_OUT = "…"
# The exit codes of an answer; a page shows no command that ends with another.
ANSWERS = (0, 1, None)


class Terminal(io.StringIO):
    """A text that a program takes for a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


def output_of(command: str) -> str:
    """Return what a command prints to a terminal of 80 columns without colour."""
    from unvote.cli import app

    name, *arguments = shlex.split(command)
    if name != "unvote":
        raise ValueError(f"'{command}' does not begin with unvote")
    printed = Terminal()
    streams, environment = (sys.stdout, sys.stderr), dict(os.environ)
    sys.stdout = sys.stderr = printed
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb", "UNVOTE_DATA": os.devnull}
    try:
        app(arguments, prog_name="unvote")
    except SystemExit as end:
        if end.code not in ANSWERS:
            raise ValueError(f"'{command}' exits with {end.code}: {printed.getvalue()}") from end
    finally:
        sys.stdout, sys.stderr = streams
        os.environ.clear()
        os.environ.update(environment)
    return "\n".join(line.rstrip() for line in printed.getvalue().rstrip("\n").split("\n"))


def refreshed(page: str) -> str:
    """Return a page with the output of all its commands as it is now."""
    return BLOCK.sub(lambda found: f"```console\n{_refreshed_block(found[1])}```", page)


def _refreshed_block(block: str) -> str:
    shown: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith(PROMPT):
            shown.append((line, []))
        elif shown:
            shown[-1][1].append(line)
    return "".join(f"{prompt}\n{_printed(prompt, lines)}" for prompt, lines in shown)


def _printed(prompt: str, lines: list[str]) -> str:
    output = output_of(prompt.removeprefix(PROMPT)).splitlines()
    if not any(line.strip() for line in lines):
        return "".join(f"{line}\n" for line in lines)
    if LEFT_OUT in lines:
        above = lines.index(LEFT_OUT)
        below = len(lines) - above - 1
        output = [*output[:above], LEFT_OUT, *output[len(output) - below :]]
    return "".join(f"{line}\n" for line in output)


def main() -> None:
    """Write or check the pages named on the command line."""
    check = "--check" in sys.argv
    stale = []
    for name in (argument for argument in sys.argv[1:] if argument != "--check"):
        page = Path(name).read_text(encoding="utf-8")
        fresh = refreshed(page)
        if fresh != page:
            stale.append(name)
            if not check:
                Path(name).write_text(fresh, encoding="utf-8")
    if check and stale:
        sys.exit(f"the output shown is not what is printed now: {', '.join(stale)}")


if __name__ == "__main__":
    main()
