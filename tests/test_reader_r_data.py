"""The R package unvotes: its tables alone and together, what is noted, and what is refused."""

import bz2
import gzip
import lzma
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import unvote
from conftest import examples
from helpers import script
from reading import letters
from strategies import votes_by_state
from unvote.codes import WORDS
from unvote.readers import read_files, together
from unvote.world.states import all_states

r = script("r_files")

VOTES = [
    (3, "United States", "US", "yes"),
    (3, "Namibia", "NA", "no"),
    (3, "Zanzibar", None, "abstain"),
    (3, "Taiwan", "TW", "yes"),
    (9001, "Yugoslavia", "YU", "yes"),
    (9001, "Federal Republic of Germany", None, "no"),
    (9001, "Yemen Arab Republic", None, "yes"),
    (9002, "Yugoslavia", "YU", "abstain"),
    (9002, "Côte d’Ivoire", "CI", "yes"),
]
ROLLCALLS = [
    (3, 1, -8766.0, "R/1/66", 1, 0, "RULES", "TO ADOPT AN AMENDMENT"),
    (9001, 55, 11261.0, "R/55/33X", None, 1, "Oceans : resolut", None),
    (9002, 55, 11262.0, "", 0, None, None, "NO SYMBOL"),
    (9003, 55, 11262.0, "R/55/34", 0, 0, "IDLE", "NO VOTES"),
]


def votes_file(
    rows: Sequence[tuple[Any, ...]] = VOTES, name: str = "un_votes.rda", **how: Any
) -> str:
    rcid, country, code, vote = map(list, zip(*rows, strict=True))
    table = {"rcid": r.reals(rcid), "country": r.texts(country), "country_code": r.texts(code)}
    return written(name, {**table, "vote": r.factor(vote)}, **how)


def rollcalls_file(rows: Sequence[tuple[Any, ...]] = ROLLCALLS) -> str:
    names = ("rcid", "session", "date", "unres", "amend", "para", "short", "descr")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    table = {name: r.column(values) for name, values in columns.items()}
    return written("un_roll_calls.rda", {**table, "date": r.days(columns["date"])})


def issues_file() -> str:
    issues = [(3, "Colonialism"), (3, "Human rights"), (3, "Colonialism"), (9002, "Economy")]
    rcid, issue = zip(*issues, strict=True)
    return written("issues.rda", {"rcid": r.integers(rcid), "issue": r.factor(issue)})


def written(
    name: str,
    table: dict[str, bytes],
    pack: Callable[[bytes], bytes] = gzip.compress,
    version: int = 3,
) -> str:
    data = r.file({Path(name).stem: r.frame(table)}, version=version)
    Path(name).write_bytes(pack(data))
    return name


def message(*files: str) -> str:
    with pytest.raises(unvote.DataError) as caught:
        read_files(files)
    text = str(caught.value)
    assert text.splitlines() == [text]
    return text


def test_the_two_tables_together() -> None:
    for files in [
        (votes_file(), rollcalls_file()),
        (rollcalls_file(), votes_file(pack=lzma.compress, version=2)),
        (rollcalls_file(), votes_file(pack=bz2.compress)),
        (rollcalls_file(), votes_file(pack=bytes)),
    ]:
        [record] = read_files(files)
        assert letters(record) == {
            "A/RES/1/66": {"CHN": "Y", "EAZ": "A", "NAM": "N", "USA": "Y"},
            "A/RES/55/33X": {"DEU": "N", "YEM": "Y", "YUG": "Y"},
            "#9002": {"CIV": "Y", "SRB": "A"},
        }
        described = record.rollcalls[
            ["symbol", "date", "session", "organ", "part", "title", "agenda", "number", "source"]
        ]
        assert described.astype(object).values.tolist() == [
            [
                *("A/RES/1/66", pd.Timestamp("1946-01-01"), "1", "GA", "amendment", "RULES"),
                *("TO ADOPT AN AMENDMENT", "3", "unvotes"),
            ],
            [
                *("A/RES/55/33X", pd.Timestamp("2000-10-31"), "55", "GA", "paragraph", "Oceans"),
                *("", "9001", "unvotes"),
            ],
            [
                *("", pd.Timestamp("2000-11-01"), "55", "GA", "", ""),
                *("NO SYMBOL", "9002", "unvotes"),
            ],
        ]
        assert record.name == ", ".join(files)
        assert record.notes == (
            "1 roll call of un_roll_calls.rda without votes left out",
            "1 vote of Taiwan read as CHN: the Republic of China held the seat of China until"
            " 1971-10-25",
            "1 vote of YUG from 2000-11-01 on read as SRB, the Federal Republic of Yugoslavia",
        )
        assert record.rollcalls.dtypes.equals(unvote.load().rollcalls.dtypes)


def test_the_votes_alone_are_known_by_their_number() -> None:
    record = unvote.read(votes_file())
    assert letters(record) == {
        "#3": {"CHN": "Y", "EAZ": "A", "NAM": "N", "USA": "Y"},
        "#9001": {"DEU": "N", "YEM": "Y", "YUG": "Y"},
        "#9002": {"CIV": "Y", "YUG": "A"},
    }
    assert record.rollcalls["date"].isna().all()
    assert record.rollcalls["number"].tolist() == ["3", "9001", "9002"]
    assert record.notes == (
        "no un_roll_calls.rda: the roll calls are known by their number alone",
        "no column (vote_note, amend, para) tells votes on amendments and paragraphs from those on"
        " whole texts: all are taken for votes on whole texts",
        "1 vote of Taiwan read as CHN: the Republic of China held the seat of China until"
        " 1971-10-25",
        "3 roll calls of an unknown body (#3, #9001, #9002): --organ GA, SC or HRC names the body",
    )


def test_issues_are_no_subjects_and_a_number_may_be_described_by_nothing() -> None:
    [record] = read_files([issues_file(), rollcalls_file(ROLLCALLS[:2]), votes_file()])
    assert record.rollcalls["issues"].tolist() == ["human-rights|colonialism", "", "economic"]
    assert record.rollcalls["subjects"].tolist() == ["", "", ""]
    assert record.rollcalls.index.tolist() == ["A/RES/1/66", "A/RES/55/33X", "#9002"]
    assert record.rollcalls["date"].isna().tolist() == [False, False, True]
    assert "1 roll call that un_roll_calls.rda does not describe" in record.notes


def test_files_that_say_something_only_together() -> None:
    own = Path("votes.csv")
    own.write_text("ms_code,ms_vote,resolution\nFRA,Y,A/RES/79/1\n")
    groups = together([votes_file(), str(own), rollcalls_file()])
    assert [[source.name for source in group.sources] for group in groups] == [
        ["un_votes.rda", "un_roll_calls.rda"],
        ["votes.csv"],
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            (3, "United States", "US", "no"),
            "row 10, column country_code: a second vote of US in rcid 3 (the first is in row 1)",
        ),
        (
            (3, "United States of America", None, "no"),
            "row 10, column country: a second vote of United States of America in rcid 3 (the"
            " first, as United States, is in row 1)",
        ),
        (
            (3, "France", "FR", "perhaps"),
            "row 10, column vote: 'perhaps' is not a vote: it is Y, N, A or X, or 1 (yes), 2"
            " (abstain), 3 (no), 8 (absent) or 9 (no member)",
        ),
        ((3, "QQ9Q", None, "yes"), "row 10, column country: 'QQ9Q' is not a member state"),
        (
            (3, f"France{'.' * 60}x", None, "yes"),  # what is cut off in a message counts too
            f"row 10, column country: 'France{'.' * 53}…' is not a member state",
        ),
        (
            (3.5, "France", "FR", "yes"),
            "row 10, column rcid: '3.5' is not a number of a roll call",
        ),
        (
            (None, "France", "FR", "yes"),
            "row 10, column rcid: empty, and no rcid says which roll call it is",
        ),
    ],
)
def test_a_vote_that_cannot_be(row: tuple[Any, ...], said: str) -> None:
    comma = "," if said.startswith(("rcid", "row")) else ":"
    assert message(votes_file([*VOTES, row])) == f"un_votes.rda{comma} {said}"


def test_taiwan_after_it_left_is_an_error() -> None:
    files = votes_file([(9001, "Taiwan", "TW", "yes")]), rollcalls_file()
    assert message(*files) == (
        "un_votes.rda: a vote of Taiwan on 2000-10-31, which held the seat of China until"
        " 1971-10-25: correct the state or the date"
    )


def test_tables_that_are_missing_or_too_many() -> None:
    assert message(rollcalls_file()) == (
        "un_roll_calls.rda: no votes, only what describes them: name un_votes.rda too"
        " (unvote data import un_votes.rda un_roll_calls.rda)"
    )
    other = votes_file(name="other.rda")
    assert message(votes_file(), other) == (
        "other.rda: a second table of votes, after that in un_votes.rda: name one"
    )
    cars = written("cars.rda", {"speed": r.reals([1, 2]), "dist": r.reals([3, 4])})
    assert message(cars) == (
        "cars.rda: no table of votes has the columns speed, dist: name un_votes.rda and"
        " un_roll_calls.rda"
    )


@pytest.mark.parametrize(
    ("name", "column", "said"),
    [
        ("country", r.reals([20.0] * 9), "row 2, column country: '20' is not a member state"),
        (
            "rcid",
            r.reals([3.0, 1e300] + [4.0] * 7),
            "row 2, column rcid: '1e+300' is not a number of a roll call",
        ),
        (
            "rcid",
            r.reals([3.0, float("inf")] + [4.0] * 7),
            "row 2, column rcid: 'inf' is not a number of a roll call",
        ),
        ("country", r.texts(["France"]), "column country: 1 value where rcid has 9"),
    ],
)
def test_columns_that_hold_what_no_column_of_the_package_does(
    name: str, column: bytes, said: str
) -> None:
    rcid, country, code, vote = map(list, zip(*VOTES, strict=True))
    table = {"rcid": r.reals(rcid), "country": r.texts(country), "country_code": r.texts(code)}
    table = {**table, "vote": r.factor(vote), name: column}
    assert message(written("un_votes.rda", table)) == f"un_votes.rda, {said}"


@pytest.mark.parametrize(("day", "said"), [(4e6, "4e+06"), (-719163.0, "-719163")])
def test_a_date_beyond_all_calendars(day: float, said: str) -> None:
    odd = [(*ROLLCALLS[0][:2], day, *ROLLCALLS[0][3:]), *ROLLCALLS[1:]]
    assert message(votes_file(), rollcalls_file(odd)) == (
        f"un_roll_calls.rda, column date, row 1: day {said} from 1970 on is not a date"
    )


def test_a_table_without_a_row() -> None:
    table = {"rcid": r.reals([]), "session": r.reals([]), "date": r.days([]), "unres": r.texts([])}
    empty = written("un_roll_calls.rda", table)
    assert message(votes_file(), empty) == (
        "un_roll_calls.rda: a table without a row: fetch the file again"
    )


CODED = sorted(code for code, state in all_states().items() if state.alpha2)


@given(
    st.dictionaries(
        st.integers(1, 9999), votes_by_state("YNA", CODED, min_size=1), min_size=1, max_size=6
    )
)
@examples(25)
def test_any_votes_written_as_the_package_has_them_are_read_back(
    votes: dict[int, dict[str, str]],
) -> None:
    rows = [
        (number, all_states()[code].un_name, all_states()[code].alpha2, WORDS[vote])
        for number, cast in votes.items()
        for code, vote in cast.items()
    ]
    [record] = read_files([votes_file(rows)])
    assert letters(record) == {f"#{number}": cast for number, cast in votes.items()}
