"""The issues of Voeten's data, and what a record says about them."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from unvote.errors import ArgumentError, DataError
from unvote.world.spelling import did_you_mean, fold
from unvote.world.symbols import session_number
from unvote.world.tables import read_table
from unvote.world.words import count_of, listed

if TYPE_CHECKING:
    import pandas as pd

# The separator between the issues of a roll call.
SEPARATOR = "|"


class Issue(NamedTuple):
    """An issue: its name here, its column in Voeten's tables, other names, and its meaning."""

    code: str
    column: str
    names: tuple[str, ...]
    about: str


@cache
def issues() -> Mapping[str, Issue]:
    """Return the known issues, by their names here."""
    return {
        row["issue"]: Issue(
            row["issue"], row["column"], tuple(row["names"].split(";")), row["about"]
        )
        for row in read_table("issues")
    }


@cache
def _called() -> Mapping[str, str]:
    return {
        fold(name): one.code
        for one in issues().values()
        for name in (one.code, one.column, *one.names)
    }


def issue_called(name: str) -> str | None:
    """Return the issue of a name, as people or files write it; None if it names none.

    Examples
    --------
    >>> issue_called("Human rights"), issue_called("me"), issue_called("weather")
    ('human-rights', 'middle-east', None)
    """
    return _called().get(fold(name))


def find_issues(names: str) -> list[str]:
    """Return the issues named in a text, separated by commas.

    Examples
    --------
    >>> find_issues("nuclear, human rights")
    ['nuclear', 'human-rights']
    """
    found = []
    for name in map(str.strip, names.split(",")):
        if (code := issue_called(name)) is None:
            known = ", ".join(issues())
            raise ArgumentError(
                f"'{name}' is not an issue{did_you_mean(name, list(issues()))} (known: {known})"
            )
        found.append(code)
    return list(dict.fromkeys(found))


def joined(codes: Iterable[str]) -> str:
    """Return issues as one text, each once, in the order of the table."""
    there = {*codes}
    return SEPARATOR.join(code for code in issues() if code in there)


def on_issues(rollcalls: "pd.DataFrame", codes: Collection[str]) -> list[bool]:
    """Mark the roll calls that are coded under one of these issues."""
    return [not {*codes}.isdisjoint(text.split(SEPARATOR)) for text in rollcalls["issues"].tolist()]


def must_be_coded(rollcalls: "pd.DataFrame", name: str) -> None:
    """Refuse roll calls if none is coded by issue."""
    if "issues" not in rollcalls or not (rollcalls["issues"] != "").any():
        raise DataError(
            f"{name}: no roll call is coded by issue: 'unvote data pull' fetches the codes of"
            " sessions 1 to 73, or read un_votes.rda, un_roll_calls.rda and"
            " un_roll_call_issues.rda together; --subject, --agenda and --title need none"
        )


def coded_until(rollcalls: "pd.DataFrame", codes: Iterable[str]) -> str:
    """Say in which regular sessions roll calls are coded, issue by issue.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"session": ["1", "73", "79"], "issues": ["nuclear"] * 2 + [""]})
    >>> table["date"] = pd.to_datetime(["1946-12-14", "2018-12-05", "2024-12-02"])
    >>> coded_until(table, ["nuclear", "important"])
    'coded by issue: nuclear in sessions 1 to 73, important nowhere; none after 2018-12-05'
    """
    spans: dict[str, list[str]] = {}
    for code in codes:
        on_it = on_issues(rollcalls, [code])
        there = [session_number(one) for one in rollcalls["session"][on_it].unique()]
        numbers = [number for number in there if number is not None]
        first, last = min(numbers, default=0), max(numbers, default=0)
        span = f"in sessions {first} to {last}" if first < last else f"in session {first}"
        spans.setdefault(span if last else "nowhere", []).append(code)
    told = ", ".join(f"{listed(of)} {span}" for span, of in spans.items())
    until = rollcalls["date"][on_issues(rollcalls, [*issues()])].max()
    end = f"; none after {until:%Y-%m-%d}" if until == until else ""
    return f"coded by issue: {told}{end}"


def without_issue(rollcalls: "pd.DataFrame") -> str:
    """Say how many roll calls have no issue."""
    without = int((rollcalls["issues"] == "").sum())
    return f"{without:,} of {count_of(len(rollcalls), 'roll call')} have no issue"
