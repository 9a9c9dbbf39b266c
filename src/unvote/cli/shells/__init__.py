"""The scripts for completion in shells, and how to install them for a user."""

import os
from pathlib import Path

from unvote.writing import whole_file, writing

_HERE = Path(__file__).parent


def script(shell: str) -> str:
    """Return the script for a shell: bash, zsh or fish."""
    return (_HERE / f"unvote.{shell}").read_text(encoding="utf-8")


def install(shell: str) -> list[str]:
    """Write the script where the user's shell finds it, and return what was done, in lines."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    path, starts = {
        "bash": (data / "bash-completion/completions/unvote", home / ".bashrc"),
        "zsh": (
            data / "zsh/site-functions/_unvote",
            Path(os.environ.get("ZDOTDIR") or home) / ".zshrc",
        ),
        "fish": (settings / "fish/completions/unvote.fish", None),
    }[shell]
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        file.write(script(shell).encode())
    done = [f"written: {path}"]
    if starts and _add(f"source {_quoted(path)}", starts):
        done.append(f"added to {starts}: source {_quoted(path)}")
    return [*done, f"a new {shell} completes unvote"]


def _add(line: str, path: Path) -> bool:
    """Add a line to a file unless it is there, and return whether it was added."""
    with writing(path):
        text = path.read_bytes() if path.exists() else b""
        if line.encode() in text.splitlines():
            return False
        with path.open("ab") as file:
            file.write(b"\n" * (not text.endswith(b"\n") and bool(text)) + line.encode() + b"\n")
    return True


def _quoted(path: Path) -> str:
    from shlex import quote

    return quote(str(path))
