"""R's data format: every kind of column, how R shortens them, and what is refused."""

import io
import struct
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import examples
from helpers import script
from unvote.readers.stream import Source
from unvote.readers.xdr import Texts, frames

r = script("r_files")


def read(data: bytes) -> dict[str, dict[str, list[Any]]]:
    """Return the columns of all data frames as lists, a missing number as None."""
    return {
        name: {column: listed(values) for column, values in frame.items()}
        for name, frame in frames(Source(io.BytesIO(data), "votes.rda"))
    }


def listed(values: Any) -> list[Any]:
    if isinstance(values, Texts):
        return values.each()
    return [None if value != value else value for value in values.tolist()]


def message(data: bytes) -> str:
    with pytest.raises(unvote.DataError) as caught:
        read(data)
    text = str(caught.value)
    assert text.splitlines() == [text]
    return text.removeprefix("votes.rda: ")


COLUMNS = {
    "real": r.reals([1.5, None, -3.0]),
    "whole": r.integers([1, None, 3]),
    "truth": r.integers([1, 0, None], kind=10),
    "text": r.texts(["Côte d’Ivoire", None, "NA"]),
    "factor": r.factor(["yes", None, "no"]),
    "day": r.days([0, None, -8766.5]),
    "time": r.reals([86_399.0, None, -1.0], **{"class": r.texts(["POSIXct", "POSIXt"])}),
}
VALUES = {
    "real": [1.5, None, -3.0],
    "whole": [1, None, 3],
    "truth": [1, 0, None],
    "text": ["Côte d’Ivoire", None, "NA"],
    "factor": ["yes", None, "no"],
    "day": [date(1970, 1, 1), None, date(1945, 12, 31)],
    "time": [date(1970, 1, 1), None, date(1969, 12, 31)],
}


@pytest.mark.parametrize("version", [2, 3])
def test_every_kind_of_column(version: int) -> None:
    data = r.file({"votes": r.frame(COLUMNS), "again": r.frame({})}, version=version)
    assert read(data) == {"votes": VALUES, "again": {}}


def test_a_file_of_one_object_has_no_name_for_it() -> None:
    assert read(r.start() + r.frame(COLUMNS)) == {"": VALUES}


def test_vectors_that_r_keeps_shorter() -> None:
    scipen = r.integers([0])
    pair = struct.pack(">i", 2)
    columns = {
        "up": r.alternative("compact_intseq", r.reals([3, 5, 1])),
        "down": r.alternative("compact_realseq", r.reals([3, 5, -1])),
        "wrapped": r.alternative("wrap_real", r.vector([r.reals([1, None, 2])], {})),
        "named": r.alternative("deferred_string", pair + r.reals([2, None, 0.25]) + scipen),
    }
    assert read(r.file({"votes": r.frame(columns)})) == {
        "votes": {
            "up": [5, 6, 7],
            "down": [5, 4, 3],
            "wrapped": [1, None, 2],
            "named": ["2", None, "0.25"],
        }
    }


def test_what_other_packages_leave_in_a_table_is_passed_over() -> None:
    """A pointer by data.table, groups by dplyr, and a repeated name, next to the table."""
    pointer = struct.pack(">i", 22) + r.NOTHING + r.NOTHING
    groups = r.frame({"rcid": r.reals([1]), "rows": r.vector([r.integers([1])], {})})
    again = struct.pack(">i", 255 | 1 << 8)  # the first name: that of the table itself
    spare = {".internal.selfref": pointer, "groups": groups, "call": again}
    table = r.frame({"rcid": r.reals([7])}, **spare)
    other = {"count": r.integers([3]), "nothing": r.NOTHING}
    assert read(r.file({**other, "votes": table})) == {"votes": {"rcid": [7]}}


@pytest.mark.parametrize(
    ("data", "marks", "version", "encoding", "expected"),
    [
        (b"C\xf4te", 1 << 14, 2, "", "Côte"),
        ("Côte".encode(), 1 << 15, 3, "CP1252", "Côte"),
        (b"C\xf4te", 0, 3, "CP1252", "Côte"),
        (b"C\xf4te", 0, 3, "ISO-8859-1", "Côte"),
        ("Côte".encode(), 0, 2, "", "Côte"),
        (b"C\xf4te", 0, 2, "", "Côte"),
    ],
)
def test_texts_in_other_encodings(
    data: bytes, marks: int, version: int, encoding: str, expected: str
) -> None:
    column = struct.pack(">ii", 16, 1) + r.text(data, marks)
    whole = r.file({"votes": r.frame({"x": column})}, version=version, encoding=encoding)
    assert read(whole) == {"votes": {"x": [expected]}}


NESTED = b"".join([struct.pack(">ii", 19, 1)] * 100) + r.NOTHING
COMPACT = r.alternative("compact_intseq", r.reals([15e6, 1, 1]))
REFUSED = ", which is not read: save the tables alone in R"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (struct.pack(">i", 3), "the R data hold a function"),
        (struct.pack(">i", 4), "the R data hold an environment"),
        (struct.pack(">i", 21), "the R data hold byte code"),
        (struct.pack(">i", 25), "the R data hold an S4 object"),
        (struct.pack(">i", 99), "the R data hold something that is not a table"),
        (r.alternative("mmap_real", r.NOTHING), "the R data hold 'mmap_real'"),
        (NESTED, "the R data hold more than any table does, or lists within lists"),
        (
            r.frame({"x": COMPACT, "y": COMPACT}),
            "the R data hold 30,000,000 numbers and more in a few bytes",
        ),
    ],
)
def test_what_no_table_is_made_of(value: bytes, said: str) -> None:
    assert message(r.file({"votes": value})) == said + REFUSED


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (r.file({"votes": r.reals([1])}), "the R data hold no data frame"),
        (
            r.file({"votes": r.vector([r.reals([1])], {})}),
            "a list of R without names, which is no data frame",
        ),
        (
            b"RDA3\nA\n3\n262657\n",
            "R data saved as text or for one machine only, which unvote does not read: save the"
            " tables again in R, by save(…, file = …) alone",
        ),
        (
            r.file({}, encoding="EUC-JP"),
            f"the R data hold texts in the encoding 'EUC-JP'{REFUSED}",
        ),
        (
            r.file({}).replace(struct.pack(">i", 3), struct.pack(">i", 4), 1),
            f"the R data hold version 4 of the format{REFUSED}",
        ),
    ],
)
def test_files_without_a_table_that_is_read(data: bytes, said: str) -> None:
    assert message(data) == said


ODD = {
    "complex": struct.pack(">iidd", 15, 1, 1, 1),
    "list": r.vector([r.reals([1])], {}),
    "big": r.reals([1], **{"class": r.texts(["integer64"])}),
    "levels": r.integers([1], **{"class": r.texts(["factor"])}),
    "beyond": r.integers([2], levels=r.texts(["yes"]), **{"class": r.texts(["factor"])}),
    "long": r.reals([1, 2]),
    "day": r.days([4e6]),
}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("complex", ": neither numbers nor texts: unvote does not read such a column"),
        ("list", ": neither numbers nor texts: unvote does not read such a column"),
        ("big", ": neither numbers nor texts: unvote does not read such a column"),
        ("levels", ": a factor without its levels"),
        ("beyond", ": a factor without its levels"),
        ("long", ": 2 values where rcid has 1"),
        ("day", ", row 1: day 4e+06 from 1970 on is not a date"),
    ],
)
def test_columns_that_are_not_read(name: str, said: str) -> None:
    data = r.file({"votes": r.frame({"rcid": r.reals([7]), name: ODD[name]})})
    assert message(data) == f"votes.rda, column {name}{said}"


def test_a_name_that_two_columns_have() -> None:
    table = r.vector([r.reals([1]), r.reals([2])], {"names": r.texts(["rcid", "rcid"])})
    assert message(r.file({"votes": table})) == (
        "votes.rda, column rcid: a second column of this name: rename one in R"
    )


WHOLE = r.file({"votes": r.frame(COLUMNS)})


def test_data_cut_short_anywhere() -> None:
    for length in range(7, len(WHOLE) - len(r.NOTHING)):
        assert "fetch the file again" in message(WHOLE[:length])


@given(
    st.integers(7, len(WHOLE) - 4), st.one_of(st.integers(0, 255), st.just(-1), st.just(2**31 - 1))
)
@examples(300)
def test_a_number_that_is_another_is_read_or_refused_in_one_line(place: int, number: int) -> None:
    changed = WHOLE[:place] + struct.pack(">i", number) + WHOLE[place + 4 :]
    try:
        read(changed)
    except unvote.DataError:
        assert "\n" not in message(changed)


def test_a_length_that_no_file_has_takes_no_memory() -> None:
    for kind in (14, 16, 19):
        claimed = r.file({"votes": struct.pack(">ii", kind, 2**31 - 1)})
        assert message(claimed) == "the R data are damaged or cut short: fetch the file again"


NUMBERS = st.floats(allow_nan=False, width=64)
LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
ROWS = st.lists(
    st.tuples(
        st.none() | NUMBERS,
        st.none() | st.integers(-(2**31) + 1, 2**31 - 1),
        st.none() | LETTERS,
        st.none() | LETTERS,
        st.none() | st.dates(),
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
@examples(60)
def test_what_is_written_is_read_back(rows: list[tuple[Any, ...]]) -> None:
    real, whole, text, factor, day = map(list, zip(*rows, strict=True))
    counted = [value and value.toordinal() - date(1970, 1, 1).toordinal() for value in day]
    columns = {
        "real": r.reals(real),
        "whole": r.integers(whole),
        "text": r.texts(text),
        "factor": r.factor(factor),
        "day": r.days(counted),
    }
    expected = {"real": real, "whole": whole, "text": text, "factor": factor, "day": day}
    assert read(r.file({"votes": r.frame(columns)})) == {"votes": expected}
