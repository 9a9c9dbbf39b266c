"""Write what follows from a new command, wherever it is missing.

    python scripts/add_command.py

The command is listed in `cli/app.py`, its question is in `analysis/NAME.py`. The script lists the
question in `unvote/__init__.pyi` and docs/api.md, records the columns (tests/schemas.py), adds
rows to the tables of the README and docs/files.md, and writes docs/cli.md. It changes no row that
is there: reword and move what it has added. It takes about a minute.
"""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import cli_reference
from cli_reference import FILES, ROOT, Told

STUB = ROOT / "src" / "unvote" / "__init__.pyi"


def add(path: Path, known: str, text: str, below: str = "", end: str = "\n\n") -> None:
    """Add a text where the part below a heading ends, unless the file has what is known."""
    page = path.read_text(encoding="utf-8")
    if not text or re.search(known, page):
        return
    head, heading, rest = page.partition(below) if below else (page, "", "")
    part, end, rest = rest.partition(end) if below else ("", "", "")
    path.write_text(f"{head}{heading}{part}{text}{end}{rest}", encoding="utf-8")
    print(f"{path.name}: {text.strip()}")


def list_question(name: str) -> None:
    """List a question among the public names, if it has a module of its own."""
    if (STUB.parent / "analysis" / f"{name}.py").exists():
        add(STUB, f"as {name}\\b", f"from .analysis.{name} import {name} as {name}\n")
        reference = f"\n\n### {name}\n\n::: unvote.{name}"
        add(ROOT / "docs" / "api.md", f"::: unvote\\.{name}\n", reference, "## Finding", "\n\n## ")


def rows_of(told: Told) -> str:
    """Return a row for each set of columns that the examples of a command give."""
    recorded = json.loads((ROOT / "tests" / "schemas.json").read_text(encoding="utf-8"))
    own = {option for one in told.own if not one.required for option in one.opts}
    labels: dict[str, str] = {}
    for line, schema in recorded.items():
        if line == told.name or line.startswith(f"{told.name} "):
            options = [word for word in shlex.split(line) if word in own and word[0] == "-"]
            labels.setdefault(",".join(schema["rows"]), " ".join([told.name, *options]))
    return "".join(f"\n| `{label}` | `{columns}` |" for columns, label in labels.items())


def main() -> None:
    """Write it for all commands."""
    commands = list(cli_reference.commands())
    for told in commands:
        list_question(told.name.replace("-", "_"))
    subprocess.run([sys.executable, "-m", "ruff", "check", "--fix", "-q", STUB], check=True)
    subprocess.run([sys.executable, ROOT / "tests" / "schemas.py"], check=True)
    for told in commands:
        add(FILES, f"\n\\| `{told.name}[` ]", rows_of(told), "| command | columns |")
        example = told.examples.split("\n")[0].strip()
        row = f"\n| `{example}` | {told.summary[:1].lower()}{told.summary[1:].rstrip('.?')} |"
        add(
            ROOT / "README.md",
            f"`(unvote )?{told.name.split()[0]}[` ]",
            row,
            "| command | answers |",
        )
    subprocess.run([sys.executable, ROOT / "scripts" / "cli_reference.py"], check=True)


if __name__ == "__main__":
    main()
