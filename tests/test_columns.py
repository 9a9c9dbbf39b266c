"""The columns of every answer are those of docs/files.md, in that order; see schemas.py."""

import re

import pytest

from commands import ANSWERING, ROOT, prepared
from conftest import complete, run_unvote

ALIGNED = "a,b,n,same,opposite,partial,absent"
# For each row of the page, command lines and their columns; {page} stands for the columns that the
# row names first, and what it says in words is spelt out.
ROWS: dict[str, dict[str, str]] = {
    "`tally`": {"tally": "{page}", "tally ES-11/7 S/2022/155": "{page}"},
    "`tally --by`": {"tally ES-11/7 --by region": "{page}"},
    "`tally --by session`": {"tally --by session": "{page}", "tally --by year": "{page}"},
    "`show`": {"show ES-11/7": "{page}"},
    "`votes`": {"votes US BENELUX": "{page},USA,BEL,LUX,NLD"},
    "`check`": {"check ES-11/7": "{page}", "check ES-11/7 --expect 93-18-66": "{page}"},
    "`check --suppose`": {"check ES-11/7 --suppose US=Y": "{page}"},
    "`profile`": {"profile US": "{page}", "profile EU --by year": "by,{page}"},
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
    "`versus --by`": {"versus US EU --by year": "{page}"},
    "`versus --of`": {
        "versus US EU --of regions": "{page}",
        "versus US EU --of EU --by year": "by,{page}",
    },
    "`cohesion`": {"cohesion EU": "{page}", "cohesion EU --by year": "by,{page}"},
    "`cohesion --dissenters`": {"cohesion EU --dissenters": "{page}"},
    "`blocs`": {"blocs --among EU": "{page}"},
    "`blocs --fit`": {"blocs --among EU --fit": "{page}"},
    "`state-department`": {"state-department --year 2022": "{page}"},
    "`state-department --consensus`": {},
    "`state-department --by region`": {"state-department --year 2022 --by region": "{page}"},
    "`state-department --rollcalls`": {"state-department --year 2022 --rollcalls": "{page}"},
    "`shift`": {"shift US --at 2025-01-20": "{page}"},
    "`shift --why`": {"shift US --at 2025-01-20 --why FR": "{page}"},
    "`breaks`": {"breaks US": "{page}"},
    "`ideal`": {"ideal US CU": "{page}"},
    "`ideal --distance`": {"ideal US CU --distance --sweeps 5": "{page}"},
    "`map RESOLUTION`": {"map ES-11/7": "{page}"},
    "`map --align A`": {"map --align US": "{page}"},
    "`report RESOLUTION`": {"report ES-11/7": "{page}"},
    "`report STATE`": {"report US": f"rank,{ALIGNED},agreement"},
    "`report`, `report PATTERN`": {
        "report --session ES-11": "rollcall,date,organ,session,title,yes,no,abstain,not_voting,"
        "members,rule,needed,margin,passed,outcome,rule_known,outcome_otherwise,switch",
    },
    "`search`": {"search ukraine": "{page}"},
    "`states`": {"states US": "{page}"},
    "`groups`": {"groups": "{page}"},
    "`groups GROUP`": {"groups EU": "{page}"},
    "`rules`": {"rules": "{page}"},
    "`measures`": {"measures": "{page}"},
    "`cite`": {"cite": "{page}"},
    "`data import`": {"data import votes.csv": "{page}"},
    "`data pull`": {
        "data pull --source unxml": "{page}",
    },
    "`data info`": {"data info": "{page}"},
    "`data check`": {"data check votes.csv": "{page}"},
    "`data disagreements`": {"data disagreements": "{page}"},
}
LINES = {line: label for label, lines in ROWS.items() for line in lines}
# The first line of each row; the complete suite asks the others, and what fetches dozens of files.
FIRST = [next(iter(lines)) for label, lines in ROWS.items() if lines and label != "`data pull`"]


def cells() -> dict[str, str]:
    """Return the table of the page: the question, and the words for its columns."""
    page = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    part = page.split("### Columns of every command")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| (`.*?) \| (.*) \|$", part, re.MULTILINE))


def words_of(line: str) -> tuple[str, list[str]]:
    words = line.split()
    return " ".join(words[: 1 + (words[0] == "data")]), words


def test_every_row_of_the_page_and_every_command_is_asked() -> None:
    assert list(ROWS) == list(cells())
    assert {words_of(line)[0] for line in LINES} == set(ANSWERING)


@pytest.mark.parametrize("line", [*FIRST, *complete(*(one for one in LINES if one not in FIRST))])
def test_the_columns_are_those_of_the_page(line: str) -> None:
    named = re.findall(r"`(.*?)`", cells()[LINES[line]])[0]
    expected = ROWS[LINES[line]][line].format(page=named)
    found = run_unvote(*prepared(*words_of(line)), "--csv", "-q").out.splitlines()
    assert found[0] == expected
