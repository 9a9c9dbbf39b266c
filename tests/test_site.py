"""The pages of the documentation fit together to a site, which is built by CI alone."""

from pathlib import Path

import pytest

from test_docs import ROOT, script

build_site = script("build_site")


def test_every_page_is_in_the_navigation_and_every_entry_is_a_page() -> None:
    assert build_site.faults_of_navigation() == []


def test_links_of_pages_lead_to_pages_of_the_site() -> None:
    """A link to a file that the site does not have ends the build."""
    for place, page in build_site.pages().items():
        build_site.rewritten(page.read_text(encoding="utf-8"), page, place)


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
    (tmp_path / "b.html").write_text('<a href="a.html#top">a</a><a href="c.html">c</a>')
    (tmp_path / "a.css").write_text('@font-face { src: url("https://x.org/f.woff2") }')
    assert build_site.faults_of_site(tmp_path) == [
        "a.html loads //x.org/s.js",
        "a.html names gone.svg, which is not there",
        "a.html names b.html#none, a heading that is not there",
        "b.html names c.html, which is not there",
        "a.css loads https://x.org/f.woff2",
    ]
