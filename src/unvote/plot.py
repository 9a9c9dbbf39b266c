"""Pictures of answers, each a matplotlib Figure in the style of the program's pictures.

Every command that has a picture has a function of its name here::

    import unvote

    record = unvote.load()
    unvote.plot.align(record, "US", "RU", by="year")
    unvote.plot.map(record, "ES-11/7")

They take what the question of that name takes (`unvote.align`, `unvote.map`), and

most : int, optional
    The most rows of a ranking to draw (default: 40); 0: all, at most 400.
ax : matplotlib Axes, optional
    Draws into these axes, with the title above them and without the small print.

and return the figure. A notebook shows it; `figure.savefig("us-ru.svg")` writes it. They raise what
the question raises, OutputError if matplotlib (the extra plot) is not installed, and
NothingSelectedError if there is nothing to draw.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from unvote.answer import Answer
    from unvote.record import Record

__all__ = ["align", "blocs", "cohesion", "ideal", "map", "profile", "shift", "tally", "versus"]


def tally(
    record: "Record", *resolutions: str, most: int | None = None, ax: "Axes | None" = None
) -> "Figure":
    """Draw the tallies of roll calls, all or those named, as bars.

    Examples
    --------
    >>> import unvote
    >>> figure = tally(unvote.load("embedded"), "ES-11/7", "ES-11/8")
    >>> figure.axes[0].get_yticklabels()[0].get_text()
    'A/RES/ES-11/7, adopted'
    """
    from unvote.analysis.tally import tally as question

    return _drawn(question.answer(record.select(*resolutions)), most, ax)


def map(  # noqa: A001 - the name of the command
    record: "Record", *resolutions: str, ax: "Axes | None" = None, **how: Any
) -> "Figure":
    """Draw a roll call on the tile map, or with `align` how every state votes with one.

    Examples
    --------
    >>> import unvote
    >>> figure = map(unvote.load("embedded"), "ES-11/7")
    >>> sum(text.get_text() == "US-" for text in figure.axes[0].texts)
    1
    """
    from unvote.analysis.tilemap import map as question

    return _drawn(question.answer(record.select(*resolutions), **how), None, ax)


def profile(
    record: "Record", *names: str, most: int | None = None, ax: "Axes | None" = None, **how: Any
) -> "Figure":
    """Draw how states vote: one state's shares over time, or a bar for each state."""
    from unvote.analysis.profile import profile as question

    return _drawn(question.answer(record, *names, **how), most, ax)


def align(
    record: "Record", *names: str, most: int | None = None, ax: "Axes | None" = None, **how: Any
) -> "Figure":
    """Draw how states and groups vote with each other: over time as lines, else as dots."""
    from unvote.analysis.align import align as question

    return _drawn(question.answer(record, *names, **how), most, ax)


def versus(
    record: "Record",
    a: str,
    b: str,
    resolution: str | None = None,
    *,
    most: int | None = None,
    ax: "Axes | None" = None,
    **how: Any,
) -> "Figure":
    """Draw who leans to A and who leans to B, or who stood with whom in one roll call.

    With `by` or `of`: how many states stood nearer to A and how many to B.
    """
    from unvote.analysis.versus import sides
    from unvote.analysis.versus import versus as question

    if resolution is not None:
        return _drawn(sides.answer(record.select(resolution), a, b, **how), most, ax)
    return _drawn(question.answer(record, a, b, **how), most, ax)


def shift(
    record: "Record", a: str, *, most: int | None = None, ax: "Axes | None" = None, **how: Any
) -> "Figure":
    """Draw with whom the agreement of A changed: a ring before, a dot after."""
    from unvote.analysis.shift import shift as question

    return _drawn(question.answer(record, a, **how), most, ax)


def cohesion(
    record: "Record", *names: str, most: int | None = None, ax: "Axes | None" = None, **how: Any
) -> "Figure":
    """Draw how united groups vote: over time as lines, else as dots."""
    from unvote.analysis.cohesion import cohesion as question

    return _drawn(question.answer(record, *names, **how), most, ax)


def blocs(
    record: "Record", k: int | str = "auto", *, ax: "Axes | None" = None, **how: Any
) -> "Figure":
    """Draw the map of the states, in the colours of their blocs."""
    from unvote.analysis.blocs import blocs as question

    return _drawn(question.answer(record, k, **how), None, ax)


def ideal(
    record: "Record", *states: str, most: int | None = None, ax: "Axes | None" = None, **how: Any
) -> "Figure":
    """Draw the ideal points of states by year; without names, all in the newest session."""
    from unvote.analysis.ideal.estimate import ideal as question

    return _drawn(question.answer(record, *states, **how), most, ax)


def _drawn(answer: "Answer", most: int | None, ax: "Axes | None") -> "Figure":
    """Return the figure of an answer, or the figure of the axes that it is drawn into."""
    from unvote.errors import NothingSelectedError
    from unvote.output.drawn import picture
    from unvote.output.figures.picture import NOTHING, figure_of, house_style
    from unvote.output.figures.style import rows_drawn

    if not len(answer.frame):
        raise NothingSelectedError(NOTHING)
    make = picture(answer)
    assert make  # every question of this module has a picture
    drawn = make(answer, rows_drawn(most))
    if ax is None:
        whole: Figure = figure_of(answer, drawn)
        return whole
    with house_style():
        drawn.draw(ax)
        ax.set_title(drawn.title[:1].upper() + drawn.title[1:], loc="left", fontweight="bold")
    figure = ax.get_figure(root=True)
    assert figure
    return figure
