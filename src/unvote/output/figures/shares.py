"""Draws how states vote: the shares of yes, abstain, no and not voting, as bars of one length."""

from typing import TYPE_CHECKING, Any

import numpy as np

from unvote.codes import WORDS
from unvote.output.figures.axes import Scale, show_in_percent
from unvote.output.figures.bars import BAR, votes_legend
from unvote.output.figures.picture import Picture
from unvote.output.figures.style import PALE, ROWS, height_of
from unvote.output.figures.text import LABEL, shortened
from unvote.output.palette import VOTES

if TYPE_CHECKING:
    import pandas as pd

_SCALE = Scale("share of the roll calls", 0, 1, percent=True)
# A share that is wide enough for its number.
_WIDE = 0.06


def shares(rows: "pd.DataFrame", title: str, most: int = ROWS) -> Picture:
    """Return a bar a row, of the shares of its votes.

    Parameters
    ----------
    rows : DataFrame
        `name`, `n`, `yes`, `no`, `abstain`, `not_voting`, in their order.
    title : str
        Of the picture.
    most : int
        Of more rows the first are drawn.
    """
    some = rows.head(most)

    def draw(axes: Any) -> None:
        places, start = np.arange(len(some)), np.zeros(len(some))
        for letter, part in _parts(some).items():
            paint = VOTES[letter]
            axes.barh(places, part, left=start, color=paint.fill or PALE, height=0.74, lw=0)
            for place, share, left in zip(places, part, start, strict=True):
                if share >= _WIDE:
                    axes.text(
                        *(left + 0.006, place, f"{share:.0%}"),
                        va="center",
                        fontsize=6,
                        color=paint.text,
                    )
            start += part
        names = [
            f"{shortened(name, LABEL)}, {n:,.0f}"
            for name, n in zip(some["name"], some["n"], strict=True)
        ]
        axes.set_yticks(places, names, fontsize=7)
        axes.set_ylim(len(some) - 0.4, -1.2)
        axes.set_xlim(0, 1)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xticks([])
        votes_legend(axes)

    remarks = [f"drawn: the first {len(some):,} of {len(rows):,} rows"] * (len(some) < len(rows))
    remarks.append("behind each name the number of roll calls")
    return Picture(title, max(0.7, height_of(len(some) + 1.5, 0.17)), draw, 0.1, remarks=remarks)


def shares_over_time(rows: "pd.DataFrame", title: str) -> Picture:
    """Return the shares of the votes over time, a bar for each year or session.

    Parameters
    ----------
    rows : DataFrame
        `x` (a number), `n`, `yes`, `no`, `abstain`, `not_voting`, in order of time.
    title : str
        Of the picture.
    """

    def draw(axes: Any) -> None:
        x, start = rows["x"].to_numpy(float), np.zeros(len(rows))
        step = np.diff(x).min(initial=10.0) if len(x) > 1 else 1.0
        for letter, part in _parts(rows).items():
            axes.bar(
                x, part, bottom=start, width=0.86 * step, color=VOTES[letter].fill or PALE, lw=0
            )
            start += part
        axes.set_ylim(0, 1.1)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.set_ylabel(_SCALE.title)
        axes.set_xlim(x.min() - step, x.max() + step)
        axes.xaxis.get_major_locator().set_params(integer=True)
        show_in_percent(axes.yaxis, _SCALE)
        votes_legend(axes)

    return Picture(title, 3.4, draw)


def _parts(rows: "pd.DataFrame") -> dict[str, Any]:
    """Return the share of each vote in the roll calls, by its letter, in the order of a bar."""
    n = np.maximum(rows["n"].astype("Float64").to_numpy(float, na_value=0), 1)
    columns = {letter: WORDS[letter].replace(" ", "_") for letter in BAR}
    return {
        letter: rows[name].astype("Float64").to_numpy(float, na_value=0) / n
        for letter, name in columns.items()
    }
