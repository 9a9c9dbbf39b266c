"""What the pages show is what the program prints."""

import importlib.util
import re
from pathlib import Path

import pytest

from unvote.cli.app import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

_spec = importlib.util.spec_from_file_location(
    "console_blocks", ROOT / "scripts" / "console_blocks.py"
)
console_blocks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(console_blocks)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_output_shown_in_pages_is_what_is_printed(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    text = page.read_text(encoding="utf-8")
    assert console_blocks.refreshed(text) == text


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [
        name for name in COMMANDS if f"`unvote {name}" not in text and f"`{name}`" not in text
    ]


def test_the_python_of_the_readme_runs() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(program, "README.md", "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
