"""Writes a frame that is no Answer yet."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unvote.answer import CAUTION, FORMULA, Answer, Column, Kind, Note, noted
from unvote.cli.emit import emit
from unvote.cli.options import Output

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from unvote.output.figures.picture import Picture
    from unvote.record import Record

Drawing = Callable[["Console"], None]
_KINDS = (
    (Kind.COEFFICIENT, ("lean",)),
    (Kind.INDEX, ("rice", "attina", "ai", "sd")),
    (Kind.AVERAGE, ("members",)),
    (Kind.SLICE, ("by", "year")),
    (Kind.PARTY, ("a", "b")),
    (
        Kind.TEXT,
        (
            *("title", "name", "country", "un_name", "about", "text", "note", "source", "article"),
            *("formula", "abstention", "absence", "example", "successor"),
        ),
    ),
)
_CHANGES = ("change", "effect", "text_effect")
_KEYS = ("rank", "by", "group", "a", "b")


@dataclass(frozen=True)
class Closures:
    """How a frame is drawn: functions of the command."""

    draw: Any
    under: Any
    picture: Any
    page: Any
    always_drawn: bool


def emit_frame(
    answer: "pd.DataFrame | tuple[Sequence[str], Sequence[Sequence[Any]]]",
    output: Output,
    *,
    record: "Record | None" = None,
    made: Mapping[str, Any] | None = None,
    shown: Sequence[str] = (),
    newest: bool = False,
    percent: Collection[str] = (),
    footer: Sequence[str] = (),
    drawing: Drawing | None = None,
    always_draw: bool = False,
    after: Drawing | None = None,
    picture: "Callable[[int], Picture] | None" = None,
    page: Callable[[], str] | None = None,
) -> None:
    """Write a frame, or names and rows, as the user wants it."""
    frame: Any = answer
    attrs: Mapping[Any, Any] = {}
    if isinstance(answer, tuple):
        names, rows = answer
        data = list(zip(*rows, strict=True)) or [()] * len(names)
        frame = dict(zip(names, data, strict=True))
    else:
        attrs = answer.attrs
    caution = attrs.get("caution", "")
    # The record tells its doubts itself, and of seats all that the question names is told.
    known = {caution, *attrs.get("seats", []), *(record.doubts if record is not None else ())}
    emit(
        Answer(
            frame,
            [_column(str(name), shown, percent) for name in frame],
            record=record,
            notes=[
                *([Note(CAUTION, caution)] if caution else []),
                *noted("note", (note for note in attrs.get("notes", []) if note not in known)),
            ],
            basis=[*noted("reason", attrs.get("reasons", [])), *noted(FORMULA, footer)],
            facts=Closures(
                draw=None if drawing is None else _without(drawing, 1),
                under=None if after is None else (lambda console, *_: after(console)),
                picture=None if picture is None else _without(picture, 0),
                page=None if page is None else _without(page, 0),
                always_drawn=always_draw,
            ),
            made=made or {},
            newest=newest,
        ),
        output,
    )


def _column(name: str, shown: Sequence[str], percent: Collection[str]) -> Column:
    from unvote.analysis.measures import all_measures

    kind = next((kind for kind, names in _KINDS if name in names), Kind.CODE)
    measure = all_measures().get(name)
    if measure:
        kind = Kind.SHARE if measure.is_share else Kind.COEFFICIENT
    if name in percent:
        kind = Kind.CHANGE if name in _CHANGES else Kind.SHARE
    elif name in _CHANGES:
        kind = Kind.DIFFERENCE
    return Column(name, kind, shown=not shown or name in shown, key=name in _KEYS)


def _without(function: Callable[..., Any], place: int) -> Callable[..., Any]:
    """Return a function that takes an answer at a place, and makes nothing of it."""

    def called(*values: Any) -> Any:
        return function(*values[:place], *values[place + 1 :])

    return called
