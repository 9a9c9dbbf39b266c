"""How text fits into a picture: names cut on the axes, lines broken at the margin."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from unvote.output.sheet import printable

# The length to which names are cut on the axes.
LABEL, TEXT = 56, 34
# More letters than fit into a line; a made-up word may have thousands.
_LINE = 200


def shortened(text: str, most: int = TEXT) -> str:
    """Return a text cut to this many characters.

    Examples
    --------
    >>> shortened("NUCLEAR WEAPONS--ELIMINATION", 16), shortened("short")
    ('NUCLEAR WEAPONS…', 'short')
    """
    text = printable(text)
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' -,')}…"


def wrapped(
    lines: Sequence[str], room: float, size: float, most: int, weight: str = "normal"
) -> list[str]:
    """Break lines that are wider than the room, in inches.

    After `most` lines the rest is cut, with an ellipsis at the end.
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font, measured = FontProperties(size=size, weight=weight), TextToPath()

    def wide(text: str) -> bool:
        width, _, _ = measured.get_text_width_height_descent(text, font, ismath=False)
        return bool(width / 72 > 0.96 * room)  # letters drawn in whole pixels are wider

    found = []
    for line in lines:
        text = shortened(line, most * _LINE)
        parts = break_line(text, wide)
        if len(parts) > most:
            parts[most - 1 :] = [f"{parts[most - 1][:-1].rstrip(' -,')}…"]
        found += parts
    return found


def break_line(line: str, wide: Callable[[str], bool]) -> list[str]:
    """Return the parts of a line that fit: broken at blanks, or within long words."""

    def too_long(text: str) -> bool:
        return len(text) > _LINE or wide(text)

    words, parts = line.split(), []
    while words:
        counts = range(1, min(len(words), _LINE) + 1)
        fitting = bisect_left(counts, True, key=lambda count: too_long(" ".join(words[:count])))
        if fitting or len(words[0]) == 1:
            fitting = fitting or 1
            parts.append(" ".join(words[:fitting]))
            words = words[fitting:]
        else:
            ends = range(1, min(len(words[0]), _LINE))
            length = bisect_left(ends, True, key=lambda end: wide(words[0][:end])) or 1
            parts.append(words[0][:length])
            words[0] = words[0][length:]
    return parts
