"""Draws tallies as bars."""

from typing import Any

import numpy as np
import pandas as pd

from unvote.codes import WORDS
from unvote.output.figures.picture import Picture
from unvote.output.figures.style import INK, PALE, ROWS, height_of
from unvote.output.figures.text import shortened
from unvote.output.palette import VOTES

# The votes in the order of a bar.
BAR = "YANX"


def bars(tallies: pd.DataFrame, title: str, most: int = ROWS) -> Picture:
    """Return tallies as bars of yes, abstain, no and not voting, the newest at the bottom.

    `tallies`: as `tally` returns it.
    `most`: the most roll calls drawn: the newest.
    """
    some = tallies.tail(most)

    def draw(axes: Any) -> None:
        from matplotlib.lines import Line2D

        places, start = np.arange(len(some)), np.zeros(len(some))
        for letter in BAR:
            paint = VOTES[letter]
            counts = (
                some[WORDS[letter].replace(" ", "_")].astype("Float64").fillna(0).to_numpy(float)
            )
            axes.barh(places, counts, left=start, color=paint.fill or PALE, height=0.72, lw=0)
            for place, count, left in zip(places, counts, start, strict=True):
                if count >= 8:
                    axes.text(
                        left + 2,
                        place,
                        f"{count:.0f}",
                        ha="left",
                        va="center",
                        fontsize=6.5,
                        color=paint.text,
                    )
            start += counts
        needed = some["needed"].astype("Float64").to_numpy(float, na_value=np.nan)
        for colour, wide in (("white", 3), (INK, 1.2)):  # a light edge on a dark bar
            axes.vlines(needed, places - 0.45, places + 0.45, color=colour, lw=wide)
        names = [
            f"{shortened(id_)}, {outcome}{'' if known else ' *'}"
            for id_, outcome, known in some[["rollcall", "outcome", "rule_known"]].itertuples(
                index=False
            )
        ]
        axes.set_yticks(places, names, fontsize=7)
        axes.set_ylim(len(some) - 0.4, -1.2)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xticks([])
        needed_line = Line2D([], [], color=INK, lw=1.2, label="yes votes needed")
        votes_legend(axes, needed_line)

    remarks = []
    if len(some) < len(tallies):
        remarks.append(f"drawn: the newest {len(some):,} of {len(tallies):,} roll calls")
    return Picture(title, max(0.7, height_of(len(some) + 1.5, 0.21)), draw, 0.1, remarks=remarks)


def votes_legend(axes: Any, *more: Any) -> None:
    """Name the colours of the votes above the bars, each in its own colour."""
    from matplotlib.patches import Patch

    handles: list[Any] = [
        *(Patch(color=VOTES[letter].fill or PALE, label=WORDS[letter]) for letter in BAR),
        *more,
    ]
    axes.legend(
        handles=handles,
        ncols=len(handles),
        loc="upper left",
        bbox_to_anchor=(0, 1),
        fontsize=7,
        frameon=False,
        handlelength=1,
        borderaxespad=0,
    )
