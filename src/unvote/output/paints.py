"""How each state is drawn on a map: by its vote, by a measure, or by the side that it took."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from unvote.codes import WORDS
from unvote.output.palette import EMPTY, OWN, SHADES, SIDES, VOTES, Paint, shade, shade_names
from unvote.world.states import all_states

if TYPE_CHECKING:
    import pandas as pd


# How each state is drawn, by its code, and what each way of drawing means.
Painted = tuple[dict[str, Paint], list[tuple[Paint, str]]]


def vote_paints(votes: "pd.DataFrame", *, absences: bool) -> Painted:
    """Return how each state is drawn by its vote, and the legend with the tally."""
    paints = {code: VOTES[vote] for code, vote in zip(votes["state"], votes["vote"], strict=True)}
    counts = votes["vote"].value_counts()
    legend = [
        (VOTES[letter], f"{words} {counts.get(letter, 0)}")
        for letter, words in WORDS.items()
        if letter != "X" or absences
    ]
    return paints, legend


def shade_paints(values: Mapping[str, float], *, own: str | None, share: bool) -> Painted:
    """Return how each state is drawn by a measure, and the legend with the number of each class."""
    paints = {code: shade(value, share=share) for code, value in values.items()}
    counts = Counter(paint.mark for paint in paints.values())
    legend = [
        (paint, f"{words}: {counts[paint.mark]}")
        for paint, words in zip(SHADES, shade_names(share=share), strict=True)
    ]
    if counts[EMPTY.mark]:
        legend.append((EMPTY, f"no joint vote: {counts[EMPTY.mark]}"))
    if own is not None:
        paints[own] = OWN
        legend.append((OWN, all_states()[own].name))
    return paints, legend


def side_paints(sides: Mapping[str, str], a: str, b: str, own: Mapping[str, str]) -> Painted:
    """Return how each state is drawn by its side, and the legend with the number of each.

    A and B themselves, where they are states, are `own`, with the side that each makes.
    """
    names = {"with_a": f"with {a}", "with_b": f"with {b}", "neither": "neither", "absent": "absent"}
    counts = Counter([*sides.values(), *own.values()])
    paints = {code: SIDES[side] for code, side in sides.items()} | dict.fromkeys(own, OWN)
    legend = [(SIDES[side], f"{words} {counts[side]}") for side, words in names.items()]
    if own:
        legend.append((OWN, " and ".join(all_states()[code].name for code in own)))
    return paints, legend


def day_of(moment: Any) -> date | None:
    """Return the day of a timestamp that may be missing."""
    return None if moment != moment else moment.date()
