"""The one style of all pictures: their colours and their sizes."""

from typing import Any

# Okabe and Ito's colours, which the colour-blind can tell apart; their yellow is too pale for
# lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# If there are more kinds of points, the colours repeat with another shape.
SHAPES = ("o", "^", "s", "X")
INK, QUIET, PALE = "#222222", "#666666", "#C8C8C8"
WIDTH = 7.0
# Pixels per inch; fewer if a picture is wider than others.
DOTS, DOTS_WIDE = 200, 140
# To the left and to the right, as a share of the width.
MARGIN = 0.02
# The most rows of a ranking drawn: the first and the last ones.
ROWS = 40
# There are never more rows or lines than this.
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
    """Return the number of rows to draw for the number asked for: 0 means all, None the default."""
    return ROWS if limit is None else min(limit or MOST, MOST)


def height_of(rows: float, each: float) -> float:
    """Return the height of axes in inches, from the number of rows and the most height of a row."""
    return min(rows * each, TALLEST)
