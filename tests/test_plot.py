"""Pictures from Python: a figure for every question that has one, with the program's numbers."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

import unvote
from conftest import complete, run_unvote

DRAWN = {
    "tally": lambda record: unvote.plot.tally(record, "ES-11/7"),
    "map": lambda record: unvote.plot.map(record, "ES-11/7"),
    "map --align": lambda record: unvote.plot.map(record, align="US"),
    "align": lambda record: unvote.plot.align(record, "US", "RU", by="year"),
    "versus": lambda record: unvote.plot.versus(record, "US", "EU"),
    "sides": lambda record: unvote.plot.versus(record, "US", "EU", "ES-11/7"),
    "shift": lambda record: unvote.plot.shift(record, "US", at="2025", before="3y", least=0),
    "profile": lambda record: unvote.plot.profile(record, "US", by="year"),
    "cohesion": lambda record: unvote.plot.cohesion(record, "EU", by="year"),
    "blocs": lambda record: unvote.plot.blocs(record, 3),
    "ideal": lambda record: unvote.plot.ideal(record, "US", "RU", sweeps=5),
}


# What each draws is asked of the program in test_figures.py.
HERE = ("tally", "align")


@pytest.mark.parametrize("name", [*HERE, *complete(*(name for name in DRAWN if name not in HERE))])
def test_each_is_a_figure_with_its_notes(name: str, embedded: unvote.Record) -> None:
    figure = DRAWN[name](embedded)
    assert isinstance(figure, Figure)
    small = " ".join(" ".join(text.get_text() for text in figure.texts).split())
    assert "from the embedded record" in small


def test_a_notebook_shows_a_figure(embedded: unvote.Record) -> None:
    figure = unvote.plot.tally(embedded)
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_it_draws_what_the_program_draws(embedded: unvote.Record) -> None:
    figure = unvote.plot.align(embedded, "US", "RU", by="year")
    by_year = unvote.align(embedded, "US", "RU", by="year")
    [line] = [line for line in figure.axes[0].get_lines() if len(line.get_xdata()) > 1]
    assert line.get_ydata().tolist() == by_year["agreement"].tolist()
    svg = run_unvote("align", "US", "RU", "--by", "year", "-f", "svg").out
    assert "Agreement of United States and Russia by year" in svg
    assert figure.texts[0].get_text() == "Agreement of United States and Russia by year"


def test_axes_of_a_users_own_get_the_drawing_and_its_title(embedded: unvote.Record) -> None:
    figure, (left, right) = plt.subplots(1, 2)
    assert unvote.plot.align(embedded, "US", "RU", by="year", ax=left) is figure
    assert unvote.plot.cohesion(embedded, "EU", by="year", ax=right) is figure
    assert left.get_title(loc="left") == "Agreement of United States and Russia by year"
    assert right.get_title(loc="left") == "How united EU votes, by year"
    plt.close(figure)


def test_what_cannot_be_drawn_is_an_error_and_no_empty_picture(embedded: unvote.Record) -> None:
    with pytest.raises(unvote.NothingSelectedError, match="nothing to draw"):
        unvote.plot.tally(embedded.select(start=2030))
    with pytest.raises(unvote.ArgumentError, match="a picture is of one roll call"):
        unvote.plot.versus(embedded, "US", "EU", "ES-11/*")
    with pytest.raises(unvote.NothingSelectedError, match="--least 0 draws all"):
        unvote.plot.shift(embedded, "US", at="2025", before="3y")


def test_a_record_is_readable_in_a_notebook(embedded: unvote.Record) -> None:
    page = embedded.select("ES-11/*")._repr_html_()
    assert "9 of 24 roll calls" in page
    assert "A/RES/ES-11/9" in page
    hostile = embedded.rollcalls.assign(title="<script>alert(1)</script>")
    shown = unvote.Record(hostile, embedded.votes, "<b>")._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown
