"""Says below the table of an import what the record has now."""

from dataclasses import dataclass

from rich.console import Console

from unvote.answer import Answer
from unvote.record import count_of


@dataclass(frozen=True)
class Imported:
    """The state of the record after an import."""

    name: str  # the name of the record now
    # How many it has; `added` counts the roll calls that are new in it.
    rollcalls: int
    disagreements: int
    added: int
    changed: bool  # whether the record has changed


def under(console: Console, answer: Answer, most: int) -> None:
    """Print what the record has now, and how to see what is new."""
    say_now(console, answer.facts)
    if answer.facts.added:
        console.print("'unvote tally --added last' lists what is new.")


def say_now(console: Console, facts: Imported) -> None:
    """Print how many roll calls the record has, and where its sources disagree."""
    name = facts.name[:1].upper() + facts.name[1:]
    now = "now has" if facts.changed else "is as it was:"
    console.print(f"\n{name} {now} {count_of(facts.rollcalls, 'roll call')}.")
    if facts.disagreements:
        count = facts.disagreements
        console.print(f"'unvote data disagreements' lists what differs ({count:,} lines).")
