"""What the pages show is what the program prints."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import FULL_RECORD, complete, run_unvote
from forking import Server
from helpers import ROOT, script
from unvote.analysis.measures import all_measures
from unvote.cli.app import COMMANDS

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

console_blocks, make_gallery = script("console_blocks"), script("make_gallery")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


MARKED = {
    f"{named(page)}:{block.line}: {block.mark}{f': {block.why}' if block.why else ''}": (
        page,
        block,
    )
    for page in PAGES
    for block in console_blocks.blocks(page.read_text(encoding="utf-8"))
    if block.mark
}


@pytest.fixture(scope="module", autouse=True)
def _fast_in_bash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = str(tmp_path_factory.mktemp("forking"))
    with Server(folder, dict(os.environ)) as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr(console_blocks, "PROGRAM", server.program)
        yield


@pytest.mark.parametrize("page", [PAGES[0], *complete(*PAGES[1:])], ids=named)
def test_what_pages_show_runs_and_prints_what_is_shown(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert console_blocks.refreshed(text) == text


@pytest.fixture(scope="module")
def full_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not FULL_RECORD:
        pytest.skip("UNVOTE_TEST_RECORD names no file with the whole record")
    store = tmp_path_factory.mktemp("store")
    console_blocks.import_record(FULL_RECORD, store)
    return store


@pytest.mark.parametrize(
    "page",
    sorted({page for page, block in MARKED.values() if block.mark == "full record"}),
    ids=named,
)
def test_what_pages_show_of_the_full_record_is_what_it_gives(page: Path, full_store: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert console_blocks.refreshed(text, full_store) == text


@pytest.mark.parametrize("name", [name for name in MARKED if ": not run" in name])
def test_what_is_not_run_says_why_and_calls_what_there_is(name: str) -> None:
    console_blocks.check_unrun(MARKED[name][1])


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("```console\n$ unvote tally ES-11/99\n```\n", "line 1: .* exits with 3"),
        ("x\n\n```sh\nunvote tally --csv | grep nothing\n```\n", "line 3: .* exits with 1"),
        ("```python\nassert 1 == 2\n```\n", "line 1"),
        ("```python\nprint(1)\n```\n", "the last Python prints"),
        ("```python\nprint(1)\n```\n\nOne.\n\n```text\n1\n```\n", "no text block below"),
        ("```python\n>>> 1 + 1\n3\n```\n", "Expected"),
        ("```bash\nls\n```\n", "'bash' is not a language"),
        ("```text\n$ unvote tally\n```\n", "stand in a console block"),
        ("- as here:\n\n  ```sh\n  ls\n  ```\n", "begins with ``` at the start"),
        ("<!-- not run -->\n```sh\nls\n```\n", "says why"),
        (
            "<!-- not run: slow -->\n```sh\nls | unvote talley -\n```\n",
            "no command 'talley'",
        ),
        (
            "<!-- full record -->\n```sh\nunvote tally --bye EU > x\n```\n",
            "no option '--bye'",
        ),
        ("Ask `unvote align --bye year`.\n", "no option '--bye'"),
    ],
)
def test_what_a_page_must_not_show_is_told(page: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        console_blocks.refreshed(page)


def test_output_that_changed_is_written_anew() -> None:
    page = """\
```console
$ unvote tally ES-11/7 --csv -c yes,no
stale
$ zcat votes.csv.gz | unvote tally --votes - --csv -q \\
    -c rollcall,yes | tail -n 1
stale
$ unvote rules --csv -c rule
stale
…
stale
$ unvote align US RU
```

<!-- not run: there is no such file -->
```console
$ unvote tally --votes none.csv
kept
```

```python
import unvote
```

```python
print(len(unvote.load()))
```

```text
stale
```
"""
    fresh = page.replace("stale\n…\nstale", "rule\n…\nsecurity-council-procedural")
    for shown in ("yes,no\n93,18", "A/RES/ES-11/9,91", "24"):
        fresh = fresh.replace("stale", shown, 1)
    assert console_blocks.refreshed(page) == fresh


def written(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.complete
@pytest.mark.parametrize("path", make_gallery.drawn())
def test_the_gallery_is_what_is_drawn(path: str) -> None:
    """Compare only the texts: versions of matplotlib draw lines differently."""
    drawn = run_unvote(*make_gallery.drawn()[path], "-f", "svg")
    assert (drawn.code, drawn.err) == (0, "")
    kept = (ROOT / path).read_text(encoding="utf-8")
    assert written(drawn.out) == written(kept)
    assert len(written(kept)) > 10


@pytest.mark.parametrize("path", make_gallery.drawn(full=True))
def test_the_gallery_of_the_full_record_is_what_is_drawn(
    path: str, full_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNVOTE_DATA", str(full_store))
    drawn = run_unvote(*make_gallery.drawn(full=True)[path], "-f", "svg")
    assert written(drawn.out) == written((ROOT / path).read_text(encoding="utf-8"))


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [
        name for name in COMMANDS if f"`unvote {name}" not in text and f"`{name}`" not in text
    ]


@pytest.mark.parametrize("page", ["CHANGELOG.md", "docs/comparison.md"])
def test_the_number_of_measures_that_a_page_says(page: str) -> None:
    said = re.findall(r"(\d+) measures", (ROOT / page).read_text(encoding="utf-8"))
    assert said == [str(len(all_measures()))]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_and_tests_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    folders = "src|tests|scripts|benchmarks|docs|data"
    files = re.findall(rf"(?<![\w/.])(?:{folders})/[\w./-]*[\w/]", text)
    # In a path with a part in capitals, the reader replaces that part.
    told = {name for name in files if name == name.lower() and not (ROOT / name).exists()}
    assert told == set()
    tests = "\n".join(one.read_text(encoding="utf-8") for one in (ROOT / "tests").glob("test_*.py"))
    assert {
        name for name in re.findall(r"`(test_\w+)`", text) if f"def {name}(" not in tests
    } == set()


def test_nothing_is_installed_by_the_bare_name() -> None:
    """Say where unvote is installed from: the name on the public index is not ours."""
    folders = [ROOT / "src", ROOT / "docs", ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    files = [
        path
        for folder in folders
        for path in ([folder] if folder.is_file() else folder.rglob("*"))
        if path.suffix in (".py", ".md", ".j2")
    ]
    bare = re.compile(r"install(?<!uninstall) '?unvote(?:\[\w+\])?'?(?=[\s`\"')]|$)(?! @)")
    told = {
        str(path.relative_to(ROOT)): found[0]
        for path in files
        if (found := bare.search(path.read_text(encoding="utf-8")))
    }
    assert told == {}
