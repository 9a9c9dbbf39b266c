"""Loading records: one by name, or several as one; and what an import leaves."""

import csv
import io
from pathlib import Path

import pytest

import unvote
from conftest import run_unvote

TONIGHT = """\
ms_code,ms_vote,resolution,date,title
USA,N,A/RES/81/1,2026-11-27,Tonight
RUS,N,A/RES/81/1,2026-11-27,Tonight
FRA,Y,A/RES/81/1,2026-11-27,Tonight
"""
EXTENT = "2014-03-27 to 2026-11-27"


@pytest.fixture
def tonight(tmp_path: Path) -> str:
    (tmp_path / "tonight.csv").write_text(TONIGHT)
    return "tonight.csv"


def rows(*arguments: str, stdin: str = "") -> list[dict[str, str]]:
    out = run_unvote(*arguments, "--csv", stdin=stdin.encode()).out
    return list(csv.DictReader(io.StringIO(out)))


def test_an_import_on_a_fresh_machine_adds_to_what_is_there(tonight: str) -> None:
    said = run_unvote("data", "import", tonight, terminal=True).out
    assert "The record on this machine now has 25 roll calls." in said
    table = run_unvote("align", "US", "RU", terminal=True).out
    assert f"from the record on this machine: 22 of 25 roll calls, {EXTENT} (organ GA)" in " ".join(
        table.split()
    )
    assert len(rows("tally")) == len(rows("tally", "--votes", "full")) == len(unvote.load()) == 25
    assert len(rows("tally", "--votes", "embedded")) == 24
    facts = {row["what"]: row["value"] for row in rows("data", "info")}
    assert facts["record in use"] == "the record on this machine"
    assert facts["of them from the reference record"] == "24"
    assert (
        run_unvote("--version")
        .out.splitlines()[-1]
        .startswith(f"record: the record on this machine, 25 roll calls, {EXTENT} (own, imported ")
    )


def test_a_roll_call_that_a_better_source_has_is_that_one(tmp_path: Path) -> None:
    better = "undl_id,ms_code,ms_vote,resolution,date\n9,USA,A,A/RES/79/7,2024-10-30\n"
    (tmp_path / "better.csv").write_text(better)
    assert run_unvote("data", "import", "better.csv").code == 0
    assert len(rows("tally")) == 24
    assert rows("votes", "US", "--on", "79/7")[0]["USA"] == "A"
    worse = better.replace("undl_id,", "").replace("9,USA,A,A/RES/79/7", "USA,A,A/RES/80/4")
    (tmp_path / "worse.csv").write_text(worse.replace("2024-10-30", "2025-10-29"))
    assert run_unvote("data", "import", "worse.csv").code == 0
    assert len(rows("tally")) == 24
    assert rows("votes", "US", "--on", "80/4")[0]["USA"] == "N"
    listed = [row["other"] for row in rows("data", "disagreements") if row["what"] == "USA"]
    assert listed == ["N", "A"]  # the roll calls of the reference record, and the user's file


def test_the_draft_of_tonight_becomes_the_resolution(tmp_path: Path) -> None:
    draft = TONIGHT.replace("A/RES/81/1", "A/81/L.1")
    (tmp_path / "draft.csv").write_text(draft)
    lines = [f"5,A/81/L.1,{line}" for line in TONIGHT.splitlines()[1:]]
    head = "undl_id,draft,ms_code,ms_vote,resolution,date,title"
    (tmp_path / "later.csv").write_text("\n".join([head, *lines]) + "\n")
    for order in (("draft.csv", "later.csv"), ("later.csv", "draft.csv")):
        for name in order:
            assert run_unvote("data", "import", name, "-q").code == 0
        for names in (["--votes", "full"], [word for name in order for word in ("--votes", name)]):
            found = rows("tally", "--from", "2026", *names)
            assert [row["rollcall"] for row in found] == ["A/RES/81/1"]
            assert rows("tally", "A/81/L.1", *names)[0]["rollcall"] == "A/RES/81/1"
        assert run_unvote("data", "remove", "--yes").code == 0


def test_the_reference_record_comes_back_from_an_export(tmp_path: Path) -> None:
    assert run_unvote("data", "export", "-o", "out.csv", "--votes", "embedded").code == 0
    assert run_unvote("data", "import", "out.csv", "-q").code == 0
    assert len(rows("tally")) == 24
    assert len(rows("tally", "--votes", "out.csv", "--votes", "embedded")) == 24


def test_several_records_are_counted_as_one(tonight: str) -> None:
    [alone] = rows("align", "US", "RU")
    [both] = rows("align", "US", "RU", "--votes", "embedded", "--votes", tonight)
    assert (int(both["n"]), int(both["same"])) == (int(alone["n"]) + 1, int(alone["same"]) + 1)
    [piped] = rows("align", "US", "RU", "--votes", "-", "--votes", "embedded", stdin=TONIGHT)
    assert piped == both
    again = ("--votes", tonight, "--votes", "embedded", "--votes", "-")
    assert rows("align", "US", "RU", *again, stdin=TONIGHT) == [both]
    table = run_unvote("tally", "--from", "2026", *again[:4], terminal=True).out
    assert "from tonight.csv and the embedded record: 1 of 25 roll calls, 2026-11-27" in table


def test_the_record_on_this_machine_and_a_file_as_one(tonight: str, tmp_path: Path) -> None:
    (tmp_path / "before.csv").write_text(TONIGHT.replace("81/1", "81/2"))
    assert run_unvote("data", "import", "before.csv", "-q").code == 0
    assert len(rows("tally", "--votes", "full", "--votes", tonight)) == 26
    record = unvote.load("full", tonight)
    assert len(record) == 26
    assert record.name == "the record on this machine and tonight.csv"
    assert [one[:18] for one in record.edition] == [
        "before.csv sha256:",
        f"unvote {unvote.__version__}",
        "tonight.csv sha256",
    ]
    assert unvote.load("full", unvote.read(tonight)).rollcalls.equals(record.rollcalls)
    assert len(rows("tally")) == 25  # nothing was kept


def test_the_notes_of_all_are_told(tmp_path: Path) -> None:
    blank = TONIGHT.replace("FRA,Y", "FRA,")
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(blank.replace("81/1", f"81/{ord(name[0])}"))
    note = "1 vote left blank: read as not voting (X)"
    assert unvote.load("embedded", "a.csv").notes == (note,)
    assert unvote.load("a.csv", "b.csv").notes == (f"a.csv: {note}", f"b.csv: {note}")
    (tmp_path / "c.csv").write_text("ms_code,ms_vote,resolution,date\nUSA,Y,79/7,2024-10-30\n")
    assert unvote.load("embedded", "c.csv").notes == (
        "1 vote in 1 roll call on which sources differ: the more authoritative counts",
    )


def test_the_organ_is_not_assigned_to_several(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text("date,USA,FRA,GBR\n2025-01-01,Y,N,A\n")
    assert len(rows("tally", "--votes", "wide.csv", "--organ", "GA")) == 1
    several = ("--votes", "wide.csv", "--votes", "embedded", "--organ", "GA")
    assert len(rows("tally", *several)) == 21


@pytest.mark.parametrize(
    ("names", "code", "told"),
    [
        (("-", "-"), 2, "--votes - is given twice: the standard input is read once"),
        (("embedded", "embedded"), 2, "'embedded' is given twice: name every record once"),
        (("full", "embedded"), 4, "there is no full record on this machine: "),
        (("embedded", "nowhere.csv"), 4, "nowhere.csv"),
    ],
)
def test_what_cannot_be_put_together(names: tuple[str, ...], code: int, told: str) -> None:
    given = [word for name in names for word in ("--votes", name)]
    result = run_unvote("tally", *given)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert result.err.startswith(f"unvote: {told}")
