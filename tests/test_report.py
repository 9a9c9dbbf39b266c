"""HTML pages: their structure, their content, and that nothing in a record can harm them."""

import base64
import csv
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote
from unvote.analysis.report import alone, blocs_of, changed, related
from unvote.output.pages.pieces import link_called, safe_link

VOID = {"meta", "input", "br", "link", "img", "hr"}
PAGES = {
    "roll call": ["ES-11/7"],
    "council": ["S/2022/155"],
    "state": ["US"],
    "group": ["EU"],
    "session": ["--session", "ES-11"],
    "all": [],
}


class Page(HTMLParser):
    """A page as a list of elements, each with its attributes and all text inside it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[dict] = []
        self.open: list[dict] = []
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open[-1]['tag']}"

    def handle_starttag(self, tag: str, attrs: list) -> None:
        element = {"tag": tag, "text": "", "parents": [one["tag"] for one in self.open]}
        element |= dict(attrs)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1]["tag"] == tag, f"</{tag}> closes {self.open[-1]['tag']}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element["text"] += data

    def all(self, tag: str, **attributes: str) -> list[dict]:
        return [
            element
            for element in self.elements
            if element["tag"] == tag
            and all(
                element.get(name.rstrip("_").replace("_", "-")) == value
                for name, value in attributes.items()
            )
        ]

    def one(self, tag: str, **attributes: str) -> dict:
        [element] = self.all(tag, **attributes)
        return element

    def rows(self, table: str) -> list[list[str]]:
        """Return the texts of the cells of the body of a table, row by row."""
        start = self.elements.index(self.one("table", id=table))
        rows: list[list[str]] = []
        for element in self.elements[start + 1 :]:
            if "table" not in element["parents"]:
                break
            if element["tag"] == "tr" and "tbody" in element["parents"]:
                rows.append([])
            if element["tag"] in ("th", "td") and "tbody" in element["parents"]:
                rows[-1].append(" ".join(element["text"].split()))
        return rows


def text_of(*arguments: str, stdin: bytes = b"") -> str:
    result = run_unvote("report", *arguments, "-f", "html", stdin=stdin)
    assert result.code == 0, result.err
    return result.out


def page_of(*arguments: str, stdin: bytes = b"") -> Page:
    return Page(text_of(*arguments, stdin=stdin))


@pytest.fixture(scope="module", params=PAGES, ids=PAGES)
def any_text(request: pytest.FixtureRequest) -> str:
    record = unvote.load("embedded")
    chosen = {
        "roll call": lambda: unvote.report(record.select("ES-11/7"), within=record),
        "council": lambda: unvote.report(record.select("S/2022/155"), within=record),
        "state": lambda: unvote.report(record, "US"),
        "group": lambda: unvote.report(record, "EU"),
        "session": lambda: unvote.report(record.select(sessions="ES-11"), within=record),
        "all": lambda: unvote.report(record),
    }
    return chosen[request.param]()


@pytest.fixture(scope="module")
def any_page(any_text: str) -> Page:
    return Page(any_text)


def test_a_page_has_the_parts_that_a_reader_expects(any_page: Page) -> None:
    assert any_page.one("html")["lang"] == "en"
    for tag in ("header", "main", "footer", "h1", "title", "nav"):
        assert any_page.one(tag)["text"].strip()
    levels = [int(one["tag"][1]) for one in any_page.elements if re.fullmatch("h[1-6]", one["tag"])]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [one["id"] for one in any_page.elements if "id" in one]
    assert len(ids) == len(set(ids))
    for section in any_page.all("section"):
        assert section["aria-labelledby"] in ids
    for link in any_page.all("a"):
        assert not link["href"].startswith("#") or link["href"][1:] in ids


def test_every_table_has_a_caption_and_scopes(any_page: Page) -> None:
    tables = any_page.all("table")
    assert tables
    assert len(any_page.all("caption")) == len(tables)
    assert all(one["text"].strip() for one in any_page.all("caption"))
    assert {one["scope"] for one in any_page.all("th")} == {"row", "col"}
    for button in any_page.all("button", type="button"):
        assert button["parents"][-1] == "th"
    sortable = [one for one in any_page.all("th") if "aria-sort" in one]
    assert sortable
    assert len(sortable) == len(any_page.all("button", type="button"))


def test_every_picture_and_every_field_has_a_name(any_page: Page) -> None:
    for svg in any_page.all("svg"):
        assert svg.get("aria-label") or svg.get("aria-hidden") == "true"
    for field in [*any_page.all("input"), *any_page.all("select")]:
        assert any_page.one("label", for_=field["id"])["text"]
    for region in any_page.all("div", role="region"):
        assert any_page.one("caption", id=region["aria-labelledby"])


def test_a_page_loads_nothing_and_allows_only_its_own_script_and_style(
    any_text: str, any_page: Page
) -> None:
    [meta] = [one for one in any_page.all("meta") if "http-equiv" in one]
    assert meta["http-equiv"] == "Content-Security-Policy"
    policy = dict(part.split(" ", 1) for part in meta["content"].split("; "))
    script, style = (
        re.search(f"<{tag}>(.*)</{tag}>", any_text, re.DOTALL)[1] for tag in ("script", "style")
    )
    for name, text in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert policy.pop(name) == f"'sha256-{digest}'"
    assert policy == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
    assert not [one for one in any_page.elements if {"src", "srcset", "style"} & set(one)]
    assert not [name for one in any_page.elements for name in one if name.startswith("on")]
    assert {one["tag"] for one in any_page.elements if "href" in one} == {"a"}
    assert {one["href"].split(":")[0] for one in any_page.all("a") if one["href"][0] != "#"} <= {
        "https",
        "data",
    }
    assert not re.search(r"url\(|@import", style)


def test_a_page_is_small_and_repeats(any_text: str) -> None:
    assert len(any_text.encode()) < 200_000
    assert "\r" not in any_text


@pytest.mark.complete
@pytest.mark.parametrize("arguments", PAGES.values(), ids=PAGES)
def test_the_same_question_gives_the_same_page(arguments: list[str]) -> None:
    assert text_of(*arguments) == text_of(*arguments)


def test_a_page_is_written_to_a_file(tmp_path: Path) -> None:
    result = run_unvote("report", "ES-11/7", "-o", "x.html")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert (tmp_path / "x.html").read_text(encoding="utf-8") == text_of("ES-11/7")


def test_the_library_gives_the_page_of_the_program(embedded: unvote.Record) -> None:
    one = unvote.report(embedded.select("ES-11/7"), within=embedded)
    assert one == text_of("ES-11/7")
    assert unvote.report(embedded, "France") == text_of("FR")
    assert unvote.report(embedded.select(sessions="ES-11"), within=embedded) == text_of(
        "--session", "ES-11"
    )


def test_what_a_page_says_of_a_roll_call() -> None:
    page = page_of("ES-11/7")
    assert page.one("h1")["text"] == "Advancing a comprehensive, just and lasting peace in Ukraine"
    assert page.one("p", class_="kicker")["text"] == (
        "General Assembly · session ES-11 · 24 February 2025"
    )
    text = " ".join(page.one("main")["text"].split())
    assert (
        "By the rule “two-thirds” 74 yes votes were needed with these votes cast; there were 93"
        in (text)
    )
    assert "It would have failed if 20 of the states that voted yes had voted no" in text
    assert "The United States voted no, as did 17 others: Belarus," in text
    assert "1 voted no (Hungary); 34 voted yes; 1 abstained (North Macedonia)" in text
    assert "rule two-thirds: an emergency special session on peace and security" in text
    assert "the embedded record" in text
    assert "(2026)" in text


def test_the_table_of_a_roll_call_is_every_member_state_and_its_vote() -> None:
    page = page_of("ES-11/7")
    shown = list(csv.DictReader(io.StringIO(run_unvote("show", "ES-11/7", "--csv").out)))
    words = {"Y": "yes", "N": "no", "A": "abstain", "X": "not voting"}
    rows = page.rows("states-table")
    assert [row[:4] for row in rows] == [
        [one["name"], one["state"], one["region"], words[one["vote"]]] for one in shown
    ]
    assert ["France", "FRA", "WEOG", "yes", "P5, EU, NATO, ALLIES, G7"] in rows
    assert len(rows) == 193
    tiles = [one for one in page.all("g", role="img") if one["class"].startswith("tile ")]
    assert len(tiles) == 193
    assert sorted(one["aria-label"].split(": ")[0] for one in tiles) == sorted(
        row[0] for row in rows
    )
    assert [one["tabindex"] for one in tiles].count("0") == 1


def test_the_download_is_the_csv_of_the_command() -> None:
    for arguments, name in ((["ES-11/7"], "A-RES-ES-11-7.csv"), (["US"], "USA.csv"), ([], None)):
        page = page_of(*arguments)
        link = next(one for one in page.all("a") if "download" in one)
        head, data = link["href"].split(",", 1)
        assert head == "data:text/csv;charset=utf-8;base64"
        assert base64.b64decode(data).decode() == run_unvote("report", *arguments, "--csv").out
        assert name in (None, link["download"])


def test_a_bar_is_as_long_as_its_votes_and_the_line_is_where_the_needed_votes_are() -> None:
    page = page_of("ES-11/7")
    start = page.elements.index(page.one("div", class_="tally"))
    bar = [one for one in page.elements[start : start + 8] if one["tag"] in ("rect", "path")]
    widths = {one["class"]: float(one["width"]) for one in bar if one["tag"] == "rect"}
    assert widths == {"Y": 48.19, "A": 33.68, "X": 8.81, "N": 9.33}  # of 193
    assert bar[-1]["d"] == "M38.34 0V10"  # 74 of 193


def test_votes_of_groups_on_the_day(embedded: unvote.Record) -> None:
    frame = blocs_of(embedded.select("ES-11/7")).set_index("group")
    assert frame.loc["EU", ["yes", "no", "abstain", "members", "like_usa"]].tolist() == [
        26,
        1,
        0,
        27,
        1,
    ]
    assert frame.loc["WEOG", "like_usa"] == 1  # Israel; the United States itself does not count
    assert (frame[["yes", "no", "abstain", "not_voting"]].sum(axis=1) == frame["members"]).all()
    # The draft that Russia vetoed: 11 yes, the United States among them.
    council = blocs_of(embedded.select("S/2022/155"))
    assert council.loc[council["kind"] == "region", "like_usa"].sum() == 10


def test_a_group_of_ones_own_is_on_the_page() -> None:
    page = page_of("ES-11/7", "--group", "TRIO=US,GB,FR")
    options = [one["value"] for one in page.all("option")]
    assert "TRIO" in options
    assert ["United Kingdom", "GBR", "WEOG", "yes", "TRIO, P5, NATO, ALLIES, G7"] in page.rows(
        "states-table"
    )


def test_other_years_of_a_text_that_comes_back(embedded: unvote.Record) -> None:
    cuba = embedded.select("79/7")
    assert related(cuba, embedded).tallies["rollcall"].tolist() == [
        "A/RES/74/7",
        "A/RES/75/289",
        "A/RES/77/7",
        "A/RES/78/7",
        "A/RES/79/7",
        "A/RES/80/4",
    ]
    assert len(related(cuba, cuba).tallies) == 0
    assert related(embedded.select("ES-11/1"), embedded).others == 8
    frame, _ = changed(embedded.select("80/4"), embedded)
    later, earlier = (
        dict(zip(one["state"], one["vote"], strict=True))
        for one in (unvote.show(embedded.select("80/4")), unvote.show(embedded.select("79/7")))
    )
    assert dict(zip(frame["state"], frame["was"] + frame["vote"], strict=True)) == {
        state: earlier[state] + vote for state, vote in later.items() if earlier[state] != vote
    }
    assert changed(cuba, cuba).before == ""
    page = page_of("79/7")
    assert [row[1] for row in page.rows("before-table")][-2:] == [
        "A/RES/79/7 (this one)",
        "A/RES/80/4",
    ]
    assert (
        "has no other roll call" in page_of("79/7", "--votes", "-", stdin=TINY).one("main")["text"]
    )


def test_nearly_alone_is_with_few_others(embedded: unvote.Record) -> None:
    frame = alone(embedded, "US")
    assert frame["rollcall"].head(2).tolist() == ["A/RES/79/7", "A/RES/78/7"]
    assert frame["others"].head(2).tolist() == ["ISR", "ISR"]
    # Counted by hand: the votes of every state, one by one.
    for row in alone(embedded, "Russia").itertuples():
        votes = unvote.show(embedded.select(row.rollcall))
        same = votes.loc[votes["vote"] == row.vote, "state"].tolist()
        assert sorted(same) == sorted(["RUS", *filter(None, row.others.split(";"))])
        assert len(same) <= 5
        assert len(same) - 1 <= 0.05 * (votes["vote"] != "X").sum()


def test_what_a_page_says_of_a_state() -> None:
    page = page_of("US")
    assert page.one("h1")["text"] == "United States at the United Nations"
    ranking = list(csv.DictReader(io.StringIO(run_unvote("align", "US").out)))
    rows = page.rows("ranking-table")
    assert [row[2] for row in rows] == [one["b"] for one in ranking]
    assert [row[4] for row in rows] == [
        f"{float(one['agreement']):.1%}" if one["agreement"] else "–" for one in ranking
    ]
    assert [row[5] for row in rows] == [one["n"] for one in ranking]
    charts = page.all("svg", class_="chart")
    assert [one["aria-label"].split(" by year")[0] for one in charts] == [
        "Agreement with United Kingdom",
        "Agreement with France",
        "Agreement with Russia",
        "Agreement with China",
        "Agreement with European Union",
        "Agreement with Group of 77",
        "Agreement with allies",
        "Agreement with Western European and Others Group",
    ]
    assert charts[2]["aria-label"].endswith(", 2025 37.5%")
    left = unvote.breaks(unvote.load("embedded"), "US")
    assert [row[1] for row in page.rows("breaks-table")] == left["rollcall"].tolist()


def test_with_few_joint_votes_no_state_is_said_to_agree_most() -> None:
    few = page_of("US", "--from", "2025-11", "--to", "2025-12").one("p", class_="lead")["text"]
    assert few == "It has too few joint votes with every state to say with whom it agreed most."
    assert page_of("US").one("p", class_="lead")["text"].startswith("Agreed most with ")


def test_the_page_of_a_state_has_its_profile_and_that_by_year() -> None:
    page = page_of("US")
    said = (
        "It voted in 100.0% of 21 roll calls; 38.1% of its votes were the most common choice;"
        " in 0 nobody else cast its vote."
    )
    assert said in [one["text"] for one in page.all("p")]
    frame = unvote.profile(unvote.load("embedded"), "US", by="year").iloc[::-1]
    columns = ["by", "n", "yes", "no", "abstain", "not_voting"]
    assert [row[:6] for row in page.rows("profile-table")] == [
        [str(value) for value in row] for row in frame[columns].to_numpy().tolist()
    ]
    members = page_of("BENELUX").rows("profile-table")
    assert [row[0] for row in members] == ["Belgium", "Luxembourg", "Netherlands", "mean of 3"]


def test_what_a_page_says_of_a_session(embedded: unvote.Record) -> None:
    page = page_of("--session", "ES-11")
    assert page.one("h1")["text"] == "Session ES-11 of the General Assembly"
    table = unvote.tally(embedded.select(sessions="ES-11"))
    rows = page.rows("all-table")
    assert [row[1] for row in rows] == table["rollcall"].tolist()
    assert [[int(one) for one in row[3:6]] for row in rows] == table[
        ["yes", "no", "abstain"]
    ].to_numpy().tolist()
    closest = table.loc[table["margin"].abs().idxmin(), "rollcall"]
    assert page.rows("close-table")[0][1] == closest
    assert page.rows("divided-table")[0][9] == max(row[9] for row in rows)
    assert page.rows("permanent-table")[0][0] == "United States"


@pytest.mark.complete
def test_only_a_whole_session_is_called_one() -> None:
    def heading(*arguments: str) -> str:
        return str(page_of(*arguments).one("h1")["text"])

    assert heading("--session", "ES-11") == "Session ES-11 of the General Assembly"
    assert heading("--session", "ES-11", "--from", "2025") == "3 roll calls of the United Nations"
    assert heading("A/RES/ES-11/*") == "9 roll calls of the United Nations"
    assert heading() == "24 roll calls of the United Nations"


def test_texts_adopted_without_a_vote(embedded: unvote.Record) -> None:
    chosen = embedded.select("ES-11/7", "ES-11/8")
    modality = ["without vote", ""]
    votes = chosen.votes.copy()
    votes.iloc[0] = int(unvote.Vote.NOT_VOTING)
    record = replace(chosen, rollcalls=chosen.rollcalls.assign(modality=modality), votes=votes)
    page = Page(unvote.report(record.select("ES-11/7")))
    assert "The text was adopted without a vote." in page.one("main")["text"]
    rows = Page(unvote.report(record)).rows("all-table")
    assert [row[-3:] for row in rows] == [["–", "–", "without a vote"], ["+25", "46.6%", "adopted"]]
    assert len(Page(unvote.report(record)).rows("close-table")) == 1


TINY = b"ms_code,ms_vote,resolution\nUSA,N,A/RES/79/7\nFRA,Y,A/RES/79/7\n"
HOSTILE = (
    "ms_code,ms_vote,resolution,date,title,undl_link,note,session\n"
    'USA,Y,A/RES/79/1,2025-01-01,"<script>alert(1)</script> \x1b[31m\u202e""><img src=x onerror=a>'
    " </style></title>{{ 7 * 7 }} ' & é\",javascript:alert(1),<b>x</b>,79\n"
    'FRA,N,A/RES/79/1,2025-01-01,"<script>alert(1)</script> \x1b[31m\u202e""><img src=x onerror=a>'
    " </style></title>{{ 7 * 7 }} ' & é\",javascript:alert(1),<b>x</b>,79\n"
    'FRA,N,A/RES/79/2,2025-01-02,"</table></script>",http://x y,,79\n'
    'USA,Y,A/RES/79/2,2025-01-02,"</table></script>",http://x y,,79\n'
).encode()


@pytest.mark.parametrize("arguments", [["79/1"], ["US"], ["--session", "79"]])
def test_what_a_record_holds_is_text_on_the_page(arguments: list[str]) -> None:
    text = text_of(*arguments, "--votes", "-", stdin=HOSTILE)
    page = Page(text)
    assert len(page.all("script")) == len(page.all("style")) == len(page.all("title")) == 1
    assert not page.all("img")
    assert not page.all("b")
    assert not set("\x1b\u202e") & set(text)
    assert "javascript:" not in text
    assert (
        '<script>alert(1)</script> \ufffd[31m\ufffd"><img src=x onerror=a> </style></title>'
        "{{ 7 * 7 }} ' & é"
    ) in page.one("body")["text"]


def test_a_page_of_a_record_of_almost_nothing() -> None:
    def says(*arguments: str) -> str:
        return page_of(*arguments, "--votes", "-", stdin=TINY).one("body")["text"]

    assert "General Assembly · session 79 · no date" in says("79/7")
    assert "1 roll call, without dates" in says("US")
    assert "General Assembly · session 79 · no date" in says()  # of one roll call, though unnamed


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("tally -o x.html", 2, "there is no page of this answer: html is for 'unvote report'"),
        ("report ES-11/7 -o x.html --csv", 2, "two formats at once: csv and html; name one"),
        ("report ES-11/7 -o x.html --meta", 2, "--meta goes with JSON"),
        ("report ES-11/77 -o x.html", 3, "no roll call is called 'ES-11/77'; did you mean"),
        (
            "report Untied-States -o x.html",
            3,
            "'Untied-States' is neither a member state nor a group",
        ),
        ("report Korea -o x.html", 3, "'Korea' is ambiguous: say KOR (South Korea) or PRK"),
        ("report CSK -o x.html", 3, "Czechoslovakia was not a member in any of the roll calls"),
        ("report US --from 2030 -o x.html", 3, "nothing is selected"),
        ("report -o nowhere/x.html", 4, "nowhere/x.html cannot be written: No such file"),
    ],
)
def test_what_makes_no_page_is_told_in_one_line(
    line: str, code: int, message: str, tmp_path: Path
) -> None:
    result = run_unvote(*line.split())
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err
    assert not list(tmp_path.glob("*.html"))


def test_a_page_is_no_text_for_a_terminal() -> None:
    result = run_unvote("report", "ES-11/7", "-f", "html", terminal=True)
    assert (result.code, result.out) == (2, "")
    assert "html is not text for a terminal: name a file with --output" in result.err


def test_a_terminal_gets_the_table_and_is_told_of_the_page() -> None:
    result = run_unvote("report", "ES-11/7", terminal=True)
    assert "the page: add -o FILE.html" in result.out


def test_too_many_roll_calls_for_one_page(embedded: unvote.Record) -> None:
    rows = "".join(f"USA,Y,A/RES/79/{number}\n" for number in range(501))
    table = f"ms_code,ms_vote,resolution\n{rows}".encode()
    result = run_unvote("report", "--votes", "-", "-f", "html", stdin=table)
    assert (result.code, result.out) == (2, "")
    assert "501 roll calls are too many for one page (at most 500): select fewer" in result.err
    with pytest.raises(unvote.NothingSelectedError, match="no roll call is selected"):
        unvote.report(embedded.select(start="2030"))


def test_pages_of_the_full_record_are_small(full: unvote.Record) -> None:
    pages = (
        unvote.report(full.select("79/7"), within=full),
        unvote.report(full, "US"),
        unvote.report(full.select(sessions=79)),
    )
    for page in pages:
        assert 100_000 < len(page.encode()) < 600_000
        Page(page)


def test_one_year_is_no_line(tmp_path: Path) -> None:
    for end, charts in (("2025", 0), ("2024", 8)):
        path = tmp_path / f"{end}.html"
        assert run_unvote("report", "FR", "--from", end, "--to", "2025", "-o", str(path)).code == 0
        page = path.read_text(encoding="utf-8")
        assert page.count('<svg class="chart"') == charts
        for name in ("European Union", "Group of 77", "allies", "Russia"):
            assert f"<strong>{name}" in page


@pytest.mark.parametrize(
    "link",
    [
        "https://un.org/a",
        "https://digitallibrary.un.org/record/1?ln=en",
        "http://DOCS.UN.ORG/A/RES/79/7",
    ],
)
def test_a_link_to_the_un_is_called_so(link: str) -> None:
    assert link_called(link) == "Voting record at the United Nations"


@pytest.mark.parametrize(
    ("link", "called"),
    [
        ("https://un.org.evil.com/", "Source: un.org.evil.com"),
        ("https://evil.com/un.org", "Source: evil.com"),
        ("https://evilun.org/", "Source: evilun.org"),
        ("https://un.org@evil.com/", "Source: evil.com"),
        ("https://digitallibrary.un.org:443@evil.com/", "Source: evil.com"),
        ("https://evil.com#@un.org/", "Source: evil.com"),
        ("https://evil.com?un.org", "Source: evil.com"),
        ("https://ũn.org/", "Source: ũn.org"),
        ("https://un。org/", "Source: un。org"),
        ("https://un.org./", "Source: un.org."),
        ("https://un.org:8443/", "Source: un.org"),
        ("https://[un.org/", "Source"),
    ],
)
def test_a_link_to_others_is_not_called_the_uns(link: str, called: str) -> None:
    assert link_called(link) == called


def test_a_page_names_whose_link_it_is() -> None:
    record = unvote.load("embedded").select("79/7")
    link = "https://un.org@evil.com/"
    page = unvote.report(replace(record, rollcalls=record.rollcalls.assign(link=link)))
    assert "Voting record at the United Nations" not in page
    assert ">Source: evil.com</a>" in page


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "https://evil.com\\@un.org/",
        "data:text/html,x",
        "//un.org/",
        "https://un.org/\nx",
    ],
)
def test_what_is_no_plain_address_is_no_link(link: str) -> None:
    assert safe_link(link) == ""


def test_a_page_for_every_member_of_a_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line = ["report", "nordic", "--each", "--session", "ES-11"]
    result = run_unvote(*line, "-o", "pages/nordic")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("unvote: 5 pages in pages/nordic: the embedded record: 9 of 24 ")
    pages = {path.name: path.read_text("utf-8") for path in Path("pages/nordic").iterdir()}
    assert sorted(pages) == ["DNK.html", "FIN.html", "ISL.html", "NOR.html", "SWE.html"]
    run_unvote("report", "Norway", "--session", "ES-11", "-q", "-o", "one.html")
    assert pages["NOR.html"] == Path("one.html").read_text("utf-8")
    assert run_unvote(*line, "-q", "-o", "pages/nordic").err == ""


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("report US --each -o pages", 2, "--each is for a group"),
        ("report ES-11/7 --each -o pages", 2, "--each is for a group"),
        ("report EU --each", 2, "name a folder for them with -o"),
        ("report EU --each -o eu.html", 2, "name a folder for them with -o"),
        ("report EU --each -o pages --from 1999 --to 1999", 3, "nothing is selected"),
    ],
)
def test_a_page_for_each_needs_a_group_and_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run_unvote(*line.split())
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert not list(tmp_path.iterdir())
