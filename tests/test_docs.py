"""What the pages show is what the program prints."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from conftest import run_unvote
from unvote.cli.app import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


console_blocks, make_gallery = script("console_blocks"), script("make_gallery")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_output_shown_in_pages_is_what_is_printed(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    text = page.read_text(encoding="utf-8")
    assert console_blocks.refreshed(text) == text


def written(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("path", make_gallery.drawn())
def test_the_gallery_is_what_is_drawn(path: str) -> None:
    """Compare the texts: how lines are drawn differs between versions of matplotlib."""
    drawn = run_unvote(*make_gallery.drawn()[path], "-f", "svg")
    assert (drawn.code, drawn.err) == (0, "")
    kept = (ROOT / path).read_text(encoding="utf-8")
    assert written(drawn.out) == written(kept)
    assert len(written(kept)) > 10


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
