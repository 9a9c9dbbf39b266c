"""The newest voting records by the user's key, from a server that answers like the library."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import unvote
from conftest import run_unvote
from marc import collection, field, marc
from serving import (
    AT_ONCE,
    Handler,
    Reply,
    Server,
    cut,
    redirects,
    running,  # noqa: F401 - the fixture `server`
    sends,
)
from unvote.errors import DataError
from unvote.fetch.catalogue import downloads
from unvote.fetch.client import Network
from unvote.fetch.library import Found, fetch_newest, forget
from unvote.progress import telling

KEY = "secret-key-of-mine"
HOURLESS = replace(AT_ONCE, between=0)
EXPIRED = (
    "the library's answer is not XML: the key in UNVOTE_LIBRARY_KEY has expired or was never"
    " valid: ask the library for a new one"
)


def voting_record(number: int) -> str:
    return marc(
        field("245", a=f"Text {number} :", b="resolution /", c="adopted by the General Assembly"),
        field("791", a=f"A/RES/79/{number}", c="79"),
        field("967", c="FRA", d="Y", e="FRANCE"),
        field("967", c="CUB", d="N", e="CUBA"),
        field("992", a="2024-12-01"),
        number=str(4_000_000 + number),
    )


class Library(dict[str, list[Reply]]):
    """Serves voting records up to a number, newest first, to clients with the key."""

    def __init__(self, newest: int) -> None:
        super().__init__()
        self.newest = newest
        self.odd: dict[int, list[Reply]] = {}

    def get(self, path: str, default: Any = None) -> list[Reply]:
        return [lambda handler: self.reply(path)(handler) if self.knows(handler) else PAGE(handler)]

    def knows(self, handler: Handler) -> bool:
        return handler.headers["Authorization"] == f"Token {KEY}"

    def reply(self, path: str) -> Reply:
        asked = parse_qs(urlsplit(path).query)
        assert {name: asked[name] for name in ("cc", "of", "rg", "sf", "so")} == {
            "cc": ["Voting Data"],
            "of": ["xm"],
            "rg": ["50"],
            "sf": ["latest first"],
            "so": ["d"],
        }
        place = int(asked["jrec"][0])
        if self.odd.get(place):
            return self.odd[place].pop(0)
        numbers = range(self.newest, 0, -1)[place - 1 : place + 49]
        return sends(collection(*map(voting_record, numbers)).encode(), Content_Type="text/xml")


PAGE = sends(b"<!DOCTYPE html><html>log in</html>", Content_Type="text/html; charset=utf-8")


@pytest.fixture
def library(server: Server) -> Library:
    server.replies = library = Library(120)
    return library


def fetch(
    server: Server, cache: Path, known: Iterator[int] | range = range(0), **how: Any
) -> Found:
    [search] = downloads(["library"], server.base)
    numbers = {str(4_000_000 + number) for number in known}
    key = how.get("key", KEY)
    with Network(HOURLESS) as network:
        return fetch_newest(network, search, key, numbers, cache)


def places(server: Server) -> list[int]:
    asked = [int(parse_qs(urlsplit(path).query)["jrec"][0]) for path in server.paths()]
    server.asked.clear()
    return asked


def fetched(found: Found) -> list[int]:
    """Return the numbers of the records that were fetched."""
    if found.path is None:
        return []
    numbers = unvote.read(found.path).rollcalls["number"]
    assert len(numbers) == found.records
    return sorted(int(number) - 4_000_000 for number in numbers)


def test_all_records_come_page_by_page(server: Server, library: Library, tmp_path: Path) -> None:
    assert fetched(fetch(server, tmp_path)) == [*range(1, 121)]
    assert places(server) == [1, 51, 101, 121]
    assert server.asked == []


def test_it_ends_with_the_first_page_without_a_new_record(
    server: Server, library: Library, tmp_path: Path
) -> None:
    assert fetched(fetch(server, tmp_path, range(1, 116))) == [*range(116, 121)]
    assert places(server) == [1, 51]
    assert fetch(server, tmp_path / "other", range(1, 121)) == Found(None, 0)
    assert places(server) == [1]


def test_what_came_is_kept_until_it_is_imported(
    server: Server, library: Library, tmp_path: Path
) -> None:
    [search] = downloads(["library"], server.base)
    fetch(server, tmp_path)
    places(server)
    assert fetched(fetch(server, tmp_path)) == [*range(1, 121)]
    assert places(server) == [1]
    forget(search, tmp_path)
    assert [path.name for path in (tmp_path / "library").iterdir()] == [".lock"]


def test_stopped_it_goes_on_where_it_was(server: Server, library: Library, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop_at(place: int) -> Any:
        def progress(name: str, done: int | None, total: int | None) -> None:
            if name == f"voting records from {place} on":
                raise StoppedError

        return telling(progress)

    with pytest.raises(StoppedError), stop_at(101):
        fetch(server, tmp_path)
    assert places(server) == [1, 51, 101]
    library.newest = 190  # 70 new ones meanwhile, and the run is stopped among them too
    with pytest.raises(StoppedError), stop_at(51):
        fetch(server, tmp_path)
    assert places(server) == [1, 51]
    assert fetched(fetch(server, tmp_path)) == [*range(1, 191)]
    assert places(server) == [1, 51, 101, 171, 191]


def test_a_page_that_is_cut_or_refused_for_now_is_asked_for_again(
    server: Server, library: Library, tmp_path: Path
) -> None:
    library.odd[51] = [cut(b"<collection>", 100), sends(b"", status=503)]
    assert fetched(fetch(server, tmp_path)) == [*range(1, 121)]
    assert places(server) == [1, 51, 51, 51, 101, 121]


@pytest.mark.parametrize(
    "reply",
    [
        PAGE,
        sends(b"", status=401),
        sends(b"no", status=403),
        sends(b"<html>challenge</html>", status=202),
        sends(b"\n<HTML>log in</HTML>", Content_Type="text/xml"),
        sends(b'{"error": 1}', Content_Type="application/json"),
    ],
)
def test_a_key_that_has_expired(
    server: Server, library: Library, tmp_path: Path, reply: Reply
) -> None:
    library.odd[51] = [reply]
    with pytest.raises(DataError) as caught:
        fetch(server, tmp_path)
    search = "search?cc=Voting%20Data&of=xm&rg=50&sf=latest%20first&so=d"
    assert str(caught.value) == (
        f"voting records from 51 on from {server.base}/library/{search}&jrec=51: {EXPIRED}"
    )
    assert fetched(fetch(server, tmp_path)) == [*range(1, 121)]  # with a new key


def test_another_key_is_none(server: Server, library: Library, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expired or was never valid") as caught:
        fetch(server, tmp_path, key="other-secret")
    assert "other-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "said"),
    [(None, "is not set"), ("", "is not set"), ("a b\n", "holds something that is not a key")],
)
def test_no_key(server: Server, tmp_path: Path, key: str | None, said: str) -> None:
    with pytest.raises(DataError) as caught:
        fetch(server, tmp_path, key=key)
    assert str(caught.value) == (
        f"the source 'library' needs your own key, and UNVOTE_LIBRARY_KEY {said}: ask the UN"
        " Digital Library for one, or save its file with a browser and run 'unvote data import"
        " FILE'"
    )
    assert server.asked == []


def test_the_key_goes_to_no_other_host(server: Server, library: Library, tmp_path: Path) -> None:
    with Server() as other:
        library.odd[1] = [redirects(f"{other.base}/search")]
        with pytest.raises(
            DataError, match=r"redirects to .*, which is not a known host of this file"
        ):
            fetch(server, tmp_path)
        assert other.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "<collection><record>",
        "<!DOCTYPE c [<!ENTITY x 'y'>]><collection>&x;</collection>",
        '<?xml version="1.0" encoding="ISO-8859-1"?><collection/>',
    ],
)
def test_xml_that_is_broken(server: Server, library: Library, tmp_path: Path, text: str) -> None:
    library.odd[1] = [sends(text.encode(), Content_Type="text/xml")]
    with pytest.raises(DataError, match="its XML is broken: run it again later"):
        fetch(server, tmp_path)


def test_a_library_without_a_record(server: Server, library: Library, tmp_path: Path) -> None:
    library.newest = 0
    with pytest.raises(DataError, match="the search finds no voting record"):
        fetch(server, tmp_path)


def test_pull_takes_them_and_writes_the_key_nowhere(
    server: Server, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.newest = 2
    monkeypatch.setenv("UNVOTE_LIBRARY_KEY", KEY)
    line = ("data", "pull", "--source", "library", "--from-url", server.base)
    result = run_unvote(*line, "--csv")
    told = [text for text in result.err.splitlines() if "only some of the members" not in text]
    assert (result.code, told[-4:-2]) == (
        0,
        [
            "unvote: 2 new voting records in the library",
            "unvote: 2 roll calls read: 2 new",
        ],
    )
    assert result.out.splitlines()[1].startswith("A/RES/79/1,2024-12-01,GA,79,Text 1,")
    again = run_unvote(*line, "--csv")
    assert "unvote: 0 new voting records in the library" in again.err.splitlines()
    library.odd[1] = [PAGE]
    failed = run_unvote(*line, "--debug")
    assert failed.code == 4
    said = [text for run in (result, again, failed) for text in (run.out, run.err)]
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert KEY not in "".join(said)
    assert KEY.encode() not in b"".join(written)
