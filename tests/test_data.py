"""The full record as a user meets it: import, ask, look, export, remove, pull."""

import csv
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import unvote
from conftest import complete, run_unvote
from unvote.store import location
from unvote.store.own_files import locked

OFFICIAL = """\
undl_id,ms_code,ms_vote,date,session,resolution,title,agenda_title,vote_note,total_yes,total_no
1,USA,Y,2024-11-01,79,A/RES/79/1,On whales,Oceans,,2,1
1,RUS,N,2024-11-01,79,A/RES/79/1,On whales,Oceans,,2,1
1,FRA,Y,2024-11-01,79,A/RES/79/1,On whales,Oceans,,2,1
2,USA,N,2025-02-24,ES-11,A/RES/ES-11/7,On Ukraine,Ukraine,,1,3
2,RUS,N,2025-02-24,ES-11,A/RES/ES-11/7,On Ukraine,Ukraine,,1,3
2,FRA,Y,2025-02-24,ES-11,A/RES/ES-11/7,On Ukraine,Ukraine,,1,3
3,USA,Y,2025-02-24,ES-11,A/RES/ES-11/7,On Ukraine,Ukraine,paragraph,1,0
"""


def extract(symbol: str, yes: list[str], no: list[str], day: str = "1 November 2024") -> str:
    """Return a line of the UN's extract."""
    return json.dumps(
        {
            "symbol": symbol,
            "title": "On whales",
            "session": "Seventy-ninth session",
            "adoption_date": day,
            "adoption_type": "By a recorded vote",
            "originating_document": "A/79/L.1",
            "agenda_item_name": "Oceans",
            "MS_in_favour": yes,
            "MS_against": no,
            "MS_abstaining": [],
            "MS_in_favour_count": str(len(yes)),
            "MS_against_count": str(len(no)),
            "MS_abstaining_count": "0",
            "subjects": [["WHALES", "UNBIS Thesaurus"]],
        }
    )


EXTRACT = "\n".join(
    [
        extract("A/RES/79/1", ["UNITED STATES", "RUSSIAN FEDERATION"], []),
        extract("A/RES/79/2", ["FRANCE"], ["UNITED STATES"], "2 December 2024"),
    ]
)


@pytest.fixture
def official(tmp_path: Path) -> Path:
    path = tmp_path / "official.csv"
    path.write_text(OFFICIAL)
    return path


@pytest.fixture
def imported(official: Path) -> Path:
    result = run_unvote("data", "import", str(official), "-q")
    assert result.code == 0
    return official


def rows(*arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run_unvote(*arguments, "--csv").out)))


def called(*arguments: str) -> list[str]:
    """Return the ids of the roll calls that an answer lists."""
    return [row["rollcall"] for row in rows(*arguments)]


REFERENCE = set(unvote.load("embedded").rollcalls.index)


def test_an_import_reports_what_came_in(official: Path) -> None:
    result = run_unvote("data", "import", str(official))
    assert result.code == 0
    [row] = csv.DictReader(io.StringIO(result.out))
    assert {name: row[name] for name in ("source", "new", "replaced", "unchanged", "used")} == {
        "source": "undl",
        "new": "3",
        "replaced": "0",
        "unchanged": "0",
        "used": "3",
    }
    assert result.err == (
        "unvote: official.csv: 1 roll call whose published totals differ from the votes; the votes"
        " count: A/RES/ES-11/7#2 (no: 3 published, 2 listed)\n"
        "unvote: official.csv: 3 roll calls with only some of the members listed:"
        " A/RES/79/1 (3 of 193), A/RES/ES-11/7#2 (3 of 193), A/RES/ES-11/7#3 (1 of 193)\n"
        "unvote: 3 roll calls read: 3 new (1 of them known from another source)\n"
    )


def test_what_is_read_is_told_in_the_words_of_the_table(official: Path, tmp_path: Path) -> None:
    def told() -> tuple[str, list[str]]:
        result = run_unvote("data", "import", str(official), "--csv")
        [line] = [line for line in result.err.splitlines() if " read: " in line]
        return line, result.out.splitlines()[1].split(",")[1:5]

    assert told()[1] == ["3", "0", "0", "0"]
    line = "unvote: 3 roll calls read: 3 unchanged"
    assert told() == (line, ["0", "0", "3", "0"])
    official.write_text(official.read_text().replace("On whales", "On all whales"))
    line = "unvote: 3 roll calls read: 1 replaced, 2 unchanged"
    assert told() == (line, ["0", "1", "2", "0"])


@pytest.mark.complete
def test_every_command_uses_the_full_record_and_says_so(imported: Path) -> None:
    mine = ["A/RES/79/1", "A/RES/ES-11/7#2"]
    assert [one for one in called("tally") if one not in REFERENCE] == mine
    assert REFERENCE - set(called("tally")) == {"A/RES/ES-11/7"}  # for which it has its own
    assert len(called("tally", "--parts")) == 26
    assert set(called("tally", "--votes", "embedded")) == REFERENCE
    assert rows("align", "US", "RU", "--session", "79", "--from", "2024-11")[0]["n"] == "1"
    assert [row["rollcall"] for row in rows("search", "whales")] == ["A/RES/79/1"]
    assert [row["rollcall"] for row in rows("tally", "--agenda", "ukraine")] == ["A/RES/ES-11/7#2"]
    table = run_unvote("align", "US", "RU", "--title", "whales", terminal=True)
    assert "On whales" in table.out
    assert "from the record on this machine: 1 of 26 roll calls, 2024-11-01 (title" in table.out
    for command in (["show", "79/1"], ["votes", "US"], ["check"], ["versus", "US", "FR"]):
        assert run_unvote(*command, terminal=True).err == ""
    cited = re.findall("@misc{([a-z]+),", run_unvote("cite", "--bibtex").out)
    assert cited == ["undl", "reference", "unvote"]


def test_importing_twice_changes_nothing(imported: Path, tmp_path: Path) -> None:
    record = tmp_path / "data-of-user" / "unvote" / "record.parquet"
    before = record.read_bytes()
    [row] = rows("data", "import", str(imported))
    assert (row["new"], row["replaced"], row["unchanged"]) == ("0", "0", "3")
    assert record.read_bytes() == before


def test_a_poorer_edition_changes_nothing_and_is_told(imported: Path, tmp_path: Path) -> None:
    before = run_unvote("show", "79/1", "--json").out
    disagreements = rows("data", "disagreements")
    poorer = tmp_path / "poorer.csv"
    lines = OFFICIAL.splitlines()
    poorer.write_text("\n".join(line for line in lines if ",A/RES/79/1," not in line) + "\n")
    with poorer.open("a") as file:
        file.write(next(line for line in lines if ",A/RES/79/1," in line) + "\n")
    result = run_unvote("data", "import", str(poorer))
    assert result.code == 1
    assert result.err.splitlines()[-1] == (
        "unvote: poorer.csv: 1 roll call keeps its votes, since the file has fewer: A/RES/79/1 (1"
        " of 3 states); 'unvote data disagreements' lists all, and --replace takes the file's votes"
    )
    [row] = csv.DictReader(io.StringIO(result.out))
    assert (row["unchanged"], row["kept"]) == ("2", "1")
    assert run_unvote("show", "79/1", "--json").out == before
    [told] = [row for row in rows("data", "disagreements") if row not in disagreements]
    assert told == {
        "rollcall": "A/RES/79/1",
        "date": "2024-11-01",
        "what": "fewer votes",
        "used": "3",
        "used_from": "undl",
        "other": "1",
        "other_from": "poorer.csv",
    }
    # It stays listed until the newest file has all votes again.
    run_unvote("data", "import", str(tmp_path / "official.csv"))
    assert rows("data", "disagreements") == disagreements
    assert run_unvote("data", "import", str(poorer), "--replace", "-q").code == 0
    assert len(rows("show", "79/1")) == 1


def test_the_more_authoritative_source_wins_and_what_differs_is_listed(
    imported: Path, tmp_path: Path
) -> None:
    path = tmp_path / "79.json"
    path.write_text(EXTRACT)
    assert run_unvote("data", "import", str(path)).code == 0
    mine = ["A/RES/79/1", "A/RES/79/2", "A/RES/ES-11/7#2"]
    assert [one for one in called("tally") if one not in REFERENCE] == mine
    assert rows("votes", "RU", "--on", "79/1")[0]["RUS"] == "N"
    listed = [
        [row[name] for name in ("rollcall", "what", "used", "used_from", "other", "other_from")]
        for row in rows("data", "disagreements")
    ]
    assert ["A/RES/79/1", "RUS", "N", "undl", "Y", "unxml"] in listed
    assert ["A/RES/79/1", "FRA", "Y", "undl", "", "unxml"] in listed
    assert ["A/RES/ES-11/7#2", "no", "2", "undl", "3", "published by undl"] in listed
    facts = {row["what"]: row["value"] for row in rows("data", "info")}
    assert facts["roll calls"] == "27"
    assert facts["of them from the reference record"] == "23"
    assert facts["source unxml"].startswith("2 roll calls, 4 votes, 2024-11-01 to 2024-12-02")
    assert facts["regular sessions without a roll call"] == "1-78, 80"


@pytest.mark.parametrize(
    ("place", "what"),
    [("none", "is not there"), ("empty", "has no full record in it"), ("file", "is not a folder")],
)
def test_a_place_without_a_record_is_told(
    place: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    monkeypatch.setenv("UNVOTE_DATA", place)
    told = (
        f"UNVOTE_DATA is {place}, which {what}: the reference record is used; correct UNVOTE_DATA,"
        " or import files with 'unvote data import'"
    )
    assert unvote.load().notes == (told,)
    for line in (["tally", "ES-11/7"], ["search", "ukraine"], ["data", "export", "-o", "all.csv"]):
        assert [text for text in run_unvote(*line).err.splitlines() if told in text]
    assert told in " ".join(run_unvote("align", "US", terminal=True).out.split())
    assert told not in run_unvote("tally", "--votes", "embedded").err
    assert unvote.load("embedded").notes == ()


def test_info_without_a_full_record() -> None:
    facts = {row["what"]: row["value"] for row in rows("data", "info")}
    assert facts["record in use"].startswith("the embedded record: 24 roll calls")


def test_export_is_read_back(imported: Path, tmp_path: Path) -> None:
    for name in ("out.csv", "out.parquet"):
        assert run_unvote("data", "export", "-o", name, "--parts", "-q").code == 0
    back = unvote.read("out.csv")
    assert sorted(back.rollcalls["part"]) == [*[""] * 25, "paragraph"]
    assert back.rollcalls["source"].value_counts().to_dict() == {"reference": 23, "undl": 3}
    assert back.votes.equals(unvote.load("full").votes)
    assert run_unvote("data", "export", "-o", "folder", "-q").code == 0
    folders = {path.name for path in (tmp_path / "folder").iterdir()}
    assert {"session=79.parquet", "session=ES-11.parquet"} < folders
    assert run_unvote("data", "export", "-o", "wide.csv", "--layout", "wide", "-q").code == 0
    header = (tmp_path / "wide.csv").read_text().splitlines()[0]
    assert header.endswith("ZMB,ZWE")


def test_check_tells_what_is_odd_and_imports_nothing(official: Path) -> None:
    result = run_unvote("data", "check", str(official))
    assert result.code == 1
    assert result.out.splitlines()[0] == "file,note"
    assert "published totals differ" in result.out
    assert run_unvote("data", "check", "nowhere.csv").code == 4
    assert "none in" in run_unvote("data", "info").out
    states = list(unvote.load("embedded").votes)[:47]  # as many as the Human Rights Council has
    lines = ["ms_code,ms_vote,resolution", *(f"{code},Y,A/HRC/51/1" for code in states)]
    official.write_text("\n".join(lines))
    sound = run_unvote("data", "check", str(official))
    assert (sound.code, sound.out) == (0, "file,note\n")
    assert sound.err == "unvote: nothing odd was found in 1 roll call\n"


def test_check_without_a_file_checks_the_record(imported: Path) -> None:
    result = run_unvote("data", "check")
    assert result.code == 1
    notes = [row["note"] for row in csv.DictReader(io.StringIO(result.out))]
    assert [note for note in notes if "published totals differ" in note]
    assert not [note for note in notes if "import the files again" in note]
    [source] = (location.folder() / "sources").glob("undl-*")
    source.write_bytes(source.read_bytes()[:-1])
    result = run_unvote("data", "check")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"unvote: {source.name} is damaged or cut short: ")


def test_check_tells_a_record_that_its_sources_do_not_make(imported: Path) -> None:
    from unvote.store.parquet import from_parquet, to_parquet

    path = location.folder() / "record.parquet"
    file, facts = from_parquet(path.read_bytes(), "")
    table = file.read()
    place = table.schema.names.index("title")
    titles = ["Peace" for _ in range(len(table))]
    path.write_bytes(
        to_parquet(table.set_column(place, table.schema.field(place), [titles]), facts)
    )
    result = run_unvote("data", "check")
    assert result.code == 1
    assert "it differs from what its sources give: import the files again" in result.out


def test_check_without_a_record() -> None:
    assert "there is no full record on this machine" in run_unvote("data", "check").err


def test_remove(imported: Path) -> None:
    assert (
        run_unvote("data", "remove", "--yes").err
        == "unvote: the record on this machine is removed\n"
    )
    assert len(rows("tally")) == 24
    assert "no full record to remove" in run_unvote("data", "remove", "--yes").err


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        ("n\n", 0, "nothing is removed"),
        ("\n", 0, "nothing is removed"),
        ("", 2, "nobody answers, and nothing is removed: say --yes"),
        ("y\n", 0, "the record on this machine is removed"),
    ],
)
def test_remove_asks_first(imported: Path, answer: str, code: int, told: str) -> None:
    home = location.folder()
    (home / "cache" / "unxml").mkdir(parents=True)
    (home / "cache" / "unxml" / "74.json").touch()
    before = sorted(home.rglob("*"))
    result = run_unvote("data", "remove", stdin=answer.encode())
    assert result.code == code
    assert result.err.startswith(f"Remove the record on this machine in {home}? [y/N]:")
    assert result.err.endswith(f"unvote: {told}\n")
    kept = before if answer != "y\n" else [home / "import.lock"]
    assert sorted(home.rglob("*")) == kept


def fetched_by_hand(place: Path) -> list[Path]:
    """Put files into the cache as a pull does, and some as a user may."""
    import hashlib

    folder = place / "cache" / "unvotes"
    folder.mkdir(parents=True)
    about = {"url": "https://example.org/a", "size": 1}
    (folder / "un_votes.rda").write_bytes(b"1")
    note = about | {"sha256": hashlib.sha256(b"1").hexdigest()}
    (folder / "un_votes.rda.about").write_text(json.dumps(note))
    (folder / ".un_votes.rda.01234567.part").write_bytes(b"half")
    mine = [folder / "thesis.rda", folder / "changed.rda", place / ".record.parquet.bak"]
    for path in mine:
        path.write_bytes(b"mine")
    (folder / "changed.rda.about").write_text(json.dumps(note))
    return mine


def test_remove_says_what_it_leaves(imported: Path) -> None:
    place = location.folder()
    mine = fetched_by_hand(place)
    result = run_unvote("data", "remove", "--yes")
    assert result.err == (
        "unvote: the record on this machine is removed\n"
        f"unvote: left in {place}, as unvote did not write it: .record.parquet.bak,"
        " cache/unvotes/changed.rda, cache/unvotes/thesis.rda\n"
    )
    left = sorted(path for path in place.rglob("*") if path.is_file())
    assert [path for path in left if path.name != "import.lock"] == sorted(mine)
    assert "no full record to remove" in run_unvote("data", "remove").err


def test_remove_asks_where_only_fetched_files_are_left(tmp_path: Path) -> None:
    place = location.folder()
    fetched_by_hand(place)
    assert run_unvote("data", "remove", stdin=b"n\n").err.endswith("unvote: nothing is removed\n")
    assert (place / "cache" / "unvotes" / "un_votes.rda").exists()
    assert "the fetched files are removed" in run_unvote("data", "remove", stdin=b"y\n").err
    assert not (place / "cache" / "unvotes" / "un_votes.rda").exists()


@pytest.mark.parametrize("link", ["cache", "cache/unvotes", "sources"])
def test_remove_goes_through_no_link(imported: Path, tmp_path: Path, link: str) -> None:
    elsewhere, place = tmp_path / "elsewhere", location.folder()
    fetched_by_hand(elsewhere)
    source = elsewhere / {"cache": "cache", "cache/unvotes": "cache/unvotes"}.get(link, "")
    if link == "sources":
        (place / link).rename(elsewhere / link)
    (place / link).parent.mkdir(exist_ok=True)
    (place / link).symlink_to(source)
    before = {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()}
    run_unvote("data", "remove", "--yes")
    assert {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()} == before
    assert (place / link).is_symlink()


@pytest.mark.parametrize("how", ["name", "spelling", "link", "hard link", "folder"])
@pytest.mark.parametrize(
    "line",
    [
        ["tally", "--votes", "mine.csv"],
        ["align", "US", "--votes", "embedded", "--votes", "mine.csv"],
        ["data", "check", "mine.csv"],
        ["data", "import", "mine.csv"],
        ["data", "export", "--votes", "mine.csv"],
    ],
)
def test_an_output_never_replaces_what_is_read(tmp_path: Path, how: str, line: list[str]) -> None:
    Path("mine.csv").write_text(OFFICIAL)
    Path("link.csv").symlink_to("mine.csv")
    Path("hard.csv").hardlink_to("mine.csv")
    Path("sub").symlink_to(tmp_path)
    output = {"name": "mine.csv", "spelling": "./x/../mine.csv", "link": "link.csv"}
    Path("x").mkdir()
    output |= {"hard link": "hard.csv", "folder": "sub/mine.csv"}
    result = run_unvote(*line, "-o", output[how])
    assert (result.code, result.out) == (4, "")
    assert result.err == (
        f"unvote: --output {output[how]}: the votes are read from it: name another\n"
    )
    assert Path("mine.csv").read_text() == OFFICIAL


def test_an_output_is_no_file_called_minus(tmp_path: Path) -> None:
    for line in ("tally --csv", "data export", "report EU --each"):
        result = run_unvote(*line.split(), "-o", "-")
        assert (result.code, result.out) == (2, "")
        assert result.err == (
            "unvote: --output -: name a file; without --output an answer goes to the standard"
            " output\n"
        )
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("how", ["record", "link", *complete("hard link", "source", "cache")])
def test_an_output_never_replaces_the_record(imported: Path, how: str) -> None:
    place = location.folder()
    (place / "cache").mkdir()
    Path("link.parquet").symlink_to(place / "record.parquet")
    Path("hard.parquet").hardlink_to(place / "record.parquet")
    output = {"record": str(place / "record.parquet"), "link": "link.parquet"}
    output |= {"hard link": "hard.parquet", "source": str(place / "sources" / "x.csv")}
    output |= {"cache": str(place / "cache" / "x.csv")}
    before = (place / "record.parquet").read_bytes()
    for line in (["tally"], ["data", "export"], ["data", "info"]):
        result = run_unvote(*line, "-o", output[how])
        assert (result.code, result.out) == (4, "")
        assert result.err.endswith(": it is a file of the full record: name another\n")
    assert (place / "record.parquet").read_bytes() == before
    assert run_unvote("tally", "-o", str(place / "answer.csv")).code == 0


def test_remove_leaves_files_of_the_user(imported: Path) -> None:
    fetched, mine = (location.cache() / name for name in ("unxml/74.json", "thesis/chapter.tex"))
    for path in (fetched, mine):
        path.parent.mkdir(parents=True)
        path.touch()
    assert run_unvote("data", "remove", "--yes").code == 0
    assert mine.exists()
    assert not fetched.parent.exists()


def test_remove_during_an_import_leaves_what_was_fetched(imported: Path) -> None:
    fetched = location.cache() / "unxml" / "74.json"
    fetched.parent.mkdir(parents=True)
    fetched.touch()
    with locked(location.folder()):
        result = run_unvote("data", "remove", "--yes")
    assert (result.code, result.err.count("another import is under way")) == (4, 1)
    assert fetched.exists()


def test_an_interrupt_at_the_question_removes_nothing(imported: Path) -> None:
    before = sorted(location.folder().rglob("*"))
    asking = [sys.executable, "-m", "unvote", "data", "remove"]
    pipe = subprocess.PIPE
    with subprocess.Popen(asking, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        question = f"Remove the record on this machine in {location.folder()}? [y/N]:".encode()
        assert process.stderr.read(len(question)) == question
        assert process.stdout.read(1) == b" "  # so it waits for the answer, or is about to
        # An interrupt while the question is being written is lost: Python's input() forgets it.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(2)
        _, err = process.communicate()
    assert (process.returncode, b"Traceback" in err) == (130, False)
    assert sorted(location.folder().rglob("*")) == before


@pytest.mark.skipif(os.name != "posix", reason="devices of another kind")
def test_what_can_be_read_only_once_is_not_imported(official: Path) -> None:
    result = run_unvote("data", "import", str(official), "/dev/null")
    told = "unvote: /dev/null is a pipe or a device: save what it gives to a file first\n"
    assert (result.code, result.out, result.err) == (4, "", told)
    assert not location.exists()


@pytest.mark.parametrize("number", ["9" * 9, "9" * 5000])
def test_a_number_beyond_all_measure_is_imported(tmp_path: Path, number: str) -> None:
    rows = [f"{state},Y,S/RES/{number}(2025),{number}" for state in ("USA", "FRA")]
    rows += [f"{state},Y,A/RES/3/{number},{number}" for state in ("USA", "FRA")]
    table = "\n".join(["ms_code,ms_vote,resolution,session", *rows]) + "\n"
    (tmp_path / "odd.csv").write_text(table, encoding="utf-8")
    assert run_unvote("data", "import", "odd.csv").code == 0
    info = run_unvote("data", "info", "--csv").out
    assert "regular sessions without a roll call,1-80" in info
    assert run_unvote("tally", "--session", "1-9").code == 3


def test_a_damaged_record_is_told_with_the_way_out(imported: Path, tmp_path: Path) -> None:
    record = tmp_path / "data-of-user" / "unvote" / "record.parquet"
    data = bytearray(record.read_bytes())
    data[len(data) // 2] ^= 0xFF
    record.write_bytes(data)
    result = run_unvote("tally")
    assert (result.code, result.out) == (4, "")
    assert "unvote data remove" in result.err


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing about it."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "served"
    (folder / "unxml").mkdir(parents=True)
    for session in (*range(74, 81), "ES-10", "ES-11"):
        text = EXTRACT if session == 79 else extract(f"A/RES/{session}/1", ["FRANCE"], [])
        (folder / "unxml" / f"{session}.json").write_text(text)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


def test_pull_announces_fetches_and_imports(server: str) -> None:
    result = run_unvote("data", "pull", "--source", "unxml", "--from-url", server)
    assert result.code == 0
    assert result.err.startswith("unvote: about to fetch ")
    assert f"{server}/unxml/79.json" in result.err
    assert len(called("tally")) == 24 + 10
    again = run_unvote("data", "pull", "--source", "unxml", "--from-url", server)
    assert (again.code, again.out) == (0, "rollcall,date,organ,session,title,file\n")
    assert "10 roll calls read: 10 unchanged\n" in again.err
    assert again.err.endswith("unvote: nothing new\n")


def test_pull_ends_with_what_is_new(server: str) -> None:
    first = run_unvote("data", "pull", "--source", "unxml", "--from-url", server, "--json")
    listed = json.loads(first.out)
    assert len(listed) == 10
    assert "unvote: 10 roll calls new ('--added last' selects them)\n" in first.err
    files = {row["rollcall"]: row["file"] for row in listed}
    assert (files["A/RES/79/2"], files["A/RES/80/1"]) == ("79.json", "80.json")
    age = re.search(r"the newest roll call: (\S+), (\d[\d,]*) days ago\n", first.err)
    assert age
    assert age[1] == "2025-12-03"  # of those that come with unvote


def test_pull_from_nowhere_is_one_line(tmp_path: Path) -> None:
    result = run_unvote("data", "pull", "-q", "--source", "undl")
    assert (result.code, result.out) == (4, "")
    assert "https://digitallibrary.un.org/record/4060887" in result.err
    assert run_unvote("data", "pull", "--source", "nobody").code == 2
    assert not (tmp_path / "data-of-user" / "unvote" / "record.parquet").exists()


def test_absences_are_derived_only_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "79.json"
    path.write_text(EXTRACT)
    plain = rows("tally", "79/1", "--votes", str(path))[0]
    filled = rows("tally", "79/1", "--votes", str(path), "--fill-absent")[0]
    assert (plain["not_voting"], plain["members"]) == ("", "193")  # who did not vote is not known
    assert (filled["not_voting"], filled["members"]) == ("191", "193")


def test_what_a_source_does_not_list_is_said(tmp_path: Path) -> None:
    path = tmp_path / "79.json"
    path.write_text(EXTRACT)
    result = run_unvote("check", "79/2", "--votes", str(path), "--rule", "absolute-majority")
    assert "1,0,,193,97,-96,false" in result.out  # the members of the day, not those that voted
    assert "whose source lists only who voted" in result.err
    drawn = run_unvote("show", "79/2", "--votes", str(path)).out
    assert "not voting" not in drawn.split("group")[0]


def test_that_absences_were_filled_in_is_told(tmp_path: Path) -> None:
    path = tmp_path / "extract.json"
    path.write_text(EXTRACT)
    digits = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    for options, said in (((), ""), (("--fill-absent",), ", absences filled in")):
        assert run_unvote("data", "import", str(path), "-q", *options).code == 0
        told = {row["what"]: row["value"] for row in rows("data", "info")}["source unxml, file"]
        name, day, rest = told.split(", ", 2)
        assert (name, rest) == ("extract.json", f"{digits}{said}")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)


@pytest.mark.parametrize(
    "line",
    ["tally 79/7", *complete("show 79/7", "map 79/7", "votes US --on 79/7", "versus US EU 79/7")],
)
def test_a_roll_call_of_the_full_record_is_found_by_its_names(line: str) -> None:
    run_unvote("data", "import", str(Path(__file__).parents[1] / "data" / "votes.csv"), "-q")
    result = run_unvote(*line.split(), "--csv")
    assert result.code == 0
    assert result.out == run_unvote(*line.split(), "--csv", "--votes", "embedded").out
