"""The columns of every answer are those of docs/files.md, in that order; see schemas.py."""

import re
import shlex

import pytest

from commands import ANSWERING, ROOT, prepared
from conftest import complete, run_unvote
from schemas import recorded

ALIGNED = "a,b,n,same,opposite,partial,absent"
# Command lines and their columns for the rows of the page that say something in words, or are of
# lines that no example has; {page} stands for the columns that the row names first. All other rows
# are of the first example with these columns.
IN_WORDS: dict[str, dict[str, str]] = {
    "`tally --by`": {"tally ES-11/7 --by region": "{page}"},
    "`tally --by session`": {"tally --by session": "{page}", "tally --by year": "{page}"},
    "`votes`": {"votes US BENELUX": "{page},USA,BEL,LUX,NLD"},
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
    "`versus --of`": {
        "versus US EU --of regions": "{page}",
        "versus US EU --of EU --by year": "by,{page}",
    },
    "`cohesion`": {"cohesion EU": "{page}", "cohesion EU --by year": "by,{page}"},
    "`state-department --consensus`": {},
    "`ideal`": {"ideal US CU": "{page}"},
    "`ideal --distance`": {"ideal US CU --distance --sweeps 5": "{page}"},
    "`report STATE`": {"report US": f"rank,{ALIGNED},agreement"},
    "`report`, `report PATTERN`": {
        "report --session ES-11": "rollcall,date,organ,session,title,yes,no,abstain,not_voting,"
        "members,rule,needed,margin,passed,outcome,rule_known,outcome_otherwise,switch",
    },
}


def cells() -> dict[str, str]:
    """Return the table of the page: the question, and the words for its columns."""
    page = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    part = page.split("### Columns of every command")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| (`.*?) \| (.*) \|$", part, re.MULTILINE))


def words_of(line: str) -> tuple[str, list[str]]:
    words = shlex.split(line)
    return " ".join(words[: 1 + (words[0] == "data")]), words


def lines_of(label: str, told: str) -> dict[str, str]:
    """Return the lines to ask for a row of the page, each with its columns."""
    if label in IN_WORDS:
        return IN_WORDS[label]
    command = words_of(label.strip("`"))[0]
    columns = re.findall(r"`(.*?)`", told)[0]
    for line, schema in recorded().items():
        if words_of(line)[0] == command and ",".join(schema["rows"]) == columns:
            return {line: "{page}"}
    raise AssertionError(f"no example of {command} has the columns that {label} names: {columns}")


ROWS = {label: lines_of(label, told) for label, told in cells().items()}
LINES = {line: label for label, lines in ROWS.items() for line in lines}
# The last line of each command; the complete suite asks the others, and what fetches many files.
FEW = list({line.split()[0]: line for line in LINES if not line.startswith("data pull")}.values())


def test_every_row_of_the_page_and_every_command_is_asked() -> None:
    assert set(IN_WORDS) <= set(ROWS)
    assert {words_of(line)[0] for line in LINES} == set(ANSWERING)


@pytest.mark.parametrize("line", [*FEW, *complete(*(one for one in LINES if one not in FEW))])
def test_the_columns_are_those_of_the_page(line: str) -> None:
    named = re.findall(r"`(.*?)`", cells()[LINES[line]])[0]
    expected = ROWS[LINES[line]][line].format(page=named)
    found = run_unvote(*prepared(*words_of(line)), "--csv", "-q").out.splitlines()
    assert found[0] == expected
