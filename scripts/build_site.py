"""Build the documentation as a site in build/site, and check what the builder does not check.

    python scripts/build_site.py

The pages are those of docs/ and some of the root. The script collects them in build/docs, rewrites
their links to each other, and lets Zensical build them, which fails on a link to a missing page or
heading. Then it checks that every page is in the navigation, that all files that the pages load are
there, and that nothing is loaded from elsewhere.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
PAGES, STAGE, SITE = ROOT / "docs", ROOT / "build" / "docs", ROOT / "build" / "site"
# Pages of the root that are pages of the site too, and their paths in the site.
FROM_ROOT = {
    name: f"{name.lower()}" for name in ("CONTRIBUTING.md", "CORRECTIONS.md", "CHANGELOG.md")
}
PLACES = {**FROM_ROOT, "README.md": "index.md"}

LINK = re.compile(r"(\]\()([^)#\s]*)([^)]*\))")
FENCED = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
COLOUR = re.compile("\x1b\\[[0-9;]*m")
# Markdown that was not read as Markdown: an item of a list, bold text, a docstring mark.
UNREAD = re.compile(r"\n[-*] |\*\*|^::: ", re.MULTILINE)
CODE = ("pre", "code", "script", "style")
# What a page loads by itself, unlike a link that a reader may follow.
LOADING = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "srcset"}


def pages() -> dict[str, Path]:
    """Return every page of the site by its path in the site."""
    found = {path.relative_to(PAGES).as_posix(): path for path in sorted(PAGES.rglob("*.md"))}
    return found | {place: ROOT / name for name, place in FROM_ROOT.items()}


def navigation() -> list[str]:
    """Return the paths of the pages in the navigation, in their order."""
    project = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    return list(_leaves(project["nav"]))


def _leaves(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    else:
        for below in entry.values() if isinstance(entry, dict) else entry:
            yield from _leaves(below)


def faults_of_navigation() -> list[str]:
    """Return pages missing from the navigation, and its entries without a page."""
    there, listed = set(pages()), navigation()
    return [
        *(f"{page} is not in the nav of zensical.toml" for page in sorted(there - set(listed))),
        *(f"{page} of the nav is not there" for page in listed if page not in there),
        *(f"{page} is twice in the nav" for page in sorted(set(listed)) if listed.count(page) > 1),
    ]


def rewritten(text: str, page: Path, place: str) -> str:
    """Return a page with its links as on the site, except in blocks."""

    def moved(link: re.Match[str]) -> str:
        target = link[2]
        if not target or re.match(r"\w+:", target):
            return link[0]
        path = (page.parent / target).resolve()
        if path.parent == ROOT and path.name in PLACES:
            there = Path(PLACES[path.name])
        elif path.is_relative_to(PAGES):
            there = path.relative_to(PAGES)
        else:
            sys.exit(f"{page.relative_to(ROOT)}: '{target}' is not on the site")
        return f"{link[1]}{os.path.relpath(there, Path(place).parent)}{link[3]}"

    return "".join(
        part if part.startswith("```") else LINK.sub(moved, part) for part in FENCED.split(text)
    )


def stage() -> None:
    """Put all pages and pictures where the site has them."""
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(PAGES, STAGE)
    for place, page in pages().items():
        text = rewritten(page.read_text(encoding="utf-8"), page, place)
        (STAGE / place).write_text(text, encoding="utf-8")


class Loaded(HTMLParser):
    """The anchors of a page, what it loads, and where it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.unread: list[str] = []
        self.code = 0
        self.feed(text)

    def handle_endtag(self, tag: str) -> None:
        """Note where code ends."""
        self.code -= tag in CODE

    def handle_data(self, data: str) -> None:
        """Note text that is still Markdown."""
        if not self.code and UNREAD.search(data):
            self.unread.append(" ".join(data.split())[:60])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        self.code += tag in CODE
        values = {name: value or "" for name, value in attributes}
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        if tag == "a" and "href" in values:
            self.linked.append(values["href"])
        wanted = LOADING.get(tag)
        if wanted in values and values.get("rel") not in ("canonical", "prev", "next"):
            self.loaded += [one.split()[0] for one in values[wanted].split(",") if one.strip()]


def faults_of_site(site: Path) -> list[str]:
    """Return what built pages load from elsewhere, and the missing targets that they name."""
    read = {
        path.resolve(): Loaded(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    faults = []
    for path, page in read.items():
        name = path.relative_to(site.resolve())
        faults += [f"{name} shows Markdown: {text}" for text in page.unread]
        faults += [f"{name} loads {url}" for url in page.loaded if urlsplit(url).netloc]
        for url in [*page.loaded, *page.linked]:
            parts = urlsplit(url)
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            target = path.parent / unquote(parts.path) if parts.path else path
            target = (target / "index.html" if target.is_dir() else target).resolve()
            if not target.exists():
                faults.append(f"{name} names {url}, which is not there")
            elif parts.fragment and target in read and parts.fragment not in read[target].anchors:
                faults.append(f"{name} names {url}, a heading that is not there")
    for sheet in site.rglob("*.css"):
        faults += [
            f"{sheet.name} loads {url}"
            for url in re.findall(
                r"url\([\"']?((?:https?:)?//[^\"')]*)", sheet.read_text(encoding="utf-8")
            )
        ]
    return list(dict.fromkeys(faults))


def main() -> None:
    """Build and check the site."""
    if faults := faults_of_navigation():
        sys.exit("\n".join(faults))
    stage()
    shutil.rmtree(SITE, ignore_errors=True)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if built.returncode:
        told = COLOUR.sub("", built.stdout + built.stderr)
        sys.exit(told.split("\nTraceback")[0])
    if faults := faults_of_site(SITE):
        sys.exit("\n".join(faults))
    print(f"{len(pages())} pages: open {SITE.relative_to(ROOT)}/index.html")


if __name__ == "__main__":
    main()
