"""The one style of all pictures: their colours and their sizes."""

from typing import Any

# Okabe and Ito's colours, told apart by the colour-blind; their yellow is too pale for lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# Beyond so many kinds of points, each colour again with another shape.
SHAPES = ("o", "^", "s", "X")
INK, QUIET, PALE = "#222222", "#666666", "#C8C8C8"
WIDTH = 7.0
# Pixels an inch; fewer where a picture is wider than others.
DOTS, DOTS_WIDE = 200, 140
# To the left and to the right, as a share of the width.
MARGIN = 0.02
# How many rows of a ranking are drawn: of more, the first and the last.
ROWS = 40
# Never more than so many rows or lines are drawn.
MOST = 200
# Axes in inches, and the lines of a title, of a caution, of one remark and of the small print:
# with all of them no picture is more than 25 inches high, 5,000 pixels.
TALLEST = 20.0
LINES = {"title": 4, "caution": 3, "remark": 5, "small print": 20}
SETTINGS = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "text.parse_math": False,  # a title is text, whatever signs it holds
    "svg.fonttype": "none",
    "svg.hashsalt": "unvote",
}
# Metadata that would differ from run to run, or from version to version.
METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def rows_drawn(limit: int | None) -> int:
    """Return how many rows are drawn if so many are asked for: 0 means all, None the default."""
    return ROWS if limit is None else min(limit or MOST, MOST)


def height_of(rows: float, each: float) -> float:
    """Return how high axes of so many rows are, in inches, if a row is at most so high."""
    return min(rows * each, TALLEST)
