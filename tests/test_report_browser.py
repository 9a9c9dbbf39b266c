"""Pages in a browser: at several widths, light and dark, with mouse, keyboard and axe.

They need Chromium (named by CHROMIUM, or on the path) and the packages playwright and
axe-playwright-python, which no other test needs; without them they are skipped.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import unvote

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.complete,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]

WIDTHS = (360, 800, 1400)
KINDS = ("rollcall", "council", "state", "session")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    record, folder = unvote.load("embedded"), tmp_path_factory.mktemp("pages")
    pages = {
        "rollcall": unvote.report(record.select("79/7"), within=record),
        "council": unvote.report(record.select("S/2022/155"), within=record),
        "state": unvote.report(record, "US"),
        "session": unvote.report(record),
        "one vote": unvote.report(record.select("ES-11/7"), "US", within=record),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Any, folder: Path) -> Iterator[Any]:
    """Open pages; assert at the end that they loaded nothing from elsewhere and logged no error."""
    complaints: list[str] = []
    contexts = []

    def opened(name: str, width: int = 1400, scheme: str = "light") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        address = (folder / f"{name}.html").as_uri()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                request.url.split("#")[0] == address
                or request.url.startswith("data:")
                or complaints.append(request.url)
            ),
        )
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def texts(page: Any, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_text_contents()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", KINDS)
def test_a_page_is_as_wide_as_the_screen(opened: Any, name: str, width: int, scheme: str) -> None:
    page = opened(name, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1400, "dark")])
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_serious(opened: Any, name: str, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe")
    page = opened(name, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = axe.Axe().run(page).response["violations"]
    assert not [
        (one["id"], node["html"][:120], node["failureSummary"])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


def test_a_column_sorts_both_ways_by_its_button(opened: Any) -> None:
    page = opened("rollcall")
    head = page.locator("#states-table th", has_text="Vote")
    button = head.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    votes = texts(page, "#states-table tbody td:nth-child(4)")
    assert votes == sorted(votes)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    votes = texts(page, "#states-table tbody td:nth-child(4)")
    assert votes == sorted(votes, reverse=True)
    assert page.locator("#states-table [aria-sort=descending]").count() == 1
    assert page.locator("#states-table [aria-sort=ascending]").count() == 0


def test_numbers_sort_as_numbers_and_missing_last(opened: Any) -> None:
    page = opened("state")
    for descending in (False, True):
        page.locator("#ranking-table th", has_text="Joint votes").get_by_role("button").click()
        numbers = [int(text) for text in texts(page, "#ranking-table tbody td:nth-child(6)")]
        assert numbers == sorted(numbers, reverse=descending)
    page = opened("one vote")
    for descending in (False, True):
        page.locator("#ranking-table th", has_text="Agreement").get_by_role("button").click()
        shares = texts(page, "#ranking-table tbody td:nth-child(5)")
        assert shares[-17:] == ["–"] * 17  # those that did not vote
        known = [float(share.removesuffix("%")) for share in shares[:-17]]
        assert known == sorted(known, reverse=descending)


def test_states_are_filtered_by_text_vote_region_and_group(opened: Any) -> None:
    page = opened("rollcall")
    shown = page.locator("#states-table tbody tr:visible")
    status = page.get_by_role("status")
    assert (shown.count(), status.text_content()) == (193, "193 of 193 shown")
    page.get_by_role("searchbox", name="Find").fill("türk")
    assert texts(page, "#states-table tbody tr:visible th") == ["Türkiye", "Turkmenistan"]
    page.get_by_role("searchbox", name="Find").fill("")
    page.get_by_role("combobox", name="Vote").select_option("no")
    assert texts(page, "#states-table tbody tr:visible th") == ["Israel", "United States"]
    assert status.text_content() == "2 of 193 shown"
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("combobox", name="Group").select_option("EU")
    assert shown.count() == 27
    page.get_by_role("combobox", name="Region").select_option("EEG")
    assert shown.count() == 11
    page.get_by_role("button", name="Show all").click()
    sync_api.expect(status).to_have_text("193 of 193 shown")
    assert shown.count() == 193


def test_roll_calls_are_filtered(opened: Any) -> None:
    page = opened("session")
    page.get_by_role("combobox", name="Outcome").select_option("vetoed")
    assert texts(page, "#all-table tbody tr:visible th") == ["S/2022/155", "S/2022/720"]


def test_a_tile_tells_of_its_state_to_the_mouse_and_to_the_keyboard(opened: Any) -> None:
    page = opened("rollcall")
    tip = page.get_by_role("tooltip")
    assert not tip.is_visible()
    page.locator(".tile[aria-label^='Hungary']").hover()
    assert tip.text_content() == "Hungaryyes; EEG; EU, NATO, ALLIES"
    page.mouse.move(1, 1)
    page.locator("h2#map").hover()
    assert not tip.is_visible()
    # One stop of the Tab key, between the link before the map and the table after it.
    page.locator("nav a").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('tile')")
    assert tip.text_content().startswith("Icelandyes")
    seen = set()
    for key in ["ArrowDown"] * 8 + ["ArrowLeft"] * 6 + ["ArrowUp"] * 3 + ["ArrowRight"] * 30:
        page.keyboard.press(key)
        seen.add(tip.text_content())
        assert tip.is_visible()
    assert len(seen) > 20
    assert page.locator(".tile[tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.classList.contains('tile')")


def test_every_tile_can_be_reached_by_the_arrows(opened: Any) -> None:
    page = opened("rollcall")
    reached = page.evaluate(
        """() => {
          const tiles = [...document.querySelectorAll('.tile')];
          const seen = new Set();
          const waiting = [tiles[0]];
          while (waiting.length) {
            const tile = waiting.pop();
            if (seen.has(tile)) continue;
            seen.add(tile);
            for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
              tile.focus();
              tile.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
              waiting.push(document.activeElement);
            }
          }
          return [seen.size, tiles.length];
        }"""
    )
    assert reached[0] == reached[1] == 193


def test_a_tooltip_stays_on_the_screen(opened: Any) -> None:
    page = opened("rollcall", 360)
    for name in ("Mexico", "Kiribati", "New Zealand", "Iceland"):
        page.locator(f".tile[aria-label^='{name}']").scroll_into_view_if_needed()
        page.locator(f".tile[aria-label^='{name}']").hover()
        page.locator(f".tile[aria-label^='{name}']").click()
        box = page.get_by_role("tooltip").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900


def test_the_data_are_downloaded(opened: Any, folder: Path) -> None:
    page = opened("state")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the data").click()
    assert waiting.value.suggested_filename == "USA.csv"
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.startswith("rank,a,b,n,same,opposite,partial,absent,agreement\n1,USA,")


def test_print_leaves_out_what_is_folded_and_what_is_to_be_clicked(opened: Any) -> None:
    page = opened("state")
    page.locator("summary").first.click()
    assert page.locator("#profile-table").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("#profile-table").is_visible()
    assert not page.locator("form").first.is_visible()
    assert not page.locator("nav").is_visible()


def test_without_scripts_all_of_it_can_be_read(browser: Any, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "rollcall.html").as_uri())
    assert page.locator("#states-table tbody tr").count() == 193
    assert not page.locator("form").first.is_visible()
    context.close()
