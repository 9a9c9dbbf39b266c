"""The columns of every answer: those of docs/files.md, in that order, each of one type."""

import json
import re

import pytest

from commands import ANSWERING, ROOT, prepared
from conftest import run_unvote

ALIGNED = "a,b,n,same,opposite,partial,absent"
# For each row of the page lines that are answered so; {page} stands for the columns it names
# first, and what it says in words is spelt out.
ROWS: dict[str, dict[str, str]] = {
    "`tally`": {"tally": "{page}", "tally ES-11/7 S/2022/155": "{page}"},
    "`tally --by`": {"tally ES-11/7 --by region": "{page}"},
    "`show`": {"show ES-11/7": "{page}"},
    "`votes`": {"votes US BENELUX": "{page},USA,BEL,LUX,NLD"},
    "`check`": {"check ES-11/7": "{page}", "check ES-11/7 --expect 93-18-66": "{page}"},
    "`align A B`, of several, or `--all`": {
        "align US RU": "{page},agreement",
        "align US RU FR --measure kappa,s": "{page},kappa,s",
        "align --all --among G7": "{page},agreement",
    },
    "`align A`": {"align US": f"{{page}},{ALIGNED},agreement"},
    "`align --by`, `--rolling`": {
        "align US RU --by year": f"{{page}},{ALIGNED},agreement",
        "align US RU --rolling 12": f"{{page}},{ALIGNED},agreement",
        "align US RU --by resolution": f"{{page}},{ALIGNED},agreement,a_vote,b_vote",
    },
    "`align --interval`": {
        "align US RU --interval": f"{ALIGNED},agreement,{{page}}",
        "align US RU --measure agreement,s --interval": f"{ALIGNED},agreement,"
        "agreement_low,agreement_high,s,s_low,s_high",
    },
    "`align --matrix`": {"align US BENELUX --matrix": "{page},USA,BEL,LUX,NLD"},
    "`versus A B`": {"versus US EU": "{page}"},
    "`versus A B RESOLUTION`": {"versus US EU ES-11/7": "{page}"},
    "`cohesion`": {"cohesion EU": "{page}", "cohesion EU --by year": "by,{page}"},
    "`cohesion --dissenters`": {"cohesion EU --dissenters": "{page}"},
    "`blocs`": {"blocs --among EU": "{page}"},
    "`blocs --fit`": {"blocs --among EU --fit": "{page}"},
    "`state-department`": {"state-department --year 2022": "{page}"},
    "`state-department --by region`": {"state-department --year 2022 --by region": "{page}"},
    "`state-department --rollcalls`": {"state-department --year 2022 --rollcalls": "{page}"},
    "`shift`": {"shift US --at 2025-01-20": "{page}"},
    "`shift --why`": {"shift US --at 2025-01-20 --why FR": "{page}"},
    "`breaks`": {"breaks US": "{page}"},
    "`ideal`": {"ideal US CU": "{page}"},
    "`map RESOLUTION`": {"map ES-11/7": "{page}"},
    "`map --align A`": {"map --align US": "{page}"},
    "`report RESOLUTION`": {"report ES-11/7": "{page}"},
    "`report STATE`": {"report US": f"rank,{ALIGNED},agreement"},
    "`report`, `report PATTERN`": {
        "report --session ES-11": "rollcall,date,organ,session,title,yes,no,abstain,not_voting,"
        "members,rule,needed,margin,passed,outcome",
    },
    "`search`": {"search ukraine": "{page}"},
    "`states`": {"states US": "{page}"},
    "`groups`": {"groups": "{page}"},
    "`groups GROUP`": {"groups EU": "{page}"},
    "`rules`": {"rules": "{page}"},
    "`measures`": {"measures": "{page}"},
    "`cite`": {"cite": "{page}"},
    "`data import`, `data pull`": {
        "data import votes.csv": "{page}",
        "data pull --source unxml": "{page}",
    },
    "`data info`": {"data info": "{page}"},
    "`data check`": {"data check votes.csv": "{page}"},
    "`data disagreements`": {"data disagreements": "{page}"},
}
LINES = {line: label for label, lines in ROWS.items() for line in lines}

# The types of columns in JSON, by name; all others are texts. A value may also be missing.
WHOLE = set(
    re.findall(
        r"\w+",
        "yes no abstain not_voting members needed margin switch join rank n same opposite partial"
        " absent with_a with_b neither bloc k smallest largest identical votes countries n_before"
        " n_after row column new replaced unchanged rollcalls left_out disagreements",
    )
)
FLOAT = set(
    re.findall(
        r"\w+",
        "agreement kappa s low high agreement_low agreement_high s_low s_high lean rice attina ai"
        " unanimity dissent overlap silhouette x y coincidence before after change score effect"
        " text_effect ideal",
    )
)
TRUTH = {"passed", "expected_ok", "veto"}
# Names that stand for something else in one answer.
OTHERWISE = {
    ("align US RU --by year", "by"): int,
    ("align US BENELUX --matrix", "USA"): float,
    ("align US BENELUX --matrix", "BEL"): float,
    ("align US BENELUX --matrix", "LUX"): float,
    ("align US BENELUX --matrix", "NLD"): float,
    ("cohesion EU", "members"): float,  # a mean
    ("cohesion EU --by year", "by"): int,
    ("cohesion EU --by year", "members"): float,
    ("ideal US CU", "session"): int,  # the model places sessions by their number
    ("data import votes.csv", "used"): int,
    ("data pull --source unxml", "used"): int,
}


def type_of(line: str, column: str) -> type:
    """Return what a value of a column is in JSON, unless it is missing."""
    named = {**dict.fromkeys(WHOLE, int), **dict.fromkeys(FLOAT, float)}
    named |= dict.fromkeys(TRUTH, bool)
    return OTHERWISE.get((line, column), named.get(column, str))


def cells() -> dict[str, str]:
    """Return the table of the page: what is asked, and in which words its columns are told."""
    page = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    part = page.split("### Columns of every command")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| (`.*?) \| (.*) \|$", part, re.MULTILINE))


def words_of(line: str) -> tuple[str, list[str]]:
    words = line.split()
    return " ".join(words[: 1 + (words[0] == "data")]), words


def test_every_row_of_the_page_and_every_command_is_asked() -> None:
    assert list(ROWS) == list(cells())
    assert {words_of(line)[0] for line in LINES} == set(ANSWERING)


@pytest.mark.parametrize("line", LINES)
def test_the_columns_are_those_of_the_page_and_of_one_type(line: str) -> None:
    label = LINES[line]
    name, words = words_of(line)
    named = re.findall(r"`(.*?)`", cells()[label])[0]
    expected = ROWS[label][line].format(page=named).split(",")
    asked = prepared(name, words)
    assert run_unvote(*asked, "--csv", "-q").out.splitlines()[0].split(",") == expected
    rows = json.loads(run_unvote(*prepared(name, words), "--json", "-q").out)
    found = {
        (column, type(value)) for row in rows for column, value in row.items() if value is not None
    }
    assert {(column, kind) for column, kind in found if kind is not type_of(line, column)} == set()


def test_every_type_is_that_of_a_column() -> None:
    known = {column for line in LINES for column in ROWS[LINES[line]][line].split(",")}
    known |= {column for text in cells().values() for column in re.findall(r"\w+", text)}
    assert (WHOLE | FLOAT | TRUTH) - known == set()
