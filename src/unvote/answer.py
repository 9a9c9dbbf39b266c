"""An Answer: rows, what their columns are, what they were made from, and its notes.

Every question (`tally`, `align`, ...) makes one. Called from Python it returns the rows alone,
as a DataFrame; its `answer` returns the whole. Tables, files, pictures and pages are ways to
show an Answer and know nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, Protocol, cast

if TYPE_CHECKING:
    import pandas as pd

    from unvote.record import Record

P = ParamSpec("P")


class Kind(StrEnum):
    """What the values of a column are, which says how a person reads them."""

    CODE = "code"  # a symbol, a letter, one word of a few
    TEXT = "text"  # running text, which may wrap
    ACTOR = "actor"  # the code of a state or group, beside which a person sees the name
    DATE = "date"
    TRUTH = "truth"
    COUNT = "count"
    SLICE = "slice"  # a year, a session, a subject: no count, whatever figures it has
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
        What a person reads above it; nothing: the name, with blanks.
    shown : bool
        Whether a table shows it unless columns are asked for.
    key : bool
        Whether it says what a row is of, together with those before it.
    known_by : str
        The column that says of its values whether they are known for sure; a table marks the
        others with a star.
    """

    name: str
    kind: Kind = Kind.CODE
    heading: str = ""
    shown: bool = True
    key: bool = False
    known_by: str = ""

    @property
    def label(self) -> str:
        """What a person reads above it."""
        return self.heading or self.name.replace("_", " ")

    def hidden(self) -> "Column":
        """Return the same column, which a table shows only if asked."""
        return self._replace(shown=False)


@dataclass(frozen=True)
class Note:
    """A note on an answer.

    Attributes
    ----------
    kind : str
        What it is about: one word, by which a program may know it.
    words : str
        The note as a person reads it.
    count : int
        How many it is about.
    names : tuple of str
        The ids of those.
    """

    kind: str
    words: str
    count: int = 0
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.words


# The kind of the note above an answer made from roll calls that are not a sample.
CAUTION = "chosen"
# The kind of a note that explains columns; a picture that draws one column explains that alone.
FORMULA = "formula"


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes
    ----------
    frame : DataFrame or dict of str to sequence
        The rows; a list that needs no pandas has its columns by their names.
    columns : sequence of Column
        What each column of the frame is.
    record : Record, optional
        What it was made from, with how that was selected.
    notes : sequence of Note
        What is doubtful or was left out, the most important first.
    basis : sequence of Note
        How it was made: the roll calls, the rule and why, the formula.
    facts : object
        What a drawing of it needs beside the rows.
    made : mapping
        The measure, the seed and the like, as `--meta` tells them.
    newest : bool
        Whether the rows are roll calls: a limit then keeps the last.
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
        """What stands above it; nothing where it is made of a sample."""
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
        """Return the answer with some more columns hidden from tables."""
        columns = [one.hidden() if one.name in hidden else one for one in self.columns]
        return replace(self, columns=columns)


def listed(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Answer:
    """Return the answer of a list that needs no pandas, a row per sequence of values."""
    data = list(zip(*rows, strict=True)) or [()] * len(columns)
    return Answer({one.name: values for one, values in zip(columns, data, strict=True)}, columns)


def described(frame: Iterable[Any], columns: Iterable[Column]) -> list[Column]:
    """Return what is declared of the columns that a frame has, in their order."""
    known = {column.name: column for column in columns}
    return [known[str(name)] for name in frame]


class Question(Protocol[P]):
    """A function that returns a frame, and whose `answer` returns the whole answer."""

    answer: Callable[P, Answer]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> "pd.DataFrame":
        """Return the rows of the answer."""
        ...


def question(answer: Callable[P, Answer]) -> Question[P]:
    """Make a function that makes an Answer a question: called, it returns the rows."""

    def rows(*args: P.args, **kwargs: P.kwargs) -> "pd.DataFrame":
        return answer(*args, **kwargs).table()

    update_wrapper(rows, answer)
    asked = cast(Question[P], rows)
    asked.answer = answer
    return asked


def noted(kind: str, lines: Iterable[str]) -> Iterator[Note]:
    """Return lines as notes of one kind."""
    return (Note(kind, line) for line in lines)
