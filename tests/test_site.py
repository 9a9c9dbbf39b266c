"""The pages of the documentation fit together as a site; only CI builds it."""

import inspect
import re
import tomllib
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote
from helpers import ROOT, script

build_site, cli_reference = script("build_site"), script("cli_reference")
console_blocks, add_command = script("console_blocks"), script("add_command")
COMMANDS = {told.name: told for told in cli_reference.commands()}


def test_the_reference_of_the_commands_is_that_of_the_program() -> None:
    written = cli_reference.PAGE.read_text(encoding="utf-8")
    assert written == cli_reference.page(), "run python scripts/cli_reference.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_the_help_is_in_the_reference(name: str) -> None:
    """Typer makes the help, a script the reference: neither leaves out an option."""
    help_text = run_unvote(*name.split(), "--help").out
    listed = re.findall(r"^ +(-.*?)(?: [ A-Z]|$)", help_text.split("Examples:")[0], re.MULTILINE)
    options = {one for line in listed for one in re.findall(r"(?<![a-z])--?[A-Za-z][a-z-]*", line)}
    page = cli_reference.PAGE.read_text(encoding="utf-8")
    own = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
    shared = page.split("\n## Options of many commands\n")[1]
    assert {"--help", "-h"} <= options
    assert not {one for one in options if f"`{one}" not in own + shared}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_the_help_can_be_read(name: str) -> None:
    lines = [line.strip() for line in COMMANDS[name].examples.splitlines()]
    calls = [call for line in lines for call in console_blocks.calls_of(line)]
    assert len(calls) > 0
    for call in calls:
        console_blocks.read_arguments(call)


def test_a_missing_row_is_added_once_at_the_end_of_its_table(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("| command | columns |\n|---|---|\n| `a` | `n` |\n\nText.\n")
    for _ in range(2):
        add_command.add(page, "`b`", "\n| `b` | `m` |", "| command | columns |")
    assert page.read_text() == (
        "| command | columns |\n|---|---|\n| `a` | `n` |\n| `b` | `m` |\n\nText.\n"
    )


def test_the_rows_of_a_command_are_those_of_its_examples() -> None:
    assert add_command.rows_of(COMMANDS["shift"]).splitlines()[1:] == [
        "| `shift` | `state,name,n_before,before,n_after,after,change,low,high` |",
        "| `shift --why` | `rollcall,date,title,period,a_vote,b_vote,score,effect,text_effect` |",
    ]


def test_every_public_name_is_once_in_the_reference_of_the_library() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    told = re.findall(r"^::: unvote\.(\w+)$", text, re.MULTILINE)
    assert sorted([*told, "__version__"]) == sorted(unvote.__all__)
    assert "`unvote.__version__`" in text
    assert re.findall(r"^### (\w+)\n\n::: unvote\.\1$", text, re.MULTILINE) == re.findall(
        r"^### (.*)$", text, re.MULTILINE
    )


@pytest.mark.parametrize(
    "name", [name for name in unvote.__all__ if inspect.isfunction(getattr(unvote, name))]
)
def test_the_docstring_of_a_public_function_tells_all_of_it(name: str) -> None:
    function = getattr(unvote, name)
    parts = re.split(r"^(\w+)\n-+\n", inspect.getdoc(function), flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert {"Returns", "Examples"} <= set(sections)
    told = re.findall(r"^(\S.*?)(?: : .*)?$", sections.get("Parameters", ""), re.MULTILINE)
    names = [one.lstrip("*") for line in told for one in line.split(", ")]
    assert sorted(names) == sorted(inspect.signature(function).parameters)


def test_every_page_is_in_the_navigation_and_every_entry_is_a_page() -> None:
    assert build_site.faults_of_navigation() == []


def test_links_of_pages_lead_to_pages_of_the_site() -> None:
    """A link to a file that is not in the site ends the build."""
    for place, page in build_site.pages().items():
        build_site.rewritten(page.read_text(encoding="utf-8"), page, place)


def test_the_first_page_installs_as_the_readme_does() -> None:
    installing, *_ = console_blocks.blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    first = console_blocks.blocks((ROOT / "docs" / "index.md").read_text(encoding="utf-8"))
    assert installing.text in [block.text for block in first]


def test_the_votes_in_the_picture_of_the_architecture_are_those_of_the_record() -> None:
    picture = (ROOT / "docs" / "pictures" / "architecture.svg").read_text(encoding="utf-8")
    texts = re.findall(r">([^<>]+)</text>", picture)
    states = [text for text in texts if re.fullmatch("[A-Z]{3}", text)]
    rollcalls = [text for text in texts if text.startswith("A/RES/")]
    cells = [text for text in texts if text in "YNAX"]
    votes = unvote.votes(unvote.load("embedded").select(*rollcalls), *states)
    assert len(cells) == len(states) * len(rollcalls) == 24
    assert votes.set_index("rollcall").loc[rollcalls, states].to_numpy().ravel().tolist() == cells


def test_the_page_on_the_architecture_gives_a_reason_for_each_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.split("## The dependencies")[1]
    needed = [re.match(r"[\w-]+", one)[0] for one in project["dependencies"]]
    assert sorted(re.findall(r"^\| `([\w-]+)` \| \S", table, re.MULTILINE)) == sorted(needed)


@pytest.mark.parametrize(
    ("page", "place", "link", "there"),
    [
        ("CONTRIBUTING.md", "contributing.md", "docs/rules.md#outcomes", "rules.md#outcomes"),
        ("docs/data.md", "data.md", "../CORRECTIONS.md", "corrections.md"),
        ("docs/howto/x.md", "howto/x.md", "../rules.md", "../rules.md"),
        ("docs/howto/x.md", "howto/x.md", "../../README.md#in-python", "../index.md#in-python"),
        ("docs/rules.md", "rules.md", "https://un.org", "https://un.org"),
        ("docs/rules.md", "rules.md", "#outcomes", "#outcomes"),
    ],
)
def test_a_link_leads_to_the_same_page_on_the_site(
    page: str, place: str, link: str, there: str
) -> None:
    text = f"see [it]({link})\n\n```sh\n# [it]({link})\n```\n"
    expected = f"see [it]({there})\n\n```sh\n# [it]({link})\n```\n"
    assert build_site.rewritten(text, ROOT / page, place) == expected


def test_a_link_to_what_is_not_on_the_site_is_told() -> None:
    with pytest.raises(SystemExit, match=r"docs/data.md: '../pyproject.toml' is not on the site"):
        build_site.rewritten("[x](../pyproject.toml)", ROOT / "docs" / "data.md", "data.md")


def test_what_a_built_page_loads_from_elsewhere_or_does_not_find_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<link rel="stylesheet" href="a.css"><link rel="canonical" href="https://x.org/a">'
        '<h1 id="top"><a href="#top">A</a></h1><a href="https://x.org">x</a>'
        '<a href="b.html#none">b</a><img src="gone.svg"><script src="//x.org/s.js"></script>'
    )
    (tmp_path / "b.html").write_text(
        '<a href="a.html#top">a</a><a href="c.html">c</a><p>so:\n- one</p><pre>\n- 1</pre>'
    )
    (tmp_path / "a.css").write_text('@font-face { src: url("https://x.org/f.woff2") }')
    assert build_site.faults_of_site(tmp_path) == [
        "a.html loads //x.org/s.js",
        "a.html names gone.svg, which is not there",
        "a.html names b.html#none, a heading that is not there",
        "b.html shows Markdown: so: - one",
        "b.html names c.html, which is not there",
        "a.css loads https://x.org/f.woff2",
    ]
