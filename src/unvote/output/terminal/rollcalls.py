"""Prints roll calls in full, and lists of names, in columns of text."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from rich.cells import cell_len, set_cell_size
from rich.console import Console

from unvote.answer import Answer
from unvote.codes import WORDS
from unvote.output.sheet import Sheet, printable
from unvote.output.table import print_table
from unvote.output.terminal.charts import INDENT, NEEDED, print_bars
from unvote.record import Record
from unvote.selection.sponsors import sponsors_and_votes
from unvote.world.modality import is_unrecorded
from unvote.world.organs import organ_name
from unvote.world.rules import find_rule
from unvote.world.states import states_named_in


def print_names(console: Console, names: Sequence[str]) -> None:
    """Print names in as many columns as fit, down each column and then the next."""
    width = max(map(cell_len, names), default=0) + INDENT
    columns = max((console.width - INDENT) // width, 1)
    lines = -(-len(names) // columns)
    sized = [set_cell_size(name, width) for name in names]
    for line in range(lines):
        row = " " * INDENT + "".join(sized[line::lines]).rstrip()
        console.file.write(f"{printable(row)}\n")  # plain text, which needs no layout


def print_lists(console: Console, lists: Mapping[str, Sequence[str]]) -> None:
    """Print a bar for each list, and the names of each."""
    print_bars(console, {title: len(names) for title, names in lists.items()})
    for title, names in lists.items():
        if names:
            console.print(f"\n{title} ({len(names)})", style="bold")
            print_names(console, names)


def print_rollcalls(
    console: Console, record: Record, votes: pd.DataFrame, checked: Answer, regions: Answer | None
) -> None:
    """Print roll calls in full: text, day, tally, outcome and why, regions, states, and doubts.

    `votes`: what `show` returns for them.
    `checked`: the answer of `check`.
    `regions`: the answer of `tally` by region; None without a date.
    """
    for place, (id_, about) in enumerate(record.rollcalls.iterrows()):
        if place:
            console.print("\n")
        print_head(console, str(id_), about)
        outcome = checked.frame.iloc[place]
        counts = {name: outcome[name.replace(" ", "_")] for name in WORDS.values()}
        known = {name: int(count) for name, count in counts.items() if not pd.isna(count)}
        if outcome["rule"] and known:
            needed = outcome["needed"]
            print_bars(console, known, {} if pd.isna(needed) else {"yes": int(needed)})
            console.print()
        print_outcome(console, outcome, checked.facts.why[str(id_)], sign=f"{NEEDED}, ")
        if regions is not None:
            _print_regions(console, regions, str(id_))
        _print_sponsors(console, record, place)
        if record.unlisted[place]:
            console.print(f"\n{_without_list(about)}")
        named = states_named_in(about["note"])
        mine = votes[votes["rollcall"] == id_]
        for letter, title in WORDS.items():
            rows = mine[mine["vote"] == letter]
            if len(rows):
                console.print(f"\n{title} ({len(rows)})", style="bold")
                names = [
                    f"{name} *" if code in named else name
                    for code, name in zip(rows["state"], rows["name"], strict=True)
                ]
                print_names(console, names)
        if about["note"]:
            console.print(
                f"\n* {printable(about['note'])}" if named else f"\n{printable(about['note'])}"
            )
        if told := _issues_and_link(about):
            console.print(f"\n{told}")


def _issues_and_link(about: Any) -> str:
    """Return the issues of a roll call, when it came into the record, and its link."""
    issues = about.get("issues", "").replace("|", ", ")
    time, _, file = about.get("added", "").partition(" ")
    lines = [
        f"issues: {issues}" if issues else "",
        f"in the record since {time[:10]}, from {file}" if file else "",
        about["link"],
    ]
    return "\n".join(printable(line) for line in lines if line)


def _print_sponsors(console: Console, record: Record, place: int) -> None:
    """Print who sponsored the text, and the vote of each that did not vote yes."""
    states, others = sponsors_and_votes(record, place)
    if not states and not others:
        return
    voted = any(vote for _, vote in states)
    how = {"Y": "", "": " (not listed)" if voted else ""}
    names = [f"{name}{how.get(vote, f' ({WORDS.get(vote)})')}" for name, vote in states]
    rest = " (yes unless marked)" if voted else ""
    console.print(f"\nsponsors ({len(states) + len(others)}){rest}", style="bold")
    if names:
        print_names(console, names)
    for other in others:
        console.print(f"{'':{INDENT}}{other}")


def print_head(console: Console, id_: str, about: Any) -> None:
    """Print the subject of a roll call, its place and day; `about` is its row in the record."""
    date = about["date"]
    day = f"{date.day} {date:%B %Y}" if date == date else "no date"
    session = f", session {about['session']}" if about["session"] else ""
    part = f", vote on {'an' if about['part'] == 'amendment' else 'a'} {about['part']}"
    console.print(printable(id_), style="bold")
    console.print(printable(about["title"] or "(no title)"))
    if about["agenda"].casefold() not in about["title"].casefold():
        console.print(f"agenda: {printable(about['agenda'])}")
    console.print(f"{organ_name(about['organ'])}{session}, {day}{part if about['part'] else ''}\n")


def _without_list(about: Any) -> str:
    """Return the words for a vote without a list of states."""
    how = "not recorded" if is_unrecorded(about["modality"]) else "recorded"
    totals = [about[f"published_{name}"] for name in ("yes", "no", "abstain")]
    published = "no totals" if any(map(pd.isna, totals)) else "-".join(map(str, totals))
    return f"a vote that was {how}: {published} published, no list of states"


def print_outcome(console: Console, outcome: Any, why: str, *, sign: str = "") -> None:
    """Print whether a roll call passed, and why.

    `outcome` is its row of `check`; `sign` is the sign for the number needed in the bars above.
    """
    if not outcome["rule"]:
        console.print("adopted without a vote")
        return
    rule = find_rule(
        outcome["rule"], outcome["date"].date() if outcome["date"] == outcome["date"] else None
    )
    star, what = "" if outcome["rule_known"] else " *", "the count is not published"
    if not pd.isna(outcome["needed"]):
        what = f"{outcome['yes']} yes, {outcome['needed']} needed ({sign}{rule.title})"
    elif outcome[["yes", "no"]].notna().all():
        what = f"{outcome['yes']} yes and {outcome['no']} no among those listed ({rule.title})"
    console.print(f"{outcome['outcome']}{star}: {what}", style="bold")
    console.print(f"{why}; {rule.article}")
    if not outcome["rule_known"]:
        console.print(f"* {unknown_rule(outcome)}")
    if not pd.isna(outcome["switch"]):
        turned, old, new = ("fail", "yes", "no") if outcome["passed"] else ("pass", "no", "yes")
        console.print(
            f"to {turned}: {outcome['switch']} would have had to vote {new} instead of {old}"
        )


def unknown_rule(outcome: Any) -> str:
    """Return the line on a roll call if another rule than the one used may have applied."""
    return f"not known which rule applied: by the other it is {outcome['outcome_otherwise']}"


def _print_regions(console: Console, regions: Answer, id_: str) -> None:
    """Print how the regions voted in one of the roll calls, with the notes."""
    rows = regions.frame[regions.frame["rollcall"] == id_].drop(columns=["rollcall", "date"])
    if len(rows):
        console.print()
        print_table(console, Sheet.from_frame(rows, regions.columns))
        for note in regions.basis:
            console.print(note.words, style="dim")
