"""An Answer: rows, what their columns are, what they were made from, and its notes.

Every question (`tally`, `align`, ...) makes one. Called from Python it returns the rows alone,
as a DataFrame; its `answer` returns the whole. Tables, files, pictures and pages are ways to
show an Answer and know nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import update_wrapper
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, Protocol, cast

from unvote.errors import ArgumentError

if TYPE_CHECKING:
    import pandas as pd

    from unvote.record import Record

P = ParamSpec("P")


class Kind(StrEnum):
    """What the values of a column are; it decides how a person sees them."""

    CODE = "code"  # a symbol, a letter, one word of a few
    TEXT = "text"  # running text; may wrap
    ACTOR = "actor"  # the code of a state or group; a person sees the name next to it
    DATE = "date"
    TRUTH = "truth"
    COUNT = "count"
    SLICE = "slice"  # a year, a session, a subject: no count, even if it is a number
    SHARE = "share"  # 0 to 1, a percentage to people
    COEFFICIENT = "coefficient"  # -1 to 1
    INDEX = "index"  # 0 or more, two decimals and no sign to people
    AVERAGE = "average"
    POINT = "point"  # a place on a scale
    CHANGE = "change"  # a difference of shares, in percentage points to people
    DIFFERENCE = "difference"  # a difference of coefficients


class Column(NamedTuple):
    """A column of an answer.

    Attributes
    ----------
    name : str
        Its name in files and frames.
    kind : Kind
        What its values are.
    heading : str
        The heading for people; empty: the name, with blanks.
    shown : bool
        Whether a table shows it by default.
    key : bool
        Whether it identifies the row, together with the key columns before it.
    known_by : str
        The column that says whether a value is certain; a table marks the others with a star.
    """

    name: str
    kind: Kind = Kind.CODE
    heading: str = ""
    shown: bool = True
    key: bool = False
    known_by: str = ""

    @property
    def label(self) -> str:
        """The heading that a person reads."""
        return self.heading or self.name.replace("_", " ")

    def hidden(self) -> "Column":
        """Return the same column, hidden from tables unless asked for."""
        return self._replace(shown=False)


@dataclass(frozen=True)
class Note:
    """A note on an answer.

    Attributes
    ----------
    kind : str
        What it is about: one word, for programs.
    words : str
        The note as a person reads it.
    count : int
        The number of things it is about.
    names : tuple of str
        Their ids.
    """

    kind: str
    words: str
    count: int = 0
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.words


# The kind of the note above an answer whose roll calls are not a sample.
CAUTION = "chosen"
# The kind of a note that explains columns; a picture of one column shows only its explanation.
FORMULA = "formula"


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes
    ----------
    frame : DataFrame or dict of str to sequence
        The rows; or, in a list that needs no pandas, the columns by name.
    columns : sequence of Column
        What each column of the frame is.
    record : Record, optional
        What it was made from, with its selection.
    notes : sequence of Note
        What is doubtful or was left out, the most important first.
    basis : sequence of Note
        How it was made: the roll calls, the rule and why, the formula.
    facts : object
        What a drawing of it needs besides the rows.
    made : mapping
        The measure, the seed and the like, as `--meta` tells them.
    newest : bool
        Whether the rows are roll calls; `--limit` then keeps the last ones.
    """

    frame: Any
    columns: Sequence[Column]
    record: "Record | None" = None
    notes: Sequence[Note] = ()
    basis: Sequence[Note] = ()
    facts: Any = None
    made: Mapping[str, Any] = field(default_factory=dict)
    newest: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", described(self.frame, self.columns))

    @property
    def caution(self) -> str:
        """The caution above it; empty if the roll calls are a sample."""
        return next((note.words for note in self.notes if note.kind == CAUTION), "")

    @property
    def lines(self) -> list[str]:
        """All notes, in order."""
        return [note.words for note in (*self.notes, *self.basis)]

    def table(self) -> "pd.DataFrame":
        """Return the rows, with the notes as texts in `attrs["notes"]`."""
        frame = self.frame
        if isinstance(frame, dict):
            from pandas import DataFrame

            frame = DataFrame({name: list(column) for name, column in frame.items()})
        basis = (note for note in self.basis if note.kind != FORMULA)
        frame.attrs = {"notes": [note.words for note in (*self.notes, *basis)]}
        return cast("pd.DataFrame", frame)

    def hiding(self, *hidden: str) -> "Answer":
        """Return the answer with more columns hidden from tables."""
        columns = [one.hidden() if one.name in hidden else one for one in self.columns]
        return replace(self, columns=columns)


def listed(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Answer:
    """Make the answer of a list that needs no pandas, from one sequence of values per row."""
    data = list(zip(*rows, strict=True)) or [()] * len(columns)
    return Answer({one.name: values for one, values in zip(columns, data, strict=True)}, columns)


def described(frame: Iterable[Any], columns: Iterable[Column]) -> list[Column]:
    """Return the declarations of a frame's columns, in the order of the frame."""
    known = {column.name: column for column in columns}
    return [known[str(name)] for name in frame]


class Question(Protocol[P]):
    """A function that returns a frame; its `answer` returns the whole answer."""

    answer: Callable[P, Answer]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> "pd.DataFrame":
        """Return the rows of the answer."""
        ...


def question(answer: Callable[P, Answer]) -> Question[P]:
    """Turn a function that makes an Answer into a question, which returns the rows when called."""
    name, by_name = answer.__name__, signature(answer).parameters
    parameters = list(by_name.values())
    of_record = [one.name for one in parameters[:1]] == ["record"]
    ordered = [one for one in parameters if one.kind == Parameter.POSITIONAL_OR_KEYWORD]
    of_names = any(one.kind == Parameter.VAR_POSITIONAL for one in parameters)
    example = f"{name}(record, 'US', 'RU')" if of_record else f"{name}(*names)"

    def whole(*args: P.args, **kwargs: P.kwargs) -> Answer:
        if of_record and args and not hasattr(args[0], "rollcalls"):
            what = "the first argument is a record, as from unvote.load()"
            raise ArgumentError(f"{name}: {what}, not of type '{type(args[0]).__name__}'")
        if of_names and not all(isinstance(one, str) for one in args[len(ordered) :]):
            raise ArgumentError(f"{name}: each name is an argument: {example}")
        named = ((by_name[given], value) for given, value in kwargs.items() if given in by_name)
        for parameter, value in (*zip(ordered, args, strict=False), *named):
            _check_type(name, parameter, value)
        return answer(*args, **kwargs)

    def rows(*args: P.args, **kwargs: P.kwargs) -> "pd.DataFrame":
        return whole(*args, **kwargs).table()

    update_wrapper(rows, answer)
    asked = cast(Question[P], rows)
    asked.answer = cast(Callable[P, Answer], update_wrapper(whole, answer))
    return asked


def _check_type(asked: str, parameter: Parameter, value: Any) -> None:
    """Refuse a value that is no text, or no whole number, where a question takes one."""
    kind = parameter.annotation
    if kind in (str, str | None):
        fits, what = isinstance(value, str), "a str"
    elif kind in (int, int | None):
        fits, what = hasattr(value, "__index__"), "an int"
    else:
        return
    if not fits and (value is not None or kind in (str, int)):
        given = type(value).__name__
        raise ArgumentError(f"{asked}: give {parameter.name} as {what}, not of type '{given}'")


def noted(kind: str, lines: Iterable[str]) -> Iterator[Note]:
    """Return lines as notes of one kind."""
    return (Note(kind, line) for line in lines)
