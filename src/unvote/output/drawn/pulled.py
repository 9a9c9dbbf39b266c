"""Draws what `data pull` did: source by source, and then the list of the roll calls it added."""

from dataclasses import dataclass

from rich.console import Console

from unvote.answer import Answer
from unvote.output.drawn.imported import Imported, say_now
from unvote.output.sheet import Sheet
from unvote.output.table import print_table
from unvote.record import count_of

# The most roll calls listed; a first pull adds thousands.
MOST = 20


@dataclass(frozen=True)
class Pulled:
    """The record after an import, and what each source brought, above the new roll calls."""

    imported: Imported
    sources: Answer


def draw(console: Console, answer: Answer) -> None:
    """Print what each source brought, what the record has now, and the newest new roll calls."""
    print_table(console, Sheet.of(answer.facts.sources))
    say_now(console, answer.facts.imported)
    rows = Sheet.of(answer)
    if not rows.height:
        console.print("\nNothing new.")
        return
    some = f", the newest {MOST}" if rows.height > MOST else ""
    console.print(f"\n{count_of(rows.height, 'new roll call')}{some}:\n")
    shown = rows.limit(MOST, last=True).pick([one.name for one in answer.columns if one.shown])
    print_table(console, shown)
    console.print("\n'unvote tally --added last' lists what is new.")
