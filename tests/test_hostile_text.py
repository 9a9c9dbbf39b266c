"""Text that could do harm: it does nothing, in any format of any command, nor in a message."""

import csv
import io
import json
import re
import unicodedata
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args, get_type_hints
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from markdown_it import MarkdownIt

import unvote
from commands import ANSWERING, COMMANDS, READING, ROOT, VOTES, line_of, prepared
from conftest import Result, complete, run_unvote
from unvote.cli.emit import WITH_PICTURE
from unvote.cli.options import Output

# Control characters, a window title, markup, changes of direction, line breaks, and code for a
# spreadsheet, for matplotlib, in Markdown, HTML and XML.
SIGNS = "=cmd('x')|[bold]b[/bold] [/] \x1b[2J\x1b]0;t\x07\x9b31m\x7f \u202eabc\u2066d\u200b"
CODE = "$x^2$ `c` *e* ~~s~~ ![i](u) <script>alert(1)</script> ]]> & &copy; \"q\" 'a' \\"
BREAKS = "ukraine a\tb\nc\rd\x85e\u2028f\u2029g"
HOSTILE = f"{SIGNS} {CODE} {BREAKS}"
STEERING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FORMATS = [
    name
    for part in get_args(get_type_hints(Output)["format"])
    for name in get_args(part)
    if isinstance(name, str)
]
SGR = re.compile(r"\x1b\[[\d;]*m")


@cache
def hostile_record() -> bytes:
    """Return the record in unvote with hostile texts, and one roll call with a hostile symbol."""
    with VOTES.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        texts = ("title", "agenda_title", "subjects", "vote_note", "draft", "meeting", "undl_link")
        row |= dict.fromkeys(texts, HOSTILE)
    last = [
        row | {"resolution": f"A/RES/99/{SIGNS}", "undl_id": "99", "session": "99"}
        for row in rows[-193:]
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows([*rows, *last])
    return text.getvalue().encode()


def ask(name: str, *more: str, **settings: Any) -> Result:
    """Ask a command about the hostile record."""
    Path("hostile.csv").write_bytes(hostile_record())
    line = [*prepared(name, line_of(name)), "--votes", "hostile.csv", *more]
    result = run_unvote(*line, **settings)
    assert result.code in (0, 1), result.err
    return result


def assert_harmless(text: str) -> None:
    acting = {sign for sign in text if unicodedata.category(sign) in STEERING} - {"\n"}
    assert not acting


OF_A_RECORD = [name for name in READING if name in ANSWERING]
# A drawing, a table and a ranking; the complete suite tries the others.
SHOWN = ["align", "show", "tally", "votes"]


@pytest.mark.parametrize(
    "name", [*SHOWN, *complete(*(one for one in OF_A_RECORD if one not in SHOWN))]
)
def test_a_terminal_is_not_steered(name: str) -> None:
    assert_harmless(ask(name, terminal=True).out)
    table = ask(name, "-n", "0", "--color", "always", terminal=True)
    assert_harmless(SGR.sub("", table.out))
    assert_harmless(table.err)


@pytest.mark.parametrize(
    ("name", "session"),
    [
        *(("cite", odd) for odd in ("9" * 5000, "9" * 30, "\u0663", "-3")),
        *(
            pytest.param(name, "9" * 5000, marks=pytest.mark.complete)
            for name in OF_A_RECORD
            if name != "cite"
        ),
    ],
)
def test_a_session_that_is_none_is_no_bug(name: str, session: str) -> None:
    """Python refuses to read a number with thousands of digits."""
    with VOTES.open(newline="") as file:
        rows = [row | {"session": session} for row in csv.DictReader(file)]
    with Path("odd.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = run_unvote(*prepared(name, line_of(name)), "--votes", "odd.csv")
    assert result.code in (0, 1, 3), result.err


@pytest.mark.complete
@pytest.mark.parametrize("name", OF_A_RECORD)
def test_csv_json_and_markdown_hold_the_same_harmless_cells(name: str) -> None:
    answers = {form: ask(name, "-f", form) for form in ("csv", "json")}
    answers["markdown"] = ask(name, "-f", "markdown", "--plain")
    rows = json.loads(answers["json"].out)
    for result in answers.values():
        assert_harmless(result.out + result.err)
    header, *cells = csv.reader(io.StringIO(answers["csv"].out))
    assert [len(row) for row in cells] == [len(header)] * len(rows)
    assert_harmless(ask(name, "--json", "--meta").out)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(answers["markdown"].out)
    assert {token.tag for token in tokens} <= {"table", "thead", "tbody", "tr", "th", "td", ""}
    inline = [token for token in tokens if token.type == "inline"]
    assert {part.type for token in inline for part in token.children} <= {"text"}
    shown = ["".join(part.content for part in token.children) for token in inline]
    flat = [cell for row in [header, *cells] for cell in row]
    assert shown == [cell.strip() for cell in flat]


@pytest.mark.complete
@pytest.mark.parametrize("name", OF_A_RECORD)
def test_pictures_and_pages_draw_it_as_text(name: str) -> None:
    for form in sorted({"svg", "html"} & set(FORMATS)):
        Path("hostile.csv").write_bytes(hostile_record())
        line = [*prepared(name, line_of(name)), "--votes", "hostile.csv", "-f", form]
        result = run_unvote(*line)
        assert (result.code == 0) == (name in WITH_PICTURE if form == "svg" else name == "report")
        if result.code == 2:
            assert "no p" in result.err  # picture, or page
            continue
        assert result.code == 0, result.err
        assert_harmless(result.out)
        if form == "svg":
            tree = ElementTree.fromstring(result.out)
            tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
            assert not tags & {"script", "a", "image", "foreignObject"}
        else:
            page = Page(result.out)
            assert page.scripts == 1
            assert not [name for name in page.attributes if name.startswith("on")]
            assert not [link for link in page.links if not re.match(r"https://|#|data:", link)]


@pytest.mark.complete
def test_a_title_is_drawn_to_the_letter() -> None:
    drawn = ElementTree.fromstring(ask("show", "-f", "svg").out)
    text = re.sub(r"\s", "", " ".join(drawn.itertext()))  # a long title is broken
    for part in ("=cmd('x')|[bold]b[/bold]", "$x^2$", "<script>alert(1)</script>", "]]>&&copy;"):
        assert part in text
    page = Page(ask("report", "-f", "html").out)
    assert "=cmd('x')|[bold]b[/bold] [/]" in page.text
    assert '<script>alert(1)</script> ]]> & &copy; "q"' in page.text


class Page(HTMLParser):
    """The parts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts, self.text = 0, ""
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_parquet_keeps_every_sign() -> None:
    Path("hostile.csv").write_bytes(hostile_record())
    titles = set(unvote.read("hostile.csv").rollcalls["title"])
    assert "\x1b]0;t\x07" in "".join(titles)
    ask("tally", "-o", "x.parquet")
    assert set(pq.read_table("x.parquet")["title"].to_pylist()) == titles


def texts() -> list[Any]:
    """Return each option and argument that takes text, with one command that has it."""
    found = {}
    for name, command in COMMANDS.items():
        for parameter in command.loaded.params:
            shared = parameter.opts if parameter.param_type_name == "option" else [name]
            key = (*shared, parameter.name, parameter.metavar)
            if parameter.metavar and key not in found:
                found[key] = (name, parameter)
    every = list(found.values())
    # The plain suite tries one option in three.
    return [
        pytest.param(
            *one,
            id=f"{one[0]} {one[1].opts[0]}",
            marks=[pytest.mark.complete] if place % 3 else [],
        )
        for place, one in enumerate(every)
    ]


@pytest.mark.parametrize(("name", "parameter"), texts())
@pytest.mark.parametrize("value", [f"{SIGNS} {BREAKS}", *complete(CODE, f"mine{SIGNS}=US,{SIGNS}")])
@pytest.mark.parametrize("terminal", [True, *complete(False)])
def test_a_message_repeats_an_argument_without_its_acts(
    name: str, parameter: Any, value: str, terminal: bool
) -> None:
    line = prepared(name, COMMANDS[name].with_value(parameter, value))
    result = run_unvote(*line, terminal=terminal)
    assert result.code != 70
    assert_harmless(result.out)
    if terminal and name.startswith("data "):
        return  # a bar moves the cursor there
    assert_harmless(result.err)
    if result.err.startswith("unvote: "):
        assert all(told.startswith("unvote: ") for told in result.err.splitlines())


@pytest.mark.parametrize("words", [["SIGNS"], ["tally", "--SIGNS"], ["rules", "a", "SIGNS"]])
def test_a_line_that_does_not_fit_is_repeated_without_its_acts(words: list[str]) -> None:
    result = run_unvote(*(word.replace("SIGNS", SIGNS[1:]) for word in words), terminal=True)
    assert (result.code, result.out) == (2, "")
    assert_harmless(result.err)
    assert "cmd(" in result.err


def test_the_name_of_a_file_does_nothing() -> None:
    name = "ev=il\x1b[31m\n\u202e[bold]<b>$x$.csv"
    Path(name).write_bytes((ROOT / "data" / "votes.csv").read_bytes())
    for more in ([], ["--json", "--meta"], ["-f", "markdown"], ["-f", "svg"]):
        result = run_unvote("tally", "ES-11/7", "--votes", name, *more, terminal=not more)
        assert result.code == 0
        assert_harmless(result.out + result.err)
    assert run_unvote("report", "ES-11/7", "--votes", name, "-o", f"{name}.html").code == 0
    assert_harmless(Path(f"{name}.html").read_text())


@pytest.mark.parametrize("more", [[], ["--csv"], *complete(["-f", "svg"], ["-f", "html"])])
def test_the_name_of_a_group_does_nothing(more: list[str]) -> None:
    name = "mi[bold]ne\x1b[31m\u202e<b>$x$"
    for line in (
        ["align", name, "RU"],
        ["cohesion", name],
        ["profile", name],
        ["versus", name, "RU", "ES-11/7"],
        ["report", name],
        ["tally", "ES-11/7", "--by", name],
        ["groups", name],
    ):
        result = run_unvote(*line, "--group", f"{name}=GB,FR,DE", *more, terminal=not more)
        assert result.code == 0 or "no p" in result.err  # picture, or page
        assert_harmless(result.out + result.err)


@pytest.mark.parametrize("place", ["ms_code", "ms_vote", "date", "session"])
def test_what_a_file_may_not_hold_is_told_without_its_acts(place: str) -> None:
    row = {"ms_code": "USA", "ms_vote": "Y", "resolution": "A/RES/1/1", "date": "2025-01-01"}
    row |= {"session": "1", place: f"{SIGNS} {BREAKS}"}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)
    result = run_unvote("tally", "--votes", "-", stdin=text.getvalue().encode())
    assert_harmless(result.out + result.err)
    assert result.code == (0 if place == "session" else 4)
    assert len(result.err.splitlines()) == (2 if place == "session" else 1)
