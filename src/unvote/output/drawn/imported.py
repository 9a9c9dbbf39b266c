"""Says below the table of an import what the record has now."""

from typing import Any

from rich.console import Console

from unvote.answer import Answer
from unvote.record import count_of


def under(console: Console, answer: Answer, most: int) -> None:
    """Print what the record has now, and how to see what is new."""
    say_now(console, answer.facts)
    if answer.facts.added:
        console.print("'unvote tally --added last' lists what is new.")


def say_now(console: Console, facts: Any) -> None:
    """Print how many roll calls the record has, and where its sources disagree."""
    name = facts.name[:1].upper() + facts.name[1:]
    now = "now has" if facts.changed else "is as it was:"
    console.print(f"\n{name} {now} {count_of(facts.rollcalls, 'roll call')}.")
    if facts.disagreements:
        count = facts.disagreements
        console.print(f"'unvote data disagreements' lists what differs ({count:,} lines).")
